//! Lists, tuples and maps.
//!
//! In: schemas of arrays, and of objects whose members have any name. Out: their types. What 3.0
//! cannot say (`prefixItems`, `patternProperties`) stands in the document under names of its own,
//! in the one dialect too.

use openapiv3::{AdditionalProperties, AnySchema, Schema, SchemaData};
use serde_json::Value;

use super::Lowering;
use super::schema::member_of;
use super::tags::Told;
use crate::api::{Branch, Kind, Naming, Type, Union};
use crate::source::Pointer;

/// Longer tuples are lists: nobody reads them by position.
const LONGEST_TUPLE: usize = 12;

impl Lowering<'_> {
    /// The type of an array.
    pub(super) fn list(
        &mut self,
        at: &Pointer,
        schema: &Schema,
        flat: &AnySchema,
        naming: Naming,
    ) -> Type {
        let positions = schema.schema_data.extensions.get("x-link-prefixItems");
        if let Some(Value::Array(positions)) = positions {
            return self.tuple(at, positions.len(), flat, &naming);
        }
        let element = match &flat.items {
            Some(item) => self.type_of(&at.child("items"), item, member_of(naming, "Item")),
            None => Type::Any,
        };
        Type::List(Box::new(element))
    }

    /// An array with a schema for each position; a list where it can be longer than that.
    fn tuple(&mut self, at: &Pointer, count: usize, flat: &AnySchema, naming: &Naming) -> Type {
        let ends = flat.items.as_ref().is_some_and(super::shape::is_never)
            || flat.max_items.is_some_and(|most| most <= count);
        if !ends || count > LONGEST_TUPLE {
            return Type::List(Box::new(Type::Any));
        }
        let positions = at.child("x-link-prefixItems");
        let elements = (0..count).map(|index| {
            let naming = member_of(naming.clone(), &format!("Item {}", index + 1));
            self.type_at(&positions.child(index), naming)
        });
        Type::Tuple(elements.collect())
    }

    /// The type of an object whose members have any name.
    pub(super) fn map(&mut self, at: &Pointer, flat: &AnySchema, naming: Naming) -> Type {
        let naming = member_of(naming, "Value");
        let value = self.other_members(at, flat, &naming).unwrap_or(Type::Any);
        Type::Map(Box::new(value))
    }

    /// The type of the members that have no schema of their own, where it is described.
    pub(super) fn other_members(
        &mut self,
        at: &Pointer,
        flat: &AnySchema,
        naming: &Naming,
    ) -> Option<Type> {
        let mut types = Vec::new();
        let patterns = at.child("x-link-patternProperties");
        let names = match self.document.value(&patterns) {
            Some(Value::Object(names)) => names.keys().cloned().collect(),
            Some(_) | None => Vec::new(),
        };
        for (index, name) in names.iter().enumerate() {
            let naming = match index {
                0 => naming.clone(),
                _ => member_of(naming.clone(), name),
            };
            types.push(self.type_at(&patterns.child(name), naming));
        }
        if let Some(AdditionalProperties::Schema(item)) = &flat.additional_properties {
            let at = at.child("additionalProperties");
            types.push(self.type_of(&at, item, naming.clone()));
        }
        match types.as_slice() {
            [] => None,
            [ty, rest @ ..] if rest.iter().all(|other| other == ty) => Some(ty.clone()),
            _ if types.contains(&Type::Any) => Some(Type::Any),
            _ => Some(self.any_of(at, types, naming)),
        }
    }

    /// Members whose names decide about their types: each of them can have any of these.
    fn any_of(&mut self, at: &Pointer, types: Vec<Type>, naming: &Naming) -> Type {
        let mut union = Union::default();
        for (index, ty) in types.into_iter().map(|ty| ty.split_null().0).enumerate() {
            if union.branches.iter().all(|branch| branch.ty != ty) {
                let pointer = at.child("patternProperties").child(index);
                let words = self.words_of(&ty);
                union.branches.push(Branch::new(pointer, words, ty));
            }
        }
        let kind = Kind::Union(union);
        let at = at.child("patternProperties");
        let id = self.define(&at, &SchemaData::default(), naming.clone(), kind);
        self.told.insert(id, Told { property: None, hints: Vec::new(), default: None });
        Type::Named(id)
    }

    /// What a type is called among others.
    fn words_of(&self, ty: &Type) -> String {
        match ty {
            Type::Boolean => "Boolean".to_owned(),
            Type::Integer(_) => "Integer".to_owned(),
            Type::Number => "Number".to_owned(),
            Type::Map(_) => "Map".to_owned(),
            Type::List(inner) => format!("List of {}", self.words_of(inner)),
            Type::Tuple(_) => "Tuple".to_owned(),
            Type::Any => "Json".to_owned(),
            Type::Nullable(inner) => self.words_of(inner),
            Type::Named(id) => self.types[id.index()].pointer.last().unwrap_or_default(),
            Type::Text
            | Type::Secret
            | Type::Bytes
            | Type::File
            | Type::Uuid
            | Type::Date
            | Type::DateTime => "Text".to_owned(),
        }
    }

    /// The type of the schema at a place that `openapiv3` does not read.
    pub(super) fn type_at(&mut self, at: &Pointer, naming: Naming) -> Type {
        let value = self.document.value(at);
        if let Some(Value::String(reference)) = value.and_then(|value| value.get("$ref")) {
            return self.reference(at, reference);
        }
        let found = self.document.resolve_schema(at, &at.to_reference(), self.diagnostics);
        match found {
            Some((at, schema)) => self.schema(&at, &schema, naming),
            None => Type::Any,
        }
    }
}
