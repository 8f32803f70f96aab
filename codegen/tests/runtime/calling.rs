//! What a call can be told before it is awaited, what a client is told for all of its calls, and
//! calls that the document does not describe.

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};

use crate::runtime::{Client, Error, Secret};
use crate::server::{Server, Step, answer, json};
use crate::service::{ErrorBody, Pet};

const PET: &str = r#"{"id":1,"type":"cat"}"#;
const SENT: &str = r#"{"id":1,"type":"cat","owner":null"#;

fn pet() -> Pet {
    serde_json::from_str(PET).unwrap()
}

#[tokio::test]
async fn a_call_takes_pairs_for_its_query() {
    let server = Server::start((0..2).map(|_| json("200 OK", PET))).await;
    let client = server.builder().query("team", "a b").query("page", &1).build().unwrap();
    let call = client.pets().get("1").verbose(true).query("x&y", &["é", "="]).query("verbose", &0);
    call.query("team", &None::<u8>).await.unwrap();
    client.request::<Value>(Method::GET, "/hidden?a=b").query("page", &2).await.unwrap();
    let lines: Vec<_> = server.seen().into_iter().map(|seen| seen.line).collect();
    assert_eq!(
        lines,
        [
            "GET /pets/1?page=1&verbose=0&x%26y=%C3%A9&x%26y=%3D",
            "GET /hidden?a=b&team=a%20b&page=2"
        ]
    );
}

#[tokio::test]
async fn headers_of_the_client_go_with_every_call() {
    let server = Server::start((0..2).map(|_| json("200 OK", PET))).await;
    let client = server.builder().header("x-team", "a").header("X-Api-Version", "3");
    let client = client.header("x-vital-api-key", "another-key").build().unwrap();
    client.pets().get("1").await.unwrap();
    client.pets().get("1").header("x-team", "b").await.unwrap();
    let headers = |seen: &crate::server::Seen| {
        ["x-team", "x-api-version", "x-vital-api-key"].map(|n| seen.header(n).map(str::to_owned))
    };
    let seen: Vec<_> = server.seen().iter().map(headers).collect();
    let sent = |team: &str| [team, "3", "another-key"].map(|value| Some(value.to_owned()));
    assert_eq!(seen, [sent("a"), sent("b")]);
}

#[test]
fn what_no_call_can_carry_is_told_when_the_client_is_built() {
    let builder = || Client::builder().base_url("http://a").api_key("k");
    for (builder, message) in [
        (builder().header("a b", "c"), "the header \"a b\" cannot have that name or that value"),
        (
            builder().header("Content-Length", "1"),
            "the header `content-length` follows from the body",
        ),
        (
            builder().query("a", &json!({ "b": 1 })),
            "the parameter `a` is neither a scalar nor a list of scalars",
        ),
    ] {
        assert_eq!(builder.build().unwrap_err().to_string(), message);
    }
}

#[tokio::test]
async fn secrets_of_the_client_s_query_are_not_shown() {
    let body = "no access for tok-123456".to_owned();
    let server = Server::start([answer("403 Forbidden", &[], &body)]).await;
    let builder = server.builder().query("token", &Secret::new("tok-123456"));
    assert!(!format!("{builder:?}").contains("tok-123456"));
    let error = builder.build().unwrap().pets().get("1").await.unwrap_err();
    assert!(server.seen()[0].line.ends_with("token=tok-123456"));
    assert_eq!(
        error.to_string(),
        "GET /pets/{pet_id} answered 403 Forbidden: no access for [redacted]"
    );
}

#[tokio::test]
async fn a_body_takes_members_that_no_type_has() {
    let server = Server::start((0..5).map(|_| json("200 OK", PET))).await;
    let client = server.client();
    let pets = client.pets();
    let call = pets.create(pet()).body_field("also", "x").body_field("hidden", &[1, 2]);
    call.await.unwrap();
    pets.create(pet()).body_field("type", &json!({ "kind": "cat" })).await.unwrap();
    pets.get("1").body_field("only", &true).await.unwrap();
    let wide = format!(r#"{{"wide":{}}}"#, u128::MAX);
    let call =
        client.request::<Value>(Method::POST, "/wide").body("application/json", wide.clone());
    call.body_field("a", &1).await.unwrap();
    client
        .request::<Value>(Method::POST, "/none")
        .json_body(&json!({}))
        .body_field("a", &1)
        .await
        .unwrap();
    let bodies: Vec<_> = server.seen().into_iter().map(|seen| seen.body).collect();
    assert_eq!(bodies[0], format!(r#"{SENT},"also":"x","hidden":[1,2]}}"#));
    assert_eq!(
        serde_json::from_str::<Value>(&bodies[1]).unwrap(),
        json!({ "id": 1, "type": { "kind": "cat" }, "owner": null })
    );
    let wide = wide.replace('}', r#","a":1}"#);
    assert_eq!(bodies[2..], [r#"{"only":true}"#.to_owned(), wide, r#"{"a":1}"#.to_owned()]);
    assert_eq!(server.seen()[2].header("content-type"), Some("application/json"));
}

#[tokio::test]
async fn what_is_no_object_takes_no_members() {
    let client = Client::builder().base_url("http://127.0.0.1:1").api_key("k").build().unwrap();
    let post = || client.request::<Value>(Method::POST, "/x");
    for call in [post().json_body(&[1]), post().body("text/plain", "{}")] {
        assert_eq!(
            call.body_field("a", "secret").await.unwrap_err().to_string(),
            "the body is no JSON object, so `a` cannot be a member of it"
        );
    }
}

#[tokio::test]
async fn a_call_can_go_to_another_server() {
    let usual = Server::start([]).await;
    let other = Server::start([json("200 OK", PET), answer("204 No Content", &[], "")]).await;
    let client = usual.client();
    client.pets().get("1").base_url(format!("{}/v9/", other.url())).await.unwrap();
    let call = crate::runtime::Call::<crate::service::Upload>::new(&client);
    call.base_url(other.url()).await.unwrap();
    let lines: Vec<_> = other.seen().into_iter().map(|seen| seen.line).collect();
    assert_eq!(lines, ["GET /v9/pets/1", "POST /files"]);
    assert_eq!(other.seen()[0].header("x-vital-api-key"), Some("key-123456"));
    let error = client.pets().get("1").base_url("http://user:pass@host").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the base URL cannot be used: it holds a user name or a password"
    );
}

#[tokio::test]
async fn raw_gives_the_bytes_of_a_success_and_the_error_of_anything_else() {
    let mut odd = b"HTTP/1.1 202 Accepted\r\nx-a: b\r\ncontent-length: 2\r\n\r\n".to_vec();
    odd.extend([0xff, 0]);
    let invalid = r#"{"detail":["no"]}"#;
    let server =
        Server::start([Step::Answer(odd), json("422 Unprocessable Entity", invalid)]).await;
    let pets = server.client().pets();
    let answer = pets.get("1").raw().await.unwrap();
    assert_eq!((answer.status, answer.body), (202, vec![0xff, 0]));
    assert_eq!(answer.headers["x-a"], "b");
    let error = pets.get("1").raw().await.unwrap_err();
    let Some(ErrorBody::HttpValidationError(body)) = error.body() else { panic!("{error}") };
    assert_eq!((error.status(), &*body.detail), (Some(422), &["no".to_owned()][..]));
}

#[tokio::test]
async fn a_call_that_is_not_described_has_credentials_retries_and_errors() {
    let server = Server::start([
        Step::Reset,
        json("200 OK", r#"{"a":[1]}"#),
        answer("204 No Content", &[], ""),
        answer("503 Service Unavailable", &["retry-after: 0"], "later"),
        answer("200 OK", &[], "[1,2,x]"),
        answer("200 OK", &[], "a;b"),
    ])
    .await;
    let client = server.client();
    let call = client.request(Method::PUT, "/teams/{id}/x").path_parameter("id", "a/b");
    let answer: Value = call.json_body(&json!({ "b": null })).await.unwrap();
    assert_eq!(answer, json!({ "a": [1] }));
    let put = &server.seen()[1];
    assert_eq!((put.line.as_str(), put.body.as_str()), ("PUT /teams/a%2Fb/x", r#"{"b":null}"#));
    assert_eq!(put.header("x-vital-api-key"), Some("key-123456"));
    assert_eq!(put.header("content-type"), Some("application/json"));
    let () = client.request(Method::DELETE, String::from("/x")).await.unwrap();
    let post = || client.request::<Vec<u8>>(Method::POST, "/x").body("text/csv", "a;b");
    let error = post().await.unwrap_err();
    assert_eq!(error.to_string(), "POST /x answered 503 Service Unavailable: later");
    assert_eq!(error.attempts(), 1);
    let Error::Decode(error) = post().await.unwrap_err() else { panic!() };
    assert_eq!((error.path.as_str(), error.raw.as_str()), ("[2]", "[1,2,x]"));
    let answer =
        client.request::<()>(Method::from_bytes(b"LINK").unwrap(), "/x").raw().await.unwrap();
    assert_eq!(answer.body, b"a;b");
    let seen = server.seen();
    assert_eq!((seen[4].header("content-type"), &*seen[4].body), (Some("text/csv"), "a;b"));
    assert_eq!(seen[5].line, "LINK /x");
    let error = client.request::<()>(Method::GET, "/x/{id}").await.unwrap_err();
    assert_eq!(error.to_string(), "the path parameter `id` has no value");
}

#[tokio::test]
async fn a_deadline_is_for_all_attempts_together() {
    let wait = |seconds| answer("503 Service Unavailable", &[seconds], "");
    let server = Server::start([wait("retry-after: 50"), wait("retry-after: 50")]).await;
    let client = server.builder().deadline(Duration::from_secs(40)).build().unwrap();
    // The wait would outlast the deadline, so there is none.
    let begun = Instant::now();
    let error = client.pets().get("1").await.unwrap_err();
    assert_eq!((error.status(), error.attempts()), (Some(503), 1));
    let error = client.pets().get("1").deadline(Duration::from_secs(49)).await.unwrap_err();
    assert_eq!((error.status(), error.attempts()), (Some(503), 1));
    assert!(begun.elapsed() < Duration::from_secs(40));
    assert_eq!(server.seen().len(), 2);
    let hanging = Server::start([Step::Hang(Vec::new())]).await;
    let call = hanging.client().pets().get("1").deadline(Duration::from_millis(30));
    let error = call.await.unwrap_err();
    assert_eq!(error.to_string(), "GET /pets/{pet_id} timed out after 30ms");
}

#[tokio::test]
async fn a_deadline_counts_what_earlier_attempts_took() {
    let slow = Step::Drip(
        vec![b"HTTP/1.1 503 No\r\nretry-after: 0\r\ncontent-length: 0\r\n\r\n".to_vec()],
        Duration::from_millis(300),
    );
    let server = Server::start([slow, Step::Hang(Vec::new())]).await;
    let error = server.client().pets().get("1").deadline(Duration::from_secs(2)).await;
    let error = error.unwrap_err();
    assert!(error.is_timeout());
    assert_eq!((error.attempts(), server.seen().len()), (2, 2));
    assert_eq!(error.to_string(), "GET /pets/{pet_id} timed out after 2s");
}
