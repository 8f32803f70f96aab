//! What the tests share: calls of generated clients in one form, and a socket that does what it is
//! told. The tests themselves stand in the folders beside this one.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a helper that cannot go on fails its test")]
#![expect(clippy::missing_panics_doc, reason = "that is what they are for")]

#[macro_use]
mod making;

pub mod calls;
pub mod clients;
pub mod socket;

/// Compiles the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
