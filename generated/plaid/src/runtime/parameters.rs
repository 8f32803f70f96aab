// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: the values of a call's parameters. Out: the parts of its path, its query pairs and its
//! headers, encoded. It does not know which parameters an operation has.

use serde::Serialize;

use super::call::Parts;
use super::{Call, Operation, url};

impl<O: Operation> Call<O> {
    pub(crate) fn path<T: Serialize + ?Sized>(mut self, name: &'static str, value: &T) -> Self {
        self.parts.path(name, url::texts(value));
        self
    }

    pub(crate) fn query<T: Serialize + ?Sized>(mut self, name: &'static str, value: &T) -> Self {
        self.parts.query(name, url::texts(value), None);
        self
    }

    /// A list in one pair, with commas between its items.
    pub(crate) fn query_list<T: Serialize + ?Sized>(
        mut self,
        name: &'static str,
        value: &T,
    ) -> Self {
        self.parts.query(name, url::texts(value), Some(","));
        self
    }

    pub(crate) fn header_parameter<T: Serialize + ?Sized>(
        mut self,
        name: &'static str,
        value: &T,
    ) -> Self {
        self.parts.header_parameter(name, url::texts(value));
        self
    }
}

impl Parts {
    fn path(&mut self, name: &'static str, texts: Option<Vec<String>>) {
        let texts = self.unless_structured(name, texts);
        let text: Vec<String> = texts.iter().map(|text| url::encode(text)).collect();
        let text = text.join(",");
        if text.is_empty() {
            self.fault(format!("the path parameter `{name}` is empty"));
        }
        self.path.retain(|(given, _)| *given != name);
        self.path.push((name, text));
    }

    fn query(
        &mut self,
        name: &'static str,
        texts: Option<Vec<String>>,
        separator: Option<&'static str>,
    ) {
        let texts = self.unless_structured(name, texts);
        let pairs = url::pairs(name, &texts, separator);
        match self.query.iter_mut().find(|(given, _)| *given == name) {
            Some((_, earlier)) => *earlier = pairs,
            None => self.query.push((name, pairs)),
        }
    }

    fn header_parameter(&mut self, name: &'static str, texts: Option<Vec<String>>) {
        let texts = self.unless_structured(name, texts);
        if texts.is_empty() {
            self.headers.remove(name);
        } else {
            self.header(name, &texts.join(","));
        }
    }

    fn unless_structured(&mut self, name: &str, texts: Option<Vec<String>>) -> Vec<String> {
        texts.unwrap_or_else(|| {
            self.fault(format!("the parameter `{name}` is neither a scalar nor a list of scalars"));
            Vec::new()
        })
    }
}
