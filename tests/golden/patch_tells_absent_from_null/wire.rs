//! What a change sends of what it says nothing of.

use patch_tells_absent_from_null::{Berth, Boat, BoatChange, Client, Patch};
use socket::{Act, Socket};

#[tokio::test]
async fn absent_null_and_values_are_three_things() {
    let server = Socket::start([Act::answer("204 No Content", &[], "")]).await;
    let client = Client::builder().base_url(server.url()).build().unwrap();
    let boats = client.boats();
    boats.update(7, BoatChange::new(1)).await.unwrap();
    boats.update(7, BoatChange::new(2).name("Ada").owner(Patch::Null)).await.unwrap();
    boats.update(7, BoatChange::new(3).owner("Bo").berth(Berth::new("p").place(4))).await.unwrap();
    boats.replace(7, Boat::new().flag(Patch::Null)).await.unwrap();
    boats.replace(7, Boat::new()).await.unwrap();
    let seen = server.seen();
    assert_eq!(seen[0].line, "PATCH /boats/7 HTTP/1.1");
    let bodies: Vec<_> = seen.iter().map(|seen| seen.body.as_str()).collect();
    assert_eq!(
        bodies,
        [
            r#"{"revision":1}"#,
            r#"{"revision":2,"name":"Ada","owner":null}"#,
            r#"{"revision":3,"owner":"Bo","berth":{"pier":"p","place":4}}"#,
            r#"{"flag":null}"#,
            "{}",
        ]
    );
}
