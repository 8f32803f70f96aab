//! A union whose branches are told apart by a tag, there and back.

use serde_json::{Value, json};
use socket::{Act, Socket};
use union_with_a_discriminator::{BoxSchema, Client, Label, Letter, Pallet, Parcel, serde_json};

/// What is sent of a parcel, and what the answer is read as.
async fn exchange(parcel: Parcel, answer: &Value) -> (Value, Parcel) {
    let server = Socket::start([Act::json("200 OK", &answer.to_string())]).await;
    let client = Client::builder().base_url(server.url()).build().unwrap();
    let read = client.parcels().create(parcel).await.unwrap();
    (serde_json::from_str(&server.seen()[0].body).unwrap(), read)
}

#[tokio::test]
async fn the_tag_tells_the_branch_and_stays_in_it() {
    let letter = json!({ "kind": "envelope", "pages": 2 });
    let (sent, read) = exchange(Parcel::Letter(Letter::new("envelope").pages(2)), &letter).await;
    assert_eq!(sent, letter);
    assert_eq!(read, Parcel::Letter(Letter::new("envelope").pages(2)));
    let box_ = json!({ "kind": "box", "litres": 1.5 });
    let (sent, read) = exchange(Parcel::Box(BoxSchema::new().litres(1.5)), &box_).await;
    assert_eq!(sent, box_);
    assert_eq!(read, Parcel::Box(BoxSchema::new().litres(1.5)));
}

#[tokio::test]
async fn parcels_hold_parcels_and_what_nobody_knows_stays_as_it_came() {
    let pallet = json!({
        "kind": "Pallet",
        "content": [{ "kind": "letter" }, { "kind": "drone", "height": 7 }],
        "label": { "form": "engraved", "depth": 1 },
    });
    let letter = Parcel::Letter(Letter::new("letter"));
    let (_, read) = exchange(letter.clone(), &pallet).await;
    let Parcel::Pallet(inside) = &read else { panic!("{read:?}") };
    let unknown = Parcel::Unknown(json!({ "kind": "drone", "height": 7 }));
    assert_eq!(inside.content, [letter, unknown]);
    assert!(matches!(inside.label, Some(Label::Engraved(_))), "{inside:?}");
    let (sent, _) = exchange(read, &pallet).await;
    assert_eq!(sent, pallet);
    let (sent, _) = exchange(Parcel::Pallet(Pallet::new("Pallet", [])), &pallet).await;
    assert_eq!(sent, json!({ "kind": "Pallet", "content": [] }));
}
