//! What changed between two versions of a document, and what that does to whom.
//!
//! In: two sources. Out: [`Comparison`]: each change once, with its effect on a program that was
//! built with the old crate and on the source of one that is built with the new crate. Compares
//! the models and the names, so what is spelled otherwise and means the same is no change. Prints
//! nothing: reports are written by whoever asks.

mod answers;
mod auth;
mod comparer;
mod felt;
mod fingerprint;
mod groups;
mod limits;
mod log;
mod matching;
mod members;
mod operations;
mod order;
mod package;
mod pairs;
mod requests;
mod rules;
mod servers;
mod side;
mod sum;
mod types;
mod unions;
mod values;
pub mod words;

pub use fingerprint::Fingerprint;
pub use rules::{Rule, Sides};
pub use sum::Bump;

use std::collections::BTreeSet;

use crate::Model;
use crate::diagnostics::{Diagnostic, Diagnostics, Place};
use crate::settings::Settings;
use crate::source::Source;
use comparer::Comparer;
use side::Side;

/// Everything that changed between two versions.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// The changes: those that break most first within each item, items in the document's order.
    pub changes: Vec<Change>,
    /// What the old document calls its version; none where it could not be read.
    pub old_version: Option<String>,
    /// What the new document calls its version; none where it could not be read.
    pub new_version: Option<String>,
    /// Accepted fingerprints of the settings that no change has: they were accepted for an
    /// earlier comparison.
    pub stale: Vec<String>,
    /// What there is to say about the old source; with errors in it, nothing was compared.
    pub old_diagnostics: Vec<Diagnostic>,
    /// What there is to say about the new source; with errors in it, nothing was compared.
    pub new_diagnostics: Vec<Diagnostic>,
}

/// Something that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What kind of change it is.
    pub rule: Rule,
    /// What part of the service it belongs to.
    pub area: Area,
    /// The operation, component, scheme or server that it belongs to: what reports group by.
    pub item: String,
    /// What changed: `POST /v2/link/token`, `LinkTokenExchange.provider`, `security.apiKey`.
    pub subject: String,
    /// The item of the crate, as its user knows it: `LinkTokenExchange::provider`,
    /// `link().token()`. The new one; the old one where nothing is left of it.
    pub rust: Option<String>,
    /// The file of the old crate in which it stands.
    pub old_file: Option<String>,
    /// The file of the new crate in which it stands.
    pub new_file: Option<String>,
    /// Where the old document says it.
    pub old: Option<Place>,
    /// Where the new document says it.
    pub new: Option<Place>,
    /// What it was, in words.
    pub was: Option<String>,
    /// What it is, in words.
    pub is: Option<String>,
    /// Which way it travels.
    pub direction: Direction,
    /// What it does to a program that was built with the old crate and meets the new service.
    pub wire: Wire,
    /// What it does to the source of a program when it is built with the new crate.
    pub source: Effect,
    /// The operations and webhooks that it concerns, as `METHOD /path` or by name.
    pub operations: Vec<String>,
    /// What it is known by, in whichever commit.
    pub fingerprint: Fingerprint,
    /// The reason for which the settings accept it, where they do.
    pub accepted: Option<String>,
}

/// What part of a service a change belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Area {
    /// How callers prove who they are.
    Auth,
    /// Where the service runs.
    Servers,
    /// What it can do.
    Operations,
    /// What it sends by itself.
    Webhooks,
    /// The data that it speaks of.
    Types,
    /// The crate as a whole.
    Package,
}

/// Which way something travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// To the service.
    Request,
    /// From the service, in good answers.
    Response,
    /// To the service and from it.
    Both,
    /// From the service, in failures.
    Error,
    /// From the service, by itself.
    Webhook,
    /// It does not travel.
    None,
}

/// What a change does to a program that was built with the old crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wire {
    /// It goes on as before.
    Safe,
    /// It goes on, but something is lost, ignored or may be refused.
    Tolerated,
    /// A call or the reading of an answer fails.
    Breaks,
}

/// What a change does to the source of a program when it is built with the new crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// It compiles, and there is nothing new to it.
    None,
    /// It compiles, and there is something new to use or to be warned of.
    Minor,
    /// It may not compile.
    Major,
}

impl Change {
    /// Why it has these effects.
    #[must_use]
    pub fn reason(&self) -> &'static str {
        self.rule.reason(self.direction)
    }

    /// Whether only words of the document changed.
    #[must_use]
    pub fn is_documentation(&self) -> bool {
        self.rule == Rule::Documentation
    }

    /// Whether it stands at the top of a report: who may call, where, and what is gone.
    #[must_use]
    pub fn is_highlight(&self) -> bool {
        match self.area {
            Area::Auth | Area::Servers => !self.is_documentation(),
            Area::Operations => self.rule == Rule::OperationRemoved,
            Area::Webhooks | Area::Types | Area::Package => false,
        }
    }
}

impl Area {
    /// The word for it in data.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Auth => "auth",
            Self::Servers => "servers",
            Self::Operations => "operations",
            Self::Webhooks => "webhooks",
            Self::Types => "types",
            Self::Package => "package",
        }
    }
}

impl Direction {
    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Response => "response",
            Self::Both => "both",
            Self::Error => "error",
            Self::Webhook => "webhook",
            Self::None => "none",
        }
    }
}

impl Wire {
    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Tolerated => "tolerated",
            Self::Breaks => "breaks",
        }
    }
}

impl Effect {
    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

impl Comparison {
    /// The changes that are more than words.
    pub fn substance(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(|change| !change.is_documentation())
    }

    /// The changes of words only, which reports fold.
    pub fn documentation(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(|change| change.is_documentation())
    }

    /// The changes that stand at the top.
    pub fn highlights(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(|change| change.is_highlight())
    }

    /// How far the version of the crate has to go. Accepted changes count: they are accepted,
    /// but not undone.
    #[must_use]
    pub fn bump(&self) -> Bump {
        self.changes.iter().map(Bump::of).max().unwrap_or(Bump::None)
    }
}

/// Compares two versions of a document. Never panics; the same sources give the same changes.
#[must_use]
pub fn compare(old: &Source, new: &Source) -> Comparison {
    let (old, new) = (Read::new(old), Read::new(new));
    let version = |read: &Read| read.model.as_ref().map(|model| model.api.version.clone());
    let mut comparison = Comparison {
        changes: changes(&old, &new).unwrap_or_default(),
        old_version: version(&old),
        new_version: version(&new),
        ..Comparison::default()
    };
    if let Some(model) = &new.model {
        accept(&mut comparison, &model.settings);
    }
    comparison.old_diagnostics = old.diagnostics.finish();
    comparison.new_diagnostics = new.diagnostics.finish();
    comparison
}

/// Finds which changes the settings accept.
fn accept(comparison: &mut Comparison, settings: &Settings) {
    let accepted = &settings.changes.accepted;
    for change in &mut comparison.changes {
        change.accepted = accepted.get(&change.fingerprint.to_string()).cloned();
    }
    let known = comparison.changes.iter().map(|change| change.fingerprint.to_string());
    let known = known.collect::<BTreeSet<_>>();
    comparison.stale = accepted.keys().filter(|key| !known.contains(*key)).cloned().collect();
}

/// What changed from one model to the other.
fn changes(old: &Read, new: &Read) -> Option<Vec<Change>> {
    let (was, is) = (old.model.as_ref()?, new.model.as_ref()?);
    let old = Side::new(was, &old.diagnostics);
    let new = Side::new(is, &new.diagnostics);
    let operations = operations::same_operations(&old, &new);
    let webhooks = package::same_webhooks(old.api(), new.api());
    let groups = groups::same_groups(&old, &new, &operations);
    let pairs = pairs::pairs(&old, &new, &operations, &webhooks);
    // The library of dates is compared once, and not at each date.
    let settings = Settings { types: is.settings.types, ..was.settings.clone() };
    let mut comparer = Comparer::new(&old, &new, &pairs, &groups, &settings);
    comparer.package(&webhooks);
    comparer.operations(&operations);
    comparer.types();
    Some(comparer.finish())
}

/// One of the two versions, read.
struct Read {
    model: Option<Model>,
    diagnostics: Diagnostics,
}

impl Read {
    fn new(source: &Source) -> Self {
        let (model, diagnostics) = crate::model(source);
        Self { model, diagnostics }
    }
}
