//! Pieces of a document: from a value to `openapiv3`'s type, one level at a time.
//!
//! In: a value and its place. Out: the piece, or `None` after what is wrong was said at
//! the innermost place that is wrong by itself. `openapiv3` tries a value as one thing and
//! then as another, at every level, which takes exponential time where a deep part is
//! wrong and names no place; so the parts of a piece are taken out first, read by
//! themselves and put back.

use indexmap::IndexMap;
use openapiv3::{
    Encoding, Example, Header, Info, MediaType, Operation, Parameter, ParameterData,
    ParameterSchemaOrContent, ReferenceOr, RequestBody, Response, Responses, SecurityRequirement,
    SecurityScheme, Server, StatusCode, Tag,
};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde::de::value::MapDeserializer;
use serde_json::{Map, Value};

use super::malformed;
use crate::diagnostics::Diagnostics;
use crate::source::Pointer;

/// A part of a document that can be read by itself.
pub trait Piece: Sized {
    /// Reads the piece that stands at the place, or says why it cannot be read.
    fn read(value: &Value, at: &Pointer, d: &mut Diagnostics) -> Option<Self>;
}

/// A piece or a reference to one.
pub(super) fn reference_or<T: Piece>(
    value: &Value,
    at: &Pointer,
    d: &mut Diagnostics,
) -> Option<ReferenceOr<T>> {
    match value.get("$ref") {
        Some(Value::String(reference)) => {
            Some(ReferenceOr::Reference { reference: reference.clone() })
        }
        _ => T::read(value, at, d).map(ReferenceOr::Item),
    }
}

/// The members of an object.
pub(super) fn object<'v>(
    value: &'v Value,
    at: &Pointer,
    what: &str,
    d: &mut Diagnostics,
) -> Option<&'v Map<String, Value>> {
    let map = value.as_object();
    if map.is_none() {
        malformed(d, at, format!("this is not {what}: it has no keys"));
    }
    map
}

/// The parts of a piece, each read by itself. Notes whether one of them failed, so that
/// all of them are tried before the piece is given up.
pub(super) struct Parts<'a, 'd> {
    pub(super) map: &'a Map<String, Value>,
    pub(super) at: &'a Pointer,
    pub(super) d: &'d mut Diagnostics,
    pub(super) failed: bool,
}

impl<'a, 'd> Parts<'a, 'd> {
    /// Reads the piece with its parts empty, and gets ready to read them.
    pub(super) fn of<T: DeserializeOwned>(
        value: &'a Value,
        at: &'a Pointer,
        what: &str,
        parts: &[&str],
        d: &'d mut Diagnostics,
    ) -> Option<(T, Self)> {
        let map = object(value, at, what, d)?;
        let piece = shallow(map, at, what, parts, d)?;
        Some((piece, Self { map, at, d, failed: false }))
    }

    /// The piece, where all of its parts could be read.
    pub(super) fn complete<T>(self, piece: T) -> Option<T> {
        (!self.failed).then_some(piece)
    }

    pub(super) fn one<T: Piece>(&mut self, key: &str) -> Option<ReferenceOr<T>> {
        let value = self.map.get(key)?;
        let part = reference_or(value, &self.at.child(key), self.d);
        self.failed |= part.is_none();
        part
    }

    pub(super) fn many<T: Piece>(&mut self, key: &str) -> Vec<ReferenceOr<T>> {
        let at = self.at.child(key);
        let values = self.map.get(key).and_then(Value::as_array).into_iter().flatten();
        let mut parts = Vec::new();
        for (index, value) in values.enumerate() {
            let part = reference_or(value, &at.child(index), self.d);
            self.failed |= part.is_none();
            parts.extend(part);
        }
        parts
    }

    pub(super) fn named<T>(
        &mut self,
        key: &str,
        read: impl Fn(&Value, &Pointer, &mut Diagnostics) -> Option<T>,
    ) -> IndexMap<String, T> {
        let at = self.at.child(key);
        let values = self.map.get(key).and_then(Value::as_object).into_iter().flatten();
        let mut parts = IndexMap::new();
        for (name, value) in values {
            let part = read(value, &at.child(name), self.d);
            self.failed |= part.is_none();
            parts.extend(part.map(|part| (name.clone(), part)));
        }
        parts
    }
}

/// Reads an object as if the given parts of it were empty.
fn shallow<T: DeserializeOwned>(
    map: &Map<String, Value>,
    at: &Pointer,
    what: &str,
    parts: &[&str],
    d: &mut Diagnostics,
) -> Option<T> {
    let object = Value::Object(Map::new());
    let array = Value::Array(Vec::new());
    let without = |left_out: Option<&str>| {
        let members = map.iter().filter(|(key, _)| Some(key.as_str()) != left_out);
        let members = members.map(|(key, value)| match value {
            Value::Object(_) if parts.contains(&key.as_str()) => (key.as_str(), &object),
            Value::Array(_) if parts.contains(&key.as_str()) => (key.as_str(), &array),
            value => (key.as_str(), value),
        });
        T::deserialize(MapDeserializer::<_, serde_json::Error>::new(members))
    };
    let error = match without(None) {
        Ok(piece) => return Some(piece),
        Err(error) => error,
    };
    // The key is to blame without which the rest can be read.
    match map.keys().find(|key| without(Some(key.as_str())).is_ok()) {
        Some(key) => {
            malformed(d, &at.child(key), format!("`{key}` of {what} cannot be read: {error}"));
        }
        None => malformed(d, at, format!("this is not {what}: {error}")),
    }
    None
}

/// Pieces whose parts `openapiv3` reads without trying one thing after another.
macro_rules! plain {
    ($($piece:ty: $what:literal,)*) => {$(
        impl Piece for $piece {
            fn read(value: &Value, at: &Pointer, d: &mut Diagnostics) -> Option<Self> {
                shallow(object(value, at, $what, d)?, at, $what, &[], d)
            }
        }
    )*};
}

plain! {
    Info: "`info`",
    Server: "a server",
    Tag: "a tag",
    SecurityScheme: "a security scheme",
    Example: "an example",
}

impl Piece for Vec<SecurityRequirement> {
    fn read(value: &Value, at: &Pointer, d: &mut Diagnostics) -> Option<Self> {
        let read = Self::deserialize(value);
        read.map_err(|error| {
            malformed(d, at, format!("these are no security requirements: {error}"));
        })
        .ok()
    }
}

impl Piece for Operation {
    fn read(value: &Value, at: &Pointer, d: &mut Diagnostics) -> Option<Self> {
        let parts = ["parameters", "requestBody", "responses", "callbacks"];
        let (mut operation, mut parts): (Self, _) =
            Parts::of(value, at, "an operation", &parts, d)?;
        operation.parameters = parts.many("parameters");
        operation.request_body = parts.one("requestBody");
        let responses = parts.map.get("responses");
        let here = parts.at.child("responses");
        match responses.map(|value| Responses::read(value, &here, parts.d)) {
            Some(Some(responses)) => operation.responses = responses,
            Some(None) => parts.failed = true,
            None => {}
        }
        parts.complete(operation)
    }
}

impl Piece for Responses {
    fn read(value: &Value, at: &Pointer, d: &mut Diagnostics) -> Option<Self> {
        let mut responses = Self::default();
        let mut failed = false;
        for (status, value) in object(value, at, "`responses`", d)? {
            if status.starts_with("x-") {
                responses.extensions.insert(status.clone(), value.clone());
                continue;
            }
            let here = at.child(status);
            let Some(response) = reference_or(value, &here, d) else {
                failed = true;
                continue;
            };
            if status == "default" {
                responses.default = Some(response);
            } else if let Ok(status) = StatusCode::deserialize(&Value::String(status.clone())) {
                responses.responses.insert(status, response);
            } else {
                malformed(d, &here, format!("`{status}` is no status"));
                failed = true;
            }
        }
        (!failed).then_some(responses)
    }
}

impl Piece for Response {
    fn read(value: &Value, at: &Pointer, d: &mut Diagnostics) -> Option<Self> {
        let (mut response, mut parts): (Self, _) =
            Parts::of(value, at, "a response", &["headers", "content"], d)?;
        response.headers = parts.named("headers", reference_or);
        response.content = parts.named("content", MediaType::read);
        parts.complete(response)
    }
}

impl Piece for RequestBody {
    fn read(value: &Value, at: &Pointer, d: &mut Diagnostics) -> Option<Self> {
        let (mut body, mut parts): (Self, _) =
            Parts::of(value, at, "a request body", &["content"], d)?;
        body.content = parts.named("content", MediaType::read);
        parts.complete(body)
    }
}

impl Piece for MediaType {
    fn read(value: &Value, at: &Pointer, d: &mut Diagnostics) -> Option<Self> {
        let (mut media, mut parts): (Self, _) =
            Parts::of(value, at, "a media type", &["schema", "encoding"], d)?;
        media.schema = parts.one("schema");
        media.encoding = parts.named("encoding", Encoding::read);
        parts.complete(media)
    }
}

impl Piece for Encoding {
    fn read(value: &Value, at: &Pointer, d: &mut Diagnostics) -> Option<Self> {
        let (mut encoding, mut parts): (Self, _) =
            Parts::of(value, at, "an encoding", &["headers"], d)?;
        encoding.headers = parts.named("headers", reference_or);
        parts.complete(encoding)
    }
}

impl Piece for Header {
    fn read(value: &Value, at: &Pointer, d: &mut Diagnostics) -> Option<Self> {
        let (mut header, mut parts): (Self, _) =
            Parts::of(value, at, "a header", &["schema", "content"], d)?;
        header.format = format(&mut parts, header.format);
        parts.complete(header)
    }
}

impl Piece for Parameter {
    fn read(value: &Value, at: &Pointer, d: &mut Diagnostics) -> Option<Self> {
        let (mut parameter, mut parts): (Self, _) =
            Parts::of(value, at, "a parameter", &["schema", "content"], d)?;
        let data: &mut ParameterData = match &mut parameter {
            Self::Query { parameter_data, .. }
            | Self::Header { parameter_data, .. }
            | Self::Path { parameter_data, .. }
            | Self::Cookie { parameter_data, .. } => parameter_data,
        };
        data.format = format(&mut parts, data.format.clone());
        parts.complete(parameter)
    }
}

/// The schema or the content of a parameter or a header, whichever was read empty.
fn format(parts: &mut Parts<'_, '_>, empty: ParameterSchemaOrContent) -> ParameterSchemaOrContent {
    match empty {
        ParameterSchemaOrContent::Schema(empty) => {
            ParameterSchemaOrContent::Schema(parts.one("schema").unwrap_or(empty))
        }
        ParameterSchemaOrContent::Content(_) => {
            ParameterSchemaOrContent::Content(parts.named("content", MediaType::read))
        }
    }
}
