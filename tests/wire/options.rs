//! How a client and a call are adjusted, and what they say when they cannot be.

use std::fmt::Write as _;
use std::time::Duration;

use argyle::reqwest;
use expect_test::expect;

use crate::server::{Server, json};
use link_tests::clients::{
    Failed, KEY_ID, Mint, Setup, argyle, junction, plaid, plaid_request, planted, user,
};
use link_tests::socket::{Act, End, Socket};

#[test]
fn an_environment_is_a_base_url() {
    let argyle = |environment| {
        let builder = argyle::Client::builder().environment(environment);
        format!("{:?}", builder.basic_auth(KEY_ID, planted::KEY_SECRET).build().unwrap())
    };
    let junction = |environment| {
        let builder = junction::Client::builder().environment(environment);
        format!("{:?}", builder.api_key(planted::API_KEY).build().unwrap())
    };
    let plaid = |environment| {
        let builder = plaid::Client::builder().environment(environment);
        format!("{:?}", builder.client_id("id").secret(planted::SECRET).build().unwrap())
    };
    let clients = [
        argyle(argyle::Environment::Production),
        argyle(argyle::Environment::Sandbox),
        junction(junction::Environment::Production),
        junction(junction::Environment::ProductionEu),
        junction(junction::Environment::Sandbox),
        junction(junction::Environment::SandboxEu),
        plaid(plaid::Environment::Production),
        plaid(plaid::Environment::Sandbox),
    ];
    expect![[r#"
        Client { base_url: "https://api.argyle.com/", .. }
        Client { base_url: "https://api-sandbox.argyle.com/", .. }
        Client { base_url: "https://api.us.junction.com/", .. }
        Client { base_url: "https://api.eu.junction.com/", .. }
        Client { base_url: "https://api.sandbox.us.junction.com/", .. }
        Client { base_url: "https://api.sandbox.eu.junction.com/", .. }
        Client { base_url: "https://production.plaid.com/", .. }
        Client { base_url: "https://sandbox.plaid.com/", .. }
    "#]]
    .assert_eq(&(clients.join("\n") + "\n"));
}

/// A proxy on the loopback sees where a client wants to go, and nothing leaves this machine.
#[tokio::test]
async fn an_environment_is_where_calls_go() {
    let proxy = Socket::start([Act::new("", End::Reset)]).await;
    let proxied = reqwest::Proxy::all(proxy.url()).unwrap();
    let client = reqwest::Client::builder().proxy(proxied).build().unwrap();
    let sandbox = junction::Client::builder()
        .environment(junction::Environment::SandboxEu)
        .api_key(planted::API_KEY)
        .http_client(client.clone())
        .max_retries(0);
    sandbox.build().unwrap().link().token(user()).await.unwrap_err();
    let default = plaid::Client::builder()
        .client_id(planted::CLIENT_ID)
        .secret(planted::SECRET)
        .http_client(client)
        .max_retries(0);
    default.build().unwrap().link().token_create(plaid_request()).await.unwrap_err();
    let lines: Vec<String> = proxy.seen().into_iter().map(|seen| seen.line).collect();
    assert_eq!(lines[0], "CONNECT api.sandbox.eu.junction.com:443 HTTP/1.1");
    assert_eq!(lines[1], "CONNECT production.plaid.com:443 HTTP/1.1");
}

#[tokio::test]
async fn a_path_in_the_base_url_is_kept() {
    for mint in Mint::ALL {
        let server = Server::start([json(200, mint.answer())]).await;
        for tail in ["", "/", "/proxy", "/proxy/", "/a%20b/c//"] {
            mint.call(&Setup::at(server.url() + tail)).await.unwrap();
        }
        let operation = mint.operation().trim_start_matches("POST ");
        let seen = server.seen().await;
        let paths: Vec<&str> =
            seen.iter().map(|seen| seen.url.path().trim_end_matches(operation)).collect();
        assert_eq!(paths, ["", "", "/proxy", "/proxy", "/a%20b/c"]);
    }
}

#[test]
fn the_base_url_wins_over_the_environment_whatever_the_order() {
    let url = "http://127.0.0.1:9/x";
    let keyed = || junction::Client::builder().api_key(planted::API_KEY);
    let clients = [
        keyed().base_url(url).environment(junction::Environment::Sandbox).build().unwrap(),
        keyed().environment(junction::Environment::Sandbox).base_url(url).build().unwrap(),
    ];
    for client in clients {
        assert_eq!(format!("{client:?}"), r#"Client { base_url: "http://127.0.0.1:9/x", .. }"#);
    }
}

#[test]
fn what_a_client_cannot_be_built_from() {
    let keyed = || junction::Client::builder().api_key(planted::API_KEY);
    let with_secret = || plaid::Client::builder().secret(planted::SECRET);
    let mut lines = String::new();
    for url in [
        "",
        "api.example.com",
        "ftp://h",
        "https://",
        "http://u:planted-plaid-secret@h",
        "http://h?planted-plaid-secret",
        "http://h#f",
    ] {
        let failed = Failed::from(keyed().base_url(url).build().unwrap_err());
        let _ = writeln!(lines, "{url:?} ⇒ {}", failed.line().replace("planted", ""));
    }
    let failures = [
        Failed::from(argyle::Client::builder().build().unwrap_err()),
        Failed::from(junction::Client::builder().build().unwrap_err()),
        Failed::from(junction::Client::builder().api_key("").build().unwrap_err()),
        Failed::from(
            junction::Client::builder().api_key("planted-plaid-secret\n").build().unwrap_err(),
        ),
        Failed::from(plaid::Client::builder().build().unwrap_err()),
        Failed::from(with_secret().build().unwrap_err()),
        Failed::from(with_secret().client_id("").build().unwrap_err()),
        Failed::from(
            argyle::Client::builder().basic_auth("a:b", planted::KEY_SECRET).build().unwrap_err(),
        ),
    ];
    for failed in failures {
        let _ = writeln!(lines, "{}", failed.line());
    }
    expect![[r#"
        "" ⇒ Config after 0: the base URL cannot be used: it is not an absolute URL
        "api.example.com" ⇒ Config after 0: the base URL cannot be used: it is not an absolute URL
        "ftp://h" ⇒ Config after 0: the base URL cannot be used: it is neither http nor https
        "https://" ⇒ Config after 0: the base URL cannot be used: it is not an absolute URL
        "http://u:planted-plaid-secret@h" ⇒ Config after 0: the base URL cannot be used: it holds a user name or a password
        "http://h?planted-plaid-secret" ⇒ Config after 0: the base URL cannot be used: it has a query or a fragment
        "http://h#f" ⇒ Config after 0: the base URL cannot be used: it has a query or a fragment
        Config after 0: credentials are missing: call `basic_auth(..)`
        Config after 0: credentials are missing: call `api_key(..)` or `bearer_token(..)`
        Config after 0: the value given to `api_key(..)` is empty
        Config after 0: the value given to `api_key(..)` holds a character that a header cannot carry (a line break?)
        Config after 0: credentials are missing: call `client_id(..)` and `secret(..)`
        Config after 0: credentials are missing: call `client_id(..)`
        Config after 0: the value given to `client_id(..)` is empty
        Config after 0: the value given to `basic_auth(..)` has a user name with a colon, which cannot be sent
    "#]].assert_eq(&lines);
}

#[tokio::test]
async fn a_header_of_one_call_replaces_the_usual_one() {
    let server = Server::start([json(200, Mint::Plaid.answer())]).await;
    let link = plaid(&Setup::at(server.url())).link();
    let call = link
        .token_create(plaid_request())
        .header("User-Agent", "mine/2")
        .header("X-Trace", "1")
        .header("x-trace", "2")
        .header("PLAID-SECRET", planted::BEARER)
        .header("Plaid-Version", "2019-05-29");
    call.await.unwrap();
    link.token_create(plaid_request()).await.unwrap();
    let texts = server.texts().await;
    expect![[r#"
        POST /link/token/create
        accept: application/json
        content-length: 95
        content-type: application/json
        host: 127.0.0.1:PORT
        plaid-client-id: planted-plaid-client-id
        plaid-secret: planted-bearer
        plaid-version: 2019-05-29
        user-agent: mine/2
        x-trace: 2

        {"client_name":"App","country_codes":["US"],"language":"en","user":{"client_user_id":"user-1"}}
    "#]]
    .assert_eq(&texts[0]);
    assert!(texts[1].contains("plaid-secret: planted-plaid-secret\nplaid-version: 2020-09-14\n"));
}

#[tokio::test]
async fn a_header_that_cannot_be_sent_sends_nothing() {
    let server = Server::start([json(200, Mint::ArgyleUser.answer())]).await;
    let users = argyle(&Setup::at(server.url())).users();
    let mut lines = String::new();
    let headers = [
        ("", "value"),
        ("two words", "value"),
        ("x-split", "planted-bearer\r\nx-smuggled: 1"),
        ("content-length", "0"),
        ("transfer-encoding", "chunked"),
    ];
    for (name, value) in headers {
        let error = users.create().header(name, value).header("x-fine", "1").await.unwrap_err();
        let _ = writeln!(lines, "{}", Failed::from(error).line());
    }
    expect![[r#"
        Config after 0: the header "" cannot have that name or that value
        Config after 0: the header "two words" cannot have that name or that value
        Config after 0: the header "x-split" cannot have that name or that value
        Config after 0: the header `content-length` follows from the body
        Config after 0: the header `transfer-encoding` follows from the body
    "#]]
    .assert_eq(&lines);
    assert!(server.seen().await.is_empty());
}

#[tokio::test]
async fn one_http_client_serves_all_three() {
    let headers =
        [("x-app", "shared")].map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()));
    let client = reqwest::Client::builder()
        .default_headers(reqwest::header::HeaderMap::from_iter(headers))
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    for mint in Mint::ALL {
        let server = Server::start([json(200, mint.answer())]).await;
        let setup = Setup { http_client: Some(client.clone()), ..Setup::at(server.url()) };
        mint.call(&setup).await.unwrap();
        assert_eq!(server.seen().await[0].headers["x-app"], "shared");
    }
}

#[tokio::test]
async fn the_limit_of_the_consumers_own_client_is_a_timeout_too() {
    let late = json(200, Mint::Plaid.answer()).set_delay(Duration::from_secs(2));
    let server = Server::start([late]).await;
    let client = reqwest::Client::builder().timeout(Duration::from_millis(50)).build().unwrap();
    let failed =
        Mint::Plaid.fail(&Setup { http_client: Some(client), ..Setup::at(server.url()) }).await;
    expect!["Timeout after 1: POST /link/token/create timed out"].assert_eq(&failed.line());
    assert!(failed.timeout);
}

/// The same type in all three: one HTTP client can be passed around.
#[test]
fn the_http_client_is_the_same_type_everywhere() {
    let client = reqwest::Client::new();
    let _ = junction::Client::builder().http_client(client.clone());
    let _ = plaid::Client::builder().http_client(client);
}

#[tokio::test]
async fn status_and_headers_are_there_for_the_asking() {
    let answer = json(201, Mint::Plaid.answer()).insert_header("x-ratelimit-remaining", "7");
    let server = Server::start([answer.clone(), answer.insert_header("x-request-id", "r-1")]).await;
    let link = plaid(&Setup::at(server.url())).link();
    let answer = link.token_create(plaid_request()).with_response().await.unwrap();
    assert_eq!((answer.status, answer.body.link_token.expose()), (201, planted::TOKEN));
    assert_eq!(answer.headers["x-ratelimit-remaining"], "7");
    assert_eq!(answer.request_id.as_deref(), Some("m8MDnv9okwxFNBV"), "from the body");
    let answer =
        link.token_create(plaid_request()).header("x-a", "b").timeout(Duration::from_secs(9));
    let answer = answer.with_response().await.unwrap();
    assert_eq!(answer.request_id.as_deref(), Some("r-1"), "from the header");
}

#[tokio::test]
async fn a_call_is_sent_when_it_is_awaited_and_not_before() {
    let server = Server::start([json(200, Mint::Junction.answer())]).await;
    let call = junction(&Setup::at(server.url())).link().token(user());
    tokio::task::yield_now().await;
    assert!(server.seen().await.is_empty());
    call.await.unwrap();
    assert_eq!(server.seen().await.len(), 1);
}

#[tokio::test]
async fn calls_go_to_other_tasks_and_run_side_by_side() {
    fn is_shared<T: Clone + Send + Sync + std::fmt::Debug + 'static>(value: T) -> T {
        value
    }
    let server = Server::start([json(200, Mint::Junction.answer())]).await;
    let client = is_shared(junction(&Setup::at(server.url())));
    let link = is_shared(client.link());
    drop(client);
    let tasks: Vec<_> = (0..8).map(|_| tokio::spawn(link.token(user()).into_future())).collect();
    for task in tasks {
        assert_eq!(task.await.unwrap().unwrap().link_token.expose(), planted::TOKEN);
    }
    let (first, second) =
        tokio::join!(link.token(user()).into_future(), link.token(user()).into_future());
    assert_eq!(first.unwrap(), second.unwrap());
    assert_eq!(server.seen().await.len(), 10);
}

#[test]
fn an_error_can_be_boxed_and_sent() {
    fn is_error<E: std::error::Error + Send + Sync + 'static>() {}
    is_error::<argyle::Error>();
    is_error::<junction::Error>();
    is_error::<plaid::Error>();
    let size = size_of::<Result<(), plaid::Error>>();
    assert!(size <= 40, "{size} bytes for an error");
}
