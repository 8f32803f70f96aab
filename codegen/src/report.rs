//! How much of a document is in its crate, and what is not.
//!
//! In: the parsed document, then the model, then the diagnostics. Out: a [`Report`]. Looks
//! for reasons in the document itself: where a value is free JSON, the schema there tells
//! whether the document wants it so. Changes nothing.

mod free;
mod json;
mod keyword;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::api::Api;
use crate::diagnostics::{Code, Diagnostic, Diagnostics, Place, Severity};
use crate::document::{Document, METHODS};
use crate::source::Origin;

pub use json::to_json;

/// How much of a document is in its crate, and what is not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The version of OpenAPI that the document names.
    pub openapi: String,
    /// Operations.
    pub operations: usize,
    /// Schemas that the document names.
    pub schemas: usize,
    /// Types with a name of their own.
    pub types: usize,
    /// Places that have a type: members, parameters, bodies, answers, elements.
    pub values: usize,
    /// Those of them that are a free JSON value.
    pub free: Vec<Free>,
    /// Keywords that have no effect on the types, each with the places where they stand.
    pub ignored: BTreeMap<String, Vec<Place>>,
    /// Names that are not those of the document.
    pub renamed: Vec<Renamed>,
}

/// A place that is a free JSON value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Free {
    /// Where.
    pub place: Place,
    /// Why, and whether it has to be so.
    pub reason: Reason,
}

/// Why a place is a free JSON value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The document says so.
    Document(&'static str),
    /// The document says more than that: the generator could do better.
    Ours(&'static str),
}

/// A name that is not the one of the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renamed {
    /// What bears it.
    pub place: Place,
    /// Which name became which, and why.
    pub message: String,
}

impl Report {
    /// The places whose type says more than that they are JSON.
    #[must_use]
    pub fn typed(&self) -> usize {
        self.values.saturating_sub(self.free.len())
    }

    /// The free values that the document asks for, and those that are our own doing.
    #[must_use]
    pub fn shares(&self) -> (usize, usize) {
        let ours = self.free.iter().filter(|free| matches!(free.reason, Reason::Ours(_))).count();
        (self.free.len() - ours, ours)
    }
}

/// What can be said about a document before anything is understood.
#[must_use]
pub fn begin(value: &Value) -> Report {
    let paths = value.get("paths").and_then(Value::as_object);
    let methods = |item: &Value| METHODS.iter().filter(|method| item.get(method).is_some()).count();
    let schemas = value.get("components").and_then(|components| components.get("schemas"));
    Report {
        openapi: match value.get("openapi") {
            Some(Value::String(version)) => version.clone(),
            Some(other) => other.to_string(),
            None => String::new(),
        },
        operations: paths.into_iter().flat_map(|paths| paths.values()).map(methods).sum(),
        schemas: schemas.and_then(Value::as_object).map_or(0, serde_json::Map::len),
        ..Report::default()
    }
}

/// Counts the values of the model, and says of each free one why it is.
#[must_use]
pub fn measure(begun: Report, document: &Document, api: &Api, diagnostics: &Diagnostics) -> Report {
    let (values, found) = free::find(document, api);
    let history = diagnostics.history();
    let settled = found.into_iter().map(|(pointer, reason)| {
        let place = match history.back(&pointer, history.now()) {
            Origin::Document(pointer) => Place::Document(pointer),
            Origin::Overlay(pointer) => Place::Overlay(pointer),
        };
        Free { place, reason }
    });
    Report {
        operations: api.operations.len(),
        schemas: document.schemas().len(),
        types: api.types.len(),
        values,
        free: settled.collect(),
        ..begun
    }
}

/// Collects what the diagnostics say about keywords and names.
pub fn collect(report: &mut Report, diagnostics: &[Diagnostic]) {
    let harmless = diagnostics.iter().filter(|told| told.severity != Severity::Error);
    for Diagnostic { code, place, message, .. } in harmless.clone() {
        if *code == Code::Renamed {
            report.renamed.push(Renamed { place: place.clone(), message: message.clone() });
        }
    }
    for diagnostic in
        harmless.filter(|told| [Code::Ignored, Code::Unsupported].contains(&told.code))
    {
        let places = report.ignored.entry(keyword::of(diagnostic)).or_default();
        places.push(diagnostic.place.clone());
    }
}

#[cfg(test)]
mod tests;
