// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: a call that is being sent, and what becomes of each attempt. Out: a span and its events. They
//! name no URL, header or body, and no value of a parameter.

use std::time::Duration;

use tracing::field::{Empty, display};
use tracing::{Instrument, debug, info_span};

use super::call::Parts;
use super::error::excerpt;
use super::loss::Loss;
use super::send::{Answer, Sent, run};
use super::{Client, Error};

/// The call within a span of its own.
pub(crate) fn traced(client: Client, parts: Box<Parts>) -> Sent {
    let span = info_span!(
        "call",
        http.request.method = &*parts.site.method,
        url.template = parts.site.shown(),
        http.response.status_code = Empty,
        attempts = Empty,
        request_id = Empty,
        error = Empty,
    );
    let inside = span.clone();
    let call = async move {
        let outcome = run(client, parts).await;
        match &outcome {
            Ok(reply) => {
                span.record("http.response.status_code", reply.status());
                span.record("attempts", reply.attempts);
                if let Some(id) = reply.request_id() {
                    span.record("request_id", excerpt(&id));
                }
            }
            Err(error) => {
                span.record("attempts", error.attempts());
                match error {
                    // What the issuer of tokens answered may be a part of it.
                    Error::Token(_) => span.record("error", "no token"),
                    // Below the first line stands what a request violates, with values of it.
                    error => {
                        let error = error.to_string();
                        span.record("error", display(error.lines().next().unwrap_or_default()))
                    }
                };
            }
        }
        outcome
    };
    Box::pin(call.instrument(inside))
}

/// How an attempt ended, and when the next one follows or why none does.
pub(crate) fn trace_attempt(
    attempt: u32,
    outcome: &Result<Answer, Loss>,
    again: Result<Duration, &'static str>,
) {
    let outcome = match outcome {
        Ok(answer) => answer.code.as_str(),
        Err(Loss::Timeout(_)) => "timeout",
        Err(Loss::Token(_)) => "no token",
        Err(Loss::Network(_) | Loss::Unmade(_) | Loss::TooLarge(_)) => "no complete answer",
    };
    match again {
        Ok(wait) => debug!(attempt, outcome, ?wait, "the call is tried again"),
        Err(reason) => debug!(attempt, outcome, reason, "the call is over"),
    }
}
