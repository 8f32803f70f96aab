//! Whether what is generated compiles: all crates at once, in a workspace of their own; and whether
//! the calls go onto the wire as the programs of the cases say.
//!
//! In: the crates. Out: what Clippy, rustdoc, the programs and rustfmt have to say, empty where they
//! are content. The workspace has a fixed place in the target folder, and only files that changed
//! are written, so that a second run has little to do. Its target folder is its own, so that
//! it waits for no other Cargo. Versions are those of the project's own lock file, so that
//! nothing is asked of the network that the project has not asked already.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use link_codegen::FileSet;

use crate::case::{self, Case};
use crate::tree;

/// How many lines of a tool's output are shown.
const LONGEST: usize = 200;

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

/// The crate of the server that the programs of cases call.
const SOCKET: &str = "\
[package]
name = \"socket\"
edition = \"2024\"

[dependencies.tokio]
version = \"1\"
features = [\"io-util\", \"macros\", \"net\", \"rt\", \"sync\", \"time\"]
";

/// The crate that runs the conformance cases with calls of golden cases, laid out as `tests/` is, so
/// that the files there compile as they are. Its dependencies follow.
const CONFORMANCE: &str = r#"
[package]
name = "conformance"
edition = "2024"

[lib]
name = "link_tests"
path = "shared/lib.rs"
doctest = false

[[test]]
name = "wire"
path = "conformance/main.rs"

[dependencies]
futures-util = { version = "0.3", default-features = false }
httpdate = "1"
serde = { version = "1", features = ["derive"] }
tokio = { version = "1", features = ["io-util", "macros", "net", "rt-multi-thread", "sync", "time"] }
toml = "1"
tracing = { version = "0.1", default-features = false, features = ["std"] }
tracing-subscriber = { version = "0.3", default-features = false, features = ["fmt"] }
"#;

/// Its library.
const SHARED: &str = "\
//! What the tests share.

#[macro_use]
mod making;

pub mod calls;
pub mod clients;
pub mod socket;
mod values;
";

/// The crate of the program that reads compressed answers. Its features stay its own as it is never
/// compiled together with the others.
const COMPRESSED: &str = r#"
[package]
name = "compressed"
edition = "2024"

[[test]]
name = "compressed"
path = "compressed.rs"

[dependencies.media-types-of-json]
path = "../media_types_of_json"
default-features = false
features = ["brotli", "gzip", "zstd"]

[dependencies.socket]
path = "../socket"

[dependencies.tokio]
version = "1"
features = ["macros", "rt"]
"#;

/// What a crate needs for such a program.
const USES_SOCKET: &str = "\n[dev-dependencies.socket]\npath = \"../socket\"\n";

/// The features that bring code of ours. TLS and compression are those of `reqwest`, and take longer
/// to build than all else.
const FEATURES: &str = "all-groups,blocking,stream,test-util,tracing,webhooks";

/// The case whose groups of calls are compiled one by one, as each has to bring all that it needs.
const GROUPS: &str = "features_of_groups";

/// A workspace of generated crates, one folder a case.
pub struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// Writes the crates, and removes what was there before and is not any more.
    pub fn write(crates: &[(Case, FileSet)], lock: &Path) -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("golden");
        let mut files = FileSet::new();
        files.insert("Cargo.toml".to_owned(), MANIFEST.to_owned());
        files.insert("Cargo.lock".to_owned(), tree::text(lock));
        files.insert("socket/Cargo.toml".to_owned(), SOCKET.to_owned());
        let socket = tree::text(&case::root().join("tests/shared/socket.rs"));
        files.insert("socket/src/lib.rs".to_owned(), socket);
        for (case, generated) in crates {
            let own = generated.iter();
            files.extend(own.map(|(path, text)| (format!("{}/{path}", case.name), text.clone())));
            let program = case.folder.join("wire.rs");
            if program.exists() {
                files.insert(format!("{}/tests/wire.rs", case.name), tree::text(&program));
                let manifest = files.get_mut(&format!("{}/Cargo.toml", case.name)).unwrap();
                manifest.push_str(USES_SOCKET);
            }
        }
        conformance(crates, &mut files);
        let program = tree::text(&case::root().join("tests/golden/compressed.rs"));
        files.insert("compressed/compressed.rs".to_owned(), program);
        files.insert("compressed/Cargo.toml".to_owned(), COMPRESSED.to_owned());
        for name in tree::names(&root).iter().filter(|name| *name != "target") {
            for path in tree::read(&root.join(name)).keys() {
                let path = format!("{name}/{path}");
                if !files.contains_key(&path) {
                    tree::remove(&root.join(path));
                }
            }
        }
        for (path, text) in &files {
            tree::write(&root.join(path), text);
        }
        Self { root }
    }

    /// Where it stands.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// What the tools have to say.
    pub fn check(&self) -> String {
        let everything = ["--workspace", "--exclude", "compressed", "--no-default-features"];
        let everything = [&everything[..], &["--features", FEATURES]].concat();
        let quietly = [&everything[..], &["--keep-going", "--quiet"]].concat();
        // This one asks for that feature always.
        let without = ["--exclude", "conformance"];
        let clippy = [&["clippy", "--lib", "--examples"], &without[..], &quietly];
        let clippy = [&clippy.concat()[..], &["--", "-Dwarnings"]].concat();
        // What looks at requests is compiled by a feature of those crates that have it.
        let looking = [&quietly[..], &["--features", "validate"]].concat();
        let checks = [&["clippy", "--lib", "--test", "wire"], &looking[..], &["--", "-Dwarnings"]];
        let checks = checks.concat();
        let doc = [&["doc", "--no-deps"], &without[..], &looking].concat();
        let test = [&["test", "--doc", "--no-fail-fast"], &without[..], &everything].concat();
        let wire = [&["test", "--test", "wire", "--no-fail-fast"], &everything[..]];
        let wire = [&wire.concat()[..], &["--features", "validate"]].concat();
        let compressed = ["test", "--package", "compressed", "--test", "compressed", "--quiet"];
        let fmt = ["fmt", "--all", "--check"];
        let reports = [&clippy[..], &checks, &doc, &test, &wire, &compressed, &fmt];
        let reports = reports.map(|arguments| self.cargo(arguments));
        reports.into_iter().chain([self.groups()]).collect()
    }

    /// What Clippy has to say where one group of calls is there, or none.
    fn groups(&self) -> String {
        let manifest = tree::text(&self.root.join(GROUPS).join("Cargo.toml"));
        let (_, groups) = manifest.split_once("\nall-groups = [").unwrap();
        let (groups, _) = groups.split_once(']').unwrap();
        let groups: Vec<&str> = groups.split('"').skip(1).step_by(2).chain([""]).collect();
        assert!(groups.len() > 3, "{GROUPS} has hardly any groups");
        let package = GROUPS.replace('_', "-");
        let alone = groups.into_iter().map(|group| {
            let features = format!("blocking,test-util,tracing,{group}");
            let what = ["--package", &package, "--no-default-features", "--features", &features];
            let whole = [&["clippy", "--lib", "--examples", "--quiet"], &what[..]].concat();
            self.cargo(&[&whole[..], &["--", "-Dwarnings"]].concat())
        });
        alone.collect()
    }

    /// Runs the Cargo that runs this test; what it prints, where that is no good news.
    fn cargo(&self, arguments: &[&str]) -> String {
        let mut command = Command::new(env!("CARGO"));
        command.current_dir(&self.root).args(arguments);
        command.env("CARGO_TARGET_DIR", self.root.join("target")).env("RUSTDOCFLAGS", "-Dwarnings");
        command.env("CARGO_TERM_COLOR", "never");
        let output = command.output().unwrap();
        let text = [output.stdout, output.stderr].concat();
        let text = String::from_utf8_lossy(&text);
        // Nothing but our own examples, which are not run, is a doctest: other code is the document's.
        let is_stray = |line: &&str| {
            let named = arguments.contains(&"--doc") && line.starts_with("test ");
            named && !line.contains(": ") && !line.contains(" - compile ")
        };
        let strays = text.lines().filter(is_stray).collect::<Vec<_>>();
        if output.status.success() && strays.is_empty() {
            return String::new();
        }
        let lines = text.lines().filter(|line| is_news(line)).chain(strays).collect::<Vec<_>>();
        let mut report = format!("$ cargo {}\n", arguments.join(" "));
        for line in lines.iter().take(LONGEST) {
            let _ = writeln!(report, "{line}");
        }
        if lines.len() > LONGEST {
            let _ = writeln!(report, "… and {} lines more", lines.len() - LONGEST);
        }
        report
    }
}

/// The crate that runs the conformance cases, with the crates that `calls.rs` names.
fn conformance(crates: &[(Case, FileSet)], files: &mut FileSet) {
    let tests = case::root().join("tests");
    let calls = tree::text(&tests.join("golden/calls.rs"));
    let mut manifest = CONFORMANCE.to_owned();
    for (case, generated) in crates {
        let text = &generated["Cargo.toml"];
        let package = text.lines().find_map(|line| line.strip_prefix("name = ")).unwrap();
        if calls.contains(package) {
            let name = package.trim_matches('"');
            let _ = writeln!(manifest, "\n[dependencies.{name}]\npath = \"../{}\"", case.name);
            let has = |feature: &&str| text.contains(&format!("\n{feature} = "));
            let features: Vec<_> = FEATURES.split(',').chain(["validate"]).filter(has).collect();
            let _ = writeln!(manifest, "default-features = false\nfeatures = {features:?}");
        }
    }
    let shared = ["clients", "making", "socket"].map(|name| format!("shared/{name}.rs"));
    let shared = shared.map(|path| (path.clone(), tree::text(&tests.join(&path))));
    let cases = tree::read(&tests.join("conformance")).into_iter();
    let cases = cases.map(|(path, text)| (format!("conformance/{path}"), text));
    let own = [
        ("Cargo.toml", manifest),
        ("shared/lib.rs", SHARED.to_owned()),
        ("shared/calls.rs", calls),
        ("shared/values.rs", tree::text(&tests.join("golden/values.rs"))),
    ];
    let own = own.map(|(path, text)| (path.to_owned(), text));
    let all = own.into_iter().chain(shared).chain(cases);
    files.extend(all.map(|(path, text)| (format!("conformance/{path}"), text)));
}

/// Whether a line of Cargo's says more than that it goes on.
fn is_news(line: &str) -> bool {
    let verbs = ["Compiling", "Checking", "Documenting", "Finished", "Running", "Doc-tests"];
    let going_on = verbs.iter().any(|verb| line.trim_start().starts_with(verb));
    let passing = ["running ", "all doctests ran", "test result: ok"];
    let passing = passing.iter().any(|start| line.starts_with(start)) || line.ends_with("... ok");
    !(line.is_empty() || going_on || passing)
}
