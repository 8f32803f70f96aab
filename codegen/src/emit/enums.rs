//! Enumerations: a plain enum and its table of values.
//!
//! In: an enumeration of the model. Out: items for its file.

use proc_macro2::Literal;

use super::docs::Docs;
use super::markdown::code_span;
use super::{Context, Declaration, Item, Line, Table, alias};
use crate::api::{Enum, Representation, Scalar, TypeDef, TypeId};
use crate::names::Ident;

/// The items of an enumeration.
pub fn enumeration(
    id: TypeId,
    def: &TypeDef,
    list: &Enum,
    docs: Docs,
    context: Context<'_>,
) -> Vec<Item> {
    let names = context.names.of(id);
    vec![
        Item::Declaration(declaration(id, def, list, docs, context)),
        Item::Table(table(list, &names.ident, &names.members)),
    ]
}

fn declaration(
    id: TypeId,
    def: &TypeDef,
    list: &Enum,
    docs: Docs,
    context: Context<'_>,
) -> Declaration {
    let (ident, variants) = (&context.names.of(id).ident, &context.names.of(id).members);
    let derive = match list.representation {
        Representation::Text
        | Representation::Integer
        | Representation::Wide
        | Representation::Boolean => "#[derive(Clone, Debug, PartialEq, Eq, Hash)]",
        Representation::Number => "#[derive(Clone, Debug, PartialEq)]",
    };
    let variants = list.variants.iter().zip(variants).map(|(variant, ident)| {
        let docs = Docs::default().words(variant.doc.as_deref());
        let value = spelled(&variant.value);
        // A name that is the value in another case says it all, and of white space nothing is seen.
        let told = alias::differs(&value, ident) && !value.trim().is_empty();
        // Nobody looks for a digit.
        let sought = matches!(variant.value, Scalar::Text(_)) && value.len() > 1;
        let alias = if sought { alias::prefix(&value, ident) } else { String::new() };
        Line {
            docs: if told { docs.own(code_span(&value)) } else { docs },
            deprecated: false,
            text: format!("{alias}{ident}"),
        }
    });
    let open = list.open.then(|| Line {
        docs: Docs::default().own("A value that the document does not list, as it came."),
        deprecated: false,
        text: format!("Unknown({})", value_type(list.representation)),
    });
    let deprecated = def.deprecated.then_some("#[deprecated]");
    let non_exhaustive = list.open.then_some("#[non_exhaustive]");
    Declaration {
        docs,
        attributes: deprecated.into_iter().chain([derive]).chain(non_exhaustive).collect(),
        head: format!("pub enum {ident}"),
        members: variants.chain(open).collect(),
    }
}

fn table(list: &Enum, ident: &Ident, variants: &[Ident]) -> Table {
    let openness = if list.open { "open" } else { "closed" };
    let (name, ty) = match list.representation {
        Representation::Text if list.open => ("string_enum", ""),
        Representation::Text => ("closed_enum", ""),
        Representation::Integer => ("integer_enum", "(i64)"),
        Representation::Wide => ("integer_enum", "(i128)"),
        Representation::Number => ("number_enum", "(f64)"),
        Representation::Boolean => ("boolean_enum", ""),
    };
    let head = match list.representation {
        Representation::Boolean | Representation::Text => ident.to_string(),
        Representation::Integer | Representation::Wide | Representation::Number => {
            format!("{ident}{ty} {openness}")
        }
    };
    let rows = list.variants.iter().zip(variants).map(|(variant, ident)| {
        let value = literal(&variant.value, list.representation);
        format!("{ident}: {value},")
    });
    Table { name, head, rows: rows.collect() }
}

/// A value as the service writes it.
fn spelled(value: &Scalar) -> String {
    match value {
        Scalar::Text(text) => text.clone(),
        Scalar::Integer(integer) => integer.to_string(),
        Scalar::Number(number) => number.to_string(),
        Scalar::Boolean(boolean) => boolean.to_string(),
    }
}

fn value_type(representation: Representation) -> &'static str {
    match representation {
        Representation::Text => "String",
        Representation::Integer => "i64",
        Representation::Wide => "i128",
        Representation::Number => "f64",
        Representation::Boolean => "bool",
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
