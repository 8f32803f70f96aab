//! Items as a server sends them, one by one.

use std::time::Duration;

use answers_as_streams_of_items::{CallShipsResponseItemEvent, Client};
use socket::{Act, End, Socket};

fn stream(media: &str, items: &str) -> Act {
    let head = format!("HTTP/1.1 200 OK\r\ncontent-type: {media}\r\nconnection: close\r\n\r\n");
    Act {
        trickle: items.as_bytes().into(),
        pause: Duration::from_millis(1),
        ..Act::new(head, End::Close)
    }
}

#[tokio::test]
async fn lines_are_values() {
    let lines = "{\"name\":\"Ada\"}\n\n{\"name\":\"B\u{f6}\"}\r\n{\"name\":7}\n";
    let server = Socket::start([stream("application/jsonl", lines)]).await;
    let client = Client::builder().base_url(server.url()).build().unwrap();
    let mut ships = client.ships().watch().await.unwrap();
    assert_eq!(ships.next().await.unwrap().unwrap().name, "Ada");
    assert_eq!(ships.next().await.unwrap().unwrap().name, "B\u{f6}");
    let error = ships.next().await.unwrap().unwrap_err();
    assert!(
        error.to_string().ends_with("name: invalid type: integer, expected a string"),
        "{error}"
    );
    assert_eq!(server.seen()[0].header("accept"), Some("application/jsonl"));
}

#[tokio::test]
async fn events_are_values_as_a_whole() {
    let events =
        ": hello\n\nevent: call\ndata: Ada\ndata: Bo\n\nevent: other\ndata:\n\nretry: 5\ndata:\n\n";
    let server = Socket::start([stream("text/event-stream", events)]).await;
    let client = Client::builder().base_url(server.url()).max_retries(0).build().unwrap();
    let mut calls = client.ships().call().await.unwrap();
    let first = calls.next().await.unwrap().unwrap();
    assert_eq!(first.event, Some(CallShipsResponseItemEvent::Call));
    assert_eq!(first.data, "Ada\nBo");
    let error = calls.next().await.unwrap().unwrap_err();
    assert!(error.to_string().contains("event: expected "), "{error}");
    let third = calls.next().await.unwrap().unwrap();
    assert_eq!((third.event, third.retry), (None, Some(5)));
}
