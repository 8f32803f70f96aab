//! `cargo xtask pull`: brings a new version of a document in.
//!
//! In: the address that `provider.toml` names. Out: what changed, and with `--write` the document,
//! the files of its folder that it refers to, and the lock, all of them or none. A document that
//! gives no crate is not written. Regenerates nothing: `regen` does.

use std::collections::BTreeSet;
use std::path::Path;

use link_codegen::diagnostics::Diagnostics;
use link_codegen::{FileSet, Locator, Source, Text, settings};

use crate::fetch::{Address, Fetcher};
use crate::lock::{self, Lock};
use crate::plan::Change;
use crate::produce::produce;
use crate::screen::{Failure, Screen};
use crate::siblings::{BUNDLE, follow};
use crate::{End, diff, folder, providers};

pub const HELP: &str = "\
Examples:
  cargo xtask pull                  fetch all documents that have an address, and say what changed
  cargo xtask pull junction --write take the new version over, with its sha256 in lock.toml

The address stands in specs/PROVIDER/provider.toml, as `document` under [source].
Exit codes: 0 nothing is new, or it was written; 3 something is new and was not written;
1 something could not be fetched, or gives no crate; nothing is written then.";

#[derive(clap::Args)]
pub struct Args {
    /// Folders of specs/; all that name an address where none is named
    #[arg(value_name = "PROVIDER")]
    providers: Vec<String>,
    /// Write what is new into specs/
    #[arg(long)]
    write: bool,
    /// Show notes, and the time that each stage takes
    #[arg(short, long)]
    pub verbose: bool,
}

/// How many files are fetched beside a document.
const FILES: usize = 500;

/// What became of a provider.
enum Pulled {
    /// It names no address.
    NoAddress,
    Same,
    New,
    Written,
    /// What is new has errors, which were printed.
    Wrong,
}

pub fn pull(root: &Path, args: &Args, screen: &mut Screen) -> Result<End, Failure> {
    let fetcher = Fetcher::new();
    let (mut failed, mut new, mut written) = (false, Vec::new(), Vec::new());
    for provider in providers::chosen(root, &args.providers)? {
        match one(root, &provider, &fetcher, args.write, screen) {
            Ok(Pulled::Same) => {}
            Ok(Pulled::New) => new.push(provider),
            Ok(Pulled::Written) => written.push(provider),
            Ok(Pulled::Wrong) => failed = true,
            Ok(Pulled::NoAddress) if args.providers.is_empty() => {
                screen.note(format_args!(
                    "specs/{provider}/provider.toml names no `document` under [source], so nothing \
                     is fetched"
                ));
            }
            Ok(Pulled::NoAddress) => {
                failed = true;
                screen.failure(&no_address(&provider));
            }
            Err(failure) => {
                failed = true;
                screen.failure(&failure);
            }
        }
    }
    if !new.is_empty() {
        let names = new.join(" ");
        screen.line(format_args!(
            "Nothing is written. To take it over: cargo xtask pull {names} --write"
        ));
    }
    if !written.is_empty() {
        screen.line(format_args!("Next: cargo xtask regen {} --bump", written.join(" ")));
    }
    Ok(match (failed, new.is_empty()) {
        (true, _) => End::InputWrong,
        (false, true) => End::Done,
        (false, false) => End::Stale,
    })
}

fn one(
    root: &Path,
    provider: &str,
    fetcher: &Fetcher,
    write: bool,
    screen: &mut Screen,
) -> Result<Pulled, Failure> {
    let ours = providers::ours(root, provider)?;
    let Some(address) = address(provider, &ours, screen)? else { return Ok(Pulled::NoAddress) };
    let old = match providers::document(root, provider)? {
        Some(_) => Some(providers::read(root, provider, screen)?),
        None => None,
    };
    let files = bring(fetcher, &address, provider, old.as_ref())?;
    let new = Source {
        overlay: ours.overlay,
        settings: ours.settings,
        ..providers::source(provider, &files)
    };
    let lock = Lock::of(&new, vec![address.to_string()]);
    let before = Lock::read(root, provider)?;
    if old.as_ref().is_some_and(|old| providers::documents(old) == files) {
        screen.line(format_args!("{provider}: nothing is new at {address}"));
        let knows = |before: &Lock| before.source == lock.source && before.files == lock.files;
        let path = lock::path(provider);
        match (before.as_ref().is_some_and(knows), write) {
            (true, _) => {}
            (false, true) => {
                folder::write(&root.join(&path), lock.text().as_bytes())?;
                lock::say(before.is_some(), provider, screen);
            }
            (false, false) => screen.note(format_args!(
                "{path} does not say that it comes from there: cargo xtask pull {provider} --write"
            )),
        }
        return Ok(Pulled::Same);
    }
    if let (Some(before), Some(old)) = (&before, &old)
        && let Err(edited) = before.verify(old, provider)
    {
        screen.warning(format_args!("{}; what is fetched takes its place", edited.message));
    }
    if produce(provider, &new, None, screen)?.is_none() {
        screen.note(format_args!(
            "specs/{provider} is left as it was: what is at {address} has the errors above"
        ));
        return Ok(Pulled::Wrong);
    }
    let was = old.as_ref().map(providers::documents).unwrap_or_default();
    report(provider, old, new, screen);
    if !write {
        return Ok(Pulled::New);
    }
    take_over(root, provider, was, files, &lock)?;
    lock::say(before.is_some(), provider, screen);
    Ok(Pulled::Written)
}

/// Puts the files and their lock into the provider's folder, all of them or none, and takes out
/// what the document is no longer spread over.
fn take_over(
    root: &Path,
    provider: &str,
    was: FileSet,
    files: FileSet,
    lock: &Lock,
) -> Result<(), Failure> {
    let gone: Vec<_> = was.into_keys().filter(|name| !files.contains_key(name)).collect();
    // Last, so that what is interrupted before is noticed.
    let lock = (lock::NAME.to_owned(), lock.text());
    let written: Vec<_> = files.into_iter().chain([lock]).collect();
    folder::replace(&root.join(format!("specs/{provider}")), &written, &gone)
}

/// The address that the settings name; what is wrong with the settings is printed.
fn address(provider: &str, ours: &Source, screen: &mut Screen) -> Result<Option<Address>, Failure> {
    let file = format!("specs/{provider}/provider.toml");
    let mut diagnostics = Diagnostics::default();
    let Some(settings) = settings::read(ours, &mut diagnostics) else {
        screen.diagnostics(provider, &diagnostics.finish(), &Locator::new(ours));
        return Err(Failure::new(format!("{file} has the errors above, so nothing is fetched")));
    };
    let address = settings.source.document.as_deref().map(Address::parse).transpose();
    address
        .map_err(|failure| Failure { message: format!("{file}: {}", failure.message), ..failure })
}

fn no_address(provider: &str) -> Failure {
    Failure::new(format!("specs/{provider}/provider.toml names no address of the document")).help(
        "write it there:\n[source]\ndocument = \"https://…/openapi.yaml\"\nor take a new version of \
         the document into the folder by hand",
    )
}

/// Fetches the document and the files that it is spread over, by their names in the folder.
fn bring(
    fetcher: &Fetcher,
    address: &Address,
    provider: &str,
    old: Option<&Source>,
) -> Result<FileSet, Failure> {
    let page = fetcher.fetch(address)?;
    let begins = page.text.trim_start_matches('\u{feff}').trim_start();
    if begins.starts_with('<') || page.media_type.as_deref() == Some("text/html") {
        return Err(Failure::new(format!("{address} is a page of HTML, and no document"))
            .help("name the address of the YAML or JSON itself"));
    }
    let here = page.address;
    let folder = format!("specs/{provider}/");
    let mut name = providers::document_name(Path::new(here.name()), &page.text);
    let is_json = |name: &str| Path::new(name).extension().is_some_and(|it| it == "json");
    let known = old.and_then(|old| old.document.name.strip_prefix(folder.as_str()));
    if let Some(known) = known
        && is_json(known) == is_json(name)
    {
        name = known;
    }
    let document = Text { name: format!("{folder}{name}"), text: page.text };
    let mut files = 0;
    let siblings = follow(&document, &mut |file| {
        files += 1;
        if files > FILES {
            return Err(Failure::new(format!("{address} is spread over more than {FILES} files"))
                .help(BUNDLE));
        }
        let refused = if file == here.name() {
            Some(format!("{here} by its name, but it is called {name} in specs"))
        } else if providers::is_ours(file) || providers::is_document(file) {
            Some(format!("{file}, which is another file in specs/{provider}"))
        } else {
            None
        };
        match refused {
            Some(refused) => Err(Failure::new(format!("{address} refers to {refused}"))
                .help(format!("download it, and {BUNDLE}"))),
            None => Ok(Some(fetcher.fetch(&here.file(file)?)?.text)),
        }
    })?;
    let texts = [document].into_iter().chain(siblings);
    let names = texts.map(|Text { name, text }| {
        (name.strip_prefix(folder.as_str()).unwrap_or(&name).to_owned(), text)
    });
    Ok(names.collect())
}

/// What changed between two versions: the files, and what that means.
fn report(provider: &str, old: Option<Source>, new: Source, screen: &mut Screen) {
    let (was, is) =
        (old.as_ref().map(providers::documents).unwrap_or_default(), providers::documents(&new));
    for name in was.keys().chain(is.keys()).collect::<BTreeSet<_>>() {
        let change = match (was.get(name), is.get(name)) {
            (None, Some(_)) => Change::Added,
            (Some(_), None) => Change::Removed,
            (Some(old), Some(new)) if old != new => Change::Changed,
            (Some(_), Some(_)) | (None, None) => continue,
        };
        screen.change(change, &format!("specs/{provider}/{name}"));
    }
    if let Some(old) = old {
        diff::show(provider, "the document in specs/", old, new, screen);
    }
}
