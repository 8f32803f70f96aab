//! Examples of what the service sends, for whoever tests without it.
//!
//! In: the media types of answers, failures and webhooks, and later the finished model. Out:
//! [`Sample`]s, and of those in the end the ones that fit their types. One that does not is told
//! and left out: the crate could not read it.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::api::{
    Api, Branch, Enum, Integer, Kind, Operation, Output, Payload, Presence, Representation, Sample,
    Scalar, Statuses, Struct, Type, Union,
};
use crate::diagnostics::{Code, Diagnostics};
use crate::document::Document;
use crate::settings::{DateLibrary, Settings};
use crate::source::Pointer;

/// What stands as an example at a media type, or else at its schema.
pub(super) fn samples(
    document: &Document,
    at: &Pointer,
    statuses: Statuses,
    failed: bool,
) -> Vec<Sample> {
    let mut places = vec![(None, at.child("example"))];
    let several = at.child("examples");
    let names = document.value(&several).and_then(Value::as_object);
    for name in names.into_iter().flat_map(Map::keys) {
        let object = behind(document, several.child(name));
        let keys = ["value", "dataValue"].into_iter();
        let values = keys.filter_map(|key| Some(object.as_ref()?.child(key)));
        places.extend(values.map(|place| (Some(name.clone()), place)));
    }
    // Tools write `null` where there is none.
    let is_there = |(_, pointer): &(Option<String>, Pointer)| {
        value(document, pointer).is_some_and(|value| !value.is_null())
    };
    places.retain(is_there);
    if places.is_empty() {
        places = of_schema(document, at);
        places.retain(is_there);
    }
    let text = String::new();
    let sample = |(name, pointer)| Sample { pointer, name, statuses, failed, text: text.clone() };
    places.into_iter().map(sample).collect()
}

/// The examples of the schema of a media type. Those of a list have no names but their numbers.
fn of_schema(document: &Document, at: &Pointer) -> Vec<(Option<String>, Pointer)> {
    let Some(schema) = behind(document, at.child("schema")) else { return Vec::new() };
    // Where the dialect keeps them.
    let several = schema.child("x-link-examples");
    let count = document.value(&several).and_then(Value::as_array).map_or(0, Vec::len);
    let several = (0..count).map(|index| {
        let name = (index > 0).then(|| format!("example {}", index + 1));
        (name, several.child(index.to_string()))
    });
    if count == 0 { vec![(None, schema.child("example"))] } else { several.collect() }
}

/// What stands at the place of an example.
fn value<'a>(document: &'a Document, at: &Pointer) -> Option<&'a Value> {
    // Some put a reference where the value itself belongs.
    document.value(&behind(document, at.clone())?)
}

/// Where a chain of references leads.
fn behind(document: &Document, mut at: Pointer) -> Option<Pointer> {
    for _ in 0..LINKS {
        match document.value(&at)?.get("$ref") {
            Some(reference) => at = Pointer::parse(reference.as_str()?)?,
            None => return Some(at),
        }
    }
    None
}

/// Longer chains of references lead nowhere.
const LINKS: usize = 16;

/// Leaves operations and webhooks those of their examples that fit, with their texts.
pub(super) fn settle(
    api: &mut Api,
    document: &Document,
    settings: &Settings,
    diagnostics: &mut Diagnostics,
) {
    let mut told = BTreeSet::new();
    let mut fits = |sample: &Sample, ty: Option<&Type>, api: &Api| {
        let value = value(document, &sample.pointer)?;
        let Some(path) = misfit(value, ty?, api, settings) else {
            return Some(Sample { text: value.to_string(), ..sample.clone() });
        };
        // Operations can share it.
        if told.insert(sample.pointer.clone()) {
            let place = if path.is_empty() { path } else { format!(" at `{path}`") };
            let message =
                format!("this example does not fit its schema{place}: tests do without it");
            diagnostics.note(Code::Ignored, &sample.pointer, message);
        }
        None
    };
    let mut kept = Vec::new();
    for operation in &api.operations {
        let fit = |sample: &Sample| fits(sample, answered(operation, sample), api);
        kept.push(operation.samples.iter().filter_map(fit).collect());
    }
    for webhook in &api.webhooks {
        let fit = |sample: &Sample| fits(sample, Some(&webhook.payload), api);
        kept.push(webhook.samples.iter().filter_map(fit).collect::<Vec<_>>());
    }
    let operations = api.operations.iter_mut().map(|operation| &mut operation.samples);
    let all = operations.chain(api.webhooks.iter_mut().map(|webhook| &mut webhook.samples));
    for (samples, kept) in all.zip(kept) {
        *samples = kept;
    }
}

/// The type of what is shown, where it is JSON or text.
fn answered<'a>(operation: &'a Operation, sample: &Sample) -> Option<&'a Type> {
    if sample.failed {
        let case = operation.errors.iter().find(|case| case.statuses == sample.statuses);
        return case?.ty.as_ref();
    }
    let shown = |payload: &'a Payload| match payload {
        Payload::Json(ty) => Some(ty),
        Payload::Text => Some(&Type::Text),
        Payload::Bytes | Payload::Items { .. } => None,
    };
    match &operation.output {
        Output::Empty => None,
        Output::One(payload) => shown(payload),
        Output::Optional(ty) => Some(ty),
        Output::ByStatus(replies) => {
            let reply = replies.iter().find(|reply| reply.statuses == sample.statuses);
            shown(reply?.payload.as_ref()?)
        }
    }
}

/// Where a value does not fit a type; none where it does, as far as can be seen from here.
fn misfit(value: &Value, ty: &Type, api: &Api, settings: &Settings) -> Option<String> {
    let mut check = Check { api, settings, steps: STEPS };
    check.value(value, ty).err().map(|path| path.trim_start_matches('.').to_owned())
}

/// So many values are looked at: unions in unions can be tried in very many ways.
const STEPS: usize = 100_000;

struct Check<'a> {
    api: &'a Api,
    settings: &'a Settings,
    steps: usize,
}

type Fit = Result<(), String>;

impl Check<'_> {
    fn value(&mut self, value: &Value, ty: &Type) -> Fit {
        self.steps = self.steps.checked_sub(1).ok_or_else(String::new)?;
        match (ty, value) {
            (Type::Any, _) | (Type::Nullable(_), Value::Null) => Ok(()),
            (Type::Nullable(inner), _) => self.value(value, inner),
            (Type::Boolean, _) => fits(value.is_boolean()),
            (Type::Integer(width), _) => fits(is_integer(value, *width)),
            (Type::Number, _) => fits(value.is_number()),
            (Type::Text | Type::Secret | Type::Bytes | Type::File, _) => fits(value.is_string()),
            (Type::Uuid, _) => fits(value.as_str().is_some_and(is_uuid)),
            (Type::Date, _) => fits(is_time(value, self.settings.types.date, is_date)),
            (Type::DateTime, _) => {
                fits(is_time(value, self.settings.types.date_time, is_date_time))
            }
            (Type::List(inner), Value::Array(items)) => {
                let mut items = items.iter().enumerate();
                items.try_for_each(|(index, item)| {
                    self.value(item, inner).map_err(|path| format!("[{index}]{path}"))
                })
            }
            (Type::Tuple(types), Value::Array(items)) if types.len() == items.len() => {
                let mut items = items.iter().zip(types).enumerate();
                items.try_for_each(|(index, (item, ty))| {
                    self.value(item, ty).map_err(|path| format!("[{index}]{path}"))
                })
            }
            (Type::Map(inner), Value::Object(members)) => {
                members.iter().try_for_each(|(name, value)| self.member(name, value, inner))
            }
            (Type::Named(id), _) => {
                let api = self.api;
                match (&api.type_def(*id).kind, value) {
                    (Kind::Struct(structure), Value::Object(members)) => {
                        self.structure(value, members, structure)
                    }
                    (Kind::Struct(_), _) => Err(String::new()),
                    (Kind::Enum(list), _) => fits(is_listed(value, list)),
                    (Kind::Union(union), _) => self.union(value, union),
                    (Kind::Alias(ty), _) => self.value(value, ty),
                }
            }
            (Type::List(_) | Type::Tuple(_) | Type::Map(_), _) => Err(String::new()),
        }
    }

    fn member(&mut self, name: &str, value: &Value, ty: &Type) -> Fit {
        self.value(value, ty).map_err(|path| format!(".{name}{path}"))
    }

    fn structure(&mut self, whole: &Value, members: &Map<String, Value>, ty: &Struct) -> Fit {
        for field in &ty.fields {
            match (members.get(&field.wire), field.presence) {
                (None, Presence::Required) => return Err(format!(".{}", field.wire)),
                (
                    None | Some(Value::Null),
                    Presence::Optional | Presence::Nullable | Presence::Patch,
                ) => {}
                (Some(value), _) => self.member(&field.wire, value, &field.ty)?,
            }
        }
        for flat in &ty.flats {
            self.value(whole, &flat.ty)?;
        }
        let Some(rest) = ty.rest.as_ref().filter(|_| ty.flats.is_empty()) else { return Ok(()) };
        let listed = |name: &str| ty.fields.iter().any(|field| field.wire == name);
        let mut others = members.iter().filter(|(name, _)| !listed(name));
        others.try_for_each(|(name, value)| self.member(name, value, rest))
    }

    fn union(&mut self, value: &Value, union: &Union) -> Fit {
        let tag = union.tag.as_ref().and_then(|tag| value.get(&tag.wire)?.as_str());
        let tagged = |branch: &&Branch| branch.tags.iter().any(|known| Some(known.as_str()) == tag);
        if let Some(branch) = union.branches.iter().find(tagged) {
            return self.value(value, &branch.ty);
        }
        let mut first = None;
        for branch in &union.branches {
            match self.value(value, &branch.ty) {
                Ok(()) => return Ok(()),
                Err(path) => drop(first.get_or_insert(path)),
            }
        }
        Err(first.unwrap_or_default())
    }
}

fn fits(fits: bool) -> Fit {
    if fits { Ok(()) } else { Err(String::new()) }
}

fn is_integer(value: &Value, width: Integer) -> bool {
    let signed = value.as_i64();
    match width {
        Integer::I32 => signed.is_some_and(|value| i32::try_from(value).is_ok()),
        Integer::U32 => signed.is_some_and(|value| u32::try_from(value).is_ok()),
        Integer::I64 => signed.is_some(),
        Integer::U64 | Integer::U128 => value.is_u64(),
        Integer::I128 => value.is_i64() || value.is_u64(),
    }
}

fn is_listed(value: &Value, list: &Enum) -> bool {
    let is_kind = match list.representation {
        Representation::Text => value.is_string(),
        Representation::Integer => value.is_i64(),
        Representation::Wide => value.is_i64() || value.is_u64(),
        Representation::Number => value.is_number(),
        Representation::Boolean => value.is_boolean(),
    };
    let is = |scalar: &Scalar| match scalar {
        Scalar::Text(text) => value.as_str() == Some(text),
        Scalar::Integer(number) => {
            value.as_i64().map(i128::from).or(value.as_u64().map(i128::from)) == Some(*number)
        }
        Scalar::Number(number) => value.as_f64() == Some(*number),
        Scalar::Boolean(truth) => value.as_bool() == Some(*truth),
    };
    is_kind && (list.open || list.variants.iter().any(|variant| is(&variant.value)))
}

/// Whether a text has the shape of one, where `0` stands for a digit and `x` for a hexadecimal one.
fn is_like(text: &str, shape: &str) -> bool {
    let fits = |(sign, shape): (u8, u8)| match shape {
        b'0' => sign.is_ascii_digit(),
        b'x' => sign.is_ascii_hexdigit(),
        shape => sign == shape,
    };
    text.len() == shape.len() && text.bytes().zip(shape.bytes()).all(fits)
}

fn is_uuid(text: &str) -> bool {
    is_like(text, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx")
}

fn is_date(text: &str) -> bool {
    is_like(text, "0000-00-00")
}

/// With or without its offset.
fn is_date_time(text: &str) -> bool {
    let Some((day, time)) = text.split_at_checked(10) else { return false };
    let time = time.strip_prefix(['T', 't', ' ']);
    let Some((time, rest)) = time.and_then(|time| time.split_at_checked(8)) else { return false };
    let offset = rest.trim_start_matches(|sign: char| sign == '.' || sign.is_ascii_digit());
    let is_offset = ["+00:00", "-00:00"].iter().any(|shape| is_like(offset, shape));
    is_date(day) && is_like(time, "00:00:00") && (is_offset || ["", "Z", "z"].contains(&offset))
}

/// Without a library for it, any text is one.
fn is_time(value: &Value, library: DateLibrary, is_one: fn(&str) -> bool) -> bool {
    match library {
        DateLibrary::Chrono | DateLibrary::Jiff | DateLibrary::Time => {
            value.as_str().is_some_and(is_one)
        }
        DateLibrary::String => value.is_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::{is_date_time, is_uuid};

    #[test]
    fn texts_are_looked_at_as_their_types_read_them() {
        let good = [
            "2022-01-01T00:00:00",
            "2022-01-01T00:00:00Z",
            "2022-01-01t00:00:00.25z",
            "2022-01-01 00:00:00-07:00",
        ];
        assert!(good.into_iter().all(is_date_time));
        let bad = [
            "2022-01-01",
            "",
            "2022-01-01T00:00:00 UTC",
            "2022-01-01T00:00Z",
            "2022-01-0éT00:00:00Z",
        ];
        assert!(!bad.into_iter().any(is_date_time));
        assert!(is_uuid("017f8978-bbfd-FF64-18ce-d59f99bf51c2"));
        assert!(!is_uuid("017f8978-bbfd-ff64-18ce-d59f99bf51cg"));
    }
}
