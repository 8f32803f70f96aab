// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In and out: moments and days as the wire writes them (RFC 3339). It does no calendar
//! arithmetic: that is what the `time` crate inside is for.

use std::fmt;
use std::ops::Deref;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use time::format_description::well_known::Rfc3339;

/// A moment, on the wire as RFC 3339 (`2024-05-01T12:30:00Z`).
///
/// A moment without an offset is read as UTC: servers that leave it out mean that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DateTime(pub time::OffsetDateTime);

/// A day, on the wire as `YYYY-MM-DD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(pub time::Date);

/// A text that is no date or no date-time. It does not repeat the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeFormatError(&'static str);

impl fmt::Display for TimeFormatError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "expected {}", self.0)
    }
}

impl std::error::Error for TimeFormatError {}

impl FromStr for DateTime {
    type Err = TimeFormatError;

    fn from_str(text: &str) -> Result<Self, TimeFormatError> {
        let parse = |text: &str| time::OffsetDateTime::parse(text, &Rfc3339);
        parse(text)
            .or_else(|_| parse(&format!("{text}Z")))
            .map(Self)
            .map_err(|_| TimeFormatError("a date-time as in RFC 3339"))
    }
}

impl FromStr for Date {
    type Err = TimeFormatError;

    fn from_str(text: &str) -> Result<Self, TimeFormatError> {
        day(text).map(Self).ok_or(TimeFormatError("a date as YYYY-MM-DD"))
    }
}

fn day(text: &str) -> Option<time::Date> {
    let mut parts = text.splitn(3, '-');
    let mut digits = |count: usize| {
        let part = parts.next()?;
        (part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit())).then_some(part)
    };
    let (year, month, day) = (digits(4)?, digits(2)?, digits(2)?);
    let month = time::Month::try_from(month.parse::<u8>().ok()?).ok()?;
    time::Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok()
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

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl Serialize for DateTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = self.0.format(&Rfc3339).map_err(serde::ser::Error::custom)?;
        serializer.serialize_str(&text)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

macro_rules! parsed {
    ($type:ident($inner:ty)) => {
        impl Deref for $type {
            type Target = $inner;

            fn deref(&self) -> &$inner {
                &self.0
            }
        }

        impl From<$inner> for $type {
            fn from(value: $inner) -> Self {
                Self(value)
            }
        }

        impl From<$type> for $inner {
            fn from(value: $type) -> Self {
                value.0
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                super::reading::parsed(deserializer)
            }
        }
    };
}

parsed!(DateTime(time::OffsetDateTime));
parsed!(Date(time::Date));
