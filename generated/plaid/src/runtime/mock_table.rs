// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: a table of one line an operation. Out: the methods by which a mock is told what it answers,
//! and how values become answers. It remembers nothing.

use std::borrow::Cow;
use std::marker::PhantomData;
use std::sync::Arc;

use serde::Serialize;
use serde::ser::Error;

use super::error::Site;
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
    example: Option<&'static str>,
) -> Mocked<O, T> {
    let route = MockRoute {
        site: Site { method: Cow::Borrowed(O::METHOD), path: Cow::Borrowed(O::PATH) },
        accept: Some(O::ACCEPT),
    };
    Mocked::new(&mocks.book, route, write, status, example)
}

/// Gives [`Mock`] a method for a group, and [`Mocks`] one for each of its operations:
///
/// ```text
/// mocks!(pets in pets Pets {
///     list: List = json 200,                  // what is returned is written as JSON
///     get: Get = optional 200 "{\"id\":1}",   // with the document's example
///     watch: Watch = items [Events Json] 200,
///     put: Put = by_status [PutOutput 200 Ok(body) json(body), 204 NoContent empty(())] 200,
///     export: Export = by_status [ExportOutput 200 Ok(body) live(body), 202 Later empty(())] 200,
/// });
/// ```
macro_rules! mocks {
    ($accessor:ident in $module:ident $group:ident {
        $($operation:ident: $marker:ident = $kind:ident $([$($how:tt)*])? $status:literal $($example:literal)?,)*
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
                $(#[doc = concat!("\n\nThe document has an example of ", $crate::runtime::mocks!(@it $example), ".")])?
                pub fn $operation(
                    &self,
                ) -> $crate::runtime::mocks!(@mocked $kind $crate::$module::$marker) {
                    $crate::runtime::mocked(
                        self,
                        $crate::runtime::mocks!(@write $kind $module $([$($how)*])?),
                        $status,
                        ::core::option::Option::None
                            $(.or(::core::option::Option::Some($example)))?,
                    )
                }
            )*
        }
    };
    (@it $example:literal) => { "it" };
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
