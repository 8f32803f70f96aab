// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In and out: time, chance, what carries requests, and what can be moved to another thread: all that
//! `wasm32-unknown-unknown` does otherwise, for which `web` stands in the place of this.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::io;
use std::pin::Pin;
use std::time::SystemTime;

use reqwest::{Client, Request, Response, redirect};
pub(crate) use tokio::time::{Instant, sleep, timeout};

use super::{ConfigError, Sending, Transport};

/// Whether requests are sent by `fetch`.
pub(crate) const WEB: bool = false;

pub(crate) type Boxed<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// An answer of which the headers have arrived.
pub(crate) type Incoming = Response;

impl Transport for Client {
    fn send(&self, request: Request, _path: &str) -> Sending {
        let url = request.url().clone();
        let response = self.execute(request);
        Box::pin(async move {
            let response = response.await?;
            if url == *response.url() || url.origin() == response.url().origin() {
                return Ok(response);
            }
            // Whether a client follows redirects cannot be asked, so it can only be told afterwards.
            let message = "it was redirected to another host";
            Err(io::Error::new(io::ErrorKind::InvalidInput, message).into())
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
