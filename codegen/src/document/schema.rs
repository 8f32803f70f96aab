//! Schemas: from a value to `openapiv3`'s type.
//!
//! In: a schema in the one dialect. Out: the same as [`Schema`], its parts included. See
//! [`super::piece`] for why it is read one level at a time.

use indexmap::IndexMap;
use openapiv3::{AdditionalProperties, AnySchema, ReferenceOr, Schema, SchemaKind, Type};
use serde_json::Value;

use super::piece::{Parts, Piece, reference_or};
use crate::diagnostics::Diagnostics;
use crate::source::Pointer;

const PARTS: [&str; 7] =
    ["properties", "additionalProperties", "items", "allOf", "anyOf", "oneOf", "not"];

impl Piece for Schema {
    fn read(value: &Value, at: &Pointer, d: &mut Diagnostics) -> Option<Self> {
        let (mut schema, mut parts): (Self, _) = Parts::of(value, at, "a schema", &PARTS, d)?;
        match &mut schema.schema_kind {
            SchemaKind::Type(Type::Object(object)) => {
                object.properties = properties(&mut parts);
                additional(&mut parts, &mut object.additional_properties);
            }
            SchemaKind::Type(Type::Array(array)) => array.items = boxed(&mut parts, "items"),
            SchemaKind::Type(
                Type::String(_) | Type::Number(_) | Type::Integer(_) | Type::Boolean(_),
            ) => {}
            SchemaKind::OneOf { one_of } => *one_of = parts.many("oneOf"),
            SchemaKind::AllOf { all_of } => *all_of = parts.many("allOf"),
            SchemaKind::AnyOf { any_of } => *any_of = parts.many("anyOf"),
            SchemaKind::Not { not } => not_schema(&mut parts, not),
            SchemaKind::Any(any) => mixed(&mut parts, any),
        }
        parts.complete(schema)
    }
}

/// A schema of keywords that `openapiv3` has no kind of its own for.
fn mixed(parts: &mut Parts<'_, '_>, any: &mut AnySchema) {
    any.properties = properties(parts);
    additional(parts, &mut any.additional_properties);
    any.items = boxed(parts, "items");
    any.one_of = parts.many("oneOf");
    any.all_of = parts.many("allOf");
    any.any_of = parts.many("anyOf");
    if let Some(not) = &mut any.not {
        not_schema(parts, not);
    }
}

fn properties(parts: &mut Parts<'_, '_>) -> IndexMap<String, ReferenceOr<Box<Schema>>> {
    parts.named("properties", |value, at, d| reference_or(value, at, d).map(into_box))
}

/// What was read empty is a schema; a flag is there already.
fn additional(parts: &mut Parts<'_, '_>, empty: &mut Option<AdditionalProperties>) {
    if let Some(AdditionalProperties::Schema(slot)) = empty
        && let Some(schema) = parts.one("additionalProperties")
    {
        **slot = schema;
    }
}

fn boxed(parts: &mut Parts<'_, '_>, key: &str) -> Option<ReferenceOr<Box<Schema>>> {
    parts.one(key).map(into_box)
}

fn not_schema(parts: &mut Parts<'_, '_>, slot: &mut ReferenceOr<Schema>) {
    if let Some(schema) = parts.one("not") {
        *slot = schema;
    }
}

fn into_box(schema: ReferenceOr<Schema>) -> ReferenceOr<Box<Schema>> {
    match schema {
        ReferenceOr::Item(schema) => ReferenceOr::Item(Box::new(schema)),
        ReferenceOr::Reference { reference } => ReferenceOr::Reference { reference },
    }
}
