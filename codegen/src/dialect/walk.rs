//! The way through a document, by its grammar.
//!
//! In: a value and the kind of object that it should be. Out: the value with every part in
//! its shape and rewritten by the rules of its kind, innermost first; `None` where nothing
//! usable is left. Does not know the rules themselves.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use serde_json::{Map, Value};

use super::grammar::{Kind, Shape};
use super::reference::Reading;
use super::{parameter, paths, reference, repair, root, schema, security};
use crate::diagnostics::{Code, Diagnostics};
use crate::source::{Era, Pointer};

/// The keys of an object, with what they hold.
pub(super) type Fields = Map<String, Value>;

/// The state of one normalisation.
#[derive(Debug)]
pub(super) struct Walk<'d> {
    pub(super) d: &'d mut Diagnostics,
    /// When the walk began: the addresses in the document's references are of that time.
    pub(super) start: Era,
    /// The document's own servers, which paths and operations may repeat.
    pub(super) servers: Value,
    /// What the document calls itself: relative references start there.
    pub(super) own: String,
    /// Security schemes that a client has nothing to do for, by name.
    pub(super) dropped: BTreeSet<String>,
    /// Addresses that `$ref`s lead to and that must therefore stay addresses.
    pub(super) pins: BTreeSet<Pointer>,
    /// How many schemas have a `$dynamicAnchor` of each name.
    pub(super) dynamic: BTreeMap<String, usize>,
    /// What is known by a name or a URI of its own, and when it stood there.
    pub(super) names: BTreeMap<String, (Pointer, Era)>,
    /// The `$ref`s that were met.
    pub(super) references: Vec<Reference>,
    /// What stands among the schemas and is none.
    pub(super) meant: BTreeMap<Pointer, Kind>,
    /// Places outside the grammar that were visited because something refers to them.
    pub(super) extra: BTreeMap<Pointer, Kind>,
    /// The schemas around the present one that have an `$id`, a `$dynamicAnchor` or a
    /// `$recursiveAnchor`.
    pub(super) bases: Vec<Base>,
}

/// A schema that references inside it can be relative to.
#[derive(Clone, Debug)]
pub(super) struct Base {
    pub(super) at: Pointer,
    pub(super) id: Option<String>,
    pub(super) recursive: bool,
    /// Its `$dynamicAnchor`.
    pub(super) dynamic: Option<String>,
}

/// A `$ref`, to be looked at once everything stands where it stays.
#[derive(Debug)]
pub(super) struct Reference {
    /// What it should lead to.
    pub(super) kind: Kind,
    /// Where the object stands that holds it, or the `$ref` itself, at that time.
    pub(super) at: Pointer,
    pub(super) era: Era,
    pub(super) text: String,
    /// The schema with an `$id` around it.
    pub(super) base: Option<Base>,
}

impl<'d> Walk<'d> {
    pub(super) fn new(d: &'d mut Diagnostics) -> Self {
        Self {
            start: d.history().now(),
            d,
            servers: Value::Null,
            own: String::new(),
            dropped: BTreeSet::new(),
            pins: BTreeSet::new(),
            dynamic: BTreeMap::new(),
            names: BTreeMap::new(),
            references: Vec::new(),
            meant: BTreeMap::new(),
            extra: BTreeMap::new(),
            bases: Vec::new(),
        }
    }

    /// Brings one object and all that is in it into the one dialect.
    pub(super) fn visit(&mut self, kind: Kind, at: &Pointer, value: Value) -> Option<Value> {
        if self.extra.contains_key(at) {
            return Some(value);
        }
        let kind = match self.meant.get(at) {
            Some(meant) if kind == Kind::Schema => self.mean(*meant, at),
            Some(_) | None => kind,
        };
        match value {
            Value::Object(map) => self.object(kind, at, map),
            other => {
                let map = repair::not_an_object(self, kind, at, other)?;
                self.object(kind, at, map)
            }
        }
    }

    fn mean(&mut self, meant: Kind, at: &Pointer) -> Kind {
        let message = format!("this stands among the schemas: it is read as {}", meant.name());
        self.d.warning(Code::Malformed, at, message);
        meant
    }

    fn object(&mut self, kind: Kind, at: &Pointer, mut map: Fields) -> Option<Value> {
        let reading = reference::reading(kind);
        let refers = map.get("$ref").is_some_and(Value::is_string);
        if refers && reading == Reading::Kept {
            return reference::keep(self, kind, at, &map);
        }
        let bases = self.bases.len();
        enter(self, kind, at, &mut map);
        let mut fields = Map::new();
        for (key, value) in map {
            let here = at.child(&key);
            match kind.field(&key) {
                Some(shape) => {
                    if let Some(value) = self.field(shape, &here, value) {
                        fields.insert(key, value);
                    }
                }
                None => {
                    if self.keeps(kind, &key, &here, &value) {
                        fields.insert(key, value);
                    }
                }
            }
        }
        // What has yet to be put in has everything that it needs where it stands now.
        let is_empty = refers && reading == Reading::PutInAllTheSame;
        let keeps = is_empty || leave(self, kind, at, &mut fields);
        if let Some(Value::String(text)) = fields.get("$ref")
            && matches!(reading, Reading::PutIn | Reading::PutInAllTheSame)
        {
            reference::record(self, kind, at, text.clone());
        }
        self.bases.truncate(bases);
        keeps.then_some(Value::Object(fields))
    }

    /// What the grammar does not know is an extension or a mistake.
    fn keeps(&mut self, kind: Kind, key: &str, at: &Pointer, value: &Value) -> bool {
        if key.starts_with("x-link-") {
            let message =
                format!("`{key}` is ignored: names with `x-link-` are the generator's own");
            self.d.note(Code::Ignored, at, message);
            return false;
        }
        if key == "$ref" {
            let refers = value.is_string();
            let outcome = if refers { "what it leads to is read" } else { "it is dropped" };
            let message = format!("{} cannot be a reference: {outcome}", kind.name());
            self.d.warning(Code::Malformed, at, message);
            return refers;
        }
        // Examples have no effect; what many write in their place is no mistake to mend.
        if !key.starts_with("x-") && kind != Kind::Example && !self.is_pinned(at) {
            let message = format!("`{key}` is ignored: {} has no such key", kind.name());
            self.d.note(Code::Ignored, at, message);
        }
        true
    }

    /// One field, in its shape.
    pub(super) fn field(&mut self, shape: Shape, at: &Pointer, value: Value) -> Option<Value> {
        match shape {
            Shape::Free => Some(value),
            Shape::Text => repair::text(self, at, value),
            Shape::Flag => repair::flag(self, at, value),
            Shape::Count => repair::count(self, at, value),
            Shape::Number => repair::number(self, at, value),
            Shape::Texts => repair::texts(self, at, value),
            Shape::Dictionary => repair::dictionary(self, at, value),
            Shape::Requirements => security::requirements(self, at, value),
            Shape::One(kind) => self.one(kind, at, value),
            Shape::Many(kind) => self.many(kind, at, value),
            Shape::Named(kind) => self.named(kind, at, value),
            Shape::SchemaOrFlag => self.schema_or_flag(at, value),
        }
    }

    fn one(&mut self, kind: Kind, at: &Pointer, value: Value) -> Option<Value> {
        match value {
            Value::Null => repair::nothing(self, at),
            // In the place of one schema, a list of them says what each element is.
            Value::Array(list) if kind == Kind::Schema && is_positions(at) => {
                schema::positions(self, at, list)
            }
            value => self.visit(kind, at, value),
        }
    }

    /// A list of objects; where one is taken out, those behind it move up.
    pub(super) fn many(&mut self, kind: Kind, at: &Pointer, value: Value) -> Option<Value> {
        let list = repair::list(self, at, value)?;
        let mut kept = Vec::with_capacity(list.len());
        let mut moves = Vec::new();
        for (index, value) in list.into_iter().enumerate() {
            let here = at.child(index);
            let value = match value {
                // What each element is, in turn: one that is left out would move the others.
                Value::Null if is_positions(at) => repair::nothing_named(self, kind, &here),
                Value::Null => repair::nothing(self, &here),
                value => self.visit(kind, &here, value),
            };
            if let Some(value) = value {
                if kept.len() != index {
                    moves.push((at.child(kept.len()), here));
                }
                kept.push(value);
            }
        }
        self.d.moved_together(moves);
        Some(Value::Array(kept))
    }

    fn named(&mut self, kind: Kind, at: &Pointer, value: Value) -> Option<Value> {
        let map = repair::map(self, kind, at, value)?;
        let mut kept = Map::new();
        for (name, value) in map {
            let here = at.child(&name);
            let value = match value {
                // Some put an extension where only names belong.
                value if kind == Kind::PathItem && name.starts_with("x-") && !value.is_object() => {
                    continue;
                }
                Value::Null => repair::nothing_named(self, kind, &here),
                value => self.visit(kind, &here, value),
            };
            if let Some(value) = value {
                kept.insert(name, value);
            }
        }
        Some(Value::Object(kept))
    }

    fn schema_or_flag(&mut self, at: &Pointer, value: Value) -> Option<Value> {
        match value {
            Value::Bool(flag) => Some(Value::Bool(flag)),
            Value::String(text) if text == "true" || text == "false" => {
                repair::flag(self, at, Value::String(text))
            }
            value => self.one(Kind::Schema, at, value).map(schema::as_flag),
        }
    }

    /// What references are relative to: the closest `$id`, or what the document calls itself.
    pub(super) fn base(&self) -> &str {
        self.bases.iter().rev().find_map(|base| base.id.as_deref()).unwrap_or(&self.own)
    }

    /// Whether something refers to this address or to one inside it.
    pub(super) fn is_pinned(&self, at: &Pointer) -> bool {
        let inside = format!("{}/", at.as_str());
        let from = (Bound::Included(inside.as_str()), Bound::Unbounded);
        let mut following = self.pins.range::<str, _>(from);
        self.pins.contains(at)
            || following.next().is_some_and(|pin| pin.as_str().starts_with(&inside))
    }
}

/// Whether the place is a list of schemas for the elements of a list.
fn is_positions(at: &Pointer) -> bool {
    matches!(at.last().as_deref(), Some("prefixItems" | "items"))
}

/// What is done to an object before its parts are looked at.
fn enter(walk: &mut Walk<'_>, kind: Kind, at: &Pointer, map: &mut Fields) {
    match kind {
        Kind::Document => root::enter_document(walk, map),
        Kind::Paths => paths::enter_paths(walk, at, map),
        Kind::PathItem => paths::enter_path_item(walk, map),
        Kind::Operation => paths::enter_operation(walk, at, map),
        Kind::Responses => paths::enter_responses(walk, at, map),
        Kind::Parameter | Kind::Header => parameter::enter(walk, kind, at, map),
        Kind::Schema => reference::enter(walk, at, map),
        Kind::Info
        | Kind::Contact
        | Kind::License
        | Kind::Tag
        | Kind::ExternalDocs
        | Kind::Server
        | Kind::ServerVariable
        | Kind::Components
        | Kind::Callback
        | Kind::Response
        | Kind::RequestBody
        | Kind::MediaType
        | Kind::Encoding
        | Kind::Example
        | Kind::SecurityScheme
        | Kind::Flows
        | Kind::Flow
        | Kind::Discriminator => {}
    }
}

/// What is done to an object once its parts are in the one dialect; false where nothing
/// usable is left of it.
fn leave(walk: &mut Walk<'_>, kind: Kind, at: &Pointer, map: &mut Fields) -> bool {
    match kind {
        Kind::Document => root::leave_document(walk, map),
        Kind::Info => root::leave_info(walk, at, map),
        Kind::License | Kind::Tag | Kind::ExternalDocs => {
            return root::leave_about(walk, kind, at, map);
        }
        Kind::Server => return root::leave_server(walk, at, map),
        Kind::ServerVariable => return root::leave_variable(walk, at, map),
        Kind::Components => root::leave_components(walk, at, map),
        Kind::PathItem => paths::leave_path_item(walk, at, map),
        Kind::Operation => paths::leave_operation(map),
        Kind::Response => paths::leave_response(walk, at, map),
        Kind::RequestBody => paths::leave_request_body(walk, at, map),
        Kind::Parameter => return parameter::leave_parameter(walk, at, map),
        Kind::Header => parameter::leave_header(walk, at, map),
        Kind::MediaType => parameter::leave_media_type(walk, at, map),
        Kind::Encoding => parameter::leave_encoding(walk, at, map),
        Kind::SecurityScheme => return security::leave_scheme(walk, at, map),
        Kind::Flow => security::leave_flow(walk, at, map),
        Kind::Schema => schema::leave(walk, at, map),
        Kind::Discriminator => return schema::leave_discriminator(walk, at, map),
        Kind::Paths
        | Kind::Callback
        | Kind::Responses
        | Kind::Contact
        | Kind::Example
        | Kind::Flows => {}
    }
    true
}
