// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: the URL of a server with variables in it, and what is chosen for them. Out: a base URL. It
//! chooses no server.

use super::url::{encode, expand, is_dots};
use super::{ClientBuilder, ConfigError};

/// A `{name}` in the URL of a server.
#[derive(Debug)]
pub(crate) struct Variable {
    /// The URL that it stands in: the same name can have another default in another one.
    pub(crate) server: &'static str,
    pub(crate) name: &'static str,
    /// Without one, the consumer has to choose.
    pub(crate) default: Option<&'static str>,
    /// Empty: any value that stays within its part of the URL.
    pub(crate) allowed: &'static [&'static str],
    /// The builder method that sets it.
    pub(crate) method: &'static str,
    /// The environment variable that does.
    pub(crate) env: &'static str,
}

impl ClientBuilder {
    pub(crate) fn variable(mut self, name: &'static str, value: String) -> Self {
        self.variables.retain(|(given, _)| *given != name);
        self.variables.push((name, value));
        self
    }

    /// The URL of a server with its variables filled in. What was chosen for another server has no
    /// effect on this one.
    pub(crate) fn filled(&self, template: &str, all: &[Variable]) -> Result<String, ConfigError> {
        let mut values = Vec::new();
        for variable in all.iter().filter(|variable| variable.server == template) {
            let chosen = self.variables.iter().find(|(name, _)| *name == variable.name);
            let chosen = match chosen {
                Some((_, value)) => Some(value.clone()),
                None => self.told(variable.env)?,
            };
            if let Some(value) = &chosen {
                variable.check(value).map_err(ConfigError::new)?;
            }
            let value = chosen.or_else(|| variable.default.map(str::to_owned));
            values.extend(value.map(|value| (variable.name, value)));
        }
        let value = |name: &str| {
            let found = values.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| value.as_str())
        };
        expand(template, value).map_err(|name| {
            let known = all.iter().find(|known| known.server == template && known.name == name);
            let method = known.map_or("base_url(..)", |variable| variable.method);
            ConfigError::new(format!("the server variable `{name}` has no value: call `{method}`"))
        })
    }
}

impl Variable {
    fn check(&self, value: &str) -> Result<(), String> {
        let Self { name, allowed, .. } = self;
        // A value must neither end the host nor climb out of the path.
        let plain = !value.is_empty() && !is_dots(value) && encode(value) == value;
        if allowed.is_empty() && !plain {
            return Err(format!(
                "the server variable `{name}` may hold letters, digits, `-`, `.`, `_` and `~`; \
                 for anything else call `base_url(..)`"
            ));
        }
        if !allowed.is_empty() && !allowed.contains(&value) {
            let allowed = allowed.join("`, `");
            return Err(format!("the server variable `{name}` has to be one of `{allowed}`"));
        }
        Ok(())
    }
}
