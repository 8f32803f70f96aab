//! `src/<group>.rs`: the calls of one group.
//!
//! In: the operations of a group. Out: the type whose methods make the calls, and for each
//! operation its marker: method, path, security, what comes back.

use proc_macro2::TokenStream;
use quote::quote;

use super::answers::{error, live, output_enum, success};
use super::bodies::{self, Taken};
use super::client::security;
use super::docs::Docs;
use super::markdown::{code_span, safe_markdown};
use super::pages::{self, pages};
use super::parameters::{argument, part};
use super::tokens::{Home, type_tokens};
use super::{Content, Context, Draft, Item, Job, alias, checks, example};
use crate::api::{ErrorCase, Operation, Output, Payload, Statuses, Type};
use crate::names::{GroupNames, OperationNames, snake, unraw};

/// The jobs that draft the files of all groups.
pub fn groups<'a>(context: Context<'a>) -> impl Iterator<Item = Job<'a>> {
    let groups = context.names.groups.iter();
    groups.map(move |group| -> Job<'a> { Box::new(move || vec![draft(group, context)]) })
}

fn draft(group: &GroupNames, context: Context<'_>) -> Draft {
    let operations = group.operations.iter().map(|index| {
        let operation = &context.api.operations[*index];
        (operation, &context.names.operations[*index])
    });
    let operations = operations.collect::<Vec<_>>();
    let methods = operations.iter().map(|(operation, names)| method(operation, names, context));
    let mut items = vec![Item::Tokens(declaration(group, &methods.collect::<Vec<_>>(), context))];
    for (operation, names) in operations {
        items.extend(setters(operation, names, context).map(Item::Tokens));
        items.push(Item::Tokens(marker(operation, names, context)));
        items.extend(pages(operation, names, context).map(Item::Tokens));
        if let Output::ByStatus(replies) = &operation.output {
            items.push(Item::Tokens(output_enum(replies, names, context)));
        }
        items.extend(headers(operation, names, context).map(Item::Tokens));
    }
    Draft { path: format!("src/{}.rs", unraw(&group.module)), content: Content::Rust(items) }
}

fn declaration(group: &GroupNames, methods: &[TokenStream], context: Context<'_>) -> TokenStream {
    let ident = &group.ident;
    let topic = context.api.topics.iter().find(|topic| snake(&topic.name) == group.words);
    let from = format!("Given by [`Client::{0}`](crate::Client::{0}).", unraw(&group.accessor));
    let docs = Docs::default().words(topic.map(|topic| topic.doc.as_str())).own(from).tokens();
    quote! {
        #docs
        #[derive(Clone, Debug)]
        pub struct #ident {
            client: crate::Client,
        }

        impl #ident {
            pub(crate) fn new(client: &crate::Client) -> Self {
                Self { client: client.clone() }
            }

            #(#methods)*
        }
    }
}

fn method(operation: &Operation, names: &OperationNames, context: Context<'_>) -> TokenStream {
    let docs = method_docs(operation, names, context).tokens();
    let alias = alias::attribute(operation.names.id.as_deref(), &names.method);
    let deprecated = operation.deprecated.then(|| quote!(#[deprecated]));
    let (ident, marker) = (&names.method, &names.marker);
    let mut arguments = Vec::new();
    let mut bindings = Vec::new();
    let mut parts = Vec::new();
    let mut looks = Vec::new();
    for (parameter, ident) in operation.parameters.iter().zip(&names.parameters) {
        if parameter.required {
            let (argument, binding) = argument(ident, &parameter.ty, context);
            arguments.push(argument);
            bindings.extend(binding);
            parts.push(part(parameter, ident));
            looks.extend(checks::of_parameter(parameter, ident, context));
        }
    }
    if let Some(body) = operation.body.as_ref().filter(|body| body.required) {
        let taken = bodies::body(body, context);
        arguments.push(taken.argument);
        bindings.extend(taken.binding);
        parts.push(taken.part);
        looks.extend(checks::of_body(body, context));
    }
    let call = checks::call(&quote!(crate::Call::new(&self.client)), &looks);
    quote! {
        #docs
        #alias
        #deprecated
        pub fn #ident(&self, #(#arguments),*) -> crate::Call<#marker> {
            #(#bindings)*
            #call #(#parts)*
        }
    }
}

/// Methods of the call for what is optional.
fn setters(
    operation: &Operation,
    names: &OperationNames,
    context: Context<'_>,
) -> Option<TokenStream> {
    let marker = &names.marker;
    let mut methods = Vec::new();
    for (parameter, ident) in operation.parameters.iter().zip(&names.parameters) {
        if parameter.required {
            continue;
        }
        let docs = Docs::default()
            .words(parameter.doc.as_deref())
            .default_value(parameter.default.as_deref())
            .tokens();
        let deprecated = parameter.deprecated.then(|| quote!(#[deprecated]));
        let (argument, binding) = argument(ident, &parameter.ty, context);
        let part = part(parameter, ident);
        let look = checks::of_parameter(parameter, ident, context);
        let call = checks::call(&quote!(self), look.as_slice());
        methods.push(quote! {
            #docs
            #deprecated
            pub fn #ident(self, #argument) -> Self {
                #binding
                #call #part
            }
        });
    }
    if let Some(body) = operation.body.as_ref().filter(|body| !body.required) {
        let mut docs = Docs::default().words(body.doc.as_deref());
        if let Some(words) = bodies::words(body) {
            docs = docs.own(words);
        }
        let docs = docs.tokens();
        let Taken { argument, binding, part } = bodies::body(body, context);
        let start = checks::call(&quote!(self), checks::of_body(body, context).as_slice());
        methods.push(quote! {
            #docs
            pub fn body(self, #argument) -> Self {
                #binding
                #start #part
            }
        });
    }
    let call = quote!(crate::Call<#marker>);
    (!methods.is_empty()).then(|| quote!(impl #call { #(#methods)* }))
}

fn route(operation: &Operation) -> String {
    code_span(&format!("{} {}", operation.method, operation.path))
}

/// What the call returns, where there is more to say than nothing: its signature does not tell.
fn returned(operation: &Operation, names: &OperationNames, context: Context<'_>) -> String {
    let linked = |ty: &Type| {
        let Type::Named(id) = ty else { return None };
        let ident = &context.names.of(*id).ident;
        Some(format!("[`{ident}`](crate::types::{ident})"))
    };
    let returned = match &operation.output {
        Output::Empty => None,
        Output::One(Payload::Json(Type::List(inner))) => {
            linked(inner).map(|item| format!("a list of {item}"))
        }
        Output::One(Payload::Json(ty)) => linked(ty),
        Output::One(Payload::Text) => Some("text".to_owned()),
        Output::One(Payload::Bytes) => {
            Some("bytes, while they arrive: a [`Download`](crate::Download)".to_owned())
        }
        Output::One(Payload::Items { ty, .. }) => {
            let of = linked(ty).map_or_else(String::new, |item| format!(" of {item}"));
            Some(format!("an [`EventStream`](crate::EventStream){of}"))
        }
        Output::Optional(ty) => linked(ty).map(|ty| format!("{ty}, or nothing")),
        Output::ByStatus(_) => Some(format!("[`{}`], which differs by status", names.output)),
    };
    returned.map_or_else(String::new, |returned| format!(" returns {returned}."))
}

/// The names of what may be left out, which is set on the call.
fn optional(operation: &Operation, names: &OperationNames) -> Option<String> {
    let parameters = operation.parameters.iter().zip(&names.parameters);
    let parameters = parameters.filter(|(known, _)| !known.required && !known.deprecated);
    let mut names = parameters.map(|(_, ident)| code_span(unraw(ident))).collect::<Vec<_>>();
    let body = operation.body.as_ref().filter(|body| !body.required);
    names.extend(body.map(|_| "`body`".to_owned()));
    let listed = format!("Optional, on the [call](crate::Call): {}.", names.join(", "));
    (!names.is_empty()).then_some(listed)
}

fn method_docs(operation: &Operation, names: &OperationNames, context: Context<'_>) -> Docs {
    let required = operation.parameters.iter().filter(|parameter| parameter.required);
    let described = required.filter(|parameter| parameter.doc.is_some());
    let mut docs = Docs::default()
        .words(operation.summary.as_deref())
        .words(operation.doc.as_deref().filter(|doc| Some(*doc) != operation.summary.as_deref()))
        .own(format!("{}{}", route(operation), returned(operation, names, context)));
    docs = match operation.server.as_deref() {
        Some(server) if server.contains("://") => docs.own(format!(
            "Goes to {} unless [`base_url`](crate::ClientBuilder::base_url) says otherwise.",
            code_span(server)
        )),
        Some(server) => docs.own(format!("Goes to {} on the server.", code_span(server))),
        None => docs,
    };
    for parameter in described {
        let doc = safe_markdown(parameter.doc.as_deref().unwrap_or_default());
        // A block of code begins on a line of its own, or its end would be the beginning of one.
        let gap = if doc.starts_with("```") || doc.starts_with("~~~") { "\n\n" } else { " " };
        docs = docs.own(format!("{}:{gap}{doc}", code_span(&parameter.wire)));
    }
    let body = operation.body.as_ref().filter(|body| body.required);
    if let Some(words) = body.and_then(bodies::words) {
        docs = docs.own(words);
    }
    if let Some(words) = asks_for(operation) {
        docs = docs.own(words);
    }
    if let Some(words) = optional(operation, names) {
        docs = docs.own(words);
    }
    if let Some(pages) = &operation.pages {
        docs = docs.own(pages::words(pages));
    }
    if operation.headers.is_some() {
        let headers = &names.headers;
        docs = docs.own(format!("`.with_response()` gives its headers too: [`{headers}`]."));
    }
    if let Some(example) = example::documentation(operation, names, context) {
        docs = docs.own(example);
    }
    if !operation.errors.is_empty() {
        docs = docs.own("# Errors");
        let alone = operation.errors.len() == 1;
        let lines = operation.errors.iter().map(|case| error_line(case, alone, context));
        docs = docs.own(lines.collect::<Vec<_>>().join("\n"));
        if operation.error_headers.is_some() {
            let headers = &names.error_headers;
            docs = docs.own(format!("Their headers are [`{headers}`]."));
        }
    }
    docs
}

/// The headers of the answers, under the name of the operation.
fn headers(
    operation: &Operation,
    names: &OperationNames,
    context: Context<'_>,
) -> impl Iterator<Item = TokenStream> {
    let marker = &names.marker;
    let good = operation.headers.as_ref().map(|ty| {
        let ident = &names.headers;
        let read = format!("`{ident}::try_from(&answer.headers)`");
        (format!("The headers of what [`{marker}`] answers: {read}."), ident, ty)
    });
    let failures = operation.error_headers.as_ref().map(|ty| {
        let from = "[`Error::headers`](crate::Error::headers)";
        let docs = format!("The headers of errors of [`{marker}`], read from {from}.");
        (docs, &names.error_headers, ty)
    });
    good.into_iter().chain(failures).map(move |(docs, ident, ty)| {
        let docs = Docs::default().own(docs).tokens();
        let ty = type_tokens(ty, Home::Elsewhere, context);
        quote!(#docs pub type #ident = #ty;)
    })
}

/// What a caller has to know where there are other calls for the same, or more than one media type
/// to ask for.
fn asks_for(operation: &Operation) -> Option<String> {
    let accept = operation.accept.as_deref()?;
    let names = accept.split(", ").map(code_span).collect::<Vec<_>>();
    let several = names.len() > 1 || accept.contains('*');
    let choice = if several { " `.header(\"accept\", ..)` asks for one of them." } else { "" };
    let wanted = several || operation.names.suffix.is_some();
    wanted.then(|| format!("Asks for {}.{choice}", names.join(", ")))
}

fn error_line(case: &ErrorCase, alone: bool, context: Context<'_>) -> String {
    let statuses = match case.statuses {
        Statuses::One(code) => code.to_string(),
        Statuses::Hundred(hundred) => format!("{hundred}xx"),
        Statuses::Rest if alone => "Any status but success".to_owned(),
        Statuses::Rest => "Any other status".to_owned(),
    };
    let words = safe_markdown(case.doc.as_deref().unwrap_or_default());
    let words = words.lines().next().unwrap_or_default().to_owned();
    let body = match &case.ty {
        Some(Type::Named(id)) => {
            let ident = &context.names.of(*id).ident;
            format!(" with [`{ident}`](crate::types::{ident})")
        }
        Some(_) | None => String::new(),
    };
    let words = if words.is_empty() { words } else { format!(": {words}") };
    format!("- {statuses}{body}{words}")
}

fn marker(operation: &Operation, names: &OperationNames, context: Context<'_>) -> TokenStream {
    let marker = &names.marker;
    let group = context.names.groups.get(names.group);
    let call = group.map(|group| format!("[`{}::{}`]: ", group.ident, unraw(&names.method)));
    let docs = format!("{}{}", call.unwrap_or_default(), route(operation));
    let docs = Docs::default().own(docs).tokens();
    let (method, path, retry) = (&operation.method, &operation.path, operation.retry);
    let security = security(&operation.security, context);
    let server = operation.server.as_deref();
    let server = server.map(|url| quote!(const SERVER: Option<&'static str> = Some(#url);));
    let (output, success) = success(operation, names, context);
    let error = error(operation, context);
    let accept = operation.accept.as_ref();
    let accept = accept.map(|accept| quote!(const ACCEPT: &'static str = #accept;));
    let live = live(operation).map(|live| quote!(const LIVE: fn(u16) -> bool = #live;));
    quote! {
        #docs
        #[derive(Debug)]
        pub enum #marker {}

        impl crate::Operation for #marker {
            type Output = #output;

            const METHOD: &'static str = #method;
            const PATH: &'static str = #path;
            const SECURITY: &'static [&'static [&'static str]] = #security;
            const RETRY: bool = #retry;
            #server
            #accept
            #live

            fn success(reply: &mut crate::runtime::Reply) -> Result<Self::Output, crate::Error> {
                #success
            }

            #error
        }
    }
}
