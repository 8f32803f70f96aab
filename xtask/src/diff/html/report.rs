//! One comparison as HTML: its sum, its changes, and the texts that they point at.
//!
//! In: a comparison with the sources and crates of both versions. Out: HTML in which each change
//! and each of its lines lead to one another.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::thread;

use link_codegen::changes::{Change, Comparison};
use link_codegen::{FileSet, Location, Locator, Place, Source, Text, generate};

use super::super::sections::{Section, counts, errors};
use super::super::{Compared, Fate, Report};
use super::cards::{self, Card, Spot, section_id};
use super::escape::Escaped;
use super::items::line_of;
use super::pane::{Mark, Pane, Room};

/// A line that is too long to be read as one.
const UNREADABLE: usize = 2000;

/// A line of a pane: the pane, the side, the line counted from zero.
#[derive(Clone, Copy)]
struct At(usize, usize, usize);

/// What became of a provider as HTML.
pub fn render(number: usize, report: &Report, room: &mut Room) -> String {
    let id = format!("p{number}");
    let mut html = String::new();
    let _ = writeln!(html, "<section class=report aria-labelledby={id}-t>");
    let _ = write!(html, "<h2 id={id}-t>{}", Escaped(&report.label));
    match &report.fate {
        Fate::New => html.push_str("</h2>\n<p class=sum>It is new.</p>\n"),
        Fate::Gone => html.push_str("</h2>\n<p class=sum>It is gone.</p>\n"),
        Fate::Compared(compared) => {
            let errors = errors(compared);
            if errors.is_empty() {
                sum(&mut html, &id, report, compared);
                comparison(&mut html, &id, compared, room);
            } else {
                failed(&mut html, &errors);
            }
        }
    }
    html.push_str("</section>\n");
    html
}

/// Why there is no comparison.
fn failed(html: &mut String, errors: &[String]) {
    html.push_str("</h2>\n<p class=sum>Not compared, because of these errors:</p>\n");
    for error in errors {
        let _ = writeln!(html, "<pre>{}</pre>", Escaped(error));
    }
}

fn comparison(html: &mut String, id: &str, compared: &Compared, room: &mut Room) {
    let Compared { old, new, comparison } = compared;
    let sources = [old, new];
    let long = sources.iter().any(|source| is_unreadable(source));
    // Where one side is laid out anew, both are: else all lines would be others.
    let shown = sources.map(|source| if long { laid_out(source) } else { Cow::Borrowed(source) });
    let crates = generated(old, new);
    let mut panes = paired(&texts(&shown[0]), &texts(&shown[1]), &format!("{id}d"));
    let documents = panes.len();
    panes.extend(files(&crates, comparison, &format!("{id}r")));
    let locators = [&shown[0], &shown[1]].map(|source| Locator::new(source));
    let finder = Finder { locators: &locators, crates: &crates };
    let mut found = Vec::new();
    for change in &comparison.changes {
        // Fingerprints are of a provider's own; on a page of several, the first has the short one.
        let mut card = change.fingerprint.to_string();
        while !room.ids.insert(card.clone()) {
            card = format!("{id}-{card}");
        }
        let ats = finder.find(change, &panes);
        mark(&mut panes, &card, change, ats);
        found.push((change, card, ats));
    }
    let mut bodies = Vec::new();
    for pane in &panes {
        let mut body = String::new();
        pane.write(&mut body, room);
        bodies.push(body);
    }
    let rust = bodies.split_off(documents).concat();
    let real = if long { sources.map(Locator::new) } else { locators };
    let card = |(change, id, ats)| {
        let places = spots(change, ats, &real, &panes, room);
        Card { change, id, places }
    };
    let cards = found.into_iter().map(card).collect::<Vec<_>>();
    for section in Section::ALL {
        let fits = |card: &&Card<'_>| Section::of(card.change) == section;
        cards::write(html, id, section, &cards.iter().filter(fits).collect::<Vec<_>>());
    }
    write_texts(html, id, &bodies.concat(), &rust);
}

/// The files of both crates.
fn generated(old: &Source, new: &Source) -> [FileSet; 2] {
    thread::scope(|scope| {
        let old_files = scope.spawn(|| generate(old).files);
        let new_files = generate(new).files;
        // Both were read without errors before; a side that gives no crate is shown as empty.
        [old_files.join().ok().flatten(), new_files].map(Option::unwrap_or_default)
    })
}

fn write_texts(html: &mut String, id: &str, documents: &str, crates: &str) {
    let _ = writeln!(html, "<div id={id}-texts class=texts tabindex=-1>");
    for (part, title, body) in [("document", "Document", documents), ("crate", "Crate", crates)] {
        let head = format!("<h3 id={id}-{part}>{title}</h3>");
        let _ = writeln!(html, "<section aria-labelledby={id}-{part}>{head}");
        html.push_str(if body.is_empty() { "<p>Nothing changed here.</p>\n" } else { body });
        html.push_str("</section>\n");
    }
    html.push_str("</div>\n");
}

/// What there is to know before anything else.
fn sum(html: &mut String, id: &str, report: &Report, compared: &Compared) {
    let comparison = &compared.comparison;
    if let (Some(old), Some(new)) = (&comparison.old_version, &comparison.new_version)
        && old != new
    {
        let _ = write!(html, " <small>{} → {}</small>", Escaped(old), Escaped(new));
    }
    let bump = comparison.bump().as_str();
    let _ = write!(
        html,
        "</h2>\n<p class=sum>Since {}. Suggested version: <strong class=\"bump {bump}\">{bump}\
         </strong>{}. {}.</p>\n",
        Escaped(&report.base),
        compared.step(),
        counts(comparison)
    );
    if !comparison.stale.is_empty() {
        let keys = comparison.stale.join(", ");
        let _ = writeln!(
            html,
            "<p class=sum>Accepted, but not found: <code>{}</code></p>",
            Escaped(&keys)
        );
    }
    let _ =
        write!(html, "<nav class=parts aria-label=\"Parts of {}\"><ul>", Escaped(&report.label));
    for section in Section::ALL {
        let count = section.changes(comparison).len();
        if count > 0 {
            let to = section_id(id, section);
            let _ = write!(html, "<li><a href=\"#{to}\">{}</a> {count}", section.title());
        }
    }
    let _ = writeln!(
        html,
        "<li><a href=\"#{id}-document\">Document</a><li><a href=\"#{id}-crate\">Crate</a></ul></nav>"
    );
}

/// The files of a source that a reader can see, by what they are.
fn texts(source: &Source) -> BTreeMap<String, &Text> {
    let Source { document, siblings, overlay, settings, .. } = source;
    let folder = document.name.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut texts = BTreeMap::from([(String::new(), document)]);
    for text in siblings {
        let name = text.name.strip_prefix(folder).unwrap_or(&text.name);
        texts.insert(format!("1{name}"), text);
    }
    texts.extend(overlay.iter().map(|text| ("2".to_owned(), text)));
    texts.extend(settings.iter().map(|text| ("3".to_owned(), text)));
    texts
}

fn paired<'a>(
    old: &BTreeMap<String, &'a Text>,
    new: &BTreeMap<String, &'a Text>,
    id: &str,
) -> Vec<Pane<'a>> {
    let keys = old.keys().chain(new.keys()).collect::<BTreeSet<_>>();
    let pane = |(number, key): (usize, &String)| {
        let sides = [old.get(key), new.get(key)];
        Pane {
            id: format!("{id}{number}"),
            names: sides.map(|text| text.map(|text| text.name.clone())),
            texts: sides.map(|text| text.map_or("", |text| text.text.as_str())),
            ..Pane::default()
        }
    };
    keys.into_iter().enumerate().map(pane).collect()
}

/// The files of the crates that are not the same in both, or that a change points at.
fn files<'a>(crates: &'a [FileSet; 2], comparison: &Comparison, id: &str) -> Vec<Pane<'a>> {
    let [old, new] = crates;
    let keys = old.keys().chain(new.keys()).collect::<BTreeSet<_>>();
    let pointed = comparison.changes.iter().flat_map(|change| [&change.old_file, &change.new_file]);
    let pointed = pointed.flatten().collect::<BTreeSet<_>>();
    let seen = |key: &&String| old.get(*key) != new.get(*key) || pointed.contains(*key);
    let pane = |(number, key): (usize, &String)| {
        let sides = [old.get(key), new.get(key)];
        Pane {
            id: format!("{id}{number}"),
            names: sides.map(|text| text.map(|_| key.clone())),
            texts: sides.map(|text| text.map_or("", String::as_str)),
            ..Pane::default()
        }
    };
    keys.into_iter().filter(seen).enumerate().map(pane).collect()
}

/// Finds the lines that changes are about.
struct Finder<'a> {
    /// In the texts as the page shows them.
    locators: &'a [Locator<'a>; 2],
    crates: &'a [FileSet; 2],
}

impl Finder<'_> {
    fn find(&self, change: &Change, panes: &[Pane<'_>]) -> [Option<At>; 4] {
        let document = |side: usize, place: &Option<Place>| {
            let location = self.locators[side].location(place.as_ref()?)?;
            let named = |pane: &Pane<'_>| pane.names[side].as_ref() == Some(&location.file);
            Some(At(panes.iter().position(named)?, side, location.line.checked_sub(1)?))
        };
        let rust = |side: usize, file: &Option<String>| {
            let text = self.crates[side].get(file.as_ref()?)?;
            // What has another name now is found by the one that it had.
            let own = [&change.was, &change.is][side].as_ref();
            let mut items = change.rust.iter().chain(own).chain([&change.item]);
            let line = items.find_map(|name| line_of(text, name))?;
            // Documents come first, and are not called like the files of a crate.
            let named = |pane: &Pane<'_>| pane.names[side].as_ref() == file.as_ref();
            Some(At(panes.iter().rposition(named)?, side, line))
        };
        [
            document(0, &change.old),
            document(1, &change.new),
            rust(0, &change.old_file),
            rust(1, &change.new_file),
        ]
    }
}

/// The places of a change, as a card shows them.
fn spots(
    change: &Change,
    ats: [Option<At>; 4],
    locators: &[Locator<'_>; 2],
    panes: &[Pane<'_>],
    room: &Room,
) -> [Option<Spot>; 4] {
    let href = |at: Option<At>| line_id(panes, at).filter(|id| room.ids.contains(id));
    let document = |side: usize, place: &Option<Place>| {
        let Location { file, line, column } = locators[side].location(place.as_ref()?)?;
        let file = file.rsplit_once('/').map_or(file.as_str(), |(_, file)| file);
        Some(Spot { name: format!("{file}:{line}:{column}"), href: href(ats[side]) })
    };
    let rust = |file: &Option<String>, at: Option<At>| {
        let line = at.map(|At(_, _, line)| format!(":{}", line + 1)).unwrap_or_default();
        Some(Spot { name: format!("{}{line}", file.as_ref()?), href: href(at) })
    };
    [
        document(0, &change.old),
        document(1, &change.new),
        rust(&change.old_file, ats[2]),
        rust(&change.new_file, ats[3]),
    ]
}

fn line_id(panes: &[Pane<'_>], at: Option<At>) -> Option<String> {
    let At(pane, side, line) = at?;
    Some(panes.get(pane)?.line_id(side, line))
}

/// Puts the marks of a change on its lines.
fn mark(panes: &mut [Pane<'_>], id: &str, change: &Change, ats: [Option<At>; 4]) {
    let ids = ats.map(|at| line_id(panes, at));
    // Each side leads to the same side of the other text, and else to its other side.
    let [old, new, was, is] = &ids;
    let across = [
        ("Rust", was.as_ref().or(is.as_ref())),
        ("Rust", is.as_ref().or(was.as_ref())),
        ("document", old.as_ref().or(new.as_ref())),
        ("document", new.as_ref().or(old.as_ref())),
    ];
    for (at, (what, across)) in ats.iter().zip(across) {
        let Some(At(pane, side, line)) = at else { continue };
        let Some(pane) = panes.get_mut(*pane) else { continue };
        let mark = Mark {
            change: id.to_owned(),
            title: change.rule.title(),
            across: across.map(|id| (what, id.clone())),
        };
        pane.marks[*side].entry(*line).or_default().push(mark);
    }
}

fn is_unreadable(source: &Source) -> bool {
    source.document.text.lines().any(|line| line.len() > UNREADABLE) && is_json(source)
}

fn is_json(source: &Source) -> bool {
    source.document.name.to_ascii_lowercase().ends_with(".json")
}

/// A JSON document with a value a line.
fn laid_out(source: &Source) -> Cow<'_, Source> {
    let text = &source.document.text;
    let value = is_json(source).then(|| serde_json::from_str::<serde_json::Value>(text).ok());
    let Some(text) = value.flatten().and_then(|value| serde_json::to_string_pretty(&value).ok())
    else {
        return Cow::Borrowed(source);
    };
    let mut source = source.clone();
    source.document.text = text;
    Cow::Owned(source)
}
