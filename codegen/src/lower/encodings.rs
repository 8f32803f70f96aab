//! `encoding`: how the members of a form are written, and the headers of parts.
//!
//! In: a media type. Out: what of its encodings has an effect. The rest is said.

use openapiv3::{
    Encoding, Header, MediaType, ParameterSchemaOrContent, QueryStyle, ReferenceOr, Schema,
};
use serde_json::Value;

use super::Lowering;
use super::media::{essence, is_wildcard};
use crate::api::{FormStyle, PartEncoding};
use crate::diagnostics::Code;
use crate::source::Pointer;

impl Lowering<'_> {
    /// How members of a form are written, where the document says so.
    pub(super) fn form_styles(
        &mut self,
        at: &Pointer,
        media: &MediaType,
    ) -> Vec<(String, FormStyle)> {
        let at = at.child("encoding");
        let mut styles = Vec::new();
        for (name, encoding) in &media.encoding {
            let at = at.child(name);
            if encoding.allow_reserved {
                let message = "`allowReserved` has no effect: a form encodes all the same";
                self.diagnostics.note(Code::Ignored, &at.child("allowReserved"), message);
            }
            let style = match (&encoding.style, encoding.explode) {
                (Some(QueryStyle::DeepObject), _) => Some(FormStyle::Deep),
                (Some(QueryStyle::SpaceDelimited), false) => Some(FormStyle::Space),
                (Some(QueryStyle::PipeDelimited), false) => Some(FormStyle::Pipe),
                (Some(_), true) => Some(FormStyle::Spread),
                (Some(QueryStyle::Form), false) => Some(FormStyle::Comma),
                (None, _) => self.form_content(&at, encoding),
            };
            styles.extend(style.map(|style| (name.clone(), style)));
        }
        styles
    }

    /// Without a style, a content type can ask for JSON.
    fn form_content(&mut self, at: &Pointer, encoding: &Encoding) -> Option<FormStyle> {
        let media = encoding.content_type.as_deref().map(essence);
        match media.as_deref() {
            Some(media) if media == "application/json" || media.ends_with("+json") => {
                Some(FormStyle::Json)
            }
            Some(media) if !media.starts_with("text/") => {
                let message = format!("`{media}` has no effect in a form");
                self.diagnostics.note(Code::Ignored, &at.child("contentType"), message);
                None
            }
            Some(_) => None,
            // What `encoding` says without a style: it is a list with commas if not exploded.
            None => (!encoding.explode).then_some(FormStyle::Comma),
        }
    }

    /// What the document says about the parts of a body.
    pub(super) fn part_encodings(&mut self, at: &Pointer, media: &MediaType) -> Vec<PartEncoding> {
        let at = at.child("encoding");
        let mut encodings = Vec::new();
        for (name, encoding) in &media.encoding {
            let at = at.child(name);
            let media = self.part_media(&at, encoding);
            let headers = self.part_headers(&at, encoding);
            if encoding.style.is_some() {
                let message =
                    "`style` has no effect on a part: lists are a part an item, objects are JSON";
                self.diagnostics.note(Code::Ignored, &at.child("style"), message);
            }
            if media.is_some() || !headers.is_empty() {
                encodings.push(PartEncoding { name: name.clone(), media, headers });
            }
        }
        encodings
    }

    /// The media type of a part, where it is always the same and one that is written.
    fn part_media(&mut self, at: &Pointer, encoding: &Encoding) -> Option<String> {
        let media = encoding.content_type.as_deref()?.trim();
        let one = !media.contains(',') && !is_wildcard(media) && media.contains('/');
        let visible = media.chars().all(|c| c == ' ' || c.is_ascii_graphic());
        if one && visible && essence(media) != "application/x-www-form-urlencoded" {
            return Some(media.to_owned());
        }
        let message = format!("`{media}` is not one that can be sent: a file says its own type");
        self.diagnostics.note(Code::Ignored, &at.child("contentType"), message);
        None
    }

    /// The headers of a part that are always the same.
    fn part_headers(&mut self, at: &Pointer, encoding: &Encoding) -> Vec<(String, String)> {
        let mut headers = Vec::new();
        for (name, item) in &encoding.headers {
            let at = at.child("headers").child(name);
            let header = self.document.resolve_item(&at, item, self.diagnostics);
            let token = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
            let value = header.and_then(|(_, header)| constant(&header));
            let visible = |value: &String| value.chars().all(|c| c == ' ' || c.is_ascii_graphic());
            if let Some(value) = value.filter(|value| visible(value) && name.chars().all(token)) {
                headers.push((name.clone(), value));
                continue;
            }
            let message = format!("the header `{name}` of a part is not sent: no value is fixed");
            self.diagnostics.warning(Code::Unsupported, &at, message);
        }
        headers
    }
}

/// The one value that a header can have.
fn constant(header: &Header) -> Option<String> {
    match &header.format {
        ParameterSchemaOrContent::Schema(ReferenceOr::Item(schema)) => only_value(schema),
        ParameterSchemaOrContent::Schema(_) | ParameterSchemaOrContent::Content(_) => None,
    }
}

fn only_value(schema: &Schema) -> Option<String> {
    let flat = super::shape::flatten(&schema.schema_kind);
    match flat.enumeration.as_slice() {
        [Value::String(text)] => Some(text.clone()),
        [value @ (Value::Number(_) | Value::Bool(_))] => Some(value.to_string()),
        _ => None,
    }
}
