// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: a call that is being sent, and what becomes of each attempt. Out: a span and its events, where the
//! feature `tracing` is on. They name no URL, header or body, and no value of a parameter.

use std::time::Duration;

use super::Client;
use super::call::Parts;
use super::loss::Loss;
use super::send::{Answer, Sent, run};

/// The call within a span of its own.
#[cfg(feature = "tracing")]
pub(crate) fn traced(client: Client, parts: Box<Parts>) -> Sent {
    use ::tracing::field::{Empty, display};

    let span = ::tracing::info_span!(
        "call",
        http.request.method = &*parts.site.method,
        url.template = &*parts.site.path,
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
                    span.record("request_id", super::error::excerpt(&id));
                }
            }
            Err(error) => {
                span.record("attempts", error.attempts());
                span.record("error", display(error));
            }
        }
        outcome
    };
    Box::pin(::tracing::Instrument::instrument(call, inside))
}

#[cfg(not(feature = "tracing"))]
pub(crate) fn traced(client: Client, parts: Box<Parts>) -> Sent {
    Box::pin(run(client, parts))
}

/// How an attempt ended, and when the next one follows or why none does.
#[cfg_attr(not(feature = "tracing"), expect(unused_variables, reason = "nobody listens"))]
pub(crate) fn attempt(
    attempt: u32,
    outcome: &Result<Answer, Loss>,
    again: Result<Duration, &'static str>,
) {
    #[cfg(feature = "tracing")]
    {
        let outcome = match outcome {
            Ok(answer) => answer.code.as_str(),
            Err(Loss::Timeout(_)) => "timeout",
            Err(Loss::Token(_)) => "no token",
            Err(Loss::Network(_) | Loss::Unmade(_) | Loss::TooLarge(_)) => "no complete answer",
        };
        match again {
            Ok(wait) => ::tracing::debug!(attempt, outcome, ?wait, "the call is tried again"),
            Err(reason) => ::tracing::debug!(attempt, outcome, reason, "the call is over"),
        }
    }
}
