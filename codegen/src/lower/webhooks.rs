//! Webhooks and callbacks: what the service sends by itself.
//!
//! In: the requests that the document describes as sent by the service. Out: the payload of
//! each as a type of the model, once for each place. What is answered to them is left out, for
//! a client does not serve.

use std::collections::BTreeSet;

use super::Lowering;
use super::media::json_media;
use super::operation::inside;
use crate::api::{Naming, Type, Webhook};
use crate::diagnostics::Code;
use crate::document;

impl Lowering<'_> {
    /// The payloads of all webhooks and callbacks, in the document's order.
    pub(super) fn webhooks(&mut self) -> Vec<Webhook> {
        let document = self.document;
        // A callback that several operations share is one.
        let mut seen = BTreeSet::new();
        let pieces = document.webhooks().iter().filter(|piece| seen.insert(&piece.pointer));
        let mut webhooks = Vec::new();
        for piece in pieces {
            webhooks.extend(self.webhook(piece));
            self.fill_pending();
        }
        webhooks
    }

    fn webhook(&mut self, piece: &document::Webhook) -> Option<Webhook> {
        let caller = piece.caller.and_then(|index| self.usual.get(index).copied());
        let naming = naming(piece, caller);
        let payload = self.payload(piece, naming.clone())?;
        Some(Webhook {
            pointer: piece.pointer.clone(),
            wire: piece.name.clone(),
            naming,
            summary: piece.operation.summary.clone(),
            doc: piece.operation.description.clone(),
            payload,
        })
    }

    fn payload(&mut self, piece: &document::Webhook, naming: Naming) -> Option<Type> {
        let Some(body) = &piece.operation.request_body else {
            let message = "nothing is generated for this request: it has no body";
            self.diagnostics.note(Code::Ignored, &piece.pointer, message);
            return None;
        };
        let at = piece.pointer.child("requestBody");
        let (at, body) = self.document.resolve_item(&at, body, self.diagnostics)?;
        let content = at.child("content");
        let Some((name, media)) = json_media(&body.content) else {
            let message = "nothing is generated for this request: its body is not JSON";
            self.diagnostics.note(Code::Ignored, &content, message);
            return None;
        };
        let at = content.child(name).child("schema");
        let shared = at.steps().nth(1).is_some_and(|section| section == "requestBodies");
        let naming = if shared { inside(&content, 0, "") } else { naming };
        Some(media.schema.as_ref().map_or(Type::Any, |item| self.type_of(&at, item, naming)))
    }
}

/// A webhook's payload is called after the webhook, a callback's after its operation too,
/// unless it stands among the components. Almost all are sent by POST: others say how.
fn naming(piece: &document::Webhook, caller: Option<usize>) -> Naming {
    let steps = piece.pointer.steps().take(3).collect::<Vec<_>>();
    let component = match steps.as_slice() {
        [first, _, name] if first == "components" => Some(name.as_ref()),
        _ => None,
    };
    let name = component.unwrap_or(piece.name.as_str());
    let part = match piece.method.as_str() {
        "POST" => format!("{name} Payload"),
        method => format!("{name} {} Payload", method.to_lowercase()),
    };
    match caller {
        Some(index) if component.is_none() => Naming::Operation { index, part },
        Some(_) | None => Naming::Named(part),
    }
}
