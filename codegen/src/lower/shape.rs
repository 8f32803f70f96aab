//! What a schema is, decided before anything is built.
//!
//! In: a schema as `openapiv3` reads it, in one of several forms. Out: the one form that holds
//! all keywords, and its [`Shape`]. Builds no type and follows no reference.

use openapiv3::{AdditionalProperties, AnySchema, ReferenceOr, Schema, SchemaData, SchemaKind};
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
    Union,
    Null,
    Any,
    /// Nothing can be there.
    Never,
}

/// Decides what a schema is.
pub(super) fn classify(data: &SchemaData, flat: &AnySchema) -> Shape {
    if data.extensions.contains_key("x-link-null") {
        return Shape::Null;
    }
    if nothing_fits(flat) {
        return Shape::Never;
    }
    let telling = flat.one_of.iter().chain(&flat.any_of).filter(|branch| !is_condition(branch));
    let telling = telling.count();
    let branches = flat.one_of.len() + flat.any_of.len();
    let members = !flat.properties.is_empty() || !flat.all_of.is_empty();
    if branches > 0 && !members && (telling > 0 || flat.typ.is_none()) {
        let one = branches == 1 && data.discriminator.is_none() && flat.typ.is_none();
        return if one { Shape::OneBranch } else { Shape::Union };
    }
    if telling > 0 {
        return Shape::Struct;
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
        None if flat.items.is_some() => Shape::List,
        None if !flat.properties.is_empty() || flat.additional_properties.is_some() => {
            object_shape(flat)
        }
        // The dialect has dropped what is no type of JSON Schema.
        Some(_) | None => Shape::Any,
    }
}

/// Whether a branch or a part says no more than which of the members have to be there.
pub(super) fn is_condition(item: &ReferenceOr<Schema>) -> bool {
    let ReferenceOr::Item(schema) = item else {
        return false;
    };
    let flat = flatten(&schema.schema_kind);
    let object = matches!(flat.typ.as_deref(), None | Some("object"));
    let rest = AnySchema {
        typ: None,
        required: Vec::new(),
        min_properties: None,
        max_properties: None,
        ..flat
    };
    let data = &schema.schema_data;
    let kept = ["x-link-prefixItems", "x-link-patternProperties"];
    let kept = kept.iter().any(|keyword| data.extensions.contains_key(*keyword));
    object && rest == AnySchema::default() && !data.nullable && !kept
}

/// Whether a schema is one that nothing fits.
pub(super) fn is_never(item: &ReferenceOr<Box<Schema>>) -> bool {
    match item {
        ReferenceOr::Item(schema) => match &schema.schema_kind {
            SchemaKind::Any(any) => nothing_fits(any),
            SchemaKind::Not { .. } => true,
            SchemaKind::Type(_)
            | SchemaKind::OneOf { .. }
            | SchemaKind::AllOf { .. }
            | SchemaKind::AnyOf { .. } => false,
        },
        ReferenceOr::Reference { .. } => false,
    }
}

/// The dialect leaves `not` only where it means that nothing fits.
fn nothing_fits(flat: &AnySchema) -> bool {
    flat.not.is_some() && flat.typ.is_none() && flat.properties.is_empty()
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
            flat.minimum = integer.minimum.map(as_float);
            flat.maximum = integer.maximum.map(as_float);
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
            flat.max_items = array.max_items;
            "array"
        }
    };
    flat.typ = Some(name.to_owned());
}

#[expect(clippy::cast_precision_loss, reason = "only the size of a bound matters")]
fn as_float(bound: i64) -> f64 {
    bound as f64
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
