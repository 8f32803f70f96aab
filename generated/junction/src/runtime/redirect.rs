// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: a request and the redirect that answered it. Out: the next request, if it is one that a
//! careful client makes. It exists because HTTP clients know the headers that usually hold
//! credentials, and an API key stands in any header or in the query.

use percent_encoding::percent_decode_str;
use reqwest::header::{CONTENT_TYPE, HeaderMap, LOCATION};
use reqwest::{Method, Request, StatusCode, Url};

use super::request::public_headers;

/// The most redirects that one attempt follows.
pub(crate) const MAX_REDIRECTS: usize = 10;

/// The request that a redirect asks for. `None`: the redirect is the answer. Other hosts get nothing
/// but `accept`, and none of the pairs of the query that `secret` names.
pub(crate) fn follow(
    mut request: Request,
    status: StatusCode,
    headers: &HeaderMap,
    accept: &str,
    secret: &[&str],
) -> Option<Request> {
    let reads = [Method::GET, Method::HEAD].contains(request.method());
    let forgets = match status.as_u16() {
        307 | 308 => false,
        301..=303 if reads => false,
        303 => true,
        _ => return None,
    };
    if forgets {
        *request.method_mut() = Method::GET;
        *request.body_mut() = None;
        request.headers_mut().remove(CONTENT_TYPE);
    }
    let mut target = request.url().join(headers.get(LOCATION)?.to_str().ok()?).ok()?;
    target.set_fragment(None);
    let downgrade = request.url().scheme() == "https" && target.scheme() != "https";
    let named = !target.username().is_empty() || target.password().is_some();
    if downgrade || named || !matches!(target.scheme(), "http" | "https") {
        return None;
    }
    let is_key = |pair: &&str| {
        let name = pair.split('=').next().unwrap_or_default();
        secret.iter().any(|key| percent_decode_str(name).eq(key.bytes()))
    };
    let kept: Vec<&str> = if target.origin() == request.url().origin() {
        // A key in the query is a credential like one in a header, which is kept too.
        let has_keys = pairs(&target).any(|pair| is_key(&pair));
        let keys = pairs(request.url()).filter(|pair| !has_keys && is_key(pair));
        pairs(&target).chain(keys).collect()
    } else {
        // A body may hold credentials and personal data, so it goes to no other host. Headers that
        // were dropped once do not come back, even if a later redirect leads home.
        if request.body().is_some() {
            return None;
        }
        *request.headers_mut() = public_headers(accept);
        pairs(&target).filter(|pair| !is_key(pair)).collect()
    };
    let query = kept.join("&");
    target.set_query(Some(query.as_str()).filter(|query| !query.is_empty()));
    *request.url_mut() = target;
    Some(request)
}

fn pairs(url: &Url) -> impl Iterator<Item = &str> {
    url.query().into_iter().flat_map(|query| query.split('&'))
}
