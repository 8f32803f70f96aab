//! Names of what the client's builder offers: environments, credentials, server variables.
//!
//! In: servers and schemes. Out: variants of `Environment` and methods of the builder.

use std::collections::BTreeMap;

use super::Namer;
use super::ident::{Ident, Role};
use super::scope::{Scope, Wish};
use crate::api::{SchemeKind, Server, Variable};

impl Namer<'_> {
    /// Variants of `Environment`.
    pub(super) fn servers(&mut self) -> Vec<Ident> {
        let api = self.api;
        let texts = api.servers.iter().map(|server| match &server.name {
            Some(name) => name.clone(),
            None if api.servers.len() == 1 => "default".to_owned(),
            None => differing(&server.url, shared_tail(server, &api.servers)),
        });
        let texts = texts.collect::<Vec<_>>();
        let wishes = api.servers.iter().zip(&texts).map(|(server, text)| {
            let wish = Wish::new("server", &server.pointer, text, Role::Variant);
            let own = differing(&server.url, shared_tail(server, &api.servers));
            wish.with_facet(&server.url, format!("{text} {own}"))
                .with_facet(&server.url, rest(&server.url))
        });
        let mut scope = Scope::new("the environments");
        self.claim(&mut scope, &wishes.collect::<Vec<_>>())
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
        let mut wishes = Vec::new();
        for scheme in &api.schemes {
            let text = match &scheme.kind {
                SchemeKind::Constant { .. } => continue,
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
            wishes.push(Wish::new("security scheme", &scheme.pointer, text, Role::Credential));
        }
        let mut claimed = self.claim(&mut scope, &wishes).into_iter();
        let schemes = api.schemes.iter().map(|scheme| match &scheme.kind {
            SchemeKind::Constant { .. } => None,
            SchemeKind::Basic
            | SchemeKind::Bearer
            | SchemeKind::Header(_)
            | SchemeKind::Query(_)
            | SchemeKind::Cookie(_)
            | SchemeKind::Http(_) => claimed.next(),
        });
        let schemes = schemes.collect();
        let mut variables: Vec<&Variable> = Vec::new();
        for variable in api.servers.iter().flat_map(|server| &server.variables) {
            if !variables.iter().any(|known| known.name == variable.name) {
                variables.push(variable);
            }
        }
        let texts = variables.iter().map(|variable| (variable.name.as_str(), &variable.pointer));
        let role = Role::ServerVariable;
        let claimed = self.claim_texts(&mut scope, "server variable", role, texts);
        let names = variables.iter().map(|variable| variable.name.clone());
        (schemes, names.zip(claimed).collect())
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
