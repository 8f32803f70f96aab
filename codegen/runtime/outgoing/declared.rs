// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: the values of parameters that documents declare and nobody else sends. Out: the headers and
//! the query pairs that they are written as.

use serde::Serialize;

use super::options::Options;
use super::{Call, Operation, url};

impl<O: Operation> Call<O> {
    /// A list in one pair, with commas between its items.
    pub(crate) fn query_list<T: Serialize + ?Sized>(
        mut self,
        name: &'static str,
        value: &T,
    ) -> Self {
        let texts = self.parts.options.texts(name, value);
        self.parts.options.query_pairs(name, url::pairs(name, &texts, Some(",")));
        self
    }

    pub(crate) fn header_parameter<T: Serialize + ?Sized>(
        mut self,
        name: &'static str,
        value: &T,
    ) -> Self {
        let texts = self.parts.options.texts(name, value);
        self.parts.options.header_texts(name, &texts);
        self
    }
}

impl Options {
    pub(crate) fn header_texts(&mut self, name: &'static str, texts: &[String]) {
        if texts.is_empty() {
            self.headers.remove(name);
        } else {
            self.header(name, &texts.join(","));
        }
    }
}
