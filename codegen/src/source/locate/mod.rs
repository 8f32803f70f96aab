//! From a place to `file:line:col`.
//!
//! In: the texts and the places that diagnostics are about. Out: [`Location`]s. Reads a text
//! only when one of its places is asked for, and then once. Does not judge the text: what
//! cannot be read any more is left out, and a place in it is the last that could be.

mod index;
mod json;
mod toml;
mod yaml;

use std::cell::OnceCell;
use std::fmt;

use super::files::origin;
use super::{Pointer, Source, Text};
use crate::diagnostics::Place;
use index::Index;

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

/// Finds places in the texts of a source.
#[derive(Debug)]
pub struct Locator<'a> {
    source: &'a Source,
    document: OnceCell<Index>,
    overlay: OnceCell<Index>,
}

impl<'a> Locator<'a> {
    /// A locator that has read nothing yet.
    #[must_use]
    pub const fn new(source: &'a Source) -> Self {
        Self { source, document: OnceCell::new(), overlay: OnceCell::new() }
    }

    /// `file:line:col` of a place, with the pointer where it helps.
    #[must_use]
    pub fn describe(&self, place: &Place) -> String {
        match place {
            Place::Document(pointer) => {
                let (text, inside) = origin(self.source, pointer);
                if text == &self.source.document {
                    let index = self.document.get_or_init(|| index_of(text));
                    return format!("{} at {inside}", nearest(text, index, &inside));
                }
                format!("{} at {inside}", nearest(text, &index_of(text), &inside))
            }
            Place::Overlay(pointer) => match &self.source.overlay {
                Some(text) => {
                    let index = self.overlay.get_or_init(|| index_of(text));
                    let put_in = pointer.steps().nth(2).is_some_and(|step| step == "update");
                    let whose = if put_in { ", which the overlay put in" } else { "" };
                    format!("{} at {pointer}{whose}", nearest(text, index, pointer))
                }
                None => "overlay".to_owned(),
            },
            Place::Settings(path) => match &self.source.settings {
                Some(text) => in_toml(text, path).to_string(),
                None => "provider.toml".to_owned(),
            },
            Place::At(location) => location.to_string(),
        }
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
