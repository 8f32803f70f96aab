//! In: what a case expects, and what was seen by the caller and on the wire. Out: what was not as the
//! case says, in lines.

use std::fmt::Debug;

use link_tests::clients::{Failed, Made, Target, planted};
use link_tests::socket::{Seen, Socket};

use crate::case::{Case, Expect, Outcome, Wire};
use crate::run::is;
use crate::words::Words;

#[derive(Default)]
pub struct Differences {
    pub lines: Vec<String>,
}

impl Differences {
    pub fn same<T: PartialEq + Debug>(&mut self, what: &str, expected: &T, found: &T) {
        if expected != found {
            self.lines.push(format!("{what}: expected {expected:?}, found {found:?}"));
        }
    }

    /// The same, where the case says anything about it.
    pub fn some<T: PartialEq + Debug>(&mut self, what: &str, expected: Option<&T>, found: &T) {
        if let Some(expected) = expected {
            self.same(what, expected, found);
        }
    }
}

/// What the caller saw.
pub fn outcome(case: &Case, words: &Words, result: &Result<Made, Failed>, found: &mut Differences) {
    let expect = &case.expect;
    match result {
        Ok(made) => {
            if expect.outcome != Outcome::Built {
                found.same("the outcome", &expect.outcome, &Outcome::Token);
            }
            found.some("the items", expect.items.as_ref(), &made.items);
            if expect.items.is_none() {
                let token = expect.returned.as_deref().unwrap_or(planted::TOKEN);
                found.same("what was returned", &token, &made.token.as_str());
            }
            if let Some(status) = made.status {
                found.some("the status", expect.status.as_ref(), &status);
                let id = shown(made.request_id.as_ref());
                found.some("the request id", expect.request_id.as_ref(), &id);
            }
        }
        Err(failed) if expect.outcome == Outcome::Token => found.lines.push(failed.line()),
        Err(failed) => failure(expect, words, failed, found),
    }
}

/// What `tracing` was told.
pub fn traced(expect: &Expect, words: &Words, text: &str, found: &mut Differences) {
    let Some(expected) = &expect.traced else { return };
    // Other crates tell of connections.
    let ours = text.lines().filter(|line| line.contains("::runtime::trace: "));
    let lines: Vec<&str> = ours.collect();
    found.same("lines of tracing", &expected.len(), &lines.len());
    for (parts, line) in expected.iter().zip(lines) {
        for part in parts.iter().map(|part| words.fill(part)) {
            let (there, text) =
                part.strip_prefix('!').map_or((true, part.as_str()), |text| (false, text));
            if line.contains(text) != there {
                found.lines.push(format!("tracing was not told {part:?}: {line}"));
            }
        }
    }
}

/// What the servers saw.
pub fn servers(
    case: &Case,
    target: &Target,
    words: &Words,
    [server, other, tokens]: [&Socket; 3],
    differences: &mut Differences,
) {
    let expect = &case.expect;
    let (seen, other_seen, token_seen) = (server.seen(), other.seen(), tokens.seen());
    // A call that ran out of time may have done so before anything was sent.
    let few = expect.outcome == Outcome::Timeout && seen.len() < expect.requests;
    if !few {
        differences.same("requests", &expect.requests, &seen.len());
    }
    differences.some("connections", expect.connections.as_ref(), &server.connections());
    differences.some("open connections", expect.open.as_ref(), &server.open());
    differences.same("requests to the other server", &expect.other_requests, &other_seen.len());
    differences.some("requests for tokens", expect.token_requests.as_ref(), &token_seen.len());
    // Each call draws a boundary of its own.
    let drawn = case.times > 1 && is(target, "parts");
    if expect.repeated && !drawn && seen.iter().any(|request| *request != seen[0]) {
        differences.lines.push(format!("the requests are not the same: {seen:#?}"));
    }
    let pairs = [
        (&expect.request, &seen),
        (&expect.other_request, &other_seen),
        (&expect.token_request, &token_seen),
    ];
    for (wires, seen) in pairs {
        for (wire, seen) in wires.iter().zip(seen) {
            on_the_wire(wire, seen, target, words, differences);
        }
    }
}

fn failure(expect: &Expect, words: &Words, failed: &Failed, found: &mut Differences) {
    let fill = |text: &Option<String>| text.as_ref().map(|text| words.fill(text));
    found.same("the outcome", &expect.outcome.kind(), &failed.kind);
    found.some("the items", expect.items.as_ref(), &failed.items);
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
    let mut rest = seen.body.as_str();
    for part in wire.body_holds.iter().map(fill) {
        match rest.split_once(&part) {
            Some((_, after)) => rest = after,
            None => found.lines.push(format!("the body does not hold {part:?}: {}", seen.body)),
        }
    }
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
