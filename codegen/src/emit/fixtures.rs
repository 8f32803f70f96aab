//! `src/test_util/examples.rs`: what the document shows of answers, failures and payloads, each
//! example as a function that gives it as a value.
//!
//! In: the examples of operations and of webhooks, which fit their types. Out: a table for each
//! group. Texts that a group has more than once stand there once.

use std::collections::BTreeMap;

use proc_macro2::Literal;

use super::answers::output_variant;
use super::features::Features;
use super::tokens::{Home, type_text};
use super::{Content, Context, Draft};
use crate::api::{Operation, Output, Sample, Statuses};
use crate::names::{GroupNames, Ident, OperationNames};

/// Whether the document shows anything.
pub fn any(context: Context<'_>) -> bool {
    context.api.operations.iter().any(|operation| !operation.samples.is_empty())
        || context.api.webhooks.iter().any(|webhook| !webhook.samples.is_empty())
}

/// Drafts the file, where there is anything to put in it.
pub fn fixtures(context: Context<'_>, features: &Features) -> Option<Draft> {
    let mut lines = Vec::new();
    for group in &context.names.groups {
        let feature = features.any().then_some(group.feature.as_str());
        let of = format!("`{}()`", group.accessor);
        lines.extend(table(group.module.as_str(), &of, feature, of_group(group, context)));
    }
    lines.extend(table("payloads", "`payloads`", features.of_payloads(), of_payloads(context)));
    lines.pop();
    any(context).then(|| Draft {
        path: "src/test_util/examples.rs".to_owned(),
        content: Content::Text(lines.join("\n")),
    })
}

/// An example as it is given.
struct Row<'a> {
    ident: &'a Ident,
    ty: String,
    status: String,
    /// The function or the variant that the value goes through.
    wrap: Option<String>,
    text: &'a str,
}

fn table(module: &str, of: &str, feature: Option<&str>, rows: Vec<Row<'_>>) -> Vec<String> {
    if rows.is_empty() {
        return Vec::new();
    }
    let mut lines = Vec::new();
    lines.extend(feature.map(|feature| format!("#[cfg(feature = {feature:?})]")));
    lines.push(format!("crate::runtime::examples!({module} in {of:?} {{"));
    let mut known = BTreeMap::new();
    for Row { ident, ty, status, wrap, text } in rows {
        let value = if let Some(other) = known.get(&(ty.clone(), wrap.clone(), text)) {
            format!("{other}()")
        } else {
            let value = format!("example({})", Literal::string(text));
            wrap.as_ref().map_or(value.clone(), |wrap| format!("{wrap}({value})"))
        };
        lines.push(format!("    {ident}{status}: {ty} = {value},"));
        known.entry((ty, wrap, text)).or_insert(ident);
    }
    lines.extend(["});", ""].map(str::to_owned));
    lines
}

fn of_group<'a>(group: &GroupNames, context: Context<'a>) -> Vec<Row<'a>> {
    let mut rows = Vec::new();
    for index in &group.operations {
        let operation = context.api.operations.get(*index);
        let Some((operation, names)) = operation.zip(context.names.operations.get(*index)) else {
            continue;
        };
        for (sample, ident) in operation.samples.iter().zip(&names.examples) {
            let Some((ty, wrap)) = shown(operation, names, sample, group, context) else {
                continue;
            };
            rows.push(Row { ident, ty, status: status(sample), wrap, text: &sample.text });
        }
    }
    rows
}

/// The type of an example, and the variant that it is a part of.
fn shown(
    operation: &Operation,
    names: &OperationNames,
    sample: &Sample,
    group: &GroupNames,
    context: Context<'_>,
) -> Option<(String, Option<String>)> {
    let text = |ty| type_text(ty, Home::Elsewhere, context);
    if sample.failed {
        let case = operation.errors.iter().find(|case| case.statuses == sample.statuses);
        return Some((text(case?.ty.as_ref()?), None));
    }
    match &operation.output {
        Output::Empty => None,
        Output::One(payload) => {
            Some((payload.ty().map_or_else(|| "String".to_owned(), text), None))
        }
        Output::Optional(ty) => Some((text(ty), None)),
        Output::ByStatus(_) => {
            let ty = format!("crate::{}::{}", group.module, names.output);
            let variant = output_variant(sample.statuses);
            Some((ty.clone(), Some(format!("{ty}::{variant}"))))
        }
    }
}

fn of_payloads(context: Context<'_>) -> Vec<Row<'_>> {
    let webhooks = context.api.webhooks.iter().zip(&context.names.payloads);
    let webhooks = webhooks.zip(&context.names.payload_examples);
    let rows = webhooks.flat_map(|((webhook, payload), idents)| {
        webhook.samples.iter().zip(idents).map(move |(sample, ident)| {
            let ty = format!("crate::payloads::{payload}");
            Row { ident, ty, status: String::new(), wrap: None, text: &sample.text }
        })
    });
    rows.collect()
}

/// What an example is for, as its row says it.
fn status(sample: &Sample) -> String {
    match sample.statuses {
        Statuses::One(code) => format!(" \"for {code}\""),
        Statuses::Hundred(hundred) => format!(" \"for {hundred}xx\""),
        Statuses::Rest => " \"for any other status\"".to_owned(),
    }
}
