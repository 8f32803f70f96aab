// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: a body that travels as a form. Out: its pairs, as `application/x-www-form-urlencoded`.

use serde::Serialize;
use serde_json::Value;

use super::bodies::{members, scalar};
use super::{Call, Operation, url};

/// How a member with structure stands in a form. Without a word about it, a list of scalars is a
/// pair an item, and anything else is as with `Deep`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FormStyle {
    /// `a[b]=1`, `a[0]=1`.
    Deep,
    /// `a=1,2`.
    Comma,
    /// `a=1 2`.
    Space,
    /// `a=1|2`.
    Pipe,
    /// The members of an object as pairs of their own.
    Spread,
    /// JSON.
    Json,
}

impl<O: Operation> Call<O> {
    pub(crate) fn form_body<T: Serialize + ?Sized>(
        mut self,
        body: &T,
        styles: &[(&str, FormStyle)],
    ) -> Self {
        let mut pairs = Vec::new();
        for (name, value) in members(body, &mut self.parts.options) {
            let style = styles.iter().find(|(known, _)| *known == name);
            write(name, &value, style.map(|(_, style)| *style), &mut pairs);
        }
        let pairs = pairs.iter().map(|(name, text)| [url::encode(name), url::encode(text)]);
        let text = pairs.map(|pair| pair.join("=")).collect::<Vec<_>>().join("&");
        self.parts.content("application/x-www-form-urlencoded", text.into());
        self
    }
}

type Pairs = Vec<(String, String)>;

fn write(name: String, value: &Value, style: Option<FormStyle>, pairs: &mut Pairs) {
    let separator = match style {
        Some(FormStyle::Comma) => ",",
        Some(FormStyle::Space) => " ",
        Some(FormStyle::Pipe) => "|",
        Some(FormStyle::Json) => {
            let json = (!value.is_null()).then(|| value.to_string());
            return pairs.extend(json.map(|json| (name, json)));
        }
        Some(FormStyle::Spread) => {
            return match value {
                Value::Object(members) => {
                    members.iter().for_each(|(key, value)| deep(key.clone(), value, pairs));
                }
                other => write(name, other, None, pairs),
            };
        }
        Some(FormStyle::Deep) => return deep(name, value, pairs),
        None => {
            return match value {
                Value::Array(items) if items.iter().all(is_scalar) => {
                    let texts = items.iter().filter_map(scalar);
                    pairs.extend(texts.map(|text| (name.clone(), text)));
                }
                other => deep(name, other, pairs),
            };
        }
    };
    let texts: Vec<String> = match value {
        Value::Array(items) => items.iter().filter_map(scalar).collect(),
        Value::Object(members) => {
            let members =
                members.iter().filter_map(|(key, value)| Some([key.clone(), scalar(value)?]));
            members.flatten().collect()
        }
        other => scalar(other).into_iter().collect(),
    };
    if !texts.is_empty() {
        pairs.push((name, texts.join(separator)));
    }
}

/// Members and items by their place in brackets.
fn deep(name: String, value: &Value, pairs: &mut Pairs) {
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                deep(format!("{name}[{index}]"), item, pairs);
            }
        }
        Value::Object(members) => {
            for (key, value) in members {
                deep(format!("{name}[{key}]"), value, pairs);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            pairs.extend(scalar(value).map(|text| (name, text)));
        }
    }
}

fn is_scalar(value: &Value) -> bool {
    !value.is_array() && !value.is_object()
}
