// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: what the transport or the giver of tokens reported. Out: the errors of calls that have no
//! answer. They name no URL, which may hold a key.

use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::time::Duration;

use super::Error;
use super::auth::BoxError;
use super::error::Site;

/// No complete answer arrived. The source is what the HTTP client reported.
pub struct TransportError(pub(crate) Box<Lost>);

/// The answer took longer than allowed.
pub struct TimeoutError(pub(crate) Box<Lost>);

/// There was no token to send a call with. The source is what the giver of tokens reported.
pub struct TokenError(pub(crate) Box<Lost>);

/// Why a request has no answer.
pub(crate) enum Loss {
    Network(BoxError),
    /// A request that cannot be made, and will not be made by trying again.
    Unmade(BoxError),
    TooLarge(usize),
    /// The limit, unless it is that of the consumer's own HTTP client.
    Timeout(Option<Duration>),
    Token(BoxError),
}

/// A call without an answer.
pub(crate) struct Lost {
    pub(crate) site: Site,
    pub(crate) attempts: u32,
    pub(crate) loss: Loss,
}

impl From<BoxError> for Loss {
    fn from(error: BoxError) -> Self {
        let error = match error.downcast::<reqwest::Error>() {
            Ok(error) if error.is_timeout() => return Self::Timeout(None),
            // The URL may hold a key.
            Ok(error) if error.is_builder() || error.is_redirect() => {
                return Self::Unmade(error.without_url().into());
            }
            Ok(error) => return Self::Network(error.without_url().into()),
            Err(error) => error,
        };
        match error.downcast_ref::<io::Error>().map(io::Error::kind) {
            Some(io::ErrorKind::TimedOut) => Self::Timeout(None),
            Some(io::ErrorKind::InvalidInput) => Self::Unmade(error),
            Some(_) | None => Self::Network(error),
        }
    }
}

impl Lost {
    pub(crate) fn is_retryable(&self) -> bool {
        match &self.loss {
            Loss::Network(_) | Loss::Timeout(_) => true,
            Loss::Unmade(_) | Loss::TooLarge(_) => false,
            // Where this crate fetches the tokens, it knows.
            Loss::Token(error) => error.downcast_ref().is_some_and(Error::is_retryable),
        }
    }

    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.loss {
            Loss::Network(error) | Loss::Unmade(error) | Loss::Token(error) => Some(error.as_ref()),
            Loss::TooLarge(_) | Loss::Timeout(_) => None,
        }
    }
}

impl fmt::Display for Lost {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let site = &self.site;
        match &self.loss {
            Loss::Network(error) | Loss::Unmade(error) => {
                // What `reqwest` says itself is the same for all failures: the reason is innermost.
                let mut reason: &dyn StdError = error.as_ref();
                while let Some(source) = reason.source() {
                    reason = source;
                }
                write!(formatter, "{site} got no complete answer: {reason}")
            }
            Loss::TooLarge(limit) => write!(
                formatter,
                "{site}: the response is larger than {limit} bytes; \
                 raise the limit with max_response_bytes(..)"
            ),
            Loss::Timeout(Some(limit)) => write!(formatter, "{site} timed out after {limit:?}"),
            Loss::Timeout(None) => write!(formatter, "{site} timed out"),
            Loss::Token(error) => write!(formatter, "{site} has no token: {error}"),
        }
    }
}

macro_rules! errors {
    ($($error:ident)*) => {$(
        impl fmt::Display for $error {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(formatter)
            }
        }

        impl StdError for $error {
            fn source(&self) -> Option<&(dyn StdError + 'static)> {
                self.0.source()
            }
        }
    )*};
}
errors!(TransportError TimeoutError TokenError);
