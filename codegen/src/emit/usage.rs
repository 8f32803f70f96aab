//! The documentation of a type: the document's words, and which calls send or return it.
//!
//! In: a type of the model. Out: paragraphs. Types inside of others say nothing of calls; errors are
//! listed at the calls.

use super::features::Features;
use super::{Context, Docs};
use crate::api::{Body, Operation, Type, TypeDef, TypeId};
use crate::names::unraw;

/// So many calls are named; what is used everywhere says nothing by a list of them.
const NAMED: usize = 3;

/// The documentation of a type.
pub fn docs(id: TypeId, def: &TypeDef, features: &Features, context: Context<'_>) -> Docs {
    let docs = Docs::default().words(def.doc.as_deref());
    if def.root != id {
        return docs;
    }
    let sends = |operation: &Operation| {
        operation.body.as_ref().and_then(Body::ty).is_some_and(|ty| holds(ty, id))
    };
    // Where several groups need a type, it can be there without the calls of some of them.
    let shared = features.is_shared(def.root);
    let returns = |operation: &Operation| operation.output.types().any(|ty| holds(ty, id));
    let sentences = |linked| {
        let sent = calls(&sends, linked, context).map(|calls| format!("Sent by {calls}."));
        let returned =
            calls(&returns, linked, context).map(|calls| format!("Returned by {calls}."));
        sent.into_iter().chain(returned).collect::<Vec<_>>().join(" ")
    };
    let links = sentences(true);
    match (links.is_empty(), shared) {
        (true, _) => docs,
        (false, true) => docs.linked(links, sentences(false)),
        (false, false) => docs.own(links),
    }
}

fn holds(ty: &Type, id: TypeId) -> bool {
    let mut found = false;
    ty.each_named(&mut |named| found |= named == id);
    found
}

/// The calls for which this is so, as links or by name.
fn calls(is: &dyn Fn(&Operation) -> bool, linked: bool, context: Context<'_>) -> Option<String> {
    let operations = context.api.operations.iter().zip(&context.names.operations);
    let mut found = operations.filter(|(operation, _)| is(operation));
    let links = found.by_ref().take(NAMED).filter_map(|(_, names)| {
        let group = context.names.groups.get(names.group)?;
        let call = format!("{}().{}", group.accessor, names.method);
        if !linked {
            return Some(format!("`{call}`"));
        }
        // In a link, `#` begins a fragment.
        let (module, ident, method) = (unraw(&group.module), &group.ident, unraw(&names.method));
        Some(format!("[`{call}`](crate::{module}::{ident}::{method})"))
    });
    let mut links = links.collect::<Vec<_>>();
    let others = found.count();
    if others > 0 {
        links.push(format!("{others} others"));
    }
    let last = links.pop()?;
    if links.is_empty() { Some(last) } else { Some(format!("{} and {last}", links.join(", "))) }
}
