// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: what a consumer says of a call, or of all calls of a client, and the values of parameters. Out:
//! the same, ready to be sent: headers, and query pairs that are encoded. It does not know which
//! parameters an operation has.

use std::time::Duration;

use reqwest::header::{CONTENT_LENGTH, HeaderMap, HeaderName, HeaderValue, TRANSFER_ENCODING};
use serde::Serialize;
use serde_json::Value;

use super::secret::collecting;
use super::{ConfigError, Secret, url};

/// Headers by which a service knows a request that it has had before.
pub(crate) const KEYS: [&str; 2] = ["idempotency-key", "x-idempotency-key"];

/// What a call is told, and what all calls of a client are told unless they are told otherwise.
#[derive(Clone, Default)]
pub(crate) struct Options {
    pub(crate) headers: HeaderMap,
    /// Each with its pairs, encoded.
    pub(crate) query: Vec<(String, Vec<String>)>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) deadline: Option<Duration>,
    pub(crate) max_retries: Option<u32>,
    /// What must not be shown of it.
    pub(crate) secrets: Vec<Secret>,
    /// The first thing that went wrong.
    pub(crate) fault: Option<ConfigError>,
}

impl Options {
    pub(crate) fn timeout(&self, client: &Self) -> Duration {
        self.timeout.or(client.timeout).unwrap_or(Duration::new(60, 0))
    }

    pub(crate) fn max_retries(&self, client: &Self) -> u32 {
        self.max_retries.or(client.max_retries).unwrap_or(2)
    }

    /// Whether the service knows the request again, so that it is safe to repeat.
    pub(crate) fn has_key(&self) -> bool {
        KEYS.iter().any(|key| self.headers.contains_key(*key))
    }

    pub(crate) fn header(&mut self, name: &str, value: &str) {
        let known = HeaderName::from_bytes(name.as_bytes());
        let (Ok(known), Ok(mut value)) = (known, HeaderValue::from_str(value)) else {
            return self.fault(format!("the header {name:?} cannot have that name or that value"));
        };
        if known == CONTENT_LENGTH || known == TRANSFER_ENCODING {
            return self.fault(format!("the header `{known}` follows from the body"));
        }
        // What a caller adds may well be a credential.
        value.set_sensitive(true);
        self.headers.insert(known, value);
    }

    pub(crate) fn query<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        let texts = self.texts(name, value);
        self.query_pairs(name, url::pairs(name, &texts, None));
    }

    /// The pairs of a parameter, encoded already.
    pub(crate) fn query_pairs(&mut self, name: &str, pairs: Vec<String>) {
        match self.query.iter_mut().find(|(given, _)| *given == name) {
            Some((_, earlier)) => *earlier = pairs,
            None => self.query.push((name.to_owned(), pairs)),
        }
    }

    /// What is to be written. A server may repeat a parameter in its error, so the secrets in it are
    /// kept from being shown.
    pub(crate) fn value<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Value {
        let (value, secrets) = collecting(|| {
            serde_json::to_value(value).or_else(|error| match serde_json::to_string(value) {
                // Integers beyond 64 bits are no values of JSON in memory, but they are texts.
                Ok(text) if text.bytes().all(|byte| byte == b'-' || byte.is_ascii_digit()) => {
                    Ok(Value::String(text))
                }
                Ok(_) | Err(_) => Err(error),
            })
        });
        self.secrets.extend(secrets);
        value.unwrap_or_else(|error| {
            self.fault(format!("the parameter `{name}` cannot be written: {error}"));
            Value::Null
        })
    }

    pub(crate) fn texts<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Vec<String> {
        let value = self.value(name, value);
        url::texts(value).unwrap_or_else(|| {
            self.fault(format!("the parameter `{name}` is neither a scalar nor a list of scalars"));
            Vec::new()
        })
    }

    pub(crate) fn fault(&mut self, message: String) {
        self.fault.get_or_insert_with(|| ConfigError::new(message));
    }
}
