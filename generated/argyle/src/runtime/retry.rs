// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: what came back, and how often we tried. Out: how long to wait before the next attempt, or
//! that there is none. It reads no clock, so that it can be tested without one, and sends nothing.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

/// The longest that a `Retry-After` is waited for; beyond it the caller gets the error at once. (It is
/// not `from_mins`, which is younger than the oldest Rust that generated crates build with.)
const LONGEST_WAIT: Duration = Duration::new(60, 0);

/// Whether a status says that the same request may succeed later.
pub(crate) const fn is_transient(status: u16) -> bool {
    matches!(status, 408 | 429 | 502 | 503 | 504)
}

/// How long to wait before retry number `retry`, counted from 0. `None`: the server asks for more
/// patience than we have. Without a word from the server the wait is drawn from the whole range
/// up to 0.5 s · 2ⁿ, at most 8 s, so that clients that failed together do not return together.
pub(crate) fn delay(retry: u32, told: Option<Duration>, random: u64) -> Option<Duration> {
    if let Some(told) = told {
        return (told <= LONGEST_WAIT).then_some(told);
    }
    let ceiling = 500_u64 << retry.min(4);
    Some(Duration::from_millis(random % (ceiling + 1)))
}

/// Reads `Retry-After`: seconds, or a date, of which one that has passed means now.
pub(crate) fn retry_after(value: &str, now: SystemTime) -> Option<Duration> {
    let value = value.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        // More digits than a number can hold are a very long time.
        return Some(Duration::from_secs(value.parse().unwrap_or(u64::MAX)));
    }
    let date = httpdate::parse_http_date(value).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}

/// What `retry-after-ms` says, which is finer than `Retry-After` and comes before it.
pub(crate) fn retry_after_ms(value: &str) -> Option<Duration> {
    let milliseconds: f64 = value.trim().parse().ok()?;
    Duration::try_from_secs_f64(milliseconds / 1000.0).ok()
}

/// How many retries all calls of a client have spent together, in fifths.
#[derive(Default)]
pub(crate) struct Budget(AtomicU32);

const MOST: u32 = 500;
const RETRY: u32 = 5;

impl Budget {
    /// Takes a retry out, if there is one.
    pub(crate) fn spend(&self) -> bool {
        let spend = |spent: u32| Some(spent + RETRY).filter(|spent| *spent <= MOST);
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, spend).is_ok()
    }

    /// Puts a part of a retry back, because the service answered.
    pub(crate) fn earn(&self) {
        let earn = |spent: u32| spent.checked_sub(1);
        let _ = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, earn);
    }
}
