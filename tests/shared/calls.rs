//! The calls of the three generated clients, and what tests have to know of each. Those of golden
//! cases stand in `tests/golden/calls.rs`, in the same form.

use std::time::SystemTime;

use argyle::uuid::Uuid;

use crate::clients::{Delivery, Failed, KEY_ID, Made, Ready, Setup, Target, Told, planted, token};

pub use argyle::{reqwest, serde_json};

/// Whom tokens are for.
pub const USER: &str = "017f8978-bbfd-ff64-18ce-d59f99bf51c2";

/// [`USER`], as the calls take it.
pub fn user() -> Uuid {
    USER.parse().unwrap()
}

/// Fails if an answer that was returned shows anything that was planted, the token among it.
pub fn assert_answer(text: &str) {
    crate::clients::assert_silent("an answer", text);
}

/// Whether these are the calls of golden cases.
pub const GOLDEN: bool = false;

/// Whether the crates are compiled with `tracing`.
pub const TRACED: bool = false;

/// An HTTP client that reads no certificates, which takes longer than all else.
pub fn without_certificates(client: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
    client.tls_certs_only([])
}

pub fn argyle(setup: &Setup) -> argyle::Client {
    build!(setup, argyle::Client::builder().basic_auth(KEY_ID, planted::KEY_SECRET))
}

pub fn junction(setup: &Setup) -> junction::Client {
    let builder = junction::Client::builder().api_key(planted::API_KEY);
    build!(setup, if setup.validate { builder.validate_requests(true) } else { builder })
}

pub fn plaid(setup: &Setup) -> plaid::Client {
    build!(setup, plaid::Client::builder().client_id(planted::CLIENT_ID).secret(planted::SECRET))
}

/// The smallest request for a link token.
pub fn plaid_request() -> plaid::LinkTokenCreateRequest {
    plaid::LinkTokenCreateRequest::new("App", [plaid::CountryCode::Us], "en", "user-1")
}

/// The smallest request for a link token of Junction's.
fn exchange() -> junction::LinkTokenExchange {
    user().into()
}

/// What conformance cases are run with: each call awaited, waited for on a thread, and left as it is.
pub fn targets() -> Vec<Target> {
    let [argyle_token, argyle_user, junction_token, plaid_token] = TARGETS;
    let undecoded = |base: Target, name, kinds, ready| Target {
        name,
        kinds,
        token_member: None,
        first_member: None,
        ready,
        ..base
    };
    let others = [
        Target {
            name: "argyle-user-blocking",
            kinds: "object secret tls blocking",
            ready: ready!(blocking setup => argyle(setup), client => client.users().create(),
                body => body.user_token.expose().to_owned()),
            ..argyle_user
        },
        Target {
            name: "junction-blocking",
            kinds: "repeatable body typed object secret tls blocking",
            ready: ready!(blocking setup => junction(setup),
                client, told => client.link().token(told.request(exchange)),
                body => body.link_token.expose().to_owned()),
            ..junction_token
        },
        undecoded(
            argyle_token,
            "argyle-token-raw",
            "repeatable body tls raw",
            ready!(raw setup => argyle(setup), client => client.user_tokens().create(user()),
                body => token(&body)),
        ),
        undecoded(
            plaid_token,
            "plaid-raw",
            "repeatable body typed tls raw",
            ready!(raw setup => plaid(setup),
                client, told => client.link().token_create(told.request(plaid_request)),
                body => token(&body)),
        ),
        Target {
            name: "junction-webhook",
            kinds: "webhook",
            ready: reads!(junction, serde_json::Value,
                read => read["token"].as_str().map_or_else(|| read.to_string(), str::to_owned)),
            ..junction_token
        },
    ];
    TARGETS.into_iter().chain(others).collect()
}

/// What a service sends with a request that it signs.
pub fn sign(secret: &str, id: &str, sent: SystemTime, body: &[u8]) -> reqwest::header::HeaderMap {
    junction::WebhookVerifier::new(secret).unwrap().sign(id, sent, body)
}

/// In the order of [`Mint`].
const TARGETS: [Target; 4] = [
    Target {
        name: "argyle-token",
        kinds: "repeatable body object secret environment tls",
        operation: "POST /v2/user-tokens",
        path: "/v2/user-tokens",
        package: "argyle",
        media: "application/json",
        answer: r#"{"user_token":"planted-minted-token"}"#,
        token_member: Some("user_token"),
        first_member: Some("user_token"),
        credentials: ARGYLE,
        secret: Some(planted::KEY_SECRET),
        ready: ready!(awaited setup => argyle(setup), client => client.user_tokens().create(user()),
            body => body.user_token.expose().to_owned()),
    },
    Target {
        name: "argyle-user",
        kinds: "object secret tls",
        operation: "POST /v2/users",
        path: "/v2/users",
        package: "argyle",
        media: "application/json",
        answer: r#"{"id":"017f8978-bbfd-ff64-18ce-d59f99bf51c2","user_token":"planted-minted-token"}"#,
        token_member: Some("user_token"),
        first_member: Some("id"),
        credentials: ARGYLE,
        secret: Some(planted::KEY_SECRET),
        ready: ready!(awaited setup => argyle(setup), client => client.users().create(),
            body => body.user_token.expose().to_owned()),
    },
    Target {
        name: "junction",
        kinds: "repeatable body typed checked object secret environment tls",
        operation: "POST /v2/link/token",
        path: "/v2/link/token",
        package: "junction",
        media: "application/json",
        answer: r#"{"link_token":"planted-minted-token","link_web_url":"https://link.tryvital.io/?token=planted-minted-token"}"#,
        token_member: Some("link_token"),
        first_member: Some("link_token"),
        credentials: &["x-vital-api-key: planted-junction-api-key"],
        secret: Some(planted::API_KEY),
        ready: ready!(awaited setup => junction(setup),
            client, told => client.link().token(told.request(exchange)),
            body => body.link_token.expose().to_owned()),
    },
    Target {
        name: "plaid",
        kinds: "repeatable body typed object secret environment tls",
        operation: "POST /link/token/create",
        path: "/link/token/create",
        package: "plaid",
        media: "application/json",
        answer: r#"{"link_token":"planted-minted-token","expiration":"2026-01-02T03:04:05Z","request_id":"m8MDnv9okwxFNBV","hosted_link_url":"https://hosted.plaid.com/link/planted-minted-token"}"#,
        token_member: Some("link_token"),
        first_member: Some("link_token"),
        credentials: &[
            "plaid-client-id: planted-plaid-client-id",
            "plaid-secret: planted-plaid-secret",
            "plaid-version: 2020-09-14",
        ],
        secret: Some(planted::SECRET),
        ready: ready!(awaited setup => plaid(setup),
            client, told => client.link().token_create(told.request(plaid_request)),
            body => body.link_token.expose().to_owned()),
    },
];

const ARGYLE: &[&str] =
    &["authorization: Basic cGxhbnRlZC1hcmd5bGUta2V5LWlkOnBsYW50ZWQtYXJneWxlLWtleS1zZWNyZXQ="];

failed!(argyle junction plaid);
distrusted!(junction);

/// The version in the manifest of a generated crate.
pub fn version(package: &str) -> &'static str {
    let manifest = match package {
        "argyle" => include_str!("../../generated/argyle/Cargo.toml"),
        "junction" => include_str!("../../generated/junction/Cargo.toml"),
        _ => include_str!("../../generated/plaid/Cargo.toml"),
    };
    let line = manifest.lines().find_map(|line| line.strip_prefix("version = "));
    line.unwrap_or_default().trim_matches('"')
}

/// The same calls by names that tests in Rust can use.
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

    fn target(self) -> Target {
        let [argyle_token, argyle_user, junction, plaid] = TARGETS;
        match self {
            Self::ArgyleToken => argyle_token,
            Self::ArgyleUser => argyle_user,
            Self::Junction => junction,
            Self::Plaid => plaid,
        }
    }

    /// The operation as error messages name it.
    pub fn operation(self) -> &'static str {
        self.target().operation
    }

    /// A body that the call documents for success. Its token is [`planted::TOKEN`].
    pub fn answer(self) -> &'static str {
        self.target().answer
    }

    /// The member of the answer that holds the token.
    pub fn token_member(self) -> &'static str {
        self.target().token_member.unwrap_or_default()
    }

    /// A client that makes this call.
    pub fn ready(self, setup: &Setup) -> Ready {
        (self.target().ready)(setup)
    }

    /// Makes the call with its smallest request; the token, or what went wrong.
    pub async fn call(self, setup: &Setup) -> Result<String, Failed> {
        Ok(self.ready(setup)(setup.call.clone()).await?.token)
    }

    /// Makes a call that has to fail.
    pub async fn fail(self, setup: &Setup) -> Failed {
        match self.call(setup).await {
            Ok(_) => panic!("{self:?} did not fail"),
            Err(failed) => failed,
        }
    }
}
