//! Schemas become types.
//!
//! In: schemas and the pointers where they stand. Out: [`Type`]s, and definitions for those
//! that have a shape of their own. Each pointer is lowered once. What `allOf` does stands in
//! `compose`, what `enum` does in `enums`.

use std::borrow::Borrow;

use openapiv3::{AnySchema, ReferenceOr, Schema, SchemaData};

use super::operation::in_file;
use super::passes::held;
use super::shape::{Shape, classify, flatten};
use super::{Lowering, State};
use crate::api::{Integer, Kind, Limits, Naming, Struct, Type, TypeDef, TypeId, Usage};
use crate::diagnostics::Code;
use crate::settings::DateLibrary;
use crate::source::{FILES, Pointer};

/// How many schemas can lead to one another without a structure between them: the way there is
/// one of calls.
pub(super) const DEEPEST: usize = 100;

impl Lowering<'_> {
    /// Lowers every schema that the document names.
    pub(super) fn components(&mut self) {
        let document = self.document;
        for (name, item) in document.schemas() {
            let at = Pointer::root().join(&["components", "schemas", name]);
            self.type_of(&at, item, Naming::Named(name.clone()));
            self.fill_pending();
        }
    }

    /// The type of what stands at `at`; `naming` is for the case that it needs a name.
    pub(super) fn type_of(
        &mut self,
        at: &Pointer,
        item: &ReferenceOr<impl Borrow<Schema>>,
        naming: Naming,
    ) -> Type {
        match item {
            ReferenceOr::Reference { reference } => self.reference(at, reference),
            ReferenceOr::Item(schema) => self.schema(at, schema.borrow(), naming),
        }
    }

    /// The type behind a `$ref`.
    pub(super) fn reference(&mut self, at: &Pointer, reference: &str) -> Type {
        let target = Pointer::parse(reference);
        if let Some(State::Known(ty)) = target.as_ref().and_then(|p| self.known.get(p)) {
            return ty.clone();
        }
        let resolved = self.document.resolve_schema(at, reference, self.diagnostics);
        let Some((target, schema)) = resolved else {
            return Type::Any;
        };
        let naming = self.naming_of(&target);
        self.schema(&target, &schema, naming)
    }

    /// What a schema is called that is reached by its pointer alone.
    fn naming_of(&mut self, target: &Pointer) -> Naming {
        let steps = target.steps().collect::<Vec<_>>();
        let steps = steps.iter().map(AsRef::as_ref).collect::<Vec<_>>();
        match steps.as_slice() {
            ["components", "schemas", name] => Naming::Named((*name).to_owned()),
            ["components", "schemas", name, ..] => {
                // The component goes first, so that its inline types are named after it.
                let document = self.document;
                if let Some(item) = document.schemas().get(*name) {
                    let at = Pointer::root().join(&["components", "schemas", name]);
                    self.type_of(&at, item, Naming::Named((*name).to_owned()));
                    self.fill_inside(&at);
                }
                Naming::Named(steps[2..].join(" "))
            }
            ["components", FILES, file, inside @ ..] => Naming::Named(in_file(file, inside)),
            _ => Naming::Named(steps.join(" ")),
        }
    }

    /// The type of an inline schema.
    pub(super) fn schema(&mut self, at: &Pointer, schema: &Schema, naming: Naming) -> Type {
        match self.known.get(at) {
            Some(State::Known(ty)) => return ty.clone(),
            Some(State::Open(naming)) => {
                let naming = naming.clone();
                return self.promise(at, &schema.schema_data, naming);
            }
            None => {}
        }
        if self.depth >= DEEPEST {
            self.too_deep(at);
            self.known.insert(at.clone(), State::Known(Type::Any));
            return Type::Any;
        }
        self.known.insert(at.clone(), State::Open(naming.clone()));
        self.depth += 1;
        let ty = self.shape(at, schema, naming);
        self.depth -= 1;
        let ty = self.keep_promise(at, ty);
        let ty = if schema.schema_data.nullable { ty.nullable() } else { ty };
        self.known.insert(at.clone(), State::Known(ty.clone()));
        ty
    }

    pub(super) fn shape(&mut self, at: &Pointer, schema: &Schema, naming: Naming) -> Type {
        let flat = flatten(&schema.schema_kind);
        if let Some(children) = self.children_of(at, &schema.schema_data, &flat) {
            return self.parent(at, schema, &flat, naming, &children);
        }
        match classify(&schema.schema_data, &flat) {
            Shape::Text(format) => self.text(format.as_deref()),
            Shape::Integer(format) => {
                if let Some(format) = format.as_deref().filter(|format| WIDER.contains(format)) {
                    let message = format!("integers of `{format}` beyond 128 bits are not read");
                    self.diagnostics.note(Code::Unsupported, &at.child("format"), message);
                }
                Type::Integer(width(format.as_deref(), &flat))
            }
            Shape::Number => Type::Number,
            Shape::Boolean => Type::Boolean,
            Shape::Enum => self.enumeration(at, &schema.schema_data, &flat, naming),
            Shape::Struct => self.structure(at, schema, flat, naming),
            Shape::Map => self.map(at, &flat, naming),
            Shape::List => self.list(at, schema, &flat, naming),
            Shape::AllOf => self.all_of(at, schema, flat, naming),
            Shape::OneBranch => {
                let (keyword, branch) = match flat.one_of.first() {
                    Some(branch) => ("oneOf", branch),
                    None => ("anyOf", &flat.any_of[0]),
                };
                self.type_of(&at.join(&[keyword, "0"]), branch, naming)
            }
            Shape::Union => self.union(at, schema, &flat, naming),
            Shape::Null | Shape::Any => Type::Any,
            Shape::Never => {
                let message = "nothing can stand here by this schema: it is a free JSON value";
                self.diagnostics.warning(Code::Malformed, at, message);
                Type::Any
            }
        }
    }

    /// Says that schemas lead to one another for too long.
    pub(super) fn too_deep(&mut self, at: &Pointer) {
        let message = format!("more than {DEEPEST} schemas lead to one another up to here");
        self.diagnostics.error(Code::Unsupported, at, message);
    }

    /// The name of a type that is referred to from within itself, before its shape is known.
    fn promise(&mut self, at: &Pointer, data: &SchemaData, naming: Naming) -> Type {
        let id = self.reserve(at, data, naming, Kind::Alias(Type::Any));
        self.promised.insert(at.clone(), id);
        let ty = Type::Named(id);
        if data.nullable { ty.nullable() } else { ty }
    }

    /// Makes a promised name stand for the type that it was promised for.
    fn keep_promise(&mut self, at: &Pointer, ty: Type) -> Type {
        let Some(id) = self.promised.remove(at) else {
            return ty;
        };
        let own = Type::Named(id);
        let kind = &mut self.types[id.index()].kind;
        let named = ty.clone().split_null().0 == own;
        if named && !matches!(kind, Kind::Alias(_)) {
            return ty;
        }
        if named || held(&ty).contains(&id) {
            self.diagnostics.error(Code::RefCycle, at, "this schema is nothing but itself");
        } else {
            *kind = Kind::Alias(ty);
        }
        own
    }

    fn text(&self, format: Option<&str>) -> Type {
        let dates = self.settings.types;
        match format {
            Some("uuid") => Type::Uuid,
            Some("date") if dates.date != DateLibrary::String => Type::Date,
            Some("date-time") if dates.date_time != DateLibrary::String => Type::DateTime,
            Some("password") => Type::Secret,
            Some("byte") => Type::Bytes,
            Some(_) | None => Type::Text,
        }
    }

    /// Makes room for a type, so that what refers to it while it is being filled finds it.
    pub(super) fn reserve(
        &mut self,
        at: &Pointer,
        data: &SchemaData,
        naming: Naming,
        kind: Kind,
    ) -> TypeId {
        if let Some(&id) = self.promised.get(at) {
            self.types[id.index()].kind = kind;
            return id;
        }
        let id = self.define(at, data, naming, kind);
        let ty = Type::Named(id);
        let ty = if data.nullable { ty.nullable() } else { ty };
        self.known.insert(at.clone(), State::Known(ty));
        id
    }

    /// Adds a definition.
    pub(super) fn define(
        &mut self,
        at: &Pointer,
        data: &SchemaData,
        naming: Naming,
        kind: Kind,
    ) -> TypeId {
        let id = TypeId::new(self.types.len());
        let root = match &naming {
            Naming::Member { parent, .. } => self.types[parent.index()].root,
            Naming::Named(_) | Naming::Operation { .. } => id,
        };
        self.types.push(TypeDef {
            pointer: at.clone(),
            naming,
            root,
            doc: data.description.clone(),
            deprecated: data.deprecated,
            kind,
            usage: Usage::default(),
            limits: Limits::default(),
            checked: false,
        });
        id
    }

    /// A structure, whose members are collected later.
    pub(super) fn structure(
        &mut self,
        at: &Pointer,
        schema: &Schema,
        flat: AnySchema,
        naming: Naming,
    ) -> Type {
        let kind = Kind::Struct(Struct::default());
        let id = self.reserve(at, &schema.schema_data, naming, kind);
        let data = schema.schema_data.clone();
        self.pending.insert(id, (at.clone(), data, flat));
        Type::Named(id)
    }

    /// Collects the members of all structures that were met and those that they lead to.
    pub(super) fn fill_pending(&mut self) {
        while let Some((id, (at, data, flat))) = self.pending.pop_first() {
            self.fill(id, &at, &data, &flat);
        }
    }

    /// Collects the members of the structures that stand at a place or inside it.
    fn fill_inside(&mut self, place: &Pointer) {
        loop {
            let mut pending = self.pending.iter();
            let Some((&id, _)) = pending.find(|(_, (at, ..))| at.below(place).is_some()) else {
                return;
            };
            if let Some((at, data, flat)) = self.pending.remove(&id) {
                self.fill(id, &at, &data, &flat);
            }
        }
    }
}

/// Formats of integers that are wider than any type of Rust.
const WIDER: [&str; 2] = ["int256", "uint256"];

/// The width of an integer: what its format says, or more where its bounds ask for more.
fn width(format: Option<&str>, flat: &AnySchema) -> Integer {
    let within = |low: f64, high: f64| {
        let inside = |bound: Option<f64>| bound.is_none_or(|bound| low <= bound && bound <= high);
        inside(flat.minimum) && inside(flat.maximum)
    };
    match format {
        Some("int32" | "int16" | "int8") if within(f64::from(i32::MIN), f64::from(i32::MAX)) => {
            Integer::I32
        }
        Some("uint32" | "uint16" | "uint8") if within(0.0, f64::from(u32::MAX)) => Integer::U32,
        Some("uint64") if within(0.0, f64::INFINITY) => Integer::U64,
        Some("uint128" | "uint256") if within(0.0, f64::INFINITY) => Integer::U128,
        Some("int128" | "int256" | "uint128" | "uint256") => Integer::I128,
        Some(_) | None => Integer::I64,
    }
}

/// The naming of what stands inside a schema that has no name of its own.
pub(super) fn member_of(naming: Naming, part: &str) -> Naming {
    match naming {
        Naming::Named(name) => Naming::Named(format!("{name} {part}")),
        Naming::Member { parent, part: outer } => {
            Naming::Member { parent, part: format!("{outer} {part}") }
        }
        Naming::Operation { index, part: outer } => {
            Naming::Operation { index, part: format!("{outer} {part}") }
        }
    }
}
