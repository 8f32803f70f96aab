//! The document as `openapiv3`'s types.
//!
//! In: a value in the one dialect. Out: a [`Document`] whose pieces can be asked for. Every
//! piece is read by itself, so that an error names the smallest one that is wrong and the
//! others are read all the same. Follows a reference only when asked to.

mod piece;
mod resolve;
mod schema;
mod webhooks;

use indexmap::IndexMap;
use openapiv3::{
    Info, Parameter, ReferenceOr, Schema, SecurityRequirement, SecurityScheme, Server, Tag,
};
use serde_json::{Map, Value};

use crate::beside::beside;
use crate::diagnostics::{Code, Diagnostics};
use crate::source::Pointer;

pub use piece::Piece;
pub use webhooks::Webhook;

/// A document, read.
#[derive(Clone, Debug)]
pub struct Document {
    value: Value,
    info: Info,
    servers: Vec<Server>,
    security: Option<Vec<SecurityRequirement>>,
    security_schemes: IndexMap<String, SecurityScheme>,
    tags: Vec<Tag>,
    operations: Vec<Operation>,
    webhooks: Vec<Webhook>,
    schemas: IndexMap<String, ReferenceOr<Schema>>,
}

/// One operation, and what its path says for it.
#[derive(Clone, Debug)]
#[allow(clippy::struct_field_names, reason = "what is inside is called so in OpenAPI too")]
pub struct Operation {
    /// Where it stands.
    pub pointer: Pointer,
    /// The HTTP method as it is sent: `GET`, `POST` and so on.
    pub method: String,
    /// The path, as in `/users/{id}`.
    pub path: String,
    /// The parameters of all operations of the path, each with its place.
    pub path_parameters: Vec<(Pointer, ReferenceOr<Parameter>)>,
    /// Where all operations of the path are sent, where that is another place than usual.
    pub path_servers: Vec<(Pointer, Server)>,
    /// The operation itself.
    pub operation: openapiv3::Operation,
}

/// The methods that a path has operations for, as a document writes them.
pub const METHODS: [&str; 9] =
    ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// Reads the pieces of a document; `None` where there is none to read.
#[must_use]
pub fn read(value: Value, d: &mut Diagnostics) -> Option<Document> {
    let root = Pointer::root();
    let map = piece::object(&value, &root, "a document", d)?;
    // Each of these is about a half of what there is to read.
    let schemas = |d: &mut Diagnostics| components(map, "schemas", d);
    let (schemas, operations) = beside(schemas, |d| operations(map, d), d);
    let mut document = Document {
        info: field(map, "info", d).unwrap_or_default(),
        servers: list(map, "servers", d),
        security: field(map, "security", d),
        security_schemes: IndexMap::new(),
        tags: list(map, "tags", d),
        operations,
        webhooks: Vec::new(),
        schemas,
        value: Value::Null,
    };
    let credentials = components::<SecurityScheme>(map, "securitySchemes", d);
    document.value = value;
    document.security_schemes = document.resolved(credentials, d);
    document.webhooks = webhooks::read(&document, d);
    Some(document)
}

impl Document {
    /// What the API is called.
    #[must_use]
    pub const fn info(&self) -> &Info {
        &self.info
    }

    /// Where the API is.
    #[must_use]
    pub fn servers(&self) -> &[Server] {
        &self.servers
    }

    /// How requests authorise themselves where an operation does not say so itself.
    #[must_use]
    pub fn security(&self) -> Option<&[SecurityRequirement]> {
        self.security.as_deref()
    }

    /// The security schemes by name, references followed.
    #[must_use]
    pub const fn security_schemes(&self) -> &IndexMap<String, SecurityScheme> {
        &self.security_schemes
    }

    /// The tags that the document describes.
    #[must_use]
    pub fn tags(&self) -> &[Tag] {
        &self.tags
    }

    /// The operations, in the order of the document.
    #[must_use]
    pub fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// The requests that the service sends: webhooks and callbacks.
    #[must_use]
    pub fn webhooks(&self) -> &[Webhook] {
        &self.webhooks
    }

    /// The component schemas by name.
    #[must_use]
    pub const fn schemas(&self) -> &IndexMap<String, ReferenceOr<Schema>> {
        &self.schemas
    }

    /// The value at a pointer, in the one dialect.
    #[must_use]
    pub fn value(&self, pointer: &Pointer) -> Option<&Value> {
        pointer.find(&self.value)
    }

    fn resolved<T: Piece>(
        &self,
        pieces: IndexMap<String, ReferenceOr<T>>,
        d: &mut Diagnostics,
    ) -> IndexMap<String, T> {
        let here = Pointer::root().join(&["components", "securitySchemes"]);
        let pieces = pieces.into_iter().filter_map(|(name, piece)| match piece {
            ReferenceOr::Item(item) => Some((name, item)),
            ReferenceOr::Reference { reference } => {
                let (_, item) = self.resolve(&here.child(&name), &reference, d)?;
                Some((name, item))
            }
        });
        pieces.collect()
    }
}

fn field<T: Piece>(map: &Map<String, Value>, key: &str, d: &mut Diagnostics) -> Option<T> {
    T::read(map.get(key)?, &Pointer::root().child(key), d)
}

fn list<T: Piece>(map: &Map<String, Value>, key: &str, d: &mut Diagnostics) -> Vec<T> {
    let at = Pointer::root().child(key);
    let values = map.get(key).and_then(Value::as_array).into_iter().flatten().enumerate();
    values.filter_map(|(index, value)| T::read(value, &at.child(index), d)).collect()
}

fn components<T: Piece>(
    map: &Map<String, Value>,
    section: &str,
    d: &mut Diagnostics,
) -> IndexMap<String, ReferenceOr<T>> {
    let at = Pointer::root().join(&["components", section]);
    let values = map.get("components").and_then(|components| components.get(section));
    let values = values.and_then(Value::as_object).into_iter().flatten();
    let pieces = values.filter_map(|(name, value)| {
        Some((name.clone(), piece::reference_or(value, &at.child(name), d)?))
    });
    pieces.collect()
}

fn operations(map: &Map<String, Value>, d: &mut Diagnostics) -> Vec<Operation> {
    let root = Pointer::root().child("paths");
    let mut operations = Vec::new();
    for (path, item) in map.get("paths").and_then(Value::as_object).into_iter().flatten() {
        if path.starts_with("x-") {
            continue;
        }
        let at = root.child(path);
        if let Some(item) = piece::object(item, &at, "a path item", d) {
            operations.extend(of_path(path, item, &at, d));
        }
    }
    operations
}

/// The operations of one path, in the order of the document.
fn of_path(
    path: &str,
    item: &Map<String, Value>,
    at: &Pointer,
    d: &mut Diagnostics,
) -> Vec<Operation> {
    let here = at.child("parameters");
    let parameters = item.get("parameters").and_then(Value::as_array).into_iter().flatten();
    let parameters = parameters.enumerate().filter_map(|(index, value)| {
        let at = here.child(index);
        let parameter = piece::reference_or(value, &at, d)?;
        Some((at, parameter))
    });
    let path_parameters: Vec<_> = parameters.collect();
    let here = at.child("servers");
    let servers = item.get("servers").and_then(Value::as_array).into_iter().flatten();
    let servers = servers.enumerate().filter_map(|(index, value)| {
        let at = here.child(index);
        let server = Server::read(value, &at, d)?;
        Some((at, server))
    });
    let path_servers: Vec<_> = servers.collect();
    let operations = methods(item, at).into_iter().filter_map(|(method, pointer, value)| {
        let operation = openapiv3::Operation::read(value, &pointer, d)?;
        Some(Operation {
            pointer,
            method,
            path: path.to_owned(),
            path_parameters: path_parameters.clone(),
            path_servers: path_servers.clone(),
            operation,
        })
    });
    operations.collect()
}

/// The operations of a path item: the method that is sent, the place and the value of each.
fn methods<'v>(item: &'v Map<String, Value>, at: &Pointer) -> Vec<(String, Pointer, &'v Value)> {
    let mut methods = Vec::new();
    for (key, value) in item {
        let here = at.child(key);
        if METHODS.contains(&key.as_str()) {
            methods.push((key.to_ascii_uppercase(), here, value));
        } else if key == "additionalOperations" {
            // These say their method as it is sent, and case counts.
            let members = value.as_object().into_iter().flatten();
            methods.extend(members.map(|(name, value)| (name.clone(), here.child(name), value)));
        }
    }
    methods
}

/// Records that a piece is not what it should be.
fn malformed(d: &mut Diagnostics, at: &Pointer, message: String) {
    d.error(Code::Malformed, at, message);
}

#[cfg(test)]
mod tests;
