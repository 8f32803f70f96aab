//! Structures: what became of their members.
//!
//! In: a structure in both versions. Out: changes of its properties, of the types whose members
//! stand among its own, and of the members of any name.

use super::comparer::Comparer;
use super::felt::Felt;
use super::log::{Spot, both};
use super::{Effect, Rule};
use crate::api::{Field, Flat, Form, Presence, Reading, Struct, Type, TypeDef, TypeId};
use crate::names::TypeNames;

/// A property with its names.
#[derive(Clone, Copy)]
struct Member<'a> {
    field: &'a Field,
    names: &'a TypeNames,
    index: usize,
}

impl Member<'_> {
    fn ident(&self) -> String {
        self.names.members.get(self.index).map(ToString::to_string).unwrap_or_default()
    }

    /// The parts of the structure that are its own.
    fn keys(&self) -> Vec<String> {
        let setter = self.names.setters.get(self.index).map(ToString::to_string);
        let setter = setter.unwrap_or_default();
        vec![format!("field {}", self.ident()), format!("setter {setter}")]
    }

    /// The same, and what makes the structure, where that asks for it.
    fn keys_and_maker(&self) -> Vec<String> {
        self.keys().into_iter().chain(MAKER.map(str::to_owned)).collect()
    }
}

/// What makes a structure.
const MAKER: [&str; 4] = ["new", "builder", "from", "Default"];

impl Comparer<'_> {
    /// Compares two structures.
    pub fn structures(
        &mut self,
        ids: (TypeId, TypeId),
        old: &Struct,
        new: &Struct,
        spot: &Spot,
        felt: &mut Felt,
    ) {
        let Struct { fields: was, flats: old_flats, rest: old_rest, form: old_form } = old;
        let Struct { fields: is, flats: new_flats, rest: new_rest, form: new_form } = new;
        let names = (self.old.names().of(ids.0), self.new.names().of(ids.1));
        for (index, field) in is.iter().enumerate() {
            let member = Member { field, names: names.1, index };
            match was.iter().position(|other| other.wire == field.wire) {
                Some(before) => {
                    let Some(other) = was.get(before) else { continue };
                    let old = Member { field: other, names: names.0, index: before };
                    self.property(ids, old, member, spot, felt);
                }
                None => self.added(member, spot, felt),
            }
        }
        for (index, field) in was.iter().enumerate() {
            if !is.iter().any(|other| other.wire == field.wire) {
                self.removed(Member { field, names: names.0, index }, spot, felt);
            }
        }
        self.member_order(spot, old, new);
        self.flats((old_flats, names.0), (new_flats, names.1), spot, felt);
        self.others(old_rest.as_ref(), new_rest.as_ref(), &spot.inside("{}"), felt);
        self.forms((old_form, was), (new_form, is), spot, felt);
        // Who makes the structure otherwise sets its members otherwise too.
        if felt.has("new") || felt.has("builder") {
            let _: Effect = felt.effect_of("setter ");
        }
    }

    fn member_spot(&self, spot: &Spot, old: Option<Member<'_>>, new: Option<Member<'_>>) -> Spot {
        let (field, ident) = match (old, new) {
            (_, Some(member)) | (Some(member), None) => (Some(member.field), member.ident()),
            (None, None) => (None, String::new()),
        };
        let place = field.map(|field| format!(".{}", field.wire)).unwrap_or_default();
        let rust = spot.rust.as_deref().unwrap_or_default();
        spot.inside(&place).rust(format!("{rust}::{ident}")).at(
            old.map(|member| self.old.place(&member.field.pointer)),
            new.map(|member| self.new.place(&member.field.pointer)),
        )
    }

    fn added(&mut self, member: Member<'_>, spot: &Spot, felt: &mut Felt) {
        let required = member.field.presence.is_required();
        let (rule, mut keys) = if required {
            (Rule::PropertyAddedRequired, member.keys_and_maker())
        } else {
            (Rule::PropertyAddedOptional, member.keys())
        };
        keys.push(format!("deprecated {}", member.ident()));
        let spot = self.member_spot(spot, None, Some(member));
        let words = (None, Some(self.spoken().1.field(member.field)));
        let source = felt.effect(&keys);
        self.log.push(&spot, rule, words, source);
    }

    fn removed(&mut self, member: Member<'_>, spot: &Spot, felt: &mut Felt) {
        let rule = match member.field.presence {
            Presence::Required => Rule::PropertyRemovedRequired,
            Presence::Nullable => Rule::NullablePropertyRemoved,
            Presence::Optional | Presence::Patch => Rule::PropertyRemovedOptional,
        };
        let mut keys = member.keys_and_maker();
        keys.push(format!("deprecated {}", member.ident()));
        let spot = self.member_spot(spot, Some(member), None);
        let words = (Some(self.spoken().0.field(member.field)), None);
        let source = felt.effect(&keys);
        self.log.push(&spot, rule, words, source);
    }

    fn property(
        &mut self,
        ids: (TypeId, TypeId),
        was: Member<'_>,
        is: Member<'_>,
        spot: &Spot,
        felt: &mut Felt,
    ) {
        let spot = self.member_spot(spot, Some(was), Some(is));
        let old = was.field;
        // What is boxed follows from the types; a program feels it by the lines of the structure.
        let Field {
            pointer: _,
            wire: _,
            doc,
            deprecated,
            default,
            ty,
            presence: _,
            nullable: _,
            boxed: _,
            read_only: _,
            write_only: _,
            limits,
        } = is.field;
        self.member_names(was, is, &spot, felt);
        let keys = if old.presence.is_required() || is.field.presence.is_required() {
            is.keys_and_maker()
        } else {
            is.keys()
        };
        self.value(&spot, &old.ty, ty, felt, &keys);
        self.presence(ids, was, is, &spot, felt);
        self.default(&spot, old.default.as_deref(), default.as_deref());
        let key = format!("deprecated {}", is.ident());
        self.deprecation(&spot, old.deprecated, *deprecated, felt, &key);
        // What is asked of values is gathered for requests only.
        let defs = (self.old.def(ids.0), self.new.def(ids.1));
        if defs.0.usage.request && defs.1.usage.request {
            self.limits(&spot, &old.limits, limits);
        }
        self.log.words(&spot, &[old.doc.as_deref()], &[doc.as_deref()]);
    }

    /// A property that means the same can have another name in Rust.
    fn member_names(&mut self, was: Member<'_>, is: Member<'_>, spot: &Spot, felt: &mut Felt) {
        let (before, after) = (was.keys(), is.keys());
        if before == after {
            return;
        }
        let keys = before
            .into_iter()
            .chain(after)
            .chain([format!("deprecated {}", was.ident()), format!("deprecated {}", is.ident())]);
        let keys = keys.collect::<Vec<_>>();
        if keys.iter().any(|key| felt.has(key)) {
            let source = felt.effect(&keys);
            self.log.push(spot, Rule::RustRenamed, both(was.ident(), is.ident()), source);
        }
    }

    /// Whether it can be left out, null, set or seen.
    fn presence(
        &mut self,
        ids: (TypeId, TypeId),
        was: Member<'_>,
        is: Member<'_>,
        spot: &Spot,
        felt: &mut Felt,
    ) {
        let (old, new) = (was.field, is.field);
        let mut found = Vec::new();
        found.extend(seen(old, new));
        let cause = Cause::of((old, self.old.def(ids.0)), (new, self.new.def(ids.1)));
        if cause == Cause::Document {
            found.extend(required(old, new));
        }
        found.extend(nullable(old, new));
        for (rule, was, is_now) in found {
            let source = felt.effect(&is.keys_and_maker());
            self.log.push(spot, rule, both(was, is_now), source);
        }
    }

    fn flats(
        &mut self,
        (old, old_names): (&[Flat], &TypeNames),
        (new, new_names): (&[Flat], &TypeNames),
        spot: &Spot,
        felt: &mut Felt,
    ) {
        let mut left = old.iter().zip(&old_names.flats).collect::<Vec<_>>();
        for (flat, ident) in new.iter().zip(&new_names.flats) {
            let place = spot.inside(&format!("|{}", flat.words));
            let Flat { pointer, words, doc, ty, boxed: _ } = flat;
            let found = left.iter().position(|(other, _)| other.words == *words);
            let same = || left.iter().position(|(other, _)| self.pairs.is_same(&other.ty, ty));
            let mut keys = vec![format!("field {ident}")];
            keys.extend(MAKER.map(str::to_owned));
            let Some(found) = found.or_else(same) else {
                let place = place.at(None, Some(self.new.place(pointer)));
                let source = felt.effect(&keys);
                let words = (None, Some(self.spoken().1.ty(ty)));
                self.log.push(&place, Rule::AmongAdded, words, source);
                continue;
            };
            let (other, before) = left.remove(found);
            keys.push(format!("field {before}"));
            let places = (self.old.place(&other.pointer), self.new.place(pointer));
            let place = place.at(Some(places.0), Some(places.1));
            self.value(&place, &other.ty, ty, felt, &keys);
            if before != ident {
                let source = felt.effect(&keys);
                self.log.push(
                    &place,
                    Rule::RustRenamed,
                    both(before.as_str(), ident.as_str()),
                    source,
                );
            }
            self.log.words(&place, &[other.doc.as_deref()], &[doc.as_deref()]);
        }
        for (flat, ident) in left {
            let place = spot.inside(&format!("|{}", flat.words));
            let place = place.at(Some(self.old.place(&flat.pointer)), None);
            let mut keys = vec![format!("field {ident}")];
            keys.extend(MAKER.map(str::to_owned));
            let source = felt.effect(&keys);
            let words = (Some(self.spoken().0.ty(&flat.ty)), None);
            self.log.push(&place, Rule::AmongRemoved, words, source);
        }
    }

    /// Members of any name.
    fn others(&mut self, old: Option<&Type>, new: Option<&Type>, spot: &Spot, felt: &mut Felt) {
        let rule = match (old, new) {
            (None, None) => return,
            (Some(old), Some(new)) => {
                return self.value(spot, old, new, felt, &["field extra".to_owned()]);
            }
            (None, Some(_)) => Rule::OthersDescribed,
            (Some(_), None) => Rule::OthersUndescribed,
        };
        let words = (old.map(|ty| self.spoken().0.ty(ty)), new.map(|ty| self.spoken().1.ty(ty)));
        let source = felt.effect(&["field extra"]).max(felt.effect(&MAKER));
        self.log.push(spot, rule, words, source);
    }

    /// What the members are on the wire.
    fn forms(
        &mut self,
        (old, was): (&Form, &[Field]),
        (new, is): (&Form, &[Field]),
        spot: &Spot,
        felt: &mut Felt,
    ) {
        let word = |form: &Form| match form {
            Form::Json => "members of an object",
            Form::Parts => "parts of a body",
            Form::Headers(_) => "headers",
        };
        let (Form::Headers(before), Form::Headers(after)) = (old, new) else {
            if word(old) != word(new) {
                let source = felt.effect_of("").max(Effect::Major);
                self.log.push(spot, Rule::KindChanged, both(word(old), word(new)), source);
            }
            return;
        };
        for (field, reading) in is.iter().zip(after) {
            let other = was.iter().zip(before).find(|(other, _)| other.wire == field.wire);
            if let Some((_, other)) = other.filter(|(_, other)| *other != reading) {
                let words = both(read_as(*other), read_as(*reading));
                let spot = spot.inside(&format!(".{}", field.wire));
                self.log.push(&spot, Rule::HeaderReadingChanged, words, Effect::None);
            }
        }
    }
}

fn read_as(reading: Reading) -> &'static str {
    match reading {
        Reading::Simple => "commas between its parts",
        Reading::Exploded => "commas, with `=` between keys and values",
        Reading::Lines => "a line for each part",
        Reading::Json => "JSON",
    }
}

/// Why a property can be left out where it could not, or the other way round.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cause {
    /// The document says so.
    Document,
    /// It travels one way only, and the structure travels other ways than before.
    Ways,
}

impl Cause {
    fn of((old, was): (&Field, &TypeDef), (new, is): (&Field, &TypeDef)) -> Self {
        let unsent = (was.usage.request && old.read_only, is.usage.request && new.read_only);
        let unseen = (was.usage.response && old.write_only, is.usage.response && new.write_only);
        // Who may not send it need not; what is not shown is missing, which is news to a reader.
        let only_ways =
            unsent.0 != unsent.1 || (unseen.0 != unseen.1 && old.write_only == new.write_only);
        if only_ways { Self::Ways } else { Self::Document }
    }
}

type Found = (Rule, &'static str, &'static str);

fn required(old: &Field, new: &Field) -> Option<Found> {
    match (old.presence, new.presence.is_required()) {
        (Presence::Optional | Presence::Patch, true) => {
            Some((Rule::PropertyMadeRequired, "optional", "required"))
        }
        (Presence::Required, false) => Some((Rule::PropertyMadeOptional, "required", "optional")),
        (Presence::Nullable, false) => {
            Some((Rule::NullablePropertyMadeOptional, "required", "optional"))
        }
        (Presence::Required | Presence::Nullable, true)
        | (Presence::Optional | Presence::Patch, false) => None,
    }
}

fn nullable(old: &Field, new: &Field) -> Option<Found> {
    let words = |field: &Field| if field.nullable { "can be null" } else { "never null" };
    if old.nullable == new.nullable {
        return None;
    }
    let rule = match (old.presence, new.nullable) {
        (Presence::Required | Presence::Nullable, true) => Rule::PropertyMadeNullable,
        (Presence::Optional | Presence::Patch, true) => Rule::OptionalPropertyMadeNullable,
        (Presence::Nullable | Presence::Patch, false) => Rule::PropertyMadeNotNullable,
        (Presence::Required | Presence::Optional, false) => Rule::OptionalPropertyMadeNotNullable,
    };
    Some((rule, words(old), words(new)))
}

/// Whether only the service sets it, or never shows it.
fn seen(old: &Field, new: &Field) -> Vec<Found> {
    let mut found = Vec::new();
    match (old.read_only, new.read_only) {
        (false, true) => {
            found.push((Rule::PropertyMadeReadOnly, "set by callers", "set by the service"));
        }
        (true, false) => {
            found.push((Rule::PropertyMadeWritable, "set by the service", "set by callers"));
        }
        (true, true) | (false, false) => {}
    }
    match (old.write_only, new.write_only) {
        (false, true) => found.push((Rule::PropertyMadeWriteOnly, "shown", "never shown")),
        (true, false) => found.push((Rule::PropertyMadeReadable, "never shown", "shown")),
        (true, true) | (false, false) => {}
    }
    found
}
