//! Which credentials a call carries, and what is said when they are missing.

use crate::runtime::{Call, Client, ClientBuilder, Error};
use crate::server::{Seen, Server, json};
use crate::service::{FindPet, GetPet, Token, Visit};

const PET: &str = r#"{"id":1,"type":"cat"}"#;

async fn sent(
    builder: impl FnOnce(ClientBuilder) -> ClientBuilder,
    call: impl AsyncFnOnce(Client),
) -> Seen {
    let server = Server::start([json("200 OK", PET)]).await;
    let client = builder(Client::builder().base_url(server.url())).build().unwrap();
    call(client).await;
    server.seen().remove(0)
}

async fn get(client: Client) {
    client.pets().get("1").await.unwrap();
}

#[tokio::test]
async fn each_kind_of_credential_has_its_place() {
    let seen = sent(|builder| builder.api_key("k"), get).await;
    assert_eq!(seen.header("x-vital-api-key"), Some("k"));
    let seen = sent(|builder| builder.bearer_token("t"), get).await;
    assert_eq!(seen.header("authorization"), Some("Bearer t"));
    for (user, password, token) in [
        ("ab", "", "YWI6"),
        ("a", "bc", "YTpiYw=="),
        ("a", "é", "YTrDqQ=="),
        ("abc", "~?>", "YWJjOn4/Pg=="),
    ] {
        let seen = sent(|builder| builder.basic_auth(user, password), get).await;
        assert_eq!(seen.header("authorization"), Some(format!("Basic {token}").as_str()));
    }
    let visit = async |client: Client| drop(Call::<Visit>::new(&client).await.unwrap());
    let seen = sent(|builder| builder.bearer_token("t").digest("username=\"a\""), visit).await;
    assert_eq!(seen.header("authorization"), Some("Digest username=\"a\""));
    let both = |builder: ClientBuilder| builder.api_key("k").key_in_query("a b");
    let seen = sent(both, async |client: Client| {
        client.pets().get("1").verbose(true).await.unwrap();
    })
    .await;
    assert_eq!(seen.line, "GET /pets/1?verbose=true&api_key=a%20b");
    assert_eq!(seen.header("x-vital-api-key"), None);
}

#[tokio::test]
async fn a_set_is_sent_whole_with_its_constants() {
    let token = async |client: Client| {
        let call: Call<Token> = Call::new(&client);
        call.await.unwrap();
    };
    let plaid = |builder: ClientBuilder| builder.client_id("id").secret("s");
    let seen = sent(plaid, token).await;
    assert_eq!(seen.header("plaid-client-id"), Some("id"));
    assert_eq!(seen.header("plaid-secret"), Some("s"));
    assert_eq!(seen.header("plaid-version"), Some("2020-09-14"));
    // Half a set is none: the next alternative is taken, without the constants of the first.
    let seen = sent(|builder| builder.client_id("id").api_key("k"), token).await;
    assert_eq!((seen.header("plaid-client-id"), seen.header("plaid-version")), (None, None));
    assert_eq!(seen.header("x-vital-api-key"), Some("k"));
}

#[tokio::test]
async fn optional_credentials_are_sent_where_they_are_configured() {
    let find = async |client: Client| {
        let call: Call<FindPet> = Call::new(&client);
        call.await.unwrap();
    };
    let seen = sent(|builder| builder.bearer_token("t"), find).await;
    assert_eq!((seen.header("authorization"), seen.header("x-vital-api-key")), (None, None));
    let seen = sent(|builder| builder.api_key("k"), find).await;
    assert_eq!(seen.header("x-vital-api-key"), Some("k"));
    let status = async |client: Client| drop(client.pets().status().await.unwrap());
    assert_eq!(sent(|builder| builder.api_key("k"), status).await.header("x-vital-api-key"), None);
}

#[tokio::test]
async fn a_header_of_the_call_replaces_a_credential() {
    let call = async |client: Client| {
        client.pets().get("1").header("X-Vital-API-Key", "other").await.unwrap();
    };
    assert_eq!(
        sent(|builder| builder.api_key("k"), call).await.header("x-vital-api-key"),
        Some("other")
    );
}

#[tokio::test]
async fn what_is_missing_is_named_by_the_method_that_sets_it() {
    let fault = |builder: ClientBuilder| {
        builder.base_url("http://127.0.0.1:1").build().unwrap_err().to_string()
    };
    assert_eq!(
        fault(Client::builder()),
        "credentials are missing: call `api_key(..)` or `client_id(..)` and `secret(..)` \
         or `basic_auth(..)` or `bearer_token(..)` or `client_credentials(..)`"
    );
    assert!(fault(Client::builder().client_id("id")).contains("`api_key(..)` or `secret(..)` or "));

    let client =
        Client::builder().base_url("http://127.0.0.1:1").bearer_token("t").build().unwrap();
    let error = Call::<Token>::new(&client).await.unwrap_err();
    assert!(matches!(error, Error::Config(_)));
    assert_eq!(
        error.to_string(),
        "credentials are missing: call `client_id(..)` and `secret(..)` or `api_key(..)`"
    );
    let key: Call<GetPet> = Call::new(&client);
    assert_eq!(format!("{key:?}"), "Call(GET /pets/{pet_id})");
}

#[test]
fn credentials_that_cannot_be_sent_are_refused_unseen() {
    let cases = [
        (
            Client::builder().api_key("pass-word\n"),
            "the value given to `api_key(..)` holds a character that a header cannot carry (a line break?)",
        ),
        (
            Client::builder().bearer_token("pass\u{7f}word"),
            "the value given to `bearer_token(..)` holds a character that a header cannot carry (a line break?)",
        ),
        (Client::builder().api_key(""), "the value given to `api_key(..)` is empty"),
        (Client::builder().key_in_query(""), "the value given to `key_in_query(..)` is empty"),
        (
            Client::builder().basic_auth("pass:word", ""),
            "the value given to `basic_auth(..)` has a user name with a colon, which cannot be sent",
        ),
    ];
    for (builder, message) in cases {
        let error = builder.base_url("http://a").build().unwrap_err();
        assert_eq!(error.to_string(), message);
        assert!(!format!("{error:?}").contains("pass"));
    }
}
