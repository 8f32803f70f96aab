//! The version of a crate: which one comes next, and where it stands in `provider.toml`.
//!
//! In: a version and how far it has to go, or the text of the settings. Out: a version, or the
//! text with another one and all else as it was.

use link_codegen::changes::Bump;
use semver::{BuildMetadata, Prerelease, Version};
use toml_edit::{DocumentMut, Item, Table, Value};

/// The version of a crate whose settings name none.
const FIRST: Version = Version::new(0, 1, 0);

/// The version that the settings name. Text that is no TOML is for the generator to refuse.
pub fn of(settings: Option<&str>) -> Version {
    let settings = settings.and_then(|text| text.parse::<DocumentMut>().ok());
    let named = settings.as_ref().and_then(|settings| settings.get("crate")?.get("version"));
    let named = named.and_then(Item::as_str).and_then(|text| Version::parse(text).ok());
    named.unwrap_or(FIRST)
}

/// The version after one. Between versions that are marked as not yet released, everything may
/// change, so that only the mark goes on.
pub fn next(version: &Version, bump: Bump) -> Version {
    if bump == Bump::None {
        return version.clone();
    }
    if !version.pre.is_empty() {
        let pre = Prerelease::new(&marked(version.pre.as_str()));
        return Version { pre: pre.unwrap_or_default(), ..version.clone() };
    }
    let (major, minor, patch) = bump.next((version.major, version.minor, version.patch));
    Version::new(major, minor, patch)
}

/// `rc.1` becomes `rc.2`, and `rc` becomes `rc.1`.
fn marked(pre: &str) -> String {
    let counted = pre.rsplit_once('.').map_or(("", pre), |(before, last)| (before, last));
    match (counted, counted.1.parse::<u64>()) {
        (("", _), Ok(number)) => (number + 1).to_string(),
        ((before, _), Ok(number)) => format!("{before}.{}", number + 1),
        (_, Err(_)) => format!("{pre}.1"),
    }
}

/// A version without what only tells builds apart: Cargo compares none of it.
pub fn plain(version: &Version) -> Version {
    Version { build: BuildMetadata::EMPTY, ..version.clone() }
}

/// The settings with this version; comments, order and spaces stay. None where they are no TOML.
pub fn set(settings: &str, version: &Version) -> Option<String> {
    let mut document = settings.parse::<DocumentMut>().ok()?;
    let package = document.entry("crate").or_insert_with(|| Item::Table(Table::new()));
    let package = package.as_table_like_mut()?;
    let mut wanted = Value::from(version.to_string());
    match package.get_mut("version").and_then(Item::as_value_mut) {
        Some(value) => {
            *wanted.decor_mut() = value.decor().clone();
            *value = wanted;
        }
        None => _ = package.insert("version", Item::Value(wanted)),
    }
    Some(document.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(version: &str, bump: Bump) -> String {
        let version = Version::parse(version).unwrap_or(FIRST);
        next(&version, bump).to_string()
    }

    #[test]
    fn versions_go_as_far_as_they_have_to() {
        assert_eq!(after("0.1.0", Bump::Major), "0.2.0");
        assert_eq!(after("0.1.0", Bump::Minor), "0.1.1");
        assert_eq!(after("1.2.3", Bump::Minor), "1.3.0");
        assert_eq!(after("1.2.3", Bump::None), "1.2.3");
        assert_eq!(after("1.0.0-rc.1", Bump::Major), "1.0.0-rc.2");
        assert_eq!(after("1.0.0-rc", Bump::Patch), "1.0.0-rc.1");
        assert_eq!(after("1.0.0-7", Bump::Patch), "1.0.0-8");
    }

    #[test]
    fn only_the_version_changes_in_the_settings() {
        let set = |text: &str| set(text, &Version::new(0, 2, 0)).unwrap_or_default();
        assert_eq!(
            set("# a\n[crate] # b\nname  = 'x'\nversion = \"0.1.0\"   # c\n\n[env] # d\n"),
            "# a\n[crate] # b\nname  = 'x'\nversion = \"0.2.0\"   # c\n\n[env] # d\n"
        );
        assert_eq!(set("crate.name = \"x\"\n"), "crate.name = \"x\"\ncrate.version = \"0.2.0\"\n");
        assert_eq!(set("# a\n"), "[crate]\nversion = \"0.2.0\"\n# a\n");
        assert_eq!(set("[crate\n"), "");
        assert_eq!(of(Some("[crate]\nversion = \"1.2.3\"\n")), Version::new(1, 2, 3));
        assert_eq!(of(Some("[crate]\n")), FIRST);
        assert_eq!(of(None), FIRST);
    }
}
