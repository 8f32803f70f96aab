//! Which document the overlay is for, where its `extends` says so.
//!
//! In: the overlay, the document, and the addresses that it comes from. Out: a warning where the
//! overlay was written for another one. Changes nothing: what an overlay is applied to is said by
//! whoever calls the generator.

use serde_json::Value;

use super::Report;
use crate::diagnostics::{Code, Place, Severity};
use crate::source::{Pointer, Text};

/// Compares what the overlay extends with the document that it is applied to.
pub(super) fn check(
    overlay: &Value,
    text: &Text,
    document: &Text,
    origins: &[&str],
    report: &mut Report<'_>,
) {
    let at = Pointer::root().child("extends");
    let extends = match overlay.get("extends") {
        None => return,
        Some(Value::String(extends)) => bare(extends),
        Some(_) => {
            report.error(Code::Overlay, &at, "`extends` is not a text");
            return;
        }
    };
    let place = Place::Overlay(at);
    if !has_scheme(extends) {
        let wanted = beside(&text.name, extends);
        if wanted != document.name {
            let message =
                format!("this overlay is for {wanted}, and is applied to {}", document.name);
            report.d.push(Severity::Warning, Code::Overlay, place, message);
        }
        return;
    }
    if origins.is_empty() {
        let message = format!(
            "this overlay is for {extends}, and nothing says where the document comes from"
        );
        let help = format!("in provider.toml:\n[source]\ndocument = \"{extends}\"");
        report.d.push(Severity::Note, Code::Overlay, place, message).with_help(help);
    } else if !origins.iter().any(|origin| bare(origin) == extends) {
        let message = format!(
            "this overlay is for {extends}, and the document comes from {}",
            origins.join(" and ")
        );
        report.d.push(Severity::Warning, Code::Overlay, place, message);
    }
}

/// An address without what leads into the text.
fn bare(address: &str) -> &str {
    address.split('#').next().unwrap_or_default().trim()
}

fn has_scheme(text: &str) -> bool {
    text.split_once(':').is_some_and(|(scheme, _)| {
        // A single letter is a drive.
        scheme.len() > 1 && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    })
}

/// The name of a file that is called `reference` in one with that name.
fn beside(name: &str, reference: &str) -> String {
    let reference = reference.replace('\\', "/");
    let mut steps: Vec<&str> = Vec::new();
    if !reference.starts_with('/') {
        steps.extend(name.split(['/', '\\']));
        steps.pop();
    }
    for step in reference.split('/') {
        match step {
            "." => {}
            ".." if steps.last().is_some_and(|last| !last.is_empty() && *last != "..") => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}
