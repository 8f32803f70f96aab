// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: a page, and where such an answer says what comes next. Out: the call of the next page, or none
//! after the last. It neither decodes pages nor takes the items out of them.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::mem;
use std::task::{Context, Poll, ready};

use reqwest::Url;
use reqwest::header::{HeaderMap, HeaderValue, LINK};
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::Value;

use super::call::Parts;
use super::options::KEYS;
use super::pages::{Next, PagePlace, Pages};
use super::send::Sent;
use super::{Client, Error, Reply, send, url};

/// The way through the pages, the same type for all operations.
pub(crate) struct Course {
    client: Client,
    /// The call of the next page; none while it is made, and after the last.
    parts: Option<Box<Parts>>,
    pages: Pages,
    pending: Option<Sent>,
    /// What led to pages, or, where they have numbers, what the last one held.
    seen: BTreeSet<u64>,
}

impl Course {
    pub(crate) fn new(client: Client, parts: Box<Parts>, pages: Pages) -> Self {
        Self { client, parts: Some(parts), pages, pending: None, seen: BTreeSet::new() }
    }

    pub(crate) fn end(&mut self) {
        self.parts = None;
    }

    pub(crate) fn is_over(&self) -> bool {
        self.parts.is_none() && self.pending.is_none()
    }

    /// The next answer, whatever its status.
    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Reply, Error>>> {
        if let Some(parts) = self.parts.take() {
            self.pending = Some(send(self.client.clone(), parts));
        }
        let Some(pending) = &mut self.pending else { return Poll::Ready(None) };
        let reply = ready!(pending.as_mut().poll(context));
        self.pending = None;
        let Ok(mut reply) = reply else { return Poll::Ready(Some(reply)) };
        if reply.code.is_success() {
            let head = reply.parts.head();
            let parts = mem::replace(&mut reply.parts, head);
            self.parts = self.turn(parts, &reply);
            if self.parts.is_none() && self.repeats(&reply) {
                return Poll::Ready(None);
            }
        }
        Poll::Ready(Some(Ok(reply)))
    }

    /// The call of the page after an answer.
    fn turn(&mut self, mut parts: Box<Parts>, reply: &Reply) -> Option<Box<Parts>> {
        let Ok(next) = self.next(&parts, reply) else {
            let site = parts.site.clone();
            parts.options.fault(format!("{site}: what follows the page cannot be read"));
            return Some(parts);
        };
        let (place, next) = next?;
        match self.pages.next {
            Next::Page(..) | Next::Offset(_) => self.seen = BTreeSet::from([hash(&reply.bytes)]),
            Next::Cursor(..) | Next::Link => {
                if !self.seen.insert(hash(&next)) {
                    let site = parts.site.clone();
                    parts
                        .options
                        .fault(format!("{site}: the service leads back to a page that was read"));
                }
            }
        }
        parts.ask_for(place, next);
        // A service that knows the key would take it for the page before.
        for key in KEYS {
            parts.options.headers.remove(key);
        }
        Some(parts)
    }

    /// What to ask for after an answer, and where.
    fn next(&self, parts: &Parts, reply: &Reply) -> serde_json::Result<Option<(PagePlace, Value)>> {
        let Pages { next, items, more } = self.pages;
        let at = |members, counts| At { members, counts }.read(reply.body());
        if !more.is_empty() && at(more, false)? == Value::Bool(false) {
            return Ok(None);
        }
        let numbered = |place, number: u64, step| Some((place, number.saturating_add(step).into()));
        Ok(match next {
            Next::Cursor(from, place) => cursor(at(from, false)?).map(|next| (place, next)),
            Next::Link => linked(&reply.headers).map(|url| (PagePlace::Url, url.into())),
            Next::Page(..) | Next::Offset(_) if self.repeats(reply) => None,
            Next::Page(place, first) => match count(&at(items, true)?) {
                0 => None,
                _ => numbered(place, parts.number(place).unwrap_or(first), 1),
            },
            Next::Offset(place) => match count(&at(items, true)?) {
                0 => None,
                count => numbered(place, parts.number(place).unwrap_or(0), count),
            },
        })
    }

    /// Whether an answer holds what the page before it held, though that has another number.
    fn repeats(&self, reply: &Reply) -> bool {
        let numbered = matches!(self.pages.next, Next::Page(..) | Next::Offset(_));
        numbered && self.seen.contains(&hash(&reply.bytes))
    }
}

impl Parts {
    /// The number that the call has at a place.
    fn number(&self, place: PagePlace) -> Option<u64> {
        match place {
            PagePlace::Query(name) => {
                let (_, pairs) = self.options.query.iter().find(|(given, _)| *given == name)?;
                pairs.first()?.split_once('=')?.1.parse().ok()
            }
            PagePlace::Body(name) => self.json_body().get(name)?.as_u64(),
            PagePlace::Url => None,
        }
    }

    fn ask_for(&mut self, place: PagePlace, next: Value) {
        let address = next.as_str();
        let address = address.filter(|text| matches!(place, PagePlace::Url) || is_address(text));
        if let Some(address) = address {
            self.next = Some((address.to_owned(), onward));
            // The URL has the whole query.
            self.options.query.clear();
            return;
        }
        match place {
            PagePlace::Query(name) => {
                let texts = url::texts(next).unwrap_or_default();
                self.options.query_pairs(name, url::pairs(name, &texts, None));
            }
            PagePlace::Body(name) => {
                let mut body = self.json_body();
                if let Some(members) = body.as_object_mut() {
                    members.insert(name.to_owned(), next);
                }
                let kind = self.body.take().map(|(kind, _)| kind);
                let kind = kind.unwrap_or(HeaderValue::from_static("application/json"));
                self.body = Some((kind, body.to_string().into()));
            }
            PagePlace::Url => {}
        }
    }

    fn json_body(&self) -> Value {
        let bytes = self.body.as_ref().and_then(|(_, body)| body.as_bytes());
        let body = bytes.and_then(|bytes| serde_json::from_slice(bytes).ok());
        body.unwrap_or_else(|| Value::Object(serde_json::Map::new()))
    }
}

/// What stands at the end of members, or how many items do; of a list, `-1` is the last item. The rest
/// is skipped as types skip it: what is wrong in there is nobody's concern.
#[derive(Clone, Copy)]
struct At {
    members: &'static [&'static str],
    counts: bool,
}

impl At {
    fn read(self, body: &[u8]) -> serde_json::Result<Value> {
        if body.trim_ascii().is_empty() {
            return Ok(Value::Null);
        }
        self.deserialize(&mut serde_json::Deserializer::from_slice(body))
    }
}

impl<'de> DeserializeSeed<'de> for At {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        let whole = self.members.is_empty() && !self.counts;
        if whole { Value::deserialize(from) } else { from.deserialize_any(self) }
    }
}

macro_rules! leads_nowhere {
    ($($method:ident($($scalar:ty)?))*) => {$(
        fn $method<E>(self $(, _: $scalar)?) -> Result<Value, E> {
            Ok(Value::Null)
        }
    )*};
}

impl<'de> Visitor<'de> for At {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a page")
    }

    leads_nowhere!(visit_bool(bool) visit_i64(i64) visit_u64(u64) visit_f64(f64) visit_str(&str) visit_unit());

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut found = Value::Null;
        if let ["-1", members @ ..] = self.members {
            while let Some(item) = items.next_element_seed(Self { members, ..self })? {
                found = item;
            }
        }
        let mut length = 0_u64;
        while items.next_element::<IgnoredAny>()?.is_some() {
            length = length.saturating_add(1);
        }
        Ok(if self.members.is_empty() { length.into() } else { found })
    }

    /// Lists in an object are counted together.
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut found = Value::Null;
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            match self.members {
                [] => {
                    let more = count(&map.next_value_seed(self)?);
                    found = count(&found).saturating_add(more).into();
                }
                [member, members @ ..] if *member == key => {
                    found = map.next_value_seed(Self { members, ..self })?;
                }
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(found)
    }
}

fn count(items: &Value) -> u64 {
    items.as_u64().unwrap_or(0)
}

/// What leads on; null and the empty text lead nowhere.
fn cursor(value: Value) -> Option<Value> {
    match value {
        Value::String(text) if text.is_empty() => None,
        Value::String(_) | Value::Number(_) => Some(value),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Whether a cursor is a URL that leads on by itself. One without a host is known by its query, as a
/// cursor in base64 may begin with a slash.
fn is_address(cursor: &str) -> bool {
    let relative = cursor.starts_with(['/', '?']) && cursor.contains('?');
    relative || cursor.starts_with("https://") || cursor.starts_with("http://")
}

/// The URL that the headers `Link` call the next.
fn linked(headers: &HeaderMap) -> Option<String> {
    let values = headers.get_all(LINK).into_iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split('<').skip(1)).find_map(|link| {
        let (target, parameters) = link.split_once('>')?;
        let is_next = parameters.split(';').any(|parameter| {
            let (name, value) = parameter.split_once('=').unwrap_or_default();
            let value = value.trim_matches(|c: char| c == '"' || c == ',' || c.is_whitespace());
            let mut kinds = value.split_ascii_whitespace();
            name.trim().eq_ignore_ascii_case("rel")
                && kinds.any(|kind| kind.eq_ignore_ascii_case("next"))
        });
        is_next.then(|| target.trim().to_owned())
    })
}

/// The URL that the service names for what follows a call. It has to be on the server of the call,
/// as credentials go along: those in the query, which `call` has alone, are added to it.
fn onward(call: &Url, next: &str) -> Result<Url, &'static str> {
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

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
