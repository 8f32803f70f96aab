// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: a client and what a call has gathered. Out: an answer of any status, complete unless its
//! operation takes it while it arrives, or the error that says why there is none. It retries and
//! follows redirects, and does not decode bodies.

use std::time::Duration;

use reqwest::header::HeaderMap;
use reqwest::{Request, StatusCode};
use serde_json::Map;

use super::auth::{Bearer, BoxError};
use super::call::Parts;
use super::loss::Loss;
use super::redirect::{MAX_REDIRECTS, follow};
use super::request::Outgoing;
use super::{
    Boxed, Budget, Client, Error, Incoming, Instant, Reply, now, random, retry, sleep, timeout,
    trace_attempt, traced,
};

/// Error bodies are kept up to this size, in bytes.
const ERROR_BODY: usize = 16 * 1024;

/// A call on its way: one boxed future for all operations, so that each of them adds only its
/// decoding to the program.
pub(crate) type Sent = Boxed<'static, Result<Reply, Error>>;

/// What is said of a call whose body was a stream.
pub(crate) const GONE: &str = "a body that is a stream cannot be sent again";

/// Sends a call.
pub(crate) fn send(client: Client, parts: Box<Parts>) -> Sent {
    traced(client, parts)
}

pub(crate) async fn run(client: Client, mut parts: Box<Parts>) -> Result<Reply, Error> {
    if let Some(fault) = parts.options.fault.take() {
        return Err(fault.into());
    }
    let body = parts.body.take();
    let mut outgoing = Outgoing::new(&client, &parts, body)?;
    let mut bearer = Bearer::new(&client, &parts, &outgoing.keys);
    let terms = Terms::new(&client, &parts, outgoing.whole);
    let (mut attempts, mut retries): (u32, u32) = (0, 0);
    let outcome = loop {
        let (limit, told) = terms.limit();
        let attempt = attempt(&client, &parts, &mut outgoing, &mut bearer);
        let outcome = timeout(limit, attempt).await.unwrap_or(Err(Loss::Timeout(Some(told))));
        let again = terms.again(&outcome, retries, &client.shared.budget);
        // Without a token, nothing was sent.
        attempts = attempts.saturating_add(u32::from(!bearer.asking));
        let refused = matches!(&outcome, Ok(answer) if answer.code == StatusCode::UNAUTHORIZED);
        // Nothing was done, so this is no retry: it is the first time with a good token.
        let renewed = refused && bearer.refuse() && outgoing.whole;
        let again = if renewed { Ok(Duration::ZERO) } else { again };
        trace_attempt(attempts, &outcome, again);
        let Ok(wait) = again else { break outcome };
        retries = retries.saturating_add(u32::from(!renewed));
        drop(outcome);
        sleep(wait).await;
    };
    parts.body = outgoing.into_body();
    // The body has them now.
    parts.fields = Map::new();
    parts.options.secrets.extend(bearer.tokens);
    if !terms.whole {
        parts.options.fault(GONE.to_owned());
    }
    match outcome {
        Ok(Answer { code, headers, bytes, rest }) => {
            Ok(Reply { client, parts, attempts, code, headers, bytes, rest })
        }
        Err(loss) => Err(Error::lost(parts.site, attempts, loss)),
    }
}

/// How long a call may take, and how often it may be sent.
struct Terms {
    timeout: Duration,
    /// With the time from which it counts.
    deadline: Option<(Duration, Instant)>,
    retries: u32,
    /// Whether it may be sent more than once.
    safe: bool,
    /// Whether its body is still there after the first time.
    whole: bool,
}

impl Terms {
    fn new(client: &Client, parts: &Parts, whole: bool) -> Self {
        let shared = &client.shared;
        let deadline = parts.options.deadline.or(shared.options.deadline);
        Self {
            timeout: parts.options.timeout(&shared.options),
            deadline: deadline.map(|deadline| (deadline, Instant::now())),
            retries: parts.options.max_retries(&shared.options),
            safe: parts.retry || parts.options.has_key() || shared.options.has_key(),
            whole,
        }
    }

    /// What is left of the deadline.
    fn left(&self) -> Option<Duration> {
        self.deadline.map(|(deadline, begun)| deadline.saturating_sub(begun.elapsed()))
    }

    /// How long the next attempt may take, and the limit that this comes from.
    fn limit(&self) -> (Duration, Duration) {
        let limits = self.left().zip(self.deadline.map(|(deadline, _)| deadline));
        limits.filter(|(left, _)| *left < self.timeout).unwrap_or((self.timeout, self.timeout))
    }

    /// How long to wait before the call is sent again, or why it is not.
    fn again(
        &self,
        outcome: &Result<Answer, Loss>,
        retry: u32,
        budget: &Budget,
    ) -> Result<Duration, &'static str> {
        let told = match outcome {
            Ok(answer) if retry::is_transient(answer.code.as_u16()) => {
                let header = |name: &str| answer.headers.get(name)?.to_str().ok();
                let finer = header("retry-after-ms").and_then(retry::retry_after_ms);
                finer.or_else(|| retry::retry_after(header("retry-after")?, now()))
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
        let wait = retry::delay(retry, told, random());
        let wait = wait.ok_or("the service asks for too long a wait")?;
        match self.left() {
            _ if !self.safe => Err("the call is not safe to repeat"),
            _ if !self.whole => Err("the body is a stream, which is gone"),
            _ if retry >= self.retries => Err("there are no retries left"),
            Some(left) if wait >= left => Err("the deadline is too near"),
            Some(_) | None if !budget.spend() => Err("all calls together fail too often"),
            Some(_) | None => Ok(wait),
        }
    }
}

pub(crate) struct Answer {
    pub(crate) code: StatusCode,
    headers: HeaderMap,
    bytes: Vec<u8>,
    /// What is handed over while it arrives.
    rest: Option<Box<Incoming>>,
}

/// One request, and those that redirects make of it. No request is held while its answer is waited
/// for, but for one that a redirect asked for.
async fn attempt(
    client: &Client,
    parts: &Parts,
    outgoing: &mut Outgoing<'_>,
    bearer: &mut Bearer,
) -> Result<Answer, Loss> {
    let token = bearer.token().await.map_err(Loss::Token)?;
    let mut turned: Option<Box<Request>> = None;
    let mut redirects = 0;
    // What stays of an answer while its body is read is kept small: the whole of a call is to fit
    // into the smallest kind of allocation.
    let (code, headers, mut body) = loop {
        let again = turned.as_ref().and_then(|request| request.try_clone());
        let request = again.unwrap_or_else(|| outgoing.request(token.as_ref()));
        let mut response = client.shared.transport.send(request, &parts.site.path).await?;
        let code = response.status();
        // A body that is gone cannot follow, but 303 asks for none.
        let can_turn = outgoing.whole || turned.is_some() || code == StatusCode::SEE_OTHER;
        if code.is_redirection() && can_turn && redirects < MAX_REDIRECTS {
            let sent = turned.take().map_or_else(|| outgoing.request(token.as_ref()), |sent| *sent);
            let keys = outgoing.query_keys();
            if let Some(next) = follow(sent, code, response.headers(), parts.accept, &keys) {
                turned = Some(Box::new(next));
                redirects += 1;
                continue;
            }
        }
        let headers = std::mem::take(response.headers_mut());
        break (code, headers, response);
    };
    if code.is_success() && parts.live.is_some_and(|live| live(code.as_u16())) {
        return Ok(Answer { code, headers, bytes: Vec::new(), rest: Some(Box::new(body)) });
    }
    let limit = if code.is_success() { client.shared.max_response_bytes } else { ERROR_BODY };
    let bytes = read(&mut body, code, limit).await?;
    Ok(Answer { code, headers, bytes, rest: None })
}

async fn read(body: &mut Incoming, code: StatusCode, limit: usize) -> Result<Vec<u8>, Loss> {
    let mut bytes = Vec::new();
    loop {
        let chunk = match body.chunk().await {
            Ok(Some(chunk)) => chunk,
            Ok(None) => return Ok(bytes),
            // The status is known, and it says more than that the connection was lost after it.
            Err(_) if !code.is_success() => return Ok(bytes),
            Err(error) => return Err(BoxError::from(error).into()),
        };
        let room = limit.saturating_sub(bytes.len());
        if chunk.len() <= room {
            bytes.extend_from_slice(&chunk);
        } else if code.is_success() {
            return Err(Loss::TooLarge(limit));
        } else {
            bytes.extend(chunk.iter().take(room));
            return Ok(bytes);
        }
    }
}
