//! The fenced blocks of a documentation page.
//!
//! In: the text of a page. Out: its [`Fence`]s, with the heading that each stands under. A walk
//! over lines and no parser of Markdown: these pages are MDX, where a fence may stand as deep in
//! components as it likes, and where HTML ends no paragraph.

use std::ops::Range;

use link_codegen::METHODS;

/// A fenced block.
#[derive(Debug)]
pub struct Fence<'a> {
    pub info: Info<'a>,
    /// The line that opens it, counted from one.
    pub line: usize,
    /// The bytes of what it holds.
    pub body: Range<usize>,
    /// Whether it ends before the page does.
    pub closed: bool,
    /// The nearest heading above.
    pub heading: Option<&'a str>,
}

impl Fence<'_> {
    /// Whether the page gives it as an OpenAPI document: by what the fence is for, or by its
    /// heading.
    pub fn is_document(&self) -> bool {
        is_document(&self.info, self.heading)
    }
}

/// What stands behind the signs that open a fence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Info<'a> {
    pub language: &'a str,
    pub target: Option<Target<'a>>,
}

/// What a page says that its document is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target<'a> {
    Operation { method: &'a str, path: &'a str },
    Webhook(&'a str),
}

/// The headings under which documentation tools put the document of a page.
const HEADINGS: [&str; 5] = [
    "openapi",
    "openapi specification",
    "openapi definition",
    "openapi document",
    "openapi description",
];

/// Finds the fences of a page.
pub fn fences(page: &str) -> Vec<Fence<'_>> {
    let mut found = Vec::<Fence<'_>>::new();
    let mut open: Option<Opening> = None;
    let mut heading = None;
    let mut at = 0;
    for (index, line) in page.split_inclusive('\n').enumerate() {
        let start = at;
        at += line.len();
        let line = line.trim_end_matches(['\n', '\r']);
        let line = if index == 0 { line.trim_start_matches('\u{feff}') } else { line };
        if let Some(opening) = &open {
            if opening.is_closed_by(line) {
                if let Some(fence) = found.last_mut() {
                    fence.body.end = start;
                    fence.closed = true;
                }
                open = None;
            }
        } else if let Some((mut opening, info)) = Opening::of(line) {
            let info = read_info(info);
            opening.is_strict = is_document(&info, heading);
            let body = at..page.len();
            found.push(Fence { info, line: index + 1, body, closed: false, heading });
            open = Some(opening);
        } else if let Some(text) = heading_of(line) {
            heading = Some(text);
        }
    }
    found
}

fn is_document(info: &Info<'_>, heading: Option<&str>) -> bool {
    let headed = heading.is_some_and(|text| HEADINGS.iter().any(|h| text.eq_ignore_ascii_case(h)));
    match info.language.to_ascii_lowercase().as_str() {
        "yaml" | "yml" | "json" => headed || info.target.is_some(),
        "" => headed,
        _ => false,
    }
}

/// The signs that a fence begins with.
struct Opening {
    sign: char,
    number: usize,
    indent: usize,
    /// A document may hold fences of its own, which stand further in than the one around it.
    is_strict: bool,
}

impl Opening {
    fn of(line: &str) -> Option<(Self, &str)> {
        let text = line.trim_start_matches([' ', '\t']);
        let sign = text.chars().next().filter(|sign| matches!(sign, '`' | '~'))?;
        let info = text.trim_start_matches(sign);
        let number = text.len() - info.len();
        // Signs that come again in their line are a span of code.
        let is_fence = number >= 3 && (sign == '~' || !info.contains('`'));
        let indent = line.len() - text.len();
        is_fence.then_some((Self { sign, number, indent, is_strict: false }, info.trim()))
    }

    fn is_closed_by(&self, line: &str) -> bool {
        let text = line.trim_start_matches([' ', '\t']);
        let rest = text.trim_start_matches(self.sign);
        let indent = line.len() - text.len();
        let reach = if self.is_strict { self.indent } else { self.indent + 3 };
        text.len() - rest.len() >= self.number && rest.trim().is_empty() && indent <= reach
    }
}

fn heading_of(line: &str) -> Option<&str> {
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    let is_heading = (1..=6).contains(&level) && text.starts_with([' ', '\t']);
    is_heading.then(|| text.trim().trim_end_matches('#').trim_end())
}

/// `yaml POST /v2/users`, perhaps with the file between that the document was cut out of.
fn read_info(info: &str) -> Info<'_> {
    let mut words = info.split_whitespace();
    let language = words.next().unwrap_or_default();
    let words: Vec<_> = words.collect();
    let pairs = words.iter().zip(words.iter().skip(1));
    let target = pairs.into_iter().find_map(|(&first, &second)| {
        if first.eq_ignore_ascii_case("webhook") {
            return Some(Target::Webhook(second));
        }
        let is_method = METHODS.iter().any(|method| first.eq_ignore_ascii_case(method));
        let is_operation = is_method && second.starts_with('/');
        is_operation.then_some(Target::Operation { method: first, path: second })
    });
    Info { language, target }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each fence as `line language closed body`.
    fn found(page: &str) -> Vec<String> {
        let shown = fences(page).into_iter().map(|fence| {
            let Fence { line, info, closed, .. } = &fence;
            let body = page[fence.body.clone()].trim();
            let document = fence.is_document();
            format!("{line} {} {closed} {document} {body}", info.language)
        });
        shown.collect()
    }

    #[test]
    fn a_document_is_known_by_its_target_or_its_heading() {
        assert_eq!(found("````yaml POST /a\nx\n````"), ["1 yaml true true x"]);
        assert_eq!(found("````YAML a.json get /a\r\nx\r\n````\r\n"), ["1 YAML true true x"]);
        assert_eq!(found("## OpenAPI\n\n```json\n{}\n```\n"), ["3 json true true {}"]);
        assert_eq!(found("### openapi specification ##\n~~~\nx\n~~~"), ["2  true true x"]);
        assert_eq!(found("## Usage\n```yaml theme={null}\nx\n```"), ["2 yaml true false x"]);
        assert_eq!(found("## OpenAPI\n```bash\nx\n```"), ["2 bash true false x"]);
        assert_eq!(found("> ## OpenAPI\n\n```yaml\nx\n```"), ["3 yaml true false x"]);
    }

    #[test]
    fn what_a_fence_is_for_stands_behind_its_language() {
        let operation = |method, path| Some(Target::Operation { method, path });
        assert_eq!(read_info("yaml post /v1/a").target, operation("post", "/v1/a"));
        assert_eq!(read_info("yaml api/a.json POST /a").target, operation("POST", "/a"));
        assert_eq!(read_info("yaml webhook a.b").target, Some(Target::Webhook("a.b")));
        assert_eq!(read_info("yaml post v1").target, None);
        assert_eq!(read_info(""), Info::default());
    }

    #[test]
    fn fences_inside_of_a_fence_are_its_text() {
        let page = "````yaml GET /a\nd: |\n  ```json\n  ````\n````\n```b\ny\n   ```";
        assert_eq!(found(page), ["1 yaml true true d: |\n  ```json\n  ````", "6 b true false y"]);
        assert_eq!(found("  ```yaml GET /a\n  x\n  ```\n"), ["1 yaml true true x"]);
    }

    #[test]
    fn a_fence_that_is_never_closed_takes_the_rest() {
        assert_eq!(
            found("```bash\n## OpenAPI\n````yaml GET /a\nx\n"),
            ["1 bash false false ## OpenAPI\n````yaml GET /a\nx"]
        );
        assert_eq!(found("````yaml GET /a\nx\n```\n"), ["1 yaml false true x\n```"]);
        assert_eq!(found("a ```b``` c\n```x`y\n``\n\u{feff}"), [""; 0]);
        assert_eq!(found("\u{feff}```\nx\n```"), ["1  true false x"]);
    }
}
