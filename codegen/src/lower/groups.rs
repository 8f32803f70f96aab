//! Groups: which operations stand together, and which are wanted at all.
//!
//! In: an operation of the document and the settings. Out: the words of its group, and whether
//! the settings select it. Makes no identifier of the words.

use super::Lowering;
use crate::document;
use crate::route::telling_segments;
use crate::settings::{Select, operation_key};

/// Words of titles and tags that say no more than that there is a service.
const FILLERS: [&str; 13] = [
    "the",
    "a",
    "api",
    "apis",
    "rest",
    "restful",
    "http",
    "public",
    "service",
    "openapi",
    "spec",
    "specification",
    "reference",
];

impl Lowering<'_> {
    /// The words of an operation's group: the settings, an extension, the first tag, or the first
    /// part of the path.
    pub(super) fn group(&self, piece: &document::Operation) -> String {
        let own = self.settings.operation(&piece.method, &piece.path);
        if let Some(group) = own.and_then(|own| own.group.as_deref()) {
            return group.to_owned();
        }
        let object = &piece.operation;
        let extension = super::operation::text(object, "x-fern-sdk-group-name");
        let speakable = |text: &String| text.chars().any(char::is_alphanumeric);
        if let Some(group) = extension.filter(speakable) {
            return group;
        }
        let title = telling_words(&self.document.info().title);
        // A tag that says no more than the title does stands at every operation.
        let tells = |tag: &String| {
            let words = telling_words(tag);
            speakable(tag) && (words.is_empty() || words != title)
        };
        if let Some(tag) = object.tags.first().filter(|tag| tells(tag)) {
            return tag.clone();
        }
        let segments = telling_segments(&piece.path);
        let segment = segments.first().map(|segment| (*segment).to_owned());
        segment.filter(speakable).unwrap_or_else(|| "root".to_owned())
    }

    /// Whether the settings want an operation; all of them where they select none.
    pub(super) fn is_selected(&mut self, piece: &document::Operation, group: &str) -> bool {
        let Select { operations, paths, groups } = &self.settings.select;
        if !self.settings.select.any() {
            return true;
        }
        let key = operation_key(&piece.method, &piece.path);
        let named = operations.iter().filter(|entry| operation_key_of(entry) == key);
        let below = paths.iter().filter(|entry| matches(entry, &piece.path));
        let within = groups.iter().filter(|entry| folded(entry) == folded(group));
        let found = named.chain(below).chain(within).cloned().collect::<Vec<_>>();
        let selected = !found.is_empty();
        self.used.extend(found);
        selected
    }
}

/// An entry as `METHOD /path`, whatever the case of its method.
fn operation_key_of(entry: &str) -> String {
    match entry.split_once(' ') {
        Some((method, path)) => operation_key(method, path.trim()),
        None => entry.to_owned(),
    }
}

/// Whether a path is the one of an entry, or begins as an entry with a star at its end does.
fn matches(entry: &str, path: &str) -> bool {
    match entry.strip_suffix('*') {
        Some(start) => path.starts_with(start),
        None => entry == path,
    }
}

/// A name without what folds away when it is spelled in Rust.
fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The words of a text that tell it from others.
fn telling_words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    let version = |word: &str| {
        let digits = word.strip_prefix('v').unwrap_or(word);
        digits.chars().all(|c| c.is_ascii_digit())
    };
    words.filter(|word| !version(word) && !FILLERS.contains(&word.as_str())).collect()
}
