//! Cargo features: one for each group of a crate that has several.
//!
//! In: the model and the groups. Out: the features, and for each file of types those that need it.
//! What one group reaches compiles without the others.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use proc_macro2::TokenStream;
use quote::quote;

use super::Context;
use crate::api::{Type, TypeId};
use crate::names::Ident;

/// The feature of the payloads that the service sends by itself.
const PAYLOADS: &str = "payloads";

/// The feature of the schemas that no operation uses.
const OTHERS: &str = "other-types";

/// The features of a crate, besides those that every crate has.
#[derive(Clone, Debug, Default)]
pub struct Features {
    /// All of them, in the order of the groups; none where there is but one group.
    pub names: Vec<String>,
    /// By position of a type: which of the features need the file that it stands in.
    types: Vec<BTreeSet<usize>>,
    /// By position of an error's body: which of the features need it.
    errors: Vec<BTreeSet<usize>>,
}

/// Finds the features of a crate.
pub fn features(context: Context<'_>) -> Features {
    let groups = &context.names.groups;
    let mut parts = groups
        .iter()
        .map(|group| (group.feature.clone(), group_types(&group.operations, context)))
        .collect::<Vec<_>>();
    if !context.api.webhooks.is_empty() {
        let payloads = context.api.webhooks.iter().flat_map(|webhook| webhook.payload.named());
        parts.push((PAYLOADS.to_owned(), payloads.collect()));
    }
    if parts.len() < 2 {
        return Features::default();
    }
    let mut types = vec![BTreeSet::new(); context.api.types.len()];
    let references = references(context);
    for (feature, (_, start)) in parts.iter().enumerate() {
        let mut open = start.iter().map(|id| context.api.type_def(*id).root).collect::<Vec<_>>();
        while let Some(root) = open.pop() {
            if types[root.index()].insert(feature) {
                open.extend(&references[root.index()]);
            }
        }
    }
    let mut names = parts.into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    let roots = context.api.type_defs().filter(|(id, def)| def.root == *id);
    let unused = roots.filter(|(id, _)| types[id.index()].is_empty()).map(|(id, _)| id);
    let unused = unused.collect::<Vec<_>>();
    if !unused.is_empty() {
        let feature = names.len();
        names.push(OTHERS.to_owned());
        let mut open = unused;
        while let Some(root) = open.pop() {
            if types[root.index()].insert(feature) {
                open.extend(&references[root.index()]);
            }
        }
    }
    Features { names, types, errors: errors(context) }
}

/// The types that the operations of a group name.
fn group_types(operations: &[usize], context: Context<'_>) -> Vec<TypeId> {
    let mut found = Vec::new();
    for operation in operations.iter().filter_map(|index| context.api.operations.get(*index)) {
        found.extend(operation.parameters.iter().flat_map(|parameter| parameter.ty.named()));
        let body = operation.body.as_ref().and_then(|body| body.ty());
        found.extend(body.into_iter().flat_map(Type::named));
        found.extend(operation.output.types().flat_map(Type::named));
        let headers = operation.headers.iter().chain(&operation.error_headers);
        found.extend(headers.flat_map(Type::named));
        let errors = operation.errors.iter().filter_map(|case| case.ty.as_ref());
        found.extend(errors.flat_map(Type::named));
    }
    found
}

/// By position of a root: the roots of the files that its file names.
fn references(context: Context<'_>) -> Vec<BTreeSet<TypeId>> {
    let mut references = vec![BTreeSet::new(); context.api.types.len()];
    for (_, def) in context.api.type_defs() {
        let own = &mut references[def.root.index()];
        def.kind.each_type(&mut |ty| {
            own.extend(ty.named().into_iter().map(|id| context.api.type_def(id).root));
        });
    }
    references
}

/// By position of an error's body: the groups whose operations answer with it.
fn errors(context: Context<'_>) -> Vec<BTreeSet<usize>> {
    let users = context.names.errors.iter().map(|(ty, _)| {
        let groups = context.names.groups.iter().enumerate();
        let groups = groups.filter(|(_, group)| {
            let operations = group.operations.iter();
            let mut operations = operations.filter_map(|index| context.api.operations.get(*index));
            operations
                .any(|operation| operation.errors.iter().any(|case| case.ty.as_ref() == Some(ty)))
        });
        groups.map(|(feature, _)| feature).collect()
    });
    users.collect()
}

impl Features {
    /// Whether the crate has features of its own.
    pub fn any(&self) -> bool {
        !self.names.is_empty()
    }

    /// What stands before an item of a group.
    pub fn of_group(&self, group: usize) -> Option<TokenStream> {
        self.condition(&BTreeSet::from([group]))
    }

    /// The feature that the payloads of webhooks need.
    pub fn of_payloads(&self) -> Option<&str> {
        self.any().then_some(PAYLOADS)
    }

    /// What stands before the variant of an error's body.
    pub fn of_error(&self, position: usize) -> Option<TokenStream> {
        self.condition(self.errors.get(position)?)
    }

    /// Whether several features need the file of a root, so that none of them is on for sure where
    /// it is there.
    pub fn is_shared(&self, root: TypeId) -> bool {
        self.types.get(root.index()).is_some_and(|needed| needed.len() > 1)
    }

    /// A row of the table of types: the module, and the features that need it.
    pub fn row(&self, module: &Ident, root: TypeId) -> String {
        let mut row = format!("{module}:");
        for name in self.of_type(root) {
            let _ = write!(row, " {name:?}");
        }
        row.push(',');
        row
    }

    /// The features that need the file of a type; none where all do.
    pub fn of_type(&self, root: TypeId) -> impl Iterator<Item = &String> {
        let needed = self.types.get(root.index()).filter(|needed| needed.len() < self.names.len());
        needed.into_iter().flatten().filter_map(|index| self.names.get(*index))
    }

    fn condition(&self, needed: &BTreeSet<usize>) -> Option<TokenStream> {
        let names = needed.iter().filter_map(|index| self.names.get(*index)).collect::<Vec<_>>();
        match names.as_slice() {
            [] => None,
            [name] => Some(quote!(#[cfg(feature = #name)])),
            _ => Some(quote!(#[cfg(any(#(feature = #names),*))])),
        }
    }
}
