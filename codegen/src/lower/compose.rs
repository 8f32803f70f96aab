//! `allOf`: several schemas that hold at once become one type.
//!
//! In: the parts of an `allOf`. Out: the type of the only part that says anything, a structure
//! with the members of all, or, where the parts are no objects, the narrowest of their types. A
//! contradiction is a diagnostic, and the later part counts.

use openapiv3::{AnySchema, ReferenceOr, Schema, SchemaData, SchemaKind};

use super::Lowering;
use super::members::presence;
use super::schema::DEEPEST;
use super::shape::{Shape, classify, flatten};
use crate::api::{Field, Flat, Kind, Limits, Naming, Struct, Type, TypeId};
use crate::diagnostics::{Code, Place};
use crate::source::Pointer;

impl Lowering<'_> {
    /// The type of a schema with `allOf`.
    pub(super) fn all_of(
        &mut self,
        at: &Pointer,
        schema: &Schema,
        flat: AnySchema,
        naming: Naming,
    ) -> Type {
        let place = at.child("allOf");
        let telling = flat.all_of.iter().enumerate().filter(|(_, part)| says_something(part));
        let telling = telling.map(|(index, part)| (place.child(index), part)).collect::<Vec<_>>();
        if has_members(&flat) {
            return self.structure(at, schema, flat, naming);
        }
        let own = own_value(schema, &flat);
        if let ([(place, part)], None) = (telling.as_slice(), &own) {
            // A child without members of its own is still another value than its parent.
            if self.is_child(at, place, part) {
                return self.structure(at, schema, flat, naming);
            }
            return self.type_of(place, part, naming);
        }
        if telling.iter().any(|(at, part)| self.is_object(at, part, &mut Vec::new())) {
            return self.structure(at, schema, flat, naming);
        }
        let mut narrowest = Type::Any;
        // What stands beside the parts holds as they do.
        let mut types = Vec::new();
        for (at, part) in telling {
            let ty = self.type_of(&at, part, naming.clone());
            types.push((at, ty));
        }
        types.extend(own.map(|schema| (at.clone(), self.shape(at, &schema, naming.clone()))));
        for (at, ty) in types {
            let narrower = self.narrower(&narrowest, &ty, &at, &naming);
            narrowest = narrower.unwrap_or_else(|| {
                let message = "this part of the `allOf` contradicts those before it: it counts";
                self.diagnostics.warning(Code::Conflict, &at, message);
                ty
            });
        }
        narrowest
    }

    /// Whether a part speaks of the members of objects.
    fn is_object(
        &mut self,
        at: &Pointer,
        part: &ReferenceOr<Schema>,
        seen: &mut Vec<Pointer>,
    ) -> bool {
        let reference = match part {
            ReferenceOr::Item(schema) => return self.has_object(at, schema, seen),
            ReferenceOr::Reference { reference } => reference,
        };
        let Some(target) = Pointer::parse(reference) else {
            return false;
        };
        if let Some(known) = self.objects.get(&target) {
            return *known;
        }
        if seen.contains(&target) || seen.len() >= DEEPEST {
            return false;
        }
        seen.push(target.clone());
        let found = self.document.resolve_schema(at, reference, self.diagnostics);
        let object = found.is_some_and(|(at, schema)| self.has_object(&at, &schema, seen));
        self.objects.insert(target, object);
        object
    }

    fn has_object(&mut self, at: &Pointer, schema: &Schema, seen: &mut Vec<Pointer>) -> bool {
        let flat = flatten(&schema.schema_kind);
        match classify(&schema.schema_data, &flat) {
            Shape::Struct | Shape::Map => true,
            Shape::AllOf => {
                let mut parts = flat.all_of.iter();
                has_members(&flat) || parts.any(|part| self.is_object(at, part, seen))
            }
            Shape::OneBranch | Shape::Union => {
                let mut branches = flat.one_of.iter().chain(&flat.any_of);
                branches.any(|branch| self.is_object(at, branch, seen))
            }
            Shape::Text(_)
            | Shape::Integer(_)
            | Shape::Number
            | Shape::Boolean
            | Shape::Enum
            | Shape::List
            | Shape::Null
            | Shape::Any
            | Shape::Never => false,
        }
    }

    /// Collects the members of a structure.
    pub(super) fn fill(&mut self, id: TypeId, at: &Pointer, data: &SchemaData, flat: &AnySchema) {
        let mut parts = Parts { owner: id, members: Struct::default(), required: Vec::new() };
        self.filling.push(id);
        self.merge_parts(at, data, flat, &mut parts);
        self.filling.pop();
        self.require(&mut parts);
        self.types[id.index()].kind = Kind::Struct(parts.members);
    }

    fn merge_parts(
        &mut self,
        at: &Pointer,
        data: &SchemaData,
        flat: &AnySchema,
        parts: &mut Parts,
    ) {
        for (index, part) in flat.all_of.iter().enumerate() {
            let at = at.child("allOf").child(index);
            match part {
                ReferenceOr::Reference { reference } => {
                    let ty = self.reference(&at, reference);
                    self.merge_type(&at, &ty, parts.owner, &mut parts.members);
                }
                ReferenceOr::Item(part) => self.merge_inline(&at, part, parts),
            }
        }
        self.own_members(at, flat, parts);
        if !flat.one_of.is_empty() || !flat.any_of.is_empty() {
            self.add_branches(at, data, flat, parts);
        }
    }

    /// Adds a union that stands beside members.
    fn add_branches(
        &mut self,
        at: &Pointer,
        data: &SchemaData,
        flat: &AnySchema,
        parts: &mut Parts,
    ) {
        let title = data.title.clone().filter(|title| title.split_whitespace().count() <= 3);
        let words = match title {
            Some(title) if at != &self.types[parts.owner.index()].pointer => title,
            Some(_) | None => "variant".to_owned(),
        };
        let count = parts.members.flats.len();
        let words = if count == 0 { words } else { format!("{words} {}", count + 1) };
        let naming = Naming::Member { parent: parts.owner, part: words.clone() };
        let Some(ty) = self.beside_members(at, data, flat, naming) else {
            return;
        };
        let keyword = if flat.one_of.is_empty() { "anyOf" } else { "oneOf" };
        let pointer = at.child(keyword);
        let flat = Flat { pointer, words, doc: None, ty, boxed: false };
        parts.members.flats.push(flat);
    }

    fn merge_inline(&mut self, at: &Pointer, part: &Schema, parts: &mut Parts) {
        let flat = flatten(&part.schema_kind);
        let object = matches!(flat.typ.as_deref(), None | Some("object"));
        if object && flat.items.is_none() && flat.enumeration.is_empty() {
            self.merge_parts(at, &part.schema_data, &flat, parts);
        } else {
            self.ignored_part(at);
        }
    }

    fn ignored_part(&mut self, at: &Pointer) {
        let message = "this part of the `allOf` is no object as the others are: it is ignored";
        self.diagnostics.warning(Code::Conflict, at, message);
    }

    /// Adds the members of a type that was lowered before.
    pub(super) fn merge_type(
        &mut self,
        at: &Pointer,
        ty: &Type,
        owner: TypeId,
        members: &mut Struct,
    ) {
        let id = match ty.clone().split_null().0 {
            Type::Named(id) => id,
            ty => return self.merge_nameless(at, ty, members),
        };
        // What the children of a parent begin with is its base, not one of its children.
        let id = self.bases.get(&id).copied().unwrap_or(id);
        if self.filling.last() == Some(&id) {
            let message = "this part of the `allOf` is the whole of it: it says nothing";
            self.diagnostics.warning(Code::Malformed, at, message);
            return;
        }
        if self.filling.contains(&id) {
            self.diagnostics.error(Code::RefCycle, at, "this `allOf` holds itself");
            return;
        }
        if self.filling.len() >= DEEPEST {
            self.too_deep(at);
            return;
        }
        if let Some((at, data, flat)) = self.pending.remove(&id) {
            self.fill(id, &at, &data, &flat);
        }
        match self.types[id.index()].kind.clone() {
            Kind::Struct(part) => self.merge_struct(part, owner, members),
            Kind::Union(_) => {
                let words = self.types[id.index()].pointer.last().unwrap_or_default();
                let taken = members.flats.iter().any(|flat| flat.words == words);
                let words = if taken { format!("other {words}") } else { words };
                let (pointer, ty) = (at.clone(), Type::Named(id));
                members.flats.push(Flat { pointer, words, doc: None, ty, boxed: false });
            }
            Kind::Alias(Type::Map(value)) => {
                members.rest.get_or_insert(*value);
            }
            Kind::Enum(_) | Kind::Alias(_) => self.ignored_part(at),
        }
    }

    /// Adds what a type without a definition says of members.
    fn merge_nameless(&mut self, at: &Pointer, ty: Type, members: &mut Struct) {
        match ty {
            Type::Any => {}
            Type::Map(value) => {
                members.rest.get_or_insert(*value);
            }
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
            | Type::List(_)
            | Type::Tuple(_)
            | Type::Nullable(_)
            | Type::Named(_) => self.ignored_part(at),
        }
    }

    fn merge_struct(&mut self, part: Struct, owner: TypeId, members: &mut Struct) {
        for field in part.fields {
            self.merge_field(field, owner, members);
        }
        for flat in part.flats {
            // A parent that is one of its own children would stand in itself.
            let mut kinds = flat.ty.named().into_iter().map(|id| &self.types[id.index()].kind);
            let own = kinds.any(|kind| matches!(kind, Kind::Union(union) if union.has(owner)));
            if !own && !members.flats.iter().any(|known| known.ty == flat.ty) {
                members.flats.push(flat);
            }
        }
        if part.rest.is_some() {
            members.rest = part.rest;
        }
    }

    /// Adds a member; of one that is there already, the narrower type counts.
    pub(super) fn merge_field(&mut self, field: Field, owner: TypeId, members: &mut Struct) {
        let position = members.fields.iter().position(|known| known.wire == field.wire);
        let Some(position) = position else {
            members.fields.push(field);
            return;
        };
        let known = members.fields[position].clone();
        let naming = Naming::Member { parent: owner, part: field.wire.clone() };
        let ty = self.narrower(&known.ty, &field.ty, &field.pointer, &naming);
        if ty.is_none() {
            let message = format!(
                "`{}` has two types in the parts of an `allOf`: this one counts",
                field.wire
            );
            let diagnostic = self.diagnostics.warning(Code::Conflict, &field.pointer, message);
            let place = Place::Document(known.pointer.clone());
            diagnostic.with_related(place, "the other one");
        }
        let required = known.presence.is_required() || field.presence.is_required();
        let nullable = known.nullable && field.nullable;
        let mut limits = self.limits_of(&known);
        limits.extend(self.limits_of(&field));
        members.fields[position] = Field {
            ty: ty.unwrap_or(field.ty),
            pointer: known.pointer,
            wire: known.wire,
            doc: field.doc.or(known.doc),
            default: field.default.or(known.default),
            deprecated: known.deprecated || field.deprecated,
            read_only: known.read_only || field.read_only,
            write_only: known.write_only || field.write_only,
            nullable,
            presence: presence(required, nullable),
            boxed: false,
            limits,
        };
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
        limits: Limits::default(),
    }
}

/// What a schema says beside its parts about values that are no objects.
fn own_value(schema: &Schema, flat: &AnySchema) -> Option<Schema> {
    let object = matches!(flat.typ.as_deref(), None | Some("object"));
    if object && flat.enumeration.is_empty() && flat.items.is_none() {
        return None;
    }
    let own = AnySchema { all_of: Vec::new(), ..flat.clone() };
    let data = SchemaData { nullable: false, ..schema.schema_data.clone() };
    Some(Schema { schema_data: data, schema_kind: SchemaKind::Any(own) })
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
