//! `cargo xtask import`: a provider's document from the pages of its documentation.
//!
//! In: pages and documents, as files, folders or addresses. Out: `specs/<provider>/openapi.yaml`,
//! one document of all of them, and what `new` writes where the provider is new. An overlay and
//! settings that are there are not touched. Whole or not at all; the same pages give the same
//! bytes. Does not judge what the document says: `regen` does.

mod destination;
mod fences;
mod fragment;
mod lack;
mod legacy;
mod links;
mod listing;
mod mdx;
mod merge;
mod pages;
mod prose;
mod published;

use std::path::Path;

use link_codegen::diagnostics::Diagnostics;
use link_codegen::{Code, Location, Locator, Place, Severity, Source, Text};
use serde_json::Value;

use crate::fetch::Address;
use crate::providers::{self, read_text};
use crate::screen::{Failure, Plural, Screen};
use crate::{End, new};
use destination::Destination;
use fragment::{Fragment, Page, fragments};
use pages::{Addresses, gather};
use published::Published;

pub const HELP: &str = "\
Examples:
  cargo xtask import https://docs.acme.com/api/create-user --into acme
  cargo xtask import docs/create-user.md docs/list-users.md --into acme
  cargo xtask import ~/Downloads/acme-docs --into acme

Pages of documentation hold a document under `## OpenAPI` or `## OpenAPI Specification`, or in
a fence `yaml POST /path`; of a folder, every .md, .mdx, .txt, .yaml, .yml and .json is looked
at. Their documents become one: specs/PROVIDER/openapi.yaml. What two pages say differently is
an error, with both places. A document that is published whole is better brought in as it is:
cargo xtask new, or the `[source]` of provider.toml.";

#[derive(clap::Args)]
pub struct Args {
    /// Pages or documents: files, folders, addresses
    #[arg(required = true, value_name = "PAGE")]
    pages: Vec<String>,
    /// The provider that they are about: a folder in specs/, which is begun where there is none
    #[arg(long, value_name = "PROVIDER")]
    into: String,
    /// Where the pages are, for links that are relative; else their own address, or [source]
    #[arg(long, value_name = "URL")]
    page_url: Option<String>,
    /// Show notes too, such as pages that hold no document
    #[arg(short, long)]
    pub verbose: bool,
}

pub fn import(root: &Path, args: &Args, screen: &mut Screen) -> Result<End, Failure> {
    new::check_name(&args.into)?;
    let place = Destination::of(root, &args.into)?;
    let settings = settings(root);
    let addresses = Addresses {
        given: args.page_url.as_deref().map(Address::parse).transpose()?,
        source: settings
            .iter()
            .find(|text| text.name == place.settings)
            .and_then(|text| Address::parse(&published::setting(&text.text, "url")?).ok()),
    };
    let pages = gather(&args.pages, &addresses)?;
    let published = Published::new(&args.into, &settings);
    let mut d = Diagnostics::default();
    let imported = document(&pages, &args.into, &published, &mut d);
    let failed = d.has_errors();
    show(&pages, d, &args.into, screen);
    let Some(imported) = imported.filter(|_| !failed) else {
        if !place.is_new {
            screen.note(format_args!("{} is left as it was", place.folder));
        }
        return Ok(End::InputWrong);
    };
    place.write(root, imported, screen)
}

/// A document, and the pages that it is made of.
struct Imported {
    document: Value,
    sources: Vec<String>,
}

/// The document of all pages.
fn document(
    pages: &[Page],
    provider: &str,
    published: &Published,
    d: &mut Diagnostics,
) -> Option<Imported> {
    let mut found = Vec::<Fragment>::new();
    for (index, page) in pages.iter().enumerate() {
        found.extend(fragments(page, index, published, d));
    }
    if d.has_errors() {
        return None;
    }
    if found.is_empty() {
        let at = pages.first().map(|page| page.text.name.clone()).unwrap_or_default();
        let message = match pages.len() {
            0 => "there are no pages here".to_owned(),
            number => format!("no OpenAPI document in {}", Plural(number, "page")),
        };
        d.push(Severity::Error, Code::NotOpenApi, at_start(at), message)
            .with_help("--verbose says of each page what was looked for");
        return None;
    }
    let merge::Merged { mut document, origins } = merge::merge(&found, provider, d);
    let bases: Vec<_> = pages.iter().map(|page| page.base.as_ref()).collect();
    let lost = prose::rewrite(&mut document, &origins, &bases);
    for (page, lost) in pages.iter().zip(lost) {
        let Some(first) = lost.first() else { continue };
        let links = match lost.len() {
            1 => "a link leads".to_owned(),
            number => format!("{number} links lead"),
        };
        let message = format!("{links} nowhere without the address of the page, such as `{first}`");
        d.push(Severity::Warning, Code::Ignored, at_start(page.text.name.clone()), message)
            .with_help("say where the page is: --page-url https://…");
    }
    let holds = |index| found.iter().any(|fragment| fragment.page == index);
    let sources = pages.iter().enumerate().filter(|(index, _)| holds(*index));
    let sources = sources.map(|(_, page)| source(&page.text.name)).collect();
    Some(Imported { document, sources })
}

/// What a page is known by anywhere: its address, or the name of its file.
fn source(name: &str) -> String {
    if name.contains("://") {
        return name.to_owned();
    }
    Path::new(name).file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn at_start(file: String) -> Place {
    Place::At(Location { file, line: 1, column: 1 })
}

fn show(pages: &[Page], d: Diagnostics, label: &str, screen: &mut Screen) {
    let mut texts = pages.iter().map(|page| page.text.clone());
    let document = texts.next().unwrap_or_default();
    let source = Source { document, siblings: texts.collect(), ..Source::default() };
    screen.diagnostics(label, &d.finish(), &Locator::new(&source));
}

/// The settings of all providers, as far as they can be read.
fn settings(root: &Path) -> Vec<Text> {
    let names = providers::all(root).unwrap_or_default().into_iter();
    let texts = names.filter_map(|name| {
        let name = format!("specs/{name}/{}", providers::SETTINGS);
        let text = read_text(&root.join(&name), &name).ok()?;
        Some(Text { name, text })
    });
    texts.collect()
}
