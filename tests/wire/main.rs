//! The three generated clients against HTTP servers on the loopback.
//!
//! In: calls as a consumer writes them. Out: what stood on the wire, and what each answer became:
//! what is particular to one client, and what has to be written as Rust. What all of them promise
//! stands as data in `conformance`. Nothing here talks to another machine, and nothing depends on
//! how fast this one is.
//!
//! Every error that these tests see goes through `clients::Failed`, which fails the test if the
//! error shows a credential or a token.

#![expect(
    clippy::needless_raw_string_hashes,
    reason = "`expect-test` writes them when it updates a text"
)]
#![expect(clippy::panic, clippy::unwrap_used, reason = "a helper that cannot go on fails its test")]

mod argyle;
mod consumer;
mod credentials;
mod http2;
mod junction;
mod options;
mod plaid;
mod plaid_request;
mod secrets;
mod server;
mod webhooks;
