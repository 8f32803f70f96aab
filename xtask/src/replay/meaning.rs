//! Which generated lines changed for no reason that the report of changes gives.
//!
//! In: two crates, what differs between them, and the changes of their documents. Out: lines. A
//! hunk has a reason if a change speaks of it: of the item in which it stands, or of the member that
//! it writes. A line that is gone at one place and new at another, with nothing said of it, moved
//! without meaning. Judges by names, so that it cannot be talked into a reason by a change elsewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use link_codegen::FileSet;
use link_codegen::changes::{Change, Comparison};

use super::lines::{Differences, Hunk};

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
    let mut found = Vec::new();
    for (paths, files, what) in
        [(&differences.added, new, What::Added), (&differences.removed, old, What::Removed)]
    {
        for path in paths.iter().filter(|path| !has_reason(path, &reasons)) {
            let lines = files.get(path).map(|text| text.lines().enumerate());
            found.extend(lines.into_iter().flatten().map(|(index, text)| Stray {
                file: path.clone(),
                line: index + 1,
                text: text.to_owned(),
                what,
            }));
        }
    }
    for (path, hunks) in &differences.changed {
        let text = |files: &'_ FileSet| files.get(path).cloned().unwrap_or_default();
        let (old, new) = (text(old), text(new));
        let file = File {
            path,
            old: old.lines().collect(),
            new: new.lines().collect(),
            reasons: reasons.iter().filter(|reason| reason.can_reach(path)).collect(),
        };
        found.extend(file.strays(hunks));
    }
    found
}

/// Whether a whole file came or went for a reason: its name says what is in it.
fn has_reason(path: &str, reasons: &[Reason]) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = folded(name.split('.').next().unwrap_or(name));
    let runtime = path.starts_with("src/runtime/") || path.starts_with("examples/");
    reasons.iter().any(|reason| {
        // A file of the runtime comes with the first operation or type that needs it.
        reason.files.iter().any(|file| file == path)
            || (runtime && reason.is_item)
            || reason.item.iter().chain(&reason.related).any(|word| *word == stem)
    })
}

/// What a change gives a reason for.
struct Reason {
    /// The files in which the thing stands.
    files: Vec<String>,
    /// The names of the item, folded: of the type, or of the call.
    item: Vec<String>,
    /// The names of the member, folded; none where the whole item changed.
    member: Vec<String>,
    /// Names of other items that appear or go with it, folded.
    related: Vec<String>,
    is_item: bool,
    is_words: bool,
}

impl Reason {
    fn of(change: &Change) -> Self {
        let files = [&change.old_file, &change.new_file].into_iter().flatten().cloned().collect();
        let rust = change.rust.as_deref().unwrap_or_default();
        let (owner, member) = match rust.strip_suffix("(..)").and_then(|call| call.rsplit_once('.'))
        {
            Some((owner, member)) => (owner, Some(member)),
            None => match rust.rsplit_once("::") {
                Some((owner, member)) => (owner, Some(member)),
                None => (rust, None),
            },
        };
        let mut item = vec![folded(owner)];
        if let Some((_, method)) = owner.trim_end_matches("()").rsplit_once('.') {
            item.push(folded(method));
        }
        let wire = change.subject.rsplit(['.', '=', '|', '?']).next().unwrap_or_default();
        let mut members = member.map(folded).into_iter().collect::<Vec<_>>();
        if member.is_some() {
            members.push(folded(wire));
            members.push(format!("{}{}", folded(owner), folded(member.unwrap_or_default())));
        }
        let values = [&change.was, &change.is].into_iter().flatten();
        let related = if change.is_documentation() {
            Vec::new()
        } else {
            values.flat_map(|value| names(value)).collect()
        };
        item.push(folded(&change.item));
        Self {
            files,
            is_item: member.is_none(),
            item: item.into_iter().filter(|word| !word.is_empty()).collect(),
            member: members.into_iter().filter(|word| !word.is_empty()).collect(),
            related,
            is_words: change.is_documentation(),
        }
    }

    /// The version of the document stands in the README.
    fn of_version(comparison: &Comparison) -> Option<Self> {
        let (old, new) = (comparison.old_version.as_ref()?, comparison.new_version.as_ref()?);
        (old != new).then(|| Self {
            files: vec!["README.md".to_owned()],
            item: vec![folded("document version")],
            member: Vec::new(),
            related: Vec::new(),
            is_item: true,
            is_words: false,
        })
    }

    /// Whether it can speak of lines of this file.
    fn can_reach(&self, path: &str) -> bool {
        self.files.is_empty() || self.files.iter().any(|file| file == path) || !self.is_words
    }

    /// Whether it speaks of a hunk.
    fn explains(&self, path: &str, own: &Spoken, around: &Spoken) -> bool {
        let says = |text: &Spoken, words: &[String]| words.iter().any(|word| text.says(word));
        let at_home = self.files.iter().any(|file| file == path);
        if self.is_words {
            return at_home || self.files.is_empty();
        }
        match (at_home, self.is_item) {
            (true, true) => {
                says(own, &self.item) || says(around, &self.item) || says(own, &self.related)
            }
            (true, false) => says(own, &self.member),
            (false, _) => says(own, &self.item),
        }
    }
}

/// A file that is in both crates.
struct File<'a> {
    path: &'a str,
    old: Vec<&'a str>,
    new: Vec<&'a str>,
    reasons: Vec<&'a Reason>,
}

impl File<'_> {
    fn strays(&self, hunks: &[Hunk]) -> Vec<Stray> {
        let mut found = Vec::new();
        let explained = hunks.iter().map(|hunk| self.reasons_of(hunk)).collect::<Vec<_>>();
        for (hunk, reasons) in hunks.iter().zip(&explained) {
            if reasons.is_empty() {
                found.extend(self.all(hunk));
            }
        }
        found.extend(self.moved(hunks, &explained));
        found
    }

    /// The positions of the reasons that speak of a hunk.
    fn reasons_of(&self, hunk: &Hunk) -> Vec<usize> {
        let lines = self.old.get(hunk.removed.clone()).unwrap_or_default().iter();
        let lines = lines.chain(self.new.get(hunk.added.clone()).unwrap_or_default());
        let own = Spoken::of(lines.copied());
        let mut near = around(&self.old, &hunk.removed);
        near.extend(around(&self.new, &hunk.added));
        let around = Spoken::of(near.into_iter());
        let reasons = self.reasons.iter().enumerate();
        let reasons = reasons.filter(|(_, reason)| reason.explains(self.path, &own, &around));
        reasons.map(|(index, _)| index).collect()
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
    fn moved(&self, hunks: &[Hunk], explained: &[Vec<usize>]) -> Vec<Stray> {
        let once = |lines: &[&str], range: &dyn Fn(&Hunk) -> Range<usize>| {
            let mut all = BTreeMap::<String, usize>::new();
            for line in lines {
                *all.entry(line.trim().to_owned()).or_default() += 1;
            }
            let mut found = BTreeMap::new();
            for (index, hunk) in hunks.iter().enumerate() {
                for line in range(hunk) {
                    let Some(text) = lines.get(line).map(|text| text.trim()) else { continue };
                    let telling = text.chars().filter(|c| c.is_alphanumeric()).count() > 3;
                    if telling && all.get(text) == Some(&1) {
                        found.insert(text.to_owned(), (index, line));
                    }
                }
            }
            found
        };
        let gone = once(&self.old, &|hunk| hunk.removed.clone());
        let come = once(&self.new, &|hunk| hunk.added.clone());
        let mut found = Vec::new();
        for (text, (to, line)) in come {
            let Some((from, _)) = gone.get(&text) else { continue };
            let (Some(before), Some(after)) = (explained.get(*from), explained.get(to)) else {
                continue;
            };
            if before.is_empty() || after.is_empty() {
                // It was counted with its hunk.
                continue;
            }
            let own = Spoken::of([text.as_str()].into_iter());
            let said = self.reasons.iter().enumerate().any(|(index, reason)| {
                let both = before.contains(&index) && after.contains(&index);
                (both && reason.is_item && !reason.is_words)
                    || (both && reason.is_words && text.starts_with("//"))
                    || reason.member.iter().any(|word| own.says(word))
                    || (reason.is_item && reason.item.iter().any(|word| own.says(word)))
            });
            if !said {
                found.push(self.stray(line, &text, What::Moved));
            }
        }
        found
    }
}

/// The lines that say what others belong to: the beginning of the item at the left, and of the
/// method; what stands in front of a method belongs to the one that follows.
fn around<'a>(lines: &[&'a str], place: &Range<usize>) -> Vec<&'a str> {
    let Range { start, end } = *place;
    let before = lines.get(..start).unwrap_or_default();
    let begins = |line: &&&str| !line.starts_with([' ', '}', ')', '/', '#']) && !line.is_empty();
    let head = before.iter().rev().find(begins);
    let method = |line: &&&str| line.trim_start().starts_with("pub fn ");
    let own = lines.get(start..end).unwrap_or_default();
    let docs = |line: &&str| line.trim_start().starts_with(['/', '#']) || line.is_empty();
    let after = lines.get(end..).unwrap_or_default().iter();
    let next = after.clone().take_while(|line| docs(line) || method(line)).find(method);
    let next_item = after.clone().find(begins).filter(|_| own.iter().all(docs));
    let next = next.filter(|_| own.iter().all(docs)).or(next_item);
    let previous = before.iter().rev().take_while(|line| !begins(line)).find(method);
    let named = [head, next, if next.is_some() { None } else { previous }];
    named.into_iter().flatten().copied().collect()
}

/// Lines, and which names they hold.
struct Spoken {
    lines: Vec<String>,
    words: BTreeSet<String>,
}

/// A name that is shorter has to be a whole word: there is an `id` in everything.
const SHORT: usize = 4;

impl Spoken {
    fn of<'a>(lines: impl Iterator<Item = &'a str>) -> Self {
        let mut spoken = Self { lines: Vec::new(), words: BTreeSet::new() };
        for line in lines {
            spoken.lines.push(folded(line));
            let words = line.split(|c: char| !c.is_alphanumeric() && c != '_');
            spoken.words.extend(words.map(folded));
        }
        spoken
    }

    fn says(&self, word: &str) -> bool {
        match word.len() {
            0 => false,
            1..SHORT => self.words.contains(word),
            SHORT.. => self.lines.iter().any(|line| line.contains(word)),
        }
    }
}

/// The names in a text that can be those of items: words that begin with a capital.
fn names(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
    let capital = |word: &&str| word.starts_with(char::is_uppercase);
    let words = words.filter(|word| capital(word) && word.len() > 3);
    words.map(folded).collect()
}

/// A text as names are compared: `on_close`, `OnClose` and `on-close` are the same.
fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
