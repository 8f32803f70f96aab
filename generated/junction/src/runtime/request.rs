// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: what a call has gathered and what its client is configured with. Out: the request as it goes
//! onto the wire, or the sentence that says why it cannot. It sends nothing.

use std::sync::Arc;

use reqwest::header::{
    ACCEPT, AUTHORIZATION, CONTENT_TYPE, COOKIE, HeaderMap, HeaderValue, PROXY_AUTHORIZATION,
    USER_AGENT,
};
use reqwest::{Body, Method, Request};
use serde_json::{Map, Value};

use super::auth::{Bearer, missing_credentials};
use super::call::Parts;
use super::service::Scheme;
use super::{Client, ConfigError, Key, Secret, url};

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
    /// The headers that any host may see.
    pub(crate) public: HeaderMap,
    /// The names of the query pairs that only the service may see.
    pub(crate) query_keys: Vec<&'static str>,
}

pub(crate) fn prepare(client: &Client, parts: Parts) -> Result<Outgoing, ConfigError> {
    if let Some(fault) = parts.fault {
        return Err(fault);
    }
    let shared = &client.shared;
    let keys = shared.keys.choose(parts.security).map_err(|sets| {
        ConfigError::new(missing_credentials(shared.service, "call", &sets, Scheme::call))
    })?;
    let mut source = None;
    let named = |name: &str| parts.query.iter().any(|(given, _)| given == name);
    let usual = shared.query.iter().filter(|(name, _)| !named(name));
    let pairs = usual.chain(&parts.query).flat_map(|(_, pairs)| pairs);
    let mut pairs: Vec<String> = pairs.cloned().collect();
    let mut query_keys = Vec::new();
    let public = public_headers(parts.accept);
    let mut headers = public.clone();
    let (content_type, body) = with_fields(parts.body, parts.fields)?.unzip();
    headers.extend(content_type.map(|content_type| (CONTENT_TYPE, content_type)));
    let mut cookies: Vec<String> = parts.cookies.into_iter().flat_map(|(_, pairs)| pairs).collect();
    for key in keys {
        match key {
            Key::Header(name, value) => drop(headers.append(name, value.clone())),
            Key::Query(name, value) => {
                query_keys.push(*name);
                pairs.extend(url::pairs(name, &[value.expose()], None));
            }
            Key::Cookie(name, value) => cookies.push(format!("{name}={}", value.expose())),
            // What a caller says of this call, or of all, stands.
            Key::Source(_)
                if parts.headers.contains_key(AUTHORIZATION)
                    || shared.headers.contains_key(AUTHORIZATION) => {}
            Key::Source(tokens) => source = Some(Arc::clone(tokens)),
        }
    }
    let mut secrets = parts.secrets;
    let mut given = shared.headers.clone();
    given.extend(parts.headers);
    for (name, value) in &given {
        let replaced = headers.insert(name, value.clone());
        let usual = [AUTHORIZATION, PROXY_AUTHORIZATION, COOKIE].contains(name);
        if usual || replaced.is_some_and(|value| value.is_sensitive()) {
            let value = String::from_utf8_lossy(value.as_bytes());
            secrets.push(value.as_ref().into());
            secrets.extend(value.split_once(' ').map(|(_, token)| token.into()));
        }
    }
    add_cookies(&mut headers, cookies)?;
    let base_url = parts.base_url.map(|url| url::base(&url)).transpose();
    let base_url = base_url
        .map_err(|fault| ConfigError::new(format!("the base URL cannot be used: {fault}")))?;
    let chosen = shared.chosen || base_url.is_some();
    let base = base_url.unwrap_or_else(|| shared.base.clone());
    let base = match parts.server {
        Some(own) => url::own_base(&base, chosen, own).map_err(|fault| {
            ConfigError::new(format!("the server of {} cannot be used: {fault}", parts.site))
        })?,
        None => base,
    };
    let path = url::path(&parts.site.path, &parts.path).map_err(ConfigError::new)?;
    let url = url::join(&base, &path, &pairs);
    let url =
        match (url, parts.next) {
            (Some(url), Some(next)) => Some(url::onward(&url, &next).map_err(|fault| {
                ConfigError::new(format!("{}: the next page {fault}", parts.site))
            })?),
            (url, _) => url,
        };
    let method = Method::from_bytes(parts.site.method.as_bytes()).ok();
    let (Some(url), Some(method)) = (url, method) else {
        return Err(ConfigError::new(format!("{} makes no request", parts.site)));
    };
    let mut request = Request::new(method, url);
    *request.headers_mut() = headers;
    *request.body_mut() = body;
    Ok(Outgoing {
        request,
        travel: Travel { public, query_keys },
        secrets,
        bearer: Bearer::new(source),
    })
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

fn public_headers(accept: &'static str) -> HeaderMap {
    let agent = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
    let mut headers = HeaderMap::new();
    for (name, value) in [(ACCEPT, accept), (USER_AGENT, agent)] {
        headers.extend(HeaderValue::from_str(value).ok().map(|value| (name, value)));
    }
    headers
}
