//! Enumerations: a plain enum and its table of values.
//!
//! In: an enumeration of the model. Out: items for its file.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs::Docs;
use super::{Context, Item, Table};
use crate::api::{Enum, Representation, Scalar, TypeDef, TypeId};
use crate::names::Ident;

/// The items of an enumeration.
pub fn enumeration(id: TypeId, def: &TypeDef, list: &Enum, context: Context<'_>) -> Vec<Item> {
    let names = context.names.of(id);
    vec![
        Item::Tokens(declaration(def, list, &names.ident, &names.members)),
        Item::Table(table(list, &names.ident, &names.members)),
    ]
}

fn declaration(def: &TypeDef, list: &Enum, ident: &Ident, variants: &[Ident]) -> TokenStream {
    let docs = Docs::default().words(def.doc.as_deref()).tokens();
    let deprecated = def.deprecated.then(|| quote!(#[deprecated]));
    let eq = match list.representation {
        Representation::Text | Representation::Integer | Representation::Boolean => {
            quote!(, Eq, Hash)
        }
        Representation::Number => quote!(),
    };
    let variants = list.variants.iter().zip(variants).map(|(variant, ident)| {
        let docs = Docs::default().words(variant.doc.as_deref()).tokens();
        quote!(#docs #ident)
    });
    let open = list.open.then(|| {
        let docs = Docs::default().own("A value that the document does not list, as it came.");
        let docs = docs.tokens();
        let ty = value_type(list.representation);
        quote!(#docs Unknown(#ty),)
    });
    let non_exhaustive = list.open.then(|| quote!(#[non_exhaustive]));
    quote! {
        #docs
        #deprecated
        #[derive(Clone, Debug, PartialEq #eq)]
        #non_exhaustive
        pub enum #ident {
            #(#variants,)*
            #open
        }
    }
}

fn table(list: &Enum, ident: &Ident, variants: &[Ident]) -> Table {
    let openness = if list.open { "open" } else { "closed" };
    let (name, ty) = match list.representation {
        Representation::Text => ("string_enum", ""),
        Representation::Integer => ("integer_enum", "(i64)"),
        Representation::Number => ("number_enum", "(f64)"),
        Representation::Boolean => ("boolean_enum", ""),
    };
    let head = match list.representation {
        Representation::Boolean => ident.to_string(),
        Representation::Text | Representation::Integer | Representation::Number => {
            format!("{ident}{ty} {openness}")
        }
    };
    let rows = list.variants.iter().zip(variants).map(|(variant, ident)| {
        let value = literal(&variant.value, list.representation);
        format!("{ident}: {value},")
    });
    Table { name, head, rows: rows.collect() }
}

fn value_type(representation: Representation) -> TokenStream {
    match representation {
        Representation::Text => quote!(String),
        Representation::Integer => quote!(i64),
        Representation::Number => quote!(f64),
        Representation::Boolean => quote!(bool),
    }
}

fn literal(value: &Scalar, representation: Representation) -> String {
    match (value, representation) {
        (Scalar::Text(text), _) => Literal::string(text).to_string(),
        // A whole number among others is written as one of them.
        (Scalar::Integer(integer), Representation::Number) => format!("{integer}.0"),
        (Scalar::Integer(integer), _) => integer.to_string(),
        (Scalar::Number(number), _) => format!("{number:?}"),
        (Scalar::Boolean(boolean), _) => boolean.to_string(),
    }
}
