//! The order of types: the document's, whatever was met first on the way.
//!
//! In: types in the order in which they were met. Out: the same types, those that the document
//! names in its order, then those of operations in theirs, each followed by the types inside
//! it. A reference that is added somewhere then moves nothing. Inline types that nothing leads
//! to, because another part of an `allOf` said it better, are left out.

use std::collections::{BTreeMap, BTreeSet};

use super::passes::reached;
use crate::api::{Api, Body, Naming, Type, TypeDef, TypeId};

/// Puts the types in order; `components` are the names of the document's schemas.
pub(super) fn order<'a>(api: &mut Api, components: impl Iterator<Item = &'a String>) {
    let places: BTreeMap<_, _> =
        components.enumerate().map(|(index, name)| (name.as_str(), index)).collect();
    let place = |def: &TypeDef| {
        let mut steps = def.pointer.steps();
        match (steps.next().as_deref(), steps.next().as_deref(), steps.next()) {
            (Some("components"), Some("schemas"), Some(name)) => {
                places.get(name.as_ref()).copied().unwrap_or(usize::MAX)
            }
            _ => usize::MAX,
        }
    };
    let used = used(api);
    let mut roots = Vec::new();
    let mut inside: BTreeMap<TypeId, Vec<TypeId>> = BTreeMap::new();
    for (id, def) in api.type_defs().filter(|(id, _)| used.contains(id)) {
        match &def.naming {
            Naming::Member { parent, .. } => inside.entry(*parent).or_default().push(id),
            Naming::Named(_) | Naming::Operation { .. } => roots.push((place(def), id)),
        }
    }
    roots.sort_unstable();
    let mut sorted = Vec::new();
    let mut open = roots.into_iter().rev().map(|(_, id)| id).collect::<Vec<_>>();
    while let Some(id) = open.pop() {
        sorted.push(id);
        open.extend(inside.remove(&id).unwrap_or_default().into_iter().rev());
    }
    rearrange(api, &sorted);
}

/// The types that the document names, those that they, the operations and the webhooks lead to,
/// and those that these stand in.
fn used(api: &mut Api) -> BTreeSet<TypeId> {
    let named = api.type_defs().filter(|(_, def)| matches!(def.naming, Naming::Named(_)));
    let mut start = named.map(|(id, _)| id).collect::<Vec<_>>();
    each_type_that_travels(api, &mut |ty| start.extend(ty.named()));
    let mut used = BTreeSet::new();
    for mut id in reached(api, start) {
        while used.insert(id)
            && let Naming::Member { parent, .. } = api.type_def(id).naming
        {
            id = parent;
        }
    }
    used
}

/// Moves each type to its position in `sorted`, and leads everything there that refers to it.
fn rearrange(api: &mut Api, sorted: &[TypeId]) {
    let mut positions = vec![TypeId::new(0); api.types.len()];
    for (position, id) in sorted.iter().enumerate() {
        positions[id.index()] = TypeId::new(position);
    }
    let moved = |id: &mut TypeId| *id = positions[id.index()];
    let mut types = std::mem::take(&mut api.types).into_iter().map(Some).collect::<Vec<_>>();
    api.types = sorted.iter().filter_map(|id| types[id.index()].take()).collect();
    for def in &mut api.types {
        moved(&mut def.root);
        if let Naming::Member { parent, .. } = &mut def.naming {
            moved(parent);
        }
    }
    each_type(api, &mut |ty| lead(ty, &moved));
}

fn lead(ty: &mut Type, moved: &impl Fn(&mut TypeId)) {
    match ty {
        Type::Named(id) => moved(id),
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => lead(inner, moved),
        Type::Tuple(elements) => elements.iter_mut().for_each(|element| lead(element, moved)),
        Type::Boolean
        | Type::Integer(_)
        | Type::Number
        | Type::Text
        | Type::Secret
        | Type::Bytes
        | Type::Uuid
        | Type::Date
        | Type::DateTime
        | Type::File
        | Type::Any => {}
    }
}

/// Visits every type that stands anywhere in the model.
fn each_type(api: &mut Api, visit: &mut impl FnMut(&mut Type)) {
    for def in &mut api.types {
        def.kind.each_type_mut(visit);
    }
    api.plain.iter_mut().for_each(|plain| visit(&mut plain.ty));
    each_type_that_travels(api, visit);
}

fn each_type_that_travels(api: &mut Api, visit: &mut impl FnMut(&mut Type)) {
    api.webhooks.iter_mut().for_each(|webhook| visit(&mut webhook.payload));
    for operation in &mut api.operations {
        operation.parameters.iter_mut().for_each(|parameter| visit(&mut parameter.ty));
        operation.body.iter_mut().filter_map(Body::ty_mut).for_each(&mut *visit);
        operation.errors.iter_mut().filter_map(|case| case.ty.as_mut()).for_each(&mut *visit);
        operation.output.types_mut().for_each(&mut *visit);
        operation.headers.iter_mut().chain(&mut operation.error_headers).for_each(&mut *visit);
    }
}
