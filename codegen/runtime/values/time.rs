// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! What newtypes around the types of a library for dates have in common: how they are read from a
//! text, and the error where that is none of theirs.

use std::fmt;

/// A text that is no date or no date-time. It does not repeat the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeFormatError(&'static str);

impl TimeFormatError {
    pub(crate) const DATE: Self = Self("a date as YYYY-MM-DD");
    pub(crate) const DATE_TIME: Self = Self("a date-time as in RFC 3339");
}

impl fmt::Display for TimeFormatError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "expected {}", self.0)
    }
}

impl std::error::Error for TimeFormatError {}

/// A moment in RFC 3339. One without an offset is read as UTC.
pub(crate) fn moment<T, E>(
    text: &str,
    parse: impl Fn(&str) -> Result<T, E>,
) -> Result<T, TimeFormatError> {
    let parsed = parse(text).or_else(|_| parse(&format!("{text}Z")));
    parsed.map_err(|_| TimeFormatError::DATE_TIME)
}

/// Makes a newtype as good as what is inside, and read from a string by its `FromStr`.
macro_rules! around {
    ($type:ident($inner:ty)) => {
        impl ::core::ops::Deref for $type {
            type Target = $inner;

            fn deref(&self) -> &$inner {
                &self.0
            }
        }

        impl ::core::convert::From<$inner> for $type {
            fn from(value: $inner) -> Self {
                Self(value)
            }
        }

        impl ::core::convert::From<$type> for $inner {
            fn from(value: $type) -> Self {
                value.0
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::runtime::reading::parsed(deserializer)
            }
        }
    };
}
pub(crate) use around;
