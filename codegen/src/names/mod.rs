//! Names: the only place where Rust identifiers are born.
//!
//! In: the model. Out: [`Names`], a side table by id, so that a name is no part of a
//! structure. A name depends on where a thing stands and on what folds to the same identifier,
//! never on other neighbours: `scope` has the rule.

mod calls;
mod env;
mod errors;
mod examples;
mod ident;
mod operation;
mod scope;
mod service;
mod taken;
mod types;
mod words;

pub use env::Env;
pub use ident::Ident;
pub use words::snake;

use std::collections::{BTreeMap, BTreeSet};

use crate::api::{Api, Kind, Type, TypeId};
use crate::diagnostics::{Code, Diagnostics, Place, Severity};
use crate::settings::{Settings, is_package_name};
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
    /// The functions that give their examples, by position.
    pub payload_examples: Vec<Vec<Ident>>,
    /// In the order of their first operation.
    pub groups: Vec<GroupNames>,
    /// By position of the operation.
    pub operations: Vec<OperationNames>,
    /// The variants of `ErrorBody`: the documented bodies of failures, each one once, in the
    /// order of their first operation.
    pub errors: Vec<(Type, Ident)>,
    /// The builder's methods by position of the scheme; none for constants.
    pub schemes: Vec<Option<SchemeNames>>,
    /// Variants of `Environment`, by position of the server.
    pub servers: Vec<Ident>,
    /// What the variants call themselves, in the same order.
    pub environments: Vec<String>,
    /// Environment variables.
    pub env: Env,
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
    /// The type that builds it, where it has one.
    pub builder: Ident,
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
    /// The method of a mock that gives its operations.
    pub mocks: Ident,
    /// The feature of Cargo, where there is more than one group.
    pub feature: String,
    /// Positions of its operations.
    pub operations: Vec<usize>,
}

/// The builder's methods for a security scheme.
#[derive(Clone, Debug)]
pub struct SchemeNames {
    /// The one that takes the credential.
    pub method: Ident,
    /// The one that takes a source of tokens, where the credential is one.
    pub source: Option<Ident>,
    /// The one that takes what tokens are issued for, where the document says by whom.
    pub exchange: Option<Ident>,
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
    /// The type of its answer, where that differs by status.
    pub output: Ident,
    /// The headers of its good answers.
    pub headers: Ident,
    /// The headers of its failures.
    pub error_headers: Ident,
    /// Arguments of the method or setters of the call, in the order of the parameters.
    pub parameters: Vec<Ident>,
    /// The functions that give its examples, in the order of the samples.
    pub examples: Vec<Ident>,
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
    let words = namer.operation_words();
    let types = namer.types(&words);
    let payloads = namer.payloads(&words);
    let groups = namer.groups(&words);
    let mut operations = namer.operations(&words, &groups);
    namer.examples(&groups, &mut operations);
    let payload_examples = namer.payload_examples(&payloads);
    let errors = namer.errors(&types);
    let (schemes, variables) = namer.builder();
    let servers = namer.servers();
    let environments = namer.environments(&servers);
    let package = package(api, settings);
    let env = namer.env(&package, &schemes, &variables);
    namer.check_settings();
    Names {
        package,
        types,
        payloads,
        payload_examples,
        groups,
        operations,
        errors,
        schemes,
        servers,
        environments,
        env,
        variables,
    }
}

struct Namer<'a> {
    api: &'a Api,
    settings: &'a Settings,
    diagnostics: &'a mut Diagnostics,
}

impl Namer<'_> {
    fn claim(&mut self, scope: &mut Scope, wishes: &[Wish<'_>]) -> Vec<Ident> {
        scope.claim(wishes, self.settings, self.diagnostics)
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
        if self.settings.names.is_empty() {
            return;
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

/// The text of an identifier without the mark of a raw one.
#[must_use]
pub fn unraw(ident: &Ident) -> &str {
    let text = ident.as_str();
    text.strip_prefix("r#").unwrap_or(text)
}

fn package(api: &Api, settings: &Settings) -> String {
    let title = words::snake(&api.title).replace('_', "-");
    match &settings.package.name {
        Some(name) => name.clone(),
        None if is_package_name(&title) && words::is_speakable(&api.title) => title,
        None => "client".to_owned(),
    }
}
