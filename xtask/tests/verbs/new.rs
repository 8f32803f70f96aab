//! `new`.

use std::fs;

use crate::world::{DOCUMENT, Result, World};

#[test]
fn new_begins_a_provider_that_regen_takes() -> Result {
    let world = World::new()?;
    let document = format!("# \u{e9}\r\n{DOCUMENT}");
    world.write("acme.yml", &document)?;
    let run = world.run(&["new", "acme", "acme.yml"])?;
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(run.out.contains("added    specs/acme/openapi.yaml\n"), "{}", run.out);
    assert!(run.out.ends_with("cargo xtask regen acme\n"), "{}", run.out);
    assert_eq!(world.read("specs/acme/openapi.yaml")?, document);
    let run = world.run(&["regen", "acme"])?;
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(world.read("generated/acme/Cargo.toml")?.contains("name = \"acme\""));

    world.write("b.json", "{}")?;
    assert_eq!(world.run(&["new", "beta", "b.json"])?.code, Some(0));
    assert!(world.path("specs/beta/openapi.json").exists());
    Ok(())
}

#[test]
fn new_brings_the_files_that_the_document_refers_to() -> Result {
    let world = World::new()?;
    let toy = "$ref: \"#/components/schemas/Toy\"";
    let document = DOCUMENT.replace(toy, "$ref: parts/toy.yaml");
    assert_ne!(document, DOCUMENT);
    world.write("in/acme.yaml", &document)?;
    world.write("in/parts/toy.yaml", "$ref: deep/er.yaml#/Toy\n")?;
    world.write("in/parts/deep/er.yaml", "Toy: { type: string }\n")?;
    world.write("in/parts/other.yaml", "type: string\n")?;
    let run = world.run(&["new", "acme", "in/acme.yaml"])?;
    assert_eq!(run.code, Some(0), "{}", run.err);
    let copied = world.snapshot("specs/acme")?.into_keys().collect::<Vec<_>>();
    let expected = [
        "lock.toml",
        "openapi.yaml",
        "overlay.yaml",
        "parts/deep/er.yaml",
        "parts/toy.yaml",
        "provider.toml",
    ];
    assert_eq!(copied, expected.map(|file| format!("specs/acme/{file}")));
    let run = world.run(&["regen", "acme"])?;
    assert_eq!(run.code, Some(0));
    assert!(!run.out.contains("lock.toml"), "it was right from the beginning: {}", run.out);

    for (place, text, message) in [
        (
            "out.yaml",
            "$ref: ../../out.yaml",
            "out.yaml, which lies outside of the document's folder",
        ),
        ("in/toy.yaml", "$ref: ../toy.yaml", ""),
        ("in/gone.yaml", "$ref: ../../gone.yaml", ""),
        ("in/overlay.yaml", "$ref: ../overlay.yaml", "refers to overlay.yaml, which is another"),
        ("in/lock.toml", "$ref: ../lock.toml", "refers to lock.toml, which is another"),
        ("in/openapi.yaml", "$ref: ../openapi.yaml", "acme.yaml becomes openapi.yaml, and it"),
        ("in/a.yaml", "$ref: ../acme.yaml#/components/schemas/Toy", "acme.yaml by its name"),
    ] {
        world.write(place, "type: string\n")?;
        world.write("in/parts/toy.yaml", text)?;
        let text = format!("{text} is refused with {message:?}");
        let _ = std::fs::remove_dir_all(world.path("specs/acme"));
        let run = world.run(&["new", "acme", "in/acme.yaml"])?;
        assert_eq!(run.code, Some(i32::from(!message.is_empty())), "{text}: {}", run.err);
        assert!(run.err.contains(message), "{text}: {}", run.err);
        assert_eq!(world.path("specs/acme").exists(), message.is_empty(), "{text}");
    }
    Ok(())
}

#[test]
fn every_line_that_new_comments_out_is_a_setting() -> Result {
    let world = World::new()?;
    world.write("acme.yaml", DOCUMENT)?;
    world.run(&["new", "acme", "acme.yaml"])?;
    let settings = world.read("specs/acme/provider.toml")?;
    let lines = settings.lines().map(|line| match line.strip_prefix('#') {
        Some(setting) if !setting.starts_with(' ') => setting,
        Some(_) | None => line,
    });
    let lines: Vec<_> = lines.collect();
    world.write("specs/acme/provider.toml", &lines.join("\n"))?;
    let run = world.run(&["regen", "acme"])?;
    assert!(!run.err.contains("error[settings]"), "{}", run.err);
    Ok(())
}

#[test]
fn new_refuses_what_is_there_and_names_that_are_none() -> Result {
    let world = World::new()?;
    world.write("acme.yaml", DOCUMENT)?;
    for (arguments, message) in [
        (["new", "demo", "acme.yaml"], "specs/demo is there already"),
        (["new", "../acme", "acme.yaml"], "`../acme` cannot be the name of a provider"),
        (["new", "type", "acme.yaml"], "`type` means something else in a crate"),
        (["new", "acme", "gone.yaml"], "gone.yaml cannot be read"),
        (["new", "acme", "https://acme.example/a.yaml"], "download the document first"),
    ] {
        let run = world.run(&arguments)?;
        assert_eq!(run.code, Some(1), "{arguments:?}");
        assert!(run.err.contains(message), "{}", run.err);
    }
    assert_eq!(fs::read_dir(world.path("specs"))?.count(), 1);
    Ok(())
}
