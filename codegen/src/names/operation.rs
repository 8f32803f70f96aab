//! Names of operations: which group they stand in and what their method is called.
//!
//! In: what the document and the settings say about the name. Out: words for a group and a
//! method. Where there is no `operationId`, method and path make the name.

use super::words;
use crate::api::Operation;
use crate::route::telling_segments;
use crate::settings::Settings;

/// Words that cannot stand at the end of a method's name.
const DANGLING: [&str; 12] =
    ["by", "for", "of", "to", "with", "from", "in", "on", "and", "or", "at", "as"];

/// The words for the group and the method of an operation.
pub struct OperationWords {
    /// The group.
    pub group: String,
    /// The method.
    pub method: String,
    /// The operation as a whole, from which its inline types are named.
    pub whole: String,
}

/// Finds the words for an operation.
pub fn operation_words(operation: &Operation, settings: &Settings) -> OperationWords {
    let own = settings.operation(&operation.method, &operation.path);
    let hints = &operation.names;
    let speakable = |text: &&str| words::is_speakable(text);
    let group = words::snake(&hints.group);
    let id = hints.id.as_deref().filter(speakable).map(|id| without_route(id, operation));
    let id = id.map(words::snake);
    let given = own
        .and_then(|own| own.method.as_deref())
        .or(hints.method.as_deref().filter(speakable))
        .map(words::snake);
    let method = match (given, &id) {
        (Some(given), _) => given,
        (None, Some(id)) => without_group(id, &group),
        (None, None) => from_path(operation, &group),
    };
    let whole = id.unwrap_or_else(|| format!("{group}_{method}"));
    // Others at the same place are told apart by what they send and ask for.
    let [method, whole] = [method, whole].map(|words| match &hints.suffix {
        Some(suffix) => format!("{words}_{suffix}"),
        None => words,
    });
    OperationWords { group, method, whole }
}

/// What a path says that the known words do not: `/pets/{id}/toys` is `toys by id`.
pub fn path_words(path: &str, known: &[&str]) -> String {
    let known = known.iter().map(|text| words::snake(text)).collect::<Vec<_>>();
    let known = known.iter().flat_map(|text| text.split('_')).collect::<Vec<_>>();
    let segments = telling_segments(path).into_iter().map(words::snake);
    let segments = segments.filter(|text| !text.split('_').all(|word| known.contains(&word)));
    let mut said = segments.collect::<Vec<_>>();
    let parameters = path.split('{').skip(1).filter_map(|rest| rest.split('}').next());
    for (index, parameter) in parameters.enumerate() {
        said.push(if index == 0 { "by" } else { "and" }.to_owned());
        said.push(words::snake(parameter));
    }
    said.join(" ")
}

/// FastAPI appends path and method to the name of the function; they say nothing new.
fn without_route<'a>(id: &'a str, operation: &Operation) -> &'a str {
    let underscored = |text: &str| {
        let fold = |c: char| {
            if c.is_alphanumeric() || c == '_' { c } else { '_' }
        };
        text.chars().map(fold).collect::<String>()
    };
    let method = operation.method.to_lowercase();
    let tail = format!("{}_{method}", underscored(&operation.path));
    match id.strip_suffix(tail.as_str()) {
        Some(name) if !name.is_empty() => name,
        Some(_) | None => id,
    }
}

/// The words of an id without those of its group at the start or at the end.
fn without_group(id: &str, group: &str) -> String {
    let words = id.split('_').collect::<Vec<_>>();
    let group = group.split('_').collect::<Vec<_>>();
    let rest = words.len().saturating_sub(group.len());
    if rest == 0 {
        return id.to_owned();
    }
    if same_words(&words[..group.len()], &group) {
        return words[group.len()..].join("_");
    }
    let (front, back) = words.split_at(rest);
    let dangling = front.last().is_some_and(|word| DANGLING.contains(word));
    if same_words(back, &group) && !dangling {
        return front.join("_");
    }
    id.to_owned()
}

/// Whether two lists hold the same words, singular or plural.
fn same_words(one: &[&str], other: &[&str]) -> bool {
    let pairs = one.iter().zip(other);
    pairs.fold(true, |same, (one, other)| same && singular(one) == singular(other))
}

fn singular(word: &str) -> &str {
    let stem = word.strip_suffix("ies").or(word.strip_suffix('y'));
    stem.or(word.strip_suffix('s')).unwrap_or(word)
}

/// `GET /pets` lists, `GET /pets/{id}` gets, `POST /pets/{id}/toys` creates toys.
fn from_path(operation: &Operation, group: &str) -> String {
    let item = operation.path.trim_end_matches('/').ends_with('}');
    let verb = match operation.method.as_str() {
        "GET" if item => "get",
        "GET" => "list",
        "POST" => "create",
        "PUT" => "replace",
        "PATCH" => "update",
        other => &other.to_lowercase(),
    };
    let mut parts = vec![verb.to_owned()];
    let segments = telling_segments(&operation.path);
    let rest = segments.iter().map(|segment| words::snake(segment));
    parts.extend(rest.filter(|segment| segment != group));
    parts.join("_")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{NameHints, Output};
    use crate::source::Pointer;

    fn words_of(method: &str, path: &str, group: &str, id: Option<&str>) -> String {
        let operation = Operation {
            pointer: Pointer::root(),
            method: method.to_owned(),
            path: path.to_owned(),
            names: NameHints {
                group: group.to_owned(),
                id: id.map(str::to_owned),
                ..NameHints::default()
            },
            summary: None,
            doc: None,
            deprecated: false,
            parameters: Vec::new(),
            body: None,
            accept: None,
            output: Output::Empty,
            status: 200,
            samples: Vec::new(),
            errors: Vec::new(),
            headers: None,
            error_headers: None,
            security: Vec::new(),
            server: None,
            retry: false,
            pages: None,
        };
        let words = operation_words(&operation, &Settings::default());
        format!("{}.{}", words.group, words.method)
    }

    #[test]
    fn paths_make_names_where_ids_are_missing() {
        let cases = [
            ("POST", "/v2/user-tokens", "user_tokens.create"),
            ("GET", "/pets", "pets.list"),
            ("GET", "/pets/{id}", "pets.get"),
            ("DELETE", "/pets/{id}", "pets.delete"),
            ("POST", "/v2/link/token", "link.create_token"),
            ("GET", "/pets/{id}/toys", "pets.list_toys"),
            ("PATCH", "/api/v1/users/{id}/", "users.update"),
            ("GET", "/", "root.list"),
        ];
        for (method, path, expected) in cases {
            let (group, _) = expected.split_once('.').unwrap();
            assert_eq!(words_of(method, path, group, None), expected, "{method} {path}");
        }
    }

    #[test]
    fn ids_lose_what_their_group_says() {
        let cases = [
            ("/link/token/create", "link", "linkTokenCreate", "link.token_create"),
            ("/v2/user-tokens", "user-tokens", "createUserToken", "user_tokens.create"),
            ("/pets", "pets", "listPets", "pets.list"),
            ("/pets", "pets", "pets", "pets.pets"),
            ("/pets/{id}", "pets", "showPetById", "pets.show_pet_by_id"),
            ("/companies", "companies", "createCompany", "companies.create"),
            ("/x", "user", "findByUser", "user.find_by_user"),
        ];
        for (path, tag, id, expected) in cases {
            assert_eq!(words_of("POST", path, tag, Some(id)), expected, "{id}");
        }
    }

    #[test]
    fn the_route_that_fastapi_appends_is_cut_off() {
        let id = "generate_vital_link_token_v2_link_token_post";
        let words = words_of("POST", "/v2/link/token", "link", Some(id));
        assert_eq!(words, "link.generate_vital_link_token");
        let id = "get_v2_user__user_id__get";
        assert_eq!(words_of("GET", "/v2/user/{user_id}", "user", Some(id)), "user.get");
    }
}
