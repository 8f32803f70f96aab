//! Which type of the new version stands for which of the old one.
//!
//! In: both versions, and which of their operations and webhooks are the same. Out: pairs of types.
//! A type that the document names is the one of the same name. Others are found by walking from
//! what is paired to what stands at the same place there: a type that was renamed, or that moved
//! to where the document names it, is met at the places where it is used.

use std::collections::BTreeMap;

use super::matching::{Matched, matched};
use super::side::Side;
use crate::api::{
    Body, Branch, Enum, Kind, Naming, Operation, Output, Scalar, Struct, Type, TypeId, Union,
    Webhook,
};

/// The pairs.
pub struct Pairs {
    forward: Vec<Option<TypeId>>,
    back: Vec<Option<TypeId>>,
    order: Vec<(TypeId, TypeId)>,
}

impl Pairs {
    /// The new type that stands for an old one.
    pub fn new_of(&self, old: TypeId) -> Option<TypeId> {
        self.forward.get(old.index()).copied().flatten()
    }

    /// The old type that a new one stands for.
    pub fn old_of(&self, new: TypeId) -> Option<TypeId> {
        self.back.get(new.index()).copied().flatten()
    }

    /// All of them, in the order of the new document.
    pub fn all(&self) -> Vec<(TypeId, TypeId)> {
        let mut all = self.order.clone();
        all.sort_by_key(|(_, new)| *new);
        all
    }

    /// The branches of two unions that stand for each other.
    pub fn branches<'a>(
        &self,
        old: &'a Union,
        new: &'a Union,
        sides: (&Side<'_>, &Side<'_>),
    ) -> Matched<'a, Branch> {
        let called = |a: &Type, b: &Type| match (a, b) {
            (Type::Named(a), Type::Named(b)) => {
                self.new_of(*a).is_none() && self.old_of(*b).is_none() && alike(sides, *a, *b)
            }
            _ => std::mem::discriminant(a) == std::mem::discriminant(b),
        };
        let steps = [Same::Type, Same::Tag, Same::Words, Same::Sort];
        matched(&old.branches, &new.branches, &steps, |step, (_, one), (_, other)| match step {
            Same::Type => self.is_same(&one.ty, &other.ty),
            Same::Tag => one.tags.iter().any(|tag| other.tags.contains(tag)),
            Same::Words => one.words == other.words && called(&one.ty, &other.ty),
            Same::Sort => called(&one.ty, &other.ty),
        })
    }

    /// Whether two types are the same, with pairs for what they name.
    pub fn is_same(&self, old: &Type, new: &Type) -> bool {
        match (old, new) {
            (Type::Named(old), Type::Named(new)) => self.new_of(*old) == Some(*new),
            (Type::List(old), Type::List(new))
            | (Type::Map(old), Type::Map(new))
            | (Type::Nullable(old), Type::Nullable(new)) => self.is_same(old, new),
            (Type::Tuple(old), Type::Tuple(new)) => {
                old.len() == new.len()
                    && old.iter().zip(new).all(|(old, new)| self.is_same(old, new))
            }
            (old, new) => old == new && old.named().is_empty(),
        }
    }
}

/// What says that two branches are the same, the surest first.
#[derive(Clone, Copy)]
enum Same {
    /// Their types are paired.
    Type,
    /// One tag leads to both.
    Tag,
    /// They are called the same, and are types of one sort.
    Words,
    /// They are types of one sort.
    Sort,
}

/// Finds the pairs.
pub fn pairs(
    old: &Side<'_>,
    new: &Side<'_>,
    operations: &Matched<'_, Operation>,
    webhooks: &Matched<'_, Webhook>,
) -> Pairs {
    let mut pairs = Pairs {
        forward: vec![None; old.api().types.len()],
        back: vec![None; new.api().types.len()],
        order: Vec::new(),
    };
    by_name(old, new, &mut pairs);
    let mut walk = Walk { sides: (old, new), pairs };
    // What the document names leads to what stands inline there, and that to more. What stands in
    // operations comes last: a type is met there that has lost its name everywhere.
    walk.follow(0);
    let reached = walk.pairs.order.len();
    for ((_, old), (_, new)) in &operations.pairs {
        walk.operation(old, new);
    }
    for ((_, old), (_, new)) in &webhooks.pairs {
        walk.meet(&old.payload, &new.payload);
    }
    walk.follow(reached);
    walk.pairs
}

fn by_name(old: &Side<'_>, new: &Side<'_>, pairs: &mut Pairs) {
    let named = |side: &Side<'_>| {
        let named = side.api().type_defs().filter_map(|(id, def)| match &def.naming {
            Naming::Named(name) => Some((name.clone(), id)),
            Naming::Member { .. } | Naming::Operation { .. } => None,
        });
        named.collect::<Vec<_>>()
    };
    let mut others = BTreeMap::<String, Vec<TypeId>>::new();
    for (name, id) in named(new) {
        others.entry(name).or_default().push(id);
    }
    for (name, id) in named(old) {
        let Some(same) = others.get_mut(&name) else { continue };
        let pointer = &old.def(id).pointer;
        // One name can stand in several places.
        let place = same.iter().position(|other| &new.def(*other).pointer == pointer);
        let found = place.unwrap_or(0);
        if found < same.len() {
            pairs.put(id, same.remove(found));
        }
    }
}

impl Pairs {
    fn put(&mut self, old: TypeId, new: TypeId) {
        if let (Some(forward), Some(back)) =
            (self.forward.get_mut(old.index()), self.back.get_mut(new.index()))
        {
            *forward = Some(new);
            *back = Some(old);
            self.order.push((old, new));
        }
    }
}

struct Walk<'a> {
    sides: (&'a Side<'a>, &'a Side<'a>),
    pairs: Pairs,
}

impl Walk<'_> {
    /// Walks through the pairs from this one on, and through those that it finds.
    fn follow(&mut self, from: usize) {
        let mut next = from;
        while let Some((old, new)) = self.pairs.order.get(next).copied() {
            next += 1;
            let (old, new) = (self.sides.0.def(old), self.sides.1.def(new));
            match (&old.kind, &new.kind) {
                (Kind::Struct(old), Kind::Struct(new)) => self.structures(old, new),
                (Kind::Union(old), Kind::Union(new)) => {
                    let branches = self.pairs.branches(old, new, self.sides);
                    for ((_, one), (_, other)) in branches.pairs {
                        self.meet(&one.ty, &other.ty);
                    }
                }
                (Kind::Alias(old), Kind::Alias(new)) => self.meet(old, new),
                (Kind::Struct(_) | Kind::Enum(_) | Kind::Union(_) | Kind::Alias(_), _) => {}
            }
        }
    }

    fn structures(&mut self, old: &Struct, new: &Struct) {
        for field in &old.fields {
            if let Some(other) = new.fields.iter().find(|other| other.wire == field.wire) {
                self.meet(&field.ty, &other.ty);
            }
        }
        for flat in &old.flats {
            if let Some(other) = new.flats.iter().find(|other| other.words == flat.words) {
                self.meet(&flat.ty, &other.ty);
            }
        }
        if let (Some(old), Some(new)) = (&old.rest, &new.rest) {
            self.meet(old, new);
        }
    }

    fn operation(&mut self, old: &Operation, new: &Operation) {
        for parameter in &old.parameters {
            let mut others = new.parameters.iter();
            if let Some(other) = others.find(|other| other.wire == parameter.wire) {
                self.meet(&parameter.ty, &other.ty);
            }
        }
        let bodies = [old, new].map(|one| one.body.as_ref().and_then(Body::ty));
        if let [Some(old), Some(new)] = bodies {
            self.meet(old, new);
        }
        for (old, new) in answers(&old.output, &new.output) {
            self.meet(old, new);
        }
        for case in &old.errors {
            let other = new.errors.iter().find(|other| other.statuses == case.statuses);
            if let (Some(old), Some(new)) = (&case.ty, other.and_then(|other| other.ty.as_ref())) {
                self.meet(old, new);
            }
        }
        let headers = [(&old.headers, &new.headers), (&old.error_headers, &new.error_headers)];
        for (old, new) in headers {
            if let (Some(old), Some(new)) = (old, new) {
                self.meet(old, new);
            }
        }
    }

    /// Two types stand at the same place: what they name may be the same.
    fn meet(&mut self, old: &Type, new: &Type) {
        match (old, new) {
            (Type::Nullable(old), new) => self.meet(old, new),
            (old, Type::Nullable(new)) => self.meet(old, new),
            (Type::List(old), Type::List(new)) | (Type::Map(old), Type::Map(new)) => {
                self.meet(old, new);
            }
            (Type::Tuple(old), Type::Tuple(new)) => {
                old.iter().zip(new).for_each(|(old, new)| self.meet(old, new));
            }
            (Type::Named(old), Type::Named(new)) => {
                let free = self.pairs.new_of(*old).is_none() && self.pairs.old_of(*new).is_none();
                if free && alike(self.sides, *old, *new) {
                    self.pairs.put(*old, *new);
                }
            }
            (_, _) => {}
        }
    }
}

/// The types of answers that stand for each other.
pub fn answers<'a>(old: &'a Output, new: &'a Output) -> Vec<(&'a Type, &'a Type)> {
    if let (Output::ByStatus(old), Output::ByStatus(new)) = (old, new) {
        let pairs = old.iter().filter_map(|reply| {
            let other = new.iter().find(|other| other.statuses == reply.statuses)?;
            Some((reply.payload.as_ref()?.ty()?, other.payload.as_ref()?.ty()?))
        });
        return pairs.collect();
    }
    // One type against several: it is whichever of them it is like.
    let others = new.types().collect::<Vec<_>>();
    old.types().zip(others.into_iter().cycle()).collect()
}

/// Whether two types that stand at the same place can be the same under another name.
fn alike((old, new): (&Side<'_>, &Side<'_>), one: TypeId, other: TypeId) -> bool {
    let (one, other) = (old.def(one), new.def(other));
    let inline = |naming: &Naming| match naming {
        Naming::Named(_) => false,
        Naming::Member { .. } | Naming::Operation { .. } => true,
    };
    // What stands inline at one place is the same whatever became of it.
    let both_inline = inline(&one.naming) && inline(&other.naming);
    match (&one.kind, &other.kind) {
        (Kind::Struct(one), Kind::Struct(other)) => {
            let wires = |structure: &Struct| {
                structure.fields.iter().map(|field| field.wire.clone()).collect::<Vec<_>>()
            };
            both_inline || half(&wires(one), &wires(other))
        }
        (Kind::Enum(one), Kind::Enum(other)) => {
            let values =
                |list: &Enum| list.variants.iter().map(|v| value(&v.value)).collect::<Vec<_>>();
            both_inline || half(&values(one), &values(other))
        }
        (Kind::Union(one), Kind::Union(other)) => {
            let words =
                |union: &Union| union.branches.iter().map(|b| b.words.clone()).collect::<Vec<_>>();
            both_inline || half(&words(one), &words(other))
        }
        (Kind::Alias(_), Kind::Alias(_)) => true,
        (Kind::Struct(_) | Kind::Enum(_) | Kind::Union(_) | Kind::Alias(_), _) => false,
    }
}

/// Whether at least half of what either has is in both.
fn half(one: &[String], other: &[String]) -> bool {
    let common = one.iter().filter(|text| other.contains(text)).count();
    common * 2 >= one.len().max(other.len())
}

/// The words of a value of an enumeration.
pub fn value(value: &Scalar) -> String {
    match value {
        Scalar::Text(text) => text.clone(),
        Scalar::Integer(integer) => integer.to_string(),
        Scalar::Number(number) => number.to_string(),
        Scalar::Boolean(boolean) => boolean.to_string(),
    }
}
