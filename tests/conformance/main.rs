//! What the generated clients promise, as data, against each of them over real sockets: here
//! the three, and where the golden crates are compiled, those of a choice of golden cases.
//!
//! A case is a folder with a `case.toml`: what is promised, what the server does request by request,
//! what is called, and what has to be seen on the wire and by the caller; `case.rs` has the words. A
//! case runs once for each call that it is promised for. `CASE=retry` runs those whose names hold
//! that word.
//!
//! Every error and every answer that is seen is searched for the credentials and tokens of the
//! tests, whatever its case is about.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a helper that cannot go on fails its test")]

mod case;
mod delivery;
mod judge;
mod log;
mod run;
mod words;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use link_tests::clients;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use case::Case;

/// Waiting is most of what the cases do; too many at once would wait for each other.
const AT_ONCE: usize = 64;

/// A case that takes longer never ends.
const LONGEST: Duration = Duration::from_mins(2);

#[tokio::test(flavor = "multi_thread")]
async fn every_case() {
    let wanted = std::env::var("CASE").unwrap_or_default();
    let permits = Arc::new(Semaphore::new(AT_ONCE));
    let mut runs = JoinSet::new();
    for (name, case) in cases().into_iter().filter(|(name, _)| name.contains(&wanted)) {
        let case = Arc::new(case);
        for target in run::targets(&case) {
            let (name, case, permits) = (name.clone(), Arc::clone(&case), Arc::clone(&permits));
            runs.spawn(async move {
                let _permit = permits.acquire().await.unwrap();
                let run = tokio::time::timeout(LONGEST, run::run(&case, &target)).await;
                let differences = run.unwrap_or_else(|_| vec!["it does not end".to_owned()]);
                (format!("{name} ({})", target.name), differences)
            });
        }
    }
    assert!(!runs.is_empty(), "no case is named like {wanted:?}");
    let mut failures = Vec::new();
    while let Some(finished) = runs.join_next().await {
        match finished {
            Ok((_, differences)) if differences.is_empty() => {}
            Ok((name, differences)) => {
                failures.push(format!("{name}\n  {}", differences.join("\n  ")));
            }
            Err(error) => failures.push(error.to_string()),
        }
    }
    failures.sort();
    assert!(failures.is_empty(), "{} runs failed:\n{}", failures.len(), failures.join("\n"));
}

/// A promise is written down once, and in words.
#[test]
fn every_case_says_what_it_promises() {
    let cases = cases();
    let promises: BTreeSet<&str> = cases.iter().map(|(_, case)| case.promise.as_str()).collect();
    assert_eq!(promises.len(), cases.len(), "two cases promise the same");
    for (name, case) in &cases {
        assert!(case.promise.ends_with('.'), "{name}");
        for word in case.calls.iter().flatten().flat_map(|words| words.split(' ')) {
            assert!(case::WORDS.contains(&word.trim_start_matches('!')), "{name}: {word}");
        }
        assert!(case.expect.request.len() <= case.expect.requests, "{name}");
        assert!(case.expect.other_request.len() <= case.expect.other_requests, "{name}");
        let tokens = case.expect.token_requests.unwrap_or_default();
        assert!(case.expect.token_request.len() <= tokens, "{name}");
    }
}

/// A case that no call is made for holds nothing. Where it speaks of what only golden cases have, one
/// of their calls has to be what it asks for, and elsewhere one of the three's.
#[test]
fn every_case_has_calls() {
    let mut idle = Vec::new();
    for (name, case) in cases() {
        let targets = run::targets(&case);
        for words in run::demands(&case) {
            let golden = words.iter().any(|word| case::OF_GOLDEN_CASES.contains(word));
            let mut targets = targets.iter();
            let found = targets.any(|target| words.iter().all(|word| run::is(target, word)));
            if golden == clients::GOLDEN && !found {
                idle.push(format!("{name}: {}", words.join(" ")));
            }
        }
    }
    assert!(idle.is_empty(), "no call is\n{}", idle.join("\n"));
}

fn cases() -> Vec<(String, Case)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("conformance");
    let mut cases = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            let text = std::fs::read_to_string(path.join("case.toml")).unwrap();
            let case = toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
            let case = Case { text, ..case };
            cases.push((name, case));
        }
    }
    cases.sort_by(|(one, _), (other, _)| one.cmp(other));
    cases
}
