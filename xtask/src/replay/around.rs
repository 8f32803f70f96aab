//! Where lines of a crate stand: what they say, and what stands around them.
//!
//! In: the lines of a file in two versions, and a hunk. Out: a [`Place`]. Knows how the generator
//! writes: what belongs to something stands further to the right, and words about it above.

use std::collections::BTreeSet;
use std::ops::Range;

use super::lines::{Differences, Hunk};

/// Lines, and which names they hold.
#[derive(Debug, Default)]
pub struct Spoken {
    lines: Vec<String>,
    /// Each word, folded.
    pub words: BTreeSet<String>,
    /// Those that begin with a capital, as names of types do.
    pub capitals: BTreeSet<String>,
    /// Each word as it is written.
    pub spelled: BTreeSet<String>,
}

/// A name that is shorter has to be a whole word: there is an `id` in everything.
const SHORT: usize = 4;

impl Spoken {
    pub fn of<'a>(lines: impl Iterator<Item = &'a str>) -> Self {
        let mut spoken = Self::default();
        for line in lines {
            spoken.lines.push(folded(line));
            for word in line.split(|c: char| !c.is_alphanumeric() && c != '_') {
                if word.starts_with(char::is_uppercase) {
                    spoken.capitals.insert(folded(word));
                }
                spoken.words.insert(folded(word));
                spoken.spelled.insert(word.to_owned());
            }
        }
        spoken
    }

    /// Whether one of the names is in the lines.
    pub fn says(&self, names: &[String]) -> bool {
        names.iter().any(|name| match name.len() {
            0 => false,
            1..SHORT => self.words.contains(name),
            SHORT.. => self.lines.iter().any(|line| line.contains(name)),
        })
    }
}

/// A text as names are compared: `on_close`, `OnClose` and `on-close` are the same.
pub fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Where a hunk stands.
pub struct Place {
    pub path: String,
    /// The lines of the hunk.
    pub own: Spoken,
    /// What the lines are about, where they are words or attributes: the line that follows.
    pub near: Spoken,
    /// What they belong to.
    pub above: Spoken,
    /// The paragraph that they stand in.
    pub block: Spoken,
    texts: Vec<String>,
}

impl Place {
    pub fn of(path: &str, old: &[&str], new: &[&str], hunk: &Hunk) -> Self {
        let sides = [(old, &hunk.removed), (new, &hunk.added)];
        let own = sides.iter().flat_map(|(lines, range)| slice(lines, range));
        let texts = own.map(|line| line.trim().to_owned()).collect::<Vec<_>>();
        let gather = |look: fn(&[&str], &Range<usize>) -> Vec<String>| {
            let found = sides.iter().flat_map(|(lines, range)| look(lines, range));
            let found = found.collect::<Vec<_>>();
            Spoken::of(found.iter().map(String::as_str))
        };
        Self {
            path: path.to_owned(),
            own: Spoken::of(texts.iter().map(String::as_str)),
            near: gather(near),
            above: gather(above),
            block: match path {
                path if is_program(path) => gather(whole),
                "README.md" => gather(paragraph),
                _ => gather(block),
            },
            texts,
        }
    }

    /// Whether the lines only derive something.
    pub fn is_derive(&self) -> bool {
        self.texts.iter().all(|text| text.starts_with("#["))
    }

    /// Whether the lines only say for which features a type is there.
    pub fn is_reach(&self) -> bool {
        let row = |text: &String| {
            text.split_once(": ")
                .is_some_and(|(_, rest)| rest.starts_with('"') && rest.ends_with("\","))
        };
        self.path == "src/types/mod.rs" && self.texts.iter().all(row)
    }

    /// Whether the lines follow from another file: whether a body is checked, from the table of
    /// checks, and what a program needs, from the program.
    pub fn follows(&self, differences: &Differences) -> bool {
        let checks = |text: &String| text.contains("call_") || text.contains("crate::Call::new");
        let checks = |text: &String| checks(text) || text == "#[cfg(feature = \"validate\")]";
        let changed = |start: &str| {
            let paths = differences.changed.keys().chain(&differences.added);
            paths.chain(&differences.removed).any(|path| path.starts_with(start))
        };
        (self.path.starts_with("src/")
            && self.texts.iter().all(checks)
            && changed("src/validation.rs"))
            || (self.path == "Cargo.toml" && changed("examples/"))
    }
}

fn slice<'a>(lines: &[&'a str], range: &Range<usize>) -> Vec<&'a str> {
    lines.get(range.clone()).unwrap_or_default().to_vec()
}

/// Whether a line is words or an attribute of what follows it.
fn is_about(line: &str) -> bool {
    line.trim_start().starts_with("//") || line.trim_start().starts_with('#') || line.is_empty()
}

/// The line that the words or attributes of a hunk are about.
fn near(lines: &[&str], range: &Range<usize>) -> Vec<String> {
    if !slice(lines, range).iter().all(|line| is_about(line)) {
        return Vec::new();
    }
    let after = lines.get(range.end..).unwrap_or_default();
    let next = after.iter().find(|line| !is_about(line));
    next.map(|line| (*line).to_owned()).into_iter().collect()
}

/// The lines that a hunk belongs to: further and further to the left.
fn above(lines: &[&str], range: &Range<usize>) -> Vec<String> {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let own = lines.get(range.clone()).unwrap_or_default().iter();
    let own = own.filter(|line| !line.trim().is_empty()).map(|line| indent(line)).min();
    let mut left = own.unwrap_or_else(|| lines.get(range.start).map_or(0, |line| indent(line)));
    let mut found = Vec::new();
    for line in lines.get(..range.start).unwrap_or_default().iter().rev() {
        if left == 0 {
            break;
        }
        if !is_about(line) && indent(line) < left && !line.trim_start().starts_with(['}', ')']) {
            left = indent(line);
            found.push((*line).to_owned());
        }
    }
    found
}

/// Whether a file is a program, of which each line serves the one call that it shows.
pub fn is_program(path: &str) -> bool {
    path.starts_with("examples/")
}

fn whole(lines: &[&str], _: &Range<usize>) -> Vec<String> {
    lines.iter().map(|line| (*line).to_owned()).collect()
}

/// The words about an item that a hunk stands in.
fn block(lines: &[&str], range: &Range<usize>) -> Vec<String> {
    around(lines, range, |line| line.trim_start().starts_with("//"))
}

/// The paragraph that a hunk stands in.
fn paragraph(lines: &[&str], range: &Range<usize>) -> Vec<String> {
    around(lines, range, |line| !line.trim().is_empty())
}

/// The lines before and after a hunk, as far as they are of a kind.
fn around(lines: &[&str], range: &Range<usize>, kind: fn(&str) -> bool) -> Vec<String> {
    let before = lines.get(..range.start).unwrap_or_default().iter().rev();
    let after = lines.get(range.end..).unwrap_or_default().iter();
    let before = before.take_while(|line| kind(line));
    let after = after.take_while(|line| kind(line));
    before.chain(after).map(|line| (*line).to_owned()).collect()
}
