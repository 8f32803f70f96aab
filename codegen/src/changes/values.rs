//! What became of the type of a value that stands at the same place in both versions.
//!
//! In: two types. Out: [`Turn`]: whether what the old one allowed is still taken, and whether what
//! comes is still read. Types that are paired are the same here: what changed inside them is said
//! once, where they are compared.

use std::collections::BTreeSet;

use super::matching::Matched;
use super::pairs::{Pairs, value};
use super::side::Side;
use super::{Rule, Wire};
use crate::api::{Enum, Kind, Presence, Representation, Struct, Type, TypeId, Union};

/// What becomes of values when their type is another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    /// Of values of the old type that are sent to the new service.
    pub sent: Wire,
    /// Of values of the new type that are read as the old one.
    pub read: Wire,
}

const SAME: Turn = Turn { sent: Wire::Safe, read: Wire::Safe };
const WIDER: Turn = Turn { sent: Wire::Safe, read: Wire::Breaks };
const LOOSER: Turn = Turn { sent: Wire::Safe, read: Wire::Tolerated };
const NARROWER: Turn = Turn { sent: Wire::Breaks, read: Wire::Safe };
const TIGHTER: Turn = Turn { sent: Wire::Tolerated, read: Wire::Safe };
const OTHER: Turn = Turn { sent: Wire::Breaks, read: Wire::Breaks };

impl Turn {
    fn and(self, other: Self) -> Self {
        Self { sent: self.sent.max(other.sent), read: self.read.max(other.read) }
    }

    /// The rule that says so; none where nothing becomes of them.
    pub fn rule(self) -> Option<Rule> {
        match (self.sent, self.read) {
            (Wire::Safe, Wire::Safe) => None,
            (Wire::Safe, Wire::Tolerated) => Some(Rule::TypeLoosened),
            (Wire::Safe, Wire::Breaks) => Some(Rule::TypeWidened),
            (Wire::Tolerated, Wire::Safe | Wire::Tolerated) => Some(Rule::TypeTightened),
            (Wire::Breaks, Wire::Safe | Wire::Tolerated) => Some(Rule::TypeNarrowed),
            (Wire::Tolerated | Wire::Breaks, Wire::Breaks) => Some(Rule::TypeChanged),
        }
    }
}

/// Looks at types of both versions.
#[derive(Clone, Copy)]
pub struct Values<'a> {
    pub old: &'a Side<'a>,
    pub new: &'a Side<'a>,
    pub pairs: &'a Pairs,
}

/// The types that are being looked at, so that one that holds itself has an end.
type Seen = BTreeSet<(TypeId, TypeId)>;

impl Values<'_> {
    /// What becomes of values.
    pub fn turn(self, old: &Type, new: &Type) -> Turn {
        self.look(old, new, &mut Seen::new())
    }

    fn look(self, old: &Type, new: &Type, seen: &mut Seen) -> Turn {
        match (old, new) {
            (Type::Nullable(old), Type::Nullable(new))
            | (Type::List(old), Type::List(new))
            | (Type::Map(old), Type::Map(new)) => self.look(old, new, seen),
            (Type::Any, Type::Any) => SAME,
            (Type::Any, _) => NARROWER,
            (_, Type::Any) => WIDER,
            (Type::Nullable(old), new) => self.look(old, new, seen).and(NARROWER),
            (old, Type::Nullable(new)) => self.look(old, new, seen).and(WIDER),
            (Type::Tuple(old), Type::Tuple(new)) if old.len() == new.len() => {
                let elements = old.iter().zip(new);
                elements.fold(SAME, |turn, (old, new)| turn.and(self.look(old, new, seen)))
            }
            (Type::Tuple(elements), Type::List(new)) => {
                let turns = elements.iter().map(|old| self.look(old, new, seen));
                turns.fold(WIDER, Turn::and)
            }
            (Type::List(old), Type::Tuple(elements)) => {
                let turns = elements.iter().map(|new| self.look(old, new, seen));
                turns.fold(NARROWER, Turn::and)
            }
            (Type::Named(old), Type::Named(new)) => self.named(*old, *new, seen),
            (Type::Named(old), new) => self.leave_named(*old, new, seen),
            (old, Type::Named(new)) => self.enter_named(old, *new, seen),
            (old, new) => plain(old, new),
        }
    }

    fn named(self, old: TypeId, new: TypeId, seen: &mut Seen) -> Turn {
        if self.pairs.new_of(old) == Some(new) || !seen.insert((old, new)) {
            return SAME;
        }
        let (was, is) = (self.old.def(old), self.new.def(new));
        // What is asked of values is gathered for requests only.
        let sent = was.usage.request && is.usage.request;
        match (&was.kind, &is.kind) {
            (Kind::Struct(old), Kind::Struct(new)) => self.structures(old, new, sent, seen),
            (Kind::Enum(old), Kind::Enum(new)) => lists(old, new),
            (Kind::Union(old), Kind::Union(new)) => self.unions(old, new, seen),
            (Kind::Alias(ty), _) => self.look(ty, &Type::Named(new), seen),
            (_, Kind::Alias(ty)) => self.look(&Type::Named(old), ty, seen),
            (Kind::Union(union), _) => self.leave(union, &Type::Named(new), seen),
            (_, Kind::Union(union)) => self.enter(&Type::Named(old), union, seen),
            (Kind::Struct(_) | Kind::Enum(_), Kind::Struct(_) | Kind::Enum(_)) => OTHER,
        }
    }

    fn leave_named(self, old: TypeId, new: &Type, seen: &mut Seen) -> Turn {
        match &self.old.def(old).kind {
            Kind::Alias(ty) => self.look(ty, new, seen),
            Kind::Union(union) => self.leave(union, new, seen),
            Kind::Enum(list) => match plain(&held(list), new) {
                SAME if list.open => LOOSER,
                turn => turn.and(WIDER),
            },
            Kind::Struct(_) => match new {
                Type::Map(_) => WIDER,
                _ => OTHER,
            },
        }
    }

    fn enter_named(self, old: &Type, new: TypeId, seen: &mut Seen) -> Turn {
        match &self.new.def(new).kind {
            Kind::Alias(ty) => self.look(old, ty, seen),
            Kind::Union(union) => self.enter(old, union, seen),
            Kind::Enum(list) => plain(old, &held(list)).and(NARROWER),
            Kind::Struct(_) => match old {
                Type::Map(_) => NARROWER,
                _ => OTHER,
            },
        }
    }

    /// A type becomes one of several.
    fn enter(self, old: &Type, union: &Union, seen: &mut Seen) -> Turn {
        let turns = union.branches.iter().map(|branch| self.look(old, &branch.ty, seen));
        turns.map(|turn| turn.and(WIDER)).min_by_key(|turn| (turn.sent, turn.read)).unwrap_or(OTHER)
    }

    /// One of several types is left.
    fn leave(self, union: &Union, new: &Type, seen: &mut Seen) -> Turn {
        let turns = union.branches.iter().map(|branch| self.look(&branch.ty, new, seen));
        turns
            .map(|turn| turn.and(NARROWER))
            .min_by_key(|turn| (turn.read, turn.sent))
            .unwrap_or(OTHER)
    }

    fn structures(self, old: &Struct, new: &Struct, sent: bool, seen: &mut Seen) -> Turn {
        let mut turn = SAME;
        for field in &old.fields {
            let Some(other) = new.fields.iter().find(|other| other.wire == field.wire) else {
                if field.presence == Presence::Required {
                    turn = turn.and(WIDER);
                }
                continue;
            };
            turn = turn.and(self.look(&field.ty, &other.ty, seen));
            if sent && field.limits != other.limits {
                turn = turn.and(TIGHTER);
            }
            turn = turn.and(match (field.presence, other.presence) {
                (Presence::Required, Presence::Required) => SAME,
                (Presence::Required, _) => WIDER,
                (_, Presence::Required) => NARROWER,
                (_, _) => SAME,
            });
        }
        let known = |wire: &str| old.fields.iter().any(|field| field.wire == wire);
        let added = new.fields.iter().filter(|field| !known(&field.wire));
        added.fold(
            turn,
            |turn, field| {
                if field.presence.is_required() { turn.and(NARROWER) } else { turn }
            },
        )
    }

    fn unions(self, old: &Union, new: &Union, seen: &mut Seen) -> Turn {
        let Matched { pairs, gone, added } = self.pairs.branches(old, new, (self.old, self.new));
        let turns = pairs.iter().map(|((_, one), (_, other))| self.look(&one.ty, &other.ty, seen));
        let turn = turns.fold(SAME, Turn::and);
        let tag = |union: &Union| union.tag.as_ref().map(|tag| tag.wire.clone());
        let turn = if tag(old) == tag(new) { turn } else { turn.and(OTHER) };
        let turn = if gone.is_empty() { turn } else { turn.and(NARROWER) };
        match (added.is_empty(), &old.tag) {
            (true, _) => turn,
            (false, Some(_)) => turn.and(LOOSER),
            (false, None) => turn.and(WIDER),
        }
    }
}

/// The type of the values of a list.
fn held(list: &Enum) -> Type {
    match list.representation {
        Representation::Text => Type::Text,
        Representation::Integer => Type::Integer(crate::api::Integer::I64),
        Representation::Wide => Type::Integer(crate::api::Integer::I128),
        Representation::Number => Type::Number,
        Representation::Boolean => Type::Boolean,
    }
}

fn lists(old: &Enum, new: &Enum) -> Turn {
    if old.representation != new.representation {
        return plain(&held(old), &held(new)).and(OTHER);
    }
    let values =
        |list: &Enum| list.variants.iter().map(|v| value(&v.value)).collect::<BTreeSet<_>>();
    let (was, is) = (values(old), values(new));
    let gone = if was.is_subset(&is) { SAME } else { NARROWER };
    let more = !is.is_subset(&was) || (new.open && !old.open);
    let more = match (more, old.open) {
        (false, _) => SAME,
        (true, true) => LOOSER,
        (true, false) => WIDER,
    };
    gone.and(more)
}

/// Types that name no other.
fn plain(old: &Type, new: &Type) -> Turn {
    match (old, new) {
        (old, new) if old == new => SAME,
        // What must not be shown is a text all the same.
        (Type::Text | Type::Secret, Type::Text | Type::Secret) => SAME,
        (Type::Integer(old), Type::Integer(new)) => match old.with(*new) {
            both if both == *new => WIDER,
            both if both == *old => NARROWER,
            _ => OTHER,
        },
        (Type::Integer(_), Type::Number) => WIDER,
        (Type::Number, Type::Integer(_)) => NARROWER,
        (old, Type::Text | Type::Secret) if is_spelled(old) => WIDER,
        (Type::Text | Type::Secret, new) if is_spelled(new) => NARROWER,
        (_, _) => OTHER,
    }
}

/// Whether values are texts of a certain form.
fn is_spelled(ty: &Type) -> bool {
    match ty {
        Type::Bytes | Type::Uuid | Type::Date | Type::DateTime => true,
        Type::Boolean
        | Type::Integer(_)
        | Type::Number
        | Type::Text
        | Type::Secret
        | Type::File
        | Type::Any
        | Type::List(_)
        | Type::Tuple(_)
        | Type::Map(_)
        | Type::Nullable(_)
        | Type::Named(_) => false,
    }
}
