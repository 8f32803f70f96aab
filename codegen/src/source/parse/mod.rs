//! Text to value.
//!
//! In: one text, JSON where its name ends in `.json`, else YAML 1.2 (`yes` and `on` are
//! texts). Out: its value, which is an object. Does not know what the text is about.

mod build;
mod depth;
mod plain;

use serde_json::Value;

use super::locate::{Location, Places};
use super::{Pointer, Text};
use crate::diagnostics::{Code, Diagnostics, Place, Severity};
use build::{Build, Problem, ProblemKind};

/// How long a text may be, in bytes: the longest documents that are published reach 40 MB,
/// and the parser of YAML holds a dozen times the text in memory.
const LENGTH: usize = 64 * 1024 * 1024;

/// Reads a text; `None` where it holds no object, which is then said.
///
/// Integers beyond 64 bits become floats. `<<` merges. A tag such as `!include` is
/// ignored with a warning. A key that is there twice is an error.
#[must_use]
pub fn parse(text: &Text, d: &mut Diagnostics) -> Option<Value> {
    let content = text.text.strip_prefix('\u{feff}').unwrap_or(&text.text);
    let build = Build::new(!text.is_json());
    let read = if content.trim().is_empty() {
        Err(Failure::at_start("the text is empty"))
    } else if content.len() > LENGTH {
        let megabytes = content.len() / 1_000_000;
        Err(Failure::at_start(format!("the text is too large: {megabytes} MB of at most 67")))
    } else if text.is_json() {
        read_json(content, &build)
    } else {
        read_yaml(content, &build)
    };
    let problems = build.problems();
    if !problems.is_empty() {
        let places = Places::of(text);
        for problem in problems {
            report(text, &places, problem, d);
        }
    }
    match read.and_then(|value| check_object(value, content)) {
        Ok(value) => Some(value),
        Err(failure) => {
            let place = place(text, failure.line, failure.column);
            let diagnostic = d.push(Severity::Error, Code::Syntax, place, failure.message);
            if let Some(help) = failure.help {
                diagnostic.with_help(help);
            }
            None
        }
    }
}

/// Why a text cannot be read.
struct Failure {
    message: String,
    line: usize,
    column: usize,
    help: Option<String>,
}

impl Failure {
    fn at_start(message: impl Into<String>) -> Self {
        Self { message: message.into(), line: 1, column: 1, help: None }
    }
}

fn read_json(content: &str, build: &Build) -> Result<Value, Failure> {
    let mut deserializer = serde_json::Deserializer::from_str(content);
    let value = build.value(&mut deserializer).and_then(|value| deserializer.end().map(|()| value));
    value.map_err(|error| {
        let (line, column) = (error.line().max(1), error.column().max(1));
        let message = match build.limit() {
            Some(limit) => limit.to_owned(),
            None => {
                format!("this is not JSON: {}", without_position(&error.to_string(), line, column))
            }
        };
        Failure { message, line, column, help: None }
    })
}

fn read_yaml(content: &str, build: &Build) -> Result<Value, Failure> {
    if let Some(value) = plain::read(content) {
        return Ok(value);
    }
    depth::check(content)?;
    let value = build.value(serde_yaml::Deserializer::from_str(content));
    value.map_err(|error| {
        let location = error.location();
        let (line, column) = location.map_or((1, 1), |at| (at.line(), at.column()));
        if let Some(limit) = build.limit() {
            return Failure { message: limit.to_owned(), line, column, help: None };
        }
        let message = without_position(&error.to_string(), line, column);
        let help = yaml_help(content, &message, line);
        Failure { message: format!("this is not YAML: {}", plainly(&message)), line, column, help }
    })
}

/// The position is said by the diagnostic and need not be said twice.
fn without_position(message: &str, line: usize, column: usize) -> String {
    message.replacen(&format!(" at line {line} column {column}"), "", 1)
}

/// Words for what the parser says in terms of its own workings.
fn plainly(message: &str) -> &str {
    match message {
        "repetition limit exceeded" => "its aliases repeat one another without end",
        "deserializing from YAML containing more than one document is not supported" => {
            "it holds more than one document"
        }
        "unknown anchor" => "this alias has no anchor before it",
        other => other,
    }
}

fn yaml_help(content: &str, message: &str, line: usize) -> Option<String> {
    let text = content.lines().nth(line.checked_sub(1)?)?;
    if has_lost_its_breaks(content) {
        return Some(
            "the line breaks of the text seem to be lost: bring the file itself, not a copy from a web page"
                .to_owned(),
        );
    }
    if message.contains("cannot start any token") && text.trim_start_matches(' ').starts_with('\t')
    {
        return Some("indent with spaces: YAML allows no tabs there".to_owned());
    }
    if message.contains("mapping values are not allowed") {
        return Some("put quotes around a text that has `: ` in it".to_owned());
    }
    None
}

/// Several keys on the first line, as in `openapi: 3.0.0 info: title: …`.
fn has_lost_its_breaks(content: &str) -> bool {
    let first = content.trim_start().lines().next().unwrap_or_default();
    let quoted = first.starts_with(['{', '[', '"', '\'', '#']);
    !quoted && first.matches(": ").count() > 2
}

fn check_object(value: Value, content: &str) -> Result<Value, Failure> {
    let found = match value {
        Value::Object(_) => return Ok(value),
        Value::Null => "nothing",
        Value::Bool(_) => "a single truth value",
        Value::Number(_) => "a single number",
        Value::String(_) => "a single piece of text",
        Value::Array(_) => "a list",
    };
    let mut failure = Failure::at_start(format!("the text holds {found}, not keys with values"));
    if has_lost_its_breaks(content) {
        failure.help = yaml_help(content, "", 1);
    }
    Err(failure)
}

fn report(text: &Text, places: &Places<'_>, problem: Problem, d: &mut Diagnostics) {
    let Problem { pointer, kind } = problem;
    let mut places = places.every(&pointer).into_iter().map(Place::At);
    let first = places.next().unwrap_or_else(|| place(text, 1, 1));
    match kind {
        ProblemKind::Twice => {
            let key = pointer.last().unwrap_or_default();
            let message = format!("the key `{key}` is here for the second time");
            let second = places.next().unwrap_or_else(|| first.clone());
            d.push(Severity::Error, Code::Syntax, second, message)
                .with_related(first, "here it is for the first time")
                .with_help("remove one of the two, or give it another name");
        }
        ProblemKind::NotFinite => {
            let message = format!("{} is not a number that JSON has", address(&pointer));
            d.push(Severity::Error, Code::Malformed, first, message)
                .with_help("put quotes around it if it is a text");
        }
        ProblemKind::Tag(tag) => {
            let message =
                format!("the tag `!{tag}` has no meaning here: its value is read as it stands");
            d.push(Severity::Warning, Code::Syntax, first, message);
        }
        ProblemKind::Merge => {
            d.push(Severity::Error, Code::Syntax, first, "what `<<` merges is no mapping");
        }
    }
}

fn address(pointer: &Pointer) -> String {
    pointer.last().map_or_else(|| "the value".to_owned(), |key| format!("the value of `{key}`"))
}

fn place(text: &Text, line: usize, column: usize) -> Place {
    Place::At(Location { file: text.name.clone(), line, column })
}

#[cfg(test)]
mod tests;
