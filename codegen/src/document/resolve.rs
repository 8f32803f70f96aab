//! From a `$ref` to what it leads to.
//!
//! In: the text of a reference and where it stands. Out: the piece at the end of the chain
//! and its place, or what is wrong with the way there. Reads only this document.

use std::borrow::Cow;

use openapiv3::{ReferenceOr, Schema};
use serde_json::Value;

use super::{Document, Piece};
use crate::diagnostics::{Code, Diagnostics};
use crate::source::{ONE_FILE, Pointer};

/// How many letters of a name can be wrong for it still to be meant.
const TYPOS: usize = 2;

/// How many references can follow one another.
const CHAIN: usize = 64;

impl Document {
    /// Follows a reference, through others too, to where it ends, and reads what is there.
    pub fn resolve<T: Piece>(
        &self,
        at: &Pointer,
        reference: &str,
        d: &mut Diagnostics,
    ) -> Option<(Pointer, T)> {
        let (pointer, value) = self.follow(at, reference, d)?;
        let piece = T::read(value, &pointer, d)?;
        Some((pointer, piece))
    }

    /// A piece that stands where it is wanted, or behind a reference there, with its place.
    pub fn resolve_item<'i, T: Piece + Clone>(
        &self,
        at: &Pointer,
        item: &'i ReferenceOr<T>,
        d: &mut Diagnostics,
    ) -> Option<(Pointer, Cow<'i, T>)> {
        match item {
            ReferenceOr::Item(piece) => Some((at.clone(), Cow::Borrowed(piece))),
            ReferenceOr::Reference { reference } => {
                let (pointer, piece) = self.resolve(at, reference, d)?;
                Some((pointer, Cow::Owned(piece)))
            }
        }
    }

    /// The same as [`resolve`](Self::resolve) for schemas, of which those that the document names
    /// have been read already.
    pub fn resolve_schema(
        &self,
        at: &Pointer,
        reference: &str,
        d: &mut Diagnostics,
    ) -> Option<(Pointer, Cow<'_, Schema>)> {
        let (pointer, value) = self.follow(at, reference, d)?;
        let schema = match self.component(&pointer) {
            Some(schema) => Cow::Borrowed(schema),
            None => Cow::Owned(Schema::read(value, &pointer, d)?),
        };
        Some((pointer, schema))
    }

    fn component(&self, pointer: &Pointer) -> Option<&Schema> {
        let mut steps = pointer.steps();
        let section = steps.next()? == "components" && steps.next()? == "schemas";
        let name = steps.next().filter(|_| section && steps.next().is_none())?;
        match self.schemas.get(name.as_ref())? {
            ReferenceOr::Item(schema) => Some(schema),
            ReferenceOr::Reference { .. } => None,
        }
    }

    pub(super) fn follow(
        &self,
        at: &Pointer,
        reference: &str,
        d: &mut Diagnostics,
    ) -> Option<(Pointer, &Value)> {
        let mut passed: Vec<Pointer> = Vec::new();
        let mut reference = reference;
        loop {
            let from = passed.last().unwrap_or(at);
            let pointer = target(from, reference, d)?;
            let Some(value) = self.value(&pointer) else {
                self.dangling(from, reference, &pointer, d);
                return None;
            };
            if passed.contains(&pointer) || passed.len() > CHAIN {
                let message =
                    format!("`{reference}` leads back to itself, or through too many others");
                d.error(Code::RefCycle, at, message);
                return None;
            }
            match value.get("$ref") {
                Some(Value::String(next)) => reference = next,
                _ => return Some((pointer, value)),
            }
            passed.push(pointer);
        }
    }

    fn dangling(&self, at: &Pointer, reference: &str, pointer: &Pointer, d: &mut Diagnostics) {
        let diagnostic = d.error(Code::DanglingRef, at, format!("`{reference}` leads nowhere"));
        if let Some(near) = self.nearest(pointer) {
            diagnostic.with_help(format!("did you mean `$ref: '{}'`?", near.to_reference()));
        } else if let Some(name) = schema_name(pointer) {
            let name = Value::from(name);
            diagnostic.with_help(format!(
                "until the document has it, the overlay can let it be anything: \
                 `{{ target: $.components.schemas, update: {{ {name}: {{}} }} }}`"
            ));
        }
    }

    /// The pointer that is closest in spelling, where only the last step is wrong; else what
    /// has the same name among the components.
    fn nearest(&self, pointer: &Pointer) -> Option<Pointer> {
        let wanted = pointer.last()?;
        self.misspelt(&pointer.parent()?, &wanted).or_else(|| self.misplaced(&wanted))
    }

    fn misspelt(&self, parent: &Pointer, wanted: &str) -> Option<Pointer> {
        let names = self.value(parent)?.as_object()?.keys();
        let near = names.map(|name| (difference(name, wanted), name));
        let (difference, name) = near.min_by_key(|(difference, _)| *difference)?;
        (difference <= TYPOS).then(|| parent.child(name))
    }

    fn misplaced(&self, wanted: &str) -> Option<Pointer> {
        let components = Pointer::root().child("components");
        let sections = self.value(&components)?.as_object()?;
        let section = sections.iter().find(|(_, names)| names.get(wanted).is_some())?.0;
        Some(components.child(section).child(wanted))
    }
}

/// The name, where a pointer leads to a schema among the components.
fn schema_name(pointer: &Pointer) -> Option<String> {
    let schemas = Pointer::root().join(&["components", "schemas"]);
    (pointer.parent()? == schemas).then(|| pointer.last())?
}

fn target(at: &Pointer, reference: &str, d: &mut Diagnostics) -> Option<Pointer> {
    let pointer = Pointer::parse(reference).filter(|_| reference.starts_with('#'));
    if pointer.is_none() {
        if reference.starts_with('#') {
            d.error(Code::DanglingRef, at, format!("`{reference}` leads nowhere"))
                .with_help("a reference is written as `$ref: '#/components/schemas/Name'`");
        } else {
            d.error(
                Code::ExternalRef,
                at,
                format!("`{reference}` leads to no file in the document's folder"),
            )
            .with_help(ONE_FILE);
        }
    }
    pointer
}

/// How many letters lie between the common start and the common end of two names, capitals
/// aside. Takes no more than one look at each, for a document can have thousands of names.
fn difference(one: &str, other: &str) -> usize {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let same = |(a, b): &(&u8, &u8)| a.eq_ignore_ascii_case(b);
    let start = one.iter().zip(other).take_while(same).count();
    let rest = one.len().min(other.len()) - start;
    let end = one.iter().rev().zip(other.iter().rev()).take(rest).take_while(same).count();
    one.len().max(other.len()) - start - end
}
