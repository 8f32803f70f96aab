//! Types: those that are new, those that are gone, and what became of the others.
//!
//! In: the pairs. Out: changes of types. What stands inside an operation or another type and has
//! no pair is no change of its own: the place where it stands says what became of it.

use super::comparer::Comparer;
use super::felt::Felt;
use super::limits::is_same;
use super::log::{Spot, both};
use super::matching::{At, Matched, matched};
use super::pairs::value;
use super::side::Side;
use super::{Area, Effect, Rule};
use crate::api::{Enum, Kind, Naming, Plain, TypeDef, TypeId, Variant};

impl Comparer<'_> {
    /// Compares all types.
    pub fn types(&mut self) {
        for (id, def) in self.new.api().type_defs() {
            if let (None, Naming::Named(_)) = (self.pairs.old_of(id), &def.naming) {
                let spot = self.spot(None, Some(id));
                self.log.push(&spot, Rule::SchemaAdded, (None, None), Effect::Minor);
            }
        }
        for (id, def) in self.old.api().type_defs() {
            if let (None, Naming::Named(_)) = (self.pairs.new_of(id), &def.naming) {
                let spot = self.spot(Some(id), None);
                self.log.push(&spot, Rule::SchemaRemoved, (None, None), Effect::Major);
            }
        }
        self.plain();
        for (old, new) in self.pairs.all() {
            self.pair(old, new);
        }
    }

    /// Names of what needs none in Rust. What became of the values is said where they are used.
    fn plain(&mut self) {
        let (was, is) = (&self.old.api().plain, &self.new.api().plain);
        let unnamed = |side: &Side<'_>, (_, plain): &At<'_, Plain>| {
            let mut types = side.api().types.iter();
            !types.any(|def| matches!(&def.naming, Naming::Named(name) if *name == plain.name))
        };
        let mut found = matched(was, is, &[()], |(), (_, one), (_, other)| one.name == other.name);
        // A name that stands for more than this now, or did before, is neither new nor gone.
        found.gone.retain(|plain| unnamed(self.new, plain));
        found.added.retain(|plain| unnamed(self.old, plain));
        let Matched { pairs, gone, added } = found.only(|old, new| {
            let Plain { pointer: _, name: _, ty, limits } = new;
            self.pairs.is_same(&old.ty, ty) && is_same(&old.limits, limits)
        });
        let sides = (self.old, self.new);
        let spot = |name: &str, old: Option<&Plain>, new: Option<&Plain>| {
            Spot::new(Area::Types, name).at(
                old.map(|plain| sides.0.place(&plain.pointer)),
                new.map(|plain| sides.1.place(&plain.pointer)),
            )
        };
        for ((_, old), (_, new)) in
            pairs.iter().filter(|((_, one), (_, other))| one.name != other.name)
        {
            let spot = spot(&new.name, Some(old), Some(new));
            self.log.push(&spot, Rule::SchemaRenamed, both(&old.name, &new.name), Effect::None);
        }
        for (_, plain) in added {
            let spot = spot(&plain.name, None, Some(plain));
            self.log.push(&spot, Rule::SchemaAdded, (None, None), Effect::None);
        }
        for (_, plain) in gone {
            let spot = spot(&plain.name, Some(plain), None);
            self.log.push(&spot, Rule::SchemaRemoved, (None, None), Effect::None);
        }
    }

    fn pair(&mut self, old: TypeId, new: TypeId) {
        let (was, is) = (self.old.def(old), self.new.def(new));
        // The file in which a type stands is no part of its path, and what a request has to be
        // held against follows from its members.
        let TypeDef {
            pointer: _,
            naming,
            root: _,
            doc,
            deprecated,
            kind,
            usage,
            limits,
            checked: _,
        } = is;
        let spot = self.spot(Some(old), Some(new));
        let mut felt = Felt::new(self.was.of_type(old), self.is.of_type(new));
        self.renamed((old, &was.naming), (new, naming), &spot);
        self.deprecation(&spot, was.deprecated, *deprecated, &mut felt, "deprecated");
        self.log.words(&spot, &[was.doc.as_deref()], &[doc.as_deref()]);
        if was.usage.request && usage.request {
            self.limits(&spot, &was.limits, limits);
        }
        match (&was.kind, kind) {
            (Kind::Struct(one), Kind::Struct(other)) => {
                self.structures((old, new), one, other, &spot, &mut felt);
            }
            (Kind::Enum(one), Kind::Enum(other)) => {
                self.lists((old, one), (new, other), &spot, &mut felt);
            }
            (Kind::Union(one), Kind::Union(other)) => {
                self.unions((old, one), (new, other), &spot, &mut felt);
            }
            (Kind::Alias(one), Kind::Alias(other)) => {
                self.value(&spot, one, other, &mut felt, &["inner".to_owned()]);
            }
            (Kind::Struct(_) | Kind::Enum(_) | Kind::Union(_) | Kind::Alias(_), _) => {
                let source = felt.effect_of("").max(Effect::Major);
                let words = both(word(&was.kind), word(kind));
                self.log.push(&spot, Rule::KindChanged, words, source);
            }
        }
        self.sent((was.usage.request, usage.request), &spot, &mut felt);
        self.rest(&spot, felt);
    }

    fn renamed(&mut self, old: (TypeId, &Naming), new: (TypeId, &Naming), spot: &Spot) {
        let idents = (&self.old.names().of(old.0).ident, &self.new.names().of(new.0).ident);
        let source = if idents.0 == idents.1 { Effect::None } else { Effect::Major };
        match (old.1, new.1) {
            (Naming::Named(one), Naming::Named(other)) if one != other => {
                self.log.push(spot, Rule::SchemaRenamed, both(one, other), source);
            }
            (_, _) if source == Effect::Major => {
                self.log.push(
                    spot,
                    Rule::RustRenamed,
                    both(idents.0.as_str(), idents.1.as_str()),
                    source,
                );
            }
            (_, _) => {}
        }
    }

    /// What is sent can be made more easily than what is read.
    fn sent(&mut self, sent: (bool, bool), spot: &Spot, felt: &mut Felt) {
        let rule = match sent {
            (false, true) => Rule::TypeNowSent,
            (true, false) => Rule::TypeSentNoMore,
            (true, true) | (false, false) => return,
        };
        let mut source = felt.effect_of("setter ");
        source = source.max(felt.effect_of("from"));
        source = source.max(felt.effect(&["builder"]));
        if source > Effect::None {
            self.log.push(spot, rule, (None, None), source);
        }
    }

    fn lists(&mut self, old: (TypeId, &Enum), new: (TypeId, &Enum), spot: &Spot, felt: &mut Felt) {
        let Enum { representation, open, variants } = new.1;
        let (was, is) = (&old.1.variants, variants);
        if old.1.representation != *representation {
            let source = felt.effect(&["From", "value", "variant Unknown"]);
            let words = both(format!("{:?}", old.1.representation), format!("{representation:?}"));
            self.log.push(spot, Rule::TypeChanged, words, source);
        }
        if old.1.open != *open {
            let rule = if *open { Rule::ValuesOpened } else { Rule::ValuesClosed };
            let words = |open: bool| {
                if open { "these values and others" } else { "these values only" }
            };
            let source = felt.effect(&["exhaustive", "From", "value", "variant Unknown"]);
            self.log.push(spot, rule, both(words(old.1.open), words(*open)), source);
        }
        let idents = (&self.old.names().of(old.0).members, &self.new.names().of(new.0).members);
        self.value_order(spot, was, is);
        for (variant, ident) in is.iter().zip(idents.1) {
            let Variant { pointer, value: own, name: _, doc } = variant;
            let rust = format!("{}::{ident}", spot.rust.as_deref().unwrap_or_default());
            let spot = spot.inside(&format!("={}", value(own))).rust(rust);
            let mut others = was.iter().zip(idents.0);
            let Some((other, before)) = others.find(|(other, _)| other.value == *own) else {
                let spot = spot.at(None, Some(self.new.place(pointer)));
                let rule = if old.1.open { Rule::ValueAdded } else { Rule::ClosedValueAdded };
                let source = felt.effect(&[format!("variant {ident}"), "exhaustive".to_owned()]);
                self.log.push(&spot, rule, (None, Some(value(own))), source);
                continue;
            };
            let places = (self.old.place(&other.pointer), self.new.place(pointer));
            let spot = spot.at(Some(places.0), Some(places.1));
            if before != ident {
                let keys = [format!("variant {before}"), format!("variant {ident}")];
                let source = felt.effect(&keys).max(felt.effect(&["exhaustive"]));
                self.log.push(
                    &spot,
                    Rule::RustRenamed,
                    both(before.as_str(), ident.as_str()),
                    source,
                );
            }
            self.log.words(&spot, &[other.doc.as_deref()], &[doc.as_deref()]);
        }
        for (variant, ident) in was.iter().zip(idents.0) {
            if is.iter().any(|other| other.value == variant.value) {
                continue;
            }
            let own = value(&variant.value);
            let rust = format!("{}::{ident}", spot.rust.as_deref().unwrap_or_default());
            let spot = spot.inside(&format!("={own}")).rust(rust);
            let spot = spot.at(Some(self.old.place(&variant.pointer)), None);
            let source = felt.effect(&[format!("variant {ident}"), "exhaustive".to_owned()]);
            self.log.push(&spot, Rule::ValueRemoved, (Some(own), None), source);
        }
    }
}

fn word(kind: &Kind) -> &'static str {
    match kind {
        Kind::Struct(_) => "a structure",
        Kind::Enum(_) => "a list of values",
        Kind::Union(_) => "one of several types",
        Kind::Alias(_) => "another type under a name of its own",
    }
}
