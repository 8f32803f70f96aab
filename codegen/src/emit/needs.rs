//! What a crate needs beside its own code, found before anything is emitted.
//!
//! In: the model. Out: optional dependencies and optional files of the runtime.

use super::bodies::has_files;
use super::parameters::is_styled;
use super::{Context, checks, structs};
use crate::api::{
    Body, Content, Form, Kind, Location, Payload, Presence, Representation, SchemeKind, Type,
};
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
    /// `time`.
    pub time: bool,
    /// `Date`, a newtype around that of `time`.
    pub date: bool,
    /// `DateTime`, and the library that it is a newtype around.
    pub date_time: Option<DateLibrary>,
    /// `Patch<T>`.
    pub patch: bool,
    /// Modules that features turn on and off.
    pub features: bool,
    /// Structures without a member.
    pub empty: bool,
    /// Structures that keep members that they have no field for.
    pub others: bool,
    /// Structures that are made by builders.
    pub builders: bool,
    /// User names and passwords, or programs that prove themselves with such.
    pub basic: bool,
    /// Credentials that show which environment they are for.
    pub prefixes: bool,
    /// Servers with variables in their URLs.
    pub variables: bool,
    /// Enumerations that have the values of the document and no other.
    pub closed: bool,
    /// Enumerations of other values than texts.
    pub scalars: bool,
    /// `Base64`.
    pub bytes: bool,
    /// Unions.
    pub unions: bool,
    /// Structures with the members of others.
    pub flat: bool,
    /// Headers of answers as types.
    pub headers: bool,
    /// Types that hold themselves under a name of their own.
    pub alias: bool,
    /// Parameters.
    pub parameters: bool,
    /// Parameters or credentials in cookies.
    pub cookies: bool,
    /// Notations of parameters that most services do without.
    pub styles: bool,
    /// Bodies that are not plain JSON.
    pub bodies: bool,
    /// Forms.
    pub form: bool,
    /// Bodies of several parts.
    pub multipart: bool,
    /// Bodies that can be streams.
    pub uploads: bool,
    /// Answers of bytes.
    pub download: bool,
    /// Answers of items.
    pub events: bool,
    /// Tokens that change.
    pub tokens: bool,
    /// Tokens that the client gets by itself.
    pub exchange: bool,
    /// Answers in pages.
    pub pages: bool,
    /// Signatures of what the service sends by itself.
    pub signatures: bool,
    /// Requests that can be held against the document before they are sent.
    pub checks: bool,
    /// Patterns among what they are held against.
    pub patterns: bool,
}

/// Finds out what a crate needs.
pub fn needs(context: Context<'_>) -> Needs {
    let parts = context.names.groups.len() + usize::from(!context.api.webhooks.is_empty());
    let signatures = context.settings.webhooks.signature.is_some();
    let mut needs = Needs { features: parts > 1, signatures, ..Needs::default() };
    let mut see = |ty: &Type| note(ty, context, &mut needs);
    for operation in &context.api.operations {
        operation.parameters.iter().for_each(|p| see(&p.ty));
        operation.body.iter().filter_map(Body::ty).for_each(&mut see);
        operation.errors.iter().filter_map(|e| e.ty.as_ref()).for_each(&mut see);
        operation.output.types().for_each(&mut see);
    }
    context.api.webhooks.iter().for_each(|webhook| see(&webhook.payload));
    for def in &context.api.types {
        def.kind.each_type(&mut see);
    }
    for def in &context.api.types {
        match &def.kind {
            Kind::Struct(structure) => {
                let mut fields = structure.fields.iter();
                needs.patch |= fields.any(|field| field.presence == Presence::Patch);
                needs.headers |= matches!(structure.form, Form::Headers(_));
                needs.empty |= structs::is_empty(structure);
                needs.others |= structs::keeps_others(structure);
                needs.flat |= !structure.flats.is_empty();
                needs.builders |= structs::is_built(structure);
            }
            Kind::Union(_) => needs.unions = true,
            Kind::Alias(_) => needs.alias = true,
            Kind::Enum(list) => {
                needs.scalars |= list.representation != Representation::Text;
                needs.closed |= !list.open || list.representation == Representation::Boolean;
            }
        }
    }
    for scheme in &context.api.schemes {
        needs.tokens |= scheme.kind == SchemeKind::Bearer;
        needs.exchange |= scheme.exchange.is_some();
        needs.basic |= scheme.kind == SchemeKind::Basic || scheme.exchange.is_some();
        needs.prefixes |= !scheme.prefixes.is_empty();
    }
    needs.variables = context.api.servers.iter().any(|server| !server.variables.is_empty());
    let mut parameters = context.api.operations.iter().flat_map(|operation| &operation.parameters);
    needs.styles = parameters.clone().any(is_styled);
    needs.cookies = cookies(context);
    needs.parameters = parameters.next().is_some();
    for operation in &context.api.operations {
        needs.pages |= operation.pages.is_some();
        operation.body.iter().for_each(|body| note_body(body, context, &mut needs));
        operation.output.payloads().for_each(|payload| match payload {
            Payload::Json(_) | Payload::Text => {}
            Payload::Bytes => needs.download = true,
            Payload::Items { .. } => needs.events = true,
        });
    }
    (needs.checks, needs.patterns) = checks::needed(context);
    needs
}

/// Whether calls can have cookies.
pub fn cookies(context: Context<'_>) -> bool {
    let mut parameters = context.api.operations.iter().flat_map(|operation| &operation.parameters);
    let mut schemes = context.api.schemes.iter();
    schemes.any(|scheme| matches!(scheme.kind, SchemeKind::Cookie(_)))
        || parameters.any(|parameter| parameter.location == Location::Cookie)
}

fn note_body(body: &Body, context: Context<'_>, needs: &mut Needs) {
    match &body.content {
        Content::Json(_) if body.media == "application/json" => return,
        Content::Json(_) | Content::Lines(_) | Content::Text => {}
        Content::Form { .. } => needs.form = true,
        Content::Parts { ty, .. } => {
            needs.multipart = true;
            needs.uploads |= has_files(ty, context);
        }
        Content::Bytes => needs.uploads = true,
    }
    needs.bodies = true;
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
        Type::Date => {
            library(formats.date);
            needs.date |= formats.date == DateLibrary::Time;
        }
        Type::DateTime => {
            library(formats.date_time);
            needs.date_time = Some(formats.date_time);
        }
        Type::Uuid => needs.uuid = true,
        Type::Bytes => needs.bytes = true,
        Type::Tuple(elements) => elements.iter().for_each(|inner| note(inner, context, needs)),
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => note(inner, context, needs),
        Type::Boolean
        | Type::Integer(_)
        | Type::Number
        | Type::Text
        | Type::Secret
        | Type::File
        | Type::Any
        | Type::Named(_) => {}
    }
}
