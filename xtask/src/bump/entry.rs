//! An entry of a changelog: what one regeneration means to who uses the crate.
//!
//! In: what changed in the document and in the generator. Out: Markdown. Names no time: the same
//! regeneration says the same on any day, and what is published when is the registry's to say.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use link_codegen::changes::words::{Section, joined, shown};
use link_codegen::changes::{Change, Comparison, Effect};

use crate::screen::Plural;

/// What the generator does otherwise than when the crate was made before.
#[derive(Debug, Default)]
pub struct Generator {
    /// How many files are others for the same document.
    pub files: usize,
    pub added: Vec<String>,
    pub removed: Vec<String>,
}

impl Generator {
    /// What two crates of the same document show to their users.
    pub fn of(files: usize, old: &BTreeSet<String>, new: &BTreeSet<String>) -> Self {
        let only = |one: &BTreeSet<String>, other| one.difference(other).cloned().collect();
        Self { files, added: only(new, old), removed: only(old, new) }
    }
}

/// How many lines of what the generator changed are listed.
const LISTED: usize = 20;

/// What a crate that was never there before says.
pub const FIRST: &str = "First release.";

/// Writes the entry. `packaged` are the files that changed by settings that no program feels.
pub fn entry(comparison: &Comparison, generator: &Generator, packaged: &[String]) -> String {
    let mut text = String::new();
    text.push_str(&documents(comparison));
    for section in Section::ALL {
        let lines = lines(comparison, section);
        if !lines.is_empty() {
            let _ = write!(text, "### {}\n\n{}\n", section.title(), lines.join(""));
        }
    }
    let words = comparison.documentation().count();
    if words > 0 {
        let places = Plural(words, "place");
        let _ = write!(
            text,
            "### Documentation\n\n- The words of the document are others in {places}.\n\n"
        );
    }
    if !packaged.is_empty() {
        let files = packaged.iter().map(|file| shown(file)).collect::<Vec<_>>().join(", ");
        let _ = write!(text, "### Package\n\n- Settings of the package changed: {files}.\n\n");
    }
    text.push_str(&generated(generator));
    text.push_str(&migration(comparison));
    if text.is_empty() {
        let nothing = comparison.changes.is_empty();
        text.push_str(if nothing {
            "The version alone.\n"
        } else {
            "Nothing that a program can tell.\n"
        });
    }
    text.trim_end().to_owned()
}

fn documents(comparison: &Comparison) -> String {
    match (&comparison.old_version, &comparison.new_version) {
        (Some(old), Some(new)) if old != new => {
            format!("The document's version is {}; it was {}.\n\n", shown(new), shown(old))
        }
        (_, _) => String::new(),
    }
}

/// The changes of a section: those that break source first, with a word for it.
fn lines(comparison: &Comparison, section: Section) -> Vec<String> {
    let changes = comparison.substance().filter(|change| change.is_noticed());
    let changes = changes.filter(|change| change.section() == section);
    let (breaking, others): (Vec<_>, Vec<_>) =
        changes.partition(|change| change.source == Effect::Major);
    let said = |changes: &[&Change]| joined(changes.iter().map(|change| change.sentence()));
    let breaking = said(&breaking).into_iter().map(|line| format!("- **Breaking:** {line}.\n"));
    let others = said(&others).into_iter().map(|line| format!("- {line}.\n"));
    breaking.chain(others).collect()
}

fn generated(generator: &Generator) -> String {
    if generator.files == 0 {
        return String::new();
    }
    let files = Plural(generator.files, "file");
    let mut text = format!(
        "### Generator\n\nGenerator: it writes {files} otherwise than before for the same document.\n"
    );
    if generator.added.is_empty() && generator.removed.is_empty() {
        text.push_str("Nothing that a program can name changed by it.\n");
    }
    text.push('\n');
    for (word, list) in [("gone", &generator.removed), ("new", &generator.added)] {
        for item in list.iter().take(LISTED) {
            let _ = writeln!(text, "- {word}: {}", shown(item));
        }
        if let Some(more) = list.len().checked_sub(LISTED).filter(|more| *more > 0) {
            let _ = writeln!(text, "- {more} more {word}");
        }
    }
    text.trim_end().to_owned() + "\n\n"
}

/// What to write in place of what no longer compiles.
fn migration(comparison: &Comparison) -> String {
    let steps = comparison.substance().filter_map(Change::migration);
    let mut seen = BTreeSet::new();
    let steps = steps.map(|step| format!("- {} → {}\n", step.before, step.now));
    let steps = steps.filter(|step| seen.insert(step.clone())).collect::<String>();
    if steps.is_empty() {
        return String::new();
    }
    format!("### Migration\n\nWhat was written before → what to write now:\n\n{steps}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_says_nothing_where_nothing_is_said() {
        let entry = entry(&Comparison::default(), &Generator::default(), &[]);
        assert_eq!(entry, "The version alone.");
    }

    #[test]
    fn what_the_generator_changed_stands_apart() {
        let set = |items: &[&str]| items.iter().map(|item| (*item).to_owned()).collect();
        let quiet = Generator::of(2, &set(&["a"]), &set(&["a"]));
        let text = entry(&Comparison::default(), &quiet, &["Cargo.toml".to_owned()]);
        assert!(text.contains("Generator: it writes 2 files otherwise than before"), "{text}");
        assert!(text.contains("Nothing that a program can name changed by it."), "{text}");
        assert!(text.contains("- Settings of the package changed: `Cargo.toml`."), "{text}");
        let many = (0..30).map(|n| format!("i{n:02}")).collect::<BTreeSet<_>>();
        let loud = entry(&Comparison::default(), &Generator::of(1, &set(&["a"]), &many), &[]);
        assert!(loud.contains("- gone: `a`\n- new: `i00`\n"), "{loud}");
        assert!(loud.contains("- new: `i19`\n- 10 more new"), "{loud}");
    }
}
