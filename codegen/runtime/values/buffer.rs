// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: a value of which the type shows only after it was read. Out: the value kept as JSON, what a
//! type makes of it, and the sentence that says why a type does not fit. It knows no unions.

use std::fmt;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{
    Deserialize, DeserializeOwned, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess,
    Visitor,
};
use serde_json::Value;

use super::decode::without_values;
use super::judge::{self, Trial};

/// A type that is read from a value which was read before.
pub(crate) trait FromValue: Sized {
    /// The error is a sentence that begins with `expected` and repeats no value.
    fn from_value(value: Value) -> Result<Self, String>;
}

/// Reads a whole value, then makes the type of it.
pub(crate) fn buffered<'de, T: FromValue, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    let mut result = None;
    let mut read = |value| {
        result = Some(T::from_value(value)?);
        Ok(())
    };
    Buffer(&mut read).deserialize(from)?;
    result.ok_or_else(|| D::Error::custom("expected a value"))
}

/// Why a value is not of a type.
pub(crate) struct Fault {
    name: &'static str,
    error: serde_json::Error,
    trial: Trial,
}

impl Fault {
    /// A whole message.
    pub(crate) fn alone(&self) -> String {
        let path = self.trial.path();
        let text = without_values(&self.error.to_string());
        if path.is_empty() { text } else { format!("expected another `{path}` ({text})") }
    }

    /// Where inside the value, and what. A path could not be found later: what was kept of the body
    /// has no positions.
    fn reason(&self) -> String {
        let path = self.trial.path();
        let text = without_values(&self.error.to_string());
        if path.is_empty() { text } else { format!("at `{path}`: {text}") }
    }
}

/// Tries to read a value as a type, apart from any attempt that is under way.
pub(crate) fn attempt<T>(
    name: &'static str,
    value: &Value,
    read: impl FnOnce(&Value) -> serde_json::Result<T>,
) -> Result<(T, judge::Tally), Fault> {
    let (result, trial) = judge::judged(|| read(value));
    match result {
        Ok(read) => Ok((read, trial.tally)),
        Err(error) => Err(Fault { name, error, trial }),
    }
}

/// Reads a value as the one type that it can be.
pub(crate) fn read_as<T>(
    name: &'static str,
    value: &Value,
    read: impl FnOnce(&Value) -> serde_json::Result<T>,
) -> Result<T, String> {
    let (read, tally) = attempt(name, value, read).map_err(|fault| complain(&[fault]))?;
    judge::add(tally);
    Ok(read)
}

/// A value as a type, wrapped into what it is a part of.
pub(crate) fn branch<T: DeserializeOwned, U>(
    value: &Value,
    wrap: fn(T) -> U,
) -> serde_json::Result<U> {
    T::deserialize(value).map(wrap)
}

/// The sentence for the types that do not fit, short enough to be read.
pub(crate) fn complain(faults: &[Fault]) -> String {
    let mut text = if faults.len() > 1 { "expected one of " } else { "expected " }.to_owned();
    for (index, fault) in faults.iter().enumerate() {
        if text.len() > LONGEST_LIST {
            return format!("{text} and {} more", faults.len() - index);
        }
        if index > 0 {
            text.push_str(", ");
        }
        text.push_str(fault.name);
        text.push_str(" (");
        text.push_str(&shortened(fault.reason()));
        text.push(')');
    }
    text
}

/// Where the list ends, give or take a reason.
const LONGEST_LIST: usize = 360;
/// A reason can be the list of another union.
const LONGEST_REASON: usize = 140;

fn shortened(text: String) -> String {
    if text.chars().count() <= LONGEST_REASON {
        return text;
    }
    let mut short: String = text.chars().take(LONGEST_REASON).collect();
    short.push('…');
    short
}

/// Reads a value and hands it to a function. Both happen within the visitor, because that is where
/// `serde_json` knows the position that an error belongs to. One visitor serves all types.
pub(crate) struct Buffer<'a>(pub(crate) &'a mut dyn FnMut(Value) -> Result<(), String>);

impl<'de> DeserializeSeed<'de> for Buffer<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

macro_rules! visit {
    ($($method:ident: $scalar:ty),*) => {$(
        fn $method<E: Error>(self, value: $scalar) -> Result<(), E> {
            (self.0)(Value::from(value)).map_err(E::custom)
        }
    )*};
}

impl<'de> Visitor<'de> for Buffer<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    visit!(visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64, visit_str: &str);

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        (self.0)(Value::Null).map_err(E::custom)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<(), A::Error> {
        let value = Value::deserialize(SeqAccessDeserializer::new(seq))?;
        (self.0)(value).map_err(A::Error::custom)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        let value = Value::deserialize(MapAccessDeserializer::new(map))?;
        (self.0)(value).map_err(A::Error::custom)
    }
}
