//! `oneOf` and `anyOf`: one of several types.
//!
//! In: the branches of a schema, from `branches`. Out: one type where they come to the same, an
//! enumeration where they list values, else a union. What tells the types of a union apart is found
//! in `tags`, once the members of all structures are known.

use openapiv3::{AnySchema, ReferenceOr, Schema, SchemaData};

use super::Lowering;
use super::branches::{Alternative, alternatives, is_plain, mapped, reference_of, words};
use super::enums::{Listed, representation};
use super::shape::{Shape, classify, flatten, is_condition};
use super::tags::{Hint, Told};
use crate::api::{Branch, Kind, Naming, Representation, Type, TypeId, Union};
use crate::diagnostics::Code;
use crate::source::Pointer;

impl Lowering<'_> {
    /// The type of a schema that is nothing but its branches.
    pub(super) fn union(
        &mut self,
        at: &Pointer,
        schema: &Schema,
        flat: &AnySchema,
        naming: Naming,
    ) -> Type {
        self.note_second(at, flat);
        let alternatives = alternatives(at, flat, &schema.schema_data);
        if alternatives.iter().all(|branch| is_condition(&branch.item)) {
            return Type::Map(Box::new(Type::Any));
        }
        self.one_of(at, &schema.schema_data, alternatives, naming)
    }

    /// The branches that stand beside members, as a type of their own; `None` where they only say
    /// which members have to be there.
    pub(super) fn beside_members(
        &mut self,
        at: &Pointer,
        data: &SchemaData,
        flat: &AnySchema,
        naming: Naming,
    ) -> Option<Type> {
        self.note_second(at, flat);
        let mut kept = alternatives(at, flat, data);
        let count = kept.len();
        kept.retain(|branch| !is_condition(&branch.item));
        if kept.len() < count {
            let keyword = if flat.one_of.is_empty() { "anyOf" } else { "oneOf" };
            let message = format!("`{keyword}` of `required` has no effect on the generated types");
            self.diagnostics.note(Code::Ignored, &at.child(keyword), message);
        }
        let optional = kept.len() < count;
        let first = kept.first()?.at.clone();
        let place = first.parent().unwrap_or(first);
        let data =
            SchemaData { discriminator: data.discriminator.clone(), ..SchemaData::default() };
        let ty = self.one_of(&place, &data, kept, naming);
        Some(if optional { ty.nullable() } else { ty })
    }

    /// Of two lists of branches the first counts.
    fn note_second(&mut self, at: &Pointer, flat: &AnySchema) {
        let second = flat.any_of.iter().any(|branch| !is_condition(branch));
        if !flat.one_of.is_empty() && second {
            let message = "`anyOf` beside `oneOf` has no effect on the generated types";
            self.diagnostics.note(Code::Ignored, &at.child("anyOf"), message);
        }
    }

    fn one_of(
        &mut self,
        at: &Pointer,
        data: &SchemaData,
        mut alternatives: Vec<Alternative>,
        naming: Naming,
    ) -> Type {
        if let Some(ty) = self.list_of_values(at, data, &alternatives, &naming) {
            return ty;
        }
        self.add_mapped(at, data, &mut alternatives);
        let mut types = self.nameless_types(&alternatives);
        if types.iter().all(Option::is_some) {
            let known = types.iter().flatten().cloned().collect::<Vec<_>>();
            if let Some(ty) = one_type(&known).filter(|_| data.discriminator.is_none()) {
                return ty;
            }
        }
        let id = self.reserve(at, data, naming, Kind::Union(Union::default()));
        let mut gathered = Gathered { id, union: Union::default(), hints: Vec::new() };
        let mut nullable = false;
        for (index, alternative) in alternatives.iter().enumerate() {
            let words = words(index, &alternatives);
            let ty = types[index].take().unwrap_or_else(|| {
                let naming = Naming::Member { parent: id, part: words.clone() };
                self.type_of(&alternative.at, &alternative.item, naming)
            });
            let (ty, null) = ty.split_null();
            nullable |= null;
            gathered.add(alternative, words, ty, hint(alternative, data));
        }
        self.types[id.index()].kind = Kind::Union(gathered.union);
        let discriminator = data.discriminator.as_ref();
        let property = discriminator.map(|tag| tag.property_name.clone());
        let default = discriminator.and_then(|tag| default_branch(tag, &alternatives));
        self.told.insert(id, Told { property, hints: gathered.hints, default });
        let ty = Type::Named(id);
        if nullable { ty.nullable() } else { ty }
    }

    /// Schemas that only the mapping of a discriminator leads to are branches too.
    fn add_mapped(&mut self, at: &Pointer, data: &SchemaData, alternatives: &mut Vec<Alternative>) {
        let Some(discriminator) = &data.discriminator else {
            return;
        };
        for (value, target) in &discriminator.mapping {
            let target = mapped(target);
            let known = |other: &Alternative| reference_of(&other.item) == Some(target.clone());
            if alternatives.iter().any(known) {
                continue;
            }
            let place = at.join(&["discriminator", "mapping", value]);
            if self.document.value(&target).is_some() {
                let item = ReferenceOr::Reference { reference: target.to_reference() };
                alternatives.push(Alternative { at: place, item });
            } else {
                let message = format!("`{value}` is mapped to a schema that is not there");
                self.diagnostics.warning(Code::DanglingRef, &place, message);
            }
        }
    }

    /// The types of the branches that need no name for it: references and plain values.
    fn nameless_types(&mut self, alternatives: &[Alternative]) -> Vec<Option<Type>> {
        let mut types = Vec::new();
        for alternative in alternatives {
            types.push(match &alternative.item {
                ReferenceOr::Reference { reference } => {
                    Some(self.reference(&alternative.at, reference))
                }
                ReferenceOr::Item(schema) if is_plain(schema) => {
                    let naming = Naming::Named(String::new());
                    Some(self.schema(&alternative.at, schema, naming))
                }
                ReferenceOr::Item(_) => None,
            });
        }
        types
    }

    /// Branches that list values, with or without one for any other value, are an enumeration.
    fn list_of_values(
        &mut self,
        at: &Pointer,
        data: &SchemaData,
        alternatives: &[Alternative],
        naming: &Naming,
    ) -> Option<Type> {
        let mut listed = Vec::new();
        let mut plain = Vec::new();
        let mut enums = Vec::new();
        let mut nullable = false;
        for alternative in alternatives {
            match &alternative.item {
                ReferenceOr::Reference { reference } => enums.push((&alternative.at, reference)),
                ReferenceOr::Item(schema) => {
                    let flat = flatten(&schema.schema_kind);
                    nullable |= schema.schema_data.nullable;
                    match classify(&schema.schema_data, &flat) {
                        Shape::Enum => listed.extend(values(&alternative.at, schema, &flat)),
                        Shape::Text(None) => plain.push(Representation::Text),
                        Shape::Integer(_) => plain.push(Representation::Integer),
                        Shape::Text(Some(_))
                        | Shape::Number
                        | Shape::Boolean
                        | Shape::Struct
                        | Shape::Map
                        | Shape::List
                        | Shape::AllOf
                        | Shape::OneBranch
                        | Shape::Union
                        | Shape::Null
                        | Shape::Any
                        | Shape::Never => return None,
                    }
                }
            }
        }
        if let [(at, reference)] = enums.as_slice()
            && listed.is_empty()
        {
            return self.open_enum(at, reference, &plain);
        }
        let kind = representation(&listed)?;
        let told =
            matches!(kind, Representation::Text | Representation::Integer | Representation::Wide);
        // An integer beside wide ones is any of them.
        let plain = plain.into_iter().map(|plain| match (plain, kind) {
            (Representation::Integer, Representation::Wide) => kind,
            (plain, _) => plain,
        });
        let mut plain = plain;
        if !enums.is_empty() || !told || plain.any(|plain| plain != kind) {
            return None;
        }
        let ty = self.enum_of(at, data, naming.clone(), kind, listed);
        Some(if nullable { ty.nullable() } else { ty })
    }

    /// An enumeration that is open beside a string is that enumeration.
    fn open_enum(
        &mut self,
        at: &Pointer,
        reference: &str,
        plain: &[Representation],
    ) -> Option<Type> {
        let ty = self.reference(at, reference);
        let (Type::Named(id), _) = ty.clone().split_null() else {
            return None;
        };
        match &self.types[id.index()].kind {
            Kind::Enum(list) => {
                let same = plain.iter().all(|plain| *plain == list.representation);
                (list.open && same && !plain.is_empty()).then_some(ty)
            }
            Kind::Struct(_) | Kind::Union(_) | Kind::Alias(_) => None,
        }
    }
}

/// A union whose branches are being gathered.
struct Gathered {
    id: TypeId,
    union: Union,
    hints: Vec<Hint>,
}

impl Gathered {
    /// Adds a branch, unless there is one of the same type.
    fn add(&mut self, alternative: &Alternative, words: String, ty: Type, hint: Hint) {
        if ty == Type::Named(self.id) {
            return;
        }
        let known = self.union.branches.iter().position(|branch| branch.ty == ty);
        if let Some(double) = known.and_then(|index| self.union.branches.get_mut(index)) {
            double.shared = true;
        }
        if let Some(known) = known.and_then(|index| self.hints.get_mut(index)) {
            known.mapped.extend(hint.mapped);
            known.implied.extend(hint.implied);
            return;
        }
        let doc = match &alternative.item {
            ReferenceOr::Item(schema) if ty.named().is_empty() => {
                schema.schema_data.description.clone()
            }
            ReferenceOr::Item(_) | ReferenceOr::Reference { .. } => None,
        };
        let branch = Branch::new(alternative.at.clone(), words, ty);
        self.union.branches.push(Branch { doc, ..branch });
        self.hints.push(hint);
    }
}

/// The one type that some types come to, where they do.
fn one_type(types: &[Type]) -> Option<Type> {
    let mut found: Option<Type> = None;
    let mut nullable = false;
    for ty in types {
        let (ty, null) = ty.clone().split_null();
        nullable |= null;
        found = Some(match (found, ty) {
            (None, ty) => ty,
            (Some(known), ty) if known == ty => ty,
            (Some(Type::Number), Type::Integer(_)) | (Some(Type::Integer(_)), Type::Number) => {
                Type::Number
            }
            (Some(Type::Integer(known)), Type::Integer(own)) => Type::Integer(known.with(own)),
            (Some(_), _) => return None,
        });
    }
    found.map(|ty| if nullable { ty.nullable() } else { ty })
}

/// The values that a branch lists; a single one has the words of the branch.
fn values(at: &Pointer, schema: &Schema, flat: &AnySchema) -> Vec<Listed> {
    let data = &schema.schema_data;
    let single = flat.enumeration.len() == 1;
    let constant = data.extensions.contains_key("x-link-const");
    let values = flat.enumeration.iter().enumerate().filter(|(_, value)| !value.is_null());
    let values = values.map(|(index, value)| Listed {
        pointer: if constant { at.child("const") } else { at.child("enum").child(index) },
        value: value.clone(),
        name: data.title.clone().filter(|title| single && title.split_whitespace().count() <= 4),
        doc: data.description.clone().filter(|_| single),
    });
    values.collect()
}

/// What a branch says about its tag.
fn hint(alternative: &Alternative, data: &SchemaData) -> Hint {
    let target = reference_of(&alternative.item);
    let mapping = data.discriminator.iter().flat_map(|discriminator| &discriminator.mapping);
    let mapping = mapping.filter(|(_, to)| Some(mapped(to)) == target);
    Hint {
        mapped: mapping.map(|(value, _)| value.clone()).collect(),
        implied: target.and_then(|target| target.last()).into_iter().collect(),
    }
}

/// The branch for values with another tag.
fn default_branch(
    discriminator: &openapiv3::Discriminator,
    alternatives: &[Alternative],
) -> Option<Pointer> {
    let target = discriminator.extensions.get("x-link-defaultMapping")?.as_str()?;
    let target = mapped(target);
    let mut branches = alternatives.iter();
    let found = branches.find(|branch| reference_of(&branch.item).as_ref() == Some(&target))?;
    Some(found.at.clone())
}
