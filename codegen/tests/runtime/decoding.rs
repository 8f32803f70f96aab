//! Where a decode error points, what it says, and that no bytes can make it panic.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;

use crate::runtime::{explain, wire};
use crate::service::{Kind, Pet};

#[derive(Debug)]
struct Page {
    data: Vec<Item>,
    by_name: Option<BTreeMap<String, Item>>,
    grid: Option<Vec<Vec<i64>>>,
}
wire!(Page {
    data: "data" required,
    by_name: "by.name \"x\"" optional,
    grid: "grid" optional,
});

#[derive(Debug)]
struct Item {
    id: uuid::Uuid,
    count: i64,
    kind: Option<Kind>,
    pet: Option<Pet>,
}
wire!(Item {
    id: "id" required,
    count: "count" required,
    kind: "kind" optional,
    pet: "pet" optional,
});

fn fault<T: DeserializeOwned + std::fmt::Debug>(body: &str) -> String {
    let error = serde_json::from_slice::<T>(body.as_bytes()).unwrap_err();
    let (path, message) = explain(body.as_bytes(), &error);
    format!("{path}: {message}")
}

const ID: &str = r#""id": "67e55044-10b1-426f-9247-bb680e5fe0c8""#;

#[test]
fn the_path_leads_to_the_value() {
    let cases = [
        (
            format!(r#"{{"data": [{{{ID}, "count": "many"}}]}}"#),
            "data[0].count: invalid type: string, expected i64",
        ),
        (
            format!("{{\"data\": [{{{ID}, \"count\": 1}},\n\n {{{ID},\n \"count\":\n true}}]}}"),
            "data[1].count: invalid type: boolean, expected i64",
        ),
        (
            format!(r#"{{"data": [{{{ID}, "count": 1}}, {{{ID}}}]}}"#),
            "data[1]: missing field `count`",
        ),
        (r#"{"data": {"a": 1}}"#.to_owned(), "data: invalid type: map, expected a sequence"),
        (r#"{"data": [[1]]}"#.to_owned(), "data[0]: invalid type: sequence, expected an object"),
        (
            r#"{"data": [{"id": "secret-value"}]}"#.to_owned(),
            "data[0].id: the value does not have the form that its type asks for",
        ),
        (
            r#"{"data": [], "grid": [[1, 2], [3, 4.5]]}"#.to_owned(),
            "grid[1][1]: invalid type: floating point, expected i64",
        ),
        (
            r#"{"data": [], "grid": [[], {"a":[1,2,{}]}, 1], "x": 1}"#.to_owned(),
            "grid[1]: invalid type: map, expected a sequence",
        ),
        (
            r#"{"data": [], "by.name \"x\"": {"a b": {"count": [0]}}}"#.to_owned(),
            r#"["by.name \"x\""]["a b"].count: invalid type: sequence, expected i64"#,
        ),
        (
            r#"{"data": [], "by.name \u0022x\"": {"": null}}"#.to_owned(),
            r#"["by.name \"x\""][""]: invalid type: null, expected an object"#,
        ),
        (
            r#"{"skip": [1, {"data": "\"]}"}], "data": 1e3}"#.to_owned(),
            "data: invalid type: floating point, expected a sequence",
        ),
        ("{}".to_owned(), ": missing field `data`"),
        ("  ".to_owned(), ": EOF while parsing a value"),
        ("[]".to_owned(), ": invalid type: sequence, expected an object"),
        ("<html>".to_owned(), ": expected value"),
        (r#"{"data": [{"id": "67e5"#.to_owned(), "data[0].id: EOF while parsing a string"),
        (r#"{"data": [{"count": 1,"#.to_owned(), "data[0]: EOF while parsing a value"),
        (r#"{"data": [{"count" 1"#.to_owned(), "data[0].count: expected `:`"),
        (r#"{"data": []} x"#.to_owned(), ": trailing characters"),
        (r#"{"data": [{"count": 01}]}"#.to_owned(), "data[0].count: invalid number"),
        (
            r#"{"data": [{"count": 99999999999999999999}]}"#.to_owned(),
            "data[0].count: invalid type: floating point, expected i64",
        ),
    ];
    for (body, expected) in &cases {
        assert_eq!(&fault::<Page>(body), expected, "{body}");
    }
}

#[test]
fn no_message_repeats_a_value() {
    let cases = [
        r#"{"data": "tok-123"}"#,
        r#"{"data": "tok-123, expected tok-123"}"#,
        r#"{"data": [{"count": "tok-123\", expected `x`"}]}"#,
        r#"{"data": [{"id": "tok-123"}]}"#,
        r#"{"data": [{"id": "expected tok-123"}]}"#,
        r#"{"data": [{"count": 1234567.5}]}"#,
        r#"{"data": [{"count": {"tok-123": "tok-123"}}]}"#,
        r#"{"data": tok-123}"#,
        r#""tok-123""#,
    ];
    for body in cases {
        let fault = fault::<Page>(body);
        assert!(!fault.contains("tok-123") && !fault.contains("1234567"), "{fault}");
    }
}

#[test]
fn a_path_stays_short() {
    let key = "k".repeat(10_000);
    let body = format!(r#"{{"data": [], "by.name \"x\"": {{"{key}": 1}}}}"#);
    assert!(fault::<Page>(&body).len() < 200);
    let deep = format!(r#"{{"skip": {}"#, "[".repeat(100_000));
    assert!(fault::<Page>(&deep).len() < 1_000);
    let deep = format!(r#"{{"skip": {}{}, "data": 1}}"#, "[".repeat(500), "]".repeat(500));
    assert_eq!(fault::<Page>(&deep), "data: invalid type: integer, expected a sequence");
}

#[test]
fn no_bytes_make_it_panic() {
    let body = format!(
        "{{\"data\": [{{{ID}, \"count\": -12.5e3, \"pet\": {{\"id\": 1, \"type\": \"\\u00e9\\\\\"}}}}, null],\n \
         \"by.name \\\"x\\\"\": {{\"é\": []}}, \"grid\": [[true, 0]]}}"
    );
    let mut random = 0x2545_F491_4F6C_DD1D_u64;
    let mut next = |below: usize| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        usize::try_from(random % 1_000_003).unwrap() % below
    };
    let bytes = b"{}[]\",:\\ \n0-.eEtfnu\xff\xc3\x00\x1f";
    for _ in 0..4_000 {
        let mut body = body.clone().into_bytes();
        for _ in 0..=next(3) {
            let place = next(body.len());
            match next(4) {
                0 => body.truncate(place + 1),
                1 => body[place] = bytes[next(bytes.len())],
                2 => body.insert(place, bytes[next(bytes.len())]),
                _ => drop(body.drain(place..body.len().min(place + 4))),
            }
            if body.is_empty() {
                body.push(b'[');
            }
        }
        if let Err(error) = serde_json::from_slice::<Page>(&body) {
            explain(&body, &error);
            // The position of another body is as good as any.
            explain(body.get(next(body.len())..).unwrap_or_default(), &error);
        }
    }
}
