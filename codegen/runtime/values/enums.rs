// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: a table of one line a variant. Out: how an enum of strings is read, written and converted. It
//! does not declare the enum: the generator prints that, with its docs. Other enums: `closed`, `scalars`.

use serde::ser::Serializer;

use super::judge;

/// `string_enum!(Color { Red: "red" });` for an open enum: it has one more variant, `Unknown(String)`,
/// that keeps what it does not know.
macro_rules! string_enum {
    ($type:ident { $($variant:ident : $value:literal),* $(,)? }) => {
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

        $crate::runtime::enum_on_the_wire!($type as_str written (|value| !value.is_unknown()) reading::parsed);
    };
}
pub(crate) use string_enum;

/// What all enums have, given the method that yields their value, the functions that write it and
/// tell whether the document lists it, and the one that reads it.
macro_rules! enum_on_the_wire {
    ($type:ident $value:ident $write:ident ($is_listed:expr) $($read:tt)*) => {
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
                $crate::runtime::$write(&self.$value(), serializer)
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

/// Writes a text.
pub(crate) fn written<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(text)
}
