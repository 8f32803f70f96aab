//! Answers in pages: what the runtime has to know to go from one to the next.
//!
//! In: an operation that has them. Out: the table of its marker, and how the items are taken out
//! of a page.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::Context;
use super::tokens::{Home, parsed, type_text};
use crate::api::{Kind, Next, Operation, Output, Pages, Payload, Place, Presence, Type};
use crate::names::OperationNames;

/// The implementation that makes pages of an operation.
pub fn pages(
    operation: &Operation,
    names: &OperationNames,
    context: Context<'_>,
) -> Option<TokenStream> {
    let pages = operation.pages.as_ref()?;
    let Output::One(Payload::Json(answer)) = &operation.output else { return None };
    let marker = &names.marker;
    let table = table(pages);
    let (items, ty) = taken(quote!(page), answer, &pages.items, context)?;
    let item = parsed(&item(ty, Home::Elsewhere, context)?);
    let items = match ty {
        Type::Map(_) => quote!(crate::runtime::grouped(#items)),
        _ => items,
    };
    Some(quote! {
        impl crate::Paged for #marker {
            type Item = #item;

            const PAGES: crate::runtime::Pages = #table;

            fn items(page: Self::Output) -> Vec<Self::Item> {
                #items
            }
        }
    })
}

/// The type of the items of an operation's pages.
pub fn items_type(operation: &Operation, home: Home<'_>, context: Context<'_>) -> Option<String> {
    let pages = operation.pages.as_ref()?;
    let Output::One(Payload::Json(answer)) = &operation.output else { return None };
    let (_, ty) = taken(quote!(page), answer, &pages.items, context)?;
    item(ty, home, context)
}

/// The type of an item of a list, or of lists under keys.
fn item(ty: &Type, home: Home<'_>, context: Context<'_>) -> Option<String> {
    match ty {
        Type::Map(inner) => {
            let Type::List(inner) = inner.as_ref() else { return None };
            Some(format!("(String, {})", type_text(inner, home, context)))
        }
        Type::List(inner) => Some(type_text(inner, home, context)),
        _ => None,
    }
}

/// What the documentation of the call says.
pub fn words(pages: &Pages) -> &'static str {
    match pages.next {
        Next::Cursor(..) | Next::Url(_) | Next::Link => {
            "Answers in pages: `.pages()` and `.items()` follow them to the last."
        }
        Next::Page(..) | Next::Offset(_) => {
            "Answers in pages: `.pages()` and `.items()` count through them to the last."
        }
    }
}

fn table(pages: &Pages) -> TokenStream {
    let items = members(&pages.items);
    let table = match &pages.next {
        Next::Cursor(from, at) => {
            let (from, at) = (members(from), place(at));
            quote!(cursor(#items, #from, #at))
        }
        Next::Url(from) => {
            let from = members(from);
            quote!(cursor(#items, #from, crate::runtime::PagePlace::Url))
        }
        Next::Link => quote!(link(#items)),
        Next::Page(at, first) => {
            let (at, first) = (place(at), Literal::u64_unsuffixed(*first));
            quote!(page(#items, #at, #first))
        }
        Next::Offset(at) => {
            let at = place(at);
            quote!(offset(#items, #at))
        }
    };
    let more = (!pages.more.is_empty()).then(|| members(&pages.more));
    let more = more.map(|more| quote!(.more(#more)));
    quote!(crate::runtime::Pages::#table #more)
}

fn members(members: &[String]) -> TokenStream {
    quote!(&[#(#members),*])
}

fn place(place: &Place) -> TokenStream {
    match place {
        Place::Query(name) => quote!(crate::runtime::PagePlace::Query(#name)),
        Place::Body(name) => quote!(crate::runtime::PagePlace::Body(#name)),
    }
}

/// The expression that takes what members lead to out of a value, and its type.
fn taken<'a>(
    value: TokenStream,
    ty: &'a Type,
    members: &[String],
    context: Context<'a>,
) -> Option<(TokenStream, &'a Type)> {
    let Some((first, rest)) = members.split_first() else { return Some((value, ty)) };
    let Type::Named(id) = ty else { return None };
    let Kind::Struct(structure) = &context.api.type_def(*id).kind else { return None };
    let index = structure.fields.iter().position(|field| &field.wire == first)?;
    let (field, ident) = (structure.fields.get(index)?, context.names.of(*id).members.get(index)?);
    let value = quote!(#value.#ident);
    match field.presence {
        Presence::Required => taken(value, &field.ty, rest, context),
        Presence::Optional | Presence::Nullable if rest.is_empty() => {
            Some((quote!(#value.unwrap_or_default()), &field.ty))
        }
        Presence::Optional | Presence::Nullable => {
            let (inside, ty) = taken(quote!(inside), &field.ty, rest, context)?;
            Some((quote!(#value.map(|inside| #inside).unwrap_or_default()), ty))
        }
        Presence::Patch => None,
    }
}
