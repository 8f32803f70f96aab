// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: a table of one line a module of types. Out: the modules that the features of the crate need.
//! It does not know which features there are.

/// `modules!(types { pet: "pets" "shops", owner: });` declares the modules and re-exports what is in
/// them; one with features behind it is there if any of them is on.
macro_rules! modules {
    ($name:ident { $($module:ident : $($feature:literal)*),* $(,)? }) => {
        $($crate::runtime::modules!(@module $module $($feature)*);)*
    };
    (@module $module:ident) => {
        mod $module;
        pub use $module::*;
    };
    (@module $module:ident $($feature:tt)+) => {
        #[cfg(any($(feature = $feature),+))]
        mod $module;
        #[cfg(any($(feature = $feature),+))]
        pub use $module::*;
    };
}
pub(crate) use modules;
