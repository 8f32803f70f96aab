//! Doc comments.
//!
//! In: the document's words and ours. Out: lines or `#[doc]` attributes, paragraph by paragraph.
//! What makes somebody else's Markdown safe is `markdown.rs`.

use proc_macro2::TokenStream;
use quote::quote;

use super::markdown::{code_span, safe_markdown};
use super::tokens::parsed;

/// Doc comments, paragraph by paragraph.
#[derive(Clone, Debug, Default)]
pub struct Docs {
    paragraphs: Vec<(Shown, String)>,
}

/// When a line of the documentation is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// Always.
    Always,
    /// Where the crate is compiled with all groups of calls.
    WithAll,
    /// Where it may be compiled without some of them.
    WithSome,
}

impl Shown {
    /// The condition, where there is one.
    pub fn condition(self) -> Option<&'static str> {
        match self {
            Self::Always => None,
            Self::WithAll => Some("feature = \"all-groups\""),
            Self::WithSome => Some("not(feature = \"all-groups\")"),
        }
    }
}

impl Docs {
    /// Adds the document's words, if there are any.
    #[must_use]
    pub fn words(mut self, text: Option<&str>) -> Self {
        let safe = text.map(safe_markdown).unwrap_or_default();
        if !safe.is_empty() {
            self.paragraphs.push((Shown::Always, safe));
        }
        self
    }

    /// Adds Markdown of our own.
    #[must_use]
    pub fn own(mut self, markdown: impl Into<String>) -> Self {
        self.paragraphs.push((Shown::Always, markdown.into()));
        self
    }

    /// Adds Markdown with links to groups of calls, and the same without them, for where these
    /// groups may not be there.
    #[must_use]
    pub fn linked(mut self, links: String, plain: String) -> Self {
        self.paragraphs.extend([(Shown::WithAll, links), (Shown::WithSome, plain)]);
        self
    }

    /// Adds what the service assumes where a value is absent.
    #[must_use]
    pub fn default_value(self, json: Option<&str>) -> Self {
        match json {
            Some(json) => self.own(format!("Default: {}", code_span(json))),
            None => self,
        }
    }

    /// The lines of the comments, as they stand after `///` where they are always shown; none where
    /// nothing was added.
    pub fn lines(&self) -> impl Iterator<Item = (Shown, String)> {
        let paragraphs = self.paragraphs.iter().enumerate();
        let lines = paragraphs.flat_map(|(index, (shown, paragraph))| {
            // What is shown in place of another paragraph has the gap of that one.
            let gap = (index > 0 && *shown != Shown::WithSome).then_some((Shown::Always, ""));
            gap.into_iter().chain(paragraph.lines().map(|line| (*shown, line)))
        });
        lines.map(|(shown, line)| match shown {
            Shown::Always if !line.is_empty() => (shown, format!(" {line}")),
            Shown::Always | Shown::WithAll | Shown::WithSome => (shown, line.to_owned()),
        })
    }

    /// The comments as attributes; none where nothing was added.
    #[must_use]
    pub fn tokens(&self) -> TokenStream {
        let lines = self.lines().map(|(shown, line)| match shown.condition().map(parsed) {
            None => quote!(#[doc = #line]),
            Some(condition) => quote!(#[cfg_attr(#condition, doc = #line)]),
        });
        quote!(#(#lines)*)
    }
}
