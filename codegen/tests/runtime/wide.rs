//! Integers beyond 64 bits: read and written digit by digit, or refused, never rounded.

use crate::runtime::{integer_enum, union, wire};
use crate::server::{Server, json};
use crate::unions::{fault, same};

#[derive(Clone, Debug, PartialEq)]
struct Count {
    signed: i128,
    unsigned: Option<u128>,
    list: Option<Vec<u128>>,
}
wire!(Count { signed: "signed" required, unsigned: "unsigned" optional, list: "list" optional });

#[derive(Clone, Debug, PartialEq, Eq)]
enum Size {
    Small,
    Large,
    Unknown(i128),
}
integer_enum!(Size(i128) open { Small: 1, Large: 18_446_744_073_709_551_615 });

#[derive(Clone, Debug, PartialEq)]
enum Either {
    Integer(u128),
    Text(String),
}
union!(Either { Integer, Text });

#[test]
fn all_digits_are_kept() {
    let most = i128::MAX;
    let least = i128::MIN;
    let wide = u128::MAX;
    let count: Count =
        same(&format!(r#"{{"signed":{least},"unsigned":{wide},"list":[1,{most}]}}"#));
    assert_eq!((count.signed, count.unsigned), (least, Some(wide)));
    assert_eq!(same::<Size>("18446744073709551615"), Size::Large);
    assert_eq!(same::<Size>("1"), Size::Small);
    assert_eq!(same::<Size>("-7"), Size::Unknown(-7));
    assert_eq!(same::<Either>("18446744073709551615"), Either::Integer(u64::MAX.into()));
}

#[test]
fn what_cannot_be_read_exactly_is_refused() {
    assert_eq!(fault::<Count>(r#"{"signed":1e3}"#), "signed: expected `,` or `}`");
    // What was kept to be looked at twice has 64 bits.
    assert!(fault::<Either>("18446744073709551616").contains("floating point, expected u128"));
    assert!(fault::<Size>("18446744073709551616").contains("floating point, expected i128"));
}

#[tokio::test]
async fn parameters_are_sent_as_their_digits() {
    let server = Server::start([json("200 OK", r#"{"id":1,"type":"cat"}"#)]).await;
    let call = server.client().pets().get("1").query("most", &u128::MAX);
    call.query("least", &Some(i128::MIN)).await.unwrap();
    let seen = server.seen();
    let (most, least) = (u128::MAX, i128::MIN);
    assert_eq!(seen[0].line, format!("GET /pets/1?most={most}&least={least}"));
}
