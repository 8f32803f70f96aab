//! A server on the loopback that answers a script, one connection a request, and remembers what it
//! was asked.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use crate::runtime::{Client, ClientBuilder};

pub enum Step {
    Answer(Vec<u8>),
    /// Reads the request and closes the connection.
    Reset,
    /// Reads the request, sends this and then nothing until the test ends.
    Hang(Vec<u8>),
    /// Sends these one after the other, with so much time before each, and closes the connection.
    Drip(Vec<Vec<u8>>, Duration),
}

/// A request as it arrived.
#[derive(Clone, Debug)]
pub struct Seen {
    /// `GET /path?query`.
    pub line: String,
    /// With their names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Seen {
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.iter().filter(|(known, _)| known == name);
        let value = values.next().map(|(_, value)| value.as_str());
        assert!(values.next().is_none(), "{name} was sent twice");
        value
    }
}

#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    seen: Arc<Mutex<Vec<Seen>>>,
    task: JoinHandle<()>,
}

impl Server {
    pub async fn start(steps: impl IntoIterator<Item = Step>) -> Self {
        let steps: Vec<Step> = steps.into_iter().collect();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&seen);
        let task = tokio::spawn(async move {
            let mut held = Vec::new();
            for step in steps {
                let (mut stream, _) = listener.accept().await.unwrap();
                // A client that timed out is gone before it has sent everything.
                if let Ok(request) = receive(&mut stream).await {
                    log.lock().unwrap().push(request);
                }
                match step {
                    // The client may hang up before it has read everything.
                    Step::Answer(bytes) => drop(stream.write_all(&bytes).await),
                    Step::Reset => {}
                    Step::Drip(pieces, pause) => {
                        for piece in pieces {
                            tokio::time::sleep(pause).await;
                            drop(stream.write_all(&piece).await);
                            drop(stream.flush().await);
                        }
                    }
                    Step::Hang(bytes) => {
                        drop(stream.write_all(&bytes).await);
                        held.push(stream);
                    }
                }
            }
            std::future::pending::<()>().await;
        });
        Self { address, seen, task }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// A builder for clients of this server, with a key.
    pub fn builder(&self) -> ClientBuilder {
        Client::builder().base_url(self.url()).api_key("key-123456")
    }

    pub fn client(&self) -> Client {
        self.builder().build().unwrap()
    }

    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// An answer with a length, on a connection that is not used again.
pub fn answer(status: &str, headers: &[&str], body: &str) -> Step {
    let mut head = format!("HTTP/1.1 {status}\r\nconnection: close\r\n");
    for header in headers {
        head.push_str(header);
        head.push_str("\r\n");
    }
    Step::Answer(format!("{head}content-length: {}\r\n\r\n{body}", body.len()).into_bytes())
}

pub fn json(status: &str, body: &str) -> Step {
    answer(status, &["content-type: application/json"], body)
}

async fn receive(stream: &mut TcpStream) -> std::io::Result<Seen> {
    let mut bytes = Vec::new();
    let (head, mut body) = loop {
        let mut buffer = [0; 4096];
        let count = stream.read(&mut buffer).await?;
        bytes.extend_from_slice(&buffer[..count]);
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            let body = bytes.split_off(end + 4);
            break (String::from_utf8(bytes).unwrap(), body);
        }
        if count == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
    };
    let mut lines = head.trim_end().split("\r\n");
    let line = lines.next().unwrap().trim_end_matches(" HTTP/1.1").to_owned();
    let headers: Vec<(String, String)> = lines
        .map(|line| line.split_once(": ").unwrap_or((line.trim_end_matches(':'), "")))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    let value = |name: &str| headers.iter().find(|(known, _)| known == name);
    if value("transfer-encoding").is_some() {
        body = chunks(stream, body).await?;
    } else {
        let length: usize = value("content-length").map_or(0, |(_, value)| value.parse().unwrap());
        let mut rest = vec![0; length - body.len()];
        stream.read_exact(&mut rest).await?;
        body.extend(rest);
    }
    Ok(Seen { line, headers, body: String::from_utf8(body).unwrap() })
}

/// A body in chunks, put together; `bytes` is what of it has arrived.
async fn chunks(stream: &mut TcpStream, mut bytes: Vec<u8>) -> std::io::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let end = bytes.windows(2).position(|window| window == b"\r\n");
        let size = end.map(|end| std::str::from_utf8(&bytes[..end]).unwrap().to_owned());
        let size = size.map(|size| usize::from_str_radix(&size, 16).unwrap());
        match (end, size) {
            (Some(end), Some(size)) if bytes.len() >= end + size + 4 => {
                body.extend_from_slice(&bytes[end + 2..end + 2 + size]);
                bytes.drain(..end + size + 4);
                if size == 0 {
                    return Ok(body);
                }
            }
            _ => {
                let mut buffer = [0; 4096];
                let count = stream.read(&mut buffer).await?;
                if count == 0 {
                    return Err(std::io::ErrorKind::UnexpectedEof.into());
                }
                bytes.extend_from_slice(&buffer[..count]);
            }
        }
    }
}
