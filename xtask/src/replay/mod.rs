//! `cargo xtask replay`: what became of a crate, version after version of its document.
//!
//! In: a folder of successive versions. Out: for each step how many lines changed in the document
//! and in the crate, how many changes the report finds, which lines have no reason in it, and the
//! version that it suggests; on request what `cargo-semver-checks` says. The crates stay in
//! `target/replay`, so that one can look at them. Nothing else is written.

mod around;
mod checks;
mod lines;
mod meaning;
mod reason;
mod step;
mod table;

use std::path::{Path, PathBuf};

use link_codegen::{FileSet, Source};

use crate::End;
use crate::folder;
use crate::plan::plan;
use crate::produce::{Produced, produce};
use crate::providers::{OVERLAY, SETTINGS, documents_in, text_at};
use crate::screen::{Failure, Plural, Screen};
use step::Step;

pub const HELP: &str = "\
Examples:
  cargo xtask replay versions                     every step from one version to the next
  cargo xtask replay versions --only 3            the third of them
  cargo xtask replay versions --semver-checks     and what cargo-semver-checks says to each

The folder holds the versions of one document, in the order of their names; an overlay.yaml
and a provider.toml beside them count for all. The exit code is 0 if every version became a
crate and every generated line that changed has a reason in the report; else 1.
The crates stay in target/replay.";

#[derive(clap::Args)]
pub struct Args {
    /// A folder of successive versions of one document: *.yaml, *.yml and *.json
    dir: PathBuf,
    /// This step only: 1 is the one from the first version to the second
    #[arg(long, value_name = "N")]
    only: Option<usize>,
    /// Run cargo-semver-checks on the crates of each step
    #[arg(long)]
    semver_checks: bool,
    /// Write the figures of every step to this file
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// List all lines without a reason, and all that cargo-semver-checks found
    #[arg(short, long)]
    pub verbose: bool,
}

/// A version of the document, and what came of it.
struct Version {
    /// The name of the file without its ending.
    name: String,
    source: Source,
    files: Option<FileSet>,
    /// Where its crate lies.
    path: PathBuf,
}

pub fn replay(root: &Path, args: &Args, screen: &mut Screen) -> Result<End, Failure> {
    let names = versions(&args.dir)?;
    let steps = names.len() - 1;
    if let Some(wrong) = args.only.filter(|only| *only == 0 || *only > steps) {
        return Err(Failure::new(format!("there is no step {wrong}")).help(format!(
            "{} has {}",
            args.dir.display(),
            Plural(steps, "step")
        )));
    }
    if args.semver_checks {
        checks::is_there()?;
    }
    let slug = slug(&args.dir);
    let target = root.join("target").join("replay");
    let mut known: Option<Version> = None;
    let mut done = Vec::new();
    for (index, pair) in names.windows(2).enumerate() {
        let [from, to] = pair else { continue };
        if args.only.is_some_and(|only| only != index + 1) {
            continue;
        }
        let mut made = |name: &String| make(args, name, &slug, &target.join(&slug), screen);
        let old = match known.take() {
            Some(version) => version,
            None => made(from)?,
        };
        let new = made(to)?;
        let checks = args.semver_checks.then(|| target.join("semver-checks"));
        let step = step::take(&old, &new, checks.as_deref())?;
        table::say(&step, args.verbose, screen);
        done.push(step);
        known = Some(new);
    }
    table::sums(&done, screen);
    if let Some(path) = &args.json {
        folder::save(path, &table::json(&done))?;
    }
    Ok(if done.iter().all(Step::is_well) { End::Done } else { End::InputWrong })
}

/// The names of the versions, in their order.
fn versions(folder: &Path) -> Result<Vec<String>, Failure> {
    let mut names = documents_in(folder)?;
    names.retain(|name| name != OVERLAY);
    if names.len() < 2 {
        let number = Plural(names.len(), "version");
        return Err(Failure::new(format!("{} holds {number} of a document", folder.display()))
            .help("a step goes from one version to the next: put two or more there"));
    }
    Ok(names)
}

/// A name for the crates, after the folder.
fn slug(folder: &Path) -> String {
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
    let name = folder.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    let name: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    if link_codegen::settings::is_package_name(&name) { name } else { format!("replay-{name}") }
}

/// Makes the crate of a version.
fn make(
    args: &Args,
    file: &str,
    slug: &str,
    target: &Path,
    screen: &mut Screen,
) -> Result<Version, Failure> {
    let optional = |name: &str| {
        let path = args.dir.join(name);
        path.is_file().then(|| text_at(&path)).transpose()
    };
    let document = text_at(&args.dir.join(file))?;
    let settings = optional(SETTINGS)?;
    let source = Source {
        siblings: Vec::new(),
        overlay: optional(OVERLAY)?,
        package: settings.is_none().then(|| slug.to_owned()),
        settings,
        document,
        command: "cargo xtask replay".to_owned(),
    };
    let name = file.rsplit_once('.').map_or(file, |(name, _)| name).to_owned();
    let path = target.join(&name);
    let files = produce(&name, &source, None, screen)?.map(|Produced { files, .. }| files);
    if let Some(files) = &files {
        // A crate of its own, whatever workspace the folder is in.
        let mut files = files.clone();
        if let Some(manifest) = files.get_mut("Cargo.toml") {
            manifest.push_str("\n[workspace]\n");
        }
        let plan = plan(&files, &folder::read(&path, &files)?);
        folder::apply(&plan, &files, &path, &folder::beside(&path))?;
    }
    Ok(Version { name, source, files, path })
}
