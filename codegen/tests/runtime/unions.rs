//! Unions: told apart by a tag or by shape, read, written, and refused with a reason.

use std::collections::BTreeMap;
use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, from_str, json, to_string};

use crate::runtime::{
    Base64, Date, Secret, explain, newtype, string_enum, tagged_union, union, wire,
};

/// The value of a text; writing it gives the text again.
fn same<T: Serialize + DeserializeOwned>(text: &str) -> T {
    let value: T = from_str(text).unwrap();
    assert_eq!(to_string(&value).unwrap(), text);
    value
}

fn fault<T: DeserializeOwned + Debug>(body: &str) -> String {
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

fn dog(name: &str, friend: Option<Pet>) -> Pet {
    Pet::Dog(Box::new(Dog { name: name.to_owned(), friend }))
}

fn cat(tag: &str, lives: Option<i64>) -> Pet {
    Pet::Cat(Cat { pet_type: tag.to_owned(), lives })
}

#[test]
fn a_tag_picks_the_branch() {
    assert_eq!(same::<Pet>(r#"{"petType":"cat","lives":9}"#), cat("cat", Some(9)));
    assert_eq!(same::<Pet>(r#"{"petType":"CAT"}"#), cat("CAT", None));
    assert_eq!(from_str::<Pet>(r#"{"name":"Rex","petType":7}"#).unwrap(), dog("Rex", None));
    assert_eq!(from_str::<Pet>(r#"{"petType":true,"name":"Rex"}"#).unwrap(), dog("Rex", None));
}

#[test]
fn a_tag_that_the_branch_does_not_declare_is_written_first() {
    let pet = dog("Rex", Some(dog("Mia", Some(cat("cat", None)))));
    let text = r#"{"petType":"dog","name":"Rex","friend":{"petType":"dog","name":"Mia","friend":{"petType":"cat"}}}"#;
    // The order of the members behind the tag is that of `serde_json::Map`.
    assert_eq!(to_string(&pet).unwrap().find(r#"{"petType":"dog","#), Some(0));
    assert_eq!(
        from_str::<Value>(&to_string(&pet).unwrap()).unwrap(),
        from_str::<Value>(text).unwrap()
    );
    assert_eq!(from_str::<Pet>(text).unwrap(), pet);
}

#[derive(Clone, Debug, PartialEq)]
enum Id {
    Number(i64),
    Float(f64),
    Text(String),
    Owner(Box<Dog>),
    Ids(Vec<Id>),
}
union!(Id { Number, Float, Text, Owner, Ids });

#[test]
fn the_type_of_the_value_picks_the_branch() {
    assert_eq!(same::<Vec<Id>>(r#"[1,1.5,"1",[2,["3"]]]"#).len(), 4);
    assert_eq!(
        from_str::<Id>(r#"{"name":"Rex"}"#).unwrap(),
        Id::Owner(Box::new(Dog { name: "Rex".to_owned(), friend: None }))
    );
}
