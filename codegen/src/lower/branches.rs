//! The branches of a union, before their types are known.
//!
//! In: `oneOf` and `anyOf`. Out: the branches that count, with their places and with what they are
//! called. Builds no type.

use openapiv3::{AnySchema, ReferenceOr, Schema, SchemaData, SchemaKind};
use serde_json::Value;

use super::shape::{Shape, classify, flatten};
use crate::source::Pointer;

/// A branch before its type is known.
#[derive(Clone)]
pub(super) struct Alternative {
    /// Where it stands.
    pub(super) at: Pointer,
    /// Its schema.
    pub(super) item: ReferenceOr<Schema>,
}

/// The branches of a schema, with those of branches that are nothing but branches in their place.
pub(super) fn alternatives(at: &Pointer, flat: &AnySchema, data: &SchemaData) -> Vec<Alternative> {
    let (keyword, branches) =
        if flat.one_of.is_empty() { ("anyOf", &flat.any_of) } else { ("oneOf", &flat.one_of) };
    let mut found = Vec::new();
    for (index, item) in branches.iter().enumerate() {
        let at = at.child(keyword).child(index);
        let ReferenceOr::Item(schema) = item else {
            found.push(Alternative { at, item: item.clone() });
            continue;
        };
        let inner = flatten(&schema.schema_kind);
        let nested = matches!(classify(&schema.schema_data, &inner), Shape::Union)
            && schema.schema_data.discriminator.is_none()
            && !schema.schema_data.nullable
            && data.discriminator.is_none();
        if nested {
            found.extend(alternatives(&at, &inner, &schema.schema_data));
        } else {
            let item = ReferenceOr::Item(with_type(schema, &inner, flat));
            found.push(Alternative { at, item });
        }
    }
    found
}

/// A branch without a type has the one that stands beside the branches.
fn with_type(schema: &Schema, inner: &AnySchema, outer: &AnySchema) -> Schema {
    let composed = !(inner.one_of.is_empty() && inner.any_of.is_empty() && inner.all_of.is_empty());
    let silent = inner.typ.is_none() && inner.properties.is_empty() && inner.items.is_none();
    if !silent || composed || outer.typ.is_none() {
        return schema.clone();
    }
    let typed = AnySchema { typ: outer.typ.clone(), ..inner.clone() };
    Schema { schema_data: schema.schema_data.clone(), schema_kind: SchemaKind::Any(typed) }
}

/// Whether the type of a schema never needs a name.
pub(super) fn is_plain(schema: &Schema) -> bool {
    let flat = flatten(&schema.schema_kind);
    match classify(&schema.schema_data, &flat) {
        Shape::Text(_)
        | Shape::Integer(_)
        | Shape::Number
        | Shape::Boolean
        | Shape::Null
        | Shape::Any
        | Shape::Never => true,
        Shape::Enum
        | Shape::Struct
        | Shape::Map
        | Shape::List
        | Shape::AllOf
        | Shape::OneBranch
        | Shape::Union => false,
    }
}

/// What a branch is called.
pub(super) fn words(index: usize, alternatives: &[Alternative]) -> String {
    let schema = match &alternatives[index].item {
        ReferenceOr::Reference { reference } => {
            let target = Pointer::parse(reference);
            return target.and_then(|target| target.last()).unwrap_or_default();
        }
        ReferenceOr::Item(schema) => schema,
    };
    if let Some(title) = &schema.schema_data.title
        && title.split_whitespace().count() <= 5
        && title.chars().any(char::is_alphanumeric)
    {
        return title.clone();
    }
    let flat = flatten(&schema.schema_kind);
    if let Some(value) = constant(&flat) {
        return value;
    }
    match classify(&schema.schema_data, &flat) {
        Shape::Text(format) => format.unwrap_or_else(|| "Text".to_owned()),
        Shape::Integer(_) => "Integer".to_owned(),
        Shape::Number => "Number".to_owned(),
        Shape::Boolean => "Boolean".to_owned(),
        Shape::Enum => "Value".to_owned(),
        Shape::AllOf if part(&flat).is_some() => part(&flat).unwrap_or_default(),
        Shape::Struct | Shape::AllOf => own_member(index, alternatives, &flat),
        Shape::Map => "Map".to_owned(),
        Shape::List => list_words(&flat),
        Shape::OneBranch | Shape::Union => "Choice".to_owned(),
        Shape::Null | Shape::Any | Shape::Never => "Json".to_owned(),
    }
}

fn list_words(flat: &AnySchema) -> String {
    match &flat.items {
        Some(ReferenceOr::Reference { reference }) => {
            let target = Pointer::parse(reference).and_then(|target| target.last());
            format!("List of {}", target.unwrap_or_default())
        }
        Some(ReferenceOr::Item(schema)) => {
            let inner = flatten(&schema.schema_kind);
            let title = schema.schema_data.title.clone();
            let title = title.filter(|title| title.split_whitespace().count() <= 3);
            let what = title.or(inner.typ).unwrap_or_else(|| "item".to_owned());
            format!("List of {what}")
        }
        None => "List".to_owned(),
    }
}

/// The value of the first member that can have only one.
fn constant(flat: &AnySchema) -> Option<String> {
    flat.properties.values().find_map(|item| match item {
        ReferenceOr::Item(schema) => match flatten(&schema.schema_kind).enumeration.as_slice() {
            [Value::String(text)] => Some(text.clone()),
            _ => None,
        },
        ReferenceOr::Reference { .. } => None,
    })
}

/// The name of the first schema that a branch is made of.
fn part(flat: &AnySchema) -> Option<String> {
    flat.all_of.iter().find_map(reference_of)?.last()
}

/// A structure among others is called after the first member that it alone requires or has.
/// A required one comes in least often, for that breaks callers anyway; positions move with every
/// branch, and the first of the alphabet with every member.
fn own_member(index: usize, alternatives: &[Alternative], flat: &AnySchema) -> String {
    let others = alternatives.iter().enumerate().filter(|(other, _)| *other != index);
    let others = others
        .filter_map(|(_, other)| match &other.item {
            ReferenceOr::Item(schema) => Some(flatten(&schema.schema_kind)),
            ReferenceOr::Reference { .. } => None,
        })
        .collect::<Vec<_>>();
    if others.iter().all(|other| other.properties.is_empty() && other.all_of.is_empty()) {
        return "Object".to_owned();
    }
    let alone = |name: &&String| !others.iter().any(|other| other.properties.contains_key(*name));
    let required = flat.required.iter().find(alone);
    let found = required.or_else(|| flat.properties.keys().find(alone));
    found.map_or_else(|| "Object".to_owned(), |name| format!("With {name}"))
}

/// What the value of a mapping leads to: a reference, or the name of a schema.
pub(super) fn mapped(target: &str) -> Pointer {
    let pointer = Pointer::parse(target).filter(|_| target.starts_with('#'));
    pointer.unwrap_or_else(|| Pointer::root().join(&["components", "schemas", target]))
}

pub(super) fn reference_of(item: &ReferenceOr<Schema>) -> Option<Pointer> {
    match item {
        ReferenceOr::Reference { reference } => Pointer::parse(reference),
        ReferenceOr::Item(_) => None,
    }
}
