//! Names of what the client's builder offers: environments, credentials, server variables.
//!
//! In: servers and schemes. Out: variants of `Environment` and methods of the builder.

use std::collections::BTreeMap;

use super::ident::{Ident, Role};
use super::scope::{Scope, Wish};
use super::words::snake;
use super::{Namer, SchemeNames, unraw};
use crate::api::{Scheme, SchemeKind, Variable};
use crate::diagnostics::{Code, Place, Severity};

impl Namer<'_> {
    /// Variants of `Environment`.
    pub(super) fn servers(&mut self) -> Vec<Ident> {
        let api = self.api;
        let texts = api.servers.iter().map(|server| match &server.name {
            Some(name) => name.clone(),
            None => host_words(&server.url),
        });
        let texts = texts.collect::<Vec<_>>();
        let wishes = api.servers.iter().zip(&texts).map(|(server, text)| {
            let (scheme, rest) = server.url.split_once("://").unwrap_or(("", &server.url));
            let path = rest.split_once('/').map_or("", |(_, path)| path);
            let wish = Wish::new("server", &server.pointer, text, Role::Variant);
            [scheme, path, rest].into_iter().fold(wish, |wish, part| {
                let more = if part.is_empty() { String::new() } else { format!("{text} {part}") };
                wish.with_facet(part, more)
            })
        });
        let mut scope = Scope::new("the environments");
        self.claim(&mut scope, &wishes.collect::<Vec<_>>())
    }

    /// Methods of the builder: for credentials, and for variables of servers.
    pub(super) fn builder(&mut self) -> (Vec<Option<SchemeNames>>, BTreeMap<String, Ident>) {
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
        let claimed = self.claim(&mut scope, &wishes);
        let schemes = self.ways(&mut scope, claimed);
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

    /// All methods for each scheme, of which those that take the credential itself are `claimed`.
    fn ways(&mut self, scope: &mut Scope, claimed: Vec<Ident>) -> Vec<Option<SchemeNames>> {
        let api = self.api;
        let mut claimed = claimed.into_iter();
        let exchanges = api.schemes.iter().filter(|scheme| scheme.exchange.is_some()).count();
        let mut other = |scheme: &Scheme, text: String| {
            let role = Role::OtherCredential;
            let wish = Wish::new("security scheme", &scheme.pointer, &text, role);
            self.claim(scope, &[wish]).pop()
        };
        let schemes = api.schemes.iter().map(|scheme| match &scheme.kind {
            SchemeKind::Constant { .. } => None,
            SchemeKind::Bearer => {
                let method = claimed.next()?;
                let source = other(scheme, format!("{}_source", unraw(&method)));
                let exchange = scheme.exchange.as_ref().and_then(|_| {
                    let owner = (exchanges > 1).then(|| format!("{}_", unraw(&method)));
                    let owner = owner.unwrap_or_default();
                    other(scheme, format!("{owner}client_credentials"))
                });
                Some(SchemeNames { method, source, exchange })
            }
            SchemeKind::Basic
            | SchemeKind::Header(_)
            | SchemeKind::Query(_)
            | SchemeKind::Cookie(_)
            | SchemeKind::Http(_) => {
                Some(SchemeNames { method: claimed.next()?, source: None, exchange: None })
            }
        });
        schemes.collect()
    }

    /// What environments call themselves; the settings name them so.
    pub(super) fn environments(&mut self, servers: &[Ident]) -> Vec<String> {
        let names = servers.iter().map(|ident| snake(unraw(ident))).collect::<Vec<_>>();
        for scheme in &self.api.schemes {
            for prefix in &scheme.prefixes {
                for name in prefix.environments.iter().filter(|name| !names.contains(*name)) {
                    let path = ["security", "prefixes", &scheme.id, &prefix.text];
                    let place = Place::Settings(path.map(str::to_owned).to_vec());
                    let message = format!(
                        "`{name}` names no environment: there are `{}`",
                        names.join("`, `")
                    );
                    self.diagnostics.push(Severity::Error, Code::UnusedSetting, place, message);
                }
            }
        }
        names
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

/// Labels of hosts that say no more than that there is a service.
const FILLERS: [&str; 2] = ["api", "www"];

/// What the host of a server says beside its domain; the domain where it says no more. What
/// other servers there are makes no difference, so that a new one renames none.
fn host_words(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', ':']).next().unwrap_or_default();
    let labels = host.split('.').collect::<Vec<_>>();
    let domain = match labels.as_slice() {
        // Under some countries, such as in `example.co.uk`, a domain has one label more.
        [.., _, second, country] if country.len() == 2 && second.len() <= 3 => 3,
        _ => 2,
    };
    let own = labels.len().saturating_sub(domain);
    let address = host.chars().all(|c| c.is_ascii_digit() || c == '.');
    let own = labels.get(..own).filter(|own| !own.is_empty() && !address);
    let Some(own) = own else {
        return if address { host } else { labels.first().copied().unwrap_or_default() }.to_owned();
    };
    let telling = own.iter().copied().filter(|label| !FILLERS.contains(label));
    let telling = telling.collect::<Vec<_>>();
    if telling.is_empty() { own.join(" ") } else { telling.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::host_words;

    #[test]
    fn hosts_are_called_by_what_is_not_their_domain() {
        for (url, words) in [
            ("https://sandbox.example.com/v1", "sandbox"),
            ("https://api.eu.example.com", "eu"),
            ("https://api.example.com", "api"),
            ("https://example.com", "example"),
            ("https://example.co.uk", "example"),
            ("https://test.example.co.uk", "test"),
            ("https://{region}.api.example.com:{port}/v1", "{region}"),
            ("http://localhost:8080", "localhost"),
            ("http://127.0.0.1:8080", "127.0.0.1"),
            ("{scheme}://{host}", "{host}"),
        ] {
            assert_eq!(host_words(url), words, "{url}");
        }
    }
}
