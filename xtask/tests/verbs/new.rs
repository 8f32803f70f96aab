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
