// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: the headers and the body of a request that claims to come from the service, and the secret
//! that its signature is made with. Out: what the body says, or why it is not to be believed. The
//! scheme is that of Standard Webhooks, which Svix sends under names of its own. It serves nothing.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use hmac::{Hmac, KeyInit, Mac};
use reqwest::header::HeaderMap;
#[cfg(feature = "test-util")]
use reqwest::header::{HeaderName, HeaderValue};
use serde::de::DeserializeOwned;
use sha2::Sha256;

use super::{ConfigError, Secret, decode, now, unbase64};

/// How far the clocks of sender and receiver may be apart.
const TOLERANCE: Duration = Duration::new(5 * 60, 0);

/// Tells requests of the service from those of others by their signatures. It needs the feature
/// `webhooks`.
///
/// ```text
/// let verifier = WebhookVerifier::new(std::env::var("WEBHOOK_SECRET")?)?;
/// // In the handler, with the bytes of the body as they arrived:
/// let event: payloads::Event = verifier.read(&headers, &body)?;
/// ```
///
/// A request that is sent a second time has the same `webhook-id` (`svix-id`): whoever must not act
/// twice remembers it.
#[derive(Clone)]
pub struct WebhookVerifier {
    key: Hmac<Sha256>,
    tolerance: Duration,
}

impl WebhookVerifier {
    /// Takes the secret of the endpoint as the service shows it: `whsec_` and a key in base64.
    ///
    /// # Errors
    ///
    /// A secret that is no key. The error does not show it.
    pub fn new(secret: impl Into<Secret>) -> Result<Self, ConfigError> {
        let secret = secret.into();
        let text = secret.expose().trim();
        let key = unbase64(text.strip_prefix("whsec_").unwrap_or(text));
        let key = key.filter(|key| !key.is_empty());
        let key = key.and_then(|key| Hmac::new_from_slice(&key).ok());
        let message = "the secret of the webhook is not `whsec_` and a key in base64";
        let key = key.ok_or_else(|| ConfigError::new(message))?;
        Ok(Self { key, tolerance: TOLERANCE })
    }

    /// How old a request may be, and how far in the future: 5 minutes unless told otherwise.
    #[must_use]
    pub fn tolerance(mut self, tolerance: Duration) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// Whether a request comes from the service and is not an old one that somebody repeats. The
    /// body has to be the bytes that arrived: JSON that was read and written again is another body.
    ///
    /// # Errors
    ///
    /// Where it is not to be believed.
    pub fn verify(&self, headers: &HeaderMap, body: &[u8]) -> Result<(), WebhookError> {
        self.verify_at(headers, body, now())
    }

    /// The same at another time, for tests and for requests that were kept.
    ///
    /// # Errors
    ///
    /// Where it is not to be believed.
    pub fn verify_at(
        &self,
        headers: &HeaderMap,
        body: &[u8],
        now: SystemTime,
    ) -> Result<(), WebhookError> {
        let [id, timestamp, signatures] = if headers.contains_key("webhook-id") {
            ["webhook-id", "webhook-timestamp", "webhook-signature"]
        } else {
            ["svix-id", "svix-timestamp", "svix-signature"]
        }
        .map(|name| headers.get(name).and_then(|value| value.to_str().ok()));
        let (Some(id), Some(timestamp), Some(signatures)) = (id, timestamp, signatures) else {
            return Err(WebhookError::Unsigned);
        };
        let mut key = self.key.clone();
        for part in [id.as_bytes(), b".", timestamp.as_bytes(), b".", body] {
            key.update(part);
        }
        // A secret that is being replaced makes two signatures. Each is compared in constant time.
        let known = signatures.split(' ').filter_map(|signature| signature.strip_prefix("v1,"));
        let mut known = known.filter_map(unbase64);
        if !known.any(|signature| key.clone().verify_slice(&signature).is_ok()) {
            return Err(WebhookError::Forged);
        }
        let sent = timestamp.parse().ok().map(Duration::from_secs);
        let sent = sent.and_then(|sent| UNIX_EPOCH.checked_add(sent));
        let sent = sent.ok_or(WebhookError::Unsigned)?;
        let apart = now.duration_since(sent).unwrap_or_else(|error| error.duration());
        if apart > self.tolerance { Err(WebhookError::OutOfTime) } else { Ok(()) }
    }

    /// What a request says, if it comes from the service.
    ///
    /// # Errors
    ///
    /// Where it is not to be believed, or does not say what `T` is.
    pub fn read<T: DeserializeOwned>(
        &self,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Result<T, WebhookError> {
        self.verify(headers, body)?;
        serde_json::from_slice(body).map_err(|error| {
            let (path, message) = decode::explain(body, &error);
            WebhookError::Misfit { path, message }
        })
    }
}

#[cfg(feature = "test-util")]
impl WebhookVerifier {
    /// The headers of a request as the service would send it with this id, this time and this body,
    /// under both names: for tests of what receives it. An id that fits into no header is left out.
    #[must_use]
    pub fn sign(&self, id: &str, sent: SystemTime, body: &[u8]) -> HeaderMap {
        let sent = sent.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs().to_string();
        let mut key = self.key.clone();
        for part in [id.as_bytes(), b".", sent.as_bytes(), b".", body] {
            key.update(part);
        }
        let signature = format!("v1,{}", super::base64(&key.finalize().into_bytes()));
        let values = [("id", id), ("timestamp", &sent), ("signature", &signature)];
        let headers = ["webhook", "svix"].into_iter().flat_map(|scheme| {
            values.map(|(name, value)| {
                let name = HeaderName::try_from(format!("{scheme}-{name}")).ok()?;
                Some((name, HeaderValue::try_from(value).ok()?))
            })
        });
        headers.flatten().collect()
    }
}

impl fmt::Debug for WebhookVerifier {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tolerance = &self.tolerance;
        formatter
            .debug_struct("WebhookVerifier")
            .field("tolerance", tolerance)
            .finish_non_exhaustive()
    }
}

/// Why a request is not to be believed, or cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WebhookError {
    /// It has no signature, or not all that belongs to one.
    Unsigned,
    /// None of its signatures was made with the secret.
    Forged,
    /// It was signed too long ago, or the clocks differ.
    OutOfTime,
    /// It comes from the service, but is not what was expected.
    Misfit {
        /// Where in the body. Empty: the body as a whole.
        path: String,
        /// What does not fit. It repeats no value.
        message: String,
    },
}

impl fmt::Display for WebhookError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unsigned => formatter.write_str("the webhook is not signed"),
            Self::Forged => formatter.write_str("the webhook is not signed with this secret"),
            Self::OutOfTime => formatter.write_str("the webhook was signed too long ago"),
            Self::Misfit { path, message } => {
                let colon = if path.is_empty() { "" } else { ": " };
                write!(formatter, "the webhook does not fit: {path}{colon}{message}")
            }
        }
    }
}

impl std::error::Error for WebhookError {}
