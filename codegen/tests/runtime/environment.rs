//! What a client takes from environment variables, and whether its key is for where calls go.

use std::ffi::OsString;

use crate::runtime::{Client, ClientBuilder};
use crate::server::{Server, json};
use crate::service::Environment;

fn read(table: &[(&str, &str)], name: &str) -> Option<OsString> {
    table.iter().find(|(known, _)| *known == name).map(|(_, value)| OsString::from(value))
}

macro_rules! env {
    ($($name:literal = $value:literal),* $(,)?) => {
        Client::builder().env(|name| read(&[$(($name, $value)),*], name))
    };
}

fn fault(builder: ClientBuilder) -> String {
    let error = builder.build().unwrap_err();
    assert!(matches!(error, crate::Error::Config(_)));
    error.to_string()
}

fn base(builder: ClientBuilder) -> String {
    format!("{:?}", builder.build().unwrap())
}

#[test]
fn variables_say_what_is_not_said_otherwise() {
    let all = env!(
        "PETS_ENVIRONMENT" = "Tenant",
        "PETS_TENANT" = "acme",
        "PETS_API_KEY" = "k",
        "PETS_BASE_URL" = "",
    );
    assert!(base(all.clone()).contains("https://acme.example.com/"));
    // In whatever order they come, the methods count.
    assert!(base(all.clone().tenant("other")).contains("https://other.example.com/"));
    let early = Client::builder().tenant("other").environment(Environment::Account).account("a");
    let early = early.env(|name| read(&[("PETS_API_KEY", "k"), ("PETS_BASE_URL", "x")], name));
    assert!(base(early).contains("https://a.example.com/"));
    let url =
        env!("PETS_ENVIRONMENT" = "tenant", "PETS_BASE_URL" = "http://h/", "PETS_API_KEY" = "k");
    assert!(base(url).contains("\"http://h/\""));
}

#[test]
fn what_is_missing_is_named_by_its_variable() {
    assert_eq!(
        fault(env!("PETS_ENVIRONMENT" = "tenant", "PETS_API_KEY" = "")),
        "credentials are missing: set `PETS_API_KEY` or `PETS_TEAM` and `PETS_SECRET` or \
         `PETS_USERNAME` and `PETS_PASSWORD` or `PETS_BEARER_TOKEN` or `PETS_CLIENT_ID` and \
         `PETS_CLIENT_SECRET`"
    );
    assert_eq!(
        fault(env!("PETS_ENVIRONMENT" = "tenant", "PETS_USERNAME" = "u", "PETS_PASSWORD" = "")),
        "credentials are missing: set `PETS_PASSWORD`"
    );
    assert_eq!(
        fault(env!("PETS_ENVIRONMENT" = "secret-place", "PETS_API_KEY" = "k")),
        "`PETS_ENVIRONMENT` names no environment: it has to be one of `regional`, `tenant`, `account`"
    );
}

#[cfg(unix)]
#[test]
fn a_variable_that_is_no_text_is_told() {
    use std::os::unix::ffi::OsStringExt;
    let builder = Client::builder().base_url("http://h");
    let odd = |name: &str| (name == "PETS_API_KEY").then(|| OsString::from_vec(vec![0xff]));
    assert_eq!(fault(builder.env(odd)), "`PETS_API_KEY` is not UTF-8");
}

#[tokio::test]
async fn credentials_of_variables_are_sent() {
    let pet = || json("200 OK", r#"{"id":1,"type":"cat"}"#);
    let server = Server::start([pet(), json("200 OK", r#"{"access_token":"t"}"#), pet()]).await;
    let basic = env!("PETS_USERNAME" = "ab", "PETS_PASSWORD" = "bc").base_url(server.url());
    basic.build().unwrap().pets().get("1").await.unwrap();
    let pair = env!("PETS_CLIENT_ID" = "id", "PETS_CLIENT_SECRET" = "s").base_url(server.url());
    pair.build().unwrap().pets().get("1").await.unwrap();
    let sent: Vec<_> =
        server.seen().iter().map(|s| s.header("authorization").unwrap().to_owned()).collect();
    assert_eq!(sent, ["Basic YWI6YmM=", "Basic aWQ6cw==", "Bearer t"]);
}

#[tokio::test]
async fn a_credential_that_is_given_beats_one_of_another_scheme_that_is_found() {
    let pet = json("200 OK", r#"{"id":1,"type":"cat"}"#);
    let server = Server::start([pet]).await;
    let builder = env!("PETS_API_KEY" = "found").base_url(server.url()).bearer_token("given");
    builder.build().unwrap().pets().get("1").await.unwrap();
    let seen = server.seen().remove(0);
    assert_eq!(seen.header("authorization"), Some("Bearer given"));
    assert_eq!(seen.header("x-vital-api-key"), None);
}

#[test]
fn a_key_that_is_for_another_environment_is_told_at_once() {
    let tenant = Client::builder().environment(Environment::Tenant);
    assert_eq!(
        fault(tenant.clone().api_key("live_123")),
        "the value given to `api_key(..)` begins with `live_`, so it is for the environment \
         `account`, but calls go to `tenant`"
    );
    // The longest beginning counts, and a key that begins otherwise is good anywhere.
    for key in ["live_all_123", "other_123"] {
        base(tenant.clone().api_key(key));
    }
    base(Client::builder().environment(Environment::Account).account("a").api_key("live_123"));
    base(Client::builder().base_url("http://127.0.0.1").api_key("live_123"));
    let fault = fault(Client::builder().base_url("https://{tenant}.example.com").api_key("live_1"));
    assert!(!fault.contains("live_1`"), "{fault}");
}

#[test]
fn environments_have_names() {
    assert_eq!(Environment::Tenant.to_string(), "tenant");
    assert_eq!(format!("{:>8}", Environment::Tenant), "  tenant");
    for name in ["account", "Account", " ACCOUNT-"] {
        assert_eq!(name.parse(), Ok(Environment::Account));
    }
    assert_eq!(
        "".parse::<Environment>().unwrap_err().to_string(),
        "the text names no environment: it has to be one of `regional`, `tenant`, `account`"
    );
}
