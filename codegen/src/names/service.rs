//! Names of what the client's builder offers: environments, credentials, server variables.
//!
//! In: servers and schemes. Out: variants of `Environment` and methods of the builder.

use std::collections::BTreeMap;

use proc_macro2::Ident;

use super::ident::Role;
use super::scope::Scope;
use super::{Namer, wish};
use crate::api::{SchemeKind, Server};

impl Namer<'_> {
    /// Variants of `Environment`.
    pub(super) fn servers(&mut self) -> Vec<Ident> {
        let api = self.api;
        let mut scope = Scope::new("the environments");
        let mut idents = Vec::new();
        for server in &api.servers {
            let words = match &server.name {
                Some(name) => name.clone(),
                None if api.servers.len() == 1 => "default".to_owned(),
                None => differing(&server.url, shared_tail(server, &api.servers)),
            };
            let wish = wish("server", &server.pointer, &words, Role::Variant);
            idents.push(self.claim(&mut scope, &wish));
        }
        idents
    }

    /// Methods of the builder: for credentials, and for variables of servers.
    pub(super) fn builder(&mut self) -> (Vec<Option<Ident>>, BTreeMap<String, Ident>) {
        let api = self.api;
        let mut scope = Scope::new("the client's builder");
        let keys = api.schemes.iter().filter(|scheme| is_key(&scheme.kind));
        let keys = keys.count();
        let same = |kind: &SchemeKind| {
            let same = api.schemes.iter().filter(|scheme| &scheme.kind == kind);
            same.count()
        };
        let mut schemes = Vec::new();
        for scheme in &api.schemes {
            let words = match &scheme.kind {
                SchemeKind::Constant { .. } => {
                    schemes.push(None);
                    continue;
                }
                SchemeKind::Basic if same(&scheme.kind) == 1 => "basic_auth",
                SchemeKind::Bearer if same(&scheme.kind) == 1 => "bearer_token",
                SchemeKind::Header(_) | SchemeKind::Query(_) | SchemeKind::Cookie(_)
                    if keys == 1 =>
                {
                    "api_key"
                }
                SchemeKind::Basic
                | SchemeKind::Bearer
                | SchemeKind::Header(_)
                | SchemeKind::Query(_)
                | SchemeKind::Cookie(_)
                | SchemeKind::Http(_) => &scheme.id,
            };
            let wish = wish("security scheme", &scheme.pointer, words, Role::Credential);
            schemes.push(Some(self.claim(&mut scope, &wish)));
        }
        let mut variables = BTreeMap::new();
        for variable in api.servers.iter().flat_map(|server| &server.variables) {
            if !variables.contains_key(&variable.name) {
                let words = &variable.name;
                let wish = wish("server variable", &variable.pointer, words, Role::ServerVariable);
                variables.insert(words.clone(), self.claim(&mut scope, &wish));
            }
        }
        (schemes, variables)
    }
}

fn is_key(kind: &SchemeKind) -> bool {
    match kind {
        SchemeKind::Header(_) | SchemeKind::Query(_) | SchemeKind::Cookie(_) => true,
        SchemeKind::Basic
        | SchemeKind::Bearer
        | SchemeKind::Http(_)
        | SchemeKind::Constant { .. } => false,
    }
}

/// How many labels at the end of its host a server shares with any of the others.
fn shared_tail(server: &Server, servers: &[Server]) -> usize {
    let own = labels(&server.url);
    let others = servers.iter().filter(|other| other.pointer != server.pointer);
    let shared = others.map(|other| {
        let other = labels(&other.url);
        let pairs = own.iter().rev().zip(other.iter().rev());
        pairs.take_while(|(one, other)| one == other).count()
    });
    shared.max().unwrap_or_default()
}

/// The part of a URL that the others do not have.
fn differing(url: &str, tail: usize) -> String {
    let labels = labels(url);
    let own = labels.len().saturating_sub(tail);
    if own == 0 {
        let (_, path) = rest(url).split_once('/').unwrap_or(("", url));
        return path.to_owned();
    }
    labels[..own].join(" ")
}

fn labels(url: &str) -> Vec<&str> {
    let host = rest(url).split(['/', ':']).next().unwrap_or_default();
    host.split('.').collect()
}

fn rest(url: &str) -> &str {
    url.split_once("://").map_or(url, |(_, rest)| rest)
}
