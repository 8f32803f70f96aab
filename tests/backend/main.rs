//! A backend with axum over the three crates, against a fake of the three services.
//!
//! `app.rs` is what a consumer writes; here it is served and called, and in `mocked.rs` it is tested as
//! its authors would do it. One `reqwest::Client` serves all providers, and one error type takes the
//! errors of all.

#![expect(clippy::unwrap_used, reason = "a helper that cannot go on fails its test")]

mod app;
mod mocked;

use std::time::Duration;

use argyle::reqwest;
use link_tests::clients::{Mint, Setup, USER, argyle, assert_silent, junction, plaid, planted};
use tokio::net::TcpListener;
use wiremock::matchers::{basic_auth, header, method, path};
use wiremock::{Mock, MockBuilder, MockServer, ResponseTemplate};

const PROVIDERS: [&str; 3] = ["argyle", "junction", "plaid"];

/// The backend, and the services that it talks to: one server, as their paths differ.
struct Stage {
    services: MockServer,
    url: String,
    http: reqwest::Client,
}

impl Stage {
    async fn start() -> Self {
        Self::patient(Duration::from_mins(1)).await
    }

    /// A backend that waits this long for a service.
    async fn patient(timeout: Duration) -> Self {
        let services = MockServer::start().await;
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .tls_certs_only([])
            .build()
            .unwrap();
        let setup = Setup {
            timeout: Some(timeout),
            max_retries: Some(1),
            http_client: Some(http.clone()),
            ..Setup::plain(services.uri())
        };
        let providers = app::Providers {
            argyle: argyle(&setup),
            junction: junction(&setup),
            plaid: plaid(&setup),
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/link-token", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, app::router(providers)).await });
        Self { services, url, http }
    }

    /// All services give this answer.
    async fn answering(answer: ResponseTemplate) -> Self {
        let stage = Self::start().await;
        stage.answer(answer).await;
        stage
    }

    async fn answer(&self, answer: ResponseTemplate) {
        Mock::given(method("POST")).respond_with(answer).mount(&self.services).await;
    }

    /// What a browser that is signed in gets: the status and the body.
    async fn post(&self, provider: &str) -> (u16, String) {
        let url = format!("{}?provider={provider}", self.url);
        let answer = self.http.post(url).header("x-user", USER).send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }
}

/// The request that a service takes: its path and its credentials.
fn taken(mint: Mint) -> MockBuilder {
    let call = Mock::given(method("POST")).and(path(mint.operation().trim_start_matches("POST ")));
    match mint {
        Mint::ArgyleToken | Mint::ArgyleUser => {
            call.and(basic_auth(link_tests::clients::KEY_ID, planted::KEY_SECRET))
        }
        Mint::Junction => call.and(header("x-vital-api-key", planted::API_KEY)),
        Mint::Plaid => call
            .and(header("plaid-client-id", planted::CLIENT_ID))
            .and(header("plaid-secret", planted::SECRET))
            .and(header("plaid-version", "2020-09-14")),
    }
}

#[tokio::test]
async fn a_token_of_each_provider() {
    let stage = Stage::start().await;
    for mint in Mint::REPEATABLE {
        let answer = ResponseTemplate::new(200).set_body_string(mint.answer());
        taken(mint).respond_with(answer).expect(1).mount(&stage.services).await;
    }
    for provider in PROVIDERS {
        let answer = stage.post(provider).await;
        assert_eq!(answer, (200, format!(r#"{{"token":"{}"}}"#, planted::TOKEN)), "{provider}");
    }
}

#[tokio::test]
async fn a_provider_that_does_not_exist() {
    let stage = Stage::start().await;
    let (status, _) = stage.post("acme").await;
    assert_eq!(status, 400);
    assert!(stage.services.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn nobody_is_signed_in() {
    let stage = Stage::start().await;
    let url = format!("{}?provider=plaid", stage.url);
    let answer = stage.http.post(url).send().await.unwrap();
    assert_eq!(answer.status().as_u16(), 401);
    assert!(stage.services.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_provider_that_refuses_is_our_own_fault_and_nothing_of_it_is_shown() {
    let body = format!(r#"{{"detail":"{} is not valid"}}"#, planted::ALL.join(" "));
    let stage = Stage::answering(ResponseTemplate::new(401).set_body_string(body)).await;
    for provider in PROVIDERS {
        let (status, body) = stage.post(provider).await;
        assert_eq!((status, body.as_str()), (502, ""), "{provider}");
        assert_silent("an answer", &body);
    }
    assert_eq!(stage.services.received_requests().await.unwrap().len(), 3);
}

#[tokio::test]
async fn a_provider_that_is_overloaded_is_asked_twice() {
    let busy = ResponseTemplate::new(429).insert_header("retry-after", "0");
    let stage = Stage::answering(busy).await;
    for provider in PROVIDERS {
        assert_eq!(stage.post(provider).await.0, 503, "{provider}");
    }
    assert_eq!(stage.services.received_requests().await.unwrap().len(), 6);
}

#[tokio::test]
async fn a_provider_that_does_not_answer() {
    let stage = Stage::patient(Duration::from_millis(50)).await;
    stage.answer(ResponseTemplate::new(200).set_delay(Duration::from_secs(30))).await;
    for provider in PROVIDERS {
        assert_eq!(stage.post(provider).await.0, 504, "{provider}");
    }
}
