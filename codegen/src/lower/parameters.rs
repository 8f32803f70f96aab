//! Parameters: values that travel beside the body.
//!
//! In: the parameters of a path and of an operation. Out: the model's parameters, those of the
//! path in its order.

use openapiv3::{
    Parameter as ParameterObject, ParameterData, ParameterSchemaOrContent, PathStyle, QueryStyle,
    ReferenceOr,
};

use super::Lowering;
use super::members::Annotations;
use super::operation::inside;
use crate::api::{Kind, Location, Parameter, Type};
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
            let same = parameters.iter_mut().find(|known| {
                known.wire == parameter.wire && same_place(known.location, parameter.location)
            });
            match same {
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
        let (at, object) = match item {
            ReferenceOr::Item(object) => (at.clone(), object.clone()),
            ReferenceOr::Reference { reference } => {
                self.document.resolve(at, reference, self.diagnostics)?
            }
        };
        let data = object.parameter_data_ref();
        let location = self.location(&at, &object)?;
        let (ty, annotations) = self.parameter_type(index, &at, data)?;
        Some(Parameter {
            wire: data.name.clone(),
            location,
            doc: data.description.clone().or(annotations.doc),
            deprecated: data.deprecated.unwrap_or_default(),
            default: annotations.default,
            ty,
            required: data.required || location == Location::Path,
            pointer: at,
        })
    }

    fn location(&mut self, at: &Pointer, object: &ParameterObject) -> Option<Location> {
        let explode = object.parameter_data_ref().explode;
        match object {
            ParameterObject::Query { style: QueryStyle::Form, allow_reserved: false, .. } => {
                Some(Location::Query { exploded: explode.unwrap_or(true) })
            }
            ParameterObject::Query { style: QueryStyle::Form, .. } => {
                self.unsupported(at, "a query parameter with `allowReserved`");
                None
            }
            ParameterObject::Query { style, .. } => {
                let style = style_name(style);
                self.unsupported(at, &format!("a query parameter of the style `{style}`"));
                None
            }
            ParameterObject::Path { style: PathStyle::Simple, .. } => Some(Location::Path),
            ParameterObject::Path { style, .. } => {
                let style = style_name(style);
                self.unsupported(at, &format!("a path parameter of the style `{style}`"));
                // The path does name it.
                Some(Location::Path)
            }
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
            ParameterObject::Cookie { .. } => {
                self.unsupported(at, "a parameter in a cookie");
                None
            }
        }
    }

    fn parameter_type(
        &mut self,
        index: usize,
        at: &Pointer,
        data: &ParameterData,
    ) -> Option<(Type, Annotations)> {
        let item = match &data.format {
            ParameterSchemaOrContent::Schema(item) => item,
            ParameterSchemaOrContent::Content(_) => {
                self.unsupported(at, "a parameter with `content`");
                return None;
            }
        };
        let schema_at = at.child("schema");
        let naming = inside(at, index, &data.name);
        let (ty, _) = self.type_of(&schema_at, item, naming).split_null();
        let named = !ty.named().is_empty();
        let annotations = match item {
            ReferenceOr::Reference { reference } => {
                self.annotations_behind(&schema_at, reference, named)
            }
            ReferenceOr::Item(schema) => self.annotations(&schema_at, schema, named),
        };
        if self.is_flat(&ty, true) {
            return Some((ty, annotations));
        }
        self.unsupported(at, "an object as a parameter");
        None
    }

    /// Whether a type is a scalar, or, where allowed, a list of scalars.
    fn is_flat(&self, ty: &Type, list: bool) -> bool {
        match ty {
            Type::Boolean
            | Type::Integer(_)
            | Type::Number
            | Type::Text
            | Type::Secret
            | Type::Uuid
            | Type::Date
            | Type::DateTime
            | Type::Bytes
            | Type::Any => true,
            Type::List(inner) => list && self.is_flat(inner, false),
            Type::Nullable(inner) => self.is_flat(inner, list),
            Type::Map(_) | Type::Tuple(_) => false,
            Type::Named(id) => match self.types[id.index()].kind {
                Kind::Enum(_) | Kind::Union(_) => true,
                Kind::Struct(_) | Kind::Alias(_) => false,
            },
        }
    }
}

/// A style as the document spells it.
fn style_name(style: &impl serde::Serialize) -> String {
    let value = serde_json::to_value(style).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

fn same_place(one: Location, other: Location) -> bool {
    std::mem::discriminant(&one) == std::mem::discriminant(&other)
}

fn undescribed(at: &Pointer, wire: &str) -> Parameter {
    Parameter {
        pointer: at.clone(),
        wire: wire.to_owned(),
        location: Location::Path,
        doc: None,
        deprecated: false,
        default: None,
        ty: Type::Text,
        required: true,
    }
}

/// The names between braces in a path, in order.
fn template_names(path: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut rest = path;
    while let Some((_, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            break;
        };
        names.push(name);
        rest = after;
    }
    names
}
