//! Hostile documents: text that tries to leave the place where it stands.
//!
//! In: a document with a mark in every place of free text and of names, and payloads. Out:
//! nothing, or the case that broke out. Each payload goes into each place. The crate, if one is
//! made, has to parse, to hold the same items as with a harmless word there, and to have no text
//! that turns reading around. That it compiles is up to the golden cases.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::fmt::Write as _;
use std::panic::catch_unwind;
use std::thread;

use link_codegen::{FileSet, Source, Text, generate};
use proc_macro2::{TokenStream, TokenTree};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};
use quote::ToTokens;

/// A document in which `@place@` stands where a text of that place can.
const DOCUMENT: &str = include_str!("hostile/openapi.json.txt");

/// Texts that try to be more than text.
const PAYLOADS: [&str; 32] = [
    "*/ pub fn broken() {} /*",
    "word\npub fn broken() {}",
    "word\r\npub fn broken() {}",
    "word\rpub fn broken() {}",
    "word\u{2028}pub fn broken() {}",
    "word\u{85}pub fn broken() {}",
    "\"] pub fn broken() {} #[doc = \"",
    "\")] pub struct Broken; #[doc(alias = \"",
    "\"; compile_error!(\"broken\"); \"",
    "\"#; fn broken() {} r#\"",
    "\\\"; fn broken() {} \\",
    "\\",
    "```\nlet broken = ();\n```",
    "```rust\npanic!();\n```",
    "~~~\npanic!();\n~~~",
    "    let indented = broken();",
    "<script>alert(1)</script>",
    "<b>never closed",
    "[link](javascript:alert(1))",
    "[broken] [`Vec::broken`] [x][y]",
    "{} {{ {0} {broken}",
    "#![feature(broken)]",
    "#[cfg(broken)]",
    "nul \u{0} bell \u{7}",
    "\u{202e}nekorb\u{202c} \u{2066}x\u{2069}",
    "'''\nbroken = true\n'''",
    "\"\"\"\n[dependencies]\nbroken = \"1\"\n\"\"\"",
    "\"\n[dependencies]\nbroken = \"1\"\n#",
    "$crate $broken:tt macro_rules! broken { () => {} }",
    "../../../broken",
    "%s %2e%2e%2f ~1 ~0 //",
    "-- | <!-- --> #{x} ${y} 'a' b\"c\"",
];

/// Each place takes one of so many payloads, the next place the next: hundreds of cases, in which
/// each payload stands in many places. With 1, all of them.
const SHARE: usize = 3;

#[test]
fn no_text_leaves_its_place() {
    let harmless = Seen::of(&files("", "").unwrap());
    let places = places();
    let parts = places.chunks(places.len().div_ceil(4));
    let harmless = &harmless;
    let reports = thread::scope(|scope| {
        let parts = parts.enumerate();
        let parts = parts.map(|(index, part)| scope.spawn(move || check(part, index, harmless)));
        let parts = parts.collect::<Vec<_>>();
        parts.into_iter().map(|part| part.join().unwrap()).collect::<Vec<_>>()
    });
    let report = reports.iter().map(|(_, report)| report.as_str()).collect::<String>();
    assert!(report.is_empty(), "{report}");
    let made = reports.iter().map(|(made, _)| made).sum::<usize>();
    let cases = places.len() * PAYLOADS.len() / SHARE;
    assert!(made * 10 > cases * 8, "only {made} of {cases} documents became a crate");
}

/// How many crates came of some places with each payload, and what broke out.
fn check(places: &[&str], first: usize, harmless: &Seen) -> (usize, String) {
    let (mut made, mut report) = (0, String::new());
    let long = "long ".repeat(3000);
    for (index, place) in places.iter().enumerate() {
        let payloads = PAYLOADS.into_iter().chain([long.as_str()]);
        for payload in payloads.skip((first + index) % SHARE).step_by(SHARE) {
            // Braces of a path and of a URL are parameters, no base URL has a fragment, and a pattern
            // that is none is not checked.
            let spoken: &[char] = match *place {
                "segment" => &['{'],
                "server path" => &['{', '#'],
                "pattern" => &['{', '*', '\\', ']'],
                _ => &[],
            };
            if payload.contains(spoken) {
                continue;
            }
            let shown = payload.chars().take(60).collect::<String>();
            match catch_unwind(|| files(place, payload)) {
                Ok(Some(files)) => {
                    made += 1;
                    for line in broken(harmless, &files) {
                        let _ = writeln!(report, "{place} {shown:?}: {line}");
                    }
                }
                // It is refused.
                Ok(None) => {}
                Err(_) => {
                    let _ = writeln!(report, "{place} {shown:?}: a panic");
                }
            }
        }
    }
    (made, report)
}

/// The places of the document, each once.
fn places() -> Vec<&'static str> {
    let mut places = Vec::new();
    for place in DOCUMENT.split('@').skip(1).step_by(2) {
        let place = place.trim_end_matches('#');
        if !places.contains(&place) {
            places.push(place);
        }
    }
    places
}

/// The crate with a text in one place and the name of the place in all others.
fn files(place: &str, payload: &str) -> Option<FileSet> {
    let mut document = String::with_capacity(DOCUMENT.len());
    for (index, part) in DOCUMENT.split('@').enumerate() {
        if index % 2 == 0 {
            document.push_str(part);
            continue;
        }
        let name = part.trim_end_matches('#');
        let text = if name == place { payload } else { name };
        // After `#/` of a reference.
        let text = if part.ends_with('#') {
            text.replace('~', "~0").replace('/', "~1").replace('%', "%25")
        } else {
            text.to_owned()
        };
        let quoted = serde_json::to_string(&text).unwrap();
        document.push_str(&quoted[1..quoted.len() - 1]);
    }
    let document = Text { name: "openapi.json".to_owned(), text: document };
    let source = Source { document, command: "cargo test".to_owned(), ..Source::default() };
    generate(&source).files
}

/// What a payload must not change.
#[derive(PartialEq)]
struct Seen {
    /// How many files there are.
    files: usize,
    /// What stands in them.
    shapes: Vec<String>,
    /// What the manifest says.
    keys: Vec<String>,
    /// What rustdoc runs of the README.
    readme: Vec<String>,
}

impl Seen {
    fn of(files: &FileSet) -> Self {
        Self {
            files: files.len(),
            shapes: shapes(files),
            keys: keys(&files["Cargo.toml"]),
            readme: code(&files["README.md"]),
        }
    }
}

/// What is not as it is with a harmless word.
fn broken(harmless: &Seen, files: &FileSet) -> Vec<String> {
    let mut broken = Vec::new();
    let seen = Seen::of(files);
    if harmless.files != seen.files {
        broken.push(format!("{} files and not {}", seen.files, harmless.files));
    }
    if harmless.shapes != seen.shapes {
        let news = seen.shapes.iter().filter(|shape| !harmless.shapes.contains(shape));
        broken.push(format!("other items: {:?}", news.collect::<Vec<_>>()));
    }
    if harmless.keys != seen.keys {
        broken.push(format!("another manifest: {}", files["Cargo.toml"]));
    }
    if harmless.readme != seen.readme {
        broken.push(format!("the README runs {:?}", seen.readme));
    }
    for (path, text) in files.iter().filter(|(path, _)| !path.starts_with("src/runtime/")) {
        let turning = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        let control = |c: char| c.is_control() && c != '\n';
        if let Some(found) = text.chars().find(|c| turning(*c) || control(*c)) {
            broken.push(format!("{path} holds {found:?}"));
        }
        if path.split('/').any(|part| part == ".." || part.is_empty() || part.len() > 200) {
            broken.push(format!("{path} is no path of the crate"));
        }
    }
    broken
}

/// The keys of a manifest, with those in its tables.
fn keys(manifest: &str) -> Vec<String> {
    let table = manifest.parse::<toml::Table>().unwrap();
    let keys = table.iter().flat_map(|(name, value)| {
        let inner = value.as_table().unwrap().keys();
        inner.map(move |key| format!("{name}.{key}"))
    });
    keys.collect()
}

/// The marks of the code blocks that rustdoc would run.
fn code(markdown: &str) -> Vec<String> {
    let events = Parser::new_ext(markdown, Options::ENABLE_TABLES);
    let blocks = events.filter_map(|event| match event {
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(mark))) => Some(mark.to_string()),
        Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => Some("indented".to_owned()),
        Event::Html(html) | Event::InlineHtml(html) => Some(format!("html {html}")),
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. })
            if dest_url.contains("javascript") =>
        {
            Some(format!("link {dest_url}"))
        }
        _ => None,
    });
    blocks.filter(|mark| mark != "text").collect()
}

/// What the files hold, without names and texts, in an order of its own.
fn shapes(files: &FileSet) -> Vec<String> {
    let sources = files.iter().filter(|(path, _)| path.starts_with("src/"));
    let sources = sources.filter(|(path, _)| !path.starts_with("src/runtime/"));
    let shapes = sources.map(|(path, text)| match syn::parse_file(text) {
        Ok(file) => {
            let attributes = file.attrs.iter().map(ToTokens::to_token_stream).collect();
            let items = file.items.iter().map(|item| shape(item.to_token_stream()));
            let mut items = items.chain([shape(attributes)]).collect::<Vec<_>>();
            items.sort();
            items.join("\n")
        }
        Err(error) => format!("{path}: {error}"),
    });
    let mut shapes = shapes.collect::<Vec<_>>();
    shapes.sort();
    shapes
}

/// The kinds of tokens, one after the other; of documentation, what rustdoc would run of it.
fn shape(stream: TokenStream) -> String {
    let (mut shape, mut docs) = (String::new(), String::new());
    let mut tokens = stream.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let doc = match (&token, tokens.peek()) {
            (TokenTree::Punct(mark), Some(TokenTree::Group(group))) if mark.as_char() == '#' => {
                doc(group.stream())
            }
            _ => None,
        };
        if let Some(doc) = doc {
            let _ = writeln!(docs, "{doc}");
            tokens.next();
            continue;
        }
        shape.extend(code(&std::mem::take(&mut docs)));
        match token {
            // Braces and commas come and go with the length of a line.
            TokenTree::Group(group) => shape.push_str(&self::shape(group.stream())),
            TokenTree::Punct(punct) if punct.as_char() == ',' => {}
            TokenTree::Punct(punct) => shape.push(punct.as_char()),
            TokenTree::Literal(_) => shape.push_str(" l"),
            // Words of Rust count, the document's do not.
            TokenTree::Ident(ident) => {
                let known = syn::parse_str::<syn::Ident>(&ident.to_string()).is_err();
                let _ =
                    write!(shape, " {}", if known { ident.to_string() } else { "i".to_owned() });
            }
        }
    }
    shape
}

/// The text of `doc = "text"`.
fn doc(attribute: TokenStream) -> Option<String> {
    let mut tokens = attribute.into_iter();
    let name = tokens.next().filter(|token| token.to_string() == "doc");
    name.and(tokens.next()).filter(|token| token.to_string() == "=")?;
    let text = syn::parse2::<syn::LitStr>(tokens.collect()).ok()?;
    Some(text.value())
}
