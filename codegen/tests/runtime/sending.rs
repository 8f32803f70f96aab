//! Calls over a real connection: what is sent, what comes back, and what each failure becomes.

use std::time::Duration;

use reqwest::Method;

use crate::runtime::{Call, Client, Error, Response, run};
use crate::server::{Server, Step, answer, json};
use crate::service::{ErrorBody, GetPet, Pet};

const PET: &str = r#"{"id":1,"type":"cat"}"#;

fn pet() -> Pet {
    serde_json::from_str(PET).unwrap()
}

#[tokio::test]
async fn a_body_goes_out_and_a_value_comes_back() {
    let server = Server::start([json("201 Created", PET), json("200 OK", PET)]).await;
    let pets = server.client().pets();
    assert_eq!(pets.create(pet()).await.unwrap(), pet());
    pets.get("1").header("User-Agent", "mine").header("x-a", "1").header("X-A", "2").await.unwrap();
    let seen = server.seen();
    assert_eq!(seen[0].line, "POST /pets");
    assert_eq!(seen[0].body, r#"{"id":1,"type":"cat","owner":null}"#);
    assert_eq!(seen[0].header("content-type"), Some("application/json"));
    assert_eq!(seen[0].header("accept"), Some("application/json"));
    assert_eq!(seen[0].header("user-agent"), Some("link-codegen/0.1.0"));
    assert_eq!(seen[0].header("x-vital-api-key"), Some("key-123456"));
    assert_eq!(seen[1].header("content-type"), None);
    assert_eq!(seen[1].header("user-agent"), Some("mine"));
    assert_eq!(seen[1].header("x-a"), Some("2"));
}

#[tokio::test]
async fn bodies_of_other_kinds_come_back() {
    let bytes = answer("200 OK", &["content-type: text/plain"], "\u{FEFF}up ä");
    let odd = Step::Answer(b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n\xff".to_vec());
    let server = Server::start([bytes, odd]).await;
    let pets = server.client().pets();
    assert_eq!(pets.status().await.unwrap(), "up ä");
    let error = pets.status().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "GET /status answered 200 but the body does not fit: the body is not UTF-8"
    );
}

#[tokio::test]
async fn what_could_have_a_body_says_that_it_has_none() {
    let other = answer("303 See Other", &["location: /there"], "");
    let none = || answer("204 No Content", &[], "");
    let server = Server::start([none(), none(), none(), none(), none(), other, none()]).await;
    let client = server.client();
    let methods = [Method::PUT, Method::PATCH, Method::DELETE, Method::HEAD, Method::GET];
    for method in methods.into_iter().chain([Method::POST]) {
        client.request::<()>(method, "/here").await.unwrap();
    }
    let seen = server.seen();
    let lengths = seen.iter().map(|seen| (seen.line.as_str(), seen.header("content-length")));
    let zero = Some("0");
    assert_eq!(
        lengths.collect::<Vec<_>>(),
        [
            ("PUT /here", zero),
            ("PATCH /here", zero),
            ("DELETE /here", None),
            ("HEAD /here", None),
            ("GET /here", None),
            ("POST /here", zero),
            ("GET /there", None),
        ]
    );
}

#[tokio::test]
async fn no_body_is_fine_where_none_is_documented() {
    let none = || Step::Answer(b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n".to_vec());
    let server = Server::start([none(), none(), json("200 OK", PET), json("200 OK", " ")]).await;
    let pets = server.client().pets();
    pets.delete(1).await.unwrap();
    assert_eq!(pets.find().await.unwrap(), None);
    assert_eq!(pets.find().await.unwrap(), Some(pet()));
    let error = pets.get("1").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "GET /pets/{pet_id} answered 200 but the body does not fit: the body is empty"
    );
}

#[tokio::test]
async fn a_documented_error_is_typed() {
    let body = r#"{"detail":["no such pet"],"request_id":"r-9\u001b"}"#;
    let server = Server::start([json("422 Unprocessable Entity", body)]).await;
    let error = server.client().pets().get("1").await.unwrap_err();
    let Some(ErrorBody::HttpValidationError(detail)) = error.body() else { panic!("{error}") };
    assert_eq!(detail.detail, ["no such pet"]);
    assert_eq!(
        (error.status(), error.request_id(), error.raw()),
        (Some(422), Some("r-9\u{1b}"), Some(body))
    );
    assert_eq!(
        error.to_string(),
        format!(
            "GET /pets/{{pet_id}} answered 422 Unprocessable Entity (request id r-9\\u{{1b}}): {body}"
        )
    );
    assert!(!error.is_retryable() && !error.is_timeout());
}

#[tokio::test]
async fn an_undocumented_error_keeps_its_text() {
    let page = format!("<h1>\r\n\u{202e}\u{1b}[2J{}</h1>", "é".repeat(400));
    let server = Server::start([
        answer("500 Internal Server Error", &["request-id: r-1"], &page),
        json("422 Unprocessable Entity", r#"{"detail":"not a list"}"#),
        answer("599 Odd", &[], ""),
        // A success that is not one must not pass because nothing is required of it.
        json("401 Unauthorized", "{}"),
    ])
    .await;
    let pets = server.client().pets();
    let error = pets.get("1").await.unwrap_err();
    let shown = error.to_string();
    assert!(shown.starts_with("GET /pets/{pet_id} answered 500 Internal Server Error (request id r-1): <h1>\\r\\n\\u{202e}\\u{1b}[2Jéé"));
    assert!(shown.ends_with("é…") && shown.chars().count() < 420, "{shown}");
    assert_eq!((error.raw(), error.body()), (Some(page.as_str()), None));
    assert_eq!(pets.get("1").await.unwrap_err().body(), None);
    assert_eq!(pets.get("1").await.unwrap_err().to_string(), "GET /pets/{pet_id} answered 599");
    assert_eq!(pets.find().await.unwrap_err().status(), Some(401));
}

#[tokio::test]
async fn a_body_that_does_not_fit_says_where() {
    let page = answer("200 OK", &["content-type: text/html"], "<html>");
    let parent = r#"{"id":1,"type":"cat","parent":{"id":2,"type":3},"request_id":"r-2"}"#;
    let server = Server::start([json("200 OK", parent), page]).await;
    let pets = server.client().pets();
    let error = pets.get("1").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "GET /pets/{pet_id} answered 200 (request id r-2) but the body does not fit: \
         parent.type: invalid type: integer, expected a string"
    );
    assert_eq!((error.status(), error.attempts()), (Some(200), 1));
    let Error::Decode(decode) = pets.get("1").await.unwrap_err() else { panic!() };
    assert_eq!((decode.path.as_str(), decode.raw.as_str()), ("", "<html>"));
    assert_eq!(decode.message, "expected value (the body is text/html, not JSON)");
}

#[tokio::test]
async fn a_response_has_its_status_and_headers() {
    let body = r#"{"id":1,"type":"cat","request_id":"r-5"}"#;
    let server =
        Server::start([answer("203 Non-Authoritative Information", &["x-a: b"], body)]).await;
    let Response { status, headers, request_id, body, .. } =
        server.client().pets().get("1").with_response().await.unwrap();
    assert_eq!((status, body.id, request_id.as_deref()), (203, 1, Some("r-5")));
    assert_eq!(headers["x-a"], "b");
}

#[tokio::test]
async fn an_answer_that_does_not_come_is_a_timeout() {
    let half = b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{".to_vec();
    let server =
        Server::start([Step::Hang(Vec::new()), Step::Hang(half), Step::Hang(Vec::new())]).await;
    let client = server.builder().timeout(Duration::from_millis(30)).build().unwrap();
    for _ in 0..2 {
        let error = client.pets().get("1").await.unwrap_err();
        assert!(error.is_timeout() && error.is_retryable());
        assert_eq!((error.attempts(), error.status()), (1, None));
        assert_eq!(error.to_string(), "GET /pets/{pet_id} timed out after 30ms");
    }
    let error = client.pets().get("1").timeout(Duration::ZERO).await.unwrap_err();
    assert_eq!(error.to_string(), "GET /pets/{pet_id} timed out after 0ns");
}

#[tokio::test]
async fn an_answer_that_is_too_large_is_not_read() {
    let chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\n{\"id\r\n8\r\n\":1     \r\n0\r\n\r\n";
    let server =
        Server::start([json("200 OK", PET), Step::Answer(chunked.into()), json("200 OK", PET)])
            .await;
    let client = server.builder().max_response_bytes(10).build().unwrap();
    for _ in 0..2 {
        let error = client.pets().get("1").await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "GET /pets/{pet_id}: the response is larger than 10 bytes; raise the limit with max_response_bytes(..)"
        );
        assert!(!error.is_retryable());
    }
    let client = server.builder().max_response_bytes(PET.len()).build().unwrap();
    client.pets().get("1").await.unwrap();
}

#[tokio::test]
async fn an_error_body_is_cut() {
    let body = "x".repeat(100_000);
    let broken =
        "HTTP/1.1 500 Internal Server Error\r\ncontent-length: 99\r\nconnection: close\r\n\r\nhalf"
            .to_owned();
    let server =
        Server::start([answer("400 Bad Request", &[], &body), Step::Answer(broken.into())]).await;
    let client = server.builder().max_response_bytes(10).build().unwrap();
    let error = client.pets().get("1").await.unwrap_err();
    assert_eq!((error.status(), error.raw().map(str::len)), (Some(400), Some(16 * 1024)));
    // The status arrived, so a body that breaks off is not what the caller has to hear about.
    let error = client.pets().get("1").await.unwrap_err();
    assert_eq!((error.status(), error.raw()), (Some(500), Some("half")));
}

#[tokio::test]
async fn a_server_that_is_not_there_is_a_transport_error() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let client = Client::builder().base_url(format!("http://{closed}")).api_key("k").max_retries(0);
    let error = client.build().unwrap().pets().get("1").await.unwrap_err();
    assert!(matches!(error, Error::Transport(_)) && error.is_retryable());
    assert!(
        error.to_string().starts_with("GET /pets/{pet_id} got no complete answer: "),
        "{error}"
    );
    assert!(error.to_string().contains("refused"), "{error}");
}

#[tokio::test]
async fn the_consumer_s_http_client_is_used() {
    let server = Server::start([json("200 OK", PET), Step::Hang(Vec::new())]).await;
    let client = |timeout| {
        let headers = [("x-mine".parse().unwrap(), "yes".parse().unwrap())];
        let http = reqwest::Client::builder().default_headers(headers.into_iter().collect());
        let http = http.redirect(reqwest::redirect::Policy::none()).timeout(timeout);
        server.builder().http_client(http.build().unwrap()).build().unwrap()
    };
    client(Duration::from_secs(30)).pets().get("1").await.unwrap();
    assert_eq!(server.seen()[0].header("x-mine"), Some("yes"));
    let error = client(Duration::from_millis(30)).pets().get("1").await.unwrap_err();
    assert_eq!(error.to_string(), "GET /pets/{pet_id} timed out");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_can_be_spawned_and_are_sent_when_awaited() {
    let server = Server::start([json("200 OK", PET), json("200 OK", PET)]).await;
    let client = server.client();
    let call = client.pets().get("1");
    let future: <Call<GetPet> as IntoFuture>::IntoFuture = call.into_future();
    drop(client.pets().get("never"));
    drop(client.pets().get("never").into_future());
    let plain = tokio::spawn(future);
    let full = tokio::spawn(client.pets().get("2").with_response().into_future());
    drop(client);
    assert_eq!(plain.await.unwrap().unwrap().id, 1);
    assert_eq!(full.await.unwrap().unwrap().body.id, 1);
    assert_eq!(server.seen().len(), 2);
}

fn is_shared<T: Send + Sync + 'static>(_: &T) {}
fn is_sent<T: Send + 'static>(_: &T) {}

#[test]
fn types_are_as_light_and_free_as_they_should_be() {
    let client = Client::builder().base_url("http://a").api_key("k").build().unwrap();
    is_shared(&client);
    is_shared(&Client::builder().build().unwrap_err());
    is_sent(&client.pets().get("1"));
    is_sent(&client.pets().get("1").into_future());
    // What is larger is no longer handed out by the quickest part of most allocators.
    let parts = client.pets().get("1").parts;
    assert!(size_of_val(&run(client.clone(), parts)) < 1024);
    assert!(size_of::<Error>() <= 32, "{}", size_of::<Error>());
    assert_eq!(size_of::<Client>(), size_of::<usize>());
}
