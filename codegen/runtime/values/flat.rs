// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: a table of one line a member. Out: how a struct is read and written some of whose members
//! stand at the level of the struct itself. It does not choose the branch of a union: that does.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde::de::{DeserializeOwned, MapAccess};
use serde::ser::{Error, Serialize, SerializeMap};
use serde_json::{Map, Value};

use super::buffer::{Buffer, Fault, attempt, complain, read_as};
use super::{MayBeAbsent, judge, writing};

/// [`wire!`](super::wire) for a struct with members that have no key of their own:
///
/// ```text
/// wire_flat!(Payment {
///     amount: "amount" required,     // as in wire!, in all presences
///     method: flat,                  // T: a union or a struct, which sees all keys
///     card: flat_optional,           // Option<T>: None where T does not fit
///     extra: rest,                   // a map or JSON: the keys that the table does not name
/// });
/// ```
macro_rules! wire_flat {
    ($type:ident {
        $($field:ident : $($name:literal $presence:ident)? $($flat:ident)?),* $(,)?
    }) => {
        // Fields may be deprecated, and all of them may be flat.
        #[allow(unused_mut, unused_variables)]
        impl $crate::runtime::Wire for $type {
            fn read<'de, A: ::serde::de::MapAccess<'de>>(
                map: &mut A,
            ) -> ::core::result::Result<Self, A::Error> {
                $($(let mut $field = $crate::runtime::reading::$presence();)?)*
                let mut object = $crate::runtime::Entries::default();
                while let ::core::option::Option::Some(key) = $crate::runtime::reading::key(map)? {
                    match &*key {
                        $($($name => object.own(map, key, &mut $field),)?)*
                        _ => object.other(map, key),
                    }?;
                }
                let object = object.closed(&[$($($name,)?)*]);
                $($(let $field = object
                    .$flat(::core::stringify!($field))
                    .map_err(<A::Error as ::serde::de::Error>::custom)?;)?)*
                let missing: &'static str = 'missing: {
                    $(let ::core::option::Option::Some($field) = $field else {
                        break 'missing $($name)? $(::core::stringify!($flat))?;
                    };)*
                    return ::core::result::Result::Ok(Self { $($field),* });
                };
                ::core::result::Result::Err(::serde::de::Error::missing_field(missing))
            }

            fn write<M: ::serde::ser::SerializeMap>(
                &self,
                map: &mut M,
            ) -> ::core::result::Result<(), M::Error> {
                let mut written = $crate::runtime::Written::default();
                $(
                    $(written.$presence(map, $name, &self.$field)?;)?
                    $(written.$flat(map, &self.$field)?;)?
                )*
                ::core::result::Result::Ok(())
            }
        }

        $crate::runtime::object_on_the_wire!($type);
    };
}
pub(crate) use wire_flat;

/// The entries of an object as far as they were read.
#[derive(Default)]
pub(crate) struct Entries(Map<String, Value>);

impl Entries {
    /// A member of the struct itself. It is kept besides, as a flat member may know its key too.
    pub(crate) fn own<'de, T: DeserializeOwned, A: MapAccess<'de>>(
        &mut self,
        map: &mut A,
        key: Cow<'de, str>,
        field: &mut Option<T>,
    ) -> Result<(), A::Error> {
        let mut key = Some(key);
        let mut read = |value: Value| {
            let (read, tally) = attempt("", &value, |value| T::deserialize(value))
                .map_err(|fault| fault.alone())?;
            judge::add(tally);
            *field = Some(read);
            self.0.insert(key.take().unwrap_or_default().into_owned(), value);
            Ok(())
        };
        map.next_value_seed(Buffer(&mut read))
    }

    /// A key that the table does not name.
    pub(crate) fn other<'de, A: MapAccess<'de>>(
        &mut self,
        map: &mut A,
        key: Cow<'de, str>,
    ) -> Result<(), A::Error> {
        judge::unknown_key();
        self.0.insert(key.into_owned(), map.next_value()?);
        Ok(())
    }

    pub(crate) fn closed(self, own: &'static [&'static str]) -> Closed {
        Closed { object: Value::Object(self.0), own }
    }
}

/// All entries of an object, and the keys that the table names.
pub(crate) struct Closed {
    object: Value,
    own: &'static [&'static str],
}

impl Closed {
    pub(crate) fn flat<T: DeserializeOwned>(
        &self,
        name: &'static str,
    ) -> Result<Option<T>, String> {
        self.member(name).map(Some).map_err(|fault| complain(&[fault]))
    }

    #[expect(clippy::option_option, clippy::unnecessary_wraps, reason = "one shape for all words")]
    pub(crate) fn flat_optional<T: DeserializeOwned>(
        &self,
        name: &'static str,
    ) -> Result<Option<Option<T>>, String> {
        Ok(Some(self.member(name).ok()))
    }

    pub(crate) fn rest<T: DeserializeOwned>(
        &self,
        name: &'static str,
    ) -> Result<Option<T>, String> {
        let entries = self.object.as_object().into_iter().flatten();
        let others = entries.filter(|(key, _)| !self.own.contains(&key.as_str()));
        let others = others.map(|(key, value)| (key.clone(), value.clone())).collect();
        read_as(name, &Value::Object(others), |value| T::deserialize(value)).map(Some)
    }

    fn member<T: DeserializeOwned>(&self, name: &'static str) -> Result<T, Fault> {
        let (member, tally) = attempt(name, &self.object, |value| T::deserialize(value))?;
        let known = self.object.as_object().map_or(0, Map::len).saturating_sub(tally.unknown);
        judge::note(|trial| trial.tally.unknown = trial.tally.unknown.saturating_sub(known));
        // What this member skipped is for the others, or was counted.
        judge::add(judge::Tally { unknown: 0, ..tally });
        Ok(member)
    }
}

/// The keys that were written: of two members with the same key, the first is sent.
#[derive(Default)]
pub(crate) struct Written(BTreeSet<String>);

impl Written {
    pub(crate) fn required<M: SerializeMap, T: Serialize>(
        &mut self,
        map: &mut M,
        name: &'static str,
        value: &T,
    ) -> Result<(), M::Error> {
        self.0.insert(name.to_owned());
        writing::required(map, name, value)
    }

    pub(crate) fn nullable<M: SerializeMap, T: Serialize>(
        &mut self,
        map: &mut M,
        name: &'static str,
        value: &T,
    ) -> Result<(), M::Error> {
        self.required(map, name, value)
    }

    pub(crate) fn optional<M: SerializeMap, T: MayBeAbsent>(
        &mut self,
        map: &mut M,
        name: &'static str,
        value: &T,
    ) -> Result<(), M::Error> {
        if value.is_absent() { Ok(()) } else { self.required(map, name, value) }
    }

    pub(crate) fn patch<M: SerializeMap, T: MayBeAbsent>(
        &mut self,
        map: &mut M,
        name: &'static str,
        value: &T,
    ) -> Result<(), M::Error> {
        self.optional(map, name, value)
    }

    pub(crate) fn flat<M: SerializeMap, T: Serialize>(
        &mut self,
        map: &mut M,
        value: &T,
    ) -> Result<(), M::Error> {
        let value = serde_json::to_value(value).map_err(M::Error::custom)?;
        self.entries(map, value)
    }

    pub(crate) fn flat_optional<M: SerializeMap, T: Serialize>(
        &mut self,
        map: &mut M,
        value: &T,
    ) -> Result<(), M::Error> {
        self.flat(map, value)
    }

    pub(crate) fn rest<M: SerializeMap, T: Serialize>(
        &mut self,
        map: &mut M,
        value: &T,
    ) -> Result<(), M::Error> {
        self.flat(map, value)
    }

    fn entries<M: SerializeMap>(&mut self, map: &mut M, value: Value) -> Result<(), M::Error> {
        match value {
            Value::Object(entries) => entries.into_iter().try_for_each(|(key, value)| {
                if self.0.contains(&key) {
                    return Ok(());
                }
                map.serialize_entry(&key, &value)?;
                self.0.insert(key);
                Ok(())
            }),
            Value::Null => Ok(()),
            Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                Err(M::Error::custom("only an object can stand among the members of another"))
            }
        }
    }
}
