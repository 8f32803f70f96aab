//! One value out of what a YAML or JSON parser reads.
//!
//! In: the deserialiser of either. Out: a [`Value`] whose keys stand in the order of the
//! text, and what was found on the way that a value cannot hold. Keys are the text that
//! stands there (`200:` is `"200"`). Bounded: neither depth nor aliases can exhaust the
//! machine.

use std::cell::{Cell, RefCell};
use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use serde_json::{Map, Number, Value};

use crate::source::Pointer;

/// How deep values may stand in one another. Real documents reach 25; both parsers stop
/// at 128, and everything behind them recurses.
pub(super) const DEPTH: usize = 100;
pub(super) const TOO_DEEP: &str = "values stand more than 100 levels deep in one another";

/// How much one text may become: aliases can make a short text grow without end.
pub(super) const WEIGHT: usize = 2_000_000;

/// What a value counts of it. A text weighs as much as a value for each few words, for texts
/// repeat too.
pub(super) const fn weight(text: usize) -> usize {
    1 + text / 64
}

/// How many problems are said; whoever has more will run again.
const PROBLEMS: usize = 100;

/// What the value of a text cannot say, and where.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Problem {
    pub(super) pointer: Pointer,
    pub(super) kind: ProblemKind,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum ProblemKind {
    /// The key is in its mapping twice.
    Twice,
    /// `.nan` or `.inf`.
    NotFinite,
    /// A tag that YAML does not define, such as `!include`.
    Tag(String),
    /// What a `<<` merges is no mapping.
    Merge,
}

/// The state of one build.
#[derive(Debug)]
pub(super) struct Build {
    merges: bool,
    weight: Cell<usize>,
    problems: RefCell<Vec<Problem>>,
    limit: Cell<Option<&'static str>>,
}

impl Build {
    /// A build; `merges` says whether `<<` merges, as it does in YAML.
    pub(super) fn new(merges: bool) -> Self {
        Self { merges, weight: Cell::new(0), problems: RefCell::default(), limit: Cell::new(None) }
    }

    /// What a deserialiser reads, as a value.
    pub(super) fn value<'de, D: Deserializer<'de>>(&self, from: D) -> Result<Value, D::Error> {
        Seed { build: self, place: &Place::Root, depth: 0 }.deserialize(from)
    }

    /// The limit that the text passed, which is why the build failed.
    pub(super) fn limit(&self) -> Option<&'static str> {
        self.limit.get()
    }

    /// What was found on the way.
    pub(super) fn problems(self) -> Vec<Problem> {
        self.problems.into_inner()
    }

    fn problem(&self, place: &Place<'_>, kind: ProblemKind) {
        let problem = Problem { pointer: place.pointer(), kind };
        let mut problems = self.problems.borrow_mut();
        // A key that is there a hundred times is one problem.
        if problems.len() < PROBLEMS && problems.last() != Some(&problem) {
            problems.push(problem);
        }
    }

    fn weigh<E: Error>(&self, text: usize) -> Result<(), E> {
        let weight = self.weight.get() + weight(text);
        self.weight.set(weight);
        if weight > WEIGHT {
            return Err(self.stop("the text is too large, or its aliases make it so"));
        }
        Ok(())
    }

    fn stop<E: Error>(&self, limit: &'static str) -> E {
        self.limit.set(Some(limit));
        E::custom(limit)
    }
}

/// Where the build is: only a problem makes a pointer of it.
enum Place<'a> {
    Root,
    Member(&'a Place<'a>, &'a str),
    Element(&'a Place<'a>, usize),
}

impl Place<'_> {
    fn pointer(&self) -> Pointer {
        match self {
            Self::Root => Pointer::root(),
            Self::Member(parent, key) => parent.pointer().child(key),
            Self::Element(parent, index) => parent.pointer().child(index),
        }
    }
}

#[derive(Clone, Copy)]
struct Seed<'a> {
    build: &'a Build,
    place: &'a Place<'a>,
    depth: usize,
}

impl Seed<'_> {
    fn float(self, value: f64) -> Value {
        Number::from_f64(value).map_or_else(
            || {
                self.build.problem(self.place, ProblemKind::NotFinite);
                Value::Null
            },
            Value::Number,
        )
    }

    fn deeper<E: Error>(&self) -> Result<usize, E> {
        if self.depth == DEPTH {
            return Err(self.build.stop(TOO_DEEP));
        }
        Ok(self.depth + 1)
    }

    /// Members that `<<` brings give way to those that are there, whatever the order.
    fn merge(self, map: &mut Map<String, Value>, merged: Value) {
        match merged {
            Value::Object(members) => {
                for (key, value) in members {
                    map.entry(key).or_insert(value);
                }
            }
            Value::Array(elements) => {
                for element in elements {
                    self.merge(map, element);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                self.build.problem(&Place::Member(self.place, "<<"), ProblemKind::Merge);
            }
        }
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        self.build.weigh(0).map(|()| Value::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Value, E> {
        self.visit_unit()
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        self.build.weigh(0).map(|()| Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        self.build.weigh(0).map(|()| Value::Number(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        self.build.weigh(0).map(|()| Value::Number(value.into()))
    }

    // JSON numbers beyond 64 bits are floats, as in every other reader of JSON.
    fn visit_i128<E: Error>(self, value: i128) -> Result<Value, E> {
        self.visit_f64(value.to_string().parse().unwrap_or(f64::INFINITY))
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Value, E> {
        self.visit_f64(value.to_string().parse().unwrap_or(f64::INFINITY))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        self.build.weigh(0).map(|()| self.float(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        self.build.weigh(value.len()).map(|()| Value::String(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let depth = self.deeper()?;
        self.build.weigh(0)?;
        let mut list = Vec::new();
        loop {
            let place = Place::Element(self.place, list.len());
            match access.next_element_seed(Seed { build: self.build, place: &place, depth })? {
                Some(element) => list.push(element),
                None => return Ok(Value::Array(list)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let depth = self.deeper()?;
        self.build.weigh(0)?;
        let mut map = Map::new();
        let mut merged = Vec::new();
        while let Some(key) = access.next_key_seed(Key)? {
            self.build.weigh(key.len())?;
            let place = Place::Member(self.place, &key);
            let value = access.next_value_seed(Seed { build: self.build, place: &place, depth })?;
            if self.build.merges && key == "<<" {
                merged.push(value);
            } else if map.contains_key(&key) {
                self.build.problem(&place, ProblemKind::Twice);
            } else {
                map.insert(key, value);
            }
        }
        for value in merged {
            self.merge(&mut map, value);
        }
        Ok(Value::Object(map))
    }

    /// A value with a tag of its own is read as if the tag was not there.
    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<Value, A::Error> {
        let (tag, value) = access.variant_seed(Key)?;
        self.build.problem(self.place, ProblemKind::Tag(tag));
        value.newtype_variant_seed(self)
    }
}

/// The text of a key, whatever type YAML would give it.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key that is text")
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<String, E> {
        Ok(value.to_owned())
    }

    fn visit_string<E: Error>(self, value: String) -> Result<String, E> {
        Ok(value)
    }
}
