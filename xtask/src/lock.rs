//! `lock.toml` in a provider's folder: what its crate was made of.
//!
//! In: the texts of the folder, and the lock as it stands there. Out: the lock as it should
//! stand, and which files were changed by hand since they were brought in. The only stamp in the
//! tree: a line for each fact, so that a diff shows which of them is new. Holds no time and no
//! name of a machine.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use link_codegen::diagnostics::Diagnostics;
use link_codegen::{Source, read, settings};
use sha2::{Digest, Sha256};

use crate::fetch::Address;
use crate::plan::Change;
use crate::providers::{self, read_text};
use crate::screen::{Failure, Screen};

/// Its name in the provider's folder.
pub const NAME: &str = "lock.toml";

const HEAD: &str =
    "# Kept by `cargo xtask`: what the crate was made of. Nothing here is edited by hand.\n";

/// What a crate was made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lock {
    /// Where the document was brought in from: an address, or several pages. None where it is
    /// our own, which anybody may edit.
    pub source: Vec<String>,
    /// The version of the generator.
    pub generator: String,
    /// A hash of what shapes the crate beside the document: the settings and the overlay.
    pub options: String,
    /// The SHA-256 of the document and of the files that it is spread over, by name.
    pub files: BTreeMap<String, String>,
}

impl Lock {
    /// The lock of a source whose document was brought in from there.
    pub fn of(source: &Source, from: Vec<String>) -> Self {
        let files = providers::documents(source).into_iter();
        let files = files.map(|(name, text)| (name, sha256(text.as_bytes())));
        Self {
            source: from,
            generator: link_codegen::VERSION.to_owned(),
            options: options(source),
            files: files.collect(),
        }
    }

    /// Reads the lock of a provider; none where there is no such file.
    pub fn read(root: &Path, provider: &str) -> Result<Option<Self>, Failure> {
        let name = path(provider);
        let path = root.join(&name);
        if !path.exists() {
            return Ok(None);
        }
        let text = read_text(&path, &name)?;
        Self::parse(&text).map(Some).ok_or_else(|| {
            Failure::new(format!("{name} is not what `cargo xtask` writes there")).help(format!(
                "bring it back: git restore {name}\nafter a merge, take the one that belongs to the document"
            ))
        })
    }

    /// The text of the file.
    pub fn text(&self) -> String {
        let mut text = HEAD.to_owned();
        // Writing to a text cannot fail.
        let _ = match self.source.as_slice() {
            [] => Ok(()),
            [one] => writeln!(text, "source = {}", quoted(one)),
            several => {
                let lines = several.iter().map(|one| format!("    {},\n", quoted(one)));
                writeln!(text, "source = [\n{}]", lines.collect::<String>())
            }
        };
        let _ = writeln!(text, "generator = {}", quoted(&self.generator));
        let _ = writeln!(text, "options = {}", quoted(&self.options));
        text.push_str("\n[sha256]\n");
        for (name, hash) in &self.files {
            let _ = writeln!(text, "{} = {}", quoted(name), quoted(hash));
        }
        text
    }

    fn parse(text: &str) -> Option<Self> {
        let table: toml::Table = text.parse().ok()?;
        let mut lock = Self::default();
        for (key, value) in table {
            match (key.as_str(), value) {
                ("source", toml::Value::String(one)) => lock.source = vec![one],
                ("source", toml::Value::Array(several)) => {
                    lock.source = several.into_iter().map(string).collect::<Option<_>>()?;
                }
                ("generator", value) => lock.generator = string(value)?,
                ("options", value) => lock.options = string(value)?,
                ("sha256", toml::Value::Table(files)) => {
                    let files = files.into_iter().map(|(name, hash)| Some((name, string(hash)?)));
                    lock.files = files.collect::<Option<_>>()?;
                }
                _ => return None,
            }
        }
        Some(lock)
    }

    /// Whether the document was brought in from elsewhere, and so is edited by nobody.
    pub fn is_brought_in(&self) -> bool {
        !self.source.is_empty()
    }

    /// The files of the document that are not what was brought in.
    pub fn edited(&self, source: &Source) -> Vec<String> {
        let now = Self::of(source, Vec::new()).files;
        let names = self.files.keys().chain(now.keys()).collect::<BTreeSet<_>>();
        names.into_iter().filter(|name| self.files.get(*name) != now.get(*name)).cloned().collect()
    }

    /// Refuses a document that was brought in and then edited by hand.
    pub fn verify(&self, source: &Source, provider: &str) -> Result<(), Failure> {
        let edited = if self.is_brought_in() { self.edited(source) } else { Vec::new() };
        if edited.is_empty() {
            return Ok(());
        }
        let from = match self.source.as_slice() {
            [one] => one.clone(),
            several => format!("{} pages", several.len()),
        };
        let folder = format!("specs/{provider}");
        let files: Vec<_> = edited.iter().map(|name| format!("{folder}/{name}")).collect();
        let (is, file) = if files.len() == 1 { ("is", "it") } else { ("are", "them") };
        let message = format!("{} {is} not what was brought in from {from}", files.join(", "));
        Err(Failure::new(message).help(format!(
            "say in {folder}/overlay.yaml what is to be corrected, and why; then bring {file} back: \
             git restore {}\nwhat was not committed yet, or is new, comes by cargo xtask pull \
             {provider} --write, or by cargo xtask import",
            files.join(" ")
        )))
    }
}

/// What to say where the settings name an address that the document does not come from.
pub fn not_pulled(lock: Option<&Lock>, source: &Source, provider: &str) -> Option<String> {
    let settings = settings::read(source, &mut Diagnostics::default())?;
    let address = Address::parse(&settings.source.document?).ok()?.to_string();
    let from = lock.map(|lock| lock.source.as_slice()).unwrap_or_default();
    (from != [address.clone()]).then(|| {
        format!(
            "specs/{provider}: the document was not fetched from {address}, which provider.toml \
             names: cargo xtask pull {provider}"
        )
    })
}

/// Where the lock of a provider stands in the workspace.
pub fn path(provider: &str) -> String {
    format!("specs/{provider}/{NAME}")
}

/// Says that the lock of a provider was written; `before` says whether there was one.
pub fn say(before: bool, provider: &str, screen: &mut Screen) {
    let change = if before { Change::Changed } else { Change::Added };
    screen.change(change, &path(provider));
}

/// The SHA-256 of bytes, as it is written.
pub fn sha256(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// A hash of the values of the settings and of the overlay: comments and layout do not count, nor
/// does what shapes no code, such as the version of the crate.
fn options(source: &Source) -> String {
    let mut settings: toml::Table =
        source.settings.as_ref().and_then(|text| text.text.parse().ok()).unwrap_or_default();
    settings.remove("source");
    settings.remove("changes");
    if let Some(toml::Value::Table(package)) = settings.get_mut("crate") {
        package.remove("version");
    }
    let mut overlay = source
        .overlay
        .as_ref()
        .and_then(|text| read(text, &mut Diagnostics::default()))
        .and_then(|mut overlay| overlay.get_mut("actions").map(serde_json::Value::take))
        .unwrap_or_default();
    for action in overlay.as_array_mut().into_iter().flatten() {
        if let Some(action) = action.as_object_mut() {
            action.remove("description");
        }
    }
    let settings = serde_json::to_value(settings).unwrap_or_default();
    let mut all = String::new();
    canonical(&settings, &mut all);
    canonical(&overlay, &mut all);
    sha256(all.as_bytes())
}

/// A value as text, with the keys of its objects sorted.
fn canonical(value: &serde_json::Value, text: &mut String) {
    match value {
        serde_json::Value::Object(map) => {
            let sorted: BTreeMap<_, _> = map.iter().collect();
            text.push('{');
            for (key, value) in sorted {
                text.push_str(&quoted(key));
                text.push(':');
                canonical(value, text);
                text.push(',');
            }
            text.push('}');
        }
        serde_json::Value::Array(list) => {
            text.push('[');
            for value in list {
                canonical(value, text);
                text.push(',');
            }
            text.push(']');
        }
        single => text.push_str(&single.to_string()),
    }
}

fn string(value: toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text),
        _ => None,
    }
}

/// A text as TOML and JSON write it between quotes.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

#[cfg(test)]
mod tests {
    use link_codegen::Text;

    use super::*;

    fn source(document: &str, overlay: &str, settings: &str) -> Source {
        let text = |name: &str, text: &str| Text {
            name: format!("specs/demo/{name}"),
            text: text.to_owned(),
        };
        Source {
            document: text("openapi.yaml", document),
            siblings: vec![text("models/pet.yaml", "type: object\n")],
            overlay: Some(text("overlay.yaml", overlay)),
            settings: Some(text("provider.toml", settings)),
            ..Source::default()
        }
    }

    #[test]
    fn a_lock_reads_what_it_writes() {
        let source = source("openapi: 3.1.0\n", "", "");
        for from in [vec![], vec!["https://a.example/\"x\".yaml"], vec!["a", "b"]] {
            let lock = Lock::of(&source, from.into_iter().map(str::to_owned).collect());
            assert_eq!(Lock::parse(&lock.text()), Some(lock));
        }
        let lock = Lock::of(&source, vec!["https://a.example/openapi.yaml".to_owned()]);
        let text = lock.text();
        let lines: Vec<_> = text.lines().skip(1).collect();
        assert_eq!(lines.first(), Some(&"source = \"https://a.example/openapi.yaml\""));
        assert_eq!(lines.get(1), Some(&"generator = \"0.1.0\""));
        assert!(text.ends_with(
            "\n[sha256]\n\
             \"models/pet.yaml\" = \"34ea4d90d89b8e77e1a6c1c6c5e16b5fc7b08ad25b5d244a4a3822c27e7c740d\"\n\
             \"openapi.yaml\" = \"f39db8e8ede3dc2457c613e2a304e6d478f6e5ec660e4746464f41e76ac77006\"\n"
        ), "{text}");
        assert_eq!(Lock::parse("sources = 'x'"), None);
        assert_eq!(Lock::parse("<<<<<<< ours"), None);
    }

    #[test]
    fn what_shapes_no_code_is_no_option() {
        let overlay =
            "overlay: 1.1.0\nactions: [{target: $, description: a, update: {x: 1, y: 2}}]";
        let settings = "[crate]\nname = 'a'\nversion = '1.0.0'\n[source]\nurl = 'x'\n";
        let first = options(&source("", overlay, settings));
        let same = "# why\noverlay: 1.1.0\nactions:\n- description: b\n  update: {y: 2, x: 1}\n  target: $\n";
        let settings =
            "# why\n[changes.accepted]\nabc = 'why'\n[crate]\nversion = '2.0.0'\nname = 'a'\n";
        assert_eq!(options(&source("", same, settings)), first);
        assert_ne!(options(&source("", &same.replace("x: 1", "x: 3"), settings)), first);
        assert_ne!(options(&source("", same, &settings.replace("'a'", "'b'"))), first);
    }

    #[test]
    fn every_file_that_was_touched_is_named() {
        let before = source("openapi: 3.1.0\n", "", "");
        let own = Lock::of(&before, Vec::new());
        let lock = Lock { source: vec!["https://a.example/".to_owned()], ..own.clone() };
        let after = source("openapi: 3.1.1\n", "", "");
        assert!(own.verify(&after, "demo").is_ok());
        assert!(lock.verify(&before, "demo").is_ok());
        let message = lock.verify(&after, "demo").unwrap_err().message;
        assert_eq!(
            message,
            "specs/demo/openapi.yaml is not what was brought in from https://a.example/"
        );
        let gone = Source { siblings: Vec::new(), ..after };
        assert_eq!(lock.edited(&gone), ["models/pet.yaml", "openapi.yaml"]);
    }
}
