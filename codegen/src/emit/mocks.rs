//! `src/test_util.rs`: what a mock of the service can be told, a row for each operation.
//!
//! In: groups and operations. Out: a table for each group. The file stands behind a feature, so
//! that it costs nothing where nobody tests.

use super::answers::output_variant;
use super::features::Features;
use super::{Content, Context, Draft, builders, fixtures};
use crate::api::{Framing, Item, Operation, Output, Payload, Reply, Statuses};
use crate::names::{GroupNames, OperationNames};

/// Drafts the file.
pub fn mocks(context: Context<'_>, features: &Features) -> Draft {
    let mut lines = vec![
        "pub use ::http;".to_owned(),
        "pub use crate::runtime::{Mock, Mocked, Mocks, SentRequest};".to_owned(),
    ];
    for (any, module) in [(builders::any(context), BUILDERS), (fixtures::any(context), EXAMPLES)] {
        lines.extend(module.iter().filter(|_| any).map(|&line| line.to_owned()));
    }
    for group in &context.names.groups {
        lines.push(String::new());
        if features.any() {
            lines.push(format!("#[cfg(feature = {:?})]", group.feature));
        }
        let GroupNames { mocks, module, ident, .. } = group;
        lines.push(format!("crate::runtime::mocks!({mocks} in {module} {ident} {{"));
        let operations = group.operations.iter().filter_map(|index| {
            let operation = context.api.operations.get(*index)?;
            Some(row(operation, context.names.operations.get(*index)?))
        });
        lines.extend(operations);
        lines.push("});".to_owned());
    }
    Draft { path: "src/test_util.rs".to_owned(), content: Content::Text(lines.join("\n")) }
}

const BUILDERS: [&str; 3] = [
    "",
    "/// Builders of what only the service makes; `builder()` of a type gives its own.",
    "pub mod builders;",
];

const EXAMPLES: [&str; 3] = [
    "",
    "/// What the document shows, as values: a module for each group, a function for each example.",
    "pub mod examples;",
];

fn row(operation: &Operation, names: &OperationNames) -> String {
    let OperationNames { method, marker, .. } = names;
    let status = operation.status;
    format!("    {method}: {marker} = {} {status},", written(operation, names))
}

/// How what an operation returns is written.
fn written(operation: &Operation, names: &OperationNames) -> String {
    match &operation.output {
        Output::Empty => "empty".to_owned(),
        Output::One(payload) => one(payload),
        Output::Optional(_) => "optional".to_owned(),
        Output::ByStatus(replies) => by_status(replies, names),
    }
}

fn one(payload: &Payload) -> String {
    match payload {
        Payload::Json(_) => "json".to_owned(),
        Payload::Text => "text".to_owned(),
        Payload::Bytes => "bytes".to_owned(),
        Payload::Items { framing, item, .. } => {
            let framing = match framing {
                Framing::Events => "Events",
                Framing::Lines => "Lines",
                Framing::Sequence => "Sequence",
            };
            let item = match item {
                Item::Json => "Json",
                Item::Text => "Text",
                Item::Event => "Event",
                Item::JsonEvent => "JsonEvent",
            };
            format!("items [{framing} {item}]")
        }
    }
}

fn by_status(replies: &[Reply], names: &OperationNames) -> String {
    let rows = replies.iter().map(|reply| {
        let variant = output_variant(reply.statuses);
        let status = status(reply.statuses, replies);
        match &reply.payload {
            // What is handed over while it arrives cannot be made by a consumer.
            Some(payload) if payload.is_live() => format!("{status} {variant}(body) live(body)"),
            Some(payload) => format!("{status} {variant}(body) {}(body)", one(payload)),
            None => format!("{status} {variant} empty(())"),
        }
    });
    format!("by_status [{} {}]", names.output, rows.collect::<Vec<_>>().join(", "))
}

/// A status that is described here and nowhere else.
fn status(statuses: Statuses, replies: &[Reply]) -> u16 {
    let is_free = |code: &u16| !replies.iter().any(|reply| reply.statuses == Statuses::One(*code));
    match statuses {
        Statuses::One(code) => code,
        Statuses::Hundred(_) | Statuses::Rest => (200..300).find(is_free).unwrap_or(200),
    }
}
