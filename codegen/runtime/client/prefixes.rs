// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: how credentials begin that are good for some environments only. Out: whether those that were
//! given are for the environment that calls go to, before anything is sent.

use super::{ClientBuilder, ConfigError, Credential, Secret, url};

/// What the beginning of a credential says.
#[derive(Debug)]
pub(crate) struct Prefix {
    pub(crate) scheme: &'static str,
    pub(crate) text: &'static str,
    /// The names of the environments that take it.
    pub(crate) environments: &'static [&'static str],
}

impl ClientBuilder {
    /// Whether the credentials are for the environment that calls go to, as far as they show it.
    pub(crate) fn fit(&self, prefixes: &[Prefix]) -> Result<(), ConfigError> {
        let service = self.service;
        let url = self.base_url.as_deref().or(self.server).or(service.base_url);
        let plain = |url: &str| url::base("", url).ok();
        let url = url.and_then(plain);
        let here =
            service.environments.iter().find(|(_, known)| url.is_some() && plain(known) == url);
        let Some((here, _)) = here else { return Ok(()) };
        for (id, credential) in &self.credentials {
            let Credential::Values(values) = credential else { continue };
            let key = values.first().map(Secret::expose).unwrap_or_default();
            let begins = |prefix: &&Prefix| prefix.scheme == *id && key.starts_with(prefix.text);
            let prefix = prefixes.iter().filter(begins).max_by_key(|prefix| prefix.text.len());
            let prefix = prefix.filter(|prefix| !prefix.environments.contains(here));
            let scheme = service.schemes.iter().find(|scheme| scheme.id == *id);
            if let (Some(scheme), Some(prefix)) = (scheme, prefix) {
                let there = prefix.environments.join("` or `");
                return Err(ConfigError::new(format!(
                    "the value given to `{}` begins with `{}`, so it is for the environment \
                     `{there}`, but calls go to `{here}`",
                    scheme.method, prefix.text
                )));
            }
        }
        Ok(())
    }
}
