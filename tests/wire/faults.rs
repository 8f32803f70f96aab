//! Servers that are slow, absent or broken.

use std::fmt::Write as _;
use std::time::Duration;

use expect_test::expect;

use crate::clients::{Failed, Mint, Setup, argyle, junction, user};
use crate::peer::{Act, Peer, refusing};
use crate::server::{Server, json};

const SOON: Duration = Duration::from_millis(50);

/// Longer than any of these clients waits, and no test waits for it.
const LATE: Duration = Duration::from_secs(2);

/// The beginning of an answer: 200, and the length of a body that never ends.
const HALF: &str =
    "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{\"user_token\":\"planted-minted-token\",";

/// A whole answer to `POST /v2/user-tokens` on a connection that stays open.
const MADE: &str =
    "HTTP/1.1 200 OK\r\ncontent-length: 37\r\n\r\n{\"user_token\":\"planted-minted-token\"}";

#[tokio::test]
async fn a_slow_answer_is_a_timeout() {
    let mut lines = String::new();
    for mint in Mint::ALL {
        let server = Server::start([json(200, mint.answer()).set_delay(LATE)]).await;
        let failed = mint.fail(&Setup { timeout: Some(SOON), ..Setup::at(server.url()) }).await;
        assert!(failed.timeout && failed.retryable && failed.status.is_none());
        let _ = writeln!(lines, "{}", failed.line());
    }
    expect![[r#"
        Timeout after 1: POST /v2/user-tokens timed out after 50ms
        Timeout after 1: POST /v2/users timed out after 50ms
        Timeout after 1: POST /v2/link/token timed out after 50ms
        Timeout after 1: POST /link/token/create timed out after 50ms
    "#]]
    .assert_eq(&lines);
}

#[tokio::test]
async fn the_limit_of_a_call_is_the_one_that_counts() {
    let server = Server::start([json(200, Mint::Junction.answer()).set_delay(LATE)]).await;
    let link = junction(&Setup::at(server.url())).link();
    assert!(link.token(user()).timeout(SOON).await.unwrap_err().is_timeout());
    assert!(link.token(user()).timeout(SOON).with_response().await.unwrap_err().is_timeout());
    let server = Server::start([json(200, Mint::Junction.answer()).set_delay(SOON)]).await;
    let link = junction(&Setup { timeout: Some(Duration::ZERO), ..Setup::at(server.url()) }).link();
    link.token(user()).timeout(Duration::from_mins(1)).await.unwrap();
}

#[tokio::test]
async fn the_limit_covers_the_body() {
    let peer = Peer::start([Act::Hang(HALF)]).await;
    let setup = Setup { timeout: Some(SOON), ..Setup::at(peer.url()) };
    let failed = Mint::ArgyleToken.fail(&setup).await;
    expect!["Timeout after 1: POST /v2/user-tokens timed out after 50ms"].assert_eq(&failed.line());
}

#[tokio::test]
async fn the_limit_of_the_consumers_own_client_is_a_timeout_too() {
    let server = Server::start([json(200, Mint::Plaid.answer()).set_delay(LATE)]).await;
    let client = argyle::reqwest::Client::builder().timeout(SOON).build().unwrap();
    let failed =
        Mint::Plaid.fail(&Setup { http_client: Some(client), ..Setup::at(server.url()) }).await;
    expect!["Timeout after 1: POST /link/token/create timed out"].assert_eq(&failed.line());
    assert!(failed.timeout);
}

#[tokio::test]
async fn a_connection_that_is_torn_down_is_made_again() {
    let peer = Peer::start([Act::Reset, Act::Close(MADE)]).await;
    Mint::ArgyleToken.call(&Setup::at(peer.url())).await.unwrap();
    let seen = peer.seen();
    assert_eq!(seen.len(), 2);
    assert_eq!(seen[0], seen[1]);
}

#[tokio::test]
async fn a_connection_that_stays_torn_down_is_an_error() {
    for mint in Mint::ALL {
        let attempts = if mint == Mint::ArgyleUser { 1 } else { 2 };
        let peer = Peer::start([Act::Reset]).await;
        let failed = mint.fail(&Setup { max_retries: Some(1), ..Setup::at(peer.url()) }).await;
        assert_eq!((failed.kind, failed.attempts, failed.status), ("Transport", attempts, None));
        assert!(failed.retryable && !failed.timeout && failed.raw.is_none());
        assert_eq!(peer.seen().len(), attempts as usize);
    }
}

/// The connection is warm, so a client might take the loss for one that came before the request.
#[tokio::test]
async fn a_second_user_is_not_made_because_a_kept_connection_was_lost() {
    for loss in [Act::Reset, Act::Close("")] {
        let made = "HTTP/1.1 200 OK\r\ncontent-length: 84\r\n\r\n{\"id\":\"017f8978-bbfd-ff64-18ce-d59f99bf51c2\",\"user_token\":\"planted-minted-token\"}   ";
        let peer = Peer::start([Act::Keep(made), loss, Act::Keep(made)]).await;
        let users = argyle(&Setup::at(peer.url())).users();
        users.create().await.unwrap();
        let failed = Failed::from(users.create().await.unwrap_err());
        assert_eq!((failed.kind, failed.attempts, peer.seen().len()), ("Transport", 1, 2));
    }
}

/// What the network says of it is not ours to word.
fn assert_reason(failed: &Failed, mint: Mint) {
    let reason = failed.display.strip_prefix(mint.operation());
    let reason = reason.and_then(|reason| reason.strip_prefix(" got no complete answer: "));
    assert!(reason.is_some_and(|reason| reason.len() > 10), "{}", failed.display);
    // These words of `reqwest` stand for everything and explain nothing.
    assert!(!failed.display.contains("error sending request"), "{}", failed.display);
}

#[tokio::test]
async fn nobody_listens() {
    let (_held, url) = refusing();
    for mint in Mint::ALL {
        let failed = mint.fail(&Setup { max_retries: Some(1), ..Setup::at(url.clone()) }).await;
        let attempts = if mint == Mint::ArgyleUser { 1 } else { 2 };
        assert_eq!((failed.kind, failed.attempts, failed.status), ("Transport", attempts, None));
        assert!(failed.retryable && !failed.timeout);
        assert_reason(&failed, mint);
        assert!(failed.display.to_lowercase().contains("refused"), "{}", failed.display);
    }
}

#[tokio::test]
async fn a_broken_answer_is_an_error_of_the_transport() {
    let broken = [
        "",
        "SSH-2.0-OpenSSH_9.6\r\n",
        "HTTP/1.1 200 OK\r\ncontent-le",
        HALF,
        "HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n",
    ];
    for bytes in broken {
        let peer = Peer::start([Act::Close(bytes)]).await;
        let failed = Mint::ArgyleUser.fail(&Setup::at(peer.url())).await;
        assert_eq!(
            (failed.kind, failed.attempts, failed.raw.clone()),
            ("Transport", 1, None),
            "{bytes}"
        );
        assert!(failed.retryable, "{bytes}");
        assert_reason(&failed, Mint::ArgyleUser);
    }
}

#[tokio::test]
async fn half_a_body_is_fetched_again() {
    let peer = Peer::start([Act::Close(HALF), Act::Close(MADE)]).await;
    Mint::ArgyleToken.call(&Setup::at(peer.url())).await.unwrap();
    assert_eq!(peer.seen().len(), 2);
}

#[tokio::test]
async fn a_length_that_is_too_short_cuts_the_body() {
    let cut =
        "HTTP/1.1 200 OK\r\ncontent-length: 20\r\n\r\n{\"user_token\":\"planted-minted-token\"}";
    let peer = Peer::start([Act::Close(cut)]).await;
    let failed = Mint::ArgyleToken.fail(&Setup::at(peer.url())).await;
    expect!["Decode after 1: POST /v2/user-tokens answered 200 but the body does not fit: user_token: EOF while parsing a string"].assert_eq(&failed.line());
}

#[tokio::test]
async fn the_status_outlives_the_body_of_an_error() {
    let half = "HTTP/1.1 401 Unauthorized\r\ncontent-length: 1000\r\n\r\n{\"detail\":";
    let peer = Peer::start([Act::Close(half)]).await;
    let failed = Mint::ArgyleToken.fail(&Setup::at(peer.url())).await;
    expect![[r#"Api after 1: POST /v2/user-tokens answered 401 Unauthorized: {"detail":"#]]
        .assert_eq(&failed.line());
}

#[tokio::test]
async fn the_body_of_an_error_is_waited_for_no_longer_than_allowed() {
    let half = "HTTP/1.1 503 Service Unavailable\r\ncontent-length: 1000\r\n\r\n{\"detail\":";
    let peer = Peer::start([Act::Hang(half)]).await;
    let setup = Setup { timeout: Some(SOON), ..Setup::at(peer.url()) };
    let failed = Mint::ArgyleUser.fail(&setup).await;
    assert!(failed.timeout && failed.retryable);
    assert_eq!(peer.seen().len(), 1);
}

#[tokio::test]
async fn an_answer_without_a_length_ends_with_the_connection() {
    let open = "HTTP/1.1 200 OK\r\n\r\n{\"user_token\":\"planted-minted-token\"}";
    let chunks = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n\
                  16\r\n{\"user_token\":\"planted\r\n11\r\n-minted-token\"}  \r\n0\r\n\r\n";
    let informed = format!("HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n{MADE}");
    for bytes in [open, chunks, informed.leak()] {
        let peer = Peer::start([Act::Close(bytes)]).await;
        Mint::ArgyleToken.call(&Setup::at(peer.url())).await.unwrap();
    }
}
