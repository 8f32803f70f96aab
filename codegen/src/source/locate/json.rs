//! Where the values of a JSON text stand.
//!
//! In: the text. Out: an [`Index`]. A walk of its own, since JSON is not quite YAML (tabs,
//! escapes, long keys). Stops at what is no JSON and keeps what came before.

use super::index::Index;

pub(super) fn index(text: &str) -> Index {
    let mut walk = Walk { text, at: 0, line: 1, column: 1 };
    let mut index = Index::default();
    let mut depth = 0_usize;
    let mut key = None;
    while let Some(token) = walk.token() {
        match token.kind {
            Kind::Open => {
                open(&mut index, &mut key, &token);
                depth += 1;
            }
            Kind::Close => {
                key = None;
                depth = depth.saturating_sub(1);
                index.close();
            }
            Kind::Key(text) => key = Some((text, token.line, token.column)),
            Kind::Leaf => {
                open(&mut index, &mut key, &token);
                index.close();
            }
        }
    }
    for _ in 0..depth {
        index.close();
    }
    index
}

fn open(index: &mut Index, key: &mut Option<(String, usize, usize)>, token: &Token) {
    match key.take() {
        Some((text, line, column)) => index.open(Some(text), line, column),
        None => index.open(None, token.line, token.column),
    }
}

struct Token {
    kind: Kind,
    line: usize,
    column: usize,
}

enum Kind {
    Open,
    Close,
    Key(String),
    Leaf,
}

struct Walk<'a> {
    text: &'a str,
    at: usize,
    line: usize,
    column: usize,
}

impl Walk<'_> {
    fn token(&mut self) -> Option<Token> {
        loop {
            let byte = self.peek()?;
            let (line, column) = (self.line, self.column);
            let kind = match byte {
                b'{' | b'[' => {
                    self.advance();
                    Kind::Open
                }
                b'}' | b']' => {
                    self.advance();
                    Kind::Close
                }
                b'"' => self.text_or_key(),
                byte if byte.is_ascii_alphanumeric() || byte == b'-' => {
                    self.skip(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
                    Kind::Leaf
                }
                // White space, commas, and what has no business here.
                _ => {
                    self.advance();
                    continue;
                }
            };
            return Some(Token { kind, line, column });
        }
    }

    /// A text is a key where a colon follows it.
    fn text_or_key(&mut self) -> Kind {
        let start = self.at;
        self.advance();
        while let Some(byte) = self.peek() {
            self.advance();
            match byte {
                b'\\' => self.advance(),
                b'"' => break,
                _ => {}
            }
        }
        let quoted = self.text.get(start..self.at).unwrap_or_default();
        self.skip(|byte| byte.is_ascii_whitespace());
        if self.peek() != Some(b':') {
            return Kind::Leaf;
        }
        self.advance();
        Kind::Key(serde_json::from_str(quoted).unwrap_or_default())
    }

    fn skip(&mut self, part: impl Fn(u8) -> bool) {
        while self.peek().is_some_and(&part) {
            self.advance();
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn advance(&mut self) {
        match self.peek() {
            Some(b'\n') => {
                self.line += 1;
                self.column = 1;
            }
            // Only the first byte of a character counts, so that columns are characters.
            Some(byte) if byte & 0xC0 != 0x80 => self.column += 1,
            Some(_) => {}
            None => return,
        }
        self.at += 1;
    }
}
