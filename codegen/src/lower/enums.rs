//! `enum` and `const`: a list of values becomes an enumeration.
//!
//! In: the values. Out: a definition whose variants are in the document's order; a union of
//! several where the values are of several types. An enumeration is open unless the document or
//! the settings say that it is complete.

use openapiv3::{AnySchema, SchemaData};
use serde_json::Value;

use super::Lowering;
use super::tags::Told;
use crate::api::{Branch, Enum, Kind, Naming, Representation, Scalar, Type, Union, Variant};
use crate::diagnostics::Code;
use crate::source::Pointer;

/// A value that the document lists.
pub(super) struct Listed {
    /// Where it stands.
    pub(super) pointer: Pointer,
    /// The value.
    pub(super) value: Value,
    /// What the document calls it, where it does.
    pub(super) name: Option<String>,
    /// The document's words.
    pub(super) doc: Option<String>,
}

impl Lowering<'_> {
    /// The type of a schema with `enum`.
    pub(super) fn enumeration(
        &mut self,
        at: &Pointer,
        data: &SchemaData,
        flat: &AnySchema,
        naming: Naming,
    ) -> Type {
        let values = listed(at, data, flat);
        match representation(&values) {
            Some(Representation::Boolean) if values.len() > 1 => Type::Boolean,
            Some(kind) => self.enum_of(at, data, naming, kind, values),
            None if values.iter().any(|listed| is_structured(&listed.value)) => {
                let message = "an `enum` of lists or objects has no effect on the generated types";
                self.diagnostics.note(Code::Ignored, &at.child("enum"), message);
                Type::Any
            }
            None => self.mixed(at, data, naming, values),
        }
    }

    /// Values of several types: an enumeration for each of the types.
    fn mixed(
        &mut self,
        at: &Pointer,
        data: &SchemaData,
        naming: Naming,
        values: Vec<Listed>,
    ) -> Type {
        let id = self.reserve(at, data, naming, Kind::Union(Union::default()));
        let mut union = Union::default();
        let mut rest = values;
        for (words, fits) in KINDS {
            let (these, others): (Vec<_>, Vec<_>) =
                rest.into_iter().partition(|listed| fits(&listed.value));
            rest = others;
            let Some(kind) = representation(&these) else {
                continue;
            };
            let place = at.child("enum").child(words);
            let naming = Naming::Member { parent: id, part: words.to_owned() };
            let bare = SchemaData::default();
            let ty = match kind {
                Representation::Boolean if these.len() > 1 => Type::Boolean,
                _ => self.enum_of(&place, &bare, naming, kind, these),
            };
            union.branches.push(Branch::new(place, words.to_owned(), ty));
        }
        self.types[id.index()].kind = Kind::Union(union);
        self.told.insert(id, Told { property: None, hints: Vec::new(), default: None });
        Type::Named(id)
    }

    /// The enumeration of some values of one kind.
    pub(super) fn enum_of(
        &mut self,
        at: &Pointer,
        data: &SchemaData,
        naming: Naming,
        representation: Representation,
        values: Vec<Listed>,
    ) -> Type {
        let mut variants: Vec<Variant> = Vec::new();
        for Listed { pointer, value, name, doc } in values {
            let Some(value) = scalar(&value) else {
                continue;
            };
            if matches!(value, Scalar::Number(number) if number.abs() >= BEYOND) {
                let message = "this value is beyond 64 bits: it is compared and sent as a float, \
                               without its last digits";
                self.diagnostics.warning(Code::Unsupported, &pointer, message);
            }
            if variants.iter().any(|variant| variant.value == value) {
                self.diagnostics.note(Code::Ignored, &pointer, "this value is listed twice");
                continue;
            }
            variants.push(Variant { pointer, value, name, doc });
        }
        let constant = data.extensions.contains_key("x-link-const");
        let exhaustive = data.extensions.get("x-junction-exhaustive") == Some(&Value::Bool(true));
        let closed = &self.settings.enums.closed;
        let chosen = self.listed(closed, at);
        let open = !(constant || exhaustive || chosen || representation == Representation::Boolean);
        let kind = Kind::Enum(Enum { representation, open, variants });
        Type::Named(self.reserve(at, data, naming, kind))
    }
}

/// Integers from here on are read from the document as floats.
const BEYOND: f64 = 18_446_744_073_709_551_616.0;

/// The kinds of scalars, with what an enumeration of one of them is called among others.
const KINDS: [(&str, Test); 3] =
    [("Text", Value::is_string), ("Number", Value::is_number), ("Boolean", Value::is_boolean)];

type Test = fn(&Value) -> bool;

fn listed(at: &Pointer, data: &SchemaData, flat: &AnySchema) -> Vec<Listed> {
    let constant = data.extensions.contains_key("x-link-const");
    let values = flat.enumeration.iter().enumerate().filter(|(_, value)| !value.is_null());
    let values = values.map(|(index, value)| Listed {
        pointer: if constant { at.child("const") } else { at.child("enum").child(index) },
        value: value.clone(),
        name: listed_text(data, "x-enum-varnames", index),
        doc: listed_text(data, "x-enum-descriptions", index),
    });
    values.collect()
}

fn is_structured(value: &Value) -> bool {
    value.is_array() || value.is_object()
}

/// An entry of a list that runs in parallel to the values.
fn listed_text(data: &SchemaData, extension: &str, index: usize) -> Option<String> {
    let text = data.extensions.get(extension)?.get(index)?.as_str()?;
    Some(text.to_owned())
}

/// What all of the values are; `None` where they are of several types, or no scalars.
pub(super) fn representation(values: &[Listed]) -> Option<Representation> {
    let all = |test: Test| values.iter().all(|listed| test(&listed.value));
    if values.is_empty() {
        None
    } else if all(Value::is_string) {
        Some(Representation::Text)
    } else if all(Value::is_i64) {
        Some(Representation::Integer)
    } else if all(|value| value.is_i64() || value.is_u64()) {
        Some(Representation::Wide)
    } else if all(Value::is_number) {
        Some(Representation::Number)
    } else if all(Value::is_boolean) {
        Some(Representation::Boolean)
    } else {
        None
    }
}

fn scalar(value: &Value) -> Option<Scalar> {
    match value {
        Value::String(text) => Some(Scalar::Text(text.clone())),
        Value::Bool(boolean) => Some(Scalar::Boolean(*boolean)),
        Value::Number(number) => match (number.as_i64(), number.as_u64()) {
            (Some(integer), _) => Some(Scalar::Integer(integer.into())),
            (None, Some(integer)) => Some(Scalar::Integer(integer.into())),
            (None, None) => number.as_f64().map(Scalar::Number),
        },
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}
