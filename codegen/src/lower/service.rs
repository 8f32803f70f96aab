//! What proves who is calling.
//!
//! In: `securitySchemes` and `security`. Out: their model. Where the service runs stands in
//! `servers`.

use openapiv3::{APIKeyLocation, OAuth2Flows, SecurityRequirement, SecurityScheme};

use super::Lowering;
use crate::api::{Exchange, Prefix, Scheme, SchemeKind, Security, TokenSource, TokenUrl};
use crate::diagnostics::Code;
use crate::source::Pointer;

impl Lowering<'_> {
    /// The security schemes of the document, in order.
    pub(super) fn schemes(&mut self) -> Vec<Scheme> {
        let document = self.document;
        let mut schemes = Vec::new();
        for (id, scheme) in document.security_schemes() {
            let pointer = Pointer::root().join(&["components", "securitySchemes", id]);
            let Some((kind, doc)) = self.scheme_kind(&pointer, id, scheme) else {
                continue;
            };
            schemes.push(Scheme {
                pointer,
                id: id.clone(),
                doc,
                kind,
                sources: sources(scheme),
                exchange: exchange(scheme),
                prefixes: self.prefixes(id),
            });
        }
        schemes
    }

    /// What the settings know of the credentials of a scheme.
    fn prefixes(&self, id: &str) -> Vec<Prefix> {
        let prefixes = self.settings.security.prefixes.get(id).into_iter().flatten();
        let prefixes = prefixes.map(|(text, environments)| Prefix {
            text: text.clone(),
            environments: environments.clone(),
        });
        prefixes.collect()
    }

    fn scheme_kind(
        &mut self,
        at: &Pointer,
        id: &str,
        scheme: &SecurityScheme,
    ) -> Option<(SchemeKind, Option<String>)> {
        let constant = self.settings.security.constants.get(id);
        let (kind, description) = match scheme {
            SecurityScheme::APIKey { location, name, description, .. } => {
                let kind = match (location, constant) {
                    (APIKeyLocation::Header, Some(value)) => {
                        SchemeKind::Constant { header: name.clone(), value: value.clone() }
                    }
                    (APIKeyLocation::Header, None) => SchemeKind::Header(name.clone()),
                    (APIKeyLocation::Query, _) => SchemeKind::Query(name.clone()),
                    (APIKeyLocation::Cookie, _) => SchemeKind::Cookie(name.clone()),
                };
                (kind, description)
            }
            SecurityScheme::HTTP { scheme, description, .. } => {
                let kind = match scheme.trim().to_ascii_lowercase().as_str() {
                    "basic" => SchemeKind::Basic,
                    "bearer" => SchemeKind::Bearer,
                    _ if is_token(scheme.trim()) => SchemeKind::Http(scheme.trim().to_owned()),
                    _ => {
                        let message = format!(
                            "`{scheme}` can be no scheme of HTTP authentication: it is ignored"
                        );
                        self.diagnostics.warning(Code::Malformed, &at.child("scheme"), message);
                        return None;
                    }
                };
                (kind, description)
            }
            // Of the flows, the client runs the one that needs no user; else it takes a token.
            SecurityScheme::OAuth2 { description, .. }
            | SecurityScheme::OpenIDConnect { description, .. } => {
                (SchemeKind::Bearer, description)
            }
        };
        Some((kind, description.clone()))
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
                        let message = format!("no security scheme is called `{id}`: it is ignored");
                        self.diagnostics.warning(Code::DanglingRef, &at, message);
                    }
                }
            }
            // What is left of nothing but ignored schemes does not mean that nothing is needed.
            if !set.is_empty() || requirement.is_empty() {
                sets.push(set);
            }
        }
        sets
    }
}

/// How a program gets a token for a scheme.
fn exchange(scheme: &SecurityScheme) -> Option<Exchange> {
    let flow = match scheme {
        SecurityScheme::OAuth2 { flows, .. } => flows.client_credentials.as_ref()?,
        SecurityScheme::APIKey { .. }
        | SecurityScheme::HTTP { .. }
        | SecurityScheme::OpenIDConnect { .. } => return None,
    };
    let url = flow.token_url.trim().to_owned();
    let scopes = flow.scopes.iter().map(|(scope, doc)| (scope.clone(), doc.clone())).collect();
    (!url.is_empty()).then_some(Exchange { url, scopes })
}

/// Where a token for a scheme can be had, each address once.
fn sources(scheme: &SecurityScheme) -> Vec<TokenSource> {
    let found = match scheme {
        SecurityScheme::APIKey { .. } | SecurityScheme::HTTP { .. } => Vec::new(),
        SecurityScheme::OAuth2 { flows, .. } => flow_urls(flows),
        SecurityScheme::OpenIDConnect { open_id_connect_url, .. } => {
            vec![(TokenUrl::Discovery, open_id_connect_url.as_str())]
        }
    };
    let mut sources: Vec<TokenSource> = Vec::new();
    for (how, url) in found {
        let source = TokenSource { how, url: url.trim().to_owned() };
        if !source.url.is_empty() && !sources.contains(&source) {
            sources.push(source);
        }
    }
    sources.sort_by_key(|source| source.how);
    sources
}

fn flow_urls(flows: &OAuth2Flows) -> Vec<(TokenUrl, &str)> {
    let mut urls = Vec::new();
    if let Some(flow) = &flows.implicit {
        urls.push((TokenUrl::Authorize, Some(&flow.authorization_url)));
        urls.push((TokenUrl::Refresh, flow.refresh_url.as_ref()));
    }
    if let Some(flow) = &flows.password {
        urls.push((TokenUrl::Token, Some(&flow.token_url)));
        urls.push((TokenUrl::Refresh, flow.refresh_url.as_ref()));
    }
    if let Some(flow) = &flows.client_credentials {
        urls.push((TokenUrl::Token, Some(&flow.token_url)));
        urls.push((TokenUrl::Refresh, flow.refresh_url.as_ref()));
    }
    if let Some(flow) = &flows.authorization_code {
        urls.push((TokenUrl::Authorize, Some(&flow.authorization_url)));
        urls.push((TokenUrl::Token, Some(&flow.token_url)));
        urls.push((TokenUrl::Refresh, flow.refresh_url.as_ref()));
    }
    urls.into_iter().filter_map(|(how, url)| Some((how, url?.as_str()))).collect()
}

/// Whether a text can stand in a header as a word of its own (RFC 9110, 5.6.2).
fn is_token(text: &str) -> bool {
    let sign = |sign: char| sign.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(sign);
    !text.is_empty() && text.chars().all(sign)
}
