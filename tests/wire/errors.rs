//! Answers that are not what the documents say: what a consumer gets instead of a token.

use std::fmt::Write as _;

use expect_test::expect;
use wiremock::ResponseTemplate;

use crate::clients::{Failed, Mint, Setup, planted};
use crate::server::{Server, bare, json};

/// Makes the call against a server that always gives the same answer, without retries.
async fn fail(mint: Mint, answer: ResponseTemplate) -> Failed {
    let server = Server::start([answer]).await;
    mint.fail(&Setup { max_retries: Some(0), ..Setup::at(server.url()) }).await
}

/// A line for each body that came with status 200.
async fn decoded(mint: Mint, bodies: &[&str]) -> String {
    let mut lines = String::new();
    for body in bodies {
        let failed = fail(mint, json(200, body)).await;
        assert_eq!((failed.status, failed.raw.as_deref()), (Some(200), Some(*body)));
        assert!(!failed.retryable && !failed.typed);
        let message = failed.display.replace("the body does not fit: ", "");
        let _ = writeln!(lines, "{} ⇒ {}: {message}", clip(body), failed.kind);
    }
    lines
}

fn clip(body: &str) -> String {
    body.chars().take(60).collect()
}

#[tokio::test]
async fn a_body_that_does_not_fit_names_the_place_and_no_value() {
    let bodies = [
        "{}",
        r#"{"link_token":"planted-minted-token"}"#,
        r#"{"link_token":"planted-minted-token","link_web_url":null}"#,
        r#"{"link_token":{"planted-minted-token":1},"link_web_url":"u"}"#,
        r#"{"link_web_url":["planted-minted-token"],"link_token":"t"}"#,
        r#"{"link_token":"planted-minted-token","link_web_url":17}"#,
        r#"["planted-minted-token"]"#,
        r#""planted-minted-token""#,
        "planted-minted-token",
        r#"{"link_token":"planted-minted-token","link_web"#,
        r#"{"link_token":"planted-minted-token","link_web_url":"u"} planted-minted-token"#,
        r#"{"link_token":"planted-minted-token,"link_web_url":"u"}"#,
        "null",
    ];
    expect![[r#"
        {} ⇒ Decode: POST /v2/link/token answered 200 but missing field `link_token`
        {"link_token":"planted-minted-token"} ⇒ Decode: POST /v2/link/token answered 200 but missing field `link_web_url`
        {"link_token":"planted-minted-token","link_web_url":null} ⇒ Decode: POST /v2/link/token answered 200 but link_web_url: invalid type: null, expected a string
        {"link_token":{"planted-minted-token":1},"link_web_url":"u"} ⇒ Decode: POST /v2/link/token answered 200 but link_token: invalid type: map, expected a string
        {"link_web_url":["planted-minted-token"],"link_token":"t"} ⇒ Decode: POST /v2/link/token answered 200 but link_web_url: invalid type: sequence, expected a string
        {"link_token":"planted-minted-token","link_web_url":17} ⇒ Decode: POST /v2/link/token answered 200 but link_web_url: invalid type: integer, expected a string
        ["planted-minted-token"] ⇒ Decode: POST /v2/link/token answered 200 but invalid type: sequence, expected an object
        "planted-minted-token" ⇒ Decode: POST /v2/link/token answered 200 but invalid type: string, expected an object
        planted-minted-token ⇒ Decode: POST /v2/link/token answered 200 but expected value
        {"link_token":"planted-minted-token","link_web ⇒ Decode: POST /v2/link/token answered 200 but EOF while parsing a string
        {"link_token":"planted-minted-token","link_web_url":"u"} pla ⇒ Decode: POST /v2/link/token answered 200 but trailing characters
        {"link_token":"planted-minted-token,"link_web_url":"u"} ⇒ Decode: POST /v2/link/token answered 200 but link_token: expected `,` or `}`
        null ⇒ Decode: POST /v2/link/token answered 200 but invalid type: null, expected an object
    "#]].assert_eq(&decoded(Mint::Junction, &bodies).await);
}

#[tokio::test]
async fn ids_and_dates_that_are_none_are_not_repeated() {
    let bodies =
        [r#"{"id":"planted-minted-token","user_token":"t"}"#, r#"{"id":17,"user_token":"t"}"#];
    expect![[r#"
        {"id":"planted-minted-token","user_token":"t"} ⇒ Decode: POST /v2/users answered 200 but id: the value does not have the form that its type asks for
        {"id":17,"user_token":"t"} ⇒ Decode: POST /v2/users answered 200 but id: invalid type: integer, expected a formatted UUID string
    "#]].assert_eq(&decoded(Mint::ArgyleUser, &bodies).await);
    let bodies = [
        r#"{"link_token":"t","expiration":"planted-minted-token","request_id":"r-1"}"#,
        r#"{"link_token":"t","expiration":"2026-13-02T03:04:05Z","request_id":"r-1"}"#,
        r#"{"link_token":"t","expiration":1767323045,"request_id":"r-1"}"#,
        r#"{"link_token":"t","expiration":"2026-01-02T03:04:05Z"}"#,
    ];
    expect![[r#"
        {"link_token":"t","expiration":"planted-minted-token","reque ⇒ Decode: POST /link/token/create answered 200 (request id r-1) but expiration: the value does not have the form that its type asks for
        {"link_token":"t","expiration":"2026-13-02T03:04:05Z","reque ⇒ Decode: POST /link/token/create answered 200 (request id r-1) but expiration: the value does not have the form that its type asks for
        {"link_token":"t","expiration":1767323045,"request_id":"r-1" ⇒ Decode: POST /link/token/create answered 200 (request id r-1) but expiration: invalid type: integer, expected an RFC 3339 formatted date and time string
        {"link_token":"t","expiration":"2026-01-02T03:04:05Z"} ⇒ Decode: POST /link/token/create answered 200 but missing field `request_id`
    "#]].assert_eq(&decoded(Mint::Plaid, &bodies).await);
}

#[tokio::test]
async fn no_body_where_there_should_be_one() {
    let mut lines = String::new();
    for mint in Mint::ALL {
        for answer in [bare(200, &[]), bare(204, &[]), json(200, " \r\n"), bare(202, &[])] {
            let _ = writeln!(lines, "{}", fail(mint, answer).await.line());
        }
    }
    expect![[r#"
        Decode after 1: POST /v2/user-tokens answered 200 but the body does not fit: the body is empty
        Decode after 1: POST /v2/user-tokens answered 204 but the body does not fit: the body is empty
        Decode after 1: POST /v2/user-tokens answered 200 but the body does not fit: the body is empty
        Decode after 1: POST /v2/user-tokens answered 202 but the body does not fit: the body is empty
        Decode after 1: POST /v2/users answered 200 but the body does not fit: the body is empty
        Decode after 1: POST /v2/users answered 204 but the body does not fit: the body is empty
        Decode after 1: POST /v2/users answered 200 but the body does not fit: the body is empty
        Decode after 1: POST /v2/users answered 202 but the body does not fit: the body is empty
        Decode after 1: POST /v2/link/token answered 200 but the body does not fit: the body is empty
        Decode after 1: POST /v2/link/token answered 204 but the body does not fit: the body is empty
        Decode after 1: POST /v2/link/token answered 200 but the body does not fit: the body is empty
        Decode after 1: POST /v2/link/token answered 202 but the body does not fit: the body is empty
        Decode after 1: POST /link/token/create answered 200 but the body does not fit: the body is empty
        Decode after 1: POST /link/token/create answered 204 but the body does not fit: the body is empty
        Decode after 1: POST /link/token/create answered 200 but the body does not fit: the body is empty
        Decode after 1: POST /link/token/create answered 202 but the body does not fit: the body is empty
    "#]].assert_eq(&lines);
}

#[tokio::test]
async fn a_success_that_is_not_declared_is_a_success() {
    for mint in Mint::ALL {
        for status in [201, 202, 203, 299] {
            let server = Server::start([json(status, mint.answer())]).await;
            let token = mint.call(&Setup::at(server.url())).await.unwrap();
            assert_eq!(token, planted::TOKEN, "{mint:?} {status}");
        }
    }
}

#[tokio::test]
async fn the_content_type_and_a_byte_order_mark_do_not_matter() {
    for mint in Mint::ALL {
        let marked = format!("\u{FEFF}{}", mint.answer());
        let answers = [
            ResponseTemplate::new(200).set_body_bytes(mint.answer()),
            ResponseTemplate::new(200).set_body_raw(mint.answer(), "text/plain; charset=utf-8"),
            ResponseTemplate::new(200).set_body_raw(mint.answer(), "application/vnd.any+json"),
            json(200, &marked),
        ];
        for answer in answers {
            let server = Server::start([answer]).await;
            assert_eq!(mint.call(&Setup::at(server.url())).await.unwrap(), planted::TOKEN);
        }
    }
}

#[tokio::test]
async fn a_page_instead_of_json() {
    let page = "<!doctype html>\n<title>Sign in</title>planted-minted-token";
    let page = |status| ResponseTemplate::new(status).set_body_raw(page, "text/html");
    let mut lines = String::new();
    for mint in Mint::ALL {
        let _ = writeln!(lines, "{}", fail(mint, page(200)).await.line());
    }
    expect![[r#"
        Decode after 1: POST /v2/user-tokens answered 200 but the body does not fit: expected value (the body is text/html, not JSON)
        Decode after 1: POST /v2/users answered 200 but the body does not fit: expected value (the body is text/html, not JSON)
        Decode after 1: POST /v2/link/token answered 200 but the body does not fit: expected value (the body is text/html, not JSON)
        Decode after 1: POST /link/token/create answered 200 but the body does not fit: expected value (the body is text/html, not JSON)
    "#]].assert_eq(&lines);
}

#[tokio::test]
async fn bytes_that_are_no_text() {
    let bytes = b"{\"user_token\":\"\xff\xfe\"}".to_vec();
    let failed =
        fail(Mint::ArgyleToken, ResponseTemplate::new(200).set_body_raw(bytes, "application/json"))
            .await;
    expect!["Decode after 1: POST /v2/user-tokens answered 200 but the body does not fit: user_token: invalid unicode code point"].assert_eq(&failed.line());
    assert_eq!(failed.raw.as_deref(), Some("{\"user_token\":\"\u{FFFD}\u{FFFD}\"}"));
}

#[tokio::test]
async fn a_documented_status_with_another_body() {
    let mut lines = String::new();
    let bodies = [r#"["no object"]"#, r#"{"error_type": 17}"#, "<h1>nginx</h1>", "", "null"];
    for (mint, status) in [(Mint::Junction, 422), (Mint::Plaid, 400)] {
        for body in bodies {
            let failed = fail(mint, json(status, body)).await;
            assert_eq!(failed.raw.as_deref(), Some(body));
            let _ = writeln!(lines, "{} typed={}", failed.line(), failed.typed);
        }
    }
    expect![[r#"
        Api after 1: POST /v2/link/token answered 422 Unprocessable Entity: ["no object"] typed=false
        Api after 1: POST /v2/link/token answered 422 Unprocessable Entity: {"error_type": 17} typed=true
        Api after 1: POST /v2/link/token answered 422 Unprocessable Entity: <h1>nginx</h1> typed=false
        Api after 1: POST /v2/link/token answered 422 Unprocessable Entity typed=false
        Api after 1: POST /v2/link/token answered 422 Unprocessable Entity: null typed=false
        Api after 1: POST /link/token/create answered 400 Bad Request: ["no object"] typed=false
        Api after 1: POST /link/token/create answered 400 Bad Request: {"error_type": 17} typed=false
        Api after 1: POST /link/token/create answered 400 Bad Request: <h1>nginx</h1> typed=false
        Api after 1: POST /link/token/create answered 400 Bad Request typed=false
        Api after 1: POST /link/token/create answered 400 Bad Request: null typed=false
    "#]].assert_eq(&lines);
}

#[tokio::test]
async fn what_a_status_says_of_itself() {
    let mut lines = String::new();
    for status in [
        304, 400, 401, 403, 404, 405, 408, 409, 413, 418, 422, 425, 429, 451, 500, 501, 502, 503,
        504, 520, 599,
    ] {
        let failed = fail(Mint::ArgyleUser, bare(status, &[])).await;
        let _ = writeln!(lines, "{} retryable={}", failed.line(), failed.retryable);
        assert_eq!((failed.kind, failed.status, failed.timeout), ("Api", Some(status), false));
    }
    expect![[r#"
        Api after 1: POST /v2/users answered 304 Not Modified retryable=false
        Api after 1: POST /v2/users answered 400 Bad Request retryable=false
        Api after 1: POST /v2/users answered 401 Unauthorized retryable=false
        Api after 1: POST /v2/users answered 403 Forbidden retryable=false
        Api after 1: POST /v2/users answered 404 Not Found retryable=false
        Api after 1: POST /v2/users answered 405 Method Not Allowed retryable=false
        Api after 1: POST /v2/users answered 408 Request Timeout retryable=true
        Api after 1: POST /v2/users answered 409 Conflict retryable=false
        Api after 1: POST /v2/users answered 413 Payload Too Large retryable=false
        Api after 1: POST /v2/users answered 418 I'm a teapot retryable=false
        Api after 1: POST /v2/users answered 422 Unprocessable Entity retryable=false
        Api after 1: POST /v2/users answered 425 Too Early retryable=false
        Api after 1: POST /v2/users answered 429 Too Many Requests retryable=true
        Api after 1: POST /v2/users answered 451 Unavailable For Legal Reasons retryable=false
        Api after 1: POST /v2/users answered 500 Internal Server Error retryable=false
        Api after 1: POST /v2/users answered 501 Not Implemented retryable=false
        Api after 1: POST /v2/users answered 502 Bad Gateway retryable=true
        Api after 1: POST /v2/users answered 503 Service Unavailable retryable=true
        Api after 1: POST /v2/users answered 504 Gateway Timeout retryable=true
        Api after 1: POST /v2/users answered 520 retryable=false
        Api after 1: POST /v2/users answered 599 retryable=false
    "#]]
    .assert_eq(&lines);
}

#[tokio::test]
async fn an_id_of_the_request_is_found_where_services_put_it() {
    let mut lines = String::new();
    let body = r#"{"error":"no","request_id":"from-body"}"#;
    let answers = [
        json(400, body),
        json(400, body).insert_header("x-request-id", "from-header"),
        json(400, body).insert_header("request-id", "short"),
        json(400, body).insert_header("x-correlation-id", "correlated"),
        json(400, body).insert_header("x-amzn-requestid", "amazon"),
        json(400, r#"{"request_id":17}"#),
        json(200, r#"{"request_id":"of a success that does not decode"}"#),
        ResponseTemplate::new(400)
            .set_body_string("no JSON")
            .insert_header("x-request-id", "header only"),
    ];
    for answer in answers {
        let failed = fail(Mint::ArgyleToken, answer).await;
        let _ = writeln!(lines, "{:?} {}", failed.request_id, failed.display);
    }
    expect![[r#"
        Some("from-body") POST /v2/user-tokens answered 400 Bad Request (request id from-body): {"error":"no","request_id":"from-body"}
        Some("from-header") POST /v2/user-tokens answered 400 Bad Request (request id from-header): {"error":"no","request_id":"from-body"}
        Some("short") POST /v2/user-tokens answered 400 Bad Request (request id short): {"error":"no","request_id":"from-body"}
        Some("correlated") POST /v2/user-tokens answered 400 Bad Request (request id correlated): {"error":"no","request_id":"from-body"}
        Some("amazon") POST /v2/user-tokens answered 400 Bad Request (request id amazon): {"error":"no","request_id":"from-body"}
        None POST /v2/user-tokens answered 400 Bad Request: {"request_id":17}
        Some("of a success that does not decode") POST /v2/user-tokens answered 200 (request id of a success that does not decode) but the body does not fit: missing field `user_token`
        Some("header only") POST /v2/user-tokens answered 400 Bad Request (request id header only): no JSON
    "#]].assert_eq(&lines);
}

#[tokio::test]
async fn a_message_is_one_line_of_bounded_length() {
    let body = format!("{{\"a\":\"\u{1b}[2J\r\n\u{202e}{}\"}}", "é".repeat(1000));
    let failed = fail(Mint::ArgyleToken, json(400, &body)).await;
    assert!(failed.display.chars().count() < 420, "{}", failed.display);
    assert!(failed.display.ends_with("éé…"));
    assert!(
        !failed.display.chars().any(|character| character.is_control() || character == '\u{202e}')
    );
    assert_eq!(failed.raw, Some(body));
}

#[tokio::test]
async fn an_endless_error_page_is_cut() {
    let page = "x".repeat(1 << 20);
    for mint in Mint::ALL {
        let failed = fail(mint, ResponseTemplate::new(500).set_body_string(&*page)).await;
        assert_eq!((failed.status, failed.raw.map(|raw| raw.len())), (Some(500), Some(16 * 1024)));
    }
}

#[tokio::test]
async fn an_answer_beyond_the_limit_is_not_read() {
    let mut lines = String::new();
    for mint in Mint::ALL {
        let server = Server::start([json(200, mint.answer())]).await;
        let exact =
            Setup { max_response_bytes: Some(mint.answer().len()), ..Setup::at(server.url()) };
        assert_eq!(mint.call(&exact).await.unwrap(), planted::TOKEN);
        let failed = mint.fail(&Setup { max_response_bytes: Some(16), ..exact }).await;
        let _ = writeln!(lines, "{} retryable={}", failed.line(), failed.retryable);
        assert_eq!(server.seen().await.len(), 2, "it would be as large the next time");
    }
    expect![[r#"
        Transport after 1: POST /v2/user-tokens: the response is larger than 16 bytes; raise the limit with max_response_bytes(..) retryable=false
        Transport after 1: POST /v2/users: the response is larger than 16 bytes; raise the limit with max_response_bytes(..) retryable=false
        Transport after 1: POST /v2/link/token: the response is larger than 16 bytes; raise the limit with max_response_bytes(..) retryable=false
        Transport after 1: POST /link/token/create: the response is larger than 16 bytes; raise the limit with max_response_bytes(..) retryable=false
    "#]].assert_eq(&lines);
}
