//! Relative links of a text, made absolute.
//!
//! In: Markdown, and where the page is that it stands on. Out: the same text, byte for byte,
//! with other targets. Code is not looked into. Of a page whose own address is not known, only
//! the site may be: then links that begin with `/` are found, and others are not.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag};

use crate::fetch::{Address, has_scheme};

/// Where links begin.
#[derive(Clone, Debug)]
pub struct Base {
    pub address: Address,
    /// Whether it is the page itself, or only its site.
    pub is_page: bool,
}

/// What a link leads to.
enum Lead {
    /// It says all of it.
    Whole,
    To(String),
    Unknown,
}

/// The text with absolute links; those that lead nowhere are put into `lost`.
pub fn absolute(text: &str, base: Option<&Base>, lost: &mut Vec<String>) -> String {
    if !["](", "]:", "href", "src"].iter().any(|sign| text.contains(sign)) {
        return text.to_owned();
    }
    let mut edits = Vec::new();
    for target in targets(text) {
        match lead(&text[target.clone()], base) {
            Lead::Whole => {}
            Lead::To(whole) => edits.push((target, whole)),
            Lead::Unknown => lost.push(text[target].to_owned()),
        }
    }
    edits.sort_by_key(|(target, _)| target.start);
    edits.dedup_by_key(|(target, _)| target.start);
    let mut written = String::with_capacity(text.len());
    let mut at = 0;
    for (target, whole) in edits {
        written.push_str(&text[at..target.start]);
        written.push_str(&whole);
        at = target.end;
    }
    written + &text[at..]
}

/// Where the targets of links and images stand.
fn targets(text: &str) -> Vec<Range<usize>> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let parser = Parser::new_ext(text, options);
    let mut found = Vec::new();
    for (_, definition) in parser.reference_definitions().iter() {
        let span = definition.span.clone();
        found.extend(after(text, span, "]:", &definition.dest));
    }
    for (event, range) in parser.into_offset_iter() {
        match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                found.extend(after(text, range, "](", &dest_url));
            }
            Event::Html(_) | Event::InlineHtml(_) => {
                found.extend(["href=\"", "src=\""].into_iter().flat_map(|name| {
                    let tag = &text[range.clone()];
                    let start = range.start;
                    tag.match_indices(name).filter_map(move |(at, _)| {
                        let from = at + name.len();
                        let length = tag[from..].find('"')?;
                        Some(start + from..start + from + length)
                    })
                }));
            }
            _ => {}
        }
    }
    found
}

/// Where a target stands behind the signs that lead to it; `None` where it is spelled otherwise
/// than it is read, with escapes.
fn after(text: &str, range: Range<usize>, signs: &str, target: &str) -> Option<Range<usize>> {
    let part = text.get(range.clone())?;
    // The last one: images may stand in the text of a link. Few are tried, since what is long
    // may hold many.
    let found = part.rmatch_indices(signs).take(8).find_map(|(at, _)| {
        let rest = &part[at + signs.len()..];
        let gap = rest.len() - rest.trim_start_matches([' ', '<', '\n']).len();
        rest[gap..].starts_with(target).then_some(at + signs.len() + gap)
    });
    let start = range.start + found.filter(|_| !target.is_empty())?;
    Some(start..start + target.len())
}

fn lead(target: &str, base: Option<&Base>) -> Lead {
    if target.is_empty() || has_scheme(target) || target.starts_with("www.") {
        return Lead::Whole;
    }
    let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
    let from_site = target.starts_with('/');
    let base = base.filter(|base| base.is_page || from_site);
    let Some(Ok(address)) = base.map(|base| base.address.join(path)) else { return Lead::Unknown };
    let anchor = if anchor.is_empty() { String::new() } else { format!("#{anchor}") };
    Lead::To(address.exact() + &anchor)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn linked(text: &str, is_page: bool) -> (String, Vec<String>) {
        let address = Address::parse("https://docs.pets.example/api/dogs").ok();
        let base = address.map(|address| Base { address, is_page });
        let mut lost = Vec::new();
        let text = absolute(text, base.as_ref(), &mut lost);
        (text, lost)
    }

    #[test]
    fn links_lead_where_they_led_from_the_page() {
        for (target, whole) in [
            ("/cats#new", "https://docs.pets.example/cats#new"),
            ("#old", "https://docs.pets.example/api/dogs#old"),
            ("cats", "https://docs.pets.example/api/cats"),
            ("./cats?a=b", "https://docs.pets.example/api/cats?a=b"),
            ("../x/../cats", "https://docs.pets.example/cats"),
            ("//other.example/cats", "https://other.example/cats"),
            ("https://other.example", "https://other.example"),
            ("mailto:a@b.example", "mailto:a@b.example"),
            ("www.other.example", "www.other.example"),
        ] {
            for form in
                ["[a](X)", "![a](X \"X\")", "[a][b]\n\n[b]: X", "[`](`](<X>)", "a <b href=\"X\">"]
            {
                let (text, lost) = linked(&form.replace('X', target), true);
                let first = form.replacen('X', whole, 1).replace('X', target);
                assert_eq!(text, first, "{form}");
                assert_eq!(lost, [""; 0]);
            }
        }
    }

    #[test]
    fn what_is_no_link_stays() {
        for text in
            ["`[a](/b)`", "```\n[a](/b)\n```", "[a] (/b)", "\\[a](/b)", "    [a](/b)", "[a]()"]
        {
            assert_eq!(linked(text, true), (text.to_owned(), Vec::new()), "{text}");
        }
        let image = "[![a](/b)](/c) é [d](/e)";
        let whole = "[![a](https://docs.pets.example/b)](https://docs.pets.example/c) é \
                     [d](https://docs.pets.example/e)";
        assert_eq!(linked(image, true).0, whole);
    }

    #[test]
    fn a_site_alone_finds_what_begins_at_its_root() {
        let (text, lost) = linked("[a](/b) [c](#d) [e](f)", false);
        assert_eq!(text, "[a](https://docs.pets.example/b) [c](#d) [e](f)");
        assert_eq!(lost, ["#d", "f"]);
        let mut lost = Vec::new();
        assert_eq!(absolute("[a](/b)", None, &mut lost), "[a](/b)");
        assert_eq!(lost, ["/b"]);
    }
}
