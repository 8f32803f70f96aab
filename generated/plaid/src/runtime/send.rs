// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: a client and what a call has gathered. Out: an answer of any status, complete unless its
//! operation takes it while it arrives, or the error that says why there is none. It retries and follows redirects, and does not decode bodies.

use std::pin::Pin;
use std::sync::Mutex;
use std::time::{Duration, SystemTime};

use reqwest::header::{HeaderMap, RETRY_AFTER};
use reqwest::{Request, StatusCode};

use super::call::Parts;
use super::error::Loss;
use super::redirect::{MAX_REDIRECTS, follow};
use super::request::{Outgoing, Travel, prepare};
use super::{Client, Error, Live, Reply, retry};

/// Error bodies are kept up to this size, in bytes.
const ERROR_BODY: usize = 16 * 1024;

/// Sends a call. It is one boxed future for all operations, so that each of them adds only its
/// decoding to the program.
pub(crate) fn send(
    client: Client,
    parts: Parts,
) -> Pin<Box<dyn Future<Output = Result<Reply, Error>> + Send>> {
    Box::pin(run(client, parts))
}

async fn run(client: Client, parts: Parts) -> Result<Reply, Error> {
    let site = parts.site;
    let limit = parts.timeout.unwrap_or(client.shared.timeout);
    let retries = parts.max_retries.unwrap_or(client.shared.max_retries);
    let retries = if parts.retry { retries } else { 0 };
    let live = parts.live.unwrap_or(|_| false);
    // A stream of events can be taken up where it broke off.
    let resumable = parts.retry && parts.accept.contains("text/event-stream");
    let mut again = resumable.then(|| Box::new(parts.again()));
    let Outgoing { mut request, travel, secrets } = prepare(&client, parts)?;
    let mut attempts: u32 = 0;
    loop {
        let spare = request.try_clone();
        let outcome = attempt(&client, request, &travel, live, limit).await;
        let wait = if attempts < retries { patience(&outcome, attempts) } else { None };
        attempts = attempts.saturating_add(1);
        if let (Some(wait), Some(spare)) = (wait, spare) {
            drop(outcome);
            tokio::time::sleep(wait).await;
            request = spare;
            continue;
        }
        return match outcome {
            Ok(Answer { code, headers, bytes, rest }) => {
                let live = rest.map(|rest| Live::new(rest, site, attempts, limit, again.take()));
                let live = Mutex::new(live);
                Ok(Reply { client, site, attempts, secrets, code, headers, bytes, live })
            }
            Err(loss) => Err(Error::lost(site, attempts, loss)),
        };
    }
}

struct Answer {
    code: StatusCode,
    headers: HeaderMap,
    bytes: Vec<u8>,
    /// What is handed over while it arrives.
    rest: Option<reqwest::Response>,
}

/// How long to wait before the next attempt; `None`: this outcome is final.
fn patience(outcome: &Result<Answer, Loss>, retry: u32) -> Option<Duration> {
    let told = match outcome {
        Ok(answer) if retry::is_transient(answer.code.as_u16()) => {
            let value = answer.headers.get(RETRY_AFTER).and_then(|value| value.to_str().ok());
            value.and_then(|value| retry::retry_after(value, SystemTime::now()))
        }
        // A request that cannot be made will not be made by trying again.
        Err(Loss::Network(error)) if !error.is_builder() && !error.is_redirect() => None,
        Ok(_) | Err(Loss::Network(_) | Loss::TooLarge(_) | Loss::Timeout(_)) => {
            return None;
        }
    };
    retry::delay(retry, told, retry::random())
}

async fn attempt(
    client: &Client,
    request: Request,
    travel: &Travel,
    live: fn(u16) -> bool,
    limit: Duration,
) -> Result<Answer, Loss> {
    let exchange = tokio::time::timeout(limit, exchange(client, request, travel, live));
    exchange.await.unwrap_or(Err(Loss::Timeout(Some(limit))))
}

/// One request, and those that redirects make of it.
async fn exchange(
    client: &Client,
    mut request: Request,
    travel: &Travel,
    live: fn(u16) -> bool,
) -> Result<Answer, Loss> {
    let mut redirects = 0;
    loop {
        let sent = request.try_clone().filter(|_| redirects < MAX_REDIRECTS);
        let response = client.shared.http.execute(request).await?;
        let next =
            sent.and_then(|sent| follow(sent, response.status(), response.headers(), travel));
        let code = response.status();
        match next {
            Some(next) => request = next,
            None if code.is_success() && live(code.as_u16()) => return Ok(arriving(response)),
            None => return read(response, client.shared.max_response_bytes).await,
        }
        redirects += 1;
    }
}

fn arriving(mut response: reqwest::Response) -> Answer {
    let headers = std::mem::take(response.headers_mut());
    Answer { code: response.status(), headers, bytes: Vec::new(), rest: Some(response) }
}

async fn read(mut response: reqwest::Response, max: usize) -> Result<Answer, Loss> {
    let code = response.status();
    let headers = std::mem::take(response.headers_mut());
    let limit = if code.is_success() { max } else { ERROR_BODY };
    let mut bytes = Vec::new();
    loop {
        let chunk = match response.chunk().await {
            Ok(Some(chunk)) => chunk,
            Ok(None) => break,
            // The status is known, and it says more than that the connection was lost after it.
            Err(_) if !code.is_success() => break,
            Err(error) => return Err(error.into()),
        };
        let room = limit.saturating_sub(bytes.len());
        if chunk.len() <= room {
            bytes.extend_from_slice(&chunk);
        } else if code.is_success() {
            return Err(Loss::TooLarge(max));
        } else {
            bytes.extend(chunk.iter().take(room));
            break;
        }
    }
    Ok(Answer { code, headers, bytes, rest: None })
}
