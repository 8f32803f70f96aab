//! The figures of a run as JSON, for whoever compares two runs.
//!
//! In: attempts. Out: text, in the order of the documents.

use std::time::Duration;

use link_codegen::report::Reason;
use link_codegen::{Place, Report};
use serde_json::{Value, json};

use super::attempt::{Attempt, Made};
use super::table::Sums;

/// All that the table shows, and the values that we could do better.
pub fn json(attempts: &[Attempt], time: Duration) -> String {
    let sums = Sums::of(attempts);
    let documents: Vec<_> = attempts.iter().map(document).collect();
    let value = json!({
        "documents": documents,
        "sums": {
            "documents": sums.documents,
            "generated": sums.generated,
            "refused": sums.refused,
            "panicked": sums.panicked,
            "failed": sums.failed,
            "operations": sums.operations,
            "schemas": sums.schemas,
            "types": sums.types,
            "lines": sums.lines,
            "values": sums.values,
            "free_by_document": sums.free_by_document,
            "free_by_us": sums.free_by_us,
            "checked": sums.checked,
            "compiled": sums.compiled,
            "errors": sums.errors,
            "warnings": sums.warnings,
            "seconds": time.as_secs_f64(),
        },
    });
    format!("{value:#}\n")
}

fn document(attempt: &Attempt) -> Value {
    let report = &attempt.report;
    let (made, message) = match &attempt.made {
        Made::Generated => ("generated", None),
        Made::Refused(faults) => ("refused", faults.first().map(|fault| &fault.text)),
        Made::Panicked(message) => ("panicked", Some(message)),
        Made::Different(path) => ("different", Some(path)),
        Made::Failed(message) => ("failed", Some(message)),
    };
    let compiled = attempt.compiled.as_ref().map(|compiled| {
        json!({
            "errors": compiled.verdict.errors,
            "warnings": compiled.verdict.warnings,
            "first": compiled.verdict.first,
            "seconds": compiled.time.as_secs_f64(),
        })
    });
    json!({
        "document": attempt.slug,
        "openapi": report.openapi,
        "operations": report.operations,
        "schemas": report.schemas,
        "types": report.types,
        "made": made,
        "message": message,
        "errors": errors(&attempt.made),
        "seconds": attempt.time.as_secs_f64(),
        "files": attempt.files,
        "lines": attempt.lines,
        "values": report.values,
        "free_by_document": report.shares().0,
        "better": better(report),
        "ignored": report.ignored.iter().map(|(k, places)| (k.clone(), places.len().into())).collect::<serde_json::Map<_, _>>(),
        "renamed": report.renamed.len(),
        "compiled": compiled,
    })
}

fn errors(made: &Made) -> Value {
    match made {
        Made::Refused(faults) => faults.iter().map(|fault| fault.text.as_str()).collect(),
        Made::Generated | Made::Panicked(_) | Made::Different(_) | Made::Failed(_) => json!([]),
    }
}

/// The free values that are our own doing.
fn better(report: &Report) -> Value {
    let list = report.free.iter().filter_map(|free| match free.reason {
        Reason::Ours(why) => Some(json!({ "place": address(&free.place), "reason": why })),
        Reason::Document(_) => None,
    });
    list.collect()
}

pub fn address(place: &Place) -> String {
    match place {
        Place::Document(pointer) => pointer.to_string(),
        Place::Overlay(pointer) => format!("overlay {pointer}"),
        Place::Settings(path) => path.join("."),
        Place::At(location) => location.to_string(),
    }
}
