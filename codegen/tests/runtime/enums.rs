//! Enums of strings, integers, numbers and booleans, open and closed.

use serde_json::{from_str, to_string};

use crate::runtime::{boolean_enum, closed_enum, integer_enum, number_enum};
use crate::service::Kind;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum OnError {
    Redirect,
    Stay,
}
closed_enum!(OnError { Redirect: "redirect", Stay: "stay \"put\"" });

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
enum Level {
    Low,
    High,
    Unknown(i64),
}
integer_enum!(Level(i64) open { Low: 1, High: -2, });

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Bit {
    Zero,
    One,
}
integer_enum!(Bit(i64) closed { Zero: 0, One: 1 });

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
enum Version {
    V4,
    V4_1,
    Unknown(f64),
}
number_enum!(Version(f64) open { V4: 4.0, V4_1: 4.1, });

#[derive(Clone, Debug, PartialEq)]
enum Half {
    Half,
}
number_enum!(Half(f64) closed { Half: 0.5 });

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Yes {
    True,
}
boolean_enum!(Yes { True: true });

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Both {
    True,
    False,
}
boolean_enum!(Both { True: true, False: false });

#[test]
fn an_open_enum_keeps_what_it_does_not_know() {
    let kinds: Vec<Kind> = from_str(r#"["cat","b\u0069rd"]"#).unwrap();
    assert_eq!(kinds, [Kind::Cat, Kind::Unknown("bird".to_owned())]);
    assert_eq!(to_string(&kinds).unwrap(), r#"["cat","bird"]"#);
    assert_eq!(kinds.iter().map(Kind::is_unknown).collect::<Vec<_>>(), [false, true]);
    assert_eq!(Kind::from("dog"), Kind::Dog);
    assert_eq!(Kind::from("fox".to_owned()).as_str(), "fox");
    let Ok(kind) = "cat".parse::<Kind>();
    assert_eq!(format!("{kind:>5}"), "  cat");

    let levels: Vec<Level> = from_str("[1,-2,3]").unwrap();
    assert_eq!(levels, [Level::Low, Level::High, Level::Unknown(3)]);
    assert_eq!(to_string(&levels).unwrap(), "[1,-2,3]");
    assert_eq!((Level::from(-2).value(), Level::from(9).is_unknown()), (-2, true));
    assert_eq!(Level::High.to_string(), "-2");
}

#[test]
fn numbers_are_written_as_short_as_they_are_read() {
    let versions: Vec<Version> = from_str("[4,4.0,4.1,5,1e300,0.1]").unwrap();
    assert_eq!(versions[..3], [Version::V4, Version::V4, Version::V4_1]);
    assert_eq!(to_string(&versions).unwrap(), "[4,4,4.1,5,1e+300,0.1]");
    assert_eq!(Version::V4.to_string(), "4");
    assert!(versions[3].is_unknown());
    assert_eq!(from_str::<Half>("0.5").unwrap().value().to_string(), "0.5");
    assert!(from_str::<Half>("1").is_err());
}

#[test]
fn a_closed_enum_names_what_it_knows() {
    assert_eq!(from_str::<OnError>(r#""redirect""#).unwrap(), OnError::Redirect);
    assert_eq!(to_string(&OnError::Stay).unwrap(), r#""stay \"put\"""#);
    let error = from_str::<OnError>(r#""token-123""#).unwrap_err().to_string();
    assert_eq!(error, "expected one of `redirect`, `stay \"put\"` at line 1 column 11");
    assert_eq!(
        "no".parse::<OnError>().unwrap_err().to_string(),
        "expected one of `redirect`, `stay \"put\"`"
    );
    assert!(from_str::<OnError>("3").unwrap_err().to_string().contains("expected a string"));

    assert_eq!(from_str::<Bit>("1").unwrap(), Bit::One);
    assert_eq!(Bit::try_from(7).unwrap_err().to_string(), "expected one of `0`, `1`");
    assert_eq!(from_str::<Yes>("true").unwrap(), Yes::True);
    assert_eq!(
        from_str::<Yes>("false").unwrap_err().to_string(),
        "expected one of `true` at line 1 column 5"
    );
    assert_eq!(to_string(&[Both::True, Both::False]).unwrap(), "[true,false]");
    assert_eq!(Both::try_from(false), Ok(Both::False));
    assert!(Yes::True.value());
}
