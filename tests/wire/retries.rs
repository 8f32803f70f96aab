//! What is tried again, how often, and what is waited for. Waits that a server asks for are checked
//! from below only; where no wait is of interest, the server asks for none.

use std::time::{Duration, Instant, SystemTime};

use wiremock::ResponseTemplate;

use crate::clients::{Mint, Setup, argyle, junction, planted, user};
use crate::server::{Server, bare, json};

fn at_once(status: u16) -> ResponseTemplate {
    bare(status, &[("retry-after", "0")])
}

#[tokio::test]
async fn a_call_that_is_safe_to_repeat_succeeds_in_the_end() {
    for mint in Mint::REPEATABLE {
        for status in [408, 429, 502, 503, 504] {
            let server =
                Server::start([at_once(status), at_once(status), json(200, mint.answer())]).await;
            let token = mint.call(&Setup::at(server.url())).await.unwrap();
            assert_eq!(token, planted::TOKEN, "{mint:?} {status}");
            let texts = server.texts().await;
            assert_eq!(texts.len(), 3);
            assert!(texts.iter().all(|text| *text == texts[0]), "not the same request: {texts:#?}");
        }
    }
}

#[tokio::test]
async fn other_statuses_are_final() {
    for mint in Mint::REPEATABLE {
        for status in [300, 304, 400, 401, 403, 404, 409, 418, 422, 425, 500, 501, 505, 520] {
            let server = Server::start([at_once(status), json(200, mint.answer())]).await;
            let failed = mint.fail(&Setup::at(server.url())).await;
            assert_eq!(
                (failed.status, failed.attempts, failed.retryable),
                (Some(status), 1, false)
            );
            assert_eq!(server.seen().await.len(), 1);
        }
    }
}

#[tokio::test]
async fn attempts_are_counted_to_the_last() {
    for mint in Mint::ALL {
        for (retries, repeatable) in [(None, 3), (Some(0), 1), (Some(1), 2), (Some(4), 5)] {
            let attempts = if mint == Mint::ArgyleUser { 1 } else { repeatable };
            let server = Server::start([at_once(503)]).await;
            let failed =
                mint.fail(&Setup { max_retries: retries, ..Setup::at(server.url()) }).await;
            assert_eq!(
                (failed.status, failed.attempts, failed.retryable),
                (Some(503), attempts, true)
            );
            assert_eq!(server.seen().await.len(), attempts as usize, "{mint:?} {retries:?}");
        }
    }
}

#[tokio::test]
async fn the_number_given_to_a_call_is_the_one_that_counts() {
    let server = Server::start([at_once(503)]).await;
    let setup = Setup { max_retries: Some(5), ..Setup::at(server.url()) };
    let link = junction(&setup).link();
    for retries in [0, 1, 3] {
        let error = link.token(user()).max_retries(retries).await.unwrap_err();
        assert_eq!(error.attempts(), retries + 1);
        let error = link.token(user()).max_retries(retries).with_response().await.unwrap_err();
        assert_eq!(error.attempts(), retries + 1);
    }
    assert_eq!(server.seen().await.len(), 2 * (1 + 2 + 4));
}

#[tokio::test]
async fn a_second_user_is_never_made_by_trying_again() {
    for status in [408, 429, 502, 503, 504] {
        let server = Server::start([at_once(status), json(200, Mint::ArgyleUser.answer())]).await;
        let users = argyle(&Setup::at(server.url())).users();
        let error = users.create().max_retries(9).await.unwrap_err();
        assert_eq!(
            (error.status(), error.attempts(), error.is_retryable()),
            (Some(status), 1, true)
        );
        assert_eq!(server.seen().await.len(), 1);
    }
}

#[tokio::test]
async fn the_last_error_is_the_one_that_is_told() {
    let answers = [at_once(503), at_once(429), json(400, r#"{"detail":"last"}"#)];
    let server = Server::start(answers).await;
    let failed = Mint::ArgyleToken.fail(&Setup::at(server.url())).await;
    assert_eq!((failed.status, failed.attempts), (Some(400), 3));
    assert_eq!(failed.raw.as_deref(), Some(r#"{"detail":"last"}"#));
}

#[tokio::test]
async fn without_a_word_from_the_server_it_is_tried_again_soon() {
    for words in ["", "soon", "-1"] {
        let first =
            if words.is_empty() { bare(503, &[]) } else { bare(503, &[("retry-after", words)]) };
        let server = Server::start([first, json(200, Mint::Plaid.answer())]).await;
        Mint::Plaid.call(&Setup::at(server.url())).await.unwrap();
        assert_eq!(server.seen().await.len(), 2, "{words:?}");
    }
}

#[tokio::test]
async fn seconds_are_waited_for() {
    let server =
        Server::start([bare(429, &[("retry-after", "1")]), json(200, Mint::Junction.answer())])
            .await;
    let start = Instant::now();
    Mint::Junction.call(&Setup::at(server.url())).await.unwrap();
    assert!(start.elapsed() >= Duration::from_secs(1));
    assert_eq!(server.seen().await.len(), 2);
}

#[tokio::test]
async fn a_date_is_waited_for() {
    let date = httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(2));
    let server = Server::start([
        bare(503, &[("retry-after", &date)]),
        json(200, Mint::ArgyleToken.answer()),
    ])
    .await;
    Mint::ArgyleToken.call(&Setup::at(server.url())).await.unwrap();
    assert!(SystemTime::now() >= httpdate::parse_http_date(&date).unwrap());
    assert_eq!(server.seen().await.len(), 2);
}

#[tokio::test]
async fn a_date_that_has_passed_is_now() {
    let date = "Sun, 06 Nov 1994 08:49:37 GMT";
    let server =
        Server::start([bare(429, &[("retry-after", date)]), json(200, Mint::Plaid.answer())]).await;
    Mint::Plaid.call(&Setup::at(server.url())).await.unwrap();
    assert_eq!(server.seen().await.len(), 2);
}

#[tokio::test]
async fn more_patience_than_a_minute_is_the_callers_affair() {
    let far = httpdate::fmt_http_date(SystemTime::now() + Duration::from_hours(1));
    for told in ["61", "86400", "99999999999999999999999999", &far] {
        let server = Server::start([bare(429, &[("retry-after", told)])]).await;
        let error = junction(&Setup::at(server.url())).link().token(user()).await.unwrap_err();
        assert_eq!((error.status(), error.attempts(), error.is_retryable()), (Some(429), 1, true));
        let junction::Error::Api(error) = error else { panic!("{error}") };
        assert_eq!(error.headers["retry-after"], told, "the caller can read what was asked for");
    }
}
