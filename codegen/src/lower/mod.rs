//! The document becomes the model.
//!
//! In: [`Document`]. Out: [`Api`]. First the schemas and operations are lowered, then the
//! named passes in [`passes`] look at the whole. Makes no identifier and no Rust.

mod bodies;
mod branches;
mod circles;
mod collections;
mod compose;
mod encodings;
mod enums;
mod examples;
mod groups;
mod headers;
mod limits;
mod media;
mod members;
mod multipart;
mod narrow;
mod operation;
mod order;
mod pages;
mod parameters;
mod parents;
mod passes;
mod patterns;
mod responses;
mod schema;
mod servers;
mod service;
mod shape;
mod styles;
mod tags;
mod unions;
mod webhooks;

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{AnySchema, SchemaData};

use crate::api::{Api, Naming, Plain, Scheme, Topic, Type, TypeDef, TypeId};
use crate::diagnostics::{Code, Diagnostics, Place, Severity};
use crate::document::Document;
use crate::settings::{Settings, operation_key};
use crate::source::Pointer;

/// Lowers the whole document; what cannot be lowered is a diagnostic.
#[must_use]
pub fn lower(document: &Document, settings: &Settings, diagnostics: &mut Diagnostics) -> Api {
    let mut lowering = Lowering::new(document, settings, diagnostics);
    let schemes = lowering.schemes();
    let security = lowering.security(
        &Pointer::root().child("security"),
        document.security().unwrap_or_default(),
        &schemes,
    );
    let servers = lowering.servers();
    // What is selected leads to the schemas that it needs.
    if !settings.select.any() {
        lowering.components();
    }
    let mut operations = lowering.operations(&schemes, &security);
    let mut webhooks = if settings.select.any() { Vec::new() } else { lowering.webhooks() };
    lowering.leave_out_circles();
    lowering.tell_apart();
    webhooks.extend(lowering.event(&webhooks));
    lowering.settle_parameters(&mut operations);
    lowering.settle_headers();
    lowering.check_settings(&schemes);
    let info = document.info();
    let mut api = Api {
        title: info.title.clone(),
        version: info.version.clone(),
        doc: info.description.clone(),
        servers,
        schemes,
        security,
        topics: topics(document),
        operations,
        webhooks,
        types: std::mem::take(&mut lowering.types),
        plain: Vec::new(),
    };
    if !settings.select.any() {
        api.plain = lowering.plain(&api.types);
    }
    order::order(&mut api, document.schemas().keys());
    passes::patch(&mut api);
    passes::usage(&mut api);
    lowering.limit_definitions(&mut api.types);
    for index in passes::extra(&mut api, &settings.extra) {
        let key = settings.extra.schemas.get(index).map_or("", String::as_str);
        lowering.names_nothing(&["extra", "schemas", &index.to_string()], key, "structure");
    }
    passes::one_way(&mut api);
    passes::cycles(&mut api);
    limits::settle(&mut api, lowering.diagnostics);
    pages::pages(&mut api, settings, diagnostics);
    examples::settle(&mut api, document, settings, diagnostics);
    api
}

/// The tags that the document has words for.
fn topics(document: &Document) -> Vec<Topic> {
    let topics = document.tags().iter().filter_map(|tag| {
        let doc = tag.description.clone()?;
        Some(Topic { name: tag.name.clone(), doc })
    });
    topics.collect()
}

/// What is known while the document is being lowered.
struct Lowering<'a> {
    document: &'a Document,
    settings: &'a Settings,
    diagnostics: &'a mut Diagnostics,
    types: Vec<TypeDef>,
    /// What stands at each pointer that was visited.
    known: BTreeMap<Pointer, State>,
    /// Structures whose members are not collected yet. They come after what they stand in, so
    /// that a list can hold structures that hold the list.
    pending: BTreeMap<TypeId, (Pointer, SchemaData, AnySchema)>,
    /// How many schemas are being lowered, each inside the one before.
    depth: usize,
    /// Structures whose members are being collected.
    filling: Vec<TypeId>,
    /// Types that were referred to while their shape was not known yet.
    promised: BTreeMap<Pointer, TypeId>,
    /// The structures that the children of a parent with a discriminator begin with.
    bases: BTreeMap<TypeId, TypeId>,
    /// Whether what stands at a place speaks of the members of objects.
    objects: BTreeMap<Pointer, bool>,
    /// The structures that were made of two.
    merged: BTreeMap<(TypeId, TypeId), TypeId>,
    /// What is known of the branches of a union beside their types.
    told: BTreeMap<TypeId, tags::Told>,
    /// For each schema that the document names, those that say `allOf` of it.
    children: BTreeMap<Pointer, Vec<Pointer>>,
    /// For each operation of the document, the position of its usual one in the model.
    usual: Vec<usize>,
    /// Structures whose members are parts of bodies, by the structure that is JSON.
    multiparts: BTreeMap<TypeId, TypeId>,
    /// Structures whose members are headers.
    headers: Vec<TypeId>,
    /// Entries of the settings that were of use.
    used: BTreeSet<String>,
}

/// How far the schema at a pointer is.
#[derive(Clone)]
enum State {
    /// Its type is not known yet; this is what it is called if it turns out to need a name.
    Open(Naming),
    /// Its type is known, though members may still be missing.
    Known(Type),
}

impl<'a> Lowering<'a> {
    fn new(
        document: &'a Document,
        settings: &'a Settings,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        Self {
            document,
            settings,
            diagnostics,
            types: Vec::new(),
            known: BTreeMap::new(),
            pending: BTreeMap::new(),
            depth: 0,
            filling: Vec::new(),
            promised: BTreeMap::new(),
            bases: BTreeMap::new(),
            objects: BTreeMap::new(),
            merged: BTreeMap::new(),
            told: BTreeMap::new(),
            children: parents::children(document),
            usual: Vec::new(),
            multiparts: BTreeMap::new(),
            headers: Vec::new(),
            used: BTreeSet::new(),
        }
    }

    /// The schemas that the document names and that became no type with a name.
    fn plain(&self, types: &[TypeDef]) -> Vec<Plain> {
        let named = types.iter().map(|def| &def.pointer).collect::<BTreeSet<_>>();
        let plain = self.document.schemas().keys().filter_map(|name| {
            let pointer = Pointer::root().join(&["components", "schemas", name]);
            let ty = match self.known.get(&pointer) {
                _ if named.contains(&pointer) => return None,
                Some(State::Known(ty)) => ty.clone(),
                // It was refused.
                Some(State::Open(_)) | None => Type::Any,
            };
            let limits = self.limits(&pointer);
            Some(Plain { pointer, name: name.clone(), ty, limits })
        });
        plain.collect()
    }

    /// Whether the settings list this pointer, which is then an entry that was of use.
    fn listed(&mut self, list: &[String], at: &Pointer) -> bool {
        let found = list.iter().any(|entry| entry == at.as_str());
        if found {
            self.used.insert(at.as_str().to_owned());
        }
        found
    }

    /// Entries of the settings that name nothing are mistakes.
    fn check_settings(&mut self, schemes: &[Scheme]) {
        let document = self.document;
        let operations = document.operations().iter();
        let operations =
            operations.map(|operation| operation_key(&operation.method, &operation.path));
        let operations = operations.collect::<BTreeSet<_>>();
        let Settings { operations: named, security, enums, presence, select, .. } = self.settings;
        for key in named.keys().filter(|key| !operations.contains(*key)) {
            self.names_nothing(&["operations", key], key, "operation");
        }
        let known = |key: &&String| schemes.iter().any(|scheme| &scheme.id == *key);
        for key in security.constants.keys().filter(|key| !known(key)) {
            self.names_nothing(&["security", "constants", key], key, "security scheme");
        }
        for key in security.prefixes.keys().filter(|key| !known(key)) {
            self.names_nothing(&["security", "prefixes", key], key, "security scheme");
        }
        for (section, list, entries, what) in [
            ("enums", "closed", &enums.closed, "enum"),
            ("select", "operations", &select.operations, "operation"),
            ("select", "paths", &select.paths, "operation"),
            ("select", "groups", &select.groups, "operation"),
            ("presence", "patch", &presence.patch, "optional property"),
        ] {
            for (index, key) in entries.iter().enumerate() {
                if !self.used.contains(key) {
                    self.names_nothing(&[section, list, &index.to_string()], key, what);
                }
            }
        }
    }

    fn names_nothing(&mut self, path: &[&str], key: &str, what: &str) {
        let message = format!("`{key}` names no {what} of the document");
        let place = Place::Settings(path.iter().map(|&step| step.to_owned()).collect());
        self.diagnostics.push(Severity::Error, Code::UnusedSetting, place, message);
    }
}
