// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: a call that the document does not describe, or an answer that is not to be read. Out: an
//! operation like those that it does describe.

use std::borrow::Cow;
use std::marker::PhantomData;

use reqwest::{Body, Method};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::call::Parts;
use super::error::Site;
use super::{Call, Client, Error, Operation, Reply};
use crate::ErrorBody;

/// An operation that the document does not describe; see [`Client::request`].
#[derive(Debug)]
pub struct Undocumented<T>(PhantomData<fn() -> T>);

/// An operation whose answer is not decoded; see [`Call::raw`].
#[derive(Debug)]
pub struct Undecoded<O>(PhantomData<fn() -> O>);

impl<T: DeserializeOwned + 'static> Call<Undocumented<T>> {
    /// Sends this as the body, as JSON.
    pub fn json_body<B: Serialize + ?Sized>(self, body: &B) -> Self {
        self.json(body)
    }

    /// Sends this as the body, under a media type such as `text/csv`.
    pub fn body(mut self, media: &str, body: impl Into<Body>) -> Self {
        self.parts.content(media, body.into());
        self
    }

    /// The value of a `{name}` in the path.
    pub fn path_parameter<V: Serialize + ?Sized>(self, name: &'static str, value: &V) -> Self {
        self.path(name, value)
    }
}

impl<T: DeserializeOwned + 'static> Undocumented<T> {
    pub(crate) fn call(client: &Client, method: &Method, path: Cow<'static, str>) -> Call<Self> {
        let parts = Parts {
            site: Site { method: method.as_str().to_owned().into(), path },
            security: client.shared.service.security,
            retry: method.is_idempotent(),
            accept: Self::ACCEPT,
            ..Parts::default()
        };
        Call::from_parts(client.clone(), Box::new(parts))
    }
}

// What a call knows of its operation is in its parts by now, so the constants are not looked at.
impl<T: DeserializeOwned + 'static> Operation for Undocumented<T> {
    type Output = T;

    fn success(reply: &mut Reply) -> Result<T, Error> {
        // Nothing is `null`, which `()`, `Option` and `serde_json::Value` can be read from.
        let nothing = || serde_json::from_slice(b"null").ok();
        reply.json_or_empty()?.or_else(nothing).map_or_else(|| reply.json(), Ok)
    }
}

impl<O: Operation> Operation for Undecoded<O> {
    type Output = Vec<u8>;

    fn success(reply: &mut Reply) -> Result<Vec<u8>, Error> {
        Ok(std::mem::take(&mut reply.bytes))
    }

    fn error(reply: &Reply) -> Option<ErrorBody> {
        O::error(reply)
    }
}
