//! Identifiers: words that Rust takes in the place where they will stand.
//!
//! In: words. Out: [`Ident`]s that are no keyword, begin as they must and hide nothing.
//! Whether two of them clash is the business of `scope`.

use proc_macro2::{Ident, Span};

/// Words that no identifier can be, not even a raw one.
const NEVER_RAW: [&str; 5] = ["self", "super", "crate", "Self", "_"];

/// Types that generated code names by their short names.
const TAKEN_TYPES: [&str; 12] = [
    "Option", "Some", "None", "Vec", "Box", "String", "Result", "Ok", "Err", "Self", "Into",
    "Default",
];

/// Methods that a setter of the same name would hide.
const TAKEN_SETTERS: [&str; 24] = [
    "new",
    "builder",
    "build",
    "clone",
    "into",
    "try_into",
    "from",
    "try_from",
    "default",
    "eq",
    "ne",
    "fmt",
    "to_owned",
    "to_string",
    "borrow",
    "borrow_mut",
    "type_id",
    "as_ref",
    "as_mut",
    "serialize",
    "deserialize",
    "read",
    "write",
    "hash",
];

/// Methods of every call.
const TAKEN_CALL_METHODS: [&str; 25] = [
    "new",
    "timeout",
    "header",
    "max_retries",
    "with_response",
    "into_future",
    "path",
    "query",
    "query_list",
    "header_parameter",
    "path_styled",
    "query_styled",
    "query_string",
    "header_styled",
    "cookie",
    "json",
    "body",
    "clone",
    "into",
    "try_into",
    "from",
    "fmt",
    "type_id",
    "borrow",
    "borrow_mut",
];

/// Methods of the client and its builder.
const TAKEN_CLIENT_METHODS: [&str; 20] = [
    "new",
    "builder",
    "build",
    "base_url",
    "environment",
    "http_client",
    "timeout",
    "max_retries",
    "max_response_bytes",
    "server",
    "variable",
    "credential",
    "clone",
    "into",
    "try_into",
    "from",
    "fmt",
    "type_id",
    "borrow",
    "request",
];

/// Modules and crates that stand at the top of a generated crate.
const TAKEN_MODULES: [&str; 19] = [
    "client",
    "payloads",
    "types",
    "runtime",
    "lib",
    "main",
    "mod",
    "std",
    "core",
    "alloc",
    "serde",
    "serde_json",
    "reqwest",
    "tokio",
    "uuid",
    "chrono",
    "jiff",
    "time",
    "httpdate",
];

/// Where an identifier will stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A type.
    Type,
    /// The type of a group of operations.
    Group,
    /// The type that stands for an operation.
    Marker,
    /// A variant of an enumeration.
    Variant,
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
    /// A method of the client's builder, which takes a credential.
    Credential,
    /// A method of the client's builder, which takes a part of the base URL.
    ServerVariable,
}

/// The identifier for words in a role; `None` where the words are empty.
#[must_use]
pub fn ident(words: &str, role: Role) -> Option<Ident> {
    if words.is_empty() {
        return None;
    }
    let text = match role {
        Role::Type | Role::Group | Role::Marker if starts_badly(words) => format!("Type{words}"),
        Role::Variant if starts_badly(words) => format!("V{words}"),
        Role::Type if TAKEN_TYPES.contains(&words) => format!("{words}Schema"),
        Role::Group if TAKEN_TYPES.contains(&words) => format!("{words}Group"),
        Role::Marker if TAKEN_TYPES.contains(&words) => format!("{words}Operation"),
        Role::Setter if TAKEN_SETTERS.contains(&words) => format!("with_{words}"),
        Role::Method if words == "new" => format!("{words}_call"),
        Role::CallSetter if TAKEN_CALL_METHODS.contains(&words) => format!("{words}_param"),
        Role::ClientMethod if TAKEN_CLIENT_METHODS.contains(&words) => format!("{words}_api"),
        Role::Credential if TAKEN_CLIENT_METHODS.contains(&words) => format!("{words}_credential"),
        Role::ServerVariable if TAKEN_CLIENT_METHODS.contains(&words) => {
            format!("{words}_variable")
        }
        Role::Module if TAKEN_MODULES.contains(&words) || is_keyword(words) => {
            format!("{words}_api")
        }
        Role::File if is_keyword(words) => format!("{words}_schema"),
        Role::Field
        | Role::Method
        | Role::Argument
        | Role::CallSetter
        | Role::Module
        | Role::File
        | Role::ClientMethod
        | Role::Credential
        | Role::ServerVariable
            if starts_badly(words) =>
        {
            format!("_{words}")
        }
        // A setter's words are the identifier of its field.
        Role::Type
        | Role::Group
        | Role::Marker
        | Role::Variant
        | Role::Field
        | Role::Setter
        | Role::Method
        | Role::Argument
        | Role::CallSetter
        | Role::Module
        | Role::File
        | Role::ClientMethod
        | Role::Credential
        | Role::ServerVariable => words.to_owned(),
    };
    checked(&text)
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
        Some(Ident::new(&format!("{text}_"), Span::call_site()))
    } else if is_keyword(text) {
        Some(Ident::new_raw(text, Span::call_site()))
    } else {
        Some(Ident::new(text, Span::call_site()))
    }
}

fn starts_badly(words: &str) -> bool {
    !words.starts_with(unicode_ident::is_xid_start)
}

/// Whether Rust, in any edition, keeps the word for itself.
fn is_keyword(word: &str) -> bool {
    // `syn` knows the keywords that it parses; the others are reserved or came later.
    !starts_badly(word) && (syn::parse_str::<Ident>(word).is_err() || word == "gen")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(words: &str, role: Role) -> String {
        ident(words, role).map_or_else(String::new, |ident| ident.to_string())
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
        assert_eq!(shown("client", Role::Module), "client_api");
        assert_eq!(shown("", Role::Field), "");
    }
}
