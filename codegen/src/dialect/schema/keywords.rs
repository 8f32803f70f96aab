//! What each keyword of a schema is about.
//!
//! In: a keyword. Out: its [`Role`]. Changes nothing.

/// The types of JSON that `type` can name, null aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Type {
    String,
    Number,
    Integer,
    Boolean,
    Object,
    Array,
}

impl Type {
    pub(super) const ALL: [Self; 6] =
        [Self::String, Self::Number, Self::Integer, Self::Boolean, Self::Object, Self::Array];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Number => "number",
            Self::Integer => "integer",
            Self::Boolean => "boolean",
            Self::Object => "object",
            Self::Array => "array",
        }
    }

    pub(super) fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.name() == name)
    }
}

/// What a keyword does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Says something about values, and nothing about which there can be.
    Remark,
    /// Limits the values of some types and says nothing of others.
    Of(&'static [Type]),
    /// Limits all values.
    Limit,
}

impl Role {
    pub(super) fn of(keyword: &str) -> Self {
        const NUMBERS: &[Type] = &[Type::Integer, Type::Number];
        match keyword {
            "minLength" | "maxLength" | "pattern" | "contentEncoding" | "contentMediaType"
            | "contentSchema" => Self::Of(&[Type::String]),
            "format" => Self::Of(&[Type::String, Type::Integer, Type::Number]),
            "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" => {
                Self::Of(NUMBERS)
            }
            "items" | "prefixItems" | "additionalItems" | "contains" | "minContains"
            | "maxContains" | "minItems" | "maxItems" | "uniqueItems" | "unevaluatedItems" => {
                Self::Of(&[Type::Array])
            }
            "properties"
            | "required"
            | "additionalProperties"
            | "patternProperties"
            | "propertyNames"
            | "minProperties"
            | "maxProperties"
            | "dependentSchemas"
            | "dependentRequired"
            | "dependencies"
            | "unevaluatedProperties" => Self::Of(&[Type::Object]),
            "type" | "enum" | "const" | "allOf" | "anyOf" | "oneOf" | "not" | "if" | "then"
            | "else" | "$ref" | "discriminator" => Self::Limit,
            _ => Self::Remark,
        }
    }

    /// Whether the keyword says something about values of the type.
    pub(super) fn is_about(self, kind: Type) -> bool {
        match self {
            Self::Remark | Self::Limit => true,
            Self::Of(types) => types.contains(&kind),
        }
    }
}
