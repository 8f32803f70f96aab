//! In: the text of a `case.toml`. Out: what is called, what the server does, and what has to be
//! seen; keys that do not exist are errors, so that no expectation is lost to a typing mistake.
//!
//! Most cases are about a call; one with a `delivery` is about what reads requests of the service.
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
    /// in braces, a body that can fail to fit, pages, tokens that are fetched.
    pub calls: Option<Vec<String>>,
    /// How often the call is made with one client. All but the last have to succeed, unless
    /// `earlier` says that they are not looked at, or `drop_after_ms` that they are dropped.
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
    /// What the server does that gives tokens to clients which fetch them; one token for ever where
    /// nothing is said.
    #[serde(default)]
    pub tokens: Vec<Answer>,
    /// What the service sends by itself.
    pub delivery: Option<Delivery>,
    /// The variables that the client is made of, and nothing else.
    pub environment: Option<BTreeMap<String, String>>,
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
/// | `typed` | that send one which a case may choose, as JSON |
/// | `checked` | whose body can be held against the document |
/// | `parts` | that send one of several parts |
/// | `once` | whose body cannot be sent again |
/// | `object` | that read the token from a member of an object |
/// | `secret` | whose token is a secret by the document |
/// | `keeping` | that keep members which the document does not tell |
/// | `streamed` | that hand their answer over while it arrives |
/// | `bytes` | whose answer is a file |
/// | `raw` | that leave their answer as it is |
/// | `blocking` | that are waited for on a thread |
/// | `pages` | that ask for the items of all pages |
/// | `apart` | that are of the cases alone that say this, or their name |
/// | `environment` | whose client can be made of environment variables |
/// | `traced` | that are compiled with `tracing` |
/// | `renewing` | whose client fetches tokens for them |
/// | `webhook` | that are none, but read a request of the service |
/// | `tls` | whose client is compiled with TLS |
pub const WORDS: &[&str] = &[
    "get",
    "post",
    "put",
    "repeatable",
    "path",
    "body",
    "typed",
    "checked",
    "parts",
    "once",
    "object",
    "secret",
    "keeping",
    "streamed",
    "bytes",
    "raw",
    "blocking",
    "pages",
    "apart",
    "environment",
    "traced",
    "renewing",
    "webhook",
    "tls",
    "argyle-token",
    "argyle-user",
    "junction",
    "plaid",
    "errors-are-typed",
    "security-by-client-credentials",
    "security-by-client-credentials-in-body",
    "tokens-of-a-source",
    "parts-that-are-streams",
    "patch-tells-absent-from-null-patch",
    "answers-of-text-and-bytes",
    "pages-by-cursor",
    "pages-by-cursor-in-body",
    "pages-by-last-item",
    "pages-by-url",
    "pages-by-link",
    "pages-by-number",
    "pages-by-offset",
    "orchard",
    "junction-webhook",
    "harbour-bell",
];

/// Words of calls that only golden cases have.
pub const OF_GOLDEN_CASES: &[&str] = &[
    "get",
    "put",
    "path",
    "parts",
    "once",
    "keeping",
    "streamed",
    "bytes",
    "pages",
    "apart",
    "traced",
    "renewing",
    "errors-are-typed",
    "security-by-client-credentials",
    "security-by-client-credentials-in-body",
    "tokens-of-a-source",
    "parts-that-are-streams",
    "patch-tells-absent-from-null-patch",
    "answers-of-text-and-bytes",
    "pages-by-cursor",
    "pages-by-cursor-in-body",
    "pages-by-last-item",
    "pages-by-url",
    "pages-by-link",
    "pages-by-number",
    "pages-by-offset",
    "orchard",
    "harbour-bell",
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
    /// Requests are held against the document before they are sent.
    #[serde(default)]
    pub validate: bool,
    /// `name: value`, for all calls.
    #[serde(default)]
    pub headers: Vec<String>,
    /// `name=value`, for all calls.
    #[serde(default)]
    pub query: Vec<String>,
    pub timeout_ms: Option<u64>,
    pub deadline_ms: Option<u64>,
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
    /// The body of a call of the kind `typed`.
    pub request: Option<String>,
    /// The pieces of the part that is a stream, of a call of the kinds `parts once`, and what breaks
    /// it off after them.
    pub parts: Option<Vec<String>>,
    pub parts_error: Option<String>,
    /// Calls are dropped so long after they have reached a server: where one is dropped is what the
    /// case is about, the last too. With 0 they are dropped before anybody has asked for what becomes
    /// of them.
    pub drop_after_ms: Option<u64>,
    pub base_url: Option<String>,
    pub idempotency_key: Option<String>,
    pub timeout_ms: Option<u64>,
    pub deadline_ms: Option<u64>,
    pub max_retries: Option<u32>,
}

/// A request of the service, sent to a server of the consumer's.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delivery {
    pub body: String,
    /// The secret that it is held against, if it is not the one that it is signed with.
    pub secret: Option<String>,
    /// How long ago it is signed; in the future where it is negative.
    #[serde(default)]
    pub seconds_ago: i64,
    /// What is signed instead of the body.
    pub signed_body: Option<String>,
    /// `name: value`, instead of headers that signing gives it.
    #[serde(default)]
    pub headers: Vec<String>,
    /// The names of headers that are lost.
    #[serde(default)]
    pub without: Vec<String>,
    pub tolerance_s: Option<u64>,
    /// The moment at which it is read, in seconds since 1970, if not now.
    pub at: Option<u64>,
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
    /// How many of them are open in the end.
    pub open: Option<usize>,
    #[serde(default)]
    pub other_requests: usize,
    pub token_requests: Option<usize>,
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
    /// What the call returned, where that is not the token.
    pub returned: Option<String>,
    /// The items that came, also before an error.
    pub items: Option<Vec<String>>,
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
    /// What `tracing` was told, line by line: a span when it ends, and an event when it comes. In each
    /// line all of the words, but for those with `!` in front.
    pub traced: Option<Vec<Vec<String>>>,
    /// How long to look on before requests and connections are counted.
    #[serde(default)]
    pub look_on_ms: u64,
    /// What the requests held, in the order in which they came.
    #[serde(default)]
    pub request: Vec<Wire>,
    #[serde(default)]
    pub other_request: Vec<Wire>,
    #[serde(default)]
    pub token_request: Vec<Wire>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// The call returned the token.
    Token,
    /// It was dropped before it returned anything.
    Dropped,
    /// The client was made, and no call; what is returned is what `Debug` shows of it.
    Built,
    Api,
    Transport,
    Timeout,
    Decode,
    Config,
    /// There was no token to make it with.
    Unauthorized,
    Unsigned,
    Forged,
    OutOfTime,
    Misfit,
}

impl Outcome {
    /// The kind of error, as [`Failed`](link_tests::clients::Failed) has it.
    pub fn kind(self) -> String {
        match self {
            Self::Unauthorized => "Token".to_owned(),
            known => format!("{known:?}"),
        }
    }
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
    /// What its body holds, in this order.
    pub body_holds: Vec<String>,
    /// What its body ends with.
    pub body_ends: Option<String>,
    /// The whole request, with the headers in alphabetical order.
    pub text: Option<String>,
}
