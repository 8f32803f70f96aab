//! A mock of the service: what calls get from it, what it remembers, and how it complains.

use std::io::ErrorKind;
use std::panic::{AssertUnwindSafe, catch_unwind};

use reqwest::Method;
use serde_json::{Value, json};

use crate::runtime::{
    Call, Client, Download, Error, EventStream, Framing, Item, Mock, Operation, Reply, SentRequest,
    wire,
};
use crate::service::{ErrorBody, HttpValidationError, Pet};

crate::runtime::mocks!(pets in service Pets {
    create: CreatePet = json 201,
    get: GetPet = json 200,
    delete: DeletePet = empty 202,
    find: FindPet = optional 200,
    status: Status = text 200,
});

crate::runtime::examples!(examples in "`pets()`" {
    create "for 201": crate::service::Pet = example("{\"id\":7,\"type\":\"dog\",\"naïve \\\"name\\\"\\n\":\"Rex\"}"),
    get "for 200": crate::service::Pet = create(),
    put "for 201": crate::mocking::PutOutput = crate::mocking::PutOutput::Created(example("{\"data\":1}")),
    none: crate::service::Pet = example("{\"type\":\"dog\"}"),
});

crate::runtime::mocks!(things in mocking Things {
    watch: Watch = items [Events JsonEvent] 200,
    records: Records = items [Sequence Text] 200,
    put: Put = by_status [PutOutput 201 Created(body) json(body), 204 NoContent empty(())] 201,
    export: Export = by_status [ExportOutput 200 Ok(body) live(body), 202 Later(body) json(body)] 200,
});

/// The group of the second table.
pub enum Things {}

#[derive(Debug, PartialEq)]
pub struct Change {
    event: Option<String>,
    data: Value,
    id: Option<String>,
}

wire!(Change {
    event: "event" optional,
    data: "data" required,
    id: "id" optional,
});

#[derive(Debug)]
#[allow(clippy::large_enum_variant, reason = "as generated crates have it")]
pub enum ExportOutput {
    Ok(Download),
    Later(Value),
}

#[derive(Debug, PartialEq)]
pub enum PutOutput {
    Created(Change),
    NoContent,
}

macro_rules! operation {
    ($name:ident $method:literal $path:literal $accept:literal $output:ty, |$reply:ident| $read:expr) => {
        pub enum $name {}
        impl Operation for $name {
            type Output = $output;
            const METHOD: &'static str = $method;
            const PATH: &'static str = $path;
            const SECURITY: &'static [&'static [&'static str]] = &[];
            const RETRY: bool = false;
            const ACCEPT: &'static str = $accept;
            const LIVE: fn(u16) -> bool = |status| status != 202 && $accept != "application/json";
            fn success($reply: &mut Reply) -> Result<$output, Error> {
                $read
            }
        }
    };
}

operation!(Watch "GET" "/changes" "text/event-stream" EventStream<Change>,
    |reply| reply.items(Framing::Events, Item::JsonEvent));
operation!(Records "GET" "/changes" "application/json-seq, text/x-records" EventStream<String>,
    |reply| reply.items(Framing::Sequence, Item::Text));
operation!(Put "PUT" "/changes" "application/json" PutOutput, |reply| match reply.status() {
    201 => reply.json().map(PutOutput::Created),
    _ => Ok(PutOutput::NoContent),
});
operation!(Export "GET" "/export" "application/octet-stream" ExportOutput, |reply| match reply.status() {
    202 => Ok(ExportOutput::Later(serde_json::from_slice(&reply.bytes).unwrap_or_default())),
    _ => reply.download().map(ExportOutput::Ok),
});

fn call<O: Operation>(client: &Client) -> Call<O> {
    Call::new(client)
}

fn pet(id: i64) -> Pet {
    serde_json::from_value(json!({"id": id, "type": "cat"})).unwrap()
}

/// What a mock says when it is not content.
fn complaint(run: impl FnOnce()) -> String {
    let panic = catch_unwind(AssertUnwindSafe(run)).expect_err("there is nothing to complain of");
    *panic.downcast::<String>().unwrap()
}

#[tokio::test]
async fn an_answer_that_may_be_a_stream_can_be_one_of_the_others() {
    let mock = Mock::new();
    mock.things().export().returns(ExportOutput::Later(json!(7)));
    mock.things().export().answers(http::Response::new("abc"));
    let client = mock.client();
    let answer = call::<Export>(&client).with_response().await.unwrap();
    assert!(answer.status == 202 && matches!(answer.body, ExportOutput::Later(Value::Number(_))));
    let answer = call::<Export>(&client).await.unwrap();
    let message = complaint(|| drop(mock.things().export().returns(answer)));
    let expected =
        "GET /export cannot answer this: it arrives in parts, so `answers_with` has to make it";
    assert_eq!(message, expected);
}

#[tokio::test]
async fn a_mock_answers_with_values_and_remembers_what_was_sent() {
    let mock = Mock::new();
    let create = mock.pets().create().returns(pet(1));
    let get = mock.pets().get().times(2).returns(pet(2));
    mock.pets().delete().returns(());
    mock.pets().find().returns(None).returns(pet(3));
    mock.pets().status().returns("fine");
    let client = mock.client();
    assert_eq!(client.pets().create(pet(9)).await.unwrap(), pet(1));
    for _ in 0..2 {
        let answer = client.pets().get("a b").verbose(true).with_response().await.unwrap();
        assert_eq!((answer.status, answer.body), (200, pet(2)));
    }
    assert_eq!(client.pets().delete(4).with_response().await.unwrap().status, 202);
    let answer = client.pets().find().with_response().await.unwrap();
    assert_eq!((answer.status, answer.body), (204, None));
    assert_eq!(client.pets().find().await.unwrap(), Some(pet(3)));
    assert_eq!(client.pets().status().raw().await.unwrap().body, b"fine");
    mock.verify();

    let [sent] = &create.requests()[..] else { panic!("one call") };
    assert_eq!((&sent.method, sent.path.as_str()), (&Method::POST, "/pets"));
    assert_eq!(sent.json::<Pet>(), pet(9));
    assert_eq!(sent.header("content-type"), Some("application/json"));
    assert!(sent.header("x-vital-api-key").is_some_and(|key| key.contains("mock")));
    let [sent, _] = &get.requests()[..] else { panic!("two calls") };
    assert_eq!((sent.path.as_str(), sent.url.path()), ("/pets/{pet_id}", "/pets/a%20b"));
    assert_eq!((sent.query("verbose"), sent.query("other")), (vec!["true".to_owned()], vec![]));
    assert!(sent.body.is_empty());
    assert_eq!(mock.requests().len(), 7);
    assert_eq!(format!("{sent:?}"), "GET /pets/{pet_id}");
}

#[tokio::test]
async fn a_mock_answers_with_the_examples_of_the_document() {
    let mock = Mock::new();
    let mut example = examples::create();
    assert_eq!((example.id, example.name.as_deref()), (7, Some("Rex")));
    example.id = 8;
    mock.pets().create().returns(examples::get()).returns(example);
    mock.things().put().returns(examples::put());
    let client = mock.client();
    let answer = client.pets().create(pet(1)).with_response().await.unwrap();
    assert_eq!((answer.status, answer.body.id), (201, 7));
    assert_eq!(client.pets().create(pet(1)).await.unwrap().id, 8);
    assert_eq!(call::<Put>(&client).with_response().await.unwrap().status, 201);
    let message = complaint(|| drop(examples::none()));
    assert!(message.starts_with("the example does not fit its type: missing field `id`"));
}

#[tokio::test]
async fn what_stands_before_an_answer_is_said_of_that_one_alone() {
    let mock = Mock::new();
    let get = mock.pets().get();
    let get = get.when(|sent| sent.url.path().ends_with("/2")).returns(pet(2)).returns(pet(1));
    mock.pets().status().header("x-request-id", "r-1").header("x-left", "3").returns("fine");
    let client = mock.client();
    assert_eq!(client.pets().get("1").await.unwrap(), pet(1));
    assert_eq!(client.pets().get("2").await.unwrap(), pet(2));
    let answer = client.pets().status().with_response().await.unwrap();
    assert_eq!(answer.request_id.as_deref(), Some("r-1"));
    assert_eq!(answer.headers.get("x-left").unwrap(), "3");

    let get = get.when(|_| false).returns(pet(3)).when(|_| false).any_times().returns(pet(3));
    let error = client.pets().get("3").await.unwrap_err().to_string();
    let left =
        "no other answer for it; it still has 1 answer for GET /pets/{pet_id} under a condition";
    assert!(error.contains(&format!(": the mock has {left}, told at ")), "{error}");
    complaint(|| mock.verify());
    let message = complaint(|| drop(get.header("two words", "")));
    assert_eq!(message, "two words:  is no header");
    complaint(|| drop(mock));
}

#[tokio::test(start_paused = true)]
async fn a_failure_says_how_long_to_wait_where_it_is_told_to() {
    let mock = Mock::new();
    mock.pets().get().fails(429, ()).header("retry-after", "2").fails(429, ()).returns(pet(1));
    let (client, start) = (mock.client(), tokio::time::Instant::now());
    assert_eq!(client.pets().get("1").await.unwrap(), pet(1));
    assert_eq!(start.elapsed().as_secs(), 2);
}

#[tokio::test]
async fn a_mock_fails_typed_and_is_tried_again_at_once() {
    let mock = Mock::new();
    let body = HttpValidationError { detail: vec!["too young".to_owned()] };
    mock.pets().create().fails(422, body.clone());
    let get = mock.pets().get().fails(503, ()).breaks(ErrorKind::ConnectionReset).returns(pet(2));
    let client = mock.client();
    let error = client.pets().create(pet(1)).await.unwrap_err();
    assert_eq!(error.status(), Some(422));
    assert_eq!(error.body(), Some(&ErrorBody::HttpValidationError(body)));
    assert_eq!(client.pets().get("1").await.unwrap(), pet(2));
    assert_eq!(get.requests().len(), 3);

    let get = get.breaks(ErrorKind::TimedOut).fails(404, json!({"detail": "gone"}));
    assert!(client.pets().get("1").await.unwrap_err().is_timeout());
    let error = client.pets().get("1").await.unwrap_err();
    assert_eq!((error.status(), error.raw()), (Some(404), Some(r#"{"detail":"gone"}"#)));
    let message = complaint(|| drop(get.fails(200, ())));
    assert_eq!(message, "GET /pets/{pet_id} cannot fail with the status 200");
}

#[tokio::test]
async fn a_mock_answers_with_responses_as_they_are() {
    let mock = Mock::new();
    let teapot = http::Response::builder().status(418).header("x-request-id", "r-1").body("{}");
    mock.pets().get().any_times().answers(teapot.unwrap());
    mock.pets().status().answers_with(|request: &SentRequest| {
        http::Response::new(format!("{} it is", request.query("at").join(" and ")))
    });
    let client = mock.builder().key_in_query("key-1").max_retries(0).build().unwrap();
    for _ in 0..3 {
        let error = client.pets().get("1").await.unwrap_err();
        assert_eq!((error.status(), error.request_id()), (Some(418), Some("r-1")));
    }
    assert_eq!(client.pets().status().query("at", "noon").await.unwrap(), "noon it is");
    let sent = mock.requests();
    assert_eq!(sent.first().unwrap().query("api_key"), ["key-1"]);
}

#[tokio::test]
async fn a_mock_sends_items_and_other_things_by_status() {
    let mock = Mock::new();
    let change = |id: &str, data: Value| Change {
        event: Some("made".to_owned()),
        data,
        id: Some(id.to_owned()),
    };
    mock.things().records().returns(["one".to_owned(), "two\nlines".to_owned()]);
    mock.things().watch().returns([change("1", json!({"a": "b\nc"})), change("2", json!(3))]);
    mock.things().put().returns(PutOutput::NoContent);
    mock.things().put().returns(PutOutput::Created(change("3", json!([]))));
    mock.things().export().answers(http::Response::new("abc"));
    let client = mock.client();
    // They have one path, and are told apart by what they ask for.
    let mut items = call::<Watch>(&client).await.unwrap();
    assert_eq!(items.next().await.unwrap().unwrap(), change("1", json!({"a": "b\nc"})));
    assert_eq!(items.next().await.unwrap().unwrap(), change("2", json!(3)));
    assert!(items.next().await.is_none());
    let mut items = call::<Records>(&client).header("accept", "text/x-records").await.unwrap();
    assert_eq!(items.next().await.unwrap().unwrap(), "one");
    assert_eq!(items.next().await.unwrap().unwrap(), "two\nlines");
    assert!(items.next().await.is_none());
    let answer = call::<Put>(&client).with_response().await.unwrap();
    assert_eq!((answer.status, answer.body), (204, PutOutput::NoContent));
    let answer = call::<Put>(&client).with_response().await.unwrap();
    assert_eq!((answer.status, answer.body), (201, PutOutput::Created(change("3", json!([])))));
    let ExportOutput::Ok(download) = call::<Export>(&client).await.unwrap() else {
        panic!("it is not ready")
    };
    assert_eq!(download.bytes().await.unwrap(), b"abc");
}

#[tokio::test]
async fn a_mock_takes_what_the_document_does_not_describe_and_bodies_that_are_streams() {
    let mock = Mock::new();
    let hidden = mock.request(Method::POST, "/hidden/{id}").returns(json!({"ok": true}));
    let client = mock.client();
    let call = client.request::<Value>(Method::POST, "/hidden/{id}").path_parameter("id", "x");
    let parts = ["par", "ts"].map(Ok::<_, std::io::Error>);
    let stream = reqwest::Body::wrap_stream(futures(parts));
    assert_eq!(call.body("text/plain", stream).await.unwrap(), json!({"ok": true}));
    let [sent] = &hidden.requests()[..] else { panic!("one call") };
    assert_eq!((sent.url.path(), sent.body.as_slice()), ("/hidden/x", b"parts".as_slice()));
    let asked = mock.request(Method::GET, "/hidden?at={id}").returns(json!(1));
    let call = client.request::<Value>(Method::GET, "/hidden?at={id}").path_parameter("id", "x&y");
    assert_eq!(call.await.unwrap(), json!(1));
    assert_eq!(asked.requests()[0].url.query(), Some("at=x%26y"));
}

/// A stream of what is there already.
fn futures<T: Unpin>(items: impl IntoIterator<Item = T>) -> impl futures_core::Stream<Item = T> {
    struct All<T>(std::collections::VecDeque<T>);
    impl<T: Unpin> futures_core::Stream for All<T> {
        type Item = T;
        fn poll_next(
            mut self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<T>> {
            std::task::Poll::Ready(self.0.pop_front())
        }
    }
    All(items.into_iter().collect())
}

#[tokio::test]
async fn a_call_that_no_mock_expects_fails_at_once_and_in_the_end() {
    let mock = Mock::new();
    mock.pets().status().returns("fine");
    mock.pets().find().times(0).returns(None);
    let client = mock.client();
    client.pets().status().await.unwrap();
    let error_line = line!() + 1;
    mock.pets().get().times(2).returns(pet(1));
    let error = client.pets().status().await.unwrap_err();
    assert_eq!(error.attempts(), 1);
    let (error, line) = (error.to_string(), error_line);
    let expected = format!(
        "GET /status got no complete answer: the mock has no other answer for it; it still has 2 \
         answers for GET /pets/{{pet_id}}, told at {}:{line}:",
        file!()
    );
    assert!(error.starts_with(&expected), "{error}");
    client.pets().find().await.unwrap_err();
    client.pets().delete(1).await.unwrap_err();
    mock.things().records().returns([]);
    let error = call::<Watch>(&client).await.unwrap_err().to_string();
    let accept = "application/json-seq, text/x-records";
    assert!(error.contains(&format!(", 1 answer for GET /changes for {accept}, told")), "{error}");
    client.pets().get("1").await.unwrap();
    let all = "what was told to the mock is not what came:\n\
               - there was no other answer for GET /status\n\
               - there was no other answer for GET /pet\n\
               - there was no answer for DELETE /pets/{pet_id}\n\
               - there was no answer for GET /changes for text/event-stream\n\
               - nobody fetched 1 answer for GET /pets/{pet_id}\n\
               - nobody fetched 1 answer for GET /changes for application/json-seq, text/x-records";
    // The places move with every line of this file.
    let without_places = |message: String| {
        let lines = message.lines().map(|line| line.split(", told at ").next().unwrap_or(line));
        lines.collect::<Vec<_>>().join("\n")
    };
    assert_eq!(without_places(complaint(|| mock.verify())), all);
    assert_eq!(without_places(complaint(|| drop(mock))), all);
}

#[test]
fn a_mock_that_is_dropped_by_a_panic_says_nothing_more() {
    let message = complaint(|| {
        let mock = Mock::new();
        mock.pets().find().returns(None);
        panic!("{}", "the test itself".to_owned());
    });
    assert_eq!(message, "the test itself");
}

#[cfg(feature = "blocking")]
#[test]
fn a_mock_answers_threads_that_wait() {
    let mock = Mock::new();
    mock.pets().get().returns(pet(1));
    assert_eq!(mock.client().pets().get("1").send_blocking().unwrap(), pet(1));
}
