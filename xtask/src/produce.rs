//! From a source to the files of its crate, with all that there is to say on the way.
//!
//! In: a [`Source`]. Out: a [`FileSet`], or none where the source has errors, and on request
//! the report in a file. The generator has no clock, so it is here that its stages are timed.

use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use link_codegen::report::to_json;
use link_codegen::{FileSet, Locator, Report, Severity, Source, generate_observed};

use crate::effective::describe;
use crate::folder;
use crate::screen::{Failure, Plural, Screen, percent};

/// What came of a source.
pub struct Produced {
    pub files: FileSet,
    /// How much of the document is in the crate, in a line.
    pub summary: String,
}

/// Generates a crate, which messages call `label`, and writes what there is to say about it to
/// `report`.
pub fn produce(
    label: &str,
    source: &Source,
    report: Option<&Path>,
    screen: &mut Screen,
) -> Result<Option<Produced>, Failure> {
    let start = Instant::now();
    let mut before = start;
    let mut stages = Vec::new();
    let locator = Locator::new(source);
    let outcome = thread::scope(|scope| {
        // Hardly a document has nothing to be said about, and most stages have one thread.
        scope.spawn(|| locator.read_ahead());
        generate_observed(source, &mut |stage| {
            let now = Instant::now();
            stages.push((stage, now.duration_since(before)));
            before = now;
        })
    });
    for (stage, time) in stages {
        screen.detail(format_args!("{label}: {stage:<10} {:>10}", milliseconds(time)));
    }
    screen.detail(format_args!("{label}: {:<10} {:>10}", "all", milliseconds(start.elapsed())));
    for correction in &outcome.corrections {
        screen.detail(format_args!("{label}: overlay: {}", describe(correction)));
    }
    if let Some(path) = report {
        folder::save(path, &to_json(&outcome.report, &outcome.diagnostics, source))?;
    }
    screen.diagnostics(label, &outcome.diagnostics, &locator);
    let errors = outcome.diagnostics.iter().any(|d| d.severity == Severity::Error);
    if outcome.files.is_none() && !errors {
        let message = format!("{label}: the generator made no crate and gave no reason");
        let help = "this is a fault of the generator: please report it with the document";
        screen.failure(&Failure::new(message).help(help));
    }
    let summary = summary(&outcome.report);
    Ok(outcome.files.filter(|_| !errors).map(|files| Produced { files, summary }))
}

/// How much of the document is in the crate, in a line.
fn summary(report: &Report) -> String {
    let parts =
        [(report.operations, "operation"), (report.types, "type"), (report.values, "value")];
    let [operations, types, values] = parts.map(|(number, what)| Plural(number, what));
    let (document, ours) = report.shares();
    let mut why = Vec::new();
    if document > 0 {
        why.push(format!("{document} free JSON because the document says so"));
    }
    if ours > 0 {
        why.push(format!("{ours} free JSON though we could do better"));
    }
    let why = if why.is_empty() { String::new() } else { format!(" ({})", why.join(", ")) };
    let share = percent(report.typed(), report.values);
    format!("{operations}, {types}, {share} of {values} typed{why}")
}

fn milliseconds(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_says_only_what_there_is() {
        let report = Report { operations: 1, types: 2, values: 3, ..Report::default() };
        assert_eq!(summary(&report), "1 operation, 2 types, 100.0 % of 3 values typed");
    }
}
