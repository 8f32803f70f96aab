//! The members of structures, and what is said of them.
//!
//! In: the properties of schemas. Out: fields, each with the words and flags of the place where it
//! stands. How the members of several schemas come together is told in `compose`.

use std::borrow::Borrow;

use openapiv3::{AnySchema, ReferenceOr, Schema, SchemaData, SchemaKind};

use super::Lowering;
use super::compose::Parts;
use super::shape::is_never;
use crate::api::{Field, Limits, Naming, Presence, Type, TypeId};
use crate::diagnostics::Code;
use crate::source::Pointer;

/// What a schema says beside its shape.
#[derive(Clone, Debug, Default)]
pub(super) struct Annotations {
    pub(super) doc: Option<String>,
    pub(super) default: Option<String>,
    pub(super) deprecated: bool,
    pub(super) read_only: bool,
    pub(super) write_only: bool,
}

impl Annotations {
    fn of(data: &SchemaData) -> Self {
        Self {
            doc: data.description.clone(),
            default: data.default.as_ref().map(ToString::to_string),
            deprecated: data.deprecated,
            read_only: data.read_only,
            write_only: data.write_only,
        }
    }
}

impl Lowering<'_> {
    /// Adds the members that a schema itself declares.
    pub(super) fn own_members(&mut self, at: &Pointer, flat: &AnySchema, parts: &mut Parts) {
        for (wire, item) in &flat.properties {
            let at = at.join(&["properties", wire]);
            if is_never(item) {
                let message = format!("`{wire}` can have no value: the property is left out");
                self.diagnostics.note(Code::Ignored, &at, message);
                continue;
            }
            let required = flat.required.contains(wire);
            let field = self.field(&at, wire, item, required, parts.owner);
            self.merge_field(field, parts.owner, &mut parts.members);
        }
        let naming = Naming::Member { parent: parts.owner, part: "Value".to_owned() };
        if let Some(value) = self.other_members(at, flat, &naming) {
            parts.members.rest = Some(value);
        }
        let place = at.child("required");
        parts.required.extend(flat.required.iter().map(|wire| (place.clone(), wire.clone())));
    }

    fn field(
        &mut self,
        at: &Pointer,
        wire: &str,
        item: &ReferenceOr<Box<Schema>>,
        required: bool,
        parent: TypeId,
    ) -> Field {
        let naming = Naming::Member { parent, part: wire.to_owned() };
        let (ty, annotations) = self.type_and_annotations(at, item, naming);
        let (ty, nullable) = ty.split_null();
        self.say_once(at, &ty);
        let patch = &self.settings.presence.patch;
        let presence = if !required && self.listed(patch, at) {
            Presence::Patch
        } else {
            presence(required, nullable)
        };
        Field {
            pointer: at.clone(),
            wire: wire.to_owned(),
            doc: annotations.doc,
            deprecated: annotations.deprecated || self.is_deprecated(&ty),
            default: annotations.default,
            ty,
            presence,
            nullable,
            boxed: false,
            read_only: annotations.read_only,
            write_only: annotations.write_only,
            // Those of requests are gathered in the end.
            limits: Limits::default(),
        }
    }

    /// The type of what stands at a place, and what is said of it there.
    pub(super) fn type_and_annotations(
        &mut self,
        at: &Pointer,
        item: &ReferenceOr<impl Borrow<Schema>>,
        naming: Naming,
    ) -> (Type, Annotations) {
        let ty = self.type_of(at, item, naming);
        let named = !ty.named().is_empty();
        let annotations = match item {
            ReferenceOr::Reference { reference } => self.annotations_behind(at, reference, named),
            ReferenceOr::Item(schema) => self.annotations(at, schema.borrow(), named),
        };
        (ty, annotations)
    }

    /// Whether a member is outdated because its type is.
    fn is_deprecated(&self, ty: &Type) -> bool {
        matches!(ty, Type::Named(id) if self.types[id.index()].deprecated)
    }

    /// The words of a type that only this member has stand at the member alone.
    fn say_once(&mut self, at: &Pointer, ty: &Type) {
        if let Type::Named(id) = ty {
            let def = &mut self.types[id.index()];
            if &def.pointer == at {
                def.doc = None;
            }
        }
    }

    /// What an inline schema says about the place where it stands.
    fn annotations(&mut self, at: &Pointer, schema: &Schema, named: bool) -> Annotations {
        let own = Annotations::of(&schema.schema_data);
        match &schema.schema_kind {
            SchemaKind::AllOf { all_of } if all_of.len() == 1 => {
                let ReferenceOr::Reference { reference } = &all_of[0] else {
                    return own;
                };
                let behind = self.annotations_behind(at, reference, named);
                Annotations {
                    doc: own.doc.or(behind.doc),
                    default: own.default.or(behind.default),
                    read_only: own.read_only || behind.read_only,
                    write_only: own.write_only || behind.write_only,
                    ..own
                }
            }
            SchemaKind::Type(_)
            | SchemaKind::OneOf { .. }
            | SchemaKind::AllOf { .. }
            | SchemaKind::AnyOf { .. }
            | SchemaKind::Not { .. }
            | SchemaKind::Any(_) => own,
        }
    }

    /// What the target of a `$ref` says, where no definition of its own will say it.
    fn annotations_behind(&mut self, at: &Pointer, reference: &str, named: bool) -> Annotations {
        let resolved = self.document.resolve_schema(at, reference, self.diagnostics);
        let behind = resolved.map(|(_, schema)| Annotations::of(&schema.schema_data));
        match behind.unwrap_or_default() {
            behind if named => Annotations { doc: None, deprecated: false, ..behind },
            behind => behind,
        }
    }
}

pub(super) fn presence(required: bool, nullable: bool) -> Presence {
    match (required, nullable) {
        (true, false) => Presence::Required,
        (true, true) => Presence::Nullable,
        (false, _) => Presence::Optional,
    }
}
