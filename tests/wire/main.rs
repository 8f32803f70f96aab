//! The three generated clients against HTTP servers on the loopback.
//!
//! In: calls as a consumer writes them. Out: what stood on the wire, and what each answer or fault
//! became. The server is `wiremock`; `peer` is a socket for what no HTTP server does. Nothing here
//! talks to another machine, and nothing depends on how fast this one is.
//!
//! Every error that these tests see goes through `clients::Failed`, which fails the test if the
//! error shows a credential or a token.

#![expect(
    clippy::needless_raw_string_hashes,
    reason = "`expect-test` writes them when it updates a text"
)]
#![expect(clippy::panic, clippy::unwrap_used, reason = "a helper that cannot go on fails its test")]

mod argyle;
mod clients;
mod consumer;
mod credentials;
mod errors;
mod faults;
mod junction;
mod options;
mod peer;
mod plaid;
mod plaid_request;
mod redirects;
mod retries;
mod secrets;
mod server;
mod webhooks;
