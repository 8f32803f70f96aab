//! Parameters of a call: how they are taken and where they go.
//!
//! In: parameters of the model. Out: arguments of methods, and the parts of the expression that
//! puts them into a call.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::Context;
use super::tokens::{Home, converts, type_tokens};
use crate::api::{Location, Parameter, Type};

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
    let wire = &parameter.wire;
    match parameter.location {
        Location::Path => quote!(.path(#wire, &#ident)),
        Location::Query { exploded: true } => quote!(.query(#wire, &#ident)),
        Location::Query { exploded: false } => quote!(.query_list(#wire, &#ident)),
        Location::Header => quote!(.header_parameter(#wire, &#ident)),
    }
}
