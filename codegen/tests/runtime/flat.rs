//! `wire_flat!`: members that stand at the level of the struct itself.

use std::collections::BTreeMap;

use serde_json::{Value, from_str, json, to_string};

use crate::Patch;
use crate::runtime::{explain, tagged_union, union, wire, wire_flat};

#[derive(Clone, Debug, PartialEq)]
struct Card {
    number: String,
    month: Option<i64>,
}
wire!(Card { number: "number" required, month: "month" optional });

#[derive(Clone, Debug, PartialEq)]
struct Bank {
    iban: String,
}
wire!(Bank { iban: "iban" required });

#[derive(Clone, Debug, PartialEq)]
enum Method {
    Card(Card),
    Bank(Box<Bank>),
    Unknown(Value),
}
tagged_union!(Method "type" { Card: "card" untagged, Bank: "bank" untagged });

#[derive(Clone, Debug, PartialEq)]
struct Audit {
    by: String,
}
wire!(Audit { by: "by" required });

#[derive(Clone, Debug, PartialEq)]
struct Payment {
    amount: i64,
    note: Option<String>,
    parent: Option<Box<Payment>>,
    state: Patch<i64>,
    method: Method,
    audit: Option<Audit>,
    extra: BTreeMap<String, Value>,
}
wire_flat!(Payment {
    amount: "amount" required,
    note: "note" nullable,
    parent: "parent" optional,
    state: "state" patch,
    method: flat,
    audit: flat_optional,
    extra: rest,
});

fn fault(body: &str) -> String {
    let error = serde_json::from_slice::<Vec<Payment>>(body.as_bytes()).unwrap_err();
    let (path, message) = explain(body.as_bytes(), &error);
    format!("{path}: {message}")
}

#[test]
fn members_share_the_level() {
    let text =
        r#"{"amount":1,"note":null,"state":null,"type":"bank","iban":"X","by":"me","a":[1]}"#;
    let payment: Payment = from_str(text).unwrap();
    assert_eq!(payment.method, Method::Bank(Box::new(Bank { iban: "X".to_owned() })));
    assert_eq!(payment.audit, Some(Audit { by: "me".to_owned() }));
    assert_eq!((payment.state, payment.parent.clone()), (Patch::Null, None));
    // What the struct does not name, even if a flat member does; it is written once all the same.
    let names: Vec<&str> = payment.extra.keys().map(String::as_str).collect();
    assert_eq!(names, ["a", "by", "iban", "type"]);
    assert_eq!(to_string(&payment).unwrap(), text);
}

#[test]
fn made_values_are_written_without_a_rest() {
    let inner = Payment {
        amount: 2,
        note: Some("in".to_owned()),
        parent: None,
        state: Patch::Absent,
        method: Method::Card(Card { number: "4".to_owned(), month: Some(5) }),
        audit: None,
        extra: BTreeMap::new(),
    };
    let mut outer = Payment { parent: Some(Box::new(inner.clone())), ..inner };
    outer.extra.insert("amount".to_owned(), json!("not this one"));
    let written: Value = from_str(&to_string(&outer).unwrap()).unwrap();
    let card = |parent: Option<Value>| {
        let mut card =
            json!({"amount": 2, "note": "in", "type": "card", "number": "4", "month": 5});
        card.as_object_mut().unwrap().extend(parent.map(|parent| ("parent".to_owned(), parent)));
        card
    };
    assert_eq!(written, card(Some(card(None))));
    let read: Payment = serde_json::from_value(written).unwrap();
    assert_eq!((read.method, read.parent.unwrap().method), (outer.method.clone(), outer.method));
}

#[test]
fn an_unknown_branch_is_kept() {
    let text = r#"{"amount":1,"note":null,"type":"coin","metal":"gold"}"#;
    let payment: Payment = from_str(text).unwrap();
    assert!(matches!(payment.method, Method::Unknown(_)));
    assert_eq!(to_string(&payment).unwrap(), text);
}

#[test]
fn what_does_not_fit_says_so() {
    let cases = [
        (r#"[{"type": "bank", "iban": "X"}]"#, "[0]: missing field `amount`"),
        (r#"[{"amount": "1"}]"#, "[0].amount: invalid type: string, expected i64"),
        (
            r#"[{"amount": 1, "parent": {"amount": 2, "type": "bank", "iban": [1]}, "type": 1}]"#,
            "[0].parent: expected method (expected Bank (at `iban`: \
             invalid type: sequence, expected a string))",
        ),
        (
            r#"[{"amount": 1, "type": "bank"}]"#,
            "[0]: expected method (expected Bank (missing field `iban`))",
        ),
        ("[1]", "[0]: invalid type: integer, expected an object"),
    ];
    for (body, expected) in cases {
        assert_eq!(fault(body), expected, "{body}");
    }
}

#[derive(Clone, Debug, PartialEq)]
struct Named {
    name: String,
    tail: Tail,
}
wire_flat!(Named { name: "name" required, tail: flat });

#[derive(Clone, Debug, PartialEq)]
enum Tail {
    Card(Card),
    Bank(Bank),
    Text(String),
}
union!(Tail { Card, Bank, Text });

#[derive(Clone, Debug, PartialEq)]
struct Plain {
    name: String,
    iban: Option<String>,
    month: Option<i64>,
}
wire!(Plain { name: "name" required, iban: "iban" optional, month: "month" optional });

#[derive(Clone, Debug, PartialEq)]
enum Either {
    Plain(Plain),
    Named(Named),
}
union!(Either { Plain, Named });

#[test]
fn a_union_compares_such_structs_with_others() {
    let either = |text: &str| from_str::<Either>(text).unwrap();
    assert!(matches!(either(r#"{"name":"a","number":"4"}"#), Either::Named(_)));
    assert!(matches!(either(r#"{"name":"a","number":"4","month":5}"#), Either::Named(_)));
    assert!(matches!(either(r#"{"name":"a"}"#), Either::Plain(_)));
    assert!(matches!(either(r#"{"name":"a","iban":"b"}"#), Either::Plain(_)), "the first of two");
    assert!(matches!(either(r#"{"name":"a","iban":"b","month":1}"#), Either::Plain(_)));
}

#[test]
fn only_objects_can_be_flat() {
    let named = Named { name: "a".to_owned(), tail: Tail::Text("b".to_owned()) };
    let error = to_string(&named).unwrap_err().to_string();
    assert_eq!(error, "only an object can stand among the members of another");
}

#[derive(Clone, Debug, PartialEq)]
struct OnlyFlat {
    card: Card,
    others: Value,
}
wire_flat!(OnlyFlat { card: flat, others: rest });

#[test]
fn a_struct_can_be_all_flat() {
    let text = r#"{"number":"4","a":1}"#;
    let all: OnlyFlat = from_str(text).unwrap();
    assert_eq!(all.others, json!({"number": "4", "a": 1}));
    assert_eq!(to_string(&all).unwrap(), text);
}
