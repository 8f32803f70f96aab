//! Calls of golden cases, with which the conformance cases are run where the golden crates are
//! compiled: one for each way in which clients differ from one another. It is no part of the test
//! that compiles them, and stands there in the place of `tests/shared/calls.rs`.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::OnceLock;
use std::thread;

use bodies_of_several_parts::FilePart;
use media_types_of_json::Plan;
use patch_tells_absent_from_null::Boat;
use reqwest::Method;
use security_by_client_credentials::ClientCredentials;
use serde_json::{Value, json};

use crate::clients::{Failed, Made, Ready, Setup, Target, Told, assert_silent, planted};

pub use features_of_groups::{reqwest, serde_json};

/// Fails if an answer that was returned shows a credential. What stands for the token is no secret
/// by these documents.
pub fn assert_answer(text: &str) {
    assert_silent("an answer", &text.replace(planted::TOKEN, ""));
}

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
    ($package:literal, $operation:literal, $kinds:literal, $($ready:tt)*) => {
        call($package, $operation, $kinds, ready!($($ready)*))
    };
}

pub fn targets() -> Vec<Target> {
    [with_credentials(), with_bodies(), with_answers()].concat()
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
                setup => client!(setup, security_by_client_credentials, oauth_client_credentials(tokens())),
                client => client.doors().list(), () => NOTHING.to_owned()
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
            client => client.scans().add(FilePart::new("PNG")), () => NOTHING.to_owned()
        ),
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
            ..call!("orchard", "POST /baskets", "body object",
                setup => client!(setup, orchard, validate_requests(true)),
                client => client.baskets().fill("one of a dozen", basket()), body => body.id
            )
        },
        // What no document describes is called like what one does.
        Target {
            answer: SHIP,
            path: "/hidden/7",
            ..call!("features-of-groups", "PUT /hidden/{id}", "repeatable body keeping path",
                setup => {
                    let id = setup.path_value.clone().unwrap_or_else(|| "7".to_owned());
                    (client!(setup, features_of_groups), id)
                },
                (client, id) => hidden(client, id),
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
            answer: r#"["planted-minted-token"]"#,
            ..call!("errors-are-typed", "GET /locks", "repeatable",
                setup => client!(setup, errors_are_typed),
                client => client.locks().list(), body => body[0].clone()
            )
        },
    ]
}

failed!(answers_as_streams bodies_as_forms bodies_of_several_parts errors_are_typed features_of_groups);
failed!(harbour_crews harbour_logs media_types_of_json orchard parameters_in_cookies);
failed!(patch_tells_absent_from_null security_by_client_credentials security_of_every_kind);
failed!(security_sets_and_alternatives security_with_one_scheme server_variables);

fn hidden(
    client: &features_of_groups::Client,
    id: &str,
) -> features_of_groups::Call<features_of_groups::Undocumented<Value>> {
    let call = client.request(Method::PUT, "/hidden/{id}").path_parameter("id", id);
    call.json_body(&json!({"a": 1}))
}

/// One that keeps all limits.
fn basket() -> orchard::Basket {
    let basket = orchard::Basket::builder().owner("Ida").code("EUR").secret("not-planted-at-all");
    basket.fruits([orchard::Fruit::new("pear")]).weight(0.29).build().unwrap()
}

/// Credentials for tokens that are given to whoever asks. The cases know nothing of who does it.
fn tokens() -> ClientCredentials {
    static URL: OnceLock<String> = OnceLock::new();
    let start = || {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/token", listener.local_addr().unwrap());
        thread::spawn(move || listener.incoming().for_each(|stream| give_token(stream.unwrap())));
        url
    };
    ClientCredentials::new(planted::CLIENT_ID, planted::SECRET).token_url(URL.get_or_init(start))
}

fn give_token(mut stream: TcpStream) {
    let (mut request, mut part) = (Vec::new(), [0; 4096]);
    while !String::from_utf8_lossy(&request).contains("grant_type=") {
        match stream.read(&mut part) {
            Ok(0) | Err(_) => return,
            Ok(count) => request.extend(&part[..count]),
        }
    }
    let body = r#"{"access_token":"planted-bearer","token_type":"Bearer","expires_in":3600}"#;
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close";
    let answer = format!("{head}\r\ncontent-length: {}\r\n\r\n{body}", body.len());
    // Who has stopped waiting wants no answer.
    drop(stream.write_all(answer.as_bytes()));
}
