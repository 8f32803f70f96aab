//! What is asked of values beyond their types: more than before, or less.
//!
//! In: the limits of a value in both versions. Out: a change for each that is another. They are
//! felt by the service, and by programs that have requests checked before they are sent.

use super::comparer::Comparer;
use super::log::Spot;
use super::{Effect, Rule};
use crate::api::{Bound, Limit, Limits, Numeral};

/// A limit with the place of the value that it holds for, below the value that has it.
#[derive(PartialEq)]
struct Asked {
    place: String,
    name: &'static str,
    /// What it is, for people.
    value: String,
    /// How much it leaves: less is tighter. None where that cannot be said.
    room: Option<(f64, i8)>,
}

impl Comparer<'_> {
    /// Compares what is asked of a value.
    pub fn limits(&mut self, spot: &Spot, old: &Limits, new: &Limits) {
        if old == new {
            return;
        }
        let (was, is) = (flat(old), flat(new));
        for asked in &is {
            let words = |asked: &Asked| Some(format!("{} {}", asked.name, asked.value));
            let spot = spot.inside(&asked.place);
            let same = |other: &&Asked| other.place == asked.place && other.name == asked.name;
            let (rule, before) = match was.iter().find(same) {
                None => (Rule::LimitTightened, None),
                Some(other) if other.value == asked.value => continue,
                Some(other) => {
                    let rule = match (other.room, asked.room) {
                        (Some(was), Some(is)) if is < was => Rule::LimitTightened,
                        (Some(was), Some(is)) if is > was => Rule::LimitLoosened,
                        (_, _) => Rule::LimitChanged,
                    };
                    (rule, words(other))
                }
            };
            self.log.push(&spot, rule, (before, words(asked)), Effect::None);
        }
        for asked in &was {
            let same = |other: &Asked| other.place == asked.place && other.name == asked.name;
            if !is.iter().any(same) {
                let words = Some(format!("{} {}", asked.name, asked.value));
                let spot = spot.inside(&asked.place);
                self.log.push(&spot, Rule::LimitLoosened, (words, None), Effect::None);
            }
        }
    }
}

/// Whether the same is asked, wherever in the document.
pub fn is_same(old: &Limits, new: &Limits) -> bool {
    flat(old) == flat(new)
}

fn flat(limits: &Limits) -> Vec<Asked> {
    let mut found = Vec::new();
    flatten("", limits, &mut found);
    found
}

fn flatten(place: &str, limits: &Limits, found: &mut Vec<Asked>) {
    let mut add = |name, value: String, room| {
        found.push(Asked { place: place.to_owned(), name, value, room });
    };
    let mut inner = Vec::new();
    for limit in &limits.0 {
        match limit {
            Limit::MinLength(number) => {
                add("minLength", number.to_string(), Some((-float(*number), 0)));
            }
            Limit::MaxLength(number) => {
                add("maxLength", number.to_string(), Some((float(*number), 0)));
            }
            Limit::MinItems(number) => {
                add("minItems", number.to_string(), Some((-float(*number), 0)));
            }
            Limit::MaxItems(number) => {
                add("maxItems", number.to_string(), Some((float(*number), 0)));
            }
            Limit::MinProperties(number) => {
                add("minProperties", number.to_string(), Some((-float(*number), 0)));
            }
            Limit::MaxProperties(number) => {
                add("maxProperties", number.to_string(), Some((float(*number), 0)));
            }
            Limit::Pattern(pattern) => add("pattern", pattern.asked.clone(), None),
            Limit::Minimum(bound) => add("minimum", written(bound), Some(room(bound, -1.0))),
            Limit::Maximum(bound) => add("maximum", written(bound), Some(room(bound, 1.0))),
            Limit::MultipleOf(number) => add("multipleOf", numeral(number), None),
            Limit::UniqueItems => add("uniqueItems", "true".to_owned(), None),
            Limit::Items(limits) => inner.push((format!("{place}[]"), limits)),
            Limit::Position(index, limits) => inner.push((format!("{place}[{index}]"), limits)),
            Limit::Values(limits) => inner.push((format!("{place}{{}}"), limits)),
        }
    }
    for (place, limits) in inner {
        flatten(&place, limits, found);
    }
}

#[expect(clippy::cast_precision_loss, reason = "only which of two is larger is asked")]
fn float(number: u64) -> f64 {
    number as f64
}

fn numeral(number: &Numeral) -> String {
    match number {
        Numeral::Integer(integer) => integer.to_string(),
        Numeral::Number(number) => number.to_string(),
    }
}

fn written(bound: &Bound) -> String {
    let Bound { number, exclusive } = bound;
    let word = if *exclusive { " itself excluded" } else { "" };
    format!("{}{word}", numeral(number))
}

#[expect(clippy::cast_precision_loss, reason = "only which of two is larger is asked")]
fn room(bound: &Bound, sign: f64) -> (f64, i8) {
    let number = match bound.number {
        Numeral::Integer(integer) => integer as f64,
        Numeral::Number(number) => number,
    };
    // The number itself is a little room.
    (number * sign, i8::from(!bound.exclusive))
}
