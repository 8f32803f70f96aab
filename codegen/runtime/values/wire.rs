// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: a table of one line a field. Out: how a plain struct is read from and written to a JSON
//! object. It does not derive: one visitor serves all types, which keeps large crates quick to compile.

use std::borrow::Cow;
use std::fmt::{self, Display};
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor,
};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::judge;

/// A struct that stands on the wire as a JSON object.
pub(crate) trait Wire: Sized {
    /// Reads the fields of an object that has been opened.
    fn read<'de, A: MapAccess<'de>>(map: &mut A) -> Result<Self, A::Error>;

    /// Writes the fields into an object that has been opened.
    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error>;
}

/// A field that can stay out of the object.
pub(crate) trait MayBeAbsent: Serialize {
    fn is_absent(&self) -> bool;
}

impl<T: Serialize> MayBeAbsent for Option<T> {
    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

/// Implements [`Wire`], `Serialize` and `Deserialize` for a struct:
///
/// ```text
/// wire!(Pet {
///     id: "id" required,        // T
///     name: "name" optional,    // Option<T>, left out when None
///     owner: "owner" nullable,  // Option<T>, null when None
///     age: "age" patch,         // Patch<T>
///     extra: rest,              // BTreeMap<String, T>: every other key
/// });
/// ```
macro_rules! wire {
    ($type:ident {
        $($field:ident : $($name:literal $presence:ident)? $($rest:ident)?),* $(,)?
    }) => {
        impl $crate::runtime::Wire for $type {
            fn read<'de, A: ::serde::de::MapAccess<'de>>(
                map: &mut A,
            ) -> ::core::result::Result<Self, A::Error> {
                $(
                    let mut $field = $crate::runtime::$(reading::$presence)? $($rest::begun)?();
                )*
                while let ::core::option::Option::Some(key) = $crate::runtime::reading::key(map)? {
                    match &*key {
                        $($($name => $crate::runtime::reading::value(map, &mut $field),)?)*
                        _ => $crate::runtime::reading::unknown(
                            ($($({ let $rest = &mut $field; $rest })?)*),
                            key,
                            map,
                        ),
                    }?;
                }
                let missing: &'static str = 'missing: {
                    $(let ::core::option::Option::Some($field) = $field else {
                        break 'missing $($name)? $(::core::stringify!($rest))?;
                    };)*
                    return ::core::result::Result::Ok(Self { $($field),* });
                };
                ::core::result::Result::Err(::serde::de::Error::missing_field(missing))
            }

            fn write<M: ::serde::ser::SerializeMap>(
                &self,
                map: &mut M,
            ) -> ::core::result::Result<(), M::Error> {
                $(
                    $($crate::runtime::writing::$presence(map, $name, &self.$field)?;)?
                    $($crate::runtime::$rest::write(map, &self.$field)?;)?
                )*
                ::core::result::Result::Ok(())
            }
        }

        $crate::runtime::object_on_the_wire!($type);
    };
}
pub(crate) use wire;

/// `Serialize` and `Deserialize` by way of [`Wire`].
macro_rules! object_on_the_wire {
    ($type:ident) => {
        impl ::serde::Serialize for $type {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::runtime::writing::object(self, serializer)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::runtime::reading::object(deserializer)
            }
        }
    };
}
pub(crate) use object_on_the_wire;

/// What the macros call to read. How `wire!` is written decides how long a large crate takes to
/// compile: with a `?` or a generic call more for each field it takes half as long again.
pub(crate) mod reading {
    use super::{
        Cow, Deserialize, Deserializer, Display, Error, FromStr, IgnoredAny, Key, MapAccess,
        Object, Parsed, PhantomData, Wire, judge,
    };

    pub(crate) fn object<'de, T: Wire, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
        from.deserialize_map(Object(PhantomData))
    }

    /// A value that is made of a string. The string is parsed within the visitor, because that is
    /// where `serde_json` knows its position.
    pub(crate) fn parsed<'de, T, D>(from: D) -> Result<T, D::Error>
    where
        T: FromStr<Err: Display>,
        D: Deserializer<'de>,
    {
        from.deserialize_str(Parsed(PhantomData))
    }

    /// A key, borrowed from the body where it has no escapes.
    pub(crate) fn key<'de, A: MapAccess<'de>>(
        map: &mut A,
    ) -> Result<Option<Cow<'de, str>>, A::Error> {
        let key = map.next_key_seed(Key)?;
        judge::next_key(key.as_deref());
        Ok(key)
    }

    pub(crate) fn value<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
        map: &mut A,
        field: &mut Option<T>,
    ) -> Result<(), A::Error> {
        *field = Some(map.next_value()?);
        Ok(())
    }

    /// What a field is before it is read: missing, or a default that counts as read.
    pub(crate) const fn required<T>() -> Option<T> {
        None
    }

    #[expect(clippy::unnecessary_wraps, reason = "one shape for all presences")]
    pub(crate) fn optional<T: Default>() -> Option<T> {
        Some(T::default())
    }
    pub(crate) use optional as nullable;
    pub(crate) use optional as patch;

    /// Where keys go that the table does not name: nowhere, or into the rest.
    pub(crate) trait Unknown<'de> {
        fn keep<A: MapAccess<'de>>(self, key: Cow<'de, str>, map: &mut A) -> Result<(), A::Error>;
    }

    impl<'de> Unknown<'de> for () {
        fn keep<A: MapAccess<'de>>(self, _: Cow<'de, str>, map: &mut A) -> Result<(), A::Error> {
            map.next_value::<IgnoredAny>().map(drop)
        }
    }

    pub(crate) fn unknown<'de, U: Unknown<'de>, A: MapAccess<'de>>(
        place: U,
        key: Cow<'de, str>,
        map: &mut A,
    ) -> Result<(), A::Error> {
        judge::unknown_key();
        place.keep(key, map)
    }
}

/// What the macros call to write: one function per presence.
pub(crate) mod writing {
    use super::{MayBeAbsent, Serialize, SerializeMap, Serializer, Wire};

    pub(crate) fn object<T: Wire, S: Serializer>(value: &T, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        value.write(&mut map)?;
        map.end()
    }

    pub(crate) fn required<M: SerializeMap, T: Serialize>(
        map: &mut M,
        name: &'static str,
        value: &T,
    ) -> Result<(), M::Error> {
        map.serialize_entry(name, value)
    }
    pub(crate) use required as nullable;

    pub(crate) fn optional<M: SerializeMap, T: MayBeAbsent>(
        map: &mut M,
        name: &'static str,
        value: &T,
    ) -> Result<(), M::Error> {
        if value.is_absent() {
            return Ok(());
        }
        map.serialize_entry(name, value)
    }
    pub(crate) use optional as patch;
}

struct Object<T>(PhantomData<T>);

impl<'de, T: Wire> Visitor<'de> for Object<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        judge::opened();
        let value = T::read(&mut map)?;
        judge::closed();
        Ok(value)
    }
}

struct Parsed<T>(PhantomData<T>);

impl<T: FromStr<Err: Display>> Visitor<'_> for Parsed<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(E::custom)
    }
}

struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = Cow<'de, str>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key")
    }

    fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(key))
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(key.to_owned()))
    }
}
