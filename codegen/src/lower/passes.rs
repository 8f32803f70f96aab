//! What can only be said once the whole model is there. Each pass has one job.

use std::collections::BTreeSet;

use crate::api::{Api, Body, Content, Form, Kind, Presence, Type, TypeId};
use crate::settings::Extra;

/// Bodies of PATCH tell absent from null: their optional members that can be null do too.
pub(super) fn patch(api: &mut Api) {
    let mut bodies = Vec::new();
    for operation in &api.operations {
        if operation.method == "PATCH"
            && let Some(body) = &operation.body
            && let Content::Json(Type::Named(id)) = &body.content
        {
            bodies.push(*id);
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
    let mut read: Vec<_> = api.webhooks.iter().flat_map(|w| w.payload.named()).collect();
    for operation in &api.operations {
        sent.extend(operation.parameters.iter().flat_map(|p| p.ty.named()));
        sent.extend(operation.body.iter().filter_map(Body::ty).flat_map(Type::named));
        read.extend(operation.output.types().flat_map(Type::named));
        read.extend(operation.headers.iter().chain(&operation.error_headers).flat_map(Type::named));
        read.extend(operation.errors.iter().filter_map(|e| e.ty.as_ref()).flat_map(Type::named));
    }
    for id in reached(api, sent) {
        api.types[id.index()].usage.request = true;
    }
    for id in reached(api, read) {
        api.types[id.index()].usage.response = true;
    }
}

/// Keeps the members that nobody lists, where the settings ask for it. Gives the entries of the
/// settings that name no structure.
pub(super) fn extra(api: &mut Api, extra: &Extra) -> Vec<usize> {
    let mut used = BTreeSet::new();
    for def in &mut api.types {
        let listed = extra.schemas.iter().position(|entry| entry == def.pointer.as_str());
        let read = extra.all && def.usage.response && !def.usage.request;
        if let Kind::Struct(structure) = &mut def.kind
            && structure.form == Form::Json
            && (read || listed.is_some())
        {
            structure.rest.get_or_insert(Type::Any);
            used.extend(listed);
        }
    }
    (0..extra.schemas.len()).filter(|index| !used.contains(index)).collect()
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

/// Boxes what would make a type hold itself.
pub(super) fn cycles(api: &mut Api) {
    for start in 0..api.types.len() {
        let start = TypeId::new(start);
        let boxed = held_by(&api.type_def(start).kind)
            .into_iter()
            .map(|(held, boxed)| !boxed && held.into_iter().any(|id| holds(api, id, start)))
            .collect::<Vec<_>>();
        for (flag, boxed) in boxes(&mut api.types[start.index()].kind).into_iter().zip(boxed) {
            *flag |= boxed;
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
        let places = held_by(&api.type_def(id).kind).into_iter();
        open.extend(places.filter(|(_, boxed)| !boxed).flat_map(|(held, _)| held));
    }
    false
}

/// The places of a definition that a value of it holds inside itself: the named types there, and
/// whether they are boxed.
fn held_by(kind: &Kind) -> Vec<(Vec<TypeId>, bool)> {
    match kind {
        Kind::Struct(structure) => {
            let fields = structure.fields.iter().map(|field| (held(&field.ty), field.boxed));
            let flats = structure.flats.iter().map(|flat| (held(&flat.ty), flat.boxed));
            fields.chain(flats).collect()
        }
        Kind::Union(union) => {
            union.branches.iter().map(|branch| (held(&branch.ty), branch.boxed)).collect()
        }
        // What another type under a new name holds itself by is a list or a map.
        Kind::Alias(ty) => vec![(held(ty), false)],
        Kind::Enum(_) => Vec::new(),
    }
}

/// The marks of the same places that say whether they are boxed.
fn boxes(kind: &mut Kind) -> Vec<&mut bool> {
    match kind {
        Kind::Struct(structure) => {
            let fields = structure.fields.iter_mut().map(|field| &mut field.boxed);
            fields.chain(structure.flats.iter_mut().map(|flat| &mut flat.boxed)).collect()
        }
        Kind::Union(union) => union.branches.iter_mut().map(|branch| &mut branch.boxed).collect(),
        Kind::Alias(_) | Kind::Enum(_) => Vec::new(),
    }
}

/// The named types that a value of this type holds inside itself.
pub(super) fn held(ty: &Type) -> Vec<TypeId> {
    match ty {
        Type::Named(id) => vec![*id],
        Type::Nullable(inner) => held(inner),
        Type::Tuple(elements) => elements.iter().flat_map(held).collect(),
        // A list or a map is an indirection already.
        Type::List(_)
        | Type::Map(_)
        | Type::Boolean
        | Type::Integer(_)
        | Type::Number
        | Type::Text
        | Type::Secret
        | Type::Bytes
        | Type::Uuid
        | Type::Date
        | Type::DateTime
        | Type::File
        | Type::Any => Vec::new(),
    }
}

/// The types that can be reached from these.
pub(super) fn reached(api: &Api, start: Vec<TypeId>) -> Vec<TypeId> {
    let mut seen = vec![false; api.types.len()];
    let mut open = start;
    let mut found = Vec::new();
    while let Some(id) = open.pop() {
        if std::mem::replace(&mut seen[id.index()], true) {
            continue;
        }
        found.push(id);
        api.type_def(id).kind.each_type(&mut |ty| open.extend(ty.named()));
    }
    found
}
