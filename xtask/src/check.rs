//! `cargo xtask check`: whether `generated/` is what `specs/` give.
//!
//! In: as `regen`. Out: the files that `regen` would add, change or remove. Writes nothing.

use std::path::Path;

use crate::End;
use crate::plan::Tally;
use crate::screen::{Failure, Plural, Screen};
use crate::survey::{Wishes, survey};

pub const HELP: &str = "\
Examples:
  cargo xtask check                exit code 0: all is up to date; 3: the listed files are stale
  cargo xtask check junction       this one only

Each stale file is listed with what `cargo xtask regen` would do to it:
added, changed or removed. Nothing is written.";

#[derive(clap::Args)]
pub struct Args {
    /// Folders of specs/; all of them, and crates without a provider, where none is named
    #[arg(value_name = "PROVIDER")]
    providers: Vec<String>,
    /// Show notes, and the time that each stage takes
    #[arg(short, long)]
    pub verbose: bool,
}

pub fn check(root: &Path, args: &Args, screen: &mut Screen) -> Result<End, Failure> {
    let mut total = Tally::default();
    let mut crates = 0;
    let failed =
        survey(root, &args.providers, Wishes::default(), screen, &mut |finding, screen| {
            for (change, file) in finding.changes() {
                screen.change(change, &file);
            }
            total += finding.tally();
            crates += 1;
            Ok(())
        })?;
    if !failed.is_empty() {
        screen
            .note(format_args!("not checked, because of the errors above: {}", failed.join(", ")));
    }
    if total.stale() > 0 {
        let files = Plural(total.stale(), "stale file");
        screen.line(format_args!("{files}: run `cargo xtask regen`, read the diff and commit it"));
    } else if failed.is_empty() {
        let files = Plural(total.unchanged, "file");
        screen.line(format_args!("{}: up to date ({files})", Plural(crates, "crate")));
    }
    // Stale crates are no news as long as the documents themselves are wrong.
    Ok(match (failed.is_empty(), total.stale()) {
        (false, _) => End::InputWrong,
        (true, 0) => End::Done,
        (true, _) => End::Stale,
    })
}
