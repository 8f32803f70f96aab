// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: what a call has gathered and what its client is configured with. Out: the request as it goes
//! onto the wire, or the sentence that says why it cannot. It sends nothing.

use std::mem;

use reqwest::header::{
    ACCEPT, AUTHORIZATION, CONTENT_TYPE, COOKIE, HeaderMap, HeaderValue, USER_AGENT,
};
use reqwest::{Body, Method, Request, Url};
use serde_json::{Map, Value};

use super::auth::missing_credentials;
use super::call::Parts;
use super::service::Scheme;
use super::{Client, ConfigError, Key, WEB, url};

/// What the requests of a call are made of: one for each attempt, and what redirects begin with.
pub(crate) struct Outgoing<'a> {
    client: &'a Client,
    parts: &'a Parts,
    pub(crate) keys: Vec<&'a Key>,
    media: Option<HeaderValue>,
    cookies: Option<HeaderValue>,
    /// Method, URL and body. The copies of a request share the bytes of its body.
    bare: Request,
    /// Whether there can be several requests: a body that is a stream is gone with the first.
    pub(crate) whole: bool,
}

impl<'a> Outgoing<'a> {
    pub(crate) fn new(
        client: &'a Client,
        parts: &'a Parts,
        body: Option<(HeaderValue, Body)>,
    ) -> Result<Box<Self>, ConfigError> {
        let shared = &client.shared;
        let keys = shared.keys.choose(parts.security).map_err(|sets| {
            ConfigError::new(missing_credentials(shared.service, "call", &sets, Scheme::call))
        })?;
        let (media, body) = with_fields(body, &parts.fields)?.unzip();
        let whole = body.as_ref().is_none_or(|body| body.as_bytes().is_some());
        let method = Method::from_bytes(parts.site.method.as_bytes());
        let fault = |_| ConfigError::new(format!("{} makes no request", parts.site));
        let url = address(client, parts, &pairs(client, parts, &keys))?;
        let mut bare = Request::new(method.map_err(fault)?, url);
        *bare.body_mut() = body;
        let cookies = shared.service.cookies.map(|cookies| cookies(client, parts, &keys));
        let cookies = cookies.transpose()?.flatten();
        // Boxed, as an allocation of a whole call that stays small is much faster.
        Ok(Box::new(Self { client, parts, keys, media, cookies, bare, whole }))
    }

    /// A request as it goes onto the wire. What the call says of itself counts before what the
    /// client says of all.
    pub(crate) fn request(&mut self, token: Option<&HeaderValue>) -> Request {
        let mut request = self.bare.try_clone().unwrap_or_else(|| {
            let rest = Request::new(self.bare.method().clone(), self.bare.url().clone());
            mem::replace(&mut self.bare, rest)
        });
        let headers = request.headers_mut();
        *headers = public_headers(self.parts.accept);
        for key in &self.keys {
            if let Key::Header(name, value) = key {
                headers.append(name, value.clone());
            }
        }
        let own = [(CONTENT_TYPE, self.media.as_ref()), (AUTHORIZATION, token)];
        let own = own.iter().filter_map(|(name, value)| Some((name, (*value)?)));
        let given = self.client.shared.options.headers.iter().chain(&self.parts.options.headers);
        let cookies = self.cookies.iter().map(|value| (&COOKIE, value));
        for (name, value) in own.chain(given).chain(cookies) {
            headers.insert(name, value.clone());
        }
        request
    }

    /// The names of the query pairs that only the service may see.
    pub(crate) fn query_keys(&self) -> Vec<&'static str> {
        self.keys.iter().filter_map(|key| key.in_query()).map(|(name, _)| name).collect()
    }

    /// The body and its media type, for who makes the same call again.
    pub(crate) fn into_body(mut self) -> Option<(HeaderValue, Body)> {
        self.media.zip(self.bare.body_mut().take())
    }
}

/// The pairs of the query: those of the client that the call does not name, those of the call, and
/// credentials.
fn pairs(client: &Client, parts: &Parts, keys: &[&Key]) -> Vec<String> {
    let named = |name: &str| parts.options.query.iter().any(|(given, _)| given == name);
    let usual = client.shared.options.query.iter().filter(|(name, _)| !named(name));
    let pairs = usual.chain(&parts.options.query).flat_map(|(_, pairs)| pairs).cloned();
    let secret = keys.iter().filter_map(|key| key.in_query());
    let secret = secret.flat_map(|(name, value)| url::pairs(name, &[value.expose()], None));
    pairs.chain(secret).collect()
}

/// Where a call goes: to its own server, that of its operation or the client's, in that order.
fn address(client: &Client, parts: &Parts, pairs: &[String]) -> Result<Url, ConfigError> {
    let shared = &client.shared;
    let own = parts.base_url.as_deref().map(|own| url::base("the base URL", own)).transpose()?;
    let chosen = shared.chosen || own.is_some();
    let mut base = own.unwrap_or_else(|| shared.base.clone());
    // One with a host has no effect where the consumer chose; one without is a path on the other.
    if let Some(server) = parts.server.filter(|server| !(chosen && server.contains("://"))) {
        let url = base.join(server).map_or_else(|_| server.to_owned(), String::from);
        base = url::base(&format!("the server of {}", parts.site), &url)?;
    }
    let path = url::path(&parts.site.path, &parts.path).map_err(ConfigError::new)?;
    let url = url::join(base, &path, pairs);
    match &parts.next {
        Some((next, onward)) => onward(&url, next)
            .map_err(|fault| ConfigError::new(format!("{}: the next page {fault}", parts.site))),
        None => Ok(url),
    }
}

/// The body with members that its type does not have.
fn with_fields(
    body: Option<(HeaderValue, Body)>,
    fields: &Map<String, Value>,
) -> Result<Option<(HeaderValue, Body)>, ConfigError> {
    let Some(name) = fields.keys().next() else { return Ok(body) };
    let Some((media, body)) = body else {
        let json = HeaderValue::from_static("application/json");
        return Ok(Some((json, Value::Object(fields.clone()).to_string().into())));
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
        let fields = Value::Object(fields.clone()).to_string();
        [open, b",", fields.as_bytes().strip_prefix(b"{").unwrap_or_default()].concat()
    } else {
        members.extend(fields.clone());
        Value::Object(members).to_string().into_bytes()
    };
    Ok(Some((media, body.into())))
}

/// The headers that any host may see.
pub(crate) fn public_headers(accept: &str) -> HeaderMap {
    let agent = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
    let mut headers = HeaderMap::new();
    // Browsers have their own, and ask the service before they send another.
    if !WEB {
        headers.insert(USER_AGENT, HeaderValue::from_static(agent));
    }
    // Extending would make room for as many again, which calls can feel.
    drop(HeaderValue::from_str(accept).map(|accept| headers.insert(ACCEPT, accept)));
    headers
}
