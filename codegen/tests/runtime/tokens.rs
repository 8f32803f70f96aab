//! Tokens that change while a client is in use: given by the consumer, or fetched for an id and a
//! secret.

use std::error::Error as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::runtime::{Client, ClientCredentials, Error, Secret, TokenFuture, TokenSource};
use crate::server::{Seen, Server, Step, answer, json};

const PET: &str = r#"{"id":1,"type":"cat"}"#;

fn pet() -> Step {
    json("200 OK", PET)
}

fn denied() -> Step {
    json("401 Unauthorized", r#"{"detail":["token-one is no good"]}"#)
}

/// Gives tokens in turn, the last one for ever, and remembers which were refused.
#[derive(Clone)]
struct Turns(&'static [&'static str], Arc<Mutex<(usize, Vec<Option<Secret>>)>>);

fn turns(tokens: &'static [&'static str]) -> Turns {
    Turns(tokens, Arc::default())
}

impl TokenSource for Turns {
    fn token<'a>(&'a self, refused: Option<&'a Secret>) -> TokenFuture<'a> {
        Box::pin(async move {
            tokio::task::yield_now().await;
            let mut state = self.1.lock().unwrap();
            state.1.push(refused.cloned());
            let token = self.0.get(state.0).or(self.0.last()).ok_or("the vault is shut")?;
            state.0 += 1;
            Ok((*token).into())
        })
    }
}

fn authorizations(seen: &[Seen]) -> Vec<&str> {
    seen.iter().map(|seen| seen.header("authorization").unwrap()).collect()
}

#[tokio::test]
async fn a_source_is_asked_before_each_attempt() {
    let busy = answer("503 Service Unavailable", &["retry-after: 0"], "");
    let server = Server::start([busy, pet(), pet()]).await;
    let tokens = turns(&["token-one", "token-two", "token-three"]);
    let builder = Client::builder().base_url(server.url()).bearer_token_source(tokens.clone());
    let client = builder.build().unwrap();
    client.pets().get("1").await.unwrap();
    client.pets().get("1").await.unwrap();
    let sent = ["Bearer token-one", "Bearer token-two", "Bearer token-three"];
    assert_eq!(authorizations(&server.seen()), sent);
    assert_eq!(tokens.1.lock().unwrap().1, [None, None, None]);
}

#[tokio::test]
async fn a_refused_token_is_replaced_once_even_where_calls_are_not_repeated() {
    let server = Server::start([denied(), pet(), denied(), denied()]).await;
    let tokens = turns(&["token-one", "token-two", "token-one", "token-two"]);
    let builder = Client::builder().base_url(server.url()).bearer_token_source(tokens.clone());
    let client = builder.max_retries(0).build().unwrap();
    let body = || serde_json::from_str::<crate::service::Pet>(PET).unwrap();
    client.pets().create(body()).await.unwrap();
    let error = client.pets().create(body()).await.unwrap_err();
    assert_eq!((error.status(), error.attempts()), (Some(401), 2));
    assert!(!format!("{error} {error:?}").contains("token-one"), "{error}");
    let sent = ["Bearer token-one", "Bearer token-two", "Bearer token-one", "Bearer token-two"];
    assert_eq!(authorizations(&server.seen()), sent);
    let refused = Some(Secret::from("token-one"));
    assert_eq!(tokens.1.lock().unwrap().1, [None, refused.clone(), None, refused]);
}

#[tokio::test]
async fn a_token_that_is_given_once_and_for_all_is_sent_once() {
    let server = Server::start([denied()]).await;
    let client = Client::builder().base_url(server.url()).bearer_token("token-one");
    let error = client.build().unwrap().pets().get("1").await.unwrap_err();
    assert_eq!((error.status(), error.attempts()), (Some(401), 1));
}

#[tokio::test]
async fn a_header_of_the_call_takes_the_place_of_the_token() {
    let server = Server::start([denied()]).await;
    let tokens = turns(&["token-one"]);
    let builder = Client::builder().base_url(server.url()).bearer_token_source(tokens.clone());
    let call = builder.build().unwrap().pets().get("1").header("authorization", "Mine 1");
    assert_eq!(call.await.unwrap_err().status(), Some(401));
    assert_eq!(authorizations(&server.seen()), ["Mine 1"]);
    assert!(tokens.1.lock().unwrap().1.is_empty());
}

#[tokio::test]
async fn without_a_token_nothing_is_sent() {
    let builder = Client::builder().base_url("http://127.0.0.1:1");
    let client = builder.clone().bearer_token_source(turns(&[])).build().unwrap();
    let error = client.pets().get("1").await.unwrap_err();
    assert!(matches!(error, Error::Token(_)) && error.attempts() == 0 && !error.is_retryable());
    assert_eq!(error.to_string(), "GET /pets/{pet_id} has no token: the vault is shut");
    assert_eq!(error.source().unwrap().to_string(), "the vault is shut");
    let client = builder.bearer_token_source(turns(&["to\nken"])).build().unwrap();
    let error = client.pets().get("1").await.unwrap_err().to_string();
    let fault = "it holds a character that a header cannot carry";
    assert_eq!(error, format!("GET /pets/{{pet_id}} has no token: {fault}"));
}

#[tokio::test]
async fn a_source_that_hangs_is_a_timeout() {
    struct Never;
    impl TokenSource for Never {
        fn token<'a>(&'a self, _: Option<&'a Secret>) -> TokenFuture<'a> {
            Box::pin(std::future::pending())
        }
    }
    let builder = Client::builder().base_url("http://127.0.0.1:1").bearer_token_source(Never);
    let call = builder.build().unwrap().pets().get("1").timeout(Duration::from_millis(5));
    let error = call.await.unwrap_err();
    assert!(error.is_timeout() && error.attempts() == 0, "{error}");
}

#[tokio::test]
async fn a_token_that_is_replaced_costs_no_retry() {
    let busy = answer("503 Service Unavailable", &["retry-after: 0"], "");
    let server = Server::start([denied(), busy, pet()]).await;
    let builder = Client::builder().base_url(server.url()).max_retries(1);
    let client = builder.bearer_token_source(turns(&["token-one", "token-two"])).build().unwrap();
    client.pets().get("1").await.unwrap();
    assert_eq!(server.seen().len(), 3);
}

#[tokio::test]
async fn a_token_url_is_called_as_it_is() {
    let server = Server::start([issued("t", ""), pet(), issued("t", ""), pet()]).await;
    for path in ["/o/token/", "/o/token?p=a%20policy"] {
        let credentials = credentials().token_url(format!("{}{path}", server.url()));
        let builder = Client::builder().base_url(server.url()).client_credentials(credentials);
        builder.build().unwrap().pets().get("1").await.unwrap();
    }
    let seen = server.seen();
    let lines: Vec<&str> = seen.iter().map(|seen| &*seen.line).collect();
    let pet = "GET /pets/1";
    assert_eq!(lines, ["POST /o/token/", pet, "POST /o/token?p=a%20policy", pet]);
}

fn issued(token: &str, rest: &str) -> Step {
    json("200 OK", &format!(r#"{{"access_token":"{token}","token_type":"bearer"{rest}}}"#))
}

fn credentials() -> ClientCredentials {
    ClientCredentials::new("id-123456", "s3cret/+123456")
}

fn client(server: &Server, credentials: ClientCredentials) -> Client {
    Client::builder().base_url(server.url()).client_credentials(credentials).build().unwrap()
}

#[tokio::test]
async fn calls_that_need_a_token_at_the_same_time_share_one_request() {
    let steps = [issued("t1", r#","expires_in":3600"#), pet(), pet(), pet()];
    let server = Server::start(steps).await;
    let client = client(&server, credentials());
    let (one, two) = (client.clone().pets(), client.pets());
    let calls = [one.get("1"), one.get("2"), two.get("3")];
    let calls = calls.map(|call| tokio::spawn(call.into_future()));
    for call in calls {
        call.await.unwrap().unwrap();
    }
    let seen = server.seen();
    assert_eq!(seen[0].line, "POST /oauth/token");
    assert_eq!(seen[0].header("content-type"), Some("application/x-www-form-urlencoded"));
    assert_eq!(seen[0].header("accept"), Some("application/json"));
    assert_eq!(seen[0].body, "grant_type=client_credentials");
    // `id-123456:s3cret%2F%2B123456`: both are encoded as forms are, says RFC 6749, 2.3.1.
    let basic = "Basic aWQtMTIzNDU2OnMzY3JldCUyRiUyQjEyMzQ1Ng==";
    assert_eq!(authorizations(&seen), [basic, "Bearer t1", "Bearer t1", "Bearer t1"]);
}

#[tokio::test]
async fn id_and_secret_can_travel_in_the_form() {
    let server = Server::start([issued("t1", ""), pet()]).await;
    let elsewhere = format!("{}/elsewhere", server.url());
    let credentials = credentials().scope("read write").in_body().token_url(elsewhere);
    client(&server, credentials).pets().get("1").await.unwrap();
    let seen = server.seen().remove(0);
    assert_eq!((seen.line.as_str(), seen.header("authorization")), ("POST /elsewhere", None));
    let form = "grant_type=client_credentials&scope=read%20write&client_id=id-123456\
                &client_secret=s3cret%2F%2B123456";
    assert_eq!(seen.body, form);
}

#[tokio::test]
async fn a_token_is_replaced_before_it_expires() {
    let hour = r#","expires_in":"3600""#;
    let steps = [issued("t1", hour), pet(), pet(), issued("t2", ""), pet(), pet()];
    let server = Server::start(steps).await;
    let client = client(&server, credentials());
    let pass = async |seconds| {
        tokio::time::pause();
        tokio::time::advance(Duration::from_secs(seconds)).await;
        tokio::time::resume();
        client.pets().get("1").await.unwrap();
    };
    pass(0).await;
    pass(3500).await;
    pass(80).await;
    // One that says nothing of its end is good until it is refused.
    pass(1_000_000).await;
    let seen = server.seen();
    let sent: Vec<&str> =
        authorizations(&seen).into_iter().filter(|sent| sent.starts_with("Bearer")).collect();
    assert_eq!(sent, ["Bearer t1", "Bearer t1", "Bearer t2", "Bearer t2"]);
    assert_eq!(seen[3].line, "POST /oauth/token");
}

#[tokio::test]
async fn a_token_that_is_refused_is_replaced_for_all() {
    let steps = [issued("t1", ""), denied(), issued("t2", ""), pet(), pet()];
    let server = Server::start(steps).await;
    let client = client(&server, credentials());
    client.pets().get("1").await.unwrap();
    client.clone().pets().get("1").await.unwrap();
    let seen = server.seen();
    let sent = authorizations(&seen);
    assert_eq!((sent[1], sent[3], sent[4]), ("Bearer t1", "Bearer t2", "Bearer t2"));
}

#[tokio::test]
async fn an_issuer_that_fails_is_told_without_secrets() {
    let echo = r#"{"error":"invalid_client","error_description":"id-123456 s3cret/+123456 s3cret%2F%2B123456"}"#;
    let busy = || answer("503 Service Unavailable", &["retry-after: 0"], "");
    let odd = json("200 OK", r#"{"access_token":17}"#);
    let steps = [json("401 Unauthorized", echo), busy(), busy(), busy(), odd];
    let server = Server::start(steps).await;
    let client = client(&server, credentials());
    let get = async || client.pets().get("1").await.unwrap_err();
    let error = get().await;
    assert_eq!(
        error.to_string(),
        "GET /pets/{pet_id} has no token: POST #token answered 401 Unauthorized: \
         {\"error\":\"invalid_client\",\"error_description\":\"[redacted] [redacted] [redacted]\"}"
    );
    assert!((error.status(), error.attempts(), error.is_retryable()) == (None, 0, false));
    assert!(!format!("{error:?} {:?}", error.source()).contains("123456"));
    // A service in trouble is asked again as any other is.
    assert!(get().await.is_retryable());
    assert!(get().await.to_string().contains("access_token: invalid type"));
    assert_eq!(server.seen().len(), 5);
}

#[test]
fn credentials_that_cannot_be_used_are_told_when_the_client_is_built() {
    let fault = |credentials| {
        let builder = Client::builder().base_url("http://a").client_credentials(credentials);
        builder.build().unwrap_err().to_string()
    };
    assert_eq!(
        fault(ClientCredentials::new("id", "")),
        "tokens cannot be fetched: the id or the secret is empty"
    );
    let url = fault(credentials().token_url("ftp://a"));
    assert!(url.starts_with("tokens cannot be fetched: the token URL cannot be used"), "{url}");
    let shown = format!("{:?}", credentials().scope("read").token_url("http://s3cret"));
    assert_eq!(shown, "ClientCredentials { scope: Some(\"read\"), in_body: false, .. }");
}

#[tokio::test]
async fn a_token_in_an_error_of_the_issuer_is_not_shown() {
    let body = r#"{"access_token":"token-123456","token_type":"Bearer"}"#;
    let issuer = Server::start([json("400 Bad Request", body)]).await;
    let credentials = ClientCredentials::new("id", "pa55word").token_url(issuer.url());
    let builder = Client::builder().base_url("http://127.0.0.1:1").client_credentials(credentials);
    let error = builder.build().unwrap().pets().get("1").await.unwrap_err();
    assert!(error.to_string().contains("[redacted]"), "{error}");
    assert!(!format!("{error} {error:?}").contains("token-123456"), "{error}");
}
