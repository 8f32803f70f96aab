//! A file of both versions side by side: what changed in it, and what changes point at.
//!
//! In: two texts and the marks on their lines. Out: HTML. What is far from all of that is left
//! out, so that a page stays small however long the texts are.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::escape::Escaped;
use super::rows::{Row, rows, words};

/// A change that has to do with a line.
#[derive(Clone, Debug)]
pub struct Mark {
    /// Where the change stands on the page.
    pub change: String,
    /// What happened.
    pub title: &'static str,
    /// Where the same stands in another text: in the generated file for a line of the document,
    /// and the other way round.
    pub across: Option<(&'static str, String)>,
}

/// Marks by line, counted from zero.
pub type Marks = BTreeMap<usize, Vec<Mark>>;

/// A file of both versions.
#[derive(Debug, Default)]
pub struct Pane<'a> {
    /// What its lines are known by on the page.
    pub id: String,
    /// What it is called in the old version, and in the new one.
    pub names: [Option<String>; 2],
    /// The text of the old version, and of the new one.
    pub texts: [&'a str; 2],
    /// What changes point at, in the old version and in the new one.
    pub marks: [Marks; 2],
}

/// What a page can still hold, and what it holds.
#[derive(Debug)]
pub struct Room {
    /// How many more lines.
    pub lines: usize,
    /// The changes and lines that can be pointed at.
    pub ids: BTreeSet<String>,
    /// How many changed lines had no room.
    pub left_out: usize,
}

/// How many lines are shown around a change.
const CONTEXT: usize = 3;
/// How many more can be unfolded on each side.
const MORE: usize = 8;
/// How many lines a part that changed as a whole can have.
const MOST: usize = 3000;
/// How many lines are laid out at once.
const CHUNK: usize = 40;
/// How much of a line is shown.
const LONGEST: usize = 1000;

impl Pane<'_> {
    /// What a line is known by on the page.
    pub fn line_id(&self, side: usize, line: usize) -> String {
        format!("{}{}{}", self.id, if side == 0 { 'o' } else { 'n' }, line + 1)
    }

    /// The file as HTML; nothing where there is nothing to see in it.
    pub fn write(&self, html: &mut String, room: &mut Room) {
        let lines = self.texts.map(|text| text.lines().collect::<Vec<_>>());
        let sides = Sides { pane: self, lines: [&lines[0], &lines[1]] };
        let rows = rows(&lines[0], &lines[1]);
        let gone = rows.iter().filter(|row| !row.same && row.old.is_some()).count();
        let new = rows.iter().filter(|row| !row.same && row.new.is_some()).count();
        let shown = sides.shown(&rows);
        if shown.is_empty() {
            return;
        }
        let id = &self.id;
        let _ = writeln!(
            html,
            "<section class=file aria-labelledby={id}-t><details open id={id}>\
             <summary><h4 id={id}-t>{}</h4> <span class=gone>−{gone}</span> \
             <span class=new>+{new}</span></summary>",
            self.title()
        );
        let mut at = 0;
        for (from, to) in shown {
            let Some(hunk) = rows.get(from..to) else { continue };
            sides.fold(html, rows.get(at..from).unwrap_or_default(), at > 0, true);
            let (hunk, rest) = hunk.split_at(hunk.len().min(MOST).min(room.lines));
            room.lines -= hunk.len();
            sides.hunk(html, hunk, room);
            let changed = rest.iter().filter(|row| !row.same).count();
            if changed > 0 {
                let _ = writeln!(html, "<p class=gap>{changed} more changed lines had no room</p>");
                room.left_out += changed;
            }
            at = to;
        }
        sides.fold(html, rows.get(at..).unwrap_or_default(), true, false);
        html.push_str("</details></section>\n");
    }

    fn title(&self) -> String {
        let code = |name: &str| format!("<code>{}</code>", Escaped(name));
        match &self.names {
            [Some(old), Some(new)] if old == new => code(new),
            [Some(old), Some(new)] => format!("{} → {}", code(old), code(new)),
            [Some(old), None] => format!("{} is gone", code(old)),
            [None, Some(new)] => format!("{} is new", code(new)),
            [None, None] => String::new(),
        }
    }
}

/// A file with its lines at hand.
struct Sides<'a> {
    pane: &'a Pane<'a>,
    lines: [&'a [&'a str]; 2],
}

impl Sides<'_> {
    /// The rows that are shown, from and to, in order.
    fn shown(&self, rows: &[Row]) -> Vec<(usize, usize)> {
        let mut shown = Vec::<(usize, usize)>::new();
        let marked = |side: usize, line: Option<usize>| {
            line.is_some_and(|line| self.pane.marks[side].contains_key(&line))
        };
        for (at, row) in rows.iter().enumerate() {
            if row.same && !marked(0, row.old) && !marked(1, row.new) {
                continue;
            }
            // A few lines more are less than a fold that hides them.
            let from = at.saturating_sub(CONTEXT);
            let from = if from <= CONTEXT { 0 } else { from };
            let to = at + CONTEXT + 1;
            let to = if to + CONTEXT >= rows.len() { rows.len() } else { to };
            match shown.last_mut() {
                Some((_, end)) if from <= *end + CONTEXT => *end = to,
                Some(_) | None => shown.push((from, to)),
            }
        }
        shown
    }

    fn hunk(&self, html: &mut String, rows: &[Row], room: &mut Room) {
        let deep = self.indent(rows);
        for (number, chunk) in rows.chunks(CHUNK).enumerate() {
            let size = chunk.len().div_ceil(5) * 5;
            let _ = write!(html, "<div class=\"hunk s{size}\">");
            let place = if number == 0 { self.place(rows) } else { String::new() };
            self.table(html, chunk, (&place, deep), room);
            html.push_str("</div>\n");
        }
    }

    /// Lines that are the same and far from changes: those next to changes can be unfolded.
    fn fold(&self, html: &mut String, rows: &[Row], after: bool, before: bool) {
        if rows.is_empty() {
            return;
        }
        let (first, last) = (if after { MORE } else { 0 }, if before { MORE } else { 0 });
        let lines = if rows.len() == 1 { "line" } else { "lines" };
        let _ = write!(html, "<details class=more><summary>{} {lines} alike</summary>", rows.len());
        let mut none = Room { lines: 0, ids: BTreeSet::new(), left_out: 0 };
        if rows.len() <= first + last + 1 {
            self.table(html, rows, ("", self.indent(rows)), &mut none);
        } else {
            let (head, rest) = rows.split_at(first.min(rows.len()));
            let (middle, tail) = rest.split_at(rest.len().saturating_sub(last));
            self.table(html, head, ("", self.indent(head)), &mut none);
            let _ = write!(html, "<p class=gap>{} more are not on this page</p>", middle.len());
            self.table(html, tail, ("", self.indent(tail)), &mut none);
        }
        html.push_str("</details>\n");
    }

    /// How much of the lines is nothing but room on their left, of which some is kept.
    fn indent(&self, rows: &[Row]) -> usize {
        let sides = rows.iter().flat_map(|row| [(0, row.old), (1, row.new)]);
        let lines = sides.filter_map(|(side, at)| self.lines[side].get(at?));
        let lines = lines.filter(|line| !line.trim().is_empty());
        let indents = lines.map(|line| line.len() - line.trim_start_matches(' ').len());
        indents.min().unwrap_or_default().saturating_sub(4)
    }

    fn table(
        &self,
        html: &mut String,
        rows: &[Row],
        (place, deep): (&str, usize),
        room: &mut Room,
    ) {
        if rows.is_empty() {
            return;
        }
        html.push_str("<table>");
        if !place.is_empty() {
            let _ = write!(html, "<caption>{}</caption>", Escaped(place));
        }
        html.push_str(
            "<colgroup><col class=n><col><col class=n><col></colgroup><thead><tr><th>Line<th>Old\
             <th>Line<th>New<tbody>",
        );
        for row in rows {
            self.row(html, *row, deep, room);
        }
        html.push_str("</table>");
    }

    fn row(&self, html: &mut String, row: Row, deep: usize, room: &mut Room) {
        let line = |side: usize, at: Option<usize>| {
            at.and_then(|at| self.lines[side].get(at)?.get(deep..)).unwrap_or_default()
        };
        let (was, is) = (line(0, row.old), line(1, row.new));
        let class = match row {
            Row { same: true, .. } => "",
            Row { old: Some(_), new: Some(_), .. } => " class=c",
            Row { new: None, .. } => " class=d",
            Row { old: None, .. } => " class=a",
        };
        let found = (class == " class=c").then(|| words(was, is)).flatten();
        let (old, new) = found.map_or((None, None), |words| (Some(words.old), Some(words.new)));
        let _ = write!(html, "<tr{class}>");
        self.cell(html, 0, row.old, (was, old), room);
        self.cell(html, 1, row.new, (is, new), room);
        html.push('\n');
    }

    fn cell(
        &self,
        html: &mut String,
        side: usize,
        at: Option<usize>,
        (text, words): (&str, Option<Vec<(&str, bool)>>),
        room: &mut Room,
    ) {
        let Some(line) = at else { return html.push_str("<td><td>") };
        let _ = write!(html, "<td>{}<td", line + 1);
        let marks = self.pane.marks[side].get(&line);
        if marks.is_some() {
            let id = self.pane.line_id(side, line);
            let _ = write!(html, " id={id} tabindex=-1");
            room.ids.insert(id);
        }
        html.push('>');
        let tag = if side == 0 { "del" } else { "ins" };
        match words {
            Some(words) => pieces(html, &words, tag),
            None => clipped(html, text, LONGEST),
        }
        for mark in marks.into_iter().flatten() {
            let Mark { change, title, across } = mark;
            let _ = write!(html, " <span class=m><a href=\"#{change}\">{title}</a>");
            if let Some((what, id)) = across {
                let _ = write!(html, "<a href=\"#{id}\">{what}</a>");
            }
            html.push_str("</span>");
        }
    }

    /// What stands around a part of a file, by how far lines are indented.
    fn place(&self, rows: &[Row]) -> String {
        let Some(row) = rows.iter().find(|row| !row.same).or_else(|| rows.get(CONTEXT)) else {
            return String::new();
        };
        let (side, line) = match (row.new, row.old) {
            (Some(line), _) => (1, line),
            (None, line) => (0, line.unwrap_or_default()),
        };
        let before = self.lines[side].get(..=line).unwrap_or_default();
        let mut depth = usize::MAX;
        let mut around = Vec::new();
        for text in before.iter().rev() {
            let inner = text.trim_start();
            let indent = text.len() - inner.len();
            let is_prose = inner.is_empty()
                || ["//", "# ", "#[", "#!", "}", ")", "]"]
                    .iter()
                    .any(|sign| inner.starts_with(sign));
            if is_prose && depth != usize::MAX || indent >= depth {
                continue;
            }
            // The first member of an item of a list stands further left than the others.
            if depth != usize::MAX && inner.ends_with(['{', '[', '(', ':', '=']) {
                let name = inner.trim_end_matches(['{', '[', '(', ':', '=', ' ', '"', '\'']);
                let name = name.trim_start_matches(['"', '\'', '-', ' ']);
                around.push(name.trim_start_matches("pub "));
            }
            depth = indent;
            if depth == 0 {
                break;
            }
        }
        around.retain(|name| !name.is_empty() && name.len() < 120);
        around.reverse();
        around.join(" › ")
    }
}

/// The words of a line, those marked that the other line does not have.
pub fn pieces(html: &mut String, words: &[(&str, bool)], tag: &str) {
    // Blanks between words that are marked are marked with them, so that a mark is one piece.
    let mut open = false;
    for (at, (text, same)) in words.iter().enumerate() {
        let follows = words.get(at + 1).is_some_and(|(_, same)| !same);
        let marked = !same || (open && text.trim().is_empty() && follows);
        if marked != open {
            let _ = write!(html, "<{}{tag}>", if marked { "" } else { "/" });
            open = marked;
        }
        let _ = write!(html, "{}", Escaped(text));
    }
    if open {
        let _ = write!(html, "</{tag}>");
    }
}

/// A text that is cut where it is very long.
pub fn clipped(html: &mut String, text: &str, longest: usize) {
    match text.char_indices().nth(longest) {
        Some((end, _)) => {
            let _ = write!(html, "{}…", Escaped(text.get(..end).unwrap_or_default()));
            let _ = write!(html, "<i>{} more characters</i>", text.chars().count() - longest);
        }
        None => {
            let _ = write!(html, "{}", Escaped(text));
        }
    }
}
