// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: a client and what a call has gathered. Out: an answer of any status, complete unless its
//! operation takes it while it arrives, or the error that says why there is none. It retries and follows redirects, and does not decode bodies.

use std::pin::Pin;
use std::sync::Mutex;
use std::time::{Duration, SystemTime};

use reqwest::header::HeaderMap;
use reqwest::{Request, StatusCode};
use tokio::time::Instant;

use super::auth::Bearer;
use super::call::Parts;
use super::error::Site;
use super::loss::Loss;
use super::redirect::{MAX_REDIRECTS, follow};
use super::request::{Outgoing, Travel, prepare};
use super::{Budget, Client, Error, Live, Reply, retry, trace};

/// Error bodies are kept up to this size, in bytes.
const ERROR_BODY: usize = 16 * 1024;

/// A call on its way: one boxed future for all operations, so that each of them adds only its
/// decoding to the program.
pub(crate) type Sent = Pin<Box<dyn Future<Output = Result<Reply, Error>> + Send>>;

/// Sends a call.
pub(crate) fn send(client: Client, parts: Parts) -> Sent {
    trace::traced(&parts.site.clone(), run(client, parts))
}

async fn run(client: Client, parts: Parts) -> Result<Reply, Error> {
    let (site, live) = (parts.site.clone(), parts.live.unwrap_or(|_| false));
    let mut terms = Terms::new(&client, &parts);
    // A stream of events can be taken up where it broke off.
    let resumable = parts.retry && parts.accept.contains("text/event-stream");
    let mut resumption = resumable.then(|| Box::new(parts.again()));
    let Outgoing { mut request, travel, mut secrets, mut bearer } = prepare(&client, parts)?;
    terms.safe |= request.headers().keys().any(|name| KEYS.contains(&name.as_str()));
    // What is a stream can be sent once.
    let whole = request.body().is_none_or(|body| body.as_bytes().is_some());
    let mut attempts: u32 = 0;
    loop {
        let (limit, told) = terms.limit();
        let exchange = async {
            bearer.put(&mut request).await.map_err(Loss::Token)?;
            exchange(&client, &site, &mut request, &travel, live).await
        };
        let outcome = tokio::time::timeout(limit, exchange).await;
        let outcome = outcome.unwrap_or(Err(Loss::Timeout(Some(told))));
        let again = terms.again(&outcome, attempts, whole, &client.shared.budget);
        // Without a token, nothing was sent.
        let sent = !matches!(outcome, Err(Loss::Token(_)));
        attempts = attempts.saturating_add(u32::from(sent));
        let refused = matches!(&outcome, Ok(answer) if answer.code == StatusCode::UNAUTHORIZED);
        // Nothing was done, so this is no retry: it is the first time with a good token.
        let again = if refused && bearer.refuse() { Ok(Duration::ZERO) } else { again };
        trace::attempt(attempts, &outcome, again);
        if let (Ok(wait), true) = (again, whole) {
            drop(outcome);
            tokio::time::sleep(wait).await;
            continue;
        }
        secrets.append(&mut bearer.tokens);
        return match outcome {
            Ok(Answer { code, headers, bytes, rest }) => {
                let live = rest.map(|rest| {
                    Live::new(rest, site.clone(), attempts, terms.timeout, resumption.take())
                });
                let live = Mutex::new(live);
                Ok(Reply { client, site, attempts, secrets, code, headers, bytes, live })
            }
            Err(loss) => Err(Error::lost(site, attempts, loss)),
        };
    }
}

/// How long a call may take, and how often it may be sent.
struct Terms {
    timeout: Duration,
    deadline: Option<Duration>,
    begun: Instant,
    retries: u32,
    /// Whether it may be sent more than once.
    safe: bool,
}

impl Terms {
    fn new(client: &Client, parts: &Parts) -> Self {
        Self {
            timeout: parts.timeout.unwrap_or(client.shared.timeout),
            deadline: parts.deadline.or(client.shared.deadline),
            begun: Instant::now(),
            retries: parts.max_retries.unwrap_or(client.shared.max_retries),
            safe: parts.retry,
        }
    }

    /// What is left of the deadline.
    fn left(&self) -> Option<Duration> {
        self.deadline.map(|deadline| deadline.saturating_sub(self.begun.elapsed()))
    }

    /// How long the next attempt may take, and the limit that this comes from.
    fn limit(&self) -> (Duration, Duration) {
        let limits = self.left().zip(self.deadline);
        limits.filter(|(left, _)| *left < self.timeout).unwrap_or((self.timeout, self.timeout))
    }

    /// How long to wait before the call is sent again, or why it is not.
    fn again(
        &self,
        outcome: &Result<Answer, Loss>,
        retry: u32,
        whole: bool,
        budget: &Budget,
    ) -> Result<Duration, &'static str> {
        let told = match outcome {
            Ok(answer) if retry::is_transient(answer.code.as_u16()) => {
                let header = |name: &str| answer.headers.get(name)?.to_str().ok();
                let finer = header("retry-after-ms").and_then(retry::retry_after_ms);
                let told = || retry::retry_after(header("retry-after")?, SystemTime::now());
                finer.or_else(told)
            }
            Ok(_) => {
                budget.earn();
                return Err("the service answered");
            }
            Err(Loss::Network(_)) => None,
            Err(Loss::Unmade(_) | Loss::TooLarge(_) | Loss::Timeout(_) | Loss::Token(_)) => {
                return Err("the next attempt would hardly end otherwise");
            }
        };
        let wait = retry::delay(retry, told, retry::random());
        let wait = wait.ok_or("the service asks for too long a wait")?;
        match self.left() {
            _ if !self.safe => Err("the call is not safe to repeat"),
            _ if !whole => Err("the body is a stream, which is gone"),
            _ if retry >= self.retries => Err("there are no retries left"),
            Some(left) if wait >= left => Err("the deadline is too near"),
            Some(_) | None if !budget.spend() => Err("all calls together fail too often"),
            Some(_) | None => Ok(wait),
        }
    }
}

/// Headers by which a service knows a request that it has had before.
const KEYS: [&str; 2] = ["idempotency-key", "x-idempotency-key"];

pub(crate) struct Answer {
    pub(crate) code: StatusCode,
    headers: HeaderMap,
    bytes: Vec<u8>,
    /// What is handed over while it arrives.
    rest: Option<reqwest::Response>,
}

/// One request, and those that redirects make of it. It stays as it is for the next attempt, but for
/// a body that is a stream.
async fn exchange(
    client: &Client,
    site: &Site,
    request: &mut Request,
    travel: &Travel,
    live: fn(u16) -> bool,
) -> Result<Answer, Loss> {
    let mut turned = None;
    let mut redirects = 0;
    loop {
        let current = turned.as_mut().unwrap_or(&mut *request);
        let (copy, kept) = handed_out(current);
        let response = client.shared.transport.send(copy, &site.path).await?;
        let code = response.status();
        let next = if kept && redirects < MAX_REDIRECTS {
            follow(current, code, response.headers(), travel)
        } else {
            None
        };
        match next {
            Some(next) => turned = Some(next),
            None if code.is_success() && live(code.as_u16()) => return Ok(arriving(response)),
            None => return read(response, client.shared.max_response_bytes).await,
        }
        redirects += 1;
    }
}

/// A copy of a request, or itself where there can be none, and whether what stays behind is whole.
fn handed_out(request: &mut Request) -> (Request, bool) {
    if let Some(copy) = request.try_clone() {
        return (copy, true);
    }
    let rest = Request::new(request.method().clone(), request.url().clone());
    (std::mem::replace(request, rest), false)
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
