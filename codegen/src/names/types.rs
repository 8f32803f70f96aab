//! Names of types, of their files, and of what stands in them.
//!
//! In: the definitions of the model. Out: [`TypeNames`] for each. What the document names itself
//! comes first, so that no inline type takes a name from it.

use std::collections::BTreeSet;

use super::errors::exact;
use super::ident::{self, Ident, Role};
use super::operation::{OperationWords, path_words};
use super::scope::{Scope, Wish};
use super::{Namer, TypeNames, unraw};
use crate::api::{Enum, Form, Kind, Naming, Scalar, Struct, TypeDef, TypeId, Union};
use crate::source::Pointer;

/// The identifiers of what stands in a type.
#[derive(Default)]
struct Inside {
    /// Fields or variants.
    members: Vec<Ident>,
    /// Setters of the fields.
    setters: Vec<Ident>,
    /// Fields whose members stand among those of the structure.
    flats: Vec<Ident>,
}

impl Namer<'_> {
    /// Names all types.
    pub(super) fn types(&mut self, operations: &[OperationWords]) -> Vec<TypeNames> {
        let api = self.api;
        let idents = self.type_idents(operations);
        let builders = builders(&idents);
        let roots = api.type_defs().filter(|(id, def)| def.root == *id);
        let texts = idents.iter().map(Ident::to_string).collect::<Vec<_>>();
        let roots = roots.map(|(id, def)| (id, def, &texts[id.index()])).collect::<Vec<_>>();
        let files =
            roots.iter().map(|(_, def, text)| Wish::new("schema", &def.pointer, text, Role::File));
        let mut scope = Scope::quiet("the files of types");
        let files = self.claim(&mut scope, &files.collect::<Vec<_>>());
        let mut modules = vec![None; idents.len()];
        for ((id, _, _), file) in roots.iter().zip(files) {
            modules[id.index()] = Some(file);
        }
        let mut names = Vec::with_capacity(idents.len());
        let parts = idents.iter().cloned().zip(builders).zip(modules);
        for (def, ((ident, builder), module)) in api.types.iter().zip(parts) {
            let Inside { members, setters, flats } = self.members(def, &ident, &idents);
            names.push(TypeNames { ident, module, members, setters, flats, builder });
        }
        names
    }

    /// The types themselves: components, then what stands in operations, then, depth by depth,
    /// what stands in other types.
    fn type_idents(&mut self, operations: &[OperationWords]) -> Vec<Ident> {
        let api = self.api;
        let mut scope = Scope::new("the types");
        let mut idents: Vec<Option<Ident>> = vec![None; api.types.len()];
        let mut rest = api.type_defs().collect::<Vec<_>>();
        for step in 0.. {
            let ready = |(_, def): &(TypeId, &TypeDef)| match &def.naming {
                Naming::Named(_) => step > 0 || is_component(&def.pointer),
                Naming::Operation { .. } => step > 0,
                Naming::Member { parent, .. } => step > 1 && idents[parent.index()].is_some(),
            };
            let (now, later): (Vec<_>, Vec<_>) = rest.into_iter().partition(ready);
            let wishes = now.iter().map(|(_, def)| type_wish(def, &idents, operations));
            let claimed = self.claim(&mut scope, &wishes.collect::<Vec<_>>());
            // Parents stand before their children, so each round beyond the second has some.
            let stuck = now.is_empty() && step > 1;
            for ((id, _), ident) in now.into_iter().zip(claimed) {
                idents[id.index()] = Some(ident);
            }
            rest = later;
            if rest.is_empty() || stuck {
                break;
            }
        }
        let missing = || ident::ident("nameless", Role::Type);
        idents.into_iter().map(|ident| ident.unwrap_or_else(missing)).collect()
    }

    /// Names for the payloads of webhooks and callbacks: aliases in a module of their own.
    pub(super) fn payloads(&mut self, operations: &[OperationWords]) -> Vec<Ident> {
        let api = self.api;
        let wishes = api.webhooks.iter().map(|webhook| {
            let (text, before) = match &webhook.naming {
                Naming::Operation { index, part } => {
                    (part, operations.get(*index).map(|operation| operation.whole.clone()))
                }
                // Nothing that is sent by itself is a member of a type.
                Naming::Named(text) | Naming::Member { part: text, .. } => (text, None),
            };
            Wish { before, ..Wish::new("webhook", &webhook.pointer, text, Role::Type) }
        });
        let mut scope = Scope::new("the payloads");
        self.claim(&mut scope, &wishes.collect::<Vec<_>>())
    }

    fn members(&mut self, def: &TypeDef, ident: &Ident, types: &[Ident]) -> Inside {
        match &def.kind {
            Kind::Struct(structure) => self.fields(def, structure, ident),
            Kind::Enum(list) => Inside { members: self.variants(list, ident), ..Inside::default() },
            Kind::Union(union) => {
                Inside { members: self.branches(union, ident, types), ..Inside::default() }
            }
            Kind::Alias(_) => Inside::default(),
        }
    }

    fn fields(&mut self, def: &TypeDef, structure: &Struct, ident: &Ident) -> Inside {
        let mut scope = Scope::new(format!("the fields of `{ident}`"));
        if structure.rest.is_some() {
            scope.reserve("extra");
        }
        let fields = structure.fields.iter().map(|field| (field.wire.as_str(), &field.pointer));
        let members = self.claim_texts(&mut scope, "property", Role::Field, fields);
        let flats = structure.flats.iter().map(|flat| (flat.words.as_str(), &flat.pointer));
        let flats = self.claim_texts(&mut scope, "union", Role::Field, flats);
        let texts = members.iter().map(unraw).collect::<Vec<_>>();
        let title = format!("the setters of `{ident}`");
        // What is never sent has no setters.
        let mut scope = if def.usage.request { Scope::new(title) } else { Scope::quiet(title) };
        let fields = texts.iter().zip(&structure.fields);
        let setters = fields.map(|(text, field)| (*text, &field.pointer));
        let setters = self.claim_texts(&mut scope, "setter of the field", Role::Setter, setters);
        Inside { members, setters, flats }
    }

    /// Branches of one name are told apart by their types.
    fn branches(&mut self, union: &Union, ident: &Ident, types: &[Ident]) -> Vec<Ident> {
        let mut scope = Scope::new(format!("the variants of `{ident}`"));
        // What a union calls the values of a type that nobody listed.
        scope.reserve("Unknown");
        let union_name = ident.to_string();
        let wishes = union.branches.iter().map(|branch| {
            let wish = Wish::new("branch", &branch.pointer, &branch.words, Role::Variant);
            let ty = exact(&branch.ty, types);
            let own = ty.strip_prefix(&union_name).filter(|own| !own.is_empty());
            wish.with_facet(&ty, own.unwrap_or(&ty))
        });
        self.claim(&mut scope, &wishes.collect::<Vec<_>>())
    }

    fn variants(&mut self, list: &Enum, ident: &Ident) -> Vec<Ident> {
        let mut scope = Scope::new(format!("the variants of `{ident}`"));
        if list.open {
            // What an open enumeration calls the values that nobody listed.
            scope.reserve("Unknown");
        }
        let values = list.variants.iter().map(|variant| match &variant.value {
            Scalar::Text(text) => text.clone(),
            Scalar::Integer(integer) => integer.to_string(),
            Scalar::Number(number) => number.to_string(),
            Scalar::Boolean(boolean) => boolean.to_string(),
        });
        let values = values.collect::<Vec<_>>();
        let wishes = list.variants.iter().zip(&values).map(|(variant, value)| {
            let text = variant.name.as_ref().unwrap_or(value);
            let wish = Wish::new("enum value", &variant.pointer, text, Role::Variant);
            match &variant.name {
                Some(name) => wish.with_facet(value, format!("{name} {value}")),
                None => wish,
            }
        });
        let wishes = wishes.collect::<Vec<_>>();
        self.claim(&mut scope, &wishes)
    }

    /// Names things of one kind that are told apart by nothing but their texts.
    pub(super) fn claim_texts<'t>(
        &mut self,
        scope: &mut Scope,
        what: &'static str,
        role: Role,
        things: impl Iterator<Item = (&'t str, &'t Pointer)>,
    ) -> Vec<Ident> {
        let wishes = things.map(|(text, pointer)| Wish::new(what, pointer, text, role));
        let wishes = wishes.collect::<Vec<_>>();
        self.claim(scope, &wishes)
    }
}

fn type_wish<'a>(
    def: &'a TypeDef,
    idents: &[Option<Ident>],
    operations: &[OperationWords],
) -> Wish<'a> {
    let (text, before) = match &def.naming {
        Naming::Named(name) => (name, None),
        Naming::Member { parent, part } => {
            (part, idents[parent.index()].as_ref().map(|ident| unraw(ident).to_owned()))
        }
        Naming::Operation { index, part } => {
            (part, operations.get(*index).map(|operation| operation.whole.clone()))
        }
    };
    let wish = Wish::new("schema", &def.pointer, text, Role::Type);
    let wish = Wish { before, ..wish };
    if is_component(&def.pointer) {
        return wish;
    }
    let whole = match &wish.before {
        Some(before) => format!("{before} {text}"),
        None => text.clone(),
    };
    let wish = match &def.kind {
        Kind::Struct(Struct { form: Form::Headers(_), fields, .. }) => {
            let names = fields.iter().map(|field| field.wire.as_str()).collect::<Vec<_>>();
            wish.with_facet(names.join(" "), format!("{} Headers", names.join(" ")))
        }
        Kind::Struct(_) | Kind::Enum(_) | Kind::Union(_) | Kind::Alias(_) => wish,
    };
    let path = def.pointer.steps().nth(1).filter(|path| path.starts_with('/'));
    let wish = wish.with_facet("inline", format!("{whole} inline"));
    match (&def.naming, path) {
        (Naming::Named(_), Some(path)) => {
            let text = format!("{whole} {}", path_words(&path, &[whole.as_str()]));
            wish.with_facet(path, text)
        }
        (Naming::Named(_) | Naming::Member { .. } | Naming::Operation { .. }, _) => wish,
    }
}

/// Whether the document names what stands there, and does not only lead there.
fn is_component(pointer: &Pointer) -> bool {
    pointer.as_str().starts_with("/components/") && pointer.steps().count() == 3
}

/// Types that build others: none is called like a type of the document.
fn builders(idents: &[Ident]) -> Vec<Ident> {
    let taken = idents.iter().map(Ident::to_string).collect::<BTreeSet<_>>();
    let builders = idents.iter().map(|ident| {
        let mut name = format!("{ident}Builder");
        while taken.contains(&name) {
            name = ident::tailed(&name, Role::Builder);
        }
        ident::ident(&name, Role::Builder)
    });
    builders.collect()
}
