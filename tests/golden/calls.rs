//! Calls of golden cases, with which the conformance cases are run where the golden crates are
//! compiled: one for each way in which clients differ from one another. It is no part of the test
//! that compiles them, and stands there in the place of `tests/shared/calls.rs`.

use std::time::SystemTime;

use harbour_bell::payloads::Event;
use harbour_books::SearchBooksRequest;
use media_types_of_json::Plan;
use patch_tells_absent_from_null::{Boat, BoatChange};

use crate::clients::{
    Delivery, Failed, Made, Ready, Setup, Target, Told, assert_silent, planted, token,
};
use crate::values::{Rotating, basket, hidden, scan, tokens, written};

pub use features_of_groups::{reqwest, serde_json};

/// Fails if an answer that was returned shows a credential. What stands for the token is no secret
/// by these documents.
pub fn assert_answer(text: &str) {
    assert_silent("an answer", &text.replace(planted::TOKEN, ""));
}

/// Whether these are the calls of golden cases.
pub const GOLDEN: bool = true;

/// Whether the crates are compiled with `tracing`.
pub const TRACED: bool = true;

/// These crates are compiled without TLS, so there is nothing to do.
pub fn without_certificates(client: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
    client
}

/// All have the version that generated crates begin with.
pub fn version(_package: &str) -> &'static str {
    "0.1.0"
}

/// A client of a case, with these credentials.
macro_rules! client {
    ($setup:ident, $name:ident $(, $method:ident($($value:expr),*))*) => {
        build!($setup, $name::Client::builder()$(.$method($($value),*))*)
    };
}

/// The token, for calls that return nothing.
const NOTHING: &str = planted::TOKEN;

const SHIP: &str = r#"{"name":"planted-minted-token"}"#;

/// A call, by its package and its operation, that sends and returns nothing in particular.
fn call(
    package: &'static str,
    operation: &'static str,
    kinds: &'static str,
    ready: fn(&Setup) -> Ready,
) -> Target {
    Target {
        name: package,
        kinds,
        operation,
        path: operation.split(' ').next_back().unwrap_or_default(),
        package,
        media: "application/json",
        answer: r#"{"text":"nobody reads this"}"#,
        token_member: None,
        first_member: None,
        credentials: &[],
        secret: None,
        ready,
    }
}

/// The same with a [`ready!`], of which rustfmt would make three lines more.
macro_rules! call {
    ($package:literal, $operation:literal, $kinds:literal, $setup:ident => $($ready:tt)*) => {
        call($package, $operation, $kinds, ready!(awaited $setup => $($ready)*))
    };
    ($package:literal, $operation:literal, $kinds:literal, $how:ident $($ready:tt)*) => {
        call($package, $operation, $kinds, ready!($how $($ready)*))
    };
}

pub fn targets() -> Vec<Target> {
    [with_credentials(), with_bodies(), with_answers(), with_pages(), with_webhooks()].concat()
}

fn with_credentials() -> Vec<Target> {
    vec![
        Target {
            credentials: &[
                "cookie: session=planted-junction-api-key",
                "authorization: Digest planted-plaid-secret",
            ],
            secret: Some(planted::API_KEY),
            ..call!("security-of-every-kind", "POST /doors", "",
                setup => client!(setup, security_of_every_kind, api_key(planted::API_KEY), digest(planted::SECRET)),
                client => client.doors().open(), () => NOTHING.to_owned()
            )
        },
        Target {
            credentials: &["?key%26secret=planted-junction-api-key"],
            secret: Some(planted::API_KEY),
            ..call!("security-with-one-scheme", "GET /me", "repeatable",
                setup => client!(setup, security_with_one_scheme, api_key(planted::API_KEY)),
                client => client.me().list(), () => NOTHING.to_owned()
            )
        },
        Target {
            credentials: &["x-key: planted-junction-api-key", "x-secret: planted-plaid-secret"],
            secret: Some(planted::SECRET),
            ..call!("security-sets-and-alternatives", "GET /usual", "repeatable",
                setup => client!(setup, security_sets_and_alternatives, key(planted::API_KEY), secret(planted::SECRET)),
                client => client.usual().usual(), () => NOTHING.to_owned()
            )
        },
        Target {
            credentials: &["authorization: Bearer planted-bearer"],
            secret: Some(planted::BEARER),
            ..call!("security-by-client-credentials", "GET /doors", "repeatable renewing",
                setup => client!(setup, security_by_client_credentials, oauth_client_credentials(tokens(setup).scope("read open"))),
                client => client.doors().list(), () => NOTHING.to_owned()
            )
        },
        Target {
            name: "security-by-client-credentials-in-body",
            credentials: &["authorization: Bearer planted-bearer"],
            secret: Some(planted::BEARER),
            ..call!("security-by-client-credentials", "GET /doors", "repeatable renewing",
                setup => client!(setup, security_by_client_credentials, oauth_client_credentials(tokens(setup).in_body())),
                client => client.doors().list(), () => NOTHING.to_owned()
            )
        },
        Target {
            name: "tokens-of-a-source",
            ..call!("security-of-two-bearers", "GET /me", "repeatable apart",
                setup => client!(setup, security_of_two_bearers, user_token_source(Rotating)),
                client => client.me().me(), () => NOTHING.to_owned()
            )
        },
        Target {
            credentials: &["cookie: consent=true; SID=planted-junction-api-key"],
            secret: Some(planted::API_KEY),
            ..call!("parameters-in-cookies", "GET /visits", "repeatable",
                setup => client!(setup, parameters_in_cookies, api_key(planted::API_KEY)),
                client => client.visits().list(true), () => NOTHING.to_owned()
            )
        },
        call!("server-variables", "GET /ships", "repeatable",
            setup => client!(setup, server_variables, region("us")),
            client => client.ships().list(), () => NOTHING.to_owned()
        ),
    ]
}

fn with_bodies() -> Vec<Target> {
    vec![
        call!("bodies-as-forms", "POST /moorings", "body",
            setup => client!(setup, bodies_as_forms),
            client => client.moorings().create("7/a&b"), () => NOTHING.to_owned()
        ),
        call!("bodies-of-several-parts", "POST /scans", "body parts",
            setup => client!(setup, bodies_of_several_parts),
            client => client.scans().add(bodies_of_several_parts::FilePart::new("PNG")), () => NOTHING.to_owned()
        ),
        // Its method could be repeated, but not its body.
        Target {
            name: "parts-that-are-streams",
            ..call!("bodies-of-several-parts", "PUT /scans", "body parts once",
                setup => client!(setup, bodies_of_several_parts),
                client, told => client.scans().replace().body(scan(told)), () => NOTHING.to_owned()
            )
        },
        Target {
            name: "patch-tells-absent-from-null-patch",
            path: "/boats/7",
            ..call!("patch-tells-absent-from-null", "PATCH /boats/{id}", "body typed",
                setup => client!(setup, patch_tells_absent_from_null),
                client, told => client.boats().update(7, told.request(|| BoatChange::new(1))),
                () => NOTHING.to_owned()
            )
        },
        Target {
            path: "/boats/7",
            ..call!("patch-tells-absent-from-null", "PUT /boats/{id}", "repeatable body",
                setup => client!(setup, patch_tells_absent_from_null),
                client => client.boats().replace(7, Boat::new()), () => NOTHING.to_owned()
            )
        },
        Target {
            answer: r#"{"id":"planted-minted-token"}"#,
            token_member: Some("id"),
            first_member: Some("id"),
            ..call!("orchard", "POST /baskets", "body typed checked object",
                setup => {
                    let builder = orchard::Client::builder();
                    build!(setup, if setup.validate { builder.validate_requests(true) } else { builder })
                },
                client, told => client.baskets().fill("one of a dozen", told.request(basket)),
                body => body.id
            )
        },
        // What no document describes is called like what one does.
        Target {
            answer: SHIP,
            path: "/hidden/7",
            ..call!("features-of-groups", "PUT /hidden/{id}", "repeatable body keeping path",
                setup => client!(setup, features_of_groups),
                client, told => hidden(client, told.path_value.as_deref().unwrap_or("7")),
                body => body["name"].as_str().unwrap_or_default().to_owned()
            )
        },
    ]
}

fn with_answers() -> Vec<Target> {
    vec![
        Target {
            answer: r#"{"boats":[{"name":"planted-minted-token"}]}"#,
            first_member: Some("boats"),
            ..call!("harbour-logs", "GET /boats", "repeatable",
                setup => client!(setup, harbour_logs),
                client => client.boats().list(), body => body.boats[0].name.clone()
            )
        },
        Target {
            media: "text/event-stream",
            answer: "data: {\"name\":\"planted-minted-token\"}\n\n",
            ..call!("answers-as-streams", "GET /ships", "repeatable streamed",
                setup => client!(setup, answers_as_streams),
                client => client.ships().watch(),
                mut body => body.next().await.map_or(Ok(String::new()), |ship| ship.map(|ship| ship.name))?
            )
        },
        // It is written while it arrives.
        Target {
            media: "application/pdf",
            answer: planted::TOKEN,
            ..call!("answers-of-text-and-bytes", "GET /tide/file", "repeatable streamed bytes",
                setup => client!(setup, answers_of_text_and_bytes),
                client => client.tide().file(), body => written(body).await?
            )
        },
        Target {
            media: "application/vnd.harbour.plan+json",
            answer: SHIP,
            ..call!("media-types-of-json", "POST /plans", "body",
                setup => client!(setup, media_types_of_json),
                client => client.plans().create(Plan::new()), body => body.name.unwrap_or_default()
            )
        },
        Target {
            answer: r#"{"captain":"planted-minted-token"}"#,
            token_member: Some("captain"),
            first_member: Some("captain"),
            ..call!("harbour-crews", "POST /crews", "body object keeping",
                setup => client!(setup, harbour_crews),
                client => client.crews().create("Ada"), body => body.captain
            )
        },
        Target {
            name: "harbour-crews-blocking",
            answer: r#"{"captain":"planted-minted-token"}"#,
            token_member: Some("captain"),
            first_member: Some("captain"),
            ..call!("harbour-crews", "POST /crews", "body object keeping blocking",
                blocking setup => client!(setup, harbour_crews),
                client => client.crews().create("Ada"), body => body.captain
            )
        },
        Target {
            name: "errors-are-typed-raw",
            answer: r#"["planted-minted-token"]"#,
            ..call!("errors-are-typed", "GET /locks", "repeatable raw",
                raw setup => client!(setup, errors_are_typed),
                client => client.locks().list(), body => token(&body)
            )
        },
        Target {
            answer: r#"["planted-minted-token"]"#,
            ..call!("errors-are-typed", "GET /locks", "repeatable",
                setup => client!(setup, errors_are_typed),
                client => client.locks().list(), body => body[0].clone()
            )
        },
    ]
}

/// A call of books in pages.
macro_rules! books {
    ($name:literal, $operation:literal, $kinds:literal, $client:pat => $call:expr) => {
        Target {
            name: $name,
            ..call!("harbour-books", $operation, $kinds,
                items setup => client!(setup, harbour_books), $client => $call,
                book => book.id.to_string()
            )
        }
    };
}

/// One for each way in which pages lead on. Where they are counted, an answer says nowhere that it is
/// the last, so those are of cases about pages alone.
fn with_pages() -> Vec<Target> {
    vec![
        Target {
            name: "pages-by-cursor",
            answer: r#"{"boats":[{"name":"planted-minted-token"}]}"#,
            ..call!("harbour-logs", "GET /boats", "repeatable pages",
                items setup => client!(setup, harbour_logs),
                client => client.boats().list(), boat => boat.name
            )
        },
        books!("pages-by-cursor-in-body", "POST /by-cursor", "body pages apart",
            client => client.by_cursor().search_books(SearchBooksRequest::new().words("w"))),
        books!("pages-by-last-item", "GET /by-last", "repeatable pages apart",
            client => client.by_last().books()),
        books!("pages-by-url", "GET /by-url", "repeatable pages apart",
            client => client.by_url().books()),
        books!("pages-by-link", "GET /by-link", "repeatable pages apart",
            client => client.by_link().books()),
        books!("pages-by-number", "GET /by-page", "repeatable pages apart",
            client => client.by_page().books()),
        books!("pages-by-offset", "GET /by-offset", "repeatable pages apart",
            client => client.by_offset().books().skip(5)),
    ]
}

fn with_webhooks() -> Vec<Target> {
    let ready = reads!(harbour_bell, Event, event => match event {
        Event::ShipArrived(arrived) => arrived.ship,
        // What is new is kept as it came.
        unknown => serde_json::to_value(unknown).unwrap()["token"].as_str().unwrap().to_owned(),
    });
    vec![call("harbour-bell", "webhook", "webhook", ready)]
}

/// What a service sends with a request that it signs.
pub fn sign(secret: &str, id: &str, sent: SystemTime, body: &[u8]) -> reqwest::header::HeaderMap {
    harbour_bell::WebhookVerifier::new(secret).unwrap().sign(id, sent, body)
}

failed!(answers_as_streams answers_of_text_and_bytes bodies_as_forms bodies_of_several_parts errors_are_typed features_of_groups);
failed!(harbour_bell harbour_books harbour_crews harbour_logs media_types_of_json orchard parameters_in_cookies);
failed!(patch_tells_absent_from_null security_by_client_credentials security_of_every_kind security_of_two_bearers);
failed!(security_sets_and_alternatives security_with_one_scheme server_variables);
distrusted!(harbour_bell);
