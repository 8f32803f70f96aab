// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: what a test says that operations answer. Out: a client whose calls get these answers, and
//! what they sent. It opens no connection. What was not expected fails, and so does what did not come.

use std::borrow::Cow;
use std::fmt;
use std::io;
use std::marker::PhantomData;
use std::panic::Location;
use std::sync::Arc;

use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Body, Method, Response, StatusCode, Url};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::error::Site;
use super::mock_book::{MockBook, MockRoute, MockTransport, Told, When};
use super::mock_table::{JSON, Prepared, prepared};
use super::retry::is_transient;
use super::{Client, ClientBuilder, Operation, Undocumented};

/// Stands for the service in a test: it is told what each operation answers, and gives a client.
/// It needs the feature `test-util`.
///
/// An answer is given once, in the order in which they were told, unless
/// [`times`](Mocked::times) says otherwise. A call that there is no answer for fails. When it is
/// dropped, and when [`verify`](Self::verify) is called, a mock panics if there was such a call or
/// if an answer was not fetched.
#[derive(Default)]
pub struct Mock {
    pub(crate) book: Arc<MockBook>,
}

/// The operations of a group, to be told what they answer.
pub struct Mocks<G> {
    pub(crate) book: Arc<MockBook>,
    pub(crate) group: PhantomData<fn() -> G>,
}

/// An operation that is told what it answers. `T` is what it returns.
///
/// What stands before an answer, such as [`times`](Self::times), is said of that answer alone.
pub struct Mocked<O: Operation, T = <O as Operation>::Output> {
    book: Arc<MockBook>,
    route: MockRoute,
    times: Option<usize>,
    when: Option<When>,
    headers: HeaderMap,
    write: fn(T) -> Prepared,
    /// The status of a usual answer.
    status: u16,
    operation: PhantomData<fn() -> O>,
}

/// A request as it was sent, with its credentials.
#[derive(Clone)]
#[non_exhaustive]
pub struct SentRequest {
    /// The method.
    pub method: Method,
    /// The path as the document has it, such as `/pets/{id}`.
    pub path: String,
    /// The whole URL, with path and query.
    pub url: Url,
    /// The headers.
    pub headers: HeaderMap,
    /// The body; empty where there was none.
    pub body: Vec<u8>,
}

impl Mock {
    /// A service that expects no call.
    pub fn new() -> Self {
        Self::default()
    }

    /// A client of this service. It needs neither credentials nor environment variables.
    ///
    /// # Panics
    ///
    /// If there can be no client, which is a fault of this crate.
    #[track_caller]
    pub fn client(&self) -> Client {
        self.builder().build().unwrap_or_else(|error| fail(&error.to_string()))
    }

    /// The same client, to be configured otherwise: with limits, retries, or credentials that the
    /// test looks for in what is sent.
    pub fn builder(&self) -> ClientBuilder {
        let carrier = MockTransport(Arc::clone(&self.book));
        let builder = Client::builder().base_url(SERVER).transport(carrier);
        // Like an environment that has all: what the test gives counts before it.
        builder.env(|_| Some(CREDENTIAL.into()))
    }

    /// A call that the document does not describe, as [`Client::request`] makes it.
    #[expect(clippy::needless_pass_by_value, reason = "a method is given as `reqwest` takes it")]
    pub fn request(
        &self,
        method: Method,
        path: impl Into<Cow<'static, str>>,
    ) -> Mocked<Undocumented<Value>> {
        let route = MockRoute {
            site: Site { method: method.as_str().to_owned().into(), path: path.into() },
            accept: None,
        };
        Mocked::new(&self.book, route, prepared::json, 200)
    }

    /// All that was sent, attempts and redirects of a call as requests of their own.
    pub fn requests(&self) -> Vec<SentRequest> {
        self.book.open().sent.clone()
    }

    /// Checks that each call was expected, and that those that were expected came.
    ///
    /// # Panics
    ///
    /// If not, with all that is wrong.
    #[track_caller]
    pub fn verify(&self) {
        let faults = self.book.open().faults();
        if !faults.is_empty() {
            fail(&format!(
                "what was told to the mock is not what came:\n- {}",
                faults.join("\n- ")
            ));
        }
    }
}

impl Drop for Mock {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.verify();
        }
    }
}

impl<O: Operation, T> Mocked<O, T> {
    /// The next answer is given to so many calls, and all of them have to come; with 0, none may.
    #[must_use]
    pub fn times(mut self, times: usize) -> Self {
        self.times = Some(times);
        self
    }

    /// The next answer is given to any number of calls.
    #[must_use]
    pub fn any_times(mut self) -> Self {
        self.times = None;
        self
    }

    /// The next answer is given only to requests of which this holds, whichever others come first. It is
    /// asked while the mock is busy, so it must not ask the mock.
    #[must_use]
    pub fn when(mut self, holds: impl Fn(&SentRequest) -> bool + Send + Sync + 'static) -> Self {
        self.when = Some(Arc::new(holds));
        self
    }

    /// The next answer has this header too.
    ///
    /// # Panics
    ///
    /// If it is none.
    #[must_use]
    #[track_caller]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            (Ok(name), Ok(value)) => drop(self.headers.append(name, value)),
            _ => fail(&format!("{name}: {value} is no header")),
        }
        self
    }

    /// Answers with what the call is to return, written as the document describes it. What the
    /// document shows is in `test_util::examples`.
    ///
    /// # Panics
    ///
    /// If it cannot be written.
    #[track_caller]
    pub fn returns(self, output: impl Into<T>) -> Self {
        let Prepared { status, media, body } = (self.write)(output.into());
        match body {
            Ok(body) => {
                let status = status.unwrap_or(self.status);
                self.tell(status, media, body)
            }
            Err(error) => fail(&format!("{} cannot answer this: {error}", self.route.site)),
        }
    }

    /// Fails with a status, and with a body that is written as JSON; `()` is none.
    ///
    /// It asks for no pause before the next attempt, where there is one, so that tests do not wait,
    /// unless [`header`](Self::header) was told of a `retry-after` or a `retry-after-ms`.
    ///
    /// # Panics
    ///
    /// If the status is a success, or the body cannot be written.
    #[track_caller]
    pub fn fails(self, status: u16, body: impl Serialize) -> Self {
        let Prepared { body, .. } = prepared::optional(body);
        match (StatusCode::from_u16(status), body) {
            (Ok(code), Ok(body)) if !code.is_success() => self.tell(status, JSON, body),
            (_, Err(error)) => fail(&format!("{} cannot fail with this: {error}", self.route.site)),
            _ => fail(&format!("{} cannot fail with the status {status}", self.route.site)),
        }
    }

    /// Answers with this response as it is.
    #[track_caller]
    pub fn answers<B>(self, response: http::Response<B>) -> Self
    where
        B: Into<Body> + Clone + Send + Sync + 'static,
    {
        self.answers_with(move |_| Response::from(response.clone()))
    }

    /// Answers with what this makes of the request, such as a body that arrives in parts.
    #[track_caller]
    pub fn answers_with<R: Into<Response>>(
        self,
        answer: impl Fn(&SentRequest) -> R + Send + Sync + 'static,
    ) -> Self {
        self.answer(move |request| Ok(answer(request).into()))
    }

    /// Gives no answer: the connection fails like this. `TimedOut` is a timeout; what others do is
    /// said at [`Transport`](super::Transport).
    #[track_caller]
    pub fn breaks(self, kind: io::ErrorKind) -> Self {
        self.answer(move |_| Err(io::Error::new(kind, "the mock was told to break")))
    }

    /// What was sent for this operation, each attempt of a call as a request of its own.
    pub fn requests(&self) -> Vec<SentRequest> {
        let book = self.book.open();
        book.sent.iter().filter(|request| self.route.takes(request)).cloned().collect()
    }

    #[track_caller]
    fn tell(self, status: u16, media: &'static str, body: Vec<u8>) -> Self {
        let at_once = is_transient(status)
            && ["retry-after", "retry-after-ms"]
                .iter()
                .all(|name| !self.headers.contains_key(*name));
        self.answer(move |_| {
            let mut response = http::Response::new(body.clone());
            *response.status_mut() = StatusCode::from_u16(status).map_err(io::Error::other)?;
            if !body.is_empty() {
                response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media));
            }
            if at_once {
                response.headers_mut().insert("retry-after-ms", HeaderValue::from_static("0"));
            }
            Ok(response.into())
        })
    }

    #[track_caller]
    fn answer(
        mut self,
        answer: impl Fn(&SentRequest) -> io::Result<Response> + Send + Sync + 'static,
    ) -> Self {
        let headers = std::mem::take(&mut self.headers);
        let told = Told {
            route: self.route.clone(),
            when: self.when.take(),
            left: self.times.replace(1),
            at: Location::caller(),
            answer: Arc::new(move |request| {
                let mut response = answer(request)?;
                response.headers_mut().extend(headers.clone());
                Ok(response)
            }),
        };
        self.book.open().told.push(told);
        self
    }

    pub(crate) fn new(
        book: &Arc<MockBook>,
        route: MockRoute,
        write: fn(T) -> Prepared,
        status: u16,
    ) -> Self {
        Self {
            book: Arc::clone(book),
            route,
            times: Some(1),
            when: None,
            headers: HeaderMap::new(),
            write,
            status,
            operation: PhantomData,
        }
    }
}

impl SentRequest {
    /// The body as a value of the type that the call was given, or as any other JSON.
    ///
    /// # Panics
    ///
    /// If it is something else.
    #[track_caller]
    pub fn json<T: DeserializeOwned>(&self) -> T {
        let value = serde_json::from_slice(&self.body);
        value.unwrap_or_else(|error| fail(&format!("the body of {self:?} does not fit: {error}")))
    }

    /// A header, where it is there and text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// All values that the query has for a name, in their order.
    pub fn query(&self, name: &str) -> Vec<String> {
        let pairs = self.url.query_pairs().filter(|(known, _)| known == name);
        pairs.map(|(_, value)| value.into_owned()).collect()
    }
}

const SERVER: &str = "http://service.mock";
const CREDENTIAL: &str = "credential-of-the-mock";

/// A test that goes wrong says so like this.
#[allow(clippy::panic, reason = "it is what a mock is for, and it runs in tests only")]
#[track_caller]
pub(crate) fn fail(message: &str) -> ! {
    panic!("{message}")
}

impl fmt::Debug for Mock {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Mock")
    }
}

impl<G> fmt::Debug for Mocks<G> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Mocks")
    }
}

impl<O: Operation, T> fmt::Debug for Mocked<O, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Mocked({})", self.route.site)
    }
}

// URL, headers and body hold credentials and tokens.
impl fmt::Debug for SentRequest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.method, self.path)
    }
}
