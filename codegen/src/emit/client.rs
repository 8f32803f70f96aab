//! `src/client.rs`: environments, credentials, groups, and the bodies of documented errors.
//!
//! In: servers, schemes and groups of the model. Out: inherent implementations on the
//! runtime's `Client` and `ClientBuilder`, and the two enums that they need.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::docs::{Docs, code_span};
use super::tokens::{Home, type_tokens};
use super::{Content, Context, Draft, Item};
use crate::api::{Scheme, SchemeKind, Variable};
use crate::names::unraw;

/// The variant of `Environment` that a client uses where nothing is said.
pub fn default_server(context: Context<'_>) -> Option<usize> {
    let production = context.names.servers.iter().position(|ident| ident == "Production");
    match context.api.servers.len() {
        1 => Some(0),
        _ => production,
    }
}

/// Drafts the file.
pub fn client(context: Context<'_>) -> Draft {
    let mut items = Vec::new();
    if !context.api.servers.is_empty() {
        items.push(Item::Tokens(environment(context)));
    }
    items.push(Item::Tokens(service(context)));
    items.push(Item::Tokens(accessors(context)));
    let methods = builder_methods(context);
    if !methods.is_empty() {
        items.push(Item::Tokens(quote!(impl crate::ClientBuilder { #(#methods)* })));
    }
    items.push(Item::Tokens(error_body(context)));
    Draft { path: "src/client.rs".to_owned(), content: Content::Rust(items) }
}

fn environment(context: Context<'_>) -> TokenStream {
    let idents = &context.names.servers;
    let servers = context.api.servers.iter().zip(idents);
    let default = default_server(context);
    let variants = servers.clone().enumerate().map(|(index, (server, ident))| {
        let url = code_span(&server.url);
        let docs = Docs::default().words(server.doc.as_deref()).own(url).tokens();
        let default = (default == Some(index)).then(|| quote!(#[default]));
        quote!(#docs #default #ident)
    });
    let urls = servers.map(|(server, ident)| {
        let url = &server.url;
        quote!(Self::#ident => #url)
    });
    let default = default.is_some().then(|| quote!(, Default));
    let docs = Docs::default().own("Where the service runs.").tokens();
    let url_docs = Docs::default().own("The base URL, with its variables if it has any.").tokens();
    quote! {
        #docs
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash #default)]
        #[non_exhaustive]
        pub enum Environment {
            #(#variants,)*
        }

        impl Environment {
            #url_docs
            #[must_use]
            pub const fn base_url(self) -> &'static str {
                match self {
                    #(#urls,)*
                }
            }
        }
    }
}

fn service(context: Context<'_>) -> TokenStream {
    let base_url = default_server(context).map_or_else(
        || quote!(None),
        |index| {
            let url = &context.api.servers[index].url;
            quote!(Some(#url))
        },
    );
    let hint = if context.api.servers.is_empty() {
        "base_url(..)"
    } else {
        "environment(..) or base_url(..)"
    };
    let servers = context.api.servers.iter();
    let variables = servers.flat_map(|server| server.variables.iter().map(move |v| (server, v)));
    let variables = variables.map(|(server, variable)| {
        let Variable { name, default, allowed, .. } = variable;
        let server = &server.url;
        let allowed = quote!(&[#(#allowed),*]);
        quote! {
            crate::runtime::Variable {
                server: #server, name: #name, default: #default, allowed: #allowed
            }
        }
    });
    let security = security(&context.api.security, context);
    let schemes = context.api.schemes.iter().zip(&context.names.schemes);
    let schemes = schemes.filter_map(|(scheme, method)| {
        let id = &scheme.id;
        let method = format!("{}(..)", unraw(method.as_ref()?));
        Some(quote!(crate::runtime::Scheme { id: #id, method: #method }))
    });
    let constants = context.api.schemes.iter().filter_map(|scheme| match &scheme.kind {
        SchemeKind::Constant { header, value } => {
            let id = &scheme.id;
            Some(quote! {
                crate::runtime::Constant { scheme: #id, header: #header, value: #value }
            })
        }
        SchemeKind::Basic | SchemeKind::Bearer | SchemeKind::Header(_) | SchemeKind::Query(_) => {
            None
        }
    });
    quote! {
        const SERVICE: crate::runtime::Service = crate::runtime::Service {
            base_url: #base_url,
            base_url_hint: #hint,
            variables: &[#(#variables),*],
            security: #security,
            schemes: &[#(#schemes),*],
            constants: &[#(#constants),*],
        };
    }
}

/// Sets of schemes as the runtime reads them.
pub fn security(sets: &[Vec<usize>], context: Context<'_>) -> TokenStream {
    let sets = sets.iter().map(|set| {
        let ids = set.iter().map(|index| &context.api.schemes[*index].id);
        quote!(&[#(#ids),*])
    });
    quote!(&[#(#sets),*])
}

fn accessors(context: Context<'_>) -> TokenStream {
    let docs =
        Docs::default().own("A builder for a client: environment, credentials, limits.").tokens();
    let groups = context.names.groups.iter().map(|group| {
        let (accessor, module, ident) = (&group.accessor, &group.module, &group.ident);
        quote! {
            #[must_use]
            pub fn #accessor(&self) -> crate::#module::#ident {
                crate::#module::#ident::new(self)
            }
        }
    });
    quote! {
        impl crate::Client {
            #docs
            pub fn builder() -> crate::ClientBuilder {
                crate::ClientBuilder::new(&SERVICE)
            }

            #(#groups)*
        }
    }
}

fn builder_methods(context: Context<'_>) -> Vec<TokenStream> {
    let mut methods = Vec::new();
    if !context.api.servers.is_empty() {
        let text = match default_server(context) {
            Some(index) => {
                let ident = &context.names.servers[index];
                format!("Where to send calls; [`Environment::{ident}`] where nothing is said.")
            }
            None => "Where to send calls. There is no default: one has to be chosen.".to_owned(),
        };
        let docs = Docs::default().own(text).tokens();
        methods.push(quote! {
            #docs
            pub fn environment(self, environment: Environment) -> Self {
                self.server(environment.base_url())
            }
        });
    }
    let schemes = context.api.schemes.iter().zip(&context.names.schemes);
    methods.extend(schemes.filter_map(|(scheme, method)| credential(scheme, method.as_ref()?)));
    for variable in variables(context) {
        if let Some(method) = context.names.variables.get(&variable.name) {
            methods.push(variable_method(variable, method));
        }
    }
    methods
}

fn credential(scheme: &Scheme, method: &Ident) -> Option<TokenStream> {
    let id = &scheme.id;
    let (sent, arguments, credential) = match &scheme.kind {
        SchemeKind::Basic => (
            "Sent as HTTP basic authentication.".to_owned(),
            quote!(username: impl Into<String>, password: impl Into<crate::Secret>),
            quote!(basic(username.into(), password.into())),
        ),
        SchemeKind::Bearer => (
            "Sent as a bearer token.".to_owned(),
            quote!(token: impl Into<crate::Secret>),
            quote!(bearer(token.into())),
        ),
        SchemeKind::Header(name) => (
            format!("Sent in the header {}.", code_span(name)),
            quote!(key: impl Into<crate::Secret>),
            quote!(header(#name, key.into())),
        ),
        SchemeKind::Query(name) => (
            format!("Sent in the query as {}.", code_span(name)),
            quote!(key: impl Into<crate::Secret>),
            quote!(query(#name, key.into())),
        ),
        SchemeKind::Constant { .. } => return None,
    };
    let docs = Docs::default().words(scheme.doc.as_deref()).own(sent).tokens();
    Some(quote! {
        #docs
        pub fn #method(self, #arguments) -> Self {
            self.credential(#id, crate::runtime::Credential::#credential)
        }
    })
}

fn variable_method(variable: &Variable, method: &Ident) -> TokenStream {
    let Variable { name, .. } = variable;
    let allowed = variable.allowed.iter().map(|value| code_span(value));
    let allowed = allowed.collect::<Vec<_>>().join(", ");
    let docs = Docs::default().words(variable.doc.as_deref());
    let docs = docs.own(format!("The part {} of the base URL.", code_span(&format!("{{{name}}}"))));
    let docs = if allowed.is_empty() { docs } else { docs.own(format!("One of {allowed}.")) };
    let docs = docs.own(format!("Default: {}", code_span(&variable.default))).tokens();
    quote! {
        #docs
        pub fn #method(self, #method: impl Into<String>) -> Self {
            self.variable(#name, #method.into())
        }
    }
}

/// Each variable once, as its first server describes it.
fn variables(context: Context<'_>) -> Vec<&Variable> {
    let mut variables: Vec<&Variable> = Vec::new();
    for variable in context.api.servers.iter().flat_map(|server| &server.variables) {
        if !variables.iter().any(|known| known.name == variable.name) {
            variables.push(variable);
        }
    }
    variables
}

fn error_body(context: Context<'_>) -> TokenStream {
    let variants = context.names.errors.iter().map(|(ty, ident)| {
        let ty = type_tokens(ty, Home::Elsewhere, context);
        quote!(#ident(#ty))
    });
    let docs = Docs::default().own("The bodies of errors that the document describes.").tokens();
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum ErrorBody {
            #(#variants,)*
        }
    }
}
