//! Styles: how the value of a parameter is written in its place.
//!
//! In: a parameter object and the type of its value. Out: its [`Style`]. What OpenAPI has no form for
//! is said: it is written all the same.

use openapiv3::{Parameter as ParameterObject, PathStyle, QueryStyle};
use serde_json::Value;

use super::Lowering;
use crate::api::{Kind, Location, Notation, Operation, Parameter, Style, Type};
use crate::diagnostics::Code;
use crate::source::Pointer;

/// How many unions inside one another are looked into. What lies deeper counts as structure, which
/// is always right.
pub(super) const DEPTH: usize = 8;

impl Lowering<'_> {
    pub(super) fn style(&mut self, at: &Pointer, object: &ParameterObject) -> Style {
        let data = object.parameter_data_ref();
        // A style of OpenAPI 3.2, which the dialect carries over.
        let plain = data.extensions.contains_key("x-link-style");
        let notation = match object {
            ParameterObject::Header { .. }
            | ParameterObject::Path { style: PathStyle::Simple, .. } => Notation::Simple,
            ParameterObject::Path { style: PathStyle::Label, .. } => Notation::Label,
            ParameterObject::Path { style: PathStyle::Matrix, .. } => Notation::Matrix,
            ParameterObject::Query { style: QueryStyle::SpaceDelimited, .. } => Notation::Spaces,
            ParameterObject::Query { style: QueryStyle::PipeDelimited, .. } => Notation::Pipes,
            ParameterObject::Query { style: QueryStyle::DeepObject, .. } => Notation::DeepObject,
            ParameterObject::Cookie { .. } if plain => Notation::Cookie,
            ParameterObject::Query { style: QueryStyle::Form, .. }
            | ParameterObject::Cookie { .. } => Notation::Form,
        };
        let exploded = matches!(notation, Notation::Form | Notation::Cookie);
        let exploded = data.explode.unwrap_or(exploded);
        Style { notation, exploded, reserved: self.reserved(at, object) }
    }

    /// Whether the parameter allows reserved characters in a place where they make a difference.
    fn reserved(&mut self, at: &Pointer, object: &ParameterObject) -> bool {
        let said = |value: &Value| value.get("allowReserved") == Some(&Value::Bool(true));
        if !self.document.value(at).is_some_and(said) {
            return false;
        }
        match object {
            ParameterObject::Query { .. } | ParameterObject::Path { .. } => true,
            ParameterObject::Header { .. } | ParameterObject::Cookie { .. } => {
                let message = "`allowReserved` has no effect here";
                self.diagnostics.note(Code::Ignored, &at.child("allowReserved"), message);
                false
            }
        }
    }

    /// Finds out which parameters have structure, now that all types are known, and says which have
    /// none or too much of it for their style.
    pub(super) fn settle_parameters(&mut self, operations: &mut [Operation]) {
        for parameter in operations.iter_mut().flat_map(|operation| &mut operation.parameters) {
            parameter.structured = !self.is_flat(&parameter.ty, DEPTH);
            if let Some(name) = delimiter(parameter.style.notation)
                && self.is_single(&parameter.ty, DEPTH)
            {
                let message = format!("`{name}` has no form for a single value: it is ignored");
                let at = parameter.pointer.child("style");
                self.diagnostics.warning(Code::Malformed, &at, message);
                let reserved = parameter.style.reserved;
                parameter.style = Style { reserved, ..default_style(parameter.location) };
            }
            self.say_nested(parameter);
        }
    }

    /// Says that a parameter holds more than its style has a form for.
    fn say_nested(&mut self, parameter: &Parameter) {
        let exploded = match parameter.style.notation {
            Notation::DeepObject | Notation::Json => return,
            Notation::Form | Notation::Spaces | Notation::Pipes | Notation::Cookie => {
                parameter.style.exploded
            }
            Notation::Simple | Notation::Label | Notation::Matrix => false,
        };
        if self.is_nested(&parameter.ty, exploded, DEPTH) {
            let message = format!(
                "what stands inside the parts of `{}` is sent as JSON: its style has no form for it",
                parameter.wire
            );
            self.diagnostics.note(Code::Unsupported, &parameter.pointer, message);
        }
    }

    /// Whether a list or an object can hold others. A list in an object that is exploded does not
    /// count: it is exploded too.
    pub(super) fn is_nested(&self, ty: &Type, exploded: bool, depth: usize) -> bool {
        let holds = |ty: &Type| !self.is_single(ty, DEPTH) && *without_null(ty) != Type::Any;
        let member = |ty: &Type| match without_null(ty) {
            Type::List(inner) if exploded => holds(inner),
            ty => holds(ty),
        };
        match ty {
            Type::List(inner) => holds(inner),
            Type::Tuple(items) => items.iter().any(holds),
            Type::Map(inner) => member(inner),
            Type::Nullable(inner) => self.is_nested(inner, exploded, depth),
            Type::Named(id) => match &self.types[id.index()].kind {
                Kind::Enum(_) => false,
                Kind::Struct(structure) => {
                    let fields = structure.fields.iter().map(|field| &field.ty);
                    fields.chain(&structure.rest).any(member)
                }
                Kind::Union(union) => union.branches.iter().any(|branch| {
                    depth > 0 && self.is_nested(&branch.ty, exploded, depth.saturating_sub(1))
                }),
                Kind::Alias(_) => true,
            },
            Type::Boolean
            | Type::Integer(_)
            | Type::Number
            | Type::Text
            | Type::Secret
            | Type::Bytes
            | Type::Uuid
            | Type::Date
            | Type::DateTime
            | Type::File
            | Type::Any => false,
        }
    }

    /// Whether every value of a type is a single one or a list of such.
    fn is_flat(&self, ty: &Type, depth: usize) -> bool {
        match ty {
            Type::List(inner) => self.is_single(inner, depth),
            Type::Tuple(items) => items.iter().all(|item| self.is_single(item, depth)),
            Type::Nullable(inner) => self.is_flat(inner, depth),
            Type::Named(id) => match &self.types[id.index()].kind {
                Kind::Union(union) => {
                    let mut branches = union.branches.iter();
                    depth > 0 && branches.all(|branch| self.is_flat(&branch.ty, depth - 1))
                }
                Kind::Enum(_) => true,
                Kind::Struct(_) | Kind::Alias(_) => false,
            },
            ty => self.is_single(ty, depth),
        }
    }

    /// Whether every value of a type is a single one.
    pub(super) fn is_single(&self, ty: &Type, depth: usize) -> bool {
        match ty {
            Type::Boolean
            | Type::Integer(_)
            | Type::Number
            | Type::Text
            | Type::Secret
            | Type::Bytes
            | Type::Uuid
            | Type::Date
            | Type::DateTime => true,
            Type::List(_) | Type::Tuple(_) | Type::Map(_) | Type::File | Type::Any => false,
            Type::Nullable(inner) => self.is_single(inner, depth),
            Type::Named(id) => match &self.types[id.index()].kind {
                Kind::Enum(_) => true,
                Kind::Union(union) => {
                    let mut branches = union.branches.iter();
                    depth > 0 && branches.all(|branch| self.is_single(&branch.ty, depth - 1))
                }
                Kind::Struct(_) | Kind::Alias(_) => false,
            },
        }
    }
}

fn without_null(ty: &Type) -> &Type {
    match ty {
        Type::Nullable(inner) => inner,
        ty => ty,
    }
}

/// The name of a style that is about what stands between several values.
const fn delimiter(notation: Notation) -> Option<&'static str> {
    match notation {
        Notation::Spaces => Some("spaceDelimited"),
        Notation::Pipes => Some("pipeDelimited"),
        Notation::DeepObject => Some("deepObject"),
        Notation::Simple
        | Notation::Label
        | Notation::Matrix
        | Notation::Form
        | Notation::Cookie
        | Notation::Json => None,
    }
}

/// The style of a place where nothing is said.
pub(super) const fn default_style(location: Location) -> Style {
    let (notation, exploded) = match location {
        Location::Path | Location::Header => (Notation::Simple, false),
        Location::Query | Location::QueryString | Location::Cookie => (Notation::Form, true),
    };
    Style { notation, exploded, reserved: false }
}
