// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: a table of one line a field. Out: the builder of a plain struct with many required fields. It
//! does not look at values: the service does.

use super::{ConfigError, Error};

/// Gives a struct a builder that says what is missing. Its table is that of [`setters`](super::setters), with
/// the presences `required` and `nullable` besides. Before it may stand the features that the struct
/// is there with.
macro_rules! builder {
    ([$($feature:literal)+] $($table:tt)+) => {
        #[cfg(any($(feature = $feature),+))]
        $crate::runtime::builder!($($table)+);
    };
    ($type:ident $builder:ident {
        $($(#[$attribute:meta])* $field:ident $(as $setter:ident)?: $presence:ident $($boxed:ident)? => $value:ty,)*
    }) => {
        impl $type {
            pub fn builder() -> $builder {
                $builder::default()
            }
        }

        #[doc = concat!("Builds a [`", stringify!($type), "`].")]
        #[derive(Clone, Debug, Default)]
        #[must_use = "a builder does nothing until it builds"]
        pub struct $builder {
            $($field: $crate::runtime::builder!(@stored $presence $value),)*
        }

        // Where nothing is required, nothing can be missing.
        #[allow(unused_variables)]
        impl $builder {
            $($crate::runtime::setters! {
                @setter [$(#[$attribute])*] [$($setter)? $field] $field $presence => $value
            })*

            /// The value, or an error that names all that is missing.
            ///
            /// # Errors
            ///
            /// `Error::Config` where a required field was not set.
            pub fn build(self) -> ::core::result::Result<$type, $crate::Error> {
                let missing: &[&str] = &[
                    $($crate::runtime::builder!(@missing $presence self.$field, stringify!($field)),)*
                ];
                let missing = || $crate::runtime::missing(stringify!($type), missing);
                ::core::result::Result::Ok($type {
                    $($field: $crate::runtime::builder!(@take $presence $($boxed)? self.$field, missing),)*
                })
            }
        }
    };
    (@stored patch $value:ty) => { $crate::Patch<$value> };
    (@stored $presence:ident $value:ty) => { ::core::option::Option<$value> };
    (@missing required $stored:expr, $name:expr) => { if $stored.is_none() { $name } else { "" } };
    (@missing $presence:ident $stored:expr, $name:expr) => { "" };
    (@take required $stored:expr, $missing:ident) => { $stored.ok_or_else($missing)? };
    (@take required boxed $stored:expr, $missing:ident) => {
        ::std::boxed::Box::new($stored.ok_or_else($missing)?)
    };
    (@take optional boxed $stored:expr, $missing:ident) => { $stored.map(::std::boxed::Box::new) };
    (@take nullable boxed $stored:expr, $missing:ident) => { $stored.map(::std::boxed::Box::new) };
    (@take $presence:ident $stored:expr, $missing:ident) => { $stored };
}
pub(crate) use builder;

/// The error of a builder: the names that are not empty.
pub(crate) fn missing(what: &str, names: &[&str]) -> Error {
    let names = names.iter().filter(|name| !name.is_empty());
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    ConfigError::new(format!("{what} is not complete: set {}", names.join(", "))).into()
}
