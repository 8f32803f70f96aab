// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: tables of one line an operation and one line an example. Out: the methods by which a mock is
//! told what it answers, how values become answers, and the document's examples as values. It
//! remembers nothing.

use std::borrow::Cow;
use std::marker::PhantomData;
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde::ser::Error;

use super::error::Site;
use super::mock::fail;
use super::mock_book::MockRoute;
use super::{Mock, Mocked, Mocks, Operation};

pub(crate) const JSON: &str = "application/json";

/// An answer before it is sent.
pub(crate) struct Prepared {
    /// Its status, where it is not the usual one.
    pub(crate) status: Option<u16>,
    pub(crate) media: &'static str,
    pub(crate) body: serde_json::Result<Vec<u8>>,
}

impl Prepared {
    pub(crate) fn status(self, status: u16) -> Self {
        Self { status: Some(status), ..self }
    }
}

/// What the table calls to write: one function for each kind of answer.
pub(crate) mod prepared {
    use super::{Error, JSON, Prepared, Serialize};

    pub(crate) fn json<T: Serialize>(value: T) -> Prepared {
        Prepared { status: None, media: JSON, body: serde_json::to_vec(&value) }
    }

    /// JSON, of which `null` is nothing.
    pub(crate) fn optional<T: Serialize>(value: T) -> Prepared {
        let written = json(value);
        if matches!(written.body.as_deref(), Ok(b"null")) { empty(()).status(204) } else { written }
    }

    pub(crate) fn empty((): ()) -> Prepared {
        Prepared { status: None, media: JSON, body: Ok(Vec::new()) }
    }

    /// What arrives in parts, of which nobody can make a value.
    pub(crate) fn live<T>(_body: T) -> Prepared {
        let fault = Error::custom("it arrives in parts, so `answers_with` has to make it");
        Prepared { status: None, media: JSON, body: Err(fault) }
    }

    pub(crate) fn text(text: String) -> Prepared {
        Prepared { status: None, media: "text/plain; charset=utf-8", body: Ok(text.into_bytes()) }
    }

    pub(crate) fn bytes(bytes: Vec<u8>) -> Prepared {
        Prepared { status: None, media: "application/octet-stream", body: Ok(bytes) }
    }
}

/// The operations of a group, for the table.
pub(crate) fn mocks_of<G>(mock: &Mock) -> Mocks<G> {
    Mocks { book: Arc::clone(&mock.book), group: PhantomData }
}

/// An operation, for the table.
pub(crate) fn mocked<G, O: Operation, T>(
    mocks: &Mocks<G>,
    write: fn(T) -> Prepared,
    status: u16,
) -> Mocked<O, T> {
    let route = MockRoute {
        site: Site { method: Cow::Borrowed(O::METHOD), path: Cow::Borrowed(O::PATH) },
        accept: Some(O::ACCEPT),
    };
    Mocked::new(&mocks.book, route, write, status)
}

/// Gives [`Mock`] a method for a group, and [`Mocks`] one for each of its operations:
///
/// ```text
/// mocks!(pets in pets Pets {
///     list: List = json 200,                  // what is returned is written as JSON
///     get: Get = optional 200,                // the same, or nothing
///     watch: Watch = items [Events Json] 200,
///     put: Put = by_status [PutOutput 200 Ok(body) json(body), 204 NoContent empty(())] 200,
///     export: Export = by_status [ExportOutput 200 Ok(body) live(body), 202 Later empty(())] 200,
/// });
/// ```
macro_rules! mocks {
    ($accessor:ident in $module:ident $group:ident {
        $($operation:ident: $marker:ident = $kind:ident $([$($how:tt)*])? $status:literal,)*
    }) => {
        impl $crate::runtime::Mock {
            #[doc = concat!("What the calls of `", stringify!($accessor), "()` answer.")]
            pub fn $accessor(&self) -> $crate::runtime::Mocks<$crate::$module::$group> {
                $crate::runtime::mocks_of(self)
            }
        }

        impl $crate::runtime::Mocks<$crate::$module::$group> {
            $(
                #[doc = concat!("What `", stringify!($accessor), "().", stringify!($operation), "(..)` answers.")]
                pub fn $operation(
                    &self,
                ) -> $crate::runtime::mocks!(@mocked $kind $crate::$module::$marker) {
                    $crate::runtime::mocked(
                        self,
                        $crate::runtime::mocks!(@write $kind $module $([$($how)*])?),
                        $status,
                    )
                }
            )*
        }
    };
    (@mocked json $marker:ty) => { $crate::runtime::Mocked<$marker> };
    (@mocked optional $marker:ty) => { $crate::runtime::Mocked<$marker> };
    (@mocked by_status $marker:ty) => { $crate::runtime::Mocked<$marker> };
    (@mocked empty $marker:ty) => { $crate::runtime::Mocked<$marker> };
    (@mocked text $marker:ty) => { $crate::runtime::Mocked<$marker> };
    (@mocked bytes $marker:ty) => { $crate::runtime::Mocked<$marker, ::std::vec::Vec<u8>> };
    (@mocked items $marker:ty) => {
        $crate::runtime::Mocked<
            $marker,
            ::std::vec::Vec<
                <<$marker as $crate::runtime::Operation>::Output as $crate::runtime::Streamed>::Item,
            >,
        >
    };
    (@write items $module:ident [$framing:ident $item:ident]) => {
        |items| $crate::runtime::prepared_items(
            $crate::runtime::Framing::$framing,
            $crate::runtime::Item::$item,
            items,
        )
    };
    (@write by_status $module:ident [
        $output:ident $($status:literal $variant:ident $(($body:ident))? $kind:ident $given:tt),*
    ]) => {
        |output| match output {
            $($crate::$module::$output::$variant $(($body))? => {
                $crate::runtime::prepared::$kind $given.status($status)
            })*
        }
    };
    (@write $kind:ident $module:ident) => { $crate::runtime::prepared::$kind };
}
pub(crate) use mocks;

/// An example that the document shows. It was held against its type when the crate was generated.
#[track_caller]
pub(crate) fn example<T: DeserializeOwned>(text: &str) -> T {
    let value = serde_json::from_slice(text.as_bytes());
    value.unwrap_or_else(|error| fail(&format!("the example does not fit its type: {error}")))
}

/// Gives a module with a function for each example of a group:
///
/// ```text
/// examples!(pets in "`pets()`" {
///     get "for 200": crate::types::Pet = example("{\"id\":1}"),
///     get_404 "for 404": crate::types::Problem = example("{\"title\":\"none\"}"),
///     put "for 200": crate::pets::PutOutput = crate::pets::PutOutput::Ok(example("{\"id\":1}")),
///     put_404 "for 404": crate::types::Problem = get_404(), // the same text
/// });
/// ```
macro_rules! examples {
    ($module:ident in $of:literal {
        $($name:ident $($status:literal)?: $ty:ty = $value:expr,)*
    }) => {
        #[doc = concat!("What the document shows of ", $of, ".")]
        pub mod $module {
            #[allow(unused_imports, reason = "some examples are made of others")]
            use $crate::runtime::example;
            $(
                #[doc = concat!("An example", $(" ", $status,)? ".")]
                // Only those that a test uses are compiled.
                #[inline]
                #[must_use]
                pub fn $name() -> $ty {
                    $value
                }
            )*
        }
    };
}
pub(crate) use examples;
