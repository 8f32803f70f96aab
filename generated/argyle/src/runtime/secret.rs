// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: a credential or a token. Out: a string that goes onto the wire but never into a log,
//! and the filter that keeps credentials out of error messages. It does not encrypt or erase memory.

use std::cell::Cell;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A string that `Debug` and `Display` show as `[redacted]`.
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
        // Without a place to note it, as while a thread ends, nobody collects either.
        let _ = WRITTEN.try_with(|written| {
            written.set(written.take().map(|mut secrets| {
                secrets.push(self.clone());
                secrets
            }));
        });
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self)
    }
}

const REDACTED: &str = "[redacted]";

thread_local! {
    /// The secrets that were serialised since [`collecting`] began.
    static WRITTEN: Cell<Option<Vec<Secret>>> = const { Cell::new(None) };
}

/// What `write` returns, and the secrets that it serialised on the way: a server may repeat a field
/// of a body in its error. Serialising is the one thing that visits all fields of any type.
pub(crate) fn collecting<T>(write: impl FnOnce() -> T) -> (T, Vec<Secret>) {
    let _ = WRITTEN.try_with(|written| written.set(Some(Vec::new())));
    let result = write();
    let secrets = WRITTEN.try_with(Cell::take).ok().flatten();
    (result, secrets.unwrap_or_default())
}

/// The text with each of the secrets blotted out. Longer secrets have to come first, or a short
/// one that is part of a long one would leave the rest of it standing.
pub(crate) fn redact(text: &str, secrets: &[Secret]) -> String {
    let secrets = secrets.iter().map(Secret::expose).filter(|secret| !secret.is_empty());
    secrets.fold(text.to_owned(), |text, secret| text.replace(secret, REDACTED))
}
