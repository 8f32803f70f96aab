// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In and out: time, chance, what carries requests, and what can be moved to another thread: all that
//! `wasm32-unknown-unknown` does otherwise, for which `web` stands in the place of this.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::io;
use std::pin::Pin;
use std::time::SystemTime;

use reqwest::{Client, Method, Request, Response, redirect};
pub(crate) use tokio::time::{Instant, sleep, timeout};

use super::{ConfigError, Sending, Transport};

/// Whether requests are sent by `fetch`.
pub(crate) const WEB: bool = false;

pub(crate) type Boxed<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// An answer of which the headers have arrived.
pub(crate) type Incoming = Response;

impl Transport for Client {
    fn send(&self, mut request: Request, _path: &str) -> Sending {
        let writes = [Method::POST, Method::PUT, Method::PATCH].contains(request.method());
        if writes && request.body().is_none() {
            // Some servers answer with 411 to what could have a body and does not say that it has none.
            request.headers_mut().insert("content-length", 0_u16.into());
        }
        let url = request.url().clone();
        let response = self.execute(request);
        Box::pin(async move {
            let response = response.await?;
            let stayed = url == *response.url() || url.origin() == response.url().origin();
            // Whether a client follows redirects cannot be asked, so it can only be told afterwards.
            let message = "it was redirected to another host";
            let fault = || io::Error::new(io::ErrorKind::InvalidInput, message).into();
            stayed.then_some(response).ok_or_else(fault)
        })
    }
}

pub(crate) fn http_client() -> Result<Client, ConfigError> {
    let client = Client::builder().redirect(redirect::Policy::none()).build();
    client.map_err(|error| ConfigError::new(format!("the HTTP client cannot be built: {error}")))
}

pub(crate) fn now() -> SystemTime {
    SystemTime::now()
}

/// The keys of the standard hasher are random, and that is enough to spread waits.
pub(crate) fn random() -> u64 {
    RandomState::new().build_hasher().finish()
}
