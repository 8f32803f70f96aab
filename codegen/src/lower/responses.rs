//! What comes back: the answers of an operation, sorted into success and failure.
//!
//! In: `responses`. Out: the documented failures, the headers and the examples of both, and one
//! [`Answer`] for each kind of media type that a success can have. An answer without a described status (`default`) is a failure, unless
//! no success is described.

use openapiv3::{ReferenceOr, Response, Responses, StatusCode};
use serde_json::Value;

use super::bodies::{part_of, suffix};
use super::media::{Choice, Kind, Way, essence, is_wildcard};
use super::operation::inside;
use super::{Lowering, examples};
use crate::api::{ErrorCase, Framing, Item, Output, Payload, Reply, Sample, Statuses, Type};
use crate::diagnostics::Code;
use crate::source::Pointer;

/// One way to ask for what comes back.
pub(super) struct Answer {
    /// What its method is called by, where it is not the usual one.
    pub(super) suffix: Option<&'static str>,
    pub(super) output: Output,
    /// The status of the first success.
    pub(super) status: u16,
    /// What the document shows of it.
    pub(super) samples: Vec<Sample>,
    /// The media types to ask for, where they are others than JSON.
    pub(super) accept: Option<String>,
}

/// All that comes back from an operation.
pub(super) struct Answers {
    /// The good answers, the usual one first.
    pub(super) good: Vec<Answer>,
    pub(super) errors: Vec<ErrorCase>,
    /// What the document shows of the failures.
    pub(super) error_samples: Vec<Sample>,
    /// The headers of good answers.
    pub(super) headers: Option<Type>,
    /// The headers of failures.
    pub(super) error_headers: Option<Type>,
}

/// A success with all that it can bring, best first.
struct Success {
    statuses: Statuses,
    doc: Option<String>,
    payloads: Vec<Found>,
}

/// One of the things that a success can bring.
struct Found {
    kind: Kind,
    /// The media types to ask for.
    names: Vec<String>,
    payload: Payload,
    samples: Vec<Sample>,
}

impl Lowering<'_> {
    /// The answers of an operation, the usual one first, and its failures.
    pub(super) fn responses(&mut self, index: usize, at: &Pointer, object: &Responses) -> Answers {
        let (mut successes, mut failures) = (Vec::new(), Vec::new());
        let (mut headers, mut error_headers) = (Vec::new(), Vec::new());
        let mut error_samples = Vec::new();
        let place = at;
        let mut described = object
            .responses
            .iter()
            .map(|(code, item)| {
                let statuses = match code {
                    StatusCode::Code(code) => Statuses::One(*code),
                    StatusCode::Range(hundred) => Statuses::Hundred(*hundred),
                };
                (at.child(code), statuses, item)
            })
            .collect::<Vec<_>>();
        described
            .extend(object.default.iter().map(|item| (at.child("default"), Statuses::Rest, item)));
        for (at, statuses, item) in described {
            let alone = statuses == Statuses::Rest && successes.is_empty();
            let success = alone || is_success(statuses);
            let Some((at, object)) = self.response(&at, item) else {
                continue;
            };
            let doc = Some(object.description.clone()).filter(|text| !text.trim().is_empty());
            let declared = self.declared(index, &at, &object);
            if success {
                headers.push(declared);
                let payloads = self.payloads(index, &at, statuses, &object);
                successes.push(Success { statuses, doc, payloads });
            } else {
                error_headers.push(declared);
                let ty = self.failure(index, &at, statuses, &object, &mut error_samples);
                failures.push(ErrorCase { statuses, ty, doc });
            }
        }
        if !error_headers.is_empty() {
            // A failure can come from whatever stands in front of the service.
            error_headers.push(Vec::new());
        }
        Answers {
            good: answers(&successes),
            errors: failures,
            error_samples,
            headers: self.headers(place, &headers),
            error_headers: self.headers(place, &error_headers),
        }
    }

    fn response(
        &mut self,
        at: &Pointer,
        item: &ReferenceOr<Response>,
    ) -> Option<(Pointer, Response)> {
        match item {
            ReferenceOr::Item(object) => Some((at.clone(), object.clone())),
            ReferenceOr::Reference { reference } => {
                self.document.resolve::<Response>(at, reference, self.diagnostics)
            }
        }
    }

    /// The JSON of a failure; anything else reaches the caller as text.
    fn failure(
        &mut self,
        index: usize,
        at: &Pointer,
        statuses: Statuses,
        object: &Response,
        samples: &mut Vec<Sample>,
    ) -> Option<Type> {
        let content = at.child("content");
        let choices = self.choices(&content, &object.content, Way::Answer);
        let json = choices.iter().find(|choice| choice.kind == Kind::Json);
        if json.is_none() && !choices.is_empty() {
            let message = "this error is not JSON: it reaches the caller as text";
            self.diagnostics.note(Code::Ignored, &content, message);
        }
        let json = json?;
        for other in choices.iter().filter(|choice| choice.kind != Kind::Json) {
            let message = format!("`{}` is not generated, only `{}`", other.name, json.name);
            self.diagnostics.note(Code::Ignored, &content.child(other.name), message);
        }
        let at = content.child(json.name);
        samples.extend(examples::samples(self.document, &at, statuses, true));
        let naming = inside(&at, index, &part(statuses, false));
        Some(self.media_type(&at, json.media, naming).split_null().0)
    }

    fn payloads(
        &mut self,
        index: usize,
        at: &Pointer,
        statuses: Statuses,
        object: &Response,
    ) -> Vec<Found> {
        let content = at.child("content");
        let choices = self.choices(&content, &object.content, Way::Answer);
        let payloads = choices.into_iter().map(|choice| {
            let at = content.child(choice.name);
            let payload = self.success_payload(index, &at, statuses, &choice);
            let samples = match choice.kind {
                Kind::Json | Kind::Text => examples::samples(self.document, &at, statuses, false),
                Kind::Items(_) | Kind::Form | Kind::Parts | Kind::Bytes => Vec::new(),
            };
            Found { kind: choice.kind, names: asked_for(&choice), payload, samples }
        });
        payloads.collect()
    }

    fn success_payload(
        &mut self,
        index: usize,
        at: &Pointer,
        statuses: Statuses,
        choice: &Choice<'_>,
    ) -> Payload {
        let media = choice.media;
        let part = part(statuses, true);
        match choice.kind {
            Kind::Json => Payload::Json(self.media_type(at, media, inside(at, index, &part))),
            Kind::Items(framing) => self.items(index, at, &part, framing, choice),
            Kind::Form | Kind::Text => {
                self.untyped(at, media, "text");
                Payload::Text
            }
            Kind::Parts | Kind::Bytes => {
                self.untyped(at, media, "bytes");
                Payload::Bytes
            }
        }
    }

    fn items(
        &mut self,
        index: usize,
        at: &Pointer,
        part: &str,
        framing: Framing,
        choice: &Choice<'_>,
    ) -> Payload {
        let naming = part_of(at, index, &format!("{part} Item"), "Item");
        // Since OpenAPI 3.2 a media type says what each item is, and no longer all of them.
        let key = if choice.media.extensions.contains_key(ITEM) { ITEM } else { "schema" };
        let place = at.child(key);
        let Some(schema) = self.document.value(&place).cloned() else {
            let (ty, item) = match framing {
                Framing::Events => (Type::Text, Item::Text),
                Framing::Lines | Framing::Sequence => (Type::Any, Item::Json),
            };
            return Payload::Items { ty, framing, item };
        };
        let ty = self.type_at(&place, naming);
        // Some describe the whole as a list of its items.
        let ty = match ty {
            Type::List(inner) if key == "schema" => *inner,
            other => other.split_null().0,
        };
        let item = match (&ty, framing) {
            (Type::Text, _) => Item::Text,
            (_, Framing::Events) => self.item(&schema),
            (_, Framing::Lines | Framing::Sequence) => Item::Json,
        };
        Payload::Items { ty, framing, item }
    }

    /// Whether a schema describes events as a whole or what they bring as data.
    fn item(&self, schema: &Value) -> Item {
        let mut open = vec![schema];
        let (mut data, mut seen) = (Vec::new(), 0);
        while let Some(schema) = open.pop().and_then(|schema| self.behind(schema)) {
            seen += 1;
            let lists = ["oneOf", "anyOf", "allOf"].into_iter();
            let branches = lists.filter_map(|key| schema.get(key)?.as_array()).flatten();
            let before = open.len();
            open.extend(branches);
            let members = schema.get("properties").and_then(Value::as_object);
            let known = |name: &String| EVENT.contains(&name.as_str());
            match members {
                Some(members) if members.keys().all(known) => data.extend(members.get("data")),
                None if open.len() > before => {}
                Some(_) | None => return Item::Json,
            }
            if seen > MANY {
                return Item::Json;
            }
        }
        let text = |schema: &&Value| {
            let schema = self.behind(schema);
            schema.and_then(|schema| schema.get("type")?.as_str()) == Some("string")
        };
        match data.as_slice() {
            [] => Item::Json,
            data if data.iter().all(text) => Item::Event,
            _ => Item::JsonEvent,
        }
    }
}

/// Where the dialect keeps `itemSchema`.
const ITEM: &str = "x-link-itemSchema";

/// The members of an event.
const EVENT: [&str; 5] = ["event", "data", "id", "retry", "comment"];

/// So many branches are looked at for whether they describe events.
const MANY: usize = 256;

/// The media types to ask for.
fn asked_for(choice: &Choice<'_>) -> Vec<String> {
    if choice.kind == Kind::Json && is_wildcard(choice.name) {
        return vec!["application/json".to_owned()];
    }
    let mut names = vec![essence(choice.name)];
    names.extend(choice.others.iter().map(|name| essence(name)));
    names
}

/// One answer for each kind: each success as that kind, where it can be, or else as its best.
fn answers(successes: &[Success]) -> Vec<Answer> {
    let best = |success: &Success| success.payloads.first().map(|found| found.kind);
    let mut suffixes = vec![None];
    for success in successes {
        for found in &success.payloads {
            let suffix = Some(suffix(found.kind, Way::Answer));
            if best(success) != Some(found.kind) && !suffixes.contains(&suffix) {
                suffixes.push(suffix);
            }
        }
    }
    let answer = |wanted: Option<&'static str>| {
        let mut names: Vec<&str> = Vec::new();
        let (mut replies, mut samples) = (Vec::new(), Vec::new());
        for success in successes {
            let fits = |kind: Kind| Some(suffix(kind, Way::Answer)) == wanted;
            let found = success.payloads.iter().find(|found| fits(found.kind));
            let found = found.or(success.payloads.first());
            for name in found.into_iter().flat_map(|found| &found.names) {
                if !names.contains(&name.as_str()) {
                    names.push(name);
                }
            }
            samples.extend(found.into_iter().flat_map(|found| found.samples.iter().cloned()));
            let payload = found.map(|found| found.payload.clone());
            replies.push(Reply { statuses: success.statuses, payload, doc: success.doc.clone() });
        }
        let accept = Some(names.join(", "));
        let accept = accept.filter(|names| !names.is_empty() && names != "application/json");
        let status = successes.first().map_or(200, |success| success.statuses.usual());
        Answer { suffix: wanted, output: output(replies), status, samples, accept }
    };
    suffixes.into_iter().map(answer).collect()
}

fn is_success(statuses: Statuses) -> bool {
    match statuses {
        Statuses::One(code) => (200..300).contains(&code),
        Statuses::Hundred(hundred) => hundred == 2,
        Statuses::Rest => false,
    }
}

/// What an inline type of an answer is called, after the operation.
fn part(statuses: Statuses, success: bool) -> String {
    match statuses {
        Statuses::One(200) => "Response".to_owned(),
        Statuses::One(code) => format!("Response {code}"),
        Statuses::Hundred(hundred) => format!("Response {hundred}xx"),
        Statuses::Rest if success => "Response".to_owned(),
        Statuses::Rest => "Error".to_owned(),
    }
}

fn output(mut successes: Vec<Reply>) -> Output {
    // What is described for one status goes before what is described for many.
    successes.sort_by_key(|reply| match reply.statuses {
        Statuses::One(_) => 0,
        Statuses::Hundred(_) => 1,
        Statuses::Rest => 2,
    });
    let mut payloads: Vec<&Payload> = Vec::new();
    for payload in successes.iter().filter_map(|reply| reply.payload.as_ref()) {
        if !payloads.contains(&payload) {
            payloads.push(payload);
        }
    }
    let empty = successes.iter().any(|reply| reply.payload.is_none());
    match payloads.as_slice() {
        [] => Output::Empty,
        [Payload::Json(ty)] if empty => Output::Optional(ty.clone().split_null().0),
        [payload] if !empty => Output::One((*payload).clone()),
        _ => Output::ByStatus(successes),
    }
}
