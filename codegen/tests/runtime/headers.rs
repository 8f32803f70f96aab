//! Headers of answers as types: read from a real answer, and what is said where one does not fit.

use std::collections::BTreeMap;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

use crate::runtime::{DateTime, HeaderError, Secret};
use crate::server::{Server, answer};
use crate::service::Kind;

#[derive(Clone, Debug, PartialEq)]
struct Tide {
    height: f64,
    rising: Option<bool>,
}
crate::runtime::wire!(Tide {
    height: "height" required,
    rising: "rising" optional,
});

#[derive(Clone, Debug, PartialEq)]
struct Level;
impl TryFrom<i64> for Level {
    type Error = &'static str;

    fn try_from(value: i64) -> Result<Self, &'static str> {
        if value == 3 { Ok(Self) } else { Err("expected 3") }
    }
}
impl<'de> serde::Deserialize<'de> for Level {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        crate::runtime::converted::<i64, _, _>(from)
    }
}

#[derive(Debug)]
struct Headers {
    total: i32,
    left: Option<u64>,
    ratio: Option<f64>,
    exact: Option<bool>,
    kind: Option<Kind>,
    level: Option<Level>,
    ports: Option<Vec<i64>>,
    tide: Option<Tide>,
    pairs: Option<BTreeMap<String, i64>>,
    captain: Option<Tide>,
    cookies: Option<Vec<Secret>>,
    any: Option<Vec<serde_json::Value>>,
    range: Option<(i64, String)>,
    modified: Option<DateTime>,
}
crate::runtime::headers!(Headers {
    total: "X-Total" required Simple,
    left: "X-Left" nullable Simple,
    ratio: "X-Ratio" optional Simple,
    exact: "X-Exact" optional Simple,
    kind: "X-Kind" optional Simple,
    level: "X-Level" optional Simple,
    ports: "X-Ports" optional Simple,
    tide: "X-Tide" optional Exploded,
    pairs: "X-Pairs" optional Simple,
    captain: "X-Captain" optional Json,
    cookies: "Set-Cookie" optional Lines,
    any: "X-Any" optional Simple,
    range: "X-Range" optional Simple,
    modified: "Last-Modified" optional Simple,
});

fn headers(lines: &[(&str, &str)]) -> HeaderMap {
    let lines = lines.iter().map(|(name, value)| {
        let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
        (name, HeaderValue::from_bytes(value.as_bytes()).unwrap())
    });
    lines.fold(HeaderMap::new(), |mut map, (name, value)| {
        map.append(name, value);
        map
    })
}

fn read(lines: &[(&str, &str)]) -> Result<Headers, HeaderError> {
    let mut all = vec![("x-total", "7")];
    all.retain(|(name, _)| lines.iter().all(|(given, _)| given != name));
    all.extend(lines);
    Headers::try_from(&headers(&all))
}

/// What is said of one header.
fn fault(name: &str, value: &str) -> String {
    let error = read(&[(name, value)]).unwrap_err();
    assert!(error.name().eq_ignore_ascii_case(name), "{error}");
    let text = error.to_string();
    assert!(!format!("{error:?}").contains("7h"), "the value is not repeated");
    text.strip_prefix(&format!("the header `{}` does not fit: ", error.name())).unwrap().to_owned()
}

#[test]
fn each_kind_of_value_is_read() {
    let read = read(&[
        ("x-left", "18446744073709551615"),
        ("X-RATIO", "0.25"),
        ("x-exact", "True"),
        ("x-kind", "dog"),
        ("x-level", "3"),
        ("x-ports", " 1, 2 ,3"),
        ("x-ports", "4"),
        ("x-tide", "height=1.5,rising=false"),
        ("x-pairs", "a,1,b,2"),
        ("x-captain", r#"{"height": 2, "rising": true}"#),
        ("set-cookie", "a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT"),
        ("set-cookie", "b=2"),
        ("x-any", "1,true,x"),
        ("x-range", "5,end"),
    ]);
    let read = read.unwrap();
    assert_eq!((read.total, read.left, read.ratio), (7, Some(u64::MAX), Some(0.25)));
    assert_eq!((read.exact, read.kind, read.level), (Some(true), Some(Kind::Dog), Some(Level)));
    assert_eq!(read.ports, Some(vec![1, 2, 3, 4]));
    assert_eq!(read.tide, Some(Tide { height: 1.5, rising: Some(false) }));
    assert_eq!(read.pairs.unwrap().into_values().sum::<i64>(), 3);
    assert_eq!(read.captain, Some(Tide { height: 2.0, rising: Some(true) }));
    let cookies = read.cookies.unwrap();
    assert!(!format!("{cookies:?}").contains("b=2"));
    let cookies = cookies.iter().map(Secret::expose).collect::<Vec<_>>();
    assert_eq!(cookies, ["a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT", "b=2"]);
    assert_eq!(read.any, Some(vec![1.into(), true.into(), "x".into()]));
    assert_eq!(read.range, Some((5, "end".to_owned())));
}

#[test]
fn what_is_missing_is_none_and_an_empty_list_is_one() {
    let none = read(&[]).unwrap();
    assert!(none.left.is_none() && none.ports.is_none() && none.cookies.is_none());
    let empty = read(&[("x-ports", ""), ("x-left", ""), ("x-pairs", "")]).unwrap();
    assert_eq!((empty.ports, empty.left), (Some(Vec::new()), None));
    assert_eq!(empty.pairs, Some(BTreeMap::new()));
    assert_eq!(read(&[("x-left", "null")]).unwrap().left, None);
    assert_eq!(read(&[("x-kind", "newt")]).unwrap().kind, Some(Kind::Unknown("newt".to_owned())));
}

#[test]
fn dates_are_read_as_headers_and_as_documents_write_them() {
    let modified = |text| read(&[("last-modified", text)]).map(|read| read.modified.unwrap());
    let date = modified("1994-11-06T08:49:37Z").unwrap();
    assert_eq!(modified("Sun, 06 Nov 1994 08:49:37 GMT"), Ok(date));
    for odd in ["Sun, 06 Nov 1994 GMT", "Sun, 06 Nex 1994 08:49:37 GMT", "Sun, 7h"] {
        assert_eq!(fault("last-modified", odd), "expected a date-time as in RFC 3339");
    }
}

#[test]
fn what_does_not_fit_is_named_and_not_repeated() {
    let missing = Headers::try_from(&HeaderMap::new()).unwrap_err().to_string();
    assert_eq!(missing, "the header `X-Total` does not fit: expected a value, but there is none");
    assert_eq!(fault("x-total", "7h"), "expected an integer of 32 bits");
    assert_eq!(fault("x-total", "2147483648"), "expected an integer of 32 bits");
    assert_eq!(fault("x-left", "-1"), "expected an integer of at least 0 and 64 bits");
    assert_eq!(fault("x-ratio", "7h"), "expected a number");
    assert_eq!(fault("x-ratio", "NaN"), "expected a number");
    assert_eq!(fault("x-ratio", "-inf"), "expected a number");
    assert_eq!(fault("x-exact", "7h"), "expected true or false");
    assert_eq!(fault("x-level", "4"), "expected 3");
    assert_eq!(fault("x-level", "7h"), "invalid type: string, expected i64");
    assert_eq!(fault("x-ports", "1,7h"), "expected an integer of 64 bits");
    assert_eq!(fault("x-tide", "height"), "expected a value for each key");
    assert_eq!(fault("x-tide", "rising=true"), "missing field `height`");
    assert_eq!(fault("x-pairs", "a,1,b"), "expected a value for each key");
    assert_eq!(
        fault("x-captain", r#"{"height": "7h"}"#),
        "height: invalid type: string, expected f64"
    );
    assert_eq!(fault("x-captain", "{"), "EOF while parsing an object");
    assert_eq!(fault("x-range", "5"), "invalid length 1, expected a tuple of size 2");
    let latin = HeaderValue::from_bytes(b"caf\xe9").unwrap();
    let mut map = headers(&[("x-total", "1")]);
    map.insert("x-kind", latin);
    let error = Headers::try_from(&map).unwrap_err();
    assert_eq!(error.to_string(), "the header `X-Kind` does not fit: expected UTF-8");
}

#[tokio::test]
async fn headers_of_answers_and_of_errors_come_over_the_wire() {
    let found = ["X-TOTAL: 2", "x-ports: 1", "X-Ports: 2", "set-cookie: sid=7h; Path=/"];
    let odd = ["x-total: 7h"];
    let busy = ["x-total: 0", "X-Ratio: 1.5"];
    let server = Server::start([
        answer("200 OK", &found, "up"),
        answer("200 OK", &odd, "up"),
        answer("404 Not Found", &busy, ""),
    ])
    .await;
    let pets = server.client().pets();
    let reply = pets.status().with_response().await.unwrap();
    let read = Headers::try_from(&reply.headers).unwrap();
    assert_eq!((read.total, read.ports), (2, Some(vec![1, 2])));
    assert_eq!(read.cookies.unwrap()[0].expose(), "sid=7h; Path=/");
    // The call does not fail over them.
    let reply = pets.status().with_response().await.unwrap();
    assert_eq!(reply.body, "up");
    assert_eq!(Headers::try_from(&reply.headers).unwrap_err().name(), "X-Total");
    let error = pets.status().await.unwrap_err();
    let read = Headers::try_from(error.headers().unwrap()).unwrap();
    assert_eq!((read.total, read.ratio), (0, Some(1.5)));
}
