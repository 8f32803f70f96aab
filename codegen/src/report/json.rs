//! The report as JSON.
//!
//! In: what came of a document. Out: text. The order of keys is fixed, and that of lists is
//! the document's, so that two reports can be compared line by line.

use serde_json::{Map, Value, json};

use super::{Free, Reason, Report};
use crate::diagnostics::{Diagnostic, Place, Severity};
use crate::source::{Locator, Source};

/// The report with all places as `file:line:col`, and every diagnostic.
#[must_use]
pub fn to_json(report: &Report, diagnostics: &[Diagnostic], source: &Source) -> String {
    let locator = Locator::new(source);
    let (document, ours) = report.shares();
    let value = json!({
        "openapi": report.openapi,
        "operations": report.operations,
        "schemas": report.schemas,
        "types": report.types,
        "values": {
            "all": report.values,
            "typed": report.typed(),
            "free because the document says so": document,
            "free though we could do better": ours,
        },
        "the document says so": frees(report, &locator, true),
        "we could do better": frees(report, &locator, false),
        "ignored": ignored(report, &locator),
        "renamed": renamed(report, &locator),
        "diagnostics": told(diagnostics, &locator),
    });
    format!("{value:#}\n")
}

fn frees(report: &Report, locator: &Locator<'_>, wanted: bool) -> Value {
    let list = report.free.iter().filter_map(|Free { place, reason }| {
        let (documents, why) = match reason {
            Reason::Document(why) => (true, why),
            Reason::Ours(why) => (false, why),
        };
        (documents == wanted).then(|| entry(place, locator, "reason", why))
    });
    list.collect()
}

fn ignored(report: &Report, locator: &Locator<'_>) -> Value {
    let keywords = report.ignored.iter().map(|(keyword, places)| {
        let places = places.iter().map(|place| Value::from(locator.describe(place)));
        (keyword.clone(), places.collect::<Value>())
    });
    Value::Object(keywords.collect::<Map<_, _>>())
}

fn renamed(report: &Report, locator: &Locator<'_>) -> Value {
    let list = report.renamed.iter();
    list.map(|renamed| entry(&renamed.place, locator, "message", &renamed.message)).collect()
}

fn told(diagnostics: &[Diagnostic], locator: &Locator<'_>) -> Value {
    let list = diagnostics.iter().map(|diagnostic| {
        let severity = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        json!({
            "severity": severity,
            "code": diagnostic.code.as_str(),
            "message": diagnostic.message,
            "place": locator.describe(&diagnostic.place),
        })
    });
    list.collect()
}

/// One place and what there is to say about it.
fn entry(place: &Place, locator: &Locator<'_>, what: &str, text: &str) -> Value {
    let mut entry = Map::new();
    entry.insert("place".to_owned(), locator.describe(place).into());
    entry.insert(what.to_owned(), text.into());
    Value::Object(entry)
}
