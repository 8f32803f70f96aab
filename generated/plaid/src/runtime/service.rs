// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: nothing. Out: the shape of what the generator knows about a service before the first call,
//! as one constant of the crate. It holds no credentials.

/// What a document says about its servers and its security.
#[derive(Debug)]
pub(crate) struct Service {
    /// The server that is taken when the consumer names none; `None` makes naming one a duty.
    pub(crate) base_url: Option<&'static str>,
    /// The builder methods that name a server, for the message that asks for one.
    pub(crate) base_url_hint: &'static str,
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
}

/// A security scheme and the builder method that configures it.
#[derive(Debug)]
pub(crate) struct Scheme {
    pub(crate) id: &'static str,
    pub(crate) method: &'static str,
}

/// A security scheme whose value is the same for everybody, such as a version header.
#[derive(Debug)]
pub(crate) struct Constant {
    pub(crate) scheme: &'static str,
    pub(crate) header: &'static str,
    pub(crate) value: &'static str,
}

impl Service {
    /// The builder method of a scheme, as messages name it.
    pub(crate) fn method(&self, id: &'static str) -> &'static str {
        self.schemes.iter().find(|scheme| scheme.id == id).map_or(id, |scheme| scheme.method)
    }

    /// A variable of a server.
    pub(crate) fn variable(&self, server: &str, name: &str) -> Option<&'static Variable> {
        let mut variables = self.variables.iter();
        variables.find(|variable| variable.server == server && variable.name == name)
    }
}
