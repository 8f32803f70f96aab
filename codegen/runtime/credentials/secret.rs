// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: a credential or a token. Out: a string that goes onto the wire but never into a log,
//! and the filter that keeps credentials out of error messages. It does not encrypt memory, and erases
//! only its own: what the HTTP client makes of a secret on its way is out of its reach.

use std::cell::Cell;
use std::cmp::Reverse;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use zeroize::Zeroize;

use super::url::encode;

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

/// The forms in which a server may send a secret back.
pub(crate) fn forms(secret: &Secret) -> [Secret; 3] {
    let json = serde_json::Value::from(secret.expose()).to_string();
    let json = json.trim_matches('"');
    [encode(secret.expose()).into(), json.into(), secret.clone()]
}

/// The text with each of the secrets blotted out that is no shorter than `shortest`, longest first: a
/// short one that is part of a long one would leave the rest of it standing.
pub(crate) fn redact<'a>(
    text: &str,
    secrets: impl IntoIterator<Item = &'a Secret>,
    shortest: usize,
) -> String {
    let secrets = secrets.into_iter().map(Secret::expose);
    let mut secrets: Vec<&str> = secrets.filter(|secret| secret.len() >= shortest).collect();
    secrets.sort_by_key(|secret| Reverse(secret.len()));
    secrets.iter().fold(text.to_owned(), |text, secret| text.replace(secret, REDACTED))
}
