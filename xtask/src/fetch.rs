//! A text from the network.
//!
//! In: an [`Address`]. Out: the text that is there, or why there is none. Bounds how long it
//! takes and how much is read, stays with the server that it was sent to, and goes through the
//! proxies that the environment names. Does not judge the text: an answer of HTML is one too.

mod address;

use std::fmt::Display;
use std::io::{self, Read};
use std::time::{Duration, Instant};

use ureq::http::{Response, StatusCode, header};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Body, Error};

use crate::providers::text_of;
use crate::screen::{Failure, Plural};

pub use address::{Address, has_scheme, without_secrets};

/// What was fetched.
#[derive(Debug)]
pub struct Fetched {
    pub text: String,
    /// Where it was in the end: a server may have led to another place of its own.
    pub address: Address,
    /// What the server calls it, such as `text/markdown`.
    pub media_type: Option<String>,
}

/// Bounds of a fetch.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How long it takes until there is a connection.
    pub connect: Duration,
    /// How long all of it takes, redirects and text included.
    pub whole: Duration,
    /// How many bytes the text has, unpacked.
    pub bytes: usize,
    pub redirects: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(15),
            whole: Duration::from_mins(2),
            bytes: 64 * 1024 * 1024,
            redirects: 5,
        }
    }
}

/// Fetches texts, over the same connections where a server has several.
#[derive(Debug)]
pub struct Fetcher {
    limits: Limits,
    agent: Agent,
    /// For this machine, where a proxy has no business.
    direct: Agent,
}

impl Fetcher {
    pub fn new() -> Self {
        Self::within(Limits::default())
    }

    pub fn within(limits: Limits) -> Self {
        let config = || {
            // The certificates that this machine trusts: a proxy may bring one of its own.
            let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build();
            Agent::config_builder()
                .tls_config(tls)
                .timeout_connect(Some(limits.connect))
                .http_status_as_error(false)
                .max_redirects(0)
                .max_redirects_will_error(false)
                .user_agent(concat!("link-sdk/", env!("CARGO_PKG_VERSION")))
                .accept(
                    "application/yaml, application/json, text/markdown, text/*;q=0.9, */*;q=0.5",
                )
        };
        let agent = config().build().new_agent();
        Self { limits, agent, direct: config().proxy(None).build().new_agent() }
    }

    /// Fetches the text at an address.
    pub fn fetch(&self, address: &Address) -> Result<Fetched, Failure> {
        let deadline = Instant::now() + self.limits.whole;
        let mut here = address.clone();
        for _ in 0..=self.limits.redirects {
            let mut response = self.ask(&here, deadline)?;
            if let Some(next) = redirect(&here, &response)? {
                here = next;
                continue;
            }
            if !response.status().is_success() {
                return Err(refused(&here, response.status()));
            }
            let media_type = response.body().mime_type().map(ToOwned::to_owned);
            let text = self.text(&here, response.body_mut())?;
            return Ok(Fetched { text, address: here, media_type });
        }
        let redirects = Plural(self.limits.redirects, "redirect");
        Err(Failure::new(format!("{address} leads on and on: more than {redirects}"))
            .help("name the address that it leads to in the end"))
    }

    fn ask(&self, address: &Address, deadline: Instant) -> Result<Response<Body>, Failure> {
        let agent = if address.is_here() { &self.direct } else { &self.agent };
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(self.failed(address, &Error::Timeout(ureq::Timeout::Global)));
        }
        let request = agent.get(address.exact()).config().timeout_global(Some(left)).build();
        request.call().map_err(|error| self.failed(address, &error))
    }

    fn text(&self, address: &Address, body: &mut Body) -> Result<String, Failure> {
        let limit = self.limits.bytes;
        let too_large = || {
            Failure::new(format!("{address} is too large: more than {} bytes", self.limits.bytes))
                .help("an OpenAPI document is seldom that large: look whether it is the right address")
        };
        if body.content_length().is_some_and(|length| length > limit as u64) {
            return Err(too_large());
        }
        let mut bytes = Vec::new();
        let mut reader = body.as_reader().take(limit as u64 + 1);
        reader.read_to_end(&mut bytes).map_err(|error| {
            // The reader wraps what the client says.
            self.failed(address, &Error::from(error))
        })?;
        if bytes.len() > limit {
            return Err(too_large());
        }
        text_of(bytes, &address.to_string()).map_err(|failure| {
            failure.help(
                "look whether it is the right address: what is fetched is YAML, JSON or Markdown",
            )
        })
    }

    /// What went wrong before there was an answer, in words that quote nothing secret.
    fn failed(&self, address: &Address, error: &Error) -> Failure {
        let limits = self.limits;
        let failure = |why: String| Failure::new(format!("{address} cannot be fetched: {why}"));
        let unsafe_connection = |error: &dyn Display| {
            let error = error.to_string();
            // The rest lists all names that the certificate is for.
            let error = error.split(';').next().unwrap_or_default();
            failure(format!("the connection is not safe: {error}"))
                .help("a proxy that opens connections needs its certificate in SSL_CERT_FILE")
        };
        match error {
            Error::Timeout(ureq::Timeout::Connect | ureq::Timeout::Resolve) => {
                failure(format!("no connection within {:?}", limits.connect)).help(
                    "look whether this machine reaches the host, and whether HTTPS_PROXY is needed",
                )
            }
            Error::Timeout(_) => failure(format!("it took longer than {:?}", limits.whole))
                .help("try again, or download it by hand"),
            Error::HostNotFound => failure("nobody knows its host".to_owned())
                .help("look at how the host is written, and whether HTTPS_PROXY is needed"),
            Error::ConnectProxyFailed(_) | Error::InvalidProxyUrl => {
                failure("the proxy that the environment names did not connect".to_owned())
                    .help("look at HTTPS_PROXY and NO_PROXY")
            }
            Error::Io(error) if error.kind() == io::ErrorKind::ConnectionRefused => {
                failure("nobody listens there".to_owned())
                    .help("look at the host and the port, and whether HTTPS_PROXY is needed")
            }
            Error::Io(error) if error.to_string().contains("lookup") => {
                self.failed(address, &Error::HostNotFound)
            }
            // What is wrong with a certificate comes as an error of the connection.
            Error::Io(error) if error.to_string().contains("certificate") => {
                unsafe_connection(error)
            }
            Error::Rustls(error) => unsafe_connection(error),
            Error::Io(error) => failure(error.to_string()).help("try again"),
            Error::Decompress(_, _) => failure("what came does not unpack".to_owned())
                .help("try again, or download it by hand"),
            Error::Protocol(error) => {
                failure(format!("what came is no answer of HTTP: {error}")).help("try again")
            }
            _ => failure("the HTTP client gave up".to_owned())
                .help("download it by hand, and name the file"),
        }
    }
}

/// Where an answer leads to, if it does: to another place of the same server, and nowhere else.
fn redirect(here: &Address, response: &Response<Body>) -> Result<Option<Address>, Failure> {
    let leads = matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308);
    let location = response.headers().get(header::LOCATION).filter(|_| leads);
    let Some(location) = location else { return Ok(None) };
    let location = location.to_str().map_err(|_| {
        Failure::new(format!("{here} leads to an address that is no text"))
            .help("download it by hand, and name the file")
    })?;
    let elsewhere = |shown: &str| {
        Failure::new(format!("{here} leads to {shown}, which is another server"))
            .help("look at it, and if it is the right place, name it in full")
    };
    match here.join(location) {
        Ok(next) if next.is_beside(here) => Ok(Some(next)),
        Ok(next) => Err(elsewhere(&next.to_string())),
        Err(_) => Err(elsewhere(&without_secrets(location))),
    }
}

fn refused(address: &Address, status: StatusCode) -> Failure {
    let failure = Failure::new(format!("{address} cannot be fetched: the server answers {status}"));
    match status.as_u16() {
        401 | 403 | 407 => {
            failure.help("it wants credentials, which are not sent: download it by hand")
        }
        404 | 410 => failure.help("look whether the address is right, or has moved"),
        _ => failure.help("try again later"),
    }
}

#[cfg(test)]
mod tests;
