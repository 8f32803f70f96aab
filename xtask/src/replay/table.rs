//! The figures of steps: lines for people, a table, and JSON.
//!
//! In: steps. Out: what is printed, or a text. Judges nothing.

use link_codegen::changes::Bump;
use serde_json::{Value, json};

use super::checks::Agreement;
use super::step::{Checked, Figures, Step};
use crate::screen::{Plural, Screen};

/// How many lines without a reason are shown, unless all are asked for.
const SHOWN: usize = 10;

/// Prints a step.
pub fn say(step: &Step, verbose: bool, screen: &mut Screen) {
    screen.line(format_args!("{} → {}", step.from, step.to));
    let Some(figures) = &step.figures else {
        screen.line("  not generated");
        return;
    };
    let Figures { document, generated, files, changes, strays, bump, checked } = figures;
    screen.line(format_args!("  document   {}", Plural(*document, "line")));
    let (lines, files) = (Plural(*generated, "line"), Plural(*files, "file"));
    screen.line(format_args!("  generated  {lines} in {files}"));
    screen.line(format_args!(
        "  changes    {}: {} major, {} minor, {} silent, {} of words; {} break what runs",
        changes.all(),
        changes.major,
        changes.minor,
        changes.silent,
        changes.words,
        changes.breaks
    ));
    screen.line(format_args!("  ratio      {} generated lines a change", ratio(figures)));
    screen.line(format_args!("  no meaning {}", Plural(strays.len(), "line")));
    let shown = if verbose { strays.len() } else { SHOWN };
    for stray in strays.iter().take(shown) {
        let (what, text) = (stray.what.as_str(), stray.text.trim());
        screen.line(format_args!("    {what} {}:{}: {text}", stray.file, stray.line));
    }
    if let Some(more) = strays.len().checked_sub(shown + 1) {
        screen.line(format_args!("    and {} more; --verbose shows them", more + 1));
    }
    screen.line(format_args!("  bump       {}", bump.as_str()));
    if let Some(checked) = checked {
        say_checked(checked, verbose, screen);
    }
}

fn say_checked(checked: &Checked, verbose: bool, screen: &mut Screen) {
    let found = Plural(checked.verdict.findings.len(), "finding");
    let bump = checked.verdict.bump.as_str();
    let agreement = words(&checked.agreement);
    screen.line(format_args!("  checks     {bump}, {found}: {agreement}"));
    for hole in &checked.holes {
        screen.line(format_args!("    not in the report: {}: {}", hole.lint, hole.text));
    }
    if verbose {
        for finding in &checked.verdict.findings {
            screen.line(format_args!("    found {}: {}", finding.lint, finding.text));
        }
    }
}

fn words(agreement: &Agreement) -> String {
    match agreement {
        Agreement::Agrees => "agrees".to_owned(),
        Agreement::TheirsIsStricter => "it takes for breaking what the report does not".to_owned(),
        Agreement::OursIsStricter(why) => {
            let why = why.iter().map(|(why, number)| format!("{number} × {why}"));
            format!("it sees less: {}", why.collect::<Vec<_>>().join(", "))
        }
    }
}

fn ratio(figures: &Figures) -> String {
    match figures.changes.all() {
        0 => "-".to_owned(),
        changes => {
            let tenths = figures.generated * 10 / changes;
            format!("{}.{}", tenths / 10, tenths % 10)
        }
    }
}

/// Prints all steps as one table, in Markdown.
pub fn sums(steps: &[Step], screen: &mut Screen) {
    screen.line("");
    screen.line(
        "| step | document | generated | files | changes | major | minor | silent | words | \
         breaks | lines a change | no meaning | bump | semver-checks |",
    );
    screen.line("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|---|");
    for step in steps {
        let Some(figures) = &step.figures else {
            screen.line(format_args!("| {} → {} | not generated |", step.from, step.to));
            continue;
        };
        let Figures { document, generated, files, changes, strays, bump, checked } = figures;
        screen.line(format_args!(
            "| {} → {} | {document} | {generated} | {files} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |",
            step.from,
            step.to,
            changes.all(),
            changes.major,
            changes.minor,
            changes.silent,
            changes.words,
            changes.breaks,
            ratio(figures),
            strays.len(),
            bump.as_str(),
            checked.as_ref().map_or_else(|| "not asked".to_owned(), verdict)
        ));
    }
}

fn verdict(checked: &Checked) -> String {
    let bump = match checked.verdict.bump {
        Bump::None => "no objection",
        bump => bump.as_str(),
    };
    format!("{bump}: {}", words(&checked.agreement))
}

/// The figures of all steps as JSON.
pub fn json(steps: &[Step]) -> String {
    let steps = steps.iter().map(step).collect::<Vec<_>>();
    let mut text = serde_json::to_string_pretty(&json!({ "steps": steps })).unwrap_or_default();
    text.push('\n');
    text
}

fn step(step: &Step) -> Value {
    let Some(figures) = &step.figures else {
        return json!({ "from": step.from, "to": step.to, "generated": false });
    };
    let Figures { document, generated, files, changes, strays, bump, checked } = figures;
    let strays = strays.iter().map(|stray| {
        json!({
            "file": stray.file,
            "line": stray.line,
            "what": stray.what.as_str(),
            "text": stray.text,
        })
    });
    let checked = checked.as_ref().map(|checked| {
        let finding = |lint: &str, text: &str| json!({ "lint": lint, "text": text });
        let findings = checked.verdict.findings.iter();
        let holes = checked.holes.iter();
        json!({
            "bump": checked.verdict.bump.as_str(),
            "agrees": checked.agreement == Agreement::Agrees,
            "why": words(&checked.agreement),
            "findings": findings.map(|f| finding(&f.lint, &f.text)).collect::<Vec<_>>(),
            "not_in_the_report": holes.map(|f| finding(&f.lint, &f.text)).collect::<Vec<_>>(),
        })
    });
    json!({
        "from": step.from,
        "to": step.to,
        "generated": true,
        "document_lines": document,
        "generated_lines": generated,
        "files": files,
        "changes": {
            "all": changes.all(),
            "major": changes.major,
            "minor": changes.minor,
            "silent": changes.silent,
            "words": changes.words,
            "breaks": changes.breaks,
        },
        "lines_a_change": ratio(figures),
        "without_meaning": strays.collect::<Vec<_>>(),
        "bump": bump.as_str(),
        "semver_checks": checked,
    })
}
