//! Names of what makes calls: groups, their methods, and the parameters of those.
//!
//! In: operations and the words for them. Out: [`GroupNames`] and [`OperationNames`]. Methods
//! that fold to the same name are told apart by their paths, else by their HTTP methods.

use std::collections::BTreeSet;

use super::ident::{self, Ident, Role};
use super::operation::{OperationWords, operation_words, path_words};
use super::scope::{Scope, Wish};
use super::{GroupNames, Namer, OperationNames, unraw, words};
use crate::api::{Location, Operation, Parameter};

impl Namer<'_> {
    /// The words for each operation; those for its inline types are its own.
    pub(super) fn operation_words(&mut self) -> Vec<OperationWords> {
        let api = self.api;
        let words =
            api.operations.iter().map(|operation| operation_words(operation, self.settings));
        let mut words = words.collect::<Vec<_>>();
        let wishes = api.operations.iter().zip(&words).map(|(operation, words)| {
            // A name that the settings give to the operation is not one for its types.
            Wish { role: Role::Marker, ..operation_wish(operation, words, &words.whole) }
        });
        let mut scope = Scope::quiet("the operations");
        let claimed = self.claim(&mut scope, &wishes.collect::<Vec<_>>());
        for (words, claimed) in words.iter_mut().zip(claimed) {
            if claimed != ident::ident(&words.whole, Role::Marker) {
                words.whole = claimed.to_string();
            }
        }
        words
    }

    /// Names the groups, in the order of their first operation.
    pub(super) fn groups(&mut self, words: &[OperationWords]) -> Vec<GroupNames> {
        let api = self.api;
        let mut groups: Vec<(&OperationWords, Vec<usize>)> = Vec::new();
        for (index, words) in words.iter().enumerate() {
            match groups.iter_mut().find(|(group, _)| group.group == words.group) {
                Some((_, operations)) => operations.push(index),
                None => groups.push((words, vec![index])),
            }
        }
        let mut claimed = |mut scope: Scope, what: &'static str, role: Role| {
            let wishes = groups.iter().filter_map(|(words, operations)| {
                // A group has no place of its own: the settings name it at its operations.
                let operation = api.operations.get(*operations.first()?)?;
                let wish = Wish::new(what, &operation.pointer, &words.group, role);
                let own = self.settings.operation(&operation.method, &operation.path);
                let chosen = own.is_some_and(|own| own.group.is_some());
                Some(Wish { chosen, ..wish })
            });
            let wishes = wishes.collect::<Vec<_>>();
            self.claim(&mut scope, &wishes)
        };
        let modules = claimed(Scope::new("the modules of the crate"), "group", Role::Module);
        let what = "accessor of the group";
        let accessors = claimed(Scope::new("the methods of the client"), what, Role::ClientMethod);
        let mocks = Scope::quiet("the methods of mocks");
        let mocks = claimed(mocks, "mocks of the group", Role::MockMethod);
        let names = groups.into_iter().zip(modules).zip(accessors.into_iter().zip(mocks));
        let names = names.map(|(((words, operations), module), (accessor, mocks))| GroupNames {
            words: words.group.clone(),
            feature: ident::feature(unraw(&module)),
            module,
            ident: ident::ident(&words.group, Role::Group),
            accessor,
            mocks,
            operations,
        });
        names.collect()
    }

    /// Names the operations, group by group.
    pub(super) fn operations(
        &mut self,
        words: &[OperationWords],
        groups: &[GroupNames],
    ) -> Vec<OperationNames> {
        let api = self.api;
        let mut names = vec![None; api.operations.len()];
        for (group, own) in groups.iter().enumerate() {
            let own_operations = own.operations.iter().map(|&index| {
                let (operation, words) = (&api.operations[index], &words[index]);
                (index, operation, words)
            });
            let operations = own_operations.collect::<Vec<_>>();
            let wishes = operations.iter().map(|(_, operation, words)| {
                let wish = operation_wish(operation, words, &words.method);
                let own = self.settings.operation(&operation.method, &operation.path);
                Wish { chosen: own.is_some_and(|own| own.method.is_some()), ..wish }
            });
            let wishes = wishes.collect::<Vec<_>>();
            let mut scope = Scope::new(format!("the group `{}`", own.words));
            let methods = self.claim(&mut scope, &wishes);
            let markers = self.markers(&wishes, &methods, &own.ident);
            let types = answer_types(&markers, &own.ident);
            let idents = methods.into_iter().zip(markers).zip(types);
            for ((index, operation, _), ((method, marker), [output, headers, error_headers])) in
                operations.into_iter().zip(idents)
            {
                let parameters = self.parameters(operation, &method);
                let own = OperationNames {
                    group,
                    method,
                    marker,
                    output,
                    headers,
                    error_headers,
                    parameters,
                    examples: Vec::new(),
                };
                names[index] = Some(own);
            }
        }
        // Each operation stands in one of the groups.
        names.into_iter().flatten().collect()
    }

    fn markers(&mut self, wishes: &[Wish<'_>], methods: &[Ident], group: &Ident) -> Vec<Ident> {
        let texts = methods.iter().map(unraw).collect::<Vec<_>>();
        let wishes = wishes.iter().zip(&texts).map(|(wish, text)| Wish {
            text,
            role: Role::Marker,
            chosen: false,
            ..wish.clone()
        });
        let mut scope = Scope::quiet("the types of the group");
        scope.reserve(&group.to_string());
        self.claim(&mut scope, &wishes.collect::<Vec<_>>())
    }

    fn parameters(&mut self, operation: &Operation, method: &Ident) -> Vec<Ident> {
        let mut scope = Scope::new(format!("the parameters of `{method}`"));
        if operation.body.is_some() {
            scope.reserve("body");
        }
        if operation.pages.is_some() {
            scope.reserve("pages");
            scope.reserve("items");
        }
        let wishes = operation.parameters.iter().map(|parameter| {
            let role = if parameter.required { Role::Argument } else { Role::CallSetter };
            let wish = Wish::new("parameter", &parameter.pointer, &parameter.wire, role);
            let place = place(parameter);
            wish.with_facet(place, format!("{} {place}", parameter.wire))
        });
        self.claim(&mut scope, &wishes.collect::<Vec<_>>())
    }
}

/// A wish for the name of an operation.
fn operation_wish<'a>(operation: &'a Operation, own: &OperationWords, text: &'a str) -> Wish<'a> {
    let path = path_words(&operation.path, &[text, &own.group]);
    let method = operation.method.to_lowercase();
    let said = |text: String| if path.is_empty() { String::new() } else { text };
    let route = format!("{method} {}", operation.path);
    // What tells the paths apart may be a version or no more than a slash.
    let spelled = words::spelled(&operation.path);
    Wish::new("operation", &operation.pointer, text, Role::Method)
        .with_facet(&operation.path, said(format!("{text} {path}")))
        .with_facet(&method, format!("{text} {method}"))
        .with_facet(&route, said(format!("{text} {path} {method}")))
        .with_facet(&operation.path, format!("{text} {}", operation.path))
        .with_facet(&route, format!("{text} {method} {spelled}"))
}

/// Types of answers and of their headers: none is called like the type of another operation.
fn answer_types(markers: &[Ident], group: &Ident) -> Vec<[Ident; 3]> {
    let taken = markers.iter().chain([group]).map(Ident::to_string).collect::<BTreeSet<_>>();
    let mut headers = taken.clone();
    let named = |marker: &Ident, word: &str, taken: &BTreeSet<String>| {
        let mut name = format!("{marker}{word}");
        while taken.contains(&name) {
            name = ident::tailed(&name, Role::Output);
        }
        ident::ident(&name, Role::Output)
    };
    let types = markers.iter().map(|marker| {
        let own = named(marker, "Headers", &taken);
        headers.insert(own.to_string());
        (named(marker, "Output", &taken), own)
    });
    let types = types.collect::<Vec<_>>();
    let types = markers
        .iter()
        .zip(types)
        .map(|(marker, (output, own))| [output, own, named(marker, "ErrorHeaders", &headers)]);
    types.collect()
}

fn place(parameter: &Parameter) -> &'static str {
    match parameter.location {
        Location::Path => "path",
        Location::Query => "query",
        Location::QueryString => "query string",
        Location::Header => "header",
        Location::Cookie => "cookie",
    }
}
