//! How long the generator takes for large documents, stage by stage, and how much memory.
//!
//! ```text
//! cargo bench -p link-codegen
//! CORPUS=documents cargo bench -p link-codegen -- plaid stripe
//! ```
//!
//! In: documents of the folder `CORPUS` (`../shared/corpus/specs` beside the repository where
//! it is not set). Out: medians. The floor is what cannot be avoided: parsing the text into a
//! value, and printing the finished syntax trees, both with the libraries alone and on one
//! core. Tells the ratio of the whole to that floor. The stages report themselves, which is
//! why the times are taken here and not by a library that calls closures.

#![allow(clippy::unwrap_used, reason = "a benchmark that cannot go on stops")]

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};
use std::{env, fs};

use link_codegen::{FileSet, Outcome, Severity, Source, Text, generate, generate_observed};
use mimalloc::MiMalloc;
use serde_json::Value;

/// The allocator of `xtask`.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// What is measured where nothing is named.
const DOCUMENTS: [&str; 4] = ["plaid", "junction", "github-rest", "stripe"];
/// How often, at least; the first run warms up and does not count.
const RUNS: usize = 5;
/// How long it goes on after that.
const LONG_ENOUGH: Duration = Duration::from_secs(4);
/// The argument of the run that only tells how much memory it took.
const MEMORY: &str = "--memory";

fn main() {
    // Cargo adds `--bench`.
    let arguments: Vec<_> = env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if let [flag, path] = arguments.as_slice()
        && flag == MEMORY
    {
        black_box(generate(&source(Path::new(path))));
        println!("{}", peak().unwrap_or_default());
        return;
    }
    let folder = env::var_os("CORPUS").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus/specs"),
        PathBuf::from,
    );
    let named = arguments.iter().map(String::as_str).filter(|argument| !argument.starts_with('-'));
    let mut slugs: Vec<_> = named.collect();
    if slugs.is_empty() {
        slugs.extend(DOCUMENTS);
    }
    for slug in slugs {
        let endings = ["yaml", "yml", "json"].into_iter();
        let mut paths = endings.map(|ending| folder.join(format!("{slug}.{ending}")));
        match paths.find(|path| path.is_file()) {
            Some(path) => measure(slug, &path),
            None => println!("{slug}: not in {}: set CORPUS\n", folder.display()),
        }
    }
}

fn source(path: &Path) -> Source {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let text = fs::read_to_string(path).unwrap();
    let command = "cargo bench".to_owned();
    Source { document: Text { name, text }, command, ..Source::default() }
}

fn measure(slug: &str, path: &Path) {
    let source = source(path);
    let (stages, whole, outcome) = stages(&source);
    let size = source.document.text.len();
    let report = &outcome.report;
    println!(
        "{slug}: {:.1} MB, {} operations, {} types, {} lines",
        megabytes(size),
        report.operations,
        report.types,
        outcome
            .files
            .iter()
            .flat_map(FileSet::values)
            .map(|text| text.lines().count())
            .sum::<usize>(),
    );
    for (stage, time) in stages {
        row(&stage, time, whole);
    }
    row("the whole", whole, whole);
    let parse = median(|| parse(&source.document));
    row("parse alone", parse, whole);
    if let Some(files) = &outcome.files {
        let trees = trees(files);
        let print = |tree: &syn::File| prettyplease::unparse(tree).len();
        let print = median(|| trees.iter().map(print).sum::<usize>());
        row("print alone", print, whole);
        let ratio = whole.as_secs_f64() / (parse + print).as_secs_f64();
        println!("  {:<12} {ratio:>10.2} times parse and print", "ratio");
    } else {
        let errors = outcome.diagnostics.iter().filter(|d| d.severity == Severity::Error);
        println!("  refused with {} errors: nothing was printed", errors.count());
    }
    if let Some(memory) = memory(path) {
        println!("  {:<12} {:>10.1} MB at most", "memory", megabytes(memory * 1024));
    }
    println!();
}

fn row(what: &str, time: Duration, whole: Duration) {
    let share = time.as_secs_f64() / whole.as_secs_f64() * 100.0;
    println!("  {what:<12} {:>10.1} ms {share:>6.1} %", time.as_secs_f64() * 1000.0);
}

/// The median of each stage and of the whole, and what came out.
fn stages(source: &Source) -> (Vec<(String, Duration)>, Duration, Outcome) {
    let mut runs: Vec<Vec<(&'static str, Duration)>> = Vec::new();
    let mut wholes = Vec::new();
    let begin = Instant::now();
    let mut last = Outcome::default();
    while wholes.len() <= RUNS || begin.elapsed() < LONG_ENOUGH {
        let start = Instant::now();
        let mut before = start;
        let mut stages = Vec::new();
        last = generate_observed(black_box(source), &mut |stage| {
            let now = Instant::now();
            stages.push((stage, now.duration_since(before)));
            before = now;
        });
        wholes.push(start.elapsed());
        runs.push(stages);
    }
    let stages = runs[0].iter().enumerate().map(|(index, (stage, _))| {
        let times = runs.iter().skip(1).map(|run| run[index].1).collect();
        ((*stage).to_owned(), middle(times))
    });
    (stages.collect(), middle(wholes.split_off(1)), last)
}

fn median<T>(mut work: impl FnMut() -> T) -> Duration {
    let begin = Instant::now();
    let mut times = Vec::new();
    while times.len() <= RUNS || begin.elapsed() < LONG_ENOUGH {
        let start = Instant::now();
        let result = black_box(work());
        times.push(start.elapsed());
        drop(result);
    }
    middle(times.split_off(1))
}

fn middle(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn parse(document: &Text) -> Value {
    if extension(&document.name) == "json" {
        serde_json::from_str(&document.text).unwrap()
    } else {
        serde_yaml::from_str(&document.text).unwrap()
    }
}

/// The syntax trees of all files that are printed and not copied.
fn trees(files: &FileSet) -> Vec<syn::File> {
    let rust = files.iter().filter(|(path, _)| extension(path) == "rs");
    let printed = rust.filter(|(path, _)| !path.starts_with("src/runtime/"));
    printed.map(|(_, text)| syn::parse_file(text).unwrap()).collect()
}

fn extension(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(_, extension)| extension)
}

/// The memory that one run takes at most, in KiB: that of a process of its own.
fn memory(path: &Path) -> Option<usize> {
    let output = Command::new(env::current_exe().ok()?).arg(MEMORY).arg(path).output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok().filter(|memory| *memory > 0)
}

/// Where the system tells it.
fn peak() -> Option<usize> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}

#[expect(clippy::cast_precision_loss, reason = "no document is that large")]
fn megabytes(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}
