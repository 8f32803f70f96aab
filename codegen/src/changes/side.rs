//! One of the two versions, with what every comparison asks of it.
//!
//! In: a model with its names. Out: for each type what it is called in reports, which ways it
//! travels and which operations speak of it. Compares nothing.

use std::collections::{BTreeSet, VecDeque};

use super::{Direction, Model};
use crate::api::{Api, Body, Kind, Naming, Operation, Payload, Type, TypeDef, TypeId, Webhook};
use crate::diagnostics::{Diagnostics, Place};
use crate::names::{GroupNames, Names, unraw};
use crate::source::Pointer;

/// One of the two versions.
pub struct Side<'a> {
    pub model: &'a Model,
    pub diagnostics: &'a Diagnostics,
    /// By position of the type.
    uses: Vec<Use>,
    /// By position of the type: where it stands, as `Pet.toys[]`.
    titles: Vec<String>,
    /// Operations, then webhooks: what reports call them.
    labels: Vec<String>,
}

/// What is known of the use of a type.
#[derive(Clone, Default)]
struct Use {
    ways: Ways,
    /// Positions in the labels.
    users: BTreeSet<usize>,
}

/// The ways that something travels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a way of its own")]
pub struct Ways {
    pub request: bool,
    pub response: bool,
    pub error: bool,
    pub webhook: bool,
}

impl Ways {
    /// The way as a report says it.
    pub fn direction(self) -> Direction {
        let Self { request, response, error, webhook } = self;
        match (request, response, webhook, error) {
            (true, false, false, false) => Direction::Request,
            (true, _, _, _) => Direction::Both,
            (false, true, _, _) => Direction::Response,
            (false, false, true, _) => Direction::Webhook,
            (false, false, false, true) => Direction::Error,
            (false, false, false, false) => Direction::None,
        }
    }

    fn add(&mut self, way: Direction) {
        match way {
            Direction::Request => self.request = true,
            Direction::Response => self.response = true,
            Direction::Both => (self.request, self.response) = (true, true),
            Direction::Error => self.error = true,
            Direction::Webhook => self.webhook = true,
            Direction::None => {}
        }
    }
}

impl<'a> Side<'a> {
    pub fn new(model: &'a Model, diagnostics: &'a Diagnostics) -> Self {
        let api = &model.api;
        let operations = api.operations.iter().map(label);
        let webhooks = api.webhooks.iter().map(webhook_label);
        let labels = operations.chain(webhooks).collect();
        let uses = uses(api);
        Self { model, diagnostics, uses, titles: titles(api), labels }
    }

    pub fn api(&self) -> &'a Api {
        &self.model.api
    }

    pub fn names(&self) -> &'a Names {
        &self.model.names
    }

    pub fn def(&self, id: TypeId) -> &'a TypeDef {
        self.model.api.type_def(id)
    }

    /// Where a reader finds what stands at a pointer.
    pub fn place(&self, pointer: &Pointer) -> Place {
        self.diagnostics.place(pointer)
    }

    /// What reports call a type.
    pub fn title(&self, id: TypeId) -> &str {
        self.titles.get(id.index()).map_or("", String::as_str)
    }

    /// The ways that a type travels.
    pub fn ways(&self, id: TypeId) -> Ways {
        self.uses.get(id.index()).map(|known| known.ways).unwrap_or_default()
    }

    /// What speaks of a type, in the document's order.
    pub fn users(&self, id: TypeId) -> impl Iterator<Item = &str> {
        let users = self.uses.get(id.index()).into_iter().flat_map(|known| &known.users);
        users.filter_map(|index| self.labels.get(*index)).map(String::as_str)
    }

    /// The file in which a type stands.
    pub fn type_file(&self, id: TypeId) -> Option<String> {
        let root = self.def(id).root;
        let module = self.names().of(root).module.as_ref()?;
        Some(format!("src/types/{}.rs", unraw(module)))
    }

    /// The file in which an operation stands.
    pub fn operation_file(&self, index: usize) -> Option<String> {
        let group = self.names().operations.get(index)?.group;
        self.names().groups.get(group).map(group_file)
    }

    /// The call of an operation, as its user writes it.
    pub fn call(&self, index: usize) -> Option<String> {
        let names = self.names().operations.get(index)?;
        let group = self.names().groups.get(names.group)?;
        Some(format!("{}().{}()", group.accessor, names.method))
    }

    /// The marker of an operation, as its user writes it.
    pub fn marker(&self, index: usize) -> Option<String> {
        let names = self.names().operations.get(index)?;
        let group = self.names().groups.get(names.group)?;
        Some(format!("{}::{}", group.module, names.marker))
    }
}

/// What reports call an operation.
pub fn label(operation: &Operation) -> String {
    let Operation { method, path, names, .. } = operation;
    match &names.suffix {
        Some(suffix) => format!("{method} {path} ({suffix})"),
        None => format!("{method} {path}"),
    }
}

/// The file in which the operations of a group stand.
pub fn group_file(group: &GroupNames) -> String {
    format!("src/{}.rs", unraw(&group.module))
}

/// What reports call a webhook.
pub fn webhook_label(webhook: &Webhook) -> String {
    format!("webhook {}", webhook.wire.as_deref().unwrap_or("all webhooks"))
}

/// Each position of an operation at which a type stands: the way it travels, and what comes after
/// the operation's name in reports.
pub fn positions(operation: &Operation) -> Vec<(Direction, String, &Type)> {
    let mut found = Vec::new();
    for parameter in &operation.parameters {
        found.push((Direction::Request, format!(" ?{}", parameter.wire), &parameter.ty));
    }
    let body = operation.body.as_ref().and_then(Body::ty);
    found.extend(body.map(|ty| (Direction::Request, " body".to_owned(), ty)));
    let answers = operation.output.types();
    found.extend(answers.map(|ty| (Direction::Response, " answer".to_owned(), ty)));
    let errors = operation.errors.iter().filter_map(|case| case.ty.as_ref());
    found.extend(errors.map(|ty| (Direction::Error, " failure".to_owned(), ty)));
    let headers = operation.headers.iter();
    found.extend(headers.map(|ty| (Direction::Response, " headers".to_owned(), ty)));
    let headers = operation.error_headers.iter();
    found.extend(headers.map(|ty| (Direction::Error, " failure's headers".to_owned(), ty)));
    found
}

fn uses(api: &Api) -> Vec<Use> {
    let mut uses = vec![Use::default(); api.types.len()];
    let mut visit = |user: usize, way: Direction, ty: &Type| {
        let mut seen = BTreeSet::new();
        let mut open = ty.named();
        while let Some(id) = open.pop() {
            if seen.insert(id)
                && let Some(known) = uses.get_mut(id.index())
            {
                known.ways.add(way);
                known.users.insert(user);
                api.type_def(id).kind.each_type(&mut |inner| open.extend(inner.named()));
            }
        }
    };
    for (user, operation) in api.operations.iter().enumerate() {
        for (way, _, ty) in positions(operation) {
            visit(user, way, ty);
        }
    }
    for (index, webhook) in api.webhooks.iter().enumerate() {
        visit(api.operations.len() + index, Direction::Webhook, &webhook.payload);
    }
    uses
}

/// What reports call each type: by its own name, or by the place where it is met first.
fn titles(api: &Api) -> Vec<String> {
    let mut titles: Vec<Option<String>> = vec![None; api.types.len()];
    let mut open = VecDeque::from(starts(api));
    while let Some((id, title)) = open.pop_front() {
        let Some(free @ None) = titles.get_mut(id.index()) else { continue };
        for (step, ty) in members(api.type_def(id)) {
            let place = format!("{title}{step}");
            inside(ty, "", &mut |child, steps| open.push_back((child, format!("{place}{steps}"))));
        }
        *free = Some(title);
    }
    let titles = api.type_defs().zip(titles);
    titles.map(|((id, def), title)| title.unwrap_or_else(|| unmet(id, def))).collect()
}

/// Where reading begins: at types with names, then at what calls and webhooks speak of.
fn starts(api: &Api) -> Vec<(TypeId, String)> {
    let named = api.type_defs().filter_map(|(id, def)| match &def.naming {
        Naming::Named(name) => Some((id, name.clone())),
        Naming::Member { .. } | Naming::Operation { .. } => None,
    });
    let mut starts = named.collect::<Vec<_>>();
    for operation in &api.operations {
        let label = label(operation);
        for (_, place, ty) in positions(operation) {
            inside(ty, "", &mut |id, steps| starts.push((id, format!("{label}{place}{steps}"))));
        }
    }
    for webhook in &api.webhooks {
        let label = webhook_label(webhook);
        inside(&webhook.payload, "", &mut |id, steps| starts.push((id, format!("{label}{steps}"))));
    }
    starts
}

/// What reports call a type to which nothing leads but its own place.
fn unmet(id: TypeId, def: &TypeDef) -> String {
    match &def.naming {
        Naming::Named(name) => name.clone(),
        Naming::Member { part, .. } | Naming::Operation { part, .. } => {
            format!("{part} #{}", id.index())
        }
    }
}

/// What stands in a type, each with what comes after the type's name in reports.
fn members(def: &TypeDef) -> Vec<(String, &Type)> {
    match &def.kind {
        Kind::Struct(structure) => {
            let fields = structure.fields.iter();
            let fields = fields.map(|field| (format!(".{}", field.wire), &field.ty));
            let flats = structure.flats.iter().map(|flat| (format!("|{}", flat.words), &flat.ty));
            let rest = structure.rest.iter().map(|rest| ("{}".to_owned(), rest));
            fields.chain(flats).chain(rest).collect()
        }
        Kind::Union(union) => {
            let branches = union.branches.iter();
            branches.map(|branch| (format!("|{}", branch.words), &branch.ty)).collect()
        }
        Kind::Alias(ty) => vec![(String::new(), ty)],
        Kind::Enum(_) => Vec::new(),
    }
}

/// The named types in a type, each with the steps that lead to it.
fn inside(ty: &Type, steps: &str, found: &mut dyn FnMut(TypeId, &str)) {
    match ty {
        Type::Named(id) => found(*id, steps),
        Type::List(inner) => inside(inner, &format!("{steps}[]"), found),
        Type::Map(inner) => inside(inner, &format!("{steps}{{}}"), found),
        Type::Nullable(inner) => inside(inner, steps, found),
        Type::Tuple(elements) => {
            for (index, element) in elements.iter().enumerate() {
                inside(element, &format!("{steps}[{index}]"), found);
            }
        }
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

/// What a payload is read as, where no type says so.
pub fn payload_words(payload: &Payload) -> &'static str {
    match payload {
        Payload::Json(_) => "JSON",
        Payload::Text => "text",
        Payload::Bytes => "bytes",
        Payload::Items { .. } => "a stream of items",
    }
}
