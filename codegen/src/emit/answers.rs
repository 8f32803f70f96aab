//! What a call answers: the type that comes back, and how the answer is read.
//!
//! In: the output and the errors of an operation. Out: the bodies of its marker's functions, and
//! an enum where different statuses bring different things.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use super::Context;
use super::docs::Docs;
use super::tokens::{Home, type_tokens};
use crate::api::{Framing, Item, Operation, Output, Payload, Reply, Statuses};
use crate::names::OperationNames;

/// What comes back, and how it is read.
pub fn success(
    operation: &Operation,
    names: &OperationNames,
    context: Context<'_>,
) -> (TokenStream, TokenStream) {
    match &operation.output {
        Output::Empty => (quote!(()), quote!(reply.empty())),
        Output::One(payload) => (payload_tokens(payload, context), read(payload)),
        Output::Optional(ty) => {
            let ty = type_tokens(ty, Home::Elsewhere, context);
            (quote!(Option<#ty>), quote!(reply.json_or_empty()))
        }
        Output::ByStatus(replies) => {
            let output = &names.output;
            let arms = replies.iter().map(|reply| {
                let statuses = statuses(reply.statuses);
                let variant = output_variant(reply.statuses);
                let value = read_variant(reply, output, &variant);
                quote!(#statuses => #value)
            });
            // A success that is not described is read as the first that is.
            let rest = replies.iter().all(|reply| reply.statuses != Statuses::Rest);
            let rest = rest.then(|| {
                let first = &replies[0];
                let value = read_variant(first, output, &output_variant(first.statuses));
                quote!(_ => #value)
            });
            (quote!(#output), quote!(match reply.status() { #(#arms,)* #rest }))
        }
    }
}

fn read_variant(reply: &Reply, output: &crate::names::Ident, variant: &Ident) -> TokenStream {
    let read = reply.payload.as_ref().map(read);
    read.map_or_else(|| quote!(Ok(#output::#variant)), |read| quote!(#read.map(#output::#variant)))
}

/// The type of what is read.
fn payload_tokens(payload: &Payload, context: Context<'_>) -> TokenStream {
    match payload {
        Payload::Json(ty) => type_tokens(ty, Home::Elsewhere, context),
        Payload::Text => quote!(String),
        Payload::Bytes => quote!(crate::Download),
        Payload::Items { ty, .. } => {
            let ty = type_tokens(ty, Home::Elsewhere, context);
            quote!(crate::EventStream<#ty>)
        }
    }
}

fn read(payload: &Payload) -> TokenStream {
    match payload {
        Payload::Json(_) => quote!(reply.json()),
        Payload::Text => quote!(reply.text()),
        Payload::Bytes => quote!(reply.download()),
        Payload::Items { framing, item, .. } => {
            let framing = match framing {
                Framing::Events => quote!(Events),
                Framing::Lines => quote!(Lines),
                Framing::Sequence => quote!(Sequence),
            };
            let item = match item {
                Item::Json => quote!(Json),
                Item::Text => quote!(Text),
                Item::Event => quote!(Event),
                Item::JsonEvent => quote!(JsonEvent),
            };
            quote!(reply.items(crate::runtime::Framing::#framing, crate::runtime::Item::#item))
        }
    }
}

/// Which successes are handed over while they arrive; none where none is.
pub fn live(operation: &Operation) -> Option<TokenStream> {
    let is_live = |payload: &Option<Payload>| payload.as_ref().is_some_and(Payload::is_live);
    match &operation.output {
        Output::Empty | Output::Optional(_) => None,
        Output::One(payload) => payload.is_live().then(|| quote!(|_| true)),
        Output::ByStatus(replies) => {
            let arms = replies.iter().map(|reply| {
                let (statuses, live) = (statuses(reply.statuses), is_live(&reply.payload));
                quote!(#statuses => #live)
            });
            let rest = replies.iter().all(|reply| reply.statuses != Statuses::Rest);
            let first = is_live(&replies.first()?.payload);
            let rest = rest.then(|| quote!(_ => #first));
            let any = replies.iter().any(|reply| is_live(&reply.payload));
            any.then(|| quote!(|status| match status { #(#arms,)* #rest }))
        }
    }
}

fn statuses(statuses: Statuses) -> TokenStream {
    match statuses {
        Statuses::One(code) => {
            let code = Literal::u16_unsuffixed(code);
            quote!(#code)
        }
        Statuses::Hundred(hundred) => {
            let first = hundred.saturating_mul(100);
            let last = Literal::u16_unsuffixed(first.saturating_add(99));
            let first = Literal::u16_unsuffixed(first);
            quote!(#first..=#last)
        }
        Statuses::Rest => quote!(_),
    }
}

pub fn output_enum(replies: &[Reply], names: &OperationNames, context: Context<'_>) -> TokenStream {
    let output = &names.output;
    let call = format!("What [`{}`] answers, by status.", names.marker);
    let docs = Docs::default().own(call).tokens();
    let variants = replies.iter().map(|reply| {
        let docs = Docs::default().words(reply.doc.as_deref()).tokens();
        let ident = output_variant(reply.statuses);
        let ty = reply.payload.as_ref().map(|payload| {
            let ty = payload_tokens(payload, context);
            quote!((#ty))
        });
        quote!(#docs #ident #ty)
    });
    // What is still arriving is neither cloned nor compared.
    let live = replies.iter().filter_map(|reply| reply.payload.as_ref()).any(Payload::is_live);
    let derived = if live { quote!(Debug) } else { quote!(Clone, Debug, PartialEq) };
    quote! {
        #docs
        #[derive(#derived)]
        #[non_exhaustive]
        pub enum #output {
            #(#variants,)*
        }
    }
}

/// The variant for a status: its usual name, or its number.
pub fn output_variant(statuses: Statuses) -> Ident {
    match statuses {
        Statuses::One(200) => format_ident!("Ok"),
        Statuses::One(201) => format_ident!("Created"),
        Statuses::One(202) => format_ident!("Accepted"),
        Statuses::One(204) => format_ident!("NoContent"),
        Statuses::One(206) => format_ident!("PartialContent"),
        Statuses::One(207) => format_ident!("MultiStatus"),
        Statuses::One(code) => format_ident!("Status{code}"),
        Statuses::Hundred(hundred) => format_ident!("Status{hundred}xx"),
        Statuses::Rest => format_ident!("Other"),
    }
}

pub fn error(operation: &Operation, context: Context<'_>) -> Option<TokenStream> {
    let mut cases = operation.errors.iter().collect::<Vec<_>>();
    // What is described for one status goes before what is described for many.
    cases.sort_by_key(|case| case.statuses);
    let read = cases.into_iter().filter_map(|case| {
        let ty = case.ty.as_ref()?;
        let (_, ident) = context.names.errors.iter().find(|(known, _)| known == ty)?;
        Some((case.statuses, quote!(reply.error_body(crate::ErrorBody::#ident))))
    });
    let read = read.collect::<Vec<_>>();
    let found = match read.as_slice() {
        [] => return None,
        [(Statuses::Rest, read)] => read.clone(),
        [.., (last, _)] => {
            let arms = read.iter().map(|(described, read)| {
                let statuses = statuses(*described);
                quote!(#statuses => #read)
            });
            let rest = (*last != Statuses::Rest).then(|| quote!(_ => None));
            quote!(match reply.status() { #(#arms,)* #rest })
        }
    };
    Some(quote! {
        fn error(reply: &crate::runtime::Reply) -> Option<crate::ErrorBody> {
            #found
        }
    })
}
