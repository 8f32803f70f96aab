//! A folder that holds a crate: reading it, and bringing it to where a plan wants it.
//!
//! In: paths. Out: a [`Folder`], or changed files. Each file is written whole, beside its
//! place, and then moved there; a folder that is new appears whole or not at all. Decides
//! nothing: what is to happen stands in the plan.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Component, Path, PathBuf};

use link_codegen::{FileSet, MARK};

use crate::plan::{Change, Plan};
use crate::screen::Failure;

/// As much of a file as its first line needs.
const HEAD: u64 = 512;

/// What stands in a folder.
#[derive(Debug, Default)]
pub struct Folder {
    /// Files by path, with `/` between the parts: whole where the crate has the same file, else
    /// the beginning.
    pub files: BTreeMap<String, Vec<u8>>,
    /// Whatever else there is: folders end in `/`.
    pub others: Vec<String>,
}

impl Folder {
    /// Whether the file was written by us, as its first line says.
    pub fn is_ours(&self, path: &str) -> bool {
        self.files.get(path).is_some_and(|bytes| {
            let line = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
            String::from_utf8_lossy(line).contains(MARK)
        })
    }
}

/// Reads the places of a folder that a crate is written to: files at its top, `src` and `examples`.
/// Nothing that is hidden or made by Cargo is looked at, and no other folder is entered.
pub fn read(path: &Path, wanted: &FileSet) -> Result<Folder, Failure> {
    let rooms = wanted.keys().filter_map(|path| Some(path.split_once('/')?.0));
    let reader =
        Reader { top: path, wanted, rooms: Some(rooms.chain(["src", "examples"]).collect()) };
    reader.read()
}

/// Reads all that a folder holds.
pub fn read_all(path: &Path) -> Result<Folder, Failure> {
    let reader = Reader { top: path, wanted: &FileSet::new(), rooms: None };
    reader.read()
}

struct Reader<'a> {
    top: &'a Path,
    wanted: &'a FileSet,
    /// The folders at the top that are looked into; all where there is no such list.
    rooms: Option<BTreeSet<&'a str>>,
}

impl Reader<'_> {
    fn read(&self) -> Result<Folder, Failure> {
        let mut files = BTreeMap::new();
        let mut others = Vec::new();
        let mut open = vec![String::new()];
        while let Some(inside) = open.pop() {
            for (name, kind) in entries(&self.top.join(&inside))? {
                let path = format!("{inside}{name}");
                if self.is_skipped(&inside, &name, kind) {
                    continue;
                }
                match kind {
                    Kind::Folder if self.is_entered(&inside, &name) => {
                        open.push(format!("{path}/"));
                    }
                    Kind::Folder => others.push(format!("{path}/")),
                    Kind::File => {
                        files.insert(path.clone(), self.content(&path)?);
                    }
                    Kind::Other => others.push(path),
                }
            }
        }
        Ok(Folder { files, others })
    }

    fn is_skipped(&self, inside: &str, name: &str, kind: Kind) -> bool {
        let cargo = match kind {
            Kind::Folder => name == "target",
            Kind::File | Kind::Other => name == "Cargo.lock",
        };
        self.rooms.is_some() && (name.starts_with('.') || (inside.is_empty() && cargo))
    }

    fn is_entered(&self, inside: &str, name: &str) -> bool {
        let rooms = self.rooms.as_ref().filter(|_| inside.is_empty());
        rooms.is_none_or(|rooms| rooms.contains(name))
    }

    fn content(&self, path: &str) -> Result<Vec<u8>, Failure> {
        let limit = if self.wanted.contains_key(path) { u64::MAX } else { HEAD };
        let path = self.top.join(path);
        let mut bytes = Vec::new();
        let read = File::open(&path).and_then(|file| file.take(limit).read_to_end(&mut bytes));
        read.map_err(|error| Failure::io(&path, "read", &error))?;
        Ok(bytes)
    }
}

/// What an entry of a folder is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    File,
    Folder,
    /// A link to a folder, or something with a name that is no text.
    Other,
}

/// The entries of a folder, sorted; none where there is no folder.
pub fn entries(path: &Path) -> Result<Vec<(String, Kind)>, Failure> {
    let failed = |error: &io::Error| Failure::io(path, "listed", error);
    let entries = match fs::read_dir(path) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed(&error)),
    };
    let mut list = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|error| failed(&error))?;
        let file_type = entry.file_type().map_err(|error| failed(&error))?;
        let name = entry.file_name();
        let kind = match name.to_str() {
            Some(_) if file_type.is_dir() => Kind::Folder,
            // A link to a file is a file; writing it replaces the link.
            Some(_) if entry.path().is_file() => Kind::File,
            Some(_) | None => Kind::Other,
        };
        list.push((name.to_string_lossy().into_owned(), kind));
    }
    list.sort_by(|one, other| one.0.cmp(&other.0));
    Ok(list)
}

/// Brings a folder to where the plan wants it. A folder that is not there yet is first made
/// under the name `staging`.
pub fn apply(plan: &Plan, files: &FileSet, path: &Path, staging: &Path) -> Result<(), Failure> {
    if let Some(outside) = files.keys().find(|path| !is_inside(path)) {
        let message =
            format!("the generator wants to write `{outside}`, which is outside of the crate");
        return Err(
            Failure::new(message).help("this is a fault of the generator: please report it")
        );
    }
    if !files.is_empty() && !path.exists() {
        return create(files, path, staging);
    }
    // What goes away goes first: on some systems `Pet.rs` and `pet.rs` are the same file.
    let removed = plan.changes.iter().filter(|(_, change)| *change == Change::Removed);
    for (file, _) in removed {
        let file = path.join(file);
        fs::remove_file(&file).map_err(|error| Failure::io(&file, "removed", &error))?;
        prune(&file, path);
    }
    let written = plan.changes.iter().filter(|(_, change)| *change != Change::Removed);
    for (file, _) in written {
        if let Some(text) = files.get(file) {
            write(&path.join(file), text.as_bytes())?;
        }
    }
    Ok(())
}

/// Makes a folder that is not there yet, whole or not at all.
pub fn create(files: &FileSet, path: &Path, staging: &Path) -> Result<(), Failure> {
    clear(staging)?;
    let made = files.iter().try_for_each(|(file, text)| {
        let file = staging.join(file);
        make_parent(&file)?;
        // Nobody looks at it before the whole folder is moved.
        put(&file, text.as_bytes()).map_err(|error| Failure::io(&file, "written", &error))
    });
    let made = made.and_then(|()| {
        make_parent(path)?;
        fs::rename(staging, path).map_err(|error| Failure::io(path, "made", &error))
    });
    if made.is_err() {
        // The first failure is the one to tell.
        let _ = clear(staging);
    }
    made
}

/// Removes what a run that was interrupted left behind.
fn clear(staging: &Path) -> Result<(), Failure> {
    match fs::remove_dir_all(staging) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(Failure::io(staging, "removed", &error))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Puts files in the place of others, all of them or none: what fails is undone. They are moved
/// there in their order, and then what is `gone` is removed.
pub fn replace(path: &Path, files: &[(String, String)], gone: &[String]) -> Result<(), Failure> {
    let mut drafts = Vec::new();
    let made = files.iter().try_for_each(|(name, text)| {
        let file = path.join(name);
        make_parent(&file)?;
        let draft = hidden(&file, "new");
        let _ = fs::remove_file(&draft);
        put(&draft, text.as_bytes()).map_err(|error| Failure::io(&file, "written", &error))?;
        drafts.push((draft, file));
        Ok(())
    });
    let mut moved = Vec::new();
    let made = made.and_then(|()| {
        drafts.iter().try_for_each(|(draft, file)| {
            let failed = |error| Failure::io(file, "written", &error);
            let old = hidden(file, "old");
            if file.exists() {
                fs::rename(file, &old).map_err(failed)?;
            }
            moved.push((old, file));
            fs::rename(draft, file).map_err(failed)
        })
    });
    if made.is_err() {
        for (old, file) in moved.iter().rev() {
            let _ = if old.exists() { fs::rename(old, file) } else { fs::remove_file(file) };
        }
        for (draft, file) in &drafts {
            let _ = fs::remove_file(draft);
            prune(file, path);
        }
        return made;
    }
    for (old, _) in moved {
        let _ = fs::remove_file(old);
    }
    for name in gone {
        let file = path.join(name);
        fs::remove_file(&file).map_err(|error| Failure::io(&file, "removed", &error))?;
        prune(&file, path);
    }
    Ok(())
}

/// The name that a file has before it is moved to its place, or after it was moved away.
fn hidden(file: &Path, ending: &str) -> PathBuf {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    file.with_file_name(format!(".{name}.{ending}"))
}

/// Writes a file whole: whoever reads it sees the old bytes or the new ones.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    make_parent(path)?;
    let draft = hidden(path, "new");
    let _ = fs::remove_file(&draft);
    let moved = put(&draft, bytes).and_then(|()| fs::rename(&draft, path));
    moved.map_err(|error| {
        let _ = fs::remove_file(&draft);
        Failure::io(path, "written", &error)
    })
}

/// Writes what somebody wants under a name of their own: a file whole, and into a pipe or a device as
/// it comes.
pub fn save(path: &Path, text: &str) -> Result<(), Failure> {
    // A link stays one.
    let place = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    if place.exists() && !place.is_file() {
        return fs::write(&place, text).map_err(|error| Failure::io(path, "written", &error));
    }
    write(&place, text.as_bytes())
}

/// Writes a file where there is none.
fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    OpenOptions::new().write(true).create_new(true).open(path)?.write_all(bytes)
}

fn make_parent(path: &Path) -> Result<(), Failure> {
    let parent = path.parent().unwrap_or(Path::new(""));
    fs::create_dir_all(parent).map_err(|error| Failure::io(parent, "made", &error))
}

/// Removes the folders that a removed file leaves empty, up to the folder of the crate.
fn prune(file: &Path, top: &Path) {
    let parents = file.ancestors().skip(1);
    for parent in parents.take_while(|parent| parent.starts_with(top)) {
        // It fails where something is left, and that is where to stop.
        if fs::remove_dir(parent).is_err() {
            break;
        }
    }
}

/// Whether a path of a crate stays in its folder.
fn is_inside(path: &str) -> bool {
    let mut parts = Path::new(path).components();
    !path.is_empty()
        && !path.contains('\\')
        && parts.all(|part| matches!(part, Component::Normal(_)))
}

/// Where a folder is made before it is moved to its place: beside it.
pub fn beside(path: &Path) -> PathBuf {
    hidden(path, "new")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_that_leave_the_folder_are_known() {
        for path in ["Cargo.toml", "src/types/pet.rs"] {
            assert!(is_inside(path), "{path}");
        }
        for path in ["", "/etc/x", "../x", "src/../../x", "a\\b"] {
            assert!(!is_inside(path), "{path}");
        }
    }

    #[test]
    #[cfg(unix)]
    fn what_is_saved_goes_where_a_link_leads() {
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("made/report.json"), folder.path().join("link"));
        save(&file, "one").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        save(&link, "two").unwrap();
        assert!(link.is_symlink());
        assert_eq!(fs::read_to_string(&file).unwrap(), "two");
        assert_eq!(fs::read_dir(folder.path().join("made")).unwrap().count(), 1);
        assert!(save(folder.path(), "three").is_err());
    }
}
