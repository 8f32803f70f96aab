//! What can only be said once the whole model is there. Each pass has one job.

use crate::api::{Api, Kind, Output, Presence, Type, TypeId};

/// Bodies of PATCH tell absent from null: their optional members that can be null do too.
pub(super) fn patch(api: &mut Api) {
    let mut bodies = Vec::new();
    for operation in &api.operations {
        if operation.method == "PATCH"
            && let Some(body) = &operation.body
            && let Type::Named(id) = body.ty
        {
            bodies.push(id);
        }
    }
    for id in bodies {
        if let Kind::Struct(structure) = &mut api.types[id.index()].kind {
            for field in &mut structure.fields {
                if field.presence == Presence::Optional && field.nullable {
                    field.presence = Presence::Patch;
                }
            }
        }
    }
}

/// Marks on which ways each type travels.
pub(super) fn usage(api: &mut Api) {
    let mut sent = Vec::new();
    let mut read = Vec::new();
    for operation in &api.operations {
        sent.extend(operation.parameters.iter().filter_map(|p| p.ty.named()));
        sent.extend(operation.body.iter().filter_map(|body| body.ty.named()));
        match &operation.output {
            Output::Empty => {}
            Output::One(ty) | Output::Optional(ty) => read.extend(ty.named()),
            Output::ByStatus(replies) => {
                read.extend(replies.iter().filter_map(|r| r.ty.as_ref()?.named()));
            }
        }
        read.extend(operation.errors.iter().filter_map(|e| e.ty.as_ref()?.named()));
    }
    for id in reached(api, sent) {
        api.types[id.index()].usage.request = true;
    }
    for id in reached(api, read) {
        api.types[id.index()].usage.response = true;
    }
}

/// A request never has to carry what only the service sets, nor an answer what it never shows.
pub(super) fn one_way(api: &mut Api) {
    for def in &mut api.types {
        if let Kind::Struct(structure) = &mut def.kind {
            for field in &mut structure.fields {
                let unsent = def.usage.request && field.read_only;
                let unseen = def.usage.response && field.write_only;
                if unsent || unseen {
                    field.presence = Presence::Optional;
                }
            }
        }
    }
}

/// Boxes the members that would make a structure hold itself.
pub(super) fn cycles(api: &mut Api) {
    for start in 0..api.types.len() {
        let start = TypeId::new(start);
        let Kind::Struct(structure) = &api.type_def(start).kind else {
            continue;
        };
        let boxed = structure
            .fields
            .iter()
            .map(|field| match held(&field.ty) {
                Some(id) => !field.boxed && holds(api, id, start),
                None => false,
            })
            .collect::<Vec<_>>();
        if let Kind::Struct(structure) = &mut api.types[start.index()].kind {
            for (field, boxed) in structure.fields.iter_mut().zip(boxed) {
                field.boxed |= boxed;
            }
        }
    }
}

/// Whether a value of `from` holds one of `target` inside itself, without indirection.
fn holds(api: &Api, from: TypeId, target: TypeId) -> bool {
    let mut seen = vec![false; api.types.len()];
    let mut open = vec![from];
    while let Some(id) = open.pop() {
        if id == target {
            return true;
        }
        if std::mem::replace(&mut seen[id.index()], true) {
            continue;
        }
        if let Kind::Struct(structure) = &api.type_def(id).kind {
            let fields = structure.fields.iter().filter(|field| !field.boxed);
            open.extend(fields.filter_map(|field| held(&field.ty)));
        }
    }
    false
}

/// The named type that a value of this type holds inside itself.
fn held(ty: &Type) -> Option<TypeId> {
    match ty {
        Type::Named(id) => Some(*id),
        Type::Nullable(inner) => held(inner),
        // A list or a map is an indirection already.
        Type::List(_)
        | Type::Map(_)
        | Type::Boolean
        | Type::Integer(_)
        | Type::Number
        | Type::Text
        | Type::Secret
        | Type::Uuid
        | Type::Date
        | Type::DateTime
        | Type::Any => None,
    }
}

/// The types that can be reached from these.
fn reached(api: &Api, start: Vec<TypeId>) -> Vec<TypeId> {
    let mut seen = vec![false; api.types.len()];
    let mut open = start;
    let mut found = Vec::new();
    while let Some(id) = open.pop() {
        if std::mem::replace(&mut seen[id.index()], true) {
            continue;
        }
        found.push(id);
        if let Kind::Struct(structure) = &api.type_def(id).kind {
            open.extend(structure.fields.iter().filter_map(|field| field.ty.named()));
            open.extend(structure.rest.as_ref().and_then(Type::named));
        }
    }
    found
}
