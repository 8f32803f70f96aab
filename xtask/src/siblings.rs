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
const BYTES: usize = 64 * 1024 * 1024;

/// Reads the files that a document refers to, in the order in which they are met.
pub fn siblings(path: &Path, document: &Text) -> Result<Vec<Text>, Failure> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let Ok(folder) = folder.canonicalize() else { return Ok(Vec::new()) };
    let prefix = document.name.rfind(['/', '\\']).map_or("", |end| &document.name[..=end]);
    let mut open: VecDeque<_> = references(document, document).into();
    let mut seen = BTreeSet::new();
    let mut bytes = 0;
    let mut found = Vec::new();
    while let Some(file) = open.pop_front() {
        if found.len() == FILES || bytes > BYTES {
            break;
        }
        if !seen.insert(file.clone()) {
            continue;
        }
        if let Some(path) = inside(&folder, &file) {
            let name = format!("{prefix}{file}");
            let text = Text { text: read_text(&path, &name)?, name };
            bytes += text.text.len();
            open.extend(references(document, &text));
            found.push(text);
        }
    }
    Ok(found)
}

/// The file in the folder, where there is one and no link leads elsewhere on the way.
fn inside(folder: &Path, file: &str) -> Option<PathBuf> {
    let wanted = folder.join(file);
    let found = wanted.canonicalize().ok()?;
    (found == wanted && found.starts_with(folder) && found.is_file()).then_some(found)
}
