//! The rules for security schemes and requirements.
//!
//! In: the fields of a scheme or a flow; requirements in any shape. Out: the same in the
//! shape that `openapiv3` reads. What is wrong with the flows of OAuth is no error: a
//! client takes the token and runs no flow.

use serde_json::{Map, Value, json};

use super::repair;
use super::walk::{Fields, Walk};
use crate::diagnostics::Code;
use crate::source::Pointer;

/// The alternatives that a request can authorise itself with.
pub(super) fn requirements(walk: &mut Walk<'_>, at: &Pointer, value: Value) -> Option<Value> {
    let list = match value {
        Value::Array(list) => list,
        Value::Null => return repair::nothing(walk, at),
        Value::Object(map) => {
            walk.d.warning(Code::Malformed, at, "this is not a list: it is read as a list of one");
            vec![Value::Object(map)]
        }
        Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            return repair::dropped(walk, at, &value, "a list of requirements");
        }
    };
    let list = list.into_iter().enumerate();
    let list = list.filter_map(|(index, value)| requirement(walk, &at.child(index), value));
    Some(Value::Array(list.collect()))
}

fn requirement(walk: &mut Walk<'_>, at: &Pointer, value: Value) -> Option<Value> {
    let map = match value {
        Value::Object(map) => map,
        Value::Null => return repair::nothing(walk, at),
        Value::String(name) => {
            walk.d.warning(
                Code::Malformed,
                at,
                format!("this is a text: it is read as `{name}: []`"),
            );
            Map::from_iter([(name, json!([]))])
        }
        Value::Bool(_) | Value::Number(_) | Value::Array(_) => {
            return repair::dropped(walk, at, &value, "a requirement");
        }
    };
    let map = map.into_iter().map(|(name, scopes)| {
        let here = at.child(&name);
        let scopes = match scopes {
            Value::Null => None,
            Value::Object(map) if map.is_empty() => None,
            scopes => repair::texts(walk, &here, scopes),
        };
        (name, scopes.unwrap_or_else(|| json!([])))
    });
    Some(Value::Object(map.collect()))
}

/// What is known of schemes that cannot be generated: requests do without them.
const WITHOUT: &str = "requests are sent without it";

pub(super) fn leave_scheme(walk: &mut Walk<'_>, at: &Pointer, map: &mut Fields) -> bool {
    let keeps = is_scheme(walk, at, map);
    if !keeps && let Some(name) = at.last() {
        walk.dropped.insert(name);
    }
    keeps
}

fn is_scheme(walk: &mut Walk<'_>, at: &Pointer, map: &mut Fields) -> bool {
    guess_type(walk, at, map);
    let kind = map.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
    let needed: &[&str] = match kind.as_str() {
        "apiKey" => &["name"],
        "http" => &["scheme"],
        "oauth2" => {
            map.entry("flows").or_insert_with(|| json!({}));
            &[]
        }
        "openIdConnect" => {
            map.entry("openIdConnectUrl").or_insert_with(|| json!(""));
            &[]
        }
        "basic" => {
            let message =
                "`type: basic` is Swagger 2.0: it is read as `type: http` and `scheme: basic`";
            walk.d.warning(Code::Malformed, &at.child("type"), message);
            map.insert("type".to_owned(), json!("http"));
            map.insert("scheme".to_owned(), json!("basic"));
            &[]
        }
        "mutualTLS" => {
            let message = "mutual TLS is a matter of the connection: give the builder an HTTP \
                           client that has the certificate";
            walk.d.note(Code::Ignored, at, message);
            return false;
        }
        "" => {
            let message = format!("this security scheme has no `type`: {WITHOUT}");
            walk.d.warning(Code::Malformed, at, message).with_help("type: …");
            return false;
        }
        _ => {
            let message = format!("the security scheme type `{kind}` is not known: {WITHOUT}");
            walk.d.warning(Code::Unsupported, at, message);
            return false;
        }
    };
    if let Some(missing) = needed.iter().find(|key| !map.contains_key(**key)) {
        let message = format!("this security scheme has no `{missing}`: {WITHOUT}");
        walk.d.warning(Code::Malformed, at, message).with_help(format!("{missing}: …"));
        return false;
    }
    kind != "apiKey" || is_location(walk, at, map)
}

/// The type that the rest of a scheme calls for, where it does not say so itself.
fn guess_type(walk: &mut Walk<'_>, at: &Pointer, map: &mut Fields) {
    if map.get("type").is_some_and(|kind| kind != "") {
        return;
    }
    let marks = [
        ("flows", "oauth2"),
        ("openIdConnectUrl", "openIdConnect"),
        ("scheme", "http"),
        ("in", "apiKey"),
    ];
    let found = marks.iter().find(|(key, _)| map.contains_key(*key));
    if let Some((key, kind)) = found {
        let message = format!("this security scheme has no `type`: its `{key}` makes it `{kind}`");
        walk.d.warning(Code::Malformed, at, message).with_help(format!("type: {kind}"));
        map.insert("type".to_owned(), json!(kind));
    }
}

/// Whether an API key can be where the scheme says; a header is where most are.
fn is_location(walk: &mut Walk<'_>, at: &Pointer, map: &mut Fields) -> bool {
    const HELP: &str = "say where the key travels, in header, query or cookie:\nin: header";
    let Some(place) = map.get("in").and_then(Value::as_str) else {
        let message = "this API key does not say where it goes: it is sent in a header";
        walk.d.warning(Code::Malformed, at, message).with_help(HELP);
        map.insert("in".to_owned(), json!("header"));
        return true;
    };
    let lower = place.to_ascii_lowercase();
    if !["query", "header", "cookie"].contains(&lower.as_str()) {
        let message = format!("an API key cannot be in `{place}`: {WITHOUT}");
        walk.d.warning(Code::Malformed, &at.child("in"), message).with_help(HELP);
        return false;
    }
    map.insert("in".to_owned(), json!(lower));
    true
}

/// Takes the schemes that were dropped out of what operations ask for.
pub(super) fn forget(walk: &Walk<'_>, document: &mut Fields) {
    if walk.dropped.is_empty() {
        return;
    }
    let forget = |requirements: Option<&mut Value>| {
        let requirements = requirements.and_then(Value::as_array_mut).into_iter().flatten();
        for requirement in requirements.filter_map(Value::as_object_mut) {
            requirement.retain(|name, _| !walk.dropped.contains(name));
        }
    };
    forget(document.get_mut("security"));
    members(document.get_mut("paths")).for_each(|item| forget_in_item(item, &forget));
    let items = document.get_mut("components").and_then(|all| all.get_mut("pathItems"));
    members(items).for_each(|item| forget_in_item(item, &forget));
}

fn forget_in_item(item: &mut Value, forget: &impl Fn(Option<&mut Value>)) {
    for (key, value) in item.as_object_mut().into_iter().flatten() {
        if key == "additionalOperations" {
            members(Some(value)).for_each(|each| forget(each.get_mut("security")));
        } else if value.is_object() {
            forget(value.get_mut("security"));
        }
    }
}

fn members(value: Option<&mut Value>) -> impl Iterator<Item = &mut Value> {
    value.and_then(Value::as_object_mut).into_iter().flat_map(Map::values_mut)
}

/// A flow in the shape that `openapiv3` insists on: what is missing is an empty text.
pub(super) fn leave_flow(walk: &mut Walk<'_>, at: &Pointer, map: &mut Fields) {
    map.entry("scopes").or_insert_with(|| json!({}));
    let needed: &[&str] = match at.last().as_deref() {
        Some("implicit") => &["authorizationUrl"],
        Some("authorizationCode") => &["authorizationUrl", "tokenUrl"],
        _ => &["tokenUrl"],
    };
    for key in needed {
        if !map.contains_key(*key) {
            walk.d.note(Code::Malformed, at, format!("this OAuth flow has no `{key}`"));
            map.insert((*key).to_owned(), json!(""));
        }
    }
}
