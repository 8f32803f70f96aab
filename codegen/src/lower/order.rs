//! The order of types: the document's, whatever was met first on the way.
//!
//! In: types in the order in which they were met. Out: the same types, those that the document
//! names in its order, then those of operations in theirs, each followed by the types inside
//! it. A reference that is added somewhere then moves nothing.

use std::collections::BTreeMap;

use crate::api::{Api, Kind, Naming, Output, Type, TypeDef, TypeId};

/// Puts the types in order; `components` are the names of the document's schemas.
pub(super) fn order<'a>(api: &mut Api, components: impl Iterator<Item = &'a String>) {
    let places: BTreeMap<_, _> =
        components.enumerate().map(|(index, name)| (name, index)).collect();
    let place = |def: &TypeDef| {
        let steps = def.pointer.steps().take(3).collect::<Vec<_>>();
        match steps.as_slice() {
            [first, second, name] if first == "components" && second == "schemas" => {
                places.get(name).copied().unwrap_or(usize::MAX)
            }
            _ => usize::MAX,
        }
    };
    let mut roots = Vec::new();
    let mut inside: BTreeMap<TypeId, Vec<TypeId>> = BTreeMap::new();
    for (id, def) in api.type_defs() {
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

/// Moves each type to its position in `sorted`, and leads everything there that refers to it.
fn rearrange(api: &mut Api, sorted: &[TypeId]) {
    let mut positions = vec![TypeId::new(0); api.types.len()];
    for (position, id) in sorted.iter().enumerate() {
        positions[id.index()] = TypeId::new(position);
    }
    let moved = |id: &mut TypeId| *id = positions[id.index()];
    api.types = sorted.iter().map(|id| api.types[id.index()].clone()).collect();
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
        Type::Boolean
        | Type::Integer(_)
        | Type::Number
        | Type::Text
        | Type::Secret
        | Type::Uuid
        | Type::Date
        | Type::DateTime
        | Type::Any => {}
    }
}

/// Visits every type that stands anywhere in the model.
fn each_type(api: &mut Api, visit: &mut impl FnMut(&mut Type)) {
    for def in &mut api.types {
        match &mut def.kind {
            Kind::Struct(structure) => {
                structure.fields.iter_mut().for_each(|field| visit(&mut field.ty));
                structure.rest.iter_mut().for_each(&mut *visit);
            }
            Kind::Enum(_) => {}
        }
    }
    for operation in &mut api.operations {
        operation.parameters.iter_mut().for_each(|parameter| visit(&mut parameter.ty));
        operation.body.iter_mut().for_each(|body| visit(&mut body.ty));
        operation.errors.iter_mut().filter_map(|case| case.ty.as_mut()).for_each(&mut *visit);
        match &mut operation.output {
            Output::Empty => {}
            Output::One(ty) | Output::Optional(ty) => visit(ty),
            Output::ByStatus(replies) => {
                replies.iter_mut().filter_map(|reply| reply.ty.as_mut()).for_each(&mut *visit);
            }
        }
    }
}
