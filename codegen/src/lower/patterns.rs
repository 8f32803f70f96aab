//! Patterns of documents, for the engine that generated crates have.
//!
//! In: a pattern as ECMA-262 writes it. Out: the same for `regex-lite`, or why there is none. It may
//! let through more than the document asks for, and never less.

use std::collections::{BTreeMap, BTreeSet};
use std::iter::Peekable;
use std::str::Chars;

use regex_lite::Regex;

use crate::source::Pointer;

/// What is known of patterns: many documents have a few of them in many places.
#[derive(Default)]
pub(super) struct Engine {
    known: BTreeMap<String, Result<String, String>>,
    /// Where patterns stand that cannot be checked, as far as that was said.
    pub(super) told: BTreeSet<Pointer>,
}

/// The pattern for the engine.
pub(super) fn translate(pattern: &str, engine: &mut Engine) -> Result<String, String> {
    if let Some(known) = engine.known.get(pattern) {
        return known.clone();
    }
    let made = rewritten(pattern).and_then(|written| match Regex::new(&written) {
        Ok(_) => Ok(written),
        Err(error) => Err(error.to_string()),
    });
    engine.known.insert(pattern.to_owned(), made.clone());
    made
}

/// What ECMA-262 takes for white space beside what the engine does.
const SPACES: &str =
    r"\u{A0}\u{1680}\u{2000}-\u{200A}\u{2028}\u{2029}\u{202F}\u{205F}\u{3000}\u{FEFF}";

fn rewritten(pattern: &str) -> Result<String, String> {
    let mut characters = pattern.chars().peekable();
    let mut written = String::new();
    while let Some(character) = characters.next() {
        match character {
            '\\' => {
                let escape = escape(&mut characters)?;
                if escape == r"\s" {
                    written.extend([r"[\s", SPACES, "]"]);
                } else {
                    written.push_str(&escape);
                }
            }
            '(' if characters.peek() == Some(&'?') => {
                let ahead = characters.clone().skip(1).take(2).collect::<String>();
                if ahead.starts_with(['=', '!']) || ["<=", "<!"].contains(&ahead.as_str()) {
                    return Err("the engine does not look around".to_owned());
                }
                written.push('(');
            }
            '[' => class(&mut characters, &mut written)?,
            other => written.push(other),
        }
    }
    Ok(written)
}

/// What follows a backslash.
fn escape(characters: &mut Peekable<Chars<'_>>) -> Result<String, String> {
    let Some(character) = characters.next() else {
        return Err("it ends with a backslash".to_owned());
    };
    match character {
        '1'..='9' | 'k' => Err("the engine does not refer back".to_owned()),
        'p' | 'P' => Err("the engine does not know the properties of characters".to_owned()),
        '0' => Ok(r"\x00".to_owned()),
        // These are letters to some engines, to others the ends of the text.
        'A' | 'z' | 'Z' | 'G' | 'K' | 'Q' | 'E' | 'R' | 'X' | 'C' | 'c' | 'h' | 'H' | '<' | '>' => {
            Err(format!(r"`\{character}` means something else to each engine"))
        }
        other => Ok(format!(r"\{other}")),
    }
}

/// What stands in brackets, up to the closing one.
fn class(characters: &mut Peekable<Chars<'_>>, written: &mut String) -> Result<(), String> {
    written.push('[');
    let negated = characters.next_if_eq(&'^').is_some();
    if negated {
        written.push('^');
    }
    if characters.peek() == Some(&']') {
        return Err("a class of no characters is nothing to the engine".to_owned());
    }
    while let Some(character) = characters.next() {
        match character {
            ']' => {
                written.push(']');
                return Ok(());
            }
            '\\' => {
                let escape = match characters.next_if_eq(&'b') {
                    Some(_) => r"\x08".to_owned(),
                    None => escape(characters)?,
                };
                written.push_str(&escape);
                match (escape.as_str(), negated) {
                    (r"\s", false) => written.push_str(SPACES),
                    // Less would be let through than the document asks for.
                    (r"\S", true) => return Err(r"`\S` means too much in `[^..]`".to_owned()),
                    _ => {}
                }
            }
            // To the engine they may be classes inside of the class, and the symbols of sets.
            '[' | '&' | '~' => written.extend(['\\', character]),
            '-' if characters.peek() == Some(&'-') => {
                return Err("`--` means something else to the engine".to_owned());
            }
            other => written.push(other),
        }
    }
    Err("a class does not end".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(pattern: &str, text: &str) -> bool {
        let written = translate(pattern, &mut Engine::default()).unwrap();
        Regex::new(&written).unwrap().is_match(text)
    }

    #[test]
    fn patterns_mean_what_they_mean_to_ecma() {
        assert!(fits("^[A-Z]{3}$", "EUR"));
        assert!(!fits("^[A-Z]{3}$", "EURO"));
        assert!(!fits("^[A-Z]{3}$", "EUR\n"));
        assert!(fits(r"^\d+\/\w\-$", "12/a-"));
        assert!(!fits(r"^\d+$", "٣"));
        assert!(fits(r"^\s[\s]$", "\u{a0}\u{3000}"));
        assert!(fits(r"^[[a&&b~]+$", "[a&b~"));
        assert!(fits(r"^[\b]\u0041\x42\0$", "\u{8}AB\0"));
        assert!(fits("^.$", "😀"));
        assert!(fits(r"^[^\s]+$", "a"));
        assert!(fits("b", "abc"));
    }

    #[test]
    fn what_the_engine_does_not_know_is_told() {
        for pattern in [
            r"^(?=a)",
            r"(?!a)b",
            r"(?<=a)b",
            r"(?<!a)b",
            r"(a)\1",
            r"(?<n>a)\k<n>",
            r"\p{L}",
            r"[]",
            r"[^]",
            r"[a",
            r"\A",
            r"\cA",
            r"a\",
            "(",
            "a{2,1}",
            r"[^\S]",
            "[a--b]",
        ] {
            assert!(translate(pattern, &mut Engine::default()).is_err(), "{pattern}");
        }
    }
}
