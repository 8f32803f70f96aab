//! The values of the model that are free JSON, and why they are.
//!
//! In: the model and the document. Out: the number of values, and the free ones with their
//! places and reasons. The reason is read from the schema that stands at the place, so that
//! it holds whatever the stage before made of it.

use serde_json::{Map, Value};

use self::Extent::{Items, Whole};
use super::Reason;
use crate::api::{Api, Content, Kind, Operation, Output, Payload, Statuses, Type};
use crate::document::Document;
use crate::source::Pointer;

/// How many `$ref`s and wrappers are followed: a circle of them ends here.
const HOPS: usize = 64;

/// The number of values, and those that are free.
pub(super) fn find(document: &Document, api: &Api) -> (usize, Vec<(Pointer, Reason)>) {
    let mut walk = Walk { document, values: 0, free: Vec::new() };
    for operation in &api.operations {
        walk.operation(operation);
    }
    for def in &api.types {
        match &def.kind {
            Kind::Struct(structure) => {
                for field in &structure.fields {
                    walk.value(&field.pointer, &field.ty);
                }
                for flat in &structure.flats {
                    walk.value(&flat.pointer, &flat.ty);
                }
                if let Some(rest) = &structure.rest {
                    walk.value(&def.pointer.child("additionalProperties"), rest);
                }
            }
            Kind::Enum(_) => {}
            Kind::Union(union) => {
                for branch in &union.branches {
                    walk.value(&branch.pointer, &branch.ty);
                }
            }
            Kind::Alias(ty) => walk.value(&def.pointer, ty),
        }
    }
    (walk.values, walk.free)
}

/// Whether a type is that of what a body holds, or that of the items of a sequence.
#[derive(Clone, Copy)]
enum Extent {
    Whole,
    Items,
}

struct Walk<'a> {
    document: &'a Document,
    values: usize,
    free: Vec<(Pointer, Reason)>,
}

impl Walk<'_> {
    fn operation(&mut self, operation: &Operation) {
        for parameter in &operation.parameters {
            let mut places = vec![parameter.pointer.child("schema")];
            places.extend(self.content(&parameter.pointer, Whole));
            self.one_of(&places, &parameter.pointer, &parameter.ty);
        }
        if let Some(body) = &operation.body {
            let at = operation.pointer.child("requestBody");
            match &body.content {
                Content::Json(ty) | Content::Form { ty, .. } | Content::Parts { ty, .. } => {
                    self.one_of(&self.content(&at, Whole), &at, ty);
                }
                Content::Lines(ty) => self.one_of(&self.content(&at, Items), &at, ty),
                Content::Text | Content::Bytes => self.values += 1,
            }
        }
        match &operation.output {
            Output::Empty => {}
            Output::One(payload) => self.payload(operation, None, payload),
            Output::Optional(ty) => self.answer(operation, None, Whole, ty),
            Output::ByStatus(replies) => {
                for reply in replies {
                    if let Some(payload) = &reply.payload {
                        self.payload(operation, Some(reply.statuses), payload);
                    }
                }
            }
        }
        for case in &operation.errors {
            if let Some(ty) = &case.ty {
                self.answer(operation, Some(case.statuses), Whole, ty);
            }
        }
    }

    /// What is read of an answer. Text and bytes are what they are.
    fn payload(&mut self, operation: &Operation, statuses: Option<Statuses>, payload: &Payload) {
        match payload {
            Payload::Json(ty) => self.answer(operation, statuses, Whole, ty),
            Payload::Items { ty, .. } => self.answer(operation, statuses, Items, ty),
            Payload::Text | Payload::Bytes => self.values += 1,
        }
    }

    /// An answer with these statuses, or the one of a success.
    fn answer(
        &mut self,
        operation: &Operation,
        statuses: Option<Statuses>,
        extent: Extent,
        ty: &Type,
    ) {
        let at = operation.pointer.child("responses");
        let described = self.document.value(&at).and_then(Value::as_object);
        let keys = described.into_iter().flat_map(Map::keys);
        let keys = keys.filter(|key| match statuses {
            None => key.starts_with('2') || key.as_str() == "default",
            Some(Statuses::One(status)) => **key == status.to_string(),
            Some(Statuses::Hundred(hundred)) => key.to_ascii_uppercase() == format!("{hundred}XX"),
            Some(Statuses::Rest) => key.as_str() == "default",
        });
        let places = keys.flat_map(|key| self.content(&at.child(key), extent)).collect::<Vec<_>>();
        self.one_of(&places, &at, ty);
    }

    /// The schemas of what a body, an answer or a parameter can hold.
    fn content(&self, at: &Pointer, extent: Extent) -> Vec<Pointer> {
        let at = self.settle(at).child("content");
        let media = self.document.value(&at).and_then(Value::as_object);
        let names = media.into_iter().flat_map(Map::keys);
        // The schema of a sequence is that of its items, or that of the list of them.
        let places = names.flat_map(|name| {
            let whole = at.join(&[name, "schema"]);
            let item = at.join(&[name, "x-link-itemSchema"]);
            let data = item.join(&["properties", "data"]);
            match extent {
                Whole => vec![whole],
                Items => {
                    let content = data.child("x-link-contentSchema");
                    vec![self.settle(&whole).child("items"), whole, content, data, item]
                }
            }
        });
        let places = places.collect::<Vec<_>>();
        let there = places.iter().filter(|place| self.document.value(place).is_some());
        let there = there.cloned().collect::<Vec<_>>();
        // Where nothing is described, that is what there is to say.
        if there.is_empty() { places } else { there }
    }

    /// A value that stands at one of several places: the one that explains it best.
    fn one_of(&mut self, places: &[Pointer], fallback: &Pointer, ty: &Type) {
        let mut best: Option<Walk<'_>> = None;
        for place in places {
            let mut walk = Walk { document: self.document, values: 0, free: Vec::new() };
            walk.value(place, ty);
            if best.as_ref().is_none_or(|best| walk.ours() < best.ours()) {
                best = Some(walk);
            }
        }
        match best {
            Some(best) => {
                self.values += best.values;
                self.free.extend(best.free);
            }
            None => self.value(fallback, ty),
        }
    }

    fn ours(&self) -> usize {
        self.free.iter().filter(|(_, reason)| matches!(reason, Reason::Ours(_))).count()
    }

    /// Counts a value and those that it is made of.
    fn value(&mut self, at: &Pointer, ty: &Type) {
        match ty {
            Type::Nullable(inner) => return self.value(at, inner),
            Type::Any => self.free.push((at.clone(), self.reason(at))),
            Type::List(inner) => self.value(&self.settle(at).child("items"), inner),
            Type::Tuple(parts) => {
                let at = self.settle(at).child("prefixItems");
                for (index, part) in parts.iter().enumerate() {
                    self.value(&at.child(index), part);
                }
            }
            Type::Map(inner) => {
                self.value(&self.settle(at).child("additionalProperties"), inner);
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
            | Type::Named(_) => {}
        }
        self.values += 1;
    }

    /// Why the value at a place is free.
    fn reason(&self, at: &Pointer) -> Reason {
        self.says(self.document.value(&self.settle(at)), HOPS)
    }

    fn says(&self, schema: Option<&Value>, hops: usize) -> Reason {
        let schema = match schema {
            None => return Reason::Document("it has no schema"),
            Some(Value::Bool(_)) => return Reason::Document("its schema is `true`"),
            Some(Value::Object(schema)) => schema,
            Some(_) => return Reason::Ours("its schema is not understood"),
        };
        // A list of no properties says no more than none.
        let tells = |(key, value): (&String, &Value)| {
            tells_type(key) && (key != "properties" || value != &Value::Object(Map::new()))
        };
        if !schema.iter().any(tells) {
            return Reason::Document("its schema says nothing about its type");
        }
        if schema.contains_key("x-link-null") {
            return Reason::Document("it is always null");
        }
        for keyword in ["anyOf", "oneOf"] {
            let branches = schema.get(keyword).and_then(Value::as_array).into_iter().flatten();
            let free = branches
                .map(|branch| self.target(branch, hops))
                .any(|branch| hops > 0 && is_free(self.says(branch, hops / 4)));
            if free {
                return Reason::Document("one of its branches says nothing about its type");
            }
        }
        if schema.get("enum").and_then(Value::as_array).is_some_and(|list| list.iter().any(is_deep))
        {
            return Reason::Document("its values are lists or objects that are listed one by one");
        }
        let parts = schema.get("allOf").and_then(Value::as_array).map(Vec::as_slice);
        let parts = parts.unwrap_or_default().iter().map(|part| self.target(part, hops));
        let mut free = parts.map(|part| hops > 0 && is_free(self.says(part, hops / 4)));
        let only = schema.keys().filter(|key| tells_type(key)).count() == 1;
        if only && schema.contains_key("allOf") && free.all(|free| free) {
            return Reason::Document("no part of its schema says anything about its type");
        }
        Reason::Ours("its schema says more than is generated")
    }

    /// The schema behind references.
    fn target<'v>(&'v self, schema: &'v Value, hops: usize) -> Option<&'v Value> {
        match reference(schema) {
            Some(target) if hops > 0 => self.document.value(&self.settle(&target)),
            Some(_) | None => Some(schema),
        }
    }

    /// The place of the schema that decides: behind references, and inside of what has but one
    /// part.
    fn settle(&self, at: &Pointer) -> Pointer {
        let mut at = at.clone();
        for _ in 0..HOPS {
            let Some(value) = self.document.value(&at) else { break };
            at = match (reference(value), only_part(value)) {
                (Some(target), _) => target,
                (None, Some((keyword, index))) => at.child(keyword).child(index),
                (None, None) => break,
            };
        }
        at
    }
}

fn is_free(reason: Reason) -> bool {
    matches!(reason, Reason::Document(_))
}

fn is_deep(value: &Value) -> bool {
    value.is_array() || value.is_object()
}

fn reference(schema: &Value) -> Option<Pointer> {
    Pointer::parse(schema.get("$ref")?.as_str()?)
}

/// The only part of a schema that is nothing but a wrapper of it.
fn only_part(schema: &Value) -> Option<(&'static str, usize)> {
    let schema = schema.as_object()?;
    let mut telling = schema.keys().filter(|key| tells_type(key));
    let (only, None) = (telling.next()?, telling.next()) else { return None };
    let keyword = ["allOf", "oneOf", "anyOf"].into_iter().find(|keyword| keyword == only)?;
    let mut parts = schema.get(keyword)?.as_array()?.iter().enumerate().filter(|(_, part)| {
        part.as_object()
            .is_none_or(|part| part.contains_key("$ref") || part.keys().any(|key| tells_type(key)))
    });
    match (parts.next(), parts.next()) {
        (Some((index, _)), None) => Some((keyword, index)),
        _ => None,
    }
}

/// Whether a keyword says of what type a value is. Bounds and patterns do not: they hold for
/// values of one type and let all others pass.
fn tells_type(keyword: &str) -> bool {
    const TELLING: [&str; 14] = [
        "type",
        "enum",
        "const",
        "properties",
        "patternProperties",
        "additionalProperties",
        "items",
        "prefixItems",
        "allOf",
        "oneOf",
        "anyOf",
        "discriminator",
        "x-link-null",
        "$ref",
    ];
    TELLING.contains(&keyword)
}
