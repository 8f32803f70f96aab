// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: what a mock was told, and what is sent to it. Out: who is answered what, and what went
//! otherwise than it was told. It writes no answers.

use std::io;
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

/// What is answered, and how often.
pub(crate) struct Told {
    pub(crate) route: MockRoute,
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
        let fits = |told: &&mut Told| told.left != Some(0) && told.route.takes(request);
        if let Some(told) = self.told.iter_mut().find(fits) {
            told.left = told.left.map(|left| left.saturating_sub(1));
            return Ok(Arc::clone(&told.answer));
        }
        let known = self.told.iter().any(|told| told.route.takes(request));
        let more = if known { "another call" } else { "a call" };
        let asked = request.header(ACCEPT.as_str()).unwrap_or_default();
        let surprise = format!("{more} of {request:?}{} was not expected", shown(asked));
        self.surprises.push(surprise.clone());
        let missing = self.missing().collect::<Vec<_>>().join(", ");
        let missing = if missing.is_empty() { "nothing".to_owned() } else { missing };
        // It is never tried again.
        let message = format!("{surprise}; still expected: {missing}");
        Err(io::Error::new(io::ErrorKind::InvalidInput, message))
    }

    fn missing(&self) -> impl Iterator<Item = String> + '_ {
        self.told.iter().filter_map(|Told { route, left, .. }| {
            let accept = shown(route.accept.unwrap_or_default());
            match left {
                None | Some(0) => None,
                Some(1) => Some(format!("1 call of {}{accept}", route.site)),
                Some(left) => Some(format!("{left} calls of {}{accept}", route.site)),
            }
        })
    }

    pub(crate) fn faults(&self) -> Vec<String> {
        let missing = self.missing().map(|missing| format!("{missing} did not come"));
        self.surprises.iter().cloned().chain(missing).collect()
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
