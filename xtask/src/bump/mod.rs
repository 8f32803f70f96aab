//! What `regen --bump` adds: the version that the changes ask for, and the changelog.
//!
//! In: a provider as it is now, and a revision with what it was. Out: settings with a version, and
//! the text of `CHANGELOG.md`. Both depend on the two states alone, so that doing it again gives
//! the same. Writes nothing.

pub mod changelog;
mod entry;
mod outline;
pub mod version;

use std::collections::BTreeSet;
use std::path::Path;

use link_codegen::changes::Bump;
use link_codegen::{Diagnostic, FileSet, Severity, Source, Text, compare, generate};
use semver::Version;

use crate::providers::{self, read_text};
use crate::revision::{Blobs, Revision};
use crate::screen::Failure;
use changelog::Changelog;
use entry::Generator;
use outline::outline;

/// What a bump makes of a provider.
pub struct Raised {
    /// The settings, where they get another version.
    pub settings: Option<String>,
    /// The whole text of `CHANGELOG.md`.
    pub changelog: String,
    /// What happened to the version, in a line.
    pub words: String,
}

/// Finds the version and the entry for what changed since `base`, and puts the version into the
/// source. None where the document has errors, which are told when it is generated.
pub fn raise(
    root: &Path,
    provider: &str,
    source: &mut Source,
    base: &Revision<'_>,
) -> Result<Option<Raised>, Failure> {
    let present = changelog_of(root, provider)?;
    let own = version::of(source.settings.as_ref().map(|text| text.text.as_str()));
    let Some(before) = base.source(provider)? else {
        let log = Changelog::read(present.as_deref().unwrap_or_default());
        let changelog = if log.has(&own) {
            present.unwrap_or_default()
        } else {
            log.with(&own, entry::FIRST, |_| false)
        };
        let words = format!("{own}, the first: {} does not have it", base.name());
        return Ok(Some(Raised { settings: None, changelog, words }));
    };
    let comparison = compare(&before, source);
    if is_wrong(&comparison.new_diagnostics) {
        return Ok(None);
    }
    refuse(provider, base, &comparison.old_diagnostics)?;
    let old_version = version::of(before.settings.as_ref().map(|text| text.text.as_str()));
    let (generator, by_generator, made) = generator(provider, &before, base)?;
    let nothing = comparison.changes.is_empty();
    let packaged = if nothing { packaged(&made, source, &old_version)? } else { Vec::new() };
    let by_package = if packaged.is_empty() { Bump::None } else { Bump::Patch };
    let by_document = comparison.bump();
    let bump = by_document.max(by_generator).max(by_package);
    let asked = version::next(&old_version, bump);
    let new = if version::plain(&own) > asked { own.clone() } else { asked.clone() };

    let mut committed = base.folder(&format!("generated/{provider}"))?;
    let at_base = text_of(&mut committed);
    let log = Changelog::read(present.as_deref().unwrap_or_default());
    let first = log.with(&old_version, entry::FIRST, |_| false);
    let log = if present.is_none() { Changelog::read(&first) } else { log };
    let changelog = if new == old_version {
        present.clone().unwrap_or(first.clone())
    } else {
        let head = Revision::open(root, "HEAD")?.folder(&format!("generated/{provider}"));
        let at_head = text_of(&mut head?);
        let kept = [at_base, at_head];
        // An entry that was never committed is one of ours, from a run before this one.
        let goes = |version: &Version| {
            *version > old_version && !kept.iter().any(|text| Changelog::read(text).has(version))
        };
        log.with(&new, &entry::entry(&comparison, &generator, &packaged), goes)
    };
    let words = words(&old_version, &new, &asked, (by_document, by_generator, bump));
    let settings = (new != own).then(|| set(source, &new)).transpose()?;
    Ok(Some(Raised { settings, changelog, words }))
}

/// The changelog as it stands in the folder of the crate.
pub fn changelog_of(root: &Path, provider: &str) -> Result<Option<String>, Failure> {
    let name = format!("generated/{provider}/{}", changelog::NAME);
    let path = root.join(&name);
    path.is_file().then(|| read_text(&path, &name)).transpose()
}

fn text_of(files: &mut Blobs) -> String {
    let bytes = files.remove(changelog::NAME).unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

fn is_wrong(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
}

fn refuse(provider: &str, base: &Revision<'_>, diagnostics: &[Diagnostic]) -> Result<(), Failure> {
    let error = diagnostics.iter().find(|diagnostic| diagnostic.severity == Severity::Error);
    let Some(error) = error else { return Ok(()) };
    let message = format!(
        "specs/{provider} at {} has errors, so nothing can be compared: {}",
        base.name(),
        error.message
    );
    Err(Failure::new(message).help(format!(
        "name a revision with --base that this generator takes, or set the version in \
         specs/{provider}/provider.toml by hand and run cargo xtask regen {provider}"
    )))
}

/// What the generator does otherwise than when the crate at the base was made, how far that takes
/// the version, and the crate that it makes now of what was there.
fn generator(
    provider: &str,
    before: &Source,
    base: &Revision<'_>,
) -> Result<(Generator, Bump, FileSet), Failure> {
    let made = generate(before).files.unwrap_or_default();
    let mut committed = base.folder(&format!("generated/{provider}"))?;
    // They are not made of the document.
    committed.retain(|path, _| {
        path != changelog::NAME && path != "Cargo.lock" && !providers::is_licence(path)
    });
    if committed.is_empty() {
        return Ok((Generator::default(), Bump::None, made));
    }
    let paths = made.keys().chain(committed.keys()).collect::<BTreeSet<_>>();
    let differs = |path: &&&String| {
        made.get(**path).map(String::as_bytes) != committed.get(**path).map(Vec::as_slice)
    };
    let files = paths.iter().filter(differs).count();
    let was = committed.iter().map(|(path, bytes)| (path, String::from_utf8_lossy(bytes)));
    let was = was.collect::<Vec<_>>();
    let old = outline(was.iter().map(|(path, text)| (path.as_str(), text.as_ref())));
    let new = outline(made.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let generator = Generator::of(files, &old, &new);
    let bump = if !generator.removed.is_empty() {
        Bump::Major
    } else if !generator.added.is_empty() {
        Bump::Minor
    } else if generator.files > 0 {
        Bump::Patch
    } else {
        Bump::None
    };
    Ok((generator, bump, made))
}

/// The files of the crate that are others though nothing changed that a program can tell: by a
/// licence, say.
fn packaged(made: &FileSet, source: &Source, version: &Version) -> Result<Vec<String>, Failure> {
    let mut now = source.clone();
    set(&mut now, version)?;
    let now = generate(&now).files.unwrap_or_default();
    let paths = made.keys().chain(now.keys()).collect::<BTreeSet<_>>();
    let changed = paths.into_iter().filter(|path| made.get(*path) != now.get(*path));
    Ok(changed.cloned().collect())
}

/// Puts a version into the settings of a source.
fn set(source: &mut Source, version: &Version) -> Result<String, Failure> {
    let name = source.document.name.rsplit_once('/').map_or("", |(folder, _)| folder);
    let name = format!("{name}/{}", providers::SETTINGS);
    let settings = source.settings.get_or_insert(Text { name, text: String::new() });
    let text = version::set(&settings.text, version).ok_or_else(|| {
        Failure::new(format!("{} has no table `crate` that can hold a version", settings.name))
            .help(format!("write it as\n[crate]\nversion = \"{version}\""))
    })?;
    settings.text.clone_from(&text);
    Ok(text)
}

/// What happened to the version, in a line.
fn words(
    old: &Version,
    new: &Version,
    asked: &Version,
    (by_document, by_generator, bump): (Bump, Bump, Bump),
) -> String {
    let why = if bump == Bump::None {
        "nothing changed".to_owned()
    } else if by_generator > by_document {
        format!("{}, by the generator", bump.as_str())
    } else {
        bump.as_str().to_owned()
    };
    if new > asked {
        format!("{new}, set by hand: the changes ask for {asked} ({why})")
    } else if new == old {
        format!("{new} stays: {why}")
    } else {
        format!("{old} → {new} ({why})")
    }
}
