// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: parameters with structure, or with a notation of their own. Out: the part of the path, the
//! query pairs, the header or the cookies that they are written as. It refuses nothing: what the
//! notations of OpenAPI have no form for travels as JSON.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::ser::Error as _;
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::url::encode;
use super::{Call, Operation};

/// How a value is written: `Style::form().exploded()`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    notation: Notation,
    exploded: bool,
    reserved: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Notation {
    Simple,
    Label,
    Matrix,
    Form,
    Spaces,
    Pipes,
    DeepObject,
    Cookie,
}

impl Style {
    /// `a,b` and `k,v,k,v`.
    pub(crate) const fn simple() -> Self {
        Self::new(Notation::Simple)
    }

    /// `.a,b`, in a path.
    pub(crate) const fn label() -> Self {
        Self::new(Notation::Label)
    }

    /// `;name=a,b`, in a path.
    pub(crate) const fn matrix() -> Self {
        Self::new(Notation::Matrix)
    }

    /// `name=a,b`.
    pub(crate) const fn form() -> Self {
        Self::new(Notation::Form)
    }

    /// `name=a%20b`.
    pub(crate) const fn spaces() -> Self {
        Self::new(Notation::Spaces)
    }

    /// `name=a%7Cb`.
    pub(crate) const fn pipes() -> Self {
        Self::new(Notation::Pipes)
    }

    /// `name[k]=v`, `name[k][l]=v` and, for lists, `name[0]=a`.
    pub(crate) const fn deep_object() -> Self {
        Self::new(Notation::DeepObject)
    }

    /// `name=a,b` as it is, in a cookie.
    pub(crate) const fn cookie() -> Self {
        Self::new(Notation::Cookie)
    }

    /// Items and members stand on their own: `name=a&name=b` and `k=v&k=v`.
    pub(crate) const fn exploded(self) -> Self {
        Self { exploded: true, ..self }
    }

    /// Characters that have a meaning in a URL stay as they are, as far as the value stays within
    /// its place.
    pub(crate) const fn reserved(self) -> Self {
        Self { reserved: true, ..self }
    }

    const fn new(notation: Notation) -> Self {
        Self { notation, exploded: false, reserved: false }
    }
}

/// A parameter that is its value as JSON.
pub(crate) struct Json<'a, T: ?Sized>(pub(crate) &'a T);

impl<T: Serialize + ?Sized> Serialize for Json<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = serde_json::to_string(self.0).map_err(S::Error::custom)?;
        serializer.serialize_str(&text)
    }
}

impl<O: Operation> Call<O> {
    pub(crate) fn path_styled<T: Serialize + ?Sized>(
        mut self,
        name: &'static str,
        style: Style,
        value: &T,
    ) -> Self {
        let value = self.parts.options.value(name, value);
        let part = in_path(name, style, &value);
        self.parts.path_part(name, part);
        self
    }

    pub(crate) fn query_styled<T: Serialize + ?Sized>(
        mut self,
        name: &'static str,
        style: Style,
        value: &T,
    ) -> Self {
        let value = self.parts.options.value(name, value);
        let pairs = pairs(name, style, &value);
        self.parts.options.query_pairs(name, pairs);
        self
    }

    /// The whole query: the members of an object as its pairs, or a text.
    pub(crate) fn query_string<T: Serialize + ?Sized>(mut self, value: &T) -> Self {
        let value = self.parts.options.value("", value);
        let query = match &value {
            Value::Object(_) => pairs("", Style::form().exploded(), &value),
            Value::Null => Vec::new(),
            other => vec![encode(&text(other))],
        };
        self.parts.options.query_pairs("", query);
        self
    }

    pub(crate) fn header_styled<T: Serialize + ?Sized>(
        mut self,
        name: &'static str,
        style: Style,
        value: &T,
    ) -> Self {
        let value = self.parts.options.value(name, value);
        // Headers are not percent-encoded.
        let parts = list(style.exploded, &value, &str::to_owned);
        let parts = parts.unwrap_or_else(|| vec![text(&value)]);
        self.parts.options.header_texts(name, &parts);
        self
    }

    pub(crate) fn cookie<T: Serialize + ?Sized>(
        mut self,
        name: &'static str,
        style: Style,
        value: &T,
    ) -> Self {
        let value = self.parts.options.value(name, value);
        let cookies = pairs(name, style, &value);
        let fits = |cookie: &String| !cookie.contains(|c: char| c == ';' || c.is_control());
        if !cookies.iter().all(fits) {
            self.parts
                .options
                .fault(format!("the cookie `{name}` holds a `;` or a control character"));
        }
        self.parts.cookies.retain(|(given, _)| *given != name);
        self.parts.cookies.push((name, cookies));
        self
    }
}

/// A value as a part of a path; empty where it has nothing to say.
fn in_path(name: &str, style: Style, value: &Value) -> String {
    // Not even what is encoded already is left alone: `%2e%2e` would climb out of the path.
    let encode = |text: &str| {
        if style.reserved { utf8_percent_encode(text, IN_PATH).to_string() } else { encode(text) }
    };
    let name = encode(name);
    if value.is_null() {
        return String::new();
    }
    let Some(parts) = list(style.exploded, value, &encode) else {
        let text = encode(&text(value));
        return match style.notation {
            Notation::Label => format!(".{text}"),
            Notation::Matrix if text.is_empty() => format!(";{name}"),
            Notation::Matrix => format!(";{name}={text}"),
            Notation::Simple
            | Notation::Form
            | Notation::Spaces
            | Notation::Pipes
            | Notation::DeepObject
            | Notation::Cookie => text,
        };
    };
    if parts.is_empty() {
        return String::new();
    }
    match style.notation {
        Notation::Label if style.exploded => format!(".{}", parts.join(".")),
        Notation::Label => format!(".{}", parts.join(",")),
        Notation::Matrix if style.exploded && value.is_object() => format!(";{}", parts.join(";")),
        Notation::Matrix if style.exploded => {
            let parts: Vec<String> = parts.iter().map(|part| format!(";{name}={part}")).collect();
            parts.concat()
        }
        Notation::Matrix => format!(";{name}={}", parts.join(",")),
        Notation::Simple
        | Notation::Form
        | Notation::Spaces
        | Notation::Pipes
        | Notation::DeepObject
        | Notation::Cookie => parts.join(","),
    }
}

/// A value as pairs of a query, or as cookies.
fn pairs(name: &str, style: Style, value: &Value) -> Vec<String> {
    let encode = |text: &str| style.encode(text);
    let separator = match style.notation {
        Notation::Spaces => "%20",
        Notation::Pipes => "%7C",
        Notation::DeepObject => {
            let mut pairs = Vec::new();
            deep(&encode, name, value, &mut pairs);
            return pairs;
        }
        Notation::Simple
        | Notation::Label
        | Notation::Matrix
        | Notation::Form
        | Notation::Cookie => ",",
    };
    let key = |name: &str| Style { reserved: false, ..style }.encode(name);
    let pair = |name: &str, value: &Value| format!("{}={}", key(name), encode(&text(value)));
    let each = |name: &str, items: &[Value]| -> Vec<String> {
        items.iter().filter(|item| !item.is_null()).map(|item| pair(name, item)).collect()
    };
    match value {
        Value::Array(items) if style.exploded => each(name, items),
        // A list in an object is written as it would be by itself.
        Value::Object(members) if style.exploded => {
            let pairs = members.iter().flat_map(|(name, value)| match value {
                Value::Array(items) => each(name, items),
                Value::Null => Vec::new(),
                other => vec![pair(name, other)],
            });
            pairs.collect()
        }
        Value::Null => Vec::new(),
        scalar_or_joined => match list(false, scalar_or_joined, &encode) {
            Some(parts) if parts.is_empty() => Vec::new(),
            Some(parts) => vec![format!("{}={}", key(name), parts.join(separator))],
            None => vec![pair(name, scalar_or_joined)],
        },
    }
}

/// The items of a list or the members of an object, `None` for anything else.
fn list(exploded: bool, value: &Value, encode: &dyn Fn(&str) -> String) -> Option<Vec<String>> {
    match value {
        Value::Array(items) => {
            let items = items.iter().filter(|item| !item.is_null());
            Some(items.map(|item| encode(&text(item))).collect())
        }
        Value::Object(members) => {
            let members = members.iter().filter(|(_, value)| !value.is_null());
            let members = members.map(|(name, value)| (encode(name), encode(&text(value))));
            if exploded {
                Some(members.map(|(name, value)| format!("{name}={value}")).collect())
            } else {
                Some(members.flat_map(|(name, value)| [name, value]).collect())
            }
        }
        Value::Null => Some(Vec::new()),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}

/// Each value at the end of its own path of brackets.
fn deep(encode: &dyn Fn(&str) -> String, name: &str, value: &Value, pairs: &mut Vec<String>) {
    match value {
        Value::Null => {}
        Value::Object(members) => {
            for (member, value) in members {
                deep(encode, &format!("{name}[{member}]"), value, pairs);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                deep(encode, &format!("{name}[{index}]"), value, pairs);
            }
        }
        Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            // The name stays in its place, whatever the value may do.
            let name = super::url::encode(name);
            pairs.push(format!("{name}={}", encode(&text(value))));
        }
    }
}

/// A single value as it is, anything with structure as JSON.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            value.to_string()
        }
    }
}

/// What is encoded in a path although reserved characters are allowed: what ends the path, and
/// what would make it another one.
const IN_PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b':')
    .remove(b'[')
    .remove(b']')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// What is encoded in a query all the same: what ends the query or the pair, and `+`, which is read
/// as a space.
const IN_QUERY: &AsciiSet = &IN_PATH.remove(b'/').remove(b'?').add(b'&').add(b'+');

impl Style {
    fn encode(self, text: &str) -> String {
        match (self.notation, self.reserved) {
            (Notation::Cookie, _) => text.to_owned(),
            (_, true) => encode_but_reserved(text),
            (_, false) => encode(text),
        }
    }
}

/// Leaves what is encoded already as it is (RFC 6570, 3.2.3).
fn encode_but_reserved(text: &str) -> String {
    let mut encoded = String::new();
    for (index, part) in text.split('%').enumerate() {
        if index > 0 {
            let triple = part.bytes().take(2).filter(u8::is_ascii_hexdigit).count() == 2;
            encoded.push_str(if triple { "%" } else { "%25" });
        }
        encoded.extend(utf8_percent_encode(part, IN_QUERY));
    }
    encoded
}
