//! `wire!`: reading and writing of structs in all presences.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::str::FromStr;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, from_str, json, to_string};
use time::format_description::well_known::Rfc3339;

use crate::runtime::{
    Date, DateTime, Patch, Secret, TimeFormatError, empty, moment_chrono, moment_jiff, wire,
};
use crate::service::{Kind, Pet};

fn pet() -> Pet {
    #[allow(deprecated)]
    Pet {
        id: 7,
        r#type: Kind::Cat,
        name: None,
        owner: None,
        age: Patch::Absent,
        parent: None,
        extra: BTreeMap::new(),
    }
}

#[test]
fn absent_fields_are_left_out_and_nullable_ones_are_null() {
    let text = to_string(&pet()).unwrap();
    assert_eq!(text, r#"{"id":7,"type":"cat","owner":null}"#);
    assert_eq!(from_str::<Pet>(&text).unwrap(), pet());
}

#[test]
fn every_presence_survives_a_round_trip() {
    #[allow(deprecated)]
    let full = Pet {
        name: Some("Mia \u{1F408}".to_owned()),
        owner: Some("me".to_owned()),
        age: Patch::Value(3),
        parent: Some(Box::new(pet())),
        extra: BTreeMap::from([("k\"ey".to_owned(), json!([1, null]))]),
        ..pet()
    };
    let text = to_string(&full).unwrap();
    assert_eq!(
        text,
        "{\"id\":7,\"type\":\"cat\",\"naïve \\\"name\\\"\\n\":\"Mia \u{1F408}\",\"owner\":\"me\",\
         \"age\":3,\"parent\":{\"id\":7,\"type\":\"cat\",\"owner\":null},\"k\\\"ey\":[1,null]}"
    );
    assert_eq!(from_str::<Pet>(&text).unwrap(), full);
    assert_eq!(serde_json::from_value::<Pet>(serde_json::to_value(&full).unwrap()).unwrap(), full);
}

#[test]
#[allow(deprecated)]
fn a_patch_tells_null_from_absent() {
    let read =
        |age: &str| from_str::<Pet>(&format!(r#"{{"id":1,"type":"cat"{age}}}"#)).unwrap().age;
    assert_eq!(read(""), Patch::Absent);
    assert_eq!(read(r#","age":null"#), Patch::Null);
    assert_eq!(read(r#","age":4"#), Patch::Value(4));
    let text = to_string(&Pet { age: Patch::Null, ..pet() }).unwrap();
    assert_eq!(text, r#"{"id":7,"type":"cat","owner":null,"age":null}"#);
    assert_eq!(Patch::from(Some(1)), Patch::Value(1));
    assert_eq!(Patch::<i64>::from(None), Patch::Null);
    assert_eq!(Patch::Value(1).as_ref().into_option(), Some(&1));
    assert!(Patch::<i64>::default().is_absent());
}

#[test]
fn null_reads_as_none_and_the_last_of_two_keys_wins() {
    let text = r#"{"id":1,"id":2,"type":"dog","na\u00efve \"name\"\n":null,"x":1,"x":2}"#;
    let pet: Pet = from_str(text).unwrap();
    assert_eq!((pet.id, pet.name, pet.r#type), (2, None, Kind::Dog));
    assert_eq!(pet.extra, BTreeMap::from([("x".to_owned(), json!(2))]));
}

#[test]
fn what_does_not_fit_says_so() {
    let fault = |text: &str| from_str::<Pet>(text).unwrap_err().to_string();
    assert!(fault(r#"{"id":1}"#).starts_with("missing field `type`"));
    assert!(fault(r#"{"id":null,"type":"cat"}"#).starts_with("invalid type: null, expected i64"));
    for text in ["[]", "1", "\"text\"", "null", "true"] {
        assert!(fault(text).contains("expected an object"), "{}", fault(text));
    }
}

#[derive(Clone, Debug, PartialEq)]
struct Empty {}
empty!(Empty {});

#[derive(Clone, Debug, PartialEq)]
struct Names {
    map: Option<i64>,
    key: Option<i64>,
    rest: BTreeMap<String, String>,
}
wire!(Names {
    map: "map" optional,
    key: "" optional,
    rest: rest
});

#[test]
fn no_fields_and_fields_named_like_the_macro_s_own_are_fine() {
    assert_eq!(from_str::<Empty>(r#"{"a":{"b":[1]}}"#).unwrap(), Empty {});
    assert_eq!(to_string(&Empty {}).unwrap(), "{}");
    let names: Names = from_str(r#"{"map":1,"":2,"rest":"3"}"#).unwrap();
    assert_eq!((names.map, names.key, names.rest["rest"].as_str()), (Some(1), Some(2), "3"));
    assert!(from_str::<Names>(r#"{"other":1}"#).is_err());
}

#[derive(Clone, Debug, PartialEq)]
struct Moments {
    at: DateTime,
    day: Option<Date>,
    token: Secret,
}
wire!(Moments {
    at: "at" required,
    day: "day" optional,
    token: "token" required,
});

#[test]
fn dates_and_secrets_stand_in_structs() {
    let text = r#"{"at":"2024-02-29T12:30:00.5+01:00","day":"2024-02-29","token":"t"}"#;
    let moments: Moments = from_str(text).unwrap();
    assert_eq!(to_string(&moments).unwrap(), text);
    assert_eq!(moments.at.year(), 2024);
    assert_eq!(moments.day.map(|day| day.to_string()).as_deref(), Some("2024-02-29"));
    assert_eq!(moments.token.expose(), "t");
}

/// What a moment is read as, and what is sent then.
fn moments<T: FromStr<Err = TimeFormatError> + Serialize + DeserializeOwned + Display>() {
    for (text, expected) in [
        ("2024-05-01T12:30:00", "2024-05-01T12:30:00Z"),
        ("2024-05-01T12:30:00Z", "2024-05-01T12:30:00Z"),
        ("2024-05-01T12:30:00.250000", "2024-05-01T12:30:00.25Z"),
        ("2024-05-01T12:30:00.000001", "2024-05-01T12:30:00.000001Z"),
        ("2024-05-01T12:30:00+02:00", "2024-05-01T10:30:00Z"),
    ] {
        let read: T = serde_json::from_value(text.into()).unwrap();
        let sent = serde_json::to_value(&read).unwrap();
        assert_eq!(Value::from(read.to_string()), sent);
        // An offset and zeros at the end may stay as they came.
        let [sent, expected] = [sent.as_str().unwrap(), expected].map(|text| {
            let time = time::OffsetDateTime::parse(text, &Rfc3339).unwrap();
            time.to_offset(time::UtcOffset::UTC)
        });
        assert_eq!(sent, expected, "{text}");
    }
    for text in NO_MOMENTS {
        assert!(text.parse::<T>().is_err(), "{text}");
    }
    let error = serde_json::from_value::<T>("x".into()).err().unwrap();
    assert_eq!(error.to_string(), "expected a date-time as in RFC 3339");
}

const NO_MOMENTS: [&str; 10] = [
    "",
    "2024",
    "2024-13-01",
    "2023-02-29",
    "24-01-01",
    "2024-1-1",
    "+024-01-01",
    "2024-01-01",
    "2024-01-01T",
    "2024-01-01T25:00:00",
];

#[test]
fn moments_without_an_offset_are_in_utc() {
    moments::<DateTime>();
    moments::<moment_chrono::DateTime>();
    moments::<moment_jiff::DateTime>();
}

#[test]
fn years_of_five_digits_are_not_sent() {
    let late = moment_chrono::DateTime(chrono::DateTime::<chrono::Utc>::MAX_UTC);
    let early = moment_jiff::DateTime(jiff::Timestamp::MIN);
    assert!(to_string(&late).is_err() && to_string(&early).is_err());
    assert!(format!("{late} {early}").contains("262142"), "{late} {early}");
}

#[test]
fn dates_are_read_with_care() {
    for text in NO_MOMENTS.iter().filter(|text| **text != "2024-01-01") {
        assert!(text.parse::<Date>().is_err(), "{text}");
    }
    // A year that RFC 3339 cannot write is an error where it is sent, and shown where it is shown.
    let odd = time::UtcOffset::from_hms(1, 2, 3).unwrap();
    let odd = DateTime(time::OffsetDateTime::UNIX_EPOCH.to_offset(odd));
    assert!(odd.to_string().contains("1970-01-01"));
    assert!(to_string(&odd).is_err());
    let error =
        from_str::<Value>("\"x\"").map(serde_json::from_value::<Date>).unwrap().unwrap_err();
    assert_eq!(error.to_string(), "expected a date as YYYY-MM-DD");
}
