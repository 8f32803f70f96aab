//! The part of a text that a diagnostic is about.
//!
//! In: a text and a position in it. Out: the bytes of the key or value that stands there, as
//! far as its line goes. Reads no syntax but quotes and what ends a word.

use std::ops::Range;
use std::sync::OnceLock;

use super::super::Text;
use super::Location;

/// A place in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot<'a> {
    /// Where.
    pub location: Location,
    /// The line that it stands in, without its end.
    pub line: &'a str,
    /// The bytes of the line that it is about; at least one character, if there is any.
    pub span: Range<usize>,
}

/// The lines of a text, found once.
#[derive(Debug, Default)]
pub(super) struct Lines(OnceLock<Vec<usize>>);

impl Lines {
    pub(super) fn spot<'a>(&self, text: &'a Text, location: Location) -> Spot<'a> {
        let starts = self.0.get_or_init(|| {
            let ends = text.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect()
        });
        let start = location.line.checked_sub(1).and_then(|line| starts.get(line)).copied();
        let rest = start.and_then(|start| text.text.get(start..)).unwrap_or_default();
        let line = rest.split('\n').next().unwrap_or_default();
        let line = line.strip_suffix('\r').unwrap_or(line);
        let column = location.column.saturating_sub(1);
        let from = if line.is_ascii() {
            column.min(line.len())
        } else {
            line.char_indices().nth(column).map_or(line.len(), |(at, _)| at)
        };
        let word = word(line.get(from..).unwrap_or_default(), text.is_json());
        Spot { location, line, span: from..from + word }
    }
}

/// The length of the word that a text begins with.
fn word(text: &str, json: bool) -> usize {
    let Some(first) = text.chars().next() else { return 0 };
    let length = match first {
        '"' | '\'' => Some(quoted(text, first)),
        '{' | '[' => None,
        _ => plain(text, json),
    };
    length.unwrap_or(first.len_utf8())
}

/// A text in quotes, with them.
fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, character) in text.char_indices().skip(1) {
        if escaped {
            escaped = false;
        } else if character == '\\' && quote == '"' {
            escaped = true;
        } else if character == quote {
            return at + 1;
        }
    }
    text.len()
}

/// A key up to its colon, or a value up to what ends it.
fn plain(text: &str, json: bool) -> Option<usize> {
    let ends: &[&str] = if json { &[",", "]", "}", " ", "\t"] } else { &[": ", " #", ", ", " }"] };
    let end = ends.iter().filter_map(|end| text.find(end)).min().unwrap_or(text.len());
    let word = text.get(..end)?.trim_end();
    let word = if json { word } else { word.trim_end_matches(':') };
    (!word.is_empty()).then_some(word.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spots(name: &str, text: &str, line: usize, column: usize) -> String {
        let text = Text { name: name.to_owned(), text: text.to_owned() };
        let location = Location { file: name.to_owned(), line, column };
        let spot = Lines::default().spot(&text, location);
        spot.line[spot.span].to_owned()
    }

    #[test]
    fn keys_and_values_of_yaml_end_where_they_end() {
        let text =
            "paths:\r\n  /users/{id}:\n    get: { tags: [a, b] } # why\n  'it''s': \"x \\\" y\" \n";
        assert_eq!(spots("a.yaml", text, 1, 1), "paths");
        assert_eq!(spots("a.yaml", text, 2, 3), "/users/{id}");
        assert_eq!(spots("a.yaml", text, 3, 10), "{");
        assert_eq!(spots("a.yaml", text, 3, 12), "tags");
        assert_eq!(spots("a.yaml", text, 4, 12), "\"x \\\" y\"");
        assert_eq!(spots("a.yaml", text, 5, 1), "");
        assert_eq!(spots("a.yaml", text, 50, 90), "");
    }

    #[test]
    fn keys_and_values_of_json_end_where_they_end() {
        let text = "{\"größe\":{\"b\":[12,true]}}";
        assert_eq!(spots("a.json", text, 1, 2), "\"größe\"");
        assert_eq!(spots("a.json", text, 1, 16), "12");
        assert_eq!(spots("a.json", text, 1, 19), "true");
        assert_eq!(spots("a.json", text, 1, 99), "");
    }
}
