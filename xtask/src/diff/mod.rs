//! `cargo xtask diff`: what changed in the documents, and what that does to whom.
//!
//! In: two versions of providers, or of any document. Out: a report in the form that was asked for,
//! and an exit code for CI. What a change is and does is decided by `codegen`.

mod html;
mod json;
mod markdown;
mod sections;
mod text;

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use link_codegen::changes::{Change, Comparison, Effect, Wire, compare};
use link_codegen::{Locator, Severity, Source};
use semver::Version;

use crate::End;
use crate::bump::version;
use crate::folder;
use crate::providers;
use crate::revision::Revision;
use crate::screen::{Failure, Screen};
use crate::siblings::siblings;

pub const HELP: &str = "\
Examples:
  cargo xtask diff                            all providers, against the last commit
  cargo xtask diff junction --base main       one of them, against another revision
  cargo xtask diff --from old.yaml --to new.yaml
  cargo xtask diff --format json --output changes.json
  cargo xtask diff junction --format html --output changes.html
  cargo xtask diff --fail-on breaks           exit code 4 if a deployed client breaks

Documents are compared as models: what is spelled otherwise and means the same is no change.
Each change says what it does to a program that was built with the old crate (wire) and to the
source of one that is built with the new crate (source). codegen/CHANGES.md lists the rules.

A change that is known and wanted is accepted by its fingerprint in provider.toml, and does not
count for --fail-on:
  [changes.accepted]
  \"d3303c5de277\" = \"announced for June\"";

#[derive(clap::Args)]
pub struct Args {
    /// Folders of specs/; all of them where none is named
    #[arg(value_name = "PROVIDER", conflicts_with = "from")]
    providers: Vec<String>,
    /// Compare specs/ with this revision of git
    #[arg(long, value_name = "REV", default_value = "HEAD", conflicts_with = "from")]
    base: String,
    /// Compare this document …
    #[arg(long, value_name = "FILE", requires = "to")]
    from: Option<PathBuf>,
    /// … with this one
    #[arg(long, value_name = "FILE", requires = "from")]
    to: Option<PathBuf>,
    /// The form of the report
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Exit with 4 if there is a change of this kind that is not accepted
    #[arg(long, value_enum, value_name = "KIND")]
    fail_on: Option<FailOn>,
    /// Write the report to this file
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Show what there is to say about both versions of the documents, and words that changed
    #[arg(short, long)]
    pub verbose: bool,
}

/// The form of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Lines for people, with colours on a terminal
    Text,
    /// A comment on a pull request, short enough for GitHub
    Markdown,
    /// Data for tools
    Json,
    /// A page of its own for a browser, with both versions side by side
    Html,
}

/// What is no good news.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// A deployed client breaks
    Breaks,
    /// The source of a consumer may not compile
    Major,
    /// Anything but words
    Any,
}

/// Two versions of a document, compared.
pub struct Compared {
    pub old: Source,
    pub new: Source,
    pub comparison: Comparison,
}

/// What became of a provider.
pub enum Fate {
    /// It is there in both versions.
    Compared(Box<Compared>),
    /// It is there in the new version only.
    New,
    /// It is there in the old version only.
    Gone,
}

/// What there is to report of a provider.
pub struct Report {
    /// The provider, or the name of the document.
    pub label: String,
    /// What the old version is called.
    pub base: String,
    pub fate: Fate,
}

pub fn diff(
    root: &dyn Fn() -> Result<PathBuf, Failure>,
    args: &Args,
    screen: &mut Screen,
) -> Result<End, Failure> {
    let reports = match (&args.from, &args.to) {
        (Some(from), Some(to)) => vec![files(from, to)?],
        (_, _) => revisions(&root()?, args, screen)?,
    };
    let failed = errors(&reports, screen);
    let rendered = match args.format {
        Format::Text => None,
        Format::Json => Some(json::json(&reports)),
        Format::Markdown => Some(markdown::markdown(&reports)),
        Format::Html => Some(html::html(&reports)),
    };
    match (&args.output, rendered) {
        (Some(path), rendered) => {
            let text = rendered.unwrap_or_else(|| text::plain(&reports, args.verbose));
            folder::save(path, &text)?;
            screen.note(format_args!("the report is in {}", path.display()));
        }
        (None, Some(text)) => screen.data(&text),
        (None, None) => text::print(&reports, args.verbose, screen),
    }
    if failed {
        return Ok(End::InputWrong);
    }
    let unwanted = args.fail_on.is_some_and(|kind| reports.iter().any(|one| one.has(kind)));
    Ok(if unwanted { End::Unwanted } else { End::Done })
}

/// Prints what changed between two versions of a provider's document.
pub fn show(label: &str, base: &str, old: Source, new: Source, screen: &mut Screen) {
    let (label, base) = (label.to_owned(), base.to_owned());
    let reports = [Report { label, base, fate: compared(old, new) }];
    if errors(&reports, screen) {
        screen.note("the versions are not compared: the old one has the errors above");
    } else {
        text::print(&reports, screen.verbose, screen);
    }
}

impl Compared {
    /// The version of the crate and the one that the changes ask for; a document alone has none.
    pub fn versions(&self) -> Option<(Version, Version)> {
        let settings = self.old.settings.as_ref()?;
        let old = version::of(Some(&settings.text));
        let new = version::next(&old, self.comparison.bump());
        Some((old, new))
    }

    /// The same in words, to stand behind how far that is.
    pub fn step(&self) -> String {
        self.versions().map(|(old, new)| format!(", {old} → {new}")).unwrap_or_default()
    }
}

impl Report {
    /// The comparison, where there are two versions.
    pub fn compared(&self) -> Option<&Compared> {
        match &self.fate {
            Fate::Compared(compared) => Some(compared),
            Fate::New | Fate::Gone => None,
        }
    }

    fn has(&self, kind: FailOn) -> bool {
        let unwanted = |change: &&Change| match kind {
            FailOn::Breaks => change.wire == Wire::Breaks,
            FailOn::Major => change.source == Effect::Major,
            FailOn::Any => !change.is_documentation(),
        };
        let gone = matches!(self.fate, Fate::Gone);
        let changes = self.compared().into_iter().flat_map(|compared| &compared.comparison.changes);
        gone || changes.filter(|change| change.accepted.is_none()).any(|change| unwanted(&change))
    }
}

/// Whether nothing was compared because a version has errors, which are shown.
fn errors(reports: &[Report], screen: &mut Screen) -> bool {
    let mut failed = false;
    for report in reports {
        let Some(Compared { old, new, comparison }) = report.compared() else { continue };
        let sides = [(old, &comparison.old_diagnostics), (new, &comparison.new_diagnostics)];
        for (source, diagnostics) in sides {
            let wrong = diagnostics.iter().any(|one| one.severity == Severity::Error);
            if wrong || screen.verbose {
                screen.diagnostics(&source.document.name, diagnostics, &Locator::new(source));
            }
            failed |= wrong;
        }
        for stale in &comparison.stale {
            screen.note(format_args!(
                "{}: no change has the fingerprint `{stale}` that provider.toml accepts; its line \
                 can go",
                report.label
            ));
        }
    }
    failed
}

/// Two documents anywhere.
fn files(from: &Path, to: &Path) -> Result<Report, Failure> {
    let source = |path: &Path| {
        let document = providers::text_at(path)?;
        let siblings = siblings(path, &document)?;
        let command = "cargo xtask diff".to_owned();
        Ok::<_, Failure>(Source { document, siblings, command, ..Source::default() })
    };
    let (old, new) = (source(from)?, source(to)?);
    Ok(Report {
        label: new.document.name.clone(),
        base: old.document.name.clone(),
        fate: compared(old, new),
    })
}

/// The providers of the workspace, against a revision of it.
fn revisions(root: &Path, args: &Args, screen: &mut Screen) -> Result<Vec<Report>, Failure> {
    let base = Revision::open(root, &args.base).map_err(|failure| {
        let help = failure.help.clone().unwrap_or_default();
        failure.help(format!("{help}\nor compare two files with --from and --to"))
    })?;
    let (now, then) = (providers::all(root)?, base.providers()?);
    let mut all = now.iter().chain(&then).cloned().collect::<Vec<_>>();
    all.sort();
    all.dedup();
    if let Some(unknown) = args.providers.iter().find(|name| !all.contains(name)) {
        return Err(Failure::new(format!("there is no provider `{unknown}`"))
            .help(format!("the providers are: {}", all.join(", "))));
    }
    let asked = |name: &String| args.providers.is_empty() || args.providers.contains(name);
    let mut reports = Vec::new();
    for provider in all.into_iter().filter(asked) {
        let old = base.source(&provider)?;
        let new = now.contains(&provider).then(|| providers::read(root, &provider, screen));
        let fate = match (old, new.transpose()?) {
            (Some(old), Some(new)) => compared(old, new),
            (None, Some(_)) => Fate::New,
            (Some(_), None) => Fate::Gone,
            (None, None) => continue,
        };
        reports.push(Report { label: provider, base: base.name().to_owned(), fate });
    }
    Ok(reports)
}

fn compared(old: Source, new: Source) -> Fate {
    let comparison = compare(&old, &new);
    Fate::Compared(Box::new(Compared { old, new, comparison }))
}
