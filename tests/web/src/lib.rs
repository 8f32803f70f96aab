//! In: what `scenarios.mjs` wants called. Out: what the caller of a generated crate gets, as a text.
//! It expects nothing itself.

#![cfg(target_arch = "wasm32")]

use std::future::poll_fn;
use std::task::Poll;
use std::time::Duration;

use js_sys::{Function, Promise};
use kiosk::{Client, Error, OrderPaperRequest, Paper};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;

/// A client of the server at this address.
#[wasm_bindgen]
pub struct Kiosk(Client);

#[wasm_bindgen]
impl Kiosk {
    /// `given`: through a `reqwest::Client` of the consumer's own.
    #[wasm_bindgen(constructor)]
    pub fn new(url: &str, given: bool) -> Result<Self, String> {
        let client = Client::builder().base_url(url).api_key("planted").max_response_bytes(100);
        let client = client.timeout(Duration::from_millis(500));
        let client = if given { client.http_client(kiosk::reqwest::Client::new()) } else { client };
        client.build().map(Self).map_err(|error| error.to_string())
    }

    pub async fn read(&self) -> String {
        told(self.0.papers().read("é").await)
    }

    pub async fn order(&self, title: String) -> String {
        told(self.0.papers().order(OrderPaperRequest::new(title)).await)
    }

    /// Each paper is handed over, and what that promises is awaited before the next.
    pub async fn hear(&self, each: Function) -> String {
        let mut news = match self.0.news().hear().await {
            Ok(news) => news,
            Err(error) => return told(Err(error)),
        };
        while let Some(paper) = news.next().await {
            let promise = each.call1(&JsValue::NULL, &told(paper).into());
            let promise = promise.map(|value| Promise::resolve(&value));
            let Ok(_) = JsFuture::from(promise.unwrap()).await else { break };
        }
        "over".to_owned()
    }

    /// What is waited for is given up once, and asked for again.
    pub async fn fetch(&self) -> String {
        let mut scan = match self.0.scans().fetch().await {
            Ok(scan) => scan,
            Err(error) => return error.to_string(),
        };
        let mut given_up = Box::pin(scan.chunk());
        poll_fn(|context| Poll::Ready(given_up.as_mut().poll(context).is_ready())).await;
        drop(given_up);
        scan.text().await.unwrap_or_else(|error| error.to_string())
    }
}

fn told(outcome: Result<Paper, Error>) -> String {
    match outcome {
        Ok(paper) => paper.title,
        Err(error) => format!("{error} ({})", error.attempts()),
    }
}
