//! What a client that was told to look at its requests sends, and what it does not.

use std::collections::BTreeMap;

use orchard::{Basket, BasketBuilder, Client, Fruit, Move, Paper, Row, Tree, Validate, Wrap};
use socket::{Act, Socket};

fn basket() -> BasketBuilder {
    Basket::builder()
        .owner("Ida")
        .code("EUR")
        .secret("planted-secret")
        .fruits([Fruit::new("pear")])
        .weight(0.29)
}

fn told(value: &impl Validate) -> String {
    value.validate().map_or_else(|violations| violations.to_string(), |()| "it fits".to_owned())
}

#[test]
fn every_limit_is_looked_at() {
    let good = basket()
        .also("EUR")
        .count(-5)
        .labels(BTreeMap::from([("a".to_owned(), "four".to_owned())]))
        .corners((-1.0, "x".to_owned()))
        .grid([vec![None, Some(0)]])
        .wrap(Wrap::Text("ab".to_owned()))
        .note("secret: the document forbids it by a look ahead")
        .spaced("a\u{a0}b");
    assert_eq!(told(&good.clone().build().unwrap()), "it fits");
    let mut bad = good
        .also("USD")
        .count(10)
        .wide(9_000_000_001_u64)
        .labels(BTreeMap::new())
        .corners((-1.5, String::new()))
        .grid([vec![], vec![Some(-1), None, None]])
        .wrap(Wrap::Paper(Paper::new(0)))
        .tree(Tree(vec![Tree(vec![Tree(Vec::new()), Tree(Vec::new())]), Tree(Vec::new())]))
        .spaced("ab")
        .build()
        .unwrap();
    bad.fruits = vec![Fruit::new("a pear that is long").stem(Fruit::new("another long stem"))];
    bad.fruits.push(Fruit::new("pear"));
    bad.fruits.push(Fruit::new("pear"));
    bad.weight = 40.5;
    bad.secret = "planted".into();
    assert_eq!(
        told(&bad),
        "also: expected a text that fits `^E`\n\
         secret: expected at least 12 characters\n\
         fruits: expected no item twice, found the same at 1 and 2\n\
         fruits[0].name: expected at most 10 characters, found 19\n\
         fruits[0].stem.name: expected at most 10 characters, found 17\n\
         weight: expected at most 40, found 40.5\n\
         count: expected less than 10, found 10\n\
         wide: expected at most 9000000000, found 9000000001\n\
         labels: expected at least 1 member, found 0\n\
         corners[0]: expected at least -1, found -1.5\n\
         corners[1]: expected at least 1 character, found 0\n\
         grid[1]: expected at most 2 items, found 3\n\
         grid[1][0]: expected at least 0, found -1\n\
         wrap.thickness: expected at least 1, found 0\n\
         spaced: expected a text that fits `^\\S+\\s\\S+$`"
    );
    assert_eq!(told(&Row::new()), "expected at least 1 member, found 0");
    assert_eq!(told(&Move::new().to("longer")), "to: expected at most 5 characters, found 6");
}

#[tokio::test]
async fn what_does_not_fit_is_not_sent() {
    let server = Socket::start([Act::answer("200 OK", &[], r#"{"id":"1"}"#)]).await;
    let client = Client::builder().base_url(server.url()).validate_requests(true).build().unwrap();
    let baskets = client.baskets();
    let call = baskets.fill("short", basket().build().unwrap()).at(0);
    let error = call.tags(["a".into(), "B".into()]).await;
    assert_eq!(
        error.unwrap_err().to_string(),
        "POST /baskets was not sent, as it does not fit:\n\
         X-Call: expected at least 8 characters, found 5\n\
         at: expected at least 1, found 0\n\
         tags[1]: expected a text that fits `^[a-z]+$`"
    );
    let error = client.rows().plant().body(Vec::new()).await.unwrap_err();
    assert_eq!(error.violations().unwrap().to_string(), "expected at least 1 item, found 0");
    assert_eq!(server.seen().len(), 0);
    let filled = baskets.fill("long enough", basket().build().unwrap()).at(1).await.unwrap();
    assert_eq!((filled.id.as_str(), server.seen().len()), ("1", 1));
}
