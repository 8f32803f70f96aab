//! `cargo xtask generate`: a crate of any document, anywhere.
//!
//! In: a document, perhaps an overlay and settings. Out: a crate in a folder of its own that
//! builds by itself. Overwrites nothing that was not written by us.

use std::fs;
use std::path::{Path, PathBuf};

use link_codegen::Source;

use crate::plan::{Plan, plan};
use crate::produce::{Produced, produce};
use crate::providers::text_at;
use crate::screen::{Failure, Screen};
use crate::siblings::siblings;
use crate::{End, folder};

pub const HELP: &str = "\
Examples:
  cargo xtask generate petstore.yaml --out ../petstore
  cargo xtask generate api.json --out ../acme --name acme-client
  cargo xtask generate api.yaml --out ../acme --overlay fixes.yaml --settings acme.toml

Run it again to bring the crate up to date: only files that changed are written.
The settings have the form of a provider.toml; --name goes before the name there.";

#[derive(clap::Args)]
pub struct Args {
    /// An OpenAPI 3.x document: YAML, or JSON where the name ends in .json
    document: PathBuf,
    /// The folder of the crate; it is made where there is none
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// The name of the crate; else that of the settings, else the title of the document
    #[arg(long)]
    name: Option<String>,
    /// An OpenAPI Overlay to apply to the document first
    #[arg(long, value_name = "FILE")]
    overlay: Option<PathBuf>,
    /// Settings in the form of a provider.toml
    #[arg(long, value_name = "FILE")]
    settings: Option<PathBuf>,
    /// Write what is typed, free, ignored and renamed to this file, as JSON
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Show notes, and the time that each stage takes
    #[arg(short, long)]
    pub verbose: bool,
}

pub fn generate(args: &Args, screen: &mut Screen) -> Result<End, Failure> {
    let out = args.out.as_path();
    if out.exists() && !out.is_dir() {
        return Err(Failure::new(format!("{} is no folder", out.display()))
            .help("name a folder with --out; it is made where there is none"));
    }
    let source = source(args)?;
    let label = out.display().to_string();
    let Some(Produced { files, summary }) =
        produce(&label, &source, args.report.as_deref(), screen)?
    else {
        screen.note(format_args!("{label} is left as it was"));
        return Ok(End::InputWrong);
    };
    let plan = plan(&files, &folder::read(out, &files)?);
    refuse(&label, &plan)?;
    let first = !out.join("Cargo.toml").exists();
    folder::apply(&plan, &files, out, &folder::beside(out))?;
    for (file, change) in &plan.changes {
        screen.change(*change, &out.join(file).display().to_string());
    }
    if !plan.foreign.is_empty() {
        screen.note(format_args!("{label}: not ours, so it stays: {}", plan.foreign.join(", ")));
    }
    screen.line(format_args!("{label}: {summary}"));
    screen.tally(&label, plan.tally());
    if first && let Some(workspace) = workspace_above(out) {
        screen.note(format_args!(
            "{} is a workspace: put the new crate into its `members`, or into its `exclude`",
            workspace.display()
        ));
    }
    Ok(End::Done)
}

fn source(args: &Args) -> Result<Source, Failure> {
    let document = text_at(&args.document)?;
    Ok(Source {
        siblings: siblings(&args.document, &document)?,
        document,
        overlay: args.overlay.as_deref().map(text_at).transpose()?,
        settings: args.settings.as_deref().map(text_at).transpose()?,
        package: args.name.clone(),
        // Without paths: the crate is the same wherever it is made.
        command: "cargo xtask generate".to_owned(),
    })
}

/// Keeps what somebody else wrote from being overwritten.
fn refuse(label: &str, plan: &Plan) -> Result<(), Failure> {
    let help = "name another folder with --out, or move them away first";
    if plan.in_the_way.is_empty() {
        return Ok(());
    }
    if plan.in_the_way.iter().any(|path| path == "Cargo.toml") {
        let message =
            format!("{label} holds a package of its own: its Cargo.toml was not written by us");
        return Err(Failure::new(message).help("name another folder with --out"));
    }
    let files = plan.in_the_way.join(", ");
    Err(Failure::new(format!("{label} holds files that were not written by us: {files}"))
        .help(help))
}

/// The nearest `Cargo.toml` above a folder that is the root of a workspace. Cargo builds no
/// package below it that it does not know.
fn workspace_above(out: &Path) -> Option<PathBuf> {
    let out = fs::canonicalize(out).ok()?;
    let manifests = out.ancestors().skip(1).map(|folder| folder.join("Cargo.toml"));
    manifests.into_iter().find(|manifest| {
        let text = fs::read_to_string(manifest).unwrap_or_default();
        text.lines().any(|line| line.trim_start().starts_with("[workspace"))
    })
}
