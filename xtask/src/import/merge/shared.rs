//! What documents say of all their calls: servers and credentials.
//!
//! In: the fragments. Out: what the whole document says, and what the calls of a fragment say by
//! themselves because its pages differ from the others.

use std::collections::BTreeMap;

use link_codegen::diagnostics::Diagnostics;
use link_codegen::{Code, Pointer, Severity};
use serde_json::{Value, json};

use super::super::fragment::{Fragment, Located};

/// What is said of all calls.
pub(super) struct Shared {
    pub servers: Option<Value>,
    pub security: Option<Value>,
    /// What the calls of a fragment say instead, by its number.
    own: BTreeMap<usize, Vec<(&'static str, Value)>>,
}

impl Shared {
    /// The keys that calls of a fragment get where they have none.
    pub(super) fn own(&self, fragment: usize) -> &[(&'static str, Value)] {
        self.own.get(&fragment).map(Vec::as_slice).unwrap_or_default()
    }
}

/// Decides what stands for all: what most calls have; the first where as many have another.
pub(super) fn settle(fragments: &[Located<'_>], d: &mut Diagnostics) -> Shared {
    let mut shared = Shared { servers: None, security: None, own: BTreeMap::new() };
    // No servers is nobody's word.
    let servers: Vec<_> = fragments.iter().map(|f| said(f, "servers")).collect();
    let some =
        servers.iter().map(|servers| servers.filter(|s| **s != json!([]))).collect::<Vec<_>>();
    shared.servers =
        commonest(fragments, &some).or_else(|| servers.iter().flatten().next().copied()).cloned();
    for (index, servers) in some.iter().enumerate() {
        if let Some(servers) = servers.filter(|servers| Some(*servers) != shared.servers.as_ref()) {
            shared.own.entry(index).or_default().push(("servers", servers.clone()));
        }
    }
    let security: Vec<_> = fragments.iter().map(|f| said(f, "security")).collect();
    shared.security = commonest(fragments, &security).cloned();
    let Some(global) = &shared.security else { return shared };
    for (fragment, (index, security)) in fragments.iter().zip(security.iter().enumerate()) {
        if *security == Some(global) {
            continue;
        }
        if security.is_none() && has_open_calls(fragment) {
            let message = "this page asks for no credentials, and others do: its calls go without";
            let place = fragment.place(&Pointer::root().child("paths"));
            d.push(Severity::Warning, Code::Conflict, place, message)
                .with_help("if that is wrong, give the operation its `security` in overlay.yaml");
        }
        let own = security.cloned().unwrap_or_else(|| json!([]));
        shared.own.entry(index).or_default().push(("security", own));
    }
    shared
}

fn said<'f>(fragment: &'f Located<'_>, key: &str) -> Option<&'f Value> {
    fragment.value.get(key).filter(|value| !value.is_null())
}

fn commonest<'f>(fragments: &[Located<'_>], values: &[Option<&'f Value>]) -> Option<&'f Value> {
    let mut counts = Vec::<(&Value, usize)>::new();
    for (fragment, value) in fragments.iter().zip(values) {
        let Some(value) = value else { continue };
        let calls = operations(fragment).count();
        match counts.iter_mut().find(|(known, _)| known == value) {
            Some((_, count)) => *count += calls,
            None => counts.push((value, calls)),
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max()?;
    counts.into_iter().find(|(_, count)| *count == most).map(|(value, _)| value)
}

/// Whether any call of a fragment leaves its credentials to the document.
fn has_open_calls(fragment: &Located<'_>) -> bool {
    operations(fragment).any(|operation| operation.get("security").is_none())
}

fn operations(fragment: &Fragment) -> impl Iterator<Item = &Value> {
    let paths = fragment.value.get("paths").and_then(Value::as_object).into_iter().flatten();
    let items = paths.filter_map(|(_, item)| item.as_object()).flatten();
    items.filter(|(key, _)| super::is_method(key)).map(|(_, operation)| operation)
}
