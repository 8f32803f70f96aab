//! What stands where in an OpenAPI document.
//!
//! In: a kind of object and a key. Out: what that key holds. One table for 3.0, 3.1 and
//! 3.2: what only one of them has is understood in all. Changes nothing.

use crate::source::Pointer;

/// A kind of object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Document,
    Info,
    Contact,
    License,
    Tag,
    ExternalDocs,
    Server,
    ServerVariable,
    Components,
    Paths,
    PathItem,
    Callback,
    Operation,
    Responses,
    Response,
    Parameter,
    Header,
    RequestBody,
    MediaType,
    Encoding,
    Example,
    SecurityScheme,
    Flows,
    Flow,
    Schema,
    Discriminator,
}

/// What a key holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Text,
    Flag,
    /// A number of things: an integer from zero on.
    Count,
    Number,
    Texts,
    /// Texts by name.
    Dictionary,
    /// Whatever there is: it is not looked at here.
    Free,
    One(Kind),
    Many(Kind),
    Named(Kind),
    /// A schema, or whether there can be anything.
    SchemaOrFlag,
    Requirements,
}

use Shape::{Count, Dictionary, Flag, Free, Many, Named, Number, One, SchemaOrFlag, Text, Texts};

impl Kind {
    /// What the key holds; `None` where the kind has no such key.
    pub(super) fn field(self, key: &str) -> Option<Shape> {
        match self {
            Self::Document => document(key),
            Self::Info | Self::Contact | Self::License | Self::Tag | Self::ExternalDocs => {
                about(self, key)
            }
            Self::Server | Self::ServerVariable => server(self, key),
            Self::Components => components(key),
            Self::Paths => key.starts_with('/').then_some(One(Self::PathItem)),
            Self::PathItem => path_item(key),
            // Expressions that say where the call goes, each with what is sent there.
            Self::Callback => (!key.starts_with("x-")).then_some(One(Self::PathItem)),
            Self::Operation => operation(key),
            Self::Responses => {
                (!key.starts_with("x-") && key != "$ref").then_some(One(Self::Response))
            }
            Self::Response | Self::RequestBody => body(self, key),
            Self::Parameter | Self::Header => parameter(key),
            Self::MediaType | Self::Encoding | Self::Example => content(self, key),
            Self::SecurityScheme | Self::Flows | Self::Flow => security(self, key),
            Self::Schema => schema(key),
            Self::Discriminator => discriminator(key),
        }
    }

    /// What messages call it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Document => "a document",
            Self::Info => "`info`",
            Self::Contact => "`contact`",
            Self::License => "`license`",
            Self::Tag => "a tag",
            Self::ExternalDocs => "`externalDocs`",
            Self::Server => "a server",
            Self::ServerVariable => "a server variable",
            Self::Components => "`components`",
            Self::Paths => "`paths`",
            Self::PathItem => "a path item",
            Self::Callback => "a callback",
            Self::Operation => "an operation",
            Self::Responses => "`responses`",
            Self::Response => "a response",
            Self::Parameter => "a parameter",
            Self::Header => "a header",
            Self::RequestBody => "a request body",
            Self::MediaType => "a media type",
            Self::Encoding => "an encoding",
            Self::Example => "an example",
            Self::SecurityScheme => "a security scheme",
            Self::Flows | Self::Flow => "an OAuth flow",
            Self::Schema => "a schema",
            Self::Discriminator => "a discriminator",
        }
    }
}

fn document(key: &str) -> Option<Shape> {
    Some(match key {
        "openapi" | "$self" | "jsonSchemaDialect" => Text,
        "info" => One(Kind::Info),
        "servers" => Many(Kind::Server),
        "paths" => One(Kind::Paths),
        "components" => One(Kind::Components),
        "security" => Shape::Requirements,
        "tags" => Many(Kind::Tag),
        "externalDocs" => One(Kind::ExternalDocs),
        "webhooks" => Named(Kind::PathItem),
        _ => return None,
    })
}

fn about(kind: Kind, key: &str) -> Option<Shape> {
    Some(match (kind, key) {
        (Kind::Info, "contact") => One(Kind::Contact),
        (Kind::Info, "license") => One(Kind::License),
        (Kind::Info, "title" | "version" | "termsOfService" | "summary" | "description")
        | (Kind::Contact, "name" | "url" | "email")
        | (Kind::License, "name" | "url" | "identifier")
        | (Kind::Tag, "name" | "description" | "summary" | "parent" | "kind")
        | (Kind::ExternalDocs, "url" | "description") => Text,
        (Kind::Tag, "externalDocs") => One(Kind::ExternalDocs),
        _ => return None,
    })
}

fn server(kind: Kind, key: &str) -> Option<Shape> {
    Some(match (kind, key) {
        (Kind::Server, "url" | "description" | "name")
        | (Kind::ServerVariable, "default" | "description") => Text,
        (Kind::Server, "variables") => Named(Kind::ServerVariable),
        (Kind::ServerVariable, "enum") => Texts,
        _ => return None,
    })
}

fn components(key: &str) -> Option<Shape> {
    Some(match key {
        "schemas" => Named(Kind::Schema),
        "responses" => Named(Kind::Response),
        "parameters" => Named(Kind::Parameter),
        "examples" => Named(Kind::Example),
        "requestBodies" => Named(Kind::RequestBody),
        "headers" => Named(Kind::Header),
        "securitySchemes" => Named(Kind::SecurityScheme),
        "mediaTypes" => Named(Kind::MediaType),
        "pathItems" => Named(Kind::PathItem),
        "callbacks" => Named(Kind::Callback),
        "links" => Free,
        _ => return None,
    })
}

fn path_item(key: &str) -> Option<Shape> {
    Some(match key {
        "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace" | "query" => {
            One(Kind::Operation)
        }
        "additionalOperations" => Named(Kind::Operation),
        "parameters" => Many(Kind::Parameter),
        "servers" => Many(Kind::Server),
        "$ref" | "summary" | "description" => Text,
        _ => return None,
    })
}

fn operation(key: &str) -> Option<Shape> {
    Some(match key {
        "summary" | "description" | "operationId" => Text,
        "tags" => Texts,
        "deprecated" => Flag,
        "externalDocs" => One(Kind::ExternalDocs),
        "parameters" => Many(Kind::Parameter),
        "requestBody" => One(Kind::RequestBody),
        "responses" => One(Kind::Responses),
        "security" => Shape::Requirements,
        "servers" => Many(Kind::Server),
        "callbacks" => Named(Kind::Callback),
        _ => return None,
    })
}

fn body(kind: Kind, key: &str) -> Option<Shape> {
    Some(match (kind, key) {
        (_, "description") | (Kind::Response, "summary") => Text,
        (_, "content") => Named(Kind::MediaType),
        (Kind::RequestBody, "required") => Flag,
        (Kind::Response, "headers") => Named(Kind::Header),
        (Kind::Response, "links") => Free,
        _ => return None,
    })
}

/// Parameters and headers.
fn parameter(key: &str) -> Option<Shape> {
    Some(match key {
        "name" | "in" | "description" | "style" => Text,
        "required" | "deprecated" | "explode" | "allowReserved" | "allowEmptyValue" => Flag,
        "schema" => One(Kind::Schema),
        "content" => Named(Kind::MediaType),
        "example" => Free,
        "examples" => Named(Kind::Example),
        _ => return None,
    })
}

fn content(kind: Kind, key: &str) -> Option<Shape> {
    Some(match (kind, key) {
        (Kind::MediaType, "schema" | "itemSchema") => One(Kind::Schema),
        (Kind::MediaType, "$ref")
        | (Kind::Encoding, "contentType" | "style")
        | (Kind::Example, "summary" | "description" | "externalValue") => Text,
        (Kind::MediaType, "examples") => Named(Kind::Example),
        (Kind::MediaType, "encoding") => Named(Kind::Encoding),
        (Kind::Encoding, "headers") => Named(Kind::Header),
        (Kind::Encoding, "explode" | "allowReserved") => Flag,
        (Kind::MediaType, "example")
        | (Kind::Example, "value" | "dataValue" | "serializedValue")
        | (Kind::MediaType | Kind::Encoding, "prefixEncoding" | "itemEncoding")
        | (Kind::Encoding, "encoding") => Free,
        _ => return None,
    })
}

fn security(kind: Kind, key: &str) -> Option<Shape> {
    Some(match (kind, key) {
        (
            Kind::SecurityScheme,
            "type" | "description" | "name" | "in" | "scheme" | "bearerFormat" | "openIdConnectUrl"
            | "oauth2MetadataUrl",
        )
        | (Kind::Flow, "authorizationUrl" | "tokenUrl" | "refreshUrl" | "deviceAuthorizationUrl") => {
            Text
        }
        (Kind::SecurityScheme, "deprecated") => Flag,
        (Kind::SecurityScheme, "flows") => One(Kind::Flows),
        (
            Kind::Flows,
            "implicit"
            | "password"
            | "clientCredentials"
            | "authorizationCode"
            | "deviceAuthorization",
        ) => One(Kind::Flow),
        (Kind::Flow, "scopes") => Dictionary,
        _ => return None,
    })
}

fn schema(key: &str) -> Option<Shape> {
    Some(match key {
        "title" | "description" | "format" | "pattern" | "summary" | "$id" | "$anchor"
        | "$schema" | "$comment" | "$dynamicAnchor" | "$dynamicRef" | "$recursiveRef"
        | "contentEncoding" | "contentMediaType" => Text,
        "nullable" | "readOnly" | "writeOnly" | "deprecated" | "uniqueItems"
        | "$recursiveAnchor" => Flag,
        "minLength" | "maxLength" | "minItems" | "maxItems" | "minProperties" | "maxProperties"
        | "minContains" | "maxContains" => Count,
        "minimum" | "maximum" | "multipleOf" => Number,
        "required" => Texts,
        "items" | "not" | "if" | "then" | "else" | "contains" | "propertyNames"
        | "contentSchema" => One(Kind::Schema),
        "additionalProperties"
        | "unevaluatedProperties"
        | "unevaluatedItems"
        | "additionalItems" => SchemaOrFlag,
        "allOf" | "anyOf" | "oneOf" | "prefixItems" => Many(Kind::Schema),
        "properties" | "patternProperties" | "$defs" | "definitions" | "dependentSchemas" => {
            Named(Kind::Schema)
        }
        "discriminator" => One(Kind::Discriminator),
        "externalDocs" => One(Kind::ExternalDocs),
        "type" | "enum" | "const" | "default" | "example" | "examples" | "xml" | "$ref"
        | "$vocabulary" | "exclusiveMinimum" | "exclusiveMaximum" | "dependentRequired"
        | "dependencies" => Free,
        _ => return None,
    })
}

fn discriminator(key: &str) -> Option<Shape> {
    Some(match key {
        "propertyName" | "defaultMapping" => Text,
        "mapping" => Dictionary,
        _ => return None,
    })
}

/// What an address leads to, as far as the grammar tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Address {
    Object(Kind),
    List(Kind),
    Map(Kind),
    /// A single value, or one that OpenAPI says nothing about.
    Other,
}

impl Address {
    /// What stands at a pointer of a document.
    pub(super) fn of(pointer: &Pointer) -> Self {
        pointer.steps().fold(Self::Object(Kind::Document), |address, step| address.child(&step))
    }

    pub(super) fn child(self, key: &str) -> Self {
        match self {
            Self::Object(kind) => match kind.field(key) {
                Some(One(kind)) => Self::Object(kind),
                Some(Many(kind)) => Self::List(kind),
                Some(Named(kind)) => Self::Map(kind),
                Some(SchemaOrFlag) => Self::Object(Kind::Schema),
                Some(
                    Text | Flag | Count | Number | Texts | Dictionary | Free | Shape::Requirements,
                )
                | None => Self::Other,
            },
            Self::List(kind) | Self::Map(kind) => Self::Object(kind),
            Self::Other => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_known_by_their_steps() {
        for (pointer, address) in [
            ("/components/schemas/A/properties/b/items", Address::Object(Kind::Schema)),
            ("/paths/~1a/get/responses/200/content/x/schema/anyOf", Address::List(Kind::Schema)),
            ("/components/schemas/A/additionalProperties", Address::Object(Kind::Schema)),
            ("/components/examples/A/value/properties/b", Address::Other),
            ("/definitions/A", Address::Other),
            ("/components/responses", Address::Map(Kind::Response)),
        ] {
            assert_eq!(Address::of(&Pointer::parse(pointer).unwrap()), address, "{pointer}");
        }
    }
}
