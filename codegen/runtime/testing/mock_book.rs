// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: what a mock was told, and what is sent to it. Out: who is answered what, and what went
//! otherwise than it was told. It writes no answers.

use std::io;
use std::panic::Location;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use reqwest::header::ACCEPT;
use reqwest::{Request, Response};

use super::auth::BoxError;
use super::error::Site;
use super::mock_table::JSON;
use super::{Sending, SentRequest, Transport};

/// What tells the calls of an operation from others.
#[derive(Clone)]
pub(crate) struct MockRoute {
    pub(crate) site: Site,
    /// The media types that it asks for, where another operation may have the same path.
    pub(crate) accept: Option<&'static str>,
}

impl MockRoute {
    pub(crate) fn takes(&self, request: &SentRequest) -> bool {
        let asked = request.header(ACCEPT.as_str()).unwrap_or_default();
        self.site.path == request.path
            && self.site.method == request.method.as_str()
            && self.accept.is_none_or(|accept| {
                accept == asked || accept.split(", ").any(|media| media == asked)
            })
    }
}

type Make = Arc<dyn Fn(&SentRequest) -> io::Result<Response> + Send + Sync>;

/// Which requests an answer is for.
pub(crate) type When = Arc<dyn Fn(&SentRequest) -> bool + Send + Sync>;

/// What is answered, and how often.
pub(crate) struct Told {
    pub(crate) route: MockRoute,
    pub(crate) when: Option<When>,
    /// Where the test says so.
    pub(crate) at: &'static Location<'static>,
    /// How many more calls have to come; any number where it is not said.
    pub(crate) left: Option<usize>,
    pub(crate) answer: Make,
}

/// What all parts of a mock write into.
#[derive(Default)]
pub(crate) struct MockBook(Mutex<Notes>);

#[derive(Default)]
pub(crate) struct Notes {
    pub(crate) told: Vec<Told>,
    pub(crate) sent: Vec<SentRequest>,
    surprises: Vec<String>,
}

impl MockBook {
    pub(crate) fn open(&self) -> MutexGuard<'_, Notes> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Notes {
    /// Notes a request, and finds what was told for it.
    fn find(&mut self, request: &SentRequest) -> io::Result<Make> {
        self.sent.push(request.clone());
        let fits = |told: &&mut Told| {
            let holds = |when: &When| when(request);
            told.left != Some(0)
                && told.route.takes(request)
                && told.when.as_ref().is_none_or(holds)
        };
        if let Some(told) = self.told.iter_mut().find(fits) {
            told.left = told.left.map(|left| left.saturating_sub(1));
            return Ok(Arc::clone(&told.answer));
        }
        let known = self.told.iter().any(|told| told.route.takes(request));
        let answer = if known { "no other answer" } else { "no answer" };
        let asked = request.header(ACCEPT.as_str()).unwrap_or_default();
        self.surprises.push(format!("there was {answer} for {request:?}{}", shown(asked)));
        let left = self.left().collect::<Vec<_>>().join(", ");
        let left = if left.is_empty() { left } else { format!("; it still has {left}") };
        // It is never tried again.
        let message = format!("the mock has {answer} for it{left}");
        Err(io::Error::new(io::ErrorKind::InvalidInput, message))
    }

    /// The answers that are still to be fetched.
    fn left(&self) -> impl Iterator<Item = String> + '_ {
        self.told.iter().filter_map(|Told { route, left, at, when, .. }| {
            let left = left.filter(|left| *left > 0)?;
            let s = if left == 1 { "" } else { "s" };
            let accept = shown(route.accept.unwrap_or_default());
            let only = if when.is_some() { " under a condition" } else { "" };
            Some(format!("{left} answer{s} for {}{accept}{only}, told at {at}", route.site))
        })
    }

    pub(crate) fn faults(&self) -> Vec<String> {
        let left = self.left().map(|left| format!("nobody fetched {left}"));
        self.surprises.iter().cloned().chain(left).collect()
    }
}

/// What is asked for, where it is not what nearly all operations ask for.
fn shown(accept: &str) -> String {
    let usual = accept.is_empty() || accept == JSON;
    if usual { String::new() } else { format!(" for {accept}") }
}

/// The mock in place of an HTTP client. It stays when the mock itself is gone.
pub(crate) struct MockTransport(pub(crate) Arc<MockBook>);

impl Transport for MockTransport {
    fn send(&self, request: Request, path: &str) -> Sending {
        let (book, path) = (Arc::clone(&self.0), path.to_owned());
        Box::pin(async move {
            let request = SentRequest::read(request, path).await?;
            let make = book.open().find(&request)?;
            Ok(make(&request)?)
        })
    }
}

impl SentRequest {
    async fn read(mut request: Request, path: String) -> Result<Self, BoxError> {
        let body = match request.body_mut().take() {
            // A body that is a stream is read as if it were that of a response.
            Some(body) => Response::from(http::Response::new(body)).bytes().await?.to_vec(),
            None => Vec::new(),
        };
        Ok(Self {
            method: request.method().clone(),
            path,
            url: request.url().clone(),
            headers: request.headers().clone(),
            body,
        })
    }
}
