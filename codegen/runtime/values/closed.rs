// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: a table of one line a variant. Out: how an enum of strings is read, written and converted that
//! has the values of the table and no other. It does not declare the enum.

use std::fmt;

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

/// `closed_enum!(Color { Red: "red" });`
macro_rules! closed_enum {
    ($type:ident { $($variant:ident : $value:literal),* $(,)? }) => {
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

        $crate::runtime::enum_on_the_wire!($type as_str written (|_| true) reading::parsed);
    };
}
pub(crate) use closed_enum;
