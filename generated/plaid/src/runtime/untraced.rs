// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: what `trace` is told. Out: nothing. It stands in its place where nobody listens.

use std::time::Duration;

use super::Client;
use super::call::Parts;
use super::loss::Loss;
use super::send::{Answer, Sent, run};

pub(crate) fn traced(client: Client, parts: Box<Parts>) -> Sent {
    Box::pin(run(client, parts))
}

pub(crate) fn trace_attempt(_: u32, _: &Result<Answer, Loss>, _: Result<Duration, &'static str>) {}
