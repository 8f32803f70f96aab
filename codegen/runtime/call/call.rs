// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: an operation and the values of its parameters. Out: a call that can be adjusted and then
//! awaited. It keeps what goes wrong while it is put together until it is awaited.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use reqwest::header::{HeaderMap, HeaderValue};
use reqwest::{Body, Url};
use serde::Serialize;
use serde_json::{Map, Value};

use super::error::Site;
use super::options::Options;
use super::secret::collecting;
use super::send::Sent;
use super::{Client, Error, Reply, Secret, Undecoded, send, url};
use crate::ErrorBody;

/// An operation of the service: how it is called and what its answers mean.
///
/// Only this crate implements it.
pub trait Operation: 'static {
    /// What a successful call returns.
    type Output;
    #[doc(hidden)]
    const METHOD: &'static str = "";
    #[doc(hidden)]
    const PATH: &'static str = "";
    #[doc(hidden)]
    const SECURITY: &'static [&'static [&'static str]] = &[];
    #[doc(hidden)]
    const RETRY: bool = false;
    #[doc(hidden)]
    const SERVER: Option<&'static str> = None;
    #[doc(hidden)]
    const ACCEPT: &'static str = "application/json";
    /// Which successful answers are handed over while they arrive, by status.
    #[doc(hidden)]
    const LIVE: fn(u16) -> bool = |_| false;
    #[doc(hidden)]
    fn success(reply: &mut Reply) -> Result<Self::Output, Error>;
    #[doc(hidden)]
    fn error(_reply: &Reply) -> Option<ErrorBody> {
        None
    }
}

/// A call that is sent when it is awaited.
///
/// Before that, every call takes [`timeout`](Self::timeout), [`deadline`](Self::deadline),
/// [`max_retries`](Self::max_retries), [`header`](Self::header), [`query`](Self::query),
/// [`idempotency_key`](Self::idempotency_key), [`base_url`](Self::base_url) and
/// [`body_field`](Self::body_field); what one operation takes besides is under its name.
/// [`with_response`](Self::with_response) and [`raw`](Self::raw) return more than the value.
///
/// What wants a future, such as `tokio::spawn` and `tokio::join!`, is given `call.into_future()`.
#[must_use = "a call is sent only when it is awaited"]
pub struct Call<O: Operation> {
    pub(crate) client: Client,
    /// Boxed, because a call is moved at each step on its way.
    pub(crate) parts: Box<Parts>,
    operation: PhantomData<fn() -> O>,
}

/// A call that returns the status and the headers beside the body.
#[must_use = "a call is sent only when it is awaited"]
pub struct WithResponse<O: Operation>(pub(crate) Call<O>);

/// The body of a successful answer with its status and headers.
#[derive(Clone)]
#[non_exhaustive]
pub struct Response<T> {
    /// The HTTP status.
    pub status: u16,
    /// The headers of the answer.
    pub headers: HeaderMap,
    /// The id that the service gave to the request.
    pub request_id: Option<String>,
    /// The value that the call returns.
    pub body: T,
}

/// A call that is sent as soon as it is polled, and ends when it is dropped.
#[must_use = "futures do nothing unless they are polled"]
pub struct CallFuture<T> {
    sent: Sent,
    finish: fn(Reply) -> Result<T, Error>,
}

impl<T> Future for CallFuture<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.sent.as_mut().poll(context).map(|reply| (self.finish)(reply?))
    }
}

impl<T> fmt::Debug for CallFuture<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("CallFuture")
    }
}

impl<O: Operation> Call<O> {
    /// The longest that one attempt of this call may take, instead of the client's limit. Where the
    /// answer is handed over while it arrives, that is the time to its headers and to each next part.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.parts.options.timeout = Some(timeout);
        self
    }

    /// Sends a header with this call, in place of one of the same name. It goes to the service only,
    /// not to another host that the service redirects to. A name or value that no header can have
    /// makes the call fail with [`Error::Config`].
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.parts.options.header(name.as_ref(), value.as_ref());
        self
    }

    /// Sends a pair in the query with this call, in place of those of the same name: one for a
    /// scalar, one for each item of a list, none for `None`.
    pub fn query<T: Serialize + ?Sized>(mut self, name: &str, value: &T) -> Self {
        self.parts.options.query(name, value);
        self
    }

    /// Sends a member in the JSON object that is the body, in place of one of the same name: for
    /// what the service takes and its document does not tell.
    pub fn body_field<T: Serialize + ?Sized>(mut self, name: &str, value: &T) -> Self {
        let value = self.parts.options.value(name, value);
        self.parts.fields.insert(name.to_owned(), value);
        self
    }

    /// Sends this call, with its credentials, to this server instead of the client's.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.parts.base_url = Some(url.into());
        self
    }

    /// Sends the header `Idempotency-Key`, the same with every attempt. A call with such a header, or
    /// with `X-Idempotency-Key`, counts as safe to repeat: give it only to services that know it.
    pub fn idempotency_key(self, key: impl AsRef<str>) -> Self {
        self.header("idempotency-key", key)
    }

    /// The longest that this call may take in all, with its attempts and the waits between them.
    /// Where the answer is handed over while it arrives, that is the time to its headers.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.parts.options.deadline = Some(deadline);
        self
    }

    /// How often this call is tried again, instead of the client's number. Only a call that is safe
    /// to repeat is.
    pub fn max_retries(mut self, retries: u32) -> Self {
        self.parts.options.max_retries = Some(retries);
        self
    }

    /// Returns the status and the headers beside the body.
    pub fn with_response(self) -> WithResponse<O> {
        WithResponse(self)
    }

    /// Returns the bytes of the body as they are, with the status and the headers. An answer with a
    /// status other than success stays an error. The bytes may hold tokens: think before logging them.
    pub fn raw(mut self) -> WithResponse<Undecoded<O>> {
        self.parts.live = None;
        WithResponse(Call::from_parts(self.client, self.parts))
    }

    pub(crate) fn from_parts(client: Client, parts: Box<Parts>) -> Self {
        Self { client, parts, operation: PhantomData }
    }

    pub(crate) fn new(client: &Client) -> Self {
        let parts = Parts {
            site: Site { method: Cow::Borrowed(O::METHOD), path: Cow::Borrowed(O::PATH) },
            security: O::SECURITY,
            retry: O::RETRY,
            server: O::SERVER,
            accept: O::ACCEPT,
            live: Some(O::LIVE),
            ..Parts::default()
        };
        Self::from_parts(client.clone(), Box::new(parts))
    }

    pub(crate) fn path<T: Serialize + ?Sized>(mut self, name: &'static str, value: &T) -> Self {
        let texts = self.parts.options.texts(name, value);
        let texts: Vec<String> = texts.iter().map(|text| url::encode(text)).collect();
        self.parts.path_part(name, texts.join(","));
        self
    }

    pub(crate) fn json<T: Serialize + ?Sized>(self, body: &T) -> Self {
        self.json_as("application/json", body)
    }

    /// JSON under a media type of its own.
    pub(crate) fn json_as<T: Serialize + ?Sized>(mut self, media: &str, body: &T) -> Self {
        self.parts.json(media, collecting(|| serde_json::to_vec(body)));
        self
    }
}

impl<O: Operation> IntoFuture for Call<O> {
    type Output = Result<O::Output, Error>;
    type IntoFuture = CallFuture<O::Output>;

    fn into_future(self) -> Self::IntoFuture {
        let finish = |reply| output::<O>(reply).map(|(body, _)| body);
        CallFuture { sent: send(self.client, self.parts), finish }
    }
}

impl<O: Operation> IntoFuture for WithResponse<O> {
    type Output = Result<Response<O::Output>, Error>;
    type IntoFuture = CallFuture<Response<O::Output>>;

    fn into_future(self) -> Self::IntoFuture {
        let finish = |reply| {
            let (body, reply) = output::<O>(reply)?;
            let (status, request_id) = (reply.status(), reply.request_id());
            Ok(Response { status, headers: reply.headers, request_id, body })
        };
        CallFuture { sent: send(self.0.client, self.0.parts), finish }
    }
}

/// The one step of a call that is compiled for each operation. The status decides before the body
/// is looked at: many error bodies would pass for a success with nothing in it.
pub(crate) fn output<O: Operation>(mut reply: Reply) -> Result<(O::Output, Reply), Error> {
    if reply.code.is_success() {
        O::success(&mut reply).map(|output| (output, reply))
    } else {
        // What stands under the status of an error may still be a success, with its token.
        reply.note_secrets(|reply| drop(O::success(reply)));
        Err(reply.into_error(O::error))
    }
}

impl<O: Operation> fmt::Debug for Call<O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Call({})", self.parts.site)
    }
}

impl<O: Operation> fmt::Debug for WithResponse<O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "WithResponse({})", self.0.parts.site)
    }
}

// Headers may hold cookies and tokens.
impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Response")
            .field("status", &self.status)
            .field("request_id", &self.request_id)
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}

/// Where a call goes that follows from another one, given the URL of that.
pub(crate) type Onward = fn(&Url, &str) -> Result<Url, &'static str>;

/// What a call has gathered, the same type for all operations.
#[derive(Default)]
pub(crate) struct Parts {
    pub(crate) site: Site,
    pub(crate) options: Options,
    pub(crate) security: &'static [&'static [&'static str]],
    pub(crate) retry: bool,
    /// The operation's own server, if it has one.
    pub(crate) server: Option<&'static str>,
    pub(crate) accept: &'static str,
    pub(crate) live: Option<fn(u16) -> bool>,
    pub(crate) path: Vec<(&'static str, String)>,
    /// Each with its `name=value`s.
    pub(crate) cookies: Vec<(&'static str, Vec<String>)>,
    pub(crate) body: Option<(HeaderValue, Body)>,
    /// What the body gets beside what it has.
    pub(crate) fields: Map<String, Value>,
    pub(crate) base_url: Option<String>,
    /// Where the service says that the next page is, and what makes a URL of it.
    pub(crate) next: Option<(String, Onward)>,
}

impl Parts {
    /// A part of the path, encoded already.
    pub(crate) fn path_part(&mut self, name: &'static str, text: String) {
        if text.is_empty() {
            self.options.fault(format!("the path parameter `{name}` is empty"));
        }
        self.path.retain(|(given, _)| *given != name);
        self.path.push((name, text));
    }

    /// What an error about the answer tells of the call, and hides of it.
    pub(crate) fn head(&self) -> Box<Self> {
        let (site, options) = (self.site.clone(), self.options.clone());
        Box::new(Self { site, options, ..Self::default() })
    }

    /// Takes a body that was written by [`collecting`].
    pub(crate) fn json(
        &mut self,
        media: &str,
        (body, secrets): (serde_json::Result<Vec<u8>>, Vec<Secret>),
    ) {
        self.options.secrets.extend(secrets);
        match body {
            Ok(bytes) => self.content(media, bytes.into()),
            Err(error) => {
                self.options.fault(format!("the body cannot be written as JSON: {error}"));
            }
        }
    }

    pub(crate) fn content(&mut self, media: &str, body: Body) {
        match HeaderValue::from_str(media) {
            Ok(media) => self.body = Some((media, body)),
            Err(_) => self.options.fault(format!("{media:?} cannot be the media type of a body")),
        }
    }
}
