//! References, once everything stands where it stays.
//!
//! In: the walked document and the references that the walk met. Out: the document with
//! what they lead to outside the grammar walked too, every `$ref` in one spelling, and path
//! items and media types, which `openapiv3` cannot refer to, put in where they are meant.
//! What leads nowhere or outside is left for the document stage to say.

use std::collections::BTreeSet;
use std::ops::Bound;

use serde_json::Value;

use super::grammar::{Address, Kind};
use super::reference::{Reading, reading};
use super::uri;
use super::walk::{Reference, Walk};
use crate::diagnostics::Code;
use crate::source::{ONE_FILE, Pointer};

/// How many references can follow one another.
const CHAIN: usize = 64;

/// How many values may be copied in all.
const COPIED: usize = 1_000_000;

/// Settles every reference that the walk met.
pub(super) fn settle(walk: &mut Walk<'_>, document: &mut Value) {
    let mut copies = Copies { pending: BTreeSet::new(), budget: COPIED };
    // Places outside the grammar can hold references of their own.
    while !walk.references.is_empty() {
        let references = std::mem::take(&mut walk.references);
        for reference in references {
            let target = target(walk, document, &reference);
            let target = target.map(|target| schema_of(walk, document, &reference, target));
            if let Some(target) = &target {
                reach(walk, document, &reference, target);
                respell(walk, document, &reference, target);
            }
            if matches!(reading(reference.kind), Reading::PutIn | Reading::PutInAllTheSame) {
                let at = walk.d.history().forward(&reference.at, reference.era);
                copies.pending.insert(at);
            }
        }
    }
    while let Some(at) = copies.pending.pop_first() {
        copies.put_in(walk, document, &at);
    }
}

/// References that what they lead to has yet to be put in for.
struct Copies {
    pending: BTreeSet<Pointer>,
    /// How many values may still be copied.
    budget: usize,
}

/// What a reference leads to.
struct Target {
    /// Where it stands now.
    now: Pointer,
    /// Where it stood when the walk came by, which tells what it is.
    then: Pointer,
}

/// Where a reference leads; `None` where that is nowhere in this document.
fn target(walk: &Walk<'_>, document: &Value, reference: &Reference) -> Option<Target> {
    let (uri, fragment) = reference.text.split_once('#').unwrap_or((&reference.text, ""));
    let history = walk.d.history();
    let named = |name: &str, inside: &Pointer| {
        let (at, era) = walk.names.get(name)?;
        let then = inside.moved(&Pointer::root(), at)?;
        Some(Target { now: history.forward(&then, *era), then })
    };
    let id = reference.base.as_ref().and_then(|base| base.id.as_deref());
    let base = uri::resolve(id.unwrap_or(&walk.own), uri);
    if !fragment.is_empty() && !fragment.starts_with('/') {
        return [base.as_str(), uri, &walk.own]
            .iter()
            .find_map(|scope| named(&format!("{scope}#{fragment}"), &Pointer::root()));
    }
    let then = Pointer::parse(fragment)?;
    if !uri.is_empty() {
        return named(&base, &then).or_else(|| named(uri, &then));
    }
    // By JSON Schema a pointer starts at the closest `$id`; most documents do not know.
    let nested = id.and_then(|id| named(id, &then));
    let plain = Target { now: history.forward(&then, walk.start), then };
    [Some(plain), nested].into_iter().flatten().find(|target| target.now.find(document).is_some())
}

/// A parameter or a header where a schema is meant: the schema that it has.
fn schema_of(
    walk: &mut Walk<'_>,
    document: &Value,
    reference: &Reference,
    target: Target,
) -> Target {
    let Address::Object(kind @ (Kind::Parameter | Kind::Header)) = address(walk, &target.then)
    else {
        return target;
    };
    let schema = target.now.child("schema");
    if reference.kind != Kind::Schema || document.pointer(schema.as_str()).is_none() {
        return target;
    }
    let (text, found) = (&reference.text, kind.name());
    let message = format!("`{text}` leads to {found} where a schema is meant: its schema counts");
    let at = walk.d.history().forward(&reference.at, reference.era);
    walk.d.warning(Code::Malformed, &at, message);
    Target { now: schema, then: target.then.child("schema") }
}

/// Walks what stands outside the grammar, where the reference makes it what it is.
fn reach(walk: &mut Walk<'_>, document: &mut Value, reference: &Reference, target: &Target) {
    match address(walk, &target.then) {
        Address::Object(kind) if kind == reference.kind => {}
        Address::Object(kind) => mistaken(walk, reference, kind.name()),
        Address::List(_) => mistaken(walk, reference, "a list"),
        Address::Map(_) => mistaken(walk, reference, "a map of names"),
        Address::Other => {
            let Some(slot) = document.pointer_mut(target.now.as_str()) else { return };
            if let Some(value) = walk.visit(reference.kind, &target.now, slot.take()) {
                *slot = value;
            }
            walk.extra.insert(target.then.clone(), reference.kind);
        }
    }
}

fn mistaken(walk: &mut Walk<'_>, reference: &Reference, found: &str) {
    let (text, meant) = (&reference.text, reference.kind.name());
    let message = format!("`{text}` leads to {found} where {meant} is meant");
    let at = walk.d.history().forward(&reference.at, reference.era);
    walk.d.error(Code::Malformed, &at, message);
}

/// What stands at an address, places outside the grammar included.
fn address(walk: &Walk<'_>, pointer: &Pointer) -> Address {
    if walk.extra.is_empty() && walk.meant.is_empty() {
        return Address::of(pointer);
    }
    for ancestor in pointer.ancestors() {
        let known = walk.extra.get_key_value(ancestor);
        if let Some((start, kind)) = known.or_else(|| walk.meant.get_key_value(ancestor)) {
            let below = pointer.moved(start, &Pointer::root()).unwrap_or_default();
            return below
                .steps()
                .fold(Address::Object(*kind), |address, step| address.child(&step));
        }
    }
    Address::of(pointer)
}

/// Gives a reference the one spelling that its target has.
fn respell(walk: &Walk<'_>, document: &mut Value, reference: &Reference, target: &Target) {
    let text = target.now.to_reference();
    if text == reference.text {
        return;
    }
    let at = walk.d.history().forward(&reference.at, reference.era);
    let Some(slot) = document.pointer_mut(at.as_str()) else { return };
    if let Value::Object(map) = slot {
        if let Some(slot) = map.get_mut("$ref") {
            *slot = Value::String(text);
        }
    } else if slot.is_string() {
        *slot = Value::String(text);
    }
}

impl Copies {
    /// Puts a copy of what is referred to in the place of the reference.
    fn put_in(&mut self, walk: &mut Walk<'_>, document: &mut Value, at: &Pointer) {
        let source = end_of_chain(walk, document, at);
        if let Some(source) = &source {
            self.put_in_below(walk, document, source);
        }
        let found = source.as_ref().and_then(|at| at.find(document)?.as_object());
        let cost = found.map_or(0, |found| found.values().map(weight).sum());
        let copied = found.filter(|_| cost <= self.budget).cloned();
        let Some(Value::Object(own)) = document.pointer_mut(at.as_str()) else { return };
        own.shift_remove("$ref");
        let Some(source) = source else { return };
        let Some(copied) = copied else {
            let message = "what this and other references stand for is too much to copy";
            walk.d.error(Code::Unsupported, at, message);
            return;
        };
        self.budget -= cost;
        let mut moves = Vec::new();
        for (key, value) in copied {
            if own.contains_key(&key) {
                let message =
                    format!("`{key}` stands both here and where the `$ref` leads: this one counts");
                walk.d.note(Code::Conflict, &at.child(&key), message);
            } else {
                moves.push((at.child(&key), source.child(&key)));
                own.insert(key, value);
            }
        }
        walk.d.moved_together(moves);
    }

    /// What is copied has to be whole: the references in it come first.
    fn put_in_below(&mut self, walk: &mut Walk<'_>, document: &mut Value, source: &Pointer) {
        let inside = format!("{}/", source.as_str());
        loop {
            let from = (Bound::Included(inside.as_str()), Bound::Unbounded);
            let next = self.pending.range::<str, _>(from).next();
            let Some(next) = next.filter(|next| next.as_str().starts_with(&inside)).cloned() else {
                return;
            };
            self.pending.remove(&next);
            self.put_in(walk, document, &next);
        }
    }
}

fn weight(value: &Value) -> usize {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 1,
        Value::Array(list) => list.iter().map(weight).sum::<usize>() + 1,
        Value::Object(map) => map.values().map(weight).sum::<usize>() + 1,
    }
}

/// Follows references from one object to the next, to the first that is none; `None` where
/// that is no object of the same kind, which is said.
fn end_of_chain(walk: &mut Walk<'_>, document: &Value, start: &Pointer) -> Option<Pointer> {
    let here = start.child("$ref");
    let kind = address(walk, start);
    let mut at = start.clone();
    for _ in 0..CHAIN {
        let Some(text) = at.find(document)?.get("$ref").and_then(Value::as_str) else {
            // What is of another kind was said where the reference was met.
            return Some(at).filter(|at| address(walk, at) == kind);
        };
        let next = Pointer::parse(text).filter(|_| text.starts_with('#'));
        let Some(next) = next else {
            let message = format!("`{text}` leads to no file in the document's folder");
            walk.d.error(Code::ExternalRef, &here, message).with_help(ONE_FILE);
            return None;
        };
        if next.find(document).is_none() {
            walk.d.error(Code::DanglingRef, &here, format!("`{text}` leads nowhere"));
            return None;
        }
        at = next;
    }
    let message = "these references lead in a circle, or through too many others";
    walk.d.error(Code::RefCycle, &here, message);
    None
}
