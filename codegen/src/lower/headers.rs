//! The headers that answers declare become structures.
//!
//! In: the headers of each answer of an operation. Out: one structure for its successes and one for
//! its failures, with a member for each header. Sets that are the same are one structure, which is
//! called after its headers and not after an operation: what a service says with every answer stands
//! in the crate once.

use openapiv3::{Header, ParameterSchemaOrContent, ReferenceOr, Response};
use serde_json::Value;

use super::Lowering;
use super::media::{self, kind};
use super::members::{Annotations, presence};
use super::operation::inside;
use super::styles::DEPTH;
use crate::api::{
    Field, Form, Kind, Limits, Naming, Presence, Reading, Struct, Type, TypeDef, TypeId, Usage,
};
use crate::diagnostics::Code;
use crate::source::Pointer;

/// The headers of one answer.
pub(super) type Declared = Vec<(Field, Reading)>;

/// Headers that hold what must not be shown.
const CREDENTIALS: [&str; 5] =
    ["set-cookie", "authorization", "proxy-authorization", "authentication-info", "cookie"];

/// More names than these are not said by the name of a set.
const NAMES: usize = 3;

impl Lowering<'_> {
    /// The headers that an answer declares.
    pub(super) fn declared(&mut self, index: usize, at: &Pointer, object: &Response) -> Declared {
        let mut declared = Declared::new();
        for (name, item) in &object.headers {
            let at = at.child("headers").child(name);
            let token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
            let message = if name.eq_ignore_ascii_case("content-type") {
                "the header `Content-Type` is described by `content`: this has no effect".to_owned()
            } else if name.is_empty() || !name.chars().all(token) {
                format!("no header can be called `{name}`: it is left out")
            } else if declared.iter().any(|(field, _)| field.wire.eq_ignore_ascii_case(name)) {
                format!("the header `{name}` stands here twice: the first is taken")
            } else {
                declared.extend(self.header(index, &at, name, item));
                continue;
            };
            self.diagnostics.note(Code::Ignored, &at, message);
        }
        declared
    }

    fn header(
        &mut self,
        index: usize,
        at: &Pointer,
        name: &str,
        item: &ReferenceOr<Header>,
    ) -> Option<(Field, Reading)> {
        let (at, object) = match item {
            ReferenceOr::Item(object) => (at.clone(), object.clone()),
            ReferenceOr::Reference { reference } => {
                self.document.resolve::<Header>(at, reference, self.diagnostics)?
            }
        };
        let explode = self.document.value(&at).and_then(|value| value.get("explode"));
        let plain = match explode {
            Some(Value::Bool(true)) => Reading::Exploded,
            Some(_) | None => Reading::Simple,
        };
        let (place, schema, reading) = match object.format {
            ParameterSchemaOrContent::Schema(item) => (at.child("schema"), Some(item), plain),
            ParameterSchemaOrContent::Content(content) => {
                let (media, piece) = content.into_iter().next()?;
                let reading = if kind(&media) == media::Kind::Json { Reading::Json } else { plain };
                (at.join(&["content", &media, "schema"]), piece.schema, reading)
            }
        };
        let naming = match inside(&at, index, &format!("{name} Header")) {
            Naming::Named(answer) if at.steps().nth(1).as_deref() != Some("headers") => {
                Naming::Named(format!("{answer} {name} Header"))
            }
            naming => naming,
        };
        let described = schema.map(|item| self.type_and_annotations(&place, &item, naming));
        let (ty, annotations) = described.unwrap_or((Type::Any, Annotations::default()));
        let (ty, nullable) = ty.split_null();
        let (ty, reading) = read_as(name, ty, reading);
        let field = Field {
            pointer: place,
            wire: name.to_owned(),
            doc: object.description.clone().or(annotations.doc),
            deprecated: object.deprecated.unwrap_or_default() || annotations.deprecated,
            default: annotations.default,
            ty,
            presence: presence(object.required, nullable),
            nullable,
            boxed: false,
            read_only: false,
            write_only: false,
            limits: Limits::default(),
        };
        Some((field, reading))
    }

    /// The structure for the headers of several answers, where they declare any. A header that not
    /// all of them need can be missing.
    pub(super) fn headers(&mut self, at: &Pointer, answers: &[Declared]) -> Option<Type> {
        let mut all = Declared::new();
        for (field, reading) in answers.iter().flatten() {
            let known = all.iter_mut().find(|(known, _)| is_same(known, field));
            let Some((known, how)) = known else {
                all.push((field.clone(), *reading));
                continue;
            };
            if known.ty != field.ty || how != reading {
                let message = format!(
                    "the header `{}` has another type in another answer: it is a text",
                    field.wire
                );
                self.diagnostics.note(Code::Conflict, &field.pointer, message);
                (known.ty, *how) = read_as(&field.wire, Type::Text, Reading::Simple);
            }
            known.deprecated &= field.deprecated;
        }
        for (field, _) in &mut all {
            let needs = |answer: &Declared| {
                let mut fields = answer.iter().map(|(field, _)| field);
                let needed = |own: &Field| own.presence != Presence::Optional;
                fields.any(|own| is_same(own, field) && needed(own))
            };
            if !answers.iter().all(needs) {
                field.presence = Presence::Optional;
            }
        }
        (!all.is_empty()).then(|| Type::Named(self.set(at, all)))
    }

    /// The structure of these headers, new where none has the same.
    fn set(&mut self, at: &Pointer, headers: Declared) -> TypeId {
        let (fields, readings): (Vec<_>, Vec<_>) = headers.into_iter().unzip();
        let same = |known: &Field, field: &Field| {
            is_same(known, field)
                && known.ty == field.ty
                && known.presence == field.presence
                && known.nullable == field.nullable
                && known.deprecated == field.deprecated
        };
        for &id in &self.headers {
            if let Kind::Struct(known) = &mut self.types[id.index()].kind
                && known.form == Form::Headers(readings.clone())
                && known.fields.len() == fields.len()
                && known.fields.iter().zip(&fields).all(|(known, field)| same(known, field))
            {
                for (known, field) in known.fields.iter_mut().zip(fields) {
                    known.doc = known.doc.take().or(field.doc);
                }
                return id;
            }
        }
        let id = TypeId::new(self.types.len());
        let names = fields.iter().map(|field| field.wire.as_str()).collect::<Vec<_>>();
        let naming = Naming::Named(called(&names));
        let kind =
            Kind::Struct(Struct { fields, form: Form::Headers(readings), ..Struct::default() });
        let pointer = at.child("headers");
        let usage = Usage::default();
        self.types.push(TypeDef {
            pointer,
            naming,
            root: id,
            doc: None,
            deprecated: false,
            kind,
            usage,
            limits: Limits::default(),
            checked: false,
        });
        self.headers.push(id);
        id
    }

    /// Says which headers hold more than `simple` has a form for, now that all types are known.
    pub(super) fn settle_headers(&mut self) {
        for id in self.headers.clone() {
            let Kind::Struct(set) = self.types[id.index()].kind.clone() else { continue };
            let Form::Headers(readings) = &set.form else { continue };
            for (field, reading) in set.fields.iter().zip(readings) {
                let styled = matches!(reading, Reading::Simple | Reading::Exploded);
                if styled && self.is_nested(&field.ty, false, DEPTH) {
                    let message = format!(
                        "`simple` has no form for what stands inside the parts of `{}`: the header \
                         is read, or fails to be, as if it were texts",
                        field.wire
                    );
                    self.diagnostics.note(Code::Unsupported, &field.pointer, message);
                }
            }
        }
    }
}

/// The type of a header with its way of being read. What is not described is a text, and a
/// credential a secret. Cookies are the one header of which lines cannot be joined.
fn read_as(name: &str, ty: Type, reading: Reading) -> (Type, Reading) {
    let lower = name.to_ascii_lowercase();
    let ty = match ty {
        Type::Any if reading != Reading::Json => Type::Text,
        ty => ty,
    };
    if !CREDENTIALS.contains(&lower.as_str()) {
        return (ty, reading);
    }
    if lower == "set-cookie" {
        return (Type::List(Box::new(Type::Secret)), Reading::Lines);
    }
    (if ty == Type::Text { Type::Secret } else { ty }, reading)
}

fn is_same(one: &Field, other: &Field) -> bool {
    one.wire.eq_ignore_ascii_case(&other.wire)
}

/// What a set of headers is called: the words that all of them begin with, or the first of them.
fn called(names: &[&str]) -> String {
    let words = |name: &str| name.split(['-', '_']).map(str::to_owned).collect::<Vec<_>>();
    let first = names.first().map(|name| words(name)).unwrap_or_default();
    let shared = first.iter().enumerate().take_while(|(index, word)| {
        names
            .iter()
            .all(|name| words(name).get(*index).is_some_and(|own| own.eq_ignore_ascii_case(word)))
    });
    let shared = shared.map(|(_, word)| word.as_str()).collect::<Vec<_>>();
    if names.len() == 1 || shared.concat().len() > 1 {
        return format!("{} Headers", shared.join("-"));
    }
    let said = names.iter().take(NAMES).copied().collect::<Vec<_>>();
    format!("{} Headers", said.join(" "))
}
