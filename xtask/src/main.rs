//! `cargo xtask`: the workspace's commands.
//!
//! In: flags. Out: an exit code, and what the verbs print. Decides nothing itself: each verb
//! is a file here, and what a document becomes is the business of `codegen`.

mod bump;
mod check;
mod corpus;
mod diff;
mod effective;
mod fetch;
mod folder;
mod generate;
mod import;
mod lock;
mod new;
mod plan;
mod produce;
mod providers;
mod pull;
mod regen;
mod replay;
mod revision;
mod screen;
mod siblings;
mod snippet;
mod survey;
mod workspace;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use mimalloc::MiMalloc;

use screen::{Failure, Screen};

/// The generator makes and drops millions of small texts, and this one is made for that.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// Turns OpenAPI documents into Rust client crates.
#[derive(Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    arg_required_else_help = true,
    after_help = HELP
)]
struct Cli {
    /// Work on this folder, which holds `specs` and `generated`, instead of the workspace
    #[arg(long, global = true, hide = true, value_name = "DIR")]
    root: Option<PathBuf>,
    #[command(subcommand)]
    verb: Verb,
}

const HELP: &str = "\
Examples:
  cargo xtask regen                       bring generated/ up to date with specs/
  cargo xtask check                       say whether it is
  cargo xtask diff                        say what changed in specs/, and what that breaks
  cargo xtask new acme acme.yaml          begin specs/acme with this document
  cargo xtask import page.md --into acme  or with what pages of documentation hold
  cargo xtask generate api.yaml --out api make a crate of any document
  cargo xtask effective acme              print its document after the overlay
  cargo xtask pull                        say what is new in the documents that have an address
  cargo xtask corpus documents --compile  try a folder of documents
  cargo xtask replay versions             go through the versions of a document

Exit codes: 0 done, 1 the input is wrong, 2 wrong usage, 3 generated/ or a document is stale,
4 there is a change that --fail-on names";

#[derive(Subcommand)]
enum Verb {
    /// Bring generated/ up to date with specs/
    #[command(after_help = regen::HELP)]
    Regen(regen::Args),
    /// Say which files of generated/ are not what specs/ give
    #[command(after_help = check::HELP)]
    Check(check::Args),
    /// Say what changed in the documents, and what that does to whom
    #[command(after_help = diff::HELP)]
    Diff(diff::Args),
    /// Make a crate of any OpenAPI document, outside this workspace
    #[command(after_help = generate::HELP)]
    Generate(generate::Args),
    /// Begin a provider: specs/PROVIDER with a document, an overlay and settings
    #[command(after_help = new::HELP)]
    New(new::Args),
    /// Fetch documents from where provider.toml says, and say what changed
    #[command(after_help = pull::HELP)]
    Pull(pull::Args),
    /// Print a document after its overlay, with the reason of each correction
    #[command(after_help = effective::HELP)]
    Effective(effective::Args),
    /// Make a provider's document of the pages of its documentation
    #[command(after_help = import::HELP)]
    Import(import::Args),
    /// Try every document of a folder, and say what became of each
    #[command(after_help = corpus::HELP)]
    Corpus(corpus::Args),
    /// Go through the versions of a document, and say what each step does to the crate
    #[command(after_help = replay::HELP)]
    Replay(replay::Args),
}

/// How a verb ends, unless it fails as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Done,
    /// A document, an overlay or settings have errors, which were printed.
    InputWrong,
    /// The generated crates are not what the documents give, or a document is not what its
    /// provider publishes.
    Stale,
    /// There is a change that `--fail-on` names.
    Unwanted,
}

impl From<End> for ExitCode {
    fn from(end: End) -> Self {
        match end {
            End::Done => Self::SUCCESS,
            End::InputWrong => Self::from(1),
            // 2 is what clap exits with when it does not understand its arguments.
            End::Stale => Self::from(3),
            End::Unwanted => Self::from(4),
        }
    }
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let mut screen = Screen::new(verbose(&cli.verb));
    match run(cli, &mut screen) {
        Ok(end) => end.into(),
        Err(failure) => {
            screen.failure(&failure);
            End::InputWrong.into()
        }
    }
}

fn run(cli: Cli, screen: &mut Screen) -> Result<End, Failure> {
    let given = cli.root;
    let root = || workspace::root(given.clone());
    match cli.verb {
        Verb::Regen(args) => regen::regen(&root()?, &args, screen),
        Verb::Check(args) => check::check(&root()?, &args, screen),
        Verb::Diff(args) => diff::diff(&root, &args, screen),
        Verb::Generate(args) => generate::generate(&args, screen),
        Verb::New(args) => new::new(&root()?, &args, screen),
        Verb::Pull(args) => pull::pull(&root()?, &args, screen),
        Verb::Effective(args) => effective::effective(&root()?, &args, screen),
        Verb::Import(args) => import::import(&root()?, &args, screen),
        Verb::Corpus(args) => corpus::corpus(&root()?, &args, screen),
        Verb::Replay(args) => replay::replay(&root()?, &args, screen),
    }
}

fn verbose(verb: &Verb) -> bool {
    match verb {
        Verb::Regen(args) => args.verbose,
        Verb::Check(args) => args.verbose,
        Verb::Diff(args) => args.verbose,
        Verb::Generate(args) => args.verbose,
        Verb::Pull(args) => args.verbose,
        Verb::Import(args) => args.verbose,
        Verb::Corpus(args) => args.verbose,
        // The notes of each version would drown its figures.
        Verb::New(_) | Verb::Effective(_) | Verb::Replay(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use clap::error::ErrorKind;

    use super::*;

    /// What other people's programs are called in examples.
    const OTHERS: [&str; 1] = ["clients"];

    /// The commands that a text calls: what follows `cargo xtask` up to where the command ends.
    fn commands(text: &str) -> Vec<Vec<&str>> {
        let calls = text.split("cargo xtask ").skip(1);
        let calls = calls.map(|call| {
            let end = call.find(['`', '\n', '|', '>', ';', '#', ')']).unwrap_or(call.len());
            // Two spaces stand before a remark.
            let call = call.get(..end).unwrap_or_default();
            call.split("  ").next().unwrap_or_default().split_whitespace().collect::<Vec<_>>()
        });
        calls
            .filter(|call| {
                call.first().is_some_and(|verb| !OTHERS.iter().any(|other| verb.starts_with(other)))
            })
            .collect()
    }

    #[test]
    fn every_command_that_is_written_down_can_be_called() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let workflows = fs::read_dir(root.join(".github/workflows")).unwrap();
        let mut files: Vec<_> = workflows.map(|entry| entry.unwrap().path()).collect();
        files.extend(
            ["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md"].map(|file| root.join(file)),
        );
        let mut called = 0;
        for file in files {
            let text = fs::read_to_string(&file).unwrap();
            for command in commands(&text) {
                called += 1;
                // A text may leave out what a command needs, but it names nothing that is not there.
                let parsed = Cli::try_parse_from([&["xtask"], command.as_slice()].concat());
                let wrong = parsed.err().filter(|e| e.kind() != ErrorKind::MissingRequiredArgument);
                let command = command.join(" ");
                assert!(wrong.is_none(), "{}: cargo xtask {command}: {wrong:?}", file.display());
            }
        }
        assert!(called > 12, "only {called} commands were found");
    }

    #[test]
    fn commands_end_where_they_do() {
        let text = "`cargo xtask` and `cargo xtask check` fail\ncargo xtask diff --base \"$BASE\" --x y > z\n\
                    cargo xtask new acme  begins one\ncargo xtask clients\n";
        assert_eq!(
            commands(text),
            [vec!["check"], vec!["diff", "--base", "\"$BASE\"", "--x", "y"], vec!["new", "acme"],]
        );
    }
}
