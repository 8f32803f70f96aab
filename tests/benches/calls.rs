//! How many calls a second a generated client makes, beside a few lines written by hand.
//!
//! ```text
//! cargo bench -p link-tests
//! ```
//!
//! In: a server on loopback with one answer, on a thread of its own. Out: medians of the time
//! that a call takes with Junction's crate and with `reqwest` and `serde` derives alone, and
//! their ratio. Both send the same headers and wait as long. Short batches of both take turns, so
//! that what the machine does beside them meets both alike. Calls go one after the other over one
//! connection: what is measured is work, not waiting.

#![allow(clippy::unwrap_used, reason = "a benchmark that cannot go on stops")]

use std::net::TcpListener;
use std::thread;
use std::time::{Duration, Instant};

use junction::uuid::Uuid;
use junction::{LinkTokenExchange, Providers};
use reqwest::header::ACCEPT;
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const CALLS: u32 = 25;
const BATCHES: usize = 821;
const KEY: &str = "sk_us_bench";
const USER: Uuid = Uuid::from_u128(0x2cde_7ba0_41a4_43a9_90a7_2e3b_b0a2_55f1);
const ANSWER: &str = r#"{"link_token":"a-token-of-some-length-as-they-are-in-life","link_web_url":"https://link.example.com/?token=a-token-of-some-length-as-they-are-in-life"}"#;

#[derive(Serialize)]
struct Body {
    user_id: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    redirect_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    provider: Option<String>,
}

#[derive(Deserialize)]
struct Answer {
    link_token: String,
    link_web_url: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let url = serve();
    let client = junction::Client::builder().base_url(&url).api_key(KEY).build().unwrap();
    let http = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(Duration::from_mins(1))
        .user_agent("link-tests/0.1.0")
        .build()
        .unwrap();
    let url = format!("{url}/v2/link/token");
    let mut generated = Vec::new();
    let mut by_hand = Vec::new();
    for _ in 0..BATCHES {
        let start = Instant::now();
        for _ in 0..CALLS {
            let request = LinkTokenExchange::new(USER).provider(Providers::Oura);
            let answer = client.link().token(request).await.unwrap();
            assert!(!answer.link_token.expose().is_empty());
        }
        generated.push(start.elapsed() / CALLS);
        let start = Instant::now();
        for _ in 0..CALLS {
            let answer = call(&http, &url).await.unwrap();
            assert!(!answer.link_token.is_empty() && !answer.link_web_url.is_empty());
        }
        by_hand.push(start.elapsed() / CALLS);
    }
    // The first batches warm up.
    let (generated, by_hand) = (median(&mut generated[1..]), median(&mut by_hand[1..]));
    println!("generated  {:>8.1} µs a call", micros(generated));
    println!("by hand    {:>8.1} µs a call", micros(by_hand));
    println!(
        "ratio      {:>8.3} (calls a second, generated to by hand)",
        micros(by_hand) / micros(generated)
    );
}

async fn call(http: &reqwest::Client, url: &str) -> reqwest::Result<Answer> {
    let body = Body { user_id: USER, redirect_url: None, provider: Some("oura".to_owned()) };
    let request = http.post(url).header(ACCEPT, "application/json");
    let request = request.header("x-vital-api-key", KEY).json(&body);
    request.send().await?.error_for_status()?.json().await
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

/// A server that gives one answer to all that it is asked. Its URL.
fn serve() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(answer(stream));
            }
        });
    });
    url
}

async fn answer(mut stream: TcpStream) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let text = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{ANSWER}",
        ANSWER.len()
    );
    let mut seen = Vec::new();
    loop {
        if stream.read_buf(&mut seen).await? == 0 {
            return Ok(());
        }
        if let Some(end) = end_of_request(&seen) {
            seen.drain(..end);
            stream.write_all(text.as_bytes()).await?;
        }
    }
}

/// Where the first request ends, if all of it is there.
fn end_of_request(seen: &[u8]) -> Option<usize> {
    let head = seen.windows(4).position(|bytes| bytes == b"\r\n\r\n")? + 4;
    let text = std::str::from_utf8(&seen[..head]).ok()?.to_ascii_lowercase();
    let (_, length) = text.split_once("content-length:")?;
    let length: usize = length.lines().next()?.trim().parse().ok()?;
    (seen.len() >= head + length).then_some(head + length)
}
