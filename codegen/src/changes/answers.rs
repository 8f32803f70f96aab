//! What calls answer: bodies by status, failures, headers and pages.
//!
//! In: an operation in both versions. Out: their changes, all of which travel from the service.

use super::comparer::Comparer;
use super::felt::Felt;
use super::log::{Spot, both};
use super::matching::{Matched, matched};
use super::operations::place_words;
use super::side::payload_words;
use super::{Direction, Effect, Rule};
use crate::api::{ErrorCase, Next, Operation, Output, Pages, Payload, Reply, Statuses, Type};
use crate::emit::surface::{Surface, output_variant};

/// What comes with a status: one of several, or the only one.
struct Answer<'a> {
    statuses: Statuses,
    payload: Option<Seen<'a>>,
    doc: Said<'a>,
}

/// The document's words.
#[derive(Clone, Copy)]
enum Said<'a> {
    /// The model keeps them only where answers differ by status.
    NotKept,
    Kept(Option<&'a str>),
}

/// What is read, if anything.
#[derive(Clone, Copy)]
enum Seen<'a> {
    Payload(&'a Payload),
    /// JSON, or nothing.
    Optional(&'a Type),
}

/// What says that two answers are the same, the surest first.
#[derive(Clone, Copy)]
enum Same {
    /// They have one status.
    Statuses,
    /// They are what is left, in turn.
    Turn,
}

impl Comparer<'_> {
    /// Compares what two operations answer.
    pub fn answers(&mut self, old: &Operation, new: &Operation, spot: &Spot, felt: &mut Felt) {
        if old.accept != new.accept {
            let words = |accept: &Option<String>| {
                accept.clone().unwrap_or_else(|| "application/json".to_owned())
            };
            let words = both(words(&old.accept), words(&new.accept));
            self.log.push(spot, Rule::AnswerMediaChanged, words, Effect::None);
        }
        let (was, is) = (answers(old), answers(new));
        let good = spot.inside(" answer").going(Direction::Response);
        let steps = [Same::Statuses, Same::Turn];
        let Matched { pairs, gone, added } =
            matched(&was, &is, &steps, |step, (_, one), (_, other)| match step {
                Same::Statuses => one.statuses == other.statuses,
                Same::Turn => true,
            });
        for ((_, one), (_, other)) in pairs {
            self.answer(one, other, &good, felt);
        }
        for (_, answer) in added {
            let spot = good.inside(&format!(" {}", words(answer.statuses)));
            let source = felt.effect(&["output", "pages"]).max(felt.effect_of("output "));
            let words = (None, Some(described(answer, self.spoken().1)));
            self.log.push(&spot, Rule::AnswerStatusAdded, words, source);
        }
        for (_, answer) in gone {
            let spot = good.inside(&format!(" {}", words(answer.statuses)));
            let source = felt.effect(&["output", "pages"]).max(felt.effect_of("output "));
            let words = (Some(described(answer, self.spoken().0)), None);
            self.log.push(&spot, Rule::AnswerStatusRemoved, words, source);
        }
        self.failures(&old.errors, &new.errors, &spot.clone().going(Direction::Error), felt);
        let headers = spot.inside(" headers").going(Direction::Response);
        self.headers(old.headers.as_ref(), new.headers.as_ref(), &headers, felt, "headers");
        let headers = spot.inside(" failure's headers").going(Direction::Error);
        let both = (old.error_headers.as_ref(), new.error_headers.as_ref());
        self.headers(both.0, both.1, &headers, felt, "error headers");
        self.pages(old.pages.as_ref(), new.pages.as_ref(), &good, felt);
    }

    fn answer(&mut self, old: &Answer<'_>, new: &Answer<'_>, spot: &Spot, felt: &mut Felt) {
        let Answer { statuses, payload, doc } = new;
        let variants = [variant(old.statuses), variant(*statuses)];
        if old.statuses != *statuses {
            let source = felt.effect(&variants);
            let words = both(words(old.statuses), words(*statuses));
            self.log.push(spot, Rule::AnswerStatusChanged, words, source);
        }
        if let (Said::Kept(before), Said::Kept(after)) = (old.doc, *doc) {
            self.log.words(spot, &[before], &[after]);
        }
        let keys = ["output".to_owned(), "pages".to_owned()].into_iter().chain(variants);
        let keys = keys.collect::<Vec<_>>();
        let said = both(described(old, self.spoken().0), described(new, self.spoken().1));
        let (before, after) = match (&old.payload, payload) {
            (None, None) => return,
            (None, Some(_)) => {
                let source = felt.effect(&keys);
                self.log.push(spot, Rule::AnswerBodyAdded, said, source);
                return;
            }
            (Some(_), None) => {
                let source = felt.effect(&keys);
                self.log.push(spot, Rule::AnswerBodyRemoved, said, source);
                return;
            }
            (Some(before), Some(after)) => (before, after),
        };
        let optional = |seen: &Seen<'_>| matches!(seen, Seen::Optional(_));
        if optional(before) != optional(after) {
            let rule =
                if optional(after) { Rule::AnswerMadeOptional } else { Rule::AnswerMadeCertain };
            let source = felt.effect(&keys);
            self.log.push(spot, rule, said.clone(), source);
        }
        if kind(before) == kind(after) {
            if framing(before) != framing(after) {
                let words = (framing(before), framing(after));
                self.log.push(spot, Rule::AnswerFramingChanged, words, Effect::None);
            }
            if let (Some(old), Some(new)) = (ty(before), ty(after)) {
                self.value(spot, old, new, felt, &keys);
            }
        } else {
            let source = felt.effect(&keys);
            let told = |words: Option<String>, seen: &Seen<'_>| {
                format!("{} ({})", words.unwrap_or_default(), kind(seen))
            };
            let words = both(told(said.0, before), told(said.1, after));
            self.log.push(spot, Rule::AnswerKindChanged, words, source);
        }
    }

    fn failures(&mut self, old: &[ErrorCase], new: &[ErrorCase], spot: &Spot, felt: &mut Felt) {
        for case in new {
            let ErrorCase { statuses, ty, doc } = case;
            let spot = spot.inside(&format!(" {}", words(*statuses)));
            let described = ty.as_ref().map(|ty| self.spoken().1.ty(ty));
            let Some(before) = old.iter().find(|other| other.statuses == *statuses) else {
                let source = if ty.is_some() { Effect::Minor } else { Effect::None };
                self.log.push(&spot, Rule::ErrorStatusAdded, (None, described), source);
                continue;
            };
            let ErrorCase { statuses: _, ty: old_ty, doc: old_doc } = before;
            match (old_ty, ty) {
                (None, None) => {}
                (None, Some(_)) => {
                    self.log.push(&spot, Rule::ErrorBodyAdded, (None, described), Effect::Minor);
                }
                (Some(old), None) => {
                    let words = (Some(self.spoken().0.ty(old)), None);
                    self.log.push(&spot, Rule::ErrorBodyRemoved, words, Effect::None);
                }
                (Some(old), Some(new)) => self.value(&spot, old, new, felt, &[]),
            }
            self.log.words(&spot, &[old_doc.as_deref()], &[doc.as_deref()]);
        }
        for case in old.iter().filter(|case| !new.iter().any(|one| one.statuses == case.statuses)) {
            let spot = spot.inside(&format!(" {}", words(case.statuses)));
            let described = case.ty.as_ref().map(|ty| self.spoken().0.ty(ty));
            self.log.push(&spot, Rule::ErrorStatusRemoved, (described, None), Effect::None);
        }
    }

    fn headers(
        &mut self,
        old: Option<&Type>,
        new: Option<&Type>,
        spot: &Spot,
        felt: &mut Felt,
        key: &str,
    ) {
        match (old, new) {
            (None, None) => {}
            (Some(old), Some(new)) => self.value(spot, old, new, felt, &[key.to_owned()]),
            (None, Some(_)) => {
                let source = felt.effect(&[key]);
                self.log.push(spot, Rule::HeadersDescribed, (None, None), source);
            }
            (Some(_), None) => {
                let source = felt.effect(&[key]);
                self.log.push(spot, Rule::HeadersUndescribed, (None, None), source);
            }
        }
    }

    fn pages(&mut self, old: Option<&Pages>, new: Option<&Pages>, spot: &Spot, felt: &mut Felt) {
        let rule = match (old, new) {
            (None, Some(_)) => Rule::PagesRecognised,
            (Some(_), None) => Rule::PagesLost,
            (Some(old), Some(new)) if old != new => Rule::PagesChanged,
            (_, _) => return,
        };
        let source = felt.effect(&["pages"]);
        let words = (old.map(turned), new.map(turned));
        self.log.push(spot, rule, words, source);
    }
}

fn answers(operation: &Operation) -> Vec<Answer<'_>> {
    let usual = Statuses::One(operation.status);
    let one = |payload| vec![Answer { statuses: usual, payload, doc: Said::NotKept }];
    match &operation.output {
        Output::Empty => one(None),
        Output::One(payload) => one(Some(Seen::Payload(payload))),
        Output::Optional(ty) => one(Some(Seen::Optional(ty))),
        Output::ByStatus(replies) => {
            let answers = replies.iter().map(|Reply { statuses, payload, doc }| Answer {
                statuses: *statuses,
                payload: payload.as_ref().map(Seen::Payload),
                doc: Said::Kept(doc.as_deref()),
            });
            answers.collect()
        }
    }
}

fn described(answer: &Answer<'_>, spoken: &Surface<'_>) -> String {
    match answer.payload {
        None => "nothing".to_owned(),
        Some(Seen::Optional(ty)) => format!("Option<{}>", spoken.ty(ty)),
        Some(Seen::Payload(payload)) => match payload.ty() {
            Some(ty) => spoken.ty(ty),
            None => payload_words(payload).to_owned(),
        },
    }
}

fn ty<'a>(seen: &Seen<'a>) -> Option<&'a Type> {
    match seen {
        Seen::Optional(ty) => Some(ty),
        Seen::Payload(payload) => payload.ty(),
    }
}

fn kind(seen: &Seen<'_>) -> &'static str {
    match seen {
        Seen::Optional(_) => "JSON",
        Seen::Payload(payload) => payload_words(payload),
    }
}

fn framing(seen: &Seen<'_>) -> Option<String> {
    match seen {
        Seen::Payload(Payload::Items { ty: _, framing, item }) => {
            Some(format!("{framing:?}, {item:?}"))
        }
        Seen::Optional(_) | Seen::Payload(Payload::Json(_) | Payload::Text | Payload::Bytes) => {
            None
        }
    }
}

fn variant(statuses: Statuses) -> String {
    format!("output {}", output_variant(statuses))
}

/// Statuses in words.
fn words(statuses: Statuses) -> String {
    match statuses {
        Statuses::One(code) => code.to_string(),
        Statuses::Hundred(hundred) => format!("{hundred}xx"),
        Statuses::Rest => "any other status".to_owned(),
    }
}

/// How pages are turned, in words.
fn turned(pages: &Pages) -> String {
    let Pages { next, items, more } = pages;
    let next = match next {
        Next::Cursor(from, at) => format!("{} goes to {}", from.join("."), place_words(at)),
        Next::Url(from) => format!("{} is the next page", from.join(".")),
        Next::Link => "the header `Link`".to_owned(),
        Next::Page(at, first) => format!("pages are counted by {} from {first}", place_words(at)),
        Next::Offset(at) => format!("items are counted by {}", place_words(at)),
    };
    let items = if items.is_empty() { "the answer".to_owned() } else { items.join(".") };
    let more = if more.is_empty() { String::new() } else { format!(" while {}", more.join(".")) };
    format!("{next}{more}; items are {items}")
}
