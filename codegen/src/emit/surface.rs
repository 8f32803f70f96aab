//! What a program can name of a crate, as lines under keys: what `changes` compares.
//!
//! In: the model and its names, and names by which the types of two crates are known. Out: for a
//! type, an operation or the client, each thing that a program can use, with its signature. Says
//! the same as what is emitted, by the same functions where there are any; a test holds the two
//! together. Documentation is none of it.

use std::collections::BTreeMap;

pub use super::answers::output_variant;
use super::client::default_server;
use super::features::{Features, features};
use super::structs::{
    field_type, flat_type, has_builder, is_converted, is_needed, only_needed, value_type,
};
use super::tokens::{Home, converts, type_text};
use super::unions::made_of;
use super::{Context, pages};
use crate::api::{
    Api, Body, Content, Enum, Field, Form, Kind, Operation, Output, Payload, Presence,
    Representation, SchemeKind, Struct, Type, TypeDef, TypeId, Union,
};
use crate::names::{Names, OperationNames, TypeNames};
use crate::settings::Settings;

/// Things that a program can use, each with its signature.
pub type Lines = BTreeMap<String, String>;

/// What a program can name of a crate.
pub struct Surface<'a> {
    context: Context<'a>,
    spelling: Spelling,
    features: Features,
}

/// Names by which what stands in two crates is known, by position.
pub struct Spelling {
    /// Of types.
    pub types: Vec<String>,
    /// Of groups of operations.
    pub groups: Vec<String>,
}

impl<'a> Surface<'a> {
    /// The surface of a crate whose types and groups are known by these names.
    pub fn new(api: &'a Api, names: &'a Names, settings: &'a Settings, spelling: Spelling) -> Self {
        let context = Context { api, names, settings };
        Self { context, spelling, features: features(context) }
    }

    fn home(&self) -> Home<'_> {
        Home::Compared(&self.spelling.types)
    }

    /// The text of a type.
    pub fn ty(&self, ty: &Type) -> String {
        type_text(ty, self.home(), self.context)
    }

    /// The text of the type of a field, with what its presence makes of it.
    pub fn field(&self, field: &Field) -> String {
        field_type(field, self.home(), self.context)
    }

    /// What a program can use of a type.
    pub fn of_type(&self, id: TypeId) -> Lines {
        let (def, names) = (self.context.api.type_def(id), self.context.names.of(id));
        let mut lines = match &def.kind {
            Kind::Struct(structure) => self.structure(id, def, structure, names),
            Kind::Enum(list) => enumeration(list, names),
            Kind::Union(union) => self.union(def, union, names),
            Kind::Alias(ty) => Lines::from([("inner".to_owned(), self.ty(ty))]),
        };
        if def.deprecated {
            lines.insert("deprecated".to_owned(), String::new());
        }
        lines
    }

    fn structure(&self, id: TypeId, def: &TypeDef, structure: &Struct, names: &TypeNames) -> Lines {
        let (home, context) = (self.home(), self.context);
        let mut lines = Lines::new();
        let mut add = |key: String, text: String| {
            lines.insert(key, text);
        };
        for (field, ident) in structure.fields.iter().zip(&names.members) {
            add(format!("field {ident}"), field_type(field, home, context));
            if field.deprecated {
                add(format!("deprecated {ident}"), String::new());
            }
        }
        for (flat, ident) in structure.flats.iter().zip(&names.flats) {
            add(format!("field {ident}"), flat_type(flat, home, context));
        }
        if let Some(rest) = &structure.rest {
            add("field extra".to_owned(), self.ty(rest));
        }
        if structure.form != Form::Parts {
            add("Clone".to_owned(), String::new());
        }
        self.made(id, def, structure, names, &mut add);
        lines
    }

    /// How a structure is made.
    fn made(
        &self,
        id: TypeId,
        def: &TypeDef,
        structure: &Struct,
        names: &TypeNames,
        add: &mut dyn FnMut(String, String),
    ) {
        let arguments = self.needed(structure);
        if arguments.is_empty() {
            add("Default".to_owned(), String::new());
        }
        if matches!(structure.form, Form::Headers(_)) {
            return;
        }
        let needed = structure.fields.iter().filter(|field| field.presence.is_required()).count();
        let builds = has_builder(structure, needed);
        if !builds {
            add("new".to_owned(), arguments.join(", "));
        } else if def.usage.request {
            add("builder".to_owned(), names.builder.to_string());
        }
        if !def.usage.request {
            return;
        }
        for (field, setter) in structure.fields.iter().zip(&names.setters) {
            if builds || !field.presence.is_required() {
                let boxed = field.boxed && field.presence == Presence::Patch;
                let ty = self.ty(&field.ty);
                let ty = if boxed { format!("Box<{ty}>") } else { ty };
                let presence = match field.presence {
                    Presence::Patch => "Patch",
                    Presence::Required | Presence::Optional | Presence::Nullable => "Into",
                };
                add(format!("setter {setter}"), format!("{presence} {ty}"));
            }
        }
        let only = only_needed(id, structure).filter(|_| !builds && structure.flats.is_empty());
        if let Some(field) = only {
            add("from".to_owned(), value_type(field, self.home(), self.context));
        }
    }

    /// What a structure cannot be made without.
    fn needed(&self, structure: &Struct) -> Vec<String> {
        let fields = structure.fields.iter().filter(|field| field.presence.is_required());
        let fields = fields.map(|field| {
            let into = if is_converted(field, self.context) { "impl Into " } else { "" };
            format!("{into}{}", value_type(field, self.home(), self.context))
        });
        let flats = structure.flats.iter().filter(|flat| is_needed(flat));
        fields.chain(flats.map(|flat| format!("impl Into {}", self.ty(&flat.ty)))).collect()
    }

    fn union(&self, def: &TypeDef, union: &Union, names: &TypeNames) -> Lines {
        let mut lines = Lines::new();
        for (branch, ident) in union.branches.iter().zip(&names.members) {
            let ty = self.ty(&branch.ty);
            let ty = if branch.boxed { format!("Box<{ty}>") } else { ty };
            lines.insert(format!("variant {ident}"), ty);
        }
        if union.tag.is_some() {
            lines.insert("variant Unknown".to_owned(), "serde_json::Value".to_owned());
        }
        if def.usage.request {
            let made_of = made_of(union, self.home(), self.context).into_iter();
            let variant = |index: usize| names.members.get(index).map(ToString::to_string);
            lines.extend(
                made_of
                    .map(|(index, ty)| (format!("from {ty}"), variant(index).unwrap_or_default())),
            );
        }
        lines
    }

    /// What a program can use of an operation.
    pub fn of_operation(&self, index: usize) -> Lines {
        let context = self.context;
        let mut lines = Lines::new();
        let operation = context.api.operations.get(index).zip(context.names.operations.get(index));
        let Some((operation, names)) = operation else { return lines };
        let group = self.spelling.groups.get(names.group).map_or("", String::as_str);
        let mut add = |key: &str, text: String| {
            lines.insert(key.to_owned(), text);
        };
        add("method", format!("{group}().{}()", names.method));
        add("marker", format!("{group}::{}", names.marker));
        if operation.deprecated {
            add("deprecated", String::new());
        }
        self.taken(operation, names, &mut add);
        match &operation.output {
            Output::Empty => add("output", "()".to_owned()),
            Output::One(payload) => add("output", self.payload(payload)),
            Output::Optional(ty) => add("output", format!("Option<{}>", self.ty(ty))),
            Output::ByStatus(replies) => {
                add("output", format!("{group}::{}", names.output));
                for reply in replies {
                    let variant = output_variant(reply.statuses);
                    let ty = reply.payload.as_ref().map(|payload| self.payload(payload));
                    add(&format!("output {variant}"), ty.unwrap_or_default());
                }
            }
        }
        if let Some(ty) = &operation.headers {
            add("headers", format!("{group}::{} = {}", names.headers, self.ty(ty)));
        }
        if let Some(ty) = &operation.error_headers {
            add("error headers", format!("{group}::{} = {}", names.error_headers, self.ty(ty)));
        }
        if let Some(item) = pages::items_type(operation, self.home(), context) {
            add("pages", item);
        }
        lines
    }

    /// What a method takes, and what its call can be told.
    fn taken(
        &self,
        operation: &Operation,
        names: &OperationNames,
        add: &mut dyn FnMut(&str, String),
    ) {
        let mut arguments = Vec::new();
        let taken = |ty: &Type| {
            let into = if converts(ty, self.context) { "impl Into " } else { "" };
            format!("{into}{}", self.ty(ty))
        };
        for (parameter, ident) in operation.parameters.iter().zip(&names.parameters) {
            if parameter.required {
                arguments.push(taken(&parameter.ty));
            } else {
                add(&format!("setter {ident}"), taken(&parameter.ty));
                if parameter.deprecated {
                    add(&format!("deprecated {ident}"), String::new());
                }
            }
        }
        if let Some(body) = &operation.body {
            let ty = match &body.content {
                Content::Json(_)
                | Content::Lines(_)
                | Content::Form { .. }
                | Content::Parts { .. } => body.ty().map(taken).unwrap_or_default(),
                Content::Text => "impl Into String".to_owned(),
                Content::Bytes => "impl Into reqwest::Body".to_owned(),
            };
            let Body { required, .. } = body;
            if *required { arguments.push(ty) } else { add("setter body", ty) }
        }
        add("arguments", arguments.join(", "));
    }

    fn payload(&self, payload: &Payload) -> String {
        match payload {
            Payload::Json(ty) => self.ty(ty),
            Payload::Text => "String".to_owned(),
            Payload::Bytes => "Download".to_owned(),
            Payload::Items { ty, .. } => format!("EventStream<{}>", self.ty(ty)),
        }
    }

    /// The variant of `Environment` that a client uses where nothing is said.
    pub fn default_environment(&self) -> Option<String> {
        let index = default_server(self.context)?;
        Some(self.context.names.servers.get(index)?.to_string())
    }

    /// What a program can use of the client, and of the crate as a whole.
    pub fn of_client(&self) -> Lines {
        let Context { api, names, settings } = self.context;
        let mut lines = Lines::new();
        let mut add = |key: String, text: String| {
            lines.insert(key, text);
        };
        add("crate".to_owned(), names.crate_name());
        for ident in &names.servers {
            add(format!("environment {ident}"), String::new());
        }
        if default_server(self.context).is_some() {
            add("environment's default".to_owned(), String::new());
        }
        for (scheme, own) in api.schemes.iter().zip(&names.schemes) {
            let Some(own) = own else { continue };
            let taken = match &scheme.kind {
                SchemeKind::Basic => "username, password",
                SchemeKind::Bearer => "token",
                SchemeKind::Header(_)
                | SchemeKind::Constant { .. }
                | SchemeKind::Query(_)
                | SchemeKind::Cookie(_) => "key",
                SchemeKind::Http(_) => "value",
            };
            add(
                format!("credential {}", own.method),
                format!("{} value", taken.split(", ").count()),
            );
            let others = own.source.iter().chain(&own.exchange);
            others.for_each(|method| add(format!("credential {method}"), String::new()));
        }
        for method in names.variables.values() {
            add(format!("variable {method}"), String::new());
        }
        for group in &names.groups {
            add(format!("group {}", group.accessor), format!("{}::{}", group.module, group.ident));
            add(format!("mocks {}", group.mocks), String::new());
        }
        for feature in &self.features.names {
            add(format!("feature {feature}"), String::new());
        }
        for (ty, ident) in &names.errors {
            add(format!("error {ident}"), self.ty(ty));
        }
        for (webhook, ident) in api.webhooks.iter().zip(&names.payloads) {
            add(format!("payload {ident}"), self.ty(&webhook.payload));
        }
        if settings.webhooks.signature.is_some() {
            add("signatures".to_owned(), String::new());
        }
        lines
    }
}

fn enumeration(list: &Enum, names: &TypeNames) -> Lines {
    let representation = match list.representation {
        Representation::Text => "String",
        Representation::Integer => "i64",
        Representation::Wide => "i128",
        Representation::Number => "f64",
        Representation::Boolean => "bool",
    };
    let mut lines = Lines::new();
    for ident in &names.members {
        lines.insert(format!("variant {ident}"), String::new());
    }
    if list.open {
        lines.insert("variant Unknown".to_owned(), representation.to_owned());
        lines.insert("From".to_owned(), representation.to_owned());
    } else {
        // A program can match all of them without another arm.
        let mut all = names.members.iter().map(ToString::to_string).collect::<Vec<_>>();
        all.sort();
        lines.insert("exhaustive".to_owned(), all.join(", "));
        lines.insert("value".to_owned(), representation.to_owned());
    }
    lines
}
