//! Cargo, run on one crate, with a limit of time.
//!
//! In: arguments. Out: the errors and warnings that it reports about the crate. Knows nothing
//! of documents.

use std::io::Read;
use std::path::Path;
use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::workspace::cargo;

/// How often it is looked whether Cargo is done.
const PAUSE: Duration = Duration::from_millis(20);

/// What Cargo says to a crate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    pub errors: usize,
    pub warnings: usize,
    /// The first error, or the first warning where there is no error.
    pub first: Option<String>,
}

impl Verdict {
    /// Two verdicts on one crate.
    pub fn and(self, other: Self) -> Self {
        let first = if self.errors == 0 && other.errors > 0 {
            other.first.or(self.first)
        } else {
            self.first.or(other.first)
        };
        Self { errors: self.errors + other.errors, warnings: self.warnings + other.warnings, first }
    }

    fn error(message: String) -> Self {
        Self { errors: 1, warnings: 0, first: Some(message) }
    }
}

/// Runs Cargo in a folder.
pub fn run(folder: &Path, target: &Path, arguments: &[&str], limit: Duration) -> Verdict {
    let mut command = cargo();
    command.current_dir(folder).env("CARGO_TARGET_DIR", target);
    command.args(arguments).args(["--quiet", "--message-format=json"]);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = match command.spawn() {
        Ok(child) => child,
        Err(error) => return Verdict::error(format!("cargo does not start: {error}")),
    };
    let out = child.stdout.take().map(reader);
    let err = child.stderr.take().map(reader);
    let Some(success) = wait(&mut child, limit) else {
        let what = arguments.first().copied().unwrap_or_default();
        return Verdict::error(format!("cargo {what} took more than {} s", limit.as_secs()));
    };
    let text = |thread: Option<thread::JoinHandle<String>>| {
        thread.and_then(|thread| thread.join().ok()).unwrap_or_default()
    };
    let (out, err) = (text(out), text(err));
    let verdict = judge(&out);
    if !success && verdict.errors == 0 {
        // Cargo itself could not go on: its first words say why.
        let said = err.lines().map(str::trim).filter(|line| !line.is_empty());
        let said = said.take(4).collect::<Vec<_>>().join(" ");
        return verdict.and(Verdict::error(said));
    }
    verdict
}

fn reader(mut pipe: impl Read + Send + 'static) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = pipe.read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

/// Whether it went well; nothing where it took too long and was ended.
fn wait(child: &mut Child, limit: Duration) -> Option<bool> {
    let start = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status.success()),
            Ok(None) if start.elapsed() < limit => thread::sleep(PAUSE),
            Ok(None) | Err(_) => {
                let _ = child.kill();
                let _ = child.wait();
                return None;
            }
        }
    }
}

/// Counts what the compiler or rustdoc reports, one JSON value a line.
fn judge(out: &str) -> Verdict {
    let mut verdict = Verdict::default();
    let mut warning = None;
    for line in out.lines() {
        let Ok(value) = serde_json::from_str::<Value>(line) else { continue };
        let message = &value["message"];
        let text = message["message"].as_str().unwrap_or_default();
        if value["reason"] != "compiler-message" || is_sum(text) {
            continue;
        }
        let shown = || Some(format!("{text}{}", place(message)));
        match message["level"].as_str() {
            Some("error" | "error: internal compiler error") => {
                verdict.errors += 1;
                verdict.first = verdict.first.or_else(shown);
            }
            Some("warning") => {
                verdict.warnings += 1;
                warning = warning.or_else(shown);
            }
            _ => {}
        }
    }
    verdict.first = verdict.first.or(warning);
    verdict
}

/// The compiler ends with how much it had to say, which is no message of its own.
fn is_sum(text: &str) -> bool {
    let emitted = text.ends_with(" warning emitted") || text.ends_with(" warnings emitted");
    emitted || text.starts_with("aborting due to ")
}

fn place(message: &Value) -> String {
    let spans = message["spans"].as_array().map(Vec::as_slice).unwrap_or_default();
    let primary = spans.iter().find(|span| span["is_primary"] == true);
    match primary {
        Some(span) => {
            let file = span["file_name"].as_str().unwrap_or_default();
            format!(" ({file}:{})", span["line_start"])
        }
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(level: &str, text: &str) -> String {
        let spans = r#"[{"is_primary":true,"file_name":"src/lib.rs","line_start":3}]"#;
        format!(
            r#"{{"reason":"compiler-message","message":{{"level":"{level}","message":"{text}","spans":{spans}}}}}"#
        )
    }

    #[test]
    fn errors_go_before_warnings() {
        let lines = [
            message("warning", "unused"),
            message("error", "mismatched types"),
            message("error", "aborting due to 1 previous error"),
            message("warning", "1 warning emitted"),
            r#"{"reason":"build-finished","success":false}"#.to_owned(),
        ];
        let verdict = judge(&lines.join("\n"));
        assert_eq!((verdict.errors, verdict.warnings), (1, 1));
        assert_eq!(verdict.first.as_deref(), Some("mismatched types (src/lib.rs:3)"));
    }

    #[test]
    fn the_worse_of_two_verdicts_speaks() {
        let warned = judge(&message("warning", "unused"));
        let failed = judge(&message("error", "broken"));
        let both = warned.and(failed);
        assert_eq!((both.errors, both.warnings), (1, 1));
        assert_eq!(both.first.as_deref(), Some("broken (src/lib.rs:3)"));
    }
}
