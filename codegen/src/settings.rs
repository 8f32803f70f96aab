//! `provider.toml` as data: what the document cannot say about the crate made of it.
//!
//! In: the text of the file. Out: [`Settings`]. Unknown keys are errors; whether an entry
//! names something that exists is checked by the stage that uses it.

mod package;

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::diagnostics::{Code, Diagnostics, Place, Severity};
use crate::source::{Location, Pointer, Source, Text};

pub use package::is_package_name;

/// Everything that `provider.toml` can say. All of it is optional.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Settings {
    /// The package.
    #[serde(default, rename = "crate")]
    pub package: Package,
    /// Where the document comes from.
    #[serde(default)]
    pub source: Origin,
    /// Rust types of string formats.
    #[serde(default)]
    pub types: Formats,
    /// Credentials.
    #[serde(default)]
    pub security: Security,
    /// Names of environment variables, by the names that they have otherwise.
    #[serde(default)]
    pub env: BTreeMap<String, String>,
    /// Names and retry-safety of operations, by `METHOD /path`.
    #[serde(default)]
    pub operations: BTreeMap<String, OperationSettings>,
    /// Rust names by JSON pointer: schemas, properties, enum values, parameters, servers,
    /// security schemes.
    #[serde(default)]
    pub names: BTreeMap<String, String>,
    /// Enums.
    #[serde(default)]
    pub enums: Enums,
    /// Absent, null and value.
    #[serde(default)]
    pub presence: PresenceSettings,
    /// Members that the document does not list.
    #[serde(default)]
    pub extra: Extra,
    /// What the service sends by itself.
    #[serde(default)]
    pub webhooks: Webhooks,
    /// Which operations are generated.
    #[serde(default)]
    pub select: Select,
    /// What the program in `examples/` gives to its call, by the name of the argument.
    #[serde(default)]
    pub example: BTreeMap<String, Sample>,
    /// What is known and accepted of what changed.
    #[serde(default)]
    pub changes: Changes,
}

/// What is known and accepted of what changed between two versions of the document.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Changes {
    /// Reasons, by the fingerprint of the change that they accept.
    #[serde(default)]
    pub accepted: BTreeMap<String, String>,
}

/// A value in an example.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum Sample {
    /// Of a text, or of what is made of one.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number.
    Number(f64),
    /// True or false.
    Boolean(bool),
}

/// The generated package.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Package {
    /// Its name; the document's title where none is given.
    pub name: Option<String>,
    /// Its version; `0.1.0` where none is given.
    pub version: Option<String>,
    /// Its licence, as an SPDX expression.
    pub license: Option<String>,
}

/// Where the document comes from.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Origin {
    /// Its public address, for people: the page that shows it, or the file.
    pub url: Option<String>,
    /// The address that a new version is fetched from.
    pub document: Option<String>,
    /// How it was brought in.
    pub note: Option<String>,
}

impl Origin {
    /// Its addresses.
    #[must_use]
    pub fn addresses(&self) -> Vec<&str> {
        [&self.document, &self.url].into_iter().flatten().map(String::as_str).collect()
    }
}

/// The library whose types stand for dates and times.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateLibrary {
    /// `chrono::DateTime<Utc>`, in a newtype that reads and writes RFC 3339, and
    /// `chrono::NaiveDate`.
    #[default]
    Chrono,
    /// `jiff::Timestamp`, in such a newtype, and `jiff::civil::Date`.
    Jiff,
    /// `time::OffsetDateTime` and `time::Date`, in such newtypes.
    Time,
    /// `String`, as it came.
    String,
}

/// Rust types of string formats.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Formats {
    /// `format: date`.
    #[serde(default)]
    pub date: DateLibrary,
    /// `format: date-time`.
    #[serde(default)]
    pub date_time: DateLibrary,
}

/// Credentials.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Security {
    /// Security schemes that are no credential but a value that the client sends by itself.
    #[serde(default)]
    pub constants: BTreeMap<String, String>,
    /// How credentials begin that are good for some environments only: by scheme and beginning,
    /// the names of the environments.
    #[serde(default)]
    pub prefixes: BTreeMap<String, BTreeMap<String, Vec<String>>>,
}

/// What is said about one operation.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct OperationSettings {
    /// The group that it stands in.
    pub group: Option<String>,
    /// The name of its method.
    pub method: Option<String>,
    /// Whether repeating it is harmless; by the HTTP method where nothing is said.
    pub retry: Option<bool>,
    /// How it answers in pages; recognised where that is sure and nothing is said.
    pub pages: Option<PagesSettings>,
}

/// How an operation answers in pages.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PagesSettings {
    /// What leads from one page to the next.
    pub by: PageStyle,
    /// The members of the answer that lead to its list of items, with dots between; the only list
    /// where nothing is said.
    pub items: Option<String>,
    /// The members that lead to the cursor or the URL of the next page; `-1` is the last of a list.
    pub next: Option<String>,
    /// The parameter of the query that asks for a page.
    pub query: Option<String>,
    /// The member of the body that does.
    pub body: Option<String>,
    /// The members that lead to a flag that is false on the last page.
    pub more: Option<String>,
    /// The number of the first page; 1 where nothing is said.
    pub first: Option<u64>,
}

/// What leads from one page to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PageStyle {
    /// A member of the answer, which a parameter takes.
    Cursor,
    /// A member of the answer, which is a URL.
    Url,
    /// The header `Link`.
    Link,
    /// The number of the page.
    Page,
    /// The number of the first item.
    Offset,
    /// Nothing: the answer has no pages, whatever it looks like.
    None,
}

/// Enums.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Enums {
    /// Pointers of the enums that will never have another value.
    #[serde(default)]
    pub closed: Vec<String>,
}

/// Absent, null and value.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PresenceSettings {
    /// Pointers of the properties where null means something else than absence.
    #[serde(default)]
    pub patch: Vec<String>,
}

/// Members that the document does not list; they are skipped where nothing is said.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Extra {
    /// Whether all structures keep them that are only read.
    #[serde(default)]
    pub all: bool,
    /// Pointers of the structures that do.
    #[serde(default)]
    pub schemas: Vec<String>,
}

/// What the service sends by itself.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Webhooks {
    /// How it is signed; the crate verifies it where this is said.
    pub signature: Option<Signature>,
}

/// How a request is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Signature {
    /// As Standard Webhooks and Svix do.
    Standard,
}

/// Which operations are generated; all of them where nothing is listed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Select {
    /// Single ones, as `METHOD /path`.
    #[serde(default)]
    pub operations: Vec<String>,
    /// Those of a path, or of all that begin as one with a star at its end does.
    #[serde(default)]
    pub paths: Vec<String>,
    /// Those of a group.
    #[serde(default)]
    pub groups: Vec<String>,
}

impl Select {
    /// Whether anything is listed.
    #[must_use]
    pub const fn any(&self) -> bool {
        !(self.operations.is_empty() && self.paths.is_empty() && self.groups.is_empty())
    }
}

impl Settings {
    /// The name that the settings give to what stands at `pointer`.
    #[must_use]
    pub fn name(&self, pointer: &Pointer) -> Option<&str> {
        self.names.get(pointer.as_str()).map(String::as_str)
    }

    /// What the settings say about an operation.
    #[must_use]
    pub fn operation(&self, method: &str, path: &str) -> Option<&OperationSettings> {
        self.operations.get(&operation_key(method, path))
    }
}

/// The key of an operation in `[operations]`.
#[must_use]
pub fn operation_key(method: &str, path: &str) -> String {
    format!("{} {path}", method.to_uppercase())
}

/// Reads the settings; none at all where there is no text.
#[must_use]
pub fn read(source: &Source, diagnostics: &mut Diagnostics) -> Option<Settings> {
    let mut settings = match &source.settings {
        Some(text) => parse(text, diagnostics)?,
        None => Settings::default(),
    };
    if source.package.is_some() {
        settings.package.name.clone_from(&source.package);
    }
    package::check(&settings.package, diagnostics);
    Some(settings)
}

fn parse(text: &Text, diagnostics: &mut Diagnostics) -> Option<Settings> {
    match toml::from_str::<Settings>(&text.text) {
        Ok(settings) => Some(settings),
        Err(error) => {
            let offset = error.span().map_or(0, |span| span.start);
            let place = Place::At(Location::of_offset(text, offset));
            diagnostics.push(Severity::Error, Code::Settings, place, error.message());
            None
        }
    }
}
