//! In: a case and a call. Out: what was not as the case says, in lines. It plays the servers and
//! makes the call; `judge` compares.

use std::collections::BTreeMap;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use link_tests::clients::{self, Delivery, Failed, Made, Making, Ready, Setup, Target, Told};
use link_tests::socket::{self, Act, Socket, refusing};
use tracing::instrument::WithSubscriber;

use crate::case::{Answer, Body, Case, Client, Earlier, End, Outcome, Piece};
use crate::delivery::delivered;
use crate::judge::{Differences, outcome, servers, traced};
use crate::log::Log;
use crate::words::Words;

/// The calls of a case: those that it asks for, and that have what it speaks of.
pub fn targets(case: &Case) -> Vec<Target> {
    let named = |target: &Target| {
        let mut words = case.calls.iter().flatten().flat_map(|words| words.split(' '));
        words.any(|word| word == "apart" || word == target.name)
    };
    let mut targets = clients::targets();
    targets.retain(|target| {
        demands(case).iter().any(|words| words.iter().all(|word| is(target, word)))
            && (!is(target, "apart") || named(target))
            && Words::suit(target, &case.text)
    });
    targets
}

/// What a call has to be for a case: all words of one of these.
pub fn demands(case: &Case) -> Vec<Vec<&str>> {
    let (call, expect) = (&case.call, &case.expect);
    let tokens = !case.tokens.is_empty() || expect.token_requests.is_some();
    // A token that is refused is replaced, and the call made again.
    let refused = case.answer.iter().any(|answer| answer.status == Some(401));
    let speaks_of = [
        ("object", expect.outcome == Outcome::Decode && expect.items.is_none()),
        ("checked", case.client.validate),
        ("typed", call.request.is_some()),
        ("once", call.parts.is_some() || call.parts_error.is_some()),
        ("pages", expect.items.is_some()),
        ("renewing", tokens),
        ("!renewing", refused && !tokens),
        // What waits for it is a thread, and goes on.
        ("!blocking", call.drop_after_ms.is_some()),
        ("environment", case.environment.is_some()),
        // A thread is followed by nobody, and who fetches tokens makes other calls.
        ("traced !blocking !renewing", expect.traced.is_some()),
        ("webhook", case.delivery.is_some()),
        ("!webhook", case.delivery.is_none()),
    ];
    let spoken = speaks_of.iter().filter(|(_, spoken)| *spoken);
    let spoken: Vec<&str> = spoken.flat_map(|(words, _)| words.split(' ')).collect();
    let Some(calls) = &case.calls else { return vec![spoken] };
    calls
        .iter()
        .map(|words| [&spoken[..], &words.split(' ').collect::<Vec<_>>()].concat())
        .collect()
}

/// Whether a call is what a word of [`Case::calls`] says.
pub fn is(target: &Target, word: &str) -> bool {
    if let Some(word) = word.strip_prefix('!') {
        return !is(target, word);
    }
    target.name == word
        || (word == "traced" && clients::TRACED)
        || target.method().to_lowercase() == word
        || target.kinds.split(' ').any(|kind| kind == word)
}

/// How often to look for what happens in a moment, and when not any more.
const LOOK: Duration = Duration::from_millis(10);
const LONGEST_LOOK: Duration = Duration::from_secs(30);

/// A token for whoever asks.
const TOKEN: &str = r#"{"access_token":"planted-bearer","token_type":"Bearer","expires_in":3600}"#;

/// Runs a case with one of its calls; the differences.
pub async fn run(case: &Case, target: &Target) -> Vec<String> {
    let (server, other) = (Socket::start([]).await, Socket::start([]).await);
    let tokens = Socket::start([Act::json("200 OK", TOKEN)]).await;
    let words = Words::new(target, [&server, &other, &tokens]);
    server.script(case.answer.iter().map(|answer| act(answer, &words)));
    other.script(case.other.iter().map(|answer| act(answer, &words)));
    if !case.tokens.is_empty() {
        tokens.script(case.tokens.iter().map(|answer| act(answer, &words)));
    }
    // The port is kept as long as nobody may listen there.
    let refused = case.client.refused.then(refusing);
    let mut setup = Setup { token_url: tokens.url() + "/token", ..setup(&case.client, &words) };
    if let Some((_, url)) = &refused {
        setup.base_url.clone_from(url);
    }
    let mut told = told(case, &words);
    if let Some(delivery) = &case.delivery {
        told.delivery = delivered(delivery, &words).await;
    }
    let mut differences = Differences::default();
    let start = Instant::now();
    let log = Log::default();
    let result = if let Some(variables) = &case.environment {
        Some(of_environment(case, target, variables, &words).await)
    } else {
        // Where the server of tokens is told what to do, it is what the case is about.
        let about_tokens = usize::from(!case.tokens.is_empty());
        let arrived = || server.seen().len() + about_tokens * tokens.seen().len();
        let call = call(case, (target.ready)(&setup), &told, &arrived, &mut differences);
        call.with_subscriber(log.subscriber()).await
    };
    let waited = start.elapsed();
    let log = log.text();
    clients::assert_silent("tracing", &log);
    traced(&case.expect, &words, &log, &mut differences);
    if waited < Duration::from_millis(case.expect.waited_ms) {
        differences.lines.push(format!("it took only {waited:?}"));
    }
    match &result {
        None => differences.same("the outcome", &case.expect.outcome, &Outcome::Dropped),
        Some(result) => outcome(case, &words, result, &mut differences),
    }
    tokio::time::sleep(Duration::from_millis(case.expect.look_on_ms)).await;
    // The server may be the last to know that somebody hung up.
    let late = || case.expect.open.is_some_and(|open| open < server.open());
    while late() && start.elapsed() < LONGEST_LOOK {
        tokio::time::sleep(LOOK).await;
    }
    servers(case, target, &words, [&server, &other, &tokens], &mut differences);
    differences.lines
}

/// The program that makes clients of variables; there is none for the calls of golden cases.
const FROM_ENV: Option<&str> = option_env!("CARGO_BIN_EXE_from_env");

/// What comes of the call with a client that is made of variables alone, in a process of its own.
async fn of_environment(
    case: &Case,
    target: &Target,
    variables: &BTreeMap<String, String>,
    words: &Words,
) -> Result<Made, Failed> {
    let mut command = Command::new(FROM_ENV.unwrap());
    command.arg(target.name).args((case.expect.outcome == Outcome::Built).then_some("build"));
    let ours = |name: &str| ["ARGYLE_", "JUNCTION_", "PLAID_"].iter().any(|p| name.starts_with(p));
    for (name, _) in std::env::vars().filter(|(name, _)| ours(name)) {
        command.env_remove(name);
    }
    command.envs(variables.iter().map(|(name, value)| (name, words.fill(value))));
    command.env("NO_PROXY", "127.0.0.1");
    let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    clients::serde_json::from_slice(&output.stdout).unwrap()
}

/// Makes the call of a case as often as it says. What came of the last, if it was not dropped.
async fn call(
    case: &Case,
    call: Ready,
    told: &Told,
    arrived: Arrived<'_>,
    differences: &mut Differences,
) -> Option<Result<Made, Failed>> {
    let drop_after = case.call.drop_after_ms.map(Duration::from_millis);
    for _ in 1..case.times {
        if let Some(after) = drop_after {
            dropped(call(told.clone()), after, arrived, differences).await;
        } else {
            let outcome = call(told.clone()).await;
            if let (Err(failed), Earlier::Succeed) = (outcome, case.earlier) {
                let line = format!("an earlier call failed: {}", failed.display);
                differences.lines.push(line);
            }
        }
        tokio::time::sleep(Duration::from_millis(case.between_ms)).await;
    }
    match drop_after.filter(|_| case.expect.outcome == Outcome::Dropped) {
        Some(after) => dropped(call(told.clone()), after, arrived, differences).await,
        None => Some(call(told.clone()).await),
    }
}

/// How many requests have reached a server.
type Arrived<'a> = &'a (dyn Fn() -> usize + Sync);

/// Drops a call so long after it has reached a server: how long it takes to get there, nobody knows.
async fn dropped(
    making: Making,
    after: Duration,
    arrived: Arrived<'_>,
    differences: &mut Differences,
) -> Option<Result<Made, Failed>> {
    if after.is_zero() {
        return None;
    }
    let before = arrived();
    let time = async {
        while arrived() == before {
            tokio::time::sleep(LOOK).await;
        }
        tokio::time::sleep(after).await;
    };
    let result = tokio::select! {
        result = making => Some(result),
        () = time => None,
    };
    if result.is_some() {
        differences.lines.push("it was over before it was dropped".to_owned());
    }
    result
}

fn setup(client: &Client, words: &Words) -> Setup {
    let url = words.fill(client.base_url.as_deref().unwrap_or("{url}"));
    let plain = if client.own_http { Setup::plain(url) } else { Setup::at(url) };
    Setup {
        headers: pairs(&client.headers, ": ", words),
        query: pairs(&client.query, "=", words),
        deadline: client.deadline_ms.map(Duration::from_millis),
        timeout: client.timeout_ms.map(Duration::from_millis),
        max_retries: client.max_retries,
        max_response_bytes: client.max_response_bytes,
        validate: client.validate,
        ..plain
    }
}

fn pairs(texts: &[String], between: &str, words: &Words) -> Vec<(String, String)> {
    let texts = texts.iter().map(|text| words.fill(text));
    let pair = |text: String| {
        let (name, value) = text.split_once(between).unwrap();
        (name.to_owned(), value.to_owned())
    };
    texts.map(pair).collect()
}

fn told(case: &Case, words: &Words) -> Told {
    let call = &case.call;
    let member =
        |(name, value): (&String, _)| (name.clone(), clients::serde_json::to_value(value).unwrap());
    Told {
        headers: pairs(&call.headers, ": ", words),
        query: pairs(&call.query, "=", words),
        body_fields: call.body_fields.iter().map(member).collect(),
        base_url: call.base_url.as_deref().map(|url| words.fill(url)),
        idempotency_key: call.idempotency_key.clone(),
        timeout: call.timeout_ms.map(Duration::from_millis),
        deadline: call.deadline_ms.map(Duration::from_millis),
        max_retries: call.max_retries,
        path_value: call.path_value.clone(),
        request: call.request.clone(),
        parts: call.parts.clone(),
        parts_error: call.parts_error.clone(),
        delivery: Delivery::default(),
    }
}

fn act(answer: &Answer, words: &Words) -> Act {
    let end = match answer.end {
        End::Keep => socket::End::Keep,
        End::Close => socket::End::Close,
        End::Hang => socket::End::Hang,
        End::Reset => socket::End::Reset,
    };
    let (mut head, body) = bytes(answer, words);
    let mut act = Act { unread: answer.unread, end, ..Act::default() };
    if let Some(pause) = answer.trickle_ms {
        act.pause = Duration::from_millis(pause);
        act.trickle = Arc::from(body);
    } else {
        head.extend(body);
    }
    act.bytes = Arc::from(head);
    act
}

/// The head of an answer, and its body.
fn bytes(answer: &Answer, words: &Words) -> (Vec<u8>, Vec<u8>) {
    let mut body = match (&answer.hex, &answer.body) {
        (Some(hex), _) => unhex(hex),
        (None, Body::Text(text)) => words.fill(text).into_bytes(),
        (None, Body::Pieces(pieces)) => {
            let text = pieces.iter().map(|piece| match piece {
                Piece::Text(text) => words.fill(text),
                Piece::Repeated { repeat, times } => repeat.repeat(*times),
            });
            text.collect::<String>().into_bytes()
        }
    };
    body.resize(body.len().max(answer.pad_to), b' ');
    if let Some(raw) = &answer.raw {
        return (words.fill(raw).replace('\n', "\r\n").into_bytes(), body);
    }
    let Some(status) = answer.status else { return (Vec::new(), body) };
    let mut headers: Vec<String> = answer.headers.iter().map(|header| words.fill(header)).collect();
    let says = |name: &str| headers.iter().any(|header| header.to_lowercase().starts_with(name));
    let length = answer.length.unwrap_or(!says("content-length") && !says("transfer-encoding"));
    let typed = says("content-type");
    if !typed {
        headers.push(words.fill("content-type: {media}"));
    }
    if length {
        headers.push(format!("content-length: {}", body.len()));
    }
    let head = format!("HTTP/1.1 {status} Word\r\n{}\r\n\r\n", headers.join("\r\n"));
    (head.into_bytes(), body)
}

fn unhex(hex: &str) -> Vec<u8> {
    let digits: Vec<char> = hex.chars().filter(|digit| !digit.is_whitespace()).collect();
    let bytes = digits.chunks(2).map(|pair| u8::from_str_radix(&String::from_iter(pair), 16));
    bytes.map(Result::unwrap).collect()
}
