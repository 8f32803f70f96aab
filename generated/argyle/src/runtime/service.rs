// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: nothing. Out: the shape of what the generator knows about a service before the first call,
//! as one constant of the crate. It holds no credentials.

use super::{Credential, Secret};

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
    pub(crate) variables: &'static [Variable],
    /// Alternatives of sets of scheme ids. An empty set among them makes credentials optional.
    pub(crate) security: &'static [&'static [&'static str]],
    pub(crate) schemes: &'static [Scheme],
    pub(crate) constants: &'static [Constant],
}

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

/// A security scheme and the builder method that configures it. A scheme with several methods is
/// there several times.
#[derive(Debug)]
pub(crate) struct Scheme {
    pub(crate) id: &'static str,
    pub(crate) method: &'static str,
    pub(crate) sent: Place,
    /// The environment variables that hold it.
    pub(crate) env: &'static [&'static str],
    /// How credentials begin that are good for some environments only.
    pub(crate) prefixes: &'static [Prefix],
}

/// Where a credential is put.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Place {
    Basic,
    Bearer,
    Header(&'static str),
    Query(&'static str),
    Cookie(&'static str),
    /// After this word in `Authorization`.
    Http(&'static str),
    /// Nowhere: it is exchanged for a token, which is put there.
    Exchanged(fn(Secret, Secret) -> Credential),
}

/// What the beginning of a credential says.
#[derive(Debug)]
pub(crate) struct Prefix {
    pub(crate) text: &'static str,
    /// The names of the environments that take it.
    pub(crate) environments: &'static [&'static str],
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
    /// What `show` says of the ways to configure a scheme, as messages name them.
    pub(crate) fn ways(&self, id: &str, show: fn(&Scheme) -> String) -> String {
        let ways = self.schemes.iter().filter(|scheme| scheme.id == id);
        ways.map(show).collect::<Vec<_>>().join(" or ")
    }

    /// The environment at a URL, as it is written in the document.
    pub(crate) fn environment(&self, url: &str) -> Option<&'static str> {
        let mut known = self.environments.iter();
        known.find(|(_, known)| *known == url).map(|(name, _)| *name)
    }

    /// A variable of a server.
    pub(crate) fn variable(&self, server: &str, name: &str) -> Option<&'static Variable> {
        let mut variables = self.variables.iter();
        variables.find(|variable| variable.server == server && variable.name == name)
    }
}
