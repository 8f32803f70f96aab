//! The walk of CONTRIBUTING.md, "Junction adds a provider value", run as it is written there.

use std::fs;
use std::path::Path;

use crate::site::Site;
use crate::world::{Result, World};

/// The commands of the walk, in their order.
fn commands() -> Result<Vec<String>> {
    let text = fs::read_to_string(root().join("CONTRIBUTING.md"))?;
    let (_, walk) = text.split_once("## Junction adds a provider value").ok_or("no walk")?;
    let walk = walk.split("\n## ").next().unwrap_or_default();
    let blocks = walk.split("```sh\n").skip(1).filter_map(|block| block.split("```").next());
    let lines = blocks.flat_map(str::lines).map(str::trim).filter(|line| !line.is_empty());
    Ok(lines.map(str::to_owned).collect())
}

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

fn copy(world: &World, folder: &str) -> Result {
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(root().join(&folder))? {
            let entry = entry?;
            let path = format!("{folder}/{}", entry.file_name().to_str().ok_or("no text")?);
            if entry.file_type()?.is_dir() {
                open.push(path);
            } else {
                world.write(&path, &fs::read_to_string(entry.path())?)?;
            }
        }
    }
    Ok(())
}

#[test]
fn junction_adds_a_provider_value() -> Result {
    let world = World::empty()?;
    copy(&world, "specs/junction")?;
    copy(&world, "generated/junction")?;
    let document = "specs/junction/openapi.yaml";
    let (before, version) = (world.read(document)?, version(&world)?);
    let after = before.replacen("        - oura\n", "        - acme_ring\n        - oura\n", 1);
    assert_ne!(after, before);
    let site = Site::new()?;
    site.publish("/openapi.yaml", &after)?;
    let settings = world.read("specs/junction/provider.toml")?;
    let source = format!("[source]\ndocument = \"{}\"\n", site.address.clone() + "/openapi.yaml");
    world.write("specs/junction/provider.toml", &settings.replace("[source]\n", &source))?;
    // What Cargo does to it when it runs is not seen here: the program is called without it.
    world.write("Cargo.lock", "version = 4\n")?;
    world.git(&["init", "--quiet"])?;
    world.commit()?;
    let mut ran = Vec::new();
    let mut out = String::new();
    for command in commands()? {
        let words = words(&command);
        let words = words.iter().map(String::as_str).collect::<Vec<_>>();
        match words.as_slice() {
            ["git", arguments @ ..] => {
                _ = world.git(&[&["-c", "user.name=a"], arguments].concat())?;
            }
            ["cargo", "xtask", arguments @ ..] => {
                let run = world.run(arguments)?;
                let code = if arguments == ["pull", "junction"] { 3 } else { 0 };
                assert_eq!(run.code, Some(code), "{command}: {}{}", run.out, run.err);
                out.push_str(&run.out);
            }
            other => panic!("the walk has a command that the test does not know: {other:?}"),
        }
        ran.push(words.iter().take(3).map(|word| (*word).to_owned()).collect::<Vec<_>>().join(" "));
    }
    for verb in [
        "cargo xtask pull",
        "cargo xtask diff",
        "cargo xtask regen",
        "cargo xtask check",
        "git commit",
    ] {
        assert!(ran.iter().any(|command| command.starts_with(verb)), "{verb}: {ran:?}");
    }
    let next = next(&version)?;
    assert!(out.contains(&format!("junction: version {version} → {next} (minor)\n")), "{out}");
    let log = world.read("generated/junction/CHANGELOG.md")?;
    let (_, entry) = log.split_once(&format!("## [{next}]")).ok_or("no entry")?;
    let entry = entry.split("\n## [").next().unwrap_or_default();
    assert!(entry.contains("- `Providers` gains `AcmeRing`.\n"), "{entry}");
    assert!(!entry.contains("### Generator") && !entry.contains("### Migration"), "{entry}");
    assert!(
        world.read("generated/junction/Cargo.toml")?.contains(&format!("version = \"{next}\""))
    );
    assert!(
        world
            .read("generated/junction/src/types/providers.rs")?
            .contains("AcmeRing: \"acme_ring\"")
    );
    assert_eq!(world.git(&["status", "--porcelain"])?, "", "all of it is committed");
    Ok(())
}

/// The words of a command; what stands between quotes is one.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (index, part) in command.split('"').enumerate() {
        if index % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

fn version(world: &World) -> Result<String> {
    let settings = world.read("specs/junction/provider.toml")?;
    let line = settings.lines().find_map(|line| line.strip_prefix("version = \""));
    Ok(line.and_then(|rest| rest.split('"').next()).ok_or("no version")?.to_owned())
}

/// The version after a change that breaks nothing.
fn next(version: &str) -> Result<String> {
    let numbers =
        version.split('.').map(str::parse).collect::<std::result::Result<Vec<u64>, _>>()?;
    let [major, minor, patch] = numbers.as_slice() else { return Err("no version".into()) };
    Ok(match major {
        0 => format!("0.{minor}.{}", patch + 1),
        major => format!("{major}.{}.0", minor + 1),
    })
}
