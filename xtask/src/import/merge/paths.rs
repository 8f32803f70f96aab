//! Paths of several documents, united.
//!
//! In: the path items of all fragments. Out: one for each path. What an item says of all its
//! calls stays there if all pages say it, and else goes to the calls.

use link_codegen::{Code, Pointer, Severity};
use serde_json::{Map, Value};

use super::super::fragment::Located;
use super::shared::Shared;
use super::{Merge, is_method};

type Item = Map<String, Value>;

impl Merge<'_> {
    /// The section `paths` or `webhooks`.
    pub(super) fn paths(&mut self, section: &str, shared: &Shared) {
        let here = Pointer::root().child(section);
        let mut whole = Map::new();
        for (index, fragment) in self.fragments.iter().enumerate() {
            let items = fragment.value.get(section).and_then(Value::as_object);
            for (path, item) in items.into_iter().flatten() {
                let at = here.child(path);
                let Value::Object(item) = item else {
                    // No path item at all: the generator says so.
                    whole.entry(path.clone()).or_insert_with(|| item.clone());
                    continue;
                };
                let mut item = item.clone();
                say(&mut item, shared.own(index));
                if let Some(Value::Object(known)) = whole.get_mut(path) {
                    self.unite(known, item, fragment, &at);
                    continue;
                }
                for method in item.keys().filter(|key| is_method(key)) {
                    self.origins.insert(at.child(method), fragment.page);
                }
                self.origins.insert(at, fragment.page);
                whole.insert(path.clone(), Value::Object(item));
            }
        }
        self.whole.insert(section.to_owned(), Value::Object(whole));
    }

    fn unite(&mut self, known: &mut Item, mut item: Item, fragment: &Located<'_>, at: &Pointer) {
        for key in ["parameters", "servers"] {
            if known.get(key) != item.get(key) {
                let owner = self.owner(at);
                push_down(known, key, owner.map(|owner| &owner.value));
                push_down(&mut item, key, Some(&fragment.value));
            }
        }
        for (key, value) in item {
            let here = at.child(&key);
            let Some(first) = known.get(&key).cloned() else {
                known.insert(key, value);
                self.origins.insert(here, fragment.page);
                continue;
            };
            if first == value {
                continue;
            }
            let path = at.last().unwrap_or_default();
            match key.as_str() {
                "summary" | "description" => {
                    let message = format!(
                        "`{key}` of {path} is not the same on all pages: the first is kept"
                    );
                    self.d.push(Severity::Note, Code::Conflict, fragment.place(&here), message);
                }
                _ if is_method(&key) => {
                    let what = format!("{} {path}", key.to_ascii_uppercase());
                    self.compare(&first, &value, fragment, &here, &what);
                }
                _ => self.compare(&first, &value, fragment, &here, &format!("`{key}` of {path}")),
            }
        }
    }

    fn owner(&self, at: &Pointer) -> Option<&Located<'_>> {
        let page = self.origins.get(at)?;
        self.fragments
            .iter()
            .find(|fragment| fragment.page == *page && at.find(&fragment.value).is_some())
    }
}

/// Says of each call what its document says of all, where the call or its path does not.
fn say(item: &mut Item, own: &[(&'static str, Value)]) {
    for (key, value) in own {
        if *key == "servers" && item.contains_key("servers") {
            continue;
        }
        for operation in operations(item) {
            operation.entry(*key).or_insert_with(|| value.clone());
        }
    }
}

/// Moves what an item says of all its calls to each of them.
fn push_down(item: &mut Item, key: &str, document: Option<&Value>) {
    let Some(value) = item.shift_remove(key) else { return };
    for operation in operations(item) {
        match (key, &value) {
            ("parameters", Value::Array(shared)) => {
                let own = operation.entry(key).or_insert_with(|| Value::Array(Vec::new()));
                let Value::Array(own) = own else { continue };
                let known: Vec<_> = own.iter().map(|one| identity(one, document)).collect();
                let missing = shared.iter().filter(|one| !known.contains(&identity(one, document)));
                let missing: Vec<_> = missing.cloned().collect();
                own.splice(0..0, missing);
            }
            (key, value) => {
                operation.entry(key).or_insert_with(|| value.clone());
            }
        }
    }
}

fn operations(item: &mut Item) -> impl Iterator<Item = &mut Item> {
    let operations = item.iter_mut().filter(|(key, _)| is_method(key));
    operations.filter_map(|(_, operation)| operation.as_object_mut())
}

/// The name of a parameter and where it goes: a call's own stands before that of its path.
fn identity<'v>(parameter: &'v Value, document: Option<&'v Value>) -> [Option<&'v Value>; 2] {
    let target = parameter.get("$ref").and_then(Value::as_str).and_then(Pointer::parse);
    let found = target.and_then(|target| target.find(document?));
    let parameter = found.unwrap_or(parameter);
    ["name", "in"].map(|key| parameter.get(key))
}
