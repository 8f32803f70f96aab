//! What `tracing` is told of a call, and what it is not.

use std::fmt::{self, Write as _};
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::Interest;
use tracing::{Event, Metadata, Subscriber};

use crate::runtime::{Call, Checks, Client, Secret, TokenFuture, TokenSource, check};
use crate::server::{Server, answer, json};
use crate::service::CreatePet;

/// Fails with something that nobody else should see.
struct Locked;

impl TokenSource for Locked {
    fn token<'a>(&'a self, _: Option<&'a Secret>) -> TokenFuture<'a> {
        Box::pin(async { Err("secret body of the issuer".into()) })
    }
}

/// Writes down all that it is told.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<String>>);

struct Line<'a>(&'a mut String);

impl Visit for Line<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        write!(self.0, " {field}={value:?}").unwrap();
    }
}

impl Subscriber for Log {
    fn register_callsite(&self, _: &'static Metadata<'static>) -> Interest {
        Interest::sometimes()
    }

    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().contains("runtime::runtime::trace")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut log = self.0.lock().unwrap();
        log.push_str("span");
        span.record(&mut Line(&mut log));
        log.push('\n');
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        let mut log = self.0.lock().unwrap();
        log.push_str("record");
        values.record(&mut Line(&mut log));
        log.push('\n');
    }

    fn event(&self, event: &Event<'_>) {
        let mut log = self.0.lock().unwrap();
        log.push_str("event");
        event.record(&mut Line(&mut log));
        log.push('\n');
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

#[tokio::test]
async fn a_call_is_a_span_and_its_attempts_are_events() {
    let server = Server::start([
        answer("503 Service Unavailable", &["retry-after-ms: 1"], "secret body"),
        answer("200 OK", &["x-request-id: r-1", "x-a: secret header"], r#"{"id":1,"type":"cat"}"#),
        json("400 Bad Request", "{\"detail\": \"secret key-123456\"}"),
    ])
    .await;
    // With one dispatcher alone, whether anybody listens is asked of the thread that comes to a place
    // first, and that may be the one of another test.
    let _other = tracing::Dispatch::new(Log::default());
    let log = Log::default();
    let guard = tracing::subscriber::set_default(log.clone());
    let pets = server.client().pets();
    pets.get("secret-id").query("q", "secret").header("x-b", "secret").await.unwrap();
    pets.get("1").await.unwrap_err();
    let url = "http://127.0.0.1:1";
    let builder = Client::builder().base_url(url).bearer_token_source(Locked);
    builder.build().unwrap().pets().get("1").await.unwrap_err();
    let checked = server.builder().validate_requests(true).build().unwrap();
    let call = Call::<CreatePet>::new(&checked).check(|checks: &mut Checks| {
        let secret = 4711;
        check!(checks, "secret", required secret => maximum(5));
    });
    assert!(call.await.unwrap_err().to_string().contains("4711"));
    drop(guard);
    let span = "span http.request.method=\"GET\" url.template=\"/pets/{pet_id}\"";
    let ended = "event message=the call is over";
    let expected = [
        span,
        "event message=the call is tried again attempt=1 outcome=\"503\" wait=1ms",
        &format!("{ended} attempt=2 outcome=\"200\" reason=\"the service answered\""),
        "record http.response.status_code=200",
        "record attempts=2",
        "record request_id=\"r-1\"",
        span,
        &format!("{ended} attempt=1 outcome=\"400\" reason=\"the service answered\""),
        "record http.response.status_code=400",
        "record attempts=1",
        span,
        "event message=the call is over attempt=0 outcome=\"no token\" reason=\"the next attempt would hardly end otherwise\"",
        "record attempts=0",
        "record error=\"no token\"",
        "span http.request.method=\"POST\" url.template=\"/pets\"",
        "record attempts=0",
        "record error=POST /pets was not sent, as it does not fit:",
    ];
    assert_eq!(log.0.lock().unwrap().lines().collect::<Vec<_>>(), expected);
}
