//! Credentials, in `src/client.rs` and in the README: how they are given, and from which
//! environment variables they can be taken.
//!
//! In: schemes of the model and their names. Out: methods of the builder, the tables of schemes
//! that the runtime reads, and the words about them.

use proc_macro2::TokenStream;
use quote::quote;

use super::Context;
use super::docs::Docs;
use super::markdown::code_span;
use crate::api::{Exchange, Scheme, SchemeKind, TokenSource, TokenUrl};
use crate::names::{Ident, SchemeNames, unraw};

/// Everything that is known of a scheme that is configured.
struct Way<'a> {
    scheme: &'a Scheme,
    names: &'a SchemeNames,
    env: &'a [String],
    exchange_env: &'a [String],
}

fn ways(context: Context<'_>) -> impl Iterator<Item = Way<'_>> {
    let env = context.names.env.schemes.iter().zip(&context.names.env.exchanges);
    let schemes = context.api.schemes.iter().zip(&context.names.schemes).zip(env);
    schemes.filter_map(|((scheme, names), (env, exchange_env))| {
        Some(Way { scheme, names: names.as_ref()?, env, exchange_env })
    })
}

/// The rows of `Service::schemes`. The method that takes a credential itself stands before the one
/// that exchanges another for it.
pub fn schemes(context: Context<'_>) -> Vec<TokenStream> {
    let mut rows = Vec::new();
    for Way { scheme, names, env, exchange_env } in ways(context) {
        let id = &scheme.id;
        let mut row = |method: &Ident, sent: TokenStream, env: &[String]| {
            let method = format!("{}(..)", unraw(method));
            rows.push(quote! {
                crate::runtime::Scheme {
                    id: #id,
                    method: #method,
                    sent: #sent,
                    env: &[#(#env),*],
                }
            });
        };
        row(&names.method, sent(&scheme.kind), env);
        if let (Some(method), Some(Exchange { url, .. })) = (&names.exchange, &scheme.exchange) {
            let exchanged = quote! {
                crate::runtime::Place::Exchanged(|id, secret| {
                    crate::ClientCredentials::new(id, secret).at(#url)
                })
            };
            row(method, exchanged, exchange_env);
        }
    }
    rows
}

/// What tells whether credentials are for the environment that they are given for.
pub fn fit(context: Context<'_>) -> TokenStream {
    let prefixes = ways(context).flat_map(|Way { scheme, .. }| {
        scheme.prefixes.iter().map(move |prefix| {
            let (id, text, environments) = (&scheme.id, &prefix.text, &prefix.environments);
            quote! {
                crate::runtime::Prefix {
                    scheme: #id,
                    text: #text,
                    environments: &[#(#environments),*],
                }
            }
        })
    });
    let prefixes = prefixes.collect::<Vec<_>>();
    if prefixes.is_empty() {
        quote!(|_| Ok(()))
    } else {
        quote!(|builder| builder.fit(&[#(#prefixes),*]))
    }
}

fn sent(kind: &SchemeKind) -> TokenStream {
    let sent = match kind {
        SchemeKind::Basic => quote!(Basic(crate::runtime::basic)),
        SchemeKind::Bearer => quote!(Bearer),
        SchemeKind::Header(name) => quote!(Header(#name)),
        SchemeKind::Query(name) => quote!(Query(#name)),
        SchemeKind::Cookie(name) => quote!(Cookie(#name)),
        SchemeKind::Http(name) => quote!(Http(#name)),
        // It is no way to configure anything.
        SchemeKind::Constant { header, .. } => quote!(Header(#header)),
    };
    quote!(crate::runtime::Place::#sent)
}

/// The rows of `Service::constants`.
pub fn constants(context: Context<'_>) -> Vec<TokenStream> {
    let constants = context.api.schemes.iter().filter_map(|scheme| match &scheme.kind {
        SchemeKind::Constant { header, value } => {
            let id = &scheme.id;
            Some(quote! {
                crate::runtime::Constant { scheme: #id, header: #header, value: #value }
            })
        }
        SchemeKind::Basic
        | SchemeKind::Bearer
        | SchemeKind::Header(_)
        | SchemeKind::Query(_)
        | SchemeKind::Cookie(_)
        | SchemeKind::Http(_) => None,
    });
    constants.collect()
}

/// The builder's methods for credentials.
pub fn methods(context: Context<'_>) -> Vec<TokenStream> {
    let mut methods = Vec::new();
    for Way { scheme, names, .. } in ways(context) {
        methods.push(credential(scheme, &names.method));
        methods.extend(names.source.as_ref().map(|method| source(scheme, method)));
        let exchange = names.exchange.as_ref().zip(scheme.exchange.as_ref());
        methods.extend(exchange.map(|(method, exchange)| exchanged(scheme, exchange, method)));
    }
    methods
}

fn credential(scheme: &Scheme, method: &Ident) -> TokenStream {
    let id = &scheme.id;
    let (sent, arguments) = match &scheme.kind {
        SchemeKind::Basic => {
            ("Sent as HTTP basic authentication.".to_owned(), vec!["username", "password"])
        }
        SchemeKind::Bearer => ("Sent as a bearer token.".to_owned(), vec!["token"]),
        SchemeKind::Header(name) | SchemeKind::Constant { header: name, .. } => {
            (format!("Sent in the header {}.", code_span(name)), vec!["key"])
        }
        SchemeKind::Query(name) => {
            (format!("Sent in the query as {}.", code_span(name)), vec!["key"])
        }
        SchemeKind::Cookie(name) => {
            (format!("Sent in the cookie {}.", code_span(name)), vec!["key"])
        }
        SchemeKind::Http(name) => {
            let word = code_span(name);
            let sent = format!(
                "Sent in the header `Authorization` after the word {word}, as it is given."
            );
            (sent, vec!["value"])
        }
    };
    let docs = Docs::default().words(scheme.doc.as_deref()).own(sent);
    let docs = scheme.sources.iter().fold(docs, |docs, source| docs.own(told(source)));
    let docs = match begins(scheme) {
        Some(begins) => docs.own(begins),
        None => docs,
    };
    let docs = docs.tokens();
    let arguments = arguments.into_iter().map(Ident::known).collect::<Vec<_>>();
    quote! {
        #docs
        pub fn #method(self, #(#arguments: impl Into<crate::Secret>),*) -> Self {
            self.credential(#id, [#(#arguments.into()),*])
        }
    }
}

/// Which credentials are for which environments, in words.
fn begins(scheme: &Scheme) -> Option<String> {
    let prefixes = scheme.prefixes.iter().map(|prefix| {
        let environments = prefix.environments.iter().map(|name| code_span(name));
        let environments = environments.collect::<Vec<_>>().join(" or ");
        format!("with {} in {environments}", code_span(&prefix.text))
    });
    let prefixes = prefixes.collect::<Vec<_>>().join(", ");
    let told = format!("It begins {prefixes}; `build()` refuses one that is for elsewhere.");
    (!prefixes.is_empty()).then_some(told)
}

fn source(scheme: &Scheme, method: &Ident) -> TokenStream {
    let id = &scheme.id;
    let text = "Asks for a bearer token before each attempt, where tokens change while a client is \
                in use. When the service answers with 401, a call is sent once more if there is \
                another token.";
    let docs = Docs::default().words(scheme.doc.as_deref()).own(text).tokens();
    quote! {
        #docs
        pub fn #method(self, source: impl crate::TokenSource) -> Self {
            self.authorize(#id, crate::runtime::Credential::source(source))
        }
    }
}

fn exchanged(scheme: &Scheme, exchange: &Exchange, method: &Ident) -> TokenStream {
    let (id, url) = (&scheme.id, &exchange.url);
    let text = format!(
        "Gets bearer tokens for an id and a secret from {}, and another one before the last expires.",
        code_span(url)
    );
    let docs = Docs::default().words(scheme.doc.as_deref()).own(text);
    let scopes = exchange.scopes.iter().map(|(scope, _)| code_span(scope));
    let scopes = scopes.collect::<Vec<_>>().join(", ");
    let docs = if scopes.is_empty() { docs } else { docs.own(format!("Scopes: {scopes}.")) };
    let docs = docs.tokens();
    quote! {
        #docs
        pub fn #method(self, credentials: crate::ClientCredentials) -> Self {
            self.authorize(#id, credentials.at(#url))
        }
    }
}

/// Where a token can be had, in words.
fn told(source: &TokenSource) -> String {
    let url = code_span(&source.url);
    match source.how {
        TokenUrl::Authorize => format!("Users give their permission at {url}."),
        TokenUrl::Token => format!("Tokens are issued by {url}."),
        TokenUrl::Refresh => format!("Tokens are renewed by {url}."),
        TokenUrl::Discovery => format!("How to get a token is described by {url}."),
    }
}

/// The methods that read environment variables: of the client, and of its builder. Where there are no
/// such variables, there are no such methods.
pub fn from_env(context: Context<'_>) -> (TokenStream, TokenStream) {
    let text = "A client that is configured by environment variables alone: see \
                [`ClientBuilder::from_env`](crate::ClientBuilder::from_env).";
    let docs = Docs::default().own(text).tokens();
    let there = quote!(#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]);
    let client = quote! {
        #docs
        #there
        pub fn from_env() -> Result<crate::Client, crate::Error> {
            Self::builder().from_env().build()
        }
    };
    let text = "Takes what is not given otherwise from environment variables, which `build()` \
                reads. One that is empty is one that is not set.";
    let rows = variables(context);
    let rows = rows.iter().map(|(name, what)| format!("- `{name}`: {what}"));
    let docs = Docs::default().own(text).own(rows.collect::<Vec<_>>().join("\n")).tokens();
    let builder = quote! {
        #docs
        #there
        pub fn from_env(self) -> Self {
            self.env(crate::runtime::env_variable)
        }
    };
    (client, builder)
}

/// Environment variables, and what they hold.
fn variables(context: Context<'_>) -> Vec<(&str, String)> {
    let env = &context.names.env;
    let mut rows = Vec::new();
    if !context.names.environments.is_empty() {
        let names = context.names.environments.iter().map(|name| format!("`{name}`"));
        rows.push((env.environment.as_str(), names.collect::<Vec<_>>().join(", ")));
    }
    for (variable, name) in &env.variables {
        let method = context.names.variables.get(variable).map(unraw).unwrap_or_default();
        rows.push((name.as_str(), format!("for `{method}`")));
    }
    for Way { names, env, exchange_env, .. } in ways(context) {
        let method = format!("for `{}`", unraw(&names.method));
        rows.extend(env.iter().map(|name| (name.as_str(), method.clone())));
        let method = names.exchange.as_ref().map(|method| format!("for `{}`", unraw(method)));
        let method = method.unwrap_or_default();
        rows.extend(exchange_env.iter().map(|name| (name.as_str(), method.clone())));
    }
    rows.push((&env.base_url, "another server, such as one for tests".to_owned()));
    rows
}

/// The README's section.
pub fn section(context: Context<'_>) -> String {
    let name = context.names.crate_name();
    let rows = variables(context);
    let rows = rows.iter().map(|(variable, what)| format!("| `{variable}` | {what} |"));
    let rows = rows.collect::<Vec<_>>().join("\n");
    let title =
        if ways(context).next().is_some() { "Credentials" } else { "Environment variables" };
    let mut text = format!(
        "## {title}\n\n`{name}::Client::from_env()?` takes everything from environment \
variables; `Client::builder().from_env()` takes from them what is not given by other methods. One \
that is empty counts as missing, and what is missing is named by the error of `build()`.\n\n\
| Variable | What it holds |\n|---|---|\n{rows}"
    );
    if title == "Credentials" {
        text.push_str(
            "\n\nCredentials are `Secret`s, and so is what the document marks as one in requests and \
answers: `Debug` and `Display` show `[redacted]`, `expose()` gives the text, and its memory is \
overwritten when it is dropped.",
        );
    }
    text.extend(rotating(context));
    text.extend(exchanging(context));
    text
}

/// How tokens that change are given, with an example that rustdoc compiles.
fn rotating(context: Context<'_>) -> Option<String> {
    let name = context.names.crate_name();
    let methods = ways(context).filter_map(|way| way.names.source.as_ref());
    let methods = listed(methods)?;
    Some(format!(
        "\n\nTokens that change while a client is in use come from a `TokenSource` that is given to \
{methods}. It is asked before each attempt, and once more when the service answers with 401; the \
client need not be built again.\n\n\
```rust,no_run\n\
struct Vault;\n\n\
impl {name}::TokenSource for Vault {{\n    \
fn token<'a>(\n        &'a self,\n        _refused: Option<&'a {name}::Secret>,\n    \
) -> {name}::TokenFuture<'a> {{\n        \
Box::pin(async {{ Ok(read_token().await?.into()) }})\n    \
}}\n}}\n\
# async fn read_token() -> std::io::Result<String> {{ Ok(String::new()) }}\n```"
    ))
}

/// How a client gets its tokens itself.
fn exchanging(context: Context<'_>) -> Option<String> {
    let methods = ways(context).filter_map(|way| way.names.exchange.as_ref());
    let methods = listed(methods)?;
    Some(format!(
        "\n\n{methods} takes `ClientCredentials::new(id, secret)` and gets the tokens itself (OAuth \
2.0, for programs): one for all calls, renewed before it expires or when the service answers with \
401. `scope`, `token_url` and `in_body` adapt it to the issuer."
    ))
}

fn listed<'a>(methods: impl Iterator<Item = &'a Ident>) -> Option<String> {
    let methods = methods.map(|method| format!("`{}`", unraw(method))).collect::<Vec<_>>();
    (!methods.is_empty()).then(|| methods.join(", "))
}
