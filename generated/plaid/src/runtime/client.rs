// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: what a consumer configures. Out: a client that is known to be complete: it has a server and
//! credentials that can be sent. It makes no connection.

use std::borrow::Cow;
use std::ffi::OsString;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::{Method, Url};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::auth::missing_credentials;
use super::options::Options;
use super::service::Scheme;
use super::{
    Budget, Call, ConfigError, Credential, Error, Keys, Secret, Service, Transport, Undocumented,
    http_client, url,
};

/// Calls the service. Cloning is cheap, and clones share their connections.
///
/// Calls have to be awaited in a Tokio runtime with I/O and time enabled, or on
/// `wasm32-unknown-unknown`, where `fetch` carries them.
#[derive(Clone)]
pub struct Client {
    pub(crate) shared: Arc<Shared>,
}

/// What all clones of a client share.
pub(crate) struct Shared {
    pub(crate) service: &'static Service,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) base: Url,
    /// Whether the consumer gave the base URL, which then counts for every operation.
    pub(crate) chosen: bool,
    pub(crate) keys: Keys,
    /// What holds for every call that is not told otherwise.
    pub(crate) options: Options,
    pub(crate) max_response_bytes: usize,
    pub(crate) budget: Budget,
    /// Whether requests are held against the document before they are sent.
    pub(crate) validate: bool,
}

impl Client {
    /// A call that the document does not describe, with the retries and errors of those that it does
    /// and with the credentials that it asks for in general. What it returns is read from JSON, as in
    /// `let answer: serde_json::Value = client.request(Method::GET, "/hidden").await?`, or with
    /// [`raw`](Call::raw) not at all. A path such as `/pets/{id}` has to be given its values with
    /// [`path_parameter`](Call::path_parameter): the path stands in errors, and they do not.
    #[expect(clippy::needless_pass_by_value, reason = "a method is given as `reqwest` takes it")]
    pub fn request<T: DeserializeOwned + 'static>(
        &self,
        method: Method,
        path: impl Into<Cow<'static, str>>,
    ) -> Call<Undocumented<T>> {
        Undocumented::call(self, &method, path.into())
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let base = self.shared.base.as_str();
        formatter.debug_struct("Client").field("base_url", &base).finish_non_exhaustive()
    }
}

/// Configures a [`Client`].
#[derive(Clone)]
#[must_use = "a builder does nothing until `build()` is called"]
pub struct ClientBuilder {
    pub(super) service: &'static Service,
    pub(super) server: Option<&'static str>,
    pub(super) base_url: Option<String>,
    pub(super) variables: Vec<(&'static str, String)>,
    pub(super) credentials: Vec<(&'static str, Credential)>,
    pub(super) transport: Option<Arc<dyn Transport>>,
    options: Options,
    max_response_bytes: usize,
    pub(super) validate: bool,
    /// What reads environment variables, where they count.
    pub(super) env: Option<fn(&str) -> Option<OsString>>,
}

impl ClientBuilder {
    /// Sends calls to this server instead of one that the service documents, whatever else names a
    /// server. It has to be an absolute `http` or `https` URL without user name, query and fragment;
    /// a path in it is kept in front of the path of each call.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Sends calls through this HTTP client. Its proxy, TLS and connection settings then apply.
    ///
    /// Build it with `redirect(reqwest::redirect::Policy::none())`: this crate follows redirects
    /// itself and takes credentials to no other host, while `reqwest` would take some of them along. An
    /// answer from another host is then an error, but that host has been sent the request.
    /// `wasm32-unknown-unknown` has no such policy: [`Transport`] says what that means.
    /// The `User-Agent` stays this crate's; [`Call::header`](super::Call::header) replaces it.
    pub fn http_client(self, client: reqwest::Client) -> Self {
        self.transport(client)
    }

    /// Sends calls through this instead of an HTTP client: in tests, or to see and change what goes
    /// onto the wire.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// The longest that one attempt of a call may take, from connecting to the end of the answer.
    /// 60 seconds unless told otherwise. Of an answer that is handed over while it arrives, it is the
    /// time to the headers, and then to each next part.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = Some(timeout);
        self
    }

    /// The longest that a call may take in all, with its attempts and the waits between them. There
    /// is no such limit unless one is set.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.options.deadline = Some(deadline);
        self
    }

    /// Sends a header with every call, as [`Call::header`] does with one.
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.options.header(name.as_ref(), value.as_ref());
        self
    }

    /// Sends a pair in the query with every call, as [`Call::query`] does with one.
    pub fn query<T: Serialize + ?Sized>(mut self, name: &str, value: &T) -> Self {
        self.options.query(name, value);
        self
    }

    /// How often a call that failed in passing is tried again. 2 unless told otherwise. Only calls
    /// that are safe to repeat are.
    ///
    /// So that clients do not multiply an outage, all clones of one have a budget: 100 retries, and
    /// one more for each five calls that the service answers.
    pub fn max_retries(mut self, retries: u32) -> Self {
        self.options.max_retries = Some(retries);
        self
    }

    /// The largest answer that is read, in bytes. 8 MiB unless told otherwise.
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.max_response_bytes = bytes;
        self
    }

    /// The client, or [`Error::Config`] that says what is missing or cannot be used.
    pub fn build(mut self) -> Result<Client, Error> {
        if let Some(fault) = self.options.fault {
            return Err(fault.into());
        }
        let service = self.service;
        let given = self.credentials.len();
        self.fill()?;
        let found = self.credentials.iter().skip(given).map(|(scheme, _)| *scheme).collect();
        let base = self.base()?;
        let transport = match self.transport.take() {
            Some(transport) => transport,
            None => Arc::new(http_client()?),
        };
        let secrets = std::mem::take(&mut self.options.secrets);
        let keys = Keys::new(service, &self.credentials, found, &transport, &base, secrets);
        let keys = keys.map_err(ConfigError::new)?;
        keys.choose(service.security).map_err(|sets| {
            ConfigError::new(match self.env {
                Some(_) => missing_credentials(service, "set", &sets, Scheme::set),
                None => missing_credentials(service, "call", &sets, Scheme::call),
            })
        })?;
        (service.fit)(&self)?;
        let shared = Shared {
            service,
            transport,
            base,
            chosen: self.base_url.is_some(),
            keys,
            options: self.options,
            max_response_bytes: self.max_response_bytes,
            budget: Budget::default(),
            validate: self.validate,
        };
        Ok(Client { shared: Arc::new(shared) })
    }

    fn base(&self) -> Result<Url, ConfigError> {
        let service = self.service;
        let text = match (&self.base_url, self.server.or(service.base_url)) {
            (Some(url), _) => url.clone(),
            (None, Some(template)) => (service.expand)(self, template)?,
            (None, None) => {
                let hint = service.base_url_hint;
                return Err(ConfigError::new(format!("no server is chosen: call {hint}")));
            }
        };
        url::base("the base URL", &text)
    }

    pub(crate) fn new(service: &'static Service) -> Self {
        Self {
            service,
            server: None,
            base_url: None,
            variables: Vec::new(),
            credentials: Vec::new(),
            transport: None,
            options: Options::default(),
            max_response_bytes: 8 * 1024 * 1024,
            validate: false,
            env: None,
        }
    }

    pub(crate) fn server(mut self, template: &'static str) -> Self {
        self.server = Some(template);
        self
    }

    pub(crate) fn credential<const N: usize>(
        self,
        scheme: &'static str,
        values: [Secret; N],
    ) -> Self {
        self.authorize(scheme, Credential::Values(values.into()))
    }

    pub(crate) fn authorize(mut self, scheme: &'static str, credential: Credential) -> Self {
        self.credentials.retain(|(given, _)| *given != scheme);
        self.credentials.push((scheme, credential));
        self
    }
}

// Written out, because credentials and a base URL that was never checked must not be shown.
impl fmt::Debug for ClientBuilder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let credentials: Vec<_> = self.credentials.iter().map(|(scheme, _)| scheme).collect();
        formatter
            .debug_struct("ClientBuilder")
            .field("server", &self.server)
            .field("credentials", &credentials)
            .field("max_response_bytes", &self.max_response_bytes)
            .finish_non_exhaustive()
    }
}
