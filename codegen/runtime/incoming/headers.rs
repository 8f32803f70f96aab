// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: the headers of an answer, and a table of one line a header. Out: their values, or the name of
//! the header that does not fit and why. A call does not fail over them: they are read when asked for.

use std::fmt;

use reqwest::header::HeaderMap;
use serde::de::value::{Error as Fault, MapDeserializer, SeqDeserializer};
use serde::de::{DeserializeOwned, Deserializer, Error as _, IntoDeserializer, Visitor};

use super::decode::{explain, without_values};

/// A header that is missing or does not have the form that the document gives it. It does not
/// repeat the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderError {
    name: &'static str,
    reason: String,
}

impl HeaderError {
    /// The header, as the document spells it.
    pub fn name(&self) -> &'static str {
        self.name
    }
}

impl fmt::Display for HeaderError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the header `{}` does not fit: {}", self.name, self.reason)
    }
}

impl std::error::Error for HeaderError {}

/// Reads a struct from the headers of an answer:
///
/// ```text
/// headers!(PageHeaders {
///     total: "X-Total" required Simple,     // T
///     tags: "X-Tags" optional Exploded,     // Option<T>, None when it is missing
///     until: "X-Until" nullable Simple,     // Option<T>, None when it is empty too
///     cookies: "Set-Cookie" optional Lines, // Option<Vec<T>>, a T for each line
///     state: "X-State" optional Json,
/// });
/// ```
macro_rules! headers {
    ($type:ident {
        $($field:ident : $name:literal $presence:ident $notation:ident),* $(,)?
    }) => {
        impl ::core::convert::TryFrom<&::reqwest::header::HeaderMap> for $type {
            type Error = $crate::runtime::HeaderError;

            fn try_from(
                headers: &::reqwest::header::HeaderMap,
            ) -> ::core::result::Result<Self, $crate::runtime::HeaderError> {
                ::core::result::Result::Ok(Self {
                    $($field: $crate::runtime::header::$presence(
                        headers,
                        $name,
                        $crate::runtime::Notation::$notation,
                    )?,)*
                })
            }
        }
    };
}
pub(crate) use headers;

/// How the value of a header is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Notation {
    /// Commas between the parts, and between keys and values.
    Simple,
    /// Commas between the parts, and `=` between keys and values.
    Exploded,
    /// A line for each part.
    Lines,
    /// JSON.
    Json,
}

/// What the macro calls: one function per presence.
pub(crate) mod header {
    use super::{DeserializeOwned, HeaderError, HeaderMap, Notation, error, lines, read};

    pub(crate) fn required<T: DeserializeOwned>(
        headers: &HeaderMap,
        name: &'static str,
        notation: Notation,
    ) -> Result<T, HeaderError> {
        let value = optional(headers, name, notation)?;
        value.ok_or_else(|| error(name, "expected a value, but there is none"))
    }

    pub(crate) fn optional<T: DeserializeOwned>(
        headers: &HeaderMap,
        name: &'static str,
        notation: Notation,
    ) -> Result<Option<T>, HeaderError> {
        match lines(headers, name)? {
            lines if lines.is_empty() => Ok(None),
            lines => read(&lines, notation).map(Some).map_err(|reason| error(name, &reason)),
        }
    }

    /// Null has no form of its own in a header.
    pub(crate) fn nullable<T: DeserializeOwned>(
        headers: &HeaderMap,
        name: &'static str,
        notation: Notation,
    ) -> Result<Option<T>, HeaderError> {
        let lines = lines(headers, name)?;
        if lines.iter().all(|line| line.is_empty() || *line == "null") {
            return Ok(None);
        }
        optional(headers, name, notation)
    }
}

fn error(name: &'static str, reason: &str) -> HeaderError {
    HeaderError { name, reason: reason.to_owned() }
}

/// The lines of a header, in their order.
fn lines<'a>(headers: &'a HeaderMap, name: &'static str) -> Result<Vec<&'a str>, HeaderError> {
    let lines = headers.get_all(name).iter();
    let lines = lines.map(|line| std::str::from_utf8(line.as_bytes()).map(str::trim));
    lines.collect::<Result<_, _>>().map_err(|_| error(name, "expected UTF-8"))
}

/// Several lines of a header mean the same as one with commas (RFC 9110, 5.2).
fn read<T: DeserializeOwned>(lines: &[&str], notation: Notation) -> Result<T, String> {
    let joined = lines.join(", ");
    let exploded = notation == Notation::Exploded;
    let said = |fault: Fault| without_values(&fault.to_string());
    match notation {
        Notation::Simple | Notation::Exploded => {
            let whole = T::deserialize(Text { text: &joined, exploded });
            whole.or_else(|fault| {
                let date = internet_date(&joined).ok_or(());
                let date = date
                    .and_then(|text| T::deserialize(Text { text: &text, exploded }).map_err(drop));
                date.map_err(|()| said(fault))
            })
        }
        Notation::Lines => {
            let lines = lines.iter().map(|text| Text { text, exploded });
            T::deserialize(SeqDeserializer::new(lines)).map_err(said)
        }
        Notation::Json => serde_json::from_str(&joined).map_err(|error| {
            let (path, message) = explain(joined.as_bytes(), &error);
            if path.is_empty() { message } else { format!("{path}: {message}") }
        }),
    }
}

/// `Sun, 06 Nov 1994 08:49:37 GMT` is how headers write dates, and `date-time` how documents call
/// them: the same in RFC 3339.
fn internet_date(text: &str) -> Option<String> {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (_, rest) = text.split_once(", ")?;
    let mut words = rest.strip_suffix(" GMT")?.split(' ');
    let (day, name, year) = (words.next()?, words.next()?, words.next()?);
    let month = MONTHS.iter().position(|month| *month == name)?.saturating_add(1);
    Some(format!("{year}-{month:02}-{day}T{}Z", words.next()?))
}

/// The text of a header, read as whatever a type asks for.
#[derive(Clone, Copy)]
struct Text<'a> {
    text: &'a str,
    exploded: bool,
}

impl<'a> Text<'a> {
    fn parts(self) -> impl Iterator<Item = Self> {
        let parts = self.text.split(',').filter(|_| !self.text.is_empty());
        parts.map(move |part| self.with(part))
    }

    fn with(self, text: &'a str) -> Self {
        Self { text: text.trim(), ..self }
    }

    fn pairs(self) -> Result<Vec<(Self, Self)>, Fault> {
        let expected = || Fault::custom("expected a value for each key");
        let mut pairs = Vec::new();
        let mut parts = self.parts();
        while let Some(part) = parts.next() {
            pairs.push(if self.exploded {
                let (key, value) = part.text.split_once('=').ok_or_else(expected)?;
                (self.with(key), self.with(value))
            } else {
                (part, parts.next().ok_or_else(expected)?)
            });
        }
        Ok(pairs)
    }
}

macro_rules! parsed {
    ($($method:ident $visit:ident $expected:literal)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
            let value = self.text.parse();
            visitor.$visit(value.map_err(|_| Fault::custom(concat!("expected ", $expected)))?)
        }
    )*};
}

impl<'de> Deserializer<'de> for Text<'_> {
    type Error = Fault;

    /// Where a type takes several, what looks like a number or a boolean is one.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match serde_json::from_str::<serde_json::Value>(self.text) {
            Ok(value) if value.is_number() || value.is_boolean() => {
                value.deserialize_any(visitor).map_err(Fault::custom)
            }
            Ok(_) | Err(_) => visitor.visit_str(self.text),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.text.to_ascii_lowercase().as_str() {
            "true" => visitor.visit_bool(true),
            "false" => visitor.visit_bool(false),
            _ => Err(Fault::custom("expected true or false")),
        }
    }

    parsed! {
        deserialize_i32 visit_i32 "an integer of 32 bits"
        deserialize_i64 visit_i64 "an integer of 64 bits"
        deserialize_u32 visit_u32 "an integer of at least 0 and 32 bits"
        deserialize_u64 visit_u64 "an integer of at least 0 and 64 bits"
        deserialize_i128 visit_i128 "an integer of 128 bits"
        deserialize_u128 visit_u128 "an integer of at least 0 and 128 bits"
    }

    /// There are more words for numbers in Rust than in JSON.
    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let number = self.text.parse().ok().filter(|number: &f64| number.is_finite());
        visitor.visit_f64(number.ok_or_else(|| Fault::custom("expected a number"))?)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_str(self.text)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_str(self.text)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_str(self.text)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if self.text.is_empty() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    // Nothing in a generated crate asks for these by their names.
    serde::forward_to_deserialize_any! {
        i8 i16 u8 u16 f32 char bytes byte_buf unit unit_struct tuple_struct enum
        ignored_any
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let mut parts = SeqDeserializer::new(self.parts());
        let value = visitor.visit_seq(&mut parts)?;
        parts.end()?;
        Ok(value)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, to: V) -> Result<V::Value, Fault> {
        self.deserialize_seq(to)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_map(MapDeserializer::new(self.pairs()?.into_iter()))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.deserialize_map(visitor)
    }
}

impl IntoDeserializer<'_, Fault> for Text<'_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}
