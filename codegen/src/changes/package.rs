//! The crate as a whole: its name, its client, what the service sends by itself, and what the
//! document says about itself.
//!
//! In: both versions. Out: changes of what belongs to no operation and no type.

use super::comparer::Comparer;
use super::felt::Felt;
use super::log::{Spot, both};
use super::matching::{At, Matched, matched};
use super::operations::texts;
use super::{Area, Direction, Effect, Rule};
use crate::api::{Api, Webhook};
use crate::names::{Env, Names};
use crate::settings::Formats;

impl Comparer<'_> {
    /// Compares what belongs to the client and to the crate.
    pub fn package(&mut self, webhooks: &Matched<'_, Webhook>) {
        // Each part has a room of its own, but for what the document says about itself: a version
        // that is another means nothing yet.
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
        let old = self.old.api();
        let before = [Some(old.title.as_str()), old.doc.as_deref()];
        self.log.words(&spot, &before, &[Some(title.as_str()), doc.as_deref()]);
        let mut felt = Felt::new(self.was.of_client(), self.is.of_client());
        if felt.has("crate") {
            let words = both(self.old.names().crate_name(), self.new.names().crate_name());
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
            self.log.push(&spot, Rule::DatesChanged, both(dates.0, dates.1), Effect::Major);
        }
        self.schemes(&mut felt);
        self.servers(&mut felt);
        self.groups(&mut felt);
        self.webhooks(webhooks, &mut felt);
        self.environment();
        self.rest(&spot, felt);
    }

    fn webhooks(&mut self, matched: &Matched<'_, Webhook>, felt: &mut Felt) {
        let Matched { pairs, gone, added } = matched;
        for new in added {
            let spot = self.webhook_spot(None, Some(*new));
            let source = felt.effect(&self.payload_keys(None, Some(*new)));
            let words = (None, Some(self.spoken().1.ty(&new.1.payload)));
            self.log.push(&spot, Rule::WebhookAdded, words, source);
        }
        for old in gone {
            let spot = self.webhook_spot(Some(*old), None);
            let source = felt.effect(&self.payload_keys(Some(*old), None));
            let words = (Some(self.spoken().0.ty(&old.1.payload)), None);
            self.log.push(&spot, Rule::WebhookRemoved, words, source);
        }
        for (old, new) in pairs {
            self.webhook(*old, *new, felt);
        }
    }

    fn webhook(&mut self, old: At<'_, Webhook>, new: At<'_, Webhook>, felt: &mut Felt) {
        let Webhook { pointer: _, wire: _, naming: _, summary, doc, payload, samples } = new.1;
        let spot = self.webhook_spot(Some(old), Some(new));
        let keys = self.payload_keys(Some(old), Some(new));
        let idents = (self.old.names().payloads.get(old.0), self.new.names().payloads.get(new.0));
        if idents.0 != idents.1 {
            let words = (idents.0.map(ToString::to_string), idents.1.map(ToString::to_string));
            let source = felt.effect(&keys);
            self.log.push(&spot, Rule::RustRenamed, words, source);
        }
        self.value(&spot, &old.1.payload, payload, felt, &keys);
        let before = [old.1.summary.as_deref(), old.1.doc.as_deref()];
        self.log.words(&spot, &before, &[summary.as_deref(), doc.as_deref()]);
        let said = (texts(&old.1.samples), texts(samples));
        self.log.words(&spot.inside(" example"), &[Some(&said.0)], &[Some(&said.1)]);
    }

    fn payload_keys(
        &self,
        old: Option<At<'_, Webhook>>,
        new: Option<At<'_, Webhook>>,
    ) -> Vec<String> {
        let before = old.and_then(|(index, _)| self.old.names().payloads.get(index));
        let after = new.and_then(|(index, _)| self.new.names().payloads.get(index));
        before.into_iter().chain(after).map(|ident| format!("payload {ident}")).collect()
    }

    fn webhook_spot(&self, old: Option<At<'_, Webhook>>, new: Option<At<'_, Webhook>>) -> Spot {
        let name = new.or(old).map(|(_, webhook)| super::side::webhook_label(webhook));
        let name = name.unwrap_or_default();
        let before = old.and_then(|(index, _)| self.old.names().payloads.get(index));
        let after = new.and_then(|(index, _)| self.new.names().payloads.get(index));
        let ident = after.or(before).map(ToString::to_string).unwrap_or_default();
        let spot = Spot { operations: vec![name.clone()], ..Spot::new(Area::Webhooks, name) };
        let spot = spot.rust(format!("payloads::{ident}")).going(Direction::Webhook).at(
            old.map(|(_, webhook)| self.old.place(&webhook.pointer)),
            new.map(|(_, webhook)| self.new.place(&webhook.pointer)),
        );
        spot.in_file("src/payloads.rs")
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
                let words = both(before, name);
                self.log.push(&spot, Rule::EnvironmentVariableRenamed, words, Effect::Minor);
            }
        }
    }
}

/// The webhooks of both versions that are the same.
pub fn same_webhooks<'a>(old: &'a Api, new: &'a Api) -> Matched<'a, Webhook> {
    matched(&old.webhooks, &new.webhooks, &[()], |(), (_, one), (_, other)| one.wire == other.wire)
}
