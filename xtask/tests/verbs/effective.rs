//! `effective`.

use crate::world::{Result, World};

const OVERLAY: &str = "overlay: 1.1.0
info: { title: Corrections, version: '1' }
actions:
- target: $.components.schemas.*.properties.name
  description: >-
    Names are
    short.
  update: { maxLength: 9 }
- target: $.components.schemas.Pet.properties
  copy: $.components.schemas.Toy.properties
- target: $.info.title
  description: It has another name.
  update: \"yes\"
";

#[test]
fn the_document_is_shown_after_the_overlay() -> Result {
    let world = World::new()?;
    world.write("specs/demo/overlay.yaml", OVERLAY)?;
    let run = world.run(&["effective", "demo"])?;
    assert_eq!(run.code, Some(0), "{}", run.err);
    let head = "\
# specs/demo/openapi.yaml, after specs/demo/overlay.yaml
# updated $.components.schemas.*.properties.name (2 places): Names are short.
# copied into $.components.schemas.Pet.properties: no reason is given
# updated $.info.title: It has another name.
openapi: 3.1.0
info:
";
    assert!(run.out.starts_with(head), "{}", run.out);
    assert_eq!(run.err, "demo: 1 note (1 overlay; --verbose shows them)\n");

    // What is printed is a document: it gives the same crate.
    let json = world.run(&["effective", "demo", "--format", "json"])?;
    let value: serde_json::Value = serde_json::from_str(&json.out)?;
    assert_eq!(value["info"]["title"], "yes");
    assert_eq!(value["components"]["schemas"]["Pet"]["properties"]["name"]["maxLength"], 9);
    assert_eq!(world.run(&["regen"])?.code, Some(0));
    std::fs::remove_file(world.path("specs/demo/overlay.yaml"))?;
    for (text, name) in [(run.out, "openapi.yaml"), (json.out, "openapi.json")] {
        std::fs::remove_file(world.path("specs/demo/openapi.yaml"))
            .or_else(|_| std::fs::remove_file(world.path("specs/demo/openapi.json")))?;
        world.write(&format!("specs/demo/{name}"), &text)?;
        let regen = world.run(&["regen"])?;
        assert!(regen.out.starts_with("changed  specs/demo/lock.toml\n"), "{}", regen.out);
    }
    Ok(())
}

#[test]
fn what_cannot_be_shown_is_said() -> Result {
    let world = World::new()?;
    world.write("specs/demo/overlay.yaml", &OVERLAY.replace("$.info.title", "$.info.summary"))?;
    let run = world.run(&["effective", "demo"])?;
    assert_eq!((run.code, run.out.as_str()), (Some(1), ""));
    assert!(run.err.contains("error[overlay-no-match]"), "{}", run.err);
    let run = world.run(&["effective", "other"])?;
    assert_eq!(run.code, Some(1));
    assert!(run.err.contains("there is no provider `other` in specs"), "{}", run.err);
    Ok(())
}

#[test]
fn the_reasons_are_shown_to_who_asks() -> Result {
    let world = World::new()?;
    world.write("specs/demo/overlay.yaml", OVERLAY)?;
    let line = "demo: overlay: updated $.info.title: It has another name.\n";
    let run = world.run(&["regen", "--verbose"])?;
    assert!(run.err.contains(line), "{}", run.err);
    let run = world.run(&["regen"])?;
    assert!(!run.err.contains(line), "{}", run.err);
    Ok(())
}
