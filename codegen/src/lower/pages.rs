//! Answers in pages: how one leads to the next.
//!
//! In: the finished model and the settings. Out: [`Pages`] for the operations that have them. What
//! the settings say is checked against the answer; without them, only what is sure is recognised:
//! a parameter of the query and a member of the answer that are called like cursors, beside one
//! list. Numbers of pages and headers are never guessed.

use crate::api::{
    Api, Content, Field, Kind, Location, Next, Operation, Output, Pages, Payload, Place, Presence,
    Struct, Type,
};
use crate::diagnostics::{Code, Diagnostics, Place as At, Severity};
use crate::settings::{PageStyle, PagesSettings, Settings, operation_key};

/// Parameters that take a cursor, without the marks between their words.
const PARAMETERS: [&str; 9] = [
    "nextcursor",
    "cursor",
    "pagecursor",
    "nextpagetoken",
    "pagetoken",
    "nexttoken",
    "continuationtoken",
    "startingafter",
    "startcursor",
];

/// Members that say what to send for the next page.
const CURSORS: [&str; 6] =
    ["nextcursor", "nextpagecursor", "nextpagetoken", "nexttoken", "continuationtoken", "next"];

/// Members of an answer whose members speak of its pages.
const ENVELOPES: [&str; 7] =
    ["meta", "metadata", "pagination", "paging", "pageinfo", "responsemetadata", "page"];

/// Lists that say something about an answer and are not what it holds.
const ASIDES: [&str; 2] = ["errors", "warnings"];

/// Finds the operations that answer in pages.
pub(super) fn pages(api: &mut Api, settings: &Settings, diagnostics: &mut Diagnostics) {
    let found = api.operations.iter().map(|operation| {
        let answer = match &operation.output {
            Output::One(Payload::Json(ty)) => Some(ty),
            Output::One(Payload::Text | Payload::Bytes | Payload::Items { .. })
            | Output::Empty
            | Output::Optional(_)
            | Output::ByStatus(_) => None,
        };
        let own = settings.operation(&operation.method, &operation.path);
        match (own.and_then(|own| own.pages.as_ref()), answer) {
            (Some(own), Some(answer)) => match told(own, operation, answer, api) {
                Ok(pages) => pages,
                Err(fault) => {
                    refuse(operation, fault, diagnostics);
                    None
                }
            },
            (Some(own), None) => {
                // The settings speak of the usual call, others at its place are left alone.
                if own.by != PageStyle::None && operation.names.suffix.is_none() {
                    let fault = ("by", "the answer is not always JSON of one type".to_owned());
                    refuse(operation, fault, diagnostics);
                }
                None
            }
            (None, Some(answer)) => recognised(operation, answer, api),
            (None, None) => None,
        }
    });
    let found = found.collect::<Vec<_>>();
    for (operation, pages) in api.operations.iter_mut().zip(found) {
        operation.pages = pages;
    }
}

/// The key of the settings that is wrong, and why.
type Fault = (&'static str, String);

fn refuse(operation: &Operation, (key, message): Fault, diagnostics: &mut Diagnostics) {
    let path = ["operations", &operation_key(&operation.method, &operation.path), "pages", key];
    let place = At::Settings(path.map(str::to_owned).to_vec());
    diagnostics.push(Severity::Error, Code::UnusedSetting, place, message);
}

/// What the settings say.
fn told(
    own: &PagesSettings,
    operation: &Operation,
    answer: &Type,
    api: &Api,
) -> Result<Option<Pages>, Fault> {
    let members = |key: &'static str, text: Option<&String>| {
        let members = steps(text.map_or("", String::as_str));
        let leads = walk(answer, &members, api).is_some();
        if leads {
            Ok(members)
        } else {
            Err((key, format!("`{}` leads to no member of the answer", members.join("."))))
        }
    };
    let next = || match &own.next {
        Some(_) => members("next", own.next.as_ref()),
        None => Err(("by", "say with `next = \"..\"` which member leads on".to_owned())),
    };
    let next = match own.by {
        PageStyle::None => return Ok(None),
        PageStyle::Cursor => Next::Cursor(next()?, place(own, operation, api)?),
        PageStyle::Url => Next::Url(next()?),
        PageStyle::Link => Next::Link,
        PageStyle::Page => Next::Page(place(own, operation, api)?, own.first.unwrap_or(1)),
        PageStyle::Offset => Next::Offset(place(own, operation, api)?),
    };
    let items = match &own.items {
        Some(text) => steps(text),
        None => the_list(answer, api).ok_or_else(|| {
            ("by", "say with `items = \"..\"` which member is the list of items".to_owned())
        })?,
    };
    if item(answer, &items, api).is_none() {
        let message = format!("`{}` leads to no list in the answer", items.join("."));
        return Err(("items", message));
    }
    let more = own.more.as_ref().map(|_| members("more", own.more.as_ref())).transpose()?;
    Ok(Some(Pages { next, items, more: more.unwrap_or_default() }))
}

/// Where the settings say that a call says which page it wants.
fn place(own: &PagesSettings, operation: &Operation, api: &Api) -> Result<Place, Fault> {
    if let Some(name) = &own.query {
        let mut known = operation.parameters.iter();
        return if known.any(|known| known.location == Location::Query && &known.wire == name) {
            Ok(Place::Query(name.clone()))
        } else {
            Err(("query", format!("the operation has no parameter `{name}` in its query")))
        };
    }
    let Some(name) = &own.body else {
        let message = "say with `query = \"..\"` or `body = \"..\"` what asks for a page";
        return Err(("by", message.to_owned()));
    };
    let json = operation.body.as_ref().and_then(|body| match &body.content {
        Content::Json(ty) => Some(ty),
        Content::Lines(_)
        | Content::Form { .. }
        | Content::Parts { .. }
        | Content::Text
        | Content::Bytes => None,
    });
    let known = json.is_some_and(|ty| walk(ty, std::slice::from_ref(name), api).is_some());
    if known {
        Ok(Place::Body(name.clone()))
    } else {
        Err(("body", format!("the body has no member `{name}`")))
    }
}

fn steps(text: &str) -> Vec<String> {
    text.split('.').filter(|step| !step.is_empty()).map(str::to_owned).collect()
}

/// What is sure without the settings.
fn recognised(operation: &Operation, answer: &Type, api: &Api) -> Option<Pages> {
    let structure = structure(answer, api)?;
    let items = the_list(answer, api)?;
    let mut parameters = operation.parameters.iter().filter(|parameter| {
        let text = matches!(&parameter.ty, Type::Text)
            || matches!(&parameter.ty, Type::Nullable(inner) if **inner == Type::Text);
        parameter.location == Location::Query
            && !parameter.required
            && text
            && PARAMETERS.contains(&plain(&parameter.wire).as_str())
    });
    let mut cursors = cursors(structure, api);
    cursors.sort_by_key(|(deprecated, members)| {
        let rank = members.last().map_or(0, |name| rank(&CURSORS, name));
        (*deprecated, members.len(), rank)
    });
    let (_, from) = cursors.into_iter().next()?;
    // What is outdated is not what counts, where there is another.
    let mut known = parameters.by_ref().collect::<Vec<_>>();
    known.sort_by_key(|parameter| {
        let same = from.last() == Some(&parameter.wire);
        (parameter.deprecated, !same, rank(&PARAMETERS, &parameter.wire))
    });
    let place = Place::Query(known.first()?.wire.clone());
    let flags = structure.fields.iter().filter(|field| {
        field.ty == Type::Boolean && ["hasmore", "hasnext"].contains(&plain(&field.wire).as_str())
    });
    let more = flags.map(|field| field.wire.clone()).take(1).collect();
    Some(Pages { next: Next::Cursor(from, place), items, more })
}

fn rank(list: &[&str], name: &str) -> usize {
    let name = plain(name);
    list.iter().position(|known| *known == name).unwrap_or(list.len())
}

/// The members that say what to send for the next page, each with whether it is outdated.
fn cursors(structure: &Struct, api: &Api) -> Vec<(bool, Vec<String>)> {
    let is_cursor = |field: &&Field| {
        let text = field.ty == Type::Text
            || matches!(&field.ty, Type::Nullable(inner) if **inner == Type::Text);
        text && CURSORS.contains(&plain(&field.wire).as_str())
    };
    let mut found = Vec::new();
    for field in &structure.fields {
        if is_cursor(&field) {
            found.push((field.deprecated, vec![field.wire.clone()]));
        } else if ENVELOPES.contains(&plain(&field.wire).as_str())
            && let Some(inside) = self::structure(&field.ty, api)
        {
            let inside = inside.fields.iter().filter(is_cursor);
            found.extend(inside.map(|inner| {
                (field.deprecated || inner.deprecated, vec![field.wire.clone(), inner.wire.clone()])
            }));
        }
    }
    found
}

/// The members that lead to the one list in an answer, or to its one map of lists.
fn the_list(answer: &Type, api: &Api) -> Option<Vec<String>> {
    if let Type::List(_) = answer {
        return Some(Vec::new());
    }
    let fields = || {
        let fields = structure(answer, api).into_iter().flat_map(|structure| &structure.fields);
        fields.filter(|field| !ASIDES.contains(&plain(&field.wire).as_str()))
    };
    let lists = fields().filter(|field| matches!(field.ty, Type::List(_))).collect::<Vec<_>>();
    let grouped = |field: &&Field| matches!(&field.ty, Type::Map(inner) if is_list(inner));
    let maps = fields().filter(grouped).collect::<Vec<_>>();
    match (lists.as_slice(), maps.as_slice()) {
        ([one], _) | ([], [one]) if is_plain(one) => Some(vec![one.wire.clone()]),
        _ => None,
    }
}

/// The type of what these members of an answer are a list of, or a map of lists.
fn item<'a>(answer: &'a Type, members: &[String], api: &'a Api) -> Option<&'a Type> {
    let mut ty = answer;
    for member in members {
        let field = structure(ty, api)?.fields.iter().find(|field| &field.wire == member)?;
        ty = Some(field).filter(|field| is_plain(field)).map(|field| &field.ty)?;
    }
    match ty {
        Type::List(inner) => Some(inner),
        Type::Map(inner) if is_list(inner) => Some(inner),
        _ => None,
    }
}

/// Whether what a field holds can be taken out of it.
fn is_plain(field: &Field) -> bool {
    !field.boxed && field.presence != Presence::Patch
}

fn is_list(ty: &Type) -> bool {
    matches!(ty, Type::List(_))
}

/// What stands at the end of members, in whatever the answer allows there.
fn walk<'a>(ty: &'a Type, members: &[String], api: &'a Api) -> Option<&'a Type> {
    let Some((first, rest)) = members.split_first() else { return Some(ty) };
    match ty {
        Type::Nullable(inner) => walk(inner, members, api),
        Type::List(inner) if first == "-1" => walk(inner, rest, api),
        Type::Map(inner) => walk(inner, rest, api),
        Type::Any => Some(ty),
        _ => {
            let fields = &structure(ty, api)?.fields;
            walk(&fields.iter().find(|field| &field.wire == first)?.ty, rest, api)
        }
    }
}

fn structure<'a>(ty: &Type, api: &'a Api) -> Option<&'a Struct> {
    let Type::Named(id) = ty else { return None };
    match &api.type_def(*id).kind {
        Kind::Struct(structure) => Some(structure),
        Kind::Enum(_) | Kind::Union(_) | Kind::Alias(_) => None,
    }
}

/// A name without its capitals and the marks between its words.
fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
