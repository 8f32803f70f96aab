//! Where an imported document goes.
//!
//! In: the workspace, a provider, and the document. Out: its file, whole or not at all, and what
//! there is to say about it. Touches no file of the provider but the document; one that is new
//! gets what `new` gives it.

use std::path::Path;

use link_codegen::diagnostics::Diagnostics;
use link_codegen::{FileSet, Text, read};
use serde_json::Value;

use super::listing;
use crate::plan::{Change, Plan};
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
        let there: Vec<_> = providers::DOCUMENTS
            .into_iter()
            .filter(|name| root.join(&folder).join(name).is_file())
            .collect();
        if let [one, other, ..] = there.as_slice() {
            return Err(Failure::new(format!("{folder} holds {one} and {other}"))
                .help("keep the one that the pages are to replace"));
        }
        let name = there.first().copied().unwrap_or("openapi.yaml").to_owned();
        let old = there.first().map(|name| {
            let name = format!("{folder}/{name}");
            Ok::<_, Failure>(Text { text: read_text(&root.join(&name), &name)?, name })
        });
        Ok(Self {
            provider: provider.to_owned(),
            settings: format!("{folder}/{}", providers::SETTINGS),
            old: old.transpose()?,
            name,
            is_new: !root.join(&folder).exists(),
            folder,
        })
    }

    /// Writes a document, and says what that changes.
    pub fn write(
        &self,
        root: &Path,
        document: &Value,
        screen: &mut Screen,
    ) -> Result<End, Failure> {
        let text = print(document, &self.name)?;
        let old = self.old.as_ref();
        let shown = format!("{}/{}", self.folder, self.name);
        let path = root.join(&self.folder);
        let (operations, components) = listing::numbers(document);
        let summary = format!(
            "{shown}: {}, {}",
            Plural(operations, "operation"),
            Plural(components, "component")
        );
        if old.is_some_and(|old| old.text == text) {
            screen.line(format_args!("{summary}, unchanged"));
            return Ok(End::Done);
        }
        let mut files = FileSet::from([(self.name.clone(), text)]);
        if self.is_new {
            files.extend(new::begin(&self.provider));
            folder::create(&files, &path, &folder::beside(&path))?;
            for file in files.keys() {
                screen.change(Change::Added, &format!("{}/{file}", self.folder));
            }
        } else {
            let change = if old.is_some() { Change::Changed } else { Change::Added };
            let plan = Plan { changes: vec![(self.name.clone(), change)], ..Plan::default() };
            folder::apply(&plan, &files, &path, &folder::beside(&path))?;
            screen.change(change, &shown);
        }
        if let Some(old) = old {
            list(old, document, screen);
        }
        screen.line(summary);
        screen.line("Next: look at it, correct what is wrong in overlay.yaml, then");
        screen.line(format_args!("  cargo xtask regen {}", self.provider));
        Ok(End::Done)
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
    let is_json = name == "openapi.json";
    let text = if is_json {
        serde_json::to_string_pretty(document).map(|text| text + "\n").ok()
    } else {
        serde_yaml::to_string(document).ok()
    };
    let text = text.unwrap_or_default();
    let written = Text { name: name.to_owned(), text };
    if read(&written, &mut Diagnostics::default()).as_ref() == Some(document) {
        return Ok(written.text);
    }
    Err(Failure::new("the document cannot be written so that it reads the same")
        .help("this is a fault of the importer: please report it with the pages"))
}
