//! In: what `scenarios.mjs` wants called. Out: what the caller of a generated crate gets, as a text.
//! It expects nothing itself.

#![cfg(target_arch = "wasm32")]

use std::future::poll_fn;
use std::task::Poll;
use std::time::Duration;

use js_sys::{Function, Promise};
use kiosk::{Client, ClientBuilder, Error, OrderPaperRequest, Paper, Sending, Transport, reqwest};
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    /// What `scenarios.mjs` answers by itself.
    #[wasm_bindgen(js_name = kioskAnswer)]
    fn answer() -> web_sys::Response;
}

struct Answers;

impl Transport for Answers {
    fn send(&self, _request: reqwest::Request, _path: &str) -> Sending {
        Box::pin(async { Ok(answer().try_into()?) })
    }
}

/// A client of the server at this address.
#[wasm_bindgen]
pub struct Kiosk(Client);

#[wasm_bindgen]
impl Kiosk {
    /// `given`: through a `reqwest::Client` of the consumer's own. `limit`: in milliseconds.
    #[wasm_bindgen(constructor)]
    pub fn new(url: &str, given: bool, limit: Option<u32>) -> Result<Self, String> {
        let limit = Duration::from_millis(limit.unwrap_or(10_000).into());
        let client = builder(url).timeout(limit);
        built(if given { client.http_client(reqwest::Client::new()) } else { client })
    }

    /// Through a transport of the consumer's own, which is answered by `kioskAnswer`.
    pub fn answered() -> Result<Self, String> {
        built(builder("http://127.0.0.1").transport(Answers))
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
            let Ok(promised) = each.call1(&JsValue::NULL, &told(paper).into()) else { break };
            let Ok(_) = JsFuture::from(Promise::resolve(&promised)).await else { break };
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

    /// How many bytes are said to come, and those that do.
    pub async fn measure(&self) -> String {
        match self.0.scans().fetch().await {
            Ok(scan) => format!("{:?} {:?}", scan.content_length(), scan.text().await.ok()),
            Err(error) => error.to_string(),
        }
    }
}

fn builder(url: &str) -> ClientBuilder {
    Client::builder().base_url(url).api_key("planted").max_response_bytes(100)
}

fn built(client: ClientBuilder) -> Result<Kiosk, String> {
    client.build().map(Kiosk).map_err(|error| error.to_string())
}

fn told(outcome: Result<Paper, Error>) -> String {
    match outcome {
        Ok(paper) => paper.title,
        Err(error) => format!("{error} ({})", error.attempts()),
    }
}
