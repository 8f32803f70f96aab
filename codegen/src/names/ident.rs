//! Identifiers: words that Rust takes in the place where they will stand.
//!
//! In: any text. Out: [`Ident`]s that are no keyword, begin as they must, hide nothing and name
//! files that every system can write. Whether two of them clash is the business of `scope`.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

use super::taken::{
    KEYWORDS, NEVER_RAW, TAKEN_BUILDER_METHODS, TAKEN_CALL_METHODS, TAKEN_CLIENT_METHODS,
    TAKEN_FEATURES, TAKEN_FILES, TAKEN_METHODS, TAKEN_MOCK_METHODS, TAKEN_MODULES, TAKEN_PORTS,
    TAKEN_SETTERS, TAKEN_TYPES,
};
use super::words;

/// A word that Rust takes as an identifier, with `r#` where it has to be a raw one. A text and
/// no token, because tokens stay on the thread that made them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ident(String);

impl Ident {
    /// An identifier of words that are known to be one.
    pub fn known(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The identifier as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Ident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl PartialEq<str> for Ident {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}

impl PartialEq<&str> for Ident {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

/// More bytes than this are cut: files are named after modules and, by rustdoc, after types.
const LONGEST: usize = 160;

/// The feature of Cargo for a module.
#[must_use]
pub fn feature(module: &str) -> String {
    let feature = module.trim_start_matches('_').replace('_', "-");
    if TAKEN_FEATURES.contains(&feature.as_str()) { format!("{feature}-api") } else { feature }
}

/// Where an identifier will stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A type.
    Type,
    /// The type of a group of operations.
    Group,
    /// The type that stands for an operation.
    Marker,
    /// The type of what an operation answers, where that differs by status.
    Output,
    /// The type that builds another one.
    Builder,
    /// A variant of an enumeration.
    Variant,
    /// A variant of the documented bodies of failures.
    ErrorVariant,
    /// A field of a structure.
    Field,
    /// A method that sets a field.
    Setter,
    /// A method of a group, which makes a call.
    Method,
    /// An argument of such a method.
    Argument,
    /// A method of a call, which sets an optional parameter.
    CallSetter,
    /// A module at the top of the crate, which is a file too.
    Module,
    /// A module of the types, which is a file too.
    File,
    /// A method of the client, which gives a group.
    ClientMethod,
    /// A method of a mock, which gives the operations of a group.
    MockMethod,
    /// A function that gives an example, in a module of such functions.
    Example,
    /// A method of the client's builder, which takes a credential.
    Credential,
    /// Another such method for the same credential.
    OtherCredential,
    /// A method of the client's builder, which takes a part of the base URL.
    ServerVariable,
}

impl Role {
    /// Whether it is spelled in upper camel case, and not in snake case.
    pub fn is_camel(self) -> bool {
        match self {
            Self::Type
            | Self::Group
            | Self::Marker
            | Self::Output
            | Self::Builder
            | Self::Variant
            | Self::ErrorVariant => true,
            Self::Field
            | Self::Setter
            | Self::Method
            | Self::Argument
            | Self::CallSetter
            | Self::Module
            | Self::File
            | Self::ClientMethod
            | Self::MockMethod
            | Self::Example
            | Self::Credential
            | Self::OtherCredential
            | Self::ServerVariable => false,
        }
    }

    /// Whether it names a file, which no letter outside of ASCII may do.
    fn is_file(self) -> bool {
        matches!(self, Self::Module | Self::File)
    }

    /// The word that tells a thing from another one that needs its name.
    pub fn tail(self) -> &'static str {
        match self {
            Self::Type | Self::File => "schema",
            Self::Group => "group",
            Self::Marker => "operation",
            Self::Output => "answer",
            Self::Builder => "maker",
            Self::Variant => "value",
            Self::ErrorVariant => "body",
            Self::Field => "field",
            Self::Setter => "setter",
            Self::Method => "call",
            Self::Argument | Self::CallSetter => "param",
            Self::Module | Self::ClientMethod | Self::MockMethod => "api",
            Self::Example => "example",
            Self::Credential | Self::OtherCredential => "credential",
            Self::ServerVariable => "variable",
        }
    }

    /// Whether the settings can name it by its place; other names follow from those.
    pub fn can_be_given(self) -> bool {
        match self {
            Self::Type
            | Self::Variant
            | Self::Field
            | Self::Method
            | Self::Argument
            | Self::CallSetter
            | Self::Credential
            | Self::ServerVariable => true,
            Self::Group
            | Self::Marker
            | Self::Output
            | Self::Builder
            | Self::ErrorVariant
            | Self::Setter
            | Self::Module
            | Self::File
            | Self::ClientMethod
            | Self::MockMethod
            | Self::Example
            | Self::OtherCredential => false,
        }
    }

    /// Whether the words mean something else where the identifier will stand.
    fn is_taken(self, words: &str) -> bool {
        match self {
            Self::Type | Self::Group | Self::Marker => TAKEN_TYPES.contains(&words),
            Self::Setter => TAKEN_SETTERS.contains(&words),
            Self::Method => TAKEN_METHODS.contains(&words),
            Self::CallSetter => TAKEN_CALL_METHODS.contains(&words),
            Self::ClientMethod => TAKEN_CLIENT_METHODS.contains(&words),
            Self::MockMethod => TAKEN_MOCK_METHODS.contains(&words),
            Self::Credential | Self::OtherCredential | Self::ServerVariable => {
                TAKEN_BUILDER_METHODS.contains(&words)
            }
            Self::Module => {
                TAKEN_MODULES.contains(&words) || KEYWORDS.contains(&words) || is_taken_file(words)
            }
            Self::File => KEYWORDS.contains(&words) || is_taken_file(words),
            Self::Output
            | Self::Builder
            | Self::Variant
            | Self::ErrorVariant
            | Self::Field
            | Self::Argument
            | Self::Example => false,
        }
    }
}

/// The identifier for any text in a role, without regard for others.
#[must_use]
pub fn ident(text: &str, role: Role) -> Ident {
    plain(text, role).0
}

/// The same, and whether the text's own identifier means something else in its role.
#[must_use]
pub fn plain(text: &str, role: Role) -> (Ident, bool) {
    let words = cased(if text.is_empty() { "empty" } else { text }, role);
    let taken = role.is_taken(&words);
    let is_tailed = taken || NEVER_RAW.contains(&words.as_str());
    let words = if taken { tailed(&words, role) } else { words };
    let start = match role {
        _ if !starts_badly(&words) || role == Role::Setter => "",
        Role::Variant | Role::ErrorVariant => "V",
        _ if role.is_camel() => "Type",
        _ => "_",
    };
    // The words hold nothing but letters, digits and low lines, so this is never the last.
    let ident =
        if start.is_empty() { checked(&words) } else { checked(&format!("{start}{words}")) };
    (ident.unwrap_or_else(|| Ident::known("nameless")), is_tailed)
}

/// The words with the word that tells them from others in their role.
pub fn tailed(words: &str, role: Role) -> String {
    match role {
        Role::Setter => format!("with_{words}"),
        _ => cased(&format!("{words} {}", role.tail()), role),
    }
}

/// The text in the case of a role, no longer than names can be.
fn cased(text: &str, role: Role) -> String {
    let cased = if role == Role::Setter {
        // A setter's words are the identifier of its field.
        text.to_owned()
    } else if role.is_camel() {
        words::camel(text)
    } else if role.is_file() && !text.is_ascii() {
        words::snake(&words::without_foreign_letters(&words::snake(text)))
    } else {
        words::snake(text)
    };
    // The compiler takes different spellings of one letter for the same.
    let cased = if cased.is_ascii() { cased } else { cased.nfc().collect() };
    if cased.len() > LONGEST { shortened(&cased, text, role) } else { cased }
}

/// The start of a name that is too long, with a number that only the whole of it has.
fn shortened(cased: &str, text: &str, role: Role) -> String {
    let start = cased.char_indices().take_while(|(index, _)| *index < LONGEST - 20);
    let start = start.map(|(_, character)| character).collect::<String>();
    // FNV-1a, which is short and stays the same.
    let number = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |number, byte| {
        (number ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let start = start.trim_end_matches('_');
    if role.is_camel() {
        format!("{start}X{number:016x}")
    } else {
        format!("{start}_x{number:016x}")
    }
}

/// An identifier that somebody chose, taken as it is; `None` where it is none.
#[must_use]
pub fn checked(text: &str) -> Option<Ident> {
    let mut characters = text.chars();
    let first = characters.next()?;
    let fits = (first == '_' || unicode_ident::is_xid_start(first))
        && characters.all(unicode_ident::is_xid_continue);
    if !fits {
        return None;
    }
    if NEVER_RAW.contains(&text) {
        Some(Ident::known(format!("{text}_")))
    } else if KEYWORDS.contains(&text) {
        Some(Ident::known(format!("r#{text}")))
    } else {
        Some(Ident::known(text))
    }
}

fn starts_badly(words: &str) -> bool {
    !words.starts_with(unicode_ident::is_xid_start)
}

fn is_taken_file(words: &str) -> bool {
    let port = TAKEN_PORTS.iter().find_map(|port| words.strip_prefix(port));
    let port =
        port.is_some_and(|rest| rest.len() == 1 && rest.starts_with(|c: char| c.is_ascii_digit()));
    port || TAKEN_FILES.contains(&words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(words: &str, role: Role) -> String {
        ident(words, role).to_string()
    }

    #[test]
    fn keywords_become_raw_or_get_a_tail() {
        assert_eq!(shown("type", Role::Field), "r#type");
        assert_eq!(shown("gen", Role::Field), "r#gen");
        assert_eq!(shown("async", Role::Method), "r#async");
        assert_eq!(shown("self", Role::Field), "self_");
        assert_eq!(shown("crate", Role::Argument), "crate_");
        assert_eq!(shown("Self", Role::Variant), "Self_");
        assert_eq!(shown("mod", Role::Module), "mod_api");
        assert_eq!(shown("union", Role::Field), "union");
    }

    #[test]
    fn the_parser_takes_no_keyword() {
        for word in KEYWORDS.iter().filter(|word| **word != "gen") {
            assert!(syn::parse_str::<syn::Ident>(word).is_err(), "{word}");
        }
    }

    #[test]
    fn digits_do_not_begin_names() {
        assert_eq!(shown("401k", Role::Field), "_401k");
        assert_eq!(shown("_401k", Role::Setter), "_401k");
        assert_eq!(shown("2fa", Role::Module), "_2fa");
        assert_eq!(shown("3d", Role::Variant), "V3d");
        assert_eq!(shown("2faToken", Role::Type), "Type2faToken");
    }

    #[test]
    fn names_hide_nothing() {
        assert_eq!(shown("Option", Role::Type), "OptionSchema");
        assert_eq!(shown("Result", Role::Marker), "ResultOperation");
        assert_eq!(shown("clone", Role::Setter), "with_clone");
        assert_eq!(shown("timeout", Role::CallSetter), "timeout_param");
        assert_eq!(shown("header", Role::CallSetter), "header_param");
        assert_eq!(shown("environment", Role::ServerVariable), "environment_variable");
        assert_eq!(shown("new", Role::Method), "new_call");
        assert_eq!(shown("tryInto", Role::Method), "try_into_call");
        assert_eq!(shown("client", Role::Module), "client_api");
        assert_eq!(shown("", Role::Field), "empty");
    }

    #[test]
    fn files_have_names_that_every_system_can_write() {
        assert_eq!(shown("Größe", Role::File), "gr_uf6_udf_e");
        assert_eq!(shown("AUX", Role::File), "aux_schema");
        assert_eq!(shown("com1", Role::Module), "com1_api");
        assert_eq!(shown("comb", Role::Module), "comb");
        let long = shown(&"long ".repeat(100), Role::Type);
        assert!(long.len() <= LONGEST, "{long}");
        assert_ne!(long, shown(&"long ".repeat(101), Role::Type));
    }

    #[test]
    fn spellings_of_one_letter_are_one_name() {
        assert_eq!(shown("\u{212b}ngstrom", Role::Type), shown("\u{c5}ngstrom", Role::Type));
    }
}
