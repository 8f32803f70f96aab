// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In and out: time, chance, what carries requests, and what can be moved to another thread: all that
//! `wasm32-unknown-unknown` does otherwise, for which `web` stands in the place of this.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::pin::Pin;
use std::time::SystemTime;

use reqwest::{Client, Request, Response, redirect};
pub(crate) use tokio::time::{Instant, sleep, timeout};

use super::{Sending, Transport};

/// Whether requests are sent by `fetch`.
pub(crate) const WEB: bool = false;

pub(crate) type Boxed<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// An answer of which the headers have arrived.
pub(crate) type Incoming = Response;

impl Transport for Client {
    fn send(&self, request: Request, _path: &str) -> Sending {
        let response = self.execute(request);
        Box::pin(async { Ok(response.await?) })
    }
}

pub(crate) fn http_client() -> reqwest::Result<Client> {
    Client::builder().redirect(redirect::Policy::none()).build()
}

pub(crate) fn now() -> SystemTime {
    SystemTime::now()
}

/// The keys of the standard hasher are random, and that is enough to spread waits.
pub(crate) fn random() -> u64 {
    RandomState::new().build_hasher().finish()
}
