//! The judge of unions: of several branches that can be read, the one that knows most of a value.

use std::collections::BTreeMap;

use serde_json::{Value, from_str};

use crate::runtime::{closed_enum, number_enum, string_enum, union, wire};
use crate::unions::{fault, same};

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum CardKind {
    Card,
}
closed_enum!(CardKind { Card: "card" });

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum OpenKind {
    Bank,
    Unknown(String),
}
string_enum!(OpenKind { Bank: "bank" });

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Card {
    kind: CardKind,
    number: Option<String>,
}
wire!(Card { kind: "kind" required, number: "number" optional });

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Bank {
    kind: OpenKind,
    number: Option<String>,
}
wire!(Bank { kind: "kind" required, number: "number" optional });

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Cash {
    kind: String,
    number: Option<String>,
}
wire!(Cash { kind: "kind" required, number: "number" optional });

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Method {
    Cash(Cash),
    Bank(Bank),
    Card(Card),
}
union!(Method { Cash, Bank, Card });

#[test]
fn the_values_of_enums_tell_branches_apart() {
    let method = |kind: &str| from_str::<Method>(&format!(r#"{{"kind":"{kind}"}}"#)).unwrap();
    assert!(matches!(method("card"), Method::Card(_)), "a closed enum");
    assert!(matches!(method("bank"), Method::Bank(_)), "an open enum that knows the value");
    assert!(matches!(method("coin"), Method::Cash(_)), "any text");
}

#[derive(Clone, Debug, PartialEq)]
enum Size {
    Small,
    Unknown(f64),
}
number_enum!(Size(f64) open { Small: 1.0 });

#[derive(Clone, Debug, PartialEq)]
enum Length {
    Kind(OpenKind),
    Size(Size),
    Text(String),
    Number(f64),
}
union!(Length { Kind, Size, Text, Number });

#[test]
fn an_open_enum_leaves_what_it_does_not_know_to_others() {
    assert_eq!(same::<Length>("\"bank\""), Length::Kind(OpenKind::Bank));
    assert_eq!(same::<Length>("\"other\""), Length::Text("other".to_owned()));
    assert_eq!(same::<Length>("1"), Length::Size(Size::Small));
    assert_eq!(same::<Length>("2.5"), Length::Number(2.5));
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Point {
    x: i64,
    y: i64,
}
wire!(Point { x: "x" required, y: "y" required });

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Place {
    x: i64,
    y: i64,
    z: Option<i64>,
    label: Option<String>,
}
wire!(Place { x: "x" required, y: "y" required, z: "z" optional, label: "label" optional });

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Open {
    x: i64,
    extra: BTreeMap<String, Value>,
}
wire!(Open { x: "x" required, extra: rest });

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Spot {
    Any(Value),
    Map(BTreeMap<String, Value>),
    Open(Open),
    Point(Point),
    Place(Place),
}
union!(Spot { Any, Map, Open, Point, Place });

#[test]
fn the_branch_that_knows_most_keys_wins() {
    let spot = |text: &str| same::<Spot>(text);
    assert!(matches!(spot(r#"{"x":1,"y":2}"#), Spot::Point(_)), "the first of two that fit");
    assert!(matches!(spot(r#"{"x":1,"y":2,"z":3}"#), Spot::Place(_)), "the larger");
    assert!(matches!(spot(r#"{"x":1,"a":2}"#), Spot::Open(_)), "the only one with a known key");
    assert!(matches!(from_str(r#"{"x":1,"y":2,"a":2}"#).unwrap(), Spot::Point(_)));
    assert!(matches!(spot(r#"{"y":2,"z":3}"#), Spot::Any(_)), "none of the structs");
    assert!(matches!(spot("[1]"), Spot::Any(_)));
}

#[derive(Clone, Debug, PartialEq)]
struct Wrapped {
    data: Value,
}
wire!(Wrapped { data: "data" required });

#[derive(Clone, Debug, PartialEq)]
struct Typed {
    data: Option<Vec<Spot>>,
    more: Option<i64>,
}
wire!(Typed { data: "data" required, more: "more" optional });

#[derive(Clone, Debug, PartialEq)]
enum Envelope {
    Wrapped(Wrapped),
    Typed(Typed),
}
union!(Envelope { Wrapped, Typed });

#[test]
fn keys_further_in_count_too() {
    assert!(matches!(same(r#"{"data":[{"x":1,"y":2}]}"#), Envelope::Typed(_)));
    assert!(matches!(same(r#"{"data":[]}"#), Envelope::Wrapped(_)));
    assert!(matches!(same(r#"{"data":{"x":1}}"#), Envelope::Wrapped(_)));
}

/// `{"and": [..]}` and the like, which cannot be told apart before their end.
#[derive(Clone, Debug, PartialEq)]
struct All {
    of: Vec<Filter>,
    zz_all: i64,
}
wire!(All { of: "of" required, zz_all: "zzAll" required });

#[derive(Clone, Debug, PartialEq)]
struct AnyOf {
    of: Vec<Filter>,
    zz_any: i64,
}
wire!(AnyOf { of: "of" required, zz_any: "zzAny" required });

#[derive(Clone, Debug, PartialEq)]
struct Maybe {
    of: Vec<Filter>,
}
wire!(Maybe { of: "of" required });

#[derive(Clone, Debug, PartialEq)]
enum Filter {
    Maybe(Maybe),
    All(All),
    AnyOf(AnyOf),
    Text(String),
}
union!(Filter { Maybe, All, AnyOf, Text });

fn nested(levels: usize, innermost: &str) -> String {
    (0..levels).fold(innermost.to_owned(), |inner, _| format!(r#"{{"of":[{inner}],"zzAny":1}}"#))
}

#[test]
fn nesting_does_not_multiply_the_work() {
    // With three branches that read the inner union each, this would be 3 to the power of 30.
    let filter: Filter = same(&nested(30, "\"x\""));
    let mut levels = 0;
    let mut inner = &filter;
    while let Filter::AnyOf(any) = inner {
        levels += 1;
        inner = &any.of[0];
    }
    assert_eq!((levels, inner), (30, &Filter::Text("x".to_owned())));
    let fault = fault::<Filter>(&nested(30, "1"));
    assert!(
        fault.starts_with(": expected one of Maybe (at `of`: expected one of Maybe ("),
        "{fault}"
    );
    assert!(fault.chars().count() < 600, "{fault}");
}
