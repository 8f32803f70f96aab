//! What is tried again, how often, and how long it waits.

use std::time::{Duration, SystemTime};

use crate::runtime::{Budget, Error, delay, is_transient, random, retry_after, retry_after_ms};
use crate::server::{Server, Step, answer, json};
use crate::service::{Kind, Pet};

const PET: &str = r#"{"id":1,"type":"cat"}"#;

fn pet() -> Pet {
    serde_json::from_str(PET).unwrap()
}

fn busy(status: &str) -> Step {
    answer(status, &["retry-after: 0"], "")
}

#[test]
fn waits_grow_to_a_ceiling_and_are_drawn_from_the_whole_range() {
    let longest = |retry| {
        let ceiling = [501, 1001, 2001, 4001].get(usize::try_from(retry).unwrap()).unwrap_or(&8001);
        delay(retry, None, ceiling * 1_000_003 - 1)
    };
    let all: Vec<_> = [0, 1, 2, 3, 4, 5, 40, u32::MAX].map(longest).into_iter().flatten().collect();
    assert_eq!(all, [500, 1000, 2000, 4000, 8000, 8000, 8000, 8000].map(Duration::from_millis));
    assert_eq!(delay(3, None, 0), Some(Duration::ZERO));
    assert_ne!(random(), random());
}

#[test]
fn the_server_s_word_counts_up_to_a_minute() {
    let told = |seconds| delay(0, Some(Duration::from_secs(seconds)), 7);
    assert_eq!(told(0), Some(Duration::ZERO));
    assert_eq!(told(60), Some(Duration::new(60, 0)));
    assert_eq!(told(61), None);
}

#[test]
fn retry_after_is_read_as_seconds_or_as_a_date() {
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777 - 5);
    let read = |value: &str| retry_after(value, now);
    assert_eq!(read(" 125 "), Some(Duration::from_secs(125)));
    assert_eq!(read("99999999999999999999999"), Some(Duration::from_secs(u64::MAX)));
    assert_eq!(read("Sun, 06 Nov 1994 08:49:37 GMT"), Some(Duration::from_secs(5)));
    assert_eq!(read("Tue, 06 Nov 1984 08:49:37 GMT"), Some(Duration::ZERO));
    for odd in ["", "-1", "1.5", "soon", "Sun, 99 Nov 1994 08:49:37 GMT", "\u{663}"] {
        assert_eq!(read(odd), None, "{odd}");
    }
    let transient: Vec<u16> = (100..600).filter(|status| is_transient(*status)).collect();
    assert_eq!(transient, [408, 429, 502, 503, 504]);
}

#[tokio::test]
async fn a_passing_refusal_is_waited_out() {
    let server = Server::start([
        busy("429 Too Many Requests"),
        busy("408 Request Timeout"),
        json("200 OK", PET),
    ])
    .await;
    let pet = server.client().pets().token(pet()).await.unwrap();
    assert_eq!(pet.r#type, Kind::Cat);
    let seen = server.seen();
    assert_eq!(seen.len(), 3);
    assert!(seen.iter().all(|seen| seen.body == r#"{"id":1,"type":"cat","owner":null}"#));
}

#[tokio::test]
async fn the_last_error_is_returned_when_all_attempts_fail() {
    let mut steps: Vec<Step> = (0..2).map(|_| busy("502 Bad Gateway")).collect();
    steps.push(answer("503 Service Unavailable", &["retry-after: 0", "x-request-id: r-3"], "down"));
    let server = Server::start(steps).await;
    let error = server.client().pets().get("1").await.unwrap_err();
    assert_eq!((error.status(), error.attempts(), error.request_id()), (Some(503), 3, Some("r-3")));
    assert!(error.is_retryable());
    assert_eq!(server.seen().len(), 3);
}

#[tokio::test]
async fn a_lost_connection_is_made_again() {
    let server = Server::start([Step::Reset, json("200 OK", PET)]).await;
    assert_eq!(server.client().pets().get("1").await.unwrap().id, 1);
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn a_body_that_breaks_off_is_fetched_again() {
    let head =
        b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 99\r\n\r\n{\"id\"".to_vec();
    let server = Server::start([Step::Answer(head), json("200 OK", PET)]).await;
    assert_eq!(server.client().pets().get("1").await.unwrap().id, 1);
}

#[tokio::test]
async fn what_is_not_safe_to_repeat_is_sent_once() {
    let server = Server::start([busy("503 Service Unavailable"), Step::Reset]).await;
    let pets = server.client().pets();
    let error = pets.create(pet()).max_retries(5).await.unwrap_err();
    assert_eq!((error.status(), error.attempts()), (Some(503), 1));
    let error = pets.create(pet()).await.unwrap_err();
    assert!(matches!(error, Error::Transport(_)) && error.is_retryable());
    assert_eq!((error.attempts(), server.seen().len()), (1, 2));
}

#[tokio::test]
async fn other_failures_are_final() {
    let long = answer("429 Too Many Requests", &["retry-after: 61"], "");
    let server = Server::start([
        answer("500 Internal Server Error", &["retry-after: 0"], ""),
        busy("409 Conflict"),
        long,
        json("200 OK", "{"),
    ])
    .await;
    let pets = server.client().pets();
    for (status, retryable) in [(500, false), (409, false), (429, true), (200, false)] {
        let error = pets.get("1").await.unwrap_err();
        assert_eq!((error.status(), error.attempts()), (Some(status), 1));
        assert_eq!(error.is_retryable(), retryable);
    }
}

#[tokio::test]
async fn the_number_of_retries_is_the_client_s_or_the_call_s() {
    let server = Server::start((0..5).map(|_| busy("503 Service Unavailable"))).await;
    let client = server.builder().max_retries(1).build().unwrap();
    assert_eq!(client.pets().get("1").await.unwrap_err().attempts(), 2);
    assert_eq!(client.pets().get("1").max_retries(0).await.unwrap_err().attempts(), 1);
    assert_eq!(client.pets().delete(1).max_retries(1).await.unwrap_err().attempts(), 2);
}

#[test]
fn retry_after_ms_is_read_as_a_number() {
    assert_eq!(retry_after_ms(" 250 "), Some(Duration::from_millis(250)));
    assert_eq!(retry_after_ms("0.5"), Some(Duration::from_micros(500)));
    for odd in ["", "-1", "NaN", "inf", "1e99", "soon"] {
        assert_eq!(retry_after_ms(odd), None, "{odd}");
    }
}

#[test]
fn a_budget_is_100_retries_and_one_more_for_five_answers() {
    let budget = Budget::default();
    budget.earn();
    assert_eq!((0..1000).filter(|_| budget.spend()).count(), 100);
    for _ in 0..9 {
        budget.earn();
    }
    assert!(budget.spend() && !budget.spend());
    budget.earn();
    assert!(budget.spend());
}

#[tokio::test]
async fn all_clones_of_a_client_spend_one_budget() {
    let server = Server::start((0..105).map(|_| busy("503 Service Unavailable"))).await;
    let client = server.client();
    let attempts = [99, 5, 5].map(|retries| client.clone().pets().get("1").max_retries(retries));
    let mut seen = Vec::new();
    for call in attempts {
        seen.push(call.await.unwrap_err().attempts());
    }
    assert_eq!(seen, [100, 2, 1]);
    let other = server.client().pets().get("1").max_retries(1).await;
    assert_eq!(other.unwrap_err().attempts(), 2);
}

#[tokio::test]
async fn milliseconds_come_before_seconds() {
    let busy = answer("429 Too Many Requests", &["retry-after-ms: 1", "retry-after: 61"], "");
    let server = Server::start([busy, json("200 OK", PET)]).await;
    assert_eq!(server.client().pets().get("1").await.unwrap().id, 1);
}

#[tokio::test]
async fn a_call_with_an_idempotency_key_is_repeated_with_it() {
    let steps = ["503 Service Unavailable", "429 Too Many Requests", "503 Service Unavailable"];
    let mut steps: Vec<_> = steps.into_iter().map(busy).collect();
    steps.insert(2, json("200 OK", PET));
    steps.push(json("200 OK", PET));
    let server = Server::start(steps).await;
    let pets = server.client().pets();
    pets.create(pet()).idempotency_key("order-7").await.unwrap();
    pets.create(pet()).header("X-Idempotency-Key", "order-8").await.unwrap();
    let seen = server.seen();
    let keys = seen.iter().map(|seen| {
        seen.header("idempotency-key").or_else(|| seen.header("x-idempotency-key")).unwrap()
    });
    let keys: Vec<_> = keys.collect();
    assert_eq!(keys, ["order-7", "order-7", "order-7", "order-8", "order-8"]);
    assert!(seen.iter().all(|request| request.body == seen[0].body));
}

#[tokio::test]
async fn every_error_knows_its_attempts() {
    let again = || busy("503 Service Unavailable");
    let server = Server::start([
        again(),
        json("200 OK", "[]"),
        again(),
        Step::Hang(Vec::new()),
        again(),
        again(),
        Step::Reset,
    ])
    .await;
    let pets = server.client().pets();
    let error = pets.get("1").await.unwrap_err();
    assert!(matches!(error, Error::Decode(_)) && error.attempts() == 2, "{error}");
    let error = pets.get("1").timeout(Duration::from_secs(3)).await.unwrap_err();
    assert!(matches!(error, Error::Timeout(_)) && error.attempts() == 2, "{error}");
    let error = pets.get("1").await.unwrap_err();
    assert!(matches!(error, Error::Transport(_)) && error.attempts() == 3, "{error}");
    let error = pets.get("").await.unwrap_err();
    assert!(matches!(error, Error::Config(_)) && error.attempts() == 0, "{error}");
}

#[tokio::test]
async fn a_future_that_is_dropped_sends_nothing_more() {
    let slow = answer("503 Service Unavailable", &["retry-after-ms: 2000"], "");
    let server = Server::start([Step::Hang(Vec::new()), slow, json("200 OK", PET)]).await;
    let client = server.client();
    // The first is dropped within an attempt, the second between two of them.
    for count in 1..=2 {
        let call = tokio::spawn(client.pets().get("1").into_future());
        while server.seen().len() < count {
            tokio::task::yield_now().await;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
        call.abort();
        assert!(call.await.unwrap_err().is_cancelled());
    }
    assert_eq!(std::sync::Arc::strong_count(&client.shared), 1);
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(server.seen().len(), 2);
    assert_eq!(client.pets().get("1").await.unwrap().id, 1);
}
