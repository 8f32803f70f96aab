// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: a call of an operation that answers in pages, and where such an answer says what comes next.
//! Out: its pages, and the items in them, one after the other. Each page is a call like any other,
//! with the credentials, limits and retries of the first.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt;
use std::future::poll_fn;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::marker::PhantomData;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use reqwest::Url;
use reqwest::header::{HeaderMap, HeaderValue, LINK};
use serde_json::Value;

use super::call::{Parts, output};
use super::send::GONE;
use super::{Call, Client, Error, Operation, Reply, send, url};

/// An operation that answers in pages.
///
/// Only this crate implements it.
pub trait Paged: Operation {
    /// What a page is a list of.
    type Item: Send + 'static;
    #[doc(hidden)]
    const PAGES: Pages;
    #[doc(hidden)]
    fn items(page: Self::Output) -> Vec<Self::Item>;
}

/// How one page leads to the next.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Pages {
    next: Next,
    /// The members that lead to the items.
    items: &'static [&'static str],
    /// The members that lead to a flag that is false on the last page; none where there is no flag.
    more: &'static [&'static str],
}

/// Where it stands what comes next.
#[derive(Clone, Copy, Debug)]
enum Next {
    /// In the body, at these members: what to send, or a URL to go to.
    Cursor(&'static [&'static str], PagePlace),
    /// In the header `Link`: a URL to go to.
    Link,
    /// Nowhere: the next page has the next number.
    Page(PagePlace, u64),
    /// Nowhere: the next page begins after as many items as there were.
    Offset(PagePlace),
}

/// Where a call says which page it wants.
#[derive(Clone, Copy, Debug)]
pub(crate) enum PagePlace {
    /// A parameter of the query.
    Query(&'static str),
    /// A member of the body.
    Body(&'static str),
    /// Nowhere: it goes to a URL.
    Url,
}

impl Pages {
    pub(crate) const fn cursor(
        items: &'static [&'static str],
        from: &'static [&'static str],
        place: PagePlace,
    ) -> Self {
        Self { next: Next::Cursor(from, place), items, more: &[] }
    }

    pub(crate) const fn link(items: &'static [&'static str]) -> Self {
        Self { next: Next::Link, items, more: &[] }
    }

    pub(crate) const fn page(items: &'static [&'static str], place: PagePlace, first: u64) -> Self {
        Self { next: Next::Page(place, first), items, more: &[] }
    }

    pub(crate) const fn offset(items: &'static [&'static str], place: PagePlace) -> Self {
        Self { next: Next::Offset(place), items, more: &[] }
    }

    pub(crate) const fn more(self, more: &'static [&'static str]) -> Self {
        Self { more, ..self }
    }
}

impl<O: Paged> Call<O> {
    /// Calls page after page, beginning with the one that this call asks for.
    ///
    /// Each page is a call with the same options. Nothing follows an error. A service that leads
    /// back to a page, or to another server, is such an error; where pages have numbers, one that
    /// repeats the page before it is the end.
    pub fn pages(mut self) -> PageStream<O> {
        if self.parts.body.as_ref().is_some_and(|(_, body)| body.as_bytes().is_none()) {
            self.parts.options.fault(GONE.to_owned());
        }
        PageStream {
            course: Course {
                client: self.client,
                parts: Some(self.parts),
                pages: O::PAGES,
                pending: None,
                seen: BTreeSet::new(),
            },
            operation: PhantomData,
        }
    }

    /// The items of all [`pages`](Call::pages), each page being called when the one before it has
    /// been read.
    pub fn items(self) -> ItemStream<O> {
        ItemStream { pages: self.pages(), items: VecDeque::new() }
    }
}

/// The pages of an answer. It is a [`Stream`] too.
#[must_use = "a page is called only when it is asked for"]
pub struct PageStream<O: Paged> {
    course: Course,
    operation: PhantomData<fn() -> O>,
}

impl<O: Paged> PageStream<O> {
    /// The next page; nothing after the last, and nothing after an error.
    pub async fn next(&mut self) -> Option<Result<O::Output, Error>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// The pages as an iterator, for a thread that waits for each.
    #[cfg(feature = "blocking")]
    pub fn blocking(self) -> super::BlockingIterator<Self> {
        super::BlockingIterator::new(self)
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<O::Output, Error>>> {
        let page = ready!(self.course.poll(context));
        let page = page.map(|reply| output::<O>(reply?).map(|(page, _)| page));
        if matches!(page, Some(Err(_))) {
            self.course.parts = None;
        }
        Poll::Ready(page)
    }
}

/// The items of all pages of an answer. It is a [`Stream`] too.
#[must_use = "a page is called only when it is asked for"]
pub struct ItemStream<O: Paged> {
    pages: PageStream<O>,
    items: VecDeque<O::Item>,
}

impl<O: Paged> ItemStream<O> {
    /// The next item; nothing after the last, and nothing after an error.
    pub async fn next(&mut self) -> Option<Result<O::Item, Error>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// The items as an iterator, for a thread that waits for each.
    #[cfg(feature = "blocking")]
    pub fn blocking(self) -> super::BlockingIterator<Self> {
        super::BlockingIterator::new(self)
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<O::Item, Error>>> {
        loop {
            if let Some(item) = self.items.pop_front() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll(context)) {
                Some(Ok(page)) => self.items = O::items(page).into(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<O: Paged> Stream for PageStream<O> {
    type Item = Result<O::Output, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(context)
    }
}

// Nothing of it is pinned: what it holds is moved as ever.
impl<O: Paged> Unpin for ItemStream<O> {}

impl<O: Paged> Stream for ItemStream<O> {
    type Item = Result<O::Item, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(context)
    }
}

impl<O: Paged> fmt::Debug for PageStream<O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let over = self.course.parts.is_none() && self.course.pending.is_none();
        formatter.debug_struct("PageStream").field("over", &over).finish_non_exhaustive()
    }
}

impl<O: Paged> fmt::Debug for ItemStream<O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let read = &self.items.len();
        formatter.debug_struct("ItemStream").field("read", read).finish_non_exhaustive()
    }
}

type Pending = Pin<Box<dyn Future<Output = Result<Reply, Error>> + Send>>;

/// The way through the pages, the same type for all operations.
struct Course {
    client: Client,
    /// The call of the next page; none while it is made, and after the last.
    parts: Option<Box<Parts>>,
    pages: Pages,
    pending: Option<Pending>,
    /// What led to pages, or, where they have numbers, what the last one held.
    seen: BTreeSet<u64>,
}

impl Course {
    /// The next answer, whatever its status.
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Reply, Error>>> {
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
        let body: Value = serde_json::from_slice(reply.body()).unwrap_or_default();
        if !self.pages.more.is_empty() && at(&body, self.pages.more) == Some(&Value::Bool(false)) {
            return None;
        }
        let count = at(&body, self.pages.items).map_or(0, count);
        let (place, next) = match self.pages.next {
            Next::Cursor(from, place) => (place, at(&body, from).and_then(cursor)?),
            Next::Link => (PagePlace::Url, Value::String(linked(&reply.headers)?)),
            Next::Page(..) | Next::Offset(_) if count == 0 || self.repeats(reply) => return None,
            Next::Page(place, first) => {
                (place, parts.number(place).unwrap_or(first).saturating_add(1).into())
            }
            Next::Offset(place) => {
                (place, parts.number(place).unwrap_or(0).saturating_add(count).into())
            }
        };
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
        Some(parts)
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

/// What stands at the end of members; of a list, `-1` is the last item.
fn at<'a>(body: &'a Value, members: &[&str]) -> Option<&'a Value> {
    members.iter().try_fold(body, |value, member| match value {
        Value::Array(items) if *member == "-1" => items.last(),
        value => value.get(member),
    })
}

/// How many items a list has, or the lists in an object have together.
fn count(items: &Value) -> u64 {
    let length = match items {
        Value::Array(items) => items.len(),
        Value::Object(lists) => lists.values().filter_map(Value::as_array).map(Vec::len).sum(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    };
    u64::try_from(length).unwrap_or(u64::MAX)
}

/// What leads on; null and the empty text lead nowhere.
fn cursor(value: &Value) -> Option<Value> {
    match value {
        Value::String(text) if text.is_empty() => None,
        Value::String(_) | Value::Number(_) => Some(value.clone()),
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

/// The items of a map of lists, each with its key.
pub(crate) fn grouped<T>(lists: BTreeMap<String, Vec<T>>) -> Vec<(String, T)> {
    let items = lists
        .into_iter()
        .flat_map(|(key, list)| list.into_iter().map(move |item| (key.clone(), item)));
    items.collect()
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
