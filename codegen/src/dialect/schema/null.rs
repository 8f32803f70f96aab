//! Null, in every spelling there is.
//!
//! In: keywords that allow null, each in its own way. Out: `nullable: true` beside what
//! else there can be, and for null alone one form of its own:
//! `{nullable: true, x-link-null: true}`.

use serde_json::{Value, json};

use super::Keywords;
use super::keywords::Role;
use crate::diagnostics::Code;
use crate::dialect::walk::Walk;
use crate::source::Pointer;

const NULL: &str = "x-link-null";

/// Allows null beside what there is.
pub(super) fn allow(map: &mut Keywords) {
    map.insert("nullable".to_owned(), json!(true));
}

/// Allows nothing but null.
pub(super) fn only(map: &mut Keywords) {
    map.retain(|keyword, _| Role::of(keyword) == Role::Remark);
    allow(map);
    map.insert(NULL.to_owned(), json!(true));
}

/// Whether the schema allows nothing but null.
pub(super) fn is_null(map: &Keywords) -> bool {
    map.contains_key(NULL)
}

/// Whether the schema says no more than that null is allowed: `{nullable: true}` as well.
pub(super) fn is_mark(map: &Keywords) -> bool {
    is_null(map) || (map.len() == 1 && is_nullable(map))
}

pub(super) fn is_nullable(map: &Keywords) -> bool {
    map.get("nullable") == Some(&Value::Bool(true))
}

/// `allOf: [A, {nullable: true}]`, by which 3.0 documents mean a nullable A.
pub(super) fn from_parts(walk: &mut Walk<'_>, at: &Pointer, map: &mut Keywords) {
    let Some(Value::Array(parts)) = map.get_mut("allOf") else { return };
    let is_mark = |part: &Value| part.as_object().is_some_and(is_mark);
    if parts.len() < 2 || !parts.iter().any(is_mark) {
        return;
    }
    let here = at.child("allOf");
    if let Some(index) = parts.iter().position(|part| part.as_object().is_some_and(is_null)) {
        let message = "nothing is both null and the rest of this: null is read as one more value";
        walk.d.warning(Code::Malformed, &here.child(index), message);
    }
    let before = std::mem::take(parts);
    let mut moves = Vec::new();
    for (index, part) in before.into_iter().enumerate() {
        if !is_mark(&part) {
            moves.push((here.child(parts.len()), here.child(index)));
            parts.push(part);
        }
    }
    walk.d.moved_together(moves);
    allow(map);
}
