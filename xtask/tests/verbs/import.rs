//! `import`.
//!
//! A case is a folder in `tests/import` with `pages`, perhaps the `arguments` that are given (else
//! each page by its name), the document that comes of it, and what is said. `UPDATE_EXPECT=1`
//! writes the last two.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::{env, fs, thread};

use crate::world::{DOCUMENT, Result, Run, World};

#[test]
fn every_case_gives_what_it_should() -> Result {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import");
    let mut wrong = Vec::new();
    let mut number = 0;
    for case in sorted(&folder)? {
        number += 1;
        let world = World::new()?;
        copy(&case.join("pages"), &world.path("pages"))?;
        let run = import(&world, &arguments(&case)?)?;
        let text = world.read("specs/ponds/openapi.yaml").ok();
        let said = format!("exit {}\n{}\n{}", run.code.unwrap_or(-1), run.out, run.err);
        let said = said.trim_end().to_owned() + "\n";
        wrong.extend(compare(&case.join("openapi.yaml"), text.as_deref())?);
        wrong.extend(compare(&case.join("said.txt"), Some(&said))?);
        assert_eq!(text.is_some(), run.code == Some(0), "{}: {said}", case.display());
        if text.is_some() {
            again(&world, &case)?;
        }
    }
    assert!(number >= 20, "{number} cases in {}", folder.display());
    let update = "UPDATE_EXPECT=1 cargo test -p xtask --test verbs import";
    assert!(wrong.is_empty(), "{}\n{update}", wrong.join("\n"));
    Ok(())
}

/// The same pages write nothing; what was written is imported as it is, and generates.
fn again(world: &World, case: &Path) -> Result {
    let before = world.snapshot("specs")?;
    let run = import(world, &arguments(case)?)?;
    assert!(run.out.contains(", unchanged\n"), "{}: {}", case.display(), run.out);
    let run = import(world, &["specs/ponds/openapi.yaml".to_owned()])?;
    assert!(run.out.contains(", unchanged\n"), "{}: {}{}", case.display(), run.out, run.err);
    assert_eq!(world.snapshot("specs")?, before, "{}", case.display());
    let run = world.run(&["regen", "ponds"])?;
    assert_eq!(run.code, Some(0), "{}: {}", case.display(), run.err);
    Ok(())
}

fn import(world: &World, pages: &[String]) -> Result<Run> {
    let pages = pages.iter().map(String::as_str);
    world.run(&["import", "--into", "ponds"].into_iter().chain(pages).collect::<Vec<_>>())
}

fn arguments(case: &Path) -> Result<Vec<String>> {
    if let Ok(text) = fs::read_to_string(case.join("arguments")) {
        return Ok(text.lines().map(str::to_owned).collect());
    }
    let names = sorted(&case.join("pages"))?.into_iter();
    let names = names.filter_map(|page| Some(format!("pages/{}", page.file_name()?.to_str()?)));
    Ok(names.collect())
}

fn sorted(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder)?.map(|entry| Ok(entry?.path()));
    let mut entries = entries.collect::<Result<Vec<_>>>()?;
    entries.sort();
    Ok(entries)
}

fn copy(from: &Path, to: &Path) -> Result {
    fs::create_dir_all(to)?;
    for entry in sorted(from)? {
        let to = to.join(entry.file_name().unwrap_or_default());
        if entry.is_dir() {
            copy(&entry, &to)?;
        } else {
            fs::copy(&entry, &to)?;
        }
    }
    Ok(())
}

/// What differs from what is expected, if anything does.
fn compare(path: &Path, found: Option<&str>) -> Result<Option<String>> {
    let expected = fs::read_to_string(path).ok();
    if expected.as_deref() == found {
        return Ok(None);
    }
    if env::var_os("UPDATE_EXPECT").is_none() {
        return Ok(Some(format!("{}:\n{}", path.display(), found.unwrap_or("nothing"))));
    }
    match found {
        Some(text) => fs::write(path, text)?,
        None => fs::remove_file(path)?,
    }
    Ok(None)
}

/// A page with the document of the world.
fn page(info: &str) -> String {
    format!("# Pets\n\n## OpenAPI\n\n````{info}\n{DOCUMENT}\n````\n")
}

#[test]
fn a_document_that_is_there_is_replaced_and_nothing_else() -> Result {
    let world = World::new()?;
    let settings = "# ours\n[crate]\nname = \"demo\"\n[source]\nurl = \"https://pets.example/a\"\n";
    world.write("specs/demo/provider.toml", settings)?;
    world.write("specs/demo/overlay.yaml", "# ours too\n")?;
    let changed = page("yaml GET /pets/{id}")
        .replace("/pets/{id}:", "/animals/{id}:")
        .replace("toy: {", "toys: {")
        .replace("The pet.", "See [it](/b).");
    world.write("pets.md", &changed)?;
    let run = world.run(&["import", "pets.md", "--into", "demo"])?;
    assert_eq!(run.code, Some(0), "{}", run.err);
    let expected = "changed  specs/demo/openapi.yaml\n\
                    added      GET /animals/{id}\n\
                    changed    schemas/Pet\n\
                    removed    GET /pets/{id}\n\
                    added    specs/demo/lock.toml\n\
                    specs/demo/openapi.yaml: 1 operation, 2 components\n";
    assert!(run.out.starts_with(expected), "{}", run.out);
    assert!(run.out.ends_with("\n  cargo xtask regen demo --bump\n"), "{}", run.out);
    assert!(run.err.contains("this fence is for GET /pets/{id}, which is not"), "{}", run.err);
    assert!(world.read("specs/demo/openapi.yaml")?.contains("(https://pets.example/b)"));
    assert_eq!(world.read("specs/demo/provider.toml")?, settings);
    assert_eq!(world.read("specs/demo/overlay.yaml")?, "# ours too\n");

    let before = world.snapshot("specs")?;
    world.write("bad.md", &page("yaml").replace("paths:", "paths: {"))?;
    let run = world.run(&["import", "pets.md", "bad.md", "--into", "demo"])?;
    assert_eq!(run.code, Some(1));
    assert!(run.err.contains("bad.md:") && run.err.contains("is left as it was"), "{}", run.err);
    assert_eq!(world.snapshot("specs")?, before);
    Ok(())
}

#[test]
fn a_document_keeps_its_name_and_its_form() -> Result {
    let world = World::new()?;
    world.write("pets.md", &page("yaml"))?;
    world.write("specs/acme/openapi.json", "{}")?;
    let run = world.run(&["import", "pets.md", "--into", "acme"])?;
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(world.read("specs/acme/openapi.json")?.starts_with("{\n  \"openapi\": \"3.1.0\""));
    assert_eq!(world.snapshot("specs/acme")?.len(), 2, "the document and its lock");
    world.write("specs/acme/openapi.yml", "{}")?;
    let run = world.run(&["import", "pets.md", "--into", "acme"])?;
    assert!(run.err.contains("holds openapi.json and openapi.yml"), "{}", run.err);
    Ok(())
}

#[test]
fn what_came_from_pages_is_edited_by_nobody() -> Result {
    let world = World::new()?;
    world.write("docs/pets.md", &page("yaml"))?;
    let run = world.run(&["import", "docs/pets.md", "--into", "acme"])?;
    assert_eq!(run.code, Some(0), "{}", run.err);
    let lock = world.read("specs/acme/lock.toml")?;
    assert!(lock.contains("\nsource = \"pets.md\"\n"), "no path of this machine: {lock}");
    assert_eq!(world.run(&["regen", "acme"])?.code, Some(0));
    let document = world.read("specs/acme/openapi.yaml")?;
    world.write("specs/acme/openapi.yaml", &format!("{document}# mine\n"))?;
    let run = world.run(&["regen", "acme"])?;
    assert_eq!(run.code, Some(1));
    assert!(run.err.contains("specs/acme/openapi.yaml is not what was brought in"), "{}", run.err);
    let run = world.run(&["import", "docs/pets.md", "--into", "acme"])?;
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert_eq!(world.run(&["regen", "acme"])?.code, Some(0));
    Ok(())
}

#[test]
fn how_a_page_is_written_does_not_matter() -> Result {
    let world = World::new()?;
    let plain = page("yaml get /pets/{id}");
    let mut documents = Vec::new();
    for (name, text) in [
        ("plain.md", plain.clone()),
        ("lines.md", plain.replace('\n', "\r\n")),
        ("mark.md", format!("\u{feff}{plain}")),
        ("large.md", format!("{}{plain}", "Words about pets.\n".repeat(1_200_000))),
        ("loud.md", page("YAML theme={null} GET /pets/{id}")),
        ("deep.md", format!("<Tab>\n{}\n</Tab>", plain.replace('\n', "\n      "))),
        ("tilde.md", plain.replace("````", "~~~~~")),
        ("document.txt", format!("# Pets\r\n---\r\n{DOCUMENT}")),
        ("document.yml", DOCUMENT.to_owned()),
    ] {
        world.write(name, &text)?;
        let _ = fs::remove_dir_all(world.path("specs/acme"));
        let run = world.run(&["import", name, "--into", "acme"])?;
        assert_eq!(run.code, Some(0), "{name}: {}", run.err);
        assert_eq!(run.err, "", "{name}");
        documents.push(world.read("specs/acme/openapi.yaml")?);
    }
    assert!(documents.iter().all(|document| *document == documents[0]));
    Ok(())
}

#[test]
fn what_cannot_be_named_or_found_is_said() -> Result {
    let world = World::new()?;
    world.write("pets.md", &page("yaml"))?;
    for (arguments, message) in [
        (["gone.md", "--into", "acme"].as_slice(), "gone.md cannot be read"),
        (&["pets.md", "--into", "../acme"], "`../acme` cannot be the name of a provider"),
        (&["http://pets.example/a", "--into", "acme"], "is not encrypted"),
        (&["pets.md", "--into", "acme", "--page-url", "here"], "`here` is no whole URL"),
    ] {
        let run = world.run(&[["import"].as_slice(), arguments].concat())?;
        assert_eq!(run.code, Some(1), "{arguments:?}");
        assert!(run.err.contains(message), "{}", run.err);
    }
    assert_eq!(world.run(&["import", "pets.md"])?.code, Some(2));
    assert_eq!(world.run(&["import", "--into", "acme"])?.code, Some(2));
    assert!(!world.path("specs/acme").exists());
    Ok(())
}

/// Answers on this machine with what is at a path, and with 404 elsewhere; gives its address.
fn serve(answers: Vec<(&'static str, String)>) -> Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = format!("http://{}", listener.local_addr()?);
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut lines = BufReader::new(&mut stream).lines().map_while(std::result::Result::ok);
            let first = lines.next().unwrap_or_default();
            // The whole head is read before there is an answer.
            lines.find(String::is_empty);
            let asked = first.split(' ').nth(1).unwrap_or_default();
            let found = answers.iter().find(|(path, _)| *path == asked);
            let (status, body) = found.map_or(("404 Not Found", ""), |(_, body)| ("200 OK", body));
            let length = body.len();
            let head = format!("content-length: {length}\r\nconnection: close");
            let _ = write!(stream, "HTTP/1.1 {status}\r\n{head}\r\n\r\n{body}");
        }
    });
    Ok(address)
}

#[test]
fn pages_are_fetched_as_markdown_and_know_where_they_are() -> Result {
    let world = World::new()?;
    let linked = page("yaml").replace("The pet.", "See [it](it#b), [that](#c), [all](/d).");
    let site = serve(vec![
        ("/api/pet.md", linked),
        ("/api/pet", "<!doctype html><p>Pets</p>".to_owned()),
        ("/plain", DOCUMENT.to_owned()),
        ("/guide", "<!doctype html><p>Guide</p>".to_owned()),
    ])?;
    let fetch = |path: &str| world.run(&["import", &format!("{site}{path}"), "--into", "acme"]);
    for path in ["/api/pet", "/api/pet.md"] {
        let run = fetch(path)?;
        assert_eq!((run.code, run.err.as_str()), (Some(0), ""), "{path}");
        let text = world.read("specs/acme/openapi.yaml")?;
        let links =
            format!("See [it]({site}/api/it#b), [that]({site}/api/pet#c), [all]({site}/d).");
        assert!(text.contains(&links), "{path}: {text}");
        fs::remove_dir_all(world.path("specs/acme"))?;
    }
    assert_eq!(fetch("/plain")?.code, Some(0));
    let run = fetch("/guide")?;
    assert!(run.err.contains("this is HTML, not the Markdown of a page"), "{}", run.err);
    assert!(run.err.contains(&format!("--> {site}/guide:1:1")), "{}", run.err);
    let run = fetch("/gone")?;
    assert!(run.err.contains("/gone cannot be fetched: the server answers 404"), "{}", run.err);
    Ok(())
}
