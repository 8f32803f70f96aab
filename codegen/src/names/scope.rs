//! Scopes: within one of them, each identifier is taken once.
//!
//! In: wishes, each with the text and the place that it stands for. Out: an identifier for each,
//! and a note where it is not simply the text in another case. A name that `provider.toml` gives
//! is taken as it is; two of those that are the same are an error.
//!
//! The rule, where texts fold to one identifier: one of them keeps it, the one that is spelled
//! like the identifier, else one that is in plain small words, else the first of the document.
//! Each other one gets, in this order, the first that is free of
//!
//! 1. what its place says and the keeper's does not (the location of a parameter, the path of an
//!    operation);
//! 2. the tail of its role once more, where it needed that to begin with;
//! 3. its symbols, in words: `a-b` is `AMinusB`;
//! 4. its capitals: `ASC` is `AscUpper`, `aSc` is `AscUpper2`, and before all others where the
//!    texts differ in nothing else;
//! 5. the position in an `allOf` or a `oneOf`, else the steps that lead to it, where the texts are
//!    the same;
//! 6. the numbers of its characters, which no other text has.
//!
//! So a name depends on the thing itself and on what folds to the same identifier, on nothing
//! else that stands around it.

use std::collections::BTreeMap;

use super::ident::{self, Ident, Role};
use super::{unraw, words};
use crate::diagnostics::{Code, Diagnostics, Place, Severity};
use crate::settings::Settings;
use crate::source::Pointer;

/// A name that is asked for.
#[derive(Clone, Debug)]
pub struct Wish<'a> {
    /// What stands there, for messages: `schema`, `property`.
    pub what: &'static str,
    /// Where it stands.
    pub pointer: &'a Pointer,
    /// The text that it is made of.
    pub text: &'a str,
    /// What stands before the text in the name, as it is.
    pub before: Option<String>,
    /// Where the identifier will stand.
    pub role: Role,
    /// What else tells it from others.
    pub facets: Vec<Facet>,
    /// Whether the settings chose the text.
    pub chosen: bool,
}

/// One thing that can tell a wish from others of the same text.
#[derive(Clone, Debug)]
pub struct Facet {
    /// What it is; told apart from that of the keeper.
    pub value: String,
    /// The name that says it; empty where it cannot be said.
    pub text: String,
}

impl<'a> Wish<'a> {
    /// A wish with nothing but its text.
    pub fn new(what: &'static str, pointer: &'a Pointer, text: &'a str, role: Role) -> Self {
        Self { what, pointer, text, before: None, role, facets: Vec::new(), chosen: false }
    }

    /// Adds what tells it from others.
    pub fn with_facet(mut self, value: impl Into<String>, text: impl Into<String>) -> Self {
        self.facets.push(Facet { value: value.into(), text: text.into() });
        self
    }

    fn whole(&self, text: &str) -> String {
        let text = if text.is_empty() { "empty" } else { text };
        match &self.before {
            Some(before) => format!("{before} {text}"),
            None => text.to_owned(),
        }
    }
}

/// The identifier that a text has where nothing else folds to the same.
struct Plain {
    ident: Ident,
    /// Whether it has a tail, because the word itself means something else.
    tailed: bool,
}

impl Plain {
    /// Whether what else tells the wish apart gives the same identifier.
    fn says_all(&self, wish: &Wish<'_>) -> bool {
        let mut texts = wish.facets.iter().filter(|facet| !facet.text.is_empty());
        texts.any(|facet| ident::ident(&facet.text, wish.role) == self.ident)
    }

    /// How much the text differs from its identifier.
    fn distance(&self, wish: &Wish<'_>) -> u8 {
        if self.tailed {
            3
        } else if wish.text == unraw(&self.ident) || self.says_all(wish) {
            0
        } else if wish.text == words::snake(wish.text) {
            1
        } else {
            2
        }
    }
}

/// What an identifier stands for.
#[derive(Clone, Debug, Default)]
struct Holder {
    /// Nothing of the document where the generated code itself needs the name.
    pointer: Option<Pointer>,
    text: String,
    facets: Vec<String>,
}

/// Where the identifiers of one scope are claimed.
#[derive(Debug)]
pub struct Scope {
    /// What the scope is, for messages: ``the variants of `Color` ``.
    title: String,
    /// Whether its names are too seldom seen to be worth a note.
    quiet: bool,
    taken: BTreeMap<String, Holder>,
}

impl Scope {
    /// An empty scope.
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), quiet: false, taken: BTreeMap::new() }
    }

    /// An empty scope of names that few will ever write.
    pub fn quiet(title: impl Into<String>) -> Self {
        Self { quiet: true, ..Self::new(title) }
    }

    /// Keeps a name for the generated code itself.
    pub fn reserve(&mut self, text: &str) {
        self.taken.insert(text.to_owned(), Holder::default());
    }

    /// The identifiers for wishes: those of the settings, or those made of their texts.
    pub fn claim(
        &mut self,
        wishes: &[Wish<'_>],
        settings: &Settings,
        diagnostics: &mut Diagnostics,
    ) -> Vec<Ident> {
        let mut found = Vec::with_capacity(wishes.len());
        for wish in wishes {
            found.push(self.chosen(wish, settings, diagnostics));
        }
        let mut twins: BTreeMap<String, Vec<(u8, usize, Plain)>> = BTreeMap::new();
        for (index, wish) in wishes.iter().enumerate().filter(|(index, _)| found[*index].is_none())
        {
            let (key, plain) = self.plain(wish);
            twins.entry(key).or_default().push((plain.distance(wish), index, plain));
        }
        let mut others = Vec::new();
        for (key, mut twins) in twins {
            twins.sort_by_key(|(distance, index, _)| (*distance, *index));
            let mut twins = twins.into_iter();
            let keeper = if self.taken.contains_key(&key) { None } else { twins.next() };
            others.extend(
                twins.map(|(distance, index, plain)| (distance, index, key.clone(), plain)),
            );
            if let Some((_, index, plain)) = keeper {
                self.note_plain(&wishes[index], &plain, diagnostics);
                self.take(key, &wishes[index]);
                found[index] = Some(plain.ident);
            }
        }
        others.sort_by_key(|(distance, index, _, _)| (*distance, *index));
        for (_, index, key, plain) in others {
            found[index] = Some(self.another(&wishes[index], &plain, &key, diagnostics));
        }
        let nameless = || Ident::known("nameless");
        found.into_iter().map(|ident| ident.unwrap_or_else(nameless)).collect()
    }

    /// The identifier that the settings give.
    fn chosen(
        &mut self,
        wish: &Wish<'_>,
        settings: &Settings,
        diagnostics: &mut Diagnostics,
    ) -> Option<Ident> {
        let given = settings.name(wish.pointer).filter(|_| wish.role.can_be_given());
        let ident = match given {
            Some(name) => {
                let ident = ident::checked(name);
                if ident.is_none() {
                    refuse(wish, name, diagnostics);
                }
                ident.unwrap_or_else(|| Ident::known("nameless"))
            }
            None if wish.chosen => ident::ident(wish.text, wish.role),
            None => return None,
        };
        let key = key(&ident, wish.role);
        if self.taken.contains_key(&key) && ident != "nameless" {
            self.clash(wish, &key, &ident.to_string(), diagnostics);
        } else {
            self.take(key, wish);
        }
        Some(ident)
    }

    /// The identifier of a wish were it alone, and its key.
    fn plain(&self, wish: &Wish<'_>) -> (String, Plain) {
        let (ident, tailed) = match wish.before {
            None => ident::plain(wish.text, wish.role),
            Some(_) => ident::plain(&wish.whole(wish.text), wish.role),
        };
        let own = key(&ident, wish.role);
        if self.taken.get(&own).is_some_and(|holder| holder.pointer.is_none()) {
            let words = ident::tailed(unraw(&ident), wish.role);
            let ident = ident::ident(&words, wish.role);
            return (key(&ident, wish.role), Plain { ident, tailed: true });
        }
        (own, Plain { ident, tailed })
    }

    fn take(&mut self, key: String, wish: &Wish<'_>) {
        let facets = wish.facets.iter().map(|facet| facet.value.clone()).collect();
        let holder =
            Holder { pointer: Some(wish.pointer.clone()), text: wish.text.to_owned(), facets };
        self.taken.insert(key, holder);
    }

    /// An identifier for a wish whose own is taken.
    fn another(
        &mut self,
        wish: &Wish<'_>,
        plain: &Plain,
        key_of_plain: &str,
        diagnostics: &mut Diagnostics,
    ) -> Ident {
        let keeper = self.taken.get(key_of_plain).cloned().unwrap_or_default();
        let candidates = candidates(wish, plain, &keeper);
        let candidates = candidates.iter().map(|text| ident::ident(text, wish.role));
        let mut free = candidates.filter(|ident| !self.taken.contains_key(&key(ident, wish.role)));
        let ident = free.next().unwrap_or_else(|| self.last_resort(wish));
        if !self.quiet {
            let message = format!(
                "the {} {:?} is called `{ident}`, because `{}` is taken in {}",
                wish.what, wish.text, plain.ident, self.title
            );
            let note = diagnostics.note(Code::Renamed, wish.pointer, message);
            if let Some(pointer) = keeper.pointer {
                note.with_related(Place::Document(pointer), "what it is the name of");
            }
        }
        self.take(key(&ident, wish.role), wish);
        ident
    }

    /// A name that nothing has, for a text that others have too and that stands where they do.
    fn last_resort(&self, wish: &Wish<'_>) -> Ident {
        let mut text = wish.whole(&words::codes(wish.text));
        loop {
            text = format!("{text} {}", wish.role.tail());
            let ident = ident::ident(&text, wish.role);
            if !self.taken.contains_key(&key(&ident, wish.role)) {
                return ident;
            }
        }
    }

    /// Says where a name is not the text in another case, though nothing else has it.
    fn note_plain(&self, wish: &Wish<'_>, plain: &Plain, diagnostics: &mut Diagnostics) {
        let reason = if plain.tailed {
            "its own name means something else there"
        } else if !words::is_speakable(wish.text) {
            "it has no letter and no digit"
        } else {
            return;
        };
        if !self.quiet {
            let (what, text, ident) = (wish.what, wish.text, &plain.ident);
            let message = format!("the {what} {text:?} is called `{ident}`: {reason}");
            diagnostics.note(Code::Renamed, wish.pointer, message);
        }
    }

    fn clash(&self, wish: &Wish<'_>, key: &str, text: &str, diagnostics: &mut Diagnostics) {
        let message = format!("two things are called `{text}` in {}", self.title);
        let diagnostic = diagnostics.error(Code::NameClash, wish.pointer, message);
        if let Some(other) = self.taken.get(key).and_then(|holder| holder.pointer.clone()) {
            diagnostic.with_related(Place::Document(other), "the other one");
            diagnostic.with_help("give one of them another name in provider.toml");
        } else {
            diagnostic.with_help("the generated code needs this name: give another one");
        }
    }
}

/// What two identifiers of a scope must not share.
fn key(ident: &Ident, role: Role) -> String {
    match role {
        // The method gives its name to the type that stands for the operation.
        Role::Method => words::camel(unraw(ident)),
        Role::Type
        | Role::Group
        | Role::Marker
        | Role::Output
        | Role::Builder
        | Role::Variant
        | Role::ErrorVariant
        | Role::Field
        | Role::Setter
        | Role::Argument
        | Role::CallSetter
        | Role::Module
        | Role::File
        | Role::ClientMethod
        | Role::MockMethod
        | Role::Example
        | Role::Credential
        | Role::OtherCredential
        | Role::ServerVariable => unraw(ident).to_owned(),
    }
}

/// What a wish can be called where its own name is taken, best first.
fn candidates(wish: &Wish<'_>, plain: &Plain, keeper: &Holder) -> Vec<String> {
    let mut candidates = Vec::new();
    for (index, facet) in wish.facets.iter().enumerate() {
        if !facet.text.is_empty() && keeper.facets.get(index) != Some(&facet.value) {
            candidates.push(facet.text.clone());
        }
    }
    let text = wish.text;
    let (spelled, case) = (words::spelled(text), words::case(text));
    let has_case = text.chars().any(char::is_alphabetic) && text != keeper.text;
    let only_case = text.to_lowercase() == keeper.text.to_lowercase();
    if plain.tailed && !only_case {
        candidates.push(ident::tailed(unraw(&plain.ident), wish.role));
    }
    if spelled.trim() != text && !only_case {
        candidates.push(wish.whole(&spelled));
        if has_case {
            candidates.push(wish.whole(&format!("{spelled} {case}")));
        }
    } else if has_case {
        candidates.push(wish.whole(&format!("{text} {case}")));
    }
    if !text.is_ascii() {
        candidates.push(wish.whole(&words::coded(text)));
    }
    if text == keeper.text {
        candidates.extend(places(wish, keeper.pointer.as_ref()));
    }
    candidates.push(wish.whole(&format!("{text} {}", words::codes(text))));
    candidates
}

/// What the places of two things of one text have not in common: the position in an `allOf` or a
/// `oneOf`, else all steps.
fn places(wish: &Wish<'_>, keeper: Option<&Pointer>) -> Vec<String> {
    let own = wish.pointer.steps().collect::<Vec<_>>();
    let other = keeper.map(|pointer| pointer.steps().collect::<Vec<_>>()).unwrap_or_default();
    let differs = |index: &usize| own.get(*index) != other.get(*index);
    let positions = (1..own.len()).filter(differs).filter(|index| {
        matches!(own.get(index - 1).map(AsRef::as_ref), Some("allOf" | "oneOf" | "anyOf"))
    });
    let positions = positions.flat_map(|index| own.get(index - 1..=index).unwrap_or_default());
    let positions = positions.map(AsRef::as_ref).collect::<Vec<_>>();
    let steps = (0..own.len()).filter(differs).filter_map(|index| own.get(index));
    let steps = steps.map(AsRef::as_ref).collect::<Vec<_>>();
    let mut places = Vec::new();
    for words in [positions, steps].into_iter().filter(|words| !words.is_empty()) {
        places.push(wish.whole(&format!("{} {}", wish.text, words.join(" "))));
    }
    places
}

/// Says that a name of the settings is none.
fn refuse(wish: &Wish<'_>, given: &str, diagnostics: &mut Diagnostics) {
    let place = Place::Settings(vec!["names".to_owned(), wish.pointer.as_str().to_owned()]);
    let message = format!("`{given}` is no Rust identifier for this {}", wish.what);
    let diagnostic = diagnostics.push(Severity::Error, Code::NoName, place, message);
    diagnostic.with_related(Place::Document(wish.pointer.clone()), "what it names");
}
