//! Fetches from a server on this machine, which answers what a test says.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use super::*;

/// A server that gives each path of a list its answer, byte for byte, and closes the connection.
struct Server {
    port: u16,
    /// The first lines and headers that came in.
    seen: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn new(answers: Vec<(&'static str, Vec<u8>)>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&seen);
        thread::spawn(move || {
            let answers = Arc::new(answers);
            for stream in listener.incoming() {
                let (answers, log) = (Arc::clone(&answers), Arc::clone(&log));
                thread::spawn(move || serve(&stream.unwrap(), &answers, &log));
            }
        });
        Self { port, seen }
    }

    fn fetch(&self, path: &str) -> Result<Fetched, Failure> {
        Fetcher::within(Limits {
            connect: Duration::from_secs(5),
            whole: Duration::from_millis(1500),
            bytes: 1000,
            redirects: 2,
        })
        .fetch(&self.address(path))
    }

    fn address(&self, path: &str) -> Address {
        Address::parse(&format!("http://127.0.0.1:{}{path}", self.port)).unwrap()
    }
}

fn serve(mut stream: &TcpStream, answers: &[(&'static str, Vec<u8>)], log: &Mutex<Vec<String>>) {
    let lines = BufReader::new(stream).lines().map_while(Result::ok);
    let head: Vec<_> = lines.take_while(|line| !line.is_empty()).collect();
    let path = head.first().and_then(|line| line.split(' ').nth(1)).unwrap_or_default().to_owned();
    log.lock().unwrap().push(head.join("\n"));
    let found = answers.iter().find(|(known, _)| *known == path);
    let missing = answer("404 Not Found", "", b"");
    let bytes = found.map_or(&missing, |(_, bytes)| bytes);
    // The client may have seen enough and be gone.
    let _ = stream.write_all(bytes);
    if path == "/slow" {
        thread::sleep(Duration::from_secs(3));
    }
}

fn answer(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status}\r\n{headers}connection: close\r\ncontent-length: {length}\r\n\r\n"
    );
    [head.as_bytes(), body].concat()
}

fn leads(to: &str) -> Vec<u8> {
    answer("302 Found", &format!("location: {to}\r\n"), b"")
}

#[test]
fn a_text_comes_as_it_is() {
    let server = Server::new(vec![(
        "/a.yaml?v=1",
        answer("200 OK", "content-type: text/yaml; charset=utf-8\r\n", "größe\r\n".as_bytes()),
    )]);
    let fetched = server.fetch("/a.yaml?v=1#/paths").unwrap();
    assert_eq!(fetched.text, "größe\r\n");
    assert_eq!(fetched.media_type.as_deref(), Some("text/yaml"));
    assert_eq!(fetched.address, server.address("/a.yaml?v=1"));
    let seen = server.seen.lock().unwrap().join("\n").to_ascii_lowercase();
    assert!(seen.starts_with("get /a.yaml?v=1 http/1.1"), "{seen}");
    assert!(seen.contains("accept-encoding: gzip"), "{seen}");
    assert!(seen.contains("user-agent: link-sdk/"), "{seen}");
}

#[test]
fn packed_texts_are_unpacked_and_measured_then() {
    // 4000 times `a`, and `ping`, by `gzip -9`.
    const MANY: [u8; 40] = [
        0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0xff, 0xed, 0xc1, 0x31, 0x01, 0x00,
        0x00, 0x00, 0xc2, 0xa0, 0xac, 0xeb, 0x5f, 0xc2, 0x18, 0x3e, 0x40, 0x01, 0x00, 0x00, 0x00,
        0x6f, 0x03, 0xeb, 0xbe, 0x85, 0x78, 0xa0, 0x0f, 0x00, 0x00,
    ];
    const PING: [u8; 24] = [
        0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0xff, 0x2b, 0xc8, 0xcc, 0x4b, 0x07,
        0x00, 0xfd, 0x3d, 0xd5, 0x25, 0x04, 0x00, 0x00, 0x00,
    ];
    let packed = |bytes: &[u8]| answer("200 OK", "content-encoding: gzip\r\n", bytes);
    let server = Server::new(vec![
        ("/many", packed(&MANY)),
        ("/ping", packed(&PING)),
        ("/torn", packed(b"x")),
    ]);
    assert_eq!(server.fetch("/ping").unwrap().text, "ping");
    let message = server.fetch("/many").unwrap_err().message;
    assert!(message.ends_with("is too large: more than 1000 bytes"), "{message}");
    assert!(server.fetch("/torn").is_err());
}

#[test]
fn what_is_too_large_is_not_read() {
    let mut endless = b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n".to_vec();
    endless.extend(vec![b'a'; 1001]);
    let server = Server::new(vec![
        ("/exact", answer("200 OK", "", &[b'a'; 1000])),
        ("/told", b"HTTP/1.1 200 OK\r\ncontent-length: 5000000000\r\n\r\na".to_vec()),
        ("/endless", endless),
    ]);
    assert_eq!(server.fetch("/exact").unwrap().text.len(), 1000);
    for path in ["/told", "/endless"] {
        let message = server.fetch(path).unwrap_err().message;
        assert!(message.ends_with("is too large: more than 1000 bytes"), "{message}");
    }
}

#[test]
fn a_server_leads_to_its_own_places_only() {
    let other = Server::new(vec![("/a", answer("200 OK", "", b"other"))]);
    let elsewhere = format!("http://127.0.0.1:{}/a?key=hidden", other.port);
    let server = Server::new(vec![
        ("/a/b", leads("../c?key=hidden")),
        ("/c?key=hidden", leads("/d")),
        ("/d", answer("200 OK", "", b"here")),
        ("/round", leads("/round")),
        ("/other", leads(&elsewhere)),
        ("/public", leads("http://me:hidden@acme.example/a?key=hidden")),
        ("/file", leads("file:///etc/passwd")),
    ]);
    let fetched = server.fetch("/a/b").unwrap();
    assert_eq!((fetched.text.as_str(), fetched.address), ("here", server.address("/d")));
    let message = server.fetch("/round").unwrap_err().message;
    assert!(message.ends_with("/round leads on and on: more than 2 redirects"), "{message}");
    for path in ["/other", "/public", "/file"] {
        let message = server.fetch(path).unwrap_err().message;
        assert!(message.ends_with("which is another server"), "{message}");
        assert!(!message.contains("hidden"), "{message}");
    }
    assert_eq!(other.seen.lock().unwrap().len(), 0);
}

#[test]
fn every_failure_says_what_and_hides_the_query() {
    let server = Server::new(vec![
        ("/slow", b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc".to_vec()),
        ("/torn", b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc".to_vec()),
        ("/noise", b"hello\r\n\r\n".to_vec()),
        ("/latin", answer("200 OK", "", b"a\nb\xe9")),
        ("/closed", answer("403 Forbidden", "", b"key=hidden")),
        ("/busy", answer("503 Service Unavailable", "", b"")),
    ]);
    for (path, expected) in [
        ("/slow", "cannot be fetched: it took longer than 1.5s"),
        ("/torn?key=hidden", "/torn?… cannot be fetched: the server answers 404 Not Found"),
        ("/torn", "cannot be fetched: "),
        ("/noise", "cannot be fetched: "),
        ("/latin", "/latin is not UTF-8: line 2 holds a byte that is no text"),
        ("/closed", "the server answers 403 Forbidden"),
        ("/busy", "the server answers 503 Service Unavailable"),
    ] {
        let failure = server.fetch(path).unwrap_err();
        assert!(failure.message.contains(expected), "{path}: {}", failure.message);
        assert!(failure.help.is_some(), "{path}");
        assert!(!failure.message.contains("hidden"), "{}", failure.message);
    }
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let address = Address::parse(&format!("http://127.0.0.1:{free}/a")).unwrap();
    let message = Fetcher::new().fetch(&address).unwrap_err().message;
    assert!(message.ends_with("cannot be fetched: nobody listens there"), "{message}");
}

#[test]
fn an_encrypted_address_gets_no_word_in_the_clear() {
    let server = Server::new(vec![("/a", answer("200 OK", "", b"a"))]);
    let address = Address::parse(&format!("https://127.0.0.1:{}/a", server.port)).unwrap();
    assert!(Fetcher::new().fetch(&address).is_err());
    let seen = server.seen.lock().unwrap();
    assert!(!seen.iter().any(|head| head.contains("GET")), "{seen:?}");
}
