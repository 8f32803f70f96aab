//! Unions: told apart by a tag or by type, read, written, and refused with a reason.

use std::collections::BTreeMap;
use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, from_str, json, to_string};

use crate::judging::{Method, Place, Point, Spot};
use crate::runtime::{Date, DateTime, collecting, explain, newtype, tagged_union, union, wire};
use crate::{Patch, runtime::Secret};

/// The value of a text; writing it gives the text again.
pub fn same<T: Serialize + DeserializeOwned>(text: &str) -> T {
    let value: T = from_str(text).unwrap();
    assert_eq!(to_string(&value).unwrap(), text);
    value
}

pub fn fault<T: DeserializeOwned + Debug>(body: &str) -> String {
    let error = serde_json::from_slice::<T>(body.as_bytes()).unwrap_err();
    let (path, message) = explain(body.as_bytes(), &error);
    format!("{path}: {message}")
}

#[derive(Clone, Debug, PartialEq)]
struct Cat {
    pet_type: String,
    lives: Option<i64>,
}
wire!(Cat { pet_type: "petType" required, lives: "lives" optional });

#[derive(Clone, Debug, PartialEq)]
struct Dog {
    name: String,
    friend: Option<Pet>,
}
wire!(Dog { name: "name" required, friend: "friend" optional });

#[derive(Clone, Debug, PartialEq)]
enum Pet {
    Cat(Cat),
    Dog(Box<Dog>),
    Unknown(Value),
}
tagged_union!(Pet "petType" {
    Cat: "cat" "CAT",
    Dog: "dog" "7" "true" untagged,
});

fn cat(tag: &str, lives: Option<i64>) -> Pet {
    Pet::Cat(Cat { pet_type: tag.to_owned(), lives })
}

fn dog(name: &str, friend: Option<Pet>) -> Pet {
    Pet::Dog(Box::new(Dog { name: name.to_owned(), friend }))
}

#[test]
fn a_tag_picks_the_branch() {
    assert_eq!(same::<Pet>(r#"{"petType":"cat","lives":9}"#), cat("cat", Some(9)));
    assert_eq!(same::<Pet>(r#"{"petType":"CAT"}"#), cat("CAT", None));
    assert_eq!(same::<Pet>(r#"{"petType":"dog","name":"Rex"}"#), dog("Rex", None));
    assert_eq!(from_str::<Pet>(r#"{"name":"Rex","petType":7}"#).unwrap(), dog("Rex", None));
    assert_eq!(from_str::<Pet>(r#"{"petType":true,"name":"Rex"}"#).unwrap(), dog("Rex", None));
}

#[test]
fn the_shape_tells_branches_of_one_tag_apart() {
    #[derive(Clone, Debug, PartialEq)]
    struct Kitten {
        pet_type: String,
        mother: String,
    }
    wire!(Kitten { pet_type: "petType" required, mother: "mother" required });

    #[derive(Clone, Debug, PartialEq)]
    enum Feline {
        Cat(Cat),
        Kitten(Kitten),
        Unknown(Value),
    }
    tagged_union!(Feline "petType" { Cat: "cat", Kitten: "cat" });

    let young = Kitten { pet_type: "cat".to_owned(), mother: "Ada".to_owned() };
    let text = r#"{"petType":"cat","mother":"Ada"}"#;
    assert_eq!(same::<Feline>(text), Feline::Kitten(young));
    let old = Cat { pet_type: "cat".to_owned(), lives: Some(9) };
    assert_eq!(same::<Feline>(r#"{"petType":"cat","lives":9}"#), Feline::Cat(old));
    let other = r#"{"petType":"lion","mother":"Ada"}"#;
    assert_eq!(same::<Feline>(other), Feline::Unknown(from_str(other).unwrap()));
}

#[test]
fn a_tag_that_is_not_listed_keeps_the_value() {
    for text in [r#"{"petType":"fox","a":[1,null]}"#, r#"{"petType":8}"#] {
        assert_eq!(same::<Pet>(text), Pet::Unknown(from_str(text).unwrap()));
    }
}

#[test]
fn without_a_tag_the_shape_decides() {
    assert_eq!(from_str::<Pet>(r#"{"name":"Rex"}"#).unwrap(), dog("Rex", None));
    assert_eq!(from_str::<Pet>(r#"{"name":"Rex","petType":null}"#).unwrap(), dog("Rex", None));
    assert_eq!(
        fault::<Pet>(r#"{"lives":1}"#),
        ": expected one of Cat (missing field `petType`), Dog (missing field `name`)"
    );
    assert_eq!(
        fault::<Pet>("[]"),
        ": expected one of Cat (invalid type: sequence, expected an object), \
         Dog (invalid type: sequence, expected an object)"
    );
}

#[test]
fn a_tag_that_the_branch_does_not_declare_is_put_in() {
    let pet = dog("Rex", Some(dog("Mia", Some(cat("cat", None)))));
    let text = to_string(&pet).unwrap();
    assert!(text.starts_with(r#"{"petType":"dog","#), "{text}");
    assert_eq!(
        from_str::<Value>(&text).unwrap(),
        json!({
            "petType": "dog",
            "name": "Rex",
            "friend": { "petType": "dog", "name": "Mia", "friend": { "petType": "cat" } },
        })
    );
    assert_eq!(from_str::<Pet>(&text).unwrap(), pet);
}

#[derive(Clone, Debug, PartialEq)]
struct Loose {
    extra: BTreeMap<String, Value>,
}
wire!(Loose { extra: rest });

#[derive(Clone, Debug, PartialEq)]
enum Event {
    Dog(Dog),
    Other(Loose),
    Unknown(Value),
}
tagged_union!(Event "type" else Other { Dog: "dog" untagged, Other: untagged });

#[derive(Clone, Debug, PartialEq)]
enum Strict {
    Dog(Dog),
    Cat(Cat),
    Unknown(Value),
}
tagged_union!(Strict "type" else Dog { Dog: "dog" untagged, Cat: "cat" untagged });

#[test]
fn a_default_takes_what_has_another_tag_or_none() {
    for text in [r#"{"a":1,"type":"fox"}"#, r#"{"a":1}"#] {
        assert!(matches!(same::<Event>(text), Event::Other(_)), "{text}");
    }
    assert!(matches!(same::<Event>(r#"{"type":"dog","name":"Rex"}"#), Event::Dog(_)));
    assert!(matches!(from_str(r#"{"type":"fox","name":"Rex"}"#).unwrap(), Strict::Dog(_)));
    // Where the default does not fit, the rules are those without one.
    assert!(matches!(same(r#"{"type":"fox","a":1}"#), Strict::Unknown(_)));
    assert!(matches!(from_str(r#"{"petType":"cat"}"#).unwrap(), Strict::Cat(_)));
    assert!(fault::<Strict>("{}").contains("expected one of Dog ("));
}

#[test]
fn an_untagged_branch_keeps_the_tag_that_it_has() {
    let loose = Loose { extra: BTreeMap::from([("type".to_owned(), json!("cow"))]) };
    assert_eq!(to_string(&Event::Other(loose)).unwrap(), r#"{"type":"cow"}"#);
}

#[derive(Clone, Debug, PartialEq)]
enum Animal {
    Pet(Pet),
    Wild(Loose),
    Names(Vec<String>),
    Unknown(Value),
}
tagged_union!(Animal "petType" {
    Pet: "cat" "dog",
    Wild: "wolf",
    Names: "names" untagged,
});

#[test]
fn a_branch_can_be_a_union_or_a_list() {
    assert_eq!(same::<Animal>(r#"{"petType":"cat"}"#), Animal::Pet(cat("cat", None)));
    assert_eq!(same::<Animal>(r#"{"petType":"dog","name":"Rex"}"#), Animal::Pet(dog("Rex", None)));
    assert_eq!(same::<Animal>(r#"["a","b"]"#), Animal::Names(vec!["a".into(), "b".into()]));
    assert_eq!(
        fault::<Animal>(r#"{"petType":"dog","name":7}"#),
        ": expected Pet (expected Dog (at `name`: invalid type: integer, expected a string))"
    );
}

#[derive(Clone, Debug, PartialEq)]
enum Id {
    Day(Date),
    Number(i64),
    Float(f64),
    Flag(bool),
    Text(String),
    Owner(Box<Dog>),
    Ids(Vec<Id>),
}
union!(Id { Day, Number, Float, Flag, Text, Owner, Ids });

#[test]
fn the_type_of_a_value_picks_the_branch() {
    let ids = same::<Vec<Id>>(r#"[1,1.5,"1",true,[2,["3"]],"2024-02-29",{"name":"Rex"}]"#);
    assert_eq!(ids[..4], [Id::Number(1), Id::Float(1.5), Id::Text("1".to_owned()), Id::Flag(true)]);
    assert_eq!(ids[4], Id::Ids(vec![Id::Number(2), Id::Ids(vec![Id::Text("3".to_owned())])]));
    assert!(matches!(ids[5..], [Id::Day(_), Id::Owner(_)]));
    let large: Id = from_str("18446744073709551615").unwrap();
    assert_eq!(large, Id::Float(18_446_744_073_709_551_615.0));
}

#[derive(Clone, Debug, PartialEq)]
struct Holder {
    id: Option<Id>,
    cleared: Patch<Id>,
    by_name: Option<BTreeMap<String, Vec<Pet>>>,
}
wire!(Holder { id: "id" optional, cleared: "cleared" patch, by_name: "byName" optional });

#[test]
fn null_is_a_matter_of_the_field() {
    let holder: Holder = from_str(r#"{"id":null,"cleared":null}"#).unwrap();
    assert_eq!(holder, Holder { id: None, cleared: Patch::Null, by_name: None });
    let holder: Holder = from_str(r#"{"id":1,"cleared":2}"#).unwrap();
    assert_eq!((holder.id, holder.cleared), (Some(Id::Number(1)), Patch::Value(Id::Number(2))));
    assert!(from_str::<Id>("null").is_err());
}

#[test]
fn an_error_stands_where_the_union_stands() {
    let cases = [
        (
            r#"{"id": 1, "byName": {"a": [{"petType": "cat"}, {"petType": "cat", "lives": "nine"}], "b": []}}"#,
            "byName.a[1]: expected Cat (at `lives`: invalid type: string, expected i64)",
        ),
        (
            r#"{"byName": {"a": [{"petType": "dog", "name": "R", "friend": {"petType": "dog"}}]}}"#,
            "byName.a[0]: expected Dog (at `friend`: expected Dog (missing field `name`))",
        ),
        (
            r#"{"byName": {"a": [
                1]}}"#,
            "byName.a[0]: expected one of Cat (invalid type: integer, expected an object), \
             Dog (invalid type: integer, expected an object)",
        ),
    ];
    for (body, expected) in cases {
        assert_eq!(fault::<Holder>(body), expected, "{body}");
    }
    let fault = fault::<Holder>(r#"{"byName": {}, "id": {"name": "tok-123", "friend": [3]}}"#);
    assert!(fault.starts_with("id: expected one of Day ("), "{fault}");
    assert!(fault.contains("Owner (at `friend`: expected one of Cat ("), "{fault}");
}

#[test]
fn an_error_repeats_no_value_and_stays_short() {
    for value in [
        r#"{"name": ["tok-123"]}"#,
        r#"{"name": "a", "friend": {"petType": "cat", "lives": "tok-123\", expected `x`"}}"#,
        r#"{"name": "a", "friend": {"petType": "cat", "lives": 1234567.5}}"#,
        r#"{"tok-123": "tok-123"}"#,
    ] {
        let fault = fault::<Holder>(&format!(r#"{{"id": {value}}}"#));
        assert!(fault.starts_with("id: expected one of "), "{fault}");
        assert!(!fault.contains("tok-123") && !fault.contains("1234567"), "{fault}");
        assert!(fault.chars().count() < 600, "{fault}");
    }
    let fault = fault::<Many>("null");
    assert!(
        fault.ends_with("Spot (invalid type: null, expected a sequence) and 5 more"),
        "{fault}"
    );
}

#[derive(Clone, Debug, PartialEq)]
enum Many {
    Id(Id),
    Method(Method),
    Spot(Vec<Spot>),
    Holder(Holder),
    Point(Point),
    Place(Place),
    Cat(Cat),
    Dog(Dog),
}
union!(Many { Id, Method, Spot, Holder, Point, Place, Cat, Dog });

#[derive(Clone, Debug, PartialEq)]
struct Login {
    token: Secret,
    at: Option<DateTime>,
}
wire!(Login { token: "token" required, at: "at" optional });

#[derive(Clone, Debug, PartialEq)]
enum Entry {
    Login(Login),
    Unknown(Value),
}
tagged_union!(Entry "type" { Login: "login" untagged });

#[test]
fn secrets_are_noted_where_a_tag_is_put_in() {
    let entry: Entry = from_str(r#"{"type":"login","token":"t-1"}"#).unwrap();
    let (text, secrets) = collecting(|| to_string(&entry).unwrap());
    assert_eq!(text, r#"{"type":"login","token":"t-1"}"#);
    assert_eq!(secrets, [Secret::new("t-1")]);
    let error = fault::<Entry>(r#"{"type":"login","token":["t-1"],"at":"soon"}"#);
    assert_eq!(error, ": expected Login (at `token`: invalid type: sequence, expected a string)");
    let error = fault::<Entry>(r#"{"type":"login","token":"t","at":"soon"}"#);
    assert_eq!(error, ": expected Login (at `at`: expected a date-time as in RFC 3339)");
}

#[derive(Clone, Debug, PartialEq)]
struct Tree(Vec<Tree>);
newtype!(Tree(Vec<Tree>));

#[derive(Clone, Debug, PartialEq)]
struct Menu(BTreeMap<String, Menu>);
newtype!(Menu(BTreeMap<String, Menu>));

#[test]
fn lists_and_maps_can_hold_themselves() {
    let tree: Tree = same("[[],[[]]]");
    assert_eq!(tree, Tree::from(vec![Tree(vec![]), Tree(vec![Tree(vec![])])]));
    assert_eq!(tree.as_ref().len(), 2);
    assert_eq!(Vec::from(tree).len(), 2);
    let menu: Menu = same(r#"{"a":{"b":{}}}"#);
    assert_eq!(BTreeMap::from(menu).len(), 1);
    assert_eq!(fault::<Tree>("[[],[3]]"), "[1][0]: invalid type: integer, expected a sequence");
}
