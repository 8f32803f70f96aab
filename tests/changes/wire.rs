//! The package of the trials: a test for each thing that a deployed program meets.
//!
//! In: the cases. Out: the files of a package that depends on the crates of all of them.

use std::fmt::Write as _;

use link_codegen::FileSet;
use link_codegen::changes::{Direction, Rule, Wire};

use crate::case::{Case, Trial, find};

/// The files.
pub fn files(cases: &[Case]) -> FileSet {
    let mut manifest = "[package]\nname = \"trials\"\nedition = \"2024\"\n\n[dependencies]\n\
                        serde_json = \"1\"\ntokio = { version = \"1\", features = [\"macros\", \"rt\"] }\n"
        .to_owned();
    let mut tests = String::from(
        "#![allow(unused, deprecated)]\n\nuse trials::{Service, answering};\nuse serde_json::json;\n",
    );
    for case in cases {
        for side in ["old", "new"] {
            let package = format!("{}_{side}", case.name);
            let line = format!(
                "{package} = {{ path = \"../{package}\", default-features = false, features = [\"all\"] }}\n"
            );
            // Crates of one group have no such feature.
            let own = case.source(side);
            let files = link_codegen::generate(&own).files.unwrap_or_default();
            let manifest_of = files.get("Cargo.toml").cloned().unwrap_or_default();
            let mut features = Vec::new();
            for feature in ["all-groups", "stream"] {
                if manifest_of.contains(&format!("\n{feature} = ")) {
                    features.push(format!("\"{feature}\""));
                }
            }
            manifest.push_str(&line.replace("[\"all\"]", &format!("[{}]", features.join(", "))));
        }
        let comparison = case.comparison();
        for (index, trial) in case.trials().iter().enumerate() {
            let change = find(&comparison, &trial.rule, &trial.subject, &case.name);
            let name = format!("{}_{}_{index}", case.name, trial.rule.replace('-', "_"));
            let test = test(case, trial, change.rule, change.wire);
            let _ = write!(tests, "\n#[tokio::test]\nasync fn {name}() {{\n{test}}}\n");
        }
        let document = case.document().to_string();
        let _ = write!(tests, "\nconst {}: &str = {document:?};\n", case.name.to_uppercase());
    }
    FileSet::from([
        ("trials/Cargo.toml".to_owned(), manifest),
        ("trials/src/lib.rs".to_owned(), include_str!("service.rs").to_owned()),
        ("trials/tests/trials.rs".to_owned(), tests),
    ])
}

/// The body of a test.
fn test(case: &Case, trial: &Trial, rule: Rule, wire: Wire) -> String {
    let (old, new) = (format!("{}_old", case.name), format!("{}_new", case.name));
    let what = format!("{} {}", trial.rule, trial.subject).replace('{', "{{").replace('}', "}}");
    let breaks = match trial.kind.as_str() {
        "read" => rule.wire(Direction::Response),
        "sent" => rule.wire(Direction::Request),
        _ => wire,
    };
    let breaks = breaks == Wire::Breaks;
    let end = format!("    assert_eq!(result.is_err(), {breaks}, \"{what}: {{result:?}}\");\n");
    match trial.kind.as_str() {
        "read" => {
            let (ty, json) = (trial.part("type"), trial.part("json"));
            format!("    let result = serde_json::from_str::<{old}::{ty}>({json:?});\n{end}")
        }
        "sent" => {
            let (ty, value) = (trial.part("type"), trial.part("value"));
            format!(
                "    use {old}::*;\n    let value = serde_json::to_value({value}).unwrap();\n    \
                 let result = serde_json::from_value::<{new}::{ty}>(value);\n{end}"
            )
        }
        "answer" => {
            let (call, answer, body) =
                (trial.part("call"), trial.part("answer"), trial.part("body"));
            format!(
                "    use {old}::*;\n    let url = answering({answer:?}, {body:?});\n    let client = \
                 Client::builder().base_url(url).build().unwrap();\n    let result = {call};\n{end}"
            )
        }
        "call" => {
            let call = trial.part("call");
            let credentials = trial.parts.get("credentials").and_then(toml::Value::as_str);
            let credentials = credentials.unwrap_or_default();
            let document = case.name.to_uppercase();
            format!(
                "    use {old}::*;\n    let url = Service::start({document});\n    let client = \
                 Client::builder().base_url(url){credentials}.build().unwrap();\n    let result = \
                 {call};\n{end}"
            )
        }
        other => panic!("{}: `{other}` is no kind of trial", case.name),
    }
}
