//! `src/lib.rs`: the crate's modules, and what `uses.rs` offers at its top.
//!
//! Written as lines, sorted as rustfmt sorts them, because it is the one file of a generated
//! crate that rustfmt looks at: the others it is told to skip.

use super::features::Features;
use super::needs::Needs;
use super::uses::uses;
use super::{Content, Context, Draft, checks};

/// Lints that the document's names, shapes and words can set off.
const ALLOWED: [&str; 19] = [
    "confusable_idents",
    "deprecated",
    "mixed_script_confusables",
    "uncommon_codepoints",
    "clippy::disallowed_names",
    "clippy::doc_lazy_continuation",
    "clippy::doc_overindented_list_items",
    "clippy::enum_variant_names",
    "clippy::just_underscores_and_digits",
    "clippy::large_enum_variant",
    "clippy::match_overlapping_arm",
    "clippy::match_same_arms",
    "clippy::module_inception",
    "clippy::self_named_constructors",
    "clippy::should_implement_trait",
    "clippy::too_many_arguments",
    "clippy::too_many_lines",
    "clippy::type_complexity",
    "clippy::wrong_self_convention",
];

/// Where to begin, with links: the README stands in places too where they would lead nowhere.
const GUIDE: [&str; 10] = [
    "//!",
    "//! ## Where to look",
    "//!",
    "//! - [`Client`] has the calls, in groups. [`ClientBuilder`] makes it of a server, credentials and",
    "//!   limits.",
    "//! - [`Call`] is a call before it is sent, with all that it can be told. [`Response`] is its",
    "//!   answer with status and headers.",
    "//! - [`Error`] says why there is none, and [`ApiError`] what the service said instead.",
    "//! - [`types`] is what calls send and return. [`Secret`] is a part of it that is not shown.",
    "//! - [`Transport`] carries requests, and can be replaced.",
];

/// Drafts the file.
pub fn lib_rs(context: Context<'_>, needs: Needs, features: &Features) -> Draft {
    let mut lines = vec!["#![doc = include_str!(\"../README.md\")]".to_owned()];
    lines.extend(GUIDE.iter().map(|&line| line.to_owned()));
    lines.push("#![allow(".to_owned());
    lines.extend(ALLOWED.iter().map(|lint| format!("    {lint},")));
    lines.push("    reason = \"names, shapes and words are the document's\"".to_owned());
    lines.push(")]".to_owned());
    for Module { name, doc, feature, declaration } in modules(context, features) {
        lines.push(String::new());
        lines.extend(feature.map(|feature| format!("#[cfg(feature = {feature:?})]")));
        if name == "runtime" {
            lines.extend(RUNTIME_ATTRIBUTES.iter().map(|&line| line.to_owned()));
        }
        lines.extend(doc.map(|doc| format!("/// {doc}")));
        lines.push("#[rustfmt::skip]".to_owned());
        lines.push(declaration);
    }
    lines.push(String::new());
    lines.extend(uses(context, needs, features));
    Draft { path: "src/lib.rs".to_owned(), content: Content::Text(lines.join("\n")) }
}

const RUNTIME_ATTRIBUTES: [&str; 6] = [
    "#[allow(",
    "    dead_code,",
    "    unused_imports,",
    "    unused_macros,",
    "    reason = \"its files are copied whole, and this crate needs a part of them\"",
    ")]",
];

/// A module at the top of the crate.
struct Module {
    name: String,
    doc: Option<String>,
    feature: Option<String>,
    declaration: String,
}

impl Module {
    fn new(name: &str, visibility: &str) -> Self {
        let declaration = format!("{visibility}mod {name};");
        Self { name: name.to_owned(), doc: None, feature: None, declaration }
    }
}

fn modules(context: Context<'_>, features: &Features) -> Vec<Module> {
    let said = |doc: &str, module: Module| Module { doc: Some(doc.to_owned()), ..module };
    let types = said("What the calls send and return.", Module::new("types", "pub "));
    let mut modules = vec![Module::new("client", ""), Module::new("runtime", ""), types];
    modules.extend(context.names.groups.iter().map(|group| {
        let feature = features.any().then(|| group.feature.clone());
        let doc = format!("The calls of `{}()`.", group.accessor);
        said(&doc, Module { feature, ..Module::new(group.module.as_str(), "pub ") })
    }));
    if !context.api.webhooks.is_empty() {
        let feature = features.of_payloads().map(str::to_owned);
        let module = Module { feature, ..Module::new("payloads", "pub ") };
        modules.push(said("What the service sends by itself.", module));
    }
    let test_util =
        Module { feature: Some("test-util".to_owned()), ..Module::new("test_util", "pub ") };
    modules.push(said(
        "Answers in place of the service's, for tests: see [`Mock`](test_util::Mock).",
        test_util,
    ));
    if checks::has_tables(context) {
        let feature = Some("validate".to_owned());
        modules.push(Module { feature, ..Module::new("validation", "") });
    }
    modules.sort_by(|one, other| one.name.cmp(&other.name));
    modules
}
