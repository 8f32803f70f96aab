//! Chromium without a window, told what to do through pipes.
//!
//! In: a page. Out: what stands on it, and what it asked for and complained about. Speaks the
//! `DevTools` protocol as far as the tests need it; the pipes are files, so that neither a port nor
//! a library is needed.

use std::fs::{File, OpenOptions};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::Result;

/// How long Chromium may be silent.
const PATIENCE: Duration = Duration::from_mins(1);
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];

/// Held by the one browser that there is at a time: several are slower than one after the other.
static TURN: Mutex<()> = Mutex::new(());

/// A browser with one page.
pub struct Browser {
    child: Child,
    to: File,
    from: Receiver<Value>,
    last: u64,
    session: Option<String>,
    /// What happened, in order.
    pub events: Vec<Value>,
    /// Where it keeps its things, and the page.
    pub folder: TempDir,
    _turn: MutexGuard<'static, ()>,
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Browser {
    /// A browser with an empty page; none where Chromium is not installed, which is said.
    pub fn start() -> Result<Option<Self>> {
        let Some(program) = installed() else {
            eprintln!("skipped: Chromium is not installed");
            return Ok(None);
        };
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        let folder = TempDir::new()?;
        let pipes = ["to", "from"].map(|name| folder.path().join(name));
        let made = Command::new("mkfifo").args(&pipes).status()?;
        assert!(made.success(), "mkfifo failed");
        // A shell, because Chromium wants the pipes as its third and fourth file.
        let child = Command::new("sh")
            .args(["-c", "exec \"$@\" 3<\"$TO\" 4>\"$FROM\" 2>/dev/null", "sh"])
            .arg(program)
            .args(["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run"])
            .args(["--disable-background-networking", "--remote-debugging-pipe"])
            .arg(format!("--user-data-dir={}", folder.path().join("profile").display()))
            .arg("about:blank")
            .env("TO", &pipes[0])
            .env("FROM", &pipes[1])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()?;
        // Opening waits for the other end, so both sides open in the same order.
        let to = OpenOptions::new().write(true).open(&pipes[0])?;
        let from = messages(BufReader::new(File::open(&pipes[1])?));
        let events = Vec::new();
        let mut browser =
            Self { child, to, from, last: 0, session: None, events, folder, _turn: turn };
        let target = browser.send("Target.createTarget", &json!({ "url": "about:blank" }))?;
        let attach = json!({ "targetId": target["targetId"], "flatten": true });
        let session = browser.send("Target.attachToTarget", &attach)?;
        browser.session = session["sessionId"].as_str().map(str::to_owned);
        for domain in ["Page", "Runtime", "Log", "Network"] {
            browser.send(&format!("{domain}.enable"), &json!({}))?;
        }
        Ok(Some(browser))
    }

    /// Tells it something, and waits for its answer.
    pub fn send(&mut self, method: &str, parameters: &Value) -> Result<Value> {
        self.last += 1;
        let mut message = json!({ "id": self.last, "method": method, "params": parameters });
        if let Some(session) = &self.session {
            message["sessionId"] = json!(session);
        }
        write!(self.to, "{message}\0")?;
        self.to.flush()?;
        loop {
            let mut message = self.from.recv_timeout(PATIENCE)?;
            if message["id"] != json!(self.last) {
                self.events.push(message);
                continue;
            }
            if !message["error"].is_null() {
                return Err(format!("{method}: {}", message["error"]).into());
            }
            return Ok(message["result"].take());
        }
    }

    /// Opens a page, and waits until it is loaded and has been painted.
    pub fn open(&mut self, html: &str) -> Result<String> {
        let page = self.folder.path().join("page.html");
        std::fs::write(&page, html)?;
        let url = format!("file://{}", page.display());
        self.events.clear();
        self.send("Page.navigate", &json!({ "url": url }))?;
        while !self.events.iter().any(|event| event["method"] == "Page.loadEventFired") {
            let event = self.from.recv_timeout(PATIENCE)?;
            self.events.push(event);
        }
        self.painted()?;
        Ok(url)
    }

    fn painted(&mut self) -> Result {
        self.value("new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)))")?;
        Ok(())
    }

    /// What an expression comes to on the page.
    pub fn value(&mut self, expression: &str) -> Result<Value> {
        let asked =
            json!({ "expression": expression, "awaitPromise": true, "returnByValue": true });
        let mut answer = self.send("Runtime.evaluate", &asked)?;
        if !answer["exceptionDetails"].is_null() {
            return Err(format!("{expression}: {}", answer["exceptionDetails"]).into());
        }
        Ok(answer["result"]["value"].take())
    }

    /// Presses a key.
    pub fn press(&mut self, key: &str) -> Result {
        let (code, text) = match key {
            "Tab" => (9, ""),
            "Enter" => (13, "\r"),
            "Escape" => (27, ""),
            letter => (0, letter),
        };
        let mut event = json!({ "type": "keyDown", "key": key, "windowsVirtualKeyCode": code });
        if !text.is_empty() {
            event["text"] = json!(text);
        }
        self.send("Input.dispatchKeyEvent", &event)?;
        event["type"] = json!("keyUp");
        self.send("Input.dispatchKeyEvent", &event)?;
        self.painted()
    }

    /// Prefers light or dark pages.
    pub fn prefer(&mut self, scheme: &str) -> Result {
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        self.send("Emulation.setEmulatedMedia", &json!({ "features": features }))?;
        Ok(())
    }

    /// What was asked for and what was complained about, but for the page itself.
    pub fn noise(&self, url: &str) -> Vec<String> {
        let noise = self.events.iter().filter(|event| {
            let asked = event["params"]["request"]["url"].as_str();
            match event["method"].as_str().unwrap_or_default() {
                "Network.requestWillBeSent" => asked != Some(url),
                "Runtime.exceptionThrown" | "Runtime.consoleAPICalled" | "Log.entryAdded" => true,
                _ => false,
            }
        });
        noise.map(ToString::to_string).collect()
    }
}

/// Where Chromium is.
fn installed() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders = std::env::split_paths(&path).collect::<Vec<_>>();
    let programs = NAMES.iter().flat_map(|name| folders.iter().map(move |at| at.join(name)));
    programs.into_iter().find(|program| Path::is_file(program))
}

/// The messages of a pipe, which end with a zero each.
fn messages(mut pipe: BufReader<File>) -> Receiver<Value> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        while pipe.read_until(0, &mut bytes).is_ok_and(|number| number > 0) {
            bytes.pop();
            let message = serde_json::from_slice(&bytes);
            bytes.clear();
            let Ok(message) = message else { continue };
            if sender.send(message).is_err() {
                return;
            }
        }
    });
    receiver
}
