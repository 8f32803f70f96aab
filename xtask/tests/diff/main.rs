//! The pages of `cargo xtask diff`: Markdown and HTML.
//!
//! A case is a folder in `cases` with two versions of a document; `UPDATE_EXPECT=1` writes the
//! Markdown and the HTML that come of it. What a page does in a browser is asked of Chromium, where
//! there is one.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that cannot go on stops")]

#[cfg(unix)]
mod browser;
#[cfg(unix)]
mod devtools;
mod pages;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

/// The folder of a case.
fn case(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diff/cases").join(name)
}

/// What `cargo xtask diff` prints of the two documents of a folder.
fn report(folder: &Path, format: &str) -> Result<String> {
    let arguments = ["diff", "--from", "old.yaml", "--to", "new.yaml", "--format", format];
    run(folder, &arguments)
}

fn run(folder: &Path, arguments: &[&str]) -> Result<String> {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("CARGO_MANIFEST_DIR")
        .stdin(Stdio::null())
        .output()?;
    let text = String::from_utf8(output.stdout)?;
    if text.is_empty() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    Ok(text)
}
