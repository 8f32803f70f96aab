//! The program itself, run on folders of its own: what it writes, what it says, how it ends.

mod bump;
mod corpus;
mod diff;
mod effective;
mod generate;
mod import;
mod lock;
mod new;
mod pull;
mod regen;
mod replay;
mod site;
mod walk;
mod world;

use std::fs;

use tempfile::TempDir;

use world::{Result, World, run_in};

#[test]
fn every_help_has_examples_and_wrong_usage_is_told_apart() -> Result {
    let here = TempDir::new()?;
    for verb in [
        "",
        "regen",
        "check",
        "diff",
        "generate",
        "new",
        "import",
        "pull",
        "effective",
        "corpus",
        "replay",
    ] {
        let verb = Some(verb).filter(|verb| !verb.is_empty());
        let arguments: Vec<_> = verb.into_iter().chain(["--help"]).collect();
        let run = run_in(here.path(), &arguments)?;
        assert_eq!(run.code, Some(0), "{arguments:?}");
        assert!(run.out.contains("Examples:\n  cargo xtask "), "{}", run.out);
        assert!(!run.out.contains("--root"), "{}", run.out);
    }
    let bare = run_in(here.path(), &[])?;
    assert_eq!(bare.code, Some(2));
    assert!(bare.err.contains("Usage: cargo xtask <COMMAND>"), "{}", bare.err);
    assert_eq!(run_in(here.path(), &["regenerate"])?.code, Some(2));
    assert_eq!(run_in(here.path(), &["generate", "x.yaml"])?.code, Some(2));
    Ok(())
}

#[test]
fn the_workspace_is_found_from_below_and_missed_elsewhere() -> Result {
    let world = World::new()?;
    world.write("Cargo.toml", "[workspace]\n")?;
    fs::create_dir_all(world.path("deep/down"))?;
    let run = run_in(&world.path("deep/down"), &["regen"])?;
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(world.path("generated/demo/Cargo.toml").exists());

    let nowhere = TempDir::new()?;
    let run = run_in(nowhere.path(), &["regen"])?;
    assert_eq!(run.code, Some(1));
    assert!(run.err.contains("run `cargo xtask` inside of the workspace"), "{}", run.err);
    let run = run_in(nowhere.path(), &["check", "--root", "gone"])?;
    assert_eq!(run.code, Some(1));
    assert!(run.err.contains("gone is no folder"), "{}", run.err);
    Ok(())
}
