//! Generated crates are packages of their own and name their dependencies themselves. What
//! they name is what the workspace names, so that every version stands in one place.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that cannot go on stops")]

use std::fs;
use std::path::Path;

use toml::{Table, Value};

#[test]
fn generated_crates_depend_on_what_the_workspace_depends_on() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let workspace = table(&root.join("Cargo.toml"));
    let versions = workspace["workspace"]["dependencies"].as_table().unwrap();
    let mut seen = 0;
    for entry in fs::read_dir(root.join("generated")).unwrap() {
        let manifest = table(&entry.unwrap().path().join("Cargo.toml"));
        let package = manifest["package"]["name"].clone();
        for (name, source) in manifest["dependencies"].as_table().unwrap() {
            let expected = versions.get(name).unwrap_or_else(|| panic!("{name} of {package}"));
            assert_eq!(settled(source), settled(expected), "{name} of {package}");
            seen += 1;
        }
        // There, `reqwest` has a feature more.
        let web = manifest["target"].as_table().unwrap().values();
        for (name, source) in web.flat_map(|target| target["dependencies"].as_table().unwrap()) {
            let expected = versions.get(name).unwrap_or_else(|| panic!("{name} of {package}"));
            let [(version, defaults, _), (known, usual, _)] = [settled(source), settled(expected)];
            assert_eq!((version, defaults), (known, usual), "{name} of {package}");
        }
    }
    assert!(seen > 0, "no generated crate was found");
}

/// A crate that says that it is under the workspace's licences is handed on with their texts.
#[test]
fn generated_crates_hold_the_licences_that_they_are_under() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let workspace = table(&root.join("Cargo.toml"));
    for entry in fs::read_dir(root.join("generated")).unwrap() {
        let folder = entry.unwrap().path();
        let package = &table(&folder.join("Cargo.toml"))["package"];
        assert_eq!(package["license"], workspace["workspace"]["package"]["license"]);
        for name in ["LICENSE-APACHE", "LICENSE-MIT"] {
            let [one, other] = [&root, &folder].map(|place| fs::read(place.join(name)).unwrap());
            assert!(one == other, "{name} of {}", package["name"]);
        }
    }
}

fn table(path: &Path) -> Table {
    fs::read_to_string(path).unwrap().parse().unwrap()
}

/// Version, whether defaults are on, and features in order.
fn settled(source: &Value) -> (String, bool, Vec<String>) {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let Value::Table(source) = source else {
        return (text(source), true, Vec::new());
    };
    let features = source.get("features").and_then(Value::as_array);
    let mut features = features.into_iter().flatten().map(text).collect::<Vec<_>>();
    features.sort();
    let defaults = source.get("default-features").and_then(Value::as_bool).unwrap_or(true);
    (text(&source["version"]), defaults, features)
}
