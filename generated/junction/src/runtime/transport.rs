// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: a request as it goes onto the wire. Out: the answer to it, of which the headers have arrived.
//! What stands above it adds credentials, follows redirects, keeps limits and tries again.

use std::error::Error as StdError;

use reqwest::Request;

use super::{Boxed, Incoming};

/// What carries requests to the service: a `reqwest::Client`, or something in its place that
/// changes, records or answers them. [`ClientBuilder::transport`](super::ClientBuilder::transport)
/// takes it.
///
/// It is given each attempt and each redirect as a request of its own, with all of its credentials.
/// It should not follow redirects.
///
/// A `reqwest::Response` is made of any `http::Response` whose body is text, bytes, or a
/// `reqwest::Body`, which wraps streams: `http::Response::new("{}").into()`.
///
/// On `wasm32-unknown-unknown`, futures are not [`Send`], and the answer is a type of its own, which
/// a `reqwest::Response` turns into by `into` and a `web_sys::Response` by `try_into`. A
/// `reqwest::Client` follows redirects there, wherever they lead: an answer from another host is an
/// error, but that host may have been sent credentials. What carries requests unless it is told
/// otherwise does not follow them.
///
/// Any error means that no answer arrived, which is [`Error::Transport`](super::Error::Transport) and is
/// tried again where the call is safe to repeat. Two kinds of [`std::io::Error`] mean something else:
/// `TimedOut` is [`Error::Timeout`](super::Error::Timeout), and after `InvalidInput` the request will
/// not be made by trying again. Errors are shown, so they should name no URL, header or body.
pub trait Transport: Send + Sync + 'static {
    /// Sends one request. `path` is the path of its operation as the service documents it, such as
    /// `/pets/{id}`.
    fn send(&self, request: Request, path: &str) -> Sending;
}

/// A request that is under way. `Box::pin(async move { .. })` makes one.
pub type Sending = Boxed<'static, Result<Incoming, Box<dyn StdError + Send + Sync>>>;
