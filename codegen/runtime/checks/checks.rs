// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: tables of what the document asks of values, a line for each member that it asks anything of.
//! Out: what of it a value is not. It looks at patterns elsewhere.

use std::collections::BTreeMap;
use std::fmt::{Display, Write as _};
use std::ops::Rem;

use serde::Serialize;

use super::error::excerpt;
use super::{Secret, Violation, Violations};

/// What is being looked at, and what was found so far.
#[derive(Debug, Default)]
pub struct Checks {
    path: Vec<Step>,
    found: Vec<Violation>,
}

/// A step from a value to one within.
#[derive(Debug)]
pub(crate) enum Step {
    Member(&'static str),
    Key(String),
    Index(usize),
}

impl Checks {
    pub(crate) fn enter(&mut self, step: Step) {
        self.path.push(step);
    }

    pub(crate) fn leave(&mut self) {
        self.path.pop();
    }

    pub(crate) fn result(self) -> Result<(), Violations> {
        if self.found.is_empty() { Ok(()) } else { Err(Violations(self.found)) }
    }

    pub(crate) fn violated(&mut self, asked: String, found: Option<String>) {
        let mut path = String::new();
        for step in &self.path {
            // Writing to a string does not fail.
            let _ = match step {
                Step::Index(index) => write!(path, "[{index}]"),
                Step::Key(key) => write!(path, "[\"{}\"]", excerpt(key)),
                Step::Member(name) if path.is_empty() => write!(path, "{name}"),
                Step::Member(name) => write!(path, ".{name}"),
            };
        }
        self.found.push(Violation { path, asked, found });
    }

    fn least(&mut self, found: usize, least: usize, what: &str, shown: bool) {
        if found < least {
            let ending = if least == 1 { "" } else { "s" };
            let found = shown.then(|| found.to_string());
            self.violated(format!("at least {least} {what}{ending}"), found);
        }
    }

    fn most(&mut self, found: usize, most: usize, what: &str, shown: bool) {
        if found > most {
            let ending = if most == 1 { "" } else { "s" };
            let found = shown.then(|| found.to_string());
            self.violated(format!("at most {most} {what}{ending}"), found);
        }
    }

    pub(crate) fn min_length<T: Text>(&mut self, value: &T, least: usize) {
        self.least(value.text().chars().count(), least, "character", T::SHOWN);
    }

    pub(crate) fn max_length<T: Text>(&mut self, value: &T, most: usize) {
        self.most(value.text().chars().count(), most, "character", T::SHOWN);
    }

    pub(crate) fn minimum<N: Number>(&mut self, value: &N, least: N) {
        if *value < least {
            self.violated(format!("at least {least}"), Some(value.to_string()));
        }
    }

    pub(crate) fn maximum<N: Number>(&mut self, value: &N, most: N) {
        if *value > most {
            self.violated(format!("at most {most}"), Some(value.to_string()));
        }
    }

    pub(crate) fn above<N: Number>(&mut self, value: &N, bound: N) {
        if *value <= bound {
            self.violated(format!("more than {bound}"), Some(value.to_string()));
        }
    }

    pub(crate) fn below<N: Number>(&mut self, value: &N, bound: N) {
        if *value >= bound {
            self.violated(format!("less than {bound}"), Some(value.to_string()));
        }
    }

    pub(crate) fn multiple_of<N: Number>(&mut self, value: &N, of: N) {
        if !value.is_multiple(of) {
            self.violated(format!("a multiple of {of}"), Some(value.to_string()));
        }
    }

    pub(crate) fn min_items<T>(&mut self, value: &[T], least: usize) {
        self.least(value.len(), least, "item", true);
    }

    pub(crate) fn max_items<T>(&mut self, value: &[T], most: usize) {
        self.most(value.len(), most, "item", true);
    }

    pub(crate) fn unique_items<T: PartialEq>(&mut self, value: &[T]) {
        for (index, item) in value.iter().enumerate() {
            if let Some(first) = value.iter().take(index).position(|earlier| earlier == item) {
                let found = format!("the same at {first} and {index}");
                return self.violated("no item twice".to_owned(), Some(found));
            }
        }
    }

    pub(crate) fn min_properties<T>(&mut self, value: &BTreeMap<String, T>, least: usize) {
        self.least(value.len(), least, "member", true);
    }

    pub(crate) fn max_properties<T>(&mut self, value: &BTreeMap<String, T>, most: usize) {
        self.most(value.len(), most, "member", true);
    }

    pub(crate) fn min_members<T: Serialize>(&mut self, value: &T, least: usize) {
        let found = members(value).unwrap_or(least);
        self.least(found, least, "member", true);
    }

    pub(crate) fn max_members<T: Serialize>(&mut self, value: &T, most: usize) {
        let found = members(value).unwrap_or(most);
        self.most(found, most, "member", true);
    }
}

/// How many members of a structure would be sent, unless it holds what JSON in memory has no room for.
fn members<T: Serialize>(value: &T) -> Option<usize> {
    Some(serde_json::to_value(value).ok()?.as_object()?.len())
}

/// A text, which may be one that must not be shown.
pub(crate) trait Text {
    /// Whether its length may be shown: that of a secret says something of it too.
    const SHOWN: bool;

    fn text(&self) -> &str;
}

impl Text for String {
    const SHOWN: bool = true;

    fn text(&self) -> &str {
        self
    }
}

impl Text for Secret {
    const SHOWN: bool = false;

    fn text(&self) -> &str {
        self.expose()
    }
}

/// A number of any width.
pub(crate) trait Number: Copy + Display + PartialOrd {
    fn is_multiple(self, of: Self) -> bool;
}

macro_rules! integers {
    ($($integer:ty)*) => {$(
        impl Number for $integer {
            fn is_multiple(self, of: Self) -> bool {
                self.checked_rem(of).is_none_or(|rest| rest == 0)
            }
        }
    )*};
}
integers!(i32 i64 u32 u64 i128 u128);

impl Number for f64 {
    /// A cent is no binary fraction, so what is left may be next to nothing.
    fn is_multiple(self, of: Self) -> bool {
        let times = self / of;
        let rest = times.rem(1.0).abs();
        !times.is_finite() || rest.min(1.0 - rest) <= 1e-9 * times.abs().max(1.0)
    }
}

/// What a structure asks of its members, and what is asked of it as a whole:
///
/// ```text
/// checks!(Order min_members(1) {
///     note: "note" optional max_length(200),
///     lines: "lines" required min_items(1) items(nested()),
///     extra: required values(minimum(0)),        // no key of its own: no step in the path
/// });
/// ```
///
/// Those that only some features compile name them first: `checks!(["shop" "stock"] Order { .. })`.
macro_rules! checks {
    ($([$($feature:literal)+])? $type:ident $($whole:ident($most:literal))* {
        $($field:tt : $($name:literal)? $presence:ident $($word:ident($($argument:tt)*))+),* $(,)?
    }) => {
        $(#[cfg(any($(feature = $feature),+))])?
        impl $crate::runtime::Validate for $type {
            fn check(&self, at: &mut $crate::runtime::Checks) {
                $(at.$whole(self, $most);)*
                $($crate::runtime::check!(
                    at, $($name,)? $presence self.$field => $($word($($argument)*))+
                );)*
            }
        }
    };
}
pub(crate) use checks;

/// What a union asks of its branches: `union_checks!(Payment { Card: nested(), Iban: max_length(34) })`.
macro_rules! union_checks {
    ($([$($feature:literal)+])? $type:ident {
        $($variant:ident : $($word:ident($($argument:tt)*))+),* $(,)?
    }) => {
        $(#[cfg(any($(feature = $feature),+))])?
        impl $crate::runtime::Validate for $type {
            fn check(&self, at: &mut $crate::runtime::Checks) {
                // It may be that all branches are asked something.
                #[allow(unreachable_patterns)]
                match self {
                    $(Self::$variant(value) => {
                        $crate::runtime::check!(at value $($word($($argument)*))+);
                    })*
                    _ => {}
                }
            }
        }
    };
}
pub(crate) use union_checks;

/// Looks at one value. `check!(at, "name", optional self.name => max_length(20))` finds it, and
/// `check!(at value max_length(20))` has it.
macro_rules! check {
    ($at:ident, $name:literal, $($rest:tt)+) => {
        $at.enter($crate::runtime::Step::Member($name));
        $crate::runtime::check!($at, $($rest)+);
        $at.leave();
    };
    ($at:ident, required $place:expr => $($words:tt)+) => {{
        let value = &$place;
        $crate::runtime::check!($at value $($words)+);
    }};
    ($at:ident, optional $place:expr => $($words:tt)+) => {
        if let ::core::option::Option::Some(value) = &$place {
            $crate::runtime::check!($at value $($words)+);
        }
    };
    ($at:ident, patch $place:expr => $($words:tt)+) => {
        if let $crate::runtime::Patch::Value(value) = &$place {
            $crate::runtime::check!($at value $($words)+);
        }
    };
    ($at:ident $value:ident) => {};
    ($at:ident $value:ident nested() $($rest:tt)*) => {
        $crate::runtime::Validate::check($value, $at);
        $crate::runtime::check!($at $value $($rest)*);
    };
    ($at:ident $value:ident some($($words:tt)+) $($rest:tt)*) => {
        if let ::core::option::Option::Some(value) = $value {
            $crate::runtime::check!($at value $($words)+);
        }
        $crate::runtime::check!($at $value $($rest)*);
    };
    ($at:ident $value:ident items($($words:tt)+) $($rest:tt)*) => {
        for (index, value) in $value.iter().enumerate() {
            $at.enter($crate::runtime::Step::Index(index));
            $crate::runtime::check!($at value $($words)+);
            $at.leave();
        }
        $crate::runtime::check!($at $value $($rest)*);
    };
    ($at:ident $value:ident values($($words:tt)+) $($rest:tt)*) => {
        for (key, value) in $value.iter() {
            $at.enter($crate::runtime::Step::Key(key.clone()));
            $crate::runtime::check!($at value $($words)+);
            $at.leave();
        }
        $crate::runtime::check!($at $value $($rest)*);
    };
    ($at:ident $value:ident position($index:tt $($words:tt)+) $($rest:tt)*) => {
        {
            let value = &$value.$index;
            $at.enter($crate::runtime::Step::Index($index));
            $crate::runtime::check!($at value $($words)+);
            $at.leave();
        }
        $crate::runtime::check!($at $value $($rest)*);
    };
    ($at:ident $value:ident pattern($($text:literal)+) $($rest:tt)*) => {
        {
            static PATTERN: $crate::runtime::Pattern =
                $crate::runtime::Pattern::new(&[$($text),+]);
            PATTERN.check($value, $at);
        }
        $crate::runtime::check!($at $value $($rest)*);
    };
    ($at:ident $value:ident $word:ident($($argument:tt)*) $($rest:tt)*) => {
        $at.$word($value, $($argument)*);
        $crate::runtime::check!($at $value $($rest)*);
    };
}
pub(crate) use check;
