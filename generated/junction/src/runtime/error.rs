// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: what went wrong. Out: one error type per crate, that answers the questions a caller asks of
//! it and can be logged as it is: no credential and nothing from a body that did not decode is shown.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use super::auth::BoxError;
use super::loss::{Loss, Lost, TimeoutError, TokenError, TransportError};
use super::retry::is_transient;
use crate::ErrorBody;

/// Why a call has no result.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The service answered with a status other than success.
    Api(Box<ApiError>),
    /// No complete answer arrived.
    Transport(TransportError),
    /// The answer took longer than allowed.
    Timeout(TimeoutError),
    /// The service reported success, but the body is not what it documents.
    Decode(Box<DecodeError>),
    /// The client or the call cannot be used as it is; nothing was sent.
    Config(ConfigError),
    /// There was no token to send the call with.
    Token(TokenError),
}

impl Error {
    /// The HTTP status, where the service answered.
    pub fn status(&self) -> Option<u16> {
        self.answered().map(|(status, _, _)| status)
    }

    /// The id that the service gave to the request. Its support will ask for it.
    pub fn request_id(&self) -> Option<&str> {
        self.answered()?.1.as_deref()
    }

    /// Whether the same call may succeed later. Whether it is safe to repeat is another question.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Api(error) => is_transient(error.status),
            Self::Transport(TransportError(lost))
            | Self::Timeout(TimeoutError(lost))
            | Self::Token(TokenError(lost)) => lost.is_retryable(),
            Self::Decode(_) | Self::Config(_) => false,
        }
    }

    /// Whether the call took longer than allowed.
    pub fn is_timeout(&self) -> bool {
        matches!(self, Self::Timeout(_))
    }

    /// How many times the request was sent; 0 when it could not be.
    pub fn attempts(&self) -> u32 {
        match self {
            Self::Api(error) => error.attempts,
            Self::Transport(TransportError(lost))
            | Self::Timeout(TimeoutError(lost))
            | Self::Token(TokenError(lost)) => lost.attempts,
            Self::Decode(error) => error.attempts,
            Self::Config(_) => 0,
        }
    }

    /// The documented error body, where the service sent one.
    pub fn body(&self) -> Option<&ErrorBody> {
        self.answer()?.body.as_ref()
    }

    /// The headers of an answer with a status other than success.
    pub fn headers(&self) -> Option<&HeaderMap> {
        Some(&self.answer()?.headers)
    }

    /// The body as it arrived: up to 16 KiB of an error body, or the body that did not decode.
    pub fn raw(&self) -> Option<&str> {
        self.answered().map(|(_, _, raw)| raw)
    }

    /// Status, request id and body of an answer, whatever is wrong with it.
    fn answered(&self) -> Option<(u16, &Option<String>, &str)> {
        match self {
            Self::Api(error) => Some((error.status, &error.request_id, &error.raw)),
            Self::Decode(error) => Some((error.status, &error.request_id, &error.raw)),
            Self::Transport(_) | Self::Timeout(_) | Self::Config(_) | Self::Token(_) => None,
        }
    }

    fn answer(&self) -> Option<&ApiError> {
        if let Self::Api(error) = self { Some(error) } else { None }
    }

    pub(crate) fn lost(site: Site, attempts: u32, loss: Loss) -> Self {
        let error = Box::new(Lost { site, attempts, loss });
        match &error.loss {
            Loss::Timeout(_) => Self::Timeout(TimeoutError(error)),
            Loss::Token(_) => Self::Token(TokenError(error)),
            Loss::Network(_) | Loss::Unmade(_) | Loss::TooLarge(_) => {
                Self::Transport(TransportError(error))
            }
        }
    }

    fn inner(&self) -> &(dyn StdError + 'static) {
        match self {
            Self::Api(error) => error.as_ref(),
            Self::Transport(error) => error,
            Self::Timeout(error) => error,
            Self::Decode(error) => error.as_ref(),
            Self::Config(error) => error,
            Self::Token(error) => error,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.inner(), formatter)
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.inner().source()
    }
}

/// The operation that an error belongs to, shown as `GET /pets/{id}`: never the URL, which may hold
/// personal data or a key.
#[derive(Clone, Default)]
pub(crate) struct Site {
    pub(crate) method: Cow<'static, str>,
    pub(crate) path: Cow<'static, str>,
}

impl Site {
    /// The path without its query: in that of a call which the document does not describe, anything
    /// may stand.
    pub(crate) fn shown(&self) -> &str {
        self.path.split('?').next().unwrap_or_default()
    }
}

impl fmt::Display for Site {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.method, self.shown())
    }
}

/// An answer with a status other than success.
#[non_exhaustive]
pub struct ApiError {
    /// The HTTP status.
    pub status: u16,
    /// The id that the service gave to the request.
    pub request_id: Option<String>,
    /// The headers of the answer.
    pub headers: HeaderMap,
    /// The documented body for this status, where the body is one.
    pub body: Option<ErrorBody>,
    /// The body as text, up to 16 KiB.
    pub raw: String,
    pub(crate) site: Site,
    pub(crate) attempts: u32,
    /// The beginning of the body, fit to be shown.
    pub(crate) excerpt: String,
}

impl fmt::Display for ApiError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} answered {}", self.site, self.status)?;
        let status = StatusCode::from_u16(self.status).ok();
        if let Some(reason) = status.and_then(|status| status.canonical_reason()) {
            write!(formatter, " {reason}")?;
        }
        if let Some(id) = &self.request_id {
            write!(formatter, " (request id {})", excerpt(id))?;
        }
        if !self.excerpt.is_empty() {
            write!(formatter, ": {}", self.excerpt)?;
        }
        Ok(())
    }
}

/// A body that is not what the service documents.
#[non_exhaustive]
pub struct DecodeError {
    /// The HTTP status.
    pub status: u16,
    /// The id that the service gave to the request.
    pub request_id: Option<String>,
    /// Where in the body, such as `data[3].provider`. Empty: the body as a whole.
    pub path: String,
    /// What does not fit. It names types and fields and repeats no value.
    pub message: String,
    /// The body as text. It may hold tokens and personal data: think before logging it.
    pub raw: String,
    pub(crate) site: Site,
    pub(crate) attempts: u32,
}

impl fmt::Display for DecodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} answered {}", self.site, self.status)?;
        if let Some(id) = &self.request_id {
            write!(formatter, " (request id {})", excerpt(id))?;
        }
        formatter.write_str(" but the body does not fit: ")?;
        if !self.path.is_empty() {
            write!(formatter, "{}: ", self.path)?;
        }
        formatter.write_str(&self.message)
    }
}

/// A client or a call that cannot be used as it is.
#[derive(Clone)]
pub struct ConfigError(Arc<Fault>);

struct Fault {
    message: String,
    cause: Option<BoxError>,
}

impl ConfigError {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self(Arc::new(Fault { message: message.into(), cause: None }))
    }

    /// One whose source says the same to programs.
    pub(crate) fn caused(message: String, cause: impl Into<BoxError>) -> Self {
        Self(Arc::new(Fault { message, cause: Some(cause.into()) }))
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0.message)
    }
}

impl PartialEq for ConfigError {
    fn eq(&self, other: &Self) -> bool {
        self.0.message == other.0.message
    }
}

impl Eq for ConfigError {}

impl StdError for ConfigError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.cause.as_deref().map(|cause| cause as _)
    }
}

impl From<ConfigError> for Error {
    fn from(error: ConfigError) -> Self {
        Self::Config(error)
    }
}

impl StdError for ApiError {}
impl StdError for DecodeError {}

// `Debug` shows what `Display` shows: of headers, bodies and URLs only what is known to be harmless.
macro_rules! debug {
    ($($error:ident)*) => {$(
        impl fmt::Debug for $error {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(formatter, "{}({:?})", stringify!($error), self.to_string())
            }
        }
    )*};
}
debug!(ApiError DecodeError ConfigError TransportError TimeoutError TokenError);

/// The first 300 characters, on one line: what a server sends must not steer a terminal.
pub(crate) fn excerpt(text: &str) -> String {
    let mut characters = text.chars();
    let mut excerpt = String::new();
    for character in characters.by_ref().take(300) {
        match character {
            '"' | '\'' | '\\' => excerpt.push(character),
            _ => excerpt.extend(character.escape_debug()),
        }
    }
    if characters.next().is_some() {
        excerpt.push('…');
    }
    excerpt
}
