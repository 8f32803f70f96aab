//! `src/lib.rs`: the crate's modules and what a consumer sees at its top.
//!
//! Written as lines, sorted as rustfmt sorts them, because it is the one file of a generated
//! crate that rustfmt looks at: the others it is told to skip.

use super::features::Features;
use super::needs::Needs;
use super::{Content, Context, Draft, checks};

/// What the runtime offers to consumers.
const RUNTIME: [&str; 19] = [
    "ApiError",
    "Call",
    "Client",
    "ClientBuilder",
    "ConfigError",
    "DecodeError",
    "Error",
    "Operation",
    "Response",
    "Secret",
    "Sending",
    "TimeoutError",
    "TokenError",
    "Transport",
    "TransportError",
    "Undecoded",
    "Undocumented",
    "UnknownValue",
    "WithResponse",
];

/// Lints that the document's names, shapes and words can set off.
const ALLOWED: [&str; 19] = [
    "confusable_idents",
    "deprecated",
    "mixed_script_confusables",
    "uncommon_codepoints",
    "clippy::disallowed_names",
    "clippy::doc_lazy_continuation",
    "clippy::doc_overindented_list_items",
    "clippy::enum_variant_names",
    "clippy::just_underscores_and_digits",
    "clippy::large_enum_variant",
    "clippy::match_overlapping_arm",
    "clippy::match_same_arms",
    "clippy::module_inception",
    "clippy::self_named_constructors",
    "clippy::should_implement_trait",
    "clippy::too_many_arguments",
    "clippy::too_many_lines",
    "clippy::type_complexity",
    "clippy::wrong_self_convention",
];

/// Drafts the file.
pub fn lib_rs(context: Context<'_>, needs: Needs, features: &Features) -> Draft {
    let mut lines = vec!["#![doc = include_str!(\"../README.md\")]".to_owned()];
    lines.push("#![allow(".to_owned());
    lines.extend(ALLOWED.iter().map(|lint| format!("    {lint},")));
    lines.push("    reason = \"names, shapes and words are the document's\"".to_owned());
    lines.push(")]".to_owned());
    for Module { name, doc, feature, declaration } in modules(context, features) {
        lines.push(String::new());
        lines.extend(feature.map(|feature| format!("#[cfg(feature = {feature:?})]")));
        if name == "runtime" {
            lines.extend(RUNTIME_ATTRIBUTES.iter().map(|&line| line.to_owned()));
        }
        lines.extend(doc.map(|doc| format!("/// {doc}")));
        lines.push("#[rustfmt::skip]".to_owned());
        lines.push(declaration);
    }
    lines.push(String::new());
    lines.extend(uses(context, needs, features));
    Draft { path: "src/lib.rs".to_owned(), content: Content::Text(lines.join("\n")) }
}

const RUNTIME_ATTRIBUTES: [&str; 6] = [
    "#[allow(",
    "    dead_code,",
    "    unused_imports,",
    "    unused_macros,",
    "    reason = \"its files are copied whole, and this crate needs a part of them\"",
    ")]",
];

const UNUSED: &str = "#[allow(unused_imports, reason = \"without any group there is no type\")]";

/// What the runtime offers where nobody awaits.
const BLOCKING: [&str; 2] = ["crate::runtime::BlockingIterator", "crate::runtime::block_on"];

/// The feature that compiles what looks at requests.
const VALIDATE: &str = "validate";

/// What the runtime offers with it.
const CHECKS: [&str; 3] =
    ["crate::runtime::Validate", "crate::runtime::Violation", "crate::runtime::Violations"];

/// A module at the top of the crate.
struct Module {
    name: String,
    doc: Option<String>,
    feature: Option<String>,
    declaration: String,
}

impl Module {
    fn new(name: &str, visibility: &str) -> Self {
        let declaration = format!("{visibility}mod {name};");
        Self { name: name.to_owned(), doc: None, feature: None, declaration }
    }
}

fn modules(context: Context<'_>, features: &Features) -> Vec<Module> {
    let said = |doc: &str, module: Module| Module { doc: Some(doc.to_owned()), ..module };
    let types = said("What the calls send and return.", Module::new("types", "pub "));
    let mut modules = vec![Module::new("client", ""), Module::new("runtime", ""), types];
    modules.extend(context.names.groups.iter().map(|group| {
        let feature = features.any().then(|| group.feature.clone());
        let doc = format!("The calls of `{}()`.", group.accessor);
        said(&doc, Module { feature, ..Module::new(group.module.as_str(), "pub ") })
    }));
    if !context.api.webhooks.is_empty() {
        let feature = features.of_payloads().map(str::to_owned);
        let module = Module { feature, ..Module::new("payloads", "pub ") };
        modules.push(said("What the service sends by itself.", module));
    }
    let test_util =
        Module { feature: Some("test-util".to_owned()), ..Module::new("test_util", "pub ") };
    modules.push(said(
        "Answers in place of the service's, for tests: see [`Mock`](test_util::Mock).",
        test_util,
    ));
    if checks::has_tables(context) {
        let feature = Some(VALIDATE.to_owned());
        modules.push(Module { feature, ..Module::new("validation", "") });
    }
    modules.sort_by(|one, other| one.name.cmp(&other.name));
    modules
}

fn uses(context: Context<'_>, needs: Needs, features: &Features) -> Vec<String> {
    // In a doctest of a package that is called `client`, that word alone would be ambiguous.
    let mut uses =
        vec!["crate::client::ErrorBody".to_owned(), "reqwest".to_owned(), "serde_json".to_owned()];
    let [iterator, block_on] = BLOCKING.map(str::to_owned);
    uses.push(block_on);
    uses.extend((needs.pages || needs.events).then_some(iterator));
    if !context.api.servers.is_empty() {
        uses.push("crate::client::Environment".to_owned());
    }
    uses.extend(RUNTIME.iter().map(|name| format!("crate::runtime::{name}")));
    if needs.bytes {
        uses.push("crate::runtime::Base64".to_owned());
    }
    if needs.patch {
        uses.push("crate::runtime::Patch".to_owned());
    }
    let bodies = [
        (needs.date, "Date"),
        (needs.date_time.is_some(), "DateTime"),
        (needs.date || needs.date_time.is_some(), "TimeFormatError"),
        (needs.download, "Download"),
        (needs.events, "EventStream"),
        (needs.headers, "HeaderError"),
        (needs.multipart, "FilePart"),
        (needs.tokens, "TokenFuture"),
        (needs.tokens, "TokenSource"),
        (needs.exchange, "ClientCredentials"),
    ];
    if needs.pages {
        uses.extend(
            ["ItemStream", "PageStream", "Paged"].map(|name| format!("crate::runtime::{name}")),
        );
    }
    let bodies = bodies.iter().filter(|(needed, _)| *needed);
    uses.extend(bodies.map(|(_, name)| format!("crate::runtime::{name}")));
    if needs.signatures {
        uses.extend(
            ["WebhookError", "WebhookVerifier"].map(|name| format!("crate::runtime::{name}")),
        );
    }
    if needs.checks {
        uses.extend(CHECKS.map(str::to_owned));
    }
    let crates = [
        (needs.chrono, "chrono"),
        (needs.jiff, "jiff"),
        (needs.time, "time"),
        (needs.uuid, "uuid"),
    ];
    let crates = crates.iter().filter(|(needed, _)| *needed);
    uses.extend(crates.map(|(_, name)| (*name).to_owned()));
    if !all_hidden(context, &uses) {
        uses.push("crate::types::*".to_owned());
    }
    uses.sort_by_key(|path| (!path.starts_with("crate::"), path.clone()));
    let mut lines = Vec::new();
    for path in uses {
        if path == "crate::types::*" && features.any() {
            lines.push(UNUSED.to_owned());
        }
        if path.starts_with("crate::runtime::Webhook") {
            lines.push("#[cfg(feature = \"webhooks\")]".to_owned());
        }
        if CHECKS.contains(&path.as_str()) {
            lines.push(format!("#[cfg(feature = {VALIDATE:?})]"));
        }
        if BLOCKING.contains(&path.as_str()) {
            lines.push("#[cfg(feature = \"blocking\")]".to_owned());
        }
        lines.push(format!("pub use {path};"));
    }
    lines
}

/// Whether the top of the crate has other things by the names of all types. They are still in
/// `types`, and to lead to them by `*` would lead to nothing.
fn all_hidden(context: Context<'_>, uses: &[String]) -> bool {
    let taken = |name: &str| uses.iter().any(|path| path.rsplit("::").next() == Some(name));
    context.names.types.iter().all(|names| taken(names.ident.as_str()))
}
