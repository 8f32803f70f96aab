//! `enum` and `const`: a list of values becomes an enumeration.
//!
//! In: the values. Out: a definition whose variants are in the document's order. An
//! enumeration is open unless the document or the settings say that it is complete.

use openapiv3::{AnySchema, SchemaData};
use serde_json::Value;

use super::Lowering;
use crate::api::{Enum, Kind, Naming, Representation, Scalar, Type, Variant};
use crate::diagnostics::Code;
use crate::source::Pointer;

impl Lowering<'_> {
    /// The type of a schema with `enum`.
    pub(super) fn enumeration(
        &mut self,
        at: &Pointer,
        data: &SchemaData,
        flat: &AnySchema,
        naming: Naming,
    ) -> Type {
        let values = flat
            .enumeration
            .iter()
            .enumerate()
            .filter(|(_, value)| !value.is_null())
            .collect::<Vec<_>>();
        let Some(representation) = representation(&values) else {
            let scalar = |(_, value): &(usize, &Value)| !value.is_object() && !value.is_array();
            let all = values.iter().all(scalar);
            let what = if all { "of several types" } else { "that are lists or objects" };
            self.unsupported(at, &format!("an `enum` of values {what}"));
            return Type::Any;
        };
        if representation == Representation::Boolean && values.len() > 1 {
            return Type::Boolean;
        }
        let constant = data.extensions.contains_key("x-link-const");
        let variants = self.variants(at, data, &values, constant);
        let exhaustive = data.extensions.get("x-junction-exhaustive") == Some(&Value::Bool(true));
        let closed = &self.settings.enums.closed;
        let listed = self.listed(closed, at);
        let open = !(constant || exhaustive || listed || representation == Representation::Boolean);
        let kind = Kind::Enum(Enum { representation, open, variants });
        Type::Named(self.reserve(at, data, naming, kind))
    }

    fn variants(
        &mut self,
        at: &Pointer,
        data: &SchemaData,
        values: &[(usize, &Value)],
        constant: bool,
    ) -> Vec<Variant> {
        let mut variants: Vec<Variant> = Vec::new();
        for (index, value) in values {
            let pointer = if constant { at.child("const") } else { at.child("enum").child(index) };
            let Some(value) = scalar(value) else {
                continue;
            };
            if variants.iter().any(|variant| variant.value == value) {
                self.diagnostics.note(Code::Ignored, &pointer, "this value is listed twice");
                continue;
            }
            variants.push(Variant {
                name: listed_text(data, "x-enum-varnames", *index),
                doc: listed_text(data, "x-enum-descriptions", *index),
                pointer,
                value,
            });
        }
        variants
    }
}

/// An entry of a list that runs in parallel to the values.
fn listed_text(data: &SchemaData, extension: &str, index: usize) -> Option<String> {
    let text = data.extensions.get(extension)?.get(index)?.as_str()?;
    Some(text.to_owned())
}

fn representation(values: &[(usize, &Value)]) -> Option<Representation> {
    let all = |test: fn(&Value) -> bool| values.iter().all(|(_, value)| test(value));
    if values.is_empty() {
        None
    } else if all(Value::is_string) {
        Some(Representation::Text)
    } else if all(Value::is_i64) {
        Some(Representation::Integer)
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
        Value::Number(number) => match number.as_i64() {
            Some(integer) => Some(Scalar::Integer(integer)),
            None => number.as_f64().map(Scalar::Number),
        },
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}
