//! One step: from a version of the document to the next.
//!
//! In: two versions with their crates. Out: a [`Step`] with its figures. Prints nothing.

use std::path::Path;

use link_codegen::changes::{Bump, Effect, Wire};
use link_codegen::compare;

use super::Version;
use super::checks::{self, Agreement, Finding, Verdict};
use super::lines::{Differences, between};
use super::meaning::{Stray, strays};
use crate::screen::Failure;

/// What one step is.
#[derive(Debug)]
pub struct Step {
    pub from: String,
    pub to: String,
    /// None where a version became no crate.
    pub figures: Option<Figures>,
}

/// The figures of a step.
#[derive(Debug)]
pub struct Figures {
    /// Lines of the document that changed, in one form.
    pub document: usize,
    /// Lines of the crate that changed.
    pub generated: usize,
    pub files: usize,
    pub changes: Changes,
    /// Lines of the crate that changed and have no reason.
    pub strays: Vec<Stray>,
    pub bump: Bump,
    pub checked: Option<Checked>,
}

/// How many changes there are.
#[derive(Debug, Default)]
pub struct Changes {
    pub major: usize,
    pub minor: usize,
    /// Those that a program feels nothing of when it is built.
    pub silent: usize,
    /// Those that programs fail of that run already, whatever they do to source.
    pub breaks: usize,
    /// Those of words alone.
    pub words: usize,
}

impl Changes {
    pub fn all(&self) -> usize {
        self.major + self.minor + self.silent + self.words
    }
}

/// What `cargo-semver-checks` says.
#[derive(Debug)]
pub struct Checked {
    pub verdict: Verdict,
    pub agreement: Agreement,
    /// What it found and no change of ours speaks of.
    pub holes: Vec<Finding>,
}

impl Step {
    /// Whether both versions became crates, and every line that changed has a reason.
    pub fn is_well(&self) -> bool {
        self.figures.as_ref().is_some_and(|figures| figures.strays.is_empty())
    }
}

/// Takes a step. What `cargo-semver-checks` builds goes to `checks`; it is not asked without.
pub fn take(old: &Version, new: &Version, checks: Option<&Path>) -> Result<Step, Failure> {
    let step = Step { from: old.name.clone(), to: new.name.clone(), figures: None };
    let (Some(was), Some(is)) = (&old.files, &new.files) else { return Ok(step) };
    let comparison = compare(&old.source, &new.source);
    let differences = Differences::of(was, is);
    let mut changes = Changes::default();
    for change in &comparison.changes {
        match (change.is_documentation(), change.source) {
            (true, _) => changes.words += 1,
            (false, Effect::Major) => changes.major += 1,
            (false, Effect::Minor) => changes.minor += 1,
            (false, Effect::None) => changes.silent += 1,
        }
        changes.breaks += usize::from(change.wire == Wire::Breaks);
    }
    let checked = match checks {
        Some(target) => {
            let verdict = checks::run(&old.path, &new.path, target)?;
            let agreement = checks::agreement(&verdict, &comparison);
            let holes = checks::holes(&verdict, &comparison).into_iter().cloned().collect();
            Some(Checked { verdict, agreement, holes })
        }
        None => None,
    };
    let figures = Figures {
        document: between(&old.source.document, &new.source.document)?,
        generated: differences.lines(was, is),
        files: differences.files(),
        changes,
        strays: strays(was, is, &differences, &comparison),
        bump: comparison.bump(),
        checked,
    };
    Ok(Step { figures: Some(figures), ..step })
}
