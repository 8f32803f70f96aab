//! `cargo xtask corpus`: what becomes of every document of a folder.
//!
//! In: a folder of documents. Out: a table with a line for each, and a sum; on request, what
//! Cargo says to each crate. The crates stay in `target/corpus`, so that one can look at them.
//! Nothing else is written, and no document keeps the others from being tried.

mod attempt;
mod cargo;
mod compile;
mod figures;
mod pool;
mod table;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::End;
use crate::folder;
use crate::providers::documents_in;
use crate::screen::{Failure, Plural, Screen};
use attempt::Attempt;
use compile::Workshop;

pub const HELP: &str = "\
Examples:
  cargo xtask corpus documents                    generate a crate of each document
  cargo xtask corpus documents --compile          and run `cargo check` and `cargo doc` on it
  cargo xtask corpus documents --only acme --twice --json acme.json

A document goes by the name of its file without the ending. The exit code is 0 if every
document became a crate and, with --compile, every crate compiled without a warning; else 1.
The crates stay in target/corpus.";

#[derive(clap::Args)]
pub struct Args {
    /// A folder of OpenAPI documents: *.yaml, *.yml and *.json
    dir: PathBuf,
    /// Compile each crate too, and count what `cargo check` and `cargo doc` complain about
    #[arg(long)]
    compile: bool,
    /// Generate each document twice and compare the bytes
    #[arg(long)]
    twice: bool,
    /// Try this document only; can be given several times
    #[arg(long, value_name = "SLUG")]
    only: Vec<String>,
    /// How many documents are generated, and crates compiled, at once; else as many as there are
    /// cores
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    jobs: Option<u16>,
    /// How many seconds Cargo may take for a crate
    #[arg(long, value_name = "SECONDS", default_value_t = 600)]
    limit: u64,
    /// Write the figures of every document to this file
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// List the values that are free JSON though we could do better
    #[arg(short, long)]
    pub verbose: bool,
}

/// A document of the folder.
#[derive(Clone, Debug)]
pub struct Document {
    /// The name of the file without its ending.
    pub slug: String,
    pub path: PathBuf,
}

pub fn corpus(root: &Path, args: &Args, screen: &mut Screen) -> Result<End, Failure> {
    let start = Instant::now();
    let documents = documents(&args.dir, &args.only)?;
    let folder = root.join("target").join("corpus");
    let jobs = args.jobs.map_or_else(cores, usize::from).min(documents.len());
    let mut attempts = pool::run(&documents, jobs, &|document| {
        attempt::attempt(document, &folder.join(&document.slug), args.twice)
    });
    let generating = start.elapsed();
    if args.compile {
        let workshop = Workshop::open(root, &folder, Duration::from_secs(args.limit))?;
        compile::all(&workshop, &mut attempts, jobs)?;
    }
    table::print(&attempts, args.compile, screen);
    table::failures(&attempts, screen);
    for line in table::sums(&attempts, generating) {
        screen.line(line);
    }
    if let Some(path) = &args.json {
        folder::save(path, &figures::json(&attempts, generating))?;
    }
    let well = attempts.iter().all(Attempt::is_well);
    Ok(if well { End::Done } else { End::InputWrong })
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// The documents of a folder that were asked for, by name.
fn documents(folder: &Path, only: &[String]) -> Result<Vec<Document>, Failure> {
    let documents = documents_in(folder)?.into_iter().filter_map(|name| {
        let (slug, _) = name.rsplit_once('.')?;
        Some(Document { slug: slug.to_owned(), path: folder.join(&name) })
    });
    let documents: Vec<_> = documents.collect();
    if let Some(unknown) = only.iter().find(|slug| documents.iter().all(|d| &d.slug != *slug)) {
        let number = Plural(documents.len(), "document");
        let message = format!("there is no `{unknown}` among the {number} of {}", folder.display());
        return Err(Failure::new(message).help("a document goes by its name without the ending"));
    }
    // Both would be written to the same folder.
    if let Some(pair) = documents.windows(2).find(|pair| pair[0].slug == pair[1].slug) {
        let (one, other) = (pair[0].path.display(), pair[1].path.display());
        return Err(Failure::new(format!("{one} and {other} go by the same name"))
            .help("rename one of them"));
    }
    let asked = |document: &Document| only.is_empty() || only.contains(&document.slug);
    let chosen: Vec<_> = documents.into_iter().filter(asked).collect();
    if chosen.is_empty() {
        return Err(Failure::new(format!("{} holds no document", folder.display()))
            .help("a document is a file that ends in .yaml, .yml or .json"));
    }
    Ok(chosen)
}
