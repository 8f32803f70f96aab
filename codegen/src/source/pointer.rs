//! JSON pointers (RFC 6901): the address of every value of a document.
//!
//! In: steps (keys and indexes). Out: `/components/schemas/User/properties/id`.
//! Follows no reference on the way to a value.

use std::borrow::{Borrow, Cow};
use std::fmt::{self, Write as _};

use serde_json::Value;

/// Room for one more step, as most of them are.
const ROOM: usize = 32;

/// The address of a value inside a document, as an RFC 6901 JSON pointer.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(String);

impl Pointer {
    /// The whole document.
    #[must_use]
    pub const fn root() -> Self {
        Self(String::new())
    }

    /// Reads the text of a pointer, with or without the `#` of a `$ref`.
    ///
    /// `None` where the text is no pointer into the same document. Percent-encoded
    /// bytes, as URI fragments may carry them, are decoded.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.strip_prefix('#').unwrap_or(text);
        if !text.is_empty() && !text.starts_with('/') {
            return None;
        }
        Some(Self(percent_decode(text)?))
    }

    /// The pointer of a member or an element of this value.
    #[must_use]
    pub fn child(&self, step: impl fmt::Display) -> Self {
        let mut text = String::with_capacity(self.0.len() + ROOM);
        text.push_str(&self.0);
        text.push('/');
        let start = text.len();
        // Writing to a string does not fail.
        _ = write!(text, "{step}");
        if text[start..].bytes().any(|byte| matches!(byte, b'~' | b'/')) {
            let step = text[start..].replace('~', "~0").replace('/', "~1");
            text.replace_range(start.., &step);
        }
        Self(text)
    }

    /// The pointer some steps further down.
    #[must_use]
    pub fn join(&self, steps: &[&str]) -> Self {
        steps.iter().fold(self.clone(), |pointer, step| pointer.child(step))
    }

    /// The value that holds this one; `None` for the whole document.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        let (parent, _) = self.0.rsplit_once('/')?;
        Some(Self(parent.to_owned()))
    }

    /// The last step, unescaped; `None` for the whole document.
    #[must_use]
    pub fn last(&self) -> Option<String> {
        let (_, step) = self.0.rsplit_once('/')?;
        Some(unescape(step).into_owned())
    }

    /// The steps from the top, unescaped.
    pub fn steps(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.0.split('/').skip(1).map(unescape)
    }

    /// What stands here in a document.
    #[must_use]
    pub fn find<'v>(&self, document: &'v Value) -> Option<&'v Value> {
        self.steps().try_fold(document, |value, step| match value {
            Value::Object(map) => map.get(step.as_ref()),
            Value::Array(list) => list.get(position(&step)?),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
        })
    }

    /// What is left of this pointer below `ancestor`; `None` where it is not below it.
    #[must_use]
    pub fn below(&self, ancestor: &Self) -> Option<&str> {
        let rest = self.0.strip_prefix(&ancestor.0)?;
        (rest.is_empty() || rest.starts_with('/')).then_some(rest)
    }

    /// This pointer with `from` at its front replaced by `to`.
    #[must_use]
    pub fn moved(&self, from: &Self, to: &Self) -> Option<Self> {
        let rest = self.below(from)?;
        Some(Self(format!("{}{rest}", to.0)))
    }

    /// The text of a `$ref` that leads here; [`Pointer::parse`] reads it back.
    #[must_use]
    pub fn to_reference(&self) -> String {
        format!("#{}", self.0.replace('%', "%25"))
    }

    /// The texts of this pointer and of everything it stands in, innermost first.
    pub fn ancestors(&self) -> impl Iterator<Item = &str> {
        let mut rest = Some(self.0.as_str());
        std::iter::from_fn(move || {
            let this = rest?;
            rest = this.rfind('/').map(|end| &this[..end]);
            Some(this)
        })
    }

    /// The text of the pointer: empty for the whole document.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for Pointer {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() { "/" } else { &self.0 })
    }
}

fn unescape(step: &str) -> Cow<'_, str> {
    if step.contains('~') {
        Cow::Owned(step.replace("~1", "/").replace("~0", "~"))
    } else {
        Cow::Borrowed(step)
    }
}

/// The index that a step is; `007` and `+7` are none.
fn position(step: &str) -> Option<usize> {
    let plain = step == "0" || !step.starts_with(['0', '+']);
    step.parse().ok().filter(|_| plain)
}

pub(super) fn percent_decode(text: &str) -> Option<String> {
    if !text.contains('%') {
        return Some(text.to_owned());
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let high = char::from(rest.next()?).to_digit(16)?;
        let low = char::from(rest.next()?).to_digit(16)?;
        bytes.push(u8::try_from(high * 16 + low).ok()?);
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_escaped_and_come_back() {
        let pointer = Pointer::root().join(&["paths", "/v2/a~b", "get"]);
        assert_eq!(pointer.as_str(), "/paths/~1v2~1a~0b/get");
        assert_eq!(pointer.steps().collect::<Vec<_>>(), ["paths", "/v2/a~b", "get"]);
        assert_eq!(pointer.parent().and_then(|p| p.last()).as_deref(), Some("/v2/a~b"));
    }

    #[test]
    fn what_stands_at_a_pointer_is_found() {
        let document = serde_json::json!({"a/b": [{"c~": 1}, 2]});
        let find = |text| Pointer::parse(text).unwrap().find(&document).cloned();
        assert_eq!(find(""), Some(document.clone()));
        assert_eq!(find("/a~1b/0/c~0"), Some(1.into()));
        assert_eq!(find("/a~1b/1"), Some(2.into()));
        for nowhere in ["/a", "/a~1b/2", "/a~1b/00", "/a~1b/+1", "/a~1b/1/x"] {
            assert_eq!(find(nowhere), None, "{nowhere}");
        }
    }

    #[test]
    fn references_are_read_with_their_percent_signs() {
        let pointer = Pointer::parse("#/paths/~1pets~1%7Bid%7D").unwrap();
        assert_eq!(pointer.last().as_deref(), Some("/pets/{id}"));
        assert_eq!(Pointer::parse("#/a%zz"), None);
        assert_eq!(Pointer::parse("other.yaml#/a"), None);
    }

    #[test]
    fn a_reference_leads_back_to_its_pointer() {
        let pointer = Pointer::root().join(&["a%41", "b c"]);
        assert_eq!(Pointer::parse(&pointer.to_reference()), Some(pointer));
    }

    #[test]
    fn ancestors_end_with_the_whole_document() {
        let pointer = Pointer::root().join(&["a", "b"]);
        assert_eq!(pointer.ancestors().collect::<Vec<_>>(), ["/a/b", "/a", ""]);
    }

    #[test]
    fn a_sibling_with_the_same_start_is_not_below() {
        let user = Pointer::parse("/schemas/User").unwrap();
        assert_eq!(Pointer::parse("/schemas/UserName").unwrap().below(&user), None);
        assert_eq!(Pointer::parse("/schemas/User/id").unwrap().below(&user), Some("/id"));
    }
}
