//! What is said, and how: lines for people, with colours on a terminal only.
//!
//! In: what the verbs did and found. Out: results on standard output, all else on standard
//! error. Nothing is lost when nobody listens: a closed pipe does not stop a verb.

use std::collections::BTreeMap;
use std::fmt::{self, Display};
use std::io::{Stderr, Stdout, Write};
use std::path::Path;

use anstream::AutoStream;
use clap::builder::styling::{AnsiColor, Style};
use link_codegen::{Diagnostic, Locator, Severity};

use crate::plan::{Change, Tally};
use crate::snippet;

const RED: Style = AnsiColor::Red.on_default().bold();
const YELLOW: Style = AnsiColor::Yellow.on_default().bold();
const GREEN: Style = AnsiColor::Green.on_default();
const BLUE: Style = AnsiColor::Blue.on_default().bold();

/// Why a verb cannot go on: what and where, and what to do about it.
#[derive(Debug)]
pub struct Failure {
    pub message: String,
    pub help: Option<String>,
}

impl Failure {
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None }
    }

    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// What the operating system refused to do with a file.
    pub fn io(path: &Path, what: &str, error: &std::io::Error) -> Self {
        Self::new(format!("{} cannot be {what}: {error}", path.display()))
    }
}

/// Where everything is printed.
pub struct Screen {
    out: AutoStream<Stdout>,
    err: AutoStream<Stderr>,
    pub verbose: bool,
}

impl Screen {
    pub fn new(verbose: bool) -> Self {
        Self { out: anstream::stdout(), err: anstream::stderr(), verbose }
    }

    /// A line of the result.
    pub fn line(&mut self, text: impl Display) {
        let _ = writeln!(self.out, "{}", printable(&text.to_string()));
    }

    /// A line of the result, with the style of each of its pieces.
    pub fn styled(&mut self, line: &[(Style, String)]) {
        for (style, piece) in line {
            let _ = write!(self.out, "{style}{}{style:#}", printable(piece));
        }
        let _ = writeln!(self.out);
    }

    /// A result for other programs, as it is.
    pub fn data(&mut self, text: &str) {
        let _ = self.out.write_all(text.as_bytes());
    }

    /// A file of the result.
    pub fn change(&mut self, change: Change, path: &str) {
        let style = match change {
            Change::Added => GREEN,
            Change::Changed => YELLOW,
            Change::Removed => RED,
        };
        let word = change.as_str();
        let _ = writeln!(self.out, "{style}{word:<8}{style:#} {}", printable(path));
    }

    /// Something that is worth knowing beside the result.
    pub fn note(&mut self, text: impl Display) {
        let text = text.to_string();
        let _ = writeln!(self.err, "{BLUE}note{BLUE:#}: {}", printable(&text));
    }

    /// Something that is probably not what was meant.
    pub fn warning(&mut self, text: impl Display) {
        let text = text.to_string();
        let _ = writeln!(self.err, "{YELLOW}warning{YELLOW:#}: {}", printable(&text));
    }

    /// Something that only `--verbose` shows.
    pub fn detail(&mut self, text: impl Display) {
        if self.verbose {
            let _ = writeln!(self.err, "{}", printable(&text.to_string()));
        }
    }

    pub fn failure(&mut self, failure: &Failure) {
        let message = printable(&failure.message);
        let _ = writeln!(self.err, "{RED}error{RED:#}: {message}");
        if let Some(help) = &failure.help {
            let help = printable(help).replace('\n', "\n          ");
            let _ = writeln!(self.err, "  = help: {help}");
        }
        let _ = writeln!(self.err);
    }

    /// The diagnostics of a source, each with its line, then their count. Of many that say the
    /// same, the first few are shown; notes only with `--verbose`.
    pub fn diagnostics(&mut self, label: &str, list: &[Diagnostic], locator: &Locator<'_>) {
        let mut seen = BTreeMap::<_, usize>::new();
        for diagnostic in list {
            if diagnostic.severity == Severity::Note && !self.verbose {
                continue;
            }
            let number = seen.entry(kind(diagnostic)).or_default();
            *number += 1;
            if *number <= ALIKE || self.verbose {
                let _ = writeln!(self.err, "{}", snippet::render(diagnostic, locator));
            }
        }
        for ((severity, code, message), number) in seen {
            if let Some(more) = number.checked_sub(ALIKE + 1).filter(|_| !self.verbose) {
                let (word, style) = word(severity);
                let head = format!("{style}{word}[{code}]{style:#}");
                let message = printable(&message);
                let _ = writeln!(self.err, "{head}: {} more like it: {message}", more + 1);
            }
        }
        if let Some(count) = Count::of(list).describe(self.verbose) {
            let _ = writeln!(self.err, "{}: {count}", printable(label));
        }
    }

    /// What became of the files of a crate.
    pub fn tally(&mut self, label: &str, tally: Tally) {
        self.line(format_args!("{label}: {tally}"));
    }
}

/// How many diagnostics there are.
#[derive(Default)]
struct Count {
    errors: usize,
    warnings: usize,
    /// By code.
    notes: BTreeMap<&'static str, usize>,
}

impl Count {
    fn of(list: &[Diagnostic]) -> Self {
        let mut count = Self::default();
        for diagnostic in list {
            match diagnostic.severity {
                Severity::Error => count.errors += 1,
                Severity::Warning => count.warnings += 1,
                Severity::Note => *count.notes.entry(diagnostic.code.as_str()).or_default() += 1,
            }
        }
        count
    }

    fn describe(&self, verbose: bool) -> Option<String> {
        let notes = self.notes.values().sum();
        let counts = [(self.errors, "error"), (self.warnings, "warning"), (notes, "note")];
        let parts = counts.iter().filter(|(number, _)| *number > 0);
        let parts: Vec<_> = parts.map(|(number, what)| Plural(*number, what).to_string()).collect();
        let codes = self.notes.iter().map(|(code, number)| format!("{number} {code}"));
        let codes = codes.collect::<Vec<_>>().join(", ");
        let hint = match (notes, verbose) {
            (0, _) => String::new(),
            (_, true) => format!(" ({codes})"),
            (_, false) => format!(" ({codes}; --verbose shows them)"),
        };
        (!parts.is_empty()).then(|| format!("{}{hint}", parts.join(", ")))
    }
}

/// `1 file`, `2 files`.
pub struct Plural<'a>(pub usize, pub &'a str);

impl Display for Plural<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(number, what) = self;
        let ending = if *number == 1 { "" } else { "s" };
        write!(formatter, "{number} {what}{ending}")
    }
}

/// A share, rounded down, so that only all of them are 100 %.
pub fn percent(part: usize, all: usize) -> String {
    if all == 0 {
        return "-".to_owned();
    }
    let tenths = part * 1000 / all;
    format!("{}.{} %", tenths / 10, tenths % 10)
}

/// How many diagnostics that say the same are shown.
const ALIKE: usize = 5;

/// What diagnostics that say the same have in common: all but what they quote.
pub fn kind(diagnostic: &Diagnostic) -> (Severity, &'static str, String) {
    let mut message = diagnostic.message.clone();
    for quote in ["`", "\""] {
        let parts = message.split(quote).enumerate();
        let parts = parts.map(|(index, part)| if index % 2 == 0 { part } else { "…" });
        message = parts.collect::<Vec<_>>().join(quote);
    }
    (diagnostic.severity, diagnostic.code.as_str(), message)
}

fn word(severity: Severity) -> (&'static str, Style) {
    match severity {
        Severity::Error => ("error", RED),
        Severity::Warning => ("warning", YELLOW),
        Severity::Note => ("note", BLUE),
    }
}

/// Text that does nothing to a terminal but appear on it. Messages quote documents, and what a
/// document holds is up to whoever wrote it.
pub fn printable(text: &str) -> String {
    let mut printable = String::with_capacity(text.len());
    for character in text.chars() {
        let turns = matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if turns || (character.is_control() && character != '\n') {
            printable.extend(character.escape_unicode());
        } else {
            printable.push(character);
        }
    }
    printable
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_document_holds_cannot_drive_the_terminal() {
        assert_eq!(printable("a\u{1b}[31mb\r\nc\u{202e}"), "a\\u{1b}[31mb\\u{d}\nc\\u{202e}");
        assert_eq!(printable("schöne `Größe`"), "schöne `Größe`");
    }

    #[test]
    fn only_all_are_a_hundred_percent() {
        assert_eq!(percent(9999, 10000), "99.9 %");
        assert_eq!(percent(3, 3), "100.0 %");
        assert_eq!(percent(0, 0), "-");
    }

    #[test]
    fn counts_leave_out_what_is_not_there() {
        let notes = BTreeMap::from([("ignored", 2)]);
        let count = Count { errors: 1, warnings: 0, notes };
        let quiet = count.describe(false);
        assert_eq!(quiet.as_deref(), Some("1 error, 2 notes (2 ignored; --verbose shows them)"));
        assert_eq!(count.describe(true).as_deref(), Some("1 error, 2 notes (2 ignored)"));
        assert_eq!(Count::default().describe(true), None);
    }
}
