// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: nothing. Out: the shape of what the generator knows about a service before the first call,
//! as one constant of the crate. It holds no credentials.

use reqwest::header::{AUTHORIZATION, COOKIE, HeaderName, HeaderValue, PROXY_AUTHORIZATION};

use super::call::Parts;
use super::{Client, ClientBuilder, ConfigError, Credential, Key, Secret};

/// What a document says about its servers and its security.
#[derive(Debug)]
pub(crate) struct Service {
    /// The server that is taken when the consumer names none; `None` makes naming one a duty.
    pub(crate) base_url: Option<&'static str>,
    /// The builder methods that name a server, for the message that asks for one.
    pub(crate) base_url_hint: &'static str,
    /// Names and URLs of the variants of `Environment`.
    pub(crate) environments: &'static [(&'static str, &'static str)],
    /// The environment variables that name one of them, and a base URL.
    pub(crate) environment_env: &'static str,
    pub(crate) base_url_env: &'static str,
    /// What makes a base URL of a server's.
    pub(crate) expand: fn(&ClientBuilder, &str) -> Result<String, ConfigError>,
    /// Whether credentials and environment go together, as far as that is known of them.
    pub(crate) fit: fn(&ClientBuilder) -> Result<(), ConfigError>,
    /// What makes the header of cookies, where there can be some.
    pub(crate) cookies: Option<Cookies>,
    /// Alternatives of sets of scheme ids. An empty set among them makes credentials optional.
    pub(crate) security: &'static [&'static [&'static str]],
    pub(crate) schemes: &'static [Scheme],
    pub(crate) constants: &'static [Constant],
}

type Cookies = fn(&Client, &Parts, &[&Key]) -> Result<Option<HeaderValue>, ConfigError>;

/// A security scheme and the builder method that configures it. A scheme with several methods is
/// there several times.
#[derive(Debug)]
pub(crate) struct Scheme {
    pub(crate) id: &'static str,
    pub(crate) method: &'static str,
    pub(crate) sent: Place,
    /// The environment variables that hold it.
    pub(crate) env: &'static [&'static str],
}

/// Where a credential is put.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Place {
    /// As what this makes of user name and password.
    Basic(fn(&str, &str) -> String),
    Bearer,
    Header(&'static str),
    Query(&'static str),
    Cookie(&'static str),
    /// After this word in `Authorization`.
    Http(&'static str),
    /// Nowhere: it is exchanged for a token, which is put there.
    Exchanged(fn(Secret, Secret) -> Credential),
}

/// A security scheme whose value is the same for everybody, such as a version header.
#[derive(Debug)]
pub(crate) struct Constant {
    pub(crate) scheme: &'static str,
    pub(crate) header: &'static str,
    pub(crate) value: &'static str,
}

impl Scheme {
    /// The builder method, as messages name it.
    pub(crate) fn call(&self) -> String {
        format!("`{}`", self.method)
    }

    /// The environment variables, as messages name them.
    pub(crate) fn set(&self) -> String {
        let names: Vec<String> = self.env.iter().map(|name| format!("`{name}`")).collect();
        names.join(" and ")
    }
}

impl Service {
    /// Whether a header of this name holds a credential, be it configured or not.
    pub(crate) fn is_secret(&self, name: &HeaderName) -> bool {
        let own = |scheme: &Scheme| matches!(scheme.sent, Place::Header(header) if name == header);
        [AUTHORIZATION, PROXY_AUTHORIZATION, COOKIE].contains(name) || self.schemes.iter().any(own)
    }

    /// What `show` says of the ways to configure a scheme, as messages name them.
    pub(crate) fn ways(&self, id: &str, show: fn(&Scheme) -> String) -> String {
        let ways = self.schemes.iter().filter(|scheme| scheme.id == id);
        ways.map(show).collect::<Vec<_>>().join(" or ")
    }
}
