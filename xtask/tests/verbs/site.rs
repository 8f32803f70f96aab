//! A server on this machine that publishes texts, and changes them.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use crate::world::Result;

type Pages = Arc<Mutex<BTreeMap<String, String>>>;

pub struct Site {
    /// `http://127.0.0.1:…`
    pub address: String,
    pages: Pages,
}

impl Site {
    pub fn new() -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = format!("http://{}", listener.local_addr()?);
        let pages = Pages::default();
        let shared = Arc::clone(&pages);
        thread::spawn(move || {
            for stream in listener.incoming().map_while(std::result::Result::ok) {
                let _ = serve(&stream, &shared);
            }
        });
        Ok(Self { address, pages })
    }

    /// Publishes a text; one that begins with `=> ` leads elsewhere.
    pub fn publish(&self, path: &str, text: &str) -> Result {
        self.pages.lock().map_err(|_| "poisoned")?.insert(path.to_owned(), text.to_owned());
        Ok(())
    }
}

fn serve(mut stream: &TcpStream, pages: &Pages) -> Result {
    let lines = BufReader::new(stream).lines().map_while(std::result::Result::ok);
    let head: Vec<_> = lines.take_while(|line| !line.is_empty()).collect();
    let path = head.first().and_then(|line| line.split(' ').nth(1)).unwrap_or_default();
    let found = pages.lock().map_err(|_| "poisoned")?.get(path).cloned();
    let (status, header, body) = match &found {
        None => ("404 Not Found", String::new(), ""),
        Some(text) => match text.strip_prefix("=> ") {
            Some(to) => ("302 Found", format!("location: {to}\r\n"), ""),
            None => ("200 OK", String::new(), text.as_str()),
        },
    };
    let length = body.len();
    write!(
        stream,
        "HTTP/1.1 {status}\r\n{header}connection: close\r\ncontent-length: {length}\r\n\r\n{body}"
    )?;
    Ok(())
}
