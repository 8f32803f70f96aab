//! `cargo xtask new`: begins a provider.
//!
//! In: a name and a document. Out: `specs/<provider>/` with the document byte for byte, the files
//! of its folder that it refers to at the same places, an overlay without actions, settings of
//! which all but the name are comments, and the lock. Does not judge the document: `regen` does.

use std::path::{Path, PathBuf};

use link_codegen::settings::is_package_name;
use link_codegen::{FileSet, Text};

use crate::lock::{self, Lock};
use crate::plan::Change;
use crate::providers::{self, OVERLAY, SETTINGS, document_name, read_text};
use crate::screen::{Failure, Screen};
use crate::siblings::{BUNDLE, folder_of, mentions, siblings};
use crate::{End, folder};

pub const HELP: &str = "\
Examples:
  cargo xtask new acme acme-api.yaml
  cargo xtask new acme ~/Downloads/openapi.json

The document is copied byte for byte, with the files of its folder that it refers to.
What is wrong in it is corrected in overlay.yaml, so that the next version of the document
can take its place.";

/// The packages of the workspace that are there already.
const OURS: [&str; 3] = ["link-codegen", "link-tests", "xtask"];

#[derive(clap::Args)]
pub struct Args {
    /// The name of the folder in specs/ and of the crate, such as `acme`
    provider: String,
    /// The provider's OpenAPI 3.x document
    document: PathBuf,
}

pub fn new(root: &Path, args: &Args, screen: &mut Screen) -> Result<End, Failure> {
    let provider = &args.provider;
    check_name(provider)?;
    let folder = format!("specs/{provider}");
    let path = root.join(&folder);
    if path.exists() {
        return Err(Failure::new(format!("{folder} is there already")).help(format!(
            "take another name, or work on what is there: cargo xtask regen {provider}"
        )));
    }
    let documents = documents(&args.document)?;
    if let Some(name) = documents.keys().find(|name| providers::is_ours(name)) {
        return Err(Failure::new(format!(
            "the document refers to {name}, which is another file in {folder}"
        ))
        .help("give that file another name, and lead what refers to it there"));
    }
    let mut files: FileSet = documents.into_iter().chain(begin(provider)).collect();
    let lock = Lock::of(&providers::source(provider, &files), Vec::new());
    files.insert(lock::NAME.to_owned(), lock.text());
    folder::create(&files, &path, &folder::beside(&path))?;
    for file in files.keys() {
        screen.change(Change::Added, &format!("{folder}/{file}"));
    }
    screen.line(format_args!(
        "Next: say in {folder}/provider.toml where the document comes from, then"
    ));
    screen.line(format_args!("  cargo xtask regen {provider}"));
    Ok(End::Done)
}

/// The files of ours that a provider begins with.
pub fn begin(provider: &str) -> FileSet {
    let ours = [
        (OVERLAY, include_str!("new/overlay.yaml")),
        (SETTINGS, include_str!("new/provider.toml")),
    ];
    let ours = ours.map(|(name, text)| (name.to_owned(), text.replace("PROVIDER", provider)));
    ours.into_iter().collect()
}

/// Refuses what cannot be the name of a folder and of a crate.
pub fn check_name(name: &str) -> Result<(), Failure> {
    let plain = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c));
    if !plain {
        return Err(Failure::new(format!("`{name}` cannot be the name of a provider"))
            .help("use small letters of ASCII, digits, `-` and `_`, a letter first"));
    }
    if OURS.contains(&name) || !is_package_name(name) {
        return Err(Failure::new(format!("`{name}` means something else in a crate"))
            .help(format!("add to it, for example `{name}-api`")));
    }
    Ok(())
}

/// The document and the files that it is spread over, as they are called in their new folder.
fn documents(path: &Path) -> Result<FileSet, Failure> {
    let text = read_text(path, &path.display().to_string())?;
    let old = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let new = document_name(path, &text).to_owned();
    let document = Text { name: old.clone(), text };
    let mut texts = siblings(path, &document)?;
    texts.insert(0, document);
    stay_whole(path, &texts, &new)?;
    let mut files = FileSet::new();
    for Text { name, text } in texts {
        let name = if name == old { new.clone() } else { name };
        if files.contains_key(&name) {
            return Err(Failure::new(format!(
                "{old} becomes {name}, and it refers to another file of that name"
            ))
            .help("give that file another name, and lead what refers to it there"));
        }
        files.insert(name, text);
    }
    Ok(files)
}

/// Refuses what would lead elsewhere from the new folder.
fn stay_whole(path: &Path, texts: &[Text], new: &str) -> Result<(), Failure> {
    let folder = folder_of(path).unwrap_or_default();
    for mention in mentions(path, texts) {
        let (by, shown) = (&mention.by, mention.file.display());
        let inside = mention.file.strip_prefix(&folder).ok();
        match texts.iter().position(|text| inside == Some(Path::new(&text.name))) {
            None => {
                return Err(Failure::new(format!(
                    "{by} refers to {shown}, which lies outside of the document's folder"
                ))
                .help(format!("put it there, or {BUNDLE}")));
            }
            // What a text says of its own places names no file.
            Some(0) if texts.first().is_some_and(|own| own.name != new && &own.name != by) => {
                return Err(Failure::new(format!("{by} refers to {shown} by its name")).help(
                    format!(
                        "the document is called {new} in specs: rename it, and what refers to it"
                    ),
                ));
            }
            Some(_) => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_cannot_be_crates_are_refused() {
        for name in ["acme", "acme-2", "acme_api"] {
            assert!(check_name(name).is_ok(), "{name}");
        }
        for name in [
            "", "Acme", "2acme", "-a", "a/b", "..", "a b", "größe", "type", "serde", "xtask",
            "hmac",
        ] {
            assert!(check_name(name).is_err(), "{name}");
        }
    }
}
