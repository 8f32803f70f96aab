//! Pages as a server gives them: cursors in parameters, in members and in URLs.

use harbour_logs::Client;
use socket::{Act, Socket};

fn client(server: &Socket) -> Client {
    Client::builder().base_url(server.url()).build().unwrap()
}

fn lines(server: &Socket) -> Vec<String> {
    server.seen().into_iter().map(|seen| seen.line).collect()
}

#[tokio::test]
async fn a_cursor_of_the_answer_is_sent_in_the_next_call() {
    let server = Socket::start([
        Act::json("200 OK", r#"{"boats":[{"name":"a"},{"name":"b"}],"next_cursor":"x y"}"#),
        Act::json("200 OK", r#"{"boats":[],"next_cursor":"z"}"#),
        Act::json("200 OK", r#"{"boats":[{"name":"c"}],"next_cursor":null}"#),
    ])
    .await;
    let mut boats = client(&server).boats().list().items_param(2).items();
    let mut names = Vec::new();
    while let Some(boat) = boats.next().await {
        names.push(boat.unwrap().name);
    }
    assert_eq!(names, ["a", "b", "c"]);
    let expected = ["?items=2", "?items=2&next_cursor=x%20y", "?items=2&next_cursor=z"];
    assert_eq!(lines(&server), expected.map(|query| format!("GET /boats{query} HTTP/1.1")));
}

#[tokio::test]
async fn a_url_of_the_answer_is_followed_on_its_server_alone() {
    let page = |next: &str| {
        Act::json("200 OK", &format!(r#"{{"places":{{"pier":[1.5],"quay":[2]}},"next":"{next}"}}"#))
    };
    let server = Socket::start([]).await;
    let here = format!("{}/tides?at=2", server.url());
    server.script([page(&here), page("https://elsewhere.example/tides")]);
    let mut tides = client(&server).tides().list().items();
    let mut found = Vec::new();
    let error = loop {
        match tides.next().await.unwrap() {
            Ok(tide) => found.push(tide),
            Err(error) => break error,
        }
    };
    let pier = || ("pier".to_owned(), 1.5);
    let quay = || ("quay".to_owned(), 2.0);
    assert_eq!(found, [pier(), quay(), pier(), quay()]);
    assert!(error.to_string().contains("is on another server"), "{error}");
    assert_eq!(lines(&server), ["GET /tides HTTP/1.1", "GET /tides?at=2 HTTP/1.1"]);
}

#[tokio::test]
async fn a_cursor_that_comes_again_ends_the_pages() {
    let same = r#"{"logs":["one"],"has_more":true,"meta":{"nextPageToken":"t"}}"#;
    let server = Socket::start([Act::json("200 OK", same)]).await;
    let mut pages = client(&server).logs().list().pages();
    let mut count = 0;
    let error = loop {
        match pages.next().await {
            Some(Ok(page)) => count += page.logs.unwrap_or_default().len(),
            Some(Err(error)) => break Some(error),
            None => break None,
        }
    };
    assert!(error.is_some(), "pages that lead in a circle are no end");
    assert_eq!((count, lines(&server).len()), (2, 2));
}
