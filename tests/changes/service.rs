//! Servers for deployed programs: one that says what it is told, and one that takes what a document
//! says and nothing else.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

use serde_json::Value;

/// Answers every request with this status and this body. Headers stand behind the status, after
/// `#`; `pages x` are two pages, of which `x` asks for the second.
pub fn answering(status: &'static str, body: &'static str) -> String {
    let Some(parameter) = status.strip_prefix("pages ") else {
        return serve(move |_| (status.replace('#', "\r\n"), body.to_owned()));
    };
    // Two pages, of which the second has to be asked for by this parameter.
    let asks = format!("{parameter}=2");
    serve(move |request| {
        let last = request.query.split('&').any(|pair| pair == asks);
        let next = if last { "" } else { ", \"next\": \"2\"" };
        ("200 OK".to_owned(), body.replace("]}", &format!("]{next}}}")))
    })
}

/// A request as it came.
pub struct Request {
    method: String,
    path: String,
    query: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

/// A service that holds requests against a document.
pub struct Service;

impl Service {
    /// Starts it; its operations answer with nothing.
    pub fn start(document: &'static str) -> String {
        let document: Value = serde_json::from_str(document).unwrap();
        serve(move |request| {
            let status = match refusal(&document, request) {
                Some(status) => status,
                None => "204 No Content",
            };
            (status.to_owned(), String::new())
        })
    }
}

fn refusal(document: &Value, request: &Request) -> Option<&'static str> {
    let paths = document["paths"].as_object().unwrap();
    let fits = |path: &str| {
        let (one, other) = (path.split('/'), request.path.split('/'));
        one.clone().count() == other.clone().count()
            && one.zip(other).all(|(one, other)| one.starts_with('{') || one == other)
    };
    let item = paths.iter().find(|(path, _)| fits(path)).map(|(_, item)| item);
    let operation = item.and_then(|item| item.get(request.method.to_lowercase()));
    let Some(operation) = operation else { return Some("404 Not Found") };
    let security = operation.get("security").unwrap_or(&document["security"]);
    let schemes = &document["components"]["securitySchemes"];
    let lets_in = |set: &Value| {
        set.as_object().unwrap().keys().all(|id| sends(&schemes[id.as_str()], request))
    };
    let sets = security.as_array().cloned().unwrap_or_default();
    if !sets.is_empty() && !sets.iter().any(lets_in) {
        return Some("401 Unauthorized");
    }
    for parameter in operation["parameters"].as_array().into_iter().flatten() {
        let name = parameter["name"].as_str().unwrap();
        let has = match parameter["in"].as_str().unwrap() {
            "query" => request.query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('=')),
            "header" => request.header(name),
            _ => continue,
        };
        let exploded = parameter["explode"] != false;
        match has {
            None if parameter["required"] == true => return Some("400 Bad Request"),
            Some(value) if exploded && value.contains([',', '%']) => return Some("400 Bad Request"),
            _ => {}
        }
    }
    let body = operation.get("requestBody");
    let media = request.header("content-type").unwrap_or_default();
    let media = media.split(';').next().unwrap_or_default();
    match body {
        Some(body) if request.body.is_empty() => {
            (body["required"] == true).then_some("400 Bad Request")
        }
        Some(body) => {
            let content = body["content"].as_object().unwrap();
            let Some(described) = content.get(media) else {
                return Some("415 Unsupported Media Type");
            };
            // Parts and forms with words about their members are held against those.
            let encoding = described["encoding"].as_object();
            let text = String::from_utf8_lossy(&request.body);
            let wrong = encoding.into_iter().flatten().any(|(name, said)| {
                let style = said["style"].as_str().unwrap_or_default();
                style == "pipeDelimited" && !text.contains(&format!("{name}=a%7Cb"))
            });
            wrong.then_some("400 Bad Request")
        }
        None => None,
    }
}

fn sends(scheme: &Value, request: &Request) -> bool {
    match scheme["type"].as_str().unwrap() {
        "apiKey" => request.header(scheme["name"].as_str().unwrap()).is_some(),
        _ => {
            let word = scheme["scheme"].as_str().unwrap_or("bearer").to_lowercase();
            let sent = request.header("authorization").unwrap_or_default().to_lowercase();
            sent.starts_with(&word)
        }
    }
}

impl Request {
    fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let found = headers.find(|(other, _)| other.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}

fn serve(answer: impl Fn(&Request) -> (String, String) + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let request = read(&mut stream);
            let (status, body) = answer(&request);
            let none = status.starts_with("204");
            let length = if none { String::new() } else { format!("content-length: {}\r\n", body.len()) };
            let _ = write!(stream, "HTTP/1.1 {status}\r\n{length}connection: close\r\n\r\n{body}");
        }
    });
    url
}

fn read(stream: &mut TcpStream) -> Request {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).unwrap();
    let mut words = line.split_whitespace();
    let method = words.next().unwrap_or_default().to_owned();
    let target = words.next().unwrap_or_default().to_owned();
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap() == 0 {
            break;
        }
        match line.trim_end().split_once(": ") {
            Some((name, value)) => headers.push((name.to_owned(), value.to_owned())),
            None => break,
        }
    }
    let mut request = Request {
        method,
        path: path.to_owned(),
        query: query.to_owned(),
        headers,
        body: Vec::new(),
    };
    let length = request.header("content-length").and_then(|length| length.parse().ok());
    request.body = vec![0; length.unwrap_or(0)];
    reader.read_exact(&mut request.body).unwrap();
    request
}
