//! The cases: what goes into the generator.
//!
//! In: the folders beside this file, and those of `specs/`. Out: [`Source`]s. Files are called
//! in messages as they are called in their folder, so that no machine shows in what is expected.

use std::path::{Path, PathBuf};

use link_codegen::{Source, Text};

use crate::tree;

/// What can stand in the folder of a case.
const KNOWN: [&str; 9] = [
    "parts",
    "openapi.yaml",
    "openapi.json",
    "overlay.yaml",
    "provider.toml",
    "wire.rs",
    "diagnostics.txt",
    "expected",
    "same",
];

/// A folder with a document.
pub struct Case {
    /// The name of the folder.
    pub name: String,
    /// Its path.
    pub folder: PathBuf,
}

/// The folder of the project.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// All cases, in order.
pub fn all() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden");
    let cases = tree::folders(&folder).into_iter().map(|name| {
        let folder = folder.join(&name);
        for file in tree::names(&folder) {
            assert!(KNOWN.contains(&file.as_str()), "{name}/{file} is of no use");
        }
        Case { name, folder }
    });
    cases.collect()
}

impl Case {
    /// What goes into the generator.
    pub fn source(&self) -> Source {
        let yaml = self.folder.join("openapi.yaml");
        let document = if yaml.exists() { yaml } else { self.folder.join("openapi.json") };
        source(&document, &self.folder, "", &self.name)
    }

    /// The same in other spellings, each with its name.
    pub fn same(&self) -> Vec<(String, Source)> {
        let folder = self.folder.join("same");
        let spellings = tree::names(&folder).into_iter().map(|name| {
            let source = source(&folder.join(&name), &self.folder, "", &self.name);
            (format!("same/{name}"), source)
        });
        spellings.collect()
    }
}

/// What `cargo xtask regen` gives to the generator.
pub fn provider_source(provider: &str) -> Source {
    let folder = root().join("specs").join(provider);
    let name = tree::names(&folder).into_iter().find(|name| name.starts_with("openapi."));
    let document = folder.join(name.unwrap_or_else(|| panic!("{provider} has no document")));
    source(&document, &folder, &format!("specs/{provider}/"), provider)
}

/// A document with the other files of its folder; `prefix` goes before names in messages.
fn source(document: &Path, folder: &Path, prefix: &str, name: &str) -> Source {
    let text = |path: &Path| Text {
        name: format!("{prefix}{}", path.file_name().unwrap().to_str().unwrap()),
        text: tree::text(path),
    };
    let parts = tree::names(&folder.join("parts")).into_iter().map(|name| Text {
        text: tree::text(&folder.join("parts").join(&name)),
        name: format!("{prefix}parts/{name}"),
    });
    let optional = |name: &str| Some(folder.join(name)).filter(|path| path.exists());
    Source {
        document: text(document),
        siblings: parts.collect(),
        overlay: optional("overlay.yaml").map(|path| text(&path)),
        settings: optional("provider.toml").map(|path| text(&path)),
        package: None,
        command: format!("cargo xtask regen {name}"),
    }
}
