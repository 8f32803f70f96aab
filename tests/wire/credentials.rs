//! Which credentials of the three clients are sent, whether they are for the environment, and what
//! environment variables say.

use crate::server::{Server, json};
use link_tests::clients::{Failed, Mint, user};

/// The key and the token that one call of Junction's client sent.
async fn junction(
    configure: impl FnOnce(junction::ClientBuilder) -> junction::ClientBuilder,
) -> [Option<String>; 2] {
    let server = Server::start([json(200, Mint::Junction.answer())]).await;
    let client = configure(junction::Client::builder().base_url(server.url())).build().unwrap();
    client.link().token(user()).await.unwrap();
    let headers = server.seen().await.remove(0).headers;
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap().to_owned());
    ["x-vital-api-key", "authorization"].map(text)
}

#[tokio::test]
async fn junction_takes_a_key_or_a_token() {
    let sent = junction(|builder| builder.api_key("sk_us_1")).await;
    assert_eq!(sent, [Some("sk_us_1".to_owned()), None]);
    let sent = junction(|builder| builder.bearer_token("t-1")).await;
    assert_eq!(sent, [None, Some("Bearer t-1".to_owned())]);
    // In whatever order they are given, the key is the first alternative.
    let sent = junction(|builder| builder.bearer_token("t-1").api_key("sk_us_1")).await;
    assert_eq!(sent, [Some("sk_us_1".to_owned()), None]);
}

#[tokio::test]
async fn what_a_test_gives_counts_before_what_a_mock_gives() {
    let mock = junction::test_util::Mock::new();
    let token =
        || serde_json::from_str::<junction::LinkTokenExchangeResponse>(Mint::Junction.answer());
    mock.link().token().times(2).returns(token().unwrap());
    mock.client().link().token(user()).await.unwrap();
    let client = mock.builder().bearer_token("t-1").build().unwrap();
    client.link().token(user()).await.unwrap();
    let sent = mock.requests();
    let names = ["x-vital-api-key", "authorization"];
    let there = |request: &junction::test_util::SentRequest| {
        names.map(|name| request.headers.contains_key(name))
    };
    assert_eq!([there(&sent[0]), there(&sent[1])], [[true, false], [false, true]]);
}

fn fault(builder: junction::ClientBuilder) -> String {
    Failed::from(builder.build().unwrap_err()).line()
}

#[test]
fn one_of_them_has_to_be_given() {
    assert_eq!(
        fault(junction::Client::builder()),
        "Config after 0: credentials are missing: call `api_key(..)` or `bearer_token(..)`"
    );
}

#[test]
fn a_key_of_junction_is_for_one_environment() {
    use junction::Environment::{Production, ProductionEu, Sandbox, SandboxEu};
    let keys = [
        ("pk_us_1", Production),
        ("pk_eu_1", ProductionEu),
        ("sk_us_1", Sandbox),
        ("sk_eu_1", SandboxEu),
    ];
    for (key, own) in keys {
        for (_, environment) in keys {
            let builder = junction::Client::builder().environment(environment).api_key(key);
            assert_eq!(builder.build().is_ok(), environment == own, "{key} in {environment}");
        }
        let test_server = junction::Client::builder().base_url("http://127.0.0.1:1");
        test_server.api_key(key).build().unwrap();
        // However the address is spelled.
        let url = own.base_url().replace("https://api.", "HTTPS://API.") + ":443/";
        junction::Client::builder().base_url(&url).api_key(key).build().unwrap();
        let other = if own == Production { "sk_us_1" } else { "pk_us_1" };
        junction::Client::builder().base_url(&url).api_key(other).build().unwrap_err();
        // A token does not say where it is from, and neither does another key.
        junction::Client::builder().bearer_token(key).build().unwrap();
    }
    assert_eq!(
        fault(junction::Client::builder().api_key("sk_us_1")),
        "Config after 0: the value given to `api_key(..)` begins with `sk_us_`, so it is for the \
         environment `sandbox`, but calls go to `production`"
    );
}

#[test]
fn environments_are_read_and_written() {
    for environment in [junction::Environment::ProductionEu, junction::Environment::Sandbox] {
        assert_eq!(environment.to_string().parse(), Ok(environment));
    }
    assert_eq!("Sandbox-EU".parse(), Ok(junction::Environment::SandboxEu));
    assert_eq!(plaid::Environment::default().as_str(), "production");
    assert!("elsewhere".parse::<argyle::Environment>().is_err());
}
