//! In which order reports that are read as pages tell of changes.
//!
//! In: changes. Out: for each the one section in which it stands, and the counts of a summary.
//! Writes nothing.

use link_codegen::Severity;
use link_codegen::changes::{Change, Comparison, Effect, Wire};

use super::Compared;
use crate::screen::Plural;

/// A part of a page. Each change stands in one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// Who may call, where, and what is gone.
    Highlights,
    /// What breaks programs that run.
    Wire,
    /// What may break programs when they are compiled.
    Source,
    /// What there is to use.
    New,
    /// What programs that run bear.
    Tolerated,
    /// What nobody feels.
    Quiet,
    /// What changed in words only.
    Documentation,
}

impl Section {
    /// Every section, those first that ask most of a reader.
    pub const ALL: [Self; 7] = [
        Self::Highlights,
        Self::Wire,
        Self::Source,
        Self::New,
        Self::Tolerated,
        Self::Quiet,
        Self::Documentation,
    ];

    /// Where a change stands.
    pub fn of(change: &Change) -> Self {
        if change.is_documentation() {
            return Self::Documentation;
        }
        if change.is_highlight() {
            return Self::Highlights;
        }
        match (change.wire, change.source) {
            (Wire::Breaks, _) => Self::Wire,
            (Wire::Safe | Wire::Tolerated, Effect::Major) => Self::Source,
            (Wire::Safe | Wire::Tolerated, Effect::Minor) => Self::New,
            (Wire::Tolerated, Effect::None) => Self::Tolerated,
            (Wire::Safe, Effect::None) => Self::Quiet,
        }
    }

    /// What stands above it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Highlights => "Credentials, servers, removed operations",
            Self::Wire => "Breaks deployed clients",
            Self::Source => "May break the source of consumers",
            Self::New => "New",
            Self::Tolerated => "Tolerated by deployed clients",
            Self::Quiet => "Without effect",
            Self::Documentation => "Documentation only",
        }
    }

    /// Whether it is shown only to those who ask for it.
    pub const fn is_folded(self) -> bool {
        match self {
            Self::Highlights | Self::Wire | Self::Source | Self::New => false,
            Self::Tolerated | Self::Quiet | Self::Documentation => true,
        }
    }

    /// What of a comparison stands in it.
    pub fn changes(self, comparison: &Comparison) -> Vec<&Change> {
        comparison.changes.iter().filter(|change| Self::of(change) == self).collect()
    }
}

/// An effect by which changes are counted and chosen. A change can have several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Breaks,
    Major,
    Minor,
    Tolerated,
    Quiet,
    Documentation,
}

impl Kind {
    pub const ALL: [Self; 6] =
        [Self::Breaks, Self::Major, Self::Minor, Self::Tolerated, Self::Quiet, Self::Documentation];

    /// Whether a change has it.
    pub fn has(self, change: &Change) -> bool {
        let documentation = change.is_documentation();
        match self {
            Self::Breaks => change.wire == Wire::Breaks,
            Self::Major => change.source == Effect::Major,
            Self::Minor => change.source == Effect::Minor,
            Self::Tolerated => change.wire == Wire::Tolerated,
            Self::Quiet => {
                !documentation && (change.wire, change.source) == (Wire::Safe, Effect::None)
            }
            Self::Documentation => documentation,
        }
    }

    /// The word for it in data.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Breaks => "breaks",
            Self::Major => "major",
            Self::Minor => "minor",
            Self::Tolerated => "tolerated",
            Self::Quiet => "quiet",
            Self::Documentation => "documentation",
        }
    }

    /// The word for it on a page.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Quiet => "no effect",
            Self::Breaks | Self::Major | Self::Minor | Self::Tolerated | Self::Documentation => {
                self.as_str()
            }
        }
    }

    /// What so many changes do.
    pub const fn words(self, number: usize) -> &'static str {
        match (self, number) {
            (Self::Breaks, 1) => "breaks deployed clients",
            (Self::Breaks, _) => "break deployed clients",
            (Self::Major, _) => "may break the source of consumers",
            (Self::Minor, 1) => "is new to programs",
            (Self::Minor, _) => "are new to programs",
            (Self::Tolerated, 1) => "is tolerated by deployed clients",
            (Self::Tolerated, _) => "are tolerated by deployed clients",
            (Self::Quiet, 1) => "is without effect",
            (Self::Quiet, _) => "are without effect",
            (Self::Documentation, 1) => "is documentation only",
            (Self::Documentation, _) => "are documentation only",
        }
    }

    /// How many changes have it.
    pub fn count(self, comparison: &Comparison) -> usize {
        comparison.changes.iter().filter(|change| self.has(change)).count()
    }
}

/// How many changes there are, and how many have which effect.
pub fn counts(comparison: &Comparison) -> String {
    let counts = Kind::ALL.iter().map(|kind| (kind.count(comparison), kind));
    let counts = counts.filter(|(count, _)| *count > 0);
    let counts = counts.map(|(count, kind)| format!("{count} {}", kind.words(count)));
    let accepted = comparison.changes.iter().filter(|change| change.accepted.is_some()).count();
    let accepted = (accepted > 0).then(|| format!("{accepted} accepted in the settings"));
    let counts = counts.chain(accepted).collect::<Vec<_>>().join(", ");
    match comparison.changes.len() {
        0 => "Nothing changed".to_owned(),
        all => format!("{}: {counts}", Plural(all, "change")),
    }
}

/// Why nothing was compared: the errors of both versions.
pub fn errors(compared: &Compared) -> Vec<String> {
    let Compared { old, new, comparison } = compared;
    let sides = [(old, &comparison.old_diagnostics), (new, &comparison.new_diagnostics)];
    let errors = sides.into_iter().flat_map(|(source, list)| {
        let errors = list.iter().filter(|one| one.severity == Severity::Error);
        errors.map(|one| one.render(source))
    });
    errors.collect()
}

/// Words as a sentence begins.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    first + letters.as_str()
}
