//! What each status is read as.

use answers_of_several_statuses::different::BodiesOutput;
use answers_of_several_statuses::{Client, Error};
use socket::{Act, Socket};

async fn client(acts: impl IntoIterator<Item = Act>) -> (Socket, Client) {
    let server = Socket::start(acts).await;
    let client = Client::builder().base_url(server.url()).max_retries(0).build().unwrap();
    (server, client)
}

const JOB: &str = r#"{"id":"j"}"#;

#[tokio::test]
async fn one_body_under_two_statuses_is_one_type() {
    let (_server, client) = client([Act::json("200 OK", JOB), Act::json("201 Created", JOB)]).await;
    for status in [200, 201] {
        let answer = client.same().body().with_response().await.unwrap();
        assert_eq!((answer.status, answer.body.id.as_deref()), (status, Some("j")));
    }
}

#[tokio::test]
async fn no_body_is_none() {
    let (_server, client) =
        client([Act::json("200 OK", JOB), Act::answer("204 No Content", &[], "")]).await;
    assert!(client.sometimes().empty().await.unwrap().is_some());
    assert!(client.sometimes().empty().await.unwrap().is_none());
}

#[tokio::test]
async fn different_bodies_are_different_variants() {
    let (_server, client) = client([
        Act::json("200 OK", JOB),
        Act::json("202 Accepted", r#"{"number":7}"#),
        Act::answer("204 No Content", &[], ""),
        Act::json("208 Already Reported", "{}"),
        Act::json("202 Accepted", r#"{"number":"seven"}"#),
        Act::json("500 Internal Server Error", "{}"),
    ])
    .await;
    let call = || async { client.different().bodies().await };
    assert!(matches!(call().await, Ok(BodiesOutput::Ok(job)) if job.id.as_deref() == Some("j")));
    assert!(matches!(call().await, Ok(BodiesOutput::Accepted(ticket)) if ticket.number == Some(7)));
    for _ in [204, 208] {
        let output = call().await.unwrap();
        assert!(!matches!(output, BodiesOutput::Ok(_) | BodiesOutput::Accepted(_)), "{output:?}");
    }
    let Err(Error::Decode(error)) = call().await else { panic!("a ticket without a number") };
    assert_eq!((error.status, error.path.as_str()), (202, "number"));
    let error = call().await.unwrap_err();
    assert_eq!((error.status(), error.raw()), (Some(500), Some("{}")));
}
