//! Webhooks and callbacks: what the service sends by itself.
//!
//! In: the requests that the document describes as sent by the service. Out: the payload of
//! each as a type of the model, once for each place, and one union of all webhooks where their
//! payloads say which of them they are. What is answered to them is left out, for a client does
//! not serve.

use std::collections::BTreeSet;

use super::media::json_media;
use super::operation::inside;
use super::{Lowering, examples};
use crate::api::{
    Branch, Kind, Limits, Naming, Sample, Statuses, Tag, Type, TypeDef, TypeId, Union, Usage,
    Webhook,
};
use crate::diagnostics::Code;
use crate::document;
use crate::source::Pointer;

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

    /// What any of the webhooks sends, where a member of their payloads tells which of them it is:
    /// each type has values of it, and no other has them too.
    pub(super) fn event(&mut self, webhooks: &[Webhook]) -> Option<Webhook> {
        let mut branches: Vec<Branch> = Vec::new();
        let own = webhooks.iter().filter(|webhook| is_webhook(webhook));
        for webhook in own {
            if branches.iter().all(|branch| branch.ty != webhook.payload) {
                let at = webhook.pointer.child("requestBody");
                let words = webhook.wire.clone().unwrap_or_default();
                branches.push(Branch::new(at, words, webhook.payload.clone()));
            }
        }
        let first = branches.first().filter(|_| branches.len() > 1)?;
        let members = self.members_of(&first.ty);
        let tag = members.into_iter().find(|member| {
            let values = branches.iter().map(|branch| self.constants(&branch.ty, member));
            let values = values.collect::<Vec<_>>();
            let all = values.iter().flatten().collect::<BTreeSet<_>>();
            let several = values.iter().all(|own| !own.is_empty());
            several && all.len() == values.iter().map(Vec::len).sum::<usize>()
        })?;
        for branch in &mut branches {
            branch.tags = self.constants(&branch.ty, &tag);
            branch.tagged = true;
        }
        let order = (0..branches.len()).collect();
        let tag = Some(Tag { wire: tag, default: None });
        let (pointer, id) = (Pointer::root().child("webhooks"), TypeId::new(self.types.len()));
        self.types.push(TypeDef {
            pointer: pointer.clone(),
            naming: Naming::Named("Webhook Event".to_owned()),
            root: id,
            doc: Some("What the service sends by itself.".to_owned()),
            deprecated: false,
            kind: Kind::Union(Union { tag, branches, order }),
            usage: Usage::default(),
            limits: Limits::default(),
            checked: false,
        });
        let naming = Naming::Named("Event".to_owned());
        let payload = Type::Named(id);
        let samples = Vec::new();
        Some(Webhook { pointer, wire: None, naming, summary: None, doc: None, payload, samples })
    }

    fn members_of(&self, ty: &Type) -> Vec<String> {
        let Type::Named(id) = ty else { return Vec::new() };
        match &self.types[id.index()].kind {
            Kind::Struct(structure) => {
                structure.fields.iter().map(|field| field.wire.clone()).collect()
            }
            Kind::Enum(_) | Kind::Union(_) | Kind::Alias(_) => Vec::new(),
        }
    }

    fn webhook(&mut self, piece: &document::Webhook) -> Option<Webhook> {
        let caller = piece.caller.and_then(|index| self.usual.get(index).copied());
        let naming = naming(piece, caller);
        let (payload, samples) = self.payload(piece, naming.clone())?;
        Some(Webhook {
            pointer: piece.pointer.clone(),
            wire: Some(piece.name.clone()),
            naming,
            summary: piece.operation.summary.clone(),
            doc: piece.operation.description.clone(),
            payload,
            samples,
        })
    }

    fn payload(
        &mut self,
        piece: &document::Webhook,
        naming: Naming,
    ) -> Option<(Type, Vec<Sample>)> {
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
        let at = content.child(name);
        let samples = examples::samples(self.document, &at, Statuses::Rest, false);
        let at = at.child("schema");
        let shared = at.steps().nth(1).is_some_and(|section| section == "requestBodies");
        let naming = if shared { inside(&content, 0, "") } else { naming };
        let ty = media.schema.as_ref().map_or(Type::Any, |item| self.type_of(&at, item, naming));
        Some((ty, samples))
    }
}

/// Whether it is sent by itself, and not because a call asked for it.
fn is_webhook(webhook: &Webhook) -> bool {
    let mut steps = webhook.pointer.steps();
    steps.next().is_some_and(|step| ["webhooks", "x-webhooks"].contains(&step.as_ref()))
        || matches!(webhook.naming, Naming::Named(_))
            && webhook.pointer.steps().nth(1).is_some_and(|section| section == "pathItems")
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
