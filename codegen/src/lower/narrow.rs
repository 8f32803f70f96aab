//! Two types that hold at once: the narrower one.
//!
//! In: two types of one member, from two parts of an `allOf`. Out: the type that says more, a new
//! structure where both are structures, or nothing where they contradict each other.

use super::Lowering;
use super::schema::DEEPEST;
use crate::api::{
    Enum, Integer, Kind, Naming, Representation, Scalar, Struct, Type, TypeDef, TypeId,
};
use crate::source::Pointer;

impl Lowering<'_> {
    /// The type of what is both `one` and `other`; `at` and `naming` are for a new structure.
    pub(super) fn narrower(
        &mut self,
        one: &Type,
        other: &Type,
        at: &Pointer,
        naming: &Naming,
    ) -> Option<Type> {
        let same = self.same(one, other, &mut Vec::new());
        Some(match (one, other) {
            _ if same => one.clone(),
            (Type::Any, ty) | (ty, Type::Any) => ty.clone(),
            (Type::Integer(one), Type::Integer(other)) => {
                Type::Integer(if *one == Integer::I64 { *other } else { *one })
            }
            (Type::Nullable(one), Type::Nullable(other)) => {
                self.narrower(one, other, at, naming)?.nullable()
            }
            (Type::Nullable(one), other) => self.narrower(one, other, at, naming)?,
            (one, Type::Nullable(other)) => self.narrower(one, other, at, naming)?,
            (Type::Text, ty) | (ty, Type::Text) if self.is_text(ty) => ty.clone(),
            (Type::Integer(_) | Type::Number, ty) | (ty, Type::Integer(_) | Type::Number)
                if self.is_number(ty) =>
            {
                ty.clone()
            }
            (Type::List(one), Type::List(other)) => {
                Type::List(Box::new(self.narrower(one, other, at, naming)?))
            }
            (Type::Map(one), Type::Map(other)) => {
                Type::Map(Box::new(self.narrower(one, other, at, naming)?))
            }
            (Type::Map(_), ty @ Type::Named(id)) | (ty @ Type::Named(id), Type::Map(_))
                if !matches!(self.types[id.index()].kind, Kind::Enum(_)) =>
            {
                ty.clone()
            }
            (Type::List(_), ty @ Type::Tuple(_)) | (ty @ Type::Tuple(_), Type::List(_)) => {
                ty.clone()
            }
            (Type::Named(one), Type::Named(other)) => {
                return self.narrower_named(*one, *other, at, naming);
            }
            _ => return None,
        })
    }

    fn narrower_named(
        &mut self,
        one: TypeId,
        other: TypeId,
        at: &Pointer,
        naming: &Naming,
    ) -> Option<Type> {
        let kinds = (self.types[one.index()].kind.clone(), self.types[other.index()].kind.clone());
        match kinds {
            (Kind::Enum(first), Kind::Enum(second)) => {
                if is_part(&second, &first) {
                    Some(Type::Named(other))
                } else if is_part(&first, &second) {
                    Some(Type::Named(one))
                } else {
                    None
                }
            }
            (Kind::Struct(_), Kind::Struct(_)) => self.both(one, other, at, naming),
            (Kind::Struct(_), Kind::Union(union)) if union.has(one) => Some(Type::Named(one)),
            // Of two choices, what comes later is there to refine what came before.
            (Kind::Union(_), Kind::Struct(_) | Kind::Union(_))
            | (Kind::Struct(_), Kind::Union(_)) => Some(Type::Named(other)),
            _ => None,
        }
    }

    /// A structure with the members of two.
    fn both(&mut self, one: TypeId, other: TypeId, at: &Pointer, naming: &Naming) -> Option<Type> {
        // Two that hold themselves come together as one that holds itself.
        if let Some(id) = self.merged.get(&(one, other)) {
            return Some(Type::Named(*id));
        }
        let held = self.filling.contains(&one) || self.filling.contains(&other);
        if held || self.filling.len() > DEEPEST {
            return None;
        }
        let data = openapiv3::SchemaData::default();
        let id = self.define(at, &data, naming.clone(), Kind::Struct(Struct::default()));
        self.merged.insert((one, other), id);
        let mut members = Struct::default();
        self.filling.push(id);
        for part in [one, other] {
            self.merge_type(at, &Type::Named(part), id, &mut members);
        }
        self.filling.pop();
        self.types[id.index()].kind = Kind::Struct(members);
        Some(Type::Named(id))
    }

    fn is_text(&self, ty: &Type) -> bool {
        match ty {
            Type::Text | Type::Secret | Type::Bytes | Type::Uuid | Type::Date | Type::DateTime => {
                true
            }
            Type::Named(id) => match &self.types[id.index()].kind {
                Kind::Enum(list) => list.representation == Representation::Text,
                Kind::Struct(_) | Kind::Union(_) | Kind::Alias(_) => false,
            },
            Type::Boolean
            | Type::Integer(_)
            | Type::Number
            | Type::File
            | Type::Any
            | Type::List(_)
            | Type::Tuple(_)
            | Type::Map(_)
            | Type::Nullable(_) => false,
        }
    }

    fn is_number(&self, ty: &Type) -> bool {
        match ty {
            Type::Integer(_) => true,
            Type::Named(id) => match &self.types[id.index()].kind {
                Kind::Enum(list) => match list.representation {
                    Representation::Integer | Representation::Wide | Representation::Number => true,
                    Representation::Text | Representation::Boolean => false,
                },
                Kind::Struct(_) | Kind::Union(_) | Kind::Alias(_) => false,
            },
            Type::Boolean
            | Type::Number
            | Type::Text
            | Type::Secret
            | Type::Bytes
            | Type::Uuid
            | Type::Date
            | Type::DateTime
            | Type::File
            | Type::Any
            | Type::List(_)
            | Type::Tuple(_)
            | Type::Map(_)
            | Type::Nullable(_) => false,
        }
    }

    /// Whether two types are defined alike, though perhaps in two places.
    pub(super) fn same(&self, one: &Type, other: &Type, seen: &mut Vec<(TypeId, TypeId)>) -> bool {
        match (one, other) {
            (Type::Named(one), Type::Named(other)) => {
                one == other || seen.contains(&(*one, *other)) || {
                    seen.push((*one, *other));
                    self.defined_alike(*one, *other, seen)
                }
            }
            (Type::List(one), Type::List(other))
            | (Type::Map(one), Type::Map(other))
            | (Type::Nullable(one), Type::Nullable(other)) => self.same(one, other, seen),
            (Type::Tuple(one), Type::Tuple(other)) => {
                let mut pairs = one.iter().zip(other);
                one.len() == other.len() && pairs.all(|(one, other)| self.same(one, other, seen))
            }
            _ => one == other,
        }
    }

    fn defined_alike(&self, one: TypeId, other: TypeId, seen: &mut Vec<(TypeId, TypeId)>) -> bool {
        let (first, second): (&TypeDef, &TypeDef) =
            (&self.types[one.index()], &self.types[other.index()]);
        let inline = |def: &TypeDef| matches!(def.naming, Naming::Member { .. });
        if !inline(first) && !inline(second) {
            return false;
        }
        if self.pending.contains_key(&one) || self.pending.contains_key(&other) {
            return false;
        }
        match (&first.kind, &second.kind) {
            (Kind::Enum(first), Kind::Enum(second)) => {
                first.open == second.open && values(first).eq(values(second))
            }
            (Kind::Struct(first), Kind::Struct(second)) => {
                let plain = |structure: &Struct| structure.flats.is_empty();
                let mut pairs = first.fields.iter().zip(&second.fields);
                plain(first)
                    && plain(second)
                    && first.rest == second.rest
                    && first.fields.len() == second.fields.len()
                    && pairs.all(|(one, other)| {
                        one.wire == other.wire
                            && one.presence == other.presence
                            && self.same(&one.ty, &other.ty, seen)
                    })
            }
            _ => false,
        }
    }
}

fn values(list: &Enum) -> impl Iterator<Item = &Scalar> {
    list.variants.iter().map(|variant| &variant.value)
}

/// Whether all values of a list are in another.
fn is_part(one: &Enum, other: &Enum) -> bool {
    values(one).all(|value| values(other).any(|known| known == value))
}
