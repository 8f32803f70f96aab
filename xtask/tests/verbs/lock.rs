//! `lock.toml`: what `regen` keeps in it, and what `regen` and `check` hold against it.

use std::fs;

use crate::world::{DOCUMENT, Result, SETTINGS, World};

const LOCK: &str = "specs/demo/lock.toml";

/// Says in the lock that the document was brought in.
fn bring_in(world: &World) -> Result {
    let (head, rest) = world.read(LOCK)?.split_once('\n').map(own).ok_or("one line")?;
    world.write(LOCK, &format!("{head}\nsource = \"https://demo.example/api.yaml\"\n{rest}"))
}

fn own((one, other): (&str, &str)) -> (String, String) {
    (one.to_owned(), other.to_owned())
}

/// The lines that are in one text only.
fn changed(before: &str, after: &str) -> Vec<String> {
    let lines = after.lines().filter(|line| !before.lines().any(|other| other == *line));
    lines.map(|line| line.split(" = ").next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn each_fact_is_a_line_that_changes_alone() -> Result {
    let world = World::generated()?;
    let mut before = world.read(LOCK)?;
    let overlay =
        "overlay: 1.1.0\nactions:\n- target: $.info\n  description: why\n  update: { x-a: 1 }\n";
    for (file, text, facts) in [
        ("openapi.yaml", DOCUMENT.replace("Demo", "Pets"), &["\"openapi.yaml\""][..]),
        ("overlay.yaml", overlay.to_owned(), &["options"]),
        ("overlay.yaml", overlay.replace("why", "for another reason"), &[]),
        ("provider.toml", format!("{SETTINGS}license = \"MIT\"\n"), &["options"]),
        (
            "provider.toml",
            format!("# why\n{SETTINGS}license = \"MIT\"\nversion = \"0.2.0\"\n"),
            &[],
        ),
    ] {
        world.write(&format!("specs/demo/{file}"), &text)?;
        let expected = if facts.is_empty() { "" } else { "changed  specs/demo/lock.toml\n" };
        let check = world.run(&["check"])?;
        assert!(check.out.contains(expected), "{}{}", check.out, check.err);
        let regen = world.run(&["regen"])?;
        assert!(regen.out.contains(expected), "{}", regen.out);
        let after = world.read(LOCK)?;
        assert_eq!(changed(&before, &after), facts);
        assert_eq!(world.run(&["check"])?.code, Some(0));
        before = after;
    }
    Ok(())
}

#[test]
fn a_lock_alone_can_be_stale() -> Result {
    let world = World::generated()?;
    let right = world.read(LOCK)?;
    world.write(LOCK, &right.replace("generator = \"", "generator = \"0.0."))?;
    let check = world.run(&["check"])?;
    assert_eq!(check.code, Some(3), "{}", check.err);
    assert!(check.out.starts_with("changed  specs/demo/lock.toml\n1 stale file"), "{}", check.out);
    fs::remove_file(world.path(LOCK))?;
    let check = world.run(&["check"])?;
    assert_eq!(check.code, Some(3));
    assert!(check.out.contains("added    specs/demo/lock.toml\n"), "{}", check.out);
    assert_eq!(world.run(&["regen"])?.code, Some(0));
    assert_eq!(world.read(LOCK)?, right);

    world.write(LOCK, &format!("<<<<<<< ours\n{right}"))?;
    let run = world.run(&["regen"])?;
    assert_eq!(run.code, Some(1));
    let message = "error: specs/demo/lock.toml is not what `cargo xtask` writes there\n  = help: \
                   bring it back: git restore specs/demo/lock.toml\n";
    assert!(run.err.contains(message), "{}", run.err);
    Ok(())
}

#[test]
fn what_was_brought_in_is_not_edited_by_hand() -> Result {
    let world = World::generated()?;
    bring_in(&world)?;
    assert_eq!(world.run(&["regen"])?.code, Some(0));
    let lock = world.read(LOCK)?;
    assert!(lock.contains("source = \"https://demo.example/api.yaml\""), "{lock}");
    let before = world.snapshot("generated")?;

    world.write("specs/demo/openapi.yaml", &DOCUMENT.replace("Demo", "Pets"))?;
    for verb in ["regen", "check"] {
        let run = world.run(&[verb])?;
        assert_eq!(run.code, Some(1), "{}", run.err);
        let message = "error: specs/demo/openapi.yaml is not what was brought in from \
                       https://demo.example/api.yaml\n  = help: say in specs/demo/overlay.yaml";
        assert!(run.err.contains(message), "{}", run.err);
        assert!(run.err.contains("git restore specs/demo/openapi.yaml"), "{}", run.err);
        assert!(run.err.contains("cargo xtask pull demo --write"), "{}", run.err);
    }
    assert_eq!(world.snapshot("generated")?, before);
    assert_eq!(world.read(LOCK)?, lock);
    Ok(())
}
