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
            let message = format!("this is {}, not a list of requirements", repair::name(&value));
            walk.d.error(Code::Malformed, at, message).with_help("security:\n- schemeName: []");
            return None;
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
            let message = format!("this is {}, not a requirement", repair::name(&value));
            walk.d.error(Code::Malformed, at, message).with_help("- schemeName: []");
            return None;
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

pub(super) fn leave_scheme(walk: &mut Walk<'_>, at: &Pointer, map: &mut Fields) -> bool {
    let kind = map.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
    let needed: &[&str] = match kind.as_str() {
        "apiKey" => &["name", "in"],
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
            walk.unsupported(at, "security by mutual TLS is not generated yet");
            return false;
        }
        "" => &["type"],
        _ => {
            walk.unsupported(at, format!("the security scheme type `{kind}` is not known"));
            return false;
        }
    };
    if let Some(missing) = needed.iter().find(|key| !map.contains_key(**key)) {
        walk.d
            .error(Code::Malformed, at, format!("this security scheme has no `{missing}`"))
            .with_help(format!("{missing}: …"));
        return false;
    }
    kind != "apiKey" || is_location(walk, at, map)
}

/// Whether an API key can be where the scheme says.
fn is_location(walk: &mut Walk<'_>, at: &Pointer, map: &Fields) -> bool {
    let place = map.get("in").and_then(Value::as_str).unwrap_or_default();
    let known = ["query", "header", "cookie"].contains(&place);
    if !known {
        walk.d
            .error(Code::Malformed, &at.child("in"), format!("an API key cannot be in `{place}`"))
            .with_help("say where the key travels, in header, query or cookie:\nin: header");
    }
    known
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
