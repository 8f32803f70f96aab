//! The value of plain YAML, which almost every document is, in half the time.
//!
//! In: a text. Out: its value; `None` where anything in it needs a second look: what is no
//! YAML, anchors, tags, merges, a key that is there twice, a number that JSON spells otherwise,
//! a limit. Says nothing of them: the reader that comes after this one does, and what this one
//! reads it would read alike.

use std::borrow::Cow;

use saphyr_parser::{Event, Parser, ScalarStyle, StrInput};
use serde_json::{Map, Number, Value};

use super::build::{DEPTH, WEIGHT, weight};

/// Reads a text that holds nothing but keys, lists, texts and usual numbers.
pub(super) fn read(content: &str) -> Option<Value> {
    if content.chars().any(is_unusual) {
        return None;
    }
    let mut reader = Reader { parser: Parser::new_from_str(content), weight: 0 };
    let (Event::StreamStart, Event::DocumentStart(_)) = (reader.next()?, reader.next()?) else {
        return None;
    };
    let first = reader.next()?;
    let value = reader.value(first, 0)?;
    let end = (reader.next()?, reader.next()?);
    matches!(end, (Event::DocumentEnd, Event::StreamEnd)).then_some(value)
}

/// Whether editions of YAML differ about a character: where it may stand, or whether it ends
/// a line.
fn is_unusual(c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' => false,
        '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => true,
        c => c.is_control(),
    }
}

struct Reader<'a> {
    parser: Parser<'a, StrInput<'a>>,
    weight: usize,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Option<Event<'a>> {
        Some(self.parser.next_event()?.ok()?.0)
    }

    fn value(&mut self, event: Event<'a>, depth: usize) -> Option<Value> {
        match event {
            Event::Scalar(text, style, 0, None) => {
                self.weigh(text.len())?;
                match style {
                    ScalarStyle::Plain => plain(text),
                    ScalarStyle::SingleQuoted
                    | ScalarStyle::DoubleQuoted
                    | ScalarStyle::Literal
                    | ScalarStyle::Folded => Some(text.into()),
                }
            }
            Event::SequenceStart(0, None) if depth < DEPTH => self.list(depth + 1),
            Event::MappingStart(0, None) if depth < DEPTH => self.map(depth + 1),
            _ => None,
        }
    }

    fn list(&mut self, depth: usize) -> Option<Value> {
        self.weigh(0)?;
        let mut list = Vec::new();
        loop {
            match self.next()? {
                Event::SequenceEnd => return Some(Value::Array(list)),
                event => list.push(self.value(event, depth)?),
            }
        }
    }

    fn map(&mut self, depth: usize) -> Option<Value> {
        self.weigh(0)?;
        let mut map = Map::new();
        loop {
            let key = match self.next()? {
                Event::MappingEnd => return Some(Value::Object(map)),
                Event::Scalar(text, _, 0, None) if text != "<<" => text,
                _ => return None,
            };
            self.weigh(key.len())?;
            let event = self.next()?;
            let value = self.value(event, depth)?;
            if map.insert(key.into_owned(), value).is_some() {
                return None;
            }
        }
    }

    fn weigh(&mut self, text: usize) -> Option<()> {
        self.weight += weight(text);
        (self.weight <= WEIGHT).then_some(())
    }
}

/// What a text without quotes is; `None` where it is an unusual number.
fn plain(text: Cow<'_, str>) -> Option<Value> {
    match text.as_ref() {
        "" | "~" | "null" | "Null" | "NULL" => Some(Value::Null),
        "true" | "True" | "TRUE" => Some(Value::Bool(true)),
        "false" | "False" | "FALSE" => Some(Value::Bool(false)),
        number if number.starts_with(|c: char| matches!(c, '0'..='9' | '+' | '-' | '.')) => {
            if is_unusual_number(number) {
                return None;
            }
            Some(usual_number(number).map_or_else(|| text.into(), Value::Number))
        }
        _ => Some(text.into()),
    }
}

/// Numbers of another base, and those that are none for JSON.
fn is_unusual_number(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let based = |(prefix, base)| {
        digits.strip_prefix(prefix).is_some_and(|rest| u128::from_str_radix(rest, base).is_ok())
    };
    [("0x", 16), ("0o", 8), ("0b", 2)].into_iter().any(based)
        || [".inf", ".nan"].iter().any(|name| digits.eq_ignore_ascii_case(name))
}

/// The number that a text is; with zeros in front it is a text.
fn usual_number(text: &str) -> Option<Number> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let zeros = digits.len() > 1 && digits.starts_with('0');
    if digits.starts_with(['+', '-']) || zeros && digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    if let Ok(number) = text.parse::<u64>() {
        return Some(number.into());
    }
    if let Ok(number) = text.parse::<i64>() {
        return Some(number.into());
    }
    text.parse().ok().and_then(Number::from_f64)
}
