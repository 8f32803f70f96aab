//! What Mintlify served before it served OpenAPI.
//!
//! In: a document whose `paths` is one operation, taken apart: `paths.path`, `paths.method`,
//! `paths.request`, `paths.response`, with the parts of unions listed and most schemas written
//! out. Out: the OpenAPI document that says the same; or what of it cannot be converted. Never
//! leaves anything out without saying so.

mod schema;
mod security;

use link_codegen::diagnostics::Diagnostics;
use link_codegen::{Code, Place, Pointer, Severity};
use serde_json::{Map, Value, json};

use super::fences::fences;
use super::fragment::Edition;

/// Under this key a schema keeps the name that it has in the published document, until all
/// pages are together.
pub const NAME: &str = "x-imported-from";

/// What the page around the document says of it.
#[derive(Debug, Default)]
pub struct Words<'a> {
    title: Option<&'a str>,
    description: Option<String>,
}

impl<'a> Words<'a> {
    /// The first heading of a page, and the quote under it.
    pub fn of(page: &'a str) -> Self {
        let first = fences(page).first().map_or(page.len(), |fence| fence.body.start);
        let lines: Vec<_> = page.get(..first).unwrap_or_default().lines().collect();
        let Some(at) = lines.iter().position(|line| line.starts_with("# ")) else {
            return Self::default();
        };
        let title = lines.get(at).map(|line| line.trim_start_matches('#').trim());
        let below = lines.iter().skip(at + 1).skip_while(|line| line.trim().is_empty());
        let quote = below.map_while(|line| line.strip_prefix('>')).map(str::trim);
        let description = quote.collect::<Vec<_>>().join("\n");
        Self { title, description: Some(description).filter(|text| !text.is_empty()) }
    }
}

/// What became of a document.
pub struct Converted {
    pub value: Value,
    pub edition: Edition,
}

/// Converts a document; `place` says where its values stand.
pub fn convert(
    value: &Value,
    words: &Words<'_>,
    place: &dyn Fn(&Pointer) -> Place,
    d: &mut Diagnostics,
) -> Option<Converted> {
    let mut problems = Problems { place, d, failed: false };
    let here = Pointer::root().child("paths");
    let paths = value.get("paths")?.as_object()?;
    let (path, method) = problems.target(paths, &here)?;
    let mut operation = Map::new();
    words.write(&mut operation);
    let mut schemes = Map::new();
    for (key, part) in paths {
        let at = here.child(key);
        match key.as_str() {
            "servers" => put(&mut operation, "servers", part),
            "request" => request(part, &at, &mut operation, &mut schemes, &mut problems),
            "response" => {
                let responses = responses(part, &at, &mut problems);
                operation.insert("responses".to_owned(), Value::Object(responses));
            }
            "deprecated" if part == &Value::Bool(true) => put(&mut operation, key, part),
            "callbacks" if is_empty(part) => {}
            "path" | "method" | "type" | "deprecated" => {}
            _ if key.starts_with("x-") => put(&mut operation, key, part),
            _ => problems.error(&at, format!("`{key}` cannot be converted to OpenAPI")),
        }
    }
    if problems.failed {
        return None;
    }
    let servers = operation.shift_remove("servers").unwrap_or_else(|| json!([]));
    let operation = Value::Object(operation);
    let parts = value.get("components").unwrap_or(&Value::Null);
    let edition = edition(&[&operation, parts]).unwrap_or_else(|(old, new)| {
        let message = format!(
            "this document has `{old}`, which only OpenAPI 3.0 has, and `{new}`, which it has not"
        );
        problems.error(&here, message);
        Edition::Any
    });
    let mut whole = Map::new();
    whole.insert("servers".to_owned(), servers);
    whole.insert("paths".to_owned(), json!({ path: { method: operation } }));
    let components = components(value.get("components"), schemes);
    whole.insert("components".to_owned(), Value::Object(components));
    (!problems.failed).then_some(Converted { value: Value::Object(whole), edition })
}

/// Where problems of a conversion go.
pub(super) struct Problems<'a> {
    place: &'a dyn Fn(&Pointer) -> Place,
    d: &'a mut Diagnostics,
    failed: bool,
}

impl Problems<'_> {
    pub(super) fn error(&mut self, at: &Pointer, message: String) {
        self.failed = true;
        let place = (self.place)(at);
        self.d.push(Severity::Error, Code::Unsupported, place, message).with_help(
            "this page has a form that Mintlify no longer serves: get it again, or bring in the \
             published document",
        );
    }

    fn target<'p>(
        &mut self,
        paths: &'p Map<String, Value>,
        here: &Pointer,
    ) -> Option<(&'p str, String)> {
        let text = |key| paths.get(key).and_then(Value::as_str);
        let kind = text("type").unwrap_or("path");
        if kind != "path" {
            self.error(&here.child("type"), format!("a page about a {kind} cannot be converted"));
            return None;
        }
        match (text("path"), text("method")) {
            (Some(path), Some(method)) if path.starts_with('/') => {
                Some((path, method.to_ascii_lowercase()))
            }
            _ => {
                self.error(here, "it names no path and method".to_owned());
                None
            }
        }
    }
}

impl Words<'_> {
    fn write(&self, operation: &mut Map<String, Value>) {
        if let Some(title) = self.title {
            operation.insert("summary".to_owned(), title.into());
        }
        if let Some(text) = &self.description {
            operation.insert("description".to_owned(), text.as_str().into());
        }
    }
}

fn put(map: &mut Map<String, Value>, key: &str, value: &Value) {
    map.insert(key.to_owned(), value.clone());
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Object(map) => map.is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// The members of what should be an object.
pub(super) fn members<'v>(
    value: &'v Value,
    at: &Pointer,
    problems: &mut Problems<'_>,
) -> Option<&'v Map<String, Value>> {
    if value.as_object().is_none() && !is_empty(value) {
        problems.error(at, "this has another form than Mintlify gives it".to_owned());
    }
    value.as_object()
}

fn request(
    value: &Value,
    here: &Pointer,
    operation: &mut Map<String, Value>,
    schemes: &mut Map<String, Value>,
    problems: &mut Problems<'_>,
) {
    for (key, part) in members(value, here, problems).into_iter().flatten() {
        let at = here.child(key);
        match key.as_str() {
            "security" => {
                let security = security::convert(part, &at, schemes, problems);
                operation.insert("security".to_owned(), security);
            }
            "parameters" => {
                let list = parameters(part, &at, problems);
                if !list.is_empty() {
                    operation.insert("parameters".to_owned(), Value::Array(list));
                }
            }
            "body" if is_empty(part) => {}
            "body" => {
                let body = body(part, &at, problems);
                operation.insert("requestBody".to_owned(), body);
            }
            // Documentation only, under the name that it had in the published document.
            "codeSamples" => put(operation, "x-codeSamples", part),
            _ => problems.error(&at, format!("`{key}` cannot be converted to OpenAPI")),
        }
    }
}

/// `path`, `query`, `header` and `cookie`, each with its parameters by their names.
fn parameters(value: &Value, here: &Pointer, problems: &mut Problems<'_>) -> Vec<Value> {
    let mut list = Vec::new();
    for (place, named) in members(value, here, problems).into_iter().flatten() {
        let here = here.child(place);
        if !["path", "query", "header", "cookie"].contains(&place.as_str()) {
            problems.error(&here, format!("parameters in `{place}` cannot be converted"));
            continue;
        }
        for (name, parameter) in members(named, &here, problems).into_iter().flatten() {
            list.push(self::parameter(place, name, parameter, &here.child(name), problems));
        }
    }
    list
}

fn parameter(
    place: &str,
    name: &str,
    value: &Value,
    here: &Pointer,
    problems: &mut Problems<'_>,
) -> Value {
    let mut parameter = Map::new();
    parameter.insert("name".to_owned(), name.into());
    parameter.insert("in".to_owned(), place.into());
    for (key, part) in members(value, here, problems).into_iter().flatten() {
        let at = here.child(key);
        match key.as_str() {
            "schema" => {
                let union = schema::union(part, &at, problems);
                if union.required || place == "path" {
                    parameter.insert("required".to_owned(), true.into());
                }
                let mut schema = union.schema;
                if let Some(schema) = schema.as_object_mut() {
                    for key in ["description", "deprecated"] {
                        let said = schema.get(key).cloned();
                        if let Some(said) = said.filter(|said| !said.is_null()) {
                            schema.shift_remove(key);
                            parameter.insert(key.to_owned(), said);
                        }
                    }
                }
                parameter.insert("schema".to_owned(), schema);
            }
            "style" | "explode" | "allowReserved" | "example" | "examples" => {
                put(&mut parameter, key, part);
            }
            _ if key.starts_with("x-") => put(&mut parameter, key, part),
            _ => problems.error(&at, format!("`{key}` of a parameter cannot be converted")),
        }
    }
    Value::Object(parameter)
}

fn body(value: &Value, here: &Pointer, problems: &mut Problems<'_>) -> Value {
    let mut content = Map::new();
    let mut required = false;
    for (media_type, part) in members(value, here, problems).into_iter().flatten() {
        let at = here.child(media_type);
        let (media, is_required, _) = self::media(part, &at, problems);
        required |= is_required;
        content.insert(media_type.clone(), media);
    }
    let mut body = Map::new();
    if required {
        body.insert("required".to_owned(), true.into());
    }
    body.insert("content".to_owned(), Value::Object(content));
    Value::Object(body)
}

/// A body of one media type: its value, whether it has to be there, and what it is.
fn media(
    value: &Value,
    here: &Pointer,
    problems: &mut Problems<'_>,
) -> (Value, bool, Option<String>) {
    let mut media = Map::new();
    let (mut required, mut description) = (false, None);
    for (key, part) in members(value, here, problems).into_iter().flatten() {
        let at = here.child(key);
        match key.as_str() {
            "schemaArray" => {
                let union = schema::union(part, &at, problems);
                required = union.required;
                media.insert("schema".to_owned(), union.schema);
            }
            "description" => description = part.as_str().map(str::to_owned),
            "examples" | "example" | "encoding" if is_empty(part) => {}
            "examples" | "example" | "encoding" => put(&mut media, key, part),
            _ if key.starts_with("x-") => put(&mut media, key, part),
            _ => problems.error(&at, format!("`{key}` of a body cannot be converted")),
        }
    }
    (Value::Object(media), required, description)
}

fn responses(value: &Value, here: &Pointer, problems: &mut Problems<'_>) -> Map<String, Value> {
    let mut responses = Map::new();
    for (status, bodies) in members(value, here, problems).into_iter().flatten() {
        let here = here.child(status);
        let mut content = Map::new();
        let mut words = None;
        for (media_type, part) in members(bodies, &here, problems).into_iter().flatten() {
            let at = here.child(media_type);
            let (media, _, description) = self::media(part, &at, problems);
            words = words.or(description);
            // What stands in for an answer without a body.
            if !media_type.starts_with("_mintlify/") {
                content.insert(media_type.clone(), media);
            }
        }
        let mut response = Map::new();
        response.insert("description".to_owned(), words.unwrap_or_default().into());
        if !content.is_empty() {
            response.insert("content".to_owned(), Value::Object(content));
        }
        responses.insert(status.clone(), Value::Object(response));
    }
    responses
}

/// The components as they are, with the schemes of the page.
fn components(value: Option<&Value>, schemes: Map<String, Value>) -> Map<String, Value> {
    let mut components = value.and_then(Value::as_object).cloned().unwrap_or_default();
    if !schemes.is_empty() {
        components.insert("securitySchemes".to_owned(), Value::Object(schemes));
    }
    components
}

/// Which rules the schemas follow, by what only some have; both where they contradict.
fn edition(values: &[&Value]) -> Result<Edition, (&'static str, &'static str)> {
    let (mut old, mut new) = (None, None);
    let mut open: Vec<_> = values.to_vec();
    while let Some(value) = open.pop() {
        match value {
            Value::Object(map) => {
                for (key, value) in map {
                    match (key.as_str(), value) {
                        ("nullable", Value::Bool(_)) => old = Some("nullable"),
                        ("exclusiveMinimum" | "exclusiveMaximum", Value::Bool(_)) => {
                            old = Some("exclusiveMinimum: true");
                        }
                        ("exclusiveMinimum" | "exclusiveMaximum", Value::Number(_)) => {
                            new = Some("exclusiveMinimum: 1");
                        }
                        ("type", Value::Array(_)) => new = Some("type: [..]"),
                        ("type", Value::String(name)) if name == "null" => {
                            new = Some("type: 'null'");
                        }
                        ("const" | "prefixItems", _) => new = Some("const"),
                        // Data, and not schemas.
                        ("example" | "examples" | "default" | "enum" | "value", _) => {}
                        ("properties" | "patternProperties" | "schemas", Value::Object(named)) => {
                            open.extend(named.values());
                        }
                        (_, value) => open.push(value),
                    }
                }
            }
            Value::Array(list) => open.extend(list),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    match (old, new) {
        (Some(old), Some(new)) => Err((old, new)),
        (Some(_), None) => Ok(Edition::V30),
        (None, Some(_)) => Ok(Edition::V31),
        (None, None) => Ok(Edition::Any),
    }
}
