//! What the document asks of values beyond their type.
//!
//! In: the keywords of schemas, by their pointers. Out: [`Limits`] beside the types, and, once all
//! types are known, only those that a request can be held against. Changes no type.

use serde_json::{Map, Value};

use super::Lowering;
use super::patterns::{Engine, translate};
use crate::api::{
    Api, Bound, Field, Form, Integer, Kind, Limit, Limits, Numeral, Pattern, Type, TypeDef,
};
use crate::diagnostics::{Code, Diagnostics};
use crate::source::Pointer;

/// How many schemas can stand inside one another here: a list can hold itself.
const DEEPEST: usize = 8;

impl Lowering<'_> {
    /// What the schema at a place asks for, with those that it refers to and is made of.
    pub(super) fn limits(&self, at: &Pointer) -> Limits {
        let mut limits = Limits::default();
        if let Some(schema) = self.document.value(at) {
            self.gather(at, schema, DEEPEST, &mut limits);
        }
        limits
    }

    /// What a member is asked for: that of its place, unless it is known from several.
    pub(super) fn limits_of(&self, field: &Field) -> Limits {
        if field.limits.is_empty() { self.limits(&field.pointer) } else { field.limits.clone() }
    }

    /// What the definitions that requests have ask for as a whole, their members, and the branches
    /// of unions.
    pub(super) fn limit_definitions(&self, types: &mut [TypeDef]) {
        for def in types.iter_mut().filter(|def| def.usage.request) {
            match &mut def.kind {
                Kind::Struct(structure) => {
                    for field in &mut structure.fields {
                        field.limits = self.limits_of(field);
                    }
                    def.limits = self.limits(&def.pointer);
                }
                Kind::Alias(_) => def.limits = self.limits(&def.pointer),
                Kind::Union(union) => {
                    for branch in union.branches.iter_mut().filter(|branch| !branch.shared) {
                        branch.limits = self.limits(&branch.pointer);
                    }
                }
                Kind::Enum(_) => {}
            }
        }
    }

    fn gather(&self, at: &Pointer, schema: &Value, depth: usize, limits: &mut Limits) {
        let Value::Object(schema) = schema else { return };
        let Some(depth) = depth.checked_sub(1) else { return };
        if let Some(Value::String(reference)) = schema.get("$ref") {
            let target = Pointer::parse(reference);
            let target = target.and_then(|at| Some((self.document.value(&at)?, at)));
            if let Some((schema, at)) = target {
                self.gather(&at, schema, depth, limits);
            }
            return;
        }
        own(at, schema, limits);
        let branches = |keyword: &str| match schema.get(keyword) {
            Some(Value::Array(branches)) => branches.as_slice(),
            Some(_) | None => &[],
        };
        for (index, part) in branches("allOf").iter().enumerate() {
            self.gather(&at.child("allOf").child(index), part, depth, limits);
        }
        // Which of several branches a value is, is not known here.
        match (branches("oneOf"), branches("anyOf")) {
            ([only], []) => self.gather(&at.join(&["oneOf", "0"]), only, depth, limits),
            ([], [only]) => self.gather(&at.join(&["anyOf", "0"]), only, depth, limits),
            _ => {}
        }
        let inside = |place: &Pointer, schema: &Value| {
            let mut inner = Limits::default();
            self.gather(place, schema, depth, &mut inner);
            Some(inner).filter(|inner| !inner.is_empty())
        };
        let below = |keyword: &str| inside(&at.child(keyword), schema.get(keyword)?);
        match schema.get("x-link-prefixItems") {
            Some(Value::Array(positions)) => {
                let place = at.child("x-link-prefixItems");
                for (index, position) in positions.iter().enumerate() {
                    let inner = inside(&place.child(index), position);
                    limits.extend(one(inner.map(|inner| Limit::Position(index, inner))));
                }
            }
            Some(_) | None => limits.extend(one(below("items").map(Limit::Items))),
        }
        // Which of several schemas a member has, its name decides.
        if !schema.contains_key("x-link-patternProperties") {
            limits.extend(one(below("additionalProperties").map(Limit::Values)));
        }
    }
}

fn one(limit: Option<Limit>) -> Limits {
    Limits(limit.into_iter().collect())
}

/// The keywords that ask for something.
const KEYWORDS: [&str; 11] = [
    "minLength",
    "maxLength",
    "pattern",
    "minimum",
    "maximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
];

/// What the keywords of a schema ask for.
fn own(at: &Pointer, schema: &Map<String, Value>, limits: &mut Limits) {
    // Most schemas ask for nothing.
    if !schema.keys().any(|keyword| KEYWORDS.contains(&keyword.as_str())) {
        return;
    }
    // Nothing of which there are more than that is sent in one piece.
    let most = u64::from(u32::MAX);
    let count = |keyword: &str| schema.get(keyword)?.as_u64().filter(|count| *count <= most);
    let number = |keyword: &str| numeral(schema.get(keyword)?);
    let bound = |keyword: &str, exclusive: &str| {
        let exclusive = schema.get(exclusive) == Some(&Value::Bool(true));
        Some(Bound { number: number(keyword)?, exclusive })
    };
    let pattern = schema.get("pattern").and_then(Value::as_str).map(|pattern| Pattern {
        pointer: at.child("pattern"),
        asked: pattern.to_owned(),
        written: String::new(),
    });
    let unique = schema.get("uniqueItems") == Some(&Value::Bool(true));
    let all = [
        count("minLength").map(Limit::MinLength),
        count("maxLength").map(Limit::MaxLength),
        pattern.map(Limit::Pattern),
        bound("minimum", "exclusiveMinimum").map(Limit::Minimum),
        bound("maximum", "exclusiveMaximum").map(Limit::Maximum),
        number("multipleOf").map(Limit::MultipleOf),
        count("minItems").map(Limit::MinItems),
        count("maxItems").map(Limit::MaxItems),
        unique.then_some(Limit::UniqueItems),
        count("minProperties").map(Limit::MinProperties),
        count("maxProperties").map(Limit::MaxProperties),
    ];
    all.into_iter().flatten().for_each(|limit| limits.push(limit));
}

fn numeral(value: &Value) -> Option<Numeral> {
    let integer = value.as_i64().map(i128::from).or(value.as_u64().map(i128::from));
    let number = || value.as_f64().filter(|number| number.is_finite()).map(Numeral::Number);
    integer.map(Numeral::Integer).or_else(number)
}

/// Keeps what a request can be held against, and says which patterns it cannot. Marks the types
/// that have anything to check, or lead to one that has.
pub(super) fn settle(api: &mut Api, diagnostics: &mut Diagnostics) {
    let parts = parts(api);
    let mut settling = Settling { diagnostics, engine: Engine::default() };
    for operation in &mut api.operations {
        for parameter in &mut operation.parameters {
            settling.settle(&parameter.ty, &mut parameter.limits);
        }
        if let Some(body) = &mut operation.body {
            let ty = body.ty().cloned();
            settling.settle(&ty.unwrap_or(Type::Any), &mut body.limits);
        }
    }
    for (def, is_part) in api.types.iter_mut().zip(parts) {
        settling.definition(def, is_part);
    }
    mark(api);
}

/// For each type, whether others say how many members there are around its own.
fn parts(api: &Api) -> Vec<bool> {
    let mut parts = vec![false; api.types.len()];
    for def in &api.types {
        let mut within = |ty: &Type| ty.each_named(&mut |id| parts[id.index()] = true);
        match &def.kind {
            Kind::Struct(structure) => structure.flats.iter().for_each(|flat| within(&flat.ty)),
            Kind::Union(union) => union.branches.iter().for_each(|branch| within(&branch.ty)),
            Kind::Enum(_) | Kind::Alias(_) => {}
        }
    }
    parts
}

fn mark(api: &mut Api) {
    loop {
        let checked = api.types.iter().map(|def| def.checked).collect::<Vec<_>>();
        let mut grown = false;
        for def in api.types.iter_mut().filter(|def| def.usage.request && !def.checked) {
            let mut leads = false;
            def.kind.each_type(&mut |ty| {
                ty.each_named(&mut |id| leads |= checked[id.index()]);
            });
            def.checked = leads;
            grown |= leads;
        }
        if !grown {
            return;
        }
    }
}

struct Settling<'a> {
    diagnostics: &'a mut Diagnostics,
    engine: Engine,
}

impl Settling<'_> {
    fn definition(&mut self, def: &mut TypeDef, is_part: bool) {
        let request = def.usage.request;
        let mut all = Vec::new();
        match &mut def.kind {
            Kind::Struct(structure) => {
                let fields = structure.fields.iter_mut();
                all.extend(fields.map(|field| (field.ty.clone(), &mut field.limits)));
                let counted = structure.form == Form::Json && !is_part;
                let has_rest = structure.rest.is_some();
                def.limits.0.retain(|limit| match limit {
                    Limit::MinProperties(_) | Limit::MaxProperties(_) => counted,
                    Limit::Values(_) => has_rest,
                    _ => false,
                });
                let rest = Type::Map(Box::new(structure.rest.clone().unwrap_or(Type::Any)));
                all.push((rest, &mut def.limits));
            }
            Kind::Union(union) => {
                let branches = union.branches.iter_mut();
                all.extend(branches.map(|branch| (branch.ty.clone(), &mut branch.limits)));
            }
            Kind::Alias(ty) => all.push((ty.clone(), &mut def.limits)),
            Kind::Enum(_) => {}
        }
        for (ty, limits) in all {
            if request {
                self.settle(&ty, limits);
            }
            limits.0.retain(|_| request);
            def.checked |= !limits.is_empty();
        }
    }

    /// Keeps what values of the type can be held against.
    fn settle(&mut self, ty: &Type, limits: &mut Limits) {
        let kept = match ty {
            Type::Text | Type::Secret => self.texts(limits),
            Type::Integer(width) => {
                let (least, most) = range(*width);
                limits.0.iter().filter_map(|limit| integer(limit, least, most)).collect()
            }
            Type::Number => limits.0.iter().filter_map(number).collect(),
            Type::List(inner) => {
                let mut kept = own_of_lists(limits, inner);
                kept.extend(self.inside(inner, limits.of_items()).map(Limit::Items));
                kept
            }
            Type::Tuple(elements) => {
                let positions = elements.iter().enumerate().filter_map(|(index, element)| {
                    let inner = self.inside(element, limits.of_position(index))?;
                    Some(Limit::Position(index, inner))
                });
                positions.collect()
            }
            Type::Map(inner) => {
                let mut kept = own_of_maps(limits);
                kept.extend(self.inside(inner, limits.of_values()).map(Limit::Values));
                kept
            }
            Type::Nullable(inner) => return self.settle(inner, limits),
            Type::Boolean
            | Type::Bytes
            | Type::Uuid
            | Type::Date
            | Type::DateTime
            | Type::File
            | Type::Any
            // What it asks for stands with its definition.
            | Type::Named(_) => Vec::new(),
        };
        *limits = Limits(kept);
    }

    fn inside(&mut self, ty: &Type, mut limits: Limits) -> Option<Limits> {
        self.settle(ty, &mut limits);
        Some(limits).filter(|limits| !limits.is_empty())
    }

    fn texts(&mut self, limits: &Limits) -> Vec<Limit> {
        let mut kept = Vec::new();
        for limit in &limits.0 {
            match limit {
                Limit::MinLength(1..) | Limit::MaxLength(_) => kept.push(limit.clone()),
                Limit::Pattern(pattern) => match translate(&pattern.asked, &mut self.engine) {
                    Ok(written) => {
                        kept.push(Limit::Pattern(Pattern { written, ..pattern.clone() }));
                    }
                    Err(reason) => self.unchecked(&pattern.pointer, &reason),
                },
                _ => {}
            }
        }
        kept
    }

    /// A schema may be used in many places, and is told of once.
    fn unchecked(&mut self, at: &Pointer, reason: &str) {
        if self.engine.told.insert(at.clone()) {
            let message = format!("`validate()` does not check this `pattern`: {reason}");
            self.diagnostics.note(Code::Ignored, at, message);
        }
    }
}

fn own_of_lists(limits: &Limits, inner: &Type) -> Vec<Limit> {
    let own = limits.0.iter().filter(|limit| match limit {
        Limit::MinItems(least) => *least > 0,
        Limit::MaxItems(_) => true,
        // Files cannot be compared.
        Limit::UniqueItems => *inner != Type::File,
        _ => false,
    });
    own.cloned().collect()
}

fn own_of_maps(limits: &Limits) -> Vec<Limit> {
    let own = limits.0.iter().filter(|limit| match limit {
        Limit::MinProperties(least) => *least > 0,
        Limit::MaxProperties(_) => true,
        _ => false,
    });
    own.cloned().collect()
}

/// The values that an integer of this width can have.
fn range(width: Integer) -> (i128, i128) {
    match width {
        Integer::I32 => (i32::MIN.into(), i32::MAX.into()),
        Integer::I64 => (i64::MIN.into(), i64::MAX.into()),
        Integer::U32 => (0, u32::MAX.into()),
        Integer::U64 => (0, u64::MAX.into()),
        Integer::I128 => (i128::MIN, i128::MAX),
        Integer::U128 => (0, i128::MAX),
    }
}

/// What is asked of an integer, unless its type says so, or says the contrary.
fn integer(limit: &Limit, least: i128, most: i128) -> Option<Limit> {
    let of = |numeral: Numeral| match numeral {
        Numeral::Integer(integer) => Some(integer),
        Numeral::Number(_) => None,
    };
    let fits = |integer: &i128| (least..=most).contains(integer);
    match limit {
        Limit::Minimum(bound) => {
            let number = of(bound.number).filter(fits)?;
            (bound.exclusive || number > least).then(|| limit.clone())
        }
        Limit::Maximum(bound) => {
            let number = of(bound.number).filter(fits)?;
            (bound.exclusive || number < most).then(|| limit.clone())
        }
        Limit::MultipleOf(number) => {
            let number = of(*number).filter(fits)?;
            (number > 1).then(|| limit.clone())
        }
        _ => None,
    }
}

/// What is asked of a number, with floats for all bounds.
fn number(limit: &Limit) -> Option<Limit> {
    #[expect(clippy::cast_precision_loss, reason = "what is compared is a float")]
    let float = |number: Numeral| match number {
        Numeral::Integer(integer) => integer as f64,
        Numeral::Number(number) => number,
    };
    let bound = |bound: &Bound| Bound { number: Numeral::Number(float(bound.number)), ..*bound };
    match limit {
        Limit::Minimum(least) => Some(Limit::Minimum(bound(least))),
        Limit::Maximum(most) => Some(Limit::Maximum(bound(most))),
        Limit::MultipleOf(of) => {
            let of = float(*of);
            (of > 0.0).then_some(Limit::MultipleOf(Numeral::Number(of)))
        }
        _ => None,
    }
}
