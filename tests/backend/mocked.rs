//! The same backend without any service: what its authors would write as tests of their handler.

use std::io::ErrorKind;

use argyle::reqwest;
use argyle::types::{CreateUserTokenRequest, CreateUserTokenResponse};
use junction::types::{LinkTokenExchange, LinkTokenExchangeResponse};
use link_tests::clients::{USER, assert_silent, planted, user};
use plaid::types::{LinkTokenCreateRequest, LinkTokenCreateResponse, PlaidError, PlaidErrorType};
use tokio::net::TcpListener;

use crate::app::{Providers, router};

/// A mock of each service.
#[derive(Default)]
struct Mocks {
    argyle: argyle::test_util::Mock,
    junction: junction::test_util::Mock,
    plaid: plaid::test_util::Mock,
}

impl Mocks {
    /// What a browser that is signed in gets of the backend over these services.
    async fn post(&self, provider: &str) -> (u16, String) {
        let providers = Providers {
            argyle: self.argyle.client(),
            junction: self.junction.client(),
            plaid: self.plaid.client(),
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = listener.local_addr().unwrap();
        let url = format!("http://{url}/link-token?provider={provider}");
        let server = tokio::spawn(async move { axum::serve(listener, router(providers)).await });
        let client = reqwest::Client::builder().no_proxy().tls_certs_only([]).build().unwrap();
        let request = client.post(url).header("x-user", USER);
        let answer = request.send().await.unwrap();
        let found = (answer.status().as_u16(), answer.text().await.unwrap());
        server.abort();
        found
    }
}

#[tokio::test]
async fn a_handler_is_tested_without_any_service() {
    let mocks = Mocks::default();
    let argyle = mocks.argyle.user_tokens().create();
    let argyle = argyle.returns(CreateUserTokenResponse::new(planted::TOKEN));
    let junction = mocks.junction.link().token();
    let web = "https://link.example.com";
    let junction = junction.returns(LinkTokenExchangeResponse::new(planted::TOKEN, web));
    let plaid = mocks.plaid.link().token_create();
    let expiration: plaid::DateTime = "2030-01-01T00:00:00Z".parse().unwrap();
    let plaid = plaid.returns(LinkTokenCreateResponse::new(planted::TOKEN, expiration, "r-1"));

    for provider in ["argyle", "junction", "plaid"] {
        let answer = mocks.post(provider).await;
        assert_eq!(answer, (200, format!(r#"{{"token":"{}"}}"#, planted::TOKEN)), "{provider}");
    }
    let [sent] = &argyle.requests()[..] else { panic!("one call of Argyle") };
    assert_eq!(sent.json::<CreateUserTokenRequest>().user, user());
    let [sent] = &junction.requests()[..] else { panic!("one call of Junction") };
    assert_eq!(sent.json::<LinkTokenExchange>().user_id, user());
    let [sent] = &plaid.requests()[..] else { panic!("one call of Plaid") };
    let sent = sent.json::<LinkTokenCreateRequest>();
    assert_eq!((sent.client_name.as_str(), sent.language.as_str()), ("My app", "en"));
}

#[tokio::test]
async fn a_handler_meets_what_services_do_on_bad_days() {
    let mocks = Mocks::default();
    let error = PlaidError::new(PlaidErrorType::RateLimitExceeded, "LIMIT", planted::TOKEN, None);
    mocks.plaid.link().token_create().fails(429, error);
    mocks.junction.link().token().breaks(ErrorKind::TimedOut);
    mocks.argyle.user_tokens().create().fails(401, ());
    // A call that may be repeated is tried three times.
    mocks.argyle.user_tokens().create().times(3).fails(503, ());
    for (provider, status) in [("argyle", 502), ("argyle", 503), ("junction", 504)] {
        assert_eq!(mocks.post(provider).await, (status, String::new()), "{provider}");
    }
    let plaid = mocks.plaid.client();
    let request = LinkTokenCreateRequest::new("My app", [plaid::CountryCode::Us], "en", USER);
    let error = plaid.link().token_create(request).max_retries(0).await.unwrap_err();
    let Some(plaid::ErrorBody::PlaidError(body)) = error.body() else { panic!("{error:?}") };
    assert_eq!(body.error_type, PlaidErrorType::RateLimitExceeded);
    mocks.argyle.verify();
}

#[tokio::test]
async fn the_examples_of_documents_can_be_read() {
    let mocks = Mocks::default();
    let example = junction::test_util::examples::link::token;
    mocks.junction.link().token().returns(example());
    let call = mocks.junction.client().link().token(user());
    assert_eq!(call.await.unwrap(), example());
    let (sent, key) = (mocks.junction.requests(), "x-vital-api-key");
    assert!(sent.first().unwrap().headers.contains_key(key), "the mock fills in credentials");
    for text in [format!("{:?}", mocks.junction), format!("{sent:?}")] {
        assert_silent("a mock", &text);
        assert!(!text.contains("credential"), "{text}");
    }
}
