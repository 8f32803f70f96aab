//! Whether Cargo takes a package as the settings name it.
//!
//! In: `[crate]`. Out: errors, and the question for whoever else gives a package a name.

use super::Package;
use crate::diagnostics::{Code, Diagnostics, Place, Severity};

/// Whether Cargo takes the text as the name of a package that is also a Rust path.
#[must_use]
pub fn is_package_name(name: &str) -> bool {
    let path = name.replace('-', "_");
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
        && !TAKEN_PACKAGES.contains(&path.as_str())
        && syn::parse_str::<syn::Ident>(&path).is_ok()
}

/// Refuses a name and a version that Cargo would not take.
pub(super) fn check(package: &Package, diagnostics: &mut Diagnostics) {
    let mut refuse = |key: &str, message: String| {
        let place = Place::Settings(vec!["crate".to_owned(), key.to_owned()]);
        diagnostics.push(Severity::Error, Code::Settings, place, message);
    };
    if let Some(name) = &package.name
        && !is_package_name(name)
    {
        refuse(
            "name",
            format!(
                "`{name}` is no package name: use ASCII letters, digits, `-` and `_`, a letter first, and no keyword or name of a crate that it depends on"
            ),
        );
    }
    if let Some(version) = &package.version
        && !is_version(version)
    {
        refuse("version", format!("`{version}` is no version: write three numbers, as in `0.1.0`"));
    }
}

/// Crates that generated code names, and words that Cargo keeps for itself.
const TAKEN_PACKAGES: [&str; 21] = [
    "alloc",
    "chrono",
    "core",
    "futures_core",
    "gen",
    "hmac",
    "httpdate",
    "jiff",
    "percent_encoding",
    "proc_macro",
    "regex_lite",
    "reqwest",
    "serde",
    "serde_json",
    "sha2",
    "std",
    "test",
    "time",
    "tokio",
    "uuid",
    "zeroize",
];

fn is_version(version: &str) -> bool {
    let (numbers, label) = match version.split_once(['-', '+']) {
        Some((numbers, label)) => (numbers, Some(label)),
        None => (version, None),
    };
    let parts = numbers.split('.').collect::<Vec<_>>();
    parts.len() == 3
        && parts.iter().all(|part| part.parse::<u64>().is_ok())
        && label.is_none_or(|label| {
            !label.is_empty()
                && label.chars().all(|c| c.is_ascii_alphanumeric() || "-.+".contains(c))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_have_names_that_code_can_use() {
        for name in ["acme", "acme-api", "a1_b"] {
            assert!(is_package_name(name), "{name}");
        }
        for name in ["", "1a", "größe", "a b", "match", "self", "std", "serde-json", "uuid"] {
            assert!(!is_package_name(name), "{name}");
        }
    }
}
