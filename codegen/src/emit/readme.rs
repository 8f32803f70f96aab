//! `README.md`: what the crate is and the first call, which rustdoc compiles.
//!
//! In: the model. Out: Markdown. The example takes what it needs as arguments that are
//! hidden from the reader, so that it invents no values.

use std::fmt::Write as _;

use super::features::Features;
use super::markdown::{safe_markdown, safe_section};
use super::needs::Needs;
use super::tokens::{Home, type_text};
use super::{Content, Context, Draft, credentials, example};
use crate::api::{Output, Payload};

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
    parts.push(install(context));
    parts.extend(example(context));
    parts.push(credentials::section(context));
    parts.push(calls(context));
    parts.push(errors(context, needs));
    parts.extend(validation(context, needs));
    parts.extend(headers(context));
    parts.push(RETRIES.to_owned());
    parts.extend(pages(context));
    parts.extend(streams(needs));
    parts.extend(webhooks(context, needs));
    parts.push(testing(context));
    parts.push(choices(needs, features));
    parts.push(WEB.to_owned());
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
own. Build it with `redirect({name}::reqwest::redirect::Policy::none())`: otherwise it follows redirects by \
itself, and takes the request to other hosts with it. `ClientBuilder::transport` takes anything else that \
carries requests."
    )
}

fn install(context: Context<'_>) -> String {
    let (package, name) = (&context.names.package, context.names.crate_name());
    let version = context.settings.package.version.as_deref().unwrap_or("0.1.0");
    format!(
        "## Install\n\n```toml\n[dependencies]\n\
{package} = \"{version}\" # or its path or repository\n\
tokio = {{ version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }}\n```\n\n\
Calls are awaited in a Tokio runtime. Crates whose types stand in this one are part of it, such as \
`{name}::reqwest`."
    )
}

fn errors(context: Context<'_>, needs: Needs) -> String {
    let token = if needs.tokens { TOKEN_ERROR } else { "" };
    let name = context.names.crate_name();
    format!(
        "## Errors\n\nEvery call ends in the value that the document describes or in one `Error`:\n\n\
| | What happened | What there is |\n|---|---|---|\n\
| `Api` | an answer that is no success | the status, the documented body where there is one, and the text as it came |\n\
| `Transport` | no complete answer | the reason |\n\
| `Timeout` | none in time | in its text, the limit |\n\
| `Decode` | an answer that does not fit | the path of the value, and the text as it came |\n\
| `Config` | a client or a call that cannot be used; nothing was sent | what to change |\n\
{token}\n\
```rust,no_run\n\
# fn example(error: {name}::Error) {{\n\
match &error {{\n    \
{name}::Error::Api(answer) if answer.status == 404 => println!(\"there is none\"),\n    \
_ if error.is_retryable() => println!(\"later, perhaps: {{error}}\"),\n    \
_ => println!(\"{{error}} (request {{:?}})\", error.request_id()),\n\
}}\n\
# }}\n\
```\n\n\
`{name}::Error` prints no credential that its client knows, and nothing that the document marks as secret. \
What a service says in other words stands in the first 300 characters of its answer, which are shown."
    )
}

/// A row of the errors.
const TOKEN_ERROR: &str = "| `Token` | there was no token to send the call with | the reason |\n";

const RETRIES: &str = "## Retries and time limits\n\n\
A call that is safe to repeat is tried up to three times: after a lost connection and after 408, 429, \
502, 503 and 504, with growing pauses or after the time that `Retry-After` or `retry-after-ms` asks \
for. An attempt may take 60 seconds. `max_retries` and `timeout` change that for a client and for one \
call. A call with an `idempotency_key` is safe to repeat. All clones of a client have one budget of \
retries, so that an outage is not multiplied. `Error::attempts` says how often a call was sent.";

const WEB: &str = "## WebAssembly\n\n\
On `wasm32-unknown-unknown` the browser's `fetch` carries calls, or that of whatever else runs there, \
and no Tokio runtime is needed. Limits, retries and streams are the same. What differs:\n\n\
- Futures are not `Send`. Bodies of requests are no streams. There are no environment variables, and so \
no `from_env`. The features `blocking` and `test-util` do not compile; those for TLS and compression \
do nothing, as `fetch` has its own.\n\
- `fetch` sends no body with `GET` or `HEAD`: a call that has one is an `Error::Transport`.\n\
- A browser does not say where a redirect leads, and following one blindly would take credentials along. \
So there, a redirect is an `Error::Transport`, also one on the same host. Node, Deno and Cloudflare do say \
it, and redirects are followed as everywhere, without credentials to other hosts. A `reqwest::Client` \
of your own cannot be kept from following: an answer from another host is an error, but by then that \
host may have been sent the request, with any credential but that in `Authorization`.\n\
- In a browser, the service has to allow the page's origin and the headers that calls send, and to expose \
those of its answers that are to be seen, such as `Retry-After`, `Link` or the request's id. Cookies \
and the `User-Agent` are the browser's. Credentials are known to whoever has the page.";

fn testing(context: Context<'_>) -> String {
    let name = context.names.crate_name();
    let example = mocked(context).map(|example| format!("{example}\n\n")).unwrap_or_default();
    let shown = shown(context).map(|shown| format!("{shown}\n\n")).unwrap_or_default();
    format!(
        "## Testing\n\nWith the feature `test-util`, to be turned on in `[dev-dependencies]`, a \
`test_util::Mock` stands for the service. It is told what each operation answers, gives a client that \
needs no credentials, and keeps what was sent. A call that there is no answer for fails, and an answer \
that nobody fetched makes it panic in the end, with the line that told it.\n\n{example}\
`returns` takes what the call returns, `fails` a status and a body, `answers` a whole response, \
`answers_with` what makes one of the request, and `breaks` the way in which a connection breaks. Each is \
for one call, in their order, unless `times` or `any_times` stands before; `when` says which requests \
it is for, and `header` adds a header to it. `requests` gives what was sent, with `json` as the type \
that was given to the call. Retries happen as they do with the service, after `fails` without a pause, \
unless it is told its `retry-after`; with Tokio's paused clock, no pause takes time.\n\n{shown}\
All types of answers have a `new` or, with this feature, a `builder()`, and can be read from JSON, so \
code that takes them needs no mock: `{name}::serde_json::from_str(text)`. `base_url` leads a client to a server of your \
own, and beats every environment."
    )
}

/// Where the examples of the document are, with the first of good answers and of failures.
fn shown(context: Context<'_>) -> Option<String> {
    let first = |failed: bool| {
        let operations = context.api.operations.iter().zip(&context.names.operations);
        let mut examples = operations.flat_map(|(operation, names)| {
            let examples = operation.samples.iter().zip(&names.examples);
            examples.map(move |(sample, ident)| (sample, ident, names.group))
        });
        let (_, ident, group) = examples.find(|(sample, _, _)| sample.failed == failed)?;
        let module = &context.names.groups.get(group)?.module;
        Some(format!("`{module}::{ident}()`"))
    };
    let (good, failed) = (first(false), first(true).map(|path| format!("{path} of a failure")));
    let paths = good.into_iter().chain(failed).collect::<Vec<_>>().join(", or ");
    (!paths.is_empty()).then(|| {
        format!(
            "The examples of the document are functions in `test_util::examples` that give them as \
values, such as {paths}, for `returns` and `fails` and for code that takes them."
        )
    })
}

/// A test with a mock, as a doctest.
fn mocked(context: Context<'_>) -> Option<String> {
    let mut operations = context.api.operations.iter().zip(&context.names.operations);
    let (operation, names, ty) =
        operations.find_map(|(operation, names)| match &operation.output {
            Output::One(Payload::Json(ty)) if !operation.deprecated => Some((operation, names, ty)),
            Output::One(_) | Output::Empty | Output::Optional(_) | Output::ByStatus(_) => None,
        })?;
    let call = example::call(operation, names, context)?;
    let group = context.names.groups.get(names.group)?;
    let name = context.names.crate_name();
    let shown = operation.samples.iter().zip(&names.examples).find(|(sample, _)| !sample.failed);
    let shown = shown.map(|(_, ident)| format!("examples::{}::{ident}()", group.module));
    let expected = match shown {
        Some(_) => String::new(),
        None => format!("expected: {}", type_text(ty, Home::Consumer(&name), context)),
    };
    let hidden = call.arguments.iter().map(|given| format!("{}: {}, ", given.name, given.text));
    let hidden = format!("{}{expected}", hidden.collect::<String>());
    let hidden = hidden.trim_end_matches(", ");
    let mut lines = vec!["```rust,no_run".to_owned()];
    lines.push("# #[cfg(feature = \"test-util\")]".to_owned());
    lines.push(format!("# async fn example({hidden}) -> Result<(), {name}::Error> {{"));
    let used = if shown.is_some() { "{Mock, examples}" } else { "Mock" };
    lines.push(format!("use {name}::test_util::{used};\n\nlet mock = Mock::new();"));
    let told = shown.as_deref().unwrap_or("expected.clone()");
    lines.push(format!("mock.{}().{}().returns({told});", group.mocks, names.method));
    lines.push(format!("let {name} = mock.client();"));
    lines.extend(
        call.body.iter().flat_map(|(new, given)| example::body(new, given, "", example::PAGE)),
    );
    let expected = shown.as_deref().unwrap_or("expected");
    lines.push(format!("assert_eq!({}.await?, {expected});", call.text));
    lines.push("assert_eq!(mock.requests().len(), 1);".to_owned());
    lines.extend(["# Ok(())", "# }", "```"].map(str::to_owned));
    Some(lines.join("\n"))
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

/// How requests are held against the document, where it asks anything of their values.
fn validation(context: Context<'_>, needs: Needs) -> Option<String> {
    let name = context.names.crate_name();
    let types = if super::checks::has_tables(context) {
        format!(
            " Types of requests have it as a method too, with the trait `{name}::Validate`: \
`request.validate()?`."
        )
    } else {
        String::new()
    };
    needs.checks.then(|| {
        format!(
            "## Checks before sending\n\nThe document asks more of some values than their types say: the \
length of texts and lists, patterns, the bounds of numbers. With the feature `validate` and \
`ClientBuilder::validate_requests(true)`, a call whose body or parameters violate any of that is not \
sent. It fails with `Error::Config`, and `Error::violations` gives all violations, each with its path, \
such as `items[3].name`, what is asked and what was found.{types} No text is shown, be it a secret or \
not. What a call is given with `header`, `query` or `body_field` is not looked at: these are for what \
the document does not tell, and for who knows better than it does."
        )
    })
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
it has been read; `.pages()` gives the pages. Both have `next().await` and are a `Stream`; with the \
feature `blocking`, `.blocking()` makes an `Iterator` of either.\n\n\
Each page is a call with the same options and retries; only an `idempotency_key` is for the first \
page alone. Nothing follows an error. A service that \
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
        "Items that arrive one by one are an `EventStream`, which has `next().await` and is a `Stream`; \
with the feature `blocking`, `.blocking()` makes an `Iterator` of it. Where a connection is lost, the service gives its events ids and the call is safe to repeat, it goes on behind the \
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
        let mut examples = context.names.payload_examples.iter().flatten();
        let shown = examples.next().map(|ident| {
            format!("; `test_util::examples::payloads::{ident}()` is a payload to send")
        });
        let shown = shown.unwrap_or_default();
        parts.push(format!(
            "With the feature `webhooks`, `WebhookVerifier::new(secret)?.read::<{ty}>(&headers, \
&body)?` reads a request only if its signature was made with the secret of the endpoint, no more \
than five minutes ago; the body has to be the bytes that arrived. With `test-util` too, \
`WebhookVerifier::sign` gives the headers of a request as the service would send it, for tests of a \
handler{shown}."
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
or body is in them.\n- `test-util`: a mock of the service, for tests.\n- `gzip`, `brotli`, `zstd`: answers may be compressed."
    );
    if needs.uploads {
        text.push_str(
            "\n- `stream`: files that are open, and other streams, as bodies of `reqwest`.",
        );
    }
    if needs.signatures {
        text.push_str("\n- `webhooks`: verifies the signatures of webhooks.");
    }
    if needs.checks {
        text.push_str(
            "\n- `validate`: requests can be held against the document before they are sent.",
        );
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

/// The first call, as a doctest.
fn example(context: Context<'_>) -> Option<String> {
    let index = example::first(context);
    let operation = context.api.operations.get(index)?;
    let call = example::call(operation, context.names.operations.get(index)?, context)?;
    let name = context.names.crate_name();
    let (calls, needs_base) = example::builder(operation, "std::env::var", context);
    let base = needs_base.then(|| "base_url: String".to_owned());
    let hidden = call.arguments.iter().map(|given| format!("{}: {}", given.name, given.text));
    let hidden = hidden.chain(base).collect::<Vec<_>>().join(", ");
    let mut lines = vec!["## First call".to_owned(), String::new(), "```rust,no_run".to_owned()];
    lines
        .push(format!("# async fn example({hidden}) -> Result<(), Box<dyn std::error::Error>> {{"));
    lines.extend(example::client(&name, &calls, ""));
    lines.extend(
        call.body.iter().flat_map(|(new, given)| example::body(new, given, "", example::PAGE)),
    );
    if call.answers {
        lines.push(format!("let answer = {}.await?;", call.text));
        lines.push("# let _ = answer;".to_owned());
    } else {
        lines.push(format!("{}.await?;", call.text));
    }
    lines.extend(["# Ok(())", "# }", "```"].map(str::to_owned));
    Some(lines.join("\n"))
}
