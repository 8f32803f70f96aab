//! A revision of the repository, and what the folders of a provider held in it.
//!
//! In: the folder of the workspace, and what somebody calls the revision. Out: files and
//! [`Source`]s. Asks `git`, which has to be installed; changes nothing.

use std::collections::BTreeMap;
use std::io::{ErrorKind, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread;

use link_codegen::Source;

use crate::diff::base::Base;
use crate::screen::Failure;

/// Files as they are, by path, with `/` between the parts.
pub type Blobs = BTreeMap<String, Vec<u8>>;

/// A revision of the repository that the workspace is in.
pub struct Revision<'a> {
    root: &'a Path,
    base: Base<'a>,
}

impl<'a> Revision<'a> {
    /// Looks a revision up: a branch, a tag, a commit, or `HEAD`.
    pub fn open(root: &'a Path, name: &str) -> Result<Self, Failure> {
        let base = Base::new(root, name).map_err(|failure| {
            failure
                .help("what was there before is read from git: commit it, and name it with --base")
        })?;
        Ok(Self { root, base })
    }

    /// What it was called when it was asked for.
    pub fn name(&self) -> &str {
        &self.base.name
    }

    /// The files below a folder of the workspace, by their paths in it; none where there is no
    /// such folder. Links are left out: what they lead to is not in the repository.
    pub fn folder(&self, folder: &str) -> Result<Blobs, Failure> {
        let within = format!("{folder}/");
        let list = self.ask(&["ls-tree", "-r", "-z", self.name(), "--", &within], b"")?;
        let mut paths = Vec::new();
        let mut wanted = String::new();
        for entry in list.split(|byte| *byte == 0).filter(|entry| !entry.is_empty()) {
            let entry = String::from_utf8_lossy(entry);
            let Some((what, path)) = entry.split_once('\t') else { continue };
            let what = what.split(' ').collect::<Vec<_>>();
            if let (["100644" | "100755", "blob", id], Some(path)) =
                (what.as_slice(), path.strip_prefix(&within))
            {
                paths.push(path.to_owned());
                wanted.push_str(id);
                wanted.push('\n');
            }
        }
        let answer = self.ask(&["cat-file", "--batch"], wanted.as_bytes())?;
        let blobs = blobs(&answer);
        if blobs.len() != paths.len() {
            return Err(Failure::new(format!("git gave not all files of {folder}"))
                .help(format!("see what is wrong with the repository: git fsck {}", self.name())));
        }
        Ok(paths.into_iter().zip(blobs).collect())
    }

    /// What a provider's folder gave to the generator; none where there was no such folder.
    pub fn source(&self, provider: &str) -> Result<Option<Source>, Failure> {
        self.base.read(provider)
    }

    fn ask(&self, arguments: &[&str], input: &[u8]) -> Result<Vec<u8>, Failure> {
        let output = git(self.root, arguments, input)?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        let said = String::from_utf8_lossy(&output.stderr);
        let verb = arguments.first().copied().unwrap_or_default();
        Err(Failure::new(format!("git {verb} fails at {}: {}", self.name(), said.trim())))
    }
}

/// Runs `git` in the folder of the workspace.
fn git(root: &Path, arguments: &[&str], input: &[u8]) -> Result<Output, Failure> {
    let mut git = Command::new("git");
    git.arg("-C").arg(root).args(arguments);
    let piped = git.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let ran = piped.spawn().and_then(|mut git| {
        let stdin = git.stdin.take();
        thread::scope(|scope| {
            // What git writes is read meanwhile, or both would wait for each other.
            scope.spawn(move || stdin.map(|mut stdin| stdin.write_all(input)));
            git.wait_with_output()
        })
    });
    ran.map_err(|error| {
        let failure = Failure::new(format!("git cannot be run: {error}"));
        let missing = error.kind() == ErrorKind::NotFound;
        if missing { failure.help("install git: https://git-scm.com") } else { failure }
    })
}

/// The contents in an answer of `git cat-file --batch`: for each a line that ends with its
/// length, the bytes, and a line's end.
fn blobs(mut answer: &[u8]) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    while let Some(end) = answer.iter().position(|byte| *byte == b'\n') {
        let (line, rest) = answer.split_at(end);
        let line = String::from_utf8_lossy(line);
        let length = line.rsplit(' ').next().and_then(|length| length.parse::<usize>().ok());
        let Some((bytes, rest)) = length.and_then(|length| rest.get(1..)?.split_at_checked(length))
        else {
            break;
        };
        found.push(bytes.to_vec());
        answer = rest.get(1..).unwrap_or_default();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contents_are_told_apart_by_their_lengths() {
        let answer = b"abc blob 3\na\nb\nabd blob 0\n\nabe blob 1\nx\n";
        assert_eq!(blobs(answer), [b"a\nb".to_vec(), Vec::new(), b"x".to_vec()]);
        assert!(blobs(b"abc missing\n").is_empty());
    }
}
