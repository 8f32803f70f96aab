//! Where something is fetched from: an address that may be asked, and that may be shown.
//!
//! In: the text of a URL, or a reference beside one that is known. Out: an [`Address`], or why
//! it is none that we go to: `https` only, `http` on this machine for tests, no credentials.
//! Shown without its query, which may hold a token.

use std::fmt::{self, Display, Write};
use std::net::{Ipv4Addr, Ipv6Addr};

use ureq::http::Uri;

use crate::screen::Failure;

/// A URL that may be fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    secure: bool,
    /// In small letters; an address of IPv6 in brackets.
    host: String,
    port: u16,
    /// Begins with `/`.
    path: String,
    query: Option<String>,
}

impl Address {
    /// Reads the text of a URL. What stands behind `#` is no part of what is fetched.
    pub fn parse(text: &str) -> Result<Self, Failure> {
        let uri: Uri = text.trim().parse().map_err(|_| {
            Failure::new(format!("`{}` is no URL", without_secrets(text)))
                .help("write it in full, with spaces and other signs as %20 and the like")
        })?;
        let refuse = |why: &str| Failure::new(format!("`{}` {why}", without_secrets(text)));
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(refuse("is no whole URL").help("begin it with `https://` and a host"));
        };
        if authority.as_str().contains('@') {
            return Err(refuse("holds credentials before its host")
                .help("take them out: what needs credentials is downloaded by hand"));
        }
        let host = authority.host().to_ascii_lowercase();
        let secure = match scheme {
            "https" => true,
            "http" if is_this_machine(&host) => false,
            "http" => {
                return Err(refuse("is not encrypted")
                    .help("write `https://`; `http://` is for this machine only"));
            }
            _ => return Err(refuse("is of a kind that is not fetched").help("write `https://`")),
        };
        Ok(Self {
            secure,
            host,
            port: authority.port_u16().unwrap_or(if secure { 443 } else { 80 }),
            path: if uri.path().is_empty() { "/".to_owned() } else { uri.path().to_owned() },
            query: uri.query().map(ToOwned::to_owned),
        })
    }

    /// What a reference means that stands in what was fetched from here.
    pub fn join(&self, reference: &str) -> Result<Self, Failure> {
        let reference = reference.split('#').next().unwrap_or_default();
        let (path, query) = match reference.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (reference, None),
        };
        if let Some(rest) = reference.strip_prefix("//") {
            return Self::parse(&format!("{}://{rest}", self.scheme()));
        }
        if has_scheme(path) {
            return Self::parse(reference);
        }
        let path = match path {
            "" => self.path.clone(),
            _ if path.starts_with('/') => path.to_owned(),
            _ => format!("{}{path}", self.folder()),
        };
        let mut text = format!("{}{}", self.origin(), without_dots(&path));
        if let Some(query) = query {
            text = format!("{text}?{query}");
        }
        Self::parse(&text)
    }

    /// A file in the folder of this one, or in a folder of that; its name is as in a file system.
    pub fn file(&self, name: &str) -> Result<Self, Failure> {
        let mut path = String::new();
        for byte in name.bytes() {
            if byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=:@".contains(&byte) {
                path.push(char::from(byte));
            } else {
                let _ = write!(path, "%{byte:02X}");
            }
        }
        Self::parse(&format!("{}{}", self.origin(), without_dots(&(self.folder() + &path))))
    }

    /// The last part of the path, which is often the name of a file.
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    /// Whether both are answered by the same server, in the same way.
    pub fn is_beside(&self, other: &Self) -> bool {
        self.secure == other.secure && self.host == other.host && self.port == other.port
    }

    /// Whether it is on the machine that asks.
    pub fn is_here(&self) -> bool {
        is_this_machine(&self.host)
    }

    /// All of it, for the request alone: the query may hold a token.
    pub fn exact(&self) -> String {
        let query = self.query.as_deref().map(|query| format!("?{query}")).unwrap_or_default();
        format!("{}{}{query}", self.origin(), self.path)
    }

    fn scheme(&self) -> &'static str {
        if self.secure { "https" } else { "http" }
    }

    fn origin(&self) -> String {
        let usual = if self.secure { 443 } else { 80 };
        let port = if self.port == usual { String::new() } else { format!(":{}", self.port) };
        format!("{}://{}{port}", self.scheme(), self.host)
    }

    /// The path up to its last slash.
    fn folder(&self) -> String {
        self.path.rfind('/').and_then(|end| self.path.get(..=end)).unwrap_or("/").to_owned()
    }
}

impl Display for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let query = if self.query.is_some() { "?…" } else { "" };
        write!(formatter, "{}{}{query}", self.origin(), self.path)
    }
}

/// Whether a reference begins with a scheme, as `mailto:` and `https:` do.
pub fn has_scheme(path: &str) -> bool {
    path.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    })
}

/// A text that was to be a URL, without what may be secret in it.
pub fn without_secrets(text: &str) -> String {
    let text = text.trim();
    let (shown, query) = match text.split_once(['?', '#']) {
        Some((shown, _)) => (shown, "?…"),
        None => (text, ""),
    };
    let (scheme, rest) = match shown.split_once("://") {
        Some((scheme, rest)) => (format!("{scheme}://"), rest),
        None => (String::new(), shown),
    };
    let host_ends = rest.find(['/', '\\']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(host_ends);
    let host = host.rsplit_once('@').map_or(host.to_owned(), |(_, host)| format!("…@{host}"));
    format!("{scheme}{host}{path}{query}")
}

/// The path with its steps `.` and `..` taken.
fn without_dots(path: &str) -> String {
    let mut steps = Vec::new();
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    for step in folders.split('/').skip(1) {
        match step {
            "." => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    match name {
        "." => steps.push(""),
        ".." => {
            steps.pop();
            steps.push("");
        }
        name => steps.push(name),
    }
    format!("/{}", steps.join("/"))
}

fn is_this_machine(host: &str) -> bool {
    let v6 = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    host == "localhost"
        || host.parse().is_ok_and(|address: Ipv4Addr| address.is_loopback())
        || v6.is_some_and(|host| host.parse().is_ok_and(|host: Ipv6Addr| host.is_loopback()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_may_be_fetched_is_an_address() {
        for (text, shown) in [
            ("https://Acme.example", "https://acme.example/"),
            ("https://acme.example:443/a.yaml#/paths", "https://acme.example/a.yaml"),
            ("https://acme.example:8443/a?key=hidden", "https://acme.example:8443/a?…"),
            ("http://127.0.0.9:80/a", "http://127.0.0.9/a"),
            ("http://[::1]:4000/a", "http://[::1]:4000/a"),
            ("http://localhost/a", "http://localhost/a"),
        ] {
            assert_eq!(Address::parse(text).unwrap().to_string(), shown);
        }
        for (text, message) in [
            ("http://acme.example/a", "`http://acme.example/a` is not encrypted"),
            ("http://localhost.acme.example/a", "is not encrypted"),
            ("http://127.0.0.1.acme.example/a", "is not encrypted"),
            ("ftp://acme.example/a", "is of a kind that is not fetched"),
            ("file:///etc/passwd", "is no URL"),
            ("acme.yaml", "is no whole URL"),
            ("https://acme.example/a b", "is no URL"),
            (
                "https://me:hidden@acme.example/a?b=hidden",
                "`https://…@acme.example/a?…` holds credentials before its host",
            ),
            ("https://me:hid den@acme.example/", "`https://…@acme.example/` is no URL"),
        ] {
            let failure = Address::parse(text).unwrap_err();
            assert!(failure.message.contains(message), "{}", failure.message);
            assert!(!failure.message.contains("hid"), "{}", failure.message);
        }
    }

    #[test]
    fn references_are_read_from_where_they_stand() {
        let base = Address::parse("https://acme.example/docs/api/openapi.yaml?v=2").unwrap();
        for (reference, exact) in [
            ("models.yaml#/x", "https://acme.example/docs/api/models.yaml"),
            ("./a/../b.yaml", "https://acme.example/docs/api/b.yaml"),
            ("../../../b", "https://acme.example/b"),
            ("..", "https://acme.example/docs/"),
            ("/top?x=1", "https://acme.example/top?x=1"),
            ("?v=3", "https://acme.example/docs/api/openapi.yaml?v=3"),
            ("//other.example/a", "https://other.example/a"),
            ("https://other.example/a", "https://other.example/a"),
        ] {
            assert_eq!(base.join(reference).unwrap().exact(), exact);
        }
        assert!(base.join("http://acme.example/").is_err());
        assert!(base.join("javascript:alert(1)").is_err());
        let file = base.file("models/größe 1.yaml").unwrap();
        assert_eq!(file.exact(), "https://acme.example/docs/api/models/gr%C3%B6%C3%9Fe%201.yaml");
        assert_eq!(base.name(), "openapi.yaml");
    }
}
