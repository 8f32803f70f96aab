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
    mod auth;
    pub use auth::*;
    mod base64;
    pub use base64::*;
    #[cfg(feature = "blocking")]
    mod blocking;
    #[cfg(feature = "blocking")]
    pub use blocking::*;
    mod bodies;
    pub use bodies::*;
    mod buffer;
    pub use buffer::*;
    mod builders;
    pub use builders::*;
    mod bytes;
    pub use bytes::*;
    mod call;
    pub use call::*;
    mod checks;
    pub use checks::*;
    mod client;
    pub use client::*;
    mod client_credentials;
    pub use client_credentials::*;
    mod closed;
    pub use closed::*;
    mod cookies;
    pub use cookies::*;
    mod course;
    pub use course::*;
    mod date;
    pub use date::*;
    mod declared;
    pub use declared::*;
    mod decode;
    pub use decode::*;
    mod download;
    pub use download::*;
    mod empty;
    pub use empty::*;
    mod enums;
    pub use enums::*;
    mod environment;
    pub use environment::*;
    mod error;
    pub use error::*;
    mod events;
    pub use events::*;
    mod features;
    pub use features::*;
    mod flat;
    pub use flat::*;
    mod form;
    pub use form::*;
    mod frames;
    pub use frames::*;
    mod headers;
    pub use headers::*;
    mod idle;
    #[cfg(feature = "blocking")]
    mod iterate;
    #[cfg(feature = "blocking")]
    pub use iterate::*;
    mod judge;
    pub use judge::*;
    mod live;
    pub use live::*;
    mod loss;
    pub use loss::*;
    #[cfg(feature = "test-util")]
    mod mock;
    #[cfg(feature = "test-util")]
    pub use mock::*;
    #[cfg(feature = "test-util")]
    mod mock_book;
    #[cfg(feature = "test-util")]
    pub use mock_book::*;
    #[cfg(feature = "test-util")]
    mod mock_items;
    #[cfg(feature = "test-util")]
    pub use mock_items::*;
    #[cfg(feature = "test-util")]
    mod mock_table;
    #[cfg(feature = "test-util")]
    pub use mock_table::*;
    // A crate has one of them.
    pub mod moment_chrono;
    pub mod moment_jiff;
    pub mod moment_time;
    pub use moment_time::*;
    mod multipart;
    pub use multipart::*;
    mod newtype;
    pub use newtype::*;
    mod options;
    pub use options::*;
    mod others;
    pub use others::*;
    mod pages;
    pub use pages::*;
    mod patch;
    pub use patch::*;
    mod patterns;
    pub use patterns::*;
    mod platform;
    pub use platform::*;
    mod prefixes;
    pub use prefixes::*;
    mod redirect;
    pub use redirect::*;
    mod reply;
    pub use reply::*;
    mod request;
    pub use request::*;
    mod retry;
    pub use retry::*;
    mod scalars;
    pub use scalars::*;
    mod secret;
    pub use secret::*;
    mod send;
    pub use send::*;
    mod service;
    pub use service::*;
    mod setters;
    pub use setters::*;
    mod styles;
    pub use styles::*;
    mod time;
    pub use time::*;
    mod trace;
    pub use trace::*;
    mod transport;
    pub use transport::*;
    mod unbase64;
    pub use unbase64::*;
    mod undocumented;
    pub use undocumented::*;
    mod unions;
    pub use unions::*;
    mod url;
    pub use url::*;
    mod validate;
    pub use validate::*;
    mod variables;
    pub use variables::*;
    mod webhooks;
    pub use webhooks::*;
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
