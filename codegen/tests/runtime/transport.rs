//! Something in place of the HTTP client: what it is given, and what becomes of its errors.

use std::io::ErrorKind;
use std::sync::{Arc, Mutex};

use reqwest::{Body, Request, Response};

use crate::runtime::{Client, ClientBuilder, Error, Sending, Transport};

type Step = Result<http::Response<Body>, ErrorKind>;

/// Answers a script, last step first, and remembers what it was asked.
#[derive(Clone, Default)]
struct Script {
    steps: Arc<Mutex<Vec<Step>>>,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Script {
    fn new(steps: impl IntoIterator<Item = Step>) -> Self {
        let mut steps: Vec<_> = steps.into_iter().collect();
        steps.reverse();
        Self { steps: Arc::new(Mutex::new(steps)), seen: Arc::default() }
    }

    fn builder(&self) -> ClientBuilder {
        Client::builder().base_url("http://example.com").api_key("key-1").transport(self.clone())
    }

    fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }
}

impl Transport for Script {
    fn send(&self, request: Request, path: &str) -> Sending {
        let key = request.headers().get("x-vital-api-key").map(|key| key.to_str().unwrap());
        let line = format!("{} {} {path} {key:?}", request.method(), request.url());
        self.seen.lock().unwrap().push(line);
        let step = self.steps.lock().unwrap().pop().unwrap();
        Box::pin(async move {
            let answer = step.map_err(|kind| std::io::Error::new(kind, "the wire is cut"))?;
            Ok(Response::from(answer))
        })
    }
}

fn answer(status: u16, header: (&str, &str), body: &'static str) -> http::Response<Body> {
    let builder = http::Response::builder().status(status).header(header.0, header.1);
    builder.body(body.into()).unwrap()
}

const PET: &str = r#"{"id":1,"type":"cat"}"#;

#[tokio::test]
async fn it_stands_below_credentials_retries_and_redirects() {
    let script = Script::new([
        Err(ErrorKind::ConnectionReset),
        Ok(answer(503, ("retry-after", "0"), "")),
        Ok(answer(302, ("location", "https://elsewhere.example.org/pet"), "")),
        Ok(answer(200, ("x-request-id", "r-1"), PET)),
    ]);
    let client = script.builder().build().unwrap();
    let answer = client.pets().get("7").with_response().await.unwrap();
    assert_eq!((answer.body.id, answer.request_id.as_deref()), (1, Some("r-1")));
    let own = "GET http://example.com/pets/7 /pets/{pet_id} Some(\"key-1\")";
    let other = "GET https://elsewhere.example.org/pet /pets/{pet_id} None";
    assert_eq!(script.seen(), [own, own, own, other]);
}

#[tokio::test]
async fn its_errors_are_lost_connections_unless_they_say_otherwise() {
    let script = Script::new([ErrorKind::TimedOut, ErrorKind::InvalidInput].map(Err));
    let client = script.builder().build().unwrap();
    let error = client.pets().get("7").await.unwrap_err();
    assert!(error.is_timeout() && error.is_retryable(), "{error}");
    let error = client.pets().get("7").await.unwrap_err();
    assert!(matches!(error, Error::Transport(_)) && !error.is_retryable(), "{error}");
    assert_eq!(error.attempts(), 1);
    assert_eq!(error.to_string(), "GET /pets/{pet_id} got no complete answer: the wire is cut");
    assert_eq!(script.seen().len(), 2);
}
