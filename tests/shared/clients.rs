//! In: where a server is and how a client is set up. Out: one call of a generated client and what
//! became of it, in a form that is the same for all. It is what lets a test be a table. The calls
//! themselves stand in `calls.rs`, of which there are two: here that of the three clients, and that
//! of golden cases in `tests/golden/`, with which this file is compiled once more.

use std::pin::Pin;
use std::time::{Duration, SystemTime};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

pub use crate::calls::*;

/// The credentials and tokens of these tests. None of them may ever be shown.
pub mod planted {
    pub const KEY_SECRET: &str = "planted-argyle-key-secret";
    /// `planted-argyle-key-id:planted-argyle-key-secret`, as basic authentication sends it.
    pub const BASIC: &str = "cGxhbnRlZC1hcmd5bGUta2V5LWlkOnBsYW50ZWQtYXJneWxlLWtleS1zZWNyZXQ=";
    pub const API_KEY: &str = "planted-junction-api-key";
    pub const CLIENT_ID: &str = "planted-plaid-client-id";
    pub const SECRET: &str = "planted-plaid-secret";
    /// What the services mint.
    pub const TOKEN: &str = "planted-minted-token";
    /// What a request carries in a field of its body.
    pub const ACCESS_TOKEN: &str = "planted-access-token";
    pub const SSN: &str = "planted-123-45-6789";
    /// What a caller puts into a header of one call.
    pub const BEARER: &str = "planted-bearer";

    pub const ALL: [&str; 10] = [
        super::KEY_ID,
        KEY_SECRET,
        BASIC,
        API_KEY,
        CLIENT_ID,
        SECRET,
        TOKEN,
        ACCESS_TOKEN,
        SSN,
        BEARER,
    ];
}

/// The public half of Argyle's credentials, which is not shown either.
pub const KEY_ID: &str = "planted-argyle-key-id";

/// Fails if a text shows anything that was planted.
pub fn assert_silent(what: &str, text: &str) {
    for secret in planted::ALL {
        assert!(!text.contains(secret), "{what} shows {secret}: {text}");
    }
}

/// The token in a body that nobody has read, if it is one.
pub fn token(body: &[u8]) -> String {
    let body = String::from_utf8_lossy(body);
    if body.contains(planted::TOKEN) { planted::TOKEN.to_owned() } else { body.into_owned() }
}

/// How a client is set up; what is `None` is left to the client.
#[derive(Clone, Debug, Default)]
pub struct Setup {
    pub base_url: String,
    /// What all calls are told.
    pub headers: Vec<(String, String)>,
    pub query: Vec<(String, String)>,
    pub timeout: Option<Duration>,
    pub deadline: Option<Duration>,
    pub max_retries: Option<u32>,
    pub max_response_bytes: Option<usize>,
    pub http_client: Option<reqwest::Client>,
    /// Where a client gets tokens that it asks for itself.
    pub token_url: String,
    /// Holds requests against the document before they are sent.
    pub validate: bool,
    /// What a call is told.
    pub call: Told,
}

/// What one call is told; what is `None` is left to the client.
#[derive(Clone, Debug, Default)]
pub struct Told {
    pub headers: Vec<(String, String)>,
    pub query: Vec<(String, String)>,
    pub body_fields: Vec<(String, serde_json::Value)>,
    pub base_url: Option<String>,
    pub idempotency_key: Option<String>,
    pub timeout: Option<Duration>,
    pub deadline: Option<Duration>,
    pub max_retries: Option<u32>,
    /// The value of a parameter in the path, for a call that takes any.
    pub path_value: Option<String>,
    /// The body as JSON, for a call that takes any that its type can hold.
    pub request: Option<String>,
    /// The pieces of a part that is a stream, and what breaks it off after them.
    pub parts: Option<Vec<String>>,
    pub parts_error: Option<String>,
    /// What the service sent by itself, for what reads that.
    pub delivery: Delivery,
}

/// A request of the service, as it arrived.
#[derive(Clone, Debug, Default)]
pub struct Delivery {
    pub headers: reqwest::header::HeaderMap,
    pub body: Vec<u8>,
    /// The secret that it is held against.
    pub secret: String,
    pub tolerance: Option<Duration>,
    /// When it is read, if not now.
    pub at: Option<SystemTime>,
}

impl Told {
    /// The body that the case chose, or another.
    pub fn request<T: DeserializeOwned>(&self, other: impl FnOnce() -> T) -> T {
        let read = |text: &String| serde_json::from_str(text).unwrap();
        self.request.as_ref().map_or_else(other, read)
    }
}

impl Setup {
    /// A client with an HTTP client of the consumer's, which needs no certificates here and is
    /// therefore built in no time.
    pub fn at(url: impl Into<String>) -> Self {
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
        let client = without_certificates(client.no_proxy()).build();
        Self { http_client: client.ok(), ..Self::plain(url) }
    }

    /// A client with the HTTP client that the crate builds for itself.
    pub fn plain(url: impl Into<String>) -> Self {
        Self { base_url: url.into(), ..Self::default() }
    }
}

/// A call that cases are run with, and what has to be known of it to judge what becomes of it.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// As cases name it.
    pub name: &'static str,
    /// What else cases may call it by, word by word; `case.rs` says what they mean.
    pub kinds: &'static str,
    /// The operation as error messages name it.
    pub operation: &'static str,
    /// Its path on the wire.
    pub path: &'static str,
    pub package: &'static str,
    /// A body that the call documents for success, and its media type. Its token is
    /// [`planted::TOKEN`].
    pub media: &'static str,
    pub answer: &'static str,
    /// The member with the token, and the first that is required: where the body has such members.
    pub token_member: Option<&'static str>,
    pub first_member: Option<&'static str>,
    /// Headers as `name: value`, and pairs of the query as `?name=value`.
    pub credentials: &'static [&'static str],
    /// What a service might repeat of those.
    pub secret: Option<&'static str>,
    pub ready: fn(&Setup) -> Ready,
}

impl Target {
    pub fn method(&self) -> &'static str {
        self.operation.split(' ').next().unwrap_or_default()
    }
}

/// A client that makes one kind of call, as often as it is asked to.
pub type Ready = Box<dyn Fn(Told) -> Making + Send + Sync>;

/// A call on its way.
pub type Making = Pin<Box<dyn Future<Output = Result<Made, Failed>> + Send>>;

/// What a call returned.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    pub token: String,
    /// The items of all pages, where it asked for pages.
    pub items: Vec<String>,
    /// Where there is one answer, that is.
    pub status: Option<u16>,
    pub request_id: Option<String>,
}

/// An error of any of the crates, by what it answers to a consumer's questions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failed {
    pub kind: String,
    pub status: Option<u16>,
    pub request_id: Option<String>,
    pub attempts: u32,
    pub retryable: bool,
    pub timeout: bool,
    /// Whether the body is a documented one.
    pub typed: bool,
    /// The documented body as `Debug` shows it.
    pub body: Option<String>,
    /// Where a body did not fit.
    pub path: Option<String>,
    pub raw: Option<String>,
    /// What came before it, where the call asked for pages.
    pub items: Vec<String>,
    pub display: String,
}

impl Failed {
    /// The kind, the number of attempts and the message: a line of a table.
    pub fn line(&self) -> String {
        format!("{} after {}: {}", self.kind, self.attempts, self.display)
    }
}

/// All that printing an error can show: both formats, and those of everything behind it.
pub fn shown<E: std::error::Error>(error: &E) -> Vec<String> {
    let mut shown = vec![error.to_string(), format!("{error:?}"), format!("{error:#?}")];
    let mut source = error.source();
    while let Some(error) = source {
        shown.extend([error.to_string(), format!("{error:?}")]);
        source = error.source();
    }
    shown
}
