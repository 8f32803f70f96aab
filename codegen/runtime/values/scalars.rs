// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: a table of one line a variant. Out: how an enum of integers, numbers or booleans is read, written
//! and converted, as `enums` does it for texts.

use std::fmt::{self, Display};
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, IntoDeserializer, Visitor};
use serde::ser::{Serialize, Serializer};

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

        $crate::runtime::enum_on_the_wire!($type value write_scalar (|value| !value.is_unknown()) converted::<$scalar, _, _>);
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

        $crate::runtime::enum_on_the_wire!($type value write_scalar (|_| true) converted::<$scalar, _, _>);
    };
}
pub(crate) use scalar_enum;
pub(crate) use scalar_enum as integer_enum;
pub(crate) use scalar_enum as number_enum;
pub(crate) use scalar_enum as boolean_enum;

/// A value that an enum can stand for.
pub(crate) trait Scalar: Serialize {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.serialize(serializer)
    }
}

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

/// Writes a scalar.
pub(crate) fn write_scalar<T: Scalar, S: Serializer>(
    value: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    value.write(serializer)
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
