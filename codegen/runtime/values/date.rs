// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In and out: days as the wire writes them. It does no calendar arithmetic: that is what the `time`
//! crate inside is for.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use super::{TimeFormatError, around};

/// A day, on the wire as `YYYY-MM-DD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(pub time::Date);

around!(Date(time::Date));

impl FromStr for Date {
    type Err = TimeFormatError;

    fn from_str(text: &str) -> Result<Self, TimeFormatError> {
        day(text).map(Self).ok_or(TimeFormatError::DATE)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
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
