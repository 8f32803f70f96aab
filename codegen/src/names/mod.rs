//! Names: the only place where Rust identifiers are born.
//!
//! In: the model. Out: [`Names`], a side table by id, so that a name is no part of a
//! structure. A name depends on where a thing stands, never on its neighbours; a clash is a
//! diagnostic.

mod ident;
mod operation;
mod scope;
mod service;
mod words;

pub use words::{camel, snake};

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::Ident;

use crate::api::{Api, Enum, Kind, Naming, Output, Scalar, Struct, TypeDef, TypeId, Union};
use crate::diagnostics::{Code, Diagnostics, Place, Severity};
use crate::settings::{Settings, is_package_name, operation_key};
use crate::source::Pointer;
use ident::Role;
use operation::{OperationWords, operation_words};
use scope::{Scope, Wish};

/// Every identifier of a crate.
#[derive(Clone, Debug)]
pub struct Names {
    /// The package, as Cargo knows it.
    pub package: String,
    /// By [`TypeId`].
    pub types: Vec<TypeNames>,
    /// The payloads of webhooks and callbacks, by position.
    pub payloads: Vec<Ident>,
    /// In the order of their first operation.
    pub groups: Vec<GroupNames>,
    /// By position of the operation.
    pub operations: Vec<OperationNames>,
    /// The builder's methods by position of the scheme; none for constants.
    pub schemes: Vec<Option<Ident>>,
    /// Variants of `Environment`, by position of the server.
    pub servers: Vec<Ident>,
    /// The builder's methods for variables of servers, by name of the variable.
    pub variables: BTreeMap<String, Ident>,
}

/// The identifiers of a type.
#[derive(Clone, Debug)]
pub struct TypeNames {
    /// The type.
    pub ident: Ident,
    /// The module and file, where the type is the first of one.
    pub module: Option<Ident>,
    /// Fields or variants, in order.
    pub members: Vec<Ident>,
    /// Setters of the fields, in order; empty for enumerations.
    pub setters: Vec<Ident>,
    /// Fields whose members stand among those of the structure, in order.
    pub flats: Vec<Ident>,
}

/// The identifiers of a group of operations.
#[derive(Clone, Debug)]
pub struct GroupNames {
    /// The words of the document.
    pub words: String,
    /// The module and file.
    pub module: Ident,
    /// The type that holds the methods.
    pub ident: Ident,
    /// The method of the client that gives it.
    pub accessor: Ident,
    /// Positions of its operations.
    pub operations: Vec<usize>,
}

/// The identifiers of an operation.
#[derive(Clone, Debug)]
pub struct OperationNames {
    /// The position of its group.
    pub group: usize,
    /// The method.
    pub method: Ident,
    /// The type that stands for the operation.
    pub marker: Ident,
    /// Arguments of the method or setters of the call, in the order of the parameters.
    pub parameters: Vec<Ident>,
}

impl Names {
    /// The identifiers of a type.
    #[must_use]
    pub fn of(&self, id: TypeId) -> &TypeNames {
        &self.types[id.index()]
    }

    /// The crate, as Rust code names it.
    #[must_use]
    pub fn crate_name(&self) -> String {
        self.package.replace('-', "_")
    }
}

/// Names everything in the model.
#[must_use]
pub fn name(api: &Api, settings: &Settings, diagnostics: &mut Diagnostics) -> Names {
    let mut namer = Namer { api, settings, diagnostics };
    let words = api
        .operations
        .iter()
        .map(|operation| operation_words(operation, settings))
        .collect::<Vec<_>>();
    let types = namer.types(&words);
    let payloads = namer.payloads(&words);
    let groups = namer.groups(&words);
    let operations = namer.operations(&words, &groups);
    let (schemes, variables) = namer.builder();
    let servers = namer.servers();
    namer.check_settings();
    Names {
        package: package(api, settings),
        types,
        payloads,
        groups,
        operations,
        schemes,
        servers,
        variables,
    }
}

struct Namer<'a> {
    api: &'a Api,
    settings: &'a Settings,
    diagnostics: &'a mut Diagnostics,
}

impl Namer<'_> {
    fn claim(&mut self, scope: &mut Scope, wish: &Wish<'_>) -> Ident {
        scope.claim(wish, self.settings, self.diagnostics)
    }

    fn types(&mut self, operations: &[OperationWords]) -> Vec<TypeNames> {
        let api = self.api;
        let mut scope = Scope::new("the types");
        let mut files = Scope::new("the files of types");
        let mut names: Vec<TypeNames> = Vec::new();
        for (id, def) in api.type_defs() {
            let words = match &def.naming {
                Naming::Named(name) => name.clone(),
                Naming::Member { parent, part } => {
                    format!("{} {part}", names[parent.index()].ident)
                }
                Naming::Operation { index, part } => {
                    format!("{} {part}", operations[*index].whole)
                }
            };
            let wish = wish("schema", &def.pointer, &words, Role::Type);
            let ident = self.claim(&mut scope, &wish);
            let module = (def.root == id).then(|| {
                let words = snake(&ident.to_string());
                let wish = Wish { words: &words, role: Role::File, ..wish };
                let file = ident::ident(&words, Role::File).unwrap_or_else(|| ident.clone());
                if scope.clashed(&def.pointer) {
                    return file;
                }
                files.take(file, &wish, self.diagnostics)
            });
            let (members, setters, flats) = self.members(def, &ident);
            names.push(TypeNames { ident, module, members, setters, flats });
        }
        names
    }

    /// Names for the payloads of webhooks and callbacks: aliases in a module of their own.
    fn payloads(&mut self, operations: &[OperationWords]) -> Vec<Ident> {
        let api = self.api;
        let mut scope = Scope::new("the payloads");
        let mut names = Vec::new();
        for webhook in &api.webhooks {
            let words = match &webhook.naming {
                Naming::Named(name) => name.clone(),
                Naming::Operation { index, part } => {
                    format!("{} {part}", operations[*index].whole)
                }
                // Nothing that is sent by itself is a member of a type.
                Naming::Member { part, .. } => part.clone(),
            };
            let wish = wish("webhook", &webhook.pointer, &words, Role::Type);
            names.push(self.claim(&mut scope, &wish));
        }
        names
    }

    fn members(&mut self, def: &TypeDef, ident: &Ident) -> (Vec<Ident>, Vec<Ident>, Vec<Ident>) {
        match &def.kind {
            Kind::Struct(structure) => self.fields(def, structure, ident),
            Kind::Enum(list) => (self.variants(list, ident), Vec::new(), Vec::new()),
            Kind::Union(union) => (self.branches(union, ident), Vec::new(), Vec::new()),
            Kind::Alias(_) => (Vec::new(), Vec::new(), Vec::new()),
        }
    }

    fn branches(&mut self, union: &Union, ident: &Ident) -> Vec<Ident> {
        let mut scope = Scope::new(format!("the variants of `{ident}`"));
        let mut variants = Vec::new();
        for branch in &union.branches {
            let words = match camel(&branch.words).as_str() {
                "Unknown" => "unknown value".to_owned(),
                _ => branch.words.clone(),
            };
            let wish = wish("branch", &branch.pointer, &words, Role::Variant);
            variants.push(self.claim(&mut scope, &wish));
        }
        variants
    }

    fn fields(
        &mut self,
        def: &TypeDef,
        structure: &Struct,
        ident: &Ident,
    ) -> (Vec<Ident>, Vec<Ident>, Vec<Ident>) {
        let mut scope = Scope::new(format!("the fields of `{ident}`"));
        if structure.rest.is_some() {
            let pointer = def.pointer.child("additionalProperties");
            let rest = wish("map of other members", &pointer, "extra", Role::Field);
            self.claim(&mut scope, &rest);
        }
        let mut members = Vec::new();
        let mut setters = Vec::new();
        for field in &structure.fields {
            let member = wish("property", &field.pointer, &field.wire, Role::Field);
            let member = self.claim(&mut scope, &member);
            let words = unraw(&member);
            let setter = ident::ident(&words, Role::Setter);
            setters.push(setter.unwrap_or_else(|| member.clone()));
            members.push(member);
        }
        let flats = structure.flats.iter().map(|flat| {
            let wish = wish("union", &flat.pointer, &flat.words, Role::Field);
            self.claim(&mut scope, &wish)
        });
        (members, setters, flats.collect())
    }

    fn variants(&mut self, list: &Enum, ident: &Ident) -> Vec<Ident> {
        let mut scope = Scope::new(format!("the variants of `{ident}`"));
        let mut variants = Vec::new();
        for variant in &list.variants {
            let words = match (&variant.name, &variant.value) {
                (Some(name), _) => name.clone(),
                (None, Scalar::Text(text)) if text.is_empty() => "empty".to_owned(),
                (None, Scalar::Text(text)) => text.clone(),
                (None, Scalar::Integer(integer)) => integer.to_string(),
                (None, Scalar::Number(number)) => number.to_string(),
                (None, Scalar::Boolean(boolean)) => boolean.to_string(),
            };
            // `Unknown` is what an open enumeration calls the values that nobody listed.
            let words = match camel(&words).as_str() {
                "Unknown" if list.open => "unknown value".to_owned(),
                _ => words,
            };
            let wish = wish("enum value", &variant.pointer, &words, Role::Variant);
            variants.push(self.claim(&mut scope, &wish));
        }
        variants
    }

    fn groups(&mut self, words: &[OperationWords]) -> Vec<GroupNames> {
        let (mut modules, mut accessors) = (Scope::new("the groups"), Scope::new("the client"));
        let mut groups: Vec<GroupNames> = Vec::new();
        for (index, words) in words.iter().enumerate() {
            let known = groups.iter_mut().find(|group| group.words == words.group);
            if let Some(group) = known {
                group.operations.push(index);
                continue;
            }
            // A group has no place of its own: the settings name it at its operations.
            let operation = &self.api.operations[index];
            let key = operation_key(&operation.method, &operation.path);
            let wished = wish("group", &operation.pointer, &words.group, Role::Module);
            let wished = Wish { operation: Some(&key), ..wished };
            let named = |role: Role, words: &str| ident::ident(words, role);
            let module = named(Role::Module, &snake(&words.group));
            let ident = named(Role::Group, &camel(&words.group));
            let accessor = named(Role::ClientMethod, &snake(&words.group));
            let (Some(module), Some(ident), Some(accessor)) = (module, ident, accessor) else {
                scope::refuse(&wished, None, self.diagnostics);
                continue;
            };
            let module = modules.take(module, &wished, self.diagnostics);
            if !modules.clashed(&operation.pointer) {
                accessors.take(accessor.clone(), &wished, self.diagnostics);
            }
            let (words, operations) = (words.group.clone(), vec![index]);
            groups.push(GroupNames { words, module, ident, accessor, operations });
        }
        groups
    }

    fn operations(
        &mut self,
        words: &[OperationWords],
        groups: &[GroupNames],
    ) -> Vec<OperationNames> {
        let api = self.api;
        let scopes = |what: &str| {
            let scopes = groups.iter().map(|group| Scope::new(format!("{what} `{}`", group.words)));
            scopes.collect::<Vec<_>>()
        };
        let (mut scopes, mut types) = (scopes("the group"), scopes("the types of the group"));
        let mut names = Vec::new();
        for (operation, words) in api.operations.iter().zip(words) {
            let group = groups.iter().position(|group| group.words == words.group);
            let group = group.unwrap_or_default();
            let key = operation_key(&operation.method, &operation.path);
            let wish = Wish {
                operation: Some(&key),
                ..wish("operation", &operation.pointer, &words.method, Role::Method)
            };
            let (Some(scope), Some(types)) = (scopes.get_mut(group), types.get_mut(group)) else {
                continue;
            };
            let method = self.claim(scope, &wish);
            let marker = camel(&unraw(&method));
            let marker =
                if groups[group].ident == marker { format!("{marker}Operation") } else { marker };
            let marker = ident::ident(&marker, Role::Marker).unwrap_or_else(|| method.clone());
            if !scope.clashed(&operation.pointer) {
                types.take(marker.clone(), &wish, self.diagnostics);
                let output = matches!(operation.output, Output::ByStatus(_));
                let output = output.then(|| ident::checked(&format!("{marker}Output"))).flatten();
                output.map(|output| types.take(output, &wish, self.diagnostics));
            }
            let parameters = self.parameters(operation, &method);
            names.push(OperationNames { group, method, marker, parameters });
        }
        names
    }

    fn parameters(&mut self, operation: &crate::api::Operation, method: &Ident) -> Vec<Ident> {
        let mut scope = Scope::new(format!("the parameters of `{method}`"));
        let body = operation.body.as_ref();
        if body.is_some_and(|body| body.required) {
            let wish = wish("request body", &operation.pointer, "body", Role::Argument);
            if let Some(ident) = ident::ident("body", Role::Argument) {
                scope.take(ident, &wish, self.diagnostics);
            }
        }
        let mut idents = Vec::new();
        for parameter in &operation.parameters {
            let role = if parameter.required { Role::Argument } else { Role::CallSetter };
            let wish = wish("parameter", &parameter.pointer, &parameter.wire, role);
            idents.push(self.claim(&mut scope, &wish));
        }
        idents
    }

    /// Entries of `[names]` that name nothing are mistakes, and so are names that are none.
    fn check_settings(&mut self) {
        for (operation, own) in &self.settings.operations {
            let given = [("group", &own.group), ("method", &own.method)];
            for (key, name) in given.iter().filter_map(|(key, name)| Some((key, name.as_ref()?))) {
                if ident::checked(name).is_none() {
                    let message = format!("`{name}` is no Rust identifier for this {key}");
                    let path = ["operations", operation, key].map(str::to_owned).to_vec();
                    let place = Place::Settings(path);
                    self.diagnostics.push(Severity::Error, Code::NoName, place, message);
                }
            }
        }
        let known = self.pointers();
        let unused = self.settings.names.keys();
        let unused = unused.filter(|key| !known.contains(key.as_str()));
        for key in unused.cloned().collect::<Vec<_>>() {
            let message = format!("nothing that needs a name stands at `{key}`");
            let place = Place::Settings(vec!["names".to_owned(), key]);
            self.diagnostics.push(Severity::Error, Code::UnusedSetting, place, message);
        }
    }

    fn pointers(&self) -> BTreeSet<&str> {
        let api = self.api;
        let mut pointers = BTreeSet::new();
        for def in &api.types {
            pointers.insert(def.pointer.as_str());
            match &def.kind {
                Kind::Struct(structure) => {
                    pointers.extend(structure.fields.iter().map(|field| field.pointer.as_str()));
                }
                Kind::Enum(list) => {
                    pointers.extend(list.variants.iter().map(|variant| variant.pointer.as_str()));
                }
                Kind::Union(union) => {
                    pointers.extend(union.branches.iter().map(|branch| branch.pointer.as_str()));
                }
                Kind::Alias(_) => {}
            }
        }
        for operation in &api.operations {
            pointers.extend(operation.parameters.iter().map(|p| p.pointer.as_str()));
        }
        pointers.extend(api.webhooks.iter().map(|webhook| webhook.pointer.as_str()));
        pointers.extend(api.schemes.iter().map(|scheme| scheme.pointer.as_str()));
        for server in &api.servers {
            pointers.insert(server.pointer.as_str());
            pointers.extend(server.variables.iter().map(|v| v.pointer.as_str()));
        }
        pointers
    }
}

fn wish<'a>(what: &'static str, pointer: &'a Pointer, words: &'a str, role: Role) -> Wish<'a> {
    Wish { what, pointer, words, role, operation: None }
}

/// The text of an identifier without the mark of a raw one.
#[must_use]
pub fn unraw(ident: &Ident) -> String {
    let text = ident.to_string();
    match text.strip_prefix("r#") {
        Some(text) => text.to_owned(),
        None => text,
    }
}

fn package(api: &Api, settings: &Settings) -> String {
    let title = snake(&api.title).replace('_', "-");
    match &settings.package.name {
        Some(name) => name.clone(),
        None if is_package_name(&title) => title,
        None => "client".to_owned(),
    }
}
