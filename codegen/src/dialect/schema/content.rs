//! Bytes in texts: `contentEncoding` and `contentMediaType` as the formats of 3.0.
//!
//! In: a schema of a text or of no type. Out: `format: byte` for base64 and
//! `format: binary` for bytes as they are; the rest is kept under `x-link-` names.

use serde_json::{Value, json};

use super::Keywords;
use crate::dialect::root::keep;
use crate::dialect::walk::Walk;
use crate::source::Pointer;

pub(super) fn read(walk: &mut Walk<'_>, at: &Pointer, map: &mut Keywords) {
    let is_text = map.get("type").is_none_or(|kind| kind == "string");
    let lower = |key| map.get(key).and_then(Value::as_str).map(str::to_ascii_lowercase);
    let (encoding, media) = (lower("contentEncoding"), lower("contentMediaType"));
    let (keyword, format) = match encoding.as_deref() {
        Some("base64" | "base64url") => ("contentEncoding", Some("byte")),
        Some("binary") => ("contentEncoding", Some("binary")),
        Some(_) => ("contentEncoding", None),
        None if media.as_deref().is_some_and(is_bytes) => ("contentMediaType", Some("binary")),
        None => ("contentMediaType", None),
    };
    if let Some(format) = format.filter(|_| is_text && !map.contains_key("format")) {
        walk.d.moved(at.child("format"), at.child(keyword));
        map.insert("format".to_owned(), json!(format));
        map.entry("type").or_insert_with(|| json!("string"));
    }
    // What the format does not say, such as the other alphabet of base64, is kept.
    if encoding.as_deref() == Some("base64") && map.get("format").is_some_and(|is| is == "byte") {
        map.shift_remove("contentEncoding");
    }
    keep(walk, at, map, "contentEncoding");
    keep(walk, at, map, "contentMediaType");
}

/// Whether the media type is one of bytes and not of text.
fn is_bytes(media: &str) -> bool {
    let media = media.split(';').next().unwrap_or_default().trim();
    ["image/", "audio/", "video/", "font/"].iter().any(|prefix| media.starts_with(prefix))
        || ["application/octet-stream", "application/pdf", "application/zip", "application/gzip"]
            .contains(&media)
}
