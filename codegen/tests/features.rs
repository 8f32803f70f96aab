//! `FEATURES.md` promises nothing that no test shows: every test that it names is there.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn every_feature_is_shown_by_tests_that_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let tests = root.join("../tests");
    let code = ["tests", "tests/runtime", "../tests/wire", "../tests/backend", "../tests/golden"];
    let code = code.iter().flat_map(|folder| files(&root.join(folder)));
    let code = code.map(|file| fs::read_to_string(file).unwrap()).collect::<String>();
    let text = fs::read_to_string(root.join("FEATURES.md")).unwrap();
    let rows = text.lines().filter(|line| line.starts_with("| ") && line.contains("Yes"));
    let mut seen = 0;
    for row in rows {
        let shown = row.trim_end_matches('|').rsplit('|').next().unwrap_or_default();
        let names = shown.split('`').skip(1).step_by(2);
        assert!(names.clone().count() > 0, "nothing shows it: {row}");
        for name in names {
            seen += 1;
            let is_case =
                ["golden", "conformance"].iter().any(|kind| tests.join(kind).join(name).is_dir());
            let is_file = name.contains('/') && root.join("..").join(name).is_file();
            assert!(
                is_case || is_file || code.contains(&format!("fn {name}(")),
                "no test is called {name}: {row}"
            );
        }
    }
    assert!(seen > 50, "only {seen} tests are named");
}

/// The Rust files of a folder, not of those in it.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.extension().is_some_and(|ending| ending == "rs")).collect()
}
