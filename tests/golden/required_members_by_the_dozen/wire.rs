//! What a builder asks for, and what it makes.

use required_members_by_the_dozen::uuid::Uuid;
use required_members_by_the_dozen::{Client, Email, Error, Form};
use socket::{Act, Socket};

#[test]
fn all_that_is_missing_is_named() {
    let error = Form::builder().street("Quay 1").r#type("short").build().unwrap_err();
    assert!(matches!(error, Error::Config(_)));
    // A member that may be null is null unless it is set.
    let message = "Form is not complete: set `name`, `city`, `birthday`, `email`";
    assert_eq!(error.to_string(), message);
}

#[tokio::test]
async fn what_is_complete_is_sent() {
    let receipt = r#"{"a":"1","b":"2","c":"3","d":"4","e":"5"}"#;
    let server = Socket::start([Act::json("200 OK", receipt)]).await;
    let form = Form::builder().name("Ida").street("Quay 1").city("Port");
    let form = form.birthday(Uuid::nil()).email(Email::new("ida@example.com"));
    let client = Client::builder().base_url(server.url()).build().unwrap();
    let receipt = client.forms().create(form.build().unwrap()).await.unwrap();
    assert_eq!(receipt.e, "5");
    let sent = r#"{"name":"Ida","street":"Quay 1","city":"Port","country":null,"birthday":"00000000-0000-0000-0000-000000000000","email":{"address":"ida@example.com"}}"#;
    assert_eq!(server.seen()[0].body, sent);
}
