//! `src/types/`: one file for each schema that the document names, inline children with it.

use quote::quote;

use super::{Content, Context, Draft, Item, enums, structs, unions};
use crate::api::Kind;

/// Drafts the files of all types.
pub fn types(context: Context<'_>) -> Vec<Draft> {
    let mut files: Vec<Draft> = Vec::new();
    let mut modules = Vec::new();
    for (id, def) in context.api.type_defs() {
        let Some(module) = &context.names.of(id).module else {
            continue;
        };
        let mut items = Vec::new();
        let members = context.api.type_defs();
        for (member, inner) in members.filter(|(_, inner)| inner.root == def.root) {
            match &inner.kind {
                Kind::Struct(structure) => {
                    items.extend(structs::structure(member, inner, structure, context));
                }
                Kind::Enum(list) => items.extend(enums::enumeration(member, inner, list, context)),
                Kind::Union(union) => items.extend(unions::union(member, inner, union, context)),
                Kind::Alias(ty) => items.extend(unions::alias(member, inner, ty, context)),
            }
        }
        files.push(Draft {
            path: format!("src/types/{}.rs", crate::names::unraw(module)),
            content: Content::Rust(items),
        });
        modules.push(module);
    }
    let declared = modules.iter().map(|module| {
        Item::Tokens(quote! {
            mod #module;
            pub use #module::*;
        })
    });
    let mut drafts = vec![Draft {
        path: "src/types/mod.rs".to_owned(),
        content: Content::Rust(declared.collect()),
    }];
    drafts.append(&mut files);
    drafts
}
