// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In and out: moments as the wire writes them (RFC 3339). It does no calendar arithmetic: that is
//! what `jiff` inside is for.

use std::fmt;
use std::str::FromStr;

use serde::ser::Error as _;
use serde::{Serialize, Serializer};

use super::time::moment;
use super::{TimeFormatError, around};

/// A moment, on the wire as RFC 3339 (`2024-05-01T12:30:00Z`).
///
/// A moment without an offset is read as UTC: servers that leave it out mean that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DateTime(pub jiff::Timestamp);

around!(DateTime(jiff::Timestamp));

impl FromStr for DateTime {
    type Err = TimeFormatError;

    fn from_str(text: &str) -> Result<Self, TimeFormatError> {
        moment(text, str::parse).map(Self)
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl Serialize for DateTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = self.to_string();
        // RFC 3339 has no way to write years beyond four digits.
        if text.starts_with(['+', '-']) {
            return Err(S::Error::custom("a year that RFC 3339 cannot write"));
        }
        serializer.serialize_str(&text)
    }
}
