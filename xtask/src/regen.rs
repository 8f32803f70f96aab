//! `cargo xtask regen`: brings `generated/` up to date with `specs/`.
//!
//! In: documents, overlays and settings. Out: changed files only, one line for each. A
//! document with errors leaves the folder of its crate as it was.

use std::path::{Path, PathBuf};

use crate::bump::Raised;
use crate::plan::{Change, Tally};
use crate::revision::Revision;
use crate::screen::{Failure, Plural, Screen};
use crate::survey::{Finding, Wishes, survey};
use crate::{End, folder, lock, providers};

pub const HELP: &str = "\
Examples:
  cargo xtask regen                all providers; crates without a provider are removed
  cargo xtask regen junction       this one only; --report FILE says what became of it
  cargo xtask regen --verbose      with notes, and the time that each stage takes
  cargo xtask regen --bump         with the version that the changes since HEAD ask for,
                                   and what they mean to users in CHANGELOG.md

Only files that changed are written, and only files that bear our header are removed.
--bump goes from the version that provider.toml has at the base, so that doing it again
changes nothing; a version that was set higher by hand stays.
A document with errors leaves its crate as it was; the exit code is then 1.";

#[derive(clap::Args)]
pub struct Args {
    /// Folders of specs/; all of them where none is named
    #[arg(value_name = "PROVIDER")]
    providers: Vec<String>,
    /// Write what is typed, free, ignored and renamed to this file, as JSON; for one provider
    #[arg(long, value_name = "FILE", requires = "providers")]
    report: Option<PathBuf>,
    /// Set the version in provider.toml, and say in CHANGELOG.md what changed
    #[arg(long)]
    bump: bool,
    /// What the changes are told from: a branch, a tag or a commit
    #[arg(long, value_name = "REV", default_value = "HEAD", requires = "bump")]
    base: String,
    /// Show notes, and the time that each stage takes
    #[arg(short, long)]
    pub verbose: bool,
}

pub fn regen(root: &Path, args: &Args, screen: &mut Screen) -> Result<End, Failure> {
    if args.report.is_some() && args.providers.len() > 1 {
        return Err(Failure::new("--report is about one provider, and several are named")
            .help("name one provider"));
    }
    let base = args.bump.then(|| Revision::open(root, &args.base)).transpose()?;
    let wishes = Wishes { report: args.report.as_deref(), base: base.as_ref() };
    let mut total = Tally::default();
    let mut crates = 0;
    let mut is_raised = false;
    let failed = survey(root, &args.providers, wishes, screen, &mut |finding, screen| {
        let path = root.join(&finding.folder);
        // Not in `generated/`, where Cargo would take it for a package.
        let staging = root.join(".regen");
        folder::apply(&finding.plan, &finding.files, &path, &staging)?;
        if let Some((_, text)) = &finding.lock {
            folder::write(&root.join(lock::path(&finding.provider)), text.as_bytes())?;
        }
        for (change, file) in finding.changes() {
            screen.change(change, &file);
        }
        if let Some(raised) = &finding.raised {
            raise(root, finding, raised, screen)?;
            is_raised |= raised.settings.is_some();
        }
        if !finding.summary.is_empty() {
            screen.line(format_args!("{}: {}", finding.provider, finding.summary));
        }
        screen.tally(&finding.provider, finding.tally());
        total += finding.tally();
        crates += 1;
        Ok(())
    })?;
    if crates > 0 {
        screen.tally(&Plural(crates, "crate").to_string(), total);
    }
    if is_raised {
        // Cargo writes the versions into its lock when it runs next, which is then.
        screen.line("Next: read the diff, then");
        screen.line("  cargo xtask check");
        screen.line("and commit specs, generated and Cargo.lock");
    }
    if failed.is_empty() {
        return Ok(End::Done);
    }
    screen.note(format_args!("left as it was, because of the errors above: {}", failed.join(", ")));
    Ok(End::InputWrong)
}

/// Writes the settings with the new version, and says which it is.
fn raise(
    root: &Path,
    finding: &Finding,
    raised: &Raised,
    screen: &mut Screen,
) -> Result<(), Failure> {
    if let Some(text) = &raised.settings {
        let file = format!("specs/{}/{}", finding.provider, providers::SETTINGS);
        let path = root.join(&file);
        let change = if path.exists() { Change::Changed } else { Change::Added };
        folder::write(&path, text.as_bytes())?;
        screen.change(change, &file);
    }
    screen.line(format_args!("{}: version {}", finding.provider, raised.words));
    Ok(())
}
