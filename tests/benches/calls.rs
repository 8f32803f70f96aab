//! How many calls a second a generated client makes, beside a few lines written by hand.
//!
//! ```text
//! cargo bench -p link-tests
//! ```
//!
//! In: a server on loopback with one answer. Out: medians of the time that a call takes with
//! Junction's crate and with `reqwest` and `serde` derives alone, and their ratio. Both send the same
//! headers and wait as long. Short batches of both take turns, so that what the machine does beside
//! them meets both alike. Calls go one after the other over one connection, and the server is on
//! the same thread: what is measured is work, and not how long it takes to wake another processor,
//! which is several times as long and differs from one call to the next. Where a program's memory lies
//! counts for a hundredth or two, so each round is a process of its own.

#![allow(clippy::unwrap_used, reason = "a benchmark that cannot go on stops")]

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use junction::uuid::Uuid;
use junction::{LinkTokenExchange, Providers};
use reqwest::header::ACCEPT;
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const CALLS: u32 = 25;
const BATCHES: usize = 401;
const ROUNDS: usize = 15;
/// What tells a process that it is a round.
const ROUND: &str = "--round";
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

fn main() {
    if std::env::args().any(|argument| argument == ROUND) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let (generated, by_hand) = runtime.block_on(round());
        println!("{generated} {by_hand}");
        return;
    }
    let rounds: Vec<[f64; 3]> = (0..ROUNDS).map(|_| spawn()).collect();
    let [generated, by_hand, ratio] = [0, 1, 2].map(|column| {
        let mut values: Vec<f64> = rounds.iter().map(|round| round[column]).collect();
        values.sort_by(f64::total_cmp);
        values
    });
    println!("generated  {:>8.1} µs a call", median(&generated));
    println!("by hand    {:>8.1} µs a call", median(&by_hand));
    println!(
        "ratio      {:>8.3} (calls a second, generated to by hand; {ROUNDS} rounds from {:.3} to {:.3})",
        median(&ratio),
        ratio[0],
        ratio[ROUNDS - 1],
    );
}

/// A round in a process of its own: both times in microseconds, and their ratio.
fn spawn() -> [f64; 3] {
    let program = std::env::current_exe().unwrap();
    let output = Command::new(program).arg(ROUND).stderr(Stdio::inherit()).output().unwrap();
    assert!(output.status.success(), "a round failed");
    let text = String::from_utf8(output.stdout).unwrap();
    let (generated, by_hand) = text.trim().split_once(' ').unwrap();
    let (generated, by_hand): (f64, f64) = (generated.parse().unwrap(), by_hand.parse().unwrap());
    [generated, by_hand, by_hand / generated]
}

async fn round() -> (f64, f64) {
    let url = serve().await;
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
        generated.push(micros(start.elapsed()));
        let start = Instant::now();
        for _ in 0..CALLS {
            let answer = call(&http, &url).await.unwrap();
            assert!(!answer.link_token.is_empty() && !answer.link_web_url.is_empty());
        }
        by_hand.push(micros(start.elapsed()));
    }
    // The first batches warm up.
    let [generated, by_hand] = [&mut generated[1..], &mut by_hand[1..]].map(|times| {
        times.sort_by(f64::total_cmp);
        median(times)
    });
    (generated, by_hand)
}

async fn call(http: &reqwest::Client, url: &str) -> reqwest::Result<Answer> {
    let body = Body { user_id: USER, redirect_url: None, provider: Some("oura".to_owned()) };
    let request = http.post(url).header(ACCEPT, "application/json");
    let request = request.header("x-vital-api-key", KEY).json(&body);
    request.send().await?.error_for_status()?.json().await
}

fn median(sorted: &[f64]) -> f64 {
    sorted[sorted.len() / 2]
}

/// The time of a call, of a batch of them.
fn micros(batch: Duration) -> f64 {
    batch.as_secs_f64() * 1e6 / f64::from(CALLS)
}

/// A server that gives one answer to all that it is asked. Its URL.
async fn serve() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(answer(stream));
        }
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
