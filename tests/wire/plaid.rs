//! Plaid: credentials and a version in headers, a large request, and one error body for every
//! status.

use expect_test::expect;
use plaid::{CountryCode, ErrorBody, PlaidErrorType, Products};
use serde_json::json as value;

use crate::server::{Server, bare, json};
use link_tests::clients::{Failed, Mint, Setup, plaid, plaid_request, planted};

#[tokio::test]
async fn credentials_travel_in_headers_and_not_in_the_body() {
    let server = Server::start([json(200, Mint::Plaid.answer())]).await;
    let request = plaid_request().products([Products::Auth, Products::Transactions]);
    let answer = plaid(&Setup::plain(server.url())).link().token_create(request).await.unwrap();
    assert_eq!(answer.link_token.expose(), planted::TOKEN);
    assert_eq!(answer.expiration.to_string(), "2026-01-02T03:04:05Z");
    assert_eq!(answer.request_id, "m8MDnv9okwxFNBV");
    let page = answer.hosted_link_url.unwrap();
    assert_eq!(page.expose(), "https://hosted.plaid.com/link/planted-minted-token");
    assert_eq!(answer.user_id, None);
    expect![[r#"
        POST /link/token/create
        accept: application/json
        content-length: 130
        content-type: application/json
        host: 127.0.0.1:PORT
        plaid-client-id: planted-plaid-client-id
        plaid-secret: planted-plaid-secret
        plaid-version: 2020-09-14
        user-agent: plaid/VERSION

        {"client_name":"App","country_codes":["US"],"language":"en","products":["auth","transactions"],"user":{"client_user_id":"user-1"}}
    "#]]
    .assert_eq(&server.only().await);
}

#[tokio::test]
async fn everything_in_an_answer_is_read() {
    let body = value!({
        "link_token": "link-sandbox-1", "expiration": "2020-03-27T12:56:34.123+02:00",
        "request_id": "XQVgFigpGHXkb0b", "hosted_link_url": "https://secure.plaid.com/link/1",
        "user_id": "usr_1", "a field of next year": [1],
    });
    let server = Server::start([json(200, &body.to_string())]).await;
    let link = plaid(&Setup::plain(server.url())).link();
    let answer = link.token_create(plaid_request()).await.unwrap();
    assert_eq!(answer.expiration.to_string(), "2020-03-27T10:56:34.123Z");
    assert_eq!(answer.hosted_link_url, Some("https://secure.plaid.com/link/1".into()));
    assert_eq!(answer.user_id.as_deref(), Some("usr_1"));
}

#[tokio::test]
async fn an_error_is_typed_under_every_status() {
    let body = value!({
        "error_type": "INVALID_REQUEST", "error_code": "INVALID_FIELD",
        "error_message": "client_name must be a string", "display_message": null,
        "request_id": "HNTDNrA8F1shFEW", "causes": [], "documentation_url": "https://plaid.com/docs",
    });
    for status in [400, 401, 404, 409, 429, 500, 503] {
        let server = Server::start([json(status, &body.to_string())]).await;
        let link = plaid(&Setup { max_retries: Some(0), ..Setup::plain(server.url()) }).link();
        let error = link.token_create(plaid_request()).await.unwrap_err();
        let Some(ErrorBody::PlaidError(fault)) = error.body() else { panic!("{error}") };
        assert_eq!(fault.error_type, PlaidErrorType::InvalidRequest);
        assert_eq!((fault.error_code.as_str(), &fault.display_message), ("INVALID_FIELD", &None));
        assert_eq!((error.status(), error.request_id()), (Some(status), Some("HNTDNrA8F1shFEW")));
        assert_eq!(Failed::from(error).raw, Some(body.to_string()));
    }
}

#[tokio::test]
async fn an_error_of_a_kind_that_is_not_known_is_kept_and_written_back() {
    let body = r#"{"error_type":"BRAND_NEW","error_code":"SURPRISE","error_message":"m","display_message":null}"#;
    let server = Server::start([json(400, body)]).await;
    let link = plaid(&Setup::plain(server.url())).link();
    let error = link.token_create(plaid_request()).await.unwrap_err();
    let Some(ErrorBody::PlaidError(fault)) = error.body() else { panic!("{error}") };
    assert_eq!(fault.error_type, PlaidErrorType::Unknown("BRAND_NEW".to_owned()));
    assert_eq!(serde_json::to_string(fault).unwrap(), body);
}

#[tokio::test]
async fn a_body_that_the_document_does_not_describe_is_raw() {
    let server = Server::start([json(400, r#"{"error_code":"half"}"#), bare(502, &[])]).await;
    let setup = Setup { max_retries: Some(0), ..Setup::plain(server.url()) };
    let failed = [Mint::Plaid.fail(&setup).await, Mint::Plaid.fail(&setup).await];
    assert!(failed.iter().all(|failed| !failed.typed));
    assert_eq!(failed[0].raw.as_deref(), Some(r#"{"error_code":"half"}"#));
}

#[test]
fn values_that_the_crate_does_not_know_are_written_as_they_came() {
    let mut request = plaid_request().products(["auth".into(), Products::from("teleport")]);
    request.country_codes = vec![CountryCode::Gb, "XX".into()];
    let text = serde_json::to_string(&request).unwrap();
    let expected = r#"{"client_name":"App","country_codes":["GB","XX"],"language":"en","products":["auth","teleport"],"user":{"client_user_id":"user-1"}}"#;
    assert_eq!(text, expected);
    assert_eq!(serde_json::from_str::<plaid::LinkTokenCreateRequest>(&text).unwrap(), request);
}

#[test]
fn there_are_two_environments() {
    assert_eq!(plaid::Environment::Production.base_url(), "https://production.plaid.com");
    assert_eq!(plaid::Environment::Sandbox.base_url(), "https://sandbox.plaid.com");
    assert_eq!(plaid::Environment::default(), plaid::Environment::Production);
}
