//! `anyOf` and `oneOf`: null taken out, and gone where one branch is left.
//!
//! In: branches in the one dialect. Out: two branches or more that all say something, with
//! `nullable` beside them; a single branch is merged with what stands around it, or stands
//! in `allOf` where it must keep an address or a reference. Does not compare branches.

use serde_json::{Map, Value};

use super::keywords::Role;
use super::{Keywords, is_never, never, null, only_reference};
use crate::diagnostics::Code;
use crate::dialect::reference::add_part;
use crate::dialect::walk::Walk;
use crate::source::Pointer;

pub(super) fn read(walk: &mut Walk<'_>, at: &Pointer, map: &mut Keywords) {
    for keyword in ["anyOf", "oneOf"] {
        if let Some(Value::Array(branches)) = map.shift_remove(keyword) {
            unite(walk, at, map, keyword, branches);
        }
    }
    if map.get("allOf").and_then(Value::as_array).is_some_and(Vec::is_empty) {
        walk.d.warning(Code::Malformed, &at.child("allOf"), "an `allOf` without parts is dropped");
        map.shift_remove("allOf");
    }
}

/// A branch that says something.
struct Branch {
    map: Keywords,
    index: usize,
}

fn unite(
    walk: &mut Walk<'_>,
    at: &Pointer,
    map: &mut Keywords,
    keyword: &str,
    branches: Vec<Value>,
) {
    let here = at.child(keyword);
    let count = branches.len();
    let mut kept = Vec::new();
    let mut nullable = false;
    for (index, branch) in branches.into_iter().enumerate() {
        let Value::Object(mut map) = branch else { continue };
        if null::is_mark(&map) {
            nullable = true;
        } else if !is_never(&map) || map.len() > 1 {
            nullable |= lift_null(walk, &here.child(index), &mut map);
            kept.push(Branch { map, index });
        }
    }
    match kept.len() {
        0 if count == 0 => {
            let message = format!("`{keyword}` without branches is dropped");
            walk.d.warning(Code::Malformed, &here, message);
        }
        0 if nullable => null::only(map),
        0 => {
            map.retain(|keyword, _| Role::of(keyword) == Role::Remark);
            map.append(&mut never());
        }
        // A single branch with a discriminator is a union that has yet to grow.
        1 if !map.contains_key("discriminator") => {
            for branch in kept {
                dissolve(walk, at, map, keyword, branch);
            }
        }
        _ => put_back(walk, at, map, keyword, kept),
    }
    if nullable {
        null::allow(map);
    }
}

/// Null in one branch is null in the union; branches that keep an address keep their null.
fn lift_null(walk: &mut Walk<'_>, at: &Pointer, map: &mut Keywords) -> bool {
    if !null::is_nullable(map) || walk.is_pinned(at) {
        return false;
    }
    map.shift_remove("nullable");
    only_reference(walk, at, map);
    true
}

fn put_back(
    walk: &mut Walk<'_>,
    at: &Pointer,
    map: &mut Keywords,
    keyword: &str,
    branches: Vec<Branch>,
) {
    let here = at.child(keyword);
    let moves = branches.iter().enumerate();
    let moves: Vec<_> =
        moves.map(|(now, branch)| (here.child(now), here.child(branch.index))).collect();
    walk.d.moved_together(moves);
    let branches = branches.into_iter().map(|branch| Value::Object(branch.map));
    map.insert(keyword.to_owned(), Value::Array(branches.collect()));
}

/// Makes one schema of a single branch and of what stands around it.
fn dissolve(walk: &mut Walk<'_>, at: &Pointer, map: &mut Keywords, keyword: &str, branch: Branch) {
    let before = at.child(keyword).child(branch.index);
    let limited = map.keys().any(|keyword| Role::of(keyword) != Role::Remark);
    if limited || branch.map.contains_key("$ref") || walk.is_pinned(&before) {
        add_part(walk, at, map, Value::Object(branch.map), before);
        return;
    }
    let mut moves = Vec::new();
    let mut merged = Map::new();
    for (keyword, value) in branch.map {
        // What is said around the branch is said of this place and wins.
        if !map.contains_key(&keyword) {
            moves.push((at.child(&keyword), before.child(&keyword)));
            merged.insert(keyword, value);
        }
    }
    walk.d.moved_together(moves);
    map.append(&mut merged);
}
