//! `README.md`: what the crate is and the first call, which rustdoc compiles.
//!
//! In: the model. Out: Markdown. The example takes what it needs as arguments that are
//! hidden from the reader, so that it invents no values.

use std::fmt::Write as _;

use super::client::default_server;
use super::docs::{safe_markdown, safe_section};
use super::features::Features;
use super::needs::Needs;
use super::tokens::{Home, type_text};
use super::{Content, Context, Draft, credentials};
use crate::api::{Body, Content as Sent, Kind, Operation, Output, Presence, Struct, Type, TypeId};
use crate::names::SchemeNames;

/// Drafts the file.
pub fn readme(context: Context<'_>, needs: Needs, features: &Features) -> Draft {
    let title = safe_markdown(&context.api.title);
    let title = title.lines().next().unwrap_or_default();
    let package = &context.names.package;
    let mut parts = vec![format!("# {package}")];
    let version = context.api.version.split_whitespace().collect::<Vec<_>>().join(" ");
    let version = safe_markdown(&version);
    let version = version.lines().next().unwrap_or_default();
    parts.push(format!("A typed Rust client for {title}, document version {version}."));
    parts.extend(example(context));
    parts.push(credentials::section(context));
    parts.push(calls(context));
    parts.push(errors(context, needs));
    parts.extend(headers(context));
    parts.extend(pages(context));
    parts.extend(streams(needs));
    parts.extend(webhooks(context, needs));
    parts.push(choices(needs, features));
    parts.extend(about(context));
    parts.extend(source(context));
    Draft { path: "README.md".to_owned(), content: Content::Text(parts.join("\n\n")) }
}

/// What the document says of the service as a whole.
fn about(context: Context<'_>) -> Option<String> {
    let words = safe_section(context.api.doc.as_deref()?, 2);
    (!words.is_empty()).then(|| format!("## What the document says\n\n{words}"))
}

fn source(context: Context<'_>) -> Option<String> {
    let origin = &context.settings.source;
    let url = origin.url.as_ref()?;
    let note = origin.note.as_deref().map(safe_markdown).unwrap_or_default();
    let text = format!("## Source\n\nThe document comes from <{url}>. {note}");
    Some(text.trim_end().to_owned())
}

/// What a call, and a client, can be told.
fn calls(context: Context<'_>) -> String {
    let name = context.names.crate_name();
    format!(
        "## Calls\n\nA call can be told more before it is awaited: `timeout` for each attempt and \
`deadline` for all of them, `max_retries`, `header` and `query`, `idempotency_key`, `base_url`, and \
`body_field` for members that the document does not know. Most of these are methods of the client's \
builder too, for all calls. `.with_response()` returns the status and the headers beside the body, \
and `.raw()` the bytes of the body as they are.\n\n\
`Client::request` makes calls that the document does not describe, with the same credentials, retries \
and errors:\n\n\
```rust,no_run\n\
# async fn example({name}: {name}::Client) -> Result<(), {name}::Error> {{\n\
let answer: {name}::serde_json::Value = {name}\n    \
.request({name}::reqwest::Method::GET, \"/teams/{{id}}\")\n    \
.path_parameter(\"id\", \"t-1\")\n    \
.await?;\n\
# let _ = answer;\n\
# Ok(())\n\
# }}\n\
```\n\n\
`ClientBuilder::http_client` takes a `reqwest::Client` with proxies, certificates and pools of your \
own, and `ClientBuilder::transport` anything else that carries requests."
    )
}

fn errors(context: Context<'_>, needs: Needs) -> String {
    let token = if needs.tokens { ", or `Token` where there is none to send it with" } else { "" };
    let name = context.names.crate_name();
    format!(
        "## Errors\n\nEvery call ends in the value that the document describes or in one [`Error`]: \
an answer that is no success (`Error::Api`, with the status, the documented body where there is \
one, and the text as it came), no answer (`Transport`, `Timeout`), an answer that does not fit \
(`Decode`, with the path of the value), or a call that could not be made (`Config`{token}). \
`{name}::Error` prints no credential and no token.\n\n\
Calls that are safe to repeat are repeated twice, with growing pauses or after the time that \
`Retry-After` or `retry-after-ms` asks for; `max_retries` and `timeout` change that for a client or for \
one call. A call with an `idempotency_key` is safe to repeat. All clones of a client have one budget \
of retries, so that an outage is not multiplied. `Error::attempts` says how often a call was sent."
    )
}

/// How the headers of answers are read, with the name of the first of them.
fn headers(context: Context<'_>) -> Option<String> {
    let operations = context.api.operations.iter().zip(&context.names.operations);
    let types = operations.flat_map(|(operation, names)| {
        let good = operation.headers.as_ref().map(|_| (names, &names.headers, "&answer.headers"));
        let failed = operation.error_headers.as_ref();
        good.into_iter().chain(failed.map(|_| (names, &names.error_headers, "headers")))
    });
    let (names, ident, from) = types.min_by_key(|(_, _, from)| from.len() == "headers".len())?;
    let group = context.names.groups.get(names.group)?;
    let path = format!("{}::{}::{ident}", context.names.crate_name(), group.module);
    Some(format!(
        "## Headers\n\nWhere the document describes the headers of answers, they are types beside \
the calls, as in `{path}::try_from({from})?`. An answer that is awaited with `.with_response()` \
has the headers, and `Error::headers` gives those of an error. One that is missing or does not \
fit is a `HeaderError`, and the call itself does not fail over it."
    ))
}

/// How answers in pages are read, with the name of the first call that has them.
fn pages(context: Context<'_>) -> Option<String> {
    let index = context.api.operations.iter().position(|operation| operation.pages.is_some())?;
    let names = context.names.operations.get(index)?;
    let group = context.names.groups.get(names.group)?;
    let (accessor, method) = (&group.accessor, &names.method);
    Some(format!(
        "## Pages\n\nA call that answers in pages, such as `{accessor}().{method}`, can be followed to \
the last of them. `.items()` gives the items one by one and calls each page when the one before \
it has been read; `.pages()` gives the pages. Both have `next().await` and are a `Stream`.\n\n\
Each page is a call with the same options and retries. Nothing follows an error. A service that \
leads back to a page that was read, or to another server, is an error, and no credential goes \
there; where pages have numbers, one that repeats the page before it is the end."
    ))
}

/// How answers that are handed over while they arrive are read.
fn streams(needs: Needs) -> Option<String> {
    let download = needs.download.then_some(
        "A file is a `Download`: `chunk().await` gives the next bytes, `copy_to(&mut file).await` \
writes all of them, whatever their number, and one that breaks off is an error.",
    );
    let events = needs.events.then_some(
        "Items that arrive one by one are an `EventStream` with `next().await`. Where a connection \
is lost, the service gives its events ids and the call is safe to repeat, it goes on behind the \
last event: the call is made again with `Last-Event-ID`, `max_retries` times at most between two \
events.",
    );
    let parts = download.into_iter().chain(events).collect::<Vec<_>>();
    (!parts.is_empty()).then(|| format!("## Streams\n\n{}", parts.join("\n\n")))
}

/// What the service sends by itself, and how to know that it does.
fn webhooks(context: Context<'_>, needs: Needs) -> Option<String> {
    let event = context.api.webhooks.iter().any(|webhook| webhook.wire.is_none());
    let mut parts = Vec::new();
    if event {
        parts.push(
            "What the service sends by itself is in `payloads`. `payloads::Event` is any of its \
webhooks, told apart as the document says; one that this crate does not know is kept in \
`Unknown`."
                .to_owned(),
        );
    } else if !context.api.webhooks.is_empty() {
        parts.push("What the service sends by itself is in `payloads`.".to_owned());
    }
    if needs.signatures {
        let ty = if event { "payloads::Event" } else { "serde_json::Value" };
        parts.push(format!(
            "With the feature `webhooks`, `WebhookVerifier::new(secret)?.read::<{ty}>(&headers, \
&body)?` reads a request only if its signature was made with the secret of the endpoint, no more \
than five minutes ago; the body has to be the bytes that arrived."
        ));
    }
    (!parts.is_empty()).then(|| format!("## Webhooks\n\n{}", parts.join("\n\n")))
}

fn choices(needs: Needs, features: &Features) -> String {
    let besides = if features.any() { " and `all-groups`" } else { "" };
    let mut text = format!(
        "## Features\n\n- `rustls` (default): TLS by rustls.\n- `native-tls`: TLS by the operating \
system, with `default-features = false`{besides}.\n- `blocking`: `.send_blocking()` instead of `.await` where \
there is no async runtime, and `block_on` for streams.\n- `tracing`: a span for each call, with method, path \
as documented, status, attempts and request id, and an event for each attempt. No credential, parameter \
or body is in them.\n- `gzip`, `brotli`, `zstd`: answers may be compressed."
    );
    if needs.uploads {
        text.push_str(
            "\n- `stream`: files that are open, and other streams, as bodies of `reqwest`.",
        );
    }
    if needs.signatures {
        text.push_str("\n- `webhooks`: verifies the signatures of webhooks.");
    }
    if let Some(group) = features.names.first() {
        let _ = write!(
            text,
            "\n- `all-groups` (default): all groups of calls. Each has a feature of its own: with \
`default-features = false, features = [\"rustls\", \"{group}\"]` only the calls of `{group}` and \
the types that they reach are compiled."
        );
    }
    text
}

/// What the example takes as arguments that are hidden from the reader.
struct Hidden {
    /// Names that the example uses itself.
    reserved: Vec<String>,
    /// Names and types.
    arguments: Vec<(String, String)>,
}

impl Hidden {
    /// Adds an argument, and gives the name that it has.
    fn argument(&mut self, wish: &str, ty: String) -> String {
        let mut name = wish.to_owned();
        let taken = |name: &String| {
            self.reserved.contains(name) || self.arguments.iter().any(|(known, _)| known == name)
        };
        while taken(&name) {
            name = format!("my_{}", name.trim_start_matches("r#"));
        }
        self.arguments.push((name.clone(), ty));
        name
    }
}

/// The first call, as a doctest.
fn example(context: Context<'_>) -> Option<String> {
    let operations = &context.api.operations;
    let index = operations.iter().position(|operation| !operation.deprecated).unwrap_or_default();
    let operation = operations.get(index)?;
    let names = context.names.operations.get(index)?;
    let group = context.names.groups.get(names.group)?;
    let name = context.names.crate_name();
    let reserved = [&name, "answer", "base_url", "body"].map(str::to_owned).to_vec();
    let mut hidden = Hidden { reserved, arguments: Vec::new() };
    let mut arguments = Vec::new();
    for (parameter, ident) in operation.parameters.iter().zip(&names.parameters) {
        if parameter.required {
            let ty = type_text(&parameter.ty, Home::Consumer(&name), context);
            arguments.push(hidden.argument(&ident.to_string(), ty));
        }
    }
    let body = operation.body.as_ref().filter(|body| body.required);
    let body = body.map(|body| sent(body, &name, &mut hidden, context));
    arguments.extend(body.is_some().then(|| "body".to_owned()));
    let builder = builder(&name, &mut hidden, operation, context);
    let hidden = hidden.arguments.iter().map(|(name, ty)| format!("{name}: {ty}"));
    let hidden = hidden.collect::<Vec<_>>().join(", ");
    let mut lines = vec!["## First call".to_owned(), String::new(), "```rust,no_run".to_owned()];
    lines
        .push(format!("# async fn example({hidden}) -> Result<(), Box<dyn std::error::Error>> {{"));
    lines.extend(builder);
    lines.extend(body.flatten().map(|body| format!("let body = {body};")));
    let (accessor, method) = (&group.accessor, &names.method);
    let call = format!("{name}.{accessor}().{method}({}).await?;", arguments.join(", "));
    match operation.output {
        Output::Empty => lines.push(call),
        Output::One(_) | Output::Optional(_) | Output::ByStatus(_) => {
            lines.push(format!("let answer = {call}"));
            lines.push("# let _ = answer;".to_owned());
        }
    }
    lines.extend(["# Ok(())", "# }", "```"].map(str::to_owned));
    Some(lines.join("\n"))
}

fn builder(
    name: &str,
    hidden: &mut Hidden,
    operation: &Operation,
    context: Context<'_>,
) -> Vec<String> {
    let mut lines = vec![format!("let {name} = {name}::Client::builder()")];
    let servers = &context.names.servers;
    let sandbox = servers.iter().find(|ident| ident.to_string().starts_with("Sandbox"));
    let environment = match (sandbox, default_server(context)) {
        (Some(sandbox), _) => Some(sandbox),
        (None, Some(_)) => None,
        (None, None) => servers.first(),
    };
    match environment {
        Some(ident) => lines.push(format!("    .environment({name}::Environment::{ident})")),
        None if servers.is_empty() => {
            hidden.arguments.push(("base_url".to_owned(), "String".to_owned()));
            lines.push("    .base_url(base_url)".to_owned());
        }
        None => {}
    }
    // Where the call needs no credentials, others do.
    let sets = [&operation.security, &context.api.security];
    let set = sets.into_iter().find_map(|sets| sets.first());
    for index in set.into_iter().flatten() {
        let Some(SchemeNames { method, .. }) = &context.names.schemes[*index] else {
            continue;
        };
        let variables = context.names.env.schemes[*index].iter();
        let variables = variables.map(|name| format!("std::env::var(\"{name}\")?"));
        let arguments = variables.collect::<Vec<_>>().join(", ");
        lines.push(format!("    .{method}({arguments})"));
    }
    if lines.len() == 1 {
        return vec![format!("{}.build()?;", lines.concat())];
    }
    lines.push("    .build()?;".to_owned());
    lines
}

/// What is sent; none where the reader has to bring it.
fn sent(body: &Body, name: &str, hidden: &mut Hidden, context: Context<'_>) -> Option<String> {
    let ty = match (&body.content, body.ty()) {
        (_, Some(ty)) => return value(ty, name, hidden, context),
        (Sent::Text, None) => "String".to_owned(),
        (_, None) => format!("{name}::reqwest::Body"),
    };
    hidden.arguments.push(("body".to_owned(), ty));
    None
}

/// A body made of its needed members; none where the reader has to bring it.
fn value(ty: &Type, name: &str, hidden: &mut Hidden, context: Context<'_>) -> Option<String> {
    if let Type::Named(id) = ty
        && let Kind::Struct(structure) = &context.api.type_def(*id).kind
        && let Some(arguments) = needed(*id, structure, name, hidden, context)
    {
        let ident = &context.names.of(*id).ident;
        return Some(format!("{name}::types::{ident}::new({})", arguments.join(", ")));
    }
    hidden.arguments.push(("body".to_owned(), type_text(ty, Home::Consumer(name), context)));
    None
}

/// The arguments of `new`, where a structure has it.
fn needed(
    id: TypeId,
    structure: &Struct,
    name: &str,
    hidden: &mut Hidden,
    context: Context<'_>,
) -> Option<Vec<String>> {
    let members = structure.fields.iter().zip(&context.names.of(id).members);
    let needed = members.filter(|(field, _)| match field.presence {
        Presence::Required | Presence::Nullable => true,
        Presence::Optional | Presence::Patch => false,
    });
    let needed = needed.collect::<Vec<_>>();
    if super::structs::has_builder(structure, needed.len()) {
        return None;
    }
    let flats = structure.flats.iter().zip(&context.names.of(id).flats);
    let flats = flats.filter(|(flat, _)| super::structs::is_needed(flat));
    let needed = needed.into_iter().map(|(field, ident)| (&field.ty, ident));
    let needed = needed.chain(flats.map(|(flat, ident)| (&flat.ty, ident)));
    let arguments = needed.map(|(ty, ident)| {
        let ty = type_text(ty, Home::Consumer(name), context);
        hidden.argument(&ident.to_string(), ty)
    });
    Some(arguments.collect())
}
