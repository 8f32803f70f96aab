//! A folder that stands for the workspace, and the program run in it.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::SystemTime;

use tempfile::TempDir;

pub type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

pub const DOCUMENT: &str = r##"openapi: 3.1.0
info:
  title: Demo
  version: "1"
servers:
  - url: https://demo.example
paths:
  /pets/{id}:
    get:
      operationId: getPet
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
      responses:
        "200":
          description: The pet.
          content:
            application/json:
              schema: { $ref: "#/components/schemas/Pet" }
components:
  schemas:
    Pet:
      type: object
      properties:
        name: { type: string }
        toy: { $ref: "#/components/schemas/Toy" }
    Toy:
      type: object
      properties:
        name: { type: string }
"##;

pub const SETTINGS: &str = "[crate]\nname = \"demo\"\n";

/// A folder that stands for the workspace, with one provider.
pub struct World(pub TempDir);

/// How a run ended.
pub struct Run {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl World {
    /// A folder without providers.
    pub fn empty() -> Result<Self> {
        Ok(Self(TempDir::new()?))
    }

    pub fn new() -> Result<Self> {
        let world = Self::empty()?;
        world.write("specs/demo/openapi.yaml", DOCUMENT)?;
        world.write("specs/demo/provider.toml", SETTINGS)?;
        Ok(world)
    }

    /// A workspace whose crate is up to date.
    pub fn generated() -> Result<Self> {
        let world = Self::new()?;
        let run = world.run(&["regen"])?;
        assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
        Ok(world)
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    pub fn write(&self, path: &str, text: &str) -> Result {
        let path = self.path(path);
        fs::create_dir_all(path.parent().ok_or("no parent")?)?;
        Ok(fs::write(path, text)?)
    }

    pub fn read(&self, path: &str) -> Result<String> {
        Ok(fs::read_to_string(self.path(path))?)
    }

    /// Runs a verb from inside the folder.
    pub fn run(&self, arguments: &[&str]) -> Result<Run> {
        let root = self.0.path().to_str().ok_or("no text")?;
        let mut all = arguments.to_vec();
        all.extend(["--root", root]);
        run_in(self.0.path(), &all)
    }

    /// Runs git in the folder, for nobody in particular.
    pub fn git(&self, arguments: &[&str]) -> Result<String> {
        let mut git = Command::new("git");
        git.arg("-C").arg(self.0.path()).args([
            "-c",
            "user.name=a",
            "-c",
            "user.email=a@b.example",
        ]);
        git.args(["-c", "commit.gpgsign=false"]).args(arguments);
        let output = git.stdin(Stdio::null()).output()?;
        let said = String::from_utf8(output.stderr)?;
        assert!(output.status.success(), "git {arguments:?}: {said}");
        Ok(String::from_utf8(output.stdout)?)
    }

    /// Commits all that is there.
    pub fn commit(&self) -> Result {
        self.git(&["add", "--all"])?;
        self.git(&["commit", "--quiet", "--allow-empty", "--message", "All"])?;
        Ok(())
    }

    /// Every file with its content and the time it was written.
    pub fn snapshot(&self, folder: &str) -> Result<BTreeMap<String, (String, SystemTime)>> {
        let mut files = BTreeMap::new();
        let mut open = vec![self.path(folder)];
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(folder)? {
                let path = entry?.path();
                if path.is_dir() {
                    open.push(path);
                } else {
                    let name = path.strip_prefix(self.0.path())?.to_str().ok_or("no text")?;
                    let written = fs::metadata(&path)?.modified()?;
                    files.insert(name.replace('\\', "/"), (fs::read_to_string(&path)?, written));
                }
            }
        }
        Ok(files)
    }
}

pub fn run_in(folder: &Path, arguments: &[&str]) -> Result<Run> {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("CARGO_MANIFEST_DIR")
        .stdin(Stdio::null())
        .output()?;
    Ok(Run {
        code: output.status.code(),
        out: String::from_utf8(output.stdout)?,
        err: String::from_utf8(output.stderr)?,
    })
}
