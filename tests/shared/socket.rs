//! In: what a socket does with each request. Out: the requests that reached it, byte for byte. It
//! can do what an HTTP server cannot: bytes that are no answer, half an answer, none at all.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::task::JoinHandle;

/// What happens to one request.
#[derive(Clone, Debug, Default)]
pub struct Act {
    /// It happens to a new connection, before anything is read from it.
    pub unread: bool,
    pub bytes: Arc<[u8]>,
    /// What comes after that, a byte at a time, with a pause before each.
    pub trickle: Arc<[u8]>,
    pub pause: Duration,
    pub end: End,
}

/// What becomes of the connection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum End {
    /// It stays open for the next request.
    #[default]
    Keep,
    Close,
    /// It stays open, and nothing more comes.
    Hang,
    /// It is torn down.
    Reset,
}

impl Act {
    /// An answer with this status line and these headers beside that of its length.
    pub fn answer(status: &str, headers: &[&str], body: &str) -> Self {
        let headers = headers.join("\r\n");
        let gap = if headers.is_empty() { "" } else { "\r\n" };
        let length = body.len();
        let text =
            format!("HTTP/1.1 {status}\r\n{headers}{gap}content-length: {length}\r\n\r\n{body}");
        Self::new(text, End::Keep)
    }

    /// An answer of JSON.
    pub fn json(status: &str, body: &str) -> Self {
        Self::answer(status, &["content-type: application/json"], body)
    }

    /// Sends these bytes, and ends the connection in this way.
    pub fn new(bytes: impl AsRef<[u8]>, end: End) -> Self {
        Self { bytes: bytes.as_ref().into(), end, ..Self::default() }
    }
}

/// A listener that acts once for each request, the last act for ever.
#[derive(Debug)]
pub struct Socket {
    address: SocketAddr,
    log: Arc<Mutex<Log>>,
    task: JoinHandle<()>,
}

#[derive(Debug, Default)]
struct Log {
    acts: Vec<Act>,
    done: usize,
    connections: usize,
    open: usize,
    seen: Vec<Seen>,
}

impl Log {
    fn next(&mut self) -> Act {
        let act = self.acts.get(self.done).or(self.acts.last()).cloned();
        self.done += 1;
        act.unwrap_or(Act { end: End::Reset, ..Act::default() })
    }

    /// Whether the next act waits for no request.
    fn is_unread(&self) -> bool {
        self.acts.get(self.done).or(self.acts.last()).is_some_and(|act| act.unread)
    }
}

impl Socket {
    pub async fn start(acts: impl IntoIterator<Item = Act>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let log = Arc::new(Mutex::new(Log::default()));
        let task = tokio::spawn(accept(listener, Arc::clone(&log)));
        let socket = Self { address, log, task };
        socket.script(acts);
        socket
    }

    /// Replaces the acts, where they have to know the address.
    pub fn script(&self, acts: impl IntoIterator<Item = Act>) {
        self.log.lock().unwrap().acts = acts.into_iter().collect();
    }

    /// `127.0.0.1:<port>`
    pub fn address(&self) -> String {
        self.address.to_string()
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The requests that came, oldest first.
    pub fn seen(&self) -> Vec<Seen> {
        self.log.lock().unwrap().seen.clone()
    }

    /// How many connections were made to it.
    pub fn connections(&self) -> usize {
        self.log.lock().unwrap().connections
    }

    /// How many of them the client has not hung up.
    pub fn open(&self) -> usize {
        self.log.lock().unwrap().open
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// A request as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Method, target and version.
    pub line: String,
    /// `name: value`, in the order in which they came.
    pub headers: Vec<String>,
    pub body: String,
}

impl Seen {
    fn parse(text: &str) -> Self {
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((text, ""));
        let mut lines = head.split("\r\n").map(str::to_owned);
        let line = lines.next().unwrap_or_default();
        Self { line, headers: lines.collect(), body: body.to_owned() }
    }

    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        let pairs = self.headers.iter().filter_map(|header| header.split_once(": "));
        pairs.into_iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    /// The whole request, with the headers in alphabetical order.
    pub fn text(&self) -> String {
        let mut headers = self.headers.clone();
        headers.sort();
        format!("{}\n{}\n\n{}\n", self.line, headers.join("\n"), self.body)
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
        let log = Arc::clone(&log);
        tokio::spawn(async move {
            {
                let mut log = log.lock().unwrap();
                log.connections += 1;
                log.open += 1;
            }
            serve(stream, &log).await;
            log.lock().unwrap().open -= 1;
        });
    }
}

async fn serve(mut stream: TcpStream, log: &Mutex<Log>) {
    let unread = {
        let mut log = log.lock().unwrap();
        log.is_unread().then(|| log.next())
    };
    if let Some(act) = unread {
        perform(&mut stream, act).await;
        return;
    }
    while let Some(request) = receive(&mut stream).await {
        let act = {
            let mut log = log.lock().unwrap();
            log.seen.push(Seen::parse(&request));
            log.next()
        };
        if !perform(&mut stream, act).await {
            return;
        }
    }
}

/// Whether the connection goes on.
async fn perform(stream: &mut TcpStream, act: Act) -> bool {
    // The client may hang up before everything is sent.
    drop(stream.write_all(&act.bytes).await);
    for byte in act.trickle.iter() {
        tokio::time::sleep(act.pause).await;
        if stream.write_all(&[*byte]).await.is_err() {
            return false;
        }
    }
    match act.end {
        End::Keep => return true,
        End::Close => {}
        // That is until the client hangs up.
        End::Hang => while matches!(stream.read(&mut [0; 4096]).await, Ok(1..)) {},
        End::Reset => stream.set_zero_linger().unwrap(),
    }
    false
}

/// One request with its body; `None` once the client has hung up.
async fn receive(stream: &mut TcpStream) -> Option<String> {
    let mut request = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&request);
        if is_whole(&text) {
            return Some(text.into_owned());
        }
        match stream.read_buf(&mut request).await {
            Ok(0) | Err(_) => return None,
            Ok(_) => {}
        }
    }
}

fn is_whole(request: &str) -> bool {
    let Some((head, body)) = request.split_once("\r\n\r\n") else { return false };
    if head.lines().any(|line| line == "transfer-encoding: chunked") {
        return body.ends_with("0\r\n\r\n");
    }
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    body.len() >= length.map_or(0, |length| length.parse().unwrap())
}
