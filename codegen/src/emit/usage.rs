//! The documentation of a type: the document's words, and which calls send it, return it or fail
//! with it.
//!
//! In: a type of the model. Out: paragraphs. Types inside of others say nothing of calls.

use super::features::Features;
use super::{Context, Docs};
use crate::api::{Body, Naming, Type, TypeDef, TypeId};
use crate::names::unraw;

/// So many calls are named; what is used everywhere says nothing by a list of them.
const NAMED: usize = 3;

/// The calls of each type, by their positions.
pub struct Usage {
    sent: Vec<Vec<usize>>,
    returned: Vec<Vec<usize>>,
    failed: Vec<Vec<usize>>,
}

impl Usage {
    /// What the operations send, return and fail with.
    pub fn of(context: Context<'_>) -> Self {
        let operations = &context.api.operations;
        let sent = operations.iter().map(|operation| {
            operation.body.as_ref().and_then(Body::ty).map(Type::named).unwrap_or_default()
        });
        let returned = operations
            .iter()
            .map(|operation| operation.output.types().flat_map(Type::named).collect());
        let failed = operations.iter().map(|operation| {
            let types = operation.errors.iter().filter_map(|case| case.ty.as_ref());
            types.flat_map(Type::named).collect()
        });
        Self {
            sent: by_type(sent, context),
            returned: by_type(returned, context),
            failed: by_type(failed, context),
        }
    }

    /// The documentation of a type.
    pub fn docs(
        &self,
        id: TypeId,
        def: &TypeDef,
        features: &Features,
        context: Context<'_>,
    ) -> Docs {
        let docs = Docs::default().words(def.doc.as_deref());
        if let (Naming::Member { parent, .. }, None) = (&def.naming, &def.doc) {
            let parent = &context.names.of(*parent).ident;
            return docs.own(format!("Part of [`{parent}`]."));
        }
        if def.root != id {
            return docs;
        }
        let sentences = |linked| {
            let calls = |operations| calls(operations, id, linked, context);
            let sent = calls(&self.sent).map(|calls| format!("Sent by {calls}."));
            let returned = calls(&self.returned).map(|calls| format!("Returned by {calls}."));
            let failed = calls(&self.failed).map(|calls| format!("An error of {calls}."));
            sent.into_iter().chain(returned).chain(failed).collect::<Vec<_>>().join(" ")
        };
        let links = sentences(true);
        if links.is_empty() {
            docs
        } else if features.is_shared(def.root) {
            // Where several groups need a type, it can be there without the calls of some of them.
            docs.linked(links, sentences(false))
        } else {
            docs.own(links)
        }
    }
}

/// The operations of each type, where these are the types of each operation.
fn by_type(types: impl Iterator<Item = Vec<TypeId>>, context: Context<'_>) -> Vec<Vec<usize>> {
    let mut operations = vec![Vec::new(); context.api.type_defs().count()];
    for (operation, mut types) in types.enumerate() {
        types.sort_unstable();
        types.dedup();
        for id in types {
            if let Some(operations) = operations.get_mut(id.index()) {
                operations.push(operation);
            }
        }
    }
    operations
}

/// The calls of a type, as links or by name.
fn calls(
    operations: &[Vec<usize>],
    id: TypeId,
    linked: bool,
    context: Context<'_>,
) -> Option<String> {
    let operations = operations.get(id.index())?;
    let links = operations.iter().take(NAMED).filter_map(|operation| {
        let names = context.names.operations.get(*operation)?;
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
    let others = operations.len().saturating_sub(NAMED);
    if others > 0 {
        links.push(format!("{others} others"));
    }
    let last = links.pop()?;
    if links.is_empty() { Some(last) } else { Some(format!("{} and {last}", links.join(", "))) }
}
