// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: a request, on `wasm32-unknown-unknown`. Out: the answer that `fetch` has for it, while it
//! arrives. It leaves redirects to `redirect`, as `fetch` takes credentials wherever they lead.

use std::error::Error as StdError;
use std::future::poll_fn;
use std::io::{self, ErrorKind};
use std::pin::Pin;

use bytes::Bytes;
use futures_core::Stream;
use js_sys::{Array, Function, Promise, Reflect, Uint8Array, global};
use reqwest::header::{CONTENT_ENCODING, CONTENT_LENGTH, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, Request, Response, StatusCode};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, Headers, ReadableStreamDefaultReader, RequestInit, RequestRedirect,
};

use super::auth::BoxError;
use super::{Sending, Transport};

/// An answer of which the headers have arrived. It is made of a `reqwest::Response` or of a
/// `web_sys::Response`.
pub struct Incoming {
    status: StatusCode,
    headers: HeaderMap,
    body: Body,
    /// Dropped with the rest, which ends what is not read any more. `reqwest` has its own.
    _end: Option<End>,
}

enum Body {
    None,
    /// With the part that is waited for, also when nobody waits.
    Fetched(ReadableStreamDefaultReader, Option<JsFuture>),
    /// What a consumer's own client gave.
    Given(Pin<Box<dyn Stream<Item = reqwest::Result<Bytes>>>>),
}

impl Incoming {
    /// The status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers, as far as a browser shows them.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The headers, to be changed.
    pub fn headers_mut(&mut self) -> &mut HeaderMap {
        &mut self.headers
    }

    /// The next part of the body; nothing after the last.
    ///
    /// # Errors
    ///
    /// Where the body breaks off.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, BoxError> {
        match &mut self.body {
            Body::None => Ok(None),
            Body::Fetched(reader, pending) => {
                let read = pending.get_or_insert_with(|| reader.read().into()).await;
                *pending = None;
                let part = read.and_then(|read| Reflect::get(&read, &"value".into()));
                let part = part.map_err(lost)?;
                Ok((!part.is_undefined()).then(|| Uint8Array::new(&part).to_vec().into()))
            }
            Body::Given(parts) => {
                let part = poll_fn(|context| parts.as_mut().poll_next(context)).await;
                part.transpose().map_err(plain)
            }
        }
    }
}

impl From<Response> for Incoming {
    fn from(mut response: Response) -> Self {
        let headers = unpacked(std::mem::take(response.headers_mut()));
        let status = response.status();
        Self { status, headers, body: Body::Given(Box::pin(response.bytes_stream())), _end: None }
    }
}

/// An answer without a status is a redirect that a browser keeps to itself.
impl TryFrom<web_sys::Response> for Incoming {
    type Error = io::Error;

    fn try_from(response: web_sys::Response) -> io::Result<Self> {
        made(&response, None)
    }
}

fn made(response: &web_sys::Response, abort: Option<End>) -> io::Result<Incoming> {
    let status = StatusCode::from_u16(response.status()).map_err(|_| unmade(HIDDEN))?;
    let mut headers = HeaderMap::new();
    for pair in response.headers().entries() {
        let pair = Array::from(&pair.map_err(lost)?);
        let name = pair.get(0).as_string().unwrap_or_default();
        // Each character stands for a byte.
        let value = pair.get(1).as_string().unwrap_or_default();
        let value: Vec<u8> = value.chars().filter_map(|byte| byte.try_into().ok()).collect();
        if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), value.try_into()) {
            headers.append::<HeaderName>(name, value);
        }
    }
    let headers = unpacked(headers);
    let Some(body) = response.body() else {
        return Ok(Incoming { status, headers, body: Body::None, _end: abort });
    };
    if body.locked() {
        return Err(unmade("the body of the answer is read by something else"));
    }
    let reader: ReadableStreamDefaultReader = body.get_reader().unchecked_into();
    let end = abort.unwrap_or_else(|| End::Body(reader.clone()));
    Ok(Incoming { status, headers, body: Body::Fetched(reader, None), _end: Some(end) })
}

/// Without what was only true of the body before `fetch` unpacked it.
fn unpacked(mut headers: HeaderMap) -> HeaderMap {
    let coding = headers.get(CONTENT_ENCODING).map(HeaderValue::as_bytes);
    if coding.is_some_and(|coding| !coding.eq_ignore_ascii_case(b"identity")) {
        headers.remove(CONTENT_ENCODING);
        headers.remove(CONTENT_LENGTH);
    }
    headers
}

const HIDDEN: &str =
    "the service answered with a redirect, which a browser does not let this crate follow";

/// What carries requests where the consumer gives nothing else.
pub(crate) struct Fetch;

impl Transport for Fetch {
    fn send(&self, request: Request, _path: &str) -> Sending {
        Box::pin(async move {
            let (answer, abort) = start(&request).map_err(|thrown| unmade(words(thrown)))?;
            let answer = JsFuture::from(answer).await.map_err(lost)?;
            let answer = answer.unchecked_into::<web_sys::Response>();
            Ok(made(&answer, Some(abort))?)
        })
    }
}

impl Transport for Client {
    fn send(&self, request: Request, _path: &str) -> Sending {
        let origin = request.url().origin();
        let response = self.execute(request);
        Box::pin(async move {
            let response = response.await.map_err(plain)?;
            // Nothing keeps this client from following, so it can only be told afterwards.
            if origin == response.url().origin() {
                Ok(response.into())
            } else {
                Err(unmade("it was redirected to another host").into())
            }
        })
    }
}

/// Ends what is not read any more, when it is dropped.
enum End {
    /// A request, and with it its answer.
    Request(AbortController),
    Body(ReadableStreamDefaultReader),
}

impl Drop for End {
    fn drop(&mut self) {
        match self {
            Self::Request(request) => request.abort(),
            // A future takes note of a failure, which would otherwise end the whole program in Node.
            Self::Body(reader) => drop(JsFuture::from(reader.cancel())),
        }
    }
}

fn start(request: &Request) -> Result<(Promise, End), JsValue> {
    let controller = AbortController::new()?;
    let signal = controller.signal();
    let abort = End::Request(controller);
    let headers = Headers::new()?;
    for (name, value) in request.headers() {
        let value: String = value.as_bytes().iter().copied().map(char::from).collect();
        headers.append(name.as_str(), &value)?;
    }
    let init = RequestInit::new();
    init.set_method(request.method().as_str());
    init.set_headers(&headers);
    init.set_redirect(RequestRedirect::Manual);
    init.set_signal(Some(&signal));
    let body = request.body().and_then(reqwest::Body::as_bytes);
    if let Some(body) = body.filter(|body| !body.is_empty()) {
        init.set_body(&Uint8Array::from(body));
    }
    let request = web_sys::Request::new_with_str_and_init(request.url().as_str(), &init)?;
    let fetch = Reflect::get(&global(), &"fetch".into())?.dyn_into::<Function>()?;
    Ok((fetch.call1(&global(), &request)?.dyn_into()?, abort))
}

fn lost(thrown: JsValue) -> io::Error {
    io::Error::other(words(thrown))
}

fn unmade(message: impl Into<BoxError>) -> io::Error {
    io::Error::new(ErrorKind::InvalidInput, message)
}

/// What was thrown, without the stack that is behind it. The reason is innermost.
fn words(mut thrown: JsValue) -> String {
    let mut words = thrown.as_string().unwrap_or_else(|| "no reason was given".to_owned());
    // A cause can be that of its own cause.
    for _ in 0..8 {
        if !thrown.is_object() {
            break;
        }
        let member = |name: &str| Reflect::get(&thrown, &name.into()).unwrap_or_default();
        let message = member("message").as_string().filter(|message| !message.is_empty());
        words = message.unwrap_or(words);
        thrown = member("cause");
    }
    without_urls(&words)
}

/// The same of what `reqwest` has made a text of.
fn plain(error: reqwest::Error) -> BoxError {
    let mut reason: &dyn StdError = &error;
    while let Some(source) = reason.source() {
        reason = source;
    }
    let reason = reason.to_string();
    match reason.strip_prefix("JsValue(").and_then(|thrown| thrown.lines().next()) {
        Some(thrown) if error.is_builder() => unmade(without_urls(thrown)).into(),
        Some(thrown) => io::Error::other(without_urls(thrown)).into(),
        None => error.into(),
    }
}

/// A text without the URLs in it, as these may hold a key.
fn without_urls(text: &str) -> String {
    let word = |word| if str::contains(word, "://") { "the URL" } else { word };
    text.split_whitespace().map(word).collect::<Vec<_>>().join(" ")
}
