//! `replay`: figures of steps, and what makes them fail.

use serde_json::Value;

use crate::world::{DOCUMENT, Result, World};

fn versions(world: &World, list: &[(&str, &str)]) -> Result {
    list.iter().try_for_each(|(name, text)| world.write(&format!("versions/{name}"), text))
}

#[test]
fn each_step_is_told_with_its_figures() -> Result {
    let world = World::new()?;
    let aged = DOCUMENT.replacen("name: {", "age: { type: integer }\n        name: {", 1);
    let turned = DOCUMENT.replacen(
        "        name: { type: string }\n        toy: { $ref: \"#/components/schemas/Toy\" }\n",
        "        toy: { $ref: \"#/components/schemas/Toy\" }\n        name: { type: string }\n",
        1,
    );
    assert_ne!(turned, DOCUMENT);
    let spaced = DOCUMENT.replace("    get:", "    # The only one.\n    get:");
    versions(
        &world,
        &[
            ("1.yaml", DOCUMENT),
            ("2.yaml", &spaced),
            ("3.yaml", &aged),
            ("4.yaml", DOCUMENT),
            ("5.yml", &turned),
        ],
    )?;
    let run = world.run(&["replay", "versions", "--json", "figures.json"])?;
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    assert!(run.out.contains("2 → 3\n  document   3 lines\n"), "{}", run.out);
    let figures: Value = serde_json::from_str(&world.read("figures.json")?)?;
    let step = |index: usize, name: &str| figures["steps"][index][name].clone();
    assert_eq!(figures["steps"].as_array().map(Vec::len), Some(4));
    assert_eq!((step(0, "document_lines"), step(0, "generated_lines")), (0.into(), 0.into()));
    assert_eq!((step(0, "bump"), step(0, "lines_a_change")), ("none".into(), "-".into()));
    assert_eq!((step(1, "bump"), step(1, "changes")["minor"].clone()), ("minor".into(), 1.into()));
    assert_eq!(step(2, "bump"), "major");
    // The document moved its lines, and the report says so.
    assert_eq!(
        (step(3, "document_lines"), step(3, "changes")["silent"].clone()),
        (0.into(), 1.into())
    );
    for index in 0..4 {
        assert_eq!(step(index, "without_meaning"), Value::Array(vec![]), "{index}");
    }
    assert!(world.path("target/replay/versions/3/Cargo.toml").exists());

    let only = world.run(&["replay", "versions", "--only", "2"])?;
    assert!(only.out.contains("2 → 3\n") && !only.out.contains("3 → 4\n"), "{}", only.out);
    assert_eq!(world.run(&["replay", "versions", "--only", "5"])?.code, Some(1));
    Ok(())
}

#[test]
fn a_version_that_becomes_no_crate_fails() -> Result {
    let world = World::new()?;
    versions(&world, &[("1.yaml", DOCUMENT), ("2.yaml", "openapi: 2.0\n"), ("3.yaml", DOCUMENT)])?;
    let run = world.run(&["replay", "versions"])?;
    assert_eq!(run.code, Some(1));
    assert!(run.out.contains("| 1 → 2 | not generated |"), "{}", run.out);
    versions(&world, &[("2.yaml", "openapi: [\n")])?;
    assert_eq!(world.run(&["replay", "versions"])?.code, Some(1));
    let alone = world.run(&["replay", "specs/demo"])?;
    assert_eq!(alone.code, Some(1));
    assert!(alone.err.contains("specs/demo holds 1 version of a document"), "{}", alone.err);
    Ok(())
}
