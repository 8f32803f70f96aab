//! The changes as HTML, each with what it is known by.
//!
//! In: changes, and where on the page their lines are. Out: HTML by section and item.

use std::fmt::Write as _;

use link_codegen::changes::{Change, Direction, Effect, Wire};

use super::super::sections::{Kind, Section, capital};
use super::escape::Escaped;
use super::pane::{clipped, pieces};
use super::rows::words;

/// A change, and where on the page the lines are that it is about.
pub struct Card<'a> {
    pub change: &'a Change,
    /// What it is known by on the page.
    pub id: String,
    /// Places in the old document, the new one, the old crate and the new one.
    pub places: [Option<Spot>; 4],
}

/// A place that a change is about.
pub struct Spot {
    /// What it is called: `openapi.yaml:12:3`.
    pub name: String,
    /// Where it is on the page, if it is there.
    pub href: Option<String>,
}

/// How many operations are named without being asked for.
const FEW: usize = 3;
/// How much of a value is shown.
const LONGEST: usize = 400;
/// How much of two long values is shown before they differ.
const BEFORE: usize = 60;

/// A section with its changes.
pub fn write(html: &mut String, report: &str, section: Section, cards: &[&Card<'_>]) {
    if cards.is_empty() {
        return;
    }
    let id = section_id(report, section);
    let open = if section.is_folded() { "" } else { " open" };
    let _ = writeln!(
        html,
        "<section class=changes aria-labelledby={id}-t><details id={id}{open}><summary>\
         <h3 id={id}-t>{}</h3> <span class=count>{}</span></summary>",
        section.title(),
        cards.len()
    );
    for group in cards.chunk_by(|one, other| one.change.item == other.change.item) {
        let Some(first) = group.first() else { continue };
        html.push_str("<div class=item>");
        if group.len() > 1 {
            let _ = writeln!(html, "<p><code>{}</code></p>", Escaped(&first.change.item));
        }
        for card in group {
            card.write(html);
        }
        html.push_str("</div>\n");
    }
    html.push_str("</details></section>\n");
}

/// What a section is known by on the page.
pub fn section_id(report: &str, section: Section) -> String {
    let word = match section {
        Section::Highlights => "highlights",
        Section::Wire => "breaks",
        Section::Source => "source",
        Section::New => "new",
        Section::Tolerated => "tolerated",
        Section::Quiet => "quiet",
        Section::Documentation => "documentation",
    };
    format!("{report}-{word}")
}

impl Card<'_> {
    fn write(&self, html: &mut String) {
        let Self { change, id, .. } = self;
        let kinds = Kind::ALL.iter().filter(|kind| kind.has(change)).map(|kind| kind.as_str());
        let kinds = kinds.collect::<Vec<_>>().join(" ");
        let _ = write!(
            html,
            "<article class=change id=\"{id}\" tabindex=-1 data-kinds=\"{kinds}\" \
             aria-labelledby=\"{id}-t\"><h4 id=\"{id}-t\"><code>{}</code> {}</h4>\n<p class=tags>",
            Escaped(&change.subject),
            change.rule.title(),
        );
        self.tags(html);
        html.push_str("</p>\n");
        self.values(html);
        let _ = writeln!(
            html,
            "<p class=why>{}. <code>{}</code></p>",
            capital(change.reason()),
            change.rule.code()
        );
        self.operations(html);
        self.links(html);
        html.push_str("</article>\n");
    }

    fn tags(&self, html: &mut String) {
        let Self { change, id, .. } = self;
        let mut tag = |class: &str, text: &str| {
            let _ = write!(html, "<span class=\"tag {class}\">{text}</span> ");
        };
        match change.wire {
            Wire::Breaks => tag("breaks", "breaks clients"),
            Wire::Tolerated => tag("tolerated", "tolerated"),
            Wire::Safe => {}
        }
        match change.source {
            Effect::Major => tag("major", "major for source"),
            Effect::Minor => tag("minor", "minor for source"),
            Effect::None => {}
        }
        if change.direction != Direction::None {
            tag("way", change.direction.as_str());
        }
        if let Some(reason) = &change.accepted {
            let _ =
                write!(html, "<span class=\"tag accepted\">accepted: {}</span> ", Escaped(reason));
        }
        let _ = write!(html, "<a class=self href=\"#{id}\">{}</a>", change.fingerprint);
    }

    fn values(&self, html: &mut String) {
        let (was, is) = (self.change.was.as_deref(), self.change.is.as_deref());
        if was.is_none() && is.is_none() {
            return;
        }
        let begin = was.zip(is).map_or(0, |(was, is)| alike(was, is));
        let [was, is] = [was, is].map(|side| side.and_then(|text| text.get(begin..)));
        let found = was.zip(is).and_then(|(was, is)| words(was, is));
        let (old, new) = found.map_or((None, None), |words| (Some(words.old), Some(words.new)));
        html.push_str("<p class=values>");
        for (tag, word, text, words) in [("del", "old", was, old), ("ins", "new", is, new)] {
            let Some(text) = text else { continue };
            let cut = if begin > 0 { "…" } else { "" };
            let _ = write!(html, "<span class={tag}><span class=vh>{word}: </span><code>{cut}");
            match words {
                Some(words) => pieces(html, &words, tag),
                None => clipped(html, text, LONGEST),
            }
            html.push_str("</code></span> ");
        }
        html.push_str("</p>\n");
    }

    fn operations(&self, html: &mut String) {
        let others = self.change.operations.iter().filter(|name| **name != self.change.item);
        let names =
            others.map(|name| format!("<code>{}</code>", Escaped(name))).collect::<Vec<_>>();
        if names.is_empty() {
            return;
        }
        let (few, more) = names.split_at(names.len().min(FEW));
        let _ = writeln!(html, "<p class=ops>In {}</p>", few.join(", "));
        if !more.is_empty() {
            let _ = writeln!(
                html,
                "<details class=ops><summary>and {} more</summary><p>{}</p></details>",
                more.len(),
                more.join(", ")
            );
        }
    }

    fn links(&self, html: &mut String) {
        if self.places.iter().all(Option::is_none) {
            return;
        }
        html.push_str("<p class=links>");
        let [old, new, was, is] = &self.places;
        for (what, places) in [("Document", [old, new]), ("Rust", [was, is])] {
            if places.iter().all(|place| place.is_none()) {
                continue;
            }
            let _ = write!(html, "<span class=pair>{what}");
            for (word, place) in ["old", "new"].iter().zip(places) {
                let Some(place) = place else { continue };
                let name = Escaped(&place.name);
                let _ = match &place.href {
                    Some(href) => {
                        write!(html, " <a href=\"#{href}\"><span>{word}</span> {name}</a>")
                    }
                    None => write!(html, " <span>{word} {name}</span>"),
                };
            }
            html.push_str("</span> ");
        }
        if let Some(rust) = &self.change.rust {
            let _ = write!(html, "<code class=rust>{}</code>", Escaped(rust));
        }
        html.push_str("</p>\n");
    }
}

/// How much of the beginnings of two long values need not be shown, because it is the same.
fn alike(was: &str, is: &str) -> usize {
    if was.len().max(is.len()) < LONGEST {
        return 0;
    }
    let pairs = was.char_indices().zip(is.chars());
    let same = pairs.take_while(|((_, was), is)| was == is).map(|((at, _), _)| at);
    let same = same.collect::<Vec<_>>();
    same.len().checked_sub(BEFORE).and_then(|at| same.get(at)).copied().unwrap_or_default()
}
