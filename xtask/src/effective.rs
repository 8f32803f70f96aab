//! `cargo xtask effective`: a document as the generator reads it.
//!
//! In: a provider. Out: its document after the overlay, on standard output, with what each action
//! did and why. Writes no file.

use std::path::Path;

use link_codegen::{Correction, Locator, effective as apply, to_json, to_yaml};

use crate::End;
use crate::providers;
use crate::screen::{Failure, Plural, Screen};

pub const HELP: &str = "\
Examples:
  cargo xtask effective junction                     the document after overlay.yaml
  cargo xtask effective junction --format json | jq .paths
  cargo xtask effective plaid | diff specs/plaid/openapi.yaml - | less

The version of OpenAPI stays the one of the document, and keys keep their order. Comments of the
document are lost; those at the top say what each action of the overlay did, and why. The other
files of a document stand under components/x-bundled-files.";

#[derive(clap::Args)]
pub struct Args {
    /// A folder of specs/
    provider: String,
    /// How it is printed
    #[arg(long, value_name = "FORMAT", default_value = "yaml")]
    format: Format,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Format {
    Yaml,
    Json,
}

pub fn effective(root: &Path, args: &Args, screen: &mut Screen) -> Result<End, Failure> {
    let provider = &args.provider;
    providers::chosen(root, std::slice::from_ref(provider))?;
    let source = providers::read(root, provider, screen)?;
    let found = apply(&source);
    screen.diagnostics(provider, &found.diagnostics, &Locator::new(&source));
    let Some(value) = found.value else { return Ok(End::InputWrong) };
    match args.format {
        Format::Yaml => {
            let overlay = source.overlay.as_ref().map(|overlay| overlay.name.as_str());
            screen.data(&head(&source.document.name, overlay, &found.corrections));
            screen.data(&to_yaml(&value));
        }
        Format::Json => screen.data(&to_json(&value)),
    }
    Ok(End::Done)
}

/// What was done to the document, as comments.
fn head(document: &str, overlay: Option<&str>, corrections: &[Correction]) -> String {
    let mut lines = match overlay {
        Some(overlay) => vec![format!("{document}, after {overlay}")],
        None => vec![format!("{document}, which has no overlay")],
    };
    lines.extend(corrections.iter().map(describe));
    format!("# {}\n", lines.join("\n# "))
}

/// What an action did, in a line.
pub fn describe(correction: &Correction) -> String {
    let Correction { target, deed, matches, reason } = correction;
    let places =
        if *matches == 1 { String::new() } else { format!(" ({})", Plural(*matches, "place")) };
    let reason = reason.as_deref().map_or_else(
        || "no reason is given".to_owned(),
        |reason| reason.split_whitespace().collect::<Vec<_>>().join(" "),
    );
    let target = target.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("{} {target}{places}: {reason}", deed.as_str())
}
