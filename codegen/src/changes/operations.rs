//! Operations: which is which, those that are new, those that are gone, and what became of the
//! others.
//!
//! In: both versions. Out: pairs of operations, and changes of them. What they take and answer is
//! compared in `requests` and `answers`.

use super::auth::{Needed, security};
use super::comparer::Comparer;
use super::felt::Felt;
use super::log::Spot;
use super::side::{Side, label};
use super::{Area, Effect, Rule};
use crate::api::{NameHints, Operation, Place, Sample};
use crate::names::GroupNames;

/// The operations of both versions that are the same, by their positions.
pub fn same_operations(old: &Side<'_>, new: &Side<'_>) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let mut left = (0..old.api().operations.len()).collect::<Vec<_>>();
    let mut right = (0..new.api().operations.len()).collect::<Vec<_>>();
    for step in [Step::Kind, Step::Suffix, Step::Alone, Step::Id, Step::Call] {
        left.retain(|&index| {
            let found = right.iter().position(|&other| step.fits((old, index), (new, other)));
            let Some(found) = found else { return true };
            pairs.push((index, right.remove(found)));
            false
        });
    }
    pairs.sort_by_key(|(_, new)| *new);
    pairs
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
    fn fits(self, old: (&Side<'_>, usize), new: (&Side<'_>, usize)) -> bool {
        let (Some(one), Some(other)) =
            (old.0.api().operations.get(old.1), new.0.api().operations.get(new.1))
        else {
            return false;
        };
        let place = one.method == other.method && shape(&one.path) == shape(&other.path);
        match self {
            Self::Kind => {
                let kind = |operation: &Operation| {
                    let content = operation.body.as_ref();
                    (
                        content.map(|body| std::mem::discriminant(&body.content)),
                        operation.accept.clone(),
                    )
                };
                place && kind(one) == kind(other)
            }
            Self::Suffix => place && one.names.suffix == other.names.suffix,
            Self::Alone => place,
            Self::Id => {
                let id = |operation: &Operation| operation.names.id.clone();
                id(one).is_some() && id(one) == id(other)
            }
            Self::Call => {
                let kind = one.body.is_some() == other.body.is_some();
                let call = old.0.call(old.1);
                kind && call.is_some() && call == new.0.call(new.1) && one.method == other.method
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
    pub fn operations(&mut self, pairs: &[(usize, usize)]) {
        let (was, is) = (&self.old.api().operations, &self.new.api().operations);
        for index in 0..is.len() {
            if !pairs.iter().any(|(_, new)| *new == index) {
                let spot = self.operation_spot(None, Some(index));
                self.log.push(
                    &spot,
                    Rule::OperationAdded,
                    (None, spot.rust.clone()),
                    Effect::Minor,
                );
            }
        }
        for index in 0..was.len() {
            if !pairs.iter().any(|(old, _)| *old == index) {
                let spot = self.operation_spot(Some(index), None);
                let words = (spot.rust.clone(), None);
                self.log.push(&spot, Rule::OperationRemoved, words, Effect::Major);
            }
        }
        let mut needed = Needed::default();
        for (old, new) in pairs {
            self.operation(*old, *new, &mut needed);
        }
        self.needed(needed);
        self.operation_order(pairs);
    }

    fn operation(&mut self, old_index: usize, new_index: usize, needed: &mut Needed) {
        let (was, is) = (&self.old.api().operations, &self.new.api().operations);
        let (Some(old), Some(new)) = (was.get(old_index), is.get(new_index)) else { return };
        let Operation {
            pointer: _,
            method: old_method,
            path: old_path,
            names: old_names,
            summary: old_summary,
            doc: old_doc,
            deprecated: old_deprecated,
            parameters: old_parameters,
            body: old_body,
            accept: old_accept,
            output: _,
            status: _,
            samples: old_samples,
            errors: _,
            headers: _,
            error_headers: _,
            security: old_security,
            server: old_server,
            retry: old_retry,
            pages: _,
        } = old;
        let Operation {
            pointer: _,
            method,
            path,
            names,
            summary,
            doc,
            deprecated,
            parameters,
            body,
            accept,
            output: _,
            status: _,
            samples,
            errors: _,
            headers: _,
            error_headers: _,
            security: new_security,
            server,
            retry,
            pages: _,
        } = new;
        let spot = self.operation_spot(Some(old_index), Some(new_index));
        let mut felt = Felt::new(self.was.of_operation(old_index), self.is.of_operation(new_index));
        let moved = old_method != method || shape(old_path) != shape(path);
        if moved {
            let words = (Some(label(old)), Some(label(new)));
            self.log.push(&spot, Rule::OperationMoved, words, Effect::None);
        } else if old_retry != retry {
            let words =
                |retry: bool| Some(if retry { "repeated" } else { "not repeated" }.to_owned());
            let words = (words(*old_retry), words(*retry));
            self.log.push(&spot, Rule::RetryChanged, words, Effect::None);
        }
        self.call((old_index, old_names), (new_index, names), &spot, &mut felt);
        self.deprecation(&spot, *old_deprecated, *deprecated, &mut felt, "deprecated");
        security((self.old, old_security), (self.new, new_security), &spot, needed);
        if old_server != server {
            let words = |server: &Option<String>| {
                Some(server.clone().unwrap_or_else(|| "that of the client".to_owned()))
            };
            let words = (words(old_server), words(server));
            self.log.push(&spot, Rule::OperationServerChanged, words, Effect::None);
        }
        let names = (
            self.old.names().operations.get(old_index).map(|names| names.parameters.as_slice()),
            self.new.names().operations.get(new_index).map(|names| names.parameters.as_slice()),
        );
        let old_parameters = (old_parameters.as_slice(), names.0.unwrap_or_default());
        let parameters = (parameters.as_slice(), names.1.unwrap_or_default());
        self.parameters(old_parameters, parameters, (old_path, path), &spot, &mut felt);
        self.bodies(old_body.as_ref(), body.as_ref(), &spot, &mut felt);
        if old_accept != accept {
            let words = |accept: &Option<String>| {
                Some(accept.clone().unwrap_or_else(|| "application/json".to_owned()))
            };
            let words = (words(old_accept), words(accept));
            self.log.push(&spot, Rule::AnswerMediaChanged, words, Effect::None);
        }
        self.answers(old, new, &spot, &mut felt);
        let before = [old_summary.as_deref(), old_doc.as_deref()];
        self.log.words(&spot, &before, &[summary.as_deref(), doc.as_deref()]);
        let texts = |samples: &[Sample]| {
            let texts = samples
                .iter()
                .map(|Sample { pointer: _, status, text }| format!("{status}: {text}"));
            texts.collect::<Vec<_>>().join("\n")
        };
        let (before, after) = (texts(old_samples), texts(samples));
        self.log.words(&spot.inside(" example"), &[Some(&before)], &[Some(&after)]);
        self.rest(&spot, felt);
    }

    /// What the call is called.
    fn call(
        &mut self,
        (old, before): (usize, &NameHints),
        (new, after): (usize, &NameHints),
        spot: &Spot,
        felt: &mut Felt,
    ) {
        // The names that the document asks for are seen by those that came of them.
        let NameHints { group: _, method: _, id: was, suffix: _ } = before;
        let NameHints { group: _, method: _, id: is, suffix: _ } = after;
        if felt.has("method") {
            let source = felt.effect(&["method", "marker"]);
            let words = (self.old.call(old), self.new.call(new));
            self.log.push(spot, Rule::OperationRenamed, words, source);
            // Types that are called after the method go with it.
            let types = |side: &Side<'_>, index: usize| {
                let names = side.names().operations.get(index);
                names.map(|names| {
                    [&names.output, &names.headers, &names.error_headers].map(ToString::to_string)
                })
            };
            if types(self.old, old) != types(self.new, new) {
                let by_status = |operation: Option<&Operation>| {
                    operation.is_some_and(|operation| {
                        matches!(operation.output, crate::api::Output::ByStatus(_))
                    })
                };
                let operations = (&self.old.api().operations, &self.new.api().operations);
                if by_status(operations.0.get(old)) && by_status(operations.1.get(new)) {
                    felt.effect(&["output"]);
                }
                felt.effect(&["headers", "error headers"]);
            }
        } else if was != is {
            self.log.push(spot, Rule::OperationIdChanged, (was.clone(), is.clone()), Effect::None);
        }
    }

    /// Compares the groups of operations.
    pub fn groups(&mut self, felt: &mut Felt) {
        let (was, is) = (&self.old.names().groups, &self.new.names().groups);
        let keys = |group: &GroupNames| {
            let GroupNames {
                words: _,
                module: _,
                ident: _,
                accessor,
                mocks,
                feature,
                operations: _,
            } = group;
            [format!("group {accessor}"), format!("mocks {mocks}"), format!("feature {feature}")]
        };
        let spot = |group: &GroupNames| {
            Spot::new(Area::Operations, format!("group {}", group.words))
                .rust(format!("{}()", group.accessor))
        };
        for group in is.iter().filter(|group| !was.iter().any(|one| one.words == group.words)) {
            let source = felt.effect(&keys(group));
            self.log.push(&spot(group), Rule::GroupAdded, (None, None), source);
        }
        for group in was {
            match is.iter().find(|other| other.words == group.words) {
                None => {
                    let source = felt.effect(&keys(group));
                    self.log.push(&spot(group), Rule::GroupRemoved, (None, None), source);
                }
                Some(other) if keys(group) != keys(other) => {
                    let all = [keys(group), keys(other)].concat();
                    let source = felt.effect(&all);
                    let words =
                        (Some(group.accessor.to_string()), Some(other.accessor.to_string()));
                    self.log.push(&spot(other), Rule::RustRenamed, words, source);
                }
                Some(_) => {}
            }
        }
        if was.len() != is.len() {
            // Features are there as soon as there is a second group.
            felt.effect_of("feature ");
        }
        let (old, new) = (&self.old.api().topics, &self.new.api().topics);
        for topic in new {
            let before = old.iter().find(|other| other.name == topic.name);
            let spot = Spot::new(Area::Operations, format!("group {}", topic.name));
            let before = before.map(|topic| topic.doc.as_str());
            self.log.words(&spot, &[before], &[Some(&topic.doc)]);
        }
        for topic in old.iter().filter(|topic| !new.iter().any(|other| other.name == topic.name)) {
            let spot = Spot::new(Area::Operations, format!("group {}", topic.name));
            self.log.words(&spot, &[Some(&topic.doc)], &[None]);
        }
    }
}

/// Where a call says which page it wants, in words.
pub fn place_words(place: &Place) -> String {
    match place {
        Place::Query(name) => format!("?{name}"),
        Place::Body(name) => format!("body.{name}"),
    }
}
