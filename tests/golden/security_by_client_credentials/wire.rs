//! Tokens that the client fetches itself.

use security_by_client_credentials::{Client, ClientCredentials};
use socket::{Act, Socket};

#[tokio::test]
async fn a_token_is_fetched_once_and_renewed_where_it_is_refused() {
    let token = |name: &str| {
        let body =
            format!(r#"{{"access_token":"{name}","token_type":"Bearer","expires_in":3600}}"#);
        Act::json("200 OK", &body)
    };
    let done = || Act::answer("204 No Content", &[], "");
    let server = Socket::start([
        token("planted-1"),
        done(),
        done(),
        Act::answer("401 Unauthorized", &[], ""),
        token("planted-2"),
        done(),
    ])
    .await;
    let credentials = ClientCredentials::new("id", "se:cret")
        .scope("read open")
        .token_url(format!("{}/token", server.url()));
    let client = Client::builder()
        .base_url(server.url())
        .oauth_client_credentials(credentials)
        .build()
        .unwrap();
    for _ in 0..3 {
        client.doors().list().await.unwrap();
    }
    let seen = server.seen();
    let sent = seen.iter().map(|seen| {
        let path = seen.line.split(' ').nth(1).unwrap().to_owned();
        (path, seen.header("authorization").unwrap_or_default().to_owned())
    });
    let expected = [
        ("/token", "Basic aWQ6c2UlM0FjcmV0"),
        ("/doors", "Bearer planted-1"),
        ("/doors", "Bearer planted-1"),
        ("/doors", "Bearer planted-1"),
        ("/token", "Basic aWQ6c2UlM0FjcmV0"),
        ("/doors", "Bearer planted-2"),
    ];
    assert_eq!(
        sent.collect::<Vec<_>>(),
        expected.map(|(path, key)| (path.to_owned(), key.to_owned()))
    );
    assert_eq!(seen[0].body, "grant_type=client_credentials&scope=read%20open");
    assert!(!format!("{client:?}").contains("planted"));
}

#[tokio::test]
async fn a_service_that_gives_no_token_is_an_error_without_a_call() {
    let refusal = r#"{"error":"invalid_client","error_description":"who?"}"#;
    let server = Socket::start([Act::json("401 Unauthorized", refusal)]).await;
    let credentials = ClientCredentials::new("an-id", "planted-secret")
        .token_url(format!("{}/token", server.url()));
    let client = Client::builder()
        .base_url(server.url())
        .oauth_client_credentials(credentials)
        .build()
        .unwrap();
    let error = client.doors().list().await.unwrap_err();
    assert!(error.to_string().contains("invalid_client"), "{error}");
    assert!(!format!("{error:?}{error}").contains("planted"), "{error:?}");
    assert!(server.seen().iter().all(|seen| seen.line.contains("/token")));
}
