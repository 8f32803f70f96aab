//! Nothing that is printed shows a credential or a token. Errors of the other tests are searched
//! where they arise, in `clients`; here everything else is, and errors that repeat what was sent.

use std::fmt::Debug;

use serde_json::json as value;
use wiremock::ResponseTemplate;

use crate::plaid_request::every_field;
use crate::server::{Server, json};
use link_tests::clients::{
    Failed, KEY_ID, Mint, Setup, argyle, assert_silent, junction, plaid, plaid_request, planted,
    shown, user,
};

/// What `Debug` says of something, on one line and on many.
fn both(thing: &impl Debug) -> String {
    format!("{thing:?}\n{thing:#?}")
}

fn debug(what: &str, thing: &impl Debug) {
    assert_silent(what, &both(thing));
}

#[test]
fn builders_and_clients() {
    let argyle = argyle::Client::builder().basic_auth(KEY_ID, planted::KEY_SECRET);
    let junction = junction::Client::builder().api_key(planted::API_KEY);
    // A password in a URL is refused, but the builder is printed before it is.
    let junction_url = junction.clone().base_url(format!("http://u:{}@h", planted::SECRET));
    let plaid = plaid::Client::builder().client_id(planted::CLIENT_ID).secret(planted::SECRET);
    debug("a builder", &argyle);
    debug("a builder", &junction);
    debug("a builder", &junction_url);
    debug("a builder", &plaid);
    let (argyle, plaid) = (argyle.build().unwrap(), plaid.build().unwrap());
    debug("a client", &argyle);
    debug("a client", &junction.build().unwrap());
    debug("a client", &plaid);
    debug("a group", &argyle.users());
    debug("a group", &argyle.user_tokens());
    debug("a group", &plaid.link());
    let rotating = junction::Client::builder().bearer_token_source(Vault(planted::BEARER));
    debug("a builder", &rotating);
    debug("a client", &rotating.build().unwrap());
    debug("a builder", &junction::Client::builder().bearer_token(planted::BEARER));
}

#[tokio::test]
async fn calls_and_their_futures() {
    let setup = Setup::at("http://127.0.0.1:9");
    let link = plaid(&setup).link();
    let call = link.token_create(every_field()).header("authorization", planted::BEARER);
    debug("a call", &call);
    assert_eq!(format!("{call:?}"), "Call(POST /link/token/create)");
    debug("a call", &call.with_response());
    debug("a call", &argyle(&setup).user_tokens().create(user()));
    debug("a call", &junction(&setup).link().token(user()).header("x-token", planted::BEARER));
}

#[test]
fn secrets_themselves() {
    let secret = plaid::Secret::new(planted::SECRET);
    debug("a secret", &secret);
    assert_eq!(format!("{secret:?} {secret} {secret:#}"), "[redacted] [redacted] [redacted]");
    assert_eq!(secret.expose(), planted::SECRET);
}

#[test]
fn requests_with_secret_fields() {
    let request = every_field();
    debug("a request", &request);
    let text = serde_json::to_string(&request).unwrap();
    assert!(text.contains(planted::ACCESS_TOKEN) && text.contains(planted::SSN), "they are sent");
}

#[tokio::test]
async fn responses() {
    for mint in Mint::ALL {
        let answer = json(200, mint.answer())
            .insert_header("set-cookie", planted::BEARER)
            .insert_header("x-token", planted::TOKEN);
        let server = Server::start([answer]).await;
        let setup = Setup::at(server.url());
        let shown = match mint {
            Mint::ArgyleToken => {
                both(&argyle(&setup).user_tokens().create(user()).with_response().await.unwrap())
            }
            Mint::ArgyleUser => {
                both(&argyle(&setup).users().create().with_response().await.unwrap())
            }
            Mint::Junction => {
                both(&junction(&setup).link().token(user()).with_response().await.unwrap())
            }
            Mint::Plaid => {
                let call = plaid(&setup).link().token_create(plaid_request());
                both(&call.with_response().await.unwrap())
            }
        };
        assert_silent("a response", &shown);
    }
}

/// Gives the same token for ever, or fails and says it.
struct Vault(&'static str);

impl junction::TokenSource for Vault {
    fn token<'a>(&'a self, refused: Option<&'a junction::Secret>) -> junction::TokenFuture<'a> {
        Box::pin(async move {
            match refused {
                None => Ok(self.0.into()),
                Some(token) => Err(format!("{token} {token:?} was refused").into()),
            }
        })
    }
}

#[tokio::test]
async fn errors_that_repeat_a_token_that_changes() {
    let server = echo(403, headers).await;
    let builder = junction::Client::builder().base_url(server.url());
    let client = builder.bearer_token_source(Vault(planted::BEARER)).build().unwrap();
    let failed = Failed::from(client.link().token(user()).await.unwrap_err());
    assert!(failed.raw.unwrap().contains(planted::BEARER), "it was sent");
    let server = echo(401, headers).await;
    let builder = junction::Client::builder().base_url(server.url());
    let client = builder.bearer_token_source(Vault(planted::BEARER)).build().unwrap();
    let failed = Failed::from(client.link().token(user()).await.unwrap_err());
    assert_eq!(
        failed.line(),
        "Token after 1: POST /v2/link/token has no token: [redacted] [redacted] was refused"
    );
}

#[tokio::test]
async fn configurations_that_are_refused() {
    let faults = [
        junction::Client::builder().api_key(format!("sk_us_{}", planted::API_KEY)).build().err(),
        junction::Client::builder().api_key(format!("{}\n", planted::API_KEY)).build().err(),
        junction::Client::builder().bearer_token(format!("{}\n", planted::BEARER)).build().err(),
    ];
    for fault in faults {
        let failed = Failed::from(fault.unwrap());
        assert_eq!(failed.kind, "Config", "{}", failed.display);
    }
    let name = format!("{}:", planted::KEY_SECRET);
    let fault = argyle::Client::builder().basic_auth(name, planted::KEY_SECRET).build();
    assert_eq!(Failed::from(fault.unwrap_err()).kind, "Config");
    let fault = plaid::Client::builder().client_id(planted::CLIENT_ID).secret("ü\n").build();
    assert_eq!(Failed::from(fault.unwrap_err()).kind, "Config");
}

/// A server that puts everything it was sent into its answer.
async fn echo(
    status: u16,
    text: impl Fn(&wiremock::Request) -> String + Send + Sync + 'static,
) -> Server {
    Server::answering(move |request: &wiremock::Request| {
        ResponseTemplate::new(status)
            .set_body_string(text(request))
            .insert_header("x-echo", planted::TOKEN)
    })
    .await
}

fn headers(request: &wiremock::Request) -> String {
    let values =
        request.headers.iter().map(|(name, value)| format!("{name}={}", value.to_str().unwrap()));
    value!({ "error": values.collect::<Vec<_>>() }).to_string()
}

#[tokio::test]
async fn errors_that_repeat_the_headers_of_the_request() {
    for mint in Mint::ALL {
        for status in [302, 400, 401, 422, 429, 500, 503] {
            let server = echo(status, headers).await;
            let failed =
                mint.fail(&Setup { max_retries: Some(0), ..Setup::at(server.url()) }).await;
            assert!(failed.display.contains("[redacted]"), "{}", failed.display);
            let raw = failed.raw.unwrap();
            assert!(
                planted::ALL.iter().any(|secret| raw.contains(secret)),
                "the text itself is kept"
            );
        }
    }
}

/// Documented bodies are printed by whoever looks into an error.
#[tokio::test]
async fn typed_bodies_and_request_ids_that_repeat_what_was_sent() {
    for mint in [Mint::Junction, Mint::Plaid] {
        let server = Server::answering(|request: &wiremock::Request| {
            let sent = headers(request) + &String::from_utf8_lossy(&request.body);
            let body = value!({
                "detail": [sent], "error_type": sent, "error_code": sent, "error_message": sent,
                "display_message": sent, "request_id": sent, "causes": [{ "of": sent }],
            });
            let id = request.headers.get("x-vital-api-key").or(request.headers.get("plaid-secret"));
            let answer = ResponseTemplate::new(422).set_body_string(body.to_string());
            answer.insert_header("x-request-id", id.unwrap())
        });
        let failed = mint.fail(&Setup::at(server.await.url())).await;
        assert!(failed.typed, "{mint:?}");
        assert_eq!(failed.request_id.as_deref(), Some("[redacted]"));
    }
    let server = echo(422, |request| value!({ "detail": headers(request) }).to_string()).await;
    let error = junction(&Setup::at(server.url())).link().token(user()).await.unwrap_err();
    let Some(junction::ErrorBody::HttpValidationError(body)) = error.body() else {
        panic!("{error}")
    };
    let detail = body.detail.as_ref().unwrap().to_string();
    assert!(detail.contains("x-vital-api-key=[redacted]"), "{detail}");
}

#[tokio::test]
async fn errors_that_repeat_a_credential_of_one_call() {
    let server = echo(401, headers).await;
    let link = junction(&Setup::at(server.url())).link();
    for (name, value) in [
        ("authorization", format!("Bearer {}", planted::BEARER)),
        ("cookie", format!("session={}", planted::BEARER)),
        ("x-vital-api-key", planted::BEARER.to_owned()),
    ] {
        let error = link.token(user()).header(name, value).await.unwrap_err();
        assert_silent(name, &shown(&error).join("\n"));
    }
}

#[tokio::test]
async fn errors_that_repeat_a_credential_in_another_form() {
    let secret = "planted/\"plaid\"&secret=ü";
    let forms =
        ["planted/\\\"plaid\\\"&secret=ü", "planted%2F%22plaid%22%26secret%3D%C3%BC", secret];
    let server = echo(400, move |_| forms.join(" ")).await;
    let client = junction::Client::builder().base_url(server.url()).api_key("planted-é");
    client.build().unwrap().link().token(user()).await.unwrap_err();
    let client = argyle::Client::builder().base_url(server.url()).basic_auth("id", secret);
    let error = client.build().unwrap().users().create().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "POST /v2/users answered 400 Bad Request: [redacted] [redacted] [redacted]"
    );
}

#[tokio::test]
async fn errors_that_repeat_the_body_of_the_request() {
    let server = echo(400, |request| String::from_utf8(request.body.clone()).unwrap()).await;
    let link = plaid(&Setup::at(server.url())).link();
    let request = plaid_request().access_token(planted::ACCESS_TOKEN);
    let error = link.token_create(request).await.unwrap_err();
    assert_silent("an error", &shown(&error).join("\n"));
}

#[tokio::test]
async fn successes_that_do_not_decode() {
    let bodies = [
        value!({ "user_token": [planted::TOKEN] }),
        value!({ "user_token": { planted::TOKEN: 1 } }),
        value!([planted::TOKEN]),
        value!(planted::TOKEN),
    ];
    for body in bodies {
        let server = Server::start([json(200, &body.to_string())]).await;
        let failed = Mint::ArgyleToken.fail(&Setup::at(server.url())).await;
        assert_eq!((failed.kind.as_str(), failed.raw), ("Decode", Some(body.to_string())));
    }
}
