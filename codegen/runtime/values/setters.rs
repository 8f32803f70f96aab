// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: a table of one line a field. Out: how a plain struct is filled: by chained setters. It does not
//! look at values: the service does.

/// Gives a struct a setter a field, to be chained:
///
/// ```text
/// setters!(Pet {
///     name: optional => String,            // Option<String>
///     mother: optional boxed => Pet,       // Option<Box<Pet>>
///     owner: patch => Owner,               // Patch<Owner>
///     clone as with_clone: optional => u8, // where the name of the field is taken
/// });
/// ```
macro_rules! setters {
    ($type:ident {
        $($(#[$attribute:meta])* $field:ident $(as $setter:ident)?: $presence:ident $($boxed:ident)? => $value:ty,)*
    }) => {
        impl $type {
            $($crate::runtime::setters! {
                @setter [$(#[$attribute])* #[must_use]] [$($setter)? $field] $field
                $presence $($boxed)? => $value
            })*
        }
    };
    // The first name in the second list is the one that counts.
    (@setter [$($attribute:tt)*] [$setter:ident $($unused:ident)?] $field:ident patch => $value:ty) => {
        $($attribute)*
        pub fn $setter(mut self, $field: impl ::core::convert::Into<$crate::Patch<$value>>) -> Self {
            self.$field = $field.into();
            self
        }
    };
    (@setter [$($attribute:tt)*] [$setter:ident $($unused:ident)?] $field:ident optional boxed => $value:ty) => {
        $($attribute)*
        pub fn $setter(mut self, $field: impl ::core::convert::Into<$value>) -> Self {
            self.$field = ::core::option::Option::Some(::std::boxed::Box::new($field.into()));
            self
        }
    };
    (@setter [$($attribute:tt)*] [$setter:ident $($unused:ident)?] $field:ident $presence:ident => $value:ty) => {
        $($attribute)*
        pub fn $setter(mut self, $field: impl ::core::convert::Into<$value>) -> Self {
            self.$field = ::core::option::Option::Some($field.into());
            self
        }
    };
}
pub(crate) use setters;
