//! `src/types/`: one file for each schema that the document names, inline children with it.

use std::collections::BTreeMap;
use std::sync::Arc;

use quote::quote;

use super::features::Features;
use super::usage::Usage;
use super::{Content, Context, Draft, Item, Job, Table, enums, structs, unions, with};
use crate::api::{Kind, TypeId};
use crate::names::{Ident, unraw};

/// The jobs that draft the files of all types, and the module that declares them.
pub fn types<'a>(context: Context<'a>, features: &Arc<Features>) -> Vec<Job<'a>> {
    let mut inside = BTreeMap::<_, Vec<_>>::new();
    for (id, def) in context.api.type_defs() {
        inside.entry(def.root).or_default().push(id);
    }
    let usage = Arc::new(Usage::of(context));
    let mut jobs: Vec<Job<'a>> = Vec::new();
    let mut modules = Vec::new();
    for (id, def) in context.api.type_defs() {
        let Some(module) = &context.names.of(id).module else {
            continue;
        };
        let members = inside.get(&def.root).cloned().unwrap_or_default();
        let usage = Arc::clone(&usage);
        let draft = move |features: &Features| file(module, &members, &usage, features, context);
        jobs.push(with(features, draft));
        modules.push((module, id));
    }
    jobs.push(with(features, move |features| declarations(&modules, features)));
    jobs
}

/// The file of a module with these types.
fn file(
    module: &Ident,
    members: &[TypeId],
    usage: &Usage,
    features: &Features,
    context: Context<'_>,
) -> Draft {
    let mut items = Vec::new();
    for &member in members {
        let def = context.api.type_def(member);
        let docs = usage.docs(member, def, features, context);
        items.extend(match &def.kind {
            Kind::Struct(structure) => structs::structure(member, def, structure, docs, context),
            Kind::Enum(list) => enums::enumeration(member, def, list, docs, context),
            Kind::Union(union) => unions::union(member, def, union, docs, context),
            Kind::Alias(ty) => unions::alias(member, def, ty, &docs, context),
        });
    }
    Draft { path: format!("src/types/{}.rs", unraw(module)), content: Content::Rust(items) }
}

fn declarations(modules: &[(&Ident, TypeId)], features: &Features) -> Draft {
    let path = "src/types/mod.rs".to_owned();
    if features.any() {
        let rows = modules.iter().map(|(module, root)| features.row(module, *root));
        let table = Table { name: "modules", head: "types".to_owned(), rows: rows.collect() };
        return Draft { path, content: Content::Rust(vec![Item::Table(table)]) };
    }
    let declared = modules.iter().map(|(module, _)| {
        Item::Tokens(quote! {
            mod #module;
            pub use #module::*;
        })
    });
    Draft { path, content: Content::Rust(declared.collect()) }
}
