// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: a struct around one value. Out: how it is read, written and converted as that value. It does
//! not declare the struct: the generator prints that, with its docs.

/// `newtype!(Tree(Vec<Tree>));` for a list or a map that holds itself, which no alias can name.
macro_rules! newtype {
    ($type:ident($inner:ty)) => {
        impl ::core::convert::From<$inner> for $type {
            fn from(value: $inner) -> Self {
                Self(value)
            }
        }

        impl ::core::convert::From<$type> for $inner {
            fn from(value: $type) -> Self {
                value.0
            }
        }

        impl ::core::convert::AsRef<$inner> for $type {
            fn as_ref(&self) -> &$inner {
                &self.0
            }
        }

        impl ::serde::Serialize for $type {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                ::serde::Serialize::serialize(&self.0, serializer)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                ::serde::Deserialize::deserialize(deserializer).map(Self)
            }
        }
    };
}
pub(crate) use newtype;
