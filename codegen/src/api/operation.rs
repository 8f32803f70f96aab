//! What a service can do: operations, their parameters and failures.

use super::{Body, Limits, Output, Pages, Security, Type};
use crate::source::Pointer;

/// One thing that the service can do.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Where it stands in the document.
    pub pointer: Pointer,
    /// The HTTP method, in capitals.
    pub method: String,
    /// The path, with `{parameters}`.
    pub path: String,
    /// What its Rust name can be made of.
    pub names: NameHints,
    /// A short line about it.
    pub summary: Option<String>,
    /// The document's words.
    pub doc: Option<String>,
    /// Whether the document calls it outdated.
    pub deprecated: bool,
    /// Those in the path first, the others in the document's order.
    pub parameters: Vec<Parameter>,
    /// What is sent.
    pub body: Option<Body>,
    /// The media types of a good answer, where they are others than JSON.
    pub accept: Option<String>,
    /// What comes back when it went well.
    pub output: Output,
    /// The status that comes with it, where there is but one usual one.
    pub status: u16,
    /// What the document shows of its answers and of its failures.
    pub samples: Vec<Sample>,
    /// What comes back when it did not, where that is documented.
    pub errors: Vec<ErrorCase>,
    /// The headers of good answers, where they are documented.
    pub headers: Option<Type>,
    /// The headers of failures, where they are documented.
    pub error_headers: Option<Type>,
    /// What the call needs.
    pub security: Security,
    /// The base URL that it has to itself, or the path of it on the service's server.
    pub server: Option<String>,
    /// Whether repeating it is harmless.
    pub retry: bool,
    /// How it answers in pages, where it does.
    pub pages: Option<Pages>,
}

/// What the name of an operation can be made of, best first within each kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NameHints {
    /// The group that it stands in.
    pub group: String,
    /// The method name that the document asks for.
    pub method: Option<String>,
    /// The document's id of the operation.
    pub id: Option<String>,
    /// What tells it from others that stand at the same place, with other media types.
    pub suffix: Option<String>,
}

/// A value that travels beside the body.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Where it stands in the document.
    pub pointer: Pointer,
    /// Its name on the wire.
    pub wire: String,
    /// Where it travels.
    pub location: Location,
    /// How its value is written there.
    pub style: Style,
    /// The document's words.
    pub doc: Option<String>,
    /// Whether the document calls it outdated.
    pub deprecated: bool,
    /// What the service assumes where it is absent, as JSON.
    pub default: Option<String>,
    /// Its type; nullable only where it is written as JSON.
    pub ty: Type,
    /// Whether it can be more than a single value or a list of such.
    pub structured: bool,
    /// Whether a call needs it.
    pub required: bool,
    /// What is asked of its value.
    pub limits: Limits,
}

/// Where a parameter travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Location {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// As the query itself.
    QueryString,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
}

/// How the value of a parameter is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// What stands between the parts of the value.
    pub notation: Notation,
    /// Whether each of them stands on its own.
    pub exploded: bool,
    /// Whether characters with a meaning in URLs stay as they are.
    pub reserved: bool,
}

/// What stands between the parts of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notation {
    /// Commas, in paths and headers.
    Simple,
    /// Dots, in paths.
    Label,
    /// Semicolons and names, in paths.
    Matrix,
    /// Pairs of the query or cookies, with commas in them.
    Form,
    /// The same with spaces.
    Spaces,
    /// The same with pipes.
    Pipes,
    /// Names with brackets.
    DeepObject,
    /// Cookies as they are, without any encoding.
    Cookie,
    /// None of these: the value is JSON.
    Json,
}

/// An example of a body that the service sends.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// Where it stands in the document.
    pub pointer: Pointer,
    /// What the document calls it.
    pub name: Option<String>,
    /// The statuses that it is shown for.
    pub statuses: Statuses,
    /// Whether it is that of a failure.
    pub failed: bool,
    /// The body, as JSON.
    pub text: String,
}

/// A documented failure.
#[derive(Clone, Debug, PartialEq)]
pub struct ErrorCase {
    /// The statuses that it comes with.
    pub statuses: Statuses,
    /// Its JSON, where it is described.
    pub ty: Option<Type>,
    /// The document's words.
    pub doc: Option<String>,
}

/// Which statuses an answer is described for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Statuses {
    /// This one.
    One(u16),
    /// A hundred of them: `4` for 400 to 499.
    Hundred(u16),
    /// All that are not described otherwise.
    Rest,
}

impl Statuses {
    /// One of them, of good answers.
    #[must_use]
    pub const fn usual(self) -> u16 {
        match self {
            Self::One(code) => code,
            Self::Hundred(hundred) => hundred.saturating_mul(100),
            Self::Rest => 200,
        }
    }
}
