// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In and out: moments as the wire writes them (RFC 3339). It does no calendar arithmetic: that is
//! what the `time` crate inside is for.

use std::fmt;
use std::str::FromStr;

use serde::ser::Error as _;
use serde::{Serialize, Serializer};
use time::format_description::well_known::Rfc3339;

use super::time::moment;
use super::{TimeFormatError, around};

/// A moment, on the wire as RFC 3339 (`2024-05-01T12:30:00Z`).
///
/// A moment without an offset is read as UTC: servers that leave it out mean that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DateTime(pub time::OffsetDateTime);

around!(DateTime(time::OffsetDateTime));

impl FromStr for DateTime {
    type Err = TimeFormatError;

    fn from_str(text: &str) -> Result<Self, TimeFormatError> {
        moment(text, |text| time::OffsetDateTime::parse(text, &Rfc3339)).map(Self)
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // RFC 3339 has no way to write years beyond 9999 or offsets with seconds. An error here
        // would make `to_string` panic.
        match self.0.format(&Rfc3339) {
            Ok(text) => formatter.pad(&text),
            Err(_) => self.0.fmt(formatter),
        }
    }
}

impl Serialize for DateTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = self.0.format(&Rfc3339).map_err(S::Error::custom)?;
        serializer.serialize_str(&text)
    }
}
