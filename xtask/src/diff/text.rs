//! The report as lines for people: on a terminal with colours, and as wide as it is.
//!
//! In: reports. Out: lines. What stands at the top of a service comes first, words come last and
//! are counted.

use std::fmt::Write as _;

use clap::builder::styling::{AnsiColor, Style};
use link_codegen::changes::{Change, Comparison, Effect, Wire};
use link_codegen::{Locator, Place};

use super::{Compared, Fate, Report};
use crate::screen::{Plural, Screen, printable};

const BAD: Style = AnsiColor::Red.on_default().bold();
const FAIR: Style = AnsiColor::Yellow.on_default();
const GOOD: Style = AnsiColor::Green.on_default();
const HEAD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const PLAIN: Style = Style::new();

/// How wide lines are where nobody says.
const WIDTH: usize = 100;
/// Values that are longer are cut.
const LONGEST: usize = 200;
/// Where the words of a change begin.
const INDENT: usize = 30;

/// A piece of a line.
type Span = (Style, String);

/// Prints the report.
pub fn print(reports: &[Report], verbose: bool, screen: &mut Screen) {
    let width = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    for line in lines(reports, verbose, width.unwrap_or(WIDTH)) {
        screen.styled(&line);
    }
}

/// The report without colours.
pub fn plain(reports: &[Report], verbose: bool) -> String {
    let mut text = String::new();
    for line in lines(reports, verbose, WIDTH) {
        let line = line.iter().map(|(_, piece)| printable(piece)).collect::<String>();
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

fn lines(reports: &[Report], verbose: bool, width: usize) -> Vec<Vec<Span>> {
    let mut page = Page { lines: Vec::new(), width: width.max(60) };
    for report in reports {
        let Report { label, base, fate } = report;
        match fate {
            Fate::New => {
                page.line([(HEAD, format!("{label}: ")), (GOOD, format!("new since {base}"))]);
            }
            Fate::Gone => {
                page.line([(HEAD, format!("{label}: ")), (BAD, format!("gone since {base}"))]);
            }
            Fate::Compared(compared) => page.compared(label, base, compared, verbose),
        }
    }
    page.lines
}

struct Page {
    lines: Vec<Vec<Span>>,
    width: usize,
}

impl Page {
    fn line<const N: usize>(&mut self, spans: [Span; N]) {
        self.lines.push(spans.into());
    }

    fn gap(&mut self) {
        self.lines.push(Vec::new());
    }

    fn compared(&mut self, label: &str, base: &str, compared: &Compared, verbose: bool) {
        let Compared { old, new, comparison } = compared;
        let versions = match (&comparison.old_version, &comparison.new_version) {
            (Some(was), Some(is)) if was != is => format!(" ({was} → {is})"),
            (Some(_), Some(_)) => String::new(),
            (_, _) => {
                self.line([
                    (HEAD, label.to_owned()),
                    (BAD, ": not compared, see above".to_owned()),
                ]);
                return;
            }
        };
        self.line([(HEAD, label.to_owned()), (PLAIN, format!(" since {base}{versions}"))]);
        self.sum(comparison, &compared.step());
        let locators = (Locator::new(old), Locator::new(new));
        let top = comparison.highlights().collect::<Vec<_>>();
        self.section("First of all", &top, &locators);
        let rest = comparison.substance().filter(|change| !change.is_highlight());
        let rest = rest.collect::<Vec<_>>();
        let mut from = 0;
        while let Some(first) = rest.get(from) {
            let same = |change: &&&Change| change.area == first.area && change.item == first.item;
            let number = rest.iter().skip(from).take_while(same).count();
            self.section(&first.item, rest.get(from..from + number).unwrap_or_default(), &locators);
            from += number.max(1);
        }
        if verbose {
            let words = comparison.documentation().collect::<Vec<_>>();
            self.section("Words", &words, &locators);
        }
    }

    /// The first lines: how much there is, and how bad it is.
    fn sum(&mut self, comparison: &Comparison, step: &str) {
        let count = |fits: &dyn Fn(&Change) -> bool| {
            comparison.substance().filter(|change| fits(change)).count()
        };
        let changes = count(&|_| true);
        let words = comparison.documentation().count();
        if changes == 0 && words == 0 {
            self.line([(GOOD, "  no change".to_owned())]);
            return;
        }
        let wire = |wire: Wire| count(&|change| change.wire == wire);
        let source = |effect: Effect| count(&|change| change.source == effect);
        let accepted = count(&|change| change.accepted.is_some());
        let bump = comparison.bump();
        self.line([
            (PLAIN, "  version  ".to_owned()),
            (HEAD, bump.as_str().to_owned()),
            (PLAIN, step.to_owned()),
        ]);
        let style = |number: usize, style: Style| if number > 0 { style } else { DIM };
        let (breaks, tolerated) = (wire(Wire::Breaks), wire(Wire::Tolerated));
        let safe = wire(Wire::Safe);
        let is = |number: usize| if number == 1 { "is" } else { "are" };
        let verb = if breaks == 1 { "breaks" } else { "break" };
        self.line([
            (PLAIN, "  deployed ".to_owned()),
            (style(breaks, BAD), format!("{breaks} {verb}")),
            (PLAIN, ", ".to_owned()),
            (style(tolerated, FAIR), format!("{tolerated} {} tolerated", is(tolerated))),
            (DIM, format!(", {safe} {} safe", is(safe))),
        ]);
        let (major, minor) = (source(Effect::Major), source(Effect::Minor));
        self.line([
            (PLAIN, "  source   ".to_owned()),
            (style(major, BAD), format!("{major} major")),
            (PLAIN, ", ".to_owned()),
            (style(minor, GOOD), format!("{minor} minor")),
            (DIM, format!(", {} none", source(Effect::None))),
        ]);
        let mut more = Vec::new();
        if accepted > 0 {
            more.push(format!("{} accepted", Plural(accepted, "change")));
        }
        if words > 0 {
            more.push(format!("{} where words changed", Plural(words, "place")));
        }
        if !more.is_empty() {
            self.line([(DIM, format!("  besides  {}", more.join(", ")))]);
        }
    }

    fn section(&mut self, title: &str, changes: &[&Change], locators: &(Locator<'_>, Locator<'_>)) {
        if changes.is_empty() {
            return;
        }
        self.gap();
        self.line([(HEAD, title.to_owned())]);
        for change in changes {
            self.change(change, title, locators);
        }
    }

    fn change(&mut self, change: &Change, title: &str, locators: &(Locator<'_>, Locator<'_>)) {
        let wire = match change.wire {
            Wire::Breaks => BAD,
            Wire::Tolerated => FAIR,
            Wire::Safe => DIM,
        };
        let source = match change.source {
            Effect::Major => BAD,
            Effect::Minor => GOOD,
            Effect::None => DIM,
        };
        let subject = change.subject.strip_prefix(title).unwrap_or(&change.subject).trim_start();
        let colon = if subject.is_empty() { "" } else { ": " };
        let text = format!("{subject}{colon}{}{}", change.rule.title(), values(change));
        let head = vec![
            (wire, format!("  {:<10}", change.wire.as_str())),
            (source, format!("{:<6}", change.source.as_str())),
            (DIM, format!("{:<12}", change.direction.as_str())),
        ];
        self.wrapped(head, &text, PLAIN);
        let mut about = String::from(change.reason());
        if let Some(rust) = &change.rust {
            let _ = write!(about, "; `{rust}`");
        }
        self.wrapped(indent(), &about, DIM);
        let place = place(change, locators);
        let place = place.map(|place| format!("{place} ")).unwrap_or_default();
        self.wrapped(
            indent(),
            &format!("{place}{} {}", change.rule.code(), change.fingerprint),
            DIM,
        );
        if let Some(reason) = &change.accepted {
            self.wrapped(indent(), &format!("accepted: {reason}"), GOOD);
        }
    }

    /// A text behind its head, with lines that begin where it does.
    fn wrapped(&mut self, head: Vec<Span>, text: &str, style: Style) {
        let room = self.width.saturating_sub(INDENT).max(20);
        let mut head = Some(head);
        let mut line = String::new();
        let mut flush = |line: &mut String, lines: &mut Vec<Vec<Span>>| {
            let mut spans = head.take().unwrap_or_else(indent);
            spans.push((style, std::mem::take(line)));
            lines.push(spans);
        };
        for word in text.split_whitespace() {
            let length = line.chars().count() + word.chars().count();
            if !line.is_empty() && length >= room {
                flush(&mut line, &mut self.lines);
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        flush(&mut line, &mut self.lines);
    }
}

fn indent() -> Vec<Span> {
    vec![(PLAIN, " ".repeat(INDENT))]
}

/// What it was and what it is.
fn values(change: &Change) -> String {
    let cut = |text: &String| {
        let mut cut = text.chars().take(LONGEST).collect::<String>();
        if cut.len() < text.len() {
            cut.push('…');
        }
        cut
    };
    match (change.was.as_ref().map(cut), change.is.as_ref().map(cut)) {
        (Some(was), Some(is)) => format!(", {was} → {is}"),
        (Some(value), None) | (None, Some(value)) => format!(", {value}"),
        (None, None) => String::new(),
    }
}

/// Where to read it: in the new document, or in the old one where nothing is left of it.
fn place(change: &Change, locators: &(Locator<'_>, Locator<'_>)) -> Option<String> {
    let found = |place: &Option<Place>, locator: &Locator<'_>| {
        Some(locator.location(place.as_ref()?)?.to_string())
    };
    found(&change.new, &locators.1).or_else(|| found(&change.old, &locators.0))
}
