//! In: where a server is and how a client is set up. Out: one call of a generated client and what
//! became of it, in a form that is the same for all. It is what lets a test be a table. The calls
//! themselves stand in `calls.rs`, of which there are two: here that of the three clients, and that
//! of golden cases in `tests/golden/`, with which this file is compiled once more.

use std::pin::Pin;
use std::time::Duration;

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

/// How a client is set up; what is `None` is left to the client.
#[derive(Clone, Debug, Default)]
pub struct Setup {
    pub base_url: String,
    pub timeout: Option<Duration>,
    pub max_retries: Option<u32>,
    pub max_response_bytes: Option<usize>,
    pub http_client: Option<reqwest::Client>,
    /// The value of a parameter in the path, for a call that takes any.
    pub path_value: Option<String>,
    /// What a call is told beside its request.
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

macro_rules! build {
    ($setup:expr, $builder:expr) => {{
        let setup = $setup;
        let mut builder = $builder.base_url(&setup.base_url);
        if let Some(timeout) = setup.timeout {
            builder = builder.timeout(timeout);
        }
        if let Some(retries) = setup.max_retries {
            builder = builder.max_retries(retries);
        }
        if let Some(bytes) = setup.max_response_bytes {
            builder = builder.max_response_bytes(bytes);
        }
        if let Some(client) = &setup.http_client {
            builder = builder.http_client(client.clone());
        }
        builder.build().unwrap()
    }};
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

/// The [`Target::ready`] of a client, of a call of it, and of the token in the answer.
macro_rules! ready {
    ($setup:ident => $made:expr, $client:pat => $call:expr, $body:pat => $token:expr) => {
        |$setup: &Setup| -> Ready {
            let made = $made;
            Box::new(move |told: Told| {
                let $client = &made;
                let call = $call;
                Box::pin(async move { make!(call, &told, $body => $token) })
            })
        }
    };
}

/// What a call returned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    pub token: String,
    pub status: u16,
    pub request_id: Option<String>,
}

macro_rules! make {
    ($call:expr, $told:expr, $body:pat => $token:expr) => {{
        let (mut call, told) = ($call, $told);
        for (name, value) in &told.headers {
            call = call.header(name, value);
        }
        for (name, value) in &told.query {
            call = call.query(name, value);
        }
        for (name, value) in &told.body_fields {
            call = call.body_field(name, value);
        }
        if let Some(url) = &told.base_url {
            call = call.base_url(url);
        }
        if let Some(key) = &told.idempotency_key {
            call = call.idempotency_key(key);
        }
        if let Some(timeout) = told.timeout {
            call = call.timeout(timeout);
        }
        if let Some(deadline) = told.deadline {
            call = call.deadline(deadline);
        }
        if let Some(retries) = told.max_retries {
            call = call.max_retries(retries);
        }
        let answer = call.with_response().await?;
        assert_answer(&format!("{answer:?}\n{answer:#?}"));
        let (status, request_id, $body) = (answer.status, answer.request_id, answer.body);
        Ok(Made { token: $token, status, request_id })
    }};
}

/// An error of any of the crates, by what it answers to a consumer's questions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failed {
    pub kind: &'static str,
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
    pub display: String,
}

impl Failed {
    /// The kind, the number of attempts and the message: a line of a table.
    pub fn line(&self) -> String {
        format!("{} after {}: {}", self.kind, self.attempts, self.display)
    }
}

macro_rules! failed {
    ($($name:ident)*) => {$(
        impl From<$name::Error> for Failed {
            fn from(error: $name::Error) -> Self {
                let mut shown = $crate::clients::shown(&error);
                shown.push(format!("{:?} {:?}", error.body(), error.request_id()));
                $crate::clients::assert_silent("an error", &shown.join("\n"));
                Self {
                    kind: match &error {
                        $name::Error::Api(_) => "Api",
                        $name::Error::Transport(_) => "Transport",
                        $name::Error::Timeout(_) => "Timeout",
                        $name::Error::Decode(_) => "Decode",
                        $name::Error::Config(_) => "Config",
                        $name::Error::Token(_) => "Token",
                        _ => "another",
                    },
                    status: error.status(),
                    request_id: error.request_id().map(str::to_owned),
                    attempts: error.attempts(),
                    retryable: error.is_retryable(),
                    timeout: error.is_timeout(),
                    typed: error.body().is_some(),
                    body: error.body().map(|body| format!("{body:?}")),
                    path: match &error {
                        $name::Error::Decode(error) => Some(error.path.clone()),
                        _ => None,
                    },
                    raw: error.raw().map(str::to_owned),
                    display: error.to_string(),
                }
            }
        }
    )*};
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
