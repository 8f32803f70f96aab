//! Cookies: one header for all of them, from parameters, credentials and the caller.

use serde_json::json;

use crate::runtime::{Call, Client, ClientBuilder, Style};
use crate::server::{Server, answer};
use crate::service::Visit;

async fn cookies(call: impl Fn(Call<Visit>) -> Call<Visit>, key: Option<&str>) -> Option<String> {
    let server = Server::start([answer("204 No Content", &[], "")]).await;
    let builder = Client::builder().base_url(server.url()).api_key("k");
    let client = key.into_iter().fold(builder, ClientBuilder::session);
    call(Call::new(&client.build().unwrap())).await.unwrap();
    server.seen().remove(0).header("cookie").map(str::to_owned)
}

#[tokio::test]
async fn each_style_of_each_value() {
    let values = [json!("a b"), json!(["oak", "e;m"]), json!({"x": 4, "y": "ä"})];
    let table = [
        (Style::form(), ["c=a%20b", "c=oak,e%3Bm", "c=x,4,y,%C3%A4"]),
        (Style::form().exploded(), ["c=a%20b", "c=oak; c=e%3Bm", "x=4; y=%C3%A4"]),
    ];
    for (style, expected) in table {
        for (value, expected) in values.iter().zip(expected) {
            let seen = cookies(|call| call.cookie("c", style, value), None).await;
            assert_eq!(seen.as_deref(), Some(expected), "{style:?}");
        }
    }
    let plain =
        |value| cookies(move |call| call.cookie("c", Style::cookie().exploded(), &value), None);
    assert_eq!(plain(json!(["a b", "=%"])).await.as_deref(), Some("c=a b; c==%"));
    assert_eq!(plain(json!({"x": 1, "y": 2})).await.as_deref(), Some("x=1; y=2"));
    assert_eq!(plain(json!([])).await, None);
}

#[tokio::test]
async fn one_header_for_all() {
    let call = |call: Call<Visit>| {
        call.cookie("theme", Style::form(), "old").cookie("lang", Style::form(), "en").cookie(
            "theme",
            Style::form(),
            "dark",
        )
    };
    assert_eq!(cookies(call, Some("k/1=")).await.as_deref(), Some("lang=en; theme=dark; sid=k/1="));
    let own = |given: Call<Visit>| call(given).header("Cookie", "theme=light; mine=1");
    assert_eq!(
        cookies(own, Some("k1")).await.as_deref(),
        Some("lang=en; sid=k1; theme=light; mine=1")
    );
    let alone = |call: Call<Visit>| call.header("Cookie", "sid=other");
    assert_eq!(cookies(alone, Some("k1")).await.as_deref(), Some("sid=other"));
    assert_eq!(cookies(|call| call, None).await, None);
}

#[tokio::test]
async fn what_would_make_two_of_one_is_refused() {
    let client = Client::builder().base_url("http://127.0.0.1:1").api_key("k").build().unwrap();
    for value in ["a; admin=1", "a\r\nb"] {
        let call: Call<Visit> = Call::new(&client);
        let error = call.cookie("c", Style::cookie(), value).await.unwrap_err();
        assert_eq!(error.to_string(), "the cookie `c` holds a `;` or a control character");
    }
    for key in ["a;b", "a b", "pass\n", "é"] {
        let error = Client::builder().base_url("http://a").session(key).build().unwrap_err();
        assert_eq!(
            error.to_string(),
            "the value given to `session(..)` holds a character that a cookie cannot carry"
        );
    }
}

#[tokio::test]
async fn a_key_in_a_cookie_is_not_shown() {
    let server = Server::start([answer("403 Forbidden", &[], "bad session s-e-c-r-e-t")]).await;
    let client = server.builder().session("s-e-c-r-e-t").build().unwrap();
    let error = Call::<Visit>::new(&client).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "GET /visit#again answered 403 Forbidden: bad session [redacted]"
    );
    assert_eq!(server.seen()[0].line, "GET /visit");
}
