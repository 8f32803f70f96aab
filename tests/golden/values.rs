//! What the calls of `calls.rs` send, prove themselves with, and read, where that takes more than a
//! word.

use std::io;

use bodies_of_several_parts::{FilePart, ScanMultipart};
use futures_util::stream;
use reqwest::{Body, Method};
use security_by_client_credentials::ClientCredentials;
use security_of_two_bearers::{Secret, TokenFuture, TokenSource};
use serde_json::{Value, json};

use crate::calls::{reqwest, serde_json};
use crate::clients::{Failed, Setup, Told, planted};

/// What no document describes.
pub fn hidden(
    client: &features_of_groups::Client,
    id: &str,
) -> features_of_groups::Call<features_of_groups::Undocumented<Value>> {
    let call = client.request(Method::PUT, "/hidden/{id}").path_parameter("id", id);
    call.json_body(&json!({"a": 1}))
}

/// One that keeps all limits.
pub fn basket() -> orchard::Basket {
    let basket = orchard::Basket::builder().owner("Ida").code("EUR").secret("not-planted-at-all");
    basket.fruits([orchard::Fruit::new("pear")]).weight(0.29).build().unwrap()
}

/// Gives another token when one is refused, and none when that is refused too.
pub struct Rotating;

impl TokenSource for Rotating {
    fn token<'a>(&'a self, refused: Option<&'a Secret>) -> TokenFuture<'a> {
        Box::pin(async move {
            match refused.map(Secret::expose) {
                None => Ok("first".into()),
                Some("first") => Ok("second".into()),
                Some(_) => Err("there are two tokens".into()),
            }
        })
    }
}

/// Credentials for tokens that the case gives out.
pub fn tokens(setup: &Setup) -> ClientCredentials {
    ClientCredentials::new(planted::CLIENT_ID, planted::SECRET).token_url(&setup.token_url)
}

/// What a writer gets of a body.
pub async fn written(body: answers_of_text_and_bytes::Download) -> Result<String, Failed> {
    let mut written = Vec::new();
    match body.copy_to(&mut written).await {
        Ok(count) => assert_eq!(count, written.len() as u64),
        Err(error) => {
            let error = error.into_inner().unwrap();
            return Err((*error.downcast::<answers_of_text_and_bytes::Error>().unwrap()).into());
        }
    }
    Ok(String::from_utf8(written).unwrap())
}

/// A body with a part that is a stream.
pub fn scan(told: &Told) -> ScanMultipart {
    let pieces = told.parts.clone().unwrap_or_else(|| vec!["P".to_owned(), "NG".to_owned()]);
    let error = told.parts_error.clone().map(|error| Err(io::Error::other(error)));
    let pieces = stream::iter(pieces.into_iter().map(Ok::<_, io::Error>).chain(error));
    let file = FilePart::new(Body::wrap_stream(pieces)).file_name("scan.png");
    ScanMultipart::new("quay", 7, "Kiel", "b", file)
}
