//! `regen --bump`: versions and changelogs.

use std::fs;

use crate::world::{DOCUMENT, Result, SETTINGS, World};

const LOG: &str = "generated/demo/CHANGELOG.md";
const HEAD: &str = "# Changelog\n\nWhat changed for who uses this crate, newest first, in the form of\n[Keep a Changelog](https://keepachangelog.com/en/1.1.0/). Versions follow\n[Cargo's rules](https://doc.rust-lang.org/cargo/reference/semver.html).\n\n";

/// A workspace in a repository, whose crate is up to date.
fn committed() -> Result<World> {
    let world = World::generated()?;
    world.git(&["init", "--quiet"])?;
    world.commit()?;
    Ok(world)
}

fn bump(world: &World) -> Result<String> {
    let run = world.run(&["regen", "--bump"])?;
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    let check = world.run(&["check"])?;
    assert_eq!(check.code, Some(0), "{}{}", check.out, check.err);
    Ok(run.out)
}

/// The document with a property more, or one less.
fn aged() -> String {
    DOCUMENT.replacen(
        "name: { type: string }",
        "name: { type: string }\n        age: { type: integer }",
        1,
    )
}

fn without_toy() -> String {
    DOCUMENT.replace("        toy: { $ref: \"#/components/schemas/Toy\" }\n", "")
}

#[test]
fn a_crate_without_a_changelog_gets_one() -> Result {
    let world = committed()?;
    let out = bump(&world)?;
    assert!(out.contains("demo: version 0.1.0 stays: nothing changed\n"), "{out}");
    assert_eq!(world.read(LOG)?, format!("{HEAD}## [0.1.0]\n\nFirst release.\n"));
    assert_eq!(world.read("specs/demo/provider.toml")?, SETTINGS, "no version is needed there");
    Ok(())
}

#[test]
fn doing_it_again_changes_nothing_and_another_change_rewrites_the_entry() -> Result {
    let world = committed()?;
    world.write("specs/demo/openapi.yaml", &aged())?;
    let out = bump(&world)?;
    assert!(
        out.contains("changed  specs/demo/provider.toml\ndemo: version 0.1.0 → 0.1.1 (minor)\n"),
        "{out}"
    );
    let next = "Next: read the diff, then\n  cargo xtask check\nand commit specs, generated and Cargo.lock\n";
    assert!(out.ends_with(next), "{out}");
    let first = "## [0.1.0]\n\nFirst release.\n";
    let entry = "## [0.1.1]\n\n### Added\n\n- `Pet` gains `age`.\n";
    assert_eq!(world.read(LOG)?, format!("{HEAD}{entry}\n{first}"));
    assert!(world.read("generated/demo/Cargo.toml")?.contains("version = \"0.1.1\""));
    let before = (world.snapshot("specs")?, world.snapshot("generated")?);
    bump(&world)?;
    assert_eq!((world.snapshot("specs")?, world.snapshot("generated")?), before);

    world.write("specs/demo/openapi.yaml", &without_toy())?;
    let out = bump(&world)?;
    assert!(out.contains("demo: version 0.1.0 → 0.2.0 (major)\n"), "{out}");
    let log = world.read(LOG)?;
    assert!(!log.contains("0.1.1") && !log.contains("age"), "the entry was never committed: {log}");
    assert!(
        log.contains("## [0.2.0]\n\n### Removed\n\n- **Breaking:** `Pet` loses `toy`.\n"),
        "{log}"
    );
    assert!(log.contains("### Migration\n\nWhat was written before → what to write now:\n\n- `Pet::toy` → nothing: leave it out\n"), "{log}");

    world.commit()?;
    world.write("specs/demo/openapi.yaml", DOCUMENT)?;
    bump(&world)?;
    let (_, kept) = log.split_once("## [0.2.0]").ok_or("an entry")?;
    let now = world.read(LOG)?;
    assert!(now.starts_with(&format!("{HEAD}## [0.2.1]\n\n### Added\n\n")), "{now}");
    assert!(now.ends_with(&format!("\n\n## [0.2.0]{kept}")), "{now}");
    Ok(())
}

#[test]
fn what_people_wrote_is_kept() -> Result {
    let world = committed()?;
    bump(&world)?;
    let own = world.read(LOG)?.replace("First release.", "First release. *Ours*,  with spaces.  ");
    let own = own.replacen("## [", "## [Unreleased]\n\n- soon\n\n## [", 1);
    world.write(LOG, &own)?;
    let settings = "# Which version: see below.\n[crate]\nname = \"demo\" # short\nversion = \"1.0.0\" # we promise\n";
    world.write("specs/demo/provider.toml", settings)?;
    bump(&world)?;
    world.commit()?;
    let own = world.read(LOG)?;
    world.write("specs/demo/openapi.yaml", &aged())?;
    // Plain `regen` and `check` let it be.
    let check = world.run(&["check"])?;
    assert!(!check.out.contains("CHANGELOG"), "{}", check.out);
    let regen = world.run(&["regen"])?;
    assert!(!regen.out.contains("CHANGELOG") && !regen.err.contains("CHANGELOG"), "{}", regen.err);
    assert_eq!(world.read(LOG)?, own);
    let out = bump(&world)?;
    assert!(out.contains("demo: version 1.0.0 → 1.1.0 (minor)\n"), "{out}");
    assert_eq!(world.read("specs/demo/provider.toml")?, settings.replace("1.0.0", "1.1.0"));
    let entry = "## [1.1.0]\n\n### Added\n\n- `Pet` gains `age`.\n\n## [1.0.0]";
    assert_eq!(world.read(LOG)?, own.replacen("## [1.0.0]", entry, 1));

    // A version that was set higher by hand stays, and its entry is the one.
    world.write("specs/demo/provider.toml", &settings.replace("1.0.0", "3.0.0"))?;
    let out = bump(&world)?;
    assert!(
        out.contains("demo: version 3.0.0, set by hand: the changes ask for 1.1.0 (minor)\n"),
        "{out}"
    );
    assert_eq!(world.read(LOG)?, own.replacen("## [1.0.0]", &entry.replace("1.1.0", "3.0.0"), 1));
    Ok(())
}

#[test]
fn what_the_generator_does_otherwise_is_told_apart() -> Result {
    let world = committed()?;
    // As if another version of the generator had made the crate.
    let types = "generated/demo/src/types/pet.rs";
    let made = world.read(types)?;
    world.write(types, &made.replace("pub name: Option<String>", "pub names: Option<String>"))?;
    world.write("generated/demo/src/client.rs", "// link-sdk: older\n")?;
    world.commit()?;
    world.write("specs/demo/openapi.yaml", &aged())?;
    let out = bump(&world)?;
    assert!(out.contains("demo: version 0.1.0 → 0.2.0 (major, by the generator)\n"), "{out}");
    let log = world.read(LOG)?;
    assert!(log.contains("### Added\n\n- `Pet` gains `age`.\n\n### Generator\n\nGenerator: it writes 2 files otherwise"), "{log}");
    assert!(log.contains("- gone: `types::pet: Pet: pub names: Option<String>`\n"), "{log}");
    assert!(log.contains("- new: `types::pet: Pet: pub name: Option<String>`\n"), "{log}");

    // A crate that bears other settings of its package is none of the generator's doing.
    world.commit()?;
    let settings = world.read("specs/demo/provider.toml")?;
    world.write("specs/demo/provider.toml", &format!("{settings}license = \"MIT\"\n"))?;
    let out = bump(&world)?;
    assert!(out.contains("demo: version 0.2.0 → 0.2.1 (patch)\n"), "{out}");
    assert!(world.read(LOG)?.contains(
        "## [0.2.1]\n\n### Package\n\n- Settings of the package changed: `Cargo.toml`.\n"
    ));
    Ok(())
}

#[test]
fn a_document_cannot_write_into_the_changelog() -> Result {
    let world = committed()?;
    let odd = "'x`\\n## [9.9.9] <img src=x> [a](https://b.example)'";
    let document = aged().replace(
        "        age: { type: integer }",
        &format!("        {odd}: {{ type: string, enum: [{odd}] }}"),
    );
    world.write(
        "specs/demo/openapi.yaml",
        &document.replace("version: \"1\"", "version: \"2\\n## [8.0.0]\""),
    )?;
    bump(&world)?;
    let log = world.read(LOG)?;
    assert_eq!(log.lines().filter(|line| line.starts_with("## ")).count(), 2, "{log}");
    assert!(log.contains("The document's version is `2 ## [8.0.0]`; it was `1`."), "{log}");
    Ok(())
}

#[test]
fn providers_come_go_and_fail_on_their_own() -> Result {
    let world = committed()?;
    let nowhere = World::generated()?;
    let run = nowhere.run(&["regen", "--bump"])?;
    assert_eq!(run.code, Some(1));
    assert!(run.err.contains("what was there before is read from git"), "{}", run.err);
    let run = world.run(&["regen", "--bump", "--base", "gone"])?;
    assert_eq!(run.code, Some(1));
    assert!(run.err.contains("`gone`"), "{}", run.err);
    assert_eq!(world.run(&["regen", "--base", "HEAD"])?.code, Some(2), "--base is for --bump");

    world.write("specs/other/openapi.yaml", &DOCUMENT.replace("Demo", "Other"))?;
    world.write("specs/demo/openapi.yaml", "openapi: [\n")?;
    let before = world.read("generated/demo/Cargo.toml")?;
    let run = world.run(&["regen", "--bump"])?;
    assert_eq!(run.code, Some(1), "{}", run.err);
    assert!(
        run.out.contains("other: version 0.1.0, the first: HEAD does not have it\n"),
        "{}",
        run.out
    );
    assert!(
        world.read("generated/other/CHANGELOG.md")?.ends_with("## [0.1.0]\n\nFirst release.\n")
    );
    assert!(!world.path(LOG).exists());
    assert_eq!(world.read("generated/demo/Cargo.toml")?, before);

    // It goes with its crate.
    fs::remove_dir_all(world.path("specs/other"))?;
    world.write("specs/demo/openapi.yaml", DOCUMENT)?;
    let run = world.run(&["regen"])?;
    assert!(run.out.contains("removed  generated/other/CHANGELOG.md\n"), "{}", run.out);
    assert!(!world.path("generated/other").exists());
    Ok(())
}
