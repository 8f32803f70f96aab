//! Where a call goes: base URLs, server variables, paths and queries.

use crate::runtime::{Call, Client, ClientBuilder, Error};
use crate::server::{Server, answer, json};
use crate::service::{Aside, Environment, Upload};

const PET: &str = r#"{"id":1,"type":"cat"}"#;

fn fault(builder: ClientBuilder) -> String {
    match builder.api_key("key-123456").build().unwrap_err() {
        Error::Config(error) => error.to_string(),
        other => panic!("{other}"),
    }
}

fn base(builder: ClientBuilder) -> String {
    format!("{:?}", builder.api_key("key-123456").build().unwrap())
}

#[test]
fn servers_are_chosen_and_filled_in() {
    let builder = Client::builder;
    assert_eq!(
        fault(builder()),
        "no server is chosen: call environment(Environment::…) or base_url(…)"
    );
    let regional = builder().environment(Environment::Regional);
    assert!(base(regional.clone()).contains("\"https://api.us.example.com/v2\""));
    assert!(base(regional.clone().region("eu")).contains("https://api.eu.example.com/v2"));
    assert_eq!(
        fault(regional.clone().region("mars")),
        "the server variable `region` has to be one of `us`, `eu`"
    );
    let other = builder().environment(Environment::Tenant).region("mars");
    assert!(base(other).contains("https://demo.example.com"), "a variable of another server");
    // A base URL wins, whichever comes first.
    assert!(
        base(builder().base_url("http://a").environment(Environment::Regional))
            .contains("http://a/")
    );
    assert!(base(regional.base_url("http://a/b//")).contains("\"http://a/b\""));
}

#[test]
fn a_server_variable_without_a_default_has_to_be_chosen() {
    let account = Client::builder().environment(Environment::Account);
    assert_eq!(
        fault(account.clone()),
        "the server variable `account` has no value: call `account(..)`"
    );
    assert!(base(account.account("me")).contains("https://me.example.com"));
}

#[tokio::test]
async fn an_operation_goes_to_its_own_server_unless_one_was_given() {
    let environment =
        Client::builder().environment(Environment::Tenant).api_key("k").max_retries(0);
    let error = Call::<Upload>::new(&environment.build().unwrap()).await.unwrap_err();
    assert!(error.to_string().contains("refused"), "{error}");

    let server = Server::start((0..2).map(|_| answer("204 No Content", &[], ""))).await;
    let client = server.builder().base_url(format!("{}/v2", server.url())).build().unwrap();
    Call::<Upload>::new(&client).await.unwrap();
    Call::<Aside>::new(&client).await.unwrap();
    let lines: Vec<String> = server.seen().into_iter().map(|seen| seen.line).collect();
    assert_eq!(lines, ["POST /v2/files", "GET /private/aside"]);
}

#[test]
fn a_server_variable_cannot_move_the_host() {
    let tenant = |value: &str| Client::builder().environment(Environment::Tenant).tenant(value);
    assert!(base(tenant("my-shop")).contains("https://my-shop.example.com"));
    for value in ["evil.com/", "evil.com#", "a@b", "a:1", "", "..", "{region}", "é"] {
        assert!(fault(tenant(value)).contains("call `base_url(..)`"), "{value}");
    }
}

#[test]
fn base_urls_are_checked_and_not_repeated() {
    let fault = |url: &str| fault(Client::builder().base_url(url));
    for url in
        ["", "example.com", "/v2", "ftp://a", "data:text", "http://", "http://a?b", "http://a#b"]
    {
        assert!(fault(url).starts_with("the base URL cannot be used: "), "{url}");
    }
    for url in ["http://user:pass-word@host/", "http://:pass-word@host", "pass-word", "x:pass-word"]
    {
        assert!(!fault(url).contains("pass-word"), "{url}");
    }
}

#[tokio::test]
async fn values_stay_within_their_segment_and_parameter() {
    let server = Server::start((0..4).map(|_| json("200 OK", PET))).await;
    let client = server.builder().base_url(format!("{}/v2/", server.url())).build().unwrap();
    let pets = client.pets();
    pets.get("a/b?c#d %2e é~").verbose(true).await.unwrap();
    pets.get("x").tags(["a b", "c&d=e+f"]).verbose(false).await.unwrap();
    pets.get("...").verbose(true).tags(Vec::<String>::new()).nothing(None).await.unwrap();
    pets.get("x").tags(["old"]).verbose(true).tags(["new"]).trace(&[1, 2]).await.unwrap();
    let seen = server.seen();
    let lines: Vec<&str> = seen.iter().map(|seen| seen.line.as_str()).collect();
    assert_eq!(
        lines,
        [
            "GET /v2/pets/a%2Fb%3Fc%23d%20%252e%20%C3%A9~?verbose=true",
            "GET /v2/pets/x?tag%5B%5D=a%20b&tag%5B%5D=c%26d%3De%2Bf&verbose=false",
            "GET /v2/pets/...",
            "GET /v2/pets/x?tag%5B%5D=new&verbose=true",
        ]
    );
    assert_eq!(seen[3].header("x-trace"), Some("1,2"));
}

#[tokio::test]
async fn lists_and_scalars_have_one_form_each() {
    let server = Server::start((0..2).map(|_| json("200 OK", PET))).await;
    let pets = server.client().pets();
    let call = pets.get("x").path("pet_id", &["a,b", "c"]).query_list("ids", &[1, 2, 3]);
    call.query_list("none", &[0; 0]).query("half", &0.5).await.unwrap();
    pets.get("x").path("pet_id", &7).header_parameter("x-trace", &None::<i64>).await.unwrap();
    let lines: Vec<String> = server.seen().into_iter().map(|seen| seen.line).collect();
    assert_eq!(lines, ["GET /pets/a%2Cb,c?ids=1,2,3&half=0.5", "GET /pets/7"]);
}

#[tokio::test]
async fn values_that_have_no_form_are_refused() {
    let client =
        Client::builder().base_url("http://127.0.0.1:1").api_key("key-123456").build().unwrap();
    let pets = client.pets();
    let cases = [
        (pets.get(""), "the path parameter `pet_id` is empty"),
        (pets.get("."), "a path parameter that is `.` or `..` would reach another endpoint"),
        (pets.get(".."), "a path parameter that is `.` or `..` would reach another endpoint"),
        (
            pets.get("x").structured(),
            "the parameter `filter` is neither a scalar nor a list of scalars",
        ),
        (pets.get("x").path("pet_id", &None::<i64>), "the path parameter `pet_id` is empty"),
        (
            pets.get("x").query("grid", &[[1]]),
            "the parameter `grid` is neither a scalar nor a list of scalars",
        ),
        (
            pets.get("x").json(&std::collections::BTreeMap::from([((), 1)])),
            "the body cannot be written as JSON: key must be a string",
        ),
        (
            pets.get("x").header("a b", "c"),
            "the header \"a b\" cannot have that name or that value",
        ),
        (
            pets.get("x").header("a", "b\r\nc: d"),
            "the header \"a\" cannot have that name or that value",
        ),
        (
            pets.get("x").header("Content-Length", "3"),
            "the header `content-length` follows from the body",
        ),
        (pets.get("").header("a b", "c"), "the path parameter `pet_id` is empty"),
    ];
    for (call, message) in cases {
        let error = call.await.unwrap_err();
        assert!(matches!(error, Error::Config(_)));
        assert_eq!((error.to_string().as_str(), error.attempts()), (message, 0));
    }
}
