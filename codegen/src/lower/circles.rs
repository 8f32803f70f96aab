//! Structures that stand in themselves.
//!
//! In: the structures and unions, filled. Out: the same, where no structure has, at the level of
//! its own members, a union of structures that has it among them: a value would be read over and
//! over without an end. Boxes, which are about size, are another matter.

use std::collections::BTreeSet;

use super::Lowering;
use super::passes::held;
use crate::api::{Flat, Kind, Type, TypeId};
use crate::diagnostics::Code;
use crate::source::Pointer;

impl Lowering<'_> {
    /// Leaves out unions beside the members of one of their own branches. A branch says `allOf`
    /// of its union to be one of it, and gets no members by that.
    pub(super) fn leave_out_circles(&mut self) {
        let mut circles: BTreeSet<Pointer> = BTreeSet::new();
        for index in 0..self.types.len() {
            if let Kind::Struct(structure) = &self.types[index].kind {
                let id = TypeId::new(index);
                let round = |flat: &&Flat| self.leads_to(&flat.ty, id);
                circles
                    .extend(structure.flats.iter().filter(round).map(|flat| flat.pointer.clone()));
            }
        }
        for pointer in &circles {
            let message = "this leads back to the schema that says it, and adds no members";
            self.diagnostics.note(Code::Ignored, pointer, message);
        }
        // Whoever is made of such a structure got the union from the same place.
        for def in &mut self.types {
            if let Kind::Struct(structure) = &mut def.kind {
                structure.flats.retain(|flat| !circles.contains(&flat.pointer));
            }
        }
    }

    /// Whether what is read from the members of one object can be a structure.
    fn leads_to(&self, ty: &Type, structure: TypeId) -> bool {
        let mut seen = BTreeSet::new();
        let mut open = held(ty);
        while let Some(id) = open.pop() {
            if id == structure {
                return true;
            }
            if !seen.insert(id) {
                continue;
            }
            match &self.types[id.index()].kind {
                Kind::Struct(structure) => {
                    open.extend(structure.flats.iter().flat_map(|flat| held(&flat.ty)));
                }
                Kind::Union(union) => {
                    open.extend(union.branches.iter().flat_map(|branch| held(&branch.ty)));
                }
                Kind::Alias(ty) => open.extend(held(ty)),
                Kind::Enum(_) => {}
            }
        }
        false
    }
}
