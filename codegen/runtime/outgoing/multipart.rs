// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: files and other values that travel as parts of one body. Out: the body: whole where all of
//! it is in memory, and otherwise a stream, which cannot be sent again.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;

use reqwest::Body;
use reqwest::header::HeaderValue;
use serde::Serialize;
use serde_json::Value;

use super::bodies::{members, scalar};
use super::options::Options;
use super::secret::collecting;
use super::{Call, Operation, random};

/// A file that is sent as a part of a body.
///
/// It is made of bytes or text, or of anything else that a `reqwest::Body` is made of: with
/// the feature `stream` an open `tokio::fs::File`, or any stream by `Body::wrap_stream`.
pub struct FilePart {
    body: Body,
    file_name: Option<String>,
    content_type: Option<String>,
}

impl FilePart {
    /// A file with this content.
    pub fn new(content: impl Into<Body>) -> Self {
        Self { body: content.into(), file_name: None, content_type: None }
    }

    /// What the file is called; without a name it is called like its member.
    #[must_use]
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// The media type; without one it is what the document says, or `application/octet-stream`.
    #[must_use]
    pub fn content_type(mut self, media: impl Into<String>) -> Self {
        self.content_type = Some(media.into());
        self
    }
}

impl fmt::Debug for FilePart {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("FilePart")
            .field("file_name", &self.file_name)
            .field("content_type", &self.content_type)
            .finish_non_exhaustive()
    }
}

macro_rules! made_of {
    ($($content:ty)*) => {$(
        impl From<$content> for FilePart {
            fn from(content: $content) -> Self {
                Self::new(content)
            }
        }
    )*};
}
made_of!(Body Vec<u8> &'static [u8] String &'static str);

impl From<FilePart> for Vec<FilePart> {
    fn from(file: FilePart) -> Self {
        vec![file]
    }
}

/// What the document says about a part.
pub(crate) struct PartEncoding {
    pub(crate) name: &'static str,
    /// Empty where nothing is said.
    pub(crate) content_type: &'static str,
    pub(crate) headers: &'static [(&'static str, &'static str)],
}

/// A struct whose members are the parts of a body.
pub(crate) trait Multipart {
    fn parts(self, parts: &mut FormParts);
}

/// Implements [`Multipart`] for a struct:
///
/// ```text
/// multipart!(Upload {
///     file: "file" files,   // FilePart, Vec<FilePart>, or an Option of them
///     name: "name" value,   // anything that serialises
///     either: flat,         // anything that serialises to an object
///     extra: rest,          // BTreeMap<String, T>
/// });
/// ```
macro_rules! multipart {
    ($type:ident {
        $($field:ident : $($name:literal $kind:ident)? $($rest:ident)?),* $(,)?
    }) => {
        // Fields may be deprecated, and there may be none.
        #[allow(unused_variables)]
        impl $crate::runtime::Multipart for $type {
            fn parts(self, parts: &mut $crate::runtime::FormParts) {
                $(
                    $(parts.$kind($name, self.$field);)?
                    $(parts.$rest(self.$field);)?
                )*
            }
        }
    };
}
pub(crate) use multipart;

/// What a member can be that holds files.
pub(crate) trait Files {
    fn files(self) -> Vec<FilePart>;
}

impl Files for FilePart {
    fn files(self) -> Vec<FilePart> {
        vec![self]
    }
}

impl Files for Vec<FilePart> {
    fn files(self) -> Vec<FilePart> {
        self
    }
}

impl<F: Files> Files for Option<F> {
    fn files(self) -> Vec<FilePart> {
        self.map(F::files).unwrap_or_default()
    }
}

/// The parts of a body, as they are gathered.
#[derive(Default)]
pub(crate) struct FormParts {
    parts: Vec<(String, Part)>,
    options: Options,
}

enum Part {
    File(FilePart),
    Text(String),
    Json(String),
}

impl FormParts {
    pub(crate) fn files(&mut self, name: &str, files: impl Files) {
        let files = files.files().into_iter();
        self.parts.extend(files.map(|file| (name.to_owned(), Part::File(file))));
    }

    pub(crate) fn value<T: Serialize>(&mut self, name: &str, value: T) {
        let (value, secrets) = collecting(|| serde_json::to_value(value));
        self.options.secrets.extend(secrets);
        match value {
            Ok(value) => self.json(name, &value),
            Err(error) => self.options.fault(format!("`{name}` cannot be written: {error}")),
        }
    }

    pub(crate) fn rest<T: Serialize>(&mut self, rest: BTreeMap<String, T>) {
        for (name, value) in rest {
            self.value(&name, value);
        }
    }

    pub(crate) fn flat<T: Serialize>(&mut self, value: T) {
        let (value, secrets) = collecting(|| serde_json::to_value(value));
        self.options.secrets.extend(secrets);
        match value {
            Ok(Value::Object(members)) => {
                members.iter().for_each(|(name, value)| self.json(name, value));
            }
            Ok(_) => {}
            Err(error) => self.options.fault(format!("the body cannot be written: {error}")),
        }
    }

    /// A list is a part an item; an object is a part of JSON.
    fn json(&mut self, name: &str, value: &Value) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.item(name, item)),
            item => self.item(name, item),
        }
    }

    fn item(&mut self, name: &str, item: &Value) {
        let part = match item {
            Value::Array(_) | Value::Object(_) => Some(Part::Json(item.to_string())),
            scalar_item => scalar(scalar_item).map(Part::Text),
        };
        self.parts.extend(part.map(|part| (name.to_owned(), part)));
    }
}

impl<O: Operation> Call<O> {
    /// The members of a struct with files as the parts of a body.
    pub(crate) fn multipart_body(
        self,
        media: &str,
        body: impl Multipart,
        encodings: &[PartEncoding],
    ) -> Self {
        let mut parts = FormParts::default();
        body.parts(&mut parts);
        self.send_parts(media, parts, encodings)
    }

    /// The members of a body without files as its parts.
    pub(crate) fn multipart_value<T: Serialize + ?Sized>(
        self,
        media: &str,
        body: &T,
        encodings: &[PartEncoding],
    ) -> Self {
        let mut parts = FormParts::default();
        for (name, value) in members(body, &mut parts.options) {
            parts.json(&name, &value);
        }
        self.send_parts(media, parts, encodings)
    }

    fn send_parts(mut self, media: &str, parts: FormParts, encodings: &[PartEncoding]) -> Self {
        let boundary = format!("{:016x}{:016x}", random(), random());
        let FormParts { parts, options } = parts;
        let all = &mut self.parts.options;
        all.secrets.extend(options.secrets);
        all.fault = all.fault.take().or(options.fault);
        let mut segments = VecDeque::new();
        for (name, part) in parts {
            let encoding = encodings.iter().find(|encoding| encoding.name == name);
            let Some((head, content)) = framed(&name, part, encoding) else {
                let fault = format!("the content type of the part `{name}` cannot be sent");
                self.parts.options.fault(fault);
                continue;
            };
            segments.push_back(Body::from(format!("--{boundary}\r\n{head}\r\n\r\n")));
            segments.push_back(content);
            segments.push_back(Body::from("\r\n"));
        }
        segments.push_back(Body::from(format!("--{boundary}--\r\n")));
        let whole: Option<Vec<&[u8]>> = segments.iter().map(Body::as_bytes).collect();
        let body = whole.map(|whole| Body::from(whole.concat()));
        let body = body.unwrap_or_else(|| chained(segments));
        self.parts.content(&format!("{media}; boundary={boundary}"), body);
        self
    }
}

/// The headers and the content of a part; `None` where the caller gave it a content type that
/// no header can have.
fn framed(name: &str, part: Part, encoding: Option<&PartEncoding>) -> Option<(String, Body)> {
    let mut disposition = format!("Content-Disposition: form-data; name=\"{}\"", quoted(name));
    let told = encoding.map(|encoding| encoding.content_type).filter(|media| !media.is_empty());
    let (media, body) = match part {
        Part::File(file) => {
            let file_name = quoted(file.file_name.as_deref().unwrap_or(name));
            disposition = format!("{disposition}; filename=\"{file_name}\"");
            let media = file.content_type.or(told.map(str::to_owned));
            (Some(media.unwrap_or_else(|| "application/octet-stream".to_owned())), file.body)
        }
        Part::Text(text) => (told.map(str::to_owned), text.into()),
        Part::Json(json) => (Some(told.unwrap_or("application/json").to_owned()), json.into()),
    };
    let mut lines = vec![disposition];
    if let Some(media) = media {
        let media = HeaderValue::from_str(&media).ok()?;
        lines.push(format!("Content-Type: {}", media.to_str().ok()?));
    }
    let headers = encoding.into_iter().flat_map(|encoding| encoding.headers);
    lines.extend(headers.map(|(name, value)| format!("{name}: {value}")));
    Some((lines.join("\r\n"), body))
}

/// A name as browsers write it: what would end the quotes or the line is percent-encoded.
fn quoted(name: &str) -> String {
    let mut quoted = String::new();
    for character in name.chars() {
        match character {
            '"' => quoted.push_str("%22"),
            '\r' => quoted.push_str("%0D"),
            '\n' => quoted.push_str("%0A"),
            other => quoted.push(other),
        }
    }
    quoted
}

/// Bodies one after the other, of which one at least is a stream.
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
fn chained(segments: VecDeque<Body>) -> Body {
    use std::pin::Pin;
    use std::task::{Context, Poll};

    use http_body::{Body as HttpBody, Frame, SizeHint};

    struct Chain(VecDeque<Body>);

    impl HttpBody for Chain {
        type Data = <Body as HttpBody>::Data;
        type Error = reqwest::Error;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            context: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
            while let Some(first) = self.0.front_mut() {
                match Pin::new(first).poll_frame(context) {
                    Poll::Ready(None) => drop(self.0.pop_front()),
                    other => return other,
                }
            }
            Poll::Ready(None)
        }

        fn size_hint(&self) -> SizeHint {
            let exact = self.0.iter().map(|segment| segment.size_hint().exact());
            let sum = exact.sum::<Option<u64>>();
            sum.map(SizeHint::with_exact).unwrap_or_default()
        }
    }

    Body::wrap(Chain(segments))
}

/// There, no body is a stream.
#[cfg(all(target_family = "wasm", target_os = "unknown"))]
fn chained(_: VecDeque<Body>) -> Body {
    Body::from("")
}
