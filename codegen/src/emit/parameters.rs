//! Parameters of a call: how they are taken and where they go.
//!
//! In: parameters of the model. Out: arguments of methods, and the parts of the expression that
//! puts them into a call.

use proc_macro2::TokenStream;
use quote::quote;

use super::Context;
use super::tokens::{Home, converts, type_tokens};
use crate::api::{Location, Notation, Parameter, Style, Type};
use crate::names::Ident;

/// An argument, and what brings it to its type.
pub fn argument(
    ident: &Ident,
    ty: &Type,
    context: Context<'_>,
) -> (TokenStream, Option<TokenStream>) {
    let tokens = type_tokens(ty, Home::Elsewhere, context);
    if converts(ty, context) {
        let argument = quote!(#ident: impl Into<#tokens>);
        (argument, Some(quote!(let #ident: #tokens = #ident.into();)))
    } else {
        (quote!(#ident: #tokens), None)
    }
}

/// Puts a parameter into the call.
pub fn part(parameter: &Parameter, ident: &Ident) -> TokenStream {
    let (wire, style) = (&parameter.wire, parameter.style);
    if !is_styled(parameter) {
        return match parameter.location {
            Location::Path => quote!(.path(#wire, &#ident)),
            Location::Header => quote!(.header_parameter(#wire, &#ident)),
            Location::Query | Location::QueryString | Location::Cookie if style.exploded => {
                quote!(.query(#wire, &#ident))
            }
            Location::Query | Location::QueryString | Location::Cookie => {
                quote!(.query_list(#wire, &#ident))
            }
        };
    }
    let json = style.notation == Notation::Json;
    let value = if json { quote!(crate::runtime::Json(&#ident)) } else { quote!(#ident) };
    let written = written(style);
    match parameter.location {
        Location::Path if json => quote!(.path(#wire, &#value)),
        Location::Query if json => quote!(.query(#wire, &#value)),
        Location::Header if json => quote!(.header_parameter(#wire, &#value)),
        Location::Path => quote!(.path_styled(#wire, #written, &#value)),
        Location::Query => quote!(.query_styled(#wire, #written, &#value)),
        Location::QueryString => quote!(.query_string(&#value)),
        Location::Header => quote!(.header_styled(#wire, #written, &#value)),
        Location::Cookie => quote!(.cookie(#wire, #written, &#value)),
    }
}

/// Whether a parameter is written by the part of the runtime that only some crates have.
pub fn is_styled(parameter: &Parameter) -> bool {
    let usual = matches!(
        (parameter.location, parameter.style.notation),
        (Location::Path | Location::Header, Notation::Simple) | (Location::Query, Notation::Form)
    );
    !usual || parameter.style.reserved || parameter.structured
}

/// The style as the runtime names it.
fn written(style: Style) -> TokenStream {
    let notation = match style.notation {
        Notation::Simple => quote!(simple()),
        Notation::Label => quote!(label()),
        Notation::Matrix => quote!(matrix()),
        Notation::Form | Notation::Json => quote!(form()),
        Notation::Spaces => quote!(spaces()),
        Notation::Pipes => quote!(pipes()),
        Notation::DeepObject => quote!(deep_object()),
        Notation::Cookie => quote!(cookie()),
    };
    let split = style.notation != Notation::DeepObject && style.exploded;
    let exploded = split.then(|| quote!(.exploded()));
    let reserved = style.reserved.then(|| quote!(.reserved()));
    quote!(crate::runtime::Style::#notation #exploded #reserved)
}
