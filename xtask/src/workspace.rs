//! Where the workspace is, and Cargo for the crates that are none of its members.
//!
//! In: `--root`, what Cargo says, and the current folder. Out: the folder that holds `specs`.
//! No path of the machine that built this program is part of it, so a clone can be moved.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::screen::Failure;

/// The folder of the workspace.
pub fn root(given: Option<PathBuf>) -> Result<PathBuf, Failure> {
    if let Some(given) = given {
        if given.is_dir() {
            return Ok(given);
        }
        return Err(Failure::new(format!("{} is no folder", given.display())));
    }
    // `cargo run` names the folder of this package; a program that is started by itself looks
    // around where it stands.
    let package = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let here = env::current_dir().ok();
    let mut starts = [package, here].into_iter().flatten();
    let found = starts.find_map(|start| above(&start));
    found.ok_or_else(|| {
        Failure::new("no folder from here upwards holds a `Cargo.toml` and a folder `specs`")
            .help("run `cargo xtask` inside of the workspace")
    })
}

/// Cargo, to be run on a crate elsewhere: what the workspace asks of the compiler is its own business.
pub fn cargo() -> Command {
    let program = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut cargo = Command::new(program);
    cargo.env("CARGO_TERM_COLOR", "never").env_remove("RUSTFLAGS").env_remove("RUSTDOCFLAGS");
    cargo
}

fn above(start: &Path) -> Option<PathBuf> {
    let is_root = |path: &&Path| path.join("Cargo.toml").is_file() && path.join("specs").is_dir();
    start.ancestors().find(is_root).map(Path::to_path_buf)
}
