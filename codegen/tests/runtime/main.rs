//! Plays a generated crate: it declares the runtime as a generated `mod.rs` does, and `service.rs`
//! stands for the generated client, so that what generated code relies on is compiled here.

#![allow(deprecated, reason = "as in a generated crate, whose document may call anything so")]
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test says what it expects by failing, and not all of it stands in test functions"
)]

// What is copied into crates cannot panic.
#[path = "../../runtime"]
#[warn(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unreachable,
    clippy::unwrap_used
)]
#[allow(
    dead_code,
    unused_imports,
    unused_macros,
    reason = "a crate has all of the runtime and uses what its document asks for"
)]
mod runtime {
    #[path = "credentials/auth.rs"]
    mod auth;
    pub use auth::*;
    #[path = "values/base64.rs"]
    mod base64;
    pub use base64::*;
    #[cfg(feature = "blocking")]
    #[path = "call/blocking.rs"]
    mod blocking;
    #[cfg(feature = "blocking")]
    pub use blocking::*;
    #[path = "outgoing/bodies.rs"]
    mod bodies;
    pub use bodies::*;
    #[path = "values/buffer.rs"]
    mod buffer;
    pub use buffer::*;
    #[path = "values/builders.rs"]
    mod builders;
    pub use builders::*;
    #[path = "values/bytes.rs"]
    mod bytes;
    pub use bytes::*;
    #[path = "call/call.rs"]
    mod call;
    pub use call::*;
    #[path = "checks/checks.rs"]
    mod checks;
    pub use checks::*;
    #[path = "client/client.rs"]
    mod client;
    pub use client::*;
    #[path = "credentials/client_credentials.rs"]
    mod client_credentials;
    pub use client_credentials::*;
    #[path = "values/closed.rs"]
    mod closed;
    pub use closed::*;
    #[path = "outgoing/cookies.rs"]
    mod cookies;
    pub use cookies::*;
    #[path = "incoming/course.rs"]
    mod course;
    pub use course::*;
    #[path = "values/date.rs"]
    mod date;
    pub use date::*;
    #[path = "outgoing/declared.rs"]
    mod declared;
    pub use declared::*;
    #[path = "incoming/decode.rs"]
    mod decode;
    pub use decode::*;
    #[path = "incoming/download.rs"]
    mod download;
    pub use download::*;
    #[path = "values/empty.rs"]
    mod empty;
    pub use empty::*;
    #[path = "values/enums.rs"]
    mod enums;
    pub use enums::*;
    #[path = "client/environment.rs"]
    mod environment;
    pub use environment::*;
    #[path = "incoming/error.rs"]
    mod error;
    pub use error::*;
    #[path = "incoming/events.rs"]
    mod events;
    pub use events::*;
    #[path = "values/features.rs"]
    mod features;
    pub use features::*;
    #[path = "values/flat.rs"]
    mod flat;
    pub use flat::*;
    #[path = "outgoing/form.rs"]
    mod form;
    pub use form::*;
    #[path = "incoming/frames.rs"]
    mod frames;
    pub use frames::*;
    #[path = "incoming/headers.rs"]
    mod headers;
    pub use headers::*;
    #[path = "values/idle.rs"]
    mod idle;
    #[cfg(feature = "blocking")]
    #[path = "incoming/iterate.rs"]
    mod iterate;
    #[cfg(feature = "blocking")]
    pub use iterate::*;
    #[path = "values/judge.rs"]
    mod judge;
    pub use judge::*;
    #[path = "incoming/live.rs"]
    mod live;
    pub use live::*;
    #[path = "incoming/loss.rs"]
    mod loss;
    pub use loss::*;
    #[cfg(feature = "test-util")]
    #[path = "testing/mock.rs"]
    mod mock;
    #[cfg(feature = "test-util")]
    pub use mock::*;
    #[cfg(feature = "test-util")]
    #[path = "testing/mock_book.rs"]
    mod mock_book;
    #[cfg(feature = "test-util")]
    pub use mock_book::*;
    #[cfg(feature = "test-util")]
    #[path = "testing/mock_items.rs"]
    mod mock_items;
    #[cfg(feature = "test-util")]
    pub use mock_items::*;
    #[cfg(feature = "test-util")]
    #[path = "testing/mock_table.rs"]
    mod mock_table;
    #[cfg(feature = "test-util")]
    pub use mock_table::*;
    // A crate has one of them.
    #[path = "values/moment_chrono.rs"]
    pub mod moment_chrono;
    #[path = "values/moment_jiff.rs"]
    pub mod moment_jiff;
    #[path = "values/moment_time.rs"]
    pub mod moment_time;
    pub use moment_time::*;
    #[path = "outgoing/multipart.rs"]
    mod multipart;
    pub use multipart::*;
    #[path = "call/native.rs"]
    mod native;
    pub use native::*;
    #[path = "values/newtype.rs"]
    mod newtype;
    pub use newtype::*;
    #[path = "outgoing/options.rs"]
    mod options;
    pub use options::*;
    #[path = "values/others.rs"]
    mod others;
    pub use others::*;
    #[path = "incoming/pages.rs"]
    mod pages;
    pub use pages::*;
    #[path = "values/patch.rs"]
    mod patch;
    pub use patch::*;
    #[path = "checks/patterns.rs"]
    mod patterns;
    pub use patterns::*;
    #[path = "client/prefixes.rs"]
    mod prefixes;
    pub use prefixes::*;
    #[path = "call/redirect.rs"]
    mod redirect;
    pub use redirect::*;
    #[path = "incoming/reply.rs"]
    mod reply;
    pub use reply::*;
    #[path = "outgoing/request.rs"]
    mod request;
    pub use request::*;
    #[path = "call/retry.rs"]
    mod retry;
    pub use retry::*;
    #[path = "values/scalars.rs"]
    mod scalars;
    pub use scalars::*;
    #[path = "credentials/secret.rs"]
    mod secret;
    pub use secret::*;
    #[path = "call/send.rs"]
    mod send;
    pub use send::*;
    #[path = "client/service.rs"]
    mod service;
    pub use service::*;
    #[path = "values/setters.rs"]
    mod setters;
    pub use setters::*;
    #[path = "outgoing/styles.rs"]
    mod styles;
    pub use styles::*;
    #[path = "values/time.rs"]
    mod time;
    pub use time::*;
    #[cfg(feature = "tracing")]
    #[path = "call/trace.rs"]
    mod trace;
    #[cfg(feature = "tracing")]
    pub use trace::*;
    #[path = "call/transport.rs"]
    mod transport;
    pub use transport::*;
    #[path = "values/unbase64.rs"]
    mod unbase64;
    pub use unbase64::*;
    #[path = "call/undocumented.rs"]
    mod undocumented;
    pub use undocumented::*;
    #[path = "values/unions.rs"]
    mod unions;
    pub use unions::*;
    #[cfg(not(feature = "tracing"))]
    #[path = "call/untraced.rs"]
    mod untraced;
    #[cfg(not(feature = "tracing"))]
    pub use untraced::*;
    #[path = "outgoing/url.rs"]
    mod url;
    pub use url::*;
    #[path = "checks/validate.rs"]
    mod validate;
    pub use validate::*;
    #[path = "client/variables.rs"]
    mod variables;
    pub use variables::*;
    #[path = "incoming/webhooks.rs"]
    mod webhooks;
    pub use webhooks::*;
    #[path = "values/wire.rs"]
    mod wire;
    pub use wire::*;
}

mod base64;
#[cfg(feature = "blocking")]
mod blocking;
mod bodies;
mod calling;
mod cookies;
mod decoding;
mod downloads;
mod enums;
mod environment;
mod flat;
mod frames;
mod headers;
mod judging;
#[cfg(feature = "test-util")]
mod mocking;
mod paging;
mod redirects;
mod retrying;
mod secrets;
mod security;
mod sending;
mod server;
mod service;
mod streams;
mod styles;
mod tokens;
#[cfg(feature = "tracing")]
mod tracing;
mod transport;
mod unions;
mod urls;
mod validating;
mod webhooks;
mod wide;
mod wire;

pub use runtime::{Error, Patch};
pub use service::ErrorBody;
