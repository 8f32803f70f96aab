//! Requests are held against what the document asks for: all that is wrong, with paths, before
//! anything is sent.

use std::collections::BTreeMap;
use std::error::Error as _;

use serde_json::json;

use crate::runtime::{
    Call, Checks, Error, Patch, Secret, Validate, Violations, check, checks, union, union_checks,
    wire,
};
use crate::server::{Server, json as answer};
use crate::service::{CreatePet, Pet};

/// A structure with a member of each kind.
#[derive(Clone, Debug, Default, PartialEq)]
struct Order {
    note: String,
    code: Option<String>,
    token: Option<Secret>,
    price: Option<f64>,
    count: Option<i32>,
    wide: Option<u128>,
    lines: Vec<Line>,
    names: Option<BTreeMap<String, String>>,
    pair: Option<(f64, String)>,
    grid: Option<Vec<Vec<Option<i64>>>>,
    until: Patch<String>,
    payment: Option<Payment>,
    parent: Option<Box<Order>>,
    extra: BTreeMap<String, i64>,
}
checks!(Order {
    note: "note" required min_length(1) max_length(3),
    code: "the code" optional pattern("^[A-Z]+$") pattern("^\\p" "^E"),
    token: "token" optional min_length(20) pattern("^live"),
    price: "price" optional above(0.0) maximum(10.5) multiple_of(0.01),
    count: "count" optional minimum(-5) below(10) multiple_of(5),
    wide: "wide" optional maximum(1),
    lines: "lines" required min_items(1) max_items(2) unique_items() items(nested()),
    names: "names" optional min_properties(1) max_properties(2) values(max_length(2)),
    pair: "pair" optional position(0 minimum(-1.0)) position(1 min_length(1)),
    grid: "grid" optional items(max_items(2) items(some(minimum(0)))),
    until: "until" patch max_length(2),
    payment: "payment" optional nested(),
    parent: "parent" optional nested(),
    extra: required values(minimum(0)),
});

#[derive(Clone, Debug, Default, PartialEq)]
struct Line {
    sku: Option<String>,
    left: Option<i64>,
}
wire!(Line { sku: "sku" optional, left: "left" optional });
checks!(Line min_members(1) max_members(1) { sku: "sku" optional max_length(4) });

#[derive(Clone, Debug, PartialEq)]
enum Payment {
    Card(Line),
    Iban(String),
    Cash(bool),
}
union!(Payment { Card, Iban, Cash });
union_checks!(Payment { Card: nested(), Iban: max_length(5) });

#[derive(Clone, Debug, PartialEq)]
struct Tree(Vec<Tree>);
checks!(Tree { 0: required max_items(1) items(nested()) });

fn line(sku: &str) -> Line {
    Line { sku: Some(sku.to_owned()), left: None }
}

fn good() -> Order {
    Order { note: "abc".to_owned(), lines: vec![line("a")], ..Order::default() }
}

fn told(value: &impl Validate) -> Vec<String> {
    match value.validate() {
        Ok(()) => Vec::new(),
        Err(violations) => violations.iter().map(ToString::to_string).collect(),
    }
}

#[test]
fn what_fits_passes() {
    assert_eq!(good().validate(), Ok(()));
    let full = Order {
        // Characters count, not bytes.
        note: "äöü".to_owned(),
        code: Some("EUR".to_owned()),
        token: Some(Secret::new("live-0123456789-0123456789")),
        price: Some(0.29),
        count: Some(-5),
        wide: Some(1),
        names: Some(BTreeMap::from([("a".to_owned(), "xy".to_owned())])),
        pair: Some((-1.0, "x".to_owned())),
        grid: Some(vec![vec![None, Some(0)], vec![]]),
        until: Patch::Null,
        payment: Some(Payment::Cash(true)),
        parent: Some(Box::new(good())),
        extra: BTreeMap::from([("a".to_owned(), 0)]),
        ..good()
    };
    assert_eq!(full.validate(), Ok(()));
}

#[test]
fn all_violations_are_told_at_once_with_their_paths() {
    let order = Order {
        note: String::new(),
        code: Some("e1".to_owned()),
        price: Some(0.0),
        count: Some(12),
        wide: Some(u128::MAX),
        lines: vec![line("a"), line("abcde"), line("a")],
        names: Some(BTreeMap::from([("k".to_owned(), "xyz".to_owned())])),
        pair: Some((-2.0, String::new())),
        grid: Some(vec![vec![], vec![Some(1), None, Some(-1)]]),
        until: Patch::Value("abc".to_owned()),
        payment: Some(Payment::Iban("123456".to_owned())),
        parent: Some(Box::new(Order {
            payment: Some(Payment::Card(Line::default())),
            ..Order::default()
        })),
        extra: BTreeMap::from([("left\n".to_owned(), -1)]),
        ..Order::default()
    };
    assert_eq!(
        told(&order),
        [
            "note: expected at least 1 character, found 0",
            "the code: expected a text that fits `^[A-Z]+$`",
            "the code: expected a text that fits `^\\p`",
            "price: expected more than 0, found 0",
            "count: expected less than 10, found 12",
            "count: expected a multiple of 5, found 12",
            "wide: expected at most 1, found 340282366920938463463374607431768211455",
            "lines: expected at most 2 items, found 3",
            "lines: expected no item twice, found the same at 0 and 2",
            "lines[1].sku: expected at most 4 characters, found 5",
            "names[\"k\"]: expected at most 2 characters, found 3",
            "pair[0]: expected at least -1, found -2",
            "pair[1]: expected at least 1 character, found 0",
            "grid[1]: expected at most 2 items, found 3",
            "grid[1][2]: expected at least 0, found -1",
            "until: expected at most 2 characters, found 3",
            "payment: expected at most 5 characters, found 6",
            "parent.note: expected at least 1 character, found 0",
            "parent.lines: expected at least 1 item, found 0",
            "parent.payment: expected at least 1 member, found 0",
            "[\"left\\n\"]: expected at least 0, found -1",
        ]
    );
    let violations = order.validate().unwrap_err();
    assert_eq!(violations.to_string(), told(&order).join("\n"));
    let first = violations.into_iter().next().unwrap();
    assert_eq!((first.path.as_str(), first.found.as_deref()), ("note", Some("0")));
}

#[test]
fn what_holds_itself_is_looked_through() {
    let leaf = || Tree(Vec::new());
    assert_eq!(told(&Tree(vec![leaf()])), [""; 0]);
    let deep = Tree(vec![Tree(vec![leaf(), leaf()])]);
    assert_eq!(told(&deep), ["[0]: expected at most 1 item, found 2"]);
    let both = Line { sku: Some("a".to_owned()), left: Some(1) };
    assert_eq!(told(&both), ["expected at most 1 member, found 2"]);
}

#[test]
fn a_multiple_of_a_cent_is_one_in_binary_too() {
    let price = |price: f64| told(&Order { price: Some(price), ..good() });
    for fits in [0.01, 0.07, 0.29, 1.1, 4.35, 8.2, 10.5] {
        assert_eq!(price(fits), [""; 0], "{fits}");
    }
    for not in [0.001, 0.015, 9.999] {
        let expected = format!("price: expected a multiple of 0.01, found {not}");
        assert_eq!(price(not), [expected]);
    }
}

#[test]
fn no_text_and_nothing_of_a_secret_is_shown() {
    let order = Order {
        code: Some("personal-1".to_owned()),
        token: Some(Secret::new("dead-token-1")),
        ..good()
    };
    let violations = order.validate().unwrap_err();
    let shown = format!("{violations} {violations:?}");
    assert!(!shown.contains("personal") && !shown.contains("dead-token"), "{shown}");
    // Not even how long it is.
    assert!(shown.contains("token: expected at least 20 characters\n"), "{shown}");
    assert!(!shown.contains("12"), "{shown}");
}

fn create(client: &crate::runtime::Client, at: i64, body: &Order) -> Call<CreatePet> {
    let call = Call::new(client).check(|checks: &mut Checks| {
        check!(checks, "at", required at => minimum(1));
        check!(checks, required *body => nested());
    });
    call.query("at", &at).json(&json!({ "id": 1, "type": "cat" }))
}

#[tokio::test]
async fn a_call_that_violates_anything_is_not_sent() {
    let server = Server::start([answer("200 OK", r#"{"id":1,"type":"cat"}"#)]).await;
    let client = server.builder().validate_requests(true).build().unwrap();
    let tokened = Order { token: Some(Secret::new("dead-token-1")), ..Order::default() };
    let call = create(&client, 0, &tokened);
    // A method of the call adds to what was found before it.
    let call = call.check(|checks: &mut Checks| {
        let limit = 7;
        check!(checks, "limit", required limit => maximum(5));
    });
    let error = call.await.unwrap_err();
    assert!(matches!(error, Error::Config(_)), "{error:?}");
    assert_eq!(
        error.to_string(),
        "POST /pets was not sent, as it does not fit:\n\
         at: expected at least 1, found 0\n\
         note: expected at least 1 character, found 0\n\
         token: expected at least 20 characters\n\
         token: expected a text that fits `^live`\n\
         lines: expected at least 1 item, found 0\n\
         limit: expected at most 5, found 7"
    );
    assert_eq!(error.violations().unwrap().iter().count(), 6);
    assert!(error.source().unwrap().is::<Violations>());
    assert_eq!((error.attempts(), error.is_retryable()), (0, false));
    assert!(!format!("{error:?}").contains("dead-token"), "{error:?}");
    assert_eq!(server.seen().len(), 0);
    // What fits goes out.
    let pet: Pet = create(&client, 1, &good()).await.unwrap();
    assert_eq!((pet.id, server.seen().len()), (1, 1));
}

#[tokio::test]
async fn requests_are_looked_at_only_where_a_client_was_told_to() {
    let server = Server::start([answer("200 OK", r#"{"id":1,"type":"cat"}"#)]).await;
    create(&server.client(), 0, &Order::default()).await.unwrap();
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn another_fault_that_came_first_stays() {
    let server = Server::start([]).await;
    let client = server.builder().validate_requests(true).build().unwrap();
    let call = Call::<CreatePet>::new(&client).header("a b", "c");
    let call = call.check(|checks: &mut Checks| {
        let at = 0;
        check!(checks, "at", required at => minimum(1));
    });
    let error = call.await.unwrap_err();
    assert!(error.to_string().contains("a b") && error.violations().is_none(), "{error}");
}
