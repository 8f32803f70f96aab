// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: a base URL, a path template and values. Out: the URL of a call, in which no value can reach
//! another host, path or parameter. It sends nothing.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::Url;
use serde_json::Value;

use super::Service;

const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Percent-encodes everything but letters, digits, `-`, `.`, `_` and `~`.
pub(crate) fn encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// The pairs of a query parameter: one for each text, or one for all with a separator between.
pub(crate) fn pairs<T: AsRef<str>>(
    name: &str,
    texts: &[T],
    separator: Option<&str>,
) -> Vec<String> {
    let texts: Vec<String> = texts.iter().map(|text| encode(text.as_ref())).collect();
    let texts = match separator {
        Some(separator) if !texts.is_empty() => vec![texts.join(separator)],
        Some(_) | None => texts,
    };
    texts.iter().map(|text| format!("{}={text}", encode(name))).collect()
}

/// A parameter's value as texts: one for a scalar, one per item of a list, none for `null`. `None`
/// where it has more structure, for which `styles` has notations.
pub(crate) fn texts(value: Value) -> Option<Vec<String>> {
    match value {
        Value::Null => Some(Vec::new()),
        Value::Bool(value) => Some(vec![value.to_string()]),
        Value::Number(value) => Some(vec![value.to_string()]),
        Value::String(value) => Some(vec![value]),
        Value::Array(items) if items.iter().any(|item| item.is_array() || item.is_object()) => None,
        Value::Array(items) => {
            items.into_iter().map(texts).collect::<Option<Vec<_>>>().map(|texts| texts.concat())
        }
        Value::Object(_) => None,
    }
}

/// The base URL in the form that paths are appended to: without a slash at its end. No message
/// repeats the URL, which may hold a password by mistake.
pub(crate) fn base(text: &str) -> Result<Url, &'static str> {
    let mut url = Url::parse(text).map_err(|_| "it is not an absolute URL")?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err("it is neither http nor https");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("it holds a user name or a password");
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err("it has a query or a fragment");
    }
    let path = url.path().trim_end_matches('/').to_owned();
    url.set_path(&path);
    Ok(url)
}

/// The base URL of an operation that has a server of its own. One without a host is a path on the
/// client's server; one with a host has no effect where the consumer chose the server.
pub(crate) fn own_base(base: &Url, chosen: bool, own: &str) -> Result<Url, &'static str> {
    if own.contains("://") && chosen {
        return Ok(base.clone());
    }
    let joined = base.join(own).map_err(|_| "it is not a URL")?;
    self::base(joined.as_str())
}

/// A server's URL with its `{variables}` filled in.
pub(crate) fn server(
    service: &Service,
    template: &str,
    chosen: &[(&'static str, String)],
) -> Result<String, String> {
    // What was chosen for another server has no effect on this one.
    let known = |name: &str| service.variable(template, name);
    for (name, value) in chosen {
        let Some(allowed) = known(name).map(|variable| variable.allowed) else {
            continue;
        };
        if allowed.is_empty() && !is_plain(value) {
            return Err(format!(
                "the server variable `{name}` may hold letters, digits, `-`, `.`, `_` and `~`; \
                 for anything else call `base_url(..)`"
            ));
        }
        if !allowed.is_empty() && !allowed.contains(&value.as_str()) {
            let allowed = allowed.join("`, `");
            return Err(format!("the server variable `{name}` has to be one of `{allowed}`"));
        }
    }
    let value = |name: &str| {
        let chosen = chosen.iter().find(|(given, _)| *given == name);
        let default = || known(name).and_then(|variable| variable.default);
        chosen.map(|(_, value)| value.as_str()).or_else(default)
    };
    expand(template, value).map_err(|name| {
        let method = known(&name).map_or("base_url(..)", |variable| variable.method);
        format!("the server variable `{name}` has no value: call `{method}`")
    })
}

/// A value that cannot end the host or climb out of the path.
fn is_plain(value: &str) -> bool {
    !value.is_empty() && !is_dots(value) && encode(value) == value
}

/// A path template with its `{parameters}` filled in, each percent-encoded already.
pub(crate) fn path(template: &str, values: &[(&'static str, String)]) -> Result<String, String> {
    let value = |name: &str| {
        let found = values.iter().find(|(given, _)| *given == name);
        found.map(|(_, value)| value.as_str())
    };
    // Documents tell operations apart by a fragment, which is never sent.
    let template = template.split('#').next().unwrap_or_default();
    let path = expand(template, value)
        .map_err(|name| format!("the path parameter `{name}` has no value"))?;
    if path.split('/').any(is_dots) {
        return Err("a path parameter that is `.` or `..` would reach another endpoint".to_owned());
    }
    Ok(path)
}

fn is_dots(segment: &str) -> bool {
    matches!(segment, "." | "..")
}

/// Replaces each `{name}`; the error is the name that has no value.
fn expand<'a>(template: &str, value: impl Fn(&str) -> Option<&'a str>) -> Result<String, String> {
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, tail)) = after.split_once('}') else { break };
        text.push_str(before);
        text.push_str(value(name).ok_or(name)?);
        rest = tail;
    }
    text.push_str(rest);
    Ok(text)
}

/// The URL of a call. The path and the query are encoded already.
pub(crate) fn join(mut base: Url, path: &str, query: &[String]) -> Url {
    let (path, constant) = path.split_once('?').unwrap_or((path, ""));
    let slash = if path.is_empty() || path.starts_with('/') { "" } else { "/" };
    base.set_path(&format!("{}{slash}{path}", base.path().trim_end_matches('/')));
    let constant = Some(constant).filter(|constant| !constant.is_empty());
    let pairs: Vec<&str> = constant.into_iter().chain(query.iter().map(String::as_str)).collect();
    base.set_query(Some(pairs.join("&").as_str()).filter(|pairs| !pairs.is_empty()));
    base
}

/// The URL that the service names for what follows a call. It has to be on the server of the call,
/// as credentials go along: those in the query, which `call` has alone, are added to it.
pub(crate) fn onward(call: &Url, next: &str) -> Result<Url, &'static str> {
    let mut target = call.join(next).map_err(|_| "has no URL")?;
    let has_user = !target.username().is_empty() || target.password().is_some();
    // A service behind a proxy may not know that it is reached by TLS.
    if call.scheme() == "https" && target.scheme() == "http" && target.port().is_none() {
        target.set_scheme("https").map_err(|()| "has no URL")?;
    }
    if has_user || target.origin() != call.origin() {
        return Err("is on another server, which is given no credentials");
    }
    target.set_fragment(None);
    let given = target.query().unwrap_or_default().to_owned();
    let name = |pair: &str| pair.split('=').next().unwrap_or_default().to_owned();
    let mut pairs: Vec<&str> = given.split('&').filter(|pair| !pair.is_empty()).collect();
    let names: Vec<String> = pairs.iter().map(|pair| name(pair)).collect();
    let keys = call.query().into_iter().flat_map(|query| query.split('&'));
    pairs.extend(keys.filter(|key| !names.contains(&name(key))));
    let query = pairs.join("&");
    target.set_query(Some(query.as_str()).filter(|query| !query.is_empty()));
    Ok(target)
}
