//! What stands on the wire where a structure or an integer is meant: the forms that are not those
//! of every JSON object, and the widths.

/// What the members of a structure are on the wire.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// Those of a JSON object.
    #[default]
    Json,
    /// The parts of a body, some of them files.
    Parts,
    /// Headers of an answer, with a way of reading for each of the fields.
    Headers(Vec<Reading>),
}

/// How the value of a header is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// Commas between its parts.
    Simple,
    /// The same, with `=` between keys and values.
    Exploded,
    /// A line for each part.
    Lines,
    /// JSON.
    Json,
}

/// The width of an integer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Integer {
    /// 32 bits with sign.
    I32,
    /// 64 bits with sign.
    I64,
    /// 32 bits without sign.
    U32,
    /// 64 bits without sign.
    U64,
    /// 128 bits with sign.
    I128,
    /// 128 bits without sign.
    U128,
}

impl Integer {
    /// The width that holds the values of both.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        match (self, other) {
            (one, other) if one == other => one,
            (Self::U32 | Self::U64, Self::U32 | Self::U64) => Self::U64,
            (Self::U32 | Self::U64 | Self::U128, Self::U32 | Self::U64 | Self::U128) => Self::U128,
            (Self::I32 | Self::I64 | Self::U32, Self::I32 | Self::I64 | Self::U32) => Self::I64,
            _ => Self::I128,
        }
    }
}
