//! Media types: what kind of body each of them is, and which of several are worth a method.
//!
//! In: the `content` of a body or an answer. Out: [`Choice`]s, at most one a kind, best first.
//! What is passed over is said. The same data in another spelling is passed over too.

use openapiv3::{Content, MediaType, ReferenceOr, Schema};
use serde_json::Value;

use super::Lowering;
use crate::api::Framing;
use crate::diagnostics::Code;
use crate::source::Pointer;

/// How many references and branches are followed in search of files.
const DEPTH: usize = 32;

/// What kind of body a media type is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Json,
    /// A sequence of JSON texts.
    Items(Framing),
    Form,
    Parts,
    Text,
    Bytes,
}

/// A media type that is worth a method.
pub(super) struct Choice<'a> {
    pub(super) kind: Kind,
    /// As the document has it.
    pub(super) name: &'a str,
    pub(super) media: &'a MediaType,
    /// Others that the same method is good for.
    pub(super) others: Vec<String>,
}

/// Which way a body goes: not all kinds are as good on both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Request,
    Answer,
}

impl Lowering<'_> {
    /// The media types that are worth a method, best first.
    pub(super) fn choices<'a>(
        &mut self,
        at: &Pointer,
        content: &'a Content,
        way: Way,
    ) -> Vec<Choice<'a>> {
        let mut found = Vec::new();
        for (name, media) in content {
            if is_media_type(name) {
                let kind = self.kind(&at.child(name), name, media, way);
                let files = kind == Kind::Parts && self.holds_files(at, name);
                found.push((rank(kind, name, files, way), kind, name, media));
            } else {
                let message = format!("`{name}` is no media type: it is ignored");
                self.diagnostics.warning(Code::Malformed, &at.child(name), message);
            }
        }
        found.sort_by_key(|(rank, ..)| *rank);
        let mut choices: Vec<Choice<'a>> = Vec::new();
        for (_, kind, name, media) in found {
            let known = choices.iter_mut().find(|choice| same_kind(choice.kind, kind));
            match known {
                Some(choice) if matches!(kind, Kind::Text | Kind::Bytes) => {
                    choice.others.push(name.clone());
                }
                Some(choice)
                    if same_schema(choice.media, media) || matches!(kind, Kind::Items(_)) =>
                {
                    let message = format!("`{name}` is not used: `{}` says the same", choice.name);
                    self.diagnostics.note(Code::Ignored, &at.child(name), message);
                }
                Some(choice) => {
                    let message = format!("`{name}` is not generated, only `{}`", choice.name);
                    self.diagnostics.warning(Code::Unsupported, &at.child(name), message);
                }
                None => match self.other_spelling(at, kind, name, media, &choices) {
                    Some(message) => {
                        self.diagnostics.note(Code::Ignored, &at.child(name), message);
                    }
                    None => choices.push(Choice { kind, name, media, others: Vec::new() }),
                },
            }
        }
        choices
    }

    fn kind(&self, at: &Pointer, name: &str, media: &MediaType, way: Way) -> Kind {
        let kind = kind(name);
        let schema = self.document.value(&at.child("schema"));
        let binary = schema.is_some_and(|schema| self.is_binary(schema));
        match kind {
            Kind::Form if way == Way::Answer => Kind::Text,
            Kind::Parts if way == Way::Answer || self.is_positional(at, media) => Kind::Bytes,
            Kind::Parts => kind,
            _ if binary => Kind::Bytes,
            // Whoever sends a list knows it; events are for answers.
            Kind::Items(Framing::Events | Framing::Sequence) if way == Way::Request => Kind::Text,
            Kind::Items(Framing::Lines) if way == Way::Request && media.schema.is_none() => {
                Kind::Text
            }
            Kind::Json | Kind::Items(_) | Kind::Form | Kind::Text | Kind::Bytes => kind,
        }
    }

    /// Whether the parts of a body have positions and no names. They are not written for the caller.
    fn is_positional(&self, at: &Pointer, media: &MediaType) -> bool {
        let said = |key: &str| media.extensions.contains_key(key);
        let schema = self.document.value(&at.child("schema"));
        let schema = schema.and_then(|schema| self.behind(schema));
        let list = schema.and_then(|schema| schema.get("type")?.as_str()) == Some("array");
        list || POSITIONAL.iter().any(|key| said(key))
    }

    /// Says that a body whose parts have positions is the caller's own.
    pub(super) fn say_positional(&mut self, at: &Pointer, name: &str) {
        if kind(name) == Kind::Parts {
            let message = "parts that have positions and no names are not generated: the body is \
                           passed as bytes, and `.header(\"content-type\", ..)` says its boundary";
            self.diagnostics.warning(Code::Unsupported, at, message);
        }
    }

    /// Why a media type brings nothing that the chosen ones do not bring.
    fn other_spelling(
        &self,
        at: &Pointer,
        kind: Kind,
        name: &str,
        media: &MediaType,
        choices: &[Choice<'_>],
    ) -> Option<String> {
        let typed =
            |choice: &&Choice<'_>| matches!(choice.kind, Kind::Json | Kind::Form | Kind::Parts);
        let files = kind == Kind::Parts && self.holds_files(at, name);
        // A sequence is not the same as the whole, even where the document describes both alike.
        if files || matches!(kind, Kind::Items(_)) {
            return None;
        }
        let mut typed = choices.iter().filter(typed);
        let other = typed.find(|choice| same_schema(choice.media, media) || is_data(name))?;
        Some(format!("`{name}` is not used: it is another spelling of `{}`", other.name))
    }

    /// Whether a body has members that are files.
    pub(super) fn holds_files(&self, at: &Pointer, name: &str) -> bool {
        let schema = self.document.value(&at.child(name).child("schema"));
        schema.is_some_and(|schema| self.members_hold_files(schema, &mut Seen::default()))
    }

    fn members_hold_files<'v>(&'v self, schema: &'v Value, seen: &mut Seen<'v>) -> bool {
        let Some(schema) = self.behind(schema).filter(|schema| seen.enter(schema)) else {
            return false;
        };
        let members = schema.get("properties").and_then(Value::as_object).into_iter().flatten();
        members.into_iter().any(|(_, member)| self.file(member).is_some())
            || branches(schema).any(|branch| self.members_hold_files(branch, seen))
    }

    /// Whether a member holds files, and then whether it can be several.
    pub(super) fn file(&self, schema: &Value) -> Option<Several> {
        self.file_within(schema, &mut Seen::default())
    }

    fn file_within<'v>(&'v self, schema: &'v Value, seen: &mut Seen<'v>) -> Option<Several> {
        let schema = self.behind(schema).filter(|schema| seen.enter(schema))?;
        if is_binary(schema) {
            return Some(Several(false));
        }
        if let Some(items) = schema.get("items") {
            return self.file_within(items, seen).map(|_| Several(true));
        }
        let found = branches(schema).filter_map(|branch| self.file_within(branch, seen));
        found.reduce(|one, other| Several(one.0 || other.0))
    }

    fn is_binary(&self, schema: &Value) -> bool {
        self.behind(schema).is_some_and(is_binary)
    }

    /// What a reference leads to, where it leads anywhere.
    pub(super) fn behind<'v>(&'v self, schema: &'v Value) -> Option<&'v Value> {
        let mut schema = schema;
        for _ in 0..DEPTH {
            let Some(reference) = schema.get("$ref").and_then(Value::as_str) else {
                return Some(schema);
            };
            schema = self.document.value(&Pointer::parse(reference)?)?;
        }
        None
    }
}

/// The schemas that a search has been at: each of them is looked at once, for they can lead back
/// to one another in very many ways.
#[derive(Default)]
struct Seen<'v>(Vec<&'v Value>);

impl<'v> Seen<'v> {
    /// Whether the search has not been here before.
    fn enter(&mut self, schema: &'v Value) -> bool {
        let new = !self.0.iter().any(|known| std::ptr::eq(*known, schema));
        self.0.push(schema);
        new
    }
}

/// Where the dialect keeps what is said about parts by their position.
const POSITIONAL: [&str; 3] = ["x-link-itemSchema", "x-link-prefixEncoding", "x-link-itemEncoding"];

/// Whether a member that holds files can hold several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Several(pub(super) bool);

/// The media type without its parameters, in lower case.
pub(super) fn essence(name: &str) -> String {
    name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Whether a media type stands for several.
pub(super) fn is_wildcard(name: &str) -> bool {
    name.contains('*')
}

/// Whether the name can be sent as a media type.
fn is_media_type(name: &str) -> bool {
    let token = |text: &str| {
        let fits = |c: char| c.is_ascii_alphanumeric() || "!#$&-^_.+*".contains(c);
        !text.is_empty() && text.chars().all(fits)
    };
    let parts = essence(name);
    let parts = parts.split_once('/');
    let visible = name.chars().all(|c| c == ' ' || c.is_ascii_graphic());
    visible && parts.is_some_and(|(kind, subtype)| token(kind) && token(subtype))
}

/// The best media type of JSON.
pub(super) fn json_media(content: &Content) -> Option<(&str, &MediaType)> {
    let json = content.iter().filter(|(name, _)| kind(name) == Kind::Json);
    let best = json.min_by_key(|(name, _)| rank(Kind::Json, name, false, Way::Request));
    best.map(|(name, media)| (name.as_str(), media))
}

/// The kind that the name alone says.
pub(super) fn kind(name: &str) -> Kind {
    let name = essence(name);
    let (class, subtype) = name.split_once('/').unwrap_or_default();
    let tail = subtype.rsplit('+').next().unwrap_or_default();
    match (class, subtype) {
        ("application" | "text", "json" | "x-json") | ("*" | "application", "*") => Kind::Json,
        ("text", "event-stream") => Kind::Items(Framing::Events),
        (
            "application" | "text",
            "x-ndjson" | "ndjson" | "jsonl" | "x-jsonl" | "jsonlines" | "x-jsonlines"
            | "json-lines" | "stream+json" | "x-json-stream" | "x-stream+json",
        ) => Kind::Items(Framing::Lines),
        ("application", "json-seq") => Kind::Items(Framing::Sequence),
        ("application", "x-www-form-urlencoded") => Kind::Form,
        ("multipart", _) => Kind::Parts,
        _ if tail == "json" && subtype != tail => Kind::Json,
        _ if tail == "json-seq" => Kind::Items(Framing::Sequence),
        // Tables can be large.
        ("text", "csv" | "tab-separated-values") => Kind::Bytes,
        ("text", _) => Kind::Text,
        ("application", _) if TEXTS.contains(&tail) => Kind::Text,
        _ => Kind::Bytes,
    }
}

/// What is text without saying so.
const TEXTS: [&str; 17] = [
    "xml",
    "yaml",
    "x-yaml",
    "javascript",
    "ecmascript",
    "graphql",
    "sql",
    "sdp",
    "jwt",
    "jose",
    "jwe",
    "jws",
    "toml",
    "x-pem-file",
    "pem-certificate-chain",
    "n-triples",
    "sparql-query",
];

/// Formats that say the same as JSON does.
fn is_data(name: &str) -> bool {
    let name = essence(name);
    let tail = name.rsplit(['/', '+']).next().unwrap_or_default();
    let tail = tail.strip_prefix("x-").unwrap_or(tail);
    ["xml", "yaml", "msgpack", "cbor", "bson", "protobuf", "www-form-urlencoded"].contains(&tail)
}

/// The lower, the better.
fn rank(kind: Kind, name: &str, files: bool, way: Way) -> (u8, u8) {
    let of_kind = match (kind, way) {
        (Kind::Json, _) => 0,
        (Kind::Parts, _) if files => 1,
        (Kind::Form, _) => 2,
        (Kind::Parts, _) => 3,
        (Kind::Items(_), Way::Request) => 4,
        (Kind::Text, _) => 5,
        (Kind::Bytes, _) => 6,
        (Kind::Items(Framing::Events), Way::Answer) => 7,
        (Kind::Items(Framing::Lines), Way::Answer) => 8,
        (Kind::Items(Framing::Sequence), Way::Answer) => 9,
    };
    let name = essence(name);
    let of_name = match name.as_str() {
        "application/json" | "multipart/form-data" | "text/plain" => 0,
        name if name.contains('*') => 2,
        _ => 1,
    };
    (of_kind, of_name)
}

fn same_kind(one: Kind, other: Kind) -> bool {
    one == other || matches!((one, other), (Kind::Items(_), Kind::Items(_)))
}

fn same_schema(one: &MediaType, other: &MediaType) -> bool {
    let schema = |media: &MediaType| -> Option<ReferenceOr<Schema>> { media.schema.clone() };
    schema(one).is_some() && schema(one) == schema(other)
}

fn is_binary(schema: &Value) -> bool {
    let text = |key: &str| schema.get(key).and_then(Value::as_str);
    text("type").is_none_or(|ty| ty == "string" || ty == "file") && text("format") == Some("binary")
}

fn branches(schema: &Value) -> impl Iterator<Item = &Value> {
    let lists = ["allOf", "oneOf", "anyOf"].into_iter();
    lists.filter_map(|key| schema.get(key)?.as_array()).flatten()
}
