//! The report as data for tools.
//!
//! In: reports. Out: JSON. Keys are added, never renamed or removed, as long as `version` stays:
//!
//! ```text
//! { "version": 1,
//!   "providers": [{
//!     "provider": "junction", "base": "HEAD",
//!     "status": "compared",          // or new, gone, failed
//!     "old_version": "0.2.847", "new_version": "0.2.851",
//!     "bump": "major",               // none, patch, minor, major: by the rules of Cargo
//!     "old_crate": "0.1.0", "new_crate": "0.2.0", // null where a document is compared alone
//!     "counts": { "changes": 2, "documentation": 1, "accepted": 0,
//!                 "breaks": 1, "tolerated": 0, "major": 1, "minor": 1 },
//!     "changes": [{
//!       "rule": "property-removed-required", "title": "…", "reason": "…",
//!       "fingerprint": "d3303c5de277", "accepted": null,
//!       "area": "types", "highlight": false,
//!       "item": "Pet", "subject": "Pet.name", "rust": "Pet::name",
//!       "was": "String", "is": null,
//!       "direction": "response",     // request, response, both, error, webhook, none
//!       "wire": "breaks",            // safe, tolerated, breaks
//!       "source": "major",           // none, minor, major
//!       "old": { "file": "…", "line": 1, "column": 1, "pointer": "/…" }, "new": null,
//!       "old_file": "src/types/pet.rs", "new_file": "src/types/pet.rs",
//!       "operations": ["GET /pets"]
//!     }],
//!     "documentation": [],           // the same, of words only
//!     "stale": []                    // accepted fingerprints that no change has
//!   }] }
//! ```

use link_codegen::changes::Change;
use link_codegen::{Locator, Place, Severity};
use serde_json::{Value, json};

use super::sections::Kind;
use super::{Compared, Fate, Report};

/// The report.
pub fn json(reports: &[Report]) -> String {
    let providers = reports.iter().map(provider).collect::<Vec<_>>();
    let value = json!({ "version": 1, "providers": providers });
    // A value prints, whatever it holds.
    let mut text = serde_json::to_string_pretty(&value).unwrap_or_default();
    text.push('\n');
    text
}

fn provider(report: &Report) -> Value {
    let Report { label, base, fate } = report;
    let compared = match fate {
        Fate::New => return json!({ "provider": label, "base": base, "status": "new" }),
        Fate::Gone => return json!({ "provider": label, "base": base, "status": "gone" }),
        Fate::Compared(compared) => compared,
    };
    let versions = compared.versions();
    let Compared { old, new, comparison } = compared.as_ref();
    let mut diagnostics = comparison.old_diagnostics.iter().chain(&comparison.new_diagnostics);
    let failed = diagnostics.any(|one| one.severity == Severity::Error);
    let locators = (Locator::new(old), Locator::new(new));
    let change = |one: &Change| change(one, &locators);
    json!({
        "provider": label,
        "base": base,
        "status": if failed { "failed" } else { "compared" },
        "old_version": comparison.old_version,
        "new_version": comparison.new_version,
        "bump": comparison.bump().as_str(),
        "old_crate": versions.as_ref().map(|(old, _)| old.to_string()),
        "new_crate": versions.as_ref().map(|(_, new)| new.to_string()),
        "counts": {
            "changes": comparison.substance().count(),
            "documentation": Kind::Documentation.count(comparison),
            "accepted": comparison.substance().filter(|one| one.accepted.is_some()).count(),
            "breaks": Kind::Breaks.count(comparison),
            "tolerated": Kind::Tolerated.count(comparison),
            "major": Kind::Major.count(comparison),
            "minor": Kind::Minor.count(comparison),
        },
        "changes": comparison.substance().map(change).collect::<Vec<_>>(),
        "documentation": comparison.documentation().map(change).collect::<Vec<_>>(),
        "stale": comparison.stale,
    })
}

fn change(change: &Change, locators: &(Locator<'_>, Locator<'_>)) -> Value {
    json!({
        "rule": change.rule.code(),
        "title": change.rule.title(),
        "reason": change.reason(),
        "fingerprint": change.fingerprint.to_string(),
        "accepted": change.accepted,
        "area": change.area.as_str(),
        "highlight": change.is_highlight(),
        "item": change.item,
        "subject": change.subject,
        "rust": change.rust,
        "was": change.was,
        "is": change.is,
        "direction": change.direction.as_str(),
        "wire": change.wire.as_str(),
        "source": change.source.as_str(),
        "old": change.old.as_ref().map(|at| place(at, &locators.0)),
        "new": change.new.as_ref().map(|at| place(at, &locators.1)),
        "old_file": change.old_file,
        "new_file": change.new_file,
        "operations": change.operations,
    })
}

fn place(place: &Place, locator: &Locator<'_>) -> Value {
    let location = locator.location(place);
    json!({
        "file": location.as_ref().map(|location| location.file.clone()),
        "line": location.as_ref().map(|location| location.line),
        "column": location.as_ref().map(|location| location.column),
        "pointer": locator.address(place),
    })
}
