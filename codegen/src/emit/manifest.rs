//! `Cargo.toml`: the package, its features, and the few crates that it needs.

use std::fmt::Write as _;

use super::features::Features;
use super::needs::Needs;
use super::{Content, Context, Draft};

/// The oldest Rust that the crate and its dependencies build with.
const RUST_VERSION: &str = "1.85";

/// Dependencies of every generated crate, with their versions. A test holds them together
/// with the workspace's own.
const ALWAYS: [(&str, &str); 8] = [
    // `reqwest` has it anyway: its responses are made of it.
    ("http", "{ version = \"1\", optional = true }"),
    ("httpdate", "\"1\""),
    ("percent-encoding", "\"2\""),
    ("reqwest", "{ version = \"0.13\", default-features = false, features = [\"http2\"] }"),
    ("serde", "{ version = \"1\", default-features = false, features = [\"std\"] }"),
    ("serde_json", "\"1\""),
    (
        "tracing",
        "{ version = \"0.1\", default-features = false, features = [\"std\"], optional = true }",
    ),
    ("zeroize", "{ version = \"1\", default-features = false, features = [\"alloc\"] }"),
];

/// What stands for clock, timers and chance where `fetch` carries requests, and what calls that.
/// `reqwest` has the latter anyway. Nobody else builds it.
const WEB: &str =
    "[target.'cfg(all(target_family = \"wasm\", target_os = \"unknown\"))'.dependencies]";
const ON_WEB: [(&str, &str); 9] = [
    ("bytes", "\"1\""),
    ("futures-core", FUTURES_CORE),
    ("gloo-timers", "{ version = \"0.4\", features = [\"futures\"] }"),
    ("js-sys", "\"0.3.70\""),
    ("reqwest", "{ version = \"0.13\", default-features = false, features = [\"stream\"] }"),
    ("wasm-bindgen", "\"0.2.93\""),
    ("wasm-bindgen-futures", "\"0.4.43\""),
    ("web-sys", WEB_SYS),
    ("web-time", "\"1.1\""),
];

const CHRONO: &str =
    "{ version = \"0.4\", default-features = false, features = [\"now\", \"serde\"] }";
const FUTURES_CORE: &str = "{ version = \"0.3\", default-features = false }";
const HMAC: &str = "{ version = \"0.13\", default-features = false, optional = true }";
const HTTP_BODY: &str = "\"1\"";
const JIFF: &str =
    "{ version = \"0.2\", default-features = false, features = [\"serde\", \"std\"] }";
const REGEX: &str = "{ version = \"0.1\", optional = true }";
const SHA2: &str = "{ version = \"0.11\", default-features = false, optional = true }";
const TIME: &str = "{ version = \"0.3\", default-features = false, features = [\"formatting\", \"parsing\", \"std\"] }";
const TOKIO: &str = "{ version = \"1\", default-features = false, features = [\"time\"] }";
/// Calls wait for each other's token.
const TOKIO_SYNC: &str =
    "{ version = \"1\", default-features = false, features = [\"sync\", \"time\"] }";
/// The first that sets the members of a `RequestInit`; the three others were published with it.
const WEB_SYS: &str = "{ version = \"0.3.70\", features = [\"AbortController\", \"AbortSignal\", \"Headers\", \"ReadableStream\", \"ReadableStreamDefaultReader\", \"Request\", \"RequestInit\", \"RequestRedirect\", \"Response\"] }";
const UUID: &str = "{ version = \"1\", default-features = false, features = [\"serde\", \"std\"] }";

/// Drafts the file.
pub fn manifest(context: Context<'_>, needs: Needs, features: &Features) -> Draft {
    let package = &context.settings.package;
    let version = package.version.as_deref().unwrap_or("0.1.0");
    let description = format!("A typed client for {}", context.api.title.trim());
    let mut lines = vec![
        "[package]".to_owned(),
        format!("name = {}", quoted(&context.names.package)),
        format!("version = {}", quoted(version)),
        "edition = \"2024\"".to_owned(),
        format!("rust-version = \"{RUST_VERSION}\""),
        format!("description = {}", quoted(&description)),
        "readme = \"README.md\"".to_owned(),
        "include = [\"/CHANGELOG.md\", \"/examples\", \"/src\", \"/README.md\", \"/LICENSE*\"]"
            .to_owned(),
    ];
    if let Some(license) = &package.license {
        lines.push(format!("license = {}", quoted(license)));
    }
    lines.extend(["", "[features]"].map(str::to_owned));
    lines.extend(defaults(features));
    lines.extend(FEATURES.map(str::to_owned));
    lines.extend(needs.uploads.then(|| "stream = [\"reqwest/stream\"]".to_owned()));
    lines.extend(needs.signatures.then(|| "webhooks = [\"dep:hmac\", \"dep:sha2\"]".to_owned()));
    if needs.checks {
        let engine = if needs.patterns { "\"dep:regex-lite\"" } else { "" };
        lines.push(format!("validate = [{engine}]"));
    }
    lines.extend(features.names.iter().map(|name| format!("{name} = []")));
    let mut dependencies = ALWAYS.to_vec();
    let tokio = if needs.exchange { TOKIO_SYNC } else { TOKIO };
    dependencies.push(("tokio", tokio));
    let optional = [
        (needs.chrono, ("chrono", CHRONO)),
        (needs.pages || needs.events, ("futures-core", FUTURES_CORE)),
        (needs.signatures, ("hmac", HMAC)),
        (needs.multipart, ("http-body", HTTP_BODY)),
        (needs.jiff, ("jiff", JIFF)),
        (needs.patterns, ("regex-lite", REGEX)),
        (needs.signatures, ("sha2", SHA2)),
        (needs.time, ("time", TIME)),
        (needs.uuid, ("uuid", UUID)),
    ];
    dependencies.extend(optional.iter().filter(|(needed, _)| *needed).map(|(_, dep)| *dep));
    dependencies.sort_unstable();
    lines.extend(["", "[dependencies]"].map(str::to_owned));
    lines.extend(dependencies.iter().map(|(name, source)| format!("{name} = {source}")));
    lines.extend(["", WEB].map(str::to_owned));
    lines.extend(ON_WEB.map(|(name, source)| format!("{name} = {source}")));
    lines.extend(program(context, features));
    lines.extend(["", "[package.metadata.docs.rs]", "all-features = true"].map(str::to_owned));
    lines.extend(["", "[lints.rust]", "unsafe_code = \"forbid\""].map(str::to_owned));
    Draft { path: "Cargo.toml".to_owned(), content: Content::Text(lines.join("\n")) }
}

/// What the program in `examples/` needs beside the crate.
fn program(context: Context<'_>, features: &Features) -> Vec<String> {
    let Some((name, group)) = super::program::name(context) else { return Vec::new() };
    let mut lines = vec![String::new(), "[dev-dependencies]".to_owned(), RUNTIME.to_owned()];
    if let Some(group) = context.names.groups.get(group).filter(|_| features.any()) {
        let feature = &group.feature;
        lines.extend([String::new(), "[[example]]".to_owned(), format!("name = {name:?}")]);
        lines.push(format!("required-features = [{feature:?}]"));
    }
    lines
}

/// What awaits the call of the program.
const RUNTIME: &str = "tokio = { version = \"1\", features = [\"macros\", \"rt\"] }";

const FEATURES: [&str; 8] = [
    "blocking = [\"tokio/rt\"]",
    "brotli = [\"reqwest/brotli\"]",
    "gzip = [\"reqwest/gzip\"]",
    "native-tls = [\"reqwest/native-tls\"]",
    "rustls = [\"reqwest/rustls\"]",
    "test-util = [\"dep:http\"]",
    "tracing = [\"dep:tracing\"]",
    "zstd = [\"reqwest/zstd\"]",
];

/// What is on unless a consumer says otherwise: TLS, and all groups, each on a line of its own.
fn defaults(features: &Features) -> Vec<String> {
    if !features.any() {
        return vec!["default = [\"rustls\"]".to_owned()];
    }
    let start = ["default = [\"rustls\", \"all-groups\"]", "all-groups = ["];
    let mut lines = start.map(str::to_owned).to_vec();
    lines.extend(features.names.iter().map(|name| format!("    {name:?},")));
    lines.push("]".to_owned());
    lines
}

/// Text as a TOML string on one line, whatever it holds.
fn quoted(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            // They would turn the line around for who reads it.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(character));
            }
            control if control.is_control() => {}
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}
