//! Lists, tuples and maps.
//!
//! In: schemas of arrays, and of objects whose members have any name. Out: their types. What 3.0
//! cannot say (`prefixItems`, `patternProperties`) stands in the document under names of its own,
//! in the one dialect too.

use openapiv3::{AdditionalProperties, AnySchema, Schema};
use serde_json::Value;

use super::Lowering;
use super::schema::member_of;
use crate::api::{Naming, Type};
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
            Some(item) => self.boxed_type_of(&at.child("items"), item, member_of(naming, "Item")),
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
        types.dedup();
        match types.as_slice() {
            [] => None,
            [ty] => Some(ty.clone()),
            // Which of them a member has depends on its name, which no type can say.
            _ => Some(Type::Any),
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
