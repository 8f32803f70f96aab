//! Names of the documented bodies of failures, each one once.
//!
//! In: the operations and the names of types. Out: the variants of `ErrorBody`. A body that the
//! document names is called so; others say what they are made of.

use super::ident::{Ident, Role};
use super::scope::{Scope, Wish};
use super::{Namer, TypeNames};
use crate::api::{Integer, Type};

impl Namer<'_> {
    /// The variants, in the order of their first operation.
    pub(super) fn errors(&mut self, types: &[TypeNames]) -> Vec<(Type, Ident)> {
        let api = self.api;
        let mut bodies: Vec<(&Type, _)> = Vec::new();
        for operation in &api.operations {
            for ty in operation.errors.iter().filter_map(|case| case.ty.as_ref()) {
                if !bodies.iter().any(|(known, _)| *known == ty) {
                    bodies.push((ty, &operation.pointer));
                }
            }
        }
        let types = types.iter().map(|names| names.ident.clone()).collect::<Vec<_>>();
        let types = types.as_slice();
        let mut scope = Scope::quiet("the bodies of errors");
        let (named, others): (Vec<_>, Vec<_>) =
            bodies.iter().copied().partition(|(ty, _)| matches!(ty, Type::Named(_)));
        let mut idents = Vec::new();
        for part in [named, others] {
            let texts = part.iter().map(|(ty, _)| (words(ty, types), exact(ty, types)));
            let texts = texts.collect::<Vec<_>>();
            let wishes = part.iter().zip(&texts).map(|((ty, pointer), (text, exact))| {
                let wish = Wish::new("body of errors", pointer, text, Role::ErrorVariant);
                if matches!(ty, Type::Named(_)) {
                    return wish;
                }
                let wish = wish.with_facet("composed", format!("{text} body"));
                wish.with_facet(exact, exact)
            });
            let claimed = self.claim(&mut scope, &wishes.collect::<Vec<_>>());
            idents.extend(part.into_iter().map(|(ty, _)| ty).zip(claimed));
        }
        let variants = bodies.into_iter().filter_map(|(ty, _)| {
            let (_, ident) = idents.iter().find(|(known, _)| *known == ty)?;
            Some((ty.clone(), ident.clone()))
        });
        variants.collect()
    }
}

/// A name that says what a type is: that of the named type inside, with what is around it.
fn words(ty: &Type, types: &[Ident]) -> String {
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
        Type::File => "File".to_owned(),
        Type::Any => "Json".to_owned(),
        Type::List(inner) => format!("ListOf{}", words(inner, types)),
        Type::Tuple(elements) => {
            let elements = elements.iter().map(|element| words(element, types));
            format!("TupleOf{}", elements.collect::<String>())
        }
        Type::Map(inner) => format!("MapOf{}", words(inner, types)),
        Type::Nullable(inner) => format!("Optional{}", words(inner, types)),
        Type::Named(id) => types[id.index()].to_string(),
    }
}

/// The same, with the width of integers.
pub(super) fn exact(ty: &Type, types: &[Ident]) -> String {
    match ty {
        Type::Integer(width) => match width {
            Integer::I32 => "I32".to_owned(),
            Integer::I64 => "I64".to_owned(),
            Integer::U32 => "U32".to_owned(),
            Integer::U64 => "U64".to_owned(),
        },
        Type::List(inner) => format!("ListOf{}", exact(inner, types)),
        Type::Tuple(elements) => {
            let elements = elements.iter().map(|element| exact(element, types));
            format!("TupleOf{}", elements.collect::<String>())
        }
        Type::Map(inner) => format!("MapOf{}", exact(inner, types)),
        Type::Nullable(inner) => format!("Optional{}", exact(inner, types)),
        Type::Boolean
        | Type::Number
        | Type::Text
        | Type::Secret
        | Type::Bytes
        | Type::Uuid
        | Type::Date
        | Type::DateTime
        | Type::File
        | Type::Any
        | Type::Named(_) => words(ty, types),
    }
}
