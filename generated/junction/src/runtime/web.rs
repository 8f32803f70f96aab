// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In and out: what stands in `native`, on `wasm32-unknown-unknown`: time and chance are the
//! browser's there, or those of whatever else has `fetch`, which carries requests.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::{Duration, SystemTime};

use gloo_timers::future::TimeoutFuture;
pub(crate) use web_time::Instant;
use web_time::web::SystemTimeExt;

use super::ConfigError;
use super::fetch::Fetch;

/// Whether requests are sent by `fetch`.
pub(crate) const WEB: bool = true;

#[cfg(feature = "blocking")]
compile_error!("the feature `blocking` is not for this target: no thread can wait there");
#[cfg(feature = "test-util")]
compile_error!("the feature `test-util` is not for this target: `reqwest` makes no answers there");

/// What `fetch` gives stays on its thread.
pub(crate) type Boxed<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// Elsewhere, making it can fail.
pub(crate) fn http_client() -> Result<Fetch, ConfigError> {
    Ok(Fetch)
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
