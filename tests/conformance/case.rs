//! In: the text of a `case.toml`. Out: what is called, what the server does, and what has to be
//! seen; keys that do not exist are errors, so that no expectation is lost to a typing mistake.
//!
//! Texts may hold words in braces that stand for what differs between the calls: see `words.rs`.

use std::collections::BTreeMap;

use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// What is promised, in a sentence.
    pub promise: String,
    /// The calls it is promised for, by [`WORDS`], all of which hold where there are several in a
    /// text. All calls where nothing is said, but for those without what the case speaks of: a word
    /// in braces, or a body that can fail to fit.
    pub calls: Option<Vec<String>>,
    /// How often the call is made with one client. All but the last have to succeed, unless
    /// `earlier` says that they are not looked at.
    #[serde(default = "once")]
    pub times: usize,
    #[serde(default)]
    pub earlier: Earlier,
    /// How long to wait between those.
    #[serde(default)]
    pub between_ms: u64,
    #[serde(default)]
    pub client: Client,
    #[serde(default)]
    pub call: Call,
    /// What the server does, request by request; the last for ever.
    #[serde(default)]
    pub answer: Vec<Answer>,
    /// What another server does, the address of which is `{other}`.
    #[serde(default)]
    pub other: Vec<Answer>,
    pub expect: Expect,
    /// The whole case as it is written.
    #[serde(skip)]
    pub text: String,
}

/// What cases call calls by: methods, kinds, and names. With `!` in front it is all others.
///
/// | kind | of calls |
/// |---|---|
/// | `repeatable` | that are safe to repeat |
/// | `path` | that have a value in their path, which a case may choose |
/// | `body` | that send one |
/// | `parts` | that send one of several parts |
/// | `object` | that read the token from a member of an object |
/// | `secret` | whose token is a secret by the document |
/// | `keeping` | that keep members which the document does not tell |
/// | `streamed` | that hand their answer over while it arrives |
/// | `renewing` | whose client fetches tokens for them |
/// | `tls` | whose client is compiled with TLS |
pub const WORDS: [&str; 18] = [
    "get",
    "post",
    "put",
    "repeatable",
    "path",
    "body",
    "parts",
    "object",
    "secret",
    "keeping",
    "streamed",
    "renewing",
    "tls",
    "argyle-token",
    "argyle-user",
    "junction",
    "plaid",
    "errors-are-typed",
];

/// What becomes of the calls before the last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Earlier {
    #[default]
    Succeed,
    Ignored,
}

fn once() -> usize {
    1
}

/// How the client is set up.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Client {
    /// The base URL, where it is not `{url}`.
    pub base_url: Option<String>,
    /// Nobody listens there.
    #[serde(default)]
    pub refused: bool,
    /// With the HTTP client that the crate makes, and not with one of the consumer's.
    #[serde(default)]
    pub own_http: bool,
    pub timeout_ms: Option<u64>,
    pub max_retries: Option<u32>,
    pub max_response_bytes: Option<usize>,
}

/// What the call is told.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Call {
    /// `name: value`
    #[serde(default)]
    pub headers: Vec<String>,
    /// `name=value`
    #[serde(default)]
    pub query: Vec<String>,
    /// Members of the body.
    #[serde(default)]
    pub body_fields: BTreeMap<String, toml::Value>,
    /// The value in the path of a call of the kind `path`.
    pub path_value: Option<String>,
    pub base_url: Option<String>,
    pub idempotency_key: Option<String>,
    pub timeout_ms: Option<u64>,
    pub deadline_ms: Option<u64>,
    pub max_retries: Option<u32>,
}

/// What a server does with one request.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Answer {
    /// The connection is taken up, and this happens before anything is read from it.
    pub unread: bool,
    pub status: Option<u16>,
    /// `name: value`. Without a `content-type` it is that of the answer, and without any word about the
    /// length it is that of the body; `length = false` leaves that to the end of the connection.
    pub headers: Vec<String>,
    pub length: Option<bool>,
    pub body: Body,
    /// The bytes of the body in hexadecimal.
    pub hex: Option<String>,
    /// Spaces after the body, up to this many bytes.
    pub pad_to: usize,
    /// The bytes instead of status, headers and body: `\n` is a line break of HTTP.
    pub raw: Option<String>,
    /// A pause before each byte of the body.
    pub trickle_ms: Option<u64>,
    pub end: End,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum End {
    #[default]
    Keep,
    Close,
    Hang,
    Reset,
}

/// Text, or pieces of it, some of them repeated.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Body {
    Text(String),
    Pieces(Vec<Piece>),
}

#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Piece {
    Text(String),
    Repeated { repeat: String, times: usize },
}

impl Default for Body {
    fn default() -> Self {
        Self::Text(String::new())
    }
}

/// What has to be seen.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expect {
    pub outcome: Outcome,
    /// How many requests reach the server; where the outcome is a timeout, at most.
    pub requests: usize,
    /// How many connections are made to it.
    pub connections: Option<usize>,
    #[serde(default)]
    pub other_requests: usize,
    pub attempts: Option<u32>,
    pub status: Option<u16>,
    pub retryable: Option<bool>,
    /// Whether the error has a documented body.
    pub typed: Option<bool>,
    /// What that body holds, as `Debug` shows it.
    #[serde(default)]
    pub body_says: Vec<String>,
    pub request_id: Option<String>,
    /// The whole message of the error.
    pub message: Option<String>,
    /// What the message holds.
    #[serde(default)]
    pub says: Vec<String>,
    /// What the message does not hold.
    #[serde(default)]
    pub silent_about: Vec<String>,
    /// The place in the body.
    pub path: Option<String>,
    pub raw: Option<String>,
    pub raw_bytes: Option<usize>,
    /// All requests are the same.
    #[serde(default)]
    pub repeated: bool,
    /// The call took at least this long.
    #[serde(default)]
    pub waited_ms: u64,
    /// What the requests held, in the order in which they came.
    #[serde(default)]
    pub request: Vec<Wire>,
    #[serde(default)]
    pub other_request: Vec<Wire>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// The call returned the token.
    Token,
    Api,
    Transport,
    Timeout,
    Decode,
    Config,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Wire {
    pub line: Option<String>,
    /// Headers that are there, as `name: value`.
    pub headers: Vec<String>,
    /// The names of headers that are not.
    pub absent: Vec<String>,
    /// Whether all credentials of the provider are there, or none.
    pub credentials: Option<bool>,
    pub body: Option<String>,
    /// What its body ends with.
    pub body_ends: Option<String>,
    /// The whole request, with the headers in alphabetical order.
    pub text: Option<String>,
}
