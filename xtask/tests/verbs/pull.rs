//! `pull`, from a server on this machine.

use std::fs;

use crate::site::Site;
use crate::world::{DOCUMENT, Result, SETTINGS, World};

const SPEC: &str = "specs/demo/openapi.yaml";

/// A workspace whose provider names an address, and the server there.
fn published(path: &str) -> Result<(World, Site)> {
    let site = Site::new()?;
    let world = World::generated()?;
    name(&world, &format!("{}{path}", site.address))?;
    Ok((world, site))
}

fn name(world: &World, address: &str) -> Result {
    let settings = format!("{SETTINGS}[source]\ndocument = \"{address}\"\n");
    world.write("specs/demo/provider.toml", &settings)
}

#[test]
fn a_new_version_is_told_and_written_only_when_asked() -> Result {
    let (world, site) = published("/v1/api.yaml?key=hidden")?;
    let new = DOCUMENT.replace("name: { type: string }", "title: { type: string }");
    site.publish("/v1/api.yaml?key=hidden", &new)?;
    let before = world.snapshot("specs")?;
    let run = world.run(&["pull"])?;
    assert_eq!(run.code, Some(3), "{}", run.err);
    let told = [
        "changed  specs/demo/openapi.yaml\ndemo since the document in specs/",
        "response    .title: an optional property is new, Option<String>",
        "property-removed-optional",
        "\nNothing is written. To take it over: cargo xtask pull demo --write\n",
    ];
    for line in told {
        assert!(run.out.contains(line), "{}", run.out);
    }
    assert_eq!(world.snapshot("specs")?, before);

    let run = world.run(&["pull", "demo", "--write"])?;
    assert_eq!(run.code, Some(0), "{}", run.err);
    let end = "changed  specs/demo/lock.toml\nNext: cargo xtask regen demo --bump\n";
    assert!(run.out.ends_with(end), "{}", run.out);
    assert_eq!(world.read(SPEC)?, new);
    let lock = world.read("specs/demo/lock.toml")?;
    let address = format!("\nsource = \"{}/v1/api.yaml?…\"\n", site.address);
    assert!(lock.contains(&address), "{lock}");
    assert_eq!(fs::read_dir(world.path("specs/demo"))?.count(), 3, "nothing is left behind");

    assert_eq!(world.run(&["regen"])?.code, Some(0));
    assert_eq!(world.read("specs/demo/lock.toml")?, lock, "pull knew all of it");
    let run = world.run(&["pull"])?;
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert_eq!(run.out, format!("demo: nothing is new at {}/v1/api.yaml?…\n", site.address));
    Ok(())
}

#[test]
fn a_document_that_was_edited_by_hand_is_brought_back() -> Result {
    let (world, site) = published("/api.yaml")?;
    site.publish("/api.yaml", DOCUMENT)?;
    let note = format!(
        "note: specs/demo: the document was not fetched from {}/api.yaml, which provider.toml names",
        site.address
    );
    assert!(world.run(&["check"])?.err.contains(&note), "{note}");
    let run = world.run(&["pull"])?;
    assert_eq!(run.code, Some(0), "{}", run.err);
    let note = "note: specs/demo/lock.toml does not say that it comes from there: cargo xtask pull demo --write\n";
    assert_eq!(run.err, note);
    let run = world.run(&["pull", "--write"])?;
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(run.out.contains("changed  specs/demo/lock.toml\n"), "{}", run.out);
    assert_eq!(world.run(&["check"])?.err, "");

    world.write(SPEC, &DOCUMENT.replace("Demo", "Pets"))?;
    assert_eq!(world.run(&["check"])?.code, Some(1));
    let run = world.run(&["pull", "--write"])?;
    assert_eq!(run.code, Some(0), "{}", run.err);
    let warning = format!("warning: {SPEC} is not what was brought in from {}", site.address);
    assert!(run.err.contains(&warning), "{}", run.err);
    assert_eq!(world.read(SPEC)?, DOCUMENT);
    assert_eq!(world.run(&["check"])?.code, Some(0));
    Ok(())
}

#[test]
fn the_files_of_a_document_come_with_it() -> Result {
    let (world, site) = published("/latest")?;
    let toy = "$ref: \"#/components/schemas/Toy\"";
    site.publish("/latest", "=> /v2/api.yaml")?;
    site.publish("/v2/api.yaml", &DOCUMENT.replace(toy, "$ref: parts/my%20toy.yaml"))?;
    site.publish("/v2/parts/my%20toy.yaml", "$ref: ../er.yaml#/Toy\n")?;
    site.publish("/v2/er.yaml", "Toy: { type: string }\n")?;
    let run = world.run(&["pull", "--write"])?;
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert_eq!(world.read("specs/demo/parts/my toy.yaml")?, "$ref: ../er.yaml#/Toy\n");
    assert_eq!(world.run(&["regen"])?.code, Some(0));

    site.publish("/v2/er.yaml", "Toy: { type: integer }\n")?;
    let run = world.run(&["pull"])?;
    assert_eq!(run.code, Some(3), "{}", run.err);
    assert!(run.out.starts_with("changed  specs/demo/er.yaml\n"), "{}", run.out);

    site.publish("/v2/api.yaml", DOCUMENT)?;
    let run = world.run(&["pull", "--write"])?;
    assert!(run.out.contains("removed  specs/demo/parts/my toy.yaml\n"), "{}", run.out);
    assert!(!world.path("specs/demo/parts").exists());
    assert!(!world.path("specs/demo/er.yaml").exists());
    assert_eq!(world.run(&["regen"])?.code, Some(0));
    Ok(())
}

#[test]
fn what_gives_no_crate_is_not_written() -> Result {
    let (world, site) = published("/api.yaml")?;
    let before = world.snapshot("specs")?;
    let toy = "$ref: \"#/components/schemas/Toy\"";
    for (text, message) in [
        ("openapi: [", "error[syntax]"),
        ("<!doctype html>", "is a page of HTML, and no document"),
        ("=> https://acme.example/api.yaml", "leads to https://acme.example/api.yaml, which is"),
        (&DOCUMENT.replace(toy, "$ref: gone.yaml"), "/gone.yaml cannot be fetched: the server"),
        (&DOCUMENT.replace(toy, "$ref: overlay.yaml"), "refers to overlay.yaml, which is another"),
        (&DOCUMENT.replace(toy, "$ref: parts/a.yaml"), "/api.yaml by its name, but it is called"),
    ] {
        site.publish("/api.yaml", text)?;
        site.publish("/parts/a.yaml", "$ref: ../api.yaml#/components/schemas/Toy\n")?;
        let run = world.run(&["pull", "--write"])?;
        assert_eq!(run.code, Some(1), "{text}: {}", run.out);
        assert!(run.err.contains(message), "{}", run.err);
        assert_eq!(world.snapshot("specs")?, before);
    }
    // A file is in the way of a folder, so that nothing can be written after the first draft.
    world.write("specs/demo/parts", "")?;
    let before = world.snapshot("specs")?;
    site.publish("/api.yaml", &DOCUMENT.replace(toy, "$ref: parts/toy.yaml"))?;
    site.publish("/parts/toy.yaml", "type: string\n")?;
    let run = world.run(&["pull", "--write"])?;
    assert_eq!(run.code, Some(1));
    assert_eq!(world.snapshot("specs")?, before, "{}", run.err);
    Ok(())
}

#[test]
fn every_provider_is_asked_and_needs_an_address() -> Result {
    let site = Site::new()?;
    let world = World::generated()?;
    let run = world.run(&["pull"])?;
    assert_eq!(run.code, Some(0));
    assert_eq!(
        run.err,
        "note: specs/demo/provider.toml names no `document` under [source], so nothing is fetched\n"
    );
    let run = world.run(&["pull", "demo"])?;
    assert_eq!(run.code, Some(1));
    assert!(run.err.contains("document = \"https://…/openapi.yaml\""), "{}", run.err);
    name(&world, "http://acme.example/a.yaml")?;
    let run = world.run(&["pull"])?;
    assert_eq!(run.code, Some(1));
    let message = "error: specs/demo/provider.toml: `http://acme.example/a.yaml` is not encrypted";
    assert!(run.err.contains(message), "{}", run.err);

    // One that fails keeps no other from being fetched, and a folder needs no document yet.
    site.publish("/api.json", "{ \"openapi\": \"3.1.0\", \"info\": { \"title\": \"T\", \"version\": \"1\" }, \"servers\": [{ \"url\": \"https://t.example\" }], \"paths\": { \"/a\": { \"get\": { \"responses\": { \"204\": { \"description\": \"Done.\" } } } } } }")?;
    let settings =
        format!("[crate]\nname = \"late\"\n[source]\ndocument = \"{}/api.json\"\n", site.address);
    world.write("specs/late/provider.toml", &settings)?;
    let run = world.run(&["pull", "--write"])?;
    assert_eq!(run.code, Some(1));
    assert!(run.out.contains("added    specs/late/openapi.json\n"), "{}{}", run.out, run.err);
    assert_eq!(world.run(&["regen", "late"])?.code, Some(0));
    Ok(())
}

#[test]
fn a_correction_that_fits_only_the_new_version_keeps_nothing_from_being_written() -> Result {
    let (world, site) = published("/api.yaml")?;
    let new = DOCUMENT.replace("    Toy:\n", "    Ball:\n").replace("schemas/Toy", "schemas/Ball");
    site.publish("/api.yaml", &new)?;
    let overlay = |schema: &str| {
        format!(
            "overlay: 1.1.0\nactions:\n- target: $.components.schemas.{schema}\n  \
             description: It has none.\n  update: {{ description: Something to play with. }}\n"
        )
    };
    world.write("specs/demo/overlay.yaml", &overlay("Toy"))?;
    let run = world.run(&["pull", "--write"])?;
    assert_eq!(run.code, Some(1));
    assert!(run.err.contains("error[overlay-no-match]"), "{}", run.err);
    assert_eq!(world.read(SPEC)?, DOCUMENT);

    world.write("specs/demo/overlay.yaml", &overlay("Ball"))?;
    let run = world.run(&["pull", "--write"])?;
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(run.err.contains("note: the versions are not compared"), "{}", run.err);
    assert_eq!(world.read(SPEC)?, new);
    Ok(())
}
