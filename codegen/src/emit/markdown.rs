//! Markdown that somebody else wrote, as rustdoc takes it.
//!
//! In: the document's words. Out: Markdown that rustdoc has nothing to say about: HTML is shown as
//! text, bare addresses are links, links into nowhere are text, and no code block is taken for a
//! Rust example.

use std::borrow::Cow;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use pulldown_cmark_to_cmark::{
    Options as CmarkOptions, calculate_code_block_token_count, cmark_with_options,
};

/// Text as a code span, whatever it holds.
pub fn code_span(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = visible(&text);
    let mut longest = 0;
    let mut current = 0;
    for character in text.chars() {
        current = if character == '`' { current + 1 } else { 0 };
        longest = longest.max(current);
    }
    let fence = "`".repeat(longest + 1);
    if longest > 0 { format!("{fence} {text} {fence}") } else { format!("{fence}{text}{fence}") }
}

/// Markdown with the same words that is safe as rustdoc.
pub fn safe_markdown(text: &str) -> String {
    safe_section(text, 0)
}

/// The same, with headings that many levels further down.
pub fn safe_section(text: &str, down: usize) -> String {
    // Most texts are; the parser and the printer of Markdown would take their time for them.
    if is_plain(text) {
        return text.trim_end().to_owned();
    }
    rendered(text, down)
}

/// The same by way of the parser and the printer of Markdown.
fn rendered(text: &str, down: usize) -> String {
    let text = visible(text);
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut inside = Inside { down, ..Inside::default() };
    let events = Parser::new_ext(&text, options).flat_map(|event| inside.safe(event));
    let events = without_last_breaks(events.collect());
    let mut safe = String::new();
    // Writing to a string does not fail; were it to, the words would be missing, no more.
    let fence = calculate_code_block_token_count(&events).unwrap_or(3).max(3);
    let options = CmarkOptions { code_block_token_count: fence, ..CmarkOptions::default() };
    if cmark_with_options(events.iter(), &mut safe, options).is_err() {
        return String::new();
    }
    let lines = safe.lines().map(str::trim_end).collect::<Vec<_>>();
    lines.join("\n").trim().to_owned()
}

/// Whether the text is lines of plain words and of simple code spans, in which nothing else can be
/// Markdown.
fn is_plain(text: &str) -> bool {
    let lines = !text.contains("://") && !text.contains("``");
    lines && text.trim_end().split('\n').all(is_plain_line)
}

fn is_plain_line(line: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b" ,.;:'()/?%-\"".contains(&byte);
    let code = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte);
    let mut parts = line.split('`').enumerate();
    line.starts_with(|first: char| first.is_ascii_alphabetic())
        && !line.ends_with(' ')
        && line.bytes().filter(|byte| *byte == b'`').count() % 2 == 0
        && parts.all(|(index, part)| match index % 2 {
            0 => part.bytes().all(plain),
            _ => !part.is_empty() && part.bytes().all(code),
        })
}

/// Characters that would turn the order of the text around, or cannot be seen, are shown
/// as their numbers.
fn visible(text: &str) -> Cow<'_, str> {
    if text.chars().all(|character| character == '\n' || !is_odd(character)) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for character in text.replace("\r\n", "\n").replace('\r', "\n").chars() {
        match character {
            '\n' => shown.push('\n'),
            '\t' => shown.push_str("    "),
            control if control.is_control() => {}
            odd if is_odd(odd) => shown.extend(odd.escape_unicode()),
            other => shown.push(other),
        }
    }
    Cow::Owned(shown)
}

/// Whether a character cannot be seen, or turns the order of those after it around.
fn is_odd(character: char) -> bool {
    character.is_control() || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// What the parser is in the middle of.
#[derive(Default)]
struct Inside {
    /// How many levels headings move down.
    down: usize,
    code: bool,
    /// Links and images, outermost first, and whether each stays a link.
    links: Vec<bool>,
}

impl Inside {
    fn lower(&self, level: HeadingLevel) -> HeadingLevel {
        HeadingLevel::try_from(level as usize + self.down).unwrap_or(HeadingLevel::H6)
    }

    fn safe<'a>(&mut self, event: Event<'a>) -> Vec<Event<'a>> {
        match event {
            Event::Start(Tag::CodeBlock(_)) => {
                self.code = true;
                let kind = CodeBlockKind::Fenced(CowStr::Borrowed("text"));
                vec![Event::Start(Tag::CodeBlock(kind))]
            }
            Event::End(TagEnd::CodeBlock) => {
                self.code = false;
                vec![event]
            }
            Event::Start(Tag::Heading { level, .. }) => {
                let level = self.lower(level);
                vec![Event::Start(Tag::Heading { level, id: None, classes: vec![], attrs: vec![] })]
            }
            Event::End(TagEnd::Heading(level)) => {
                vec![Event::End(TagEnd::Heading(self.lower(level)))]
            }
            Event::Start(Tag::HtmlBlock) => vec![Event::Start(Tag::Paragraph)],
            Event::End(TagEnd::HtmlBlock) => vec![Event::End(TagEnd::Paragraph)],
            Event::Html(html) | Event::InlineHtml(html) => self.html(&html),
            // A link within a link, such as a badge that leads somewhere, would break the outer one.
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. })
                if !is_address(&dest_url) || self.links.contains(&true) =>
            {
                self.links.push(false);
                Vec::new()
            }
            // An image would be loaded from the publisher's site when the docs are read.
            Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
                self.links.push(true);
                vec![Event::Start(Tag::Link { link_type, dest_url, title, id })]
            }
            Event::Start(tag @ Tag::Link { .. }) => {
                self.links.push(true);
                vec![Event::Start(tag)]
            }
            Event::End(TagEnd::Link | TagEnd::Image) => match self.links.pop() {
                Some(false) => Vec::new(),
                Some(true) | None => vec![Event::End(TagEnd::Link)],
            },
            Event::Text(text) => self.text(text),
            other => vec![other],
        }
    }

    /// Text with its bare addresses made links, where it is neither code nor a link already.
    fn text<'a>(&self, text: CowStr<'a>) -> Vec<Event<'a>> {
        if self.code || self.links.contains(&true) { vec![Event::Text(text)] } else { linked(text) }
    }

    /// Tags as text, line by line.
    fn html<'a>(&self, html: &str) -> Vec<Event<'a>> {
        let mut events = Vec::new();
        for line in html.split_inclusive('\n') {
            for event in self.text(CowStr::from(line.trim().to_owned())) {
                match event {
                    Event::Text(text) => events.extend(marks_apart(&text)),
                    other => events.push(other),
                }
            }
            if line.ends_with('\n') {
                events.push(Event::SoftBreak);
            }
        }
        events
    }
}

/// Texts that begin where a character could be taken for Markdown, as the printer expects it.
fn marks_apart<'a>(text: &str) -> Vec<Event<'a>> {
    let mut texts = vec![String::new()];
    for character in text.chars() {
        match texts.last_mut() {
            Some(last) if last.is_empty() || !"<[]*_`\\".contains(character) => {
                last.push(character);
            }
            Some(_) | None => texts.push(character.to_string()),
        }
    }
    texts.into_iter().map(|text| Event::Text(text.into())).collect()
}

/// Removes the line breaks at the ends of paragraphs.
fn without_last_breaks(events: Vec<Event<'_>>) -> Vec<Event<'_>> {
    let mut kept: Vec<Event<'_>> = Vec::with_capacity(events.len());
    for event in events {
        if event == Event::End(TagEnd::Paragraph) && kept.last() == Some(&Event::SoftBreak) {
            kept.pop();
        }
        kept.push(event);
    }
    kept
}

fn is_address(text: &str) -> bool {
    ["https://", "http://", "mailto:"].iter().any(|start| text.starts_with(start))
}

/// Text with its bare addresses made links.
fn linked(text: CowStr<'_>) -> Vec<Event<'_>> {
    let starts = [text.find("https://"), text.find("http://")];
    let Some(start) = starts.into_iter().flatten().min() else {
        return vec![Event::Text(text)];
    };
    let (before, rest) = text.split_at(start);
    let ends = |c: char| c.is_whitespace() || "<>\"'`()[]{}|\\^,;".contains(c);
    let end = rest.find(ends).unwrap_or(rest.len());
    let address = rest[..end].trim_end_matches(['.', ':', '!', '?', '*', '_']);
    let after = &rest[address.len()..];
    let (before, address, after) = (before.to_owned(), address.to_owned(), after.to_owned());
    let mut events = vec![Event::Text(before.into())];
    if address.ends_with("://") {
        events.push(Event::Code(address.into()));
    } else {
        events.push(Event::InlineHtml(format!("<{address}>").into()));
    }
    events.extend(linked(after.into()));
    events
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_kept_and_made_safe() {
        let cases = [
            ("Plain words.", "Plain words."),
            ("A `code` span.", "A `code` span."),
            ("See https://a.example/b.", "See <https://a.example/b>."),
            ("[Here](/relative)", "Here"),
            ("[Here](https://a.example)", "[Here](https://a.example)"),
            (
                "[![Badge](https://a.example/b.svg)](https://a.example/c)",
                "[Badge](https://a.example/c)",
            ),
            ("![A [link](https://a.example)](https://b.example)", "[A link](https://b.example)"),
            ("a\r\nb", "a\nb"),
        ];
        for (text, expected) in cases {
            assert_eq!(safe_markdown(text), expected, "{text:?}");
        }
    }

    /// What is passed over is what the parser and the printer would not change.
    #[test]
    fn plain_words_stay_as_they_are() {
        let plain = [
            "Plain words, in (brackets); 7/8 - or \"quoted\": 5%?",
            "One of `a`, `b_c` and `d-e.f`.\nOn another line - with a dash.",
            "It's e.g. `null`\n",
            "A  gap",
            "Non-null `a`-`b`.",
            "A- b -c -- d --- e",
            "a) b 1. c 2) d",
        ];
        for text in plain {
            assert!(is_plain(text), "{text:?}");
            assert_eq!(safe_markdown(text), rendered(text, 0), "{text:?}");
        }
        let other = [
            "",
            " a",
            "- a",
            "1. a",
            "a\n- b",
            "a\n\nb",
            "a \nb",
            "a\n---",
            "a\n b",
            "`a`",
            "a `b",
            "a `` b ``",
            "a `b``c`",
            "a ` b`",
            "a `b*c`",
            "a *b*",
            "a_b_",
            "<a>",
            "a\tb",
            "a\\b",
            "a&amp;",
            "See https://a.example",
            "a [b]",
            "a | b",
            "a # b",
            "a\n# b",
            "ä",
        ];
        assert!(!other.into_iter().any(is_plain));
    }

    #[test]
    fn nothing_is_html_or_rust() {
        assert_eq!(safe_markdown("<Note>Hi</Note>"), "\\<Note>Hi\\</Note>");
        assert_eq!(safe_markdown("    let x = 1;"), "```text\nlet x = 1;\n```");
        assert_eq!(safe_markdown("```rust\nmain()\n```"), "```text\nmain()\n```");
        assert_eq!(safe_markdown("a [b] c"), "a \\[b\\] c");
    }

    #[test]
    fn code_spans_hold_anything() {
        assert_eq!(code_span("a"), "`a`");
        assert_eq!(code_span("a`b``c"), "``` a`b``c ```");
        assert_eq!(code_span("a\nb"), "`a b`");
    }

    #[test]
    fn text_that_turns_around_is_shown() {
        assert_eq!(safe_markdown("a\u{202e}b\u{7}"), "a\\u{202e}b");
    }
}
