//! Which redirects are followed, and what goes along.

use reqwest::header::HeaderMap;
use reqwest::{Method, Request, StatusCode};

use crate::runtime::{Call, follow};
use crate::server::{Server, Step, answer, json};
use crate::service::{Pet, Token};

const PET: &str = r#"{"id":1,"type":"cat"}"#;

fn pet() -> Pet {
    serde_json::from_str(PET).unwrap()
}

fn to(status: &str, location: &str) -> Step {
    answer(status, &[&format!("location: {location}")], "elsewhere")
}

#[tokio::test]
async fn reading_follows_to_the_same_origin_with_credentials() {
    let statuses = ["301 A", "302 B", "303 C", "307 D", "308 E"];
    let steps = statuses.map(|status| to(status, "/next?a=b#part"));
    let server = Server::start(steps.into_iter().chain([json("200 OK", PET)])).await;
    let call = server.client().pets().get("1").header("x-mine", "1");
    call.await.unwrap();
    let seen = server.seen();
    assert_eq!((seen.len(), seen[5].line.as_str()), (6, "GET /next?a=b"));
    assert!(seen.iter().all(|seen| seen.header("x-vital-api-key") == Some("key-123456")));
    assert!(seen.iter().all(|seen| seen.header("x-mine") == Some("1")));
}

#[tokio::test]
async fn a_client_of_the_consumer_that_follows_elsewhere_is_told_of() {
    let other = Server::start([json("200 OK", PET)]).await;
    let home = Server::start([
        to("302 Found", "/next"),
        json("200 OK", PET),
        to("302 Found", &format!("{}/x", other.url())),
    ])
    .await;
    let client = home.builder().http_client(reqwest::Client::new()).build().unwrap();
    client.pets().get("1").await.unwrap();
    let error = client.pets().get("1").await.unwrap_err();
    let elsewhere = "GET /pets/{pet_id} got no complete answer: it was redirected to another host";
    assert_eq!((error.to_string().as_str(), error.is_retryable()), (elsewhere, false));
    assert_eq!((home.seen().len(), other.seen().len()), (3, 1));
}

#[tokio::test]
async fn another_origin_sees_no_credentials_and_no_headers_of_the_call() {
    let home = Server::start([json("200 OK", PET)]).await;
    let other = Server::start([to("302 Found", &format!("{}/home", home.url()))]).await;
    let first =
        Server::start([to("302 Found", &format!("{}/x?api_key=q&b=%63", other.url()))]).await;
    let client = first.builder().key_in_query("q").build().unwrap();
    client.pets().get("1").header("x-mine", "1").header("user-agent", "mine").await.unwrap();
    assert_eq!(first.seen()[0].line, "GET /pets/1?api_key=q");
    assert_eq!(other.seen()[0].line, "GET /x?b=%63");
    for seen in [&other.seen()[0], &home.seen()[0]] {
        let mut names: Vec<&str> = seen.headers.iter().map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        assert_eq!(names, ["accept", "host", "user-agent"]);
        assert_eq!(seen.header("user-agent"), Some("link-codegen/0.1.0"));
    }
}

#[tokio::test]
async fn a_key_in_the_query_stays_with_its_origin() {
    let server = Server::start([
        to("302 Found", "/x"),
        to("302 Found", "/y?api_key=own"),
        json("200 OK", PET),
    ])
    .await;
    let client = server.builder().key_in_query("q").build().unwrap();
    client.pets().get("1").await.unwrap();
    let lines: Vec<String> = server.seen().into_iter().map(|seen| seen.line).collect();
    assert_eq!(lines, ["GET /pets/1?api_key=q", "GET /x?api_key=q", "GET /y?api_key=own"]);
}

#[tokio::test]
async fn a_post_keeps_its_body_or_is_not_repeated() {
    let server = Server::start([to("307 A", "/x"), to("308 B", "/y"), json("200 OK", PET)]).await;
    server.client().pets().create(pet()).await.unwrap();
    let seen = server.seen();
    assert_eq!(seen[2].line, "POST /y");
    let body = r#"{"id":1,"type":"cat","owner":null}"#;
    assert!(seen.iter().all(|seen| seen.body == body));
    assert!(seen.iter().all(|seen| seen.header("content-type") == Some("application/json")));

    let server = Server::start([to("301 A", "/x"), to("302 B", "/x"), to("304 C", "/x")]).await;
    for status in [301, 302, 304] {
        let error = server.client().pets().create(pet()).await.unwrap_err();
        assert_eq!(error.status(), Some(status));
    }
}

#[tokio::test]
async fn see_other_turns_a_post_into_a_get() {
    let server = Server::start([to("303 See Other", "/x"), json("200 OK", PET)]).await;
    server.client().pets().create(pet()).await.unwrap();
    let seen = &server.seen()[1];
    assert_eq!((seen.line.as_str(), seen.body.as_str()), ("GET /x", ""));
    assert_eq!(seen.header("content-type"), None);
    assert_eq!(seen.header("x-vital-api-key"), Some("key-123456"));
}

#[tokio::test]
async fn a_body_goes_to_no_other_origin() {
    let other = Server::start([json("200 OK", PET)]).await;
    let server = Server::start([to("307 A", &other.url())]).await;
    let error = server.client().pets().create(pet()).await.unwrap_err();
    assert_eq!((error.status(), error.raw()), (Some(307), Some("elsewhere")));
    assert!(other.seen().is_empty());
}

#[tokio::test]
async fn what_leads_nowhere_is_the_answer() {
    let odd = ["", "http://", "ftp://127.0.0.1/", "http://user:pass@127.0.0.1:1/", "mailto:a@b"];
    let steps: Vec<Step> = odd[1..].iter().map(|location| to("302 Found", location)).collect();
    let server = Server::start(steps.into_iter().chain([answer("302 Found", &[], "")])).await;
    for _ in odd {
        let error = server.client().pets().get("1").await.unwrap_err();
        assert_eq!((error.status(), error.attempts()), (Some(302), 1));
    }
}

#[tokio::test]
async fn a_loop_ends() {
    let server = Server::start((0..20).map(|_| to("302 Found", "/pets/1"))).await;
    let error = server.client().pets().get("1").await.unwrap_err();
    assert_eq!((error.status(), server.seen().len()), (Some(302), 11));
}

#[tokio::test]
async fn a_retry_starts_at_the_beginning() {
    let busy = answer("503 Service Unavailable", &["retry-after: 0"], "");
    let server = Server::start([to("307 A", "/x"), busy, json("200 OK", PET)]).await;
    let call: Call<Token> = server.client().pets().token(pet());
    call.await.unwrap();
    let lines: Vec<String> = server.seen().into_iter().map(|seen| seen.line).collect();
    assert_eq!(lines, ["POST /v2/link/token", "POST /x", "POST /v2/link/token"]);
}

#[test]
fn encryption_is_not_given_up() {
    let next = |from: &str, location: &str| {
        let request = Request::new(Method::GET, from.parse().unwrap());
        let headers =
            HeaderMap::from_iter([("location".parse().unwrap(), location.parse().unwrap())]);
        follow(request, StatusCode::FOUND, &headers, "*/*", &[]).map(|next| next.url().to_string())
    };
    assert_eq!(next("https://a/b", "http://a/c"), None);
    assert_eq!(next("https://a/b", "//c/d").as_deref(), Some("https://c/d"));
    assert_eq!(next("http://a/b", "https://a/c").as_deref(), Some("https://a/c"));
}
