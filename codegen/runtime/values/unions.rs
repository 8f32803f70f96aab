// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: a table of one line a branch. Out: how a union is read and written, told apart by a tag or by
//! the shape of the value. It does not declare the enum: the generator prints that, with its docs.

use std::borrow::Cow;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde::ser::{Error, Serialize, SerializeMap, Serializer};
use serde_json::Value;

use super::buffer::{attempt, complain, read_as};
use super::judge;

/// A union that is told apart by a member of its objects:
///
/// ```text
/// tagged_union!(Pet "petType" {
///     Cat: "cat" "CAT",          // the values of the tag; the first is written
///     Dog: "dog" untagged,       // the branch does not declare the tag: it is put in
/// });
/// tagged_union!(Pet "petType" else Other { Cat: "cat", Other: });
/// ```
///
/// The enum has a variant more, `Unknown(Value)`, for values whose tag is not listed.
macro_rules! tagged_union {
    ($type:ident $tag:literal $(else $default:ident)? {
        $($variant:ident : $($value:literal)* $($untagged:ident)?),* $(,)?
    }) => {
        impl $crate::runtime::FromValue for $type {
            fn from_value(
                value: ::serde_json::Value,
            ) -> ::core::result::Result<Self, ::std::string::String> {
                $crate::runtime::by_tag(
                    value,
                    $tag,
                    &[$(&[$($value),*]),*],
                    $crate::runtime::branches!($($variant)*),
                    &[$(::core::stringify!($default))?],
                    Self::Unknown,
                )
            }
        }

        impl ::serde::Serialize for $type {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(branch) => $crate::runtime::tagged_union!(
                        @write $($untagged)? branch, $tag, &[$($value),*], serializer
                    ),)*
                    Self::Unknown(value) => ::serde::Serialize::serialize(value, serializer),
                }
            }
        }

        $crate::runtime::union_from_value!($type);
    };
    (@write untagged $branch:ident, $tag:literal, $values:expr, $serializer:ident) => {
        $crate::runtime::write_tagged($branch, $tag, $values, $serializer)
    };
    (@write $branch:ident, $tag:literal, $values:expr, $serializer:ident) => {
        ::serde::Serialize::serialize($branch, $serializer)
    };
}
pub(crate) use tagged_union;

/// A union that is told apart by the shape of the value: `union!(Id { Number, Text, Owner });`. The
/// branch that knows most of a value gets it; of two that know as much, the first.
macro_rules! union {
    ($type:ident { $($variant:ident),* $(,)? }) => {
        impl $crate::runtime::FromValue for $type {
            fn from_value(
                value: ::serde_json::Value,
            ) -> ::core::result::Result<Self, ::std::string::String> {
                $crate::runtime::by_shape(&value, $crate::runtime::branches!($($variant)*))
            }
        }

        impl ::serde::Serialize for $type {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(branch) => ::serde::Serialize::serialize(branch, serializer),)*
                }
            }
        }

        $crate::runtime::union_from_value!($type);
    };
}
pub(crate) use union;

/// The variants with the functions that read them.
macro_rules! branches {
    ($($variant:ident)*) => {
        &[$((
            ::core::stringify!($variant),
            |value| $crate::runtime::branch(value, Self::$variant),
        )),*]
    };
}
pub(crate) use branches;

macro_rules! union_from_value {
    ($type:ident) => {
        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::runtime::buffered(deserializer)
            }
        }
    };
}
pub(crate) use union_from_value;

/// A variant and how it is read.
pub(crate) type Branch<T> = (&'static str, fn(&Value) -> serde_json::Result<T>);

/// The branch that the tag names; the shape tells apart those that share a tag. `values` has a list
/// for each branch.
pub(crate) fn by_tag<T>(
    value: Value,
    tag: &str,
    values: &[&[&str]],
    branches: &[Branch<T>],
    default: &[&str],
    unknown: fn(Value) -> T,
) -> Result<T, String> {
    let found = value.get(tag).and_then(as_text);
    let names = |values: &[&str]| found.as_deref().is_some_and(|tag| values.contains(&tag));
    let meant = values.iter().zip(branches).filter(|(values, _)| names(values));
    let meant: Vec<Branch<T>> = meant.map(|(_, branch)| *branch).collect();
    match meant.as_slice() {
        [] => {}
        [(name, read)] => {
            judge::listed(true);
            return read_as(name, &value, read);
        }
        several => {
            judge::listed(true);
            return by_shape(&value, several);
        }
    }
    // The default is for values without a tag too.
    let default = branches.iter().find(|(name, _)| default.contains(name));
    if let Some(Ok(branch)) = default.map(|(name, read)| read_as(name, &value, read)) {
        return Ok(branch);
    }
    if found.is_none() {
        return by_shape(&value, branches);
    }
    drop(found);
    judge::listed(false);
    Ok(unknown(value))
}

fn as_text(tag: &Value) -> Option<Cow<'_, str>> {
    match tag {
        Value::String(text) => Some(Cow::Borrowed(text)),
        Value::Bool(_) | Value::Number(_) => Some(Cow::Owned(tag.to_string())),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The branch that fits best.
pub(crate) fn by_shape<T>(value: &Value, branches: &[Branch<T>]) -> Result<T, String> {
    let key = key::<T>(value);
    match key.and_then(judge::recall) {
        Some(Ok(index)) => {
            let found = branches.get(index).map(|(name, read)| read_as(name, value, read));
            // Two values may have the same hash.
            if let Some(Ok(branch)) = found {
                return Ok(branch);
            }
        }
        Some(Err(message)) => return Err(message),
        None => {}
    }
    let mut best: Option<(judge::Tally, usize, T)> = None;
    let mut faults = Vec::new();
    for (index, (name, read)) in branches.iter().enumerate() {
        match attempt(name, value, read) {
            Ok((branch, tally)) => {
                if best.as_ref().is_none_or(|(best, ..)| tally.beats(best)) {
                    best = Some((tally, index, branch));
                }
            }
            Err(fault) => faults.push(fault),
        }
    }
    let Some((tally, index, branch)) = best else {
        let message = complain(&faults);
        if let Some(key) = key {
            judge::remember(key, Err(message.clone()));
        }
        return Err(message);
    };
    if let Some(key) = key {
        judge::remember(key, Ok(index));
    }
    judge::add(tally);
    Ok(branch)
}

/// What a finding is kept by. Values without parts are quicker tried again.
fn key<T>(value: &Value) -> Option<(&'static str, u64)> {
    if !judge::is_judging() || !(value.is_array() || value.is_object()) {
        return None;
    }
    let mut hasher = DefaultHasher::new();
    value.to_string().hash(&mut hasher);
    Some((std::any::type_name::<T>(), hasher.finish()))
}

/// Writes a branch that does not declare the tag, with the tag in front.
pub(crate) fn write_tagged<T: Serialize, S: Serializer>(
    branch: &T,
    tag: &'static str,
    values: &[&str],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let value = serde_json::to_value(branch).map_err(S::Error::custom)?;
    with_tag(&value, tag, values, serializer)
}

fn with_tag<S: Serializer>(
    value: &Value,
    tag: &'static str,
    values: &[&str],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match (value, values.first()) {
        (Value::Object(members), Some(first)) if !members.contains_key(tag) => {
            let mut map = serializer.serialize_map(Some(members.len().saturating_add(1)))?;
            map.serialize_entry(tag, first)?;
            members.iter().try_for_each(|(name, value)| map.serialize_entry(name, value))?;
            map.end()
        }
        _ => value.serialize(serializer),
    }
}
