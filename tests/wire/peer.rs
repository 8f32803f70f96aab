//! In: what a socket does with each connection. Out: the bytes that it was sent. It is for what an
//! HTTP server does not do: bytes that are no answer, half an answer, none at all.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::task::JoinHandle;

/// What happens to one request.
#[derive(Clone, Copy, Debug)]
pub enum Act {
    /// These bytes, and the connection stays open for the next request.
    Keep(&'static str),
    /// These bytes, and the connection is closed.
    Close(&'static str),
    /// These bytes, and then nothing.
    Hang(&'static str),
    /// The connection is torn down.
    Reset,
}

/// A listener that acts once for each request, the last act for ever.
pub struct Peer {
    address: SocketAddr,
    log: Arc<Mutex<Log>>,
    task: JoinHandle<()>,
}

struct Log {
    acts: Vec<Act>,
    seen: Vec<String>,
}

impl Peer {
    pub async fn start(acts: impl IntoIterator<Item = Act>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let log = Log { acts: acts.into_iter().collect(), seen: Vec::new() };
        let log = Arc::new(Mutex::new(log));
        let task = tokio::spawn(accept(listener, Arc::clone(&log)));
        Self { address, log, task }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The requests that came, oldest first, byte for byte.
    pub fn seen(&self) -> Vec<String> {
        self.log.lock().unwrap().seen.clone()
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// A port that belongs to this test and refuses connections for as long as it is held.
pub fn refusing() -> (TcpSocket, String) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(SocketAddr::from(([127, 0, 0, 1], 0))).unwrap();
    let url = format!("http://{}", socket.local_addr().unwrap());
    (socket, url)
}

async fn accept(listener: TcpListener, log: Arc<Mutex<Log>>) {
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        tokio::spawn(serve(stream, Arc::clone(&log)));
    }
}

async fn serve(mut stream: TcpStream, log: Arc<Mutex<Log>>) {
    while let Some(request) = receive(&mut stream).await {
        match next(&log, request) {
            Act::Keep(bytes) => send(&mut stream, bytes).await,
            Act::Close(bytes) => return send(&mut stream, bytes).await,
            Act::Hang(bytes) => {
                send(&mut stream, bytes).await;
                return std::future::pending().await;
            }
            Act::Reset => return stream.set_zero_linger().unwrap(),
        }
    }
}

fn next(log: &Mutex<Log>, request: String) -> Act {
    let mut log = log.lock().unwrap();
    let act = log.acts.get(log.seen.len()).or(log.acts.last()).copied();
    log.seen.push(request);
    act.unwrap_or(Act::Reset)
}

/// The client may hang up before everything is sent.
async fn send(stream: &mut TcpStream, bytes: &str) {
    drop(stream.write_all(bytes.as_bytes()).await);
}

/// One request with its body; `None` once the client has hung up.
async fn receive(stream: &mut TcpStream) -> Option<String> {
    let mut request = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&request);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            let length: usize = length.map_or(0, |length| length.parse().unwrap());
            if body.len() >= length {
                return Some(text.into_owned());
            }
        }
        match stream.read_buf(&mut request).await {
            Ok(0) | Err(_) => return None,
            Ok(_) => {}
        }
    }
}
