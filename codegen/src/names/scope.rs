//! Scopes: within one of them, each identifier is taken once.
//!
//! In: identifiers, each with the place that it stands for. Out: the same, or a diagnostic
//! that shows both places and the line to paste. Never renames anything by itself.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span};

use super::ident::{self, Role};
use super::words;
use crate::diagnostics::{Code, Diagnostics, Place, Severity};
use crate::settings::Settings;
use crate::source::Pointer;

/// A name that is asked for.
pub struct Wish<'a> {
    /// What stands there, for messages: `schema`, `property`.
    pub what: &'static str,
    /// Where it stands.
    pub pointer: &'a Pointer,
    /// The words it is made of.
    pub words: &'a str,
    /// Where the identifier will stand.
    pub role: Role,
    /// The operation that it names, as `METHOD /path`, where it names one.
    pub operation: Option<&'a str>,
}

/// Where the identifiers of one scope are claimed.
pub struct Scope {
    /// What the scope is, for messages: ``the type `User` ``.
    title: String,
    taken: BTreeMap<String, Pointer>,
    clashed: BTreeSet<Pointer>,
}

impl Scope {
    /// An empty scope.
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), taken: BTreeMap::new(), clashed: BTreeSet::new() }
    }

    /// Whether what stands there has to be given another name.
    pub fn clashed(&self, pointer: &Pointer) -> bool {
        self.clashed.contains(pointer)
    }

    /// The identifier for a wish: the one of the settings, or one made of its words.
    pub fn claim(
        &mut self,
        wish: &Wish<'_>,
        settings: &Settings,
        diagnostics: &mut Diagnostics,
    ) -> Ident {
        let given = settings.name(wish.pointer);
        let found = match given {
            Some(name) => ident::checked(name),
            None => ident::ident(&cased(wish.words, wish.role), wish.role),
        };
        let Some(found) = found else {
            refuse(wish, given, diagnostics);
            return Ident::new("nameless", Span::call_site());
        };
        self.take(found, wish, diagnostics)
    }

    /// Claims an identifier that is already made.
    pub fn take(&mut self, ident: Ident, wish: &Wish<'_>, diagnostics: &mut Diagnostics) -> Ident {
        let text = ident.to_string();
        if let Some(other) = self.taken.get(&text) {
            let message = format!("two things are called `{text}` in {}", self.title);
            let diagnostic = diagnostics.error(Code::NameClash, wish.pointer, message);
            diagnostic.with_related(Place::Document(other.clone()), "the other one");
            let help = paste("give one of them another name", wish, &self.free(&text, wish.role));
            diagnostic.with_help(help);
            self.clashed.insert(wish.pointer.clone());
        } else {
            self.taken.insert(text, wish.pointer.clone());
        }
        ident
    }

    /// A name like this one that nothing has claimed yet.
    fn free(&self, text: &str, role: Role) -> String {
        let text = text.trim_start_matches("r#");
        // A file is named after its type, the type of an operation after its method.
        let text = if role == Role::File {
            words::camel(text)
        } else if role == Role::Method {
            words::snake(text)
        } else {
            text.to_owned()
        };
        let mut names = (2..).map(|number: usize| format!("{text}{number}"));
        names.find(|name| !self.taken.contains_key(name)).unwrap_or_default()
    }
}

fn cased(text: &str, role: Role) -> String {
    match role {
        Role::Type | Role::Group | Role::Marker | Role::Variant => words::camel(text),
        Role::Field
        | Role::Setter
        | Role::Method
        | Role::Argument
        | Role::CallSetter
        | Role::Module
        | Role::File
        | Role::ClientMethod
        | Role::Credential
        | Role::ServerVariable => words::snake(text),
    }
}

/// Says that a wish gives no identifier.
pub fn refuse(wish: &Wish<'_>, given: Option<&str>, diagnostics: &mut Diagnostics) {
    let Some(given) = given else {
        let message =
            format!("no Rust identifier can be made of the {} {:?}", wish.what, wish.words);
        let diagnostic = diagnostics.error(Code::NoName, wish.pointer, message);
        diagnostic.with_help(paste("give it a name", wish, "name_of_yours"));
        return;
    };
    let place = Place::Settings(vec!["names".to_owned(), wish.pointer.as_str().to_owned()]);
    let message = format!("`{given}` is no Rust identifier for this {}", wish.what);
    let diagnostic = diagnostics.push(Severity::Error, Code::NoName, place, message);
    diagnostic.with_related(Place::Document(wish.pointer.clone()), "what it names");
}

/// The lines for `provider.toml` that give the wish another name.
fn paste(what: &str, wish: &Wish<'_>, name: &str) -> String {
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let lines = match wish.operation {
        Some(operation) => {
            let key = if wish.what == "group" { "group" } else { "method" };
            format!("[operations.{}]\n{key} = \"{name}\"", quoted(operation))
        }
        None => format!("[names]\n{} = \"{name}\"", quoted(wish.pointer.as_str())),
    };
    format!("{what} in provider.toml:\n{lines}")
}
