//! Credentials as Mintlify took them apart.
//!
//! In: alternatives, each with the headers, query parameters and cookies that it fills. Out: a
//! `security` and the schemes that it names.

use link_codegen::Pointer;
use serde_json::{Map, Value, json};

use super::{Problems, members};

/// The `security` of an operation; its schemes are put into `schemes`.
pub(super) fn convert(
    value: &Value,
    here: &Pointer,
    schemes: &mut Map<String, Value>,
    problems: &mut Problems<'_>,
) -> Value {
    let mut alternatives = Vec::new();
    let list = value.as_array().map(Vec::as_slice).unwrap_or_default();
    if !value.is_array() && !value.is_null() {
        problems.error(here, "`security` should be a list".to_owned());
    }
    for (index, alternative) in list.iter().enumerate() {
        let at = here.child(index);
        let found = credentials(alternative, &at, problems);
        let title = alternative.get("title").and_then(Value::as_str).unwrap_or_default();
        let names = names(title, &found);
        let mut requirement = Map::new();
        for (name, credential) in names.into_iter().zip(found) {
            requirement.insert(name.clone(), json!([]));
            let known = schemes.get(&name).is_some_and(|known| *known != credential.scheme);
            if known {
                problems.error(&at, format!("two schemes are called `{name}`"));
            }
            schemes.insert(name, credential.scheme);
        }
        alternatives.push(Value::Object(requirement));
    }
    Value::Array(alternatives)
}

/// One thing that a call carries.
struct Credential {
    /// Of the header, the query parameter or the cookie.
    name: String,
    scheme: Value,
}

fn credentials(value: &Value, here: &Pointer, problems: &mut Problems<'_>) -> Vec<Credential> {
    let mut found = Vec::new();
    let here = here.child("parameters");
    let parameters = value.get("parameters").unwrap_or(&Value::Null);
    for (place, named) in members(parameters, &here, problems).into_iter().flatten() {
        let here = here.child(place);
        for (name, said) in members(named, &here, problems).into_iter().flatten() {
            let scheme = scheme(place, name, said, &here.child(name), problems);
            found.push(Credential { name: name.clone(), scheme });
        }
    }
    found
}

fn scheme(
    place: &str,
    name: &str,
    said: &Value,
    at: &Pointer,
    problems: &mut Problems<'_>,
) -> Value {
    let text = |key| said.get(key).and_then(Value::as_str);
    let basic_or_bearer = text("scheme").map(str::to_ascii_lowercase);
    let basic_or_bearer = basic_or_bearer.filter(|s| ["basic", "bearer"].contains(&s.as_str()));
    let mut scheme = match (text("type"), basic_or_bearer) {
        (Some("apiKey"), _) => json!({ "type": "apiKey", "in": place, "name": name }),
        (Some("http"), Some(scheme)) => json!({ "type": "http", "scheme": scheme }),
        // Where a token is to be had is not told; what a call carries is one.
        (Some("oauth2" | "openIdConnect"), _) => json!({ "type": "http", "scheme": "bearer" }),
        _ => {
            problems.error(at, "this kind of credential cannot be converted".to_owned());
            json!({})
        }
    };
    if let (Some(text), Some(scheme)) = (text("description"), scheme.as_object_mut()) {
        scheme.insert("description".to_owned(), text.into());
    }
    scheme
}

/// What the schemes are called: as the alternative is, if it is one scheme, or in its parts.
fn names(title: &str, found: &[Credential]) -> Vec<String> {
    let parts: Vec<_> = title.split('&').map(component).filter(|name| !name.is_empty()).collect();
    if parts.len() == found.len() {
        return parts;
    }
    found.iter().map(|credential| component(&credential.name)).collect()
}

/// A text as the name of a component.
fn component(text: &str) -> String {
    let mut name = String::new();
    for word in text.split(|c: char| !(c.is_ascii_alphanumeric() || "._-".contains(c))) {
        let mut characters = word.chars();
        let Some(first) = characters.next() else { continue };
        name.push(if name.is_empty() { first } else { first.to_ascii_uppercase() });
        name.push_str(characters.as_str());
    }
    name
}
