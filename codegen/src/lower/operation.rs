//! Operations: what the service can do, one by one.
//!
//! In: path items with their operations. Out: the model's operations, in the document's
//! order. Their parts stand in `parameters`, `bodies` and `responses`.

use super::Lowering;
use super::responses::{Answer, Answers};
use crate::api::{Body, NameHints, Naming, Operation, Output, Scheme, Security};
use crate::document;
use crate::source::{FILES, Pointer};

impl Lowering<'_> {
    /// All operations, in the document's order.
    pub(super) fn operations(&mut self, schemes: &[Scheme], security: &Security) -> Vec<Operation> {
        let document = self.document;
        let mut operations = Vec::new();
        for piece in document.operations() {
            let index = operations.len();
            self.usual.push(index);
            let group = self.group(piece);
            if !self.is_selected(piece, &group) {
                continue;
            }
            operations.extend(self.operation(index, piece, group, schemes, security));
            self.fill_pending();
        }
        operations
    }

    /// The operations that stand at one place: one for each kind of body that can be sent and of
    /// answer that can be asked for, the usual one first.
    fn operation(
        &mut self,
        index: usize,
        piece: &document::Operation,
        group: String,
        schemes: &[Scheme],
        security: &Security,
    ) -> Vec<Operation> {
        let object = &piece.operation;
        let at = &piece.pointer;
        let method = piece.method.clone();
        let settings = self.settings.operation(&method, &piece.path);
        let retry = settings.and_then(|settings| settings.retry);
        let parameters = self.parameters(index, piece);
        let bodies = object.request_body.as_ref().map(|body| {
            let bodies = self.bodies(index, &at.child("requestBody"), body);
            bodies.into_iter().map(Some).collect::<Vec<_>>()
        });
        let bodies = bodies.filter(|bodies| !bodies.is_empty()).unwrap_or_else(|| vec![None]);
        let Answers { good, errors, error_samples, headers, error_headers } =
            self.responses(index, &at.child("responses"), &object.responses);
        let security = match &object.security {
            Some(own) => self.security(&at.child("security"), own, schemes),
            None => security.clone(),
        };
        let usual = Operation {
            pointer: at.clone(),
            names: name_hints(piece, group),
            summary: object.summary.clone(),
            doc: object.description.clone(),
            deprecated: object.deprecated,
            parameters,
            body: None,
            output: Output::Empty,
            status: 200,
            samples: error_samples,
            accept: None,
            errors,
            headers,
            error_headers,
            security,
            server: self.own_server(piece),
            retry: retry.unwrap_or_else(|| is_idempotent(&method)),
            pages: None,
            path: piece.path.clone(),
            method,
        };
        kinds(&usual, &good, &bodies)
    }
}

/// An operation for each answer that can be asked for and each body that can be sent, called after
/// what is not the usual one.
fn kinds(
    usual: &Operation,
    answers: &[Answer],
    bodies: &[Option<(&'static str, Body)>],
) -> Vec<Operation> {
    let mut operations = Vec::new();
    for answer in answers {
        for (position, body) in bodies.iter().enumerate() {
            let mut own = usual.clone();
            let kind = body.as_ref().map(|(kind, _)| *kind).filter(|_| position > 0);
            let suffixes = kind.into_iter().chain(answer.suffix).collect::<Vec<_>>();
            own.names.suffix = Some(suffixes.join("_")).filter(|suffix| !suffix.is_empty());
            own.body = body.as_ref().map(|(_, body)| body.clone());
            own.output = answer.output.clone();
            own.status = answer.status;
            // Each is shown once, where it is looked for first.
            let failed = usual.samples.iter().filter(|_| operations.is_empty());
            let good = answer.samples.iter().filter(|_| position == 0);
            own.samples = good.chain(failed).cloned().collect();
            own.accept.clone_from(&answer.accept);
            operations.push(own);
        }
    }
    operations
}

/// The text of an extension, or its texts one after the other.
pub(super) fn text(object: &openapiv3::Operation, key: &str) -> Option<String> {
    let value = object.extensions.get(key)?;
    match value {
        serde_json::Value::String(text) => Some(text.clone()),
        serde_json::Value::Array(parts) => {
            let parts = parts.iter().filter_map(|part| part.as_str());
            Some(parts.collect::<Vec<_>>().join(" "))
        }
        _ => None,
    }
}

fn name_hints(piece: &document::Operation, group: String) -> NameHints {
    let object = &piece.operation;
    NameHints {
        group,
        method: text(object, "x-fern-sdk-method-name"),
        id: object.operation_id.clone(),
        suffix: None,
    }
}

/// What an inline type is called: after the operation, or, where several operations share
/// the place, after that place, so that a new operation renames nothing.
pub(super) fn inside(at: &Pointer, index: usize, part: &str) -> Naming {
    let steps = at.steps().collect::<Vec<_>>();
    let steps = steps.iter().map(AsRef::as_ref).collect::<Vec<_>>();
    match steps.as_slice() {
        ["components", FILES, file, inside @ ..] => {
            let inside = inside.split(|step| ["content", "schema"].contains(step)).next();
            Naming::Named(format!("{} {part}", in_file(file, inside.unwrap_or_default())))
        }
        ["components", kind, name, ..] => Naming::Named(shared(kind, name)),
        ["paths", path, "parameters", ..] => {
            let literal = path.split('/').filter(|segment| !segment.starts_with('{'));
            let literal = literal.collect::<Vec<_>>().join(" ");
            Naming::Named(format!("{literal} {part}"))
        }
        _ => Naming::Operation { index, part: part.to_owned() },
    }
}

/// What a thing in another file is called: after its place there, or after the file where that
/// holds nothing else.
pub(super) fn in_file(file: &str, inside: &[&str]) -> String {
    const SECTIONS: [&str; 6] =
        ["definitions", "$defs", "schemas", "parameters", "requestBodies", "responses"];
    // What stands last is a name, whatever it is.
    let outer = inside.iter().take(inside.len().saturating_sub(1));
    let sections = outer.take_while(|step| SECTIONS.contains(step) || **step == "components");
    let inside = inside.get(sections.count()..).unwrap_or_default();
    if !inside.is_empty() {
        return inside.join(" ");
    }
    let name = file.rsplit('/').next().unwrap_or(file);
    name.split('.').next().unwrap_or(name).to_owned()
}

/// What an inline type of a shared part is called: after that part alone, because the
/// statuses and names that it is used with are not its own.
fn shared(kind: &str, name: &str) -> String {
    let (tail, others) = match kind {
        "parameters" => ("Parameter", ["Param", "Parameter"]),
        "requestBodies" => ("Request", ["Request", "Body"]),
        "headers" => ("Header", ["Header", "Headers"]),
        _ => ("Response", ["Response", "Error"]),
    };
    let told = others.iter().any(|other| name.ends_with(other));
    if told { name.to_owned() } else { format!("{name} {tail}") }
}

fn is_idempotent(method: &str) -> bool {
    ["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "QUERY"].contains(&method)
}
