//! A diagnostic with the line that it is about, as compilers show it.
//!
//! In: a diagnostic and where its places are. Out: text with colours, which whoever prints it
//! takes away again where they are of no use. Cuts long lines: a document can stand in one.

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};
use link_codegen::{Diagnostic, Locator, Place, Severity, Spot};

use crate::screen::printable;

/// How many characters of a line are shown before and behind what is meant.
const AROUND: usize = 48;
/// How many characters of what is meant are shown.
const LONGEST: usize = 64;

/// The diagnostic as text that ends with a line.
pub fn render(diagnostic: &Diagnostic, locator: &Locator<'_>) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.primary_title(printable(&diagnostic.message)).id(diagnostic.code.as_str());
    let address = locator.address(&diagnostic.place).unwrap_or_default();
    let mut elements = show(&diagnostic.place, &address, AnnotationKind::Primary, locator);
    for (place, what) in &diagnostic.related {
        elements.extend(show(place, what, AnnotationKind::Context, locator));
    }
    if let Some(help) = &diagnostic.help {
        elements.push(Level::HELP.message(printable(help)).into());
    }
    let report = [Group::with_title(title).elements(elements)];
    let text = Renderer::styled().render(&report);
    // The library knows no column of a line that is cut, so the place stands in a row of its
    // own, and the library leaves an empty one for it above the line.
    let empty = |line: &&str| anstream::adapter::strip_str(line).to_string().trim() == ":::";
    text.lines().filter(|line| !empty(line)).flat_map(|line| [line, "\n"]).collect()
}

/// A place with its line.
fn show(
    place: &Place,
    label: &str,
    kind: AnnotationKind,
    locator: &Locator<'_>,
) -> Vec<Element<'static>> {
    let Some(spot) = locator.spot(place) else {
        return vec![Origin::path(printable(&locator.describe(place))).into()];
    };
    let location = &spot.location;
    let origin =
        Origin::path(printable(&location.file)).line(location.line).char_column(location.column);
    let (text, span) = window(&spot);
    let annotation = kind.span(span);
    let label = printable(label);
    let annotation = if label.is_empty() { annotation } else { annotation.label(label) };
    let snippet = Snippet::source(text).line_start(location.line).annotation(annotation);
    vec![origin.into(), snippet.into()]
}

/// What is shown of a line, harmless, and what of that is underlined.
fn window(spot: &Spot<'_>) -> (String, std::ops::Range<usize>) {
    let (before, rest) = spot.line.split_at(spot.span.start);
    let (meant, after) = rest.split_at(spot.span.len());
    let skipped = before.char_indices().rev().nth(AROUND - 1).map_or(0, |(at, _)| at);
    let mut text = String::from(if skipped > 0 { "…" } else { "" });
    text.push_str(&harmless(&before[skipped..], AROUND));
    let start = text.len();
    text.push_str(&harmless(meant, LONGEST));
    let end = text.len();
    text.push_str(&harmless(after, AROUND));
    (text, start..end)
}

/// The beginning of a text, with nothing in it that a terminal would act on.
fn harmless(text: &str, longest: usize) -> String {
    let short = text.char_indices().nth(longest).map_or(text, |(end, _)| &text[..end]);
    let mut harmless = printable(&short.replace('\t', " "));
    if short.len() < text.len() {
        harmless.push('…');
    }
    harmless
}

#[cfg(test)]
mod tests {
    use link_codegen::{Pointer, Source, Text, generate};

    use super::*;

    fn plain(text: &str) -> String {
        anstream::adapter::strip_str(text).to_string()
    }

    fn source(name: &str, text: &str) -> Source {
        let document = Text { name: name.to_owned(), text: text.to_owned() };
        Source { document, ..Source::default() }
    }

    #[test]
    fn the_line_is_shown_and_the_key_underlined() {
        let source =
            source("a.yaml", "openapi: 3.1.0\ninfo: { title: A, version: 1 }\npaths: [1]\n");
        let outcome = generate(&source);
        let locator = Locator::new(&source);
        let first = outcome.diagnostics.first();
        let text = first.map(|first| plain(&render(first, &locator))).unwrap_or_default();
        assert!(text.contains(" --> a.yaml:3:1\n"), "{text}");
        assert!(text.contains("3 | paths: [1]\n  | ^^^^^ /paths\n"), "{text}");
    }

    #[test]
    fn a_document_in_one_line_is_not_shown_whole() {
        let filler = "\"x\":\"".to_owned() + &"y".repeat(100_000) + "\",";
        let text = format!("{{{filler}\"a\\u001b\u{1b}\":{{{filler}\"b\":1}}}}");
        let source = source("a.json", &text);
        let diagnostic = Diagnostic {
            severity: Severity::Error,
            code: link_codegen::Code::Malformed,
            message: "no\u{1b}[2J".to_owned(),
            place: Place::Document(Pointer::root().child("a\u{1b}\u{1b}")),
            related: vec![(Place::Document(Pointer::root().child("x")), "first".to_owned())],
            help: Some("do\nthis".to_owned()),
        };
        let text = plain(&render(&diagnostic, &Locator::new(&source)));
        assert!(text.len() < 2000, "{}", text.len());
        assert!(text.contains("error[malformed]: no\\u{1b}[2J"), "{text}");
        assert!(text.contains("^ /a") && text.contains("--- first"), "{text}");
        assert!(text.contains(" help: do\n"), "{text}");
        assert!(!text.contains('\u{1b}'), "{text}");
    }
}
