//! The report as Markdown, for the body of a pull request or a comment on it.
//!
//! In: comparisons. Out: Markdown that is short enough to be posted, with what was left out
//! counted. Text of a document stands in code spans only, which it cannot leave: it names nobody,
//! links nowhere and is no HTML.

use std::fmt::Write as _;

use link_codegen::changes::{Change, Direction, Effect, Rule, Wire};
use link_codegen::{Locator, Place};

use super::sections::{Section, capital, counts, errors};
use super::{Compared, Fate, Report};
use crate::screen::{Plural, printable};

/// How long a comment can be on GitHub is 65,536 characters; those who post it add some.
const LIMIT: usize = 60_000;
/// How much of a value is shown.
const VALUE: usize = 160;
/// How many operations are named.
const FEW: usize = 3;
/// How many errors and fingerprints are named.
const MOST: usize = 20;

/// The report, short enough for a comment.
pub fn markdown(reports: &[Report]) -> String {
    let mut room = LIMIT;
    let mut texts = Vec::new();
    for (number, report) in reports.iter().enumerate() {
        // What one does not need is good for those after it.
        let text = one(report, room / (reports.len() - number));
        room = room.saturating_sub(text.len());
        texts.push(text);
    }
    texts.join("\n")
}

fn one(report: &Report, limit: usize) -> String {
    let label = code(&report.label);
    match &report.fate {
        Fate::New => format!("## {label}\n\nIt is new.\n"),
        Fate::Gone => format!("## {label}\n\nIt is gone.\n"),
        Fate::Compared(compared) => {
            let errors = errors(compared);
            if errors.is_empty() {
                comparison(report, compared, limit)
            } else {
                failed(&label, &errors)
            }
        }
    }
}

/// Why there is no comparison.
fn failed(label: &str, errors: &[String]) -> String {
    let mut text = format!("## {label}\n\nNot compared, because of errors:\n\n");
    for error in errors.iter().take(MOST) {
        let _ = writeln!(text, "- {}", code(error));
    }
    if let Some(more) = errors.len().checked_sub(MOST + 1) {
        let _ = writeln!(text, "\n{} more.", more + 1);
    }
    text
}

fn comparison(report: &Report, compared: &Compared, limit: usize) -> String {
    let Compared { old, new, comparison } = compared;
    let mut text = String::new();
    sum(&mut text, report, compared);
    let locators = [Locator::new(old), Locator::new(new)];
    let mut cut = Vec::new();
    let rest = limit.saturating_sub(ENDING);
    for section in Section::ALL {
        let mut changes = section.changes(comparison);
        // Stable, so that what is alike stays in the order of the document.
        changes.sort_by_key(|change| likeness(change));
        let body = body(&changes, &locators, rest.saturating_sub(text.len() + HEADING));
        let left_out = changes.len() - body.shown;
        if left_out > 0 {
            cut.push((left_out, section.title()));
        }
        if body.shown > 0 {
            heading(&mut text, section, changes.len(), &body.text);
        }
    }
    if !cut.is_empty() {
        let all = Plural(cut.iter().map(|(count, _)| count).sum(), "change");
        let cut = cut.iter().map(|(count, title)| format!("{count} of “{title}”"));
        let cut = cut.collect::<Vec<_>>().join(", ");
        let _ =
            writeln!(text, "\n**{all} had no room here**: {cut}. All of them stand on the page of");
        let _ = writeln!(text, "{}.", span(&command(report, compared)));
    }
    if !comparison.stale.is_empty() {
        let keys = comparison.stale.iter().take(MOST).map(|key| code(key)).collect::<Vec<_>>();
        let _ = writeln!(text, "\nAccepted in the settings, but not found: {}.", keys.join(", "));
    }
    text
}

/// What makes the page of a report.
fn command(report: &Report, compared: &Compared) -> String {
    let Report { label, base, .. } = report;
    let what = if compared.new.document.name == *label {
        format!("--from {base} --to {label}")
    } else {
        format!("{label} --base {base}")
    };
    format!("cargo xtask diff {what} --format html --output changes.html")
}

/// What changes that are told of together have in common.
fn likeness(change: &Change) -> (Rule, Wire, Effect, &'static str) {
    (change.rule, change.wire, change.source, change.reason())
}

/// What is kept free for the last lines.
const ENDING: usize = 1200;
/// What is kept free for a heading.
const HEADING: usize = 200;

fn sum(text: &mut String, report: &Report, compared: &Compared) {
    let comparison = &compared.comparison;
    let _ = write!(text, "## {}", code(&report.label));
    if let (Some(old), Some(new)) = (&comparison.old_version, &comparison.new_version)
        && old != new
    {
        let _ = write!(text, " {} → {}", code(old), code(new));
    }
    let bump = comparison.bump().as_str();
    let (since, versions) = (code(&report.base), compared.step());
    let _ = writeln!(
        text,
        "\n\nSince {since}. Suggested version: **{bump}**{versions}. {}.",
        counts(comparison)
    );
}

fn heading(text: &mut String, section: Section, count: usize, body: &str) {
    let title = section.title();
    let _ = if section.is_folded() {
        write!(text, "\n<details><summary>{title} ({count})</summary>\n{body}\n</details>\n")
    } else {
        write!(text, "\n### {title} ({count})\n{body}")
    };
}

/// As many changes as there is room for.
struct Body {
    text: String,
    shown: usize,
}

fn body(changes: &[&Change], locators: &[Locator<'_>; 2], room: usize) -> Body {
    let mut body = Body { text: String::new(), shown: 0 };
    for group in changes.chunk_by(|one, other| likeness(one) == likeness(other)) {
        let Some(first) = group.first() else { continue };
        let mut before = format!(
            "\n**{}**: {}{}\n\n",
            capital(first.rule.title()),
            first.reason(),
            effects(first)
        );
        for change in group {
            let entry = entry(change, locators);
            if body.text.len() + before.len() + entry.len() > room {
                return body;
            }
            body.text.push_str(&std::mem::take(&mut before));
            body.text.push_str(&entry);
            body.shown += 1;
        }
    }
    body
}

/// What changes of a kind do, behind their reason.
fn effects(change: &Change) -> String {
    let wire = match change.wire {
        Wire::Safe => None,
        Wire::Tolerated => Some("tolerated by deployed clients"),
        Wire::Breaks => Some("breaks deployed clients"),
    };
    let source = match change.source {
        Effect::None => None,
        Effect::Minor => Some("minor for source"),
        Effect::Major => Some("major for source"),
    };
    let effects = [wire, source].into_iter().flatten().collect::<Vec<_>>();
    if effects.is_empty() { ".".to_owned() } else { format!(" ({}).", effects.join(", ")) }
}

fn entry(change: &Change, locators: &[Locator<'_>; 2]) -> String {
    let mut entry = format!("- {}", code(&change.subject));
    if let Some(rust) = change.rust.as_ref().filter(|rust| **rust != change.subject) {
        let _ = write!(entry, " (Rust {})", code(rust));
    }
    match (&change.was, &change.is) {
        (Some(was), Some(is)) => {
            let _ = write!(entry, ": {} → {}", code(was), code(is));
        }
        (Some(was), None) => {
            let _ = write!(entry, ": was {}", code(was));
        }
        (None, Some(is)) => {
            let _ = write!(entry, ": {}", code(is));
        }
        (None, None) => {}
    }
    if change.direction != Direction::None {
        let _ = write!(entry, ", {}", change.direction.as_str());
    }
    if let Some(reason) = &change.accepted {
        let _ = write!(entry, ". **Accepted**: {}", code(reason));
    }
    entry.push_str("  \n  ");
    let [old, new] = locators;
    let place = |locator: &Locator<'_>, place: &Option<Place>| {
        Some(locator.location(place.as_ref()?)?.to_string())
    };
    match (place(old, &change.old), place(new, &change.new)) {
        (_, Some(new)) => {
            let _ = write!(entry, "{}, ", code(&new));
        }
        (Some(old), None) => {
            let _ = write!(entry, "old {}, ", code(&old));
        }
        (None, None) => {}
    }
    let others = change.operations.iter().filter(|name| **name != change.subject);
    let names = others.collect::<Vec<_>>();
    if !names.is_empty() {
        let few = names.iter().take(FEW).map(|name| code(name)).collect::<Vec<_>>();
        let more = names.len().saturating_sub(FEW);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let _ = write!(entry, "in {}{more}, ", few.join(", "));
    }
    let _ = writeln!(entry, "{}", code(&change.fingerprint.to_string()));
    entry
}

/// Text as a code span that it cannot leave, cut where it is long.
fn code(text: &str) -> String {
    match text.char_indices().nth(VALUE) {
        Some((end, _)) => span(&format!("{}…", text.get(..end).unwrap_or_default())),
        None => span(text),
    }
}

/// Text as a code span that it cannot leave.
fn span(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = printable(&words);
    if text.is_empty() {
        return "(empty)".to_owned();
    }
    let longest = text.split(|letter| letter != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    // One blank on each side is not part of the span, where there is one on both.
    let blank = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{blank}{text}{blank}{fence}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_a_code_span() {
        assert_eq!(code("a | b\n- @all <b>"), "`a | b - @all <b>`");
        assert_eq!(code("`x` ``y``"), "``` `x` ``y`` ```");
        assert_eq!(code(" \n"), "(empty)");
        assert_eq!(code("a\u{202e}b"), "`a\\u{202e}b`");
        assert_eq!(code(&"a".repeat(1000)).chars().count(), VALUE + 3);
    }
}
