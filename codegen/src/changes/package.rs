//! The crate as a whole: its name, its client, what the service sends by itself, and what the
//! document says about itself.
//!
//! In: both versions. Out: changes of what belongs to no operation and no type.

use super::comparer::Comparer;
use super::felt::Felt;
use super::log::Spot;
use super::{Area, Direction, Effect, Rule};
use crate::api::{Api, Webhook};
use crate::names::{Env, Names};
use crate::settings::Formats;

impl Comparer<'_> {
    /// Compares what belongs to the client and to the crate.
    pub fn package(&mut self, webhooks: &[(usize, usize)]) {
        // Each part has a room of its own, but for what the document says about itself: a version
        // that is another means nothing yet.
        let Api {
            title: old_title,
            version: _,
            doc: old_doc,
            servers: _,
            schemes: _,
            security: _,
            topics: _,
            operations: _,
            webhooks: _,
            types: _,
            plain: _,
        } = self.old.api();
        let Api {
            title,
            version: _,
            doc,
            servers: _,
            schemes: _,
            security: _,
            topics: _,
            operations: _,
            webhooks: _,
            types: _,
            plain: _,
        } = self.new.api();
        let spot = Spot::new(Area::Package, "crate");
        let before = [Some(old_title.as_str()), old_doc.as_deref()];
        self.log.words(&spot, &before, &[Some(title.as_str()), doc.as_deref()]);
        let mut felt = Felt::new(self.was.of_client(), self.is.of_client());
        if felt.has("crate") {
            let words = (Some(self.old.names().crate_name()), Some(self.new.names().crate_name()));
            let source = felt.effect(&["crate"]);
            self.log.push(&spot, Rule::CrateRenamed, words, source);
        }
        let dates = (self.old.model.settings.types, self.new.model.settings.types);
        let words = |formats: Formats| {
            let Formats { date, date_time } = formats;
            format!("dates of {date:?}, times of {date_time:?}")
        };
        let dates = (words(dates.0), words(dates.1));
        if dates.0 != dates.1 {
            let words = (Some(dates.0), Some(dates.1));
            self.log.push(&spot, Rule::DatesChanged, words, Effect::Major);
        }
        self.schemes(&mut felt);
        self.servers(&mut felt);
        self.groups(&mut felt);
        self.webhooks(webhooks, &mut felt);
        self.environment();
        self.rest(&spot, felt);
    }

    fn webhooks(&mut self, pairs: &[(usize, usize)], felt: &mut Felt) {
        let (was, is) = (&self.old.api().webhooks, &self.new.api().webhooks);
        for index in (0..is.len()).filter(|index| !pairs.iter().any(|(_, new)| new == index)) {
            let spot = self.webhook_spot(None, Some(index));
            let source = felt.effect(&self.payload_keys(None, Some(index)));
            let ty = is.get(index).map(|webhook| self.spoken().1.ty(&webhook.payload));
            self.log.push(&spot, Rule::WebhookAdded, (None, ty), source);
        }
        for index in (0..was.len()).filter(|index| !pairs.iter().any(|(old, _)| old == index)) {
            let spot = self.webhook_spot(Some(index), None);
            let source = felt.effect(&self.payload_keys(Some(index), None));
            let ty = was.get(index).map(|webhook| self.spoken().0.ty(&webhook.payload));
            self.log.push(&spot, Rule::WebhookRemoved, (ty, None), source);
        }
        for (before, after) in pairs {
            let (Some(old), Some(new)) = (was.get(*before), is.get(*after)) else { continue };
            let Webhook {
                pointer: _,
                wire: _,
                naming: _,
                summary: old_summary,
                doc: old_doc,
                payload: old_payload,
            } = old;
            let Webhook { pointer: _, wire: _, naming: _, summary, doc, payload } = new;
            let spot = self.webhook_spot(Some(*before), Some(*after));
            let keys = self.payload_keys(Some(*before), Some(*after));
            let idents = (
                self.old.names().payloads.get(*before).map(ToString::to_string),
                self.new.names().payloads.get(*after).map(ToString::to_string),
            );
            if idents.0 != idents.1 {
                let source = felt.effect(&keys);
                self.log.push(&spot, Rule::RustRenamed, idents, source);
            }
            self.value(&spot, old_payload, payload, felt, &keys);
            let before = [old_summary.as_deref(), old_doc.as_deref()];
            self.log.words(&spot, &before, &[summary.as_deref(), doc.as_deref()]);
        }
    }

    fn payload_keys(&self, old: Option<usize>, new: Option<usize>) -> Vec<String> {
        let before = old.and_then(|index| self.old.names().payloads.get(index));
        let after = new.and_then(|index| self.new.names().payloads.get(index));
        before.into_iter().chain(after).map(|ident| format!("payload {ident}")).collect()
    }

    fn webhook_spot(&self, old: Option<usize>, new: Option<usize>) -> Spot {
        let one = old.and_then(|index| self.old.api().webhooks.get(index));
        let other = new.and_then(|index| self.new.api().webhooks.get(index));
        let wire = other.or(one).and_then(|webhook| webhook.wire.clone());
        let name = format!("webhook {}", wire.as_deref().unwrap_or("all webhooks"));
        let before = old.and_then(|index| self.old.names().payloads.get(index));
        let after = new.and_then(|index| self.new.names().payloads.get(index));
        let ident = after.or(before).map(ToString::to_string).unwrap_or_default();
        let file = || Some("src/payloads.rs".to_owned());
        Spot {
            old_file: one.and_then(|_| file()),
            new_file: other.and_then(|_| file()),
            operations: vec![name.clone()],
            ..Spot::new(Area::Webhooks, name)
        }
        .rust(format!("payloads::{ident}"))
        .going(Direction::Webhook)
        .at(
            one.map(|webhook| self.old.place(&webhook.pointer)),
            other.map(|webhook| self.new.place(&webhook.pointer)),
        )
    }

    /// The environment variables by which a client is configured.
    fn environment(&mut self) {
        let words = |names: &Names, schemes: &[crate::api::Scheme]| {
            let Env { environment, base_url, schemes: own, exchanges, variables } = &names.env;
            let mut all = vec![
                ("environment".to_owned(), environment.clone()),
                ("base_url".to_owned(), base_url.clone()),
            ];
            for (scheme, (own, exchanges)) in schemes.iter().zip(own.iter().zip(exchanges)) {
                let both = own.iter().chain(exchanges).enumerate();
                all.extend(
                    both.map(|(index, name)| (format!("{} {index}", scheme.id), name.clone())),
                );
            }
            all.extend(variables.iter().map(|(name, env)| (format!("{{{name}}}"), env.clone())));
            all
        };
        let was = words(self.old.names(), &self.old.api().schemes);
        let is = words(self.new.names(), &self.new.api().schemes);
        for (what, name) in is {
            let before = was.iter().find(|(other, _)| *other == what).map(|(_, name)| name);
            if let Some(before) = before.filter(|before| **before != name) {
                let spot = Spot::new(Area::Package, format!("env {before}"));
                let words = (Some(before.clone()), Some(name));
                self.log.push(&spot, Rule::EnvironmentVariableRenamed, words, Effect::Minor);
            }
        }
    }
}

/// The webhooks of both versions that are the same, by their positions.
pub fn same_webhooks(old: &[Webhook], new: &[Webhook]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let mut right = (0..new.len()).collect::<Vec<_>>();
    for (index, webhook) in old.iter().enumerate() {
        let found = right
            .iter()
            .position(|other| new.get(*other).is_some_and(|other| other.wire == webhook.wire));
        if let Some(found) = found {
            pairs.push((index, right.remove(found)));
        }
    }
    pairs.sort_by_key(|(_, new)| *new);
    pairs
}
