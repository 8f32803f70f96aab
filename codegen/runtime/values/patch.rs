// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In and out: a field where leaving it alone, clearing it and setting it are three different
//! requests. It does not decide which fields those are: the generator does.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{MayBeAbsent, Secret};

/// A field of a partial update: left as it is, cleared, or set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Patch<T> {
    /// The field is not sent, so the server keeps what it has.
    #[default]
    Absent,
    /// The field is sent as `null`, so the server clears it.
    Null,
    /// The field is sent with this value.
    Value(T),
}

impl<T> Patch<T> {
    /// Whether the field is left out.
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// The same state with a reference to the value.
    pub const fn as_ref(&self) -> Patch<&T> {
        match self {
            Self::Absent => Patch::Absent,
            Self::Null => Patch::Null,
            Self::Value(value) => Patch::Value(value),
        }
    }

    /// The value, where there is one: absent and `null` are both `None`.
    pub fn into_option(self) -> Option<T> {
        match self {
            Self::Absent | Self::Null => None,
            Self::Value(value) => Some(value),
        }
    }
}

impl<T> From<T> for Patch<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl From<&str> for Patch<String> {
    fn from(value: &str) -> Self {
        Self::Value(value.to_owned())
    }
}

impl From<&str> for Patch<Secret> {
    fn from(value: &str) -> Self {
        Self::Value(value.into())
    }
}

/// `None` clears the field; leave the field alone with [`Patch::Absent`].
impl<T> From<Option<T>> for Patch<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }
}

impl<T: Serialize> Serialize for Patch<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Absent | Self::Null => serializer.serialize_none(),
            Self::Value(value) => value.serialize(serializer),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(Self::from)
    }
}

impl<T: Serialize> MayBeAbsent for Patch<T> {
    fn is_absent(&self) -> bool {
        Self::is_absent(self)
    }
}
