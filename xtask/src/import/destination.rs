//! Where an imported document goes.
//!
//! In: the workspace, a provider, and the document. Out: its file, whole or not at all, and what
//! there is to say about it. Touches no file of the provider but the document and its lock; one
//! that is new gets what `new` gives it.

use std::path::Path;

use link_codegen::diagnostics::Diagnostics;
use link_codegen::{FileSet, Source, Text, read, to_json, to_yaml};
use serde_json::Value;

use super::{Imported, listing};
use crate::lock::{self, Lock};
use crate::plan::Change;
use crate::providers::{self, read_text};
use crate::screen::{Failure, Plural, Screen};
use crate::{End, folder, new};

/// Where the document goes.
pub struct Destination {
    provider: String,
    /// Its folder, from the root of the workspace.
    pub folder: String,
    /// Its settings, which may be there.
    pub settings: String,
    /// The document that is there.
    old: Option<Text>,
    /// What it is called in its folder.
    name: String,
    pub is_new: bool,
}

impl Destination {
    pub fn of(root: &Path, provider: &str) -> Result<Self, Failure> {
        let folder = format!("specs/{provider}");
        let there = providers::document(root, provider)?;
        let old = there.as_ref().map(|name| {
            let name = format!("{folder}/{name}");
            Ok::<_, Failure>(Text { text: read_text(&root.join(&name), &name)?, name })
        });
        Ok(Self {
            provider: provider.to_owned(),
            settings: format!("{folder}/{}", providers::SETTINGS),
            old: old.transpose()?,
            name: there.unwrap_or_else(|| "openapi.yaml".to_owned()),
            is_new: !root.join(&folder).exists(),
            folder,
        })
    }

    /// Writes a document, and says what that changes.
    pub fn write(
        &self,
        root: &Path,
        Imported { document, sources }: Imported,
        screen: &mut Screen,
    ) -> Result<End, Failure> {
        let text = print(&document, &self.name)?;
        let is_same = self.old.as_ref().is_some_and(|old| old.text == text);
        let has_lock = root.join(lock::path(&self.provider)).exists();
        let lock = self.lock(root, &text, sources)?;
        let (operations, components) = listing::numbers(&document);
        let summary = format!(
            "{}/{}: {}, {}",
            self.folder,
            self.name,
            Plural(operations, "operation"),
            Plural(components, "component")
        );
        if is_same {
            screen.line(format_args!("{summary}, unchanged"));
            // Where the same document came from another place, the first one is as good.
            let before = Lock::read(root, &self.provider)?;
            if !before.is_some_and(|it| it.is_brought_in() && it.files == lock.files) {
                folder::write(&root.join(lock::path(&self.provider)), lock.text().as_bytes())?;
                lock::say(has_lock, &self.provider, screen);
            }
            return Ok(End::Done);
        }
        self.put(root, text, &lock, screen)?;
        if let Some(old) = &self.old {
            list(old, &document, screen);
        }
        if !self.is_new {
            lock::say(has_lock, &self.provider, screen);
        }
        screen.line(summary);
        screen.line("Next: look at it, correct what is wrong in overlay.yaml, then");
        // A crate that is there gets a version for what changed.
        let bump = if self.is_new { "" } else { " --bump" };
        screen.line(format_args!("  cargo xtask regen {}{bump}", self.provider));
        Ok(End::Done)
    }

    /// What the document was made of.
    fn lock(&self, root: &Path, text: &str, from: Vec<String>) -> Result<Lock, Failure> {
        let mut files = FileSet::from([(self.name.clone(), text.to_owned())]);
        if self.is_new {
            files.extend(new::begin(&self.provider));
            return Ok(Lock::of(&providers::source(&self.provider, &files), from));
        }
        let Source { overlay, settings, .. } = providers::ours(root, &self.provider)?;
        let source = providers::source(&self.provider, &files);
        Ok(Lock::of(&Source { overlay, settings, ..source }, from))
    }

    /// Puts the document and its lock into the folder, with what a new one begins with.
    fn put(
        &self,
        root: &Path,
        text: String,
        lock: &Lock,
        screen: &mut Screen,
    ) -> Result<(), Failure> {
        let path = root.join(&self.folder);
        let files = [(self.name.clone(), text), (lock::NAME.to_owned(), lock.text())];
        if self.is_new {
            let files = new::begin(&self.provider).into_iter().chain(files).collect();
            folder::create(&files, &path, &folder::beside(&path))?;
            for file in files.keys() {
                screen.change(Change::Added, &format!("{}/{file}", self.folder));
            }
        } else {
            folder::replace(&path, &files, &[])?;
            let change = if self.old.is_some() { Change::Changed } else { Change::Added };
            screen.change(change, &format!("{}/{}", self.folder, self.name));
        }
        Ok(())
    }
}

/// Says what is not as it was.
fn list(old: &Text, document: &Value, screen: &mut Screen) {
    // One that cannot be read had nothing to lose.
    let old = read(old, &mut Diagnostics::default()).unwrap_or_default();
    let changes = listing::changes(&old, document);
    for (change, name) in &changes {
        screen.change(*change, &format!("  {name}"));
    }
    if changes.is_empty() {
        screen.line("  only in how it is written");
    }
}

/// The text of a document, which has to mean the same when it is read.
fn print(document: &Value, name: &str) -> Result<String, Failure> {
    let print = if name == "openapi.json" { to_json } else { to_yaml };
    let text = print(document);
    let written = Text { name: name.to_owned(), text };
    if read(&written, &mut Diagnostics::default()).as_ref() == Some(document) {
        return Ok(written.text);
    }
    Err(Failure::new("the document cannot be written so that it reads the same")
        .help("this is a fault of the importer: please report it with the pages"))
}
