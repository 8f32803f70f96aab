//! `src/test_util/builders.rs`: builders of what only the service makes, for tests.
//!
//! In: structures that no request holds and that have many required members. Out: a table for each.
//! Those of few members have a `new` beside them, and those of requests a builder.

use quote::quote;

use super::features::Features;
use super::structs::{builder, is_built};
use super::tokens::Home;
use super::{Content, Context, Draft, Item, Table};
use crate::api::{Form, Kind, Struct, TypeDef, TypeId};

/// Drafts the file, where there is anything to put in it.
pub fn builders(context: Context<'_>, features: &Features) -> Option<Draft> {
    let tables = built(context).map(|(id, def, structure)| {
        let table = builder(structure, context.names.of(id), Home::Elsewhere, context);
        let names = features.of_type(def.root).map(|name| format!("{name:?}")).collect::<Vec<_>>();
        let condition =
            if names.is_empty() { String::new() } else { format!("[{}] ", names.join(" ")) };
        Item::Table(Table { head: format!("{condition}{}", table.head), ..table })
    });
    let uses = quote! {
        #[allow(unused_imports, reason = "features decide which of them there are")]
        use crate::types::*;
    };
    let items = std::iter::once(Item::Tokens(uses)).chain(tables);
    any(context).then(|| Draft {
        path: "src/test_util/builders.rs".to_owned(),
        content: Content::Rust(items.collect()),
    })
}

/// Whether there is anything to build.
pub fn any(context: Context<'_>) -> bool {
    built(context).next().is_some()
}

fn built(context: Context<'_>) -> impl Iterator<Item = (TypeId, &TypeDef, &Struct)> {
    context.api.type_defs().filter_map(|(id, def)| match &def.kind {
        Kind::Struct(structure) => {
            let json = structure.form == Form::Json;
            (json && is_built(structure) && !def.usage.request).then_some((id, def, structure))
        }
        Kind::Enum(_) | Kind::Union(_) | Kind::Alias(_) => None,
    })
}
