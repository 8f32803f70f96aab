//! Which generated lines changed for no reason that the report of changes gives.
//!
//! In: two crates, what differs between them, and the changes of their documents. Out: lines. A
//! hunk has a reason if a change speaks of it: of the item in which it stands, or of the member that
//! it writes. A line that is gone at one place and new at another, with nothing said of it, moved
//! without meaning. Judges by names, so that it cannot be talked into a reason by a change elsewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use link_codegen::FileSet;
use link_codegen::changes::Comparison;

use super::around::{Place, Spoken, folded};
use super::lines::{Differences, Hunk};
use super::reason::Reason;

/// A line that has no reason to differ.
#[derive(Debug, PartialEq, Eq)]
pub struct Stray {
    pub file: String,
    /// Its number: in the new file, or in the old one where it is gone.
    pub line: usize,
    pub text: String,
    pub what: What,
}

/// What became of a line without meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    Added,
    Removed,
    Moved,
}

impl What {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Moved => "moved",
        }
    }
}

/// The lines that differ without a reason.
pub fn strays(
    old: &FileSet,
    new: &FileSet,
    differences: &Differences,
    comparison: &Comparison,
) -> Vec<Stray> {
    let mut reasons = comparison.changes.iter().map(Reason::of).collect::<Vec<_>>();
    reasons.extend(Reason::of_version(comparison));
    let changed = differences.changed.iter();
    let mut files =
        changed.map(|(path, hunks)| File::new(path, old, new, hunks, &reasons)).collect::<Vec<_>>();
    let mut whole = Whole::all(old, new, differences, &reasons);
    // What has a reason gives one to what it names: a new call to the type that it returns, and
    // that to the line which declares its module.
    for _ in 0..ROUNDS {
        let mut named = BTreeSet::new();
        named.extend(files.iter().flat_map(File::named));
        named.extend(whole.iter().filter(|file| file.explained).flat_map(Whole::named));
        for file in whole.iter_mut().filter(|file| !file.explained) {
            file.explained = named.contains(&file.stem);
        }
        let stems = whole.iter().filter(|file| file.explained).map(|file| file.stem.clone());
        let stems = stems.collect::<BTreeSet<_>>();
        for file in &mut files {
            file.follow(&stems, differences, &reasons);
        }
    }
    let mut found = Vec::new();
    found.extend(whole.iter().filter(|file| !file.explained).flat_map(Whole::strays));
    found.extend(files.iter().flat_map(File::strays));
    found
}

/// How often reasons are handed on.
const ROUNDS: usize = 4;

/// A file that came or went.
struct Whole<'a> {
    path: &'a str,
    text: &'a str,
    what: What,
    /// Its name without the ending, folded: that of what is in it.
    stem: String,
    explained: bool,
}

impl<'a> Whole<'a> {
    fn all(
        old: &'a FileSet,
        new: &'a FileSet,
        differences: &'a Differences,
        reasons: &[Reason],
    ) -> Vec<Self> {
        let added = differences.added.iter().map(|path| (path, new, What::Added));
        let removed = differences.removed.iter().map(|path| (path, old, What::Removed));
        let all = added.chain(removed).map(|(path, files, what)| {
            let name = path.rsplit('/').next().unwrap_or(path);
            let stem = folded(name.split('.').next().unwrap_or(name));
            let explained = reasons.iter().any(|reason| reason.explains_file(path, &stem));
            let text = files.get(path).map_or("", String::as_str);
            Self { path, text, what, stem, explained }
        });
        all.collect()
    }

    fn named(&self) -> BTreeSet<String> {
        Spoken::of(self.text.lines()).capitals
    }

    fn strays(&self) -> Vec<Stray> {
        let lines = self.text.lines().enumerate();
        let strays = lines.map(|(index, text)| Stray {
            file: self.path.to_owned(),
            line: index + 1,
            text: text.to_owned(),
            what: self.what,
        });
        strays.collect()
    }
}

/// A file that is in both crates.
struct File<'a> {
    path: &'a str,
    old: Vec<&'a str>,
    new: Vec<&'a str>,
    hunks: &'a [Hunk],
    reasons: &'a [Reason],
    /// By hunk: the positions of the reasons that speak of it.
    explained: Vec<Vec<usize>>,
    /// By hunk: whether something else that has a reason gives it one.
    followed: Vec<bool>,
}

impl<'a> File<'a> {
    fn new(
        path: &'a str,
        old: &'a FileSet,
        new: &'a FileSet,
        hunks: &'a [Hunk],
        reasons: &'a [Reason],
    ) -> Self {
        let lines = |files: &'a FileSet| -> Vec<&'a str> {
            files.get(path).map(|text| text.lines().collect()).unwrap_or_default()
        };
        let followed = vec![false; hunks.len()];
        let mut file = Self {
            path,
            old: lines(old),
            new: lines(new),
            hunks,
            reasons,
            explained: vec![],
            followed,
        };
        file.explained = hunks.iter().map(|hunk| file.reasons_of(hunk)).collect();
        file
    }

    fn place(&self, hunk: &Hunk) -> Place {
        Place::of(self.path, &self.old, &self.new, hunk)
    }

    fn reasons_of(&self, hunk: &Hunk) -> Vec<usize> {
        let place = self.place(hunk);
        let reasons = self.reasons.iter().enumerate();
        let reasons = reasons.filter(|(_, reason)| reason.explains(&place));
        reasons.map(|(index, _)| index).collect()
    }

    fn is_explained(&self, index: usize) -> bool {
        let spoken = self.explained.get(index).is_some_and(|reasons| !reasons.is_empty());
        spoken || self.followed.get(index) == Some(&true)
    }

    /// The names in the hunks that have a reason.
    fn named(&self) -> BTreeSet<String> {
        let hunks = self.hunks.iter().enumerate().filter(|(index, _)| self.is_explained(*index));
        hunks.flat_map(|(_, hunk)| self.place(hunk).own.capitals).collect()
    }

    /// Gives hunks a reason that follow from files which have one.
    fn follow(&mut self, stems: &BTreeSet<String>, differences: &Differences, reasons: &[Reason]) {
        for (index, hunk) in self.hunks.iter().enumerate() {
            if self.is_explained(index) {
                continue;
            }
            let place = self.place(hunk);
            let follows = place.own.words.iter().any(|word| stems.contains(word))
                || place.follows(differences)
                || (place.is_reach() && reasons.iter().any(Reason::is_of_types));
            if let Some(followed) = self.followed.get_mut(index) {
                *followed = follows;
            }
        }
    }

    fn strays(&self) -> Vec<Stray> {
        let mut found = Vec::new();
        for (index, hunk) in self.hunks.iter().enumerate() {
            if !self.is_explained(index) {
                found.extend(self.all(hunk));
            }
        }
        found.extend(self.moved());
        found
    }

    fn stray(&self, line: usize, text: &str, what: What) -> Stray {
        Stray { file: self.path.to_owned(), line: line + 1, text: text.to_owned(), what }
    }

    fn all(&self, hunk: &Hunk) -> Vec<Stray> {
        let line = |lines: &[&str], index: usize, what| {
            lines.get(index).map(|text| self.stray(index, text, what))
        };
        let removed = hunk.removed.clone().filter_map(|i| line(&self.old, i, What::Removed));
        let added = hunk.added.clone().filter_map(|i| line(&self.new, i, What::Added));
        removed.chain(added).collect()
    }

    /// Lines that stand once in each version, changed their place, and are spoken of by nothing.
    fn moved(&self) -> Vec<Stray> {
        let gone = self.once(&self.old, |hunk| hunk.removed.clone());
        let come = self.once(&self.new, |hunk| hunk.added.clone());
        let mut found = Vec::new();
        for (text, (to, line)) in come {
            let Some((from, _)) = gone.get(text) else { continue };
            // Without a reason, it was counted with its hunk.
            let both = self.is_explained(*from) && self.is_explained(to);
            let (Some(before), Some(after)) = (self.explained.get(*from), self.explained.get(to))
            else {
                continue;
            };
            let own = Spoken::of([text].into_iter());
            let said = self.reasons.iter().enumerate().any(|(index, reason)| {
                let spans = before.contains(&index) && after.contains(&index);
                reason.explains_move(spans, &own, text)
            });
            // What one call is made of can be gone while another one, of the same, is new.
            let of_calls = |reasons: &[usize]| {
                let mut reasons = reasons.iter().filter_map(|index| self.reasons.get(*index));
                reasons.any(Reason::is_of_call)
            };
            if both && !said && !(of_calls(before) && of_calls(after)) {
                found.push(self.stray(line, text, What::Moved));
            }
        }
        found
    }

    /// The lines of hunks that stand nowhere else in the file: each with its hunk and its position.
    fn once(
        &self,
        lines: &[&'a str],
        range: impl Fn(&Hunk) -> Range<usize>,
    ) -> BTreeMap<&'a str, (usize, usize)> {
        let mut all = BTreeMap::<&str, usize>::new();
        for line in lines {
            *all.entry(line.trim()).or_default() += 1;
        }
        let mut found = BTreeMap::new();
        for (index, hunk) in self.hunks.iter().enumerate() {
            for line in range(hunk) {
                let Some(text) = lines.get(line).map(|text| text.trim()) else { continue };
                let telling = text.chars().any(char::is_alphanumeric);
                if telling && all.get(text) == Some(&1) {
                    found.insert(text, (index, line));
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests;
