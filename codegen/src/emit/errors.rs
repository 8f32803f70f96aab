//! `ErrorBody`: the documented bodies of failures, each one once.
//!
//! In: the operations. Out: the variants, for `client.rs` and for the operations.

use proc_macro2::{Ident, Span};

use super::Context;
use crate::api::Type;

/// A documented body of failures.
#[derive(Clone, Debug)]
pub struct ErrorVariant {
    /// The variant of `ErrorBody`.
    pub ident: Ident,
    /// Its JSON.
    pub ty: Type,
}

/// The documented bodies of failures, in the order of their first operation.
pub fn error_variants(context: Context<'_>) -> Vec<ErrorVariant> {
    let mut variants: Vec<ErrorVariant> = Vec::new();
    let cases = context.api.operations.iter().flat_map(|operation| &operation.errors);
    for ty in cases.filter_map(|case| case.ty.as_ref()) {
        if !variants.iter().any(|variant| &variant.ty == ty) {
            let ident = Ident::new(&variant_name(ty, context), Span::call_site());
            variants.push(ErrorVariant { ident, ty: ty.clone() });
        }
    }
    variants
}

/// The name of a variant; a type of the document that has the same name goes first.
fn variant_name(ty: &Type, context: Context<'_>) -> String {
    let mut name = words(ty, context);
    let taken = |name: &String| context.names.types.iter().any(|names| names.ident == name);
    while !matches!(ty, Type::Named(_)) && taken(&name) {
        name.push_str("Body");
    }
    name
}

/// A name that tells types apart: that of the named type inside, with what is around it.
fn words(ty: &Type, context: Context<'_>) -> String {
    match ty {
        Type::Boolean => "Boolean".to_owned(),
        Type::Integer(_) => "Integer".to_owned(),
        Type::Number => "Number".to_owned(),
        Type::Text => "Text".to_owned(),
        Type::Secret => "Secret".to_owned(),
        Type::Bytes => "Bytes".to_owned(),
        Type::Uuid => "Uuid".to_owned(),
        Type::Date => "Date".to_owned(),
        Type::DateTime => "DateTime".to_owned(),
        Type::Any => "Json".to_owned(),
        Type::List(inner) => format!("ListOf{}", words(inner, context)),
        Type::Tuple(elements) => {
            let elements = elements.iter().map(|element| words(element, context));
            format!("TupleOf{}", elements.collect::<String>())
        }
        Type::Map(inner) => format!("MapOf{}", words(inner, context)),
        Type::Nullable(inner) => format!("Optional{}", words(inner, context)),
        Type::Named(id) => context.names.of(*id).ident.to_string(),
    }
}
