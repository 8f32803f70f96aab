//! Answers that are read while they arrive: bytes, events, lines.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::ErrorBody;
use crate::runtime::{Call, Download, Error, EventStream, Framing, Item, Operation, Reply};
use crate::server::{Server, Step, answer, json as json_answer};

macro_rules! live {
    ($name:ident $method:literal $retry:literal $accept:literal -> $output:ty, $read:expr) => {
        #[derive(Debug)]
        pub(crate) enum $name {}
        impl Operation for $name {
            type Output = $output;
            const METHOD: &'static str = $method;
            const PATH: &'static str = "/live";
            const SECURITY: &'static [&'static [&'static str]] = &[];
            const RETRY: bool = $retry;
            const ACCEPT: &'static str = $accept;
            const LIVE: fn(u16) -> bool = |status| status != 202;
            fn success(reply: &mut Reply) -> Result<Self::Output, Error> {
                let read: fn(&mut Reply) -> Result<Self::Output, Error> = $read;
                read(reply)
            }
            fn error(reply: &Reply) -> Option<ErrorBody> {
                reply.error_body(ErrorBody::HttpValidationError)
            }
        }
    };
    ($name:ident $accept:literal -> $output:ty, $read:expr) => {
        live!($name "GET" true $accept -> $output, $read);
    };
}

live!(File "application/pdf" -> Download, Reply::download);
live!(Events "text/event-stream" -> EventStream<Value>, |reply| reply.items(Framing::Events, Item::Json));
live!(Numbers "text/event-stream" -> EventStream<i64>, |reply| reply.items(Framing::Events, Item::Json));
live!(Words "text/event-stream" -> EventStream<String>, |reply| reply.items(Framing::Events, Item::Text));
live!(Whole "text/event-stream" -> EventStream<Value>, |reply| reply.items(Framing::Events, Item::Event));
live!(WholeJson "text/event-stream" -> EventStream<Value>, |reply| reply.items(Framing::Events, Item::JsonEvent));
live!(Lines "application/x-ndjson" -> EventStream<Value>, |reply| reply.items(Framing::Lines, Item::Json));
live!(Told "POST" false "text/event-stream" -> EventStream<i64>, |reply| reply.items(Framing::Events, Item::Json));
live!(Lists "text/event-stream" -> EventStream<Vec<i64>>, |reply| reply.items(Framing::Events, Item::Json));
live!(Flags "text/event-stream" -> EventStream<BTreeMap<String, i64>>, |reply| reply.items(Framing::Events, Item::JsonEvent));
live!(Either "application/pdf" -> Option<Download>, |reply| match reply.status() {
    202 => reply.json_or_empty::<Value>().map(|_| None),
    _ => reply.download().map(Some),
});

fn events(body: &str) -> Step {
    answer("200 OK", &["content-type: text/event-stream"], body)
}

/// An answer without a length, which ends where the connection does.
fn head(more: &str) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\nconnection: close\r\n{more}\r\n").into_bytes()
}

/// An answer that breaks off.
pub(crate) fn half(body: &str) -> Step {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 99\r\nconnection: close\r\n\r\n";
    Step::Answer(format!("{head}{body}").into_bytes())
}

async fn all<T: DeserializeOwned>(stream: &mut EventStream<T>) -> Vec<Result<T, String>> {
    let mut items = Vec::new();
    while let Some(item) = stream.next().await {
        items.push(item.map_err(|error| error.to_string()));
    }
    items
}

#[tokio::test]
async fn events_come_one_by_one() {
    let server = Server::start([
        events(
            "event: a\nid: 1\ndata: {\"n\":\ndata: 1}\n\ndata: 2\n\ndata: [DONE]\n\ndata: 3\n\n",
        ),
        events("data: one\n\ndata: [DONE]\n\n"),
        events("data: 1\n\ndata: \"secret\"\n\ndata: 3\n\n"),
        events("event: a\nid: 1\nretry: 5\ndata: {\"n\":1}\n\n"),
        events("event: a\ndata: {\"n\":1}\n\ndata: words\n\n"),
    ])
    .await;
    let client = server.client();
    let mut stream = Call::<Events>::new(&client).await.unwrap();
    assert_eq!(stream.event(), None);
    assert_eq!(stream.next().await.unwrap().unwrap(), json!({"n": 1}));
    assert_eq!((stream.event(), stream.last_event_id()), (Some("a"), Some("1")));
    assert_eq!(stream.next().await.unwrap().unwrap(), json!(2));
    assert_eq!((stream.event(), stream.last_event_id()), (None, Some("1")));
    assert!(stream.next().await.is_none() && stream.next().await.is_none());
    let mut words = Call::<Words>::new(&client).await.unwrap();
    assert_eq!(all(&mut words).await, [Ok("one".to_owned())]);
    let mut numbers = Call::<Numbers>::new(&client).await.unwrap();
    let misfit =
        "GET /live answered 200 but the body does not fit: invalid type: string, expected i64";
    assert_eq!(all(&mut numbers).await, [Ok(1), Err(misfit.to_owned()), Ok(3)]);
    let mut whole = Call::<Whole>::new(&client).await.unwrap();
    let expected = json!({"event": "a", "data": "{\"n\":1}", "id": "1", "retry": 5});
    assert_eq!(all(&mut whole).await, [Ok(expected)]);
    let mut whole = Call::<WholeJson>::new(&client).await.unwrap();
    let expected = [Ok(json!({"event": "a", "data": {"n": 1}})), Ok(json!({"data": "words"}))];
    assert_eq!(all(&mut whole).await, expected);
    assert_eq!(server.seen()[0].header("accept"), Some("text/event-stream"));
}

#[tokio::test]
async fn an_item_that_does_not_decode_is_explained_as_an_answer_is() {
    let server = Server::start([
        events("data: [1, [\"secret\"]]\n\ndata: no JSON\n\ndata: [2]\n\n"),
        events("event: a\ndata: 1\n\n"),
    ])
    .await;
    let client = server.client();
    let mut lists = Call::<Lists>::new(&client).await.unwrap();
    let misfit = "GET /live answered 200 but the body does not fit: ";
    let expected = [
        Err(format!("{misfit}[1]: invalid type: sequence, expected i64")),
        Err(format!("{misfit}expected ident")),
        Ok(vec![2]),
    ];
    assert_eq!(all(&mut lists).await, expected);
    let mut stream = Call::<Flags>::new(&client).await.unwrap();
    let Err(Error::Decode(error)) = stream.next().await.unwrap() else { panic!("it decodes") };
    assert_eq!((error.path.as_str(), error.raw.as_str()), ("event", r#"{"event":"a","data":1}"#));
}

#[tokio::test]
async fn items_arrive_before_the_answer_ends() {
    let first =
        [head("content-type: application/x-ndjson\r\n"), b"{\"a\":1}\n{\"a\"".to_vec()].concat();
    let server = Server::start([Step::Hang(first)]).await;
    let client = server.builder().timeout(Duration::from_secs(1)).build().unwrap();
    let mut stream = Call::<Lines>::new(&client).await.unwrap();
    assert_eq!(stream.next().await.unwrap().unwrap(), json!({"a": 1}));
    let error = stream.next().await.unwrap().unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(error.to_string(), "GET /live timed out after 1s");
    assert!(stream.next().await.is_none());
}

#[tokio::test]
async fn the_limit_of_time_is_for_each_part() {
    let mut pieces = vec![head("content-type: text/event-stream\r\n")];
    pieces.extend((0..6).map(|number| format!("data: {number}\n\n").into_bytes()));
    let server = Server::start([Step::Drip(pieces, Duration::from_millis(250))]).await;
    let client = server.builder().timeout(Duration::from_millis(1500)).build().unwrap();
    let mut stream = Call::<Numbers>::new(&client).await.unwrap();
    let numbers: Vec<_> = (0..6).map(Ok).collect();
    assert_eq!(all(&mut stream).await, numbers);
}

#[tokio::test]
async fn a_connection_that_is_lost_ends_the_stream_with_an_error() {
    let server = Server::start([half("data: 1\n\ndata: 2"), half("half")]).await;
    let client = server.client();
    let mut stream = Call::<Numbers>::new(&client).await.unwrap();
    assert_eq!(stream.next().await.unwrap().unwrap(), 1);
    let error = stream.next().await.unwrap().unwrap_err();
    assert!(matches!(error, Error::Transport(_)) && error.is_retryable());
    assert!(stream.next().await.is_none());
    let file = Call::<File>::new(&client).await.unwrap();
    assert!(matches!(file.bytes().await.unwrap_err(), Error::Transport(_)));
    // It arrived once and was not asked for again.
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn a_stream_with_ids_goes_on_behind_the_last_event() {
    let server = Server::start([
        half("id: 6\nretry: 1\ndata: 1\n\nid: é7\n\nid: 8\ndata: 2"),
        Step::Reset,
        half("data: 3\n\n"),
        half("id: 9\ndata: 4\n\n: wait"),
        events("data: 5\n\n"),
    ])
    .await;
    let client = server.client();
    let call = Call::<Numbers>::new(&client).query("a", &1).header("x-trace", "t");
    let mut stream = call.await.unwrap();
    assert_eq!(all(&mut stream).await, [Ok(1), Ok(3), Ok(4), Ok(5)]);
    let seen = server.seen();
    let ids = seen.iter().map(|seen| seen.header("last-event-id").map(str::to_owned));
    let expected = [None, Some("é7"), Some("é7"), Some("é7"), Some("9")];
    assert_eq!(ids.collect::<Vec<_>>(), expected.map(|id| id.map(str::to_owned)));
    for seen in &seen {
        assert_eq!((seen.line.as_str(), seen.header("x-trace")), ("GET /live?a=1", Some("t")));
        assert_eq!(seen.header("accept"), Some("text/event-stream"));
    }
}

#[tokio::test]
async fn what_is_no_stream_of_events_does_not_pass_for_an_empty_one() {
    let page = |kind: &str| answer("200 OK", &[&format!("content-type: {kind}")], "<p>Sign in</p>");
    let first = half("id: 1\nretry: 1\ndata: 1\n\n");
    let kinds = ["text/html; charset=utf-8", "Application/Problem+JSON", "application/xml"];
    let steps = kinds.map(page).into_iter().chain([first, page("text/html")]);
    let server = Server::start(steps.chain([page("text/plain"), page("text/html")])).await;
    let client = server.client();
    let said = |kind: &str| {
        format!(
            "GET /live answered 200 but the body does not fit: \
             the body is {kind}, not a stream of events"
        )
    };
    for kind in ["text/html", "application/problem+json", "application/xml"] {
        let error = Call::<Numbers>::new(&client).await.unwrap_err();
        assert!(matches!(error, Error::Decode(_)), "{error:?}");
        assert_eq!(error.to_string(), said(kind));
    }
    // Neither where a stream would go on.
    let mut stream = Call::<Numbers>::new(&client).await.unwrap();
    assert_eq!(all(&mut stream).await, [Ok(1), Err(said("text/html"))]);
    // Many services call a stream of events plain text, and lines are looked at one by one.
    assert!(all(&mut Call::<Numbers>::new(&client).await.unwrap()).await.is_empty());
    assert_eq!(all(&mut Call::<Lines>::new(&client).await.unwrap()).await.len(), 1);
}

#[tokio::test]
async fn a_call_that_a_key_makes_safe_goes_on_too() {
    let first = || half("id: 1\nretry: 1\ndata: 1\n\n");
    let server = Server::start([first(), events("data: 2\n\n"), first()]).await;
    let client = server.client();
    let call = || Call::<Told>::new(&client).json(&json!({"words": "a"}));
    let mut stream = call().idempotency_key("order-7").await.unwrap();
    assert_eq!(all(&mut stream).await, [Ok(1), Ok(2)]);
    let mut stream = call().await.unwrap();
    assert!(matches!(&all(&mut stream).await[..], [Ok(1), Err(_)]));
    let seen = server.seen();
    assert_eq!((seen.len(), seen[1].header("last-event-id")), (3, Some("1")));
    for seen in &seen[..2] {
        let sent = (seen.header("idempotency-key"), seen.body.as_str());
        assert_eq!(sent, (Some("order-7"), r#"{"words":"a"}"#));
    }
}

#[tokio::test]
async fn a_stream_is_not_called_again_for_ever() {
    let first = || half("id: 1\nretry: 1\ndata: 1\n\n");
    let refused = json_answer("422 Unprocessable Entity", r#"{"detail":[]}"#);
    let busy = answer("503 Service Unavailable", &[], "");
    let gone = answer("204 No Content", &[], "");
    let patient = half("id: 1\nretry: 60001\ndata: 1\n\n");
    let server = Server::start([
        first(),
        Step::Reset,
        busy,
        first(),
        refused,
        first(),
        gone,
        patient,
        first(),
        first(),
    ])
    .await;
    let client = server.client();
    for (expected, calls) in [
        (Some("GET /live answered 503 Service Unavailable"), 3),
        (Some("GET /live answered 422 Unprocessable Entity"), 5),
        (None, 7),
        (Some("GET /live got no complete answer"), 8),
    ] {
        let mut stream = Call::<Numbers>::new(&client).await.unwrap();
        let items = all(&mut stream).await;
        assert_eq!(items.first(), Some(&Ok(1)));
        let error = items.get(1).map(|error| error.clone().unwrap_err());
        assert_eq!(error.is_some(), expected.is_some());
        assert!(error.unwrap_or_default().starts_with(expected.unwrap_or_default()));
        assert_eq!(
            (items.len() - usize::from(expected.is_some()), server.seen().len()),
            (1, calls)
        );
    }
    // Neither is one that is not safe to repeat, or where the caller wants no retries.
    let mut told = Call::<Told>::new(&client).await.unwrap();
    assert_eq!(all(&mut told).await.len(), 2);
    let mut once = Call::<Numbers>::new(&client).max_retries(0).await.unwrap();
    assert_eq!(all(&mut once).await.len(), 2);
    assert_eq!(server.seen().len(), 10);
}

#[tokio::test]
async fn whoever_stops_waiting_for_a_stream_can_wait_again() {
    let first = half("id: 1\nretry: 1500\ndata: 1\n\n");
    let server = Server::start([first, events("data: 2\n\n")]).await;
    let mut stream = Call::<Numbers>::new(&server.client()).await.unwrap();
    assert_eq!(stream.next().await.unwrap().unwrap(), 1);
    let short = Duration::from_millis(20);
    assert!(tokio::time::timeout(short, stream.next()).await.is_err());
    assert_eq!(server.seen().len(), 1);
    assert_eq!(all(&mut stream).await, [Ok(2)]);
}

#[tokio::test]
async fn what_comes_before_the_body_is_as_ever() {
    let busy = answer("503 Service Unavailable", &["retry-after: 0"], "");
    let moved = answer("302 Found", &["location: /there"], "");
    let refused = json_answer("422 Unprocessable Entity", r#"{"detail":["no"]}"#);
    let accepted = json_answer("202 Accepted", "{}");
    let server = Server::start([
        busy,
        moved,
        answer("200 OK", &["x-a: b"], "abc"),
        refused,
        accepted,
        json_answer("200 OK", "{}"),
    ])
    .await;
    let client = server.client();
    let response = Call::<File>::new(&client).with_response().await.unwrap();
    assert_eq!((response.status, &response.headers["x-a"]), (200, &"b".parse().unwrap()));
    assert_eq!(response.body.text().await.unwrap(), "abc");
    assert_eq!(server.seen()[2].line, "GET /there");
    let error = Call::<Events>::new(&client).await.unwrap_err();
    let Some(ErrorBody::HttpValidationError(body)) = error.body() else { panic!("{error}") };
    assert_eq!(body.detail, ["no"]);
    assert!(Call::<Either>::new(&client).await.unwrap().is_none());
    let error = Call::<Events>::new(&client).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "GET /live answered 200 but the body does not fit: the body is application/json, not a stream of events"
    );
}

#[tokio::test]
async fn only_what_is_read_at_once_has_a_largest_size() {
    let long = || answer("200 OK", &[], &"x".repeat(20));
    let odd = Step::Answer([head(""), b"\xff".to_vec()].concat());
    let endless = events(&format!("data: {}", "1".repeat(20)));
    let server = Server::start([long(), long(), odd, endless]).await;
    let client = server.builder().max_response_bytes(10).build().unwrap();
    let mut file = Call::<File>::new(&client).await.unwrap();
    let mut count = 0;
    while let Some(chunk) = file.chunk().await {
        count += chunk.unwrap().len();
    }
    assert_eq!(count, 20);
    let large = "GET /live: the response is larger than 10 bytes; raise the limit with max_response_bytes(..)";
    let error = Call::<File>::new(&client).await.unwrap().bytes().await.unwrap_err();
    assert_eq!(error.to_string(), large);
    let error = Call::<File>::new(&client).await.unwrap().text().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "GET /live answered 200 but the body does not fit: the body is not UTF-8"
    );
    let mut stream = Call::<Events>::new(&client).await.unwrap();
    assert_eq!(all(&mut stream).await, [Err(large.to_owned())]);
}

#[test]
fn streams_can_go_to_other_threads() {
    const fn shared<T: Send + Sync>() {}
    shared::<Download>();
    shared::<EventStream<Value>>();
}

#[tokio::test]
async fn events_are_a_stream_that_keeps_what_was_begun() {
    use std::{future::poll_fn, pin::Pin};

    use futures_core::Stream;

    fn next<S: Stream + Unpin>(stream: &mut S) -> impl Future<Output = Option<S::Item>> {
        poll_fn(|context| Pin::new(&mut *stream).poll_next(context))
    }

    let first = half("id: 1\nretry: 1500\ndata: 1\n\n");
    let server = Server::start([first, events("data: 2\n\ndata: x\n\ndata: 3\n\n")]).await;
    let mut stream = Call::<Numbers>::new(&server.client()).await.unwrap();
    assert_eq!(next(&mut stream).await.unwrap().unwrap(), 1);
    // Somebody stops waiting while the connection is lost, and what follows is the same, whoever
    // waits for it.
    let short = Duration::from_millis(20);
    assert!(tokio::time::timeout(short, next(&mut stream)).await.is_err());
    assert_eq!(stream.last_event_id(), Some("1"));
    assert_eq!(stream.next().await.unwrap().unwrap(), 2);
    assert!(next(&mut stream).await.unwrap().unwrap_err().to_string().contains("expected"));
    assert_eq!(next(&mut stream).await.unwrap().unwrap(), 3);
    assert!(next(&mut stream).await.is_none() && next(&mut stream).await.is_none());
    assert_eq!(server.seen().len(), 2);
}

#[cfg(feature = "blocking")]
#[test]
fn events_are_an_iterator_for_a_thread() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let server = runtime.block_on(Server::start([events("data: 1\n\ndata: 2\n\n")]));
    let stream = Call::<Numbers>::new(&server.client()).send_blocking().unwrap();
    assert_eq!(stream.blocking().map(Result::unwrap).collect::<Vec<_>>(), [1, 2]);
}

#[tokio::test]
async fn a_deadline_ends_with_the_headers() {
    let mut pieces = vec![head("content-type: text/event-stream\r\n")];
    pieces.extend((0..4).map(|_| b"data: 1\n\n".to_vec()));
    let server = Server::start([Step::Drip(pieces, Duration::from_millis(250))]).await;
    let call = Call::<Numbers>::new(&server.client()).deadline(Duration::from_secs(1));
    assert_eq!(all(&mut call.await.unwrap()).await.len(), 4);
}

#[cfg(feature = "blocking")]
#[test]
fn a_thread_waits_for_each_item() {
    use crate::runtime::block_on;

    let runtime = tokio::runtime::Runtime::new().unwrap();
    let pieces = vec![head("content-type: text/event-stream\r\n"), b"data: 1\n\n".to_vec()];
    let server =
        Server::start([Step::Drip(pieces, Duration::from_millis(1)), json_answer("200 OK", "[]")]);
    let server = runtime.block_on(server);
    let client = server.client();
    let mut numbers = Call::<Numbers>::new(&client).send_blocking().unwrap();
    assert_eq!(block_on(numbers.next()).unwrap().unwrap().unwrap(), 1);
    assert!(block_on(numbers.next()).unwrap().is_none());
    let file = Call::<File>::new(&client).send_blocking().unwrap();
    assert_eq!(block_on(file.bytes()).unwrap().unwrap(), b"[]");
}
