//! A form as it stands in the body.

use std::collections::BTreeMap;

use bodies_as_forms::{Client, Mooring, MoveMooringForm, Owner};
use socket::{Act, Socket};

#[tokio::test]
async fn each_member_is_written_as_its_encoding_says() {
    let server = Socket::start([Act::answer("204 No Content", &[], "")]).await;
    let client = Client::builder().base_url(server.url()).build().unwrap();
    let notes = BTreeMap::from([("a".to_owned(), "b c".to_owned())]);
    let mooring = Mooring::new("7/a&b")
        .lines(["x y".to_owned(), "z".to_owned()])
        .owner(Owner::new().name("Ad\u{e4}"))
        .days([1, 2])
        .notes(notes.clone());
    client.moorings().create(mooring).await.unwrap();
    client.moorings().r#move().body(MoveMooringForm::new().berth("=")).await.unwrap();
    client.moorings().r#move().await.unwrap();
    client.moorings().label(notes).await.unwrap();
    let seen = server.seen();
    let form = Some("application/x-www-form-urlencoded");
    assert_eq!(seen[0].header("content-type"), form);
    assert_eq!(
        seen[0].body.split('&').collect::<Vec<_>>(),
        [
            "berth=7%2Fa%26b",
            "days=1%2C2",
            "lines%5B0%5D=x%20y",
            "lines%5B1%5D=z",
            "notes=%7B%22a%22%3A%22b%20c%22%7D",
            "owner%5Bname%5D=Ad%C3%A4",
        ]
    );
    assert_eq!((seen[1].body.as_str(), seen[1].header("content-type")), ("berth=%3D", form));
    assert_eq!((seen[2].body.as_str(), seen[2].header("content-type")), ("", None));
    assert_eq!(seen[3].body, "a=b%20c");
}
