//! Argyle: two calls, basic authentication, and errors that its document does not describe.

use expect_test::expect;

use crate::server::{Server, bare, json};
use link_tests::clients::{Failed, Mint, Setup, USER, argyle, user};

#[tokio::test]
async fn a_token_for_a_user_that_exists() {
    let server = Server::start([json(200, Mint::ArgyleToken.answer())]).await;
    let answer = argyle(&Setup::plain(server.url())).user_tokens().create(user()).await.unwrap();
    assert_eq!(answer.user_token.expose(), "planted-minted-token");
    expect![[r#"
        POST /v2/user-tokens
        accept: application/json
        authorization: Basic cGxhbnRlZC1hcmd5bGUta2V5LWlkOnBsYW50ZWQtYXJneWxlLWtleS1zZWNyZXQ=
        content-length: 47
        content-type: application/json
        host: 127.0.0.1:PORT
        user-agent: argyle/VERSION

        {"user":"017f8978-bbfd-ff64-18ce-d59f99bf51c2"}
    "#]]
    .assert_eq(&server.only().await);
}

#[tokio::test]
async fn a_new_user_has_no_body() {
    let server = Server::start([json(200, Mint::ArgyleUser.answer())]).await;
    let user = argyle(&Setup::plain(server.url())).users().create().await.unwrap();
    assert_eq!(
        (user.id.to_string().as_str(), user.user_token.expose()),
        (USER, "planted-minted-token")
    );
    expect![[r#"
        POST /v2/users
        accept: application/json
        authorization: Basic cGxhbnRlZC1hcmd5bGUta2V5LWlkOnBsYW50ZWQtYXJneWxlLWtleS1zZWNyZXQ=
        content-length: 0
        host: 127.0.0.1:PORT
        user-agent: argyle/VERSION


    "#]]
    .assert_eq(&server.only().await);
}

#[tokio::test]
async fn basic_authentication_is_utf_8_and_padded_as_it_should_be() {
    let cases = [
        ("id", "secret", "Basic aWQ6c2VjcmV0"),
        ("id", "secrets", "Basic aWQ6c2VjcmV0cw=="),
        ("idé", "sécret", "Basic aWTDqTpzw6ljcmV0"),
        ("id", "with:colon", "Basic aWQ6d2l0aDpjb2xvbg=="),
        ("id", "", "Basic aWQ6"),
    ];
    let server = Server::start([json(200, Mint::ArgyleUser.answer())]).await;
    for (id, secret, _) in cases {
        let builder = argyle::Client::builder().base_url(server.url()).basic_auth(id, secret);
        builder.build().unwrap().users().create().await.unwrap();
    }
    for ((id, secret, expected), request) in cases.into_iter().zip(server.seen().await) {
        assert_eq!(request.headers["authorization"], expected, "{id}:{secret}");
    }
}

#[tokio::test]
async fn errors_that_no_document_describes_are_raw_and_readable() {
    let map =
        r#"{"user": ["This field is required.", "A second fault"], "non_field_errors": ["…"]}"#;
    let detail = r#"{"detail":"Authentication credentials were not provided."}"#;
    let server = Server::start([json(401, detail), json(400, map), bare(500, &[])]).await;
    let user_tokens = argyle(&Setup::plain(server.url())).user_tokens();
    let mut lines = String::new();
    for raw in [detail, map, ""] {
        let error = user_tokens.create(user()).await.unwrap_err();
        assert_eq!((error.raw(), error.body()), (Some(raw), None));
        lines += &(Failed::from(error).line() + "\n");
    }
    expect![[r#"
        Api after 1: POST /v2/user-tokens answered 401 Unauthorized: {"detail":"Authentication credentials were not provided."}
        Api after 1: POST /v2/user-tokens answered 400 Bad Request: {"user": ["This field is required.", "A second fault"], "non_field_errors": ["…"]}
        Api after 1: POST /v2/user-tokens answered 500 Internal Server Error
    "#]]
    .assert_eq(&lines);
}

#[test]
fn the_claims_of_a_token_can_be_read() {
    let claims = r#"{"client_id":"0d9b5bf3-97fa-4757-a136-b2a03d171414","exp":1652481485,"iat":1649889485,"iss":"argyle-core-auth-prod","jti":"00097a26-2f2a-4aa0-8eca-95ebe56d57a8","sub":"017f8978-bbfd-ff64-18ce-d59f99bf51c2","user_id":"017f8978-bbfd-ff64-18ce-d59f99bf51c2"}"#;
    let read: argyle::UserTokenClaims = serde_json::from_str(claims).unwrap();
    assert_eq!((read.exp, read.user_id), (Some(1_652_481_485), USER.parse().ok()));
    assert_eq!(serde_json::to_string(&read).unwrap(), claims);
}
