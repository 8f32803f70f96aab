// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: a struct that knows no field. Out: how it is read from and written to a JSON object. It keeps
//! nothing of what it reads.

/// Implements [`Wire`](super::Wire), `Serialize` and `Deserialize` for a struct: `empty!(Nothing {});`
macro_rules! empty {
    ($type:ident {}) => {
        impl $crate::runtime::Wire for $type {
            fn read<'de, A: ::serde::de::MapAccess<'de>>(
                map: &mut A,
            ) -> ::core::result::Result<Self, A::Error> {
                while let ::core::option::Option::Some(key) = $crate::runtime::reading::key(map)? {
                    $crate::runtime::reading::unknown((), key, map)?;
                }
                ::core::result::Result::Ok(Self {})
            }

            fn write<M: ::serde::ser::SerializeMap>(
                &self,
                _: &mut M,
            ) -> ::core::result::Result<(), M::Error> {
                ::core::result::Result::Ok(())
            }
        }

        $crate::runtime::object_on_the_wire!($type);
    };
}
pub(crate) use empty;
