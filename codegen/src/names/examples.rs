//! Names of the functions that give what the document shows.
//!
//! In: operations and webhooks with their examples. Out: an identifier for each example: what it is
//! an example of, and what the document calls it, or else the status of a failure. So
//! `get` is a good answer, `get_pending` another one, `get_404` and `get_too_many` are failures.

use super::ident::{Ident, Role};
use super::scope::{Scope, Wish};
use super::{GroupNames, Namer, OperationNames, unraw, words};
use crate::api::{Sample, Statuses};

impl Namer<'_> {
    /// Names the examples of operations, group by group.
    pub(super) fn examples(&mut self, groups: &[GroupNames], names: &mut [OperationNames]) {
        let api = self.api;
        for group in groups {
            let mut wanted = Vec::new();
            for index in &group.operations {
                let (operation, own) = (&api.operations[*index], &names[*index]);
                wanted.extend(operation.samples.iter().map(|sample| {
                    let usual = !sample.failed && sample.statuses.usual() == operation.status;
                    (*index, sample, texts(unraw(&own.method), sample, usual))
                }));
            }
            let given = self.functions(wanted.iter().map(|(_, sample, texts)| (*sample, texts)));
            for ((index, _, _), ident) in wanted.iter().zip(given) {
                names[*index].examples.push(ident);
            }
        }
    }

    /// Names the examples of payloads, by position.
    pub(super) fn payload_examples(&mut self, payloads: &[Ident]) -> Vec<Vec<Ident>> {
        let api = self.api;
        let mut wanted = Vec::new();
        for (index, (webhook, ident)) in api.webhooks.iter().zip(payloads).enumerate() {
            let subject = words::snake(ident.as_str());
            let subject = subject.strip_suffix("_payload").unwrap_or(&subject);
            let samples = webhook.samples.iter();
            wanted.extend(samples.map(|sample| (index, sample, texts(subject, sample, true))));
        }
        let given = self.functions(wanted.iter().map(|(_, sample, texts)| (*sample, texts)));
        let mut names = vec![Vec::new(); payloads.len()];
        for ((index, _, _), ident) in wanted.iter().zip(given) {
            names[*index].push(ident);
        }
        names
    }

    /// The functions of one module.
    fn functions<'a>(
        &mut self,
        wanted: impl Iterator<Item = (&'a Sample, &'a [String; 2])>,
    ) -> Vec<Ident> {
        let wishes = wanted.map(|(sample, [text, whole])| {
            Wish::new("example", &sample.pointer, text, Role::Example)
                .with_facet(format!("{:?}", sample.statuses), whole)
        });
        let mut scope = Scope::quiet("the examples of the group");
        // What reads them.
        scope.reserve("example");
        self.claim(&mut scope, &wishes.collect::<Vec<_>>())
    }
}

/// What an example is called, and the same with its status.
fn texts(subject: &str, sample: &Sample, usual: bool) -> [String; 2] {
    let status = match sample.statuses {
        Statuses::One(code) => code.to_string(),
        Statuses::Hundred(hundred) => format!("{hundred}xx"),
        Statuses::Rest if sample.failed => "error".to_owned(),
        Statuses::Rest => "other".to_owned(),
    };
    let name = sample.name.as_deref().map(words::snake).filter(|name| says_something(name));
    let text = match name {
        Some(name) if name == subject || name.starts_with(&format!("{subject}_")) => name,
        Some(name) => format!("{subject} {name}"),
        None if usual => subject.to_owned(),
        None => format!("{subject} {status}"),
    };
    let whole = format!("{text} {status}");
    [text, whole]
}

/// Whether the name of an example tells it from others.
fn says_something(name: &str) -> bool {
    const NOTHING: [&str; 14] = [
        "",
        "1",
        "200",
        "201",
        "default",
        "example",
        "example1",
        "ok",
        "response",
        "result",
        "sample",
        "success",
        "successful",
        "value",
    ];
    !name.split('_').all(|word| NOTHING.contains(&word))
}
