//! `cargo xtask diff`: revisions, files, forms and exit codes.

use std::process::Command;

use crate::world::{DOCUMENT, Result, SETTINGS, World, run_in};

/// A workspace whose specs are committed.
fn committed() -> Result<World> {
    let world = World::new()?;
    git(&world, &["init", "--quiet"])?;
    git(&world, &["add", "."])?;
    let who = ["-c", "user.name=Demo", "-c", "user.email=demo@example.com"];
    git(&world, &[&who[..], &["commit", "--quiet", "--message", "Begin"]].concat())?;
    Ok(world)
}

fn git(world: &World, arguments: &[&str]) -> Result {
    let status = Command::new("git").arg("-C").arg(world.path("")).args(arguments).status()?;
    assert!(status.success(), "git {arguments:?}");
    Ok(())
}

/// The document with `name` required of a pet, which only the service sends.
fn required() -> String {
    DOCUMENT.replace(
        "    Pet:\n      type: object\n",
        "    Pet:\n      type: object\n      required: [name]\n",
    )
}

/// The document without the toy's name.
fn removed() -> String {
    let toy = "    Toy:\n      type: object\n      properties:\n        name: { type: string }\n";
    assert!(DOCUMENT.contains(toy));
    DOCUMENT.replace(
        toy,
        "    Toy:\n      type: object\n      properties:\n        size: { type: integer }\n",
    )
}

#[test]
fn what_did_not_change_is_no_change() -> Result {
    let world = committed()?;
    let run = world.run(&["diff", "--fail-on", "any"])?;
    assert_eq!(
        (run.code, run.out.as_str()),
        (Some(0), "demo since HEAD\n  no change\n"),
        "{}",
        run.err
    );
    // Another spelling is none either.
    world.write("specs/demo/openapi.yaml", &DOCUMENT.replace("3.1.0", "3.0.3"))?;
    let run = world.run(&["diff", "--fail-on", "any"])?;
    assert!(run.out.contains("no change"), "{}", run.out);
    assert_eq!(run.code, Some(0));
    Ok(())
}

#[test]
fn a_change_is_said_with_its_place_and_its_effects() -> Result {
    let world = committed()?;
    world.write("specs/demo/openapi.yaml", &required())?;
    let run = world.run(&["diff", "demo"])?;
    for words in [
        "version  major, 0.1.0 → 0.2.0\n",
        "deployed 0 break, 0 are tolerated, 1 is safe\n",
        "safe      major response",
        ".name: a property is required now, optional → required",
        "specs/demo/openapi.yaml:25:9",
        "property-made-required",
    ] {
        assert!(run.out.contains(words), "{words}: {}", run.out);
    }
    assert_eq!(run.code, Some(0));
    Ok(())
}

#[test]
fn data_have_everything() -> Result {
    let world = committed()?;
    world.write("specs/demo/openapi.yaml", &removed())?;
    let run = world.run(&["diff", "--format", "json", "--output", "changes.json"])?;
    assert_eq!((run.code, run.out.as_str()), (Some(0), ""), "{}", run.err);
    assert_eq!(run.err, "note: the report is in changes.json\n");
    let report: serde_json::Value = serde_json::from_str(&world.read("changes.json")?)?;
    let provider = &report["providers"][0];
    assert_eq!(provider["status"], "compared");
    assert_eq!(provider["bump"], "major");
    assert_eq!(provider["counts"]["changes"], 2);
    let change = &provider["changes"][1];
    assert_eq!(change["rule"], "property-removed-optional");
    assert_eq!(change["subject"], "Toy.name");
    assert_eq!(change["rust"], "Toy::name");
    assert_eq!(change["wire"], "tolerated");
    assert_eq!(change["source"], "major");
    assert_eq!(change["direction"], "response");
    assert_eq!(change["old"]["file"], "HEAD:specs/demo/openapi.yaml");
    assert_eq!(change["old"]["line"], 29);
    assert_eq!(change["new"], serde_json::Value::Null);
    assert_eq!(change["old_file"], "src/types/toy.rs");
    assert_eq!(change["operations"], serde_json::json!(["GET /pets/{id}"]));
    assert_eq!(change["fingerprint"].as_str().map(str::len), Some(12));
    Ok(())
}

#[test]
fn what_is_accepted_does_not_count() -> Result {
    let world = committed()?;
    world.write("specs/demo/openapi.yaml", &required())?;
    let run = world.run(&["diff", "--fail-on", "major"])?;
    assert_eq!(run.code, Some(4), "{}", run.out);
    assert_eq!(world.run(&["diff", "--fail-on", "breaks"])?.code, Some(0));
    let json = world.run(&["diff", "--format", "json"])?.out;
    let report: serde_json::Value = serde_json::from_str(&json)?;
    let fingerprint = report["providers"][0]["changes"][0]["fingerprint"].as_str().ok_or("none")?;
    let accepted = format!(
        "{SETTINGS}\n[changes.accepted]\n\"{fingerprint}\" = \"said in May\"\n\"000000000000\" = \"long ago\"\n"
    );
    world.write("specs/demo/provider.toml", &accepted)?;
    let run = world.run(&["diff", "--fail-on", "any"])?;
    assert_eq!(run.code, Some(0), "{}", run.out);
    assert!(run.out.contains("accepted: said in May"), "{}", run.out);
    assert!(run.err.contains("`000000000000`"), "{}", run.err);
    Ok(())
}

#[test]
fn providers_come_and_go() -> Result {
    let world = committed()?;
    world.write("specs/other/openapi.yaml", DOCUMENT)?;
    std::fs::remove_dir_all(world.path("specs/demo"))?;
    let run = world.run(&["diff"])?;
    assert_eq!(run.out, "demo: gone since HEAD\nother: new since HEAD\n", "{}", run.err);
    assert_eq!(world.run(&["diff", "--fail-on", "breaks"])?.code, Some(4));
    let run = world.run(&["diff", "nobody"])?;
    assert_eq!(run.code, Some(1));
    assert!(run.err.contains("the providers are: demo, other"), "{}", run.err);
    Ok(())
}

#[test]
fn the_files_beside_a_document_are_those_of_the_revision() -> Result {
    let world = committed()?;
    let toy = "\n    Toy:\n      type: object\n      properties:\n        name: { type: string }\n";
    let spread = DOCUMENT.replace(toy, "\n    Toy: { $ref: './models/toy.yaml' }\n");
    assert_ne!(spread, DOCUMENT);
    world.write("specs/demo/openapi.yaml", &spread)?;
    let model = "type: object\nproperties:\n  name: { type: string }\n";
    world.write("specs/demo/models/toy.yaml", model)?;
    world.commit()?;
    assert_eq!(world.run(&["diff", "--fail-on", "any"])?.code, Some(0), "nothing changed yet");
    world.write("specs/demo/models/toy.yaml", &model.replace("string", "integer"))?;
    let run = world.run(&["diff", "--fail-on", "any"])?;
    assert_eq!(run.code, Some(4), "{}{}", run.out, run.err);
    assert!(run.out.contains("specs/demo/models/toy.yaml:3"), "{}", run.out);
    Ok(())
}

#[test]
fn files_are_compared_anywhere() -> Result {
    let world = World::new()?;
    world.write("old.yaml", DOCUMENT)?;
    world.write("new.yaml", &required())?;
    let run = run_in(&world.path(""), &["diff", "--from", "old.yaml", "--to", "new.yaml"])?;
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(run.out.contains("new.yaml:25:9"), "{}", run.out);
    world.write("new.yaml", "swagger: \"2.0\"\n")?;
    let run = run_in(&world.path(""), &["diff", "--from", "old.yaml", "--to", "new.yaml"])?;
    assert_eq!(run.code, Some(1));
    assert!(run.err.contains("new.yaml"), "{}", run.err);
    assert!(run.out.contains("not compared"), "{}", run.out);
    Ok(())
}

#[test]
fn revisions_that_are_none_are_said() -> Result {
    let world = committed()?;
    for name in ["nowhere", "--output=x"] {
        let base = format!("--base={name}");
        let run = world.run(&["diff", &base])?;
        assert_eq!(run.code, Some(1), "{}", run.out);
        assert!(run.err.contains("git knows no revision"), "{}", run.err);
    }
    let bare = World::new()?;
    let run = bare.run(&["diff"])?;
    assert_eq!(run.code, Some(1));
    assert!(run.err.contains("--from and --to"), "{}", run.err);
    Ok(())
}
