//! The arrows of ARCHITECTURE.md, held: which stage imports which, and which crate appears
//! where. Reads the sources as text; knows nothing of what they do.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::fs;
use std::path::{Path, PathBuf};

/// Each stage with the stages and leaves that it imports.
const ARROWS: [(&str, &[&str]); 15] = [
    ("diagnostics", &["source"]),
    ("source", &["diagnostics"]),
    ("beside", &["diagnostics"]),
    ("settings", &["diagnostics", "source"]),
    ("overlay", &["diagnostics", "source"]),
    ("dialect", &["diagnostics", "source"]),
    ("document", &["beside", "diagnostics", "source"]),
    ("api", &["source"]),
    ("route", &[]),
    ("lower", &["api", "diagnostics", "document", "route", "settings", "source"]),
    ("report", &["api", "diagnostics", "document", "source"]),
    ("names", &["api", "diagnostics", "route", "settings", "source"]),
    ("changes", &["api", "diagnostics", "emit", "names", "settings", "source"]),
    ("emit", &["api", "names", "settings"]),
    ("render", &["beside", "diagnostics", "emit", "source"]),
];

/// Crates that only some rooms may know.
const CRATES: [(&str, &[&str]); 5] = [
    ("openapiv3", &["document", "lower"]),
    ("proc_macro2", &["emit", "render"]),
    ("quote", &["emit"]),
    ("prettyplease", &["render"]),
    ("serde_json_path", &["overlay"]),
];

/// What a pure library has no use for.
const IMPURE: [&str; 6] =
    ["std::fs", "std::env", "std::net", "std::process", "std::time", "std::thread"];

#[test]
fn stages_import_only_what_stands_before_them() {
    let mut wrong = Vec::new();
    for (stage, path, text) in sources() {
        let allowed = ARROWS.iter().find(|(name, _)| *name == stage).map(|(_, allowed)| *allowed);
        let Some(allowed) = allowed else {
            panic!("{} belongs to no stage that this test knows", path.display());
        };
        for line in code(&text) {
            for import in line.split("crate::").skip(1) {
                let name = import.split(|c: char| !c.is_alphanumeric() && c != '_').next();
                let name = name.unwrap_or_default();
                let stage_named = ARROWS.iter().any(|(known, _)| *known == name);
                if stage_named && name != stage && !allowed.contains(&name) {
                    wrong.push(format!("{}: {stage} imports {name}: {line}", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "arrows that ARCHITECTURE.md does not have:\n{}", wrong.join("\n"));
}

#[test]
fn crates_stay_in_their_rooms() {
    let mut wrong = Vec::new();
    for (stage, path, text) in sources() {
        for (name, rooms) in CRATES {
            let used = code(&text).any(|line| {
                line.contains(&format!("{name}::")) || line.contains(&format!("use {name}"))
            });
            if used && !rooms.contains(&stage.as_str()) {
                wrong.push(format!("{} uses {name}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "crates out of their rooms:\n{}", wrong.join("\n"));
}

#[test]
fn the_library_touches_nothing() {
    let mut wrong = Vec::new();
    for (stage, path, text) in sources() {
        let found = IMPURE.iter().filter(|module| {
            // Work on all cores gives the same bytes.
            if **module == "std::thread" && ["beside", "render"].contains(&stage.as_str()) {
                return false;
            }
            // Generated code and examples may name what the generator may not use.
            code(&text).any(|line| line.split('"').step_by(2).any(|part| part.contains(**module)))
        });
        wrong.extend(found.map(|module| format!("{} uses {module}", path.display())));
    }
    assert!(wrong.is_empty(), "not pure:\n{}", wrong.join("\n"));
}

#[test]
fn every_file_says_what_it_is() {
    let missing = sources().into_iter().filter(|(_, path, text)| {
        // The tests of a module stand beside it and need no introduction.
        !path.ends_with("tests.rs") && !text.trim_start().starts_with("//!")
    });
    let missing = missing.map(|(_, path, _)| path.display().to_string()).collect::<Vec<_>>();
    assert!(missing.is_empty(), "files without `//!`: {missing:?}");
}

/// Stage, path and text of every source file but `lib.rs`.
fn sources() -> Vec<(String, PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&root, &mut files);
    let files = files.into_iter().filter(|path| !path.ends_with("src/lib.rs"));
    let mut sources = files
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            let inside = path.strip_prefix(&root).unwrap().to_owned();
            let first = inside.components().next().unwrap().as_os_str().to_string_lossy();
            (first.trim_end_matches(".rs").to_owned(), inside, text)
        })
        .collect::<Vec<_>>();
    sources.sort();
    assert!(sources.len() > 40, "the sources were not found");
    sources
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// The lines of code, without comments and without what follows `#[cfg(test)]`.
fn code(text: &str) -> impl Iterator<Item = &str> {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    code.lines().filter(|line| !line.trim_start().starts_with("//"))
}
