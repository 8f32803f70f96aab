// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: what a call has gathered and what its client is configured with. Out: the request as it goes
//! onto the wire, or the sentence that says why it cannot. It sends nothing.

use std::mem;
use std::sync::Arc;

use reqwest::header::{
    ACCEPT, AUTHORIZATION, CONTENT_TYPE, COOKIE, HeaderMap, HeaderValue, PROXY_AUTHORIZATION,
    USER_AGENT,
};
use reqwest::{Body, Method, Request, Url};
use serde_json::{Map, Value};

use super::auth::{Bearer, missing_credentials};
use super::call::Parts;
use super::service::Scheme;
use super::{Client, ConfigError, Key, Secret, TokenSource, url};

/// A request that is ready to be sent.
pub(crate) struct Outgoing {
    pub(crate) request: Request,
    pub(crate) travel: Travel,
    /// Credentials that the caller gave to this call alone.
    pub(crate) secrets: Vec<Secret>,
    pub(crate) bearer: Bearer,
}

/// What of a request may go to another host.
pub(crate) struct Travel {
    /// The media types that any host may be asked for.
    pub(crate) accept: &'static str,
    /// The names of the query pairs that only the service may see.
    pub(crate) query_keys: Vec<&'static str>,
}

/// The request of a call. What the call says of itself counts before what the client says of all.
pub(crate) fn prepare(client: &Client, mut parts: Parts) -> Result<Outgoing, ConfigError> {
    if let Some(fault) = parts.fault {
        return Err(fault);
    }
    let shared = &client.shared;
    let (media, body) = with_fields(parts.body.take(), mem::take(&mut parts.fields))?.unzip();
    let mut given = shared.headers.clone();
    given.extend(mem::take(&mut parts.headers));
    let mut carried = Carried {
        headers: public_headers(parts.accept),
        pairs: pairs(client, &parts),
        cookies: mem::take(&mut parts.cookies).into_iter().flat_map(|(_, pairs)| pairs).collect(),
        query_keys: Vec::new(),
        source: None,
    };
    if let Some(media) = media {
        carried.headers.insert(CONTENT_TYPE, media);
    }
    let keys = shared.keys.choose(parts.security).map_err(|sets| {
        ConfigError::new(missing_credentials(shared.service, "call", &sets, Scheme::call))
    })?;
    for key in keys {
        carried.put(key, &given);
    }
    let mut secrets = mem::take(&mut parts.secrets);
    secrets.extend(carried.give(&given));
    add_cookies(&mut carried.headers, carried.cookies)?;
    let url = address(client, &parts, &carried.pairs)?;
    let Ok(method) = Method::from_bytes(parts.site.method.as_bytes()) else {
        return Err(ConfigError::new(format!("{} makes no request", parts.site)));
    };
    let mut request = Request::new(method, url);
    *request.headers_mut() = carried.headers;
    *request.body_mut() = body;
    let travel = Travel { accept: parts.accept, query_keys: carried.query_keys };
    Ok(Outgoing { request, travel, secrets, bearer: Bearer::new(carried.source) })
}

/// What a request carries beside its body.
struct Carried {
    headers: HeaderMap,
    /// The pairs of the query, encoded.
    pairs: Vec<String>,
    cookies: Vec<String>,
    /// The names of those pairs that are credentials.
    query_keys: Vec<&'static str>,
    /// What gives the bearer token.
    source: Option<Arc<dyn TokenSource>>,
}

impl Carried {
    /// Adds a credential, or nothing where `given` has it.
    fn put(&mut self, key: &Key, given: &HeaderMap) {
        match key {
            Key::Header(name, value) => drop(self.headers.append(name, value.clone())),
            Key::Query(name, value) => {
                self.query_keys.push(*name);
                self.pairs.extend(url::pairs(name, &[value.expose()], None));
            }
            Key::Cookie(name, value) => self.cookies.push(format!("{name}={}", value.expose())),
            Key::Source(_) if given.contains_key(AUTHORIZATION) => {}
            Key::Source(tokens) => self.source = Some(Arc::clone(tokens)),
        }
    }

    /// Puts what the caller gave in the place of what is there. Returns what is secret of it.
    fn give(&mut self, given: &HeaderMap) -> Vec<Secret> {
        let mut secrets = Vec::new();
        for (name, value) in given {
            let replaced = self.headers.insert(name, value.clone());
            let usual = [AUTHORIZATION, PROXY_AUTHORIZATION, COOKIE].contains(name);
            if usual || replaced.is_some_and(|value| value.is_sensitive()) {
                let value = String::from_utf8_lossy(value.as_bytes());
                secrets.push(value.as_ref().into());
                secrets.extend(value.split_once(' ').map(|(_, token)| token.into()));
            }
        }
        secrets
    }
}

/// The pairs of the query: those of the call, and of the client's those that the call does not name.
fn pairs(client: &Client, parts: &Parts) -> Vec<String> {
    let named = |name: &str| parts.query.iter().any(|(given, _)| given == name);
    let usual = client.shared.query.iter().filter(|(name, _)| !named(name));
    usual.chain(&parts.query).flat_map(|(_, pairs)| pairs).cloned().collect()
}

/// Where a call goes: to its own server, that of its operation or the client's, in that order.
fn address(client: &Client, parts: &Parts, pairs: &[String]) -> Result<Url, ConfigError> {
    let shared = &client.shared;
    let own = parts.base_url.as_deref().map(url::base).transpose();
    let own =
        own.map_err(|fault| ConfigError::new(format!("the base URL cannot be used: {fault}")))?;
    let chosen = shared.chosen || own.is_some();
    let mut base = own.unwrap_or_else(|| shared.base.clone());
    if let Some(server) = parts.server {
        base = url::own_base(&base, chosen, server).map_err(|fault| {
            ConfigError::new(format!("the server of {} cannot be used: {fault}", parts.site))
        })?;
    }
    let path = url::path(&parts.site.path, &parts.path).map_err(ConfigError::new)?;
    let url = url::join(base, &path, pairs);
    match &parts.next {
        Some(next) => url::onward(&url, next)
            .map_err(|fault| ConfigError::new(format!("{}: the next page {fault}", parts.site))),
        None => Ok(url),
    }
}

/// The body with members that its type does not have.
fn with_fields(
    body: Option<(HeaderValue, Body)>,
    fields: Map<String, Value>,
) -> Result<Option<(HeaderValue, Body)>, ConfigError> {
    let Some(name) = fields.keys().next() else { return Ok(body) };
    let Some((media, body)) = body else {
        let json = HeaderValue::from_static("application/json");
        return Ok(Some((json, Value::Object(fields).to_string().into())));
    };
    let is_json = media.to_str().is_ok_and(|media| media.contains("json"));
    let bytes = body.as_bytes().filter(|_| is_json).unwrap_or_default();
    let Ok(mut members) = serde_json::from_slice::<Map<String, Value>>(bytes) else {
        let message = format!("the body is no JSON object, so `{name}` cannot be a member of it");
        return Err(ConfigError::new(message));
    };
    let open = bytes.strip_suffix(b"}").filter(|_| !members.is_empty());
    let is_new = !fields.keys().any(|name| members.contains_key(name));
    let body = if let Some(open) = open.filter(|_| is_new) {
        // What is there stays as it is: values in memory would round integers beyond 64 bits.
        let fields = Value::Object(fields).to_string();
        [open, b",", fields.as_bytes().strip_prefix(b"{").unwrap_or_default()].concat()
    } else {
        members.extend(fields);
        Value::Object(members).to_string().into_bytes()
    };
    Ok(Some((media, body.into())))
}

/// Puts the cookies in front of those in the header, except for those that the header has as well.
fn add_cookies(headers: &mut HeaderMap, mut cookies: Vec<String>) -> Result<(), ConfigError> {
    if cookies.is_empty() {
        return Ok(());
    }
    let given = headers.get(COOKIE).map(|value| value.as_bytes().to_vec()).unwrap_or_default();
    let text = String::from_utf8_lossy(&given);
    let name = |cookie: &str| cookie.split('=').next().unwrap_or_default().trim().to_owned();
    let names: Vec<String> = text.split(';').map(name).collect();
    cookies.retain(|cookie| !names.contains(&name(cookie)));
    let mut all = cookies.join("; ").into_bytes();
    if !given.is_empty() && !all.is_empty() {
        all.extend_from_slice(b"; ");
    }
    all.extend(given);
    let mut value = HeaderValue::from_bytes(&all)
        .map_err(|_| ConfigError::new("a cookie holds a character that a header cannot carry"))?;
    value.set_sensitive(true);
    headers.insert(COOKIE, value);
    Ok(())
}

/// The headers that any host may see.
pub(crate) fn public_headers(accept: &str) -> HeaderMap {
    let agent = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
    let mut headers = HeaderMap::new();
    headers.insert(USER_AGENT, HeaderValue::from_static(agent));
    if let Ok(accept) = HeaderValue::from_str(accept) {
        headers.insert(ACCEPT, accept);
    }
    headers
}
