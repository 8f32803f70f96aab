//! No credential and no token is shown by anything that can be printed.

use std::collections::BTreeMap;
use std::error::Error as _;
use std::time::Duration;

use reqwest::Method;
use serde_json::Value;

use crate::runtime::{Client, Error, Secret, redact};
use crate::server::{Server, Step, answer, json};

const KEY: &str = "k\"ey/Ä+secret";

fn all(error: &Error) -> String {
    let mut text = format!("{error} {error:?} {error:#?}");
    let mut source = error.source();
    while let Some(cause) = source {
        text += &[cause.to_string(), format!("{cause:?}")].join(" ");
        source = cause.source();
    }
    text
}

#[test]
fn a_secret_is_shown_as_redacted() {
    let secret = Secret::from("token-123456");
    assert_eq!(format!("{secret} {secret:?}"), "[redacted] [redacted]");
    assert_eq!(
        (secret.expose(), &secret),
        ("token-123456", &Secret::new("token-123456".to_owned()))
    );
    assert_eq!(serde_json::to_string(&secret).unwrap(), "\"token-123456\"");
    assert_eq!(serde_json::from_str::<Secret>("\"token-123456\"").unwrap(), secret);
    assert_eq!(redact("abc", &["".into(), "b".into()]), "a[redacted]c");
}

#[test]
fn builders_clients_and_calls_show_no_credential() {
    let builder = Client::builder()
        .base_url("http://user:token-123456@host")
        .api_key("token-123456")
        .basic_auth("user", "token-123456")
        .key_in_query("token-123456");
    let shown = format!("{builder:?} {builder:#?}");
    assert!(!shown.contains("token-123456") && shown.contains("apiKeyAuth"), "{shown}");
    let client = builder.base_url("http://host/v2").build().unwrap();
    let call = client.pets().get("token-123456").header("authorization", "token-123456");
    let shown = format!(
        "{client:?} {:?} {call:?} {:?}",
        client.pets(),
        client.pets().find().with_response()
    );
    assert!(!shown.contains("token-123456"), "{shown}");
    assert!(shown.contains("http://host/v2"));
}

#[tokio::test]
async fn an_error_body_that_echoes_credentials_is_blotted_out() {
    let escaped = KEY.replace('"', "\\\"");
    let encoded = "k%22ey%2F%C3%84%2Bsecret";
    let body = format!(
        "{{\"detail\":[\"{KEY} {escaped} {encoded} pa55word dXNlcjpwYTU1d29yZA== by-hand\"]}}"
    );
    let server = Server::start([json("422 Unprocessable Entity", &body)]).await;
    let client =
        Client::builder().base_url(server.url()).basic_auth("user", "pa55word").key_in_query(KEY);
    let call = client.build().unwrap().pets().get("1").header("Authorization", "Bearer by-hand");
    let error = call.await.unwrap_err();
    let shown = all(&error);
    for secret in [KEY, &escaped, encoded, "pa55word", "dXNlcjpwYTU1d29yZA", "by-hand"] {
        assert!(!shown.contains(secret), "{secret}: {shown}");
    }
    assert!(error.to_string().contains("[redacted] [redacted] [redacted]"), "{error}");
    // What the program asked for it gets: only printing is guarded.
    assert!(error.raw().unwrap().contains("pa55word"));
}

#[tokio::test]
async fn an_error_that_is_dressed_as_a_success_shows_none_of_its_tokens() {
    let body = r#"{"link_token":"token-123456"}"#;
    let server = Server::start([json("401 Unauthorized", body), json("403 Forbidden", body)]).await;
    let client = server.client();
    let call = client.request::<BTreeMap<String, Secret>>(Method::GET, "/token");
    let error = call.await.unwrap_err();
    assert!(!all(&error).contains("token-123456"), "{}", all(&error));
    assert_eq!(error.raw(), Some(body));
    // Where nothing tells that it is one, it is shown like any other word.
    let error = client.request::<Value>(Method::GET, "/token").await.unwrap_err();
    assert!(error.to_string().contains("token-123456"), "{error}");
}

#[tokio::test]
async fn an_error_body_that_echoes_a_cookie_is_blotted_out() {
    let body = r#"{"detail":["token-123456 of token-654321 is over"]}"#;
    let server = Server::start([json("400 Bad Request", body)]).await;
    let call = server.client().pets().get("1");
    let call = call.header("cookie", "a=token-123456; b=token-654321");
    let error = call.await.unwrap_err();
    assert!(error.to_string().contains("[redacted] of [redacted] is over"), "{error}");
}

#[tokio::test]
async fn the_query_of_an_undocumented_path_is_not_shown() {
    let server = Server::start([answer("404 Not Found", &[], "")]).await;
    let path = format!("/hidden?token={}", "token-123456");
    let error = server.client().request::<Value>(Method::GET, path).await.unwrap_err();
    assert_eq!(error.to_string(), "GET /hidden answered 404 Not Found");
    assert_eq!(server.seen()[0].line, "GET /hidden?token=token-123456");
}

#[tokio::test]
async fn a_key_in_the_query_is_not_shown_when_the_network_fails() {
    let server = Server::start([Step::Reset, Step::Hang(Vec::new())]).await;
    let client = server.builder().key_in_query("token-123456").max_retries(0).build().unwrap();
    let reset = client.pets().get("1").await.unwrap_err();
    assert!(matches!(reset, Error::Transport(_)));
    let timeout = client.pets().get("1").timeout(Duration::from_millis(20)).await.unwrap_err();
    assert!(timeout.is_timeout());
    for error in [reset, timeout] {
        assert!(!all(&error).contains("token-123456"), "{}", all(&error));
        assert!(all(&error).contains("GET /pets/{pet_id}"));
    }
}

#[tokio::test]
async fn a_decode_error_repeats_nothing_from_the_body() {
    let body = r#"{"id":"token-123456","type":"cat"}"#;
    let server = Server::start([json("200 OK", body)]).await;
    let error = server.client().pets().get("1").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "GET /pets/{pet_id} answered 200 but the body does not fit: id: invalid type: string, expected i64"
    );
    assert!(!all(&error).contains("token-123456"));
    assert_eq!(error.raw(), Some(body));
}

#[tokio::test]
async fn a_response_does_not_show_its_headers() {
    let headers = ["set-cookie: token-123456", "x-request-id: r-1"];
    let server = Server::start([answer("200 OK", &headers, "up")]).await;
    let response = server.client().pets().status().with_response().await.unwrap();
    let shown = format!("{response:?}");
    assert_eq!(shown, "Response { status: 200, request_id: Some(\"r-1\"), body: \"up\", .. }");
    assert_eq!(response.headers["set-cookie"], "token-123456");
}

#[tokio::test]
async fn an_error_body_that_escapes_credentials_is_blotted_out() {
    // As PHP, .NET and Python write it, and a URL in small letters.
    let escaped = [
        r#"k\"ey\/Ä+secret"#,
        r"k\u0022ey/\u00C4\u002Bsecret",
        r"\u006b\u0022ey/\u00c4+secret",
        "k%22ey/%c3%84+secret",
    ];
    let body = format!(r#"{{"detail":["{}"]}}"#, escaped.join(" "));
    let server = Server::start([json("422 Unprocessable Entity", &body)]).await;
    let client = server.builder().key_in_query(KEY).build().unwrap();
    let error = client.pets().get("1").await.unwrap_err();
    let shown = format!("{} {:?}", all(&error), error.body());
    assert!(shown.contains("[redacted] [redacted] [redacted] [redacted]"), "{shown}");
    assert!(!shown.contains("secret"), "{shown}");
}

#[test]
fn what_blots_out_is_not_blotted_out_itself() {
    let secrets: Vec<Secret> = std::iter::repeat_n("e".into(), 40).collect();
    assert_eq!(redact("new", &secrets), "n[redacted]w");
    let secrets = ["d".into(), "e".into(), "[]".into()];
    assert_eq!(redact("e[]d", &secrets), "[redacted][redacted][redacted]");
}

#[test]
fn secrets_that_overlap_leave_nothing_standing() {
    let secrets = ["abc".into(), "bcde".into(), "a%25\\".into()];
    assert_eq!(redact("abcde abcd", &secrets), "[redacted] [redacted]d");
    assert_eq!(redact(r"a%25\ a%2525\\ a%", &secrets), "[redacted] [redacted] a%");
}

#[tokio::test]
async fn a_credential_that_was_given_as_a_header_alone_is_blotted_out() {
    let body = r#"{"detail":["token-123456 is over"]}"#;
    let server = Server::start([json("400 Bad Request", body)]).await;
    let client = Client::builder().base_url(server.url()).basic_auth("user", "pa55word");
    let call = client.build().unwrap().pets().get("1").header("X-Vital-Api-Key", "token-123456");
    let error = call.await.unwrap_err();
    assert!(error.to_string().contains("[redacted] is over"), "{error}");
}
