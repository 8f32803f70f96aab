//! `cargo-semver-checks`, run on two crates, and what it says against what we say.
//!
//! In: the folders of two crates, and the changes of their documents. Out: a [`Verdict`], and why it
//! is another one than ours where it is. Judges nothing itself: it asks a program that looks at what
//! rustdoc knows of both crates, and knows nothing of documents.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use link_codegen::changes::{Bump, Change, Comparison, Effect, Rule};

use super::around::folded;
use crate::screen::Failure;
use crate::workspace::cargo;

const INSTALL: &str =
    "install it: cargo install cargo-semver-checks --locked\nor leave out --semver-checks";

/// What the program found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// How far the version has to go: none where it found nothing.
    pub bump: Bump,
    /// What it found, with the rule of it that says so.
    pub findings: Vec<Finding>,
}

/// Something that the program found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub lint: String,
    pub text: String,
}

/// Refuses to begin where the program is not installed.
pub fn is_there() -> Result<(), Failure> {
    let asked = cargo().args(["semver-checks", "--version"]).output();
    match asked {
        Ok(output) if output.status.success() => Ok(()),
        Ok(_) | Err(_) => Err(Failure::new("cargo-semver-checks is not installed").help(INSTALL)),
    }
}

/// Runs the program on two crates. What it builds goes to `target`.
pub fn run(old: &Path, new: &Path, target: &Path) -> Result<Verdict, Failure> {
    let absolute =
        |path: &Path| fs::canonicalize(path).map_err(|error| Failure::io(path, "found", &error));
    let (old, new) = (absolute(old)?, absolute(new)?);
    let mut cargo = cargo();
    cargo.args(["semver-checks", "check-release", "--color", "never", "--default-features"]);
    // Held against the least that a release can say, it lists all that asks for more.
    cargo.args(["--release-type", "patch"]).arg("--manifest-path").arg(new.join("Cargo.toml"));
    cargo.arg("--baseline-root").arg(old).env("CARGO_TARGET_DIR", target);
    let failed = |error: &std::io::Error| {
        Failure::new(format!("cargo semver-checks cannot be run: {error}")).help(INSTALL)
    };
    let output = cargo.current_dir(&new).output().map_err(|error| failed(&error))?;
    let said = String::from_utf8_lossy(&output.stderr);
    read(&String::from_utf8_lossy(&output.stdout), &said).ok_or_else(|| {
        let last = said.lines().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>();
        let last = last.get(last.len().saturating_sub(6)..).unwrap_or_default().join("\n");
        Failure::new(format!("cargo semver-checks came to no end on {}:\n{last}", new.display()))
    })
}

/// Reads what the program printed; none where it came to no end.
fn read(out: &str, err: &str) -> Option<Verdict> {
    let summary =
        err.lines().chain(out.lines()).find(|line| line.trim().starts_with("Summary "))?;
    let bump = if summary.contains("new major version") {
        Bump::Major
    } else if summary.contains("new minor version") {
        Bump::Minor
    } else {
        Bump::None
    };
    let mut findings = Vec::new();
    let mut lint = None;
    let mut listing = false;
    for line in out.lines() {
        if let Some(head) = line.strip_prefix("--- failure ") {
            lint = head.split(':').next().map(str::to_owned);
            listing = false;
        } else if line.starts_with("---") {
            (lint, listing) = (None, false);
        } else if line.starts_with("Failed in:") {
            listing = true;
        } else if let (Some(lint), true, Some(text)) = (&lint, listing, line.strip_prefix("  ")) {
            findings.push(Finding { lint: lint.clone(), text: text.trim().to_owned() });
        }
    }
    Some(Verdict { bump, findings })
}

/// What the program says against what we say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// Both take the same for breaking, or neither anything.
    Agrees,
    /// We take something for breaking that it does not see: why, with how often.
    OursIsStricter(BTreeMap<&'static str, usize>),
    /// It takes something for breaking that we do not.
    TheirsIsStricter,
}

/// Holds what the program says against the report.
pub fn agreement(verdict: &Verdict, comparison: &Comparison) -> Agreement {
    match (comparison.bump() == Bump::Major, verdict.bump == Bump::Major) {
        (true, true) | (false, false) => Agreement::Agrees,
        (false, true) => Agreement::TheirsIsStricter,
        (true, false) => {
            let mut why = BTreeMap::new();
            let major = comparison.changes.iter().filter(|change| change.source == Effect::Major);
            for change in major {
                *why.entry(unseen(change)).or_default() += 1;
            }
            Agreement::OursIsStricter(why)
        }
    }
}

/// Why the program does not see a change that breaks source.
fn unseen(change: &Change) -> &'static str {
    match change.rule {
        Rule::TypeChanged
        | Rule::TypeWidened
        | Rule::TypeNarrowed
        | Rule::TypeLoosened
        | Rule::KindChanged
        | Rule::PropertyMadeRequired
        | Rule::PropertyMadeOptional
        | Rule::NullablePropertyMadeOptional
        | Rule::PropertyMadeNullable
        | Rule::OptionalPropertyMadeNullable
        | Rule::PropertyMadeNotNullable
        | Rule::OptionalPropertyMadeNotNullable => "types of members are not compared",
        Rule::RustChanged
        | Rule::BodyMadeRequired
        | Rule::BodyMadeOptional
        | Rule::AnswerKindChanged
        | Rule::AnswerBodyAdded
        | Rule::AnswerBodyRemoved
        | Rule::AnswerMadeOptional
        | Rule::AnswerMadeCertain => "types of arguments and answers are not compared",
        Rule::TypeNowSent | Rule::TypeSentNoMore => "implementations of `From` are not compared",
        _ => "another thing that it does not look at",
    }
}

/// What the program found that no change of the report speaks of: with the names of the changes
/// that a program feels, each finding is looked through.
pub fn holes<'a>(verdict: &'a Verdict, comparison: &Comparison) -> Vec<&'a Finding> {
    let breaking = |finding: &Finding| !finding.lint.ends_with("_marked_deprecated");
    let felt = comparison.changes.iter().filter(|change| change.source != Effect::None);
    let felt = felt.map(|change| (change.source, names_of(change))).collect::<Vec<_>>();
    let spoken = |finding: &&Finding| {
        let text = finding.text.split(" in file ").next().unwrap_or_default();
        let text = text.split(", previously in file").next().unwrap_or_default();
        // How values are made, and what they can do, follows from the members.
        let made = ["::new", "::builder"].iter().any(|end| text.contains(&format!("{end} ")))
            || finding.lint.contains("derive")
            || finding.lint.contains("trait_impl");
        let text = folded(text);
        felt.iter().any(|(source, names)| {
            let enough = *source == Effect::Major || !breaking(finding);
            let all = !names.is_empty() && names.iter().all(|name| text.contains(name));
            let owner = names.first().is_some_and(|owner| text.contains(owner));
            enough && (all || (made && owner))
        })
    };
    let mut seen = BTreeSet::new();
    let unsaid = verdict.findings.iter().filter(|finding| !spoken(finding));
    // A type can be named by several paths; where it stands is said once.
    let place = |finding: &Finding| {
        let place = finding.text.split_once("in file ").map_or("", |(_, place)| place);
        (finding.lint.clone(), place.to_owned())
    };
    unsaid.filter(|finding| seen.insert(place(finding))).collect()
}

/// The names that speak of a change: those of the type and the member as they were.
fn names_of(change: &Change) -> Vec<String> {
    let rust = change.rust.as_deref().unwrap_or_default().trim_end_matches("(..)");
    let renamed = change.rule.code().ends_with("renamed");
    let named = if renamed { change.was.as_deref().unwrap_or(rust) } else { rust };
    // `link().token()`: group and method tell it.
    let parts = named.split("::").flat_map(|part| part.split('.'));
    parts.map(folded).filter(|name| !name.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const OUT: &str = "\n--- failure struct_pub_field_missing: pub struct's pub field removed ---\n\nDescription:\nA field.\n        ref: https://x\n\nFailed in:\n  field toy of struct Pet, previously in file /x/src/types/pet.rs:6\n  field age of struct Dog, previously in file /x/src/types/dog.rs:6\n";

    #[test]
    fn what_is_printed_is_understood() {
        let err = "    Checking demo\n     Summary semver requires new major version: 1 major and 0 minor checks failed\n";
        let verdict = read(OUT, err).unwrap_or_default();
        assert_eq!(verdict.bump, Bump::Major);
        assert_eq!(verdict.findings.len(), 2);
        assert_eq!(verdict.findings[0].lint, "struct_pub_field_missing");
        let quiet = read("", "     Summary no semver update required\n");
        assert_eq!(quiet, Some(Verdict::default()));
        assert_eq!(read("", "error: could not compile\n"), None);
        // Nothing of the report speaks of them.
        assert_eq!(holes(&verdict, &Comparison::default()).len(), 2);
        assert_eq!(agreement(&verdict, &Comparison::default()), Agreement::TheirsIsStricter);
    }
}
