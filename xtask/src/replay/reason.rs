//! The reason that a change of the report gives for lines of the crate.
//!
//! In: a change. Out: [`Reason`], which can be asked whether it speaks of a place. Judges by names:
//! those of the item, of its member, and of the file in which they stand.

use link_codegen::changes::{Change, Comparison, Rule};

use super::around::{Place, Spoken, folded, is_program};

/// What a change gives a reason for.
pub struct Reason {
    /// The files in which the thing stands.
    files: Vec<String>,
    /// The names of the item, folded: of the type, or of the call.
    item: Vec<String>,
    /// The name of the method alone, and of its marker: others may have the same.
    method: Vec<String>,
    /// The names of the member, folded; none where the whole item changed.
    member: Vec<String>,
    /// Whether it changes how values of the item are made.
    shapes: bool,
    is_words: bool,
    is_type: bool,
}

impl Reason {
    pub fn of(change: &Change) -> Self {
        let files = [&change.old_file, &change.new_file].into_iter().flatten().cloned().collect();
        let rust = change.rust.as_deref().unwrap_or_default();
        let (owner, member) = split(rust);
        let mut item = vec![folded(owner), folded(&change.item)];
        let method = owner.strip_suffix("()").and_then(|owner| owner.rsplit_once('.'));
        if change.rule.code().ends_with("renamed") {
            item.extend([&change.was, &change.is].into_iter().flatten().map(|name| folded(name)));
        }
        item.extend(change.operations.iter().filter(|_| method.is_some()).map(|name| folded(name)));
        let mut members = Vec::new();
        if let Some(member) = member {
            let wire = change.subject.rsplit(['.', '=', '|', '?']).next().unwrap_or_default();
            let wire = wire.split(' ').next().unwrap_or_default();
            members.extend([folded(member), folded(wire), folded(&format!("{owner}{member}"))]);
        }
        Self {
            files,
            item: item.into_iter().filter(|word| !word.is_empty()).collect(),
            method: method
                .map_or_else(Vec::new, |(_, method)| vec![method.to_owned(), camel(method)]),
            member: members.into_iter().filter(|word| !word.is_empty()).collect(),
            shapes: shapes(change.rule),
            is_words: change.is_documentation(),
            is_type: method.is_none(),
        }
    }

    /// The version of the document stands in the README.
    pub fn of_version(comparison: &Comparison) -> Option<Self> {
        let (old, new) = (comparison.old_version.as_ref()?, comparison.new_version.as_ref()?);
        (old != new).then(|| Self {
            files: vec!["README.md".to_owned()],
            item: vec![folded("document version")],
            method: Vec::new(),
            member: Vec::new(),
            shapes: false,
            is_words: false,
            is_type: false,
        })
    }

    fn is_whole(&self) -> bool {
        self.member.is_empty()
    }

    /// Whether it is more than words, about a type: then others may be reached by other ways.
    pub fn is_of_types(&self) -> bool {
        self.is_type && !self.is_words
    }

    /// Whether it speaks of a file that came or went.
    pub fn explains_file(&self, path: &str, stem: &str) -> bool {
        let named = self.item.iter().chain(&self.member).any(|name| name == stem);
        // The runtime brings a file for the first thing that needs it.
        let runtime = path.starts_with("src/runtime/") || path.starts_with("examples/");
        !self.is_words && (self.is_at_home(path) || named || runtime)
    }

    fn is_at_home(&self, path: &str) -> bool {
        self.files.iter().any(|file| file == path)
    }

    /// Whether it speaks of a hunk.
    pub fn explains(&self, place: &Place) -> bool {
        let Place { path, own, near, above, block, .. } = place;
        let home = self.is_at_home(path);
        let of_method = |text: &Spoken| self.method.iter().any(|name| text.spelled.contains(name));
        let of_item = |text: &Spoken| text.says(&self.item);
        let of_member = |text: &Spoken| text.says(&self.member);
        if self.is_words {
            let shown = path == "src/test_util.rs" || path == "README.md";
            return home || self.files.is_empty() || (shown && (of_item(own) || of_method(own)));
        }
        let around = [own, near, above, block];
        match (home, self.is_whole()) {
            (true, true) => around.into_iter().any(|text| of_item(text) || of_method(text)),
            (true, false) => {
                let made = of_item(own) || (place.is_derive() && of_item(near));
                [own, near, above].into_iter().any(of_member) || (self.shapes && made)
            }
            (false, true) => {
                let table = path == "src/test_util.rs" && of_method(own);
                table || around.into_iter().any(of_item)
            }
            (false, false) => {
                // A program is one call: what it needs beside follows from its arguments.
                let told = of_member(own) || is_program(path);
                told && around.into_iter().any(of_item)
            }
        }
    }

    /// Whether it is about an operation as a whole, whose lines may be like those of another one.
    pub fn is_of_call(&self) -> bool {
        !self.is_type && self.is_whole() && !self.is_words
    }

    /// Whether it speaks of a line that moved. `spans` says that it speaks of both its places.
    pub fn explains_move(&self, spans: bool, own: &Spoken, text: &str) -> bool {
        if self.is_words {
            return spans && text.starts_with("//");
        }
        let whole = self.is_whole() && (spans || own.says(&self.item));
        whole || own.says(&self.member)
    }
}

/// `get_by_id` as the name of a type.
fn camel(name: &str) -> String {
    let words = name.split('_').map(|word| {
        let mut letters = word.chars();
        let first = letters.next().map(|first| first.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    });
    words.collect()
}

/// An item and its member: `Pet::name`, or `pets().list().limit(..)`.
fn split(rust: &str) -> (&str, Option<&str>) {
    let member = match rust.strip_suffix("(..)") {
        Some(call) => call.rsplit_once('.'),
        None => rust.rsplit_once("::"),
    };
    member.map_or((rust, None), |(owner, member)| (owner, Some(member)))
}

/// Whether values of the item are made in another way: what it derives and is made of follows.
fn shapes(rule: Rule) -> bool {
    let code = rule.code();
    ["property-", "type-", "among-", "nullable-", "optional-property-", "rust-"]
        .iter()
        .any(|start| code.starts_with(start))
}
