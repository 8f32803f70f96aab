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

use std::fmt;
use std::sync::OnceLock;

use super::files::origin;
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

/// How long a text may be to be read before anybody asks.
const AHEAD: usize = 16 * 1024 * 1024;

/// Finds places in the texts of a source. Each text is read through at most once.
#[derive(Debug)]
pub struct Locator<'a> {
    source: &'a Source,
    texts: Vec<Known<'a>>,
}

/// A text, and what is known of it once it has been read.
#[derive(Debug)]
struct Known<'a> {
    text: &'a Text,
    index: OnceLock<Index>,
    lines: Lines,
}

impl Known<'_> {
    fn index(&self) -> &Index {
        self.index.get_or_init(|| index_of(self.text))
    }
}

impl<'a> Locator<'a> {
    /// A locator that has read nothing yet.
    #[must_use]
    pub fn new(source: &'a Source) -> Self {
        let Source { document, siblings, overlay, settings, .. } = source;
        let texts = [document].into_iter().chain(siblings).chain(overlay).chain(settings);
        let known = |text| Known { text, index: OnceLock::new(), lines: Lines::default() };
        Self { source, texts: texts.map(known).collect() }
    }

    /// Reads the document before one of its places is asked for, unless it is very long. For
    /// callers with a thread to spare while they generate.
    pub fn read_ahead(&self) {
        if let Some(document) = self.texts.first().filter(|known| known.text.text.len() <= AHEAD) {
            document.index();
        }
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
            Place::Document(pointer) => Some(origin(self.source, pointer).1.to_string()),
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
        let (location, known) = self.locate(place)?;
        let known = known?;
        Some(known.lines.spot(known.text, location))
    }

    /// Where a place is, if its text is one of the source's.
    #[must_use]
    pub fn location(&self, place: &Place) -> Option<Location> {
        self.locate(place).map(|(location, _)| location)
    }

    /// Where a place is, and in which of the texts.
    fn locate(&self, place: &Place) -> Option<(Location, Option<&Known<'a>>)> {
        match place {
            Place::Document(pointer) => {
                let (text, inside) = origin(self.source, pointer);
                self.nearest(text, &inside)
            }
            Place::Overlay(pointer) => self.nearest(self.source.overlay.as_ref()?, pointer),
            Place::Settings(path) => {
                let text = self.source.settings.as_ref()?;
                Some((in_toml(text, path), self.known(text)))
            }
            Place::At(location) => {
                let known = self.texts.iter().find(|known| known.text.name == location.file);
                Some((location.clone(), known))
            }
        }
    }

    fn nearest(&self, text: &Text, pointer: &Pointer) -> Option<(Location, Option<&Known<'a>>)> {
        let known = self.known(text)?;
        Some((nearest(text, known.index(), pointer), Some(known)))
    }

    fn known(&self, text: &Text) -> Option<&Known<'a>> {
        self.texts.iter().find(|known| std::ptr::eq(known.text, text))
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
