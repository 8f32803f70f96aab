// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: environment variables, and names of environments. Out: what they say, in the place of what a
//! consumer did not give. Whether credentials and environment fit together: `prefixes`. It sends nothing.

use std::ffi::OsString;

use super::service::Place;
use super::{ClientBuilder, ConfigError, Credential, Secret};

impl ClientBuilder {
    /// Lets environment variables say what is not given otherwise. They are read by `build()`.
    pub(crate) fn env(mut self, read: fn(&str) -> Option<OsString>) -> Self {
        self.env = Some(read);
        self
    }

    /// What an environment variable says, where they count. One that is empty is one that is not set.
    pub(crate) fn told(&self, name: &str) -> Result<Option<String>, ConfigError> {
        let value = self.env.and_then(|read| read(name)).filter(|value| !value.is_empty());
        let value = value.map(OsString::into_string).transpose();
        value.map_err(|_| ConfigError::new(format!("`{name}` is not UTF-8")))
    }

    /// Takes what was not given from environment variables.
    pub(crate) fn fill(&mut self) -> Result<(), ConfigError> {
        if self.env.is_none() {
            return Ok(());
        }
        let service = self.service;
        if self.base_url.is_none() && self.server.is_none() {
            self.base_url = self.told(service.base_url_env)?;
            if let Some(name) = self.told(service.environment_env)? {
                let mut known = service.environments.iter();
                let found = known.find(|(known, _)| is_meant(known, &name));
                let variable = format!("`{}`", service.environment_env);
                let found = found.ok_or_else(|| unknown(&variable, service.environments))?;
                self.server = Some(found.1);
            }
        }
        for scheme in service.schemes {
            if self.credentials.iter().any(|(given, _)| *given == scheme.id) {
                continue;
            }
            let mut values: Vec<Secret> = Vec::new();
            let mut unset = Vec::new();
            for name in scheme.env {
                match self.told(name)? {
                    Some(value) => values.push(value.into()),
                    None => unset.push(*name),
                }
            }
            let credential = match (unset.first(), values.as_slice(), scheme.sent) {
                (Some(unset), [_, ..], _) => {
                    let message = format!("credentials are missing: set `{unset}`");
                    return Err(ConfigError::new(message));
                }
                (Some(_), [], _) => continue,
                (None, [id, secret], Place::Exchanged(make)) => make(id.clone(), secret.clone()),
                (None, _, _) => Credential::Values(values),
            };
            self.credentials.push((scheme.id, credential));
        }
        Ok(())
    }
}

/// What the environment of the process says.
pub(crate) fn env_variable(name: &str) -> Option<OsString> {
    std::env::var_os(name)
}

/// What every `Environment` can do.
macro_rules! environments {
    ($environment:ident { $($variant:ident: $name:literal $url:literal,)* }) => {
        impl $environment {
            /// All of them, by name and URL.
            pub(crate) const ALL: &'static [(&'static str, &'static str)] = &[$(($name, $url)),*];

            /// The base URL, with its variables if it has any.
            #[must_use]
            pub const fn base_url(self) -> &'static str {
                match self {
                    $(Self::$variant => $url,)*
                }
            }

            /// Its name, in small letters.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }

        impl std::fmt::Display for $environment {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $environment {
            type Err = $crate::runtime::ConfigError;

            /// Reads a name in any case, and with any or no signs between its words.
            fn from_str(name: &str) -> Result<Self, Self::Err> {
                let mut all = [$(Self::$variant),*].into_iter();
                let found = all.find(|known| $crate::runtime::is_meant(known.as_str(), name));
                found.ok_or_else(|| $crate::runtime::unknown("the text", Self::ALL))
            }
        }
    };
}
pub(crate) use environments;

/// Whether a name is that of an environment, however it is spelled.
pub(crate) fn is_meant(environment: &str, name: &str) -> bool {
    let plain = |name: &str| {
        let signs = name.chars().filter(|sign| sign.is_alphanumeric());
        signs.collect::<String>().to_lowercase()
    };
    plain(environment) == plain(name)
}

/// What is said of a name that no environment has.
pub(crate) fn unknown(what: &str, environments: &[(&str, &str)]) -> ConfigError {
    let known: Vec<String> = environments.iter().map(|(name, _)| format!("`{name}`")).collect();
    let known = known.join(", ");
    ConfigError::new(format!("{what} names no environment: it has to be one of {known}"))
}
