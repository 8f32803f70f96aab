//! `src/payloads.rs`: what the service sends by itself, a name for each webhook and callback.
//!
//! In: the model's webhooks. Out: an alias for the type of each payload; no file where the
//! document has none. Serves nothing and verifies no signature: that is up to the receiver.

use quote::quote;

use super::docs::Docs;
use super::markdown::code_span;
use super::tokens::{Home, type_tokens};
use super::{Content, Context, Draft, Item};

/// Drafts the file, where there is anything to put in it.
pub fn payloads(context: Context<'_>) -> Option<Draft> {
    let webhooks = &context.api.webhooks;
    if webhooks.is_empty() {
        return None;
    }
    let aliases = webhooks.iter().zip(&context.names.payloads).map(|(webhook, ident)| {
        let own = match &webhook.wire {
            Some(name) => format!("What the service sends as {}.", code_span(name)),
            None => "What the service sends, whichever of its webhooks it is.".to_owned(),
        };
        let docs = Docs::default().own(own);
        let docs = docs.words(webhook.summary.as_deref()).words(webhook.doc.as_deref()).tokens();
        let ty = type_tokens(&webhook.payload, Home::Elsewhere, context);
        Item::Tokens(quote!(#docs pub type #ident = #ty;))
    });
    Some(Draft { path: "src/payloads.rs".to_owned(), content: Content::Rust(aliases.collect()) })
}
