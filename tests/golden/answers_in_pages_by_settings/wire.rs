//! Pages of every kind that the settings can tell of.

use harbour_books::{Book, Client, Error, SearchBooksRequest};
use socket::{Act, Socket};

fn client(server: &Socket) -> Client {
    Client::builder().base_url(server.url()).build().unwrap()
}

/// The ids of all items, and the targets and the bodies of the requests for them.
macro_rules! all {
    ($server:ident, $call:expr) => {{
        let mut items = $call.items();
        let mut ids = Vec::new();
        while let Some(item) = items.next().await {
            let item: Result<Book, Error> = item;
            ids.push(item.unwrap().id);
        }
        let seen = $server.seen().into_iter().map(|seen| {
            let target = seen.line.split(' ').nth(1).unwrap_or_default().to_owned();
            format!("{target} {}", seen.body).trim_end().to_owned()
        });
        (ids, seen.collect::<Vec<_>>())
    }};
}

fn page(ids: &[i64], more: &str) -> Act {
    let books: Vec<_> = ids.iter().map(|id| format!(r#"{{"id":{id}}}"#)).collect();
    Act::json("200 OK", &format!(r#"{{"result":{{"books":[{}]{more}}}}}"#, books.join(",")))
}

fn list(ids: &[i64]) -> Act {
    let books: Vec<_> = ids.iter().map(|id| format!(r#"{{"id":{id}}}"#)).collect();
    Act::json("200 OK", &format!("[{}]", books.join(",")))
}

#[tokio::test]
async fn a_cursor_goes_into_the_body() {
    let server = Socket::start([
        page(&[1], r#","more":true,"next":"a""#),
        page(&[2], r#","more":false,"next":"b""#),
    ])
    .await;
    let request = SearchBooksRequest::new().words("w");
    let (ids, seen) = all!(server, client(&server).by_cursor().search_books(request));
    assert_eq!(ids, [1, 2]);
    assert_eq!(seen, [r#"/by-cursor {"words":"w"}"#, r#"/by-cursor {"from":"a","words":"w"}"#]);
}

#[tokio::test]
async fn the_last_item_says_where_to_go_on() {
    let server = Socket::start([page(&[1, 2], ""), page(&[3], ""), page(&[], "")]).await;
    let (ids, seen) = all!(server, client(&server).by_last().books());
    assert_eq!(ids, [1, 2, 3]);
    assert_eq!(seen, ["/by-last", "/by-last?after=2", "/by-last?after=3"]);
}

#[tokio::test]
async fn a_url_may_be_relative() {
    let server = Socket::start([page(&[1], r#","next":"by-url?p=2""#), page(&[2], "")]).await;
    let (ids, seen) = all!(server, client(&server).by_url().books());
    assert_eq!((ids, seen), (vec![1, 2], vec!["/by-url".to_owned(), "/by-url?p=2".to_owned()]));
}

#[tokio::test]
async fn a_link_stands_in_a_header() {
    let link = r#"link: </by-link?p=0>; rel="prev", </by-link?p=2>; rel=next"#;
    let first = Act::answer("200 OK", &["content-type: application/json", link], r#"[{"id":1}]"#);
    let server = Socket::start([first, list(&[2])]).await;
    let (ids, seen) = all!(server, client(&server).by_link().books());
    assert_eq!((ids, seen), (vec![1, 2], vec!["/by-link".to_owned(), "/by-link?p=2".to_owned()]));
}

#[tokio::test]
async fn pages_and_offsets_are_counted() {
    let server = Socket::start([list(&[1, 2]), list(&[3]), list(&[])]).await;
    let (ids, seen) = all!(server, client(&server).by_page().books());
    assert_eq!(ids, [1, 2, 3]);
    assert_eq!(seen, ["/by-page", "/by-page?page=1", "/by-page?page=2"]);
    let server = Socket::start([list(&[1, 2]), list(&[3]), list(&[])]).await;
    let (ids, seen) = all!(server, client(&server).by_offset().books().skip(5));
    assert_eq!(ids, [1, 2, 3]);
    assert_eq!(seen, ["/by-offset?skip=5", "/by-offset?skip=7", "/by-offset?skip=8"]);
}
