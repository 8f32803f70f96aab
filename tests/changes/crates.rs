//! Whether programs compile and what deployed ones meet: all cases at once, in a workspace of
//! their own.
//!
//! In: the cases. Out: the programs that do not compile, and what the trials have to say. Shares
//! the target folder of the golden crates, so that what they depend on is built once.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use link_codegen::{FileSet, generate};
use serde_json::Value;

use crate::case::Case;
use crate::{tree, wire};

/// The workspace.
const MANIFEST: &str = "\
[workspace]
resolver = \"3\"
members = [\"*\"]
exclude = [\"target\"]

[profile.dev]
debug = false
incremental = false
";

/// What stands before every program.
const BEFORE: &str = "#![allow(unused, deprecated)]\nuse api::*;\n\nfn main() {}\n\n";

/// A workspace of the crates of both versions, and of the programs on each.
pub struct Workspace {
    root: PathBuf,
}

/// The target of a program.
pub fn program(case: &str, side: &str, index: usize) -> String {
    format!("{case}_on_{side}_{index}")
}

impl Workspace {
    /// Writes the crates and the programs, and removes what was there before.
    pub fn write(cases: &[Case]) -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("changes");
        let mut files = FileSet::new();
        files.insert("Cargo.toml".to_owned(), MANIFEST.to_owned());
        let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
        files.insert("Cargo.lock".to_owned(), tree::text(&lock));
        for case in cases {
            for side in ["old", "new"] {
                files.extend(of_side(case, side));
            }
        }
        files.extend(wire::files(cases));
        for name in tree::names(&root).iter().filter(|name| *name != "target") {
            for path in tree::read(&root.join(name)).keys() {
                let path = format!("{name}/{path}");
                if !files.contains_key(&path) {
                    tree::remove(&root.join(path));
                }
            }
        }
        for (path, text) in &files {
            // Cargo keeps the lock file as it needs it.
            if path != "Cargo.lock" || !root.join(path).exists() {
                tree::write(&root.join(path), text);
            }
        }
        Self { root }
    }

    /// Where it stands.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The programs that do not compile, with what the compiler says.
    pub fn broken(&self) -> BTreeMap<String, String> {
        let output = self.cargo(&[
            "check",
            "--workspace",
            "--bins",
            "--keep-going",
            "--quiet",
            "--message-format=json",
        ]);
        let mut broken = BTreeMap::<String, String>::new();
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            let Ok(message) = serde_json::from_str::<Value>(line) else { continue };
            if message["message"]["level"] == "error" {
                let target = message["target"]["name"].as_str().unwrap().to_owned();
                let said = message["message"]["rendered"].as_str().unwrap();
                broken.entry(target).or_default().push_str(said);
            }
        }
        let stray = broken.iter().find(|(target, _)| !target.contains("_on_"));
        assert!(stray.is_none(), "a crate does not compile: {stray:?}");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() || !broken.is_empty(), "{said}");
        broken
    }

    /// What the trials have to say.
    pub fn trials(&self) -> String {
        let output = self.cargo(&["test", "--quiet", "--package", "trials", "--no-fail-fast"]);
        if output.status.success() {
            return String::new();
        }
        let text = [output.stdout, output.stderr].concat();
        String::from_utf8_lossy(&text).into_owned()
    }

    fn cargo(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO"));
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("golden/target");
        command.current_dir(&self.root).args(arguments).env("CARGO_TARGET_DIR", target);
        command.env("CARGO_TERM_COLOR", "never").output().unwrap()
    }
}

/// The crate of one version, and the programs on it.
fn of_side(case: &Case, side: &str) -> FileSet {
    let mut source = case.source(side);
    // A package that is called otherwise is what one of the cases is about.
    let package = format!("{}_{side}", case.name);
    source.package = Some(package.clone());
    let outcome = generate(&source);
    let generated = outcome.files.unwrap_or_else(|| panic!("{package}: {:?}", outcome.diagnostics));
    let mut files = FileSet::new();
    files.extend(generated.into_iter().map(|(path, text)| (format!("{package}/{path}"), text)));
    let programs = format!("{}_on_{side}", case.name);
    let known = api_name(case, side);
    let mut manifest = format!(
        "[package]\nname = \"{programs}\"\nedition = \"2024\"\n\n[dependencies]\n{known} = {{ package = \
         \"{package}\", path = \"../{package}\", default-features = false, features = [{}] }}\n",
        features(&files, &package)
    );
    for (index, program) in case.programs().iter().enumerate() {
        let name = self::program(&case.name, side, index);
        let path = format!("{programs}/src/{name}.rs");
        let _ = write!(manifest, "\n[[bin]]\nname = \"{name}\"\npath = \"src/{name}.rs\"\n");
        let before = if program.text.contains("// alone") { "fn main() {}\n" } else { BEFORE };
        files.insert(path, format!("{before}{}", program.text));
    }
    files.insert(format!("{programs}/Cargo.toml"), manifest);
    if case.programs().is_empty() {
        files.insert(format!("{programs}/src/lib.rs"), String::new());
    }
    files
}

/// What programs call the crate: by its name where that is what changes.
fn api_name(case: &Case, side: &str) -> String {
    let own = case.source(side).settings.map(|text| text.text).unwrap_or_default();
    let own = own.lines().find_map(|line| line.strip_prefix("# known as: "));
    own.unwrap_or("api").to_owned()
}

/// The features that bring code of ours, of those that a crate has.
pub fn features(files: &FileSet, package: &str) -> String {
    let manifest = files.get(&format!("{package}/Cargo.toml")).map(String::as_str);
    let manifest = manifest.unwrap_or_default();
    let known = ["all-groups", "stream", "webhooks"];
    let known = known.iter().filter(|name| manifest.contains(&format!("\n{name} = ")));
    known.map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
}
