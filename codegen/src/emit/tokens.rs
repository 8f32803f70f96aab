//! Types of the model as Rust names them.
//!
//! In: [`Type`]s. Out: the text or the tokens that name them in a place, and how an argument of
//! that type is taken.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, TokenStreamExt as _};

use super::Context;
use crate::api::{Integer, Type, TypeId};
use crate::names::Ident;
use crate::settings::DateLibrary;

/// Where a type is named, which decides how others are reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Home<'a> {
    /// In a file of `types`.
    Types,
    /// Anywhere else in the crate.
    Elsewhere,
    /// In code of a consumer, who knows the crate by this name.
    Consumer(&'a str),
    /// In a comparison of two crates, where types have these names, by position.
    Compared(&'a [String]),
}

impl ToTokens for Ident {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let text = self.as_str();
        tokens.append(match text.strip_prefix("r#") {
            Some(raw) => proc_macro2::Ident::new_raw(raw, Span::call_site()),
            None => proc_macro2::Ident::new(text, Span::call_site()),
        });
    }
}

/// The tokens that name a type.
pub fn type_tokens(ty: &Type, home: Home<'_>, context: Context<'_>) -> TokenStream {
    parsed(&type_text(ty, home, context))
}

/// The tokens of a type's text. It holds nothing but words of this room and identifiers, so it
/// parses.
pub fn parsed(ty: &str) -> TokenStream {
    ty.parse().unwrap_or_default()
}

/// The text that names a type, on one line.
pub fn type_text(ty: &Type, home: Home<'_>, context: Context<'_>) -> String {
    let formats = context.settings.types;
    let inside = |inner: &Type| type_text(inner, home, context);
    match ty {
        Type::Boolean => "bool".to_owned(),
        Type::Integer(Integer::I32) => "i32".to_owned(),
        Type::Integer(Integer::I64) => "i64".to_owned(),
        Type::Integer(Integer::U32) => "u32".to_owned(),
        Type::Integer(Integer::U64) => "u64".to_owned(),
        Type::Integer(Integer::I128) => "i128".to_owned(),
        Type::Integer(Integer::U128) => "u128".to_owned(),
        Type::Number => "f64".to_owned(),
        Type::Text => "String".to_owned(),
        Type::Secret => home.top("Secret"),
        Type::Bytes => home.top("Base64"),
        Type::Uuid => home.library("uuid::Uuid"),
        Type::Date => match formats.date {
            DateLibrary::Chrono => home.library("chrono::NaiveDate"),
            DateLibrary::Jiff => home.library("jiff::civil::Date"),
            DateLibrary::Time => home.top("Date"),
            DateLibrary::String => "String".to_owned(),
        },
        Type::DateTime => match formats.date_time {
            DateLibrary::Chrono | DateLibrary::Jiff | DateLibrary::Time => home.top("DateTime"),
            DateLibrary::String => "String".to_owned(),
        },
        Type::File => home.top("FilePart"),
        Type::Any => home.library("serde_json::Value"),
        Type::List(inner) => format!("Vec<{}>", inside(inner)),
        Type::Map(inner) => format!("std::collections::BTreeMap<String, {}>", inside(inner)),
        Type::Nullable(inner) => format!("Option<{}>", inside(inner)),
        Type::Tuple(elements) => {
            let elements = elements.iter().map(|element| format!("{},", inside(element)));
            format!("({})", elements.collect::<Vec<_>>().join(" "))
        }
        Type::Named(id) => home.named(*id, context),
    }
}

impl Home<'_> {
    /// What the crate offers at its top.
    fn top(self, name: &str) -> String {
        match self {
            Self::Types | Self::Elsewhere => format!("crate::{name}"),
            Self::Compared(_) => name.to_owned(),
            Self::Consumer(package) => format!("{package}::{name}"),
        }
    }

    /// What another crate offers, which consumers reach through this one.
    fn library(self, path: &str) -> String {
        match self {
            Self::Types | Self::Elsewhere | Self::Compared(_) => path.to_owned(),
            Self::Consumer(package) => format!("{package}::{path}"),
        }
    }

    /// What the document names.
    fn named(self, id: TypeId, context: Context<'_>) -> String {
        let ident = &context.names.of(id).ident;
        match self {
            Self::Compared(names) => names.get(id.index()).cloned().unwrap_or_default(),
            Self::Types => format!("super::{ident}"),
            Self::Elsewhere => format!("crate::types::{ident}"),
            Self::Consumer(package) => format!("{package}::types::{ident}"),
        }
    }
}

/// Whether an argument is taken as `impl Into<T>`.
///
/// Not where nothing but `T` itself would come, because then `text.parse()?` knows what to
/// parse.
pub fn converts(ty: &Type, context: Context<'_>) -> bool {
    let formats = context.settings.types;
    match ty {
        Type::Boolean | Type::Uuid => false,
        Type::Date => matches!(formats.date, DateLibrary::String | DateLibrary::Time),
        Type::DateTime
        | Type::Integer(_)
        | Type::Number
        | Type::Text
        | Type::Secret
        | Type::Bytes
        | Type::File
        | Type::Any
        | Type::List(_)
        | Type::Tuple(_)
        | Type::Map(_)
        | Type::Nullable(_)
        | Type::Named(_) => true,
    }
}
