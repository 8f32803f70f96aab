//! `src/client.rs`: environments, credentials, groups, and the bodies of documented errors.
//!
//! In: servers, schemes and groups of the model. Out: inherent implementations on the
//! runtime's `Client` and `ClientBuilder`, and the two enums that they need.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs::Docs;
use super::features::Features;
use super::markdown::code_span;
use super::tokens::{Home, type_tokens};
use super::{Content, Context, Draft, Item, Table, credentials, needs};
use crate::api::Variable;
use crate::names::Ident;
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
pub fn client(context: Context<'_>, features: &Features) -> Draft {
    let mut items = Vec::new();
    if !context.api.servers.is_empty() {
        items.push(Item::Tokens(environment(context)));
        items.push(Item::Table(environments(context)));
    }
    items.push(Item::Tokens(service(context)));
    items.push(Item::Tokens(accessors(context, features)));
    let methods = builder_methods(context);
    items.push(Item::Tokens(quote!(impl crate::ClientBuilder { #(#methods)* })));
    items.push(Item::Tokens(error_body(context, features)));
    Draft { path: "src/client.rs".to_owned(), content: Content::Rust(items) }
}

fn environment(context: Context<'_>) -> TokenStream {
    let idents = &context.names.servers;
    let servers = context.api.servers.iter().zip(idents);
    let default = default_server(context);
    let variants = servers.enumerate().map(|(index, (server, ident))| {
        let url = code_span(&server.url);
        let docs = Docs::default().words(server.doc.as_deref()).own(url).tokens();
        let default = (default == Some(index)).then(|| quote!(#[default]));
        quote!(#docs #default #ident)
    });
    let usual = default.and_then(|index| idents.get(index));
    let docs = match usual {
        Some(usual) => {
            format!("Where the service runs: [`{usual}`](Self::{usual}) unless told otherwise.")
        }
        None => "Where the service runs.".to_owned(),
    };
    let docs = Docs::default().own(docs).tokens();
    let default = default.is_some().then(|| quote!(, Default));
    quote! {
        #docs
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash #default)]
        #[non_exhaustive]
        pub enum Environment {
            #(#variants,)*
        }
    }
}

fn environments(context: Context<'_>) -> Table {
    let names = context.names.servers.iter().zip(&context.names.environments);
    let rows = context.api.servers.iter().zip(names).map(|(server, (ident, name))| {
        let (name, url) = (Literal::string(name), Literal::string(&server.url));
        format!("{ident}: {name} {url},")
    });
    Table { name: "environments", head: "Environment".to_owned(), rows: rows.collect() }
}

fn service(context: Context<'_>) -> TokenStream {
    let names = context.names;
    let base_url = option(base_url(context));
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
        let default = option(default.as_deref());
        let allowed = quote!(&[#(#allowed),*]);
        let method = names.variables.get(name).map(unraw).unwrap_or_default();
        let method = format!("{method}(..)");
        let env = names.env.variables.get(name).map(String::as_str).unwrap_or_default();
        quote! {
            crate::runtime::Variable {
                server: #server,
                name: #name,
                default: #default,
                allowed: #allowed,
                method: #method,
                env: #env,
            }
        }
    });
    let variables = variables.collect::<Vec<_>>();
    let expand = if variables.is_empty() {
        quote!(|_, url| Ok(url.to_owned()))
    } else {
        quote!(|builder, url| builder.filled(url, &[#(#variables),*]))
    };
    let fit = credentials::fit(context);
    let cookies =
        if needs::cookies(context) { quote!(Some(crate::runtime::cookies)) } else { quote!(None) };
    let security = security(&context.api.security, context);
    let (environment_env, base_url_env) = (&names.env.environment, &names.env.base_url);
    let environments =
        if context.api.servers.is_empty() { quote!(&[]) } else { quote!(Environment::ALL) };
    let schemes = credentials::schemes(context);
    let constants = credentials::constants(context);
    quote! {
        const SERVICE: crate::runtime::Service = crate::runtime::Service {
            base_url: #base_url,
            base_url_hint: #hint,
            environments: #environments,
            environment_env: #environment_env,
            base_url_env: #base_url_env,
            expand: #expand,
            fit: #fit,
            cookies: #cookies,
            security: #security,
            schemes: &[#(#schemes),*],
            constants: &[#(#constants),*],
        };
    }
}

fn option(text: Option<&str>) -> TokenStream {
    text.map_or_else(|| quote!(None), |text| quote!(Some(#text)))
}

/// The URL that calls go to where nothing is said. A service without servers, all of whose
/// operations have one to themselves, needs none; it is given one of theirs.
fn base_url(context: Context<'_>) -> Option<&str> {
    let api = context.api;
    if let Some(index) = default_server(context) {
        return api.servers.get(index).map(|server| server.url.as_str());
    }
    let own = api.operations.iter().map(|operation| operation.server.as_deref());
    let mut own = own.map(|own| own.filter(|url| url.contains("://")));
    let first = own.next().flatten().filter(|_| api.servers.is_empty())?;
    own.all(|url| url.is_some()).then_some(first)
}

/// Sets of schemes as the runtime reads them.
pub fn security(sets: &[Vec<usize>], context: Context<'_>) -> TokenStream {
    let sets = sets.iter().map(|set| {
        let ids = set.iter().map(|index| &context.api.schemes[*index].id);
        quote!(&[#(#ids),*])
    });
    quote!(&[#(#sets),*])
}

fn accessors(context: Context<'_>, features: &Features) -> TokenStream {
    let docs =
        Docs::default().own("A builder for a client: environment, credentials, limits.").tokens();
    let (from_env, _) = credentials::from_env(context);
    let groups = context.names.groups.iter().enumerate().map(|(index, group)| {
        let (accessor, module, ident) = (&group.accessor, &group.module, &group.ident);
        let condition = features.of_group(index);
        let docs = Docs::default()
            .own(format!("The calls of [`{ident}`](crate::{}::{ident}).", unraw(module)));
        let docs = docs.tokens();
        quote! {
            #docs
            #condition
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

            #from_env

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
    methods.extend(credentials::methods(context));
    methods.push(credentials::from_env(context).1);
    let variables = context.api.servers.iter().flat_map(|server| &server.variables);
    let mut known: Vec<&str> = Vec::new();
    for name in variables.map(|variable| variable.name.as_str()) {
        if let Some(method) = context.names.variables.get(name).filter(|_| !known.contains(&name)) {
            known.push(name);
            methods.push(variable_method(name, method, context));
        }
    }
    methods
}

fn variable_method(name: &str, method: &Ident, context: Context<'_>) -> TokenStream {
    let docs = Docs::default();
    let mut known: Vec<&Variable> = Vec::new();
    let mut described = Vec::new();
    for server in &context.api.servers {
        for variable in server.variables.iter().filter(|variable| variable.name == name) {
            let same = |other: &&Variable| {
                (&other.doc, &other.allowed, &other.default)
                    == (&variable.doc, &variable.allowed, &variable.default)
            };
            if !known.iter().any(same) {
                known.push(variable);
                described.push((server, variable));
            }
        }
    }
    let part = format!("The part {} of the base URL.", code_span(&format!("{{{name}}}")));
    let docs = match described.as_slice() {
        [(_, variable)] => values(docs.words(variable.doc.as_deref()).own(part), variable),
        several => several.iter().fold(docs.own(part), |docs, (server, variable)| {
            let docs = docs.own(format!("In {}:", code_span(&server.url)));
            values(docs.words(variable.doc.as_deref()), variable)
        }),
    };
    let docs = docs.tokens();
    quote! {
        #docs
        pub fn #method(self, #method: impl Into<String>) -> Self {
            self.variable(#name, #method.into())
        }
    }
}

fn values(docs: Docs, variable: &Variable) -> Docs {
    let allowed = variable.allowed.iter().map(|value| code_span(value));
    let allowed = allowed.collect::<Vec<_>>().join(", ");
    let docs = if allowed.is_empty() { docs } else { docs.own(format!("One of {allowed}.")) };
    match &variable.default {
        Some(default) => docs.own(format!("Default: {}", code_span(default))),
        None => docs.own("There is no default: it has to be chosen."),
    }
}

fn error_body(context: Context<'_>, features: &Features) -> TokenStream {
    let variants = context.names.errors.iter().enumerate().map(|(index, (ty, ident))| {
        let ty = type_tokens(ty, Home::Elsewhere, context);
        let condition = features.of_error(index);
        quote!(#condition #ident(#ty))
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
