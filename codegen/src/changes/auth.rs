//! Who may call: schemes, and which of them a call needs.
//!
//! In: both versions. Out: changes of schemes; changes of what calls need, each once with all the
//! operations that it concerns.

use std::collections::{BTreeMap, BTreeSet};

use super::comparer::Comparer;
use super::felt::Felt;
use super::log::Spot;
use super::side::Side;
use super::{Area, Effect, Rule};
use crate::api::{Exchange, Prefix, Scheme, SchemeId, SchemeKind, Security, TokenSource};
use crate::names::SchemeNames;

/// What operations need that needed something else before: by what it was and is.
#[derive(Default)]
pub struct Needed {
    found: BTreeMap<(Rule, String, String), Vec<Spot>>,
}

/// Ways to be let in, each a set of schemes.
type Sets = BTreeSet<BTreeSet<String>>;

/// Compares what a call needs, and remembers what is another.
pub fn security(
    (old, was): (&Side<'_>, &Security),
    (new, is): (&Side<'_>, &Security),
    spot: &Spot,
    needed: &mut Needed,
) {
    // A scheme that is sent in another way is the same, and says so itself.
    let (before, after) = (sets(old, was, Some(new)), sets(new, is, None));
    if before == after {
        return;
    }
    // Nothing at all lets everybody in.
    let enough =
        |set: &BTreeSet<String>| after.is_empty() || after.iter().any(|new| new.is_subset(set));
    let lets_in = if before.is_empty() {
        usize::from(after.is_empty() || after.contains(&BTreeSet::new()))
    } else {
        before.iter().filter(|set| enough(set)).count()
    };
    let rule = match lets_in {
        0 => Rule::SecurityTightened,
        all if all >= before.len().max(1) => Rule::SecurityRelaxed,
        _ => Rule::SecurityNarrowed,
    };
    let key = (rule, words(old, was), words(new, is));
    needed.found.entry(key).or_default().push(spot.clone());
}

/// The sets by the names of their schemes, for which those of `other` are taken where the same is
/// sent under another name there.
fn sets(side: &Side<'_>, security: &Security, other: Option<&Side<'_>>) -> Sets {
    let name = |id: &SchemeId| {
        let scheme = side.api().schemes.get(*id)?;
        let others = other.map(|other| other.api().schemes.as_slice()).unwrap_or_default();
        let known = others.iter().any(|one| one.id == scheme.id);
        let same = others.iter().find(|one| !known && one.kind == scheme.kind);
        Some(same.unwrap_or(scheme).id.clone())
    };
    security.iter().map(|set| set.iter().filter_map(name).collect()).collect()
}

fn words(side: &Side<'_>, security: &Security) -> String {
    let name = |id: &SchemeId| side.api().schemes.get(*id).map(|scheme| scheme.id.clone());
    let sets = security.iter().map(|set| {
        let names = set.iter().filter_map(name).collect::<Vec<_>>();
        if names.is_empty() { "nothing".to_owned() } else { names.join(" and ") }
    });
    let sets = sets.collect::<Vec<_>>();
    if sets.is_empty() { "nothing".to_owned() } else { sets.join(", or ") }
}

/// What a scheme sends, in words.
fn sent(kind: &SchemeKind) -> String {
    match kind {
        SchemeKind::Basic => "HTTP basic authentication".to_owned(),
        SchemeKind::Bearer => "a bearer token".to_owned(),
        SchemeKind::Header(name) => format!("the header {name}"),
        SchemeKind::Query(name) => format!("{name} in the query"),
        SchemeKind::Cookie(name) => format!("the cookie {name}"),
        SchemeKind::Http(name) => format!("HTTP authentication `{name}`"),
        SchemeKind::Constant { header, value } => format!("the header {header}: {value}"),
    }
}

impl Comparer<'_> {
    /// Says what calls need, for all that need the same at once.
    pub fn needed(&mut self, needed: Needed) {
        let all = self.new.api().operations.len();
        for ((rule, was, is), spots) in needed.found {
            let words = (Some(was), Some(is));
            let Some(first) = spots.first() else { continue };
            let operations = spots.iter().flat_map(|spot| spot.operations.clone()).collect();
            // What holds for most is said of the service.
            let spot = if spots.len() * 2 > all && all > 1 {
                Spot { operations, ..Spot::new(Area::Auth, "security") }
            } else {
                let subject = format!("{} security", first.subject);
                Spot { area: Area::Auth, operations, subject, ..first.clone() }
            };
            self.log.push(&spot, rule, words, Effect::None);
        }
    }

    /// Compares the schemes.
    pub fn schemes(&mut self, felt: &mut Felt) {
        let (was, is) = (&self.old.api().schemes, &self.new.api().schemes);
        let mut left = (0..was.len()).collect::<Vec<_>>();
        for (index, scheme) in is.iter().enumerate() {
            let by_id = left
                .iter()
                .position(|other| was.get(*other).is_some_and(|other| other.id == scheme.id));
            let by_kind = || {
                left.iter().position(|other| {
                    was.get(*other).is_some_and(|other| {
                        other.kind == scheme.kind && !is.iter().any(|one| one.id == other.id)
                    })
                })
            };
            if let Some(found) = by_id.or_else(by_kind) {
                let before = left.remove(found);
                self.scheme(before, index, felt);
            } else {
                let source = felt.effect(&keys(self.new.names().schemes.get(index)));
                let spot = self.scheme_spot(None, Some(index));
                let words = (None, Some(sent(&scheme.kind)));
                self.log.push(&spot, Rule::SchemeAdded, words, source);
            }
        }
        for index in left {
            let Some(scheme) = was.get(index) else { continue };
            let source = felt.effect(&keys(self.old.names().schemes.get(index)));
            let spot = self.scheme_spot(Some(index), None);
            let words = (Some(sent(&scheme.kind)), None);
            self.log.push(&spot, Rule::SchemeRemoved, words, source);
        }
    }

    fn scheme_spot(&self, old: Option<usize>, new: Option<usize>) -> Spot {
        let one = old.and_then(|index| self.old.api().schemes.get(index));
        let other = new.and_then(|index| self.new.api().schemes.get(index));
        let id = other.or(one).map(|scheme| scheme.id.as_str()).unwrap_or_default();
        let names = match new {
            Some(index) => self.new.names().schemes.get(index),
            None => old.and_then(|index| self.old.names().schemes.get(index)),
        };
        let method = names.and_then(Option::as_ref).map(|names| &names.method);
        let file = || Some("src/client.rs".to_owned());
        Spot {
            rust: method.map(|method| format!("ClientBuilder::{method}")),
            old_file: one.and_then(|_| file()),
            new_file: other.and_then(|_| file()),
            ..Spot::new(Area::Auth, format!("security.{id}"))
        }
        .at(
            one.map(|scheme| self.old.place(&scheme.pointer)),
            other.map(|scheme| self.new.place(&scheme.pointer)),
        )
    }

    fn scheme(&mut self, before: usize, after: usize, felt: &mut Felt) {
        let (was, is) = (&self.old.api().schemes, &self.new.api().schemes);
        let (Some(old), Some(new)) = (was.get(before), is.get(after)) else { return };
        let Scheme {
            pointer: _,
            id: old_id,
            doc: old_doc,
            kind: old_kind,
            sources: old_sources,
            exchange: old_exchange,
            prefixes: old_prefixes,
        } = old;
        let Scheme { pointer: _, id, doc, kind, sources, exchange, prefixes } = new;
        let spot = self.scheme_spot(Some(before), Some(after));
        let all =
            [keys(self.old.names().schemes.get(before)), keys(self.new.names().schemes.get(after))];
        let all = all.concat();
        if old_kind != kind {
            let words = (Some(sent(old_kind)), Some(sent(kind)));
            let source = felt.effect(&all);
            self.log.push(&spot, Rule::SchemeChanged, words, source);
        }
        if old_id != id {
            let words = (Some(old_id.clone()), Some(id.clone()));
            let source = felt.effect(&all);
            self.log.push(&spot, Rule::SchemeRenamed, words, source);
        }
        let urls = |sources: &[TokenSource], exchange: &Option<Exchange>| {
            let urls = sources.iter().map(|TokenSource { how, url }| format!("{how:?}: {url}"));
            let issuer =
                exchange.iter().map(|Exchange { url, scopes: _ }| format!("Issuer: {url}"));
            Some(urls.chain(issuer).collect::<Vec<_>>().join(", ")).filter(|urls| !urls.is_empty())
        };
        let words = (urls(old_sources, old_exchange), urls(sources, exchange));
        if words.0 != words.1 {
            let source = felt.effect(&all);
            self.log.push(&spot, Rule::TokenSourceChanged, words, source);
        }
        let scopes = |exchange: &Option<Exchange>| {
            let scopes = exchange.iter().flat_map(|Exchange { url: _, scopes }| scopes);
            scopes.map(|(scope, _)| scope.clone()).collect::<BTreeSet<_>>()
        };
        let (was, is) = (scopes(old_exchange), scopes(exchange));
        if was != is && old_exchange.is_some() && exchange.is_some() {
            let words =
                |scopes: BTreeSet<String>| Some(scopes.into_iter().collect::<Vec<_>>().join(", "));
            self.log.push(&spot, Rule::ScopesChanged, (words(was), words(is)), Effect::None);
        }
        let begins = |prefixes: &[Prefix]| {
            let begins = prefixes.iter().map(|Prefix { text, environments }| {
                format!("{text} in {}", environments.join(" or "))
            });
            Some(begins.collect::<Vec<_>>().join(", "))
        };
        if old_prefixes != prefixes {
            let words = (begins(old_prefixes), begins(prefixes));
            self.log.push(&spot, Rule::PrefixesChanged, words, Effect::None);
        }
        let described = |exchange: &Option<Exchange>| {
            let scopes = exchange.iter().flat_map(|Exchange { url: _, scopes }| scopes);
            scopes.map(|(scope, words)| format!("{scope}: {words}")).collect::<Vec<_>>().join(" ")
        };
        let docs = (described(old_exchange), described(exchange));
        let (before, after) =
            ([old_doc.as_deref(), Some(&docs.0)], [doc.as_deref(), Some(&docs.1)]);
        self.log.words(&spot, &before, &after);
    }
}

fn keys(names: Option<&Option<SchemeNames>>) -> Vec<String> {
    let Some(Some(SchemeNames { method, source, exchange })) = names else { return Vec::new() };
    let methods = [Some(method), source.as_ref(), exchange.as_ref()].into_iter().flatten();
    methods.map(|method| format!("credential {method}")).collect()
}
