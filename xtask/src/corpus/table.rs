//! What a run prints: a line for each document, the failures, and the sums.
//!
//! In: attempts. Out: text. Counts, and judges nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use link_codegen::report::Reason;

use super::attempt::{Attempt, Made};
use super::figures;
use crate::screen::{Plural, Screen, percent};

/// How much of a message a line of the table has room for.
const MESSAGE: usize = 120;

const HEAD: [&str; 8] =
    ["document", "version", "operations", "schemas", "time", "lines", "typed", "result"];

/// The table.
pub fn print(attempts: &[Attempt], compile: bool, screen: &mut Screen) {
    let rows = attempts.iter().map(|attempt| row(attempt, compile)).collect::<Vec<_>>();
    let mut widths = HEAD.map(|head| head.chars().count());
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    for row in std::iter::once(&HEAD.map(str::to_owned)).chain(&rows) {
        let cells = row.iter().zip(widths).enumerate().map(|(index, (cell, width))| match index {
            0 | 1 => format!("{cell:<width$}"),
            7 => cell.clone(),
            _ => format!("{cell:>width$}"),
        });
        screen.line(cells.collect::<Vec<_>>().join("  "));
    }
}

fn row(attempt: &Attempt, compile: bool) -> [String; 8] {
    let generated = matches!(attempt.made, Made::Generated | Made::Different(_));
    let number = |number: usize| if generated { number.to_string() } else { "-".to_owned() };
    [
        attempt.slug.clone(),
        attempt.report.openapi.clone(),
        attempt.report.operations.to_string(),
        attempt.report.schemas.to_string(),
        seconds(attempt.time),
        number(attempt.lines),
        if generated { percent(attempt.report.typed(), attempt.report.values) } else { number(0) },
        result(attempt, compile),
    ]
}

fn result(attempt: &Attempt, compile: bool) -> String {
    let text = match (&attempt.made, &attempt.compiled) {
        (Made::Generated, None) if !compile => "generated".to_owned(),
        (Made::Generated, None) => "not compiled".to_owned(),
        (Made::Generated, Some(compiled)) if compiled.is_well() => {
            format!("compiled in {}", seconds(compiled.time))
        }
        (Made::Generated, Some(compiled)) => {
            let verdict = &compiled.verdict;
            let errors = Plural(verdict.errors, "error");
            format!("{errors}, {} of Cargo", Plural(verdict.warnings, "warning"))
        }
        (made, _) => told(made),
    };
    let short: String = text.chars().take(MESSAGE).collect();
    if short.len() < text.len() { format!("{short}…") } else { text }
}

fn told(made: &Made) -> String {
    match made {
        Made::Generated => "generated".to_owned(),
        Made::Refused(faults) => {
            let first = faults.first().map_or("", |fault| &fault.text);
            match faults.len() {
                1 => first.to_owned(),
                number => format!("{number} errors: {first}"),
            }
        }
        Made::Panicked(message) => format!("panic: {message}"),
        Made::Different(path) => format!("other bytes the second time: {path}"),
        Made::Failed(message) => format!("failed: {message}"),
    }
}

/// Why documents are refused, what else went wrong, and with `--verbose` which values we could
/// do better.
pub fn failures(attempts: &[Attempt], screen: &mut Screen) {
    for (kind, (documents, errors)) in reasons(attempts) {
        let documents = Plural(documents, "document");
        screen.note(format_args!("{documents} refused, {}: {kind}", Plural(errors, "time")));
    }
    for attempt in attempts {
        let first = attempt.compiled.as_ref().and_then(|compiled| compiled.verdict.first.as_ref());
        let slug = &attempt.slug;
        match (&attempt.made, first) {
            (Made::Refused(_) | Made::Generated, None) => {}
            (Made::Generated, Some(first)) => screen.warning(format_args!("{slug}: {first}")),
            (made, _) => screen.warning(format_args!("{slug}: {}", told(made))),
        }
    }
    for attempt in attempts {
        for free in &attempt.report.free {
            if let Reason::Ours(why) = free.reason {
                let place = figures::address(&free.place);
                screen.detail(format_args!("{}: {place}: {why}", attempt.slug));
            }
        }
    }
}

/// Each kind of error with the number of documents and the number of times that it is there,
/// the most frequent first.
fn reasons(attempts: &[Attempt]) -> Vec<(&str, (usize, usize))> {
    let mut reasons = BTreeMap::<&str, (usize, usize)>::new();
    for attempt in attempts {
        let Made::Refused(faults) = &attempt.made else { continue };
        let kinds = faults.iter().map(|fault| fault.kind.as_str()).collect::<Vec<_>>();
        for kind in &kinds {
            reasons.entry(kind).or_default().1 += 1;
        }
        for kind in kinds.into_iter().collect::<BTreeSet<_>>() {
            reasons.entry(kind).or_default().0 += 1;
        }
    }
    let mut reasons: Vec<_> = reasons.into_iter().collect();
    reasons.sort_by_key(|(_, (documents, _))| std::cmp::Reverse(*documents));
    reasons
}

/// The sums of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    pub documents: usize,
    pub generated: usize,
    pub refused: usize,
    pub panicked: usize,
    pub failed: usize,
    pub operations: usize,
    pub schemas: usize,
    pub types: usize,
    pub lines: usize,
    pub values: usize,
    pub free_by_document: usize,
    pub free_by_us: usize,
    pub compiled: usize,
    pub checked: usize,
    pub errors: usize,
    pub warnings: usize,
}

impl Sums {
    pub fn of(attempts: &[Attempt]) -> Self {
        let mut sums = Self { documents: attempts.len(), ..Self::default() };
        for attempt in attempts {
            match attempt.made {
                Made::Generated => sums.generated += 1,
                Made::Refused(_) => sums.refused += 1,
                Made::Panicked(_) => sums.panicked += 1,
                Made::Different(_) | Made::Failed(_) => sums.failed += 1,
            }
            let (document, ours) = attempt.report.shares();
            sums.operations += attempt.report.operations;
            sums.schemas += attempt.report.schemas;
            sums.types += attempt.report.types;
            sums.lines += attempt.lines;
            sums.values += attempt.report.values;
            sums.free_by_document += document;
            sums.free_by_us += ours;
            if let Some(compiled) = &attempt.compiled {
                sums.checked += 1;
                sums.compiled += usize::from(compiled.verdict.errors == 0);
                sums.errors += compiled.verdict.errors;
                sums.warnings += compiled.verdict.warnings;
            }
        }
        sums
    }
}

/// The last lines of a run.
pub fn sums(attempts: &[Attempt], time: Duration) -> Vec<String> {
    let sums = Sums::of(attempts);
    let typed = sums.values - sums.free_by_document - sums.free_by_us;
    let mut lines = vec![
        format!(
            "{} of {} generated, {} refused, {}, {} failed",
            sums.generated,
            Plural(sums.documents, "document"),
            sums.refused,
            Plural(sums.panicked, "panic"),
            sums.failed,
        ),
        format!(
            "{}, {}, {}, {} in {}",
            Plural(sums.operations, "operation"),
            Plural(sums.schemas, "schema"),
            Plural(sums.types, "type"),
            Plural(sums.lines, "line"),
            seconds(time),
        ),
        format!(
            "{} of {} typed; free JSON: {} because the document says so, {} though we could do better",
            percent(typed, sums.values),
            Plural(sums.values, "value"),
            sums.free_by_document,
            sums.free_by_us,
        ),
    ];
    if sums.checked > 0 {
        lines.push(format!(
            "{} of {} compiled, {}, {}",
            sums.compiled,
            Plural(sums.checked, "crate"),
            Plural(sums.errors, "error"),
            Plural(sums.warnings, "warning"),
        ));
    }
    lines
}

pub fn seconds(time: Duration) -> String {
    format!("{:.2} s", time.as_secs_f64())
}
