// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: a JSON string that holds bytes in base64. Out: the type of it. It does not stream: a field of JSON
//! is in memory anyway.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::reading;
use super::{base64, unbase64};

/// Bytes that stand on the wire as a string in base64.
///
/// They are written in the standard alphabet with padding. Read is also the URL-safe alphabet, with
/// or without padding, and broken into lines.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Base64(Vec<u8>);

impl Base64 {
    /// The bytes.
    pub fn into_vec(self) -> Vec<u8> {
        self.0
    }
}

impl AsRef<[u8]> for Base64 {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl From<Vec<u8>> for Base64 {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl From<&[u8]> for Base64 {
    fn from(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }
}

impl<const N: usize> From<&[u8; N]> for Base64 {
    fn from(bytes: &[u8; N]) -> Self {
        Self(bytes.to_vec())
    }
}

impl From<Base64> for Vec<u8> {
    fn from(bytes: Base64) -> Self {
        bytes.0
    }
}

// Files and keys are long, private or both.
impl fmt::Debug for Base64 {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Base64({} bytes)", self.0.len())
    }
}

impl Serialize for Base64 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&base64(&self.0))
    }
}

impl<'de> Deserialize<'de> for Base64 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        reading::parsed::<Decoded, D>(deserializer).map(|decoded| Self(decoded.0))
    }
}

struct Decoded(Vec<u8>);

impl FromStr for Decoded {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, &'static str> {
        unbase64(text).map(Self).ok_or("expected a string in base64")
    }
}
