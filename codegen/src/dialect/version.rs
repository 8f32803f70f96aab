//! Whether a value is an OpenAPI 3 document at all.
//!
//! In: any object. Out: nothing, or what it is instead and what to do about it.

use serde_json::{Map, Value};

use super::repair::scalar_text;
use crate::diagnostics::{Code, Diagnostics};
use crate::source::Pointer;

/// Says what keeps the document from being read; `None` where something does.
pub(super) fn check(value: &Value, d: &mut Diagnostics) -> Option<()> {
    let root = Pointer::root();
    let Value::Object(map) = value else {
        d.error(Code::NotOpenApi, &root, "this is not an OpenAPI document: it holds no keys");
        return None;
    };
    let Some(version) = map.get("openapi") else {
        not_openapi(map, d);
        return None;
    };
    let version = scalar_text(version).unwrap_or_default();
    if is_understood(&version) {
        return Some(());
    }
    let message =
        format!("OpenAPI `{version}` is not understood: this generator reads 3.0, 3.1 and 3.2");
    d.error(Code::NotOpenApi, &root.child("openapi"), message)
        .with_help("an OpenAPI document says its version at its top:\nopenapi: 3.1.0");
    None
}

/// `3.1`, `3.1.0`, `3.1.0-rc1`: patch versions change no meaning.
fn is_understood(version: &str) -> bool {
    let mut parts = version.split('.');
    let major = parts.next();
    let minor = parts.next();
    let plain = version.chars().all(|sign| sign.is_ascii_alphanumeric() || ".-".contains(sign));
    plain && major == Some("3") && matches!(minor, Some("0" | "1" | "2"))
}

fn not_openapi(map: &Map<String, Value>, d: &mut Diagnostics) {
    let root = Pointer::root();
    if let Some(version) = map.get("swagger") {
        let version = scalar_text(version).unwrap_or_default();
        d.error(
            Code::NotOpenApi,
            &root.child("swagger"),
            format!("this is Swagger {version}, not OpenAPI 3"),
        )
        .with_help(
            "convert it first:\nnpx swagger2openapi --yaml --outfile openapi.yaml swagger.yaml",
        );
        return;
    }
    let other = [
        ("overlay", "an OpenAPI Overlay"),
        ("arazzo", "an Arazzo description"),
        ("asyncapi", "an AsyncAPI document"),
        ("$schema", "a JSON Schema"),
    ];
    match other.into_iter().find(|(key, _)| map.contains_key(*key)) {
        Some((key, name)) => {
            d.error(
                Code::NotOpenApi,
                &root.child(key),
                format!("this is {name}, not an OpenAPI document"),
            );
        }
        None => {
            d.error(
                Code::NotOpenApi,
                &root,
                "this is not an OpenAPI document: it has no `openapi`",
            )
            .with_help("an OpenAPI document says its version at its top:\nopenapi: 3.1.0");
        }
    }
}
