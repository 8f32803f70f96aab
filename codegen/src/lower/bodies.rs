//! Bodies: what is sent with a call.
//!
//! In: request bodies and media types. Out: the model's bodies.

use openapiv3::{Content, MediaType, ReferenceOr, RequestBody};

use super::Lowering;
use super::operation::inside;
use crate::api::{Body, Type};
use crate::diagnostics::Code;
use crate::source::Pointer;

impl Lowering<'_> {
    pub(super) fn body(
        &mut self,
        index: usize,
        at: &Pointer,
        item: &ReferenceOr<RequestBody>,
    ) -> Option<Body> {
        let (at, object) = match item {
            ReferenceOr::Item(object) => (at.clone(), object.clone()),
            ReferenceOr::Reference { reference } => {
                self.document.resolve(at, reference, self.diagnostics)?
            }
        };
        if object.content.is_empty() {
            return None;
        }
        let content = at.child("content");
        let Some((name, media)) = json_media(&object.content) else {
            self.unsupported(&content, "a request body that is not JSON");
            return None;
        };
        self.other_media(&content, name, &object.content);
        let ty = self.media_type(&content.child(name), media, index, "Request");
        Some(Body { ty, required: object.required, doc: object.description })
    }

    /// The type of a JSON body.
    pub(super) fn media_type(
        &mut self,
        at: &Pointer,
        media: &MediaType,
        index: usize,
        part: &str,
    ) -> Type {
        let naming = inside(at, index, part);
        match &media.schema {
            Some(item) => self.type_of(&at.child("schema"), item, naming),
            None => Type::Any,
        }
    }

    /// Says which media types were passed over in favour of JSON.
    pub(super) fn other_media(&mut self, at: &Pointer, chosen: &str, content: &Content) {
        for name in content.keys().filter(|name| *name != chosen) {
            let message = format!("`{name}` is not generated, only `{chosen}`");
            self.diagnostics.warning(Code::Unsupported, &at.child(name), message);
        }
    }
}

/// The JSON among the media types of a body.
pub(super) fn json_media(content: &Content) -> Option<(&str, &MediaType)> {
    let essence = |name: &str| {
        let name = name.split(';').next().unwrap_or_default();
        name.trim().to_ascii_lowercase()
    };
    let plain = |name: &str| essence(name) == "application/json";
    let json = |name: &str| {
        let name = essence(name);
        name.ends_with("+json") || name == "text/json" || name == "*/*" || name == "application/*"
    };
    let found = content.iter().find(|(name, _)| plain(name));
    let found = found.or_else(|| content.iter().find(|(name, _)| json(name)));
    found.map(|(name, media)| (name.as_str(), media))
}
