//! A provider as it was at a revision of git.
//!
//! In: a revision and a provider. Out: its [`Source`], with texts that are called as git calls
//! them: `HEAD:specs/acme/openapi.yaml`. Runs `git` and reads what it prints; writes nothing.

use std::collections::{BTreeSet, VecDeque};
use std::path::Path;
use std::process::Command;

use link_codegen::{Source, Text, references};

use crate::providers::{DOCUMENTS, OVERLAY, SETTINGS};
use crate::screen::Failure;

/// A revision of the workspace.
pub struct Base<'a> {
    root: &'a Path,
    /// What its user calls it.
    pub name: String,
}

impl<'a> Base<'a> {
    /// The revision, if git knows it.
    pub fn new(root: &'a Path, name: &str) -> Result<Self, Failure> {
        let base = Self { root, name: name.to_owned() };
        // A name that begins with a dash would be a flag.
        let known = !name.starts_with('-')
            && base
                .git(&["rev-parse", "--quiet", "--verify", &format!("{name}^{{commit}}")])
                .is_ok();
        if known {
            return Ok(base);
        }
        base.git(&["rev-parse", "--git-dir"])?;
        Err(Failure::new(format!("git knows no revision `{name}`"))
            .help("name a commit, a branch or a tag with --base; --from and --to compare files"))
    }

    /// The providers that there were.
    pub fn providers(&self) -> Result<Vec<String>, Failure> {
        let files = self.files("specs/")?;
        let folders = files.iter().filter_map(|file| file.strip_prefix("specs/"));
        let folders = folders.filter_map(|file| Some(file.split_once('/')?.0.to_owned()));
        Ok(folders.collect::<BTreeSet<_>>().into_iter().collect())
    }

    /// What the provider gave to the generator; none where there was no such provider.
    pub fn read(&self, provider: &str) -> Result<Option<Source>, Failure> {
        let folder = format!("specs/{provider}/");
        let files = self.files(&folder)?;
        let has = |name: &str| files.contains(&format!("{folder}{name}"));
        let Some(document) = DOCUMENTS.iter().find(|name| has(name)) else { return Ok(None) };
        let document = self.text(&format!("{folder}{document}"))?;
        let siblings = self.siblings(&document, &folder, &files)?;
        let optional =
            |name: &str| has(name).then(|| self.text(&format!("{folder}{name}"))).transpose();
        Ok(Some(Source {
            document,
            siblings,
            overlay: optional(OVERLAY)?,
            settings: optional(SETTINGS)?,
            package: None,
            command: format!("cargo xtask regen {provider}"),
        }))
    }

    /// The other files that the document refers to, in the order in which they are met.
    fn siblings(
        &self,
        document: &Text,
        folder: &str,
        files: &BTreeSet<String>,
    ) -> Result<Vec<Text>, Failure> {
        let mut open: VecDeque<_> = references(document, document).into();
        let mut seen = BTreeSet::new();
        let mut found = Vec::new();
        while let Some(file) = open.pop_front() {
            let path = format!("{folder}{file}");
            if seen.insert(file) && files.contains(&path) {
                let text = self.text(&path)?;
                open.extend(references(document, &text));
                found.push(text);
            }
        }
        Ok(found)
    }

    /// The files below a folder.
    fn files(&self, folder: &str) -> Result<BTreeSet<String>, Failure> {
        let listed = self.git(&["ls-tree", "-r", "-z", "--name-only", &self.name, "--", folder])?;
        let listed = String::from_utf8_lossy(&listed).into_owned();
        Ok(listed.split('\0').filter(|file| !file.is_empty()).map(str::to_owned).collect())
    }

    fn text(&self, path: &str) -> Result<Text, Failure> {
        let name = format!("{}:{path}", self.name);
        let bytes = self.git(&["show", &format!("{}:./{path}", self.name)])?;
        let text = String::from_utf8(bytes)
            .map_err(|_| Failure::new(format!("{name} is not UTF-8")).help("save it as UTF-8"))?;
        Ok(Text { name, text })
    }

    fn git(&self, arguments: &[&str]) -> Result<Vec<u8>, Failure> {
        let output = Command::new("git").arg("-C").arg(self.root).args(arguments).output();
        let output = output.map_err(|error| {
            Failure::new(format!("git cannot be run: {error}"))
                .help("install git, or compare two files with --from and --to")
        })?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        let said = String::from_utf8_lossy(&output.stderr);
        let said = said.lines().next().unwrap_or_default().to_owned();
        Err(Failure::new(format!("git {}: {said}", arguments.join(" ")))
            .help("compare two files with --from and --to where there is no repository"))
    }
}
