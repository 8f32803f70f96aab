//! Folders as maps of texts.
//!
//! In: the path of a folder. Out: its files by their paths in it, with `/` between the parts,
//! or its folders by name. A folder that does not exist is an empty one.

use std::fs;
use std::path::Path;

use link_codegen::FileSet;

/// All files in a folder and in the folders in it.
pub fn read(folder: &Path) -> FileSet {
    let mut files = FileSet::new();
    collect(folder, "", &mut files);
    files
}

fn collect(folder: &Path, prefix: &str, files: &mut FileSet) {
    for name in names(folder) {
        let (path, inside) = (folder.join(&name), format!("{prefix}{name}"));
        if path.is_dir() {
            collect(&path, &format!("{inside}/"), files);
        } else {
            files.insert(inside, text(&path));
        }
    }
}

/// The names of the folders in a folder, in order.
pub fn folders(folder: &Path) -> Vec<String> {
    names(folder).into_iter().filter(|name| folder.join(name).is_dir()).collect()
}

/// The names of all that is in a folder, in order.
pub fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.collect();
    names.sort();
    names
}

/// The text of a file that has to be there.
pub fn text(path: &Path) -> String {
    let bytes = fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    String::from_utf8(bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Writes a file, unless it holds the same already: Cargo goes by the time of a file.
pub fn write(path: &Path, text: &str) {
    if fs::read(path).is_ok_and(|bytes| bytes == text.as_bytes()) {
        return;
    }
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

/// Removes a file, and the folders that are empty then.
pub fn remove(path: &Path) {
    fs::remove_file(path).unwrap();
    let mut folder = path.parent();
    while let Some(empty) = folder.filter(|folder| fs::remove_dir(folder).is_ok()) {
        folder = empty.parent();
    }
}
