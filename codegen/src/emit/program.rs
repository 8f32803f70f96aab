//! `examples/<group>_<method>.rs`: a program that makes the first call.
//!
//! In: the model, and the values that `provider.toml` gives. Out: a program that reads credentials
//! and what only its user can know from the environment, and prints the answer. There is none where
//! a value would have to be invented that no service takes.

use super::example::{self, Argument, Call, LINE};
use super::markdown::safe_markdown;
use super::{Content, Context, Draft};
use crate::api::{Integer, Kind, Operation, Output, Payload, Type, TypeId};
use crate::names::unraw;
use crate::settings::{DateLibrary, Sample};

/// How deep values are made of values.
const DEEPEST: usize = 4;

/// The name of the program, and the group that it needs.
pub fn name(context: Context<'_>) -> Option<(String, usize)> {
    program(context).map(|program| (program.name, program.group))
}

/// Drafts the file.
pub fn file(context: Context<'_>) -> Option<Draft> {
    let Program { name, text, .. } = program(context)?;
    Some(Draft { path: format!("examples/{name}.rs"), content: Content::Text(text) })
}

/// A message that says which one is missing.
const VARIABLE: [&str; 5] = [
    "",
    "/// What the environment says.",
    "fn variable(name: &str) -> Result<String, String> {",
    "    std::env::var(name).map_err(|_| format!(\"set the environment variable {name}\"))",
    "}",
];

struct Program {
    name: String,
    group: usize,
    text: String,
}

fn program(context: Context<'_>) -> Option<Program> {
    let index = example::first(context);
    let operation = context.api.operations.get(index)?;
    let names = context.names.operations.get(index)?;
    let call = example::call(operation, names, context)?;
    let module = unraw(&context.names.groups.get(names.group)?.module);
    let name = format!("{module}_{}", unraw(&names.method));
    let values = call.arguments.iter().map(|given| Some((given, sample(given, context)?)));
    let values = values.collect::<Option<Vec<_>>>()?;
    let statements = statements(operation, &call, &values, context);
    let reads = statements.iter().any(|line| line.contains("variable("));
    let mut lines = head(operation);
    lines.extend(["use std::error::Error;", ""].map(str::to_owned));
    if statements.iter().any(|line| line.len() > LINE) {
        lines.push("#[rustfmt::skip]".to_owned());
    }
    lines.push("#[tokio::main(flavor = \"current_thread\")]".to_owned());
    lines.push("async fn main() -> Result<(), Box<dyn Error>> {".to_owned());
    lines.extend(statements);
    lines.extend(["    Ok(())", "}"].map(str::to_owned));
    if reads {
        lines.extend(VARIABLE.map(str::to_owned));
    }
    Some(Program { name, group: names.group, text: lines.join("\n") })
}

/// What the program does, in words.
fn head(operation: &Operation) -> Vec<String> {
    let summary = safe_markdown(operation.summary.as_deref().unwrap_or_default());
    let summary = summary.lines().next().unwrap_or_default().trim_end_matches('.').to_owned();
    let title = format!("//! {summary}.");
    let fits = !summary.is_empty() && title.len() <= LINE;
    let title = if fits { title } else { "//! The first call.".to_owned() };
    let rest = "//! Credentials, and what only you can know, come from the environment.";
    vec![title, "//!".to_owned(), rest.to_owned(), String::new()]
}

fn statements(
    operation: &Operation,
    call: &Call<'_>,
    values: &[(&Argument<'_>, String)],
    context: Context<'_>,
) -> Vec<String> {
    let crate_name = context.names.crate_name();
    let (calls, needs_base) = example::builder(operation, "variable", context);
    let mut lines = Vec::new();
    if needs_base {
        let variable = example::variable("BASE_URL", context);
        lines.push(format!("    let base_url = variable(\"{variable}\")?;"));
    }
    lines.extend(example::client(&crate_name, &calls, "    "));
    let values = values.iter();
    // A call takes whatever becomes its body, so it does not say what a text is read as.
    let whole = operation.body.is_some() && call.body.is_none();
    let last = values.len().checked_sub(1).filter(|_| whole);
    lines.extend(values.enumerate().map(|(index, (given, value))| {
        let told = last == Some(index) && value.ends_with(".parse()?");
        let ty = if told { format!(": {}", given.text) } else { String::new() };
        format!("    let {}{ty} = {value};", given.name)
    }));
    lines.extend(call.body.iter().flat_map(|(new, given)| example::body(new, given, "    ", LINE)));
    if !call.answers {
        lines.push(format!("    {}.await?;", call.text));
        return lines;
    }
    lines.push(format!("    let answer = {}.await?;", call.text));
    lines.push(match secret(operation, context) {
        Some(field) => format!("    println!(\"{{}}\", answer.{field}.expose());"),
        None => "    println!(\"{answer:#?}\");".to_owned(),
    });
    lines
}

/// The member of the answer that `Debug` would not show, where there is one.
fn secret<'a>(operation: &Operation, context: Context<'a>) -> Option<&'a str> {
    let Output::One(Payload::Json(Type::Named(id))) = &operation.output else { return None };
    let Kind::Struct(structure) = &context.api.type_def(*id).kind else { return None };
    let mut members = structure.fields.iter().zip(&context.names.of(*id).members);
    let found = members.find(|(field, _)| field.ty == Type::Secret && field.presence.is_required());
    found.filter(|(field, _)| !field.nullable).map(|(_, ident)| ident.as_str())
}

/// The value of an argument; none where there is no sensible one.
fn sample(given: &Argument<'_>, context: Context<'_>) -> Option<String> {
    value(&given.name, given.ty?, context, DEEPEST)
}

fn value(name: &str, ty: &Type, context: Context<'_>, depth: usize) -> Option<String> {
    let depth = depth.checked_sub(1)?;
    if let Some(sample) = context.settings.example.get(name.trim_start_matches("r#")) {
        return Some(match sample {
            Sample::Text(text) => format!("{text:?}"),
            Sample::Integer(integer) => integer.to_string(),
            Sample::Number(number) => format!("{number:?}"),
            Sample::Boolean(boolean) => boolean.to_string(),
        });
    }
    let variable = || format!("variable(\"{}\")?", example::variable(name, context));
    let parsed = || Some(format!("{}.parse()?", variable()));
    let package = context.names.crate_name();
    let newtype = |ty: &str| Some(format!("{}.parse::<{package}::{ty}>()?", variable()));
    match ty {
        Type::Boolean => Some("true".to_owned()),
        Type::Integer(integer) => Some(format!("1_{}", width(*integer))),
        Type::Number => Some("1.0".to_owned()),
        Type::Text | Type::Secret => Some(variable()),
        Type::Date if context.settings.types.date == DateLibrary::Time => newtype("Date"),
        Type::Date | Type::Uuid => parsed(),
        Type::DateTime => newtype("DateTime"),
        Type::List(inner) => Some(format!("[{}]", value(name, inner, context, depth)?)),
        Type::Named(id) => named(*id, context, depth),
        Type::Bytes
        | Type::File
        | Type::Any
        | Type::Tuple(_)
        | Type::Map(_)
        | Type::Nullable(_) => None,
    }
}

fn width(integer: Integer) -> &'static str {
    match integer {
        Integer::I32 => "i32",
        Integer::I64 => "i64",
        Integer::U32 => "u32",
        Integer::U64 => "u64",
        Integer::I128 => "i128",
        Integer::U128 => "u128",
    }
}

fn named(id: TypeId, context: Context<'_>, depth: usize) -> Option<String> {
    let crate_name = context.names.crate_name();
    let names = context.names.of(id);
    match &context.api.type_def(id).kind {
        Kind::Enum(_) => {
            let variant = names.members.first()?;
            Some(format!("{crate_name}::types::{}::{variant}", names.ident))
        }
        Kind::Struct(structure) => {
            let needed = example::needed(id, structure, context)?;
            let arguments =
                needed.into_iter().map(|(ident, ty)| value(ident.as_str(), ty, context, depth));
            let arguments = arguments.collect::<Option<Vec<_>>>()?.join(", ");
            Some(format!("{crate_name}::types::{}::new({arguments})", names.ident))
        }
        Kind::Union(_) | Kind::Alias(_) => None,
    }
}
