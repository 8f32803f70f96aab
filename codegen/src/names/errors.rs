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
    spelled(ty, types, |_| "Integer")
}

/// The same, with the width of integers.
pub(super) fn exact(ty: &Type, types: &[Ident]) -> String {
    spelled(ty, types, |width| match width {
        Integer::I32 => "I32",
        Integer::I64 => "I64",
        Integer::U32 => "U32",
        Integer::U64 => "U64",
        Integer::I128 => "I128",
        Integer::U128 => "U128",
    })
}

fn spelled(ty: &Type, types: &[Ident], integer: fn(Integer) -> &'static str) -> String {
    let inside = |ty: &Type| spelled(ty, types, integer);
    let plain = match ty {
        Type::List(inner) => return format!("ListOf{}", inside(inner)),
        Type::Tuple(elements) => {
            return format!("TupleOf{}", elements.iter().map(inside).collect::<String>());
        }
        Type::Map(inner) => return format!("MapOf{}", inside(inner)),
        Type::Nullable(inner) => return format!("Optional{}", inside(inner)),
        Type::Named(id) => return types[id.index()].to_string(),
        Type::Integer(width) => integer(*width),
        Type::Boolean => "Boolean",
        Type::Number => "Number",
        Type::Text => "Text",
        Type::Secret => "Secret",
        Type::Bytes => "Bytes",
        Type::Uuid => "Uuid",
        Type::Date => "Date",
        Type::DateTime => "DateTime",
        Type::File => "File",
        Type::Any => "Json",
    };
    plain.to_owned()
}
