// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: the values of a call's parameters. Out: the parts of its path and its query pairs, encoded. It
//! does not know which parameters an operation has.

use serde::Serialize;
use serde_json::Value;

use super::call::Parts;
use super::secret::collecting;
use super::{Call, Operation, Secret, url};

impl<O: Operation> Call<O> {
    pub(crate) fn path<T: Serialize + ?Sized>(mut self, name: &'static str, value: &T) -> Self {
        let texts = self.parts.texts(name, value);
        let texts: Vec<String> = texts.iter().map(|text| url::encode(text)).collect();
        self.parts.path_part(name, texts.join(","));
        self
    }
}

impl Parts {
    /// A part of the path, encoded already.
    pub(crate) fn path_part(&mut self, name: &'static str, text: String) {
        if text.is_empty() {
            self.fault(format!("the path parameter `{name}` is empty"));
        }
        self.path.retain(|(given, _)| *given != name);
        self.path.push((name, text));
    }

    pub(crate) fn query<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        let texts = self.texts(name, value);
        self.query_pairs(name, url::pairs(name, &texts, None));
    }

    /// The pairs of a parameter, encoded already.
    pub(crate) fn query_pairs(&mut self, name: &str, pairs: Vec<String>) {
        match self.query.iter_mut().find(|(given, _)| *given == name) {
            Some((_, earlier)) => *earlier = pairs,
            None => self.query.push((name.to_owned(), pairs)),
        }
    }

    /// What is to be written. A server may repeat a parameter in its error, as it is or encoded, so
    /// the secrets in it are kept from being shown.
    pub(crate) fn value<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Value {
        let (value, secrets) = collecting(|| {
            serde_json::to_value(value).or_else(|error| match serde_json::to_string(value) {
                // Integers beyond 64 bits are no values of JSON in memory, but they are texts.
                Ok(text) if text.bytes().all(|byte| byte == b'-' || byte.is_ascii_digit()) => {
                    Ok(Value::String(text))
                }
                Ok(_) | Err(_) => Err(error),
            })
        });
        for secret in secrets {
            let encoded = url::encode(secret.expose());
            self.secrets.extend([Secret::new(encoded), secret]);
        }
        value.unwrap_or_else(|error| {
            self.fault(format!("the parameter `{name}` cannot be written: {error}"));
            Value::Null
        })
    }

    pub(crate) fn texts<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Vec<String> {
        let value = self.value(name, value);
        url::texts(value).unwrap_or_else(|| {
            self.fault(format!("the parameter `{name}` is neither a scalar nor a list of scalars"));
            Vec::new()
        })
    }
}
