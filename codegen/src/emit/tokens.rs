//! Types of the model as Rust tokens.
//!
//! In: [`Type`]s. Out: the tokens that name them, and how an argument of that type is taken.

use proc_macro2::TokenStream;
use quote::quote;

use super::Context;
use crate::api::{Integer, Type};
use crate::settings::DateLibrary;

/// Where the tokens will stand, which decides how other types are reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Home {
    /// In a file of `types`.
    Types,
    /// Anywhere else in the crate.
    Elsewhere,
}

/// The tokens that name a type.
pub fn type_tokens(ty: &Type, home: Home, context: Context<'_>) -> TokenStream {
    let formats = context.settings.types;
    match ty {
        Type::Boolean => quote!(bool),
        Type::Integer(Integer::I32) => quote!(i32),
        Type::Integer(Integer::I64) => quote!(i64),
        Type::Integer(Integer::U32) => quote!(u32),
        Type::Integer(Integer::U64) => quote!(u64),
        Type::Number => quote!(f64),
        Type::Text => quote!(String),
        Type::Secret => quote!(crate::Secret),
        Type::Uuid => quote!(uuid::Uuid),
        Type::Date => match formats.date {
            DateLibrary::Chrono => quote!(chrono::NaiveDate),
            DateLibrary::Jiff => quote!(jiff::civil::Date),
            DateLibrary::Time => quote!(crate::Date),
            DateLibrary::String => quote!(String),
        },
        Type::DateTime => match formats.date_time {
            DateLibrary::Chrono => quote!(chrono::DateTime<chrono::Utc>),
            DateLibrary::Jiff => quote!(jiff::Timestamp),
            DateLibrary::Time => quote!(crate::DateTime),
            DateLibrary::String => quote!(String),
        },
        Type::Any => quote!(serde_json::Value),
        Type::List(inner) => {
            let inner = type_tokens(inner, home, context);
            quote!(Vec<#inner>)
        }
        Type::Map(inner) => {
            let inner = type_tokens(inner, home, context);
            quote!(std::collections::BTreeMap<String, #inner>)
        }
        Type::Nullable(inner) => {
            let inner = type_tokens(inner, home, context);
            quote!(Option<#inner>)
        }
        Type::Named(id) => {
            let ident = &context.names.of(*id).ident;
            match home {
                Home::Types => quote!(super::#ident),
                Home::Elsewhere => quote!(crate::types::#ident),
            }
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
        Type::DateTime => matches!(formats.date_time, DateLibrary::String | DateLibrary::Time),
        Type::Integer(_)
        | Type::Number
        | Type::Text
        | Type::Secret
        | Type::Any
        | Type::List(_)
        | Type::Map(_)
        | Type::Nullable(_)
        | Type::Named(_) => true,
    }
}

/// A type as text, on one line, for the rows of tables.
pub fn on_one_line(tokens: &TokenStream) -> String {
    // Tokens print with a space between any two; types read better without.
    let mut text = tokens.to_string();
    for (spaced, tight) in [(" :: ", "::"), (" < ", "<"), (" >", ">"), (" ,", ",")] {
        text = text.replace(spaced, tight);
    }
    text
}
