//! `specs/`: which providers there are, and what they give to the generator.
//!
//! In: the folder of the workspace. Out: names and [`Source`]s. Says what is missing or not
//! understood in a provider's folder; what stands in its files is judged by `codegen`.

use std::fs;
use std::io;
use std::path::Path;

use link_codegen::{FileSet, Source, Text};

use crate::folder::{Kind, entries};
use crate::lock;
use crate::screen::{Failure, Screen};
use crate::siblings::siblings;

/// The names that a provider's document can have.
pub const DOCUMENTS: [&str; 3] = ["openapi.yaml", "openapi.yml", "openapi.json"];
pub const OVERLAY: &str = "overlay.yaml";
pub const SETTINGS: &str = "provider.toml";

/// The providers of the workspace, sorted.
pub fn all(root: &Path) -> Result<Vec<String>, Failure> {
    if !root.join("specs").is_dir() {
        return Err(Failure::new("there is no folder `specs` in the workspace")
            .help("begin with a document: cargo xtask new PROVIDER DOCUMENT"));
    }
    folders(&root.join("specs"))
}

/// The providers that were asked for, sorted; all of them where none was.
pub fn chosen(root: &Path, names: &[String]) -> Result<Vec<String>, Failure> {
    let all = all(root)?;
    if let Some(unknown) = names.iter().find(|name| !all.contains(name)) {
        let known = if all.is_empty() { "none".to_owned() } else { all.join(", ") };
        return Err(Failure::new(format!("there is no provider `{unknown}` in specs"))
            .help(format!("the providers are: {known}")));
    }
    let asked = |name: &String| names.is_empty() || names.contains(name);
    Ok(all.into_iter().filter(asked).collect())
}

/// Folders in `generated` that no provider stands behind.
pub fn leftovers(root: &Path) -> Result<Vec<String>, Failure> {
    let providers = all(root)?;
    let generated = folders(&root.join("generated"))?;
    Ok(generated.into_iter().filter(|name| !providers.contains(name)).collect())
}

fn folders(path: &Path) -> Result<Vec<String>, Failure> {
    let entries = entries(path)?.into_iter();
    let folders = entries.filter(|(name, kind)| *kind == Kind::Folder && !name.starts_with('.'));
    Ok(folders.map(|(name, _)| name).collect())
}

/// The name of a provider's document, if there is one.
pub fn document(root: &Path, provider: &str) -> Result<Option<String>, Failure> {
    let folder = format!("specs/{provider}");
    let files = entries(&root.join(&folder))?.into_iter().map(|(name, _)| name);
    let documents = files.filter(|name| is_document(name));
    match documents.collect::<Vec<_>>().as_slice() {
        [] => Ok(None),
        [document] => Ok(Some(document.clone())),
        several => Err(Failure::new(format!("{folder} holds {}", several.join(" and ")))
            .help("keep the one that the crate is to be made of")),
    }
}

/// What a provider's folder holds beside the document.
pub fn ours(root: &Path, provider: &str) -> Result<Source, Failure> {
    let folder = format!("specs/{provider}");
    let files = entries(&root.join(&folder))?;
    let text = |name: &str| {
        let is_there = files.iter().any(|(file, _)| file == name);
        let name = format!("{folder}/{name}");
        let text = is_there.then(|| read_text(&root.join(&name), &name)).transpose()?;
        Ok::<_, Failure>(text.map(|text| Text { name, text }))
    };
    Ok(Source { overlay: text(OVERLAY)?, settings: text(SETTINGS)?, ..Source::default() })
}

/// Reads what a provider's folder holds.
pub fn read(root: &Path, provider: &str, screen: &mut Screen) -> Result<Source, Failure> {
    let folder = format!("specs/{provider}");
    let files = entries(&root.join(&folder))?.into_iter();
    let files: Vec<_> = files.map(|(name, _)| name).filter(|name| !name.starts_with('.')).collect();
    let Some(document) = document(root, provider)? else {
        return Err(Failure::new(format!("{folder} holds no {}", DOCUMENTS.join(", ")))
            .help("put the provider's document there under one of these names"));
    };
    let document_path = root.join(&folder).join(&document);
    let name = format!("{folder}/{document}");
    let document = Text { text: read_text(&document_path, &name)?, name };
    let siblings = siblings(&document_path, &document)?;
    let is_part = |name: &str| {
        let mut parts = siblings.iter().filter_map(|part| part.name.strip_prefix(&folder));
        parts.any(|part| part.split('/').nth(1) == Some(name))
    };
    for name in files.iter().filter(|name| !is_known(name) && !is_part(name)) {
        screen.warning(format_args!(
            "{folder}/{name} is not read: what is read is {}, what it refers to, {OVERLAY} and \
             {SETTINGS}",
            DOCUMENTS.join(" or ")
        ));
    }
    Ok(Source { document, siblings, command: command(provider), ..ours(root, provider)? })
}

/// What the files of a provider's folder give to the generator, by their names in it.
pub fn source(provider: &str, files: &FileSet) -> Source {
    let text = |(name, text): (&String, &String)| Text {
        name: format!("specs/{provider}/{name}"),
        text: text.clone(),
    };
    let named = |name: &str| files.get_key_value(name).map(text);
    let others = |name: &str| !is_ours(name) && !DOCUMENTS.contains(&name);
    let siblings = files.iter().filter(|(name, _)| others(name));
    Source {
        document: DOCUMENTS.into_iter().find_map(named).unwrap_or_default(),
        siblings: siblings.map(text).collect(),
        overlay: named(OVERLAY),
        settings: named(SETTINGS),
        package: None,
        command: command(provider),
    }
}

/// The document of a source and the files that it is spread over, by their names in its folder.
pub fn documents(source: &Source) -> FileSet {
    let folder = source.document.name.rfind('/').map_or(0, |end| end + 1);
    let texts = [&source.document].into_iter().chain(&source.siblings);
    let name = |text: &Text| text.name.get(folder..).unwrap_or(&text.name).to_owned();
    texts.map(|text| (name(text), text.text.clone())).collect()
}

/// The command that the headers of a provider's crate name.
pub fn command(provider: &str) -> String {
    format!("cargo xtask regen {provider}")
}

/// The texts of the licences that a provider's crate is under: they go into it as they are.
pub fn licences(root: &Path, provider: &str) -> Result<FileSet, Failure> {
    let folder = format!("specs/{provider}");
    let files = entries(&root.join(&folder))?.into_iter();
    let licences = files.filter(|(name, kind)| *kind == Kind::File && is_licence(name));
    let texts = licences.map(|(name, _)| {
        let path = format!("{folder}/{name}");
        let text = read_text(&root.join(&path), &path)?;
        Ok((name, text))
    });
    texts.collect()
}

/// Whether a file at the top of a folder is the text of a licence.
pub fn is_licence(name: &str) -> bool {
    name.starts_with("LICENSE") && !name.contains('/')
}

/// Whether a file at the top of a provider's folder is a document.
pub fn is_document(name: &str) -> bool {
    DOCUMENTS.contains(&name)
}

/// The documents among the files of any folder, sorted: whatever has the ending of one.
pub fn documents_in(folder: &Path) -> Result<Vec<String>, Failure> {
    if !folder.is_dir() {
        return Err(Failure::new(format!("{} is no folder", folder.display()))
            .help("name a folder that holds documents: *.yaml, *.yml or *.json"));
    }
    let files = entries(folder)?.into_iter().filter(|(_, kind)| *kind == Kind::File);
    let is_document = |name: &String| {
        let ending = name.rsplit_once('.').filter(|(slug, _)| !slug.is_empty());
        let ending = ending.map(|(_, ending)| ending.to_ascii_lowercase());
        ending.is_some_and(|ending| ["yaml", "yml", "json"].contains(&ending.as_str()))
    };
    Ok(files.map(|(name, _)| name).filter(is_document).collect())
}

/// What the document is called in its folder: its format decides, which its name tells, or
/// its first sign where the name does not.
pub fn document_name(path: &Path, text: &str) -> &'static str {
    let extension = path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    let json = match extension.as_str() {
        "json" => true,
        "yaml" | "yml" => false,
        _ => text.trim_start_matches('\u{feff}').trim_start().starts_with('{'),
    };
    if json { "openapi.json" } else { "openapi.yaml" }
}

/// Whether a file at the top of a provider's folder is ours, whatever the document refers to.
pub fn is_ours(name: &str) -> bool {
    [OVERLAY, SETTINGS, lock::NAME].contains(&name) || is_licence(name)
}

fn is_known(name: &str) -> bool {
    let prose = Path::new(name).extension().is_some_and(|extension| extension == "md");
    prose || is_ours(name) || DOCUMENTS.contains(&name)
}

/// Reads a file that has to be text; messages call it by `name`.
pub fn read_text(path: &Path, name: &str) -> Result<String, Failure> {
    text_of(fs::read(path).map_err(|error| unreadable(name, &error))?, name)
}

/// The text that bytes are; messages call it by `name`.
pub fn text_of(bytes: Vec<u8>, name: &str) -> Result<String, Failure> {
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..valid].split(|byte| *byte == b'\n').count();
        Failure::new(format!("{name} is not UTF-8: line {line} holds a byte that is no text"))
            .help("save it as UTF-8")
    })
}

/// A file that has to be text; messages call it by its path.
pub fn text_at(path: &Path) -> Result<Text, Failure> {
    let name = path.display().to_string();
    Ok(Text { text: read_text(path, &name)?, name })
}

/// Why a file cannot be read, with what to do where that is known.
pub fn unreadable(name: &str, error: &io::Error) -> Failure {
    let failure = Failure::new(format!("{name} cannot be read: {error}"));
    if name.contains("://") {
        failure.help("a path is needed here: download the document first")
    } else {
        failure
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_format_decides_what_the_document_is_called() {
        let name = |path: &str, text: &str| document_name(Path::new(path), text);
        assert_eq!(name("a.JSON", "x"), "openapi.json");
        assert_eq!(name("a.yml", "{}"), "openapi.yaml");
        assert_eq!(name("a", "\u{feff} {}"), "openapi.json");
        assert_eq!(name("a.txt", "openapi: 3.1.0"), "openapi.yaml");
    }
}
