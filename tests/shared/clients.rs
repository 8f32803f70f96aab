//! In: where a server is and how a client is set up. Out: one call of one of the generated clients
//! and what became of it, in a form that is the same for all three. It is what lets a test be a
//! table; what is particular to one client stands in the file of that client.

use std::time::Duration;

use argyle::reqwest;
use argyle::serde_json;
use argyle::uuid::Uuid;

/// Whom tokens are for.
pub const USER: &str = "017f8978-bbfd-ff64-18ce-d59f99bf51c2";

/// [`USER`], as the calls take it.
pub fn user() -> Uuid {
    USER.parse().unwrap()
}

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
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .tls_certs_only([])
            .build();
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

pub fn argyle(setup: &Setup) -> argyle::Client {
    build!(setup, argyle::Client::builder().basic_auth(KEY_ID, planted::KEY_SECRET))
}

pub fn junction(setup: &Setup) -> junction::Client {
    build!(setup, junction::Client::builder().api_key(planted::API_KEY))
}

pub fn plaid(setup: &Setup) -> plaid::Client {
    build!(setup, plaid::Client::builder().client_id(planted::CLIENT_ID).secret(planted::SECRET))
}

/// The smallest request for a link token.
pub fn plaid_request() -> plaid::LinkTokenCreateRequest {
    plaid::LinkTokenCreateRequest::new("App", [plaid::CountryCode::Us], "en", "user-1")
}

/// The calls of the three clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mint {
    /// `POST /v2/user-tokens`, safe to repeat.
    ArgyleToken,
    /// `POST /v2/users`, without a body and not safe to repeat.
    ArgyleUser,
    /// `POST /v2/link/token`, safe to repeat.
    Junction,
    /// `POST /link/token/create`, safe to repeat.
    Plaid,
}

impl Mint {
    pub const ALL: [Self; 4] = [Self::ArgyleToken, Self::ArgyleUser, Self::Junction, Self::Plaid];

    pub const REPEATABLE: [Self; 3] = [Self::ArgyleToken, Self::Junction, Self::Plaid];

    /// The operation as error messages name it.
    pub const fn operation(self) -> &'static str {
        match self {
            Self::ArgyleToken => "POST /v2/user-tokens",
            Self::ArgyleUser => "POST /v2/users",
            Self::Junction => "POST /v2/link/token",
            Self::Plaid => "POST /link/token/create",
        }
    }

    /// A body that the call documents for success. Its token is [`planted::TOKEN`].
    pub const fn answer(self) -> &'static str {
        match self {
            Self::ArgyleToken => r#"{"user_token":"planted-minted-token"}"#,
            Self::ArgyleUser => {
                r#"{"id":"017f8978-bbfd-ff64-18ce-d59f99bf51c2","user_token":"planted-minted-token"}"#
            }
            Self::Junction => {
                r#"{"link_token":"planted-minted-token","link_web_url":"https://link.tryvital.io/?token=planted-minted-token"}"#
            }
            Self::Plaid => {
                r#"{"link_token":"planted-minted-token","expiration":"2026-01-02T03:04:05Z","request_id":"m8MDnv9okwxFNBV","hosted_link_url":"https://hosted.plaid.com/link/planted-minted-token"}"#
            }
        }
    }

    /// The member of the answer that holds the token.
    pub const fn token_member(self) -> &'static str {
        match self {
            Self::ArgyleToken | Self::ArgyleUser => "user_token",
            Self::Junction | Self::Plaid => "link_token",
        }
    }

    /// Makes the call with its smallest request; the token, or what went wrong.
    pub async fn call(self, setup: &Setup) -> Result<String, Failed> {
        Ok(self.client(setup).make(&setup.call).await?.token)
    }

    /// A client for calls of this kind.
    pub fn client(self, setup: &Setup) -> Ready {
        match self {
            Self::ArgyleToken => Ready::ArgyleToken(argyle(setup)),
            Self::ArgyleUser => Ready::ArgyleUser(argyle(setup)),
            Self::Junction => Ready::Junction(junction(setup)),
            Self::Plaid => Ready::Plaid(plaid(setup)),
        }
    }

    /// Makes a call that has to fail.
    pub async fn fail(self, setup: &Setup) -> Failed {
        match self.call(setup).await {
            Ok(_) => panic!("{self:?} did not fail"),
            Err(failed) => failed,
        }
    }
}

/// A client that is there to make one kind of call.
#[derive(Clone, Debug)]
pub enum Ready {
    ArgyleToken(argyle::Client),
    ArgyleUser(argyle::Client),
    Junction(junction::Client),
    Plaid(plaid::Client),
}

/// What a call returned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    pub token: String,
    pub status: u16,
    pub request_id: Option<String>,
}

macro_rules! make {
    ($call:expr, $told:expr, $token:ident) => {{
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
        assert_silent("an answer", &format!("{answer:?}\n{answer:#?}"));
        let token = answer.body.$token.expose().to_owned();
        Ok(Made { token, status: answer.status, request_id: answer.request_id })
    }};
}

impl Ready {
    /// Makes the call with its smallest request.
    pub async fn make(&self, told: &Told) -> Result<Made, Failed> {
        match self {
            Self::ArgyleToken(client) => {
                make!(client.user_tokens().create(user()), told, user_token)
            }
            Self::ArgyleUser(client) => make!(client.users().create(), told, user_token),
            Self::Junction(client) => make!(client.link().token(user()), told, link_token),
            Self::Plaid(client) => {
                make!(client.link().token_create(plaid_request()), told, link_token)
            }
        }
    }
}

/// An error of any of the three crates, by what it answers to a consumer's questions.
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
                let mut shown = shown(&error);
                shown.push(format!("{:?} {:?}", error.body(), error.request_id()));
                assert_silent("an error", &shown.join("\n"));
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
failed!(argyle junction plaid);

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
