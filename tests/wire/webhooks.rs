//! What Junction sends by itself, as a handler of its webhooks sees it.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use junction::reqwest::header::{HeaderMap, HeaderValue};
use junction::{WebhookError, WebhookVerifier};

#[test]
fn a_handler_believes_what_is_signed_with_its_secret() {
    // The example that the authors of the scheme publish.
    let verifier = WebhookVerifier::new("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
    let mut headers = HeaderMap::new();
    for (name, value) in [
        ("svix-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"),
        ("svix-timestamp", "1614265330"),
        ("svix-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    let body = br#"{"test": 2432232314}"#;
    let then = UNIX_EPOCH + Duration::from_secs(1_614_265_330);
    assert_eq!(verifier.verify_at(&headers, body, then), Ok(()));
    assert_eq!(verifier.verify_at(&headers, b"{}", then), Err(WebhookError::Forged));
    let now = verifier.read::<junction::serde_json::Value>(&headers, body);
    assert_eq!(now, Err(WebhookError::OutOfTime));
    // A consumer's own tests sign what they send to their handler.
    let headers = verifier.sign("msg_1", SystemTime::now(), body);
    assert_eq!(
        verifier.read(&headers, body),
        Ok(junction::serde_json::json!({"test": 2_432_232_314_u32}))
    );
    assert_eq!(format!("{verifier:?}"), "WebhookVerifier { tolerance: 300s, .. }");
}
