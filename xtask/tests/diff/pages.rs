//! What the pages say.

use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use expect_test::expect_file;
use pulldown_cmark::{Event, Options, Parser, Tag};
use tempfile::TempDir;

use super::{Result, case, report, run};

const CASES: [&str; 4] = ["pets", "hostile", "words_only", "refused"];
/// Those whose HTML is short enough to be read; the others are asked for in a browser.
const SHORT: [&str; 2] = ["words_only", "refused"];

#[test]
fn every_case_gives_the_pages_that_it_gave() -> Result {
    for name in CASES {
        let markdown = report(&case(name), "markdown")?;
        expect_file![case(name).join("report.md")].assert_eq(&markdown);
    }
    for name in SHORT {
        let html = report(&case(name), "html")?;
        // Style and script are files that are read as such.
        let main = html.split_once("<main").and_then(|(_, rest)| rest.split_once("<script>"));
        let (main, _) = main.ok_or("no main part")?;
        expect_file![case(name).join("report.html")].assert_eq(&format!("<main{main}"));
    }
    Ok(())
}

/// What is in a Markdown text that is not in a code span and not ours.
fn foreign(markdown: &str) -> Vec<String> {
    let ours = ["<details>", "<summary>", "</summary>", "</details>"];
    let mut foreign = Vec::new();
    for event in Parser::new_ext(markdown, Options::all()) {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => {
                let rest = ours.iter().fold(html.to_string(), |rest, tag| rest.replace(tag, ""));
                let words = rest.chars().all(|letter| {
                    letter.is_alphanumeric() || letter.is_whitespace() || "(),".contains(letter)
                });
                if !words {
                    foreign.push(rest);
                }
            }
            Event::Text(text) if text.contains(['@', '<', '[', '#', '|']) => {
                foreign.push(text.into_string());
            }
            Event::Start(
                Tag::Link { .. }
                | Tag::Image { .. }
                | Tag::Table(_)
                | Tag::CodeBlock(_)
                | Tag::BlockQuote(_),
            ) => foreign.push(format!("{event:?}")),
            _ => {}
        }
    }
    foreign
}

#[test]
fn hostile_text_stays_in_its_code_spans() -> Result {
    let markdown = report(&case("hostile"), "markdown")?;
    assert!(markdown.contains("@octocat") && markdown.contains("</details>|"), "{markdown}");
    assert_eq!(foreign(&markdown), [""; 0], "{markdown}");
    // The check itself would see it.
    assert_eq!(foreign("a `b` @octocat"), [" @octocat"]);
    assert_eq!(foreign("a <b>c</b>").len(), 2);
    Ok(())
}

/// A document with so many properties.
fn long(properties: usize) -> String {
    let mut text = String::from(
        "openapi: 3.1.0\ninfo: { title: Many, version: \"1\" }\n\
             servers: [{ url: \"https://many.example\" }]\npaths:\n  /many:\n    get:\n      \
             responses:\n        \"200\":\n          description: It.\n          content:\n            \
             application/json:\n              schema: { $ref: \"#/components/schemas/Many\" }\n\
             components:\n  schemas:\n    Many:\n      type: object\n      properties:\n        \
             first: { type: string }\n",
    );
    for number in 0..properties {
        let _ = writeln!(text, "        property_{number}: {{ type: string }}");
    }
    text
}

#[test]
fn what_did_not_change_is_not_on_the_page() -> Result {
    let folder = TempDir::new()?;
    fs::write(folder.path().join("old.yaml"), long(3000))?;
    fs::write(folder.path().join("new.yaml"), long(3001))?;
    let html = report(folder.path(), "html")?;
    assert!(html.contains("property_3000") && !html.contains("property_1500"));
    assert!(html.len() < 100_000, "{}", html.len());
    Ok(())
}

#[test]
fn a_long_report_is_shortened_and_says_so() -> Result {
    let folder = TempDir::new()?;
    fs::write(folder.path().join("old.yaml"), long(0))?;
    fs::write(folder.path().join("new.yaml"), long(1500))?;
    let markdown = report(folder.path(), "markdown")?;
    assert!(markdown.len() < 65_536, "{}", markdown.len());
    let shown = markdown.lines().filter(|line| line.starts_with("- ")).count();
    assert!(shown > 100 && shown < 1500, "{shown}");
    let says = format!("**{} changes had no room here**", 1500 - shown);
    assert!(markdown.contains(&says), "{says}");
    let command =
        "`cargo xtask diff --from old.yaml --to new.yaml --format html --output changes.html`";
    assert!(markdown.contains(command), "{markdown}");
    Ok(())
}

#[test]
fn a_document_in_one_line_is_laid_out() -> Result {
    let folder = TempDir::new()?;
    let words = "Long words. ".repeat(300);
    let document = |kind: &str| {
        format!(
            "{{\"openapi\":\"3.1.0\",\"info\":{{\"title\":\"One\",\"version\":\"1\",\"description\":\"{words}\"}},\
             \"servers\":[{{\"url\":\"https://one.example\"}}],\"paths\":{{\"/one\":{{\"get\":{{\"responses\":\
             {{\"200\":{{\"description\":\"It.\",\"content\":{{\"application/json\":{{\"schema\":\
             {{\"type\":\"{kind}\"}}}}}}}}}}}}}}}}}}"
        )
    };
    fs::write(folder.path().join("old.json"), document("string"))?;
    fs::write(folder.path().join("new.json"), document("integer"))?;
    let diff = ["diff", "--from", "old.json", "--to", "new.json", "--format", "html"];
    let html = run(folder.path(), &diff)?;
    let rows =
        html.lines().filter(|line| line.starts_with("<tr class=c>") && line.contains("type"));
    let rows = rows.collect::<Vec<_>>();
    assert!(rows.iter().any(|row| row.contains("<del>string</del>")), "{rows:?}");
    assert!(html.contains(">new</span> new.json:1:"), "places are those of the file as it is");
    Ok(())
}

#[test]
fn accepted_changes_are_said_to_be() -> Result {
    let world = TempDir::new()?;
    let git = |arguments: &[&str]| -> Result {
        let identity = ["-c", "user.name=a", "-c", "user.email=a@example"];
        let mut git = Command::new("git");
        let done = git.args(identity).args(arguments).current_dir(world.path());
        assert!(done.output()?.status.success(), "{arguments:?}");
        Ok(())
    };
    let folders = ["specs/pets", "specs/zoo"].map(|folder| world.path().join(folder));
    for folder in &folders {
        fs::create_dir_all(folder)?;
        fs::write(folder.join("provider.toml"), "[crate]\nname = \"pets\"\n")?;
        fs::copy(case("pets").join("old.yaml"), folder.join("openapi.yaml"))?;
    }
    git(&["init", "--quiet"])?;
    git(&["add", "."])?;
    git(&["commit", "--quiet", "-m", "one"])?;
    for folder in &folders {
        fs::copy(case("pets").join("new.yaml"), folder.join("openapi.yaml"))?;
    }
    let settings = "[crate]\nname = \"pets\"\n\n[changes.accepted]\n\
                    \"3520c2897dd9\" = \"all have @chips <b>\"\n\"000000000000\" = \"old\"\n";
    fs::write(folders[0].join("provider.toml"), settings)?;
    let root = world.path().to_str().ok_or("no text")?;
    let say =
        |format: &str| run(world.path(), &["diff", "pets", "--root", root, "--format", format]);
    let markdown = say("markdown")?;
    assert!(markdown.contains("**Accepted**: `all have @chips <b>`"), "{markdown}");
    assert!(markdown.contains("not found: `000000000000`"), "{markdown}");
    assert!(markdown.contains("1 accepted in the settings"), "{markdown}");
    let html = say("html")?;
    assert!(html.contains("accepted: all have @chips &lt;b&gt;</span>"));
    // Two providers can have the same change.
    let both = run(world.path(), &["diff", "--root", root, "--format", "html"])?;
    let ids =
        ["3520c2897dd9", "p1-3520c2897dd9"].map(|id| format!("<article class=change id=\"{id}\""));
    assert!(ids.iter().all(|id| both.matches(id).count() == 1));
    // Settings are a text of the source too, and stand beside their old version.
    assert!(html.contains("<ins>") && html.contains("changes.accepted"));
    Ok(())
}
