// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In and out: what stands in `native`, on `wasm32-unknown-unknown`: time, chance and what carries
//! requests are the browser's there, or those of whatever else has `fetch`.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use futures_core::Stream;
use gloo_timers::future::TimeoutFuture;
use reqwest::{Client, Response};
pub(crate) use web_time::Instant;
use web_time::web::SystemTimeExt;

/// Whether requests are sent by `fetch`.
pub(crate) const WEB: bool = true;

#[cfg(feature = "blocking")]
compile_error!("the feature `blocking` is not for this target: no thread can wait there");
#[cfg(feature = "test-util")]
compile_error!("the feature `test-util` is not for this target: only `fetch` makes answers");

/// What `fetch` gives stays on its thread.
pub(crate) type Boxed<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

pub(crate) struct Incoming(Pin<Box<dyn Stream<Item = reqwest::Result<Bytes>>>>);

impl Incoming {
    pub(crate) async fn chunk(&mut self) -> reqwest::Result<Option<Bytes>> {
        poll_fn(|context| self.0.as_mut().poll_next(context)).await.transpose()
    }
}

pub(crate) fn incoming(response: Response) -> Incoming {
    Incoming(Box::pin(response.bytes_stream()))
}

pub(crate) fn http_client() -> reqwest::Result<Client> {
    Client::builder().build()
}

pub(crate) fn now() -> SystemTime {
    web_time::SystemTime::now().to_std()
}

pub(crate) fn random() -> u64 {
    js_sys::Math::random().to_bits()
}

/// Timers count milliseconds in 31 bits, and what is more passes at once.
pub(crate) fn sleep(wait: Duration) -> TimeoutFuture {
    TimeoutFuture::new(u32::try_from(wait.as_millis()).unwrap_or(u32::MAX).min(u32::MAX >> 1))
}

pub(crate) async fn timeout<F: Future>(limit: Duration, future: F) -> Result<F::Output, ()> {
    let (mut future, mut timer) = (pin!(future), pin!(sleep(limit)));
    let first = poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(output) => Poll::Ready(Ok(output)),
        Poll::Pending => timer.as_mut().poll(context).map(Err),
    });
    first.await
}
