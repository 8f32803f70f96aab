//! Bodies of several parts: structures whose members can be files.
//!
//! In: the type of the body as if it were JSON. Out: the same with files in the place of binary
//! texts, which then is no JSON any more. A schema that the document names keeps its JSON type
//! too, because it may be used elsewhere; the parts are then a type of their own beside it.

use super::Lowering;
use super::media::Several;
use crate::api::{Form, Kind, Naming, Presence, Struct, Type, TypeDef, TypeId};
use crate::diagnostics::Code;
use crate::source::Pointer;

impl Lowering<'_> {
    /// The type of a body of parts that holds files.
    pub(super) fn parts_of(&mut self, at: &Pointer, ty: Type) -> Type {
        // Files are members, so the members have to be known.
        self.fill_pending();
        let schema = at.child("schema");
        let Type::Named(id) = ty else {
            return self.without_files(&schema, ty);
        };
        if let Some(known) = self.multiparts.get(&id) {
            return Type::Named(*known);
        }
        let def = self.types[id.index()].clone();
        let Kind::Struct(structure) = &def.kind else {
            return self.without_files(&schema, ty);
        };
        if structure.form == Form::Parts {
            return ty;
        }
        let kind = Kind::Struct(self.with_files(structure));
        let Naming::Named(name) = &def.naming else {
            self.types[id.index()].kind = kind;
            return ty;
        };
        if !named_by_document(&def.pointer) {
            self.types[id.index()].kind = kind;
            return ty;
        }
        let own = TypeId::new(self.types.len());
        let naming = Naming::Named(format!("{name} Multipart"));
        self.types.push(TypeDef { pointer: schema, naming, root: own, kind, ..def });
        self.multiparts.insert(id, own);
        Type::Named(own)
    }

    fn without_files(&mut self, at: &Pointer, ty: Type) -> Type {
        let message = "the files in this body are sent as texts: it is no plain object";
        self.diagnostics.warning(Code::Unsupported, at, message);
        ty
    }

    fn with_files(&self, structure: &Struct) -> Struct {
        let mut parts = Struct { form: Form::Parts, ..structure.clone() };
        for field in &mut parts.fields {
            // A part is there or not: there is no null among them.
            if field.presence == Presence::Patch {
                field.presence = Presence::Optional;
            }
            let schema = self.document.value(&field.pointer);
            let Some(Several(several)) = schema.and_then(|schema| self.file(schema)) else {
                continue;
            };
            field.ty = if several { Type::List(Box::new(Type::File)) } else { Type::File };
            field.boxed = false;
        }
        parts
    }
}

/// Whether others may refer to what stands there.
fn named_by_document(at: &Pointer) -> bool {
    let steps = at.steps().take(2).collect::<Vec<_>>();
    steps == ["components", "schemas"]
}
