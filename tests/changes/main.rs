//! Changes between two versions of a document: what is reported, and whether it is true.
//!
//! A case is a folder: `old.yaml` and `new.yaml` go in (`old.toml` and `new.toml` are settings),
//! `expected.txt` lists the changes that come out. What the report says of each is then tried:
//!
//! - `programs.rs` holds programs of consumers, each under the rule and the subject that it is about.
//!   All of them compile against the old crate; against the new one those do not compile of which
//!   the report says that source breaks, and no other.
//! - `wire.toml` holds what deployed programs meet: an answer of the new service that the old crate
//!   reads, a value of the old crate that the new service reads, a call of the old crate that
//!   a server by the new document answers. What the report says to break fails, and nothing else.
//!
//! ```text
//! UPDATE_EXPECT=1 cargo test --package link-tests --test changes
//! ```
//!
//! writes `expected.txt`; what changed is then judged as a diff.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod case;
mod crates;
mod silence;
#[path = "../golden/tree.rs"]
#[allow(dead_code, reason = "it is shared")]
mod tree;
mod wire;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::OnceLock;
use std::thread;

use expect_test::expect_file;
use link_codegen::changes::{Effect, Rule, Sides, Wire};

use case::Case;

#[test]
fn every_case_reports_what_is_expected() {
    for case in case::all() {
        let mut text = String::new();
        for change in &case.comparison().changes {
            let _ = writeln!(
                text,
                "{} {} | {} {} {} | {} -> {}",
                change.rule.code(),
                change.subject,
                change.direction.as_str(),
                change.wire.as_str(),
                change.source.as_str(),
                change.was.as_deref().unwrap_or("-"),
                change.is.as_deref().unwrap_or("-"),
            );
        }
        expect_file![case.folder.join("expected.txt")].assert_eq(&text);
    }
}

#[test]
fn nothing_changes_from_a_version_to_itself() {
    for case in case::all() {
        for source in [case.source("old"), case.source("new")] {
            let comparison = link_codegen::compare(&source, &source);
            assert_eq!(comparison.changes, [], "{}", case.name);
        }
    }
}

#[test]
fn nothing_changes_in_silence() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden");
    let cases = tree::folders(&folder);
    let reports = thread::scope(|scope| {
        let check = |part: &[String]| {
            part.iter().map(|case| silence::check(case, &folder.join(case))).collect::<String>()
        };
        let parts = cases.chunks(cases.len().div_ceil(8));
        let parts = parts.map(|part| scope.spawn(move || check(part))).collect::<Vec<_>>();
        parts.into_iter().map(|part| part.join().unwrap()).collect::<String>()
    });
    assert!(reports.is_empty(), "\n{reports}");
}

#[test]
fn fingerprints_are_told_apart() {
    for case in case::all() {
        let comparison = case.comparison();
        let all = comparison.changes.iter().map(|change| change.fingerprint);
        assert_eq!(all.collect::<BTreeSet<_>>().len(), comparison.changes.len(), "{}", case.name);
    }
}

#[test]
fn every_rule_has_a_program_and_those_of_the_wire_a_trial() {
    let cases = case::all();
    let programs = cases.iter().flat_map(Case::programs).map(|program| program.rule);
    let programs = programs.collect::<BTreeSet<_>>();
    let trials = cases.iter().flat_map(Case::trials).map(|trial| trial.rule);
    let trials = trials.collect::<BTreeSet<_>>();
    let without = |known: &BTreeSet<String>, fits: &dyn Fn(Rule) -> bool| {
        let rules = Rule::ALL.iter().filter(|rule| fits(**rule)).map(|rule| rule.code());
        rules.filter(|code| !known.contains(*code)).collect::<Vec<_>>()
    };
    let silent = without(&programs, &|_| true);
    assert!(silent.is_empty(), "rules without a program: {silent:#?}");
    let silent = without(&trials, &|rule| match rule.sides() {
        Sides::Either { .. } => true,
        // A host that is gone answers nobody; there is nothing to try.
        Sides::Always(..) if rule == Rule::ServerRemoved => false,
        Sides::Always(wire, _) => wire == Wire::Breaks,
    });
    assert!(silent.is_empty(), "rules without a trial on the wire: {silent:#?}");
}

/// The workspace of all cases, which is written once.
fn workspace() -> &'static crates::Workspace {
    static WORKSPACE: OnceLock<crates::Workspace> = OnceLock::new();
    WORKSPACE.get_or_init(|| crates::Workspace::write(&case::all()))
}

#[test]
fn programs_compile_where_the_report_says_so() {
    let cases = case::all();
    let workspace = workspace();
    let broken = workspace.broken();
    let mut wrong = String::new();
    for case in &cases {
        let comparison = case.comparison();
        for (index, program) in case.programs().iter().enumerate() {
            let change = case::find(&comparison, &program.rule, &program.subject, &case.name);
            let on = |side: &str| broken.get(&crates::program(&case.name, side, index));
            if let Some(errors) = on("old") {
                let _ =
                    writeln!(wrong, "{}: {program} does not compile before\n{errors}", case.name);
            }
            match (on("new"), change.source == Effect::Major) {
                (Some(errors), false) => {
                    let _ = writeln!(
                        wrong,
                        "{}: {program} is {}, but does not compile\n{errors}",
                        case.name,
                        change.source.as_str()
                    );
                }
                (None, true) => {
                    let _ = writeln!(wrong, "{}: {program} is major, but compiles", case.name);
                }
                (Some(_), true) | (None, false) => {}
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}in {}", workspace.root().display());
}

#[test]
fn deployed_programs_fail_where_the_report_says_so() {
    let workspace = workspace();
    let failures = workspace.trials();
    assert!(failures.is_empty(), "\n{failures}in {}", workspace.root().display());
}
