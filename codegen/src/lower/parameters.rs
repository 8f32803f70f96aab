//! Parameters: values that travel beside the body.
//!
//! In: the parameters of a path and of an operation. Out: the model's parameters, those of the
//! path in its order. How their values are written stands in `styles`.

use openapiv3::{Content, Parameter as ParameterObject, ParameterSchemaOrContent, ReferenceOr};

use super::Lowering;
use super::media::{Kind, kind};
use super::members::Annotations;
use super::operation::inside;
use super::servers::template_names;
use super::styles::{DEPTH, default_style};
use crate::api::{Limits, Location, Notation, Parameter, Style, Type};
use crate::diagnostics::Code;
use crate::document;
use crate::source::Pointer;

/// Headers that OpenAPI takes out of the hands of parameters.
const RESERVED_HEADERS: [&str; 3] = ["accept", "content-type", "authorization"];

impl Lowering<'_> {
    /// The parameters of an operation; its own win over those of its path.
    pub(super) fn parameters(
        &mut self,
        index: usize,
        piece: &document::Operation,
    ) -> Vec<Parameter> {
        let own = piece.operation.parameters.iter().enumerate();
        let own = own.map(|(n, item)| (piece.pointer.child("parameters").child(n), item));
        let shared = piece.path_parameters.iter();
        let shared = shared.map(|(pointer, item)| (pointer.clone(), item));
        let mut parameters: Vec<Parameter> = Vec::new();
        for (at, item) in shared.chain(own) {
            let Some(parameter) = self.parameter(index, &at, item) else {
                continue;
            };
            match parameters.iter_mut().find(|known| is_same(known, &parameter)) {
                Some(known) => *known = parameter,
                None => parameters.push(parameter),
            }
        }
        self.fit_to_path(piece, parameters)
    }

    /// Path parameters are those that the path names, in its order.
    fn fit_to_path(
        &mut self,
        piece: &document::Operation,
        mut parameters: Vec<Parameter>,
    ) -> Vec<Parameter> {
        let mut ordered = Vec::new();
        for wire in template_names(&piece.path) {
            let found =
                parameters.iter().position(|p| p.location == Location::Path && p.wire == wire);
            match found {
                Some(position) => ordered.push(parameters.remove(position)),
                None if ordered.iter().any(|p: &Parameter| p.wire == wire) => {}
                None => {
                    let message = format!(
                        "the path names `{{{wire}}}`, but no parameter describes it: it is a string"
                    );
                    self.diagnostics.warning(Code::Malformed, &piece.pointer, message);
                    ordered.push(undescribed(&piece.pointer, wire));
                }
            }
        }
        for parameter in parameters {
            if parameter.location == Location::Path {
                let message = format!("the path does not name `{{{}}}`", parameter.wire);
                self.diagnostics.warning(Code::Malformed, &parameter.pointer, message);
            } else {
                ordered.push(parameter);
            }
        }
        ordered
    }

    fn parameter(
        &mut self,
        index: usize,
        at: &Pointer,
        item: &ReferenceOr<ParameterObject>,
    ) -> Option<Parameter> {
        let (at, object) = self.document.resolve_item(at, item, self.diagnostics)?;
        let data = object.parameter_data_ref();
        let location = self.location(&at, &object)?;
        let value = match &data.format {
            ParameterSchemaOrContent::Schema(item) => {
                let here = at.child("schema");
                let naming = inside(&here, index, &data.name);
                let (ty, annotations) = self.type_and_annotations(&here, item, naming);
                let style = self.style(&at, &object);
                // Null has no form in any style: it is to leave the parameter out.
                Value { ty: ty.split_null().0, annotations, style, limits: self.limits(&here) }
            }
            ParameterSchemaOrContent::Content(content) => {
                self.content(index, &at.child("content"), &data.name, location, content)
            }
        };
        Some(Parameter {
            wire: data.name.clone(),
            location,
            style: value.style,
            doc: data.description.clone().or(value.annotations.doc),
            deprecated: data.deprecated.unwrap_or_default(),
            default: value.annotations.default,
            // Known when all types are: see `settle_parameters`.
            structured: false,
            ty: value.ty,
            required: data.required || location == Location::Path,
            limits: value.limits,
            pointer: at,
        })
    }

    fn location(&mut self, at: &Pointer, object: &ParameterObject) -> Option<Location> {
        match object {
            ParameterObject::Query { parameter_data, .. } => {
                // OpenAPI 3.2 has a place for the whole query, which 3.0 cannot say: the dialect
                // carries it over.
                let whole = parameter_data.extensions.contains_key("x-link-querystring");
                Some(if whole { Location::QueryString } else { Location::Query })
            }
            ParameterObject::Path { .. } => Some(Location::Path),
            ParameterObject::Header { parameter_data, .. } => {
                let name = parameter_data.name.to_ascii_lowercase();
                if RESERVED_HEADERS.contains(&name.as_str()) {
                    let message =
                        format!("the header `{name}` is the client's own, not a parameter");
                    self.diagnostics.note(Code::Ignored, at, message);
                    return None;
                }
                Some(Location::Header)
            }
            ParameterObject::Cookie { .. } => Some(Location::Cookie),
        }
    }

    /// A parameter that is a document of some media type.
    fn content(
        &mut self,
        index: usize,
        at: &Pointer,
        name: &str,
        location: Location,
        content: &Content,
    ) -> Value {
        let json = content.iter().find(|(media, _)| kind(media) == Kind::Json);
        let Some((media, piece)) = json.or(content.first()) else {
            let message = format!("nothing is said about the content of `{name}`: it is a text");
            self.diagnostics.warning(Code::Malformed, at, message);
            return Value::text(default_style(location));
        };
        let here = at.child(media);
        if content.len() > 1 {
            let message = format!("a parameter has one media type: `{media}` is taken");
            self.diagnostics.warning(Code::Malformed, at, message);
        }
        let described = piece.schema.as_ref().map(|item| {
            let here = here.child("schema");
            let naming = inside(&here, index, name);
            self.type_and_annotations(&here, item, naming)
        });
        let (ty, annotations) = described.unwrap_or((Type::Any, Annotations::default()));
        let plain = default_style(location);
        let limits = self.limits(&here.child("schema"));
        if kind(media) == Kind::Json {
            let style = Style { notation: Notation::Json, ..plain };
            return Value { ty, annotations, style, limits };
        }
        let ty = ty.split_null().0;
        if self.is_single(&ty, DEPTH)
            || (location == Location::QueryString && kind(media) == Kind::Form)
        {
            return Value { ty, annotations, style: plain, limits };
        }
        let message = format!("values cannot be written as `{media}`: the parameter is a text");
        self.diagnostics.warning(Code::Unsupported, &here, message);
        Value { annotations, ..Value::text(plain) }
    }
}

/// What is said about the value of a parameter.
struct Value {
    ty: Type,
    annotations: Annotations,
    style: Style,
    limits: Limits,
}

impl Value {
    fn text(style: Style) -> Self {
        Self {
            ty: Type::Text,
            annotations: Annotations::default(),
            style,
            limits: Limits::default(),
        }
    }
}

/// Whether two parameters are one, declared twice.
fn is_same(one: &Parameter, other: &Parameter) -> bool {
    let same = match one.location {
        Location::Header => one.wire.eq_ignore_ascii_case(&other.wire),
        Location::Path | Location::Query | Location::QueryString | Location::Cookie => {
            one.wire == other.wire
        }
    };
    same && one.location == other.location
}

fn undescribed(at: &Pointer, wire: &str) -> Parameter {
    Parameter {
        pointer: at.clone(),
        wire: wire.to_owned(),
        location: Location::Path,
        style: default_style(Location::Path),
        doc: None,
        deprecated: false,
        default: None,
        ty: Type::Text,
        structured: false,
        required: true,
        limits: Limits::default(),
    }
}
