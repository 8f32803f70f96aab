//! Junction: one call, nulls in every spelling, an open list of providers, a documented error body.

use expect_test::expect;
use junction::{
    Environment, ErrorBody, LinkTokenExchange, LinkTokenExchangeOnClose, LinkTokenExchangeOnError,
    Providers, Validate,
};
use serde_json::json as value;

use crate::server::{Server, json};
use link_tests::clients::{Failed, Mint, Setup, USER, junction, user};
use link_tests::socket::{Act, End, Socket};

fn request() -> LinkTokenExchange {
    LinkTokenExchange::new(user())
}

/// The body of one call, as it stood on the wire.
async fn sent(request: LinkTokenExchange) -> String {
    let server = Server::start([json(200, Mint::Junction.answer())]).await;
    junction(&Setup::plain(server.url())).link().token(request).await.unwrap();
    String::from_utf8(server.seen().await.remove(0).body).unwrap()
}

#[tokio::test]
async fn what_is_not_set_is_not_sent() {
    let server = Server::start([json(200, Mint::Junction.answer())]).await;
    let token = junction(&Setup::plain(server.url())).link().token(request()).await.unwrap();
    assert_eq!(token.link_token.expose(), "planted-minted-token");
    assert_eq!(token.link_web_url.expose(), "https://link.tryvital.io/?token=planted-minted-token");
    expect![[r#"
        POST /v2/link/token
        accept: application/json
        content-length: 50
        content-type: application/json
        host: 127.0.0.1:PORT
        user-agent: junction/VERSION
        x-vital-api-key: planted-junction-api-key

        {"user_id":"017f8978-bbfd-ff64-18ce-d59f99bf51c2"}
    "#]]
    .assert_eq(&server.only().await);
}

#[tokio::test]
async fn the_bytes_of_a_request_are_those_of_http_1_1() {
    let made = "HTTP/1.1 200 OK\r\n\r\n\
                {\"link_token\":\"planted-minted-token\",\"link_web_url\":\"https://h.example/\"}";
    let socket = Socket::start([Act::new(made, End::Close)]).await;
    junction(&Setup::plain(socket.url())).link().token(request()).await.unwrap();
    let seen = socket.seen().remove(0);
    let (line, body) = (seen.line.as_str(), seen.body.as_str());
    assert_eq!(line, "POST /v2/link/token HTTP/1.1");
    assert_eq!(body, r#"{"user_id":"017f8978-bbfd-ff64-18ce-d59f99bf51c2"}"#);
    let mut names: Vec<&str> =
        seen.headers.iter().map(|header| header.split(": ").next().unwrap()).collect();
    names.sort_unstable();
    expect!["accept content-length content-type host user-agent x-vital-api-key"]
        .assert_eq(&names.join(" "));
}

#[tokio::test]
async fn every_field_is_sent_under_its_name() {
    let request = request()
        .provider(Providers::Oura)
        .redirect_url("https://example.com/back?a=1&b=ü")
        .filter_on_providers([Providers::Fitbit, Providers::WhoopV2])
        .on_error(LinkTokenExchangeOnError::Redirect)
        .on_close(LinkTokenExchangeOnClose::Redirect);
    expect![[r#"{"user_id":"017f8978-bbfd-ff64-18ce-d59f99bf51c2","provider":"oura","redirect_url":"https://example.com/back?a=1&b=ü","filter_on_providers":["fitbit","whoop_v2"],"on_error":"redirect","on_close":"redirect"}"#]]
    .assert_eq(&sent(request).await);
}

#[tokio::test]
async fn a_provider_that_the_crate_does_not_know_is_sent_as_it_is() {
    let request = request()
        .provider("garmin_v3")
        .filter_on_providers(vec!["oura".into(), Providers::from("not yet \"known\"")]);
    assert_eq!(request.provider, Some(Providers::Unknown("garmin_v3".to_owned())));
    expect![[r#"{"user_id":"017f8978-bbfd-ff64-18ce-d59f99bf51c2","provider":"garmin_v3","filter_on_providers":["oura","not yet \"known\""]}"#]]
    .assert_eq(&sent(request).await);
}

#[test]
fn a_provider_comes_back_as_it_went() {
    for name in ["oura", "my_fitness_pal_v2", "runkeeper", "garmin_v3", "", "OURA"] {
        let text = format!("{name:?}");
        let read: Providers = serde_json::from_str(&text).unwrap();
        let known = ["oura", "my_fitness_pal_v2", "runkeeper"].contains(&name);
        assert_eq!((read.as_str(), read.is_unknown()), (name, !known));
        assert_eq!(read, name.parse().unwrap());
        assert_eq!(read.to_string(), name);
        assert_eq!(serde_json::to_string(&read).unwrap(), text);
    }
}

#[test]
fn null_and_absent_are_read_alike() {
    let absent: LinkTokenExchange = serde_json::from_value(value!({ "user_id": USER })).unwrap();
    let null = value!({
        "user_id": USER, "provider": null, "redirect_url": null,
        "filter_on_providers": null, "on_error": null, "on_close": null,
    });
    assert_eq!(serde_json::from_value::<LinkTokenExchange>(null).unwrap(), absent);
    assert_eq!(absent, request());
}

#[test]
fn a_constant_takes_no_other_value() {
    let error = serde_json::from_str::<LinkTokenExchangeOnError>(r#""close""#).unwrap_err();
    assert_eq!(error.to_string(), "expected one of `redirect` at line 1 column 7");
}

#[tokio::test]
async fn a_request_that_is_not_valid_is_typed() {
    let list = value!([{"loc": ["body", "user_id"], "msg": "field required", "type": "value_error.missing"}]);
    for detail in [list, value!("one sentence"), value!(null)] {
        let body = value!({ "detail": detail }).to_string();
        let server = Server::start([json(422, &body)]).await;
        let error =
            junction(&Setup::plain(server.url())).link().token(request()).await.unwrap_err();
        let Some(ErrorBody::HttpValidationError(fault)) = error.body() else { panic!("{error}") };
        assert_eq!(fault.detail.clone().unwrap_or_default(), detail);
        assert_eq!(error.raw(), Some(body.as_str()));
        let expected =
            format!("Api after 1: POST /v2/link/token answered 422 Unprocessable Entity: {body}");
        assert_eq!(Failed::from(error).line(), expected);
    }
}

#[tokio::test]
async fn a_body_is_typed_only_under_the_status_that_documents_it() {
    let body = r#"{"detail":"slow down"}"#;
    for status in [400, 401, 403, 404, 409, 429, 500, 503] {
        let server = Server::start([json(status, body)]).await;
        let setup = Setup { max_retries: Some(0), ..Setup::plain(server.url()) };
        let failed = Mint::Junction.fail(&setup).await;
        assert_eq!(
            (failed.status, failed.typed, failed.raw.as_deref()),
            (Some(status), false, Some(body))
        );
    }
}

#[test]
fn there_are_four_environments() {
    let urls = [
        (Environment::Production, "https://api.us.junction.com"),
        (Environment::ProductionEu, "https://api.eu.junction.com"),
        (Environment::Sandbox, "https://api.sandbox.us.junction.com"),
        (Environment::SandboxEu, "https://api.sandbox.eu.junction.com"),
    ];
    for (environment, url) in urls {
        assert_eq!(environment.base_url(), url);
    }
    assert_eq!(Environment::default(), Environment::Production);
}

#[tokio::test]
async fn a_request_that_the_document_does_not_allow_is_not_sent() {
    let server = Server::start([json(200, Mint::Junction.answer())]).await;
    let client = |checked: bool| {
        let builder = junction::Client::builder().base_url(server.url()).api_key("planted-key");
        builder.validate_requests(checked).build().unwrap()
    };
    let none = || request().filter_on_providers([]);
    let told = "filter_on_providers: expected at least 1 item, found 0";
    assert_eq!(none().validate().unwrap_err().to_string(), told);
    let error = client(true).link().token(none()).await.unwrap_err();
    let expected = format!("POST /v2/link/token was not sent, as it does not fit:\n{told}");
    assert_eq!(error.to_string(), expected);
    assert_eq!(error.violations().unwrap().iter().next().unwrap().path, "filter_on_providers");
    // Only the client that was not told to look at it sends it.
    client(false).link().token(none()).await.unwrap();
    assert_eq!(server.seen().await.len(), 1);
}
