// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: bodies that are not plain JSON. Out: what goes onto the wire, with its media type. Forms and
//! bodies of several parts have files of their own.

use reqwest::Body;
use serde::Serialize;
use serde_json::Value;

use super::options::Options;
use super::secret::collecting;
use super::{Call, Operation};

impl<O: Operation> Call<O> {
    /// A list, with each of its items as JSON on a line of its own.
    pub(crate) fn json_lines<T: Serialize>(mut self, media: &str, items: &[T]) -> Self {
        let write = |mut lines: Vec<u8>, item| {
            serde_json::to_writer(&mut lines, item)?;
            lines.push(b'\n');
            Ok(lines)
        };
        self.parts.json(media, collecting(|| items.iter().try_fold(Vec::new(), write)));
        self
    }

    /// Text, or what the caller has written as text.
    pub(crate) fn text_body(mut self, media: &str, text: String) -> Self {
        self.parts.content(media, text.into());
        self
    }

    /// Bytes, or a stream of them, which cannot be sent again.
    pub(crate) fn bytes_body(mut self, media: &str, body: Body) -> Self {
        self.parts.content(media, body);
        self
    }
}

/// The members of a body, and what it holds that must not be shown.
pub(crate) fn members<T: Serialize + ?Sized>(
    body: &T,
    options: &mut Options,
) -> Vec<(String, Value)> {
    let (value, secrets) = collecting(|| serde_json::to_value(body));
    options.secrets.extend(secrets);
    match value {
        Ok(Value::Object(members)) => members.into_iter().collect(),
        Ok(Value::Null) => Vec::new(),
        Ok(_) => {
            options.fault("the body has no members, so it makes no form".to_owned());
            Vec::new()
        }
        Err(error) => {
            options.fault(format!("the body cannot be written: {error}"));
            Vec::new()
        }
    }
}

/// A scalar as it stands in a form; `null` is not there at all.
pub(crate) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            Some(value.to_string())
        }
    }
}
