//! Operations: parameters and bodies.
//!
//! In: path items with their operations. Out: the model's operations, in the document's
//! order. What comes back stands in `responses`.

use openapiv3::{
    Content, MediaType, Parameter as ParameterObject, ParameterData, ParameterSchemaOrContent,
    PathStyle, QueryStyle, ReferenceOr, RequestBody,
};

use super::Lowering;
use super::schema::Annotations;
use crate::api::{
    Body, Kind, Location, NameHints, Naming, Operation, Parameter, Scheme, Security, Type,
};
use crate::diagnostics::Code;
use crate::document;
use crate::source::Pointer;

/// Headers that OpenAPI takes out of the hands of parameters.
const RESERVED_HEADERS: [&str; 3] = ["accept", "content-type", "authorization"];

impl Lowering<'_> {
    /// All operations, in the document's order.
    pub(super) fn operations(&mut self, schemes: &[Scheme], security: &Security) -> Vec<Operation> {
        let document = self.document;
        let mut operations = Vec::new();
        for (index, piece) in document.operations().iter().enumerate() {
            operations.push(self.operation(index, piece, schemes, security));
            self.fill_pending();
        }
        operations
    }

    fn operation(
        &mut self,
        index: usize,
        piece: &document::Operation,
        schemes: &[Scheme],
        security: &Security,
    ) -> Operation {
        let object = &piece.operation;
        let at = &piece.pointer;
        let method = piece.method.to_uppercase();
        let settings = self.settings.operation(&method, &piece.path);
        let retry = settings.and_then(|settings| settings.retry);
        let parameters = self.parameters(index, piece);
        let body = object
            .request_body
            .as_ref()
            .and_then(|body| self.body(index, &at.child("requestBody"), body));
        let (output, errors) = self.responses(index, &at.child("responses"), &object.responses);
        let security = match &object.security {
            Some(own) => self.security(&at.child("security"), own, schemes),
            None => security.clone(),
        };
        Operation {
            pointer: at.clone(),
            names: name_hints(piece),
            summary: object.summary.clone(),
            doc: object.description.clone(),
            deprecated: object.deprecated,
            parameters,
            body,
            output,
            errors,
            security,
            retry: retry.unwrap_or_else(|| is_idempotent(&method)),
            path: piece.path.clone(),
            method,
        }
    }

    /// The parameters of an operation; its own win over those of its path.
    fn parameters(&mut self, index: usize, piece: &document::Operation) -> Vec<Parameter> {
        let own = piece.operation.parameters.iter().enumerate();
        let own = own.map(|(n, item)| (piece.pointer.child("parameters").child(n), item));
        let shared = piece.path_parameters.iter();
        let shared = shared.map(|(pointer, item)| (pointer.clone(), item));
        let mut parameters: Vec<Parameter> = Vec::new();
        for (at, item) in shared.chain(own) {
            let Some(parameter) = self.parameter(index, &at, item) else {
                continue;
            };
            let same = parameters.iter_mut().find(|known| {
                known.wire == parameter.wire && same_place(known.location, parameter.location)
            });
            match same {
                Some(known) => *known = parameter,
                None => parameters.push(parameter),
            }
        }
        self.fit_to_path(piece, parameters)
    }

    /// Path parameters are those that the path names, in its order.
    fn fit_to_path(
        &mut self,
        piece: &document::Operation,
        mut parameters: Vec<Parameter>,
    ) -> Vec<Parameter> {
        let mut ordered = Vec::new();
        for wire in template_names(&piece.path) {
            let found =
                parameters.iter().position(|p| p.location == Location::Path && p.wire == wire);
            match found {
                Some(position) => ordered.push(parameters.remove(position)),
                None if ordered.iter().any(|p: &Parameter| p.wire == wire) => {}
                None => {
                    let message = format!(
                        "the path names `{{{wire}}}`, but no parameter describes it: it is a string"
                    );
                    self.diagnostics.warning(Code::Malformed, &piece.pointer, message);
                    ordered.push(undescribed(&piece.pointer, wire));
                }
            }
        }
        for parameter in parameters {
            if parameter.location == Location::Path {
                let message = format!("the path does not name `{{{}}}`", parameter.wire);
                self.diagnostics.warning(Code::Malformed, &parameter.pointer, message);
            } else {
                ordered.push(parameter);
            }
        }
        ordered
    }

    fn parameter(
        &mut self,
        index: usize,
        at: &Pointer,
        item: &ReferenceOr<ParameterObject>,
    ) -> Option<Parameter> {
        let (at, object) = match item {
            ReferenceOr::Item(object) => (at.clone(), object.clone()),
            ReferenceOr::Reference { reference } => {
                self.document.resolve(at, reference, self.diagnostics)?
            }
        };
        let data = object.parameter_data_ref();
        let location = self.location(&at, &object)?;
        let (ty, annotations) = self.parameter_type(index, &at, data)?;
        Some(Parameter {
            wire: data.name.clone(),
            location,
            doc: data.description.clone().or(annotations.doc),
            deprecated: data.deprecated.unwrap_or_default(),
            default: annotations.default,
            ty,
            required: data.required || location == Location::Path,
            pointer: at,
        })
    }

    fn location(&mut self, at: &Pointer, object: &ParameterObject) -> Option<Location> {
        let explode = object.parameter_data_ref().explode;
        match object {
            ParameterObject::Query { style: QueryStyle::Form, allow_reserved: false, .. } => {
                Some(Location::Query { exploded: explode.unwrap_or(true) })
            }
            ParameterObject::Query { style: QueryStyle::Form, .. } => {
                self.unsupported(at, "a query parameter with `allowReserved`");
                None
            }
            ParameterObject::Query { style, .. } => {
                let style = style_name(style);
                self.unsupported(at, &format!("a query parameter of the style `{style}`"));
                None
            }
            ParameterObject::Path { style: PathStyle::Simple, .. } => Some(Location::Path),
            ParameterObject::Path { style, .. } => {
                let style = style_name(style);
                self.unsupported(at, &format!("a path parameter of the style `{style}`"));
                // The path does name it.
                Some(Location::Path)
            }
            ParameterObject::Header { parameter_data, .. } => {
                let name = parameter_data.name.to_ascii_lowercase();
                if RESERVED_HEADERS.contains(&name.as_str()) {
                    let message =
                        format!("the header `{name}` is the client's own, not a parameter");
                    self.diagnostics.note(Code::Ignored, at, message);
                    return None;
                }
                Some(Location::Header)
            }
            ParameterObject::Cookie { .. } => {
                self.unsupported(at, "a parameter in a cookie");
                None
            }
        }
    }

    fn parameter_type(
        &mut self,
        index: usize,
        at: &Pointer,
        data: &ParameterData,
    ) -> Option<(Type, Annotations)> {
        let item = match &data.format {
            ParameterSchemaOrContent::Schema(item) => item,
            ParameterSchemaOrContent::Content(_) => {
                self.unsupported(at, "a parameter with `content`");
                return None;
            }
        };
        let schema_at = at.child("schema");
        let naming = inside(at, index, &data.name);
        let (ty, _) = self.type_of(&schema_at, item, naming).split_null();
        let named = ty.named().is_some();
        let annotations = match item {
            ReferenceOr::Reference { reference } => {
                self.annotations_behind(&schema_at, reference, named)
            }
            ReferenceOr::Item(schema) => self.annotations(&schema_at, schema, named),
        };
        if self.is_flat(&ty, true) {
            return Some((ty, annotations));
        }
        self.unsupported(at, "an object as a parameter");
        None
    }

    /// Whether a type is a scalar, or, where allowed, a list of scalars.
    fn is_flat(&self, ty: &Type, list: bool) -> bool {
        match ty {
            Type::Boolean
            | Type::Integer(_)
            | Type::Number
            | Type::Text
            | Type::Secret
            | Type::Uuid
            | Type::Date
            | Type::DateTime
            | Type::Any => true,
            Type::List(inner) => list && self.is_flat(inner, false),
            Type::Nullable(inner) => self.is_flat(inner, list),
            Type::Map(_) => false,
            Type::Named(id) => match self.types[id.index()].kind {
                Kind::Enum(_) => true,
                Kind::Struct(_) => false,
            },
        }
    }

    fn body(
        &mut self,
        index: usize,
        at: &Pointer,
        item: &ReferenceOr<RequestBody>,
    ) -> Option<Body> {
        let (at, object) = match item {
            ReferenceOr::Item(object) => (at.clone(), object.clone()),
            ReferenceOr::Reference { reference } => {
                self.document.resolve(at, reference, self.diagnostics)?
            }
        };
        if object.content.is_empty() {
            return None;
        }
        let content = at.child("content");
        let Some((name, media)) = json_media(&object.content) else {
            self.unsupported(&content, "a request body that is not JSON");
            return None;
        };
        self.other_media(&content, name, &object.content);
        let ty = self.media_type(&content.child(name), media, index, "Request");
        Some(Body { ty, required: object.required, doc: object.description })
    }

    /// The type of a JSON body.
    pub(super) fn media_type(
        &mut self,
        at: &Pointer,
        media: &MediaType,
        index: usize,
        part: &str,
    ) -> Type {
        let naming = inside(at, index, part);
        match &media.schema {
            Some(item) => self.type_of(&at.child("schema"), item, naming),
            None => Type::Any,
        }
    }

    /// Says which media types were passed over in favour of JSON.
    pub(super) fn other_media(&mut self, at: &Pointer, chosen: &str, content: &Content) {
        for name in content.keys().filter(|name| *name != chosen) {
            let message = format!("`{name}` is not generated, only `{chosen}`");
            self.diagnostics.warning(Code::Unsupported, &at.child(name), message);
        }
    }
}

/// The JSON among the media types of a body.
pub(super) fn json_media(content: &Content) -> Option<(&str, &MediaType)> {
    let essence = |name: &str| {
        let name = name.split(';').next().unwrap_or_default();
        name.trim().to_ascii_lowercase()
    };
    let plain = |name: &str| essence(name) == "application/json";
    let json = |name: &str| {
        let name = essence(name);
        name.ends_with("+json") || name == "text/json" || name == "*/*" || name == "application/*"
    };
    let found = content.iter().find(|(name, _)| plain(name));
    let found = found.or_else(|| content.iter().find(|(name, _)| json(name)));
    found.map(|(name, media)| (name.as_str(), media))
}

fn name_hints(piece: &document::Operation) -> NameHints {
    let object = &piece.operation;
    let text = |key: &str| {
        let value = object.extensions.get(key)?;
        match value {
            serde_json::Value::String(text) => Some(text.clone()),
            serde_json::Value::Array(parts) => {
                let parts = parts.iter().filter_map(|part| part.as_str());
                Some(parts.collect::<Vec<_>>().join(" "))
            }
            _ => None,
        }
    };
    NameHints {
        group: text("x-fern-sdk-group-name"),
        method: text("x-fern-sdk-method-name"),
        tag: object.tags.first().cloned(),
        id: object.operation_id.clone(),
    }
}

/// What an inline type is called: after the operation, or, where several operations share
/// the place, after that place, so that a new operation renames nothing.
fn inside(at: &Pointer, index: usize, part: &str) -> Naming {
    let steps = at.steps().collect::<Vec<_>>();
    let steps = steps.iter().map(String::as_str).collect::<Vec<_>>();
    match steps.as_slice() {
        ["components", kind, name, ..] => Naming::Named(shared(kind, name)),
        ["paths", path, "parameters", ..] => {
            let literal = path.split('/').filter(|segment| !segment.starts_with('{'));
            let literal = literal.collect::<Vec<_>>().join(" ");
            Naming::Named(format!("{literal} {part}"))
        }
        _ => Naming::Operation { index, part: part.to_owned() },
    }
}

/// What an inline type of a shared part is called: after that part alone, because the
/// statuses and names that it is used with are not its own.
fn shared(kind: &str, name: &str) -> String {
    let (tail, others) = match kind {
        "parameters" => ("Parameter", ["Param", "Parameter"]),
        "requestBodies" => ("Request", ["Request", "Body"]),
        _ => ("Response", ["Response", "Error"]),
    };
    let told = others.iter().any(|other| name.ends_with(other));
    if told { name.to_owned() } else { format!("{name} {tail}") }
}

/// A style as the document spells it.
fn style_name(style: &impl serde::Serialize) -> String {
    let value = serde_json::to_value(style).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

fn is_idempotent(method: &str) -> bool {
    ["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"].contains(&method)
}

fn same_place(one: Location, other: Location) -> bool {
    std::mem::discriminant(&one) == std::mem::discriminant(&other)
}

fn undescribed(at: &Pointer, wire: &str) -> Parameter {
    Parameter {
        pointer: at.clone(),
        wire: wire.to_owned(),
        location: Location::Path,
        doc: None,
        deprecated: false,
        default: None,
        ty: Type::Text,
        required: true,
    }
}

/// The names between braces in a path, in order.
fn template_names(path: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut rest = path;
    while let Some((_, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            break;
        };
        names.push(name);
        rest = after;
    }
    names
}
