//! Why a page holds no document.
//!
//! In: a page in which none was found. Out: what it is instead, where that is seen, and what to
//! do about it.

use link_codegen::Text;

use super::fences::{Fence, fences};
use super::published::{Published, advice};
use crate::screen::Plural;

/// What to say of a page.
pub struct Lack {
    pub line: usize,
    pub message: String,
    pub help: String,
}

const LOOKED_FOR: &str = "looked for: a heading `## OpenAPI` or `## OpenAPI Specification` above a \
                          fence of yaml or json, or a fence `yaml POST /path`";

/// What a page is instead.
enum Kind<'a> {
    Empty,
    Html,
    /// The text of a table of fields, from that line on.
    Table(usize),
    /// The fence of that line holds what should stand behind it.
    Swallowed(usize),
    /// What documentation is made of: its front matter names an operation.
    Source(usize, &'a str),
    Other,
}

/// Says what a page is that has these fences, and no document.
pub fn lack(page: &Text, fences: &[Fence<'_>], published: &Published) -> Lack {
    let (line, message, help) = match kind(&page.text, fences) {
        Kind::Empty => (1, "this page is empty".to_owned(), LOOKED_FOR.to_owned()),
        Kind::Html => (
            1,
            "this is HTML, not the Markdown of a page".to_owned(),
            "most documentation gives it at the same address with `.md` behind".to_owned(),
        ),
        Kind::Table(line) => {
            let message = "this is a table of fields as a page shows it, no OpenAPI document: it \
                           has lost how the fields are nested and which values they take";
            (line, message.to_owned(), advice(published, page))
        }
        Kind::Swallowed(line) => {
            let message = "this fence is not closed where it should be, so what follows belongs \
                           to it, and no OpenAPI document is left";
            (line, message.to_owned(), "close it, or get the whole page".to_owned())
        }
        Kind::Source(line, target) => {
            let message =
                format!("this is the source of a page about `{target}`, without its document");
            let published = advice(published, page);
            let help = "get the page as it is served, with `.md` behind its address; or";
            (line, message, format!("{help} {published}"))
        }
        Kind::Other => {
            let others = match fences.len() {
                0 => "and no fences at all".to_owned(),
                number => format!("but {} of other kinds", Plural(number, "fence")),
            };
            let message = format!("this page holds no OpenAPI document, {others}");
            (1, message, format!("{LOOKED_FOR}\n{}", advice(published, page)))
        }
    };
    Lack { line, message, help }
}

fn kind<'a>(page: &'a str, fences: &[Fence<'_>]) -> Kind<'a> {
    let text = page.trim_start_matches('\u{feff}');
    let start = text.trim_start().chars().take(16).collect::<String>().to_ascii_lowercase();
    if start.is_empty() {
        Kind::Empty
    } else if start.starts_with("<!doctype") || start.starts_with("<html") {
        Kind::Html
    } else if let Some(line) = table_of_fields(text) {
        Kind::Table(line)
    } else if let Some(fence) = fences.iter().find(|fence| swallows(fence, page)) {
        Kind::Swallowed(fence.line)
    } else if let Some((line, target)) = frontmatter(text) {
        Kind::Source(line, target)
    } else {
        Kind::Other
    }
}

fn swallows(fence: &Fence<'_>, page: &str) -> bool {
    let body = page.get(fence.body.clone()).unwrap_or_default();
    !fence.closed || fences(body).iter().any(Fence::is_document)
}

/// The line where a table of fields begins that was a table once: rows of a name, a type and
/// whether it is required.
fn table_of_fields(text: &str) -> Option<usize> {
    const TYPES: [&str; 8] =
        ["string", "object", "array", "integer", "boolean", "number", "float", "enum"];
    let mut first = None;
    let mut rows = 0;
    for (index, line) in text.lines().enumerate() {
        let line = line.trim().trim_start_matches('|').to_ascii_lowercase();
        let mut cells = line.split('|').map(str::trim);
        let is_row = cells.any(|cell| TYPES.contains(&cell.trim_matches('`')));
        let is_required = cells.next().is_some_and(|cell| {
            ["yes", "no", "required", "optional", "true", "false"].contains(&cell)
        });
        if is_row && is_required {
            rows += 1;
            first = first.or(Some(index + 1));
        }
    }
    first.filter(|_| rows >= 3)
}

/// What the front matter of a page's source says that the page is about.
fn frontmatter(text: &str) -> Option<(usize, &str)> {
    let mut lines = text.lines().enumerate();
    lines.next().filter(|(_, line)| line.trim() == "---")?;
    let lines = lines.take_while(|(_, line)| line.trim() != "---");
    lines.into_iter().find_map(|(index, line)| {
        let target = line.strip_prefix("openapi:")?.trim().trim_matches(['"', '\'']);
        (!target.is_empty()).then_some((index + 1, target))
    })
}
