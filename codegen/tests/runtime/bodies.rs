//! Bodies that are not plain JSON, as they stand on the wire.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use http_body::{Body as HttpBody, Frame};
use reqwest::Body;
use serde_json::json;

use crate::runtime::{Call, Client, Error, FilePart, FormStyle, PartEncoding};
use crate::server::{Seen, Server, Step, answer};
use crate::service::{DeletePet, FindPet};

fn done() -> Step {
    answer("204 No Content", &[], "")
}

fn call(client: &Client) -> Call<DeletePet> {
    Call::new(client).path("pet_id", &1)
}

/// What one call puts onto the wire.
async fn sent(make: impl FnOnce(Call<DeletePet>) -> Call<DeletePet>) -> Seen {
    let server = Server::start([done()]).await;
    make(call(&server.client())).await.unwrap();
    server.seen().remove(0)
}

/// What a form is on the wire, percent-decoded.
async fn form(body: serde_json::Value, styles: &'static [(&'static str, FormStyle)]) -> String {
    let seen = sent(|call| call.form_body(&body, styles)).await;
    assert_eq!(seen.header("content-type"), Some("application/x-www-form-urlencoded"));
    percent_encoding::percent_decode_str(&seen.body).decode_utf8().unwrap().into_owned()
}

#[tokio::test]
async fn a_form_is_pairs() {
    let body = json!({"a": 1, "b": true, "c": null, "d": "x", "e": [], "f": {}});
    assert_eq!(form(body, &[]).await, "a=1&b=true&d=x");
    let seen = sent(|call| call.form_body(&json!({"a&b=c": "1&2=3 ä+"}), &[])).await;
    assert_eq!(seen.body, "a%26b%3Dc=1%262%3D3%20%C3%A4%2B");
}

#[tokio::test]
async fn members_with_structure_have_a_place_in_a_form() {
    let deep = json!({"a": {"b": {"c": 1}, "d": [1, 2]}, "e": [{"f": 1}, {"f": 2}]});
    assert_eq!(form(deep, &[]).await, "a[b][c]=1&a[d][0]=1&a[d][1]=2&e[0][f]=1&e[1][f]=2");
    assert_eq!(form(json!({"a": [1, null, 2]}), &[]).await, "a=1&a=2");
    let list = || json!({"a": [1, 2], "b": "c"});
    assert_eq!(form(list(), &[("a", FormStyle::Deep)]).await, "a[0]=1&a[1]=2&b=c");
    assert_eq!(form(list(), &[("a", FormStyle::Comma)]).await, "a=1,2&b=c");
    assert_eq!(form(list(), &[("a", FormStyle::Space)]).await, "a=1 2&b=c");
    assert_eq!(form(list(), &[("a", FormStyle::Pipe)]).await, "a=1|2&b=c");
    assert_eq!(form(list(), &[("a", FormStyle::Json)]).await, "a=[1,2]&b=c");
    assert_eq!(form(list(), &[("a", FormStyle::Spread)]).await, "a=1&a=2&b=c");
    let object = || json!({"a": {"b": 1, "c": 2}});
    assert_eq!(form(object(), &[("a", FormStyle::Comma)]).await, "a=b,1,c,2");
    assert_eq!(form(object(), &[("a", FormStyle::Spread)]).await, "b=1&c=2");
    assert_eq!(form(json!({"a": null}), &[("a", FormStyle::Json)]).await, "");
}

#[tokio::test]
async fn a_form_without_members_is_not_sent() {
    let server = Server::start([]).await;
    let error = call(&server.client()).form_body(&[1], &[]).await.unwrap_err();
    assert!(matches!(error, Error::Config(_)));
    assert_eq!(error.to_string(), "the body has no members, so it makes no form");
}

#[tokio::test]
async fn other_bodies_have_their_own_media_type() {
    let seen = sent(|call| call.json_as("application/json-patch+json", &[1])).await;
    assert_eq!(seen.header("content-type"), Some("application/json-patch+json"));
    assert_eq!(seen.body, "[1]");
    let seen = sent(|call| call.json_lines("application/x-ndjson", &["a\nb", "c"])).await;
    assert_eq!(seen.header("content-type"), Some("application/x-ndjson"));
    assert_eq!(seen.body, "\"a\\nb\"\n\"c\"\n");
    let seen = sent(|call| call.text_body("application/xml", "<a/>".to_owned())).await;
    assert_eq!((seen.header("content-type"), &*seen.body), (Some("application/xml"), "<a/>"));
    let image = |call: Call<DeletePet>| {
        call.bytes_body("application/pdf", b"abc".as_slice().into())
            .header("content-type", "image/png")
    };
    let seen = sent(image).await;
    assert_eq!((seen.header("content-type"), &*seen.body), (Some("image/png"), "abc"));
    let server = Server::start([]).await;
    let error = call(&server.client()).text_body("a\nb", String::new()).await.unwrap_err();
    assert_eq!(error.to_string(), "\"a\\nb\" cannot be the media type of a body");
}

#[derive(Default)]
struct Upload {
    file: Option<FilePart>,
    pages: Vec<FilePart>,
    title: Option<String>,
    tags: Vec<i64>,
    about: Option<serde_json::Value>,
    extra: BTreeMap<String, bool>,
}
crate::runtime::multipart!(Upload {
    file: "file" files,
    pages: "pages" files,
    title: "ti\"tle\r\n" value,
    tags: "tags" value,
    about: "about" value,
    extra: rest,
});

/// The parts of a body, each with its headers and its content.
fn parts(seen: &Seen) -> Vec<(String, String)> {
    let media = seen.header("content-type").unwrap();
    let boundary = media.strip_prefix("multipart/form-data; boundary=").unwrap();
    let body = seen.body.strip_prefix(&format!("--{boundary}\r\n")).unwrap();
    let body = body.strip_suffix(&format!("\r\n--{boundary}--\r\n")).unwrap();
    let between = format!("\r\n--{boundary}\r\n");
    let parts = body.split(&between);
    let parts = parts.map(|part| part.split_once("\r\n\r\n").unwrap());
    parts.map(|(head, content)| (head.to_owned(), content.to_owned())).collect()
}

#[tokio::test]
async fn files_and_values_are_parts() {
    let encodings = [
        PartEncoding { name: "pages", content_type: "image/png", headers: &[("X-Kind", "page")] },
        PartEncoding { name: "tags", content_type: "text/x-tag", headers: &[] },
    ];
    let body = Upload {
        file: Some(FilePart::new("a\r\nb").file_name("ä \"b\".txt\r\n").content_type("text/plain")),
        pages: vec![b"1".to_vec().into(), FilePart::from("2").content_type("image/gif")],
        title: Some("words".to_owned()),
        tags: vec![1, 2],
        about: Some(json!({"a": null})),
        extra: BTreeMap::from([("more".to_owned(), true)]),
    };
    let seen = sent(|call| call.multipart_body("multipart/form-data", body, &encodings)).await;
    let disposition = "Content-Disposition: form-data; name=";
    let expected = [
        (r#""file"; filename="ä %22b%22.txt%0D%0A""#, "\r\nContent-Type: text/plain", "a\r\nb"),
        (r#""pages"; filename="pages""#, "\r\nContent-Type: image/png\r\nX-Kind: page", "1"),
        (r#""pages"; filename="pages""#, "\r\nContent-Type: image/gif\r\nX-Kind: page", "2"),
        (r#""ti%22tle%0D%0A""#, "", "words"),
        (r#""tags""#, "\r\nContent-Type: text/x-tag", "1"),
        (r#""tags""#, "\r\nContent-Type: text/x-tag", "2"),
        (r#""about""#, "\r\nContent-Type: application/json", r#"{"a":null}"#),
        (r#""more""#, "", "true"),
    ];
    let expected = expected
        .map(|(name, more, content)| (format!("{disposition}{name}{more}"), content.to_owned()));
    assert_eq!(parts(&seen), expected);
}

#[tokio::test]
async fn what_is_absent_is_no_part() {
    let seen =
        sent(|call| call.multipart_body("multipart/form-data", Upload::default(), &[])).await;
    assert!(seen.body.starts_with("--") && seen.body.ends_with("--\r\n"), "{}", seen.body);
    let body = json!({"a": "b", "c": null});
    let seen = sent(|call| call.multipart_value("multipart/form-data", &body, &[])).await;
    let expected = ("Content-Disposition: form-data; name=\"a\"".to_owned(), "b".to_owned());
    assert_eq!(parts(&seen), [expected]);
}

#[tokio::test]
async fn a_content_type_cannot_break_out_of_its_part() {
    let server = Server::start([]).await;
    let file = FilePart::new("a").content_type("text/plain\r\nX-A: b");
    let body = Upload { file: Some(file), ..Upload::default() };
    let call = call(&server.client()).multipart_body("multipart/form-data", body, &[]);
    let error = call.await.unwrap_err();
    assert_eq!(error.to_string(), "the content type of the part `file` cannot be sent");
}

/// A body that comes piece by piece, of a length that nobody knows.
struct Pieces(Vec<&'static str>);

impl HttpBody for Pieces {
    type Data = reqwest_bytes::Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Infallible>>> {
        let piece = (!self.0.is_empty()).then(|| self.0.remove(0));
        Poll::Ready(piece.map(|piece| Ok(Frame::data(piece.into()))))
    }
}

/// The bytes that bodies are made of, which `reqwest` does not name.
mod reqwest_bytes {
    pub(super) type Bytes = <reqwest::Body as http_body::Body>::Data;
}

pub fn stream() -> Body {
    Body::wrap(Pieces(vec!["one ", "two ", "three"]))
}

#[tokio::test]
async fn a_file_can_be_a_stream() {
    let body = Upload {
        file: Some(FilePart::new(stream())),
        title: Some("after".to_owned()),
        ..Upload::default()
    };
    let seen = sent(|call| call.multipart_body("multipart/form-data", body, &[])).await;
    assert_eq!(seen.header("transfer-encoding"), Some("chunked"));
    let contents: Vec<_> = parts(&seen).into_iter().map(|(_, content)| content).collect();
    assert_eq!(contents, ["one two three", "after"]);
    let seen = sent(|call| call.bytes_body("application/octet-stream", stream())).await;
    assert_eq!(seen.body, "one two three");
}

#[tokio::test]
async fn a_file_of_the_disk_is_a_stream() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/runtime/incoming/live.rs");
    let file = FilePart::new(tokio::fs::File::open(path).await.unwrap());
    let body = Upload { file: Some(file), ..Upload::default() };
    let seen = sent(|call| call.multipart_body("multipart/form-data", body, &[])).await;
    assert_eq!(parts(&seen)[0].1, std::fs::read_to_string(path).unwrap());
}

#[tokio::test]
async fn a_stream_is_sent_once_and_bytes_again() {
    let busy = || answer("503 Service Unavailable", &["retry-after: 0"], "");
    let server = Server::start([busy(), busy(), done(), busy(), done()]).await;
    let client = server.client();
    let upload = |file: FilePart| Upload { file: Some(file), ..Upload::default() };
    let multipart =
        |file: FilePart| call(&client).multipart_body("multipart/form-data", upload(file), &[]);
    let error = multipart(stream().into()).await.unwrap_err();
    assert_eq!((error.status(), error.attempts()), (Some(503), 1));
    multipart("bytes".into()).await.unwrap();
    let error = call(&client).bytes_body("image/png", stream()).await.unwrap_err();
    assert_eq!((error.status(), error.attempts()), (Some(503), 1));
    let seen = server.seen();
    assert_eq!(seen[1].body, seen[2].body);
    call(&client).bytes_body("image/png", "bytes".into()).await.unwrap();
}

#[tokio::test]
async fn secrets_in_a_form_are_not_shown() {
    let refusal = || answer("400 Bad Request", &[], "no such token: hush-hush");
    let server = Server::start([refusal(), refusal()]).await;
    let client = server.client();
    let secret = crate::runtime::Secret::new("hush-hush");
    let body = BTreeMap::from([("token", secret)]);
    let calls: [Call<FindPet>; 2] = [
        Call::new(&client).form_body(&body, &[]),
        Call::new(&client).multipart_value("multipart/form-data", &body, &[]),
    ];
    for call in calls {
        let shown = call.await.unwrap_err().to_string();
        assert!(shown.ends_with("no such token: [redacted]"), "{shown}");
    }
}

#[tokio::test]
async fn secrets_before_a_form_stay_secret() {
    let refusal = answer("400 Bad Request", &[], "no such pet: hush-hush");
    let server = Server::start([refusal]).await;
    let secret = crate::runtime::Secret::new("hush-hush");
    let call = Call::<FindPet>::new(&server.client()).path("pet_id", &secret);
    let body = BTreeMap::from([("name", "Rex")]);
    let shown = call.multipart_value("multipart/form-data", &body, &[]).await.unwrap_err();
    assert!(shown.to_string().ends_with("no such pet: [redacted]"), "{shown}");
}
