//! What holds for the whole service: where it runs and what proves who is calling.
//!
//! In: `servers`, `securitySchemes` and `security`. Out: their model.

use openapiv3::{APIKeyLocation, SecurityRequirement, SecurityScheme, Server as ServerObject};

use super::Lowering;
use crate::api::{Scheme, SchemeKind, Security, Server, Variable};
use crate::diagnostics::Code;
use crate::source::Pointer;

/// The longest description of a server that can be its name, in words.
const NAME_WORDS: usize = 3;

impl Lowering<'_> {
    /// The servers of the document, in order.
    pub(super) fn servers(&mut self) -> Vec<Server> {
        let document = self.document;
        let mut servers = Vec::new();
        for (index, server) in document.servers().iter().enumerate() {
            let pointer = Pointer::root().child("servers").child(index);
            if !server.url.contains("://") {
                let message = format!(
                    "the server `{}` has no host, so the caller has to give the base URL",
                    server.url
                );
                self.diagnostics.note(Code::Ignored, &pointer, message);
                continue;
            }
            servers.push(lower_server(pointer, server));
        }
        servers
    }

    /// The security schemes of the document, in order.
    pub(super) fn schemes(&mut self) -> Vec<Scheme> {
        let document = self.document;
        let mut schemes = Vec::new();
        for (id, scheme) in document.security_schemes() {
            let pointer = Pointer::root().join(&["components", "securitySchemes", id]);
            let Some((kind, doc)) = self.scheme_kind(&pointer, id, scheme) else {
                continue;
            };
            schemes.push(Scheme { pointer, id: id.clone(), doc, kind });
        }
        schemes
    }

    fn scheme_kind(
        &mut self,
        at: &Pointer,
        id: &str,
        scheme: &SecurityScheme,
    ) -> Option<(SchemeKind, Option<String>)> {
        let constant = self.settings.security.constants.get(id);
        match scheme {
            SecurityScheme::APIKey { location, name, description, .. } => {
                let kind = match (location, constant) {
                    (APIKeyLocation::Header, Some(value)) => {
                        SchemeKind::Constant { header: name.clone(), value: value.clone() }
                    }
                    (APIKeyLocation::Header, None) => SchemeKind::Header(name.clone()),
                    (APIKeyLocation::Query, _) => SchemeKind::Query(name.clone()),
                    (APIKeyLocation::Cookie, _) => {
                        self.unsupported(at, "an API key in a cookie");
                        return None;
                    }
                };
                Some((kind, description.clone()))
            }
            SecurityScheme::HTTP { scheme, description, .. } => {
                let kind = match scheme.to_ascii_lowercase().as_str() {
                    "basic" => SchemeKind::Basic,
                    "bearer" => SchemeKind::Bearer,
                    _ => {
                        self.unsupported(at, &format!("the HTTP authentication scheme `{scheme}`"));
                        return None;
                    }
                };
                Some((kind, description.clone()))
            }
            SecurityScheme::OAuth2 { .. } => {
                self.unsupported(at, "OAuth 2.0");
                None
            }
            SecurityScheme::OpenIDConnect { .. } => {
                self.unsupported(at, "OpenID Connect");
                None
            }
        }
    }

    /// The sets of schemes that a list of security requirements allows.
    pub(super) fn security(
        &mut self,
        at: &Pointer,
        requirements: &[SecurityRequirement],
        schemes: &[Scheme],
    ) -> Security {
        let mut sets = Vec::new();
        for (index, requirement) in requirements.iter().enumerate() {
            let mut set = Vec::new();
            for id in requirement.keys() {
                match schemes.iter().position(|scheme| &scheme.id == id) {
                    Some(scheme) => set.push(scheme),
                    None if self.document.security_schemes().contains_key(id) => {}
                    None => {
                        let at = at.child(index).child(id);
                        let message = format!("no security scheme is called `{id}`");
                        self.diagnostics.error(Code::DanglingRef, &at, message);
                    }
                }
            }
            sets.push(set);
        }
        sets
    }
}

fn lower_server(pointer: Pointer, server: &ServerObject) -> Server {
    let description = server.description.as_deref().map(str::trim);
    let short = description.filter(|text| {
        let words = text.split_whitespace().count();
        (1..=NAME_WORDS).contains(&words) && !text.contains("://")
    });
    // OpenAPI 3.2 has a name for servers, which 3.0 cannot say: the dialect carries it over.
    let named = |key: &str| server.extensions.get(key);
    let extension = named("x-fern-server-name").or(named("x-link-name"));
    let name = extension.and_then(|name| name.as_str()).or(short);
    let doc = description.filter(|text| !text.is_empty() && Some(*text) != name);
    let variables = server.variables.iter().flatten();
    let variables = variables
        .map(|(name, variable)| Variable {
            pointer: pointer.join(&["variables", name]),
            name: name.clone(),
            default: variable.default.clone(),
            allowed: variable.enumeration.clone(),
            doc: variable.description.clone(),
        })
        .collect();
    Server {
        url: server.url.trim_end_matches('/').to_owned(),
        name: name.map(str::to_owned),
        doc: doc.map(str::to_owned),
        variables,
        pointer,
    }
}
