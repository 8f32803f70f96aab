//! Which keyword a diagnostic is about.
//!
//! In: a diagnostic. Out: the keyword, for a list of those that have no effect.

use std::borrow::Cow;

use crate::diagnostics::{Diagnostic, Place};

/// Keywords below which names of the document stand.
const NAMED: [&str; 7] =
    ["headers", "content", "callbacks", "links", "patternProperties", "parameters", "examples"];

/// The keyword that holds the place, or that the message quotes, or that the place ends with.
pub(super) fn of(diagnostic: &Diagnostic) -> String {
    let steps: Vec<String> = match &diagnostic.place {
        Place::Document(pointer) | Place::Overlay(pointer) => {
            pointer.steps().map(Cow::into_owned).collect()
        }
        Place::Settings(path) => path.clone(),
        Place::At(_) => Vec::new(),
    };
    let holder = steps.iter().rev().nth(1).filter(|step| NAMED.contains(&step.as_str()));
    if let Some(holder) = holder {
        return holder.clone();
    }
    let mut quoted = diagnostic.message.split('`').skip(1).step_by(2);
    if let Some(word) = quoted.find(|word| steps.iter().rev().take(2).any(|step| step == word)) {
        return word.to_owned();
    }
    let named = steps.iter().rev().find(|step| step.parse::<usize>().is_err());
    named.cloned().unwrap_or_default()
}
