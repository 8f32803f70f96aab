//! The pieces of a text in MDX.
//!
//! In: the text. Out: [`Token`]s that together are the whole of it. Knows what is code, a
//! comment and a tag; not what a tag means. What is no whole tag is text. Every search ends: it
//! has a bound, or is not made twice in vain.

use std::collections::BTreeMap;

/// How long a tag may be.
const LONGEST: usize = 4096;

/// How deep the braces of an expression stand in one another.
const DEEPEST: usize = 8;

/// What a tag says of its component: names with values.
pub type Attributes<'a> = [(&'a str, String)];

/// A piece of a text.
#[derive(Debug, PartialEq, Eq)]
pub enum Token<'a> {
    Text(&'a str),
    /// Code, or a comment of HTML.
    Verbatim(&'a str),
    /// An expression that is a text, or a tag of HTML without what only JSX has.
    Words(String),
    /// `{/* a comment */}`, `<>`
    Nothing,
    Open {
        name: &'a str,
        attributes: Vec<(&'a str, String)>,
        raw: &'a str,
    },
    Close {
        name: &'a str,
        raw: &'a str,
    },
    Alone {
        name: &'a str,
        attributes: Vec<(&'a str, String)>,
        raw: &'a str,
    },
}

/// Takes a text apart.
pub fn scan(text: &str) -> Vec<Token<'_>> {
    let mut scan =
        Scan { text, at: 0, start: 0, paragraph: 0, tokens: Vec::new(), missing: BTreeMap::new() };
    scan.run();
    scan.tokens
}

struct Scan<'a> {
    text: &'a str,
    at: usize,
    /// Where the text begins that belongs to no token yet.
    start: usize,
    /// Where the paragraph ends that was looked at last.
    paragraph: usize,
    tokens: Vec<Token<'a>>,
    /// What was searched in vain, and up to where.
    missing: BTreeMap<String, usize>,
}

impl<'a> Scan<'a> {
    fn run(&mut self) {
        while let Some(byte) = self.text.as_bytes().get(self.at) {
            let found = match byte {
                b'`' | b'~' => self.code(),
                b'{' => self.expression(),
                b'<' => self.tag(),
                // The sign behind it means itself.
                b'\\' => {
                    self.at += 1;
                    None
                }
                _ => None,
            };
            match found {
                Some((token, length)) => {
                    self.flush();
                    self.tokens.push(token);
                    self.at += length;
                    self.start = self.at;
                }
                None => self.at += 1,
            }
        }
        self.at = self.text.len();
        self.flush();
    }

    fn flush(&mut self) {
        if let Some(text) = self.text.get(self.start..self.at).filter(|text| !text.is_empty()) {
            self.tokens.push(Token::Text(text));
        }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Where a text comes next, from some bytes on; a search in vain is made once.
    fn find(&mut self, what: &str, from: usize, within: Option<usize>) -> Option<usize> {
        let end = within.unwrap_or(self.text.len());
        if self.missing.get(what).is_some_and(|until| *until >= end) {
            return None;
        }
        let found = self.text.get(from..end)?.find(what);
        if found.is_none() {
            self.missing.insert(what.to_owned(), end);
        }
        Some(from + found?)
    }

    /// A fence, or a span of code.
    fn code(&mut self) -> Option<(Token<'a>, usize)> {
        let rest = self.rest();
        let sign = rest.chars().next()?;
        let number = rest.len() - rest.trim_start_matches(sign).len();
        let before = self.text.get(..self.at)?.trim_end_matches([' ', '\t']);
        let begins = before.is_empty() || before.ends_with('\n');
        let length = if number >= 3 && begins {
            fence(rest, sign, number)
        } else if sign == '`' {
            self.span(number)
        } else {
            None
        };
        // Signs that begin nothing are passed over together.
        let length = length.unwrap_or(number);
        Some((Token::Verbatim(rest.get(..length)?), length))
    }

    /// The length of a span of code: up to as many signs, in the same paragraph.
    fn span(&mut self, number: usize) -> Option<usize> {
        let from = self.at + number;
        if self.paragraph < from {
            let end = self.text.get(from..)?.find("\n\n");
            self.paragraph = end.map_or(self.text.len(), |end| from + end);
        }
        let end = self.paragraph;
        let key = format!("` {number}");
        if self.missing.get(&key).is_some_and(|until| *until >= end) {
            return None;
        }
        let mut at = from;
        while let Some(found) = self.text.get(at..end)?.find('`') {
            let signs = self.text.get(at + found..end)?;
            let length = signs.len() - signs.trim_start_matches('`').len();
            at += found + length;
            if length == number {
                return Some(at - self.at);
            }
        }
        self.missing.insert(key, end);
        None
    }

    fn expression(&mut self) -> Option<(Token<'a>, usize)> {
        let rest = self.rest();
        if rest.starts_with("{/*") {
            let end = self.find("*/}", self.at + 3, None)?;
            return Some((Token::Nothing, end + 3 - self.at));
        }
        let quote = rest.get(1..)?.chars().next().filter(|c| "\"'`".contains(*c))?;
        let inner = rest.get(2..)?;
        let end = inner.find([quote, '\n', '$', '\\'])?;
        let is_whole = inner.get(end..)?.strip_prefix(quote)?.starts_with('}');
        is_whole.then(|| (Token::Words(inner[..end].to_owned()), end + 4))
    }

    fn tag(&mut self) -> Option<(Token<'a>, usize)> {
        let rest = self.rest();
        if rest.starts_with("<!--") {
            let end = self.find("-->", self.at + 4, None)? + 3 - self.at;
            return Some((Token::Verbatim(rest.get(..end)?), end));
        }
        for fragment in ["<>", "</>"] {
            if rest.starts_with(fragment) {
                return Some((Token::Nothing, fragment.len()));
            }
        }
        let closing = rest.starts_with("</");
        let name = name(rest.get(if closing { 2 } else { 1 }..)?)?;
        let mut reader = Reader { text: rest, at: name.len() + if closing { 2 } else { 1 } };
        let attributes = reader.attributes()?;
        let alone = reader.take("/");
        if !reader.take(">") || (closing && (alone || !attributes.is_empty())) {
            return None;
        }
        let raw = rest.get(..reader.at)?;
        let values = || attributes.iter().filter(|a| !a.is_code).map(|a| (a.name, a.value.clone()));
        let token = if !name.starts_with(|c: char| c.is_ascii_uppercase()) {
            html(raw, name, alone, &attributes)
        } else if closing {
            Token::Close { name, raw }
        } else if alone {
            Token::Alone { name, attributes: values().collect(), raw }
        } else {
            Token::Open { name, attributes: values().collect(), raw }
        };
        Some((token, reader.at))
    }
}

/// The length of a fence that begins here, or of all that is left.
fn fence(text: &str, sign: char, number: usize) -> Option<usize> {
    let first = text.split_inclusive('\n').next()?;
    if sign == '`' && first.trim_start_matches('`').contains('`') {
        return None;
    }
    let mut length = first.len();
    for line in text.get(first.len()..)?.split_inclusive('\n') {
        let signs = line.trim();
        let is_end = signs.len() >= number && signs.chars().all(|c| c == sign);
        // The end of the line is text, so that what comes behind begins in a line of its own.
        if is_end {
            return Some(length + line.trim_end().len());
        }
        length += line.len();
    }
    Some(text.len())
}

fn name(text: &str) -> Option<&str> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
    let end = text.find(|c| !is_part(c)).unwrap_or(text.len());
    text.get(..end).filter(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()))
}

/// A tag of HTML: as it stands, or without what only JSX has.
fn html<'a>(raw: &'a str, name: &str, alone: bool, attributes: &[Attribute<'_>]) -> Token<'a> {
    let is_jsx = |a: &Attribute<'_>| a.is_code || a.name == "className";
    if !attributes.iter().any(is_jsx) {
        return Token::Verbatim(raw);
    }
    let mut tag = format!("<{name}");
    for attribute in attributes.iter().filter(|attribute| !is_jsx(attribute)) {
        let value = attribute.value.replace('"', "&quot;");
        for part in [" ", attribute.name, "=\"", &value, "\""] {
            tag.push_str(part);
        }
    }
    tag.push_str(if alone { " />" } else { ">" });
    Token::Words(tag)
}

struct Attribute<'a> {
    name: &'a str,
    value: String,
    /// Whether the value is an expression that is no text.
    is_code: bool,
}

/// Reads what stands in a tag.
struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        let end = self.text.len().min(LONGEST);
        let end = (0..=end).rev().find(|end| self.text.is_char_boundary(*end)).unwrap_or(0);
        self.text.get(self.at..end).unwrap_or_default()
    }

    fn take(&mut self, sign: &str) -> bool {
        self.at += self.rest().len() - self.rest().trim_start().len();
        let found = self.rest().starts_with(sign);
        self.at += if found { sign.len() } else { 0 };
        found
    }

    fn attributes(&mut self) -> Option<Vec<Attribute<'a>>> {
        let mut list = Vec::new();
        loop {
            let rest = self.rest();
            let gap = rest.len() - rest.trim_start().len();
            let Some(name) = name(rest.trim_start()) else { return Some(list) };
            if gap == 0 {
                return None;
            }
            self.at += gap + name.len();
            let (value, is_code) =
                if self.take("=") { self.value()? } else { (String::new(), false) };
            list.push(Attribute { name, value, is_code });
        }
    }

    fn value(&mut self) -> Option<(String, bool)> {
        self.take("");
        let rest = self.rest();
        let quote = rest.chars().next()?;
        let inner = rest.get(quote.len_utf8()..)?;
        match quote {
            '"' | '\'' => {
                let end = inner.find(quote)?;
                self.at += end + 2;
                Some((inner.get(..end)?.to_owned(), false))
            }
            '{' => {
                let mut depth = 1_usize;
                let end = inner.find(|c| {
                    depth = match c {
                        '{' => depth + 1,
                        '}' => depth - 1,
                        _ => depth,
                    };
                    depth == 0 || depth > DEEPEST
                })?;
                if depth > 0 {
                    return None;
                }
                self.at += end + 2;
                let code = inner.get(..end)?.trim();
                let text = ["\"", "'", "`"].iter().find_map(|quote| {
                    let text = code.strip_prefix(quote)?.strip_suffix(quote)?;
                    (!text.contains(quote)).then(|| text.to_owned())
                });
                let is_code = text.is_none();
                Some((text.unwrap_or_default(), is_code))
            }
            _ => {
                let is_end = |c: char| c.is_whitespace() || "\"'=<>`/".contains(c);
                let end = rest.find(is_end).unwrap_or(rest.len());
                self.at += end;
                (end > 0).then(|| (rest[..end].to_owned(), false))
            }
        }
    }
}
