//! Where the service runs: servers, the parts of their URLs, and which one is meant.
//!
//! In: both versions. Out: their changes.

use std::collections::BTreeSet;

use super::comparer::Comparer;
use super::felt::Felt;
use super::log::{Spot, both};
use super::matching::{At, Matched, matched};
use super::side::Side;
use super::{Area, Effect, Rule};
use crate::api::{Server, Variable};

impl Comparer<'_> {
    /// Compares the servers.
    pub fn servers(&mut self, felt: &mut Felt) {
        let (was, is) = (&self.old.api().servers, &self.new.api().servers);
        let idents = (&self.old.names().servers, &self.new.names().servers);
        let Matched { pairs, gone, added } =
            matched(was, is, &[Same::Url, Same::Name], |step, one, other| match step {
                Same::Url => one.1.url == other.1.url,
                Same::Name => idents.0.get(one.0) == idents.1.get(other.0),
            });
        for (old, new) in pairs {
            self.server(old, new, felt);
        }
        for new in added {
            let spot = self.server_spot(None, Some(new));
            let source = felt.effect(&self.server_keys(None, Some(new)));
            self.log.push(&spot, Rule::ServerAdded, (None, Some(new.1.url.clone())), source);
        }
        for old in gone {
            let spot = self.server_spot(Some(old), None);
            let source = felt.effect(&self.server_keys(Some(old), None));
            self.log.push(&spot, Rule::ServerRemoved, (Some(old.1.url.clone()), None), source);
        }
        let (before, after) = (self.was.default_environment(), self.is.default_environment());
        if before != after {
            let words = |ident: Option<String>| {
                ident.unwrap_or_else(|| "none: one has to be chosen".to_owned())
            };
            let spot = Spot::new(Area::Servers, "servers").rust("Environment");
            let source = felt.effect(&["environment's default"]);
            let words = both(words(before), words(after));
            self.log.push(&spot, Rule::DefaultServerChanged, words, source);
        }
    }

    fn server_keys(&self, old: Option<At<'_, Server>>, new: Option<At<'_, Server>>) -> Vec<String> {
        let before = old.and_then(|(index, _)| self.old.names().servers.get(index));
        let after = new.and_then(|(index, _)| self.new.names().servers.get(index));
        before.into_iter().chain(after).map(|ident| format!("environment {ident}")).collect()
    }

    fn server_spot(&self, old: Option<At<'_, Server>>, new: Option<At<'_, Server>>) -> Spot {
        let before = old.and_then(|(index, _)| self.old.names().servers.get(index));
        let after = new.and_then(|(index, _)| self.new.names().servers.get(index));
        let ident = after.or(before).map(ToString::to_string).unwrap_or_default();
        let spot = Spot::new(Area::Servers, format!("servers.{ident}"));
        let spot = spot.rust(format!("Environment::{ident}")).at(
            old.map(|(_, server)| self.old.place(&server.pointer)),
            new.map(|(_, server)| self.new.place(&server.pointer)),
        );
        spot.in_file("src/client.rs")
    }

    fn server(
        &mut self,
        (before, old): At<'_, Server>,
        (after, new): At<'_, Server>,
        felt: &mut Felt,
    ) {
        let Server { pointer: _, url, name: _, doc, variables } = new;
        let (one, other) = (Some((before, old)), Some((after, new)));
        let spot = self.server_spot(one, other);
        let idents = (self.old.names().servers.get(before), self.new.names().servers.get(after));
        if idents.0 != idents.1 {
            let words = (idents.0.map(ToString::to_string), idents.1.map(ToString::to_string));
            let source = felt.effect(&self.server_keys(one, other));
            self.log.push(&spot, Rule::ServerRenamed, words, source);
        }
        if old.url != *url {
            self.log.push(&spot, Rule::ServerUrlChanged, both(&old.url, url), Effect::None);
        }
        self.variables(&old.variables, variables, &spot, felt);
        self.log.words(&spot, &[old.doc.as_deref()], &[doc.as_deref()]);
    }

    /// The parts of a URL, of which each is a method of the builder.
    fn variables(&mut self, was: &[Variable], is: &[Variable], spot: &Spot, felt: &mut Felt) {
        let Matched { pairs, gone, added } =
            matched(was, is, &[()], |(), (_, one), (_, other)| one.name == other.name);
        for ((_, old), (_, new)) in pairs {
            self.variable(old, new, spot, felt);
        }
        for (_, variable) in added {
            let method = method(self.new, variable);
            let spot = self.variable_spot(spot, None, Some(variable));
            let source = felt.effect(&[format!("variable {method}")]);
            self.log.push(&spot, Rule::VariableAdded, (None, Some(choice(variable))), source);
        }
        for (_, variable) in gone {
            let method = method(self.old, variable);
            let spot = self.variable_spot(spot, Some(variable), None);
            let source = felt.effect(&[format!("variable {method}")]);
            let words = (variable.default.clone(), None);
            self.log.push(&spot, Rule::VariableRemoved, words, source);
        }
    }

    fn variable_spot(&self, spot: &Spot, old: Option<&Variable>, new: Option<&Variable>) -> Spot {
        let name = new.or(old).map(|variable| variable.name.as_str()).unwrap_or_default();
        let after = new.map(|variable| method(self.new, variable));
        let method = after.or(old.map(|variable| method(self.old, variable)));
        spot.inside(&format!(".{name}"))
            .rust(format!("ClientBuilder::{}", method.unwrap_or_default()))
            .at(
                old.map(|variable| self.old.place(&variable.pointer)),
                new.map(|variable| self.new.place(&variable.pointer)),
            )
    }

    fn variable(&mut self, old: &Variable, new: &Variable, spot: &Spot, felt: &mut Felt) {
        let Variable { pointer: _, name: _, default, allowed, doc } = new;
        let spot = self.variable_spot(spot, Some(old), Some(new));
        let (before, after) = (method(self.old, old), method(self.new, new));
        if before != after {
            let keys = [format!("variable {before}"), format!("variable {after}")];
            let source = felt.effect(&keys);
            self.log.push(&spot, Rule::RustRenamed, both(before, after), source);
        }
        let sorted = |allowed: &[String]| allowed.iter().cloned().collect::<BTreeSet<_>>();
        if old.default != *default || sorted(&old.allowed) != sorted(allowed) {
            let words = both(choice(old), choice(new));
            self.log.push(&spot, Rule::VariableChanged, words, Effect::None);
        }
        self.log.words(&spot, &[old.doc.as_deref()], &[doc.as_deref()]);
    }
}

/// What says that two servers are the same.
#[derive(Clone, Copy)]
enum Same {
    Url,
    Name,
}

/// The method by which a part of a URL is chosen.
fn method(side: &Side<'_>, variable: &Variable) -> String {
    side.names().variables.get(&variable.name).map(ToString::to_string).unwrap_or_default()
}

/// What a part of a URL can be.
fn choice(variable: &Variable) -> String {
    let default = variable.default.as_deref().unwrap_or("to be chosen");
    let of = match variable.allowed.as_slice() {
        [] => String::new(),
        allowed => format!(", of {}", allowed.join(", ")),
    };
    format!("{default}{of}")
}
