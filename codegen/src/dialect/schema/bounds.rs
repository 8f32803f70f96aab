//! The bounds of numbers.
//!
//! In: bounds as 3.0 and as 3.1 write them. Out: `exclusiveMinimum` and `exclusiveMaximum`
//! as flags beside the bound, and for integers bounds that are integers of 64 bits. Those that
//! cannot be such say how wide the integer is, and are dropped, for bounds are documentation.

use serde_json::{Number, Value, json};

use super::Keywords;
use crate::diagnostics::{Code, shape_of};
use crate::dialect::repair::as_integer;
use crate::dialect::walk::Walk;
use crate::source::Pointer;

pub(super) fn read(walk: &mut Walk<'_>, at: &Pointer, map: &mut Keywords) {
    exclusive(walk, at, map, "exclusiveMinimum", "minimum", |exclusive, bound| exclusive >= bound);
    exclusive(walk, at, map, "exclusiveMaximum", "maximum", |exclusive, bound| exclusive <= bound);
    if map.get("type").and_then(Value::as_str) == Some("integer") {
        widen(walk, at, map);
        for keyword in ["minimum", "maximum", "multipleOf"] {
            integral(walk, at, map, keyword);
        }
    }
}

/// Of an exclusive and an inclusive bound only the narrower one counts.
fn exclusive(
    walk: &mut Walk<'_>,
    at: &Pointer,
    map: &mut Keywords,
    keyword: &str,
    bound: &str,
    is_narrower: fn(f64, f64) -> bool,
) {
    let number = match map.shift_remove(keyword) {
        // Without a bound there is nothing to exclude.
        Some(Value::Bool(true)) if map.contains_key(bound) => {
            map.insert(keyword.to_owned(), json!(true));
            return;
        }
        None | Some(Value::Null | Value::Bool(_)) => return,
        Some(Value::Number(number)) => number,
        Some(value @ (Value::String(_) | Value::Array(_) | Value::Object(_))) => {
            let message =
                format!("this is {} where a number belongs: it is dropped", shape_of(&value));
            walk.d.warning(Code::Malformed, &at.child(keyword), message);
            return;
        }
    };
    let inclusive = map.get(bound).and_then(Value::as_f64);
    let narrower = match (number.as_f64(), inclusive) {
        (Some(number), Some(inclusive)) => is_narrower(number, inclusive),
        (Some(_), None) => true,
        (None, _) => false,
    };
    if narrower {
        walk.d.moved(at.child(bound), at.child(keyword));
        map.insert(bound.to_owned(), Value::Number(number));
        map.insert(keyword.to_owned(), json!(true));
    }
}

/// Where the bounds of an integer lie beyond 64 bits with sign, its format says how wide it is:
/// what reads the bounds after this takes no others. The ends of 64 bits count as within them also
/// where a program of floats has written them down.
fn widen(walk: &mut Walk<'_>, at: &Pointer, map: &mut Keywords) {
    let bound = |keyword: &str| map.get(keyword).and_then(Value::as_f64);
    let bound = |keyword: &str| bound(keyword).filter(|bound| bound.abs() < FAR);
    let (low, high) = (bound("minimum"), bound("maximum").unwrap_or_default());
    let least = low.unwrap_or_default();
    if least >= -TO_63 && high <= TO_63 {
        return;
    }
    let known = map.get("format").and_then(Value::as_str).unwrap_or_default();
    if ["int128", "uint128", "int256", "uint256"].contains(&known) {
        return;
    }
    let unsigned = low.map_or(known.starts_with('u'), |low| low >= 0.0);
    let (format, most) = match unsigned {
        true if high <= TO_64 => ("uint64", TO_64),
        true => ("uint128", TO_127 * 2.0),
        false => ("int128", TO_127),
    };
    if high > most || least < -TO_127 {
        let keyword = if high > most { "maximum" } else { "minimum" };
        let message = "integers beyond 128 bits are not read";
        walk.d.note(Code::Unsupported, &at.child(keyword), message);
    }
    map.insert("format".to_owned(), json!(format));
}

/// Two to the power of so much.
const TO_63: f64 = 9_223_372_036_854_775_808.0;
const TO_64: f64 = 2.0 * TO_63;
const TO_127: f64 = TO_63 * TO_64;

/// Bounds from here on say that there is none.
const FAR: f64 = 1e80;

fn integral(walk: &mut Walk<'_>, at: &Pointer, map: &mut Keywords, keyword: &str) {
    let Some(Value::Number(number)) = map.get_mut(keyword) else { return };
    *number = as_integer(number.clone());
    if !number.is_i64() {
        let message = format!("`{keyword}: {number}` is ignored: {}", objection(number));
        walk.d.note(Code::Ignored, &at.child(keyword), message);
        map.shift_remove(keyword);
        // A bound that is gone excludes nothing.
        map.shift_remove(match keyword {
            "minimum" => "exclusiveMinimum",
            _ => "exclusiveMaximum",
        });
    }
}

fn objection(number: &Number) -> &'static str {
    let fraction = number.as_f64().is_some_and(|number| number.fract() != 0.0);
    if fraction { "it is no integer" } else { "it counts for the width of the integer only" }
}
