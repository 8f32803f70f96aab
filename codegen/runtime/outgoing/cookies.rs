// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: the cookies that a call has as parameters and credentials. Out: the one header that they are
//! sent in. It keeps none that a service sets.

use reqwest::header::{COOKIE, HeaderValue};

use super::call::Parts;
use super::{Client, ConfigError, Key};

/// The header of cookies, where there are some: those of parameters and credentials stand in front of
/// those that were given as a header, except for those that the header has as well.
pub(crate) fn cookies(
    client: &Client,
    parts: &Parts,
    keys: &[&Key],
) -> Result<Option<HeaderValue>, ConfigError> {
    let secret = keys.iter().filter_map(|key| match key {
        Key::Cookie(name, value) => Some(format!("{name}={}", value.expose())),
        Key::Header(..) | Key::Query(..) | Key::Source(_) => None,
    });
    let own = parts.cookies.iter().flat_map(|(_, pairs)| pairs.iter().cloned());
    let mut cookies: Vec<String> = own.chain(secret).collect();
    if cookies.is_empty() {
        return Ok(None);
    }
    let given =
        parts.options.headers.get(COOKIE).or_else(|| client.shared.options.headers.get(COOKIE));
    let given = given.map(HeaderValue::as_bytes).unwrap_or_default();
    let text = String::from_utf8_lossy(given);
    let name = |cookie: &str| cookie.split('=').next().unwrap_or_default().trim().to_owned();
    let names: Vec<String> = text.split(';').map(name).collect();
    cookies.retain(|cookie| !names.contains(&name(cookie)));
    let cookies = cookies.join("; ");
    let all: Vec<&[u8]> =
        [cookies.as_bytes(), given].into_iter().filter(|c| !c.is_empty()).collect();
    let mut value = HeaderValue::from_bytes(&all.join(&b"; "[..]))
        .map_err(|_| ConfigError::new("a cookie holds a character that a header cannot carry"))?;
    value.set_sensitive(true);
    Ok(Some(value))
}
