//! Inheritance: a schema with a discriminator, and others that say `allOf` of it.
//!
//! In: such a parent. Out: a union of its children, and a structure of the members that they all
//! begin with. Where there are no children, the parent is a structure like others.

use std::collections::BTreeMap;

use openapiv3::{AnySchema, ReferenceOr, Schema, SchemaData, SchemaKind};

use super::Lowering;
use super::branches::mapped;
use super::tags::{Hint, Told};
use crate::api::{Branch, Kind, Naming, Struct, Type, TypeId, Union};
use crate::document::Document;
use crate::source::Pointer;

/// For each schema that the document names, those that say `allOf` of it, in order.
pub(super) fn children(document: &Document) -> BTreeMap<Pointer, Vec<Pointer>> {
    let mut children: BTreeMap<Pointer, Vec<Pointer>> = BTreeMap::new();
    for (name, item) in document.schemas() {
        let ReferenceOr::Item(schema) = item else {
            continue;
        };
        let parts = match &schema.schema_kind {
            SchemaKind::AllOf { all_of } => all_of,
            SchemaKind::Any(any) => &any.all_of,
            SchemaKind::Type(_)
            | SchemaKind::OneOf { .. }
            | SchemaKind::AnyOf { .. }
            | SchemaKind::Not { .. } => continue,
        };
        for part in parts {
            if let ReferenceOr::Reference { reference } = part
                && let Some(parent) = Pointer::parse(reference)
            {
                let child = Pointer::root().join(&["components", "schemas", name]);
                children.entry(parent).or_default().push(child);
            }
        }
    }
    children
}

impl Lowering<'_> {
    /// The children of a schema, if it is a parent.
    pub(super) fn children_of(
        &self,
        at: &Pointer,
        data: &SchemaData,
        flat: &AnySchema,
    ) -> Option<Vec<Pointer>> {
        let discriminator = data.discriminator.as_ref()?;
        let own = !flat.properties.is_empty() || !flat.all_of.is_empty();
        let mut found = Vec::new();
        let branches = flat.one_of.iter().chain(&flat.any_of);
        for branch in branches {
            // Branches that are no children are a union beside members.
            let ReferenceOr::Reference { reference } = branch else {
                return None;
            };
            let target = Pointer::parse(reference)?;
            if !self.children.get(at)?.contains(&target) {
                return None;
            }
        }
        if flat.one_of.is_empty() && flat.any_of.is_empty() {
            let targets = discriminator.mapping.values().map(|target| mapped(target));
            found.extend(targets.filter(|target| self.document.value(target).is_some()));
        } else if !own {
            return None;
        }
        let mut open = vec![at.clone()];
        while let Some(parent) = open.pop() {
            for child in self.children.get(&parent).into_iter().flatten() {
                if !found.contains(child) {
                    found.push(child.clone());
                    open.push(child.clone());
                }
            }
        }
        found.retain(|child| child != at);
        (!found.is_empty()).then_some(found)
    }

    /// Whether a schema that is nothing but a reference is a child of what that leads to.
    pub(super) fn is_child(
        &mut self,
        at: &Pointer,
        place: &Pointer,
        part: &ReferenceOr<Schema>,
    ) -> bool {
        let ReferenceOr::Reference { reference } = part else {
            return false;
        };
        let target = Pointer::parse(reference);
        let children = target.and_then(|target| self.children.get(&target));
        if !children.is_some_and(|children| children.contains(at)) {
            return false;
        }
        let parent = self.document.resolve_schema(place, reference, self.diagnostics);
        parent.is_some_and(|(_, schema)| schema.schema_data.discriminator.is_some())
    }

    /// The union of a parent's children.
    pub(super) fn parent(
        &mut self,
        at: &Pointer,
        schema: &Schema,
        flat: &AnySchema,
        naming: Naming,
        children: &[Pointer],
    ) -> Type {
        let Some(discriminator) = &schema.schema_data.discriminator else {
            return Type::Any;
        };
        let id = self.reserve(at, &schema.schema_data, naming, Kind::Union(Union::default()));
        let base = self.base(at, schema, flat, id);
        let mut union = Union::default();
        let mut hints = Vec::new();
        for child in children {
            let ty = self.reference(child, &child.to_reference()).split_null().0;
            if union.branches.iter().any(|branch| branch.ty == ty) {
                continue;
            }
            union.branches.push(branch(at, child, ty));
            hints.push(hint(child, discriminator));
        }
        let own = hint(at, discriminator);
        // A parent that is left out of a mapping is no value by itself.
        if discriminator.mapping.is_empty() || !own.mapped.is_empty() {
            union.branches.push(branch(at, at, Type::Named(base)));
            hints.push(own);
        }
        self.types[id.index()].kind = Kind::Union(union);
        let property = Some(discriminator.property_name.clone());
        self.told.insert(id, Told { property, hints, default: None });
        Type::Named(id)
    }

    /// The structure of the parent's own members.
    fn base(&mut self, at: &Pointer, schema: &Schema, flat: &AnySchema, id: TypeId) -> TypeId {
        let naming = Naming::Member { parent: id, part: "Base".to_owned() };
        let kind = Kind::Struct(Struct::default());
        let data = SchemaData { description: None, ..schema.schema_data.clone() };
        let base = self.define(&at.child("discriminator"), &data, naming, kind);
        let flat = AnySchema { one_of: Vec::new(), any_of: Vec::new(), ..flat.clone() };
        self.pending.insert(base, (at.clone(), SchemaData::default(), flat));
        self.bases.insert(id, base);
        base
    }
}

fn branch(parent: &Pointer, child: &Pointer, ty: Type) -> Branch {
    let words = child.last().unwrap_or_default();
    Branch::new(parent.join(&["discriminator", "mapping", &words]), words, ty)
}

fn hint(at: &Pointer, discriminator: &openapiv3::Discriminator) -> Hint {
    let mapping = discriminator.mapping.iter().filter(|(_, target)| &mapped(target) == at);
    Hint {
        mapped: mapping.map(|(value, _)| value.clone()).collect(),
        implied: at.last().into_iter().collect(),
    }
}
