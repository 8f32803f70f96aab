//! Members that no document names, there and back.

use harbour_crews::{Client, Crew, serde_json::json};
use socket::{Act, Socket};

#[tokio::test]
async fn what_comes_is_kept_and_goes_out_again() {
    let crew = r#"{"captain":"Ida","extra":"named","mate":"Bo","since":{"year":1999}}"#;
    let server = Socket::start([Act::json("200 OK", crew)]).await;
    let client = Client::builder().base_url(server.url()).build().unwrap();
    let mut crew: Crew = client.crews().create("Ida").await.unwrap();
    assert_eq!(crew.extra_field.as_deref(), Some("named"));
    assert_eq!(crew.extra["since"], json!({ "year": 1999 }));
    crew.extra.insert("cook".to_owned(), json!("Cy"));
    client.crews().create(crew).await.unwrap();
    let sent = r#"{"captain":"Ida","extra":"named","cook":"Cy","mate":"Bo","since":{"year":1999}}"#;
    let bodies: Vec<_> = server.seen().into_iter().map(|seen| seen.body).collect();
    assert_eq!(bodies, [r#"{"captain":"Ida"}"#, sent]);
}
