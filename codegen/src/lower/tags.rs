//! What tells the types of a union apart.
//!
//! In: unions whose branches are known, and the members of all structures. Out: the same unions
//! with their tag, if they have one, and with the order in which shapes are tried.

use std::collections::BTreeSet;

use super::Lowering;
use crate::api::{Enum, Kind, Presence, Representation, Scalar, Tag, Type, TypeId, Union};
use crate::diagnostics::Code;
use crate::source::Pointer;

/// What the document says about the tag of a union.
pub(super) struct Told {
    /// The member that is the tag, where there is a discriminator.
    pub(super) property: Option<String>,
    /// What is said of each branch.
    pub(super) hints: Vec<Hint>,
    /// The branch for values with another tag.
    pub(super) default: Option<Pointer>,
}

/// What the document says about the tag of a branch.
pub(super) struct Hint {
    /// Values that are mapped to it.
    pub(super) mapped: Vec<String>,
    /// Its name, which is the value where nothing is mapped.
    pub(super) implied: Vec<String>,
}

impl Lowering<'_> {
    /// Finds out for every union what tells its types apart.
    pub(super) fn tell_apart(&mut self) {
        for (id, told) in std::mem::take(&mut self.told) {
            let Kind::Union(mut union) = self.types[id.index()].kind.clone() else {
                continue;
            };
            match &told.property {
                Some(property) => self.by_discriminator(id, &mut union, &told, property),
                None => self.by_constant(&mut union),
            }
            let mut order = (0..union.branches.len()).collect::<Vec<_>>();
            order.sort_by_key(|index| self.generality(&union.branches[*index].ty));
            union.order = order;
            self.types[id.index()].kind = Kind::Union(union);
        }
    }

    /// The tag of the discriminator; none where a branch has no value of it.
    fn by_discriminator(&mut self, id: TypeId, union: &mut Union, told: &Told, property: &str) {
        for (branch, hint) in union.branches.iter_mut().zip(&told.hints) {
            let values = self.constants(&branch.ty, property);
            branch.tags = if !hint.mapped.is_empty() {
                hint.mapped.clone()
            } else if values.is_empty() {
                hint.implied.clone()
            } else {
                values
            };
            let mut seen = BTreeSet::new();
            branch.tags.retain(|tag| seen.insert(tag.clone()));
            branch.tagged = self.has_member(&branch.ty, property, &mut Vec::new());
        }
        if union.branches.iter().any(|branch| branch.tags.is_empty()) {
            let at = self.types[id.index()].pointer.child("discriminator");
            let message = format!(
                "not every branch has a value of `{property}`: the shape of a value tells which it is"
            );
            self.diagnostics.warning(Code::Malformed, &at, message);
            union.branches.iter_mut().for_each(|branch| branch.tags.clear());
            return;
        }
        let default = told.default.as_ref();
        let default =
            default.and_then(|at| union.branches.iter().position(|branch| &branch.pointer == at));
        union.tag = Some(Tag { wire: property.to_owned(), default });
    }

    /// A member that every branch requires, with a single value that no other branch has, is a tag
    /// even if nobody calls it one.
    fn by_constant(&mut self, union: &mut Union) {
        let Some(Type::Named(first)) = union.branches.first().map(|branch| &branch.ty) else {
            return;
        };
        let Kind::Struct(structure) = &self.types[first.index()].kind else {
            return;
        };
        if union.branches.len() < 2 {
            return;
        }
        for field in structure.fields.iter().filter(|field| field.presence == Presence::Required) {
            let values = union.branches.iter().map(|branch| {
                let values = self.constants(&branch.ty, &field.wire);
                <[String; 1]>::try_from(values).ok().map(|[value]| value)
            });
            let Some(values) = values.collect::<Option<Vec<_>>>() else {
                continue;
            };
            if values.iter().collect::<BTreeSet<_>>().len() < values.len() {
                continue;
            }
            union.tag = Some(Tag { wire: field.wire.clone(), default: None });
            for (branch, value) in union.branches.iter_mut().zip(values) {
                branch.tags = vec![value];
                branch.tagged = true;
            }
            return;
        }
    }

    /// The values that a required member of a structure lists: one, or those of a closed list.
    pub(super) fn constants(&self, ty: &Type, wire: &str) -> Vec<String> {
        let Type::Named(id) = ty else {
            return Vec::new();
        };
        let Kind::Struct(structure) = &self.types[id.index()].kind else {
            return Vec::new();
        };
        let field = structure.fields.iter().find(|field| field.wire == wire);
        let Some(Type::Named(id)) = field.map(|field| &field.ty) else {
            return Vec::new();
        };
        let Kind::Enum(list) = &self.types[id.index()].kind else {
            return Vec::new();
        };
        if list.open && list.variants.len() > 1 {
            return Vec::new();
        }
        let texts = list.variants.iter().filter_map(|variant| match &variant.value {
            Scalar::Text(text) => Some(text.clone()),
            Scalar::Integer(_) | Scalar::Number(_) | Scalar::Boolean(_) => None,
        });
        texts.collect()
    }

    /// Whether values of a type carry a member of that name.
    fn has_member(&self, ty: &Type, wire: &str, seen: &mut Vec<TypeId>) -> bool {
        let Type::Named(id) = ty else {
            return false;
        };
        if seen.contains(id) {
            return true;
        }
        seen.push(*id);
        match &self.types[id.index()].kind {
            Kind::Struct(structure) => {
                let own = structure.fields.iter().any(|field| field.wire == wire);
                own || structure.flats.iter().any(|flat| self.has_member(&flat.ty, wire, seen))
            }
            Kind::Union(union) => {
                let mut branches = union.branches.iter();
                branches.all(|branch| self.has_member(&branch.ty, wire, seen))
            }
            Kind::Alias(ty) => self.has_member(ty, wire, seen),
            Kind::Enum(_) => false,
        }
    }

    /// How much a type takes that others take too, and how little it asks for.
    fn generality(&self, ty: &Type) -> (u8, std::cmp::Reverse<usize>) {
        let mut required = 0;
        let class = match ty {
            Type::Named(id) => match &self.types[id.index()].kind {
                Kind::Enum(Enum { open: false, .. }) => 0,
                Kind::Enum(Enum { representation: Representation::Text, .. }) => 2,
                Kind::Enum(_) => 1,
                Kind::Struct(structure) => {
                    let fields = structure.fields.iter();
                    required = fields.filter(|field| field.presence.is_required()).count();
                    6
                }
                Kind::Union(_) | Kind::Alias(_) => 7,
            },
            Type::Boolean | Type::Uuid | Type::Date | Type::DateTime => 1,
            Type::Integer(_) => 3,
            Type::Bytes => 4,
            Type::Number => 5,
            Type::Tuple(_) => 8,
            Type::List(_) => 9,
            Type::Text | Type::Secret => 10,
            Type::Map(_) => 11,
            Type::Nullable(_) | Type::File | Type::Any => 12,
        };
        (class, std::cmp::Reverse(required))
    }
}
