//! In: the answers of a server, in order. Out: the requests that reached it, as text. It answers
//! over real sockets and knows nothing of the clients.

use std::collections::VecDeque;
use std::sync::Mutex;

use argyle::reqwest::header::{HeaderName, HeaderValue};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

/// A server that gives its answers in order, the last of them for ever.
pub struct Server(MockServer);

impl Server {
    pub async fn start(answers: impl IntoIterator<Item = ResponseTemplate>) -> Self {
        let server = Self(MockServer::start().await);
        server.script(answers).await;
        server
    }

    /// Replaces the answers, where they have to know the address of the server.
    pub async fn script(&self, answers: impl IntoIterator<Item = ResponseTemplate>) {
        self.0.reset().await;
        let script = Script(Mutex::new(answers.into_iter().collect()));
        Mock::given(any()).respond_with(script).mount(&self.0).await;
    }

    /// A server whose answers depend on the requests.
    pub async fn answering(answer: impl Respond + 'static) -> Self {
        let server = MockServer::start().await;
        Mock::given(any()).respond_with(answer).mount(&server).await;
        Self(server)
    }

    /// `http://127.0.0.1:<port>`, without a slash at the end.
    pub fn url(&self) -> String {
        self.0.uri()
    }

    /// The requests that came, oldest first.
    pub async fn seen(&self) -> Vec<Request> {
        self.0.received_requests().await.unwrap()
    }

    /// Every request as [`text`] shows it.
    pub async fn texts(&self) -> Vec<String> {
        self.seen().await.iter().map(text).collect()
    }

    /// The one request that came, as [`text`] shows it.
    pub async fn only(&self) -> String {
        let texts = self.texts().await;
        let [text] = texts.as_slice() else { panic!("not one request: {texts:#?}") };
        text.clone()
    }
}

struct Script(Mutex<VecDeque<ResponseTemplate>>);

impl Respond for Script {
    fn respond(&self, _: &Request) -> ResponseTemplate {
        let mut answers = self.0.lock().unwrap();
        let next = if answers.len() > 1 { answers.pop_front() } else { answers.front().cloned() };
        next.unwrap_or_else(|| ResponseTemplate::new(501))
    }
}

/// An answer with a body of JSON text.
pub fn json(status: u16, body: &str) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_raw(body, "application/json")
}

/// An answer of any kind without a body.
pub fn bare(status: u16, headers: &[(&str, &str)]) -> ResponseTemplate {
    let answer = ResponseTemplate::new(status);
    headers.iter().fold(answer, |answer, (name, value)| answer.insert_header(*name, *value))
}

/// A whole request: the line, the headers in alphabetical order, the body as it came. The port of
/// the server and the version of the crate stand as `PORT` and `VERSION`.
pub fn text(request: &Request) -> String {
    let query = request.url.query().map(|query| format!("?{query}")).unwrap_or_default();
    let mut headers: Vec<String> = request.headers.iter().map(header).collect();
    headers.sort();
    format!(
        "{} {}{query}\n{}\n\n{}\n",
        request.method,
        request.url.path(),
        headers.join("\n"),
        String::from_utf8(request.body.clone()).unwrap(),
    )
}

fn header((name, value): (&HeaderName, &HeaderValue)) -> String {
    let value = value.to_str().unwrap();
    let value = match (name.as_str(), value.split_once('/')) {
        ("host", _) => value.rsplit_once(':').map_or(value, |(host, _)| host).to_owned() + ":PORT",
        ("user-agent", Some((package, version))) if version == version_of(package) => {
            format!("{package}/VERSION")
        }
        _ => value.to_owned(),
    };
    format!("{name}: {value}")
}

/// The version in the manifest of a generated crate.
fn version_of(package: &str) -> &'static str {
    let manifest = match package {
        "argyle" => include_str!("../../generated/argyle/Cargo.toml"),
        "junction" => include_str!("../../generated/junction/Cargo.toml"),
        "plaid" => include_str!("../../generated/plaid/Cargo.toml"),
        _ => "",
    };
    let line = manifest.lines().find_map(|line| line.strip_prefix("version = "));
    line.unwrap_or_default().trim_matches('"')
}
