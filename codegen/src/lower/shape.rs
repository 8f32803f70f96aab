//! What a schema is, decided before anything is built.
//!
//! In: a schema as `openapiv3` reads it, in one of several forms. Out: the one form that holds
//! all keywords, and its [`Shape`]. Builds no type and follows no reference.

use openapiv3::{AdditionalProperties, AnySchema, SchemaData, SchemaKind};
use openapiv3::{Type as Typed, VariantOrUnknownOrEmpty as Format};

/// What a schema is.
pub(super) enum Shape {
    Text(Option<String>),
    Integer(Option<String>),
    Number,
    Boolean,
    Enum,
    Struct,
    Map,
    List,
    AllOf,
    OneBranch,
    Null,
    Any,
    Unsupported(&'static str),
}

/// Decides what a schema is.
pub(super) fn classify(data: &SchemaData, flat: &AnySchema) -> Shape {
    if data.extensions.contains_key("x-link-null") {
        return Shape::Null;
    }
    if flat.not.is_some() && flat.typ.is_none() && flat.properties.is_empty() {
        return Shape::Unsupported("`not`, or a schema that allows nothing,");
    }
    let branches = flat.one_of.len() + flat.any_of.len();
    let object = !flat.properties.is_empty() || flat.typ.as_deref() == Some("object");
    if branches == 1 && flat.all_of.is_empty() && !object {
        return Shape::OneBranch;
    }
    if branches > 0 {
        return Shape::Unsupported("a `oneOf` or `anyOf` of several schemas");
    }
    if !flat.all_of.is_empty() {
        return Shape::AllOf;
    }
    if !flat.enumeration.is_empty() {
        return Shape::Enum;
    }
    match flat.typ.as_deref() {
        Some("string") => Shape::Text(flat.format.clone()),
        Some("integer") => Shape::Integer(flat.format.clone()),
        Some("number") => Shape::Number,
        Some("boolean") => Shape::Boolean,
        Some("array") => Shape::List,
        Some("object") => object_shape(flat),
        Some(_) => Shape::Unsupported("a type that JSON Schema does not have"),
        None if flat.items.is_some() => Shape::List,
        None if !flat.properties.is_empty() || flat.additional_properties.is_some() => {
            object_shape(flat)
        }
        None => Shape::Any,
    }
}

fn object_shape(flat: &AnySchema) -> Shape {
    match &flat.additional_properties {
        // An object that allows nothing is a structure without members.
        Some(AdditionalProperties::Any(false)) => Shape::Struct,
        _ if flat.properties.is_empty() => Shape::Map,
        _ => Shape::Struct,
    }
}

/// Brings the variants of a schema to the one form that holds all keywords.
pub(super) fn flatten(kind: &SchemaKind) -> AnySchema {
    let mut flat = AnySchema::default();
    match kind {
        SchemaKind::Any(any) => return any.clone(),
        SchemaKind::OneOf { one_of } => flat.one_of.clone_from(one_of),
        SchemaKind::AllOf { all_of } => flat.all_of.clone_from(all_of),
        SchemaKind::AnyOf { any_of } => flat.any_of.clone_from(any_of),
        SchemaKind::Not { not } => flat.not = Some(not.clone()),
        SchemaKind::Type(typed) => flatten_type(typed, &mut flat),
    }
    flat
}

fn flatten_type(typed: &Typed, flat: &mut AnySchema) {
    let name = match typed {
        Typed::String(text) => {
            flat.format = format_text(&text.format);
            flat.enumeration = text.enumeration.iter().map(|v| v.clone().into()).collect();
            "string"
        }
        Typed::Number(number) => {
            flat.format = format_text(&number.format);
            flat.enumeration = number.enumeration.iter().map(|v| (*v).into()).collect();
            "number"
        }
        Typed::Integer(integer) => {
            flat.format = format_text(&integer.format);
            flat.enumeration = integer.enumeration.iter().map(|v| (*v).into()).collect();
            "integer"
        }
        Typed::Boolean(boolean) => {
            flat.enumeration = boolean.enumeration.iter().map(|v| (*v).into()).collect();
            "boolean"
        }
        Typed::Object(object) => {
            flat.properties.clone_from(&object.properties);
            flat.required.clone_from(&object.required);
            flat.additional_properties.clone_from(&object.additional_properties);
            "object"
        }
        Typed::Array(array) => {
            flat.items.clone_from(&array.items);
            "array"
        }
    };
    flat.typ = Some(name.to_owned());
}

/// The text of a format, as the document has it.
fn format_text<T: serde::Serialize>(format: &Format<T>) -> Option<String> {
    match format {
        Format::Item(known) => match serde_json::to_value(known) {
            Ok(serde_json::Value::String(text)) => Some(text),
            Ok(_) | Err(_) => None,
        },
        Format::Unknown(text) => Some(text.clone()),
        Format::Empty => None,
    }
}
