// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: the patterns that the document asks texts for. Out: a violation where a text has none of it. It
//! reads each pattern once, when it is first asked for, and shows no text.

use std::fmt;
use std::sync::OnceLock;

use regex_lite::Regex;

use super::Checks;
use super::checks::Text;
use super::error::excerpt;

/// A pattern of the document.
pub(crate) struct Pattern {
    /// As the document has it, and, where that is another, as the engine wants it.
    texts: &'static [&'static str],
    engine: OnceLock<Option<Regex>>,
}

impl Pattern {
    pub(crate) const fn new(texts: &'static [&'static str]) -> Self {
        Self { texts, engine: OnceLock::new() }
    }

    /// A pattern that the engine does not read, which the generator leaves out, fits everything.
    pub(crate) fn check(&self, value: &impl Text, at: &mut Checks) {
        let read = || self.texts.last().and_then(|text| Regex::new(text).ok());
        let engine = self.engine.get_or_init(read).as_ref();
        if engine.is_some_and(|engine| !engine.is_match(value.text())) {
            let asked = self.texts.first().copied().unwrap_or_default();
            at.violated(format!("a text that fits `{}`", excerpt(asked)), None);
        }
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Pattern").field(&self.texts).finish()
    }
}
