//! What a crate needs beside its own code, found before anything is emitted.
//!
//! In: the model. Out: optional dependencies and optional files of the runtime.

use super::Context;
use crate::api::{Kind, Output, Presence, Type};
use crate::settings::DateLibrary;

/// What a crate needs beside its own code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own")]
pub struct Needs {
    /// UUIDs.
    pub uuid: bool,
    /// `chrono`.
    pub chrono: bool,
    /// `jiff`.
    pub jiff: bool,
    /// `time`, and the newtypes around it.
    pub time: bool,
    /// `Patch<T>`.
    pub patch: bool,
    /// Unions.
    pub unions: bool,
    /// Structures with members at their own level.
    pub flat: bool,
    /// Bytes within JSON.
    pub bytes: bool,
}

/// Finds out what a crate needs.
pub fn needs(context: Context<'_>) -> Needs {
    let mut needs = Needs::default();
    let mut see = |ty: &Type| note(ty, context, &mut needs);
    for operation in &context.api.operations {
        operation.parameters.iter().for_each(|p| see(&p.ty));
        operation.body.iter().for_each(|body| see(&body.ty));
        operation.errors.iter().filter_map(|e| e.ty.as_ref()).for_each(&mut see);
        match &operation.output {
            Output::Empty => {}
            Output::One(ty) | Output::Optional(ty) => see(ty),
            Output::ByStatus(replies) => {
                replies.iter().filter_map(|r| r.ty.as_ref()).for_each(&mut see);
            }
        }
    }
    let structs = context.api.types.iter().filter_map(|def| match &def.kind {
        Kind::Struct(structure) => Some(structure),
        Kind::Enum(_) => None,
    });
    let mut patch = false;
    for structure in structs {
        structure.fields.iter().for_each(|field| see(&field.ty));
        structure.rest.iter().for_each(&mut see);
        patch |= structure.fields.iter().any(|field| field.presence == Presence::Patch);
    }
    Needs { patch, ..needs }
}

fn note(ty: &Type, context: Context<'_>, needs: &mut Needs) {
    let formats = context.settings.types;
    let mut library = |library: DateLibrary| match library {
        DateLibrary::Chrono => needs.chrono = true,
        DateLibrary::Jiff => needs.jiff = true,
        DateLibrary::Time => needs.time = true,
        DateLibrary::String => {}
    };
    match ty {
        Type::Date => library(formats.date),
        Type::DateTime => library(formats.date_time),
        Type::Uuid => needs.uuid = true,
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => note(inner, context, needs),
        Type::Boolean
        | Type::Integer(_)
        | Type::Number
        | Type::Text
        | Type::Secret
        | Type::Any
        | Type::Named(_) => {}
    }
}
