//! `CHANGELOG.md`: the file, with the entries that are in it.
//!
//! In: the text as it stands, and an entry. Out: the text with that entry, in which the others
//! are what they were, byte for byte. Writes no entry itself, and bears no header of ours: it is
//! kept, and not made again.

use std::fmt::Write as _;

use semver::Version;

/// Its name in the folder of a crate.
pub const NAME: &str = "CHANGELOG.md";

const HEAD: &str = "\
# Changelog

What changed for who uses this crate, newest first, in the form of
[Keep a Changelog](https://keepachangelog.com/en/1.1.0/). Versions follow
[Cargo's rules](https://doc.rust-lang.org/cargo/reference/semver.html).

";

/// The text of a file, taken apart.
#[derive(Debug, Default)]
pub struct Changelog<'a> {
    head: &'a str,
    entries: Vec<Entry<'a>>,
}

#[derive(Debug)]
struct Entry<'a> {
    /// None of what has no version, such as `[Unreleased]`.
    version: Option<Version>,
    text: &'a str,
}

impl<'a> Changelog<'a> {
    /// Takes a text apart at its headings of the second level.
    pub fn read(text: &'a str) -> Self {
        let mut starts = Vec::new();
        let (mut offset, mut fenced) = (0, false);
        for line in text.split_inclusive('\n') {
            if line.trim_start().starts_with("```") {
                fenced = !fenced;
            } else if line.starts_with("## ") && !fenced {
                starts.push(offset);
            }
            offset += line.len();
        }
        let ends = starts.iter().skip(1).copied().chain([text.len()]);
        let entries = starts.iter().zip(ends).filter_map(|(start, end)| text.get(*start..end));
        let entries = entries.map(|text| Entry { version: version_of(text), text }).collect();
        let head = starts.first().map_or(text, |start| text.get(..*start).unwrap_or_default());
        Self { head, entries }
    }

    /// Whether there is an entry of this version.
    pub fn has(&self, version: &Version) -> bool {
        self.entries.iter().any(|entry| entry.version.as_ref() == Some(version))
    }

    /// The text with an entry before the others that have a version. Those that `goes` accepts
    /// make room for it, and so does one of the same version.
    pub fn with(&self, version: &Version, entry: &str, goes: impl Fn(&Version) -> bool) -> String {
        let stays = |old: &&Entry<'_>| {
            old.version.as_ref().is_none_or(|other| other != version && !goes(other))
        };
        let entries = self.entries.iter().filter(stays).collect::<Vec<_>>();
        let first = entries.iter().position(|entry| entry.version.is_some());
        let (before, after) = entries.split_at(first.unwrap_or(entries.len()));
        let mut text = if self.head.is_empty() { HEAD.to_owned() } else { self.head.to_owned() };
        text.extend(before.iter().map(|entry| entry.text));
        while !text.ends_with("\n\n") {
            text.push('\n');
        }
        // Writing to a text cannot fail.
        let _ = write!(text, "## [{version}]\n\n{}\n", entry.trim_end());
        if !after.is_empty() {
            text.push('\n');
        }
        text.extend(after.iter().map(|entry| entry.text));
        text
    }
}

/// The version in a heading such as `## [0.2.0] - 2026-01-01`.
fn version_of(entry: &str) -> Option<Version> {
    let line = entry.lines().next()?.trim_start_matches("## ").trim_start_matches('[');
    let end = line.find(|c: char| c == ']' || c.is_whitespace()).unwrap_or(line.len());
    Version::parse(line.get(..end)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEVER: fn(&Version) -> bool = |_| false;

    #[test]
    fn the_first_entry_gets_a_head() {
        let version = Version::new(0, 1, 0);
        let text = Changelog::default().with(&version, "First release.", NEVER);
        assert_eq!(text, format!("{HEAD}## [0.1.0]\n\nFirst release.\n"));
        assert!(Changelog::read(&text).has(&version));
        assert_eq!(Changelog::read(&text).with(&version, "First release.", NEVER), text);
    }

    #[test]
    fn others_stay_as_they_are() {
        let old = "# Ours\n\n## [Unreleased]\n-  odd \n## [0.1.1] - 2026-01-01\n\n```\n## [0.1.0]\n```\n\n\n## 0.1.0\n*\tlast";
        let text = Changelog::read(old).with(&Version::new(0, 2, 0), "New.\n\n", NEVER);
        let (start, end) = old.split_once("## [0.1.1]").unwrap_or_default();
        assert_eq!(text, format!("{start}\n## [0.2.0]\n\nNew.\n\n## [0.1.1]{end}"));
        let again = Changelog::read(&text).with(&Version::new(0, 2, 0), "New.", NEVER);
        assert_eq!(again, text, "the same entry changes nothing");
        let other = Changelog::read(&text)
            .with(&Version::new(0, 2, 1), "Newer.", |version| *version == Version::new(0, 2, 0));
        assert_eq!(other, text.replace("0.2.0", "0.2.1").replace("New.", "Newer."));
    }
}
