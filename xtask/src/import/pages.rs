//! The pages that are imported.
//!
//! In: paths of files and folders, and addresses. Out: [`Page`]s, each once, in the order in
//! which they were named; those of a folder sorted. Reads and fetches, and judges nothing.

use std::collections::BTreeSet;
use std::path::Path;

use link_codegen::Text;

use super::fragment::Page;
use super::links::Base;
use crate::fetch::{Address, Fetcher};
use crate::folder::{Kind, entries};
use crate::providers::{read_text, unreadable};
use crate::screen::Failure;

/// What files of a folder are looked at.
const ENDINGS: [&str; 6] = ["md", "mdx", "txt", "yaml", "yml", "json"];
/// How many files a folder of pages can have, and how deep it is.
const FILES: usize = 10_000;
const DEPTH: usize = 20;

/// Where pages are whose own text does not say it.
#[derive(Debug, Default)]
pub struct Addresses {
    /// What was given for the pages.
    pub given: Option<Address>,
    /// Where the provider's document comes from.
    pub source: Option<Address>,
}

/// Reads what was named.
pub fn gather(names: &[String], addresses: &Addresses) -> Result<Vec<Page>, Failure> {
    let mut gather = Gather { addresses, fetcher: None, seen: BTreeSet::new(), pages: Vec::new() };
    for name in names {
        if name.contains("://") {
            gather.address(name)?;
        } else if Path::new(name).is_dir() {
            gather.folder(name.trim_end_matches('/'), 0)?;
        } else {
            gather.file(Path::new(name), name, true)?;
        }
    }
    let Gather { mut pages, .. } = gather;
    // An address that is given for several pages is that of none of them.
    if let ([page], Some(address)) = (pages.as_mut_slice(), &addresses.given) {
        page.base = Some(Base { address: address.clone(), is_page: true });
    }
    Ok(pages)
}

struct Gather<'a> {
    addresses: &'a Addresses,
    /// Made when the first page is fetched.
    fetcher: Option<Fetcher>,
    seen: BTreeSet<String>,
    pages: Vec<Page>,
}

impl Gather<'_> {
    fn folder(&mut self, name: &str, depth: usize) -> Result<(), Failure> {
        if depth > DEPTH {
            return Err(Failure::new(format!("{name} lies more than {DEPTH} folders deep"))
                .help("name the folders that hold pages"));
        }
        for (entry, kind) in entries(Path::new(name))? {
            let path = format!("{name}/{entry}");
            let ending = entry.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
            match kind {
                _ if entry.starts_with('.') || entry == "node_modules" => {}
                Kind::Folder => self.folder(&path, depth + 1)?,
                Kind::File if ending.is_some_and(|e| ENDINGS.contains(&e.as_str())) => {
                    self.file(Path::new(&path), &path, false)?;
                }
                Kind::File | Kind::Other => {}
            }
        }
        Ok(())
    }

    fn file(&mut self, path: &Path, name: &str, is_named: bool) -> Result<(), Failure> {
        let whole = path.canonicalize().map_err(|error| unreadable(name, &error))?;
        if !self.seen.insert(whole.to_string_lossy().into_owned()) {
            return Ok(());
        }
        let text = read_text(path, name)?;
        self.keep(Text { name: name.to_owned(), text }, None, is_named)
    }

    /// Fetches a page. Documentation has the Markdown of a page at its address with `.md`
    /// behind; whatever has another ending is taken as it is.
    fn address(&mut self, name: &str) -> Result<(), Failure> {
        let address = Address::parse(name)?;
        if !self.seen.insert(address.exact()) {
            return Ok(());
        }
        let fetcher = self.fetcher.get_or_insert_with(Fetcher::new);
        let is_page = !address.name().contains('.') && !address.name().is_empty();
        let markdown = format!("{}.md", address.name());
        let markdown = address.join(&markdown).ok().filter(|_| is_page);
        let found = match markdown.map(|markdown| fetcher.fetch(&markdown)) {
            Some(Ok(found)) => found,
            Some(Err(_)) | None => fetcher.fetch(&address)?,
        };
        // The page itself is where its Markdown is, without the ending.
        let own = found.address.name();
        let own = own.strip_suffix(".md").and_then(|own| found.address.join(own).ok());
        let base = Base { address: own.unwrap_or(found.address.clone()), is_page: true };
        let text = Text { name: found.address.to_string(), text: found.text };
        self.keep(text, Some(base), true)
    }

    fn keep(&mut self, text: Text, base: Option<Base>, is_named: bool) -> Result<(), Failure> {
        if self.pages.len() == FILES {
            return Err(Failure::new(format!("there are more than {FILES} pages"))
                .help("name the folders that hold pages"));
        }
        let site = || {
            let address = self.addresses.given.clone().or_else(|| index(&text.text));
            let address = address.or_else(|| self.addresses.source.clone())?;
            Some(Base { address, is_page: false })
        };
        let base = base.or_else(site);
        self.pages.push(Page { text, base, is_named });
        Ok(())
    }
}

/// The site of a page whose first lines say where the index of the documentation is.
fn index(text: &str) -> Option<Address> {
    let line = text.lines().take(10).find(|line| line.contains("/llms.txt"))?;
    let start = line.find("https://")?;
    let address = line.get(start..)?.split_whitespace().next()?;
    Address::parse(address).ok()?.join("/").ok()
}
