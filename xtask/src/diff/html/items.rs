//! Where in a generated file an item stands.
//!
//! In: the text of a file as it is rendered, and the item as its user knows it. Out: a line.
//! Reads no Rust: what is generated is laid out in one way only, a declaration a line.

/// The line, counted from zero, in which `LinkToken::provider` or `link().token()` is declared.
/// The nearest one around it where the item itself has none.
pub fn line_of(text: &str, item: &str) -> Option<usize> {
    let words = item.split(|character: char| {
        !(character.is_alphanumeric() || character == '_' || character == '#')
    });
    let words = words.filter(|word| !word.is_empty()).collect::<Vec<_>>();
    let lines = text.lines().enumerate().collect::<Vec<_>>();
    // Modules and groups of operations are declared elsewhere, so words that are not found are
    // passed over.
    let mut found = None;
    for word in words {
        let from = found.map_or(0, |line: usize| line + 1);
        let rest = lines.get(from..).unwrap_or_default();
        let line = rest.iter().find(|(_, line)| declares(line, word)).map(|(at, _)| *at);
        found = line.or(found);
    }
    found
}

fn declares(line: &str, name: &str) -> bool {
    let line = line.trim_start();
    if line.starts_with("//") || line.starts_with('#') {
        return false;
    }
    let line = line.strip_prefix("pub ").unwrap_or(line);
    let line = line.strip_prefix("async ").unwrap_or(line);
    let words = ["struct ", "enum ", "type ", "fn ", "const ", "mod ", "trait "];
    let keyword = words.iter().find_map(|word| line.strip_prefix(word));
    let rest = keyword.unwrap_or(line).strip_prefix(name);
    let Some(rest) = rest else { return false };
    match keyword {
        Some(_) => !rest.starts_with(|next: char| next.is_alphanumeric() || next == '_'),
        // Members of structs and enums.
        None => {
            [":", ",", "(", " {", " ="].iter().any(|next| rest.starts_with(next))
                && !rest.starts_with("::")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "\
/// A pet.
pub struct Pet {
    /// Its name: Toy::kind is another.
    pub name: String,
    pub r#type: Kind,
}
impl Pet {
    pub fn new() -> Self {
        Toy::kind()
    }
}
pub enum Kind {
    Cat,
    Other(String),
}
";

    #[test]
    fn items_and_their_members_are_found_where_they_are_declared() {
        assert_eq!(line_of(FILE, "Pet"), Some(1));
        assert_eq!(line_of(FILE, "Pet::name"), Some(3));
        assert_eq!(line_of(FILE, "Pet::r#type"), Some(4));
        assert_eq!(line_of(FILE, "Kind::Other"), Some(13));
        assert_eq!(line_of(FILE, "pets().new()"), Some(7));
        assert_eq!(line_of(FILE, "Pet::gone"), Some(1));
        assert_eq!(line_of(FILE, "Toy"), None);
    }
}
