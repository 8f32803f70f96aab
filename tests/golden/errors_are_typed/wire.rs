//! Which type an error's body has under which status.

use errors_are_typed::{Client, ErrorBody, Fault};
use socket::{Act, Socket};

#[tokio::test]
async fn the_number_counts_before_the_range_and_the_range_before_the_rest() {
    let fault = r#"{"field":"berth"}"#;
    let server = Socket::start([
        Act::json("400 Bad Request", r#"{"text":"no"}"#),
        Act::json("404 Not Found", &format!("[{fault}]")),
        Act::json("418 I'm a teapot", fault),
        Act::json("409 Conflict", fault),
        Act::json("503 Service Unavailable", r#""later""#),
        Act::json("500 Internal Server Error", r#"{"message":"oh"}"#),
        Act::json("500 Internal Server Error", "oh"),
    ])
    .await;
    let client = Client::builder().base_url(server.url()).max_retries(0).build().unwrap();
    let error = || async { client.locks().list().await.unwrap_err() };
    assert!(
        matches!(error().await.body(), Some(ErrorBody::Text(text)) if text.text.as_deref() == Some("no"))
    );
    let faults = error().await;
    assert_eq!(faults.body(), Some(&ErrorBody::ListOfFault(vec![Fault::new("berth")])));
    assert_eq!(error().await.body(), Some(&ErrorBody::Fault(Fault::new("berth"))));
    // What is described without a body may have that of its range.
    let same = error().await;
    assert_eq!((same.status(), same.raw()), (Some(409), Some(fault)));
    assert_eq!(same.body(), Some(&ErrorBody::Fault(Fault::new("berth"))));
    assert_eq!(error().await.body(), Some(&ErrorBody::TextBody("later".to_owned())));
    assert!(
        matches!(error().await.body(), Some(ErrorBody::Problem(problem)) if problem.message.as_deref() == Some("oh"))
    );
    let other = error().await;
    assert_eq!((other.body(), other.raw()), (None, Some("oh")));
    assert_eq!(server.seen().len(), 7);
}
