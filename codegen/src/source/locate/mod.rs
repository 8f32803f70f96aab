//! From a place to `file:line:col`.
//!
//! In: the texts and the places that diagnostics are about. Out: [`Location`]s. Reads a text
//! only when one of its places is asked for, and then once. Does not judge the text: what
//! cannot be read any more is left out, and a place in it is the last that could be.

mod index;
mod json;
mod spot;
mod toml;
mod yaml;

use std::cell::OnceCell;
use std::fmt;

use super::{Pointer, Source, Text};
use crate::diagnostics::Place;
use index::Index;
use spot::Lines;

pub use spot::Spot;

/// A position in a text, counted from one, columns in characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// The name of the text.
    pub file: String,
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

impl Location {
    /// The position of a byte of a text.
    #[must_use]
    pub fn of_offset(text: &Text, offset: usize) -> Self {
        let (line, column) = toml::position(&text.text, offset);
        location(text, line, column)
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// Finds places in the texts of a source. Each text is read through at most once.
#[derive(Debug)]
pub struct Locator<'a> {
    source: &'a Source,
    document: OnceCell<Index>,
    overlay: OnceCell<Index>,
    lines: [Lines; 3],
}

impl<'a> Locator<'a> {
    /// A locator that has read nothing yet.
    #[must_use]
    pub fn new(source: &'a Source) -> Self {
        let lines = [Lines::default(), Lines::default(), Lines::default()];
        Self { source, document: OnceCell::new(), overlay: OnceCell::new(), lines }
    }

    /// `file:line:col` of a place, with the pointer where it helps.
    #[must_use]
    pub fn describe(&self, place: &Place) -> String {
        let Some((location, _)) = self.locate(place) else {
            return match place {
                Place::Overlay(_) => "overlay".to_owned(),
                Place::Document(_) | Place::Settings(_) | Place::At(_) => {
                    "provider.toml".to_owned()
                }
            };
        };
        match self.address(place) {
            Some(address) => format!("{location} at {address}"),
            None => location.to_string(),
        }
    }

    /// The pointer of a place, where it has one, as messages show it.
    #[must_use]
    pub fn address(&self, place: &Place) -> Option<String> {
        match place {
            Place::Document(pointer) => Some(pointer.to_string()),
            Place::Overlay(pointer) => {
                let put_in = pointer.steps().nth(2).is_some_and(|step| step == "update");
                let whose = if put_in { ", which the overlay put in" } else { "" };
                Some(format!("{pointer}{whose}"))
            }
            Place::Settings(_) | Place::At(_) => None,
        }
    }

    /// The line of a place, and the part of it that is meant; `None` where there is no such
    /// text.
    #[must_use]
    pub fn spot(&self, place: &Place) -> Option<Spot<'a>> {
        let (location, number) = self.locate(place)?;
        let text = self.texts()[number?]?;
        Some(self.lines[number?].spot(text, location))
    }

    /// Where a place is, and in which of the texts.
    fn locate(&self, place: &Place) -> Option<(Location, Option<usize>)> {
        let source = self.source;
        Some(match place {
            Place::Document(pointer) => {
                let text = &source.document;
                let index = self.document.get_or_init(|| index_of(text));
                (nearest(text, index, pointer), Some(0))
            }
            Place::Overlay(pointer) => {
                let text = source.overlay.as_ref()?;
                let index = self.overlay.get_or_init(|| index_of(text));
                (nearest(text, index, pointer), Some(1))
            }
            Place::Settings(path) => (in_toml(source.settings.as_ref()?, path), Some(2)),
            Place::At(location) => {
                let named = |text: Option<&Text>| text.is_some_and(|t| t.name == location.file);
                (location.clone(), self.texts().into_iter().position(named))
            }
        })
    }

    fn texts(&self) -> [Option<&'a Text>; 3] {
        let Source { document, overlay, settings, .. } = self.source;
        [Some(document), overlay.as_ref(), settings.as_ref()]
    }
}

/// The places of one text.
pub(super) struct Places<'a> {
    text: &'a Text,
    index: Index,
}

impl<'a> Places<'a> {
    /// Reads the text through.
    pub(super) fn of(text: &'a Text) -> Self {
        Self { text, index: index_of(text) }
    }

    /// Where the keys and elements stand that a pointer leads to: more than one where a key
    /// is there twice.
    pub(super) fn every(&self, pointer: &Pointer) -> Vec<Location> {
        let places = self.index.every(pointer);
        places.into_iter().map(|(line, column)| location(self.text, line, column)).collect()
    }
}

/// Where a dotted key of a TOML text stands, or the nearest table around it.
pub(super) fn in_toml(text: &Text, path: &[String]) -> Location {
    let (line, column) = toml::locate(&text.text, path);
    location(text, line, column)
}

fn index_of(text: &Text) -> Index {
    if text.is_json() { json::index(&text.text) } else { yaml::index(&text.text) }
}

fn nearest(text: &Text, index: &Index, pointer: &Pointer) -> Location {
    let (line, column) = index.nearest(pointer);
    location(text, line, column)
}

fn location(text: &Text, line: usize, column: usize) -> Location {
    Location { file: text.name.clone(), line, column }
}

#[cfg(test)]
mod tests;
