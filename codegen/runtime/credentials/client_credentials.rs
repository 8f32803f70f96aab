// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: what a program proves itself with, and where. Out: tokens, by OAuth 2.0's grant for clients
//! (RFC 6749, 4.4), each kept until shortly before it expires. It asks no user for anything and
//! knows no tokens that renew others.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;
use reqwest::header::HeaderValue;
use serde_json::Value;
use tokio::sync::Mutex;

use super::auth::{Carrier, Credential, TokenFuture, TokenSource};
use super::call::Parts;
use super::error::Site;
use super::options::Options;
use super::service::{Place, Scheme, Service};
use super::{Client, ClientBuilder, ConfigError, Error, Instant, Secret, basic, send, url, wire};

/// What a program gets tokens for: an id and a secret, by OAuth 2.0's grant for clients.
///
/// A token is fetched by the first call that needs one, shared by all clones of a client, and replaced
/// shortly before it expires, or when the service answers with 401. Calls that need one at the same
/// time wait for the same request.
#[derive(Clone)]
pub struct ClientCredentials {
    id: Secret,
    secret: Secret,
    scope: Option<String>,
    token_url: Option<String>,
    in_body: bool,
}

impl ClientCredentials {
    /// An id and a secret.
    pub fn new(id: impl Into<Secret>, secret: impl Into<Secret>) -> Self {
        let (id, secret) = (id.into(), secret.into());
        Self { id, secret, scope: None, token_url: None, in_body: false }
    }

    /// What the tokens are to be good for, with spaces between. Without it, that is up to the service.
    #[must_use]
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scope = Some(scope.into());
        self
    }

    /// Where tokens are issued, instead of where the document says.
    #[must_use]
    pub fn token_url(mut self, url: impl Into<String>) -> Self {
        self.token_url = Some(url.into());
        self
    }

    /// Sends id and secret in the body of the form instead of by HTTP basic authentication.
    #[must_use]
    pub fn in_body(mut self) -> Self {
        self.in_body = true;
        self
    }

    /// The credential that is exchanged at this URL, unless another was given.
    pub(crate) fn at(mut self, url: &'static str) -> Credential {
        let url = self.token_url.get_or_insert_with(|| url.to_owned()).clone();
        Credential::Source(Arc::new(move |carrier, base| {
            let url = base.join(&url).map_or_else(|_| url.clone(), String::from);
            match Issuer::new(&self, url, carrier) {
                Ok(issuer) => Ok(Arc::new(issuer)),
                Err(error) => Err(format!("tokens cannot be fetched: {error}")),
            }
        }))
    }
}

impl fmt::Debug for ClientCredentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { scope, in_body, .. } = self;
        let mut shown = formatter.debug_struct("ClientCredentials");
        shown.field("scope", scope).field("in_body", in_body).finish_non_exhaustive()
    }
}

/// The service that issues tokens, which is called like any other.
static ISSUER: Service = Service {
    base_url: None,
    base_url_hint: "token_url(..)",
    environments: &[],
    environment_env: "",
    base_url_env: "",
    expand: |_, url| Ok(url.to_owned()),
    fit: |_| Ok(()),
    cookies: None,
    security: &[],
    schemes: &[Scheme {
        id: "client",
        method: "ClientCredentials::new(..)",
        sent: Place::Basic(basic),
        env: &[],
    }],
    constants: &[],
};

struct Issuer {
    client: Client,
    url: String,
    form: Secret,
    security: &'static [&'static [&'static str]],
    /// What the server may repeat in an error.
    secrets: Vec<Secret>,
    held: Mutex<Option<Held>>,
}

struct Held {
    token: Secret,
    until: Option<Instant>,
}

impl Issuer {
    fn new(credentials: &ClientCredentials, url: String, carrier: &Carrier) -> Result<Self, Error> {
        let ClientCredentials { id, secret, scope, in_body, .. } = credentials;
        if id.expose().is_empty() || secret.expose().is_empty() {
            return Err(ConfigError::new("the id or the secret is empty").into());
        }
        let mut form = vec!["grant_type=client_credentials".to_owned()];
        form.extend(scope.iter().flat_map(|scope| url::pairs("scope", &[scope], None)));
        if *in_body {
            form.extend(url::pairs("client_id", &[id.expose()], None));
            form.extend(url::pairs("client_secret", &[secret.expose()], None));
        }
        let encoded = |secret: &Secret| Secret::from(url::encode(secret.expose()));
        // Unlike a base URL, it counts to the last slash, and may have a query.
        let address = url.split('?').next().unwrap_or_default();
        url::base("the token URL", address)?;
        let mut builder = ClientBuilder::new(&ISSUER).base_url(address);
        builder.transport = Some(Arc::clone(carrier));
        let client = builder.credential("client", [encoded(id), encoded(secret)]).build()?;
        Ok(Self {
            client,
            url,
            form: form.join("&").into(),
            security: if *in_body { &[] } else { &[&["client"]] },
            secrets: vec![id.clone(), secret.clone()],
            held: Mutex::new(None),
        })
    }

    async fn issue(&self) -> Result<Held, Error> {
        let form = HeaderValue::from_static("application/x-www-form-urlencoded");
        let reply = send(
            self.client.clone(),
            Box::new(Parts {
                // The fragment is shown, and not sent.
                site: Site { method: "POST".into(), path: "#token".into() },
                security: self.security,
                retry: true,
                accept: "application/json",
                body: Some((form, self.form.expose().to_owned().into())),
                options: Options { secrets: self.secrets.clone(), ..Options::default() },
                next: Some((self.url.clone(), |_, url| Url::parse(url).map_err(|_| "is no URL"))),
                ..Parts::default()
            }),
        );
        let asked = Instant::now();
        let mut reply = reply.await?;
        if !reply.code.is_success() {
            // There may be a token in it all the same.
            reply.note_secrets(|reply| drop(reply.json::<Issued>()));
            return Err(reply.into_error(|_| None));
        }
        let Issued { access_token, expires_in } = reply.json()?;
        let lifetime = expires_in.as_ref().and_then(seconds);
        // A call that is sent now has to arrive before the token expires.
        let until = lifetime.and_then(|lifetime| {
            asked.checked_add(lifetime.saturating_sub(MARGIN.min(lifetime / 10)))
        });
        Ok(Held { token: access_token, until })
    }
}

impl TokenSource for Issuer {
    fn token<'a>(&'a self, refused: Option<&'a Secret>) -> TokenFuture<'a> {
        Box::pin(async move {
            // Whoever comes while a token is fetched waits here, and finds it.
            let mut held = self.held.lock().await;
            let now = Instant::now();
            let good = held.as_ref().filter(|held| {
                held.until.is_none_or(|until| now < until) && refused != Some(&held.token)
            });
            if let Some(held) = good {
                return Ok(held.token.clone());
            }
            let issued = held.insert(self.issue().await?);
            Ok(issued.token.clone())
        })
    }
}

const MARGIN: Duration = Duration::new(30, 0);

struct Issued {
    access_token: Secret,
    expires_in: Option<Value>,
}

wire!(Issued {
    access_token: "access_token" required,
    expires_in: "expires_in" optional,
});

/// A number of seconds, which some services write as text.
fn seconds(value: &Value) -> Option<Duration> {
    let text = value.as_str().and_then(|text| text.trim().parse().ok());
    Duration::try_from_secs_f64(value.as_f64().or(text)?).ok()
}
