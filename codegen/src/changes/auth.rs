//! Who may call: schemes, and which of them a call needs.
//!
//! In: both versions. Out: changes of schemes; changes of what calls need, each once with all the
//! operations that it concerns.

use std::collections::{BTreeMap, BTreeSet};

use super::comparer::Comparer;
use super::felt::Felt;
use super::log::{Spot, both};
use super::matching::{At, Matched, matched};
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

impl Needed {
    /// Compares what a call needs, and remembers what is another.
    pub fn compare(
        &mut self,
        (old, was): (&Side<'_>, &Security),
        (new, is): (&Side<'_>, &Security),
        spot: &Spot,
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
        self.found.entry(key).or_default().push(spot.clone());
    }
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
        let Matched { pairs, gone, added } =
            matched(was, is, &[Same::Id, Same::Kind], |step, (_, one), (_, other)| match step {
                Same::Id => one.id == other.id,
                Same::Kind => one.kind == other.kind,
            });
        for (old, new) in pairs {
            self.scheme(old, new, felt);
        }
        for (index, scheme) in added {
            let source = felt.effect(&keys(self.new.names().schemes.get(index)));
            let spot = self.scheme_spot(None, Some((index, scheme)));
            let words = (None, Some(sent(&scheme.kind)));
            self.log.push(&spot, Rule::SchemeAdded, words, source);
        }
        for (index, scheme) in gone {
            let source = felt.effect(&keys(self.old.names().schemes.get(index)));
            let spot = self.scheme_spot(Some((index, scheme)), None);
            let words = (Some(sent(&scheme.kind)), None);
            self.log.push(&spot, Rule::SchemeRemoved, words, source);
        }
    }

    fn scheme_spot(&self, old: Option<At<'_, Scheme>>, new: Option<At<'_, Scheme>>) -> Spot {
        let id = new.or(old).map(|(_, scheme)| scheme.id.as_str()).unwrap_or_default();
        let before = old.and_then(|(index, _)| self.old.names().schemes.get(index));
        let after = new.and_then(|(index, _)| self.new.names().schemes.get(index));
        let method = after.or(before).and_then(Option::as_ref).map(|names| &names.method);
        let spot = Spot {
            rust: method.map(|method| format!("ClientBuilder::{method}")),
            ..Spot::new(Area::Auth, format!("security.{id}"))
        };
        let spot = spot.at(
            old.map(|(_, scheme)| self.old.place(&scheme.pointer)),
            new.map(|(_, scheme)| self.new.place(&scheme.pointer)),
        );
        spot.in_file("src/client.rs")
    }

    fn scheme(
        &mut self,
        (before, old): At<'_, Scheme>,
        (after, new): At<'_, Scheme>,
        felt: &mut Felt,
    ) {
        let Scheme { pointer: _, id, doc, kind, sources, exchange, prefixes } = new;
        let spot = self.scheme_spot(Some((before, old)), Some((after, new)));
        let names = (self.old.names().schemes.get(before), self.new.names().schemes.get(after));
        let keys = [keys(names.0), keys(names.1)].concat();
        if old.kind != *kind {
            let source = felt.effect(&keys);
            self.log.push(&spot, Rule::SchemeChanged, both(sent(&old.kind), sent(kind)), source);
        }
        if old.id != *id {
            let source = felt.effect(&keys);
            self.log.push(&spot, Rule::SchemeRenamed, both(&old.id, id), source);
        }
        let words = (urls(&old.sources, old.exchange.as_ref()), urls(sources, exchange.as_ref()));
        if words.0 != words.1 {
            let source = felt.effect(&keys);
            self.log.push(&spot, Rule::TokenSourceChanged, words, source);
        }
        if let (Some(was), Some(is)) = (&old.exchange, exchange)
            && scopes(was) != scopes(is)
        {
            self.log.push(&spot, Rule::ScopesChanged, both(scopes(was), scopes(is)), Effect::None);
        }
        if old.prefixes != *prefixes {
            let words = both(begins(&old.prefixes), begins(prefixes));
            self.log.push(&spot, Rule::PrefixesChanged, words, Effect::None);
        }
        let said = (described(old.exchange.as_ref()), described(exchange.as_ref()));
        let before = [old.doc.as_deref(), Some(&said.0)];
        self.log.words(&spot, &before, &[doc.as_deref(), Some(&said.1)]);
    }
}

/// What says that two schemes are the same.
#[derive(Clone, Copy)]
enum Same {
    Id,
    Kind,
}

fn keys(names: Option<&Option<SchemeNames>>) -> Vec<String> {
    let Some(Some(SchemeNames { method, source, exchange })) = names else { return Vec::new() };
    let methods = [Some(method), source.as_ref(), exchange.as_ref()].into_iter().flatten();
    methods.map(|method| format!("credential {method}")).collect()
}

/// Where tokens are had.
fn urls(sources: &[TokenSource], exchange: Option<&Exchange>) -> Option<String> {
    let urls = sources.iter().map(|TokenSource { how, url }| format!("{how:?}: {url}"));
    let issuer = exchange.map(|Exchange { url, scopes: _ }| format!("Issuer: {url}"));
    Some(urls.chain(issuer).collect::<Vec<_>>().join(", ")).filter(|urls| !urls.is_empty())
}

/// What tokens are good for, in whichever order.
fn scopes(Exchange { url: _, scopes }: &Exchange) -> String {
    let scopes = scopes.iter().map(|(scope, _)| scope.as_str()).collect::<BTreeSet<_>>();
    scopes.into_iter().collect::<Vec<_>>().join(", ")
}

fn begins(prefixes: &[Prefix]) -> String {
    let begins = prefixes
        .iter()
        .map(|Prefix { text, environments }| format!("{text} in {}", environments.join(" or ")));
    begins.collect::<Vec<_>>().join(", ")
}

/// The document's words about scopes.
fn described(exchange: Option<&Exchange>) -> String {
    let scopes = exchange.into_iter().flat_map(|Exchange { url: _, scopes }| scopes);
    scopes.map(|(scope, words)| format!("{scope}: {words}")).collect::<Vec<_>>().join(" ")
}
