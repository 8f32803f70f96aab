//! What a consumer sees at the top of a crate.
//!
//! In: what the crate needs of the runtime. Out: the lines of its re-exports, sorted as rustfmt sorts
//! them, each with the feature that it is there with.

use super::Context;
use super::features::Features;
use super::needs::Needs;

/// What the runtime offers to consumers.
const RUNTIME: [&str; 19] = [
    "ApiError",
    "Call",
    "CallFuture",
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
    "WithResponse",
];

const UNUSED: &str = "#[allow(unused_imports, reason = \"without any group there is no type\")]";

/// The re-exports.
pub fn uses(context: Context<'_>, needs: Needs, features: &Features) -> Vec<String> {
    let mut uses = of_runtime(needs);
    // In a doctest of a package that is called `client`, that word alone would be ambiguous.
    uses.push(Use::always("crate::client::ErrorBody"));
    if !context.api.servers.is_empty() {
        uses.push(Use::always("crate::client::Environment"));
    }
    let crates = [
        (true, "reqwest"),
        (true, "serde_json"),
        (needs.chrono, "chrono"),
        (needs.jiff, "jiff"),
        (needs.time, "time"),
        (needs.uuid, "uuid"),
    ];
    let crates = crates.iter().filter(|(needed, _)| *needed);
    uses.extend(crates.map(|(_, name)| Use::always(*name)));
    if !all_hidden(context, &uses) {
        let attribute = features.any().then(|| UNUSED.to_owned());
        uses.push(Use { path: "crate::types::*".to_owned(), attribute });
    }
    uses.sort_by_key(|one| (!one.path.starts_with("crate::"), one.path.clone()));
    let lines = uses.into_iter().map(|one| (one.attribute, format!("pub use {};", one.path)));
    lines.flat_map(|(attribute, line)| attribute.into_iter().chain([line])).collect()
}

/// A re-export, and what stands before it.
struct Use {
    path: String,
    attribute: Option<String>,
}

impl Use {
    fn always(path: impl Into<String>) -> Self {
        Self { path: path.into(), attribute: None }
    }
}

/// What the crate has of the runtime, some of it by a feature.
fn of_runtime(needs: Needs) -> Vec<Use> {
    let offers: [(bool, Option<&str>, &[&str]); 18] = [
        (true, None, &RUNTIME),
        (true, Some("blocking"), &["block_on"]),
        (needs.pages || needs.events, Some("blocking"), &["BlockingIterator"]),
        (needs.bytes, None, &["Base64"]),
        (needs.checks, Some("validate"), &["Validate", "Violation", "Violations"]),
        (needs.closed, None, &["UnknownValue"]),
        (needs.date, None, &["Date"]),
        (needs.date_time.is_some(), None, &["DateTime"]),
        (needs.date || needs.date_time.is_some(), None, &["TimeFormatError"]),
        (needs.download, None, &["Download"]),
        (needs.events, None, &["EventStream"]),
        (needs.exchange, None, &["ClientCredentials"]),
        (needs.headers, None, &["HeaderError"]),
        (needs.multipart, None, &["FilePart"]),
        (needs.pages, None, &["ItemStream", "PageStream", "Paged"]),
        (needs.patch, None, &["Patch"]),
        (needs.signatures, Some("webhooks"), &["WebhookError", "WebhookVerifier"]),
        (needs.tokens, None, &["TokenFuture", "TokenSource"]),
    ];
    let mut uses = Vec::new();
    for (_, feature, names) in offers.into_iter().filter(|(needed, ..)| *needed) {
        uses.extend(names.iter().map(|name| Use {
            path: format!("crate::runtime::{name}"),
            attribute: feature.map(|feature| format!("#[cfg(feature = {feature:?})]")),
        }));
    }
    uses
}

/// Whether the top of the crate has other things by the names of all types. They are still in
/// `types`, and to lead to them by `*` would lead to nothing.
fn all_hidden(context: Context<'_>, uses: &[Use]) -> bool {
    let taken = |name: &str| uses.iter().any(|one| one.path.rsplit("::").next() == Some(name));
    context.names.types.iter().all(|names| taken(names.ident.as_str()))
}
