//! Where the service runs: servers, the parts of their URLs, and which one is meant.
//!
//! In: both versions. Out: their changes.

use super::comparer::Comparer;
use super::felt::Felt;
use super::log::Spot;
use super::{Area, Effect, Rule};
use crate::api::{Server, Variable};

impl Comparer<'_> {
    /// Compares the servers.
    pub fn servers(&mut self, felt: &mut Felt) {
        let (was, is) = (&self.old.api().servers, &self.new.api().servers);
        let idents = (&self.old.names().servers, &self.new.names().servers);
        let mut left = (0..was.len()).collect::<Vec<_>>();
        let mut right = (0..is.len()).collect::<Vec<_>>();
        let mut pairs = Vec::new();
        for step in 0..2 {
            left.retain(|&index| {
                let found = right.iter().position(|&other| match step {
                    0 => was.get(index).map(|one| &one.url) == is.get(other).map(|one| &one.url),
                    _ => idents.0.get(index) == idents.1.get(other),
                });
                let Some(found) = found else { return true };
                pairs.push((index, right.remove(found)));
                false
            });
        }
        pairs.sort_by_key(|(_, new)| *new);
        for (before, after) in pairs {
            self.server(before, after, felt);
        }
        for index in right {
            let spot = self.server_spot(None, Some(index));
            let url = is.get(index).map(|server| server.url.clone());
            let source = felt.effect(&self.server_keys(None, Some(index)));
            self.log.push(&spot, Rule::ServerAdded, (None, url), source);
        }
        for index in left {
            let spot = self.server_spot(Some(index), None);
            let url = was.get(index).map(|server| server.url.clone());
            let source = felt.effect(&self.server_keys(Some(index), None));
            self.log.push(&spot, Rule::ServerRemoved, (url, None), source);
        }
        let (before, after) = (self.was.default_environment(), self.is.default_environment());
        if before != after {
            let words = |ident: Option<String>| {
                Some(ident.unwrap_or_else(|| "none: one has to be chosen".to_owned()))
            };
            let spot = Spot::new(Area::Servers, "servers").rust("Environment");
            let source = felt.effect(&["environment's default"]);
            let words = (words(before), words(after));
            self.log.push(&spot, Rule::DefaultServerChanged, words, source);
        }
    }

    fn server_keys(&self, old: Option<usize>, new: Option<usize>) -> Vec<String> {
        let before = old.and_then(|index| self.old.names().servers.get(index));
        let after = new.and_then(|index| self.new.names().servers.get(index));
        before.into_iter().chain(after).map(|ident| format!("environment {ident}")).collect()
    }

    fn server_spot(&self, old: Option<usize>, new: Option<usize>) -> Spot {
        let before = old.and_then(|index| self.old.names().servers.get(index));
        let after = new.and_then(|index| self.new.names().servers.get(index));
        let ident = after.or(before).map(ToString::to_string).unwrap_or_default();
        let one = old.and_then(|index| self.old.api().servers.get(index));
        let other = new.and_then(|index| self.new.api().servers.get(index));
        let file = || Some("src/client.rs".to_owned());
        Spot {
            old_file: one.and_then(|_| file()),
            new_file: other.and_then(|_| file()),
            ..Spot::new(Area::Servers, format!("servers.{ident}"))
        }
        .rust(format!("Environment::{ident}"))
        .at(
            one.map(|server| self.old.place(&server.pointer)),
            other.map(|server| self.new.place(&server.pointer)),
        )
    }

    fn server(&mut self, before: usize, after: usize, felt: &mut Felt) {
        let (was, is) = (&self.old.api().servers, &self.new.api().servers);
        let (Some(old), Some(new)) = (was.get(before), is.get(after)) else { return };
        let Server { pointer: _, url: old_url, name: _, doc: old_doc, variables: was } = old;
        let Server { pointer: _, url, name: _, doc, variables: is } = new;
        let spot = self.server_spot(Some(before), Some(after));
        let idents = (self.old.names().servers.get(before), self.new.names().servers.get(after));
        if idents.0 != idents.1 {
            let words = (idents.0.map(ToString::to_string), idents.1.map(ToString::to_string));
            let source = felt.effect(&self.server_keys(Some(before), Some(after)));
            self.log.push(&spot, Rule::ServerRenamed, words, source);
        }
        if old_url != url {
            let words = (Some(old_url.clone()), Some(url.clone()));
            self.log.push(&spot, Rule::ServerUrlChanged, words, Effect::None);
        }
        self.variables(was, is, &spot, felt);
        self.log.words(&spot, &[old_doc.as_deref()], &[doc.as_deref()]);
    }

    fn variables(&mut self, was: &[Variable], is: &[Variable], spot: &Spot, felt: &mut Felt) {
        let methods = (&self.old.names().variables, &self.new.names().variables);
        for variable in is {
            let Variable { pointer, name, default, allowed, doc } = variable;
            let spot = spot.inside(&format!(".{name}"));
            let method = methods.1.get(name).map(ToString::to_string).unwrap_or_default();
            let place = Some(self.new.place(pointer));
            let words = |default: &Option<String>, allowed: &[String]| {
                let default = default.as_deref().unwrap_or("to be chosen");
                let of = if allowed.is_empty() {
                    String::new()
                } else {
                    format!(", of {}", allowed.join(", "))
                };
                Some(format!("{default}{of}"))
            };
            let Some(other) = was.iter().find(|other| other.name == *name) else {
                let spot = spot.at(None, place).rust(format!("ClientBuilder::{method}"));
                let source = felt.effect(&[format!("variable {method}")]);
                let words = (None, words(default, allowed));
                self.log.push(&spot, Rule::VariableAdded, words, source);
                continue;
            };
            let before = methods.0.get(name).map(ToString::to_string).unwrap_or_default();
            let spot = spot.at(Some(self.old.place(&other.pointer)), place);
            let spot = spot.rust(format!("ClientBuilder::{method}"));
            if before != method {
                let keys = [format!("variable {before}"), format!("variable {method}")];
                let source = felt.effect(&keys);
                let words = (Some(before), Some(method));
                self.log.push(&spot, Rule::RustRenamed, words, source);
            }
            let Variable { pointer: _, name: _, default: was, allowed: of, doc: old_doc } = other;
            let sorted = |allowed: &[String]| {
                let mut allowed = allowed.to_vec();
                allowed.sort();
                allowed
            };
            if was != default || sorted(of) != sorted(allowed) {
                let words = (words(was, of), words(default, allowed));
                self.log.push(&spot, Rule::VariableChanged, words, Effect::None);
            }
            self.log.words(&spot, &[old_doc.as_deref()], &[doc.as_deref()]);
        }
        for variable in was.iter().filter(|one| !is.iter().any(|other| other.name == one.name)) {
            let method = methods.0.get(&variable.name).map(ToString::to_string).unwrap_or_default();
            let spot = spot.inside(&format!(".{}", variable.name));
            let spot = spot.at(Some(self.old.place(&variable.pointer)), None);
            let spot = spot.rust(format!("ClientBuilder::{method}"));
            let source = felt.effect(&[format!("variable {method}")]);
            let words = (variable.default.clone(), None);
            self.log.push(&spot, Rule::VariableRemoved, words, source);
        }
    }
}
