//! Bodies: what is sent with a call.
//!
//! In: request bodies. Out: the model's bodies, one for each kind of media type that is worth a
//! method, the best first.

use openapiv3::{MediaType, ReferenceOr, RequestBody};

use super::Lowering;
use super::media::{Choice, Kind, Way, is_wildcard};
use super::operation::inside;
use super::schema::member_of;
use crate::api::{Body, Content, Naming, Type};
use crate::diagnostics::Code;
use crate::source::Pointer;

impl Lowering<'_> {
    /// The bodies that an operation can be called with, each with what its method is called by.
    pub(super) fn bodies(
        &mut self,
        index: usize,
        at: &Pointer,
        item: &ReferenceOr<RequestBody>,
    ) -> Vec<(&'static str, Body)> {
        let resolved = self.document.resolve_item(at, item, self.diagnostics);
        let Some((at, object)) = resolved else { return Vec::new() };
        let place = at.child("content");
        let mut bodies = Vec::new();
        for choice in self.choices(&place, &object.content, Way::Request) {
            let at = place.child(choice.name);
            if !object.required
                && matches!(choice.kind, Kind::Form | Kind::Parts)
                && self.is_bare(&at)
            {
                let message = "this body is left out: it is optional, and it has no members";
                self.diagnostics.note(Code::Ignored, &at, message);
                continue;
            }
            let limits = self.limits(&at.child("schema"));
            let content = self.body_content(index, &place, &choice);
            let (media, others) = sent_as(&choice);
            let (required, doc) = (object.required, object.description.clone());
            bodies.push((
                suffix(choice.kind, Way::Request),
                Body { content, media, others, required, doc, limits },
            ));
        }
        bodies
    }

    fn body_content(&mut self, index: usize, place: &Pointer, choice: &Choice<'_>) -> Content {
        let at = place.child(choice.name);
        let media = choice.media;
        match choice.kind {
            Kind::Json => Content::Json(self.media_type(&at, media, inside(&at, index, "Request"))),
            Kind::Items(_) => {
                let naming = part_of(&at, index, "Request", "Lines");
                let ty = self.media_type(&at, media, naming);
                match ty {
                    Type::List(_) => Content::Lines(ty),
                    item => Content::Lines(Type::List(Box::new(item))),
                }
            }
            Kind::Form => {
                let ty = self.media_type(&at, media, part_of(&at, index, "Form", "Form"));
                self.needs_members(&at, &ty);
                Content::Form { ty, styles: self.form_styles(&at, media) }
            }
            Kind::Parts => {
                let naming = part_of(&at, index, "Multipart", "Multipart");
                let mut ty = self.media_type(&at, media, naming);
                self.needs_members(&at, &ty);
                if self.holds_files(place, choice.name) {
                    ty = self.parts_of(&at, ty);
                }
                Content::Parts { ty, encodings: self.part_encodings(&at, media) }
            }
            Kind::Text => {
                self.untyped(&at, media, "text");
                Content::Text
            }
            Kind::Bytes => {
                self.say_positional(&at, choice.name);
                self.untyped(&at, media, "bytes");
                Content::Bytes
            }
        }
    }

    /// The type of what has one.
    pub(super) fn media_type(&mut self, at: &Pointer, media: &MediaType, naming: Naming) -> Type {
        match &media.schema {
            Some(item) => self.type_of(&at.child("schema"), item, naming),
            None => Type::Any,
        }
    }

    /// Says that what a schema describes is passed as it is.
    pub(super) fn untyped(&mut self, at: &Pointer, media: &MediaType, what: &str) {
        let at = at.child("schema");
        let schema = self.document.value(&at).and_then(|schema| self.behind(schema));
        let text = |key: &str| schema.and_then(|schema| schema.get(key)?.as_str());
        let plain =
            schema.is_none_or(|schema| schema.as_object().is_some_and(serde_json::Map::is_empty));
        if media.schema.is_some() && !plain && text("type").is_none_or(|ty| ty != "string") {
            let message = format!("this is passed as {what}: the schema has no effect");
            self.diagnostics.note(Code::Ignored, &at, message);
        }
    }

    /// Whether a schema says that there are no members.
    fn is_bare(&self, at: &Pointer) -> bool {
        let schema = self.document.value(&at.child("schema"));
        let schema = schema.and_then(|schema| self.behind(schema)?.as_object());
        let none =
            |value: &serde_json::Value| value.as_object().is_some_and(serde_json::Map::is_empty);
        schema.is_some_and(|schema| {
            schema.get("additionalProperties") == Some(&serde_json::Value::Bool(false))
                && schema.get("properties").is_none_or(none)
                && !["allOf", "oneOf", "anyOf"].iter().any(|key| schema.contains_key(*key))
        })
    }

    fn needs_members(&mut self, at: &Pointer, ty: &Type) {
        match ty {
            Type::Named(_) | Type::Map(_) | Type::Any | Type::Nullable(_) => {}
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
            | Type::Tuple(_) => {
                let message =
                    "a form is made of members, and this schema has none: a call will fail";
                self.diagnostics.warning(Code::Malformed, &at.child("schema"), message);
            }
        }
    }
}

/// What the method of another kind than the best is called by.
pub(super) fn suffix(kind: Kind, way: Way) -> &'static str {
    match kind {
        Kind::Json => "json",
        Kind::Items(_) if way == Way::Request => "lines",
        Kind::Items(_) => "stream",
        Kind::Form => "form",
        Kind::Parts => "multipart",
        Kind::Text => "text",
        Kind::Bytes => "bytes",
    }
}

/// What an inline type is called: another name for each kind, so that one does not depend on
/// which others there are.
pub(super) fn part_of(at: &Pointer, index: usize, part: &str, shared: &str) -> Naming {
    match inside(at, index, part) {
        named @ Naming::Named(_) => member_of(named, shared),
        other @ (Naming::Member { .. } | Naming::Operation { .. }) => other,
    }
}

/// The media type that is sent, and those that the caller can choose instead.
fn sent_as(choice: &Choice<'_>) -> (String, Vec<String>) {
    let mut others = choice.others.clone();
    if !is_wildcard(choice.name) {
        return (choice.name.to_owned(), others);
    }
    others.insert(0, choice.name.to_owned());
    let media = match choice.kind {
        Kind::Json => "application/json",
        Kind::Items(_) => "application/x-ndjson",
        Kind::Form => "application/x-www-form-urlencoded",
        Kind::Parts => "multipart/form-data",
        Kind::Text => "text/plain",
        Kind::Bytes => "application/octet-stream",
    };
    if choice.kind != Kind::Bytes {
        others.clear();
    }
    (media.to_owned(), others)
}
