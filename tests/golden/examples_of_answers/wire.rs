//! What the document shows, as a consumer's tests use it.

use std::time::SystemTime;

use examples_of_answers::payloads::LampBrokePayload;
use examples_of_answers::test_util::{Mock, examples};
use examples_of_answers::types::{ExampleResponse, Problem};
use examples_of_answers::{ErrorBody, WebhookError, WebhookVerifier, lamps};

#[tokio::test]
async fn a_mock_gives_what_the_document_shows() {
    let mock = Mock::new();
    mock.lamps()
        .make()
        .returns(examples::lamps::make_long())
        .fails(400, examples::lamps::make_no_color());
    mock.lamps().get().returns(examples::lamps::get()).fails(404, examples::lamps::get_404());
    mock.lamps().put().returns(examples::lamps::put_202());
    mock.requests_api().requests().returns(examples::requests::requests());
    mock.requests_api().example().returns(examples::requests::example_2());
    let client = mock.client();
    let answer = client.lamps().make().with_response().await.unwrap();
    assert_eq!((answer.status, answer.body.id), (201, 3));
    let error = client.lamps().make().await.unwrap_err();
    assert_eq!(error.body(), Some(&ErrorBody::Problem(Problem::new("No color."))));
    assert_eq!(client.lamps().get(9).await.unwrap(), Some(examples::lamps::get()));
    let error = client.lamps().get(9).await.unwrap_err();
    assert_eq!(error.body(), Some(&ErrorBody::Problem(examples::lamps::make_500())));
    let answer = client.lamps().put(4).with_response().await.unwrap();
    assert!(
        answer.status == 202
            && matches!(answer.body, lamps::PutOutput::Accepted(lamp) if lamp.id == 4)
    );
    assert_eq!(client.requests().requests().await.unwrap(), "It is no JSON.");
    assert_eq!(client.requests().example().await.unwrap().a, "2");
}

#[test]
fn what_only_the_service_makes_can_be_built() {
    let shown = examples::requests::example_example();
    let built = ExampleResponse::builder().a("1").b(1).d(shown.d.clone()).e(true);
    assert_eq!(built.build().unwrap(), shown);
    let error = ExampleResponse::builder().a("1").build().unwrap_err();
    assert!(error.to_string().contains("set `b`, `d`, `e`"), "{error}");
}

#[test]
fn a_payload_is_signed_for_the_handler_that_reads_it() {
    let verifier = WebhookVerifier::new("whsec_dGhlIGtleSBvZiB0aGUgdGVzdA==").unwrap();
    let payload = examples::payloads::lamp_broke();
    let body = examples_of_answers::serde_json::to_vec(&payload).unwrap();
    let headers = verifier.sign("msg_1", SystemTime::now(), &body);
    assert_eq!(verifier.read::<LampBrokePayload>(&headers, &body), Ok(payload));
    assert_eq!(verifier.verify(&headers, b"{}"), Err(WebhookError::Forged));
}
