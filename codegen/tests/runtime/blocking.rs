//! Calls that a thread waits for.

use crate::runtime::{Client, Error, block_on};
use crate::server::{Server, Step, answer, json};

const PET: &str = r#"{"id":1,"type":"cat"}"#;

/// A server that runs while this thread has no runtime, and its client.
fn served(steps: Vec<Step>) -> (tokio::runtime::Runtime, Server, Client) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let server = runtime.block_on(Server::start(steps));
    let client = server.client();
    (runtime, server, client)
}

#[test]
fn a_thread_waits_for_values_responses_and_errors() {
    let (_runtime, server, client) = served(vec![
        answer("503 Service Unavailable", &["retry-after: 0"], ""),
        json("200 OK", PET),
        answer("200 OK", &["x-request-id: r-1"], PET),
        json("200 OK", PET),
        answer("404 Not Found", &[], ""),
    ]);
    let pets = client.pets();
    assert_eq!(pets.get("1").send_blocking().unwrap().id, 1);
    let answer = pets.get("1").with_response().send_blocking().unwrap();
    assert_eq!((answer.status, answer.request_id.as_deref()), (200, Some("r-1")));
    assert_eq!(pets.get("1").raw().send_blocking().unwrap().body, PET.as_bytes());
    assert_eq!(pets.get("1").send_blocking().unwrap_err().status(), Some(404));
    assert_eq!(server.seen().len(), 5);
}

#[test]
fn many_threads_can_wait_at_once() {
    let (_runtime, server, client) = served((0..8).map(|_| json("200 OK", PET)).collect());
    let threads = (0..8).map(|_| {
        let pets = client.pets();
        std::thread::spawn(move || pets.get("1").send_blocking().unwrap().id)
    });
    let threads: Vec<_> = threads.collect();
    assert!(threads.into_iter().all(|thread| thread.join().unwrap() == 1));
    assert_eq!(server.seen().len(), 8);
}

#[tokio::test]
async fn a_runtime_is_not_stopped() {
    let server = Server::start([]).await;
    let error = server.client().pets().get("1").send_blocking().unwrap_err();
    assert!(matches!(error, Error::Config(_)));
    assert_eq!(
        error.to_string(),
        "a blocking call would stop the async runtime that it is made in: await it"
    );
    assert!(block_on(async {}).is_err());
}
