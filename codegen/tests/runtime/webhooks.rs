//! Signatures of what the service sends by itself.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use hmac::{Hmac, KeyInit, Mac};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use serde_json::{Value, json};
use sha2::Sha256;

use crate::runtime::{WebhookError, WebhookVerifier, base64};

/// The example that the scheme's authors publish.
const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const ID: &str = "msg_p5jXN8AQM9LWM0D4loKWxJek";
const SENT: u64 = 1_614_265_330;
const BODY: &[u8] = br#"{"test": 2432232314}"#;
const SIGNATURE: &str = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

fn headers(names: [&str; 3], id: &str, timestamp: &str, signature: &str) -> HeaderMap {
    let values = names.into_iter().zip([id, timestamp, signature]);
    let headers = values.map(|(name, value)| {
        let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
        (name, HeaderValue::from_str(value).unwrap())
    });
    headers.collect()
}

const STANDARD: [&str; 3] = ["webhook-id", "webhook-timestamp", "webhook-signature"];
const SVIX: [&str; 3] = ["svix-id", "svix-timestamp", "svix-signature"];

fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds)
}

fn verify(headers: &HeaderMap, body: &[u8], now: u64) -> Result<(), WebhookError> {
    WebhookVerifier::new(SECRET).unwrap().verify_at(headers, body, at(now))
}

/// What another key makes of the same.
fn signed(key: &[u8], id: &str, timestamp: &str, body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(&[id.as_bytes(), b".", timestamp.as_bytes(), b".", body].concat());
    format!("v1,{}", base64(&mac.finalize().into_bytes()))
}

#[test]
fn the_published_example_is_believed() {
    let sent = SENT.to_string();
    for names in [STANDARD, SVIX] {
        assert_eq!(verify(&headers(names, ID, &sent, SIGNATURE), BODY, SENT), Ok(()));
    }
    // The prefix may be left out.
    let bare = WebhookVerifier::new(SECRET.trim_start_matches("whsec_")).unwrap();
    let headers = headers(SVIX, ID, &sent, SIGNATURE);
    assert_eq!(bare.verify_at(&headers, BODY, at(SENT)), Ok(()));
}

#[test]
fn one_of_several_signatures_is_enough() {
    let sent = SENT.to_string();
    let other = signed(b"another key", ID, &sent, BODY);
    for (signatures, expected) in [
        (format!("{other} {SIGNATURE}"), Ok(())),
        (format!("{SIGNATURE} {other}"), Ok(())),
        (format!("v1a,abc v1,??? {SIGNATURE}"), Ok(())),
        (other, Err(WebhookError::Forged)),
        (SIGNATURE.replace("v1,", "v2,"), Err(WebhookError::Forged)),
        (SIGNATURE.replace("v1,", ""), Err(WebhookError::Forged)),
        ("v1,".to_owned(), Err(WebhookError::Forged)),
        (SIGNATURE.replace("g0hM", "g0hN"), Err(WebhookError::Forged)),
        // The beginning of a signature is none.
        (SIGNATURE[..24].to_owned(), Err(WebhookError::Forged)),
    ] {
        let headers = headers(STANDARD, ID, &sent, &signatures);
        assert_eq!(verify(&headers, BODY, SENT), expected, "{signatures}");
    }
}

#[test]
fn all_that_is_signed_counts() {
    let sent = SENT.to_string();
    let later = (SENT + 1).to_string();
    let forged = Err(WebhookError::Forged);
    assert_eq!(verify(&headers(STANDARD, "msg_other", &sent, SIGNATURE), BODY, SENT), forged);
    assert_eq!(verify(&headers(STANDARD, ID, &later, SIGNATURE), BODY, SENT), forged);
    let body = br#"{"test":2432232314}"#;
    assert_eq!(verify(&headers(STANDARD, ID, &sent, SIGNATURE), body, SENT), forged);
    // Headers of two schemes are not mixed.
    for name in STANDARD.into_iter().chain(SVIX) {
        let mut headers = headers(SVIX, ID, &sent, SIGNATURE);
        headers.remove(name);
        headers.extend(STANDARD.contains(&name).then(|| {
            let name = HeaderName::from_bytes(b"webhook-id").unwrap();
            (name, HeaderValue::from_static(ID))
        }));
        assert_eq!(verify(&headers, BODY, SENT), Err(WebhookError::Unsigned), "{name}");
    }
}

#[test]
fn a_request_is_neither_old_nor_from_the_future() {
    let headers = headers(STANDARD, ID, &SENT.to_string(), SIGNATURE);
    let late = Err(WebhookError::OutOfTime);
    for (now, expected) in [
        (SENT + 300, Ok(())),
        (SENT + 301, late.clone()),
        (SENT - 300, Ok(())),
        (SENT - 301, late.clone()),
        (0, late.clone()),
    ] {
        assert_eq!(verify(&headers, BODY, now), expected, "{now}");
    }
    let strict = WebhookVerifier::new(SECRET).unwrap().tolerance(Duration::ZERO);
    assert_eq!(strict.verify_at(&headers, BODY, at(SENT)), Ok(()));
    assert_eq!(strict.verify_at(&headers, BODY, at(SENT + 1)), late);
    assert_eq!(strict.verify(&headers, BODY), late);
}

#[test]
fn a_timestamp_that_is_none_is_not_believed_though_it_is_signed() {
    for timestamp in ["soon", "-1", "1.5", "99999999999999999999", "18446744073709551615"] {
        let key = b"a key of the test";
        let verifier = WebhookVerifier::new(base64(key)).unwrap();
        let headers = headers(SVIX, ID, timestamp, &signed(key, ID, timestamp, BODY));
        let error = verifier.verify_at(&headers, BODY, at(SENT)).unwrap_err();
        assert!([WebhookError::Unsigned, WebhookError::OutOfTime].contains(&error), "{timestamp}");
    }
}

#[test]
fn what_was_believed_is_read() {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs().to_string();
    let key = b"a key of the test";
    let verifier = WebhookVerifier::new(format!("whsec_{}", base64(key))).unwrap();
    let read = |body: &[u8]| {
        verifier.read::<Value>(&headers(SVIX, ID, &now, &signed(key, ID, &now, body)), body)
    };
    assert_eq!(read(br#"{"a":1}"#), Ok(json!({"a": 1})));
    let error = read(br#"{"a":{"b":tru"#).unwrap_err();
    assert!(error.to_string().starts_with("the webhook does not fit: a.b: "), "{error}");
    let forged = verifier.read::<Value>(&headers(SVIX, ID, &now, SIGNATURE), b"{}");
    assert_eq!(forged, Err(WebhookError::Forged));
}

#[test]
fn a_test_signs_as_the_service_does() {
    let verifier = WebhookVerifier::new(SECRET).unwrap();
    let headers = verifier.sign(ID, at(SENT), BODY);
    let sent = SENT.to_string();
    for (scheme, names) in [("webhook", STANDARD), ("svix", SVIX)] {
        let own = headers.iter().filter(|(name, _)| name.as_str().starts_with(scheme));
        let own = own.map(|(name, value)| (name.clone(), value.clone())).collect::<HeaderMap>();
        assert_eq!(own, self::headers(names, ID, &sent, SIGNATURE));
        assert_eq!(verify(&own, BODY, SENT), Ok(()));
    }
    assert_eq!(
        verify(&verifier.sign("two\nlines", at(SENT), BODY), BODY, SENT),
        Err(WebhookError::Unsigned)
    );
}

#[test]
fn secrets_are_keys_and_are_not_shown() {
    for secret in ["", "whsec_", "whsec_%%%", "sk_live_1234567890!"] {
        let error = WebhookVerifier::new(secret).unwrap_err();
        let shown = format!("{error} {error:?}");
        assert!(secret.is_empty() || secret == "whsec_" || !shown.contains(secret), "{shown}");
    }
    let shown = format!("{:?}", WebhookVerifier::new(SECRET).unwrap());
    assert_eq!(shown, "WebhookVerifier { tolerance: 300s, .. }");
}
