//! Answers that are no JSON, and those that may be.

use answers_of_text_and_bytes::tide::{EitherTextOutput, LaterOutput};
use answers_of_text_and_bytes::{Client, ErrorBody};
use socket::{Act, Socket};

async fn client(acts: impl IntoIterator<Item = Act>) -> (Socket, Client) {
    let server = Socket::start(acts).await;
    let client = Client::builder().base_url(server.url()).max_retries(0).build().unwrap();
    (server, client)
}

#[tokio::test]
async fn words_are_text_and_files_are_downloads() {
    let (server, client) = client([
        Act::answer("200 OK", &["content-type: text/plain"], "high \u{f6}"),
        Act::answer("200 OK", &["content-type: application/pdf"], "%PDF"),
        Act::json("404 Not Found", r#"{"height":1.5}"#),
        Act::answer("200 OK", &["content-type: image/png"], "PNG"),
    ])
    .await;
    assert_eq!(client.tide().text().await.unwrap(), "high \u{f6}");
    let file = client.tide().file().await.unwrap();
    assert_eq!(file.content_type(), Some("application/pdf"));
    assert_eq!(file.bytes().await.unwrap(), b"%PDF");
    let error = client.tide().file().await.unwrap_err();
    let Some(ErrorBody::Tide(tide)) = error.body() else { panic!("{error}") };
    assert_eq!(tide.height, Some(1.5));
    assert_eq!(client.tide().any().await.unwrap().text().await.unwrap(), "PNG");
    let accepts = server.seen().into_iter().map(|seen| seen.header("accept").unwrap().to_owned());
    let accepts: Vec<_> = accepts.collect();
    assert_eq!(accepts[0], "text/plain");
    assert!(accepts[1].contains("application/pdf") && accepts[1].contains("text/csv"));
    assert_eq!(accepts[3], "image/*");
}

#[tokio::test]
async fn each_method_asks_for_its_media_type() {
    let tide = || Act::json("200 OK", r#"{"height":2}"#);
    let nothing = || Act::answer("204 No Content", &[], "");
    let words = Act::answer("200 OK", &["content-type: application/xml"], "<tide/>");
    let (server, client) = client([tide(), nothing(), words, nothing()]).await;
    assert_eq!(client.tide().either().await.unwrap().unwrap().height, Some(2.0));
    assert!(client.tide().either().await.unwrap().is_none());
    let output = client.tide().either_text().await.unwrap();
    assert!(matches!(output, EitherTextOutput::Ok(text) if text == "<tide/>"));
    let output = client.tide().either_text().await.unwrap();
    assert!(matches!(output, EitherTextOutput::NoContent));
    let seen = server.seen();
    assert_eq!(seen[0].header("accept"), Some("application/json"));
    assert!(!seen[2].header("accept").unwrap().contains("json"));
}

#[tokio::test]
async fn statuses_tell_files_from_values() {
    let (_server, client) = client([
        Act::answer("200 OK", &["content-type: application/zip"], "PK"),
        Act::json("202 Accepted", r#"{"height":2}"#),
        Act::answer("206 Partial Content", &["content-type: text/plain"], "words"),
    ])
    .await;
    let LaterOutput::Ok(file) = client.tide().later().await.unwrap() else { panic!("no file") };
    assert_eq!(file.bytes().await.unwrap(), b"PK");
    let output = client.tide().later().await.unwrap();
    assert!(matches!(output, LaterOutput::Accepted(tide) if tide.height == Some(2.0)));
    let output = client.tide().later().await.unwrap();
    assert!(!matches!(output, LaterOutput::Ok(_) | LaterOutput::Accepted(_)));
}
