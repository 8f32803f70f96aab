// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: a body and the error that reading it gave. Out: the path of the place and a message without
//! any value from the body. It runs only after a failure, so reading a good body costs nothing more.

use std::fmt;

use serde_json::error::Category;

/// Where and why a body did not decode.
pub(crate) fn explain(body: &[u8], error: &serde_json::Error) -> (String, String) {
    let path = path_at(body, offset(body, error.line(), error.column()));
    let position = format!(" at line {} column {}", error.line(), error.column());
    let text = error.to_string();
    let text = text.strip_suffix(&position).unwrap_or(&text);
    let message = match error.classify() {
        // These speak of the grammar and quote nothing.
        Category::Syntax | Category::Eof | Category::Io => text.to_owned(),
        Category::Data => without_values(text),
    };
    (path, message)
}

/// How many bytes precede a line and column as `serde_json` counts them.
fn offset(body: &[u8], line: usize, column: usize) -> usize {
    let before = body.split_inclusive(|byte| *byte == b'\n').take(line.saturating_sub(1));
    before.map(<[u8]>::len).sum::<usize>().saturating_add(column)
}

/// Cuts the value out of a message. What cannot be told apart from a value is left out.
pub(crate) fn without_values(text: &str) -> String {
    for prefix in ["invalid type: ", "invalid value: "] {
        let Some(rest) = text.strip_prefix(prefix) else { continue };
        let kind = rest.split(['"', '`', ',']).next().unwrap_or_default().trim_end();
        let known = KINDS.split(", ").any(|known| known == kind);
        let kind = if known { kind } else { "something else" };
        // A value may itself say "expected", so it is the last one that counts.
        let expected = rest.rsplit_once(", expected ").map_or("another", |(_, expected)| expected);
        return format!("{prefix}{kind}, expected {expected}");
    }
    // The first three are serde's and name what the type declares; the last is how the messages of
    // this crate begin. Other types write their own messages, and many quote what they were given.
    let known = ["missing field ", "duplicate field ", "invalid length ", "expected "];
    if known.iter().any(|start| text.starts_with(start)) && !text.contains('"') {
        return text.to_owned();
    }
    "the value does not have the form that its type asks for".to_owned()
}

/// What serde and `serde_json` call the things that they find.
const KINDS: &str = "null, boolean, integer, floating point, number, character, string, byte array, \
                     sequence, map, unit value";

/// A step from a container to one of its values. The key is `None` until it has been read.
enum Step<'a> {
    Key(Option<&'a [u8]>),
    Index(usize),
}

/// `serde_json` reads no deeper than this; what it skips may be deeper, but is not described.
const DEEPEST: usize = 128;

/// A server can send keys of any length; a path is for reading.
const LONGEST_NAME: usize = 64;

/// The path of the value in which a piece of JSON text reaches `offset`. The text may be anything:
/// what is no JSON yields some path.
fn path_at(text: &[u8], offset: usize) -> String {
    let mut steps: Vec<Step<'_>> = Vec::new();
    let mut too_deep = 0_usize;
    let mut position = 0;
    while let Some(byte) = text.get(position).copied() {
        let start = position;
        position += token_length(text.get(start..).unwrap_or_default());
        match byte {
            // What a container holds is the place unless the container itself is not yet read.
            b'{' | b'[' if position > offset => break,
            b'{' | b'[' if steps.len() == DEEPEST => too_deep += 1,
            b'{' => steps.push(Step::Key(None)),
            b'[' => steps.push(Step::Index(0)),
            b'}' | b']' if too_deep > 0 => too_deep -= 1,
            b'}' | b']' => drop(steps.pop()),
            b',' if too_deep == 0 => match steps.last_mut() {
                Some(Step::Key(key)) => *key = None,
                Some(Step::Index(index)) => *index += 1,
                None => {}
            },
            b'"' if too_deep == 0 => {
                if let Some(Step::Key(key @ None)) = steps.last_mut() {
                    *key = text.get(start..position);
                }
            }
            _ => {}
        }
        // Between two values the place is the one that comes next.
        let between = b"{[,:".contains(&byte) || byte.is_ascii_whitespace();
        if position >= offset && !between {
            break;
        }
    }
    Path(steps).to_string()
}

/// The length of the token that a text begins with; 1 for brackets, separators and white space.
fn token_length(text: &[u8]) -> usize {
    match text {
        [b'"', rest @ ..] => {
            let mut escaped = false;
            let end = rest.iter().position(|byte| {
                let closes = *byte == b'"' && !escaped;
                escaped = *byte == b'\\' && !escaped;
                closes
            });
            end.map_or(text.len(), |end| end + 2)
        }
        [b'{' | b'}' | b'[' | b']' | b',' | b':', ..] => 1,
        _ => {
            let end = text
                .iter()
                .position(|byte| byte.is_ascii_whitespace() || b"{}[],:\"".contains(byte));
            end.unwrap_or(text.len()).max(1)
        }
    }
}

struct Path<'a>(Vec<Step<'a>>);

impl fmt::Display for Path<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut dot = "";
        for step in &self.0 {
            match step {
                Step::Key(None) => continue,
                Step::Key(Some(key)) => write_key(key, dot, formatter)?,
                Step::Index(index) => write!(formatter, "[{index}]")?,
            }
            dot = ".";
        }
        Ok(())
    }
}

/// A key as it is written after a dot, or in brackets where it is not a plain name.
fn write_key(key: &[u8], dot: &str, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    let Ok(name) = serde_json::from_slice::<String>(key) else { return Ok(()) };
    let plain = |character: char| character.is_alphanumeric() || "_-$".contains(character);
    if (1..=LONGEST_NAME).contains(&name.len()) && name.chars().all(plain) {
        return write!(formatter, "{dot}{name}");
    }
    let name: String = name.chars().take(LONGEST_NAME).collect();
    write!(formatter, "[{name:?}]")
}
