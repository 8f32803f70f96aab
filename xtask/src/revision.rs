//! A revision of the repository: which providers there were, and what their folders held.
//!
//! In: the folder of the workspace, and what somebody calls the revision. Out: files and
//! [`Source`]s, whose texts are called as git calls them: `HEAD:specs/acme/openapi.yaml`. Asks
//! `git`, which has to be installed; changes nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{ErrorKind, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread;

use link_codegen::{Source, Text};

use crate::providers::{self, DOCUMENTS, OVERLAY, SETTINGS};
use crate::screen::Failure;
use crate::siblings::follow;

/// Files as they are, by path, with `/` between the parts.
pub type Blobs = BTreeMap<String, Vec<u8>>;

/// A revision of the repository that the workspace is in.
pub struct Revision<'a> {
    root: &'a Path,
    name: String,
}

impl<'a> Revision<'a> {
    /// Looks a revision up: a branch, a tag, a commit, or `HEAD`.
    pub fn open(root: &'a Path, name: &str) -> Result<Self, Failure> {
        let revision = Self { root, name: name.to_owned() };
        // A name that begins with a dash would be a flag.
        let commit = format!("{name}^{{commit}}");
        let look = ["rev-parse", "--quiet", "--verify", &commit];
        if !name.starts_with('-') && git(root, &look, b"")?.status.success() {
            return Ok(revision);
        }
        let is_repository = git(root, &["rev-parse", "--git-dir"], b"")?.status.success();
        let (message, help) = if is_repository {
            (
                format!("git knows no revision `{name}`"),
                "commit what there is, and name a commit, a branch or a tag with --base",
            )
        } else {
            (
                format!("{} is in no repository of git", root.display()),
                "what was there before is read from git: commit it there first",
            )
        };
        Err(Failure::new(message).help(help))
    }

    /// What it was called when it was asked for.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The providers that there were, sorted.
    pub fn providers(&self) -> Result<Vec<String>, Failure> {
        let listed =
            self.ask(&["ls-tree", "-z", "--name-only", "-d", &self.name, "specs/"], b"")?;
        let listed = String::from_utf8_lossy(&listed).into_owned();
        let folders = listed.split('\0').filter_map(|folder| folder.strip_prefix("specs/"));
        let folders = folders.filter(|folder| !folder.starts_with('.')).map(str::to_owned);
        Ok(folders.collect::<BTreeSet<_>>().into_iter().collect())
    }

    /// What a provider's folder gave to the generator; none where there was no such provider.
    pub fn source(&self, provider: &str) -> Result<Option<Source>, Failure> {
        let folder = format!("specs/{provider}");
        let files = self.folder(&folder)?;
        let text = |name: &str| {
            let called = format!("{}:{folder}/{name}", self.name);
            let text = files.get(name).map(|bytes| providers::text_of(bytes.clone(), &called));
            Ok::<_, Failure>(text.transpose()?.map(|text| Text { name: called, text }))
        };
        let Some(document) = DOCUMENTS.into_iter().find(|name| files.contains_key(*name)) else {
            return Ok(None);
        };
        let document = text(document)?.unwrap_or_default();
        let siblings =
            follow(&document, &mut |file| Ok::<_, Failure>(text(file)?.map(|text| text.text)))?;
        Ok(Some(Source {
            document,
            siblings,
            overlay: text(OVERLAY)?,
            settings: text(SETTINGS)?,
            package: None,
            command: providers::command(provider),
        }))
    }

    /// The files below a folder of the workspace, by their paths in it; none where there is no
    /// such folder. Links are left out: what they lead to is not in the repository.
    pub fn folder(&self, folder: &str) -> Result<Blobs, Failure> {
        let within = format!("{folder}/");
        let list = self.ask(&["ls-tree", "-r", "-z", &self.name, "--", &within], b"")?;
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
                .help(format!("see what is wrong with the repository: git fsck {}", self.name)));
        }
        Ok(paths.into_iter().zip(blobs).collect())
    }

    fn ask(&self, arguments: &[&str], input: &[u8]) -> Result<Vec<u8>, Failure> {
        let output = git(self.root, arguments, input)?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        let said = String::from_utf8_lossy(&output.stderr);
        let verb = arguments.first().copied().unwrap_or_default();
        Err(Failure::new(format!("git {verb} fails at {}: {}", self.name, said.trim()))
            .help(format!("see what is wrong with the repository: git fsck {}", self.name)))
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
