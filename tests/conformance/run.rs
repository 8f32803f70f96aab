//! In: a case and a call. Out: what was not as the case says, in lines. It plays the server, makes
//! the call, and compares.

use std::fmt::Debug;
use std::sync::Arc;
use std::time::{Duration, Instant};

use link_tests::clients::{self, Failed, Made, Setup, Target, Told, planted};
use link_tests::socket::{self, Act, Seen, Socket, refusing};

use crate::case::{Answer, Body, Case, Client, Earlier, End, Expect, Outcome, Piece, Wire};
use crate::words::Words;

/// The calls of a case: those that it asks for, and that have what it speaks of.
pub fn targets(case: &Case) -> Vec<Target> {
    let mut targets = clients::targets();
    targets.retain(|target| {
        let asked = |words: &String| words.split(' ').all(|word| is(target, word));
        let reads = case.expect.outcome != Outcome::Decode || is(target, "object");
        // A token that is refused is replaced, and the call made again.
        let refused = case.answer.iter().any(|answer| answer.status == Some(401));
        case.calls.as_ref().is_none_or(|calls| calls.iter().any(asked))
            && Words::suit(target, &case.text)
            && reads
            && !(refused && is(target, "renewing"))
    });
    targets
}

/// Whether a call is what a word of [`Case::calls`] says.
fn is(target: &Target, word: &str) -> bool {
    if let Some(word) = word.strip_prefix('!') {
        return !is(target, word);
    }
    target.name == word
        || target.method().to_lowercase() == word
        || target.kinds.split(' ').any(|kind| kind == word)
}

/// Runs a case with one of its calls; the differences.
pub async fn run(case: &Case, target: &Target) -> Vec<String> {
    let (server, other) = (Socket::start([]).await, Socket::start([]).await);
    let words = Words::new(target, &server, &other);
    server.script(case.answer.iter().map(|answer| act(answer, &words)));
    other.script(case.other.iter().map(|answer| act(answer, &words)));
    // The port is kept as long as nobody may listen there.
    let refused = case.client.refused.then(refusing);
    let mut setup = setup(&case.client, &words);
    setup.path_value.clone_from(&case.call.path_value);
    if let Some((_, url)) = &refused {
        setup.base_url.clone_from(url);
    }
    let told = told(case, &words);
    let call = (target.ready)(&setup);
    let mut differences = Differences::default();
    let start = Instant::now();
    for _ in 1..case.times {
        let outcome = call(told.clone()).await;
        if let (Err(failed), Earlier::Succeed) = (outcome, case.earlier) {
            differences.lines.push(format!("an earlier call failed: {}", failed.display));
        }
        tokio::time::sleep(Duration::from_millis(case.between_ms)).await;
    }
    let result = call(told.clone()).await;
    let waited = start.elapsed();
    if waited < Duration::from_millis(case.expect.waited_ms) {
        differences.lines.push(format!("it took only {waited:?}"));
    }
    outcome(case, &words, &result, &mut differences);
    let (seen, other_seen) = (server.seen(), other.seen());
    // A call that ran out of time may have done so before anything was sent.
    let few = case.expect.outcome == Outcome::Timeout && seen.len() < case.expect.requests;
    if !few {
        differences.same("requests", &case.expect.requests, &seen.len());
    }
    let connections = server.connections();
    differences.some("connections", case.expect.connections.as_ref(), &connections);
    differences.same(
        "requests to the other server",
        &case.expect.other_requests,
        &other_seen.len(),
    );
    // Each call draws a boundary of its own.
    let drawn = case.times > 1 && is(target, "parts");
    if case.expect.repeated && !drawn && seen.iter().any(|request| *request != seen[0]) {
        differences.lines.push(format!("the requests are not the same: {seen:#?}"));
    }
    let wires = case.expect.request.iter().zip(&seen);
    for (wire, seen) in wires.chain(case.expect.other_request.iter().zip(&other_seen)) {
        on_the_wire(wire, seen, target, &words, &mut differences);
    }
    differences.lines
}

#[derive(Default)]
struct Differences {
    lines: Vec<String>,
}

impl Differences {
    fn same<T: PartialEq + Debug>(&mut self, what: &str, expected: &T, found: &T) {
        if expected != found {
            self.lines.push(format!("{what}: expected {expected:?}, found {found:?}"));
        }
    }

    /// The same, where the case says anything about it.
    fn some<T: PartialEq + Debug>(&mut self, what: &str, expected: Option<&T>, found: &T) {
        if let Some(expected) = expected {
            self.same(what, expected, found);
        }
    }
}

fn setup(client: &Client, words: &Words) -> Setup {
    let url = words.fill(client.base_url.as_deref().unwrap_or("{url}"));
    let plain = if client.own_http { Setup::plain(url) } else { Setup::at(url) };
    Setup {
        timeout: client.timeout_ms.map(Duration::from_millis),
        max_retries: client.max_retries,
        max_response_bytes: client.max_response_bytes,
        ..plain
    }
}

fn told(case: &Case, words: &Words) -> Told {
    let header = |header: &String| {
        let header = words.fill(header);
        let (name, value) = header.split_once(": ").unwrap();
        (name.to_owned(), value.to_owned())
    };
    let pair = |pair: &String| {
        let (name, value) = pair.split_once('=').unwrap();
        (name.to_owned(), value.to_owned())
    };
    let call = &case.call;
    let member =
        |(name, value): (&String, _)| (name.clone(), clients::serde_json::to_value(value).unwrap());
    Told {
        headers: call.headers.iter().map(header).collect(),
        query: call.query.iter().map(pair).collect(),
        body_fields: call.body_fields.iter().map(member).collect(),
        base_url: call.base_url.as_deref().map(|url| words.fill(url)),
        idempotency_key: call.idempotency_key.clone(),
        timeout: call.timeout_ms.map(Duration::from_millis),
        deadline: call.deadline_ms.map(Duration::from_millis),
        max_retries: call.max_retries,
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

fn outcome(case: &Case, words: &Words, result: &Result<Made, Failed>, found: &mut Differences) {
    let expect = &case.expect;
    match result {
        Ok(made) => {
            found.same("the outcome", &expect.outcome, &Outcome::Token);
            found.same("the token", &planted::TOKEN, &made.token.as_str());
            found.some("the status", expect.status.as_ref(), &made.status);
            let id = shown(made.request_id.as_ref());
            found.some("the request id", expect.request_id.as_ref(), &id);
        }
        Err(failed) if expect.outcome == Outcome::Token => found.lines.push(failed.line()),
        Err(failed) => failure(expect, words, failed, found),
    }
}

fn failure(expect: &Expect, words: &Words, failed: &Failed, found: &mut Differences) {
    let fill = |text: &Option<String>| text.as_ref().map(|text| words.fill(text));
    let kind = format!("{:?}", expect.outcome);
    found.same("the outcome", &kind.as_str(), &failed.kind);
    found.same("timeout", &(expect.outcome == Outcome::Timeout), &failed.timeout);
    found.some("the status", expect.status.map(Some).as_ref(), &failed.status);
    found.some("attempts", expect.attempts.as_ref(), &failed.attempts);
    found.some("retryable", expect.retryable.as_ref(), &failed.retryable);
    found.some("typed", expect.typed.as_ref(), &failed.typed);
    let texts = [
        ("the request id", &expect.request_id, shown(failed.request_id.as_ref())),
        ("the path", &expect.path, shown(failed.path.as_ref())),
        ("the raw body", &expect.raw, shown(failed.raw.as_ref())),
        ("the message", &expect.message, failed.display.clone()),
    ];
    for (what, expected, text) in texts {
        found.some(what, fill(expected).as_ref(), &text);
    }
    let bytes = failed.raw.as_ref().map_or(0, String::len);
    found.some("bytes of the raw body", expect.raw_bytes.as_ref(), &bytes);
    let body = shown(failed.body.as_ref());
    for part in expect.body_says.iter().filter(|part| !body.contains(*part)) {
        found.lines.push(format!("the body does not say {part:?}: {body}"));
    }
    let missing = expect.says.iter().map(|part| words.fill(part));
    for part in missing.filter(|part| !failed.display.contains(part)) {
        found.lines.push(format!("the message does not say {part:?}: {}", failed.display));
    }
    for part in expect.silent_about.iter().filter(|part| failed.display.contains(*part)) {
        found.lines.push(format!("the message says {part:?}: {}", failed.display));
    }
}

/// What is missing is as good as empty.
fn shown(text: Option<&String>) -> String {
    text.cloned().unwrap_or_default()
}

fn on_the_wire(wire: &Wire, seen: &Seen, target: &Target, words: &Words, found: &mut Differences) {
    let fill = |text: &String| words.fill(text);
    let (line, keys) = without_keys(&seen.line, target);
    found.some("the line", wire.line.as_ref().map(fill).as_ref(), &line);
    found.some("the body", wire.body.as_ref().map(fill).as_ref(), &seen.body);
    found.some("the request", wire.text.as_ref().map(fill).as_ref(), &seen.text());
    let end = wire.body_ends.as_ref().map(fill).unwrap_or_default();
    if !seen.body.ends_with(&end) {
        found.lines.push(format!("the body does not end with {end:?}: {}", seen.body));
    }
    for header in wire.headers.iter().map(fill) {
        if !seen.headers.contains(&header) {
            found.lines.push(format!("no {header:?} among {:?}", seen.headers));
        }
    }
    let names = |name: &str| target.credentials.iter().any(|header| name_of(header) == name);
    let own = |name: &String| wire.credentials == Some(true) && names(name);
    for name in wire.absent.iter().filter(|name| !own(name)) {
        if seen.header(name).is_some() {
            found.lines.push(format!("`{name}` is among {:?}", seen.headers));
        }
    }
    if let Some(expected) = wire.credentials {
        for header in target.credentials {
            let there = keys.contains(header) || seen.header(name_of(header)).is_some();
            let right = keys.contains(header) || seen.headers.iter().any(|seen| seen == header);
            if (there, right) != (expected, expected) {
                found.lines.push(format!("credentials: {expected}, but {line} {:?}", seen.headers));
            }
        }
    }
}

fn name_of(header: &str) -> &str {
    header.split(':').next().unwrap_or_default()
}

/// The first line of a request without the credentials that are in its query, and those.
fn without_keys(line: &str, target: &Target) -> (String, Vec<&'static str>) {
    let mut words: Vec<String> = line.split(' ').map(str::to_owned).collect();
    let mut found = Vec::new();
    for pair in target.credentials.iter().filter(|pair| pair.starts_with('?')) {
        let bare = &pair[1..];
        for url in &mut words {
            for form in [format!("?{bare}"), format!("&{bare}")] {
                if let Some(rest) = url.strip_suffix(&form) {
                    found.push(*pair);
                    *url = rest.to_owned();
                }
            }
        }
    }
    (words.join(" "), found)
}
