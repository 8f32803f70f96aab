// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: a table of one line a variant. Out: how an enum of strings, integers, numbers or booleans
//! is read, written and converted. It does not declare the enum: the generator prints that, with its docs.

use std::fmt::{self, Display};
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, IntoDeserializer, Visitor};
use serde::ser::{Serialize, Serializer};

use super::judge;

/// A value that a closed enum does not have. It names the values that there are, and does not
/// repeat the one that was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownValue {
    known: &'static [&'static str],
}

impl UnknownValue {
    pub(crate) const fn new(known: &'static [&'static str]) -> Self {
        Self { known }
    }
}

impl fmt::Display for UnknownValue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("expected one of ")?;
        for (index, value) in self.known.iter().enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            write!(formatter, "{comma}`{value}`")?;
        }
        Ok(())
    }
}

impl std::error::Error for UnknownValue {}

/// `string_enum!(Color open { Red: "red" });`, or `closed`. An open enum has one more variant,
/// `Unknown(String)`, that keeps what it does not know.
macro_rules! string_enum {
    ($type:ident open { $($variant:ident : $value:literal),* $(,)? }) => {
        impl $type {
            /// The value as it stands on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $value,)*
                    Self::Unknown(value) => value,
                }
            }

            /// Whether this is a value that this version of the crate has no name for.
            pub fn is_unknown(&self) -> bool {
                ::core::matches!(self, Self::Unknown(_))
            }
        }

        impl ::core::convert::From<&str> for $type {
            fn from(value: &str) -> Self {
                match value {
                    $($value => Self::$variant,)*
                    _ => Self::Unknown(value.to_owned()),
                }
            }
        }

        impl ::core::convert::From<::std::string::String> for $type {
            fn from(value: ::std::string::String) -> Self {
                Self::from(value.as_str())
            }
        }

        impl ::core::str::FromStr for $type {
            type Err = ::core::convert::Infallible;

            fn from_str(value: &str) -> ::core::result::Result<Self, ::core::convert::Infallible> {
                ::core::result::Result::Ok(Self::from(value))
            }
        }

        $crate::runtime::enum_on_the_wire!($type as_str (|value| !value.is_unknown()) reading::parsed);
    };

    ($type:ident closed { $($variant:ident : $value:literal),* $(,)? }) => {
        impl $type {
            /// The value as it stands on the wire.
            pub fn as_str(&self) -> &'static str {
                match *self {
                    $(Self::$variant => $value,)*
                }
            }
        }

        impl ::core::str::FromStr for $type {
            type Err = $crate::runtime::UnknownValue;

            fn from_str(value: &str) -> ::core::result::Result<Self, $crate::runtime::UnknownValue> {
                match value {
                    $($value => ::core::result::Result::Ok(Self::$variant),)*
                    _ => ::core::result::Result::Err($crate::runtime::UnknownValue::new(&[$($value),*])),
                }
            }
        }

        $crate::runtime::enum_on_the_wire!($type as_str (|_| true) reading::parsed);
    };
}
pub(crate) use string_enum;

/// `integer_enum!(Level(i64) open { Low: 1 });`, the same with `number_enum` and `f64`, and
/// `boolean_enum!(Yes { True: true });`, which is always closed.
macro_rules! scalar_enum {
    ($type:ident { $($table:tt)* }) => {
        $crate::runtime::scalar_enum!($type(bool) closed { $($table)* });
    };

    ($type:ident($scalar:ident) open { $($variant:ident : $value:literal),* $(,)? }) => {
        impl $type {
            /// The value as it stands on the wire.
            pub fn value(&self) -> $scalar {
                match *self {
                    $(Self::$variant => $value,)*
                    Self::Unknown(value) => value,
                }
            }

            /// Whether this is a value that this version of the crate has no name for.
            pub fn is_unknown(&self) -> bool {
                ::core::matches!(self, Self::Unknown(_))
            }
        }

        impl ::core::convert::From<$scalar> for $type {
            fn from(value: $scalar) -> Self {
                match value {
                    $($value => Self::$variant,)*
                    _ => Self::Unknown(value),
                }
            }
        }

        $crate::runtime::enum_on_the_wire!($type value (|value| !value.is_unknown()) converted::<$scalar, _, _>);
    };

    ($type:ident($scalar:ident) closed { $($variant:ident : $value:literal),* $(,)? }) => {
        impl $type {
            /// The value as it stands on the wire.
            pub fn value(&self) -> $scalar {
                match *self {
                    $(Self::$variant => $value,)*
                }
            }
        }

        impl ::core::convert::TryFrom<$scalar> for $type {
            type Error = $crate::runtime::UnknownValue;

            // Both booleans may be known, and then nothing is left for the last arm.
            #[allow(unreachable_patterns, clippy::match_bool)]
            fn try_from(value: $scalar) -> ::core::result::Result<Self, $crate::runtime::UnknownValue> {
                match value {
                    $($value => ::core::result::Result::Ok(Self::$variant),)*
                    _ => ::core::result::Result::Err($crate::runtime::UnknownValue::new(
                        &[$(::core::stringify!($value)),*],
                    )),
                }
            }
        }

        $crate::runtime::enum_on_the_wire!($type value (|_| true) converted::<$scalar, _, _>);
    };
}
pub(crate) use scalar_enum;
pub(crate) use scalar_enum as integer_enum;
pub(crate) use scalar_enum as number_enum;
pub(crate) use scalar_enum as boolean_enum;

/// What all enums have, given the method that yields their value, whether the document lists a
/// value, and the function that reads it.
macro_rules! enum_on_the_wire {
    ($type:ident $value:ident ($is_listed:expr) $($read:tt)*) => {
        impl ::core::fmt::Display for $type {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.$value(), formatter)
            }
        }

        impl ::serde::Serialize for $type {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::runtime::Scalar::write(&self.$value(), serializer)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                let value = $crate::runtime::$($read)*(deserializer);
                $crate::runtime::judged_enum(value, $is_listed)
            }
        }
    };
}
pub(crate) use enum_on_the_wire;

/// Tells a union that tries its branches whether this one knows the value.
pub(crate) fn judged_enum<T, E>(read: Result<T, E>, is_listed: fn(&T) -> bool) -> Result<T, E> {
    read.inspect(|value| judge::listed(is_listed(value)))
}

/// A value that an enum can stand for.
pub(crate) trait Scalar: Serialize {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.serialize(serializer)
    }
}

impl Scalar for &str {}
impl Scalar for i64 {}
impl Scalar for i128 {}
impl Scalar for bool {}

impl Scalar for f64 {
    // `4`, not `4.0`: that is how the document and the server write it.
    #[expect(clippy::cast_possible_truncation, reason = "only whole numbers in range get there")]
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        const EXACT: f64 = 9_007_199_254_740_992.0;
        if self.fract() == 0.0 && self.abs() <= EXACT {
            serializer.serialize_i64(*self as i64)
        } else {
            serializer.serialize_f64(*self)
        }
    }
}

/// Reads a value that is made of a scalar. The scalar is converted within the visitor, because that
/// is where `serde_json` knows its position.
pub(crate) fn converted<'de, S, T, D>(deserializer: D) -> Result<T, D::Error>
where
    S: Deserialize<'de>,
    T: TryFrom<S, Error: Display>,
    D: Deserializer<'de>,
{
    deserializer.deserialize_any(Converted::<S, T>(PhantomData))
}

struct Converted<S, T>(PhantomData<(S, T)>);

macro_rules! visit {
    ($($method:ident: $scalar:ty),*) => {$(
        fn $method<E: Error>(self, value: $scalar) -> Result<T, E> {
            let value = S::deserialize(IntoDeserializer::<E>::into_deserializer(value))?;
            T::try_from(value).map_err(E::custom)
        }
    )*};
}

impl<'de, S: Deserialize<'de>, T: TryFrom<S, Error: Display>> Visitor<'de> for Converted<S, T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(std::any::type_name::<S>())
    }

    visit!(visit_i64: i64, visit_u64: u64, visit_f64: f64, visit_bool: bool);
}
