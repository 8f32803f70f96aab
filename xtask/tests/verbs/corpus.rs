//! `corpus`.

use std::fs;

use serde_json::Value;

use crate::world::{DOCUMENT, Result, World};

/// Three documents: one that becomes a crate, one that is refused, one that is none.
fn world() -> Result<World> {
    let world = World::new()?;
    world.write("documents/pets.yaml", DOCUMENT)?;
    let refused = DOCUMENT.replace("schemas/Toy\" }", "schemas/Gone\" }");
    world.write("documents/refused.yml", &refused)?;
    world.write("documents/not.json", "{\"a\": 1}")?;
    world.write("documents/README.md", "no document")?;
    Ok(world)
}

#[test]
fn corpus_tells_what_became_of_each_document() -> Result {
    let world = world()?;
    let run = world.run(&["corpus", "documents", "--json", "figures.json", "--twice"])?;
    assert_eq!(run.code, Some(1), "{}", run.err);
    let rows = run.out.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    let rows = rows.take(4).map(|row| row.join(" ")).collect::<Vec<_>>();
    assert_eq!(rows[0], "document version operations schemas time lines typed result");
    assert!(rows[1].starts_with("not 0 0 "), "{}", rows[1]);
    assert!(rows[1].contains("error[not-openapi]: "), "{}", rows[1]);
    assert!(rows[2].starts_with("pets 3.1.0 1 2 "), "{}", rows[2]);
    assert!(rows[2].ends_with(" 100.0 % generated"), "{}", rows[2]);
    assert!(rows[3].contains(" - - error[dangling-ref]: "), "{}", rows[3]);
    assert!(rows[3].contains("(refused.yml:25:"), "{}", rows[3]);
    assert!(
        run.out.contains("\n1 of 3 documents generated, 2 refused, 0 panics, 0 failed\n"),
        "{}",
        run.out
    );
    assert!(
        run.err.contains("note: 1 document refused, 1 time: error[dangling-ref]"),
        "{}",
        run.err
    );
    assert!(!run.err.contains('\u{1b}'), "no bar where there is no terminal");

    let figures: Value = serde_json::from_str(&world.read("figures.json")?)?;
    assert_eq!(figures["sums"]["generated"], 1);
    assert_eq!(figures["documents"][1]["made"], "generated");
    assert_eq!(figures["documents"][2]["errors"].as_array().map(Vec::len), Some(1));
    Ok(())
}

#[test]
fn corpus_keeps_the_crates_that_were_made() -> Result {
    let world = world()?;
    let run = world.run(&["corpus", "documents", "--only", "pets", "--jobs", "1"])?;
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    let manifest = "target/corpus/pets/Cargo.toml";
    assert!(world.read(manifest)?.contains("name = \"corpus-pets\""));
    assert!(!world.path("target/corpus/refused").exists());
    let before = world.snapshot("target/corpus")?;
    world.run(&["corpus", "documents", "--only", "pets"])?;
    assert_eq!(world.snapshot("target/corpus")?, before, "no file was written");

    // What no longer becomes a crate leaves none behind.
    world.write("documents/pets.yaml", "openapi: [\n")?;
    let run = world.run(&["corpus", "documents", "--only", "pets"])?;
    assert_eq!(run.code, Some(1));
    assert!(!world.path(manifest).exists());
    Ok(())
}

#[test]
fn corpus_says_what_it_was_not_given() -> Result {
    let world = world()?;
    let run = world.run(&["corpus", "gone"])?;
    assert_eq!(run.code, Some(1));
    assert!(run.err.contains("gone is no folder"), "{}", run.err);
    let run = world.run(&["corpus", "documents", "--only", "goats"])?;
    assert_eq!(run.code, Some(1));
    assert!(run.err.contains("there is no `goats` among the 3 documents"), "{}", run.err);
    world.write("documents/pets.json", "{}")?;
    let run = world.run(&["corpus", "documents"])?;
    assert!(run.err.contains("go by the same name"), "{}", run.err);
    fs::create_dir(world.path("empty"))?;
    let run = world.run(&["corpus", "empty"])?;
    assert!(run.err.contains("empty holds no document"), "{}", run.err);
    assert_eq!(world.run(&["corpus", "documents", "--jobs", "0"])?.code, Some(2));
    Ok(())
}
