// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: a base URL, a path template and values. Out: the URL of a call, in which no value can reach
//! another host, path or parameter. It sends nothing.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::Url;
use serde_json::Value;

use super::ConfigError;

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
        Value::Bool(_) | Value::Number(_) => Some(vec![value.to_string()]),
        Value::String(value) => Some(vec![value]),
        Value::Array(items) if items.iter().any(|item| item.is_array() || item.is_object()) => None,
        Value::Array(items) => {
            items.into_iter().map(texts).collect::<Option<Vec<_>>>().map(|texts| texts.concat())
        }
        Value::Object(_) => None,
    }
}

/// A base URL in the form that paths are appended to: without a slash at its end. No message
/// repeats the URL, which may hold a password by mistake; `what` stands for it.
pub(crate) fn base(what: &str, text: &str) -> Result<Url, ConfigError> {
    let fault = |fault| Err(ConfigError::new(format!("{what} cannot be used: {fault}")));
    let Ok(mut url) = Url::parse(text) else { return fault("it is not an absolute URL") };
    if !matches!(url.scheme(), "http" | "https") {
        return fault("it is neither http nor https");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return fault("it holds a user name or a password");
    }
    if url.query().is_some() || url.fragment().is_some() {
        return fault("it has a query or a fragment");
    }
    let path = url.path().trim_end_matches('/').to_owned();
    url.set_path(&path);
    Ok(url)
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
    if !values.is_empty() && path.split('/').any(is_dots) {
        return Err("a path parameter that is `.` or `..` would reach another endpoint".to_owned());
    }
    Ok(path)
}

pub(crate) fn is_dots(segment: &str) -> bool {
    matches!(segment, "." | "..")
}

/// Replaces each `{name}`; the error is the name that has no value.
pub(crate) fn expand<'a>(
    template: &str,
    value: impl Fn(&str) -> Option<&'a str>,
) -> Result<String, String> {
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
    let path = [base.path().trim_end_matches('/'), slash, path].concat();
    base.set_path(&path);
    let constant = Some(constant).filter(|constant| !constant.is_empty());
    let pairs: Vec<&str> = constant.into_iter().chain(query.iter().map(String::as_str)).collect();
    base.set_query(Some(pairs.join("&").as_str()).filter(|pairs| !pairs.is_empty()));
    base
}
