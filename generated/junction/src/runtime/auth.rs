// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: the credentials that a consumer configured. Out: the keys and the tokens that a call sends, or
//! the sentence that says what is missing. It fetches no tokens: it asks whoever does.

use std::error::Error as StdError;
use std::sync::Arc;

use reqwest::Url;
use reqwest::header::{AUTHORIZATION, HeaderName, HeaderValue};

use super::call::Parts;
use super::service::{Place, Scheme};
use super::{Boxed, Client, Secret, Service, Transport};

/// Gives the bearer tokens of calls, where they change while a client is in use.
///
/// It is asked before each attempt of a call, so it should keep a token for as long as that is good,
/// and let concurrent calls wait for one new token instead of getting one each.
pub trait TokenSource: Send + Sync + 'static {
    /// A token that is good now. `refused` is one of this source's that the service has just answered
    /// with 401: the call is sent once more, with what is returned.
    ///
    /// `Box::pin(async move { .. })` makes what it returns. Its errors are shown as part of
    /// [`Error::Token`](super::Error::Token), so they should name no token.
    fn token<'a>(&'a self, refused: Option<&'a Secret>) -> TokenFuture<'a>;
}

/// A token that is on its way.
pub type TokenFuture<'a> = Boxed<'a, Result<Secret, Box<dyn StdError + Send + Sync>>>;

pub(crate) type BoxError = Box<dyn StdError + Send + Sync>;

/// A credential for one security scheme, as the consumer gave it.
#[derive(Clone)]
pub(crate) enum Credential {
    /// A key, or a user name and a password.
    Values(Vec<Secret>),
    /// What gives tokens, once it is known what sends requests.
    Source(Make),
}

type Make = Arc<dyn Fn(&Carrier, &Url) -> Result<Arc<dyn TokenSource>, String> + Send + Sync>;

/// What sends requests.
pub(crate) type Carrier = Arc<dyn Transport>;

impl Credential {
    pub(crate) fn source(source: impl TokenSource) -> Self {
        let source: Arc<dyn TokenSource> = Arc::new(source);
        Self::Source(Arc::new(move |_, _| Ok(Arc::clone(&source))))
    }
}

/// A credential or a constant, ready to be sent.
#[derive(Clone)]
pub(crate) enum Key {
    Header(HeaderName, HeaderValue),
    Query(&'static str, Secret),
    Cookie(&'static str, Secret),
    /// A bearer token that is asked for before each attempt.
    Source(Arc<dyn TokenSource>),
}

impl Key {
    fn new(sent: Place, values: &[Secret]) -> Result<Self, &'static str> {
        let first = values.first().map(Secret::expose).unwrap_or_default();
        let second = values.get(1).map(Secret::expose).unwrap_or_default();
        let standard = |scheme, value: &str| Self::header("authorization", scheme, value);
        match sent {
            Place::Basic(_) if first.contains(':') => {
                Err("has a user name with a colon, which cannot be sent")
            }
            Place::Basic(encode) => standard("Basic ", &encode(first, second)),
            // An empty key is an environment variable that was not set; an empty password is usual.
            _ if first.is_empty() => Err("is empty"),
            Place::Bearer => standard("Bearer ", first),
            Place::Http(scheme) => standard(&format!("{scheme} "), first),
            Place::Header(name) => Self::header(name, "", first),
            Place::Query(name) => Ok(Self::Query(name, first.into())),
            Place::Cookie(_) if first.contains(|c: char| !c.is_ascii_graphic() || c == ';') => {
                Err("holds a character that a cookie cannot carry")
            }
            Place::Cookie(name) => Ok(Self::Cookie(name, first.into())),
            Place::Exchanged(_) => Err("cannot be sent itself"),
        }
    }

    fn header(name: &str, scheme: &str, value: &str) -> Result<Self, &'static str> {
        let name = HeaderName::from_bytes(name.as_bytes())
            .map_err(|_| "belongs to a header whose name is not valid")?;
        let value = header_value(scheme, value)
            .ok_or("holds a character that a header cannot carry (a line break?)")?;
        Ok(Self::Header(name, value))
    }

    pub(crate) fn in_query(&self) -> Option<(&'static str, &Secret)> {
        if let Self::Query(name, value) = self { Some((name, value)) } else { None }
    }
}

/// A header that no log shows.
pub(crate) fn header_value(scheme: &str, value: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_str(&format!("{scheme}{value}")).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// The tokens of a call, one for each attempt.
pub(crate) struct Bearer {
    source: Option<Arc<dyn TokenSource>>,
    pub(crate) tokens: Vec<Secret>,
    /// Whether a token is waited for, or was in vain.
    pub(crate) asking: bool,
    refused: bool,
    renewed: bool,
}

impl Bearer {
    pub(crate) fn new(client: &Client, parts: &Parts, keys: &[&Key]) -> Self {
        // What the caller says of it counts.
        let given = [&client.shared.options.headers, &parts.options.headers];
        let given = given.iter().any(|headers| headers.contains_key(AUTHORIZATION));
        let source = keys.iter().filter(|_| !given).find_map(|key| match key {
            Key::Source(source) => Some(Arc::clone(source)),
            Key::Header(..) | Key::Query(..) | Key::Cookie(..) => None,
        });
        Self { source, tokens: Vec::new(), asking: false, refused: false, renewed: false }
    }

    /// The token of the next attempt, where it needs one.
    pub(crate) async fn token(&mut self) -> Result<Option<HeaderValue>, BoxError> {
        let Some(source) = &self.source else { return Ok(None) };
        self.asking = true;
        let token = source.token(self.tokens.last().filter(|_| self.refused)).await?;
        self.refused = false;
        let value = header_value("Bearer ", token.expose());
        let value = value.ok_or("it holds a character that a header cannot carry")?;
        self.tokens.push(token);
        self.asking = false;
        Ok(Some(value))
    }

    /// The last token was refused. Whether to try with another one: that is done once.
    pub(crate) fn refuse(&mut self) -> bool {
        self.refused = self.source.is_some() && !self.renewed;
        self.renewed = true;
        self.refused
    }
}

/// All that a client is configured with, by the id of the scheme.
pub(crate) struct Keys {
    all: Vec<(&'static str, Key)>,
    /// The schemes whose credentials nobody gave: they come from environment variables.
    found: Vec<&'static str>,
    /// What must not be shown.
    pub(crate) secrets: Vec<Secret>,
}

impl Keys {
    pub(crate) fn new(
        service: &Service,
        credentials: &[(&'static str, Credential)],
        found: Vec<&'static str>,
        carrier: &Carrier,
        base: &Url,
        mut secrets: Vec<Secret>,
    ) -> Result<Self, String> {
        let mut keys = Vec::new();
        for (id, credential) in credentials {
            let mut schemes = service.schemes.iter();
            match (credential, schemes.find(|scheme| scheme.id == *id)) {
                (Credential::Values(values), Some(scheme)) => {
                    let fault = |fault| format!("the value given to `{}` {fault}", scheme.method);
                    keys.push((*id, Key::new(scheme.sent, values).map_err(fault)?));
                    secrets.extend(values.last().cloned());
                    if let (Place::Basic(encode), [username, password]) = (scheme.sent, &**values) {
                        secrets.push(encode(username.expose(), password.expose()).into());
                        // Shorter ones are words that messages are made of.
                        let long = Some(username).filter(|name| name.expose().len() >= 8);
                        secrets.extend(long.cloned());
                    }
                }
                (Credential::Values(_), None) => {}
                (Credential::Source(make), _) => {
                    keys.push((*id, Key::Source(make(carrier, base)?)));
                }
            }
        }
        for constant in service.constants {
            let key = Key::header(constant.header, "", constant.value);
            let fault = |fault| format!("the constant of `{}` {fault}", constant.scheme);
            keys.push((constant.scheme, key.map_err(fault)?));
        }
        Ok(Self { all: keys, found, secrets })
    }

    /// The keys of the first alternative that is configured in full, best without environment variables.
    /// Credentials that the consumer took the trouble to give are sent even where the document calls
    /// them optional. Otherwise, the alternatives, each with the schemes that it lacks.
    pub(crate) fn choose(
        &self,
        alternatives: &[&[&'static str]],
    ) -> Result<Vec<&Key>, Vec<Vec<&'static str>>> {
        let full = |set: &&[&'static str]| {
            let keys: Option<Vec<&Key>> = set.iter().map(|id| self.get(id)).collect();
            keys.filter(|keys| !keys.is_empty())
        };
        let given = |set: &&&[&'static str]| !set.iter().any(|id| self.found.contains(id));
        let mut best = alternatives.iter().filter(given);
        if let Some(keys) = best.find_map(full).or_else(|| alternatives.iter().find_map(full)) {
            return Ok(keys);
        }
        if alternatives.is_empty() || alternatives.iter().any(|set| set.is_empty()) {
            return Ok(Vec::new());
        }
        let missing = |set: &&[&'static str]| {
            set.iter().copied().filter(|id| self.get(id).is_none()).collect()
        };
        Err(alternatives.iter().map(missing).collect())
    }

    fn get(&self, id: &str) -> Option<&Key> {
        self.all.iter().find(|(known, _)| *known == id).map(|(_, key)| key)
    }
}

/// The sentence about schemes that are missing; `show` says what to do about one of them.
pub(crate) fn missing_credentials(
    service: &Service,
    verb: &str,
    sets: &[Vec<&'static str>],
    show: fn(&Scheme) -> String,
) -> String {
    let sets = sets.iter().map(|set| {
        let ways = set.iter().map(|id| service.ways(id, show));
        ways.collect::<Vec<_>>().join(" and ")
    });
    format!("credentials are missing: {verb} {}", sets.collect::<Vec<_>>().join(" or "))
}
