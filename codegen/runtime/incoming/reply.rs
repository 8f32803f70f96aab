// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: an answer, complete or still arriving. Out: the value that an operation documents for it, or
//! the error that says why there is none. It does not know operations: the generated code picks the
//! method.

use std::fmt;

use reqwest::StatusCode;
use reqwest::header::{COOKIE, HeaderMap};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::call::Parts;
use super::client::Shared;
use super::error::excerpt;
use super::secret::{collecting, redact};
use super::{ApiError, Client, DecodeError, Error, Incoming, Secret, decode, wire};
use crate::ErrorBody;

/// An answer of the service.
#[doc(hidden)]
pub struct Reply {
    pub(crate) client: Client,
    /// The call, fit to be made again.
    pub(crate) parts: Box<Parts>,
    pub(crate) attempts: u32,
    pub(crate) code: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
    /// The body, where it is handed over while it arrives.
    pub(crate) rest: Option<Box<Incoming>>,
}

impl Reply {
    pub(crate) fn status(&self) -> u16 {
        self.code.as_u16()
    }

    /// A JSON body.
    pub(crate) fn json<T: DeserializeOwned>(&self) -> Result<T, Error> {
        if self.is_empty() {
            return Err(self.misfit(String::new(), "the body is empty".to_owned()));
        }
        serde_json::from_slice(self.body()).map_err(|error| self.undecodable(&error))
    }

    /// A JSON body that may be left out.
    pub(crate) fn json_or_empty<T: DeserializeOwned>(&self) -> Result<Option<T>, Error> {
        if self.is_empty() { Ok(None) } else { self.json().map(Some) }
    }

    /// No body; one that is there all the same says nothing that is documented.
    #[expect(clippy::unnecessary_wraps, clippy::unused_self, reason = "one shape for all bodies")]
    pub(crate) fn empty(&self) -> Result<(), Error> {
        Ok(())
    }

    /// A body of text.
    pub(crate) fn text(&self) -> Result<String, Error> {
        let text = std::str::from_utf8(self.body()).map(str::to_owned);
        text.map_err(|_| self.misfit(String::new(), "the body is not UTF-8".to_owned()))
    }

    /// A documented error body. `None` when the server sent something else: the error then still
    /// has the status and the text.
    pub(crate) fn error_body<T: DeserializeOwned>(
        &self,
        wrap: impl FnOnce(T) -> ErrorBody,
    ) -> Option<ErrorBody> {
        serde_json::from_slice(self.body()).ok().map(wrap)
    }

    /// The id that the service gave to the request, from a header or from the body.
    pub(crate) fn request_id(&self) -> Option<String> {
        let names = ["x-request-id", "request-id", "x-correlation-id", "x-amzn-requestid"];
        let header = names.into_iter().find_map(|name| self.headers.get(name)?.to_str().ok());
        let id = header.map(str::to_owned).or_else(|| {
            let body: Identified = serde_json::from_slice(self.body()).ok()?;
            body.request_id?.as_str().map(str::to_owned)
        });
        id.map(|id| self.redacted(&id))
    }

    /// Keeps in mind what must not be shown of the body, if `read` can read it.
    pub(crate) fn note_secrets(&mut self, read: fn(&mut Self)) {
        let bytes = self.bytes.clone();
        let ((), secrets) = collecting(|| read(self));
        // Some take the bytes away.
        self.bytes = bytes;
        self.parts.options.secrets.extend(secrets);
    }

    /// The error for a status other than success, with the documented body that `read` finds.
    pub(crate) fn into_error(mut self, read: fn(&Self) -> Option<ErrorBody>) -> Error {
        let raw = String::from_utf8_lossy(&self.bytes).into_owned();
        let shown = redact(&raw, &self.known_secrets(1));
        // Whoever looks into an error prints its body.
        self.bytes = self.redacted(&raw).into_bytes();
        let (body, own) = collecting(|| read(&self));
        Error::Api(Box::new(ApiError {
            status: self.status(),
            request_id: self.request_id(),
            headers: self.headers,
            body,
            excerpt: excerpt(&redact(&shown, &own)),
            raw,
            site: self.parts.site,
            attempts: self.attempts,
        }))
    }

    pub(crate) fn undecodable(&self, error: &serde_json::Error) -> Error {
        let (path, mut message) = decode::explain(self.body(), error);
        let kind = self.headers.get(reqwest::header::CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()).filter(|kind| !kind.contains("json"));
        if let Some(kind) = kind.filter(|_| !error.is_data()) {
            // A page of a proxy or a login form in front of the service.
            let kind = excerpt(&self.redacted(kind));
            message = format!("{message} (the body is {kind}, not JSON)");
        }
        self.misfit(path, message)
    }

    pub(crate) fn misfit(&self, path: String, message: String) -> Error {
        let [path, message] = [path, message].map(|text| self.redacted(&text));
        Error::Decode(Box::new(DecodeError {
            status: self.status(),
            request_id: self.request_id(),
            path,
            message,
            raw: String::from_utf8_lossy(&self.bytes).into_owned(),
            site: self.parts.site.clone(),
            attempts: self.attempts,
        }))
    }

    /// The text without our secrets, which the service may repeat. What is too short for a secret
    /// stays, as it may be part of a name.
    fn redacted(&self, text: &str) -> String {
        redact(text, &self.known_secrets(8))
    }

    fn known_secrets(&self, shortest: usize) -> Vec<Secret> {
        let Shared { service, keys, options, .. } = &*self.client.shared;
        let mut secrets = [keys.secrets.as_slice(), &self.parts.options.secrets].concat();
        // A header that the caller gave in the place of a credential is one.
        let given = options.headers.iter().chain(&self.parts.options.headers);
        for (name, value) in given.filter(|(name, _)| service.is_secret(name)) {
            let value = String::from_utf8_lossy(value.as_bytes());
            let (parts, before) = if name == COOKIE { (';', '=') } else { ('\n', ' ') };
            let inner = value.split(parts).filter_map(|part| part.split_once(before));
            secrets.extend(inner.map(|(_, secret)| secret).chain([&*value]).map(Secret::from));
        }
        secrets.retain(|secret| secret.expose().len() >= shortest);
        secrets
    }

    fn is_empty(&self) -> bool {
        self.body().iter().all(u8::is_ascii_whitespace)
    }

    /// The body without the byte order mark that some servers put in front of it.
    pub(crate) fn body(&self) -> &[u8] {
        self.bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&self.bytes)
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Reply").field("status", &self.status()).finish_non_exhaustive()
    }
}

struct Identified {
    request_id: Option<Value>,
}

wire!(Identified {
    request_id: "request_id" optional,
});
