//! What comes back: the answers of an operation, sorted into success and failure.
//!
//! In: `responses`. Out: one [`Output`] and the documented failures. An answer without a
//! described status (`default`) is a failure, unless no success is described.

use openapiv3::{ReferenceOr, Response, Responses, StatusCode};

use super::Lowering;
use super::bodies::json_media;
use crate::api::{ErrorCase, Output, Reply, Statuses, Type};
use crate::diagnostics::Code;
use crate::source::Pointer;

impl Lowering<'_> {
    /// The answers of an operation.
    pub(super) fn responses(
        &mut self,
        index: usize,
        at: &Pointer,
        object: &Responses,
    ) -> (Output, Vec<ErrorCase>) {
        let mut successes = Vec::new();
        let mut failures = Vec::new();
        for (code, item) in &object.responses {
            let at = at.child(code);
            let statuses = match code {
                StatusCode::Code(code) => Statuses::One(*code),
                StatusCode::Range(hundred) => Statuses::Hundred(*hundred),
            };
            let success = is_success(statuses);
            let Some(reply) = self.reply(index, &at, statuses, item, success) else {
                continue;
            };
            if success {
                successes.push(reply);
            } else {
                failures.push(reply);
            }
        }
        if let Some(item) = &object.default {
            let success = successes.is_empty();
            let at = at.child("default");
            if let Some(reply) = self.reply(index, &at, Statuses::Rest, item, success) {
                if success {
                    successes.push(reply);
                } else {
                    failures.push(reply);
                }
            }
        }
        let errors = failures.into_iter().map(|reply| ErrorCase {
            statuses: reply.statuses,
            ty: reply.ty.map(|ty| ty.split_null().0),
            doc: reply.doc,
        });
        (output(successes), errors.collect())
    }

    fn reply(
        &mut self,
        index: usize,
        at: &Pointer,
        statuses: Statuses,
        item: &ReferenceOr<Response>,
        success: bool,
    ) -> Option<Reply> {
        let (at, object) = match item {
            ReferenceOr::Item(object) => (at.clone(), object.clone()),
            ReferenceOr::Reference { reference } => {
                self.document.resolve::<Response>(at, reference, self.diagnostics)?
            }
        };
        for name in object.headers.keys() {
            let message = format!(
                "the header `{name}` has no type of its own: `with_response()` gives it as text"
            );
            let at = at.child("headers").child(name);
            self.diagnostics.note(Code::Ignored, &at, message);
        }
        let content = at.child("content");
        let ty = match json_media(&object.content) {
            Some((name, media)) => {
                self.other_media(&content, name, &object.content);
                let part = part(statuses, success);
                Some(self.media_type(&content.child(name), media, index, &part))
            }
            None if object.content.is_empty() => None,
            None if success => {
                self.unsupported(&content, "an answer that is not JSON");
                return None;
            }
            None => {
                let message = "this error is not JSON: it reaches the caller as text";
                self.diagnostics.note(Code::Ignored, &content, message);
                None
            }
        };
        let doc = Some(object.description).filter(|text| !text.trim().is_empty());
        Some(Reply { statuses, ty, doc })
    }
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

fn output(successes: Vec<Reply>) -> Output {
    let mut types: Vec<&Type> = Vec::new();
    for ty in successes.iter().filter_map(|reply| reply.ty.as_ref()) {
        if !types.contains(&ty) {
            types.push(ty);
        }
    }
    let empty = successes.iter().any(|reply| reply.ty.is_none());
    match types.as_slice() {
        [] => Output::Empty,
        [ty] if empty => Output::Optional((*ty).clone().split_null().0),
        [ty] => Output::One((*ty).clone()),
        _ => Output::ByStatus(successes),
    }
}
