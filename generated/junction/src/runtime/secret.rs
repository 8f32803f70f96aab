// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: a credential or a token. Out: a string that goes onto the wire but never into a log,
//! and the filter that keeps credentials out of error messages. It does not encrypt memory, and erases
//! only its own: what the HTTP client makes of a secret on its way is out of its reach.

use std::cell::Cell;
use std::fmt;

use percent_encoding::percent_decode_str;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use zeroize::Zeroize;

/// A string that `Debug` and `Display` show as `[redacted]`, and that is overwritten with zeros when it
/// is dropped. Copies that are made of what [`expose`](Self::expose) shows are not.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Secret(String);

impl Secret {
    /// Keeps a string from being shown.
    pub fn new(value: impl Into<String>) -> Self {
        Self(value.into())
    }

    /// The string itself. Every place that reads a secret can be found by this name.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Tells [`collecting`] of it.
    fn note(&self) {
        // Without a place to note it, as while a thread ends, nobody collects either.
        let _ = MET.try_with(|met| {
            met.set(met.take().map(|mut secrets| {
                secrets.push(self.clone());
                secrets
            }));
        });
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl From<String> for Secret {
    fn from(value: String) -> Self {
        Self(value)
    }
}

impl From<&str> for Secret {
    fn from(value: &str) -> Self {
        Self(value.to_owned())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(REDACTED)
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(REDACTED)
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.note();
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let secret = String::deserialize(deserializer).map(Self)?;
        secret.note();
        Ok(secret)
    }
}

const REDACTED: &str = "[redacted]";

thread_local! {
    /// The secrets that were met since [`collecting`] began.
    static MET: Cell<Option<Vec<Secret>>> = const { Cell::new(None) };
}

/// What `visit` returns, and the secrets that it wrote or read on the way: a server may repeat a field
/// of a body in its error, and put one of its own there. Serialising is the one thing that visits all
/// fields of any type.
pub(crate) fn collecting<T>(visit: impl FnOnce() -> T) -> (T, Vec<Secret>) {
    let _ = MET.try_with(|met| met.set(Some(Vec::new())));
    let result = visit();
    let secrets = MET.try_with(Cell::take).ok().flatten();
    (result, secrets.unwrap_or_default())
}

/// The text with each of the secrets blotted out, also where it is escaped. Secrets may overlap, and
/// what blots them out is not looked at again: a service may send as many as it likes.
pub(crate) fn redact(text: &str, secrets: &[Secret]) -> String {
    let (mut shown, mut left) = (String::new(), text.len());
    for (start, sign) in text.char_indices() {
        let rest = text.get(start..).unwrap_or_default();
        let first = unescaped(rest).map_or(sign, |(first, _)| first);
        let near =
            secrets.iter().map(Secret::expose).filter(|near| near.starts_with([sign, first]));
        let found = near.filter_map(|secret| after(rest, secret)).map(str::len).min();
        let next = rest.get(..sign.len_utf8()).filter(|_| rest.len() <= left);
        shown.extend(next.map(|next| found.map_or(next, |_| REDACTED)));
        left = left.min(found.unwrap_or(left));
    }
    shown
}

/// What follows a secret that a text begins with.
fn after<'a>(text: &'a str, secret: &str) -> Option<&'a str> {
    let said = secret.chars().try_fold(text, |text, sign| match unescaped(text) {
        Some((said, rest)) if said == sign => Some(rest),
        _ => text.strip_prefix(sign),
    });
    said.or_else(|| text.strip_prefix(secret))
}

/// A character that is escaped as in JSON or in a URL, and what follows it: each service escapes others.
fn unescaped(text: &str) -> Option<(char, &str)> {
    let lengths = [2, 3, 6, 9, 12].iter().filter(|_| text.starts_with(['\\', '%']));
    lengths.filter_map(|length| text.split_at_checked(*length)).find_map(|(token, rest)| {
        let url = Value::from(percent_decode_str(token).decode_utf8().unwrap_or_default());
        let json = if token.starts_with('%') { url.to_string() } else { format!("\"{token}\"") };
        Some((serde_json::from_str(&json).ok()?, rest))
    })
}
