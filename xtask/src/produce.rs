//! From a source to the files of its crate, with all that there is to say on the way.
//!
//! In: a [`Source`]. Out: a [`FileSet`], or none where the source has errors. The generator
//! has no clock, so it is here that its stages are timed.

use std::time::{Duration, Instant};

use link_codegen::{FileSet, Severity, Source, generate_observed};

use crate::screen::{Failure, Plural, Screen};

/// Generates a crate, which messages call `label`.
pub fn produce(label: &str, source: &Source, screen: &mut Screen) -> Option<FileSet> {
    let start = Instant::now();
    let mut before = start;
    let mut stages = Vec::new();
    let outcome = generate_observed(source, &mut |stage| {
        let now = Instant::now();
        stages.push((stage, now.duration_since(before)));
        before = now;
    });
    for (stage, time) in stages {
        screen.detail(format_args!("{label}: {stage:<10} {:>10}", milliseconds(time)));
    }
    screen.detail(format_args!(
        "{label}: {} and {} in {}",
        Plural(outcome.report.operations, "operation"),
        Plural(outcome.report.types, "type"),
        milliseconds(start.elapsed()),
    ));
    screen.diagnostics(label, &outcome.diagnostics, source);
    let errors = outcome.diagnostics.iter().any(|d| d.severity == Severity::Error);
    if outcome.files.is_none() && !errors {
        let message = format!("{label}: the generator made no crate and gave no reason");
        let help = "this is a fault of the generator: please report it with the document";
        screen.failure(&Failure::new(message).help(help));
    }
    outcome.files.filter(|_| !errors)
}

fn milliseconds(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}
