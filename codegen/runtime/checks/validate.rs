// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: a request. Out: all that it violates of what the document asks of values, with paths; and, where
//! a client was told to, an error in the place of the call. It shows no text that was found.

use std::error::Error as StdError;
use std::fmt::{self, Display};

use super::{Call, Checks, ClientBuilder, ConfigError, Error, Operation};

/// What is sent, where the document asks more of its values than their types say. It needs the feature
/// `validate`.
pub trait Validate {
    /// Holds this value, with all that is in it, against what the document asks.
    fn validate(&self) -> Result<(), Violations> {
        let mut checks = Checks::default();
        self.check(&mut checks);
        checks.result()
    }

    #[doc(hidden)]
    fn check(&self, at: &mut Checks);
}

impl<T: Validate + ?Sized> Validate for Box<T> {
    fn check(&self, at: &mut Checks) {
        T::check(self, at);
    }
}

/// All that a request violates: at least one thing. `Display` has a line for each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violations(pub(crate) Vec<Violation>);

/// What the document asks of a value, and what was found instead.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// Where in the request, such as `items[3].name`, with the keys of maps. Empty: the value as a
    /// whole.
    pub path: String,
    /// What the document asks for.
    pub asked: String,
    /// What was found: a number, or how many of something. Never a text or a part of one.
    pub found: Option<String>,
}

impl Violations {
    /// One after the other, in the order of the document.
    pub fn iter(&self) -> std::slice::Iter<'_, Violation> {
        self.0.iter()
    }
}

impl IntoIterator for Violations {
    type Item = Violation;
    type IntoIter = std::vec::IntoIter<Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Violations {
    type Item = &'a Violation;
    type IntoIter = std::slice::Iter<'a, Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl Display for Violations {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.iter().enumerate() {
            let line = if index == 0 { "" } else { "\n" };
            write!(formatter, "{line}{violation}")?;
        }
        Ok(())
    }
}

impl Display for Violation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(formatter, "{}: ", self.path)?;
        }
        write!(formatter, "expected {}", self.asked)?;
        self.found.iter().try_for_each(|found| write!(formatter, ", found {found}"))
    }
}

impl StdError for Violations {}

impl Error {
    /// What the request violates, where the client was told to look at it before it is sent.
    pub fn violations(&self) -> Option<&Violations> {
        self.source()?.downcast_ref()
    }
}

impl ClientBuilder {
    /// Holds requests against what the document asks of their values, such as the length of texts
    /// and the bounds of numbers, before anything is sent. A call that violates any of it fails with
    /// [`Error::Config`], and [`Error::violations`] has all of them. Off unless told otherwise: the
    /// service may have changed its mind since the document was written.
    pub fn validate_requests(mut self, validate: bool) -> Self {
        self.validate = validate;
        self
    }
}

impl<O: Operation> Call<O> {
    /// Looks at what the call is given, if the client was told to.
    pub(crate) fn check(mut self, check: impl FnOnce(&mut Checks)) -> Self {
        if !self.client.shared.validate {
            return self;
        }
        let mut checks = Checks::default();
        check(&mut checks);
        let Err(found) = checks.result() else { return self };
        let before = self.parts.options.fault.as_ref();
        let known: Option<&Violations> =
            before.and_then(|fault| fault.source()).and_then(|source| source.downcast_ref());
        if before.is_none() || known.is_some() {
            let known = known.into_iter().flatten().cloned();
            let all = Violations(known.chain(found).collect());
            let message = format!("{} was not sent, as it does not fit:\n{all}", self.parts.site);
            self.parts.options.fault = Some(ConfigError::caused(message, all));
        }
        self
    }

    /// The same for a body that needs no more words.
    pub(crate) fn check_body(self, body: &impl Validate) -> Self {
        self.check(|at| body.check(at))
    }
}
