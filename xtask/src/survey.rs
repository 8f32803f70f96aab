//! `specs/` against `generated/`: what `regen` does and `check` only tells.
//!
//! In: the folder of the workspace and names of providers. Out: a [`Finding`] for each crate,
//! handed to the verb. A provider that fails does not keep the others from going on.

use std::path::Path;

use link_codegen::{FileSet, Source};

use crate::bump::{self, Raised, changelog};
use crate::lock::{self, Lock};
use crate::plan::{Change, Plan, Tally, plan};
use crate::produce::{Produced, produce};
use crate::revision::Revision;
use crate::screen::{Failure, Screen};
use crate::{folder, providers};

/// A crate as it should be, and what has to happen for that.
pub struct Finding {
    /// The name of the provider.
    pub provider: String,
    /// The folder of the crate, relative to the workspace.
    pub folder: String,
    /// The files that it should hold; none where the provider is gone.
    pub files: FileSet,
    /// How much of the document is in it; empty where the provider is gone.
    pub summary: String,
    pub plan: Plan,
    /// The lock of the provider, where it has to be written.
    pub lock: Option<(Change, String)>,
    /// The version and the changelog, where they were asked for.
    pub raised: Option<Raised>,
}

impl Finding {
    /// What has to change, by its place in the workspace.
    pub fn changes(&self) -> impl Iterator<Item = (Change, String)> {
        let lock = self.lock.iter().map(|(change, _)| (*change, lock::path(&self.provider)));
        let files = self.plan.changes.iter();
        files.map(|(file, change)| (*change, format!("{}/{file}", self.folder))).chain(lock)
    }

    /// How many files go which way. A lock that stays is not counted: it is no file of the crate.
    pub fn tally(&self) -> Tally {
        let mut tally = self.plan.tally();
        match self.lock {
            Some((Change::Added, _)) => tally.added += 1,
            Some((Change::Changed, _)) => tally.changed += 1,
            Some((Change::Removed, _)) | None => {}
        }
        tally
    }
}

/// What a verb does with a finding.
pub type Act<'a> = &'a mut dyn FnMut(&Finding, &mut Screen) -> Result<(), Failure>;

/// What a verb wants beside the crates.
#[derive(Clone, Copy, Default)]
pub struct Wishes<'a> {
    /// Where the report goes.
    pub report: Option<&'a Path>,
    /// What versions and changelogs are told from.
    pub base: Option<&'a Revision<'a>>,
}

/// Looks at the crates of the named providers; at all crates, with those that no provider
/// stands behind any more, where none is named. Returns the providers that failed.
pub fn survey(
    root: &Path,
    names: &[String],
    wishes: Wishes<'_>,
    screen: &mut Screen,
    act: Act<'_>,
) -> Result<Vec<String>, Failure> {
    let mut failed = Vec::new();
    for provider in providers::chosen(root, names)? {
        let finding = find(root, &provider, wishes, screen);
        settle(finding, &provider, screen, act, &mut failed);
    }
    if names.is_empty() {
        for provider in providers::leftovers(root)? {
            let finding = find_leftover(root, &provider).map(Some);
            settle(finding, &provider, screen, act, &mut failed);
        }
    }
    Ok(failed)
}

fn settle(
    finding: Result<Option<Finding>, Failure>,
    provider: &str,
    screen: &mut Screen,
    act: Act<'_>,
    failed: &mut Vec<String>,
) {
    let settled = match finding {
        Ok(Some(finding)) => act(&finding, screen),
        Ok(None) => return failed.push(provider.to_owned()),
        Err(failure) => Err(failure),
    };
    if let Err(failure) = settled {
        screen.failure(&failure);
        failed.push(provider.to_owned());
    }
}

/// The crate of a provider, or nothing where its document has errors, which are printed.
fn find(
    root: &Path,
    provider: &str,
    wishes: Wishes<'_>,
    screen: &mut Screen,
) -> Result<Option<Finding>, Failure> {
    let mut source = providers::read(root, provider, screen)?;
    let lock = Lock::read(root, provider)?;
    if let Some(lock) = &lock {
        lock.verify(&source, provider)?;
    }
    let raised = match wishes.base {
        Some(base) => bump::raise(root, provider, &mut source, base)?,
        None => None,
    };
    let Some(Produced { mut files, summary }) = produce(provider, &source, wishes.report, screen)?
    else {
        return Ok(None);
    };
    files.extend(providers::licences(root, provider)?);
    // What was told once is kept: the document alone does not say it.
    let log = match &raised {
        Some(raised) => Some(raised.changelog.clone()),
        None => bump::changelog_of(root, provider)?,
    };
    files.extend(log.map(|log| (changelog::NAME.to_owned(), log)));
    let folder = format!("generated/{provider}");
    let found = folder::read(&root.join(&folder), &files)?;
    let plan = plan(&files, &found);
    if !plan.foreign.is_empty() {
        screen.note(format_args!("{folder}: not ours, so it stays: {}", plan.foreign.join(", ")));
    }
    if let Some(note) = lock::not_pulled(lock.as_ref(), &source, provider) {
        screen.note(note);
    }
    let lock = relock(lock.as_ref(), &source);
    Ok(Some(Finding { provider: provider.to_owned(), folder, files, summary, plan, lock, raised }))
}

/// A crate that no provider stands behind any more. It goes as a whole: what would be left of
/// it is a folder without `Cargo.toml`, and with that Cargo cannot read the workspace.
fn find_leftover(root: &Path, provider: &str) -> Result<Finding, Failure> {
    let folder = format!("generated/{provider}");
    let files = FileSet::new();
    let mut plan = plan(&files, &folder::read_all(&root.join(&folder))?);
    // They bear no header of ours, but came with the provider.
    let ours = |path: &mut String| providers::is_licence(path) || path == changelog::NAME;
    for file in plan.foreign.extract_if(.., ours) {
        plan.changes.push((file, Change::Removed));
    }
    if !plan.foreign.is_empty() {
        let foreign = plan.foreign.join(", ");
        let message =
            format!("{folder} has no specs/{provider}, but holds what is not ours: {foreign}");
        return Err(Failure::new(message).help("move that elsewhere, or remove the folder by hand"));
    }
    let summary = String::new();
    Ok(Finding {
        provider: provider.to_owned(),
        folder,
        files,
        summary,
        plan,
        lock: None,
        raised: None,
    })
}

/// The text of the lock, where it is not the one that stands there.
fn relock(lock: Option<&Lock>, source: &Source) -> Option<(Change, String)> {
    let from = lock.map(|lock| lock.source.clone()).unwrap_or_default();
    let wanted = Lock::of(source, from);
    match lock {
        None => Some((Change::Added, wanted.text())),
        Some(lock) => (*lock != wanted).then(|| (Change::Changed, wanted.text())),
    }
}
