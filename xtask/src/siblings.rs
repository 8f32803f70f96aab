//! The other files that a document is spread over.
//!
//! In: a document and where it lies. Out: the texts that it refers to, and those that they
//! refer to, as far as they lie in the document's own folder. Follows no symbolic link, so
//! that a document that somebody else wrote reads nothing but what came with it. What is not
//! there is left out: `codegen` says so at the reference.

use std::collections::{BTreeSet, VecDeque};
use std::path::{Path, PathBuf};

use link_codegen::{Text, references};

use crate::providers::read_text;
use crate::screen::Failure;

/// How many files a document can be spread over, and how many bytes they can hold.
const FILES: usize = 10_000;
const BYTES: usize = 64 << 20;

/// What to do with a document whose files cannot be taken as they are.
pub const BUNDLE: &str = "bring it in as one file, for example by `npx @redocly/cli bundle`";

/// Reads the files that a document refers to, in the order in which they are met.
pub fn siblings(path: &Path, document: &Text) -> Result<Vec<Text>, Failure> {
    let Some(folder) = folder_of(path) else { return Ok(Vec::new()) };
    follow(document, &mut |file| {
        inside(&folder, file).map(|path| read_text(&path, file)).transpose()
    })
}

/// How a text is read that a document refers to; none where there is no such file.
pub type Read<'a> = &'a mut dyn FnMut(&str) -> Result<Option<String>, Failure>;

/// The files that a document refers to, and those that they refer to, wherever they are read.
pub fn follow(document: &Text, read: Read<'_>) -> Result<Vec<Text>, Failure> {
    let prefix = document.name.rfind(['/', '\\']).map_or("", |end| &document.name[..=end]);
    let mut open: VecDeque<_> = references(document, document).into();
    let mut seen = BTreeSet::new();
    let mut bytes = 0;
    let mut found = Vec::new();
    while let Some(file) = open.pop_front() {
        if !seen.insert(file.clone()) {
            continue;
        }
        let Some(text) = read(&file)? else { continue };
        bytes += text.len();
        if found.len() == FILES || bytes > BYTES {
            let most = format!("{FILES} files, or {} MiB", BYTES >> 20);
            return Err(Failure::new(format!("{} is spread over more than {most}", document.name))
                .help(BUNDLE));
        }
        let text = Text { name: format!("{prefix}{file}"), text };
        open.extend(references(document, &text));
        found.push(text);
    }
    Ok(found)
}

/// A file that a text refers to.
pub struct Mention {
    /// What refers to it.
    pub by: String,
    /// The file, as it is called from the root of the file system.
    pub file: PathBuf,
}

/// The files that are there and are referred to, wherever they lie; the texts are called by
/// their places in the document's folder.
pub fn mentions(path: &Path, texts: &[Text]) -> Vec<Mention> {
    let Some(folder) = folder_of(path) else { return Vec::new() };
    let folder_name = folder.to_string_lossy();
    // Seen from the root, no reference leads out.
    let root = Text::default();
    let mut found = Vec::new();
    for text in texts {
        let name = format!("{}/{}", folder_name.trim_start_matches('/'), text.name);
        let files = references(&root, &Text { name, text: text.text.clone() }).into_iter();
        let files = files.map(|file| Path::new("/").join(file)).filter(|file| file.is_file());
        found.extend(files.map(|file| Mention { by: text.name.clone(), file }));
    }
    found
}

/// The folder that a document lies in.
pub fn folder_of(path: &Path) -> Option<PathBuf> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(Path::new(".")).canonicalize().ok()
}

/// The file in the folder, where there is one and no link leads elsewhere on the way.
fn inside(folder: &Path, file: &str) -> Option<PathBuf> {
    let wanted = folder.join(file);
    let found = wanted.canonicalize().ok()?;
    (found == wanted && found.starts_with(folder) && found.is_file()).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_that_refers_on_and_on_is_refused() {
        let refers = |number: usize| format!("$ref: '{number}.yaml'\n");
        let document = Text { name: "specs/demo/openapi.yaml".to_owned(), text: refers(1) };
        let number = |file: &str| file.trim_end_matches(".yaml").parse().unwrap_or(0);
        let until = |last: usize| {
            follow(&document, &mut |file| {
                Ok(Some(number(file)).filter(|number| *number <= last).map(|it| refers(it + 1)))
            })
        };
        let found = until(FILES).unwrap();
        assert_eq!(found.last().unwrap().name, format!("specs/demo/{FILES}.yaml"));
        let message = "specs/demo/openapi.yaml is spread over more than 10000 files, or 64 MiB";
        assert_eq!(until(FILES + 1).unwrap_err().message, message);
    }
}
