//! What a crate shows to its users, read off its text: a line for each public item.
//!
//! In: the files of a crate. Out: lines. Knows how the generator writes: an item begins at the
//! left, what belongs to it stands deeper. Used where there is no model to ask: for a crate that
//! another version of the generator made.

use std::collections::BTreeSet;

/// The public items of a crate, each with the module and the type that it stands in.
pub fn outline<'a>(files: impl Iterator<Item = (&'a str, &'a str)> + Clone) -> BTreeSet<String> {
    let root = files.clone().find(|(path, _)| *path == "src/lib.rs").map_or("", |(_, text)| text);
    let words = root.split(|c: char| !c.is_alphanumeric() && c != '_');
    let shown = words.collect::<BTreeSet<_>>();
    let mut found = BTreeSet::new();
    for (path, text) in files {
        let Some(module) = path.strip_prefix("src/").and_then(|path| path.strip_suffix(".rs"))
        else {
            continue;
        };
        // Of the runtime, only what the root of the crate names is seen from outside.
        let hidden = module.starts_with("runtime/");
        for (owner, item) in items(text) {
            if !hidden || shown.contains(owner.as_str()) {
                let place = if hidden { "crate" } else { module };
                found.insert(format!("{}: {item}", place.replace('/', "::")));
            }
        }
    }
    found
}

/// The public items of a file with the names of the items at the left that they belong to.
fn items(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut owner = String::new();
    let mut lists = false;
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if !line.starts_with([' ', '}', ')', '/', '#']) && !line.is_empty() {
            owner = named(line);
            lists = line.starts_with("pub enum ");
        }
        let item = line.trim_start();
        let variant = lists
            && line.len() - item.len() == 4
            && item.starts_with(|first: char| first.is_uppercase());
        if !item.starts_with("pub ") && !variant {
            continue;
        }
        let mut whole = item.to_owned();
        let takes = ["pub fn ", "pub async fn ", "pub const fn "];
        while takes.iter().any(|start| item.starts_with(start)) && !ends(&whole) {
            let Some(more) = lines.next() else { break };
            whole.push(' ');
            whole.push_str(more.trim());
        }
        let item = whole.trim_end_matches(['{', ';', ',', '(', ' ']);
        let inside = line.starts_with(' ');
        found.push((
            owner.clone(),
            if inside { format!("{owner}: {item}") } else { item.to_owned() },
        ));
    }
    found
}

/// Whether a signature is whole.
fn ends(signature: &str) -> bool {
    signature.ends_with(['{', ';', '}'])
}

/// The name of the item that a line at the left begins.
fn named(line: &str) -> String {
    let line = line.trim_start_matches("pub ");
    let line = match line.strip_prefix("impl") {
        Some(rest) => {
            let rest = rest.rsplit(" for ").next().unwrap_or(rest);
            rest.trim_start_matches(['<', ' '])
        }
        None => line.split_once(' ').map_or(line, |(_, rest)| rest),
    };
    // `impl<T> Call<T>`: the parameters stand before the name.
    let line = match line.split_once("> ") {
        Some((before, rest)) if !before.contains('<') && !before.contains('(') => rest,
        Some(_) | None => line,
    };
    line.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOT: (&str, &str) =
        ("src/lib.rs", "mod runtime;\npub mod types;\npub use runtime::Call;\n");

    #[test]
    fn what_is_public_is_listed_with_its_place() {
        let types = "/// A pet.\npub struct Pet {\n    /// Its name.\n    pub name: Option<String>,\n    age: u8,\n}\n\nimpl Pet {\n    pub fn new(\n        name: String,\n    ) -> Self {\n        todo()\n    }\n    pub(crate) fn own() {}\n}\n\npub enum Kind {\n    Dog,\n    Cat(String),\n}\n\nfn hidden() {}\n";
        let runtime = "pub struct Call<O> {\n    inner: O,\n}\n\nimpl<O: Operation> Call<O> {\n    pub fn go(self) {}\n}\n\npub struct Hidden;\n\nimpl Hidden {\n    pub fn go(self) {}\n}\n";
        let files = [
            ROOT,
            ("src/types/pet.rs", types),
            ("src/runtime/call.rs", runtime),
            ("README.md", "pub fn x()"),
        ];
        let found = outline(files.into_iter()).into_iter().collect::<Vec<_>>();
        assert_eq!(
            found,
            [
                "crate: Call: pub fn go(self) {}",
                "crate: pub struct Call<O>",
                "lib: pub mod types",
                "lib: pub use runtime::Call",
                "types::pet: Kind: Cat(String)",
                "types::pet: Kind: Dog",
                "types::pet: Pet: pub fn new( name: String, ) -> Self",
                "types::pet: Pet: pub name: Option<String>",
                "types::pet: pub enum Kind",
                "types::pet: pub struct Pet",
            ]
        );
    }
}
