//! Events, lines and records as a server sends them.

use answers_as_streams::{Client, Ship};
use socket::{Act, Socket};

async fn client(media: &str, body: &str) -> (Socket, Client) {
    let server = Socket::start([Act::answer("200 OK", &[&format!("content-type: {media}")], body)]);
    let server = server.await;
    let client = Client::builder().base_url(server.url()).max_retries(0).build().unwrap();
    (server, client)
}

const SHIPS: [&str; 2] = ["Ada", "Bo"];

#[tokio::test]
async fn every_framing_gives_the_same_ships() {
    let [ada, bo] = SHIPS.map(|name| format!(r#"{{"name":"{name}"}}"#));
    let ships = SHIPS.map(Ship::new);
    let events = format!("data: {ada}\n\ndata: {bo}\n\ndata: [DONE]\n\n");
    let (_server, by) = client("text/event-stream", &events).await;
    let mut stream = by.ships().watch().await.unwrap();
    for ship in &ships {
        assert_eq!(&stream.next().await.unwrap().unwrap(), ship);
    }
    assert!(stream.next().await.is_none());
    let (server, by) = client("application/x-ndjson", &format!("{ada}\n{bo}")).await;
    let mut stream = by.ships().line().await.unwrap();
    for ship in &ships {
        assert_eq!(&stream.next().await.unwrap().unwrap(), ship);
    }
    assert!(stream.next().await.is_none());
    assert!(server.seen()[0].header("accept").unwrap().contains("application/x-ndjson"));
    let records = format!("\u{1e}{ada}\n\u{1e}{bo}\n");
    let (_server, by) = client("application/json-seq", &records).await;
    let mut stream = by.ships().record().await.unwrap();
    for ship in &ships {
        assert_eq!(&stream.next().await.unwrap().unwrap(), ship);
    }
    assert!(stream.next().await.is_none());
}

#[tokio::test]
async fn one_operation_answers_at_last_or_as_it_goes() {
    let (server, by) = client("application/json", r#"{"name":"Ada"}"#).await;
    assert_eq!(by.ships().follow().await.unwrap(), Ship::new("Ada"));
    assert_eq!(server.seen()[0].header("accept"), Some("application/json"));
    let (server, by) = client("text/event-stream", "data: {\"name\":\"Bo\"}\n\n").await;
    let mut stream = by.ships().follow_stream().await.unwrap();
    assert_eq!(stream.next().await.unwrap().unwrap().name.as_deref(), Some("Bo"));
    assert_eq!(server.seen()[0].header("accept"), Some("text/event-stream"));
}

#[tokio::test]
async fn words_and_whole_events() {
    let (_server, by) = client("text/event-stream", "data: ahoy\n\n").await;
    assert_eq!(by.ships().hear().await.unwrap().next().await.unwrap().unwrap(), "ahoy");
    let event = "id: 7\nevent: call\ndata: {\"name\":\"Ada\"}\n\n";
    let (_server, by) = client("text/event-stream", event).await;
    let call = by.ships().call().await.unwrap().next().await.unwrap().unwrap();
    assert_eq!((call.id.as_deref(), call.event.as_deref()), (Some("7"), Some("call")));
    assert_eq!(call.data, Some(Ship::new("Ada")));
}
