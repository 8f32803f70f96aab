//! `allOf`: several schemas that hold at once become one structure.
//!
//! In: the parts of an `allOf`. Out: the type of the only part that says anything, or a
//! structure with the members of all. A contradiction is a diagnostic.

use openapiv3::{AnySchema, ReferenceOr, Schema};

use super::Lowering;
use super::schema::presence;
use super::shape::flatten;
use crate::api::{Field, Kind, Naming, Presence, Struct, Type, TypeId};
use crate::diagnostics::{Code, Place};
use crate::source::Pointer;

impl Lowering<'_> {
    /// The type of a schema with `allOf`.
    pub(super) fn all_of(
        &mut self,
        at: &Pointer,
        schema: &Schema,
        flat: &AnySchema,
        naming: Naming,
    ) -> Type {
        let telling = flat
            .all_of
            .iter()
            .enumerate()
            .filter(|(_, part)| says_something(part))
            .collect::<Vec<_>>();
        if let [(index, part)] = telling.as_slice()
            && !has_members(flat)
        {
            let at = at.child("allOf").child(index);
            return self.type_of(&at, part, naming);
        }
        self.structure(at, schema, flat, naming)
    }

    /// Collects the members of a structure.
    pub(super) fn fill(&mut self, id: TypeId, at: &Pointer, flat: &AnySchema) {
        let mut parts = Parts { owner: id, members: Struct::default(), required: Vec::new() };
        self.filling.push(id);
        self.merge_parts(at, flat, &mut parts);
        self.filling.pop();
        self.require(&mut parts);
        self.types[id.index()].kind = Kind::Struct(parts.members);
    }

    fn merge_parts(&mut self, at: &Pointer, flat: &AnySchema, parts: &mut Parts) {
        for (index, part) in flat.all_of.iter().enumerate() {
            let at = at.child("allOf").child(index);
            match part {
                ReferenceOr::Reference { reference } => {
                    let ty = self.reference(&at, reference);
                    self.merge_type(&at, &ty, &mut parts.members);
                }
                ReferenceOr::Item(part) => self.merge_inline(&at, part, parts),
            }
        }
        self.own_members(at, flat, parts);
    }

    fn merge_inline(&mut self, at: &Pointer, part: &Schema, parts: &mut Parts) {
        let flat = flatten(&part.schema_kind);
        if !flat.one_of.is_empty() || !flat.any_of.is_empty() {
            self.unsupported(at, "a `oneOf` or `anyOf` inside an `allOf`");
        } else if !matches!(flat.typ.as_deref(), None | Some("object")) || flat.items.is_some() {
            self.unsupported(at, "an `allOf` of something else than objects");
        } else {
            self.merge_parts(at, &flat, parts);
        }
    }

    /// Adds the members of a type that was lowered before.
    fn merge_type(&mut self, at: &Pointer, ty: &Type, members: &mut Struct) {
        let (ty, _) = ty.clone().split_null();
        let Type::Named(id) = ty else {
            return match ty {
                Type::Any => {}
                Type::Map(value) => members.rest = Some(*value),
                Type::Boolean
                | Type::Integer(_)
                | Type::Number
                | Type::Text
                | Type::Secret
                | Type::Uuid
                | Type::Date
                | Type::DateTime
                | Type::List(_)
                | Type::Nullable(_)
                | Type::Named(_) => {
                    self.unsupported(at, "an `allOf` of something else than objects");
                }
            };
        };
        if self.filling.contains(&id) {
            self.diagnostics.error(Code::RefCycle, at, "this `allOf` holds itself");
            return;
        }
        if let Some((at, flat)) = self.pending.remove(&id) {
            self.fill(id, &at, &flat);
        }
        match self.types[id.index()].kind.clone() {
            Kind::Struct(part) => {
                for field in part.fields {
                    self.merge_field(field, members);
                }
                if part.rest.is_some() {
                    members.rest = part.rest;
                }
            }
            Kind::Enum(_) => self.unsupported(at, "an `allOf` of an enum and an object"),
        }
    }

    /// Adds a member; one of the same name has to be of the same type.
    pub(super) fn merge_field(&mut self, field: Field, members: &mut Struct) {
        let Some(known) = members.fields.iter_mut().find(|known| known.wire == field.wire) else {
            members.fields.push(field);
            return;
        };
        if known.ty != field.ty {
            let message = format!("`{}` has two types in the parts of an `allOf`", field.wire);
            let diagnostic = self.diagnostics.error(Code::Conflict, &field.pointer, message);
            let place = Place::Document(known.pointer.clone());
            diagnostic.related.push((place, "the other one".to_owned()));
            return;
        }
        let required = is_required(known.presence) || is_required(field.presence);
        known.nullable = known.nullable && field.nullable;
        known.presence = presence(required, known.nullable);
        known.doc = field.doc.or(known.doc.take());
        known.default = field.default.or(known.default.take());
        known.deprecated |= field.deprecated;
        known.read_only |= field.read_only;
        known.write_only |= field.write_only;
    }

    /// Requires what any of the parts requires, once the members of all of them are known.
    fn require(&mut self, parts: &mut Parts) {
        for (at, wire) in parts.required.drain(..) {
            let members = &mut parts.members;
            if let Some(field) = members.fields.iter_mut().find(|field| field.wire == wire) {
                field.presence = presence(true, field.nullable);
                continue;
            }
            let ty = members.rest.clone().unwrap_or(Type::Any);
            if ty == Type::Any {
                let message = format!(
                    "`{wire}` is required, but no property of that name is described: it is a free JSON value"
                );
                self.diagnostics.note(Code::Malformed, &at, message);
            }
            members.fields.push(undeclared(&at.child(&wire), wire, ty));
        }
    }
}

/// What is collected of a structure.
pub(super) struct Parts {
    /// The structure.
    pub(super) owner: TypeId,
    /// The members that are known.
    pub(super) members: Struct,
    /// Names of members that have to be there, each with the place that says so.
    pub(super) required: Vec<(Pointer, String)>,
}

fn undeclared(at: &Pointer, wire: String, ty: Type) -> Field {
    let (ty, nullable) = ty.split_null();
    Field {
        pointer: at.clone(),
        wire,
        doc: None,
        deprecated: false,
        default: None,
        ty,
        presence: presence(true, nullable),
        nullable,
        boxed: false,
        read_only: false,
        write_only: false,
    }
}

fn is_required(presence: Presence) -> bool {
    match presence {
        Presence::Required | Presence::Nullable => true,
        Presence::Optional | Presence::Patch => false,
    }
}

/// Whether a part does more than describe.
fn says_something(part: &ReferenceOr<Schema>) -> bool {
    match part {
        ReferenceOr::Reference { .. } => true,
        ReferenceOr::Item(schema) => flatten(&schema.schema_kind) != AnySchema::default(),
    }
}

fn has_members(flat: &AnySchema) -> bool {
    !flat.properties.is_empty() || !flat.required.is_empty() || flat.additional_properties.is_some()
}
