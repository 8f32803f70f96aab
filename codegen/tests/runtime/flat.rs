//! flat
use crate::runtime::{wire, wire_flat};
use serde_json::{Value, from_str, to_string};
use std::collections::BTreeMap;

#[derive(Clone, Debug, PartialEq)]
struct Card {
    number: String,
}
wire!(Card { number: "number" required });

#[derive(Clone, Debug, PartialEq)]
struct Payment {
    amount: i64,
    note: Option<String>,
    card: Card,
    other: Option<Card>,
    extra: BTreeMap<String, Value>,
}
wire_flat!(Payment {
    amount: "amount" required,
    note: "note" optional,
    card: flat,
    other: flat_optional,
    extra: rest,
});

#[derive(Clone, Debug, PartialEq)]
struct Only {
    card: Card,
}
wire_flat!(Only { card: flat });

#[test]
fn x() {
    let p: Payment = from_str(r#"{"amount":1,"number":"2","x":3}"#).unwrap();
    assert_eq!(to_string(&p).unwrap(), r#"{"amount":1,"number":"2","x":3}"#);
}
