//! Answers in pages: which page is asked for next, and where the way ends.

use std::future::poll_fn;
use std::pin::Pin;

use futures_core::Stream;
use serde_json::{Value, json};

use crate::runtime::{Call, Client, Error, Operation, PagePlace, Paged, Pages, Reply};
use crate::server::{Server, Step, answer, json as json_answer};

macro_rules! paged {
    ($($name:ident $method:literal $pages:expr, $items:expr;)*) => {$(
        #[derive(Debug)]
        enum $name {}
        impl Operation for $name {
            type Output = Value;
            const METHOD: &'static str = $method;
            const PATH: &'static str = "/boats";
            const SECURITY: &'static [&'static [&'static str]] =
                &[&["apiKeyAuth", "inQuery"], &["apiKeyAuth"]];
            const RETRY: bool = true;
            fn success(reply: &mut Reply) -> Result<Value, Error> {
                reply.json()
            }
        }
        impl Paged for $name {
            type Item = Value;
            const PAGES: Pages = $pages;
            fn items(page: Value) -> Vec<Value> {
                let items: fn(&Value) -> &Value = $items;
                items(&page).as_array().cloned().unwrap_or_default()
            }
        }
    )*};
}

paged! {
    ByCursor "GET" Pages::cursor(&["data"], &["meta", "next"], PagePlace::Query("cursor")).more(&["more"]), |page| &page["data"];
    ByLast "GET" Pages::cursor(&["data"], &["data", "-1", "id"], PagePlace::Query("after")).more(&["more"]), |page| &page["data"];
    ByBody "POST" Pages::cursor(&["data"], &["next"], PagePlace::Body("cursor")), |page| &page["data"];
    ByUrl "GET" Pages::cursor(&["data"], &["next"], PagePlace::Url), |page| &page["data"];
    ByLink "GET" Pages::link(&[]), |page| page;
    ByPage "GET" Pages::page(&["data"], PagePlace::Query("page"), 1), |page| &page["data"];
    ByOffset "GET" Pages::offset(&["data"], PagePlace::Query("skip")), |page| &page["data"];
    ByNumberInBody "POST" Pages::page(&["data"], PagePlace::Body("page"), 0), |page| &page["data"];
}

fn page(body: &Value) -> Step {
    json_answer("200 OK", &body.to_string())
}

fn lines(server: &Server) -> Vec<String> {
    server.seen().into_iter().map(|seen| seen.line).collect()
}

/// The items, up to the error that ended them.
async fn all<O: Paged<Item = Value>>(call: Call<O>) -> (Vec<Value>, Option<String>) {
    let mut items = call.items();
    let mut found = Vec::new();
    while let Some(item) = items.next().await {
        match item {
            Ok(item) => found.push(item),
            Err(error) => {
                assert!(items.next().await.is_none(), "something follows {error}");
                return (found, Some(error.to_string()));
            }
        }
    }
    assert!(items.next().await.is_none());
    (found, None)
}

#[tokio::test]
async fn a_cursor_of_the_answer_is_sent_with_the_next_call() {
    let server = Server::start([
        page(&json!({"data": [1, 2], "meta": {"next": "a b&c"}})),
        answer("503 Service Unavailable", &["retry-after: 0"], ""),
        page(&json!({"data": [], "meta": {"next": 7}})),
        page(&json!({"data": [3], "meta": {"next": null}})),
    ])
    .await;
    let call = Call::<ByCursor>::new(&server.client());
    let call = call.query("limit", &2).header("x-trace", "t").query("cursor", &"start");
    assert_eq!(all(call).await, (vec![json!(1), json!(2), json!(3)], None));
    let expected = ["limit=2&cursor=start", "limit=2&cursor=a%20b%26c", "", "limit=2&cursor=7"];
    let seen = server.seen();
    for (seen, expected) in seen.iter().zip(expected).filter(|(_, query)| !query.is_empty()) {
        assert_eq!(seen.line, format!("GET /boats?{expected}"));
        assert_eq!(seen.header("x-vital-api-key"), Some("key-123456"));
        assert_eq!(seen.header("x-trace"), Some("t"));
    }
    assert_eq!((seen.len(), &seen[1].line), (4, &seen[2].line.replace("=7", "=a%20b%26c")));
}

#[tokio::test]
async fn a_cursor_may_be_a_url_without_a_host() {
    let next = |next: &str| page(&json!({"data": [1], "meta": {"next": next}}));
    let server = Server::start([
        // As base64 may begin.
        next("/w8="),
        next("/boats?at=2"),
        next("?at=3"),
        next("//elsewhere.example/boats?at=5"),
    ])
    .await;
    let (items, error) = all(Call::<ByCursor>::new(&server.client())).await;
    let elsewhere = "GET /boats: the next page is on another server, which is given no credentials";
    assert_eq!((items.len(), error.as_deref()), (4, Some(elsewhere)));
    let expected =
        ["GET /boats", "GET /boats?cursor=%2Fw8%3D", "GET /boats?at=2", "GET /boats?at=3"];
    assert_eq!(lines(&server), expected);
    assert!(server.seen().iter().all(|seen| seen.header("x-vital-api-key").is_some()));
}

#[tokio::test]
async fn the_last_page_may_have_a_cursor_too() {
    let server = Server::start([
        page(&json!({"data": [{"id": "b1"}, {"id": "b2"}], "more": true})),
        page(&json!({"data": [{"id": "b3"}], "more": false})),
        page(&json!({"data": [], "meta": {"next": ""}})),
    ])
    .await;
    let (items, error) = all(Call::<ByLast>::new(&server.client())).await;
    assert_eq!((items.len(), error), (3, None));
    assert_eq!(lines(&server), ["GET /boats", "GET /boats?after=b2"]);
    let mut pages = Call::<ByCursor>::new(&server.client()).pages();
    assert_eq!(pages.next().await.unwrap().unwrap(), json!({"data": [], "meta": {"next": ""}}));
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn a_cursor_can_go_into_the_body() {
    let server = Server::start([
        page(&json!({"data": [1], "next": "c1"})),
        page(&json!({"data": [2]})),
        page(&json!({"data": [1], "next": "c1"})),
        page(&json!({"data": [2]})),
    ])
    .await;
    let client = server.client();
    let call = Call::<ByBody>::new(&client).json(&json!({"colour": "red", "cursor": null}));
    assert_eq!(all(call).await.0, [1, 2]);
    assert_eq!(all(Call::<ByBody>::new(&client)).await.0, [1, 2]);
    let seen = server.seen();
    assert_eq!(seen[1].body, r#"{"colour":"red","cursor":"c1"}"#);
    assert_eq!((seen[2].body.as_str(), seen[3].body.as_str()), ("", r#"{"cursor":"c1"}"#));
    assert_eq!(seen[3].header("content-type"), Some("application/json"));
}

#[tokio::test]
async fn an_idempotency_key_is_for_the_first_page_alone() {
    let pages = || [page(&json!({"data": [1], "next": "c1"})), page(&json!({"data": [2]}))];
    let server = Server::start(pages().into_iter().chain(pages())).await;
    let client = server.client();
    let call = || Call::<ByBody>::new(&client).json(&json!({}));
    assert_eq!(all(call().idempotency_key("order-7")).await.0, [1, 2]);
    assert_eq!(all(call().header("x-idempotency-key", "order-8")).await.0, [1, 2]);
    let seen = server.seen();
    let keys = seen.iter().map(|seen| {
        let key = seen.header("idempotency-key").or_else(|| seen.header("x-idempotency-key"));
        key.map(str::to_owned)
    });
    let expected = [Some("order-7"), None, Some("order-8"), None];
    assert_eq!(keys.collect::<Vec<_>>(), expected.map(|key| key.map(str::to_owned)));
}

#[tokio::test]
async fn a_url_is_followed_on_the_same_server_only() {
    let elsewhere = Server::start([page(&json!({"data": [9]}))]).await;
    let server = Server::start([
        page(&json!({"data": [1], "next": "/boats/from/2?size=1"})),
        page(&json!({"data": [2], "next": "?size=1&api_key=q&p=3#part"})),
        page(&json!({"data": [3], "next": format!("{}/boats", elsewhere.url())})),
        page(&json!({"data": [4], "next": "http://user:word@127.0.0.1/"})),
        page(&json!({"data": [5], "next": "file:///etc/passwd"})),
    ])
    .await;
    let client = server.builder().key_in_query("q&1").build().unwrap();
    let call = || Call::<ByUrl>::new(&client).query("size", &1);
    let (items, error) = all(call()).await;
    assert_eq!(items, [1, 2, 3]);
    let error = error.unwrap();
    assert_eq!(
        error,
        "GET /boats: the next page is on another server, which is given no credentials"
    );
    // Keys in the query go along, unless the URL has them.
    assert_eq!(
        lines(&server),
        [
            "GET /boats?size=1&api_key=q%261",
            "GET /boats/from/2?size=1&api_key=q%261",
            "GET /boats?size=1&api_key=q&p=3",
        ]
    );
    assert!(server.seen().iter().all(|seen| seen.header("x-vital-api-key").is_some()));
    for _ in 0..2 {
        let (items, again) = all(call()).await;
        assert_eq!((items.len(), again.as_ref()), (1, Some(&error)));
    }
    assert!(elsewhere.seen().is_empty());
}

#[tokio::test]
async fn a_cursor_that_is_a_url_is_followed() {
    let server = Server::start([]).await;
    let url = format!("{}/boats?cursor=2", server.url());
    drop(server);
    let pages = |next: Value| page(&json!({"data": [1], "meta": {"next": next}}));
    let server = Server::start([pages(json!(url))]).await;
    let (_, error) = all(Call::<ByCursor>::new(&server.client())).await;
    assert!(error.unwrap().contains("another server"));
}

#[tokio::test]
async fn a_link_leads_on() {
    let link = "link: </boats?p=1>; rel=\"prev\", </boats?p=a,b;c>; title=\"x\"; rel=\"last Next\"";
    let plain = "link: </boats?p=3>;rel=next";
    let list = |headers: &[&str], body: &str| answer("200 OK", headers, body);
    let other = list(&["link: </boats?p=4>; rel=\"prev\"", "link: <nowhere"], "[3]");
    let server = Server::start([list(&[link], "[1]"), list(&[other_first(), plain], "[2]"), other]);
    let server = server.await;
    assert_eq!(
        all(Call::<ByLink>::new(&server.client())).await,
        (vec![1.into(), 2.into(), 3.into()], None)
    );
    assert_eq!(lines(&server), ["GET /boats", "GET /boats?p=a,b;c", "GET /boats?p=3"]);
}

fn other_first() -> &'static str {
    "link: </boats?p=1>; rel=\"first\""
}

#[tokio::test]
async fn pages_and_items_are_counted() {
    let data = |items: Value| page(&json!({ "data": items }));
    let three = || [data(json!([1, 2])), data(json!([3])), data(json!([]))];
    let server = Server::start(three().into_iter().chain(three()).chain(three())).await;
    let client = server.client();
    assert_eq!(all(Call::<ByPage>::new(&client)).await.0, [1, 2, 3]);
    assert_eq!(all(Call::<ByOffset>::new(&client).query("skip", &10)).await.0, [1, 2, 3]);
    let call = Call::<ByNumberInBody>::new(&client).json(&json!({"page": 4}));
    assert_eq!(all(call).await.0, [1, 2, 3]);
    let expected = ["", "?page=2", "?page=3", "?skip=10", "?skip=12", "?skip=13"];
    assert_eq!(lines(&server)[..6], expected.map(|query| format!("GET /boats{query}")));
    let bodies: Vec<String> = server.seen().into_iter().skip(6).map(|seen| seen.body).collect();
    assert_eq!(bodies, [r#"{"page":4}"#, r#"{"page":5}"#, r#"{"page":6}"#]);
}

#[tokio::test]
async fn a_service_that_does_not_turn_the_page_is_not_asked_for_ever() {
    let same = || page(&json!({"data": [1]}));
    let first = || page(&json!({"data": [1], "meta": {"next": "a"}}));
    let second = || page(&json!({"data": [2], "meta": {"next": "b"}}));
    let server = Server::start([same(), same(), first(), second(), first()]).await;
    let client = server.client();
    assert_eq!(all(Call::<ByPage>::new(&client)).await, (vec![json!(1)], None));
    let (items, error) = all(Call::<ByCursor>::new(&client)).await;
    assert_eq!(items, [1, 2, 1]);
    let expected = "GET /boats: the service leads back to a page that was read";
    assert_eq!(error.as_deref(), Some(expected));
    assert_eq!(server.seen().len(), 5);
}

#[tokio::test]
async fn an_error_ends_the_pages() {
    let first = || page(&json!({"data": [1], "meta": {"next": "a"}}));
    let refused = json_answer("403 Forbidden", "{}");
    let broken = answer("200 OK", &[], "{");
    let server = Server::start([first(), refused, first(), broken]).await;
    let client = server.client();
    for expected in ["GET /boats answered 403 Forbidden: {}", "GET /boats answered 200 but"] {
        let (items, error) = all(Call::<ByCursor>::new(&client)).await;
        assert_eq!(items, [1]);
        assert!(error.unwrap().starts_with(expected));
    }
    let bare = Client::builder().base_url(server.url()).bearer_token("t").build().unwrap();
    let (items, error) = all(Call::<ByCursor>::new(&bare)).await;
    assert!(items.is_empty() && error.unwrap().contains("api_key"));
    assert_eq!(server.seen().len(), 4);
}

#[tokio::test]
async fn a_body_that_is_a_stream_has_no_pages() {
    let server = Server::start([]).await;
    let call = Call::<ByBody>::new(&server.client()).bytes_body("a/b", crate::bodies::stream());
    let (items, error) = all(call).await;
    assert!(items.is_empty());
    assert_eq!(error.as_deref(), Some("a body that is a stream cannot be sent again"));
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn pages_and_items_are_streams() {
    let first = || page(&json!({"data": [1, 2], "meta": {"next": "a"}}));
    let last = || page(&json!({"data": [3]}));
    let server = Server::start([first(), last(), first(), last()]).await;
    let client = server.client();
    let mut pages = Call::<ByCursor>::new(&client).pages();
    let mut items = Call::<ByCursor>::new(&client).items();
    let mut count = (0, 0);
    while let Some(page) = poll_fn(|context| Pin::new(&mut pages).poll_next(context)).await {
        count.0 += page.unwrap()["data"].as_array().unwrap().len();
    }
    while let Some(item) = poll_fn(|context| Pin::new(&mut items).poll_next(context)).await {
        count.1 += item.unwrap().as_u64().unwrap();
    }
    assert_eq!(count, (3, 6));
    let shown = format!("{pages:?} {items:?}");
    assert!(shown.contains("PageStream") && !shown.contains("key-123456"), "{shown}");
}

#[cfg(feature = "blocking")]
#[test]
fn a_thread_waits_for_each_page_and_item() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let first = || page(&json!({"data": [1, 2], "meta": {"next": "a"}}));
    let server = runtime.block_on(Server::start([
        first(),
        page(&json!({"data": [3]})),
        first(),
        answer("404 Not Found", &[], ""),
    ]));
    let client = server.client();
    let pages = Call::<ByCursor>::new(&client).pages().blocking();
    let counts = pages.map(|page| page.unwrap()["data"].as_array().unwrap().len());
    assert_eq!(counts.collect::<Vec<_>>(), [2, 1]);
    let mut items = Call::<ByCursor>::new(&client).items().blocking();
    let found = items.by_ref().map(|item| item.map_err(|error| error.status()));
    assert_eq!(found.collect::<Vec<_>>(), [Ok(json!(1)), Ok(json!(2)), Err(Some(404))]);
    assert!(items.next().is_none());
    assert_eq!(server.seen().len(), 4);
}

#[cfg(feature = "blocking")]
#[tokio::test]
async fn an_async_runtime_waits_for_no_iterator() {
    let server = Server::start([]).await;
    let mut items = Call::<ByCursor>::new(&server.client()).items().blocking();
    assert!(matches!(items.next(), Some(Err(Error::Config(_)))));
    assert!(items.next().is_none());
    assert!(server.seen().is_empty());
}

#[test]
fn pages_can_go_to_other_threads() {
    const fn sent<T: Send>() {}
    sent::<crate::runtime::PageStream<ByCursor>>();
    sent::<crate::runtime::ItemStream<ByCursor>>();
}

/// Reads of a page what it has to, as generated types do.
enum Lenient {}

struct LenientPage {
    data: Vec<Value>,
}
crate::runtime::wire!(LenientPage {
    data: "data" required,
});

impl Operation for Lenient {
    type Output = LenientPage;
    const METHOD: &'static str = "GET";
    const PATH: &'static str = "/boats";
    fn success(reply: &mut Reply) -> Result<LenientPage, Error> {
        reply.json()
    }
}

impl Paged for Lenient {
    type Item = Value;
    const PAGES: Pages = Pages::cursor(&["data"], &["next"], PagePlace::Query("cursor"));
    fn items(page: LenientPage) -> Vec<Value> {
        page.data
    }
}

#[tokio::test]
async fn what_a_type_skips_does_not_end_the_pages() {
    let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
    for member in ["1e999", r#""\ud800""#, &deep] {
        let first = format!(r#"{{"new":{member},"data":[1],"next":"n"}}"#);
        let second = json_answer("200 OK", r#"{"data":[2]}"#);
        let server = Server::start([json_answer("200 OK", &first), second]).await;
        let found = all(Call::<Lenient>::new(&server.client())).await;
        assert_eq!(found, (vec![json!(1), json!(2)], None), "{member}");
    }
}

#[tokio::test]
async fn a_cursor_that_cannot_be_read_is_an_error() {
    let first = json_answer("200 OK", r#"{"data":[1],"next":"\ud800"}"#);
    let server = Server::start([first]).await;
    let (items, error) = all(Call::<Lenient>::new(&server.client())).await;
    assert_eq!(items, [json!(1)]);
    assert_eq!(error.as_deref(), Some("GET /boats: what follows the page cannot be read"));
}
