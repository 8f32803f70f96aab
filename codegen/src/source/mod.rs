//! The input as text, and the way from a place in it to `file:line:col`.
//!
//! In: the texts that the caller read. Out: [`parse`]d values, and locations for
//! diagnostics, computed only when one is printed. Touches no file itself.

mod files;
mod history;
mod locate;
mod parse;
mod pointer;
mod print;

pub use files::{FILES, ONE_FILE, bundle, references};
pub use history::{Era, History, Origin};
pub use locate::{Location, Locator, Spot};
pub use parse::parse;
pub use pointer::Pointer;
pub use print::{to_json, to_yaml};

use crate::diagnostics::Place;

/// One text and the name it goes by in messages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// What messages call it, usually a path relative to the workspace.
    pub name: String,
    /// The text itself.
    pub text: String,
}

impl Text {
    /// Whether the text is JSON, which its name tells; all other texts are YAML.
    fn is_json(&self) -> bool {
        let extension = self.name.rsplit_once('.').map(|(_, extension)| extension);
        extension.is_some_and(|extension| extension.eq_ignore_ascii_case("json"))
    }
}

/// Everything that [`generate`](crate::generate) reads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// The OpenAPI document: YAML, or JSON where the name ends in `.json`.
    pub document: Text,
    /// The other files of its folder that it refers to, with names that begin like its own:
    /// `api/openapi.yaml` has `api/models/user.yaml`. [`references`](crate::references) names
    /// them.
    pub siblings: Vec<Text>,
    /// OpenAPI Overlay 1.0 or 1.1 to apply to it.
    pub overlay: Option<Text>,
    /// Settings in the form of `provider.toml`.
    pub settings: Option<Text>,
    /// The name of the package, where it is not the one of the settings.
    pub package: Option<String>,
    /// The command that regenerates the crate; the header of every file names it.
    pub command: String,
}

impl Source {
    /// `file:line:col` of a place, with the pointer where it helps.
    ///
    /// Reads the whole text: whoever has many places uses [`diagnostics::render`](crate::diagnostics::render).
    #[must_use]
    pub fn describe(&self, place: &Place) -> String {
        Locator::new(self).describe(place)
    }
}
