// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: the credentials that a consumer configured. Out: the headers, cookies and query
//! pairs that a call sends, or the sentence that says what is missing. It fetches and refreshes no tokens.

use reqwest::header::{AUTHORIZATION, HeaderName, HeaderValue};

use super::url::encode;
use super::{Secret, Service, base64};

/// A credential for one security scheme.
#[derive(Clone)]
pub(crate) struct Credential {
    /// As it is sent, or what is wrong with it.
    key: Result<Key, &'static str>,
    /// Every form in which a server may send it back to us.
    forms: Vec<Secret>,
}

impl Credential {
    pub(crate) fn header(name: &'static str, key: Secret) -> Self {
        let ready = Key::header(name, key.expose());
        Self::new(key, ready).not_empty()
    }

    pub(crate) fn query(name: &'static str, key: Secret) -> Self {
        let ready = Ok(Key::Query(name, key.clone()));
        Self::new(key, ready).not_empty()
    }

    pub(crate) fn cookie(name: &'static str, key: Secret) -> Self {
        let odd = |sign: char| !sign.is_ascii_graphic() || sign == ';';
        let ready = if key.expose().contains(odd) {
            Err("holds a character that a cookie cannot carry")
        } else {
            Ok(Key::Cookie(name, key.clone()))
        };
        Self::new(key, ready).not_empty()
    }

    pub(crate) fn bearer(token: Secret) -> Self {
        Self::scheme("Bearer", token)
    }

    /// What a scheme of HTTP authentication asks for, after its name.
    pub(crate) fn scheme(scheme: &str, value: Secret) -> Self {
        let ready = Key::header(AUTHORIZATION.as_str(), &format!("{scheme} {}", value.expose()));
        Self::new(value, ready).not_empty()
    }

    pub(crate) fn basic(username: String, password: Secret) -> Self {
        let colon = username.contains(':');
        let token = base64((username + ":" + password.expose()).as_bytes());
        let ready = Key::header(AUTHORIZATION.as_str(), &format!("Basic {token}"));
        let mut credential = Self::new(password, ready);
        credential.forms.push(token.into());
        if colon {
            credential.key = Err("has a user name with a colon, which cannot be sent");
        }
        credential
    }

    fn new(secret: Secret, key: Result<Key, &'static str>) -> Self {
        let encoded = encode(secret.expose());
        let json = serde_json::Value::from(secret.expose()).to_string();
        let json = json.trim_matches('"');
        Self { key, forms: vec![encoded.into(), json.into(), secret] }
    }

    /// An empty key is an environment variable that was not set; an empty password is usual.
    fn not_empty(mut self) -> Self {
        if self.forms.iter().all(|form| form.expose().is_empty()) {
            self.key = Err("is empty");
        }
        self
    }
}

/// A credential or a constant, ready to be sent.
#[derive(Clone)]
pub(crate) enum Key {
    Header(HeaderName, HeaderValue),
    Query(&'static str, Secret),
    Cookie(&'static str, Secret),
}

impl Key {
    fn header(name: &str, value: &str) -> Result<Self, &'static str> {
        let name = HeaderName::from_bytes(name.as_bytes())
            .map_err(|_| "belongs to a header whose name is not valid")?;
        let mut value = HeaderValue::from_str(value)
            .map_err(|_| "holds a character that a header cannot carry (a line break?)")?;
        value.set_sensitive(true);
        Ok(Self::Header(name, value))
    }
}

/// All that a client is configured with, by the id of the scheme.
pub(crate) struct Keys {
    keys: Vec<(&'static str, Key)>,
    /// What must not be shown, longest first.
    pub(crate) secrets: Vec<Secret>,
}

impl Keys {
    pub(crate) fn new(
        service: &Service,
        credentials: &[(&'static str, Credential)],
        mut secrets: Vec<Secret>,
    ) -> Result<Self, String> {
        let mut keys = Vec::new();
        for (id, credential) in credentials {
            let fault = |fault| format!("the value given to `{}` {fault}", service.method(id));
            keys.push((*id, credential.key.clone().map_err(fault)?));
            secrets.extend(credential.forms.iter().cloned());
        }
        for constant in service.constants {
            let key = Key::header(constant.header, constant.value);
            let fault = |fault| format!("the constant of `{}` {fault}", constant.scheme);
            keys.push((constant.scheme, key.map_err(fault)?));
        }
        secrets.sort_by_key(|secret: &Secret| std::cmp::Reverse(secret.expose().len()));
        Ok(Self { keys, secrets })
    }

    /// The keys of the first alternative that is configured in full. Credentials that the consumer
    /// took the trouble to give are sent even where the document calls them optional.
    pub(crate) fn choose(
        &self,
        service: &Service,
        alternatives: &[&[&'static str]],
    ) -> Result<Vec<&Key>, String> {
        let full = |set: &&[&'static str]| {
            let keys: Option<Vec<&Key>> = set.iter().map(|id| self.get(id)).collect();
            keys.filter(|keys| !keys.is_empty())
        };
        if let Some(keys) = alternatives.iter().find_map(full) {
            return Ok(keys);
        }
        if alternatives.is_empty() || alternatives.iter().any(|set| set.is_empty()) {
            return Ok(Vec::new());
        }
        let calls: Vec<String> = alternatives
            .iter()
            .map(|set| {
                let missing = set.iter().filter(|id| self.get(id).is_none());
                let calls: Vec<String> =
                    missing.map(|id| format!("`{}`", service.method(id))).collect();
                calls.join(" and ")
            })
            .collect();
        Err(format!("credentials are missing: call {}", calls.join(" or ")))
    }

    fn get(&self, id: &str) -> Option<&Key> {
        self.keys.iter().find(|(known, _)| *known == id).map(|(_, key)| key)
    }
}
