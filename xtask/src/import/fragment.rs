//! The documents that a page holds.
//!
//! In: a page, of documentation or a document as such. Out: its [`Fragment`]s, each a whole
//! small OpenAPI document that knows where its values stand in the page; or what is wrong with
//! the page. Puts nothing together.

use std::ops::Deref;

use link_codegen::diagnostics::Diagnostics;
use link_codegen::{Code, Location, Locator, Place, Pointer, Severity, Source, Text, read};
use serde_json::Value;

use super::fences::{Fence, Target, fences};
use super::lack::{Lack, lack};
use super::legacy;
use super::links::Base;
use super::published::Published;

/// A text that was asked for.
#[derive(Debug)]
pub struct Page {
    /// What messages call it: its path or its address.
    pub text: Text,
    pub base: Option<Base>,
    /// Whether it was named, and not found in a folder.
    pub is_named: bool,
}

/// A document of a page.
#[derive(Debug)]
pub struct Fragment {
    /// Which of the pages it is from.
    pub page: usize,
    pub value: Value,
    pub edition: Edition,
    /// The text of the page with nothing but the document in it, each line at its place.
    source: Source,
}

impl Fragment {
    /// Where a value stands, or what is around it, in the page.
    fn place(&self, pointer: &Pointer) -> Place {
        place(&self.source, &Locator::new(&self.source), pointer)
    }
}

/// Which rules the schemas of a document follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edition {
    V30,
    V31,
    V32,
    /// It does not say, and means the same by all of them.
    Any,
}

impl Edition {
    fn of(version: &str) -> Option<Self> {
        let is = |start| {
            version.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        [("3.0", Self::V30), ("3.1", Self::V31), ("3.2", Self::V32)]
            .into_iter()
            .find_map(|(start, edition)| is(start).then_some(edition))
    }
}

/// A fragment, of which the places are looked up in one reading.
#[derive(Debug)]
pub struct Located<'f> {
    fragment: &'f Fragment,
    locator: Locator<'f>,
}

impl<'f> Located<'f> {
    pub fn new(fragment: &'f Fragment) -> Self {
        Self { fragment, locator: Locator::new(&fragment.source) }
    }

    /// Where a value stands, or what is around it, in the page.
    pub fn place(&self, pointer: &Pointer) -> Place {
        place(&self.fragment.source, &self.locator, pointer)
    }
}

impl Deref for Located<'_> {
    type Target = Fragment;

    fn deref(&self) -> &Fragment {
        self.fragment
    }
}

fn place(source: &Source, locator: &Locator<'_>, pointer: &Pointer) -> Place {
    let spot = locator.spot(&Place::Document(pointer.clone()));
    let file = source.document.name.clone();
    Place::At(spot.map_or(Location { file, line: 1, column: 1 }, |spot| spot.location))
}

/// What a page is.
enum Form {
    /// A document as such.
    Document,
    /// A page of documentation.
    Page,
}

/// Finds the documents of a page.
pub fn fragments(
    page: &Page,
    index: usize,
    published: &Published,
    d: &mut Diagnostics,
) -> Vec<Fragment> {
    let reader = Reader { page, index, published };
    match form(&page.text) {
        Form::Document => reader.read(page.text.clone(), None, d).into_iter().collect(),
        Form::Page => reader.page(d),
    }
}

fn form(text: &Text) -> Form {
    let extension = text.name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    match extension.as_deref() {
        Some("json" | "yaml" | "yml") => return Form::Document,
        Some("md" | "mdx") => return Form::Page,
        Some(_) | None => {}
    }
    let lines = text.text.trim_start_matches('\u{feff}').lines().map(str::trim);
    let mut lines = lines.filter(|line| {
        !line.is_empty() && !line.starts_with('#') && !line.starts_with('%') && *line != "---"
    });
    let first = lines.next().unwrap_or_default().replace(['"', '\''], "");
    let version = ["openapi:", "swagger:"].iter().find_map(|key| first.strip_prefix(key));
    let is_version = version
        .is_some_and(|version| version.trim_start().starts_with(|c: char| c.is_ascii_digit()));
    if first.starts_with('{') || is_version { Form::Document } else { Form::Page }
}

struct Reader<'a> {
    page: &'a Page,
    index: usize,
    published: &'a Published,
}

impl Reader<'_> {
    fn page(&self, d: &mut Diagnostics) -> Vec<Fragment> {
        let text = &self.page.text.text;
        let fences = fences(text);
        let documents: Vec<_> = fences.iter().filter(|fence| fence.is_document()).collect();
        if documents.is_empty() {
            self.has_none(&fences, d);
        }
        let mut found = Vec::new();
        for fence in documents {
            if !fence.closed {
                let message = "the fence that begins here is never closed: the page is cut off";
                d.push(Severity::Error, Code::Syntax, self.at(fence.line), message)
                    .with_help("get the whole page");
                continue;
            }
            let body = text.get(fence.body.clone()).unwrap_or_default();
            let before = text.get(..fence.body.start).unwrap_or_default();
            // The lines keep their numbers, so that places are those of the page.
            let lines = before.bytes().filter(|byte| *byte == b'\n').count();
            let name = self.page.text.name.clone();
            let masked = Text { name, text: "\n".repeat(lines) + body };
            found.extend(self.read(masked, Some(fence), d));
        }
        found
    }

    /// Reads a text that is to be a document.
    fn read(&self, text: Text, fence: Option<&Fence<'_>>, d: &mut Diagnostics) -> Option<Fragment> {
        let mut value = read(&text, d)?;
        let line = fence.map_or(1, |fence| fence.line);
        let source = Source { document: text, ..Source::default() };
        let is_legacy = value.get("paths").and_then(|paths| paths.get("path"));
        let edition = if is_legacy.is_some_and(Value::is_string) {
            let words = legacy::Words::of(&self.page.text.text);
            let locator = Locator::new(&source);
            let place = |pointer: &Pointer| place(&source, &locator, pointer);
            let converted = legacy::convert(&value, &words, &place, d)?;
            value = converted.value;
            converted.edition
        } else {
            self.edition(&value, line, d)?
        };
        let fragment = Fragment { page: self.index, value, edition, source };
        let whole = Self::refers_to_nothing_else(&fragment, d);
        let has_calls = self.has_calls(&fragment, fence, d);
        if let Some(fence) = fence.filter(|_| has_calls) {
            self.holds_its_target(&fragment, fence, d);
        }
        (whole && has_calls).then_some(fragment)
    }

    fn edition(&self, value: &Value, line: usize, d: &mut Diagnostics) -> Option<Edition> {
        let said = |key| {
            value.get(key).map(|version| match version {
                Value::String(version) => version.clone(),
                other => other.to_string(),
            })
        };
        let (message, help) = match (said("openapi"), said("swagger")) {
            (Some(version), _) => {
                if let Some(edition) = Edition::of(&version) {
                    return Some(edition);
                }
                let message = format!("OpenAPI {version} is not read: only 3.0, 3.1 and 3.2 are");
                (message, "get the document in one of these")
            }
            (None, Some(version)) => {
                let message = format!("this is Swagger {version}, not OpenAPI 3");
                (message, "convert it first, for example by `npx swagger2openapi`")
            }
            (None, None) => {
                let message = "this has no key `openapi`, so it is no OpenAPI document";
                // A folder of documentation holds settings and data too.
                let severity = if self.page.is_named { Severity::Error } else { Severity::Note };
                d.push(severity, Code::NotOpenApi, self.at(line), message);
                return None;
            }
        };
        d.push(Severity::Error, Code::NotOpenApi, self.at(line), message).with_help(help);
        None
    }

    fn refers_to_nothing_else(fragment: &Fragment, d: &mut Diagnostics) -> bool {
        let mut found = Vec::new();
        other_files(&fragment.value, &Pointer::root(), &mut found);
        for (at, file) in &found {
            let message = format!("it refers to {file}, and only single documents are imported");
            d.push(Severity::Error, Code::ExternalRef, fragment.place(at), message)
                .with_help("bring it in with the files that it refers to: cargo xtask new");
        }
        found.is_empty()
    }

    /// Whether there is anything to call; a page that is about a webhook holds nothing.
    fn has_calls(
        &self,
        fragment: &Fragment,
        fence: Option<&Fence<'_>>,
        d: &mut Diagnostics,
    ) -> bool {
        let is_empty = |key| {
            fragment.value.get(key).and_then(Value::as_object).is_none_or(serde_json::Map::is_empty)
        };
        let is_only_parts = fence.is_none() && !is_empty("components");
        if !is_empty("paths") || !is_empty("webhooks") || is_only_parts {
            return true;
        }
        let name = match fence.and_then(|fence| fence.info.target) {
            Some(Target::Webhook(name)) => format!("the webhook `{name}`"),
            Some(Target::Operation { .. }) | None => "a webhook".to_owned(),
        };
        let (message, help) = if fence.is_some() {
            (
                format!(
                    "the document of this page has no paths: it seems to be about {name}, which \
                     its publisher leaves out"
                ),
                "bring in the published document, or describe the webhook in overlay.yaml",
            )
        } else {
            ("this document has no paths".to_owned(), "look whether it is the whole document")
        };
        let severity = if self.page.is_named { Severity::Error } else { Severity::Warning };
        d.push(
            severity,
            Code::NotOpenApi,
            fragment.place(&Pointer::root().child("paths")),
            message,
        )
        .with_help(help);
        false
    }

    /// What a page says that it is about should be in its document.
    fn holds_its_target(&self, fragment: &Fragment, fence: &Fence<'_>, d: &mut Diagnostics) {
        let paths = Pointer::root().child("paths");
        let (wanted, pointer) = match fence.info.target {
            Some(Target::Operation { method, path }) => {
                let method = method.to_ascii_lowercase();
                let shown = format!("{} {path}", method.to_ascii_uppercase());
                (shown, paths.child(path).child(method))
            }
            Some(Target::Webhook(name)) => {
                (format!("the webhook `{name}`"), Pointer::root().join(&["webhooks", name]))
            }
            None => return,
        };
        if pointer.find(&fragment.value).is_none() {
            let message = format!("this fence is for {wanted}, which is not in its document");
            d.push(Severity::Warning, Code::NotOpenApi, self.at(fence.line), message)
                .with_related(fragment.place(&paths), "these are its paths");
        }
    }

    /// Says why a page holds no document.
    fn has_none(&self, fences: &[Fence<'_>], d: &mut Diagnostics) {
        let Lack { line, message, help } = lack(&self.page.text, fences, self.published);
        let severity = if self.page.is_named { Severity::Error } else { Severity::Note };
        d.push(severity, Code::NotOpenApi, self.at(line), message).with_help(help);
    }

    fn at(&self, line: usize) -> Place {
        Place::At(Location { file: self.page.text.name.clone(), line, column: 1 })
    }
}

/// Every `$ref` that leads to a file. What is at an address is the generator's business.
fn other_files<'v>(value: &'v Value, here: &Pointer, found: &mut Vec<(Pointer, &'v str)>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                match value {
                    Value::String(text) if key == "$ref" => {
                        let is_file = !text.starts_with('#') && !text.contains("://");
                        found.extend(is_file.then(|| (here.child(key), text.as_str())));
                    }
                    _ if key.starts_with("x-") || key == "example" || key == "value" => {}
                    value => other_files(value, &here.child(key), found),
                }
            }
        }
        Value::Array(list) => {
            for (index, value) in list.iter().enumerate() {
                other_files(value, &here.child(index), found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
