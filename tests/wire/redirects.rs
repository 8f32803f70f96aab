//! Redirects: which are followed, with what, and to whom credentials never go.

use expect_test::expect;

use crate::clients::{Mint, Setup, argyle, junction, planted, user};
use crate::peer::{Act, Peer};
use crate::server::{Server, bare, json};

/// A redirect to a place.
fn to(status: u16, location: &str) -> wiremock::ResponseTemplate {
    bare(status, &[("location", location)])
}

#[tokio::test]
async fn within_the_service_the_whole_request_is_kept() {
    for mint in Mint::ALL {
        for status in [307, 308] {
            for absolute in [false, true] {
                let server = Server::start([]).await;
                let place = if absolute {
                    format!("{}/moved?to=1", server.url())
                } else {
                    "/moved?to=1".to_owned()
                };
                server.script([to(status, &place), json(200, mint.answer())]).await;
                assert_eq!(mint.call(&Setup::at(server.url())).await.unwrap(), planted::TOKEN);
                let texts = server.texts().await;
                let (line, rest) = texts[0].split_once('\n').unwrap();
                assert_eq!(line, mint.operation());
                assert_eq!(texts[1..], [format!("POST /moved?to=1\n{rest}")]);
            }
        }
    }
}

#[tokio::test]
async fn see_other_is_fetched_without_a_body() {
    let server =
        Server::start([to(303, "/v2/results/7"), json(200, Mint::Junction.answer())]).await;
    let token = Mint::Junction.call(&Setup::plain(server.url())).await.unwrap();
    assert_eq!(token, planted::TOKEN);
    expect![[r#"
        GET /v2/results/7
        accept: application/json
        host: 127.0.0.1:PORT
        user-agent: junction/VERSION
        x-vital-api-key: planted-junction-api-key


    "#]]
    .assert_eq(&server.texts().await[1]);
}

#[tokio::test]
async fn another_host_gets_no_body() {
    for mint in Mint::REPEATABLE {
        for status in [307, 308] {
            let other = Server::start([json(200, mint.answer())]).await;
            let server = Server::start([to(status, &other.url())]).await;
            let failed = mint.fail(&Setup::at(server.url())).await;
            assert_eq!((failed.kind, failed.status, failed.attempts), ("Api", Some(status), 1));
            assert!(other.seen().await.is_empty(), "{mint:?} went to another host");
        }
    }
}

#[tokio::test]
async fn another_host_gets_no_credentials() {
    let other = Server::start([json(200, Mint::ArgyleUser.answer())]).await;
    let server = Server::start([to(307, &format!("{}/elsewhere", other.url()))]).await;
    let users = argyle(&Setup::plain(server.url())).users();
    users.create().header("x-trace", planted::BEARER).await.unwrap();
    assert!(server.only().await.contains(planted::BEARER));
    expect![[r#"
        POST /elsewhere
        accept: application/json
        host: 127.0.0.1:PORT
        user-agent: argyle/VERSION


    "#]]
    .assert_eq(&other.only().await);
}

#[tokio::test]
async fn see_other_at_another_host_gets_nothing_either() {
    let other = Server::start([json(200, Mint::Plaid.answer())]).await;
    let server = Server::start([to(303, &other.url())]).await;
    assert_eq!(Mint::Plaid.call(&Setup::plain(server.url())).await.unwrap(), planted::TOKEN);
    expect![[r#"
        GET /
        accept: application/json
        host: 127.0.0.1:PORT
        user-agent: plaid/VERSION


    "#]]
    .assert_eq(&other.only().await);
}

#[tokio::test]
async fn credentials_that_were_dropped_do_not_come_back() {
    let server = Server::start([]).await;
    let other = Server::start([to(307, &format!("{}/home", server.url()))]).await;
    server.script([to(307, &other.url()), json(200, Mint::ArgyleUser.answer())]).await;
    Mint::ArgyleUser.call(&Setup::plain(server.url())).await.unwrap();
    let seen = server.seen().await;
    assert!(seen[0].headers.contains_key("authorization"));
    assert!(!seen[1].headers.contains_key("authorization"));
}

#[tokio::test]
async fn a_post_is_not_turned_into_something_else() {
    for mint in Mint::ALL {
        for status in [300, 301, 302, 304, 305, 306] {
            let server = Server::start([to(status, "/moved"), json(200, mint.answer())]).await;
            let failed = mint.fail(&Setup::at(server.url())).await;
            assert_eq!((failed.kind, failed.status, failed.attempts), ("Api", Some(status), 1));
            assert_eq!(server.seen().await.len(), 1);
        }
    }
}

/// `reqwest` would send a `GET` there, with some of the headers.
#[tokio::test]
async fn the_http_client_of_the_crate_follows_nothing_by_itself() {
    for mint in Mint::ALL {
        let other = Server::start([json(200, mint.answer())]).await;
        let server = Server::start([to(302, &other.url())]).await;
        let failed = mint.fail(&Setup::plain(server.url())).await;
        assert_eq!((failed.kind, failed.status, failed.attempts), ("Api", Some(302), 1));
        assert!(other.seen().await.is_empty());
    }
}

#[tokio::test]
async fn a_place_that_cannot_be_gone_to_is_the_answer() {
    let other = Server::start([json(200, Mint::ArgyleUser.answer())]).await;
    let named = other.url().replace("http://", "http://user:password@");
    let places =
        ["", "http://", "http://[", "ftp://127.0.0.1/", "file:///etc/passwd", "data:,{}", &named];
    for place in places {
        let answer = if place.is_empty() { bare(307, &[]) } else { to(307, place) };
        let server = Server::start([answer]).await;
        let failed = Mint::ArgyleUser.fail(&Setup::at(server.url())).await;
        assert_eq!((failed.kind, failed.status), ("Api", Some(307)), "{place}");
        assert_eq!(server.seen().await.len(), 1);
    }
    assert!(other.seen().await.is_empty());
}

#[tokio::test]
async fn a_loop_ends_with_the_redirect() {
    for mint in Mint::ALL {
        let server = Server::start([to(307, mint.operation().trim_start_matches("POST "))]).await;
        let failed = mint.fail(&Setup::at(server.url())).await;
        assert_eq!((failed.kind, failed.status, failed.attempts), ("Api", Some(307), 1));
        assert_eq!(server.seen().await.len(), 11, "one request and ten redirects");
    }
}

#[tokio::test]
async fn each_attempt_starts_where_the_call_belongs() {
    let overloaded = bare(503, &[("retry-after", "0")]);
    let answers =
        [to(307, "/moved"), overloaded, to(307, "/moved"), json(200, Mint::Plaid.answer())];
    let server = Server::start(answers).await;
    Mint::Plaid.call(&Setup::at(server.url())).await.unwrap();
    let paths: Vec<String> =
        server.seen().await.iter().map(|seen| seen.url.path().to_owned()).collect();
    assert_eq!(paths, ["/link/token/create", "/moved", "/link/token/create", "/moved"]);
}

#[tokio::test]
async fn a_redirect_is_followed_on_another_connection_too() {
    let moved = "HTTP/1.1 307 Temporary Redirect\r\nlocation: /moved\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    let made =
        "HTTP/1.1 200 OK\r\ncontent-length: 37\r\n\r\n{\"user_token\":\"planted-minted-token\"}";
    let peer = Peer::start([Act::Close(moved), Act::Close(made)]).await;
    assert_eq!(Mint::ArgyleToken.call(&Setup::at(peer.url())).await.unwrap(), planted::TOKEN);
    assert_eq!(peer.seen().len(), 2);
}

#[tokio::test]
async fn the_answer_that_is_returned_is_the_last() {
    let last = json(201, Mint::Junction.answer()).insert_header("x-request-id", "r-2");
    let first = to(307, "/moved").insert_header("x-request-id", "r-1");
    let server = Server::start([first, last]).await;
    let answer =
        junction(&Setup::at(server.url())).link().token(user()).with_response().await.unwrap();
    assert_eq!((answer.status, answer.request_id.as_deref()), (201, Some("r-2")));
}
