//! Operations: which is which, those that are new, those that are gone, and what became of the
//! others.
//!
//! In: both versions. Out: pairs of operations, and changes of them. What they take and answer is
//! compared in `requests` and `answers`.

use super::auth::Needed;
use super::comparer::Comparer;
use super::felt::Felt;
use super::log::{Spot, both};
use super::matching::{At, Matched, matched};
use super::side::{Side, label};
use super::{Effect, Rule};
use crate::api::{NameHints, Operation, Output, Place, Sample};

/// The operations of both versions that are the same.
pub fn same_operations<'a>(old: &Side<'a>, new: &Side<'a>) -> Matched<'a, Operation> {
    let steps = [Step::Kind, Step::Suffix, Step::Alone, Step::Id, Step::Call];
    matched(&old.api().operations, &new.api().operations, &steps, |step, one, other| {
        step.fits((old, one), (new, other))
    })
}

/// What says that two operations are the same, the surest first.
#[derive(Clone, Copy)]
enum Step {
    /// They stand at the same place, and take and answer the same kinds of data.
    Kind,
    /// They stand at the same place, and are told from others there by the same word.
    Suffix,
    /// They stand at the same place.
    Alone,
    /// They have the same id.
    Id,
    /// They have the same name in Rust and take the same kind of data.
    Call,
}

impl Step {
    fn fits(
        self,
        (old, (before, one)): (&Side<'_>, At<'_, Operation>),
        (new, (after, other)): (&Side<'_>, At<'_, Operation>),
    ) -> bool {
        let place = || one.method == other.method && shape(&one.path) == shape(&other.path);
        match self {
            Self::Kind => {
                let content = |operation: &Operation| {
                    operation.body.as_ref().map(|body| std::mem::discriminant(&body.content))
                };
                content(one) == content(other) && one.accept == other.accept && place()
            }
            Self::Suffix => one.names.suffix == other.names.suffix && place(),
            Self::Alone => place(),
            Self::Id => one.names.id.is_some() && one.names.id == other.names.id,
            Self::Call => {
                let call = old.call(before);
                one.method == other.method
                    && one.body.is_some() == other.body.is_some()
                    && call.is_some()
                    && call == new.call(after)
            }
        }
    }
}

/// A path without the names of its parameters.
pub fn shape(path: &str) -> String {
    let mut shape = String::new();
    let mut inside = false;
    for character in path.chars() {
        match character {
            '{' => inside = true,
            '}' => {
                inside = false;
                shape.push_str("{}");
            }
            other if !inside => shape.push(other),
            _ => {}
        }
    }
    shape
}

impl Comparer<'_> {
    /// Compares all operations, of which these are the same.
    pub fn operations(&mut self, matched: &Matched<'_, Operation>) {
        let Matched { pairs, gone, added } = matched;
        for (index, _) in added {
            let spot = self.operation_spot(None, Some(*index));
            let words = (None, spot.rust.clone());
            self.log.push(&spot, Rule::OperationAdded, words, Effect::Minor);
        }
        for (index, _) in gone {
            let spot = self.operation_spot(Some(*index), None);
            let words = (spot.rust.clone(), None);
            self.log.push(&spot, Rule::OperationRemoved, words, Effect::Major);
        }
        let mut needed = Needed::default();
        for (old, new) in pairs {
            self.operation(*old, *new, &mut needed);
        }
        self.needed(needed);
        self.operation_order(pairs);
    }

    fn operation(
        &mut self,
        (before, old): At<'_, Operation>,
        (after, new): At<'_, Operation>,
        needed: &mut Needed,
    ) {
        let Operation {
            pointer: _,
            method: _,
            path: _,
            names: _,
            summary,
            doc,
            deprecated,
            parameters: _,
            body,
            accept: _,
            output: _,
            status: _,
            samples,
            errors: _,
            headers: _,
            error_headers: _,
            security,
            server,
            retry: _,
            pages: _,
        } = new;
        let spot = self.operation_spot(Some(before), Some(after));
        let mut felt = Felt::new(self.was.of_operation(before), self.is.of_operation(after));
        self.place(old, new, &spot);
        self.call((before, old), (after, new), &spot, &mut felt);
        self.deprecation(&spot, old.deprecated, *deprecated, &mut felt, "deprecated");
        needed.compare((self.old, &old.security), (self.new, security), &spot);
        if old.server != *server {
            let words = |server: &Option<String>| {
                server.clone().unwrap_or_else(|| "that of the client".to_owned())
            };
            let words = both(words(&old.server), words(server));
            self.log.push(&spot, Rule::OperationServerChanged, words, Effect::None);
        }
        self.parameters((before, old), (after, new), &spot, &mut felt);
        self.bodies(old.body.as_ref(), body.as_ref(), &spot, &mut felt);
        self.answers(old, new, &spot, &mut felt);
        let said = [old.summary.as_deref(), old.doc.as_deref()];
        self.log.words(&spot, &said, &[summary.as_deref(), doc.as_deref()]);
        let said = (texts(&old.samples), texts(samples));
        self.log.words(&spot.inside(" example"), &[Some(&said.0)], &[Some(&said.1)]);
        self.rest(&spot, felt);
    }

    /// Where it is called, and whether it is called again.
    fn place(&mut self, old: &Operation, new: &Operation, spot: &Spot) {
        if old.method != new.method || shape(&old.path) != shape(&new.path) {
            let words = both(label(old), label(new));
            self.log.push(spot, Rule::OperationMoved, words, Effect::None);
        } else if old.retry != new.retry {
            let words = |retry: bool| if retry { "repeated" } else { "not repeated" };
            let words = both(words(old.retry), words(new.retry));
            self.log.push(spot, Rule::RetryChanged, words, Effect::None);
        }
    }

    /// What the call is called.
    fn call(
        &mut self,
        (before, old): At<'_, Operation>,
        (after, new): At<'_, Operation>,
        spot: &Spot,
        felt: &mut Felt,
    ) {
        // The names that the document asks for are seen by those that came of them.
        let NameHints { group: _, method: _, id, suffix: _ } = &new.names;
        if !felt.has("method") && !felt.has("marker") {
            if old.names.id != *id {
                let words = (old.names.id.clone(), id.clone());
                self.log.push(spot, Rule::OperationIdChanged, words, Effect::None);
            }
            return;
        }
        let words = if felt.has("method") {
            (self.old.call(before), self.new.call(after))
        } else {
            (self.old.marker(before), self.new.marker(after))
        };
        let source = felt.effect(&["method", "marker"]);
        self.log.push(spot, Rule::OperationRenamed, words, source);
        // Types that are called after the method, and stand beside it, go with it.
        if let (Output::ByStatus(_), Output::ByStatus(_)) = (&old.output, &new.output) {
            felt.effect(&["output"]);
        }
        felt.effect(&["headers", "error headers"]);
    }
}

/// What the examples of an operation say.
pub fn texts(samples: &[Sample]) -> String {
    let texts = samples.iter();
    let texts = texts.map(|Sample { pointer: _, name, statuses, failed: _, text }| {
        format!("{} {statuses:?}: {text}", name.as_deref().unwrap_or_default())
    });
    texts.collect::<Vec<_>>().join("\n")
}

/// Where a call says which page it wants, in words.
pub fn place_words(place: &Place) -> String {
    match place {
        Place::Query(name) => format!("?{name}"),
        Place::Body(name) => format!("body.{name}"),
    }
}
