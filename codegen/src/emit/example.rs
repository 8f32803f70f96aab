//! A call as a consumer writes it: in the documentation of each operation, in the README and in
//! `examples/`.
//!
//! In: an operation. Out: lines of Rust that compile. What the call takes are arguments that the
//! reader of a page does not see; only the program in `examples/` gives them values.

use super::client::default_server;
use super::tokens::{Home, type_text};
use super::{Context, structs};
use crate::api::{Body, Content, Kind, Operation, Output, Payload, Presence, Struct, Type, TypeId};
use crate::names::{Ident, OperationNames, SchemeNames};

/// A call with what it takes.
pub struct Call<'a> {
    /// What has to be there before.
    pub arguments: Vec<Argument<'a>>,
    /// The function that makes the body, where it is made of other values, and those.
    pub body: Option<(String, Vec<String>)>,
    /// The call itself, up to `.await?`.
    pub text: String,
    /// Whether it returns anything.
    pub answers: bool,
}

/// A value that a call takes.
pub struct Argument<'a> {
    /// What the example calls it.
    pub name: String,
    /// The type, as a consumer writes it.
    pub text: String,
    /// The same in the model, where it is there.
    pub ty: Option<&'a Type>,
}

/// The example in the documentation of an operation.
pub fn documentation(
    operation: &Operation,
    names: &OperationNames,
    context: Context<'_>,
) -> Option<String> {
    let crate_name = context.names.crate_name();
    let call = call(operation, names, context)?;
    let arguments = call.arguments.iter().map(|given| format!(", {}: {}", given.name, given.text));
    let arguments = arguments.collect::<String>();
    let mut lines = vec!["```no_run".to_owned()];
    lines.push(format!(
        "# async fn example({crate_name}: {crate_name}::Client{arguments}) -> Result<(), {crate_name}::Error> {{"
    ));
    lines.extend(call.body.iter().flat_map(|(new, given)| body(new, given, "", PAGE)));
    match operation.output {
        Output::Empty => lines.push(format!("{}.await?;", call.text)),
        Output::One(Payload::Items { .. }) => {
            lines.push(format!("let mut answer = {}.await?;", call.text));
            let each =
                ["while let Some(item) = answer.next().await {", "    let item = item?;", "}"];
            lines.extend(each.map(str::to_owned));
        }
        Output::One(_) | Output::Optional(_) | Output::ByStatus(_) => {
            lines.push(format!("let answer = {}.await?;", call.text));
        }
    }
    lines.extend(["# Ok(()) }", "```"].map(str::to_owned));
    Some(lines.join("\n"))
}

/// The call of an operation.
pub fn call<'a>(
    operation: &'a Operation,
    names: &OperationNames,
    context: Context<'a>,
) -> Option<Call<'a>> {
    let crate_name = context.names.crate_name();
    let group = context.names.groups.get(names.group)?;
    let reserved =
        [&crate_name, "answer", "base_url", "body", "expected", "mock"].map(str::to_owned).to_vec();
    let mut maker = Maker { reserved, arguments: Vec::new(), crate_name, context };
    let mut given = Vec::new();
    for (parameter, ident) in operation.parameters.iter().zip(&names.parameters) {
        if parameter.required {
            given.push(maker.argument(ident, &parameter.ty));
        }
    }
    let body = operation.body.as_ref().filter(|body| body.required);
    let body = match body.map(|body| maker.body(body)) {
        Some(Sent::Made(new, arguments)) => {
            given.push("body".to_owned());
            Some((new, arguments))
        }
        Some(Sent::Brought(name)) => {
            given.push(name);
            None
        }
        None => None,
    };
    let (accessor, method) = (&group.accessor, &names.method);
    let text = format!("{}.{accessor}().{method}({})", maker.crate_name, given.join(", "));
    let answers = match operation.output {
        Output::Empty => false,
        Output::One(_) | Output::Optional(_) | Output::ByStatus(_) => true,
    };
    Some(Call { arguments: maker.arguments, body, text, answers })
}

/// What is sent.
enum Sent {
    /// What a function makes of other values.
    Made(String, Vec<String>),
    /// An argument of this name: the whole, or the one thing that it can be made of.
    Brought(String),
}

struct Maker<'a> {
    /// Names that the example uses itself.
    reserved: Vec<String>,
    arguments: Vec<Argument<'a>>,
    crate_name: String,
    context: Context<'a>,
}

impl<'a> Maker<'a> {
    /// Adds an argument, and gives the name that it has.
    fn argument(&mut self, wish: &Ident, ty: &'a Type) -> String {
        let mut name = wish.to_string();
        let taken = |name: &String| {
            self.reserved.contains(name) || self.arguments.iter().any(|known| known.name == *name)
        };
        while taken(&name) {
            name = format!("my_{}", name.trim_start_matches("r#"));
        }
        let text = type_text(ty, Home::Consumer(&self.crate_name), self.context);
        self.arguments.push(Argument { name: name.clone(), text, ty: Some(ty) });
        name
    }

    fn body(&mut self, body: &'a Body) -> Sent {
        let text = match (&body.content, body.ty()) {
            (_, Some(ty)) => return self.value(ty),
            (Content::Text, None) => "String".to_owned(),
            (_, None) => format!("{}::reqwest::Body", self.crate_name),
        };
        self.arguments.push(Argument { name: "body".to_owned(), text, ty: None });
        Sent::Brought("body".to_owned())
    }

    /// A body made of its needed members, or of the one that it has.
    fn value(&mut self, ty: &'a Type) -> Sent {
        if let Type::Named(id) = ty
            && let Kind::Struct(structure) = &self.context.api.type_def(*id).kind
            && let Some(needed) = needed(*id, structure, self.context)
        {
            if let [(ident, ty)] = needed.as_slice()
                && is_whole(*id, structure)
            {
                return Sent::Brought(self.argument(ident, ty));
            }
            let arguments = needed.into_iter().map(|(ident, ty)| self.argument(ident, ty));
            let arguments = arguments.collect();
            let ident = &self.context.names.of(*id).ident;
            return Sent::Made(format!("{}::types::{ident}::new", self.crate_name), arguments);
        }
        let text = type_text(ty, Home::Consumer(&self.crate_name), self.context);
        self.arguments.push(Argument { name: "body".to_owned(), text, ty: Some(ty) });
        Sent::Brought("body".to_owned())
    }
}

/// Whether a call can be given an id or a text in place of the structure that needs nothing else.
fn is_whole(id: TypeId, structure: &Struct) -> bool {
    let needed = structs::only_needed(id, structure).filter(|_| structure.flats.is_empty());
    let plain = |ty: &Type| *ty == Type::Text || *ty == Type::Uuid;
    needed.is_some_and(|field| field.presence == Presence::Required && plain(&field.ty))
}

/// The arguments of `new`, where a structure has it.
pub fn needed<'a>(
    id: TypeId,
    structure: &'a Struct,
    context: Context<'a>,
) -> Option<Vec<(&'a Ident, &'a Type)>> {
    let names = context.names.of(id);
    let members = structure.fields.iter().zip(&names.members);
    let needed = members.filter(|(field, _)| match field.presence {
        Presence::Required | Presence::Nullable => true,
        Presence::Optional | Presence::Patch => false,
    });
    let needed = needed.collect::<Vec<_>>();
    if structs::has_builder(structure, needed.len()) {
        return None;
    }
    let flats = structure.flats.iter().zip(&names.flats);
    let flats = flats.filter(|(flat, _)| structs::is_needed(flat));
    let needed = needed.into_iter().map(|(field, ident)| (ident, &field.ty));
    Some(needed.chain(flats.map(|(flat, ident)| (ident, &flat.ty))).collect())
}

/// The calls of a builder that make a client for an operation, and whether the base URL is one of
/// them. Credentials are what the function `read` finds in the environment.
pub fn builder(operation: &Operation, read: &str, context: Context<'_>) -> (Vec<String>, bool) {
    let name = context.names.crate_name();
    let mut calls = Vec::new();
    let servers = &context.names.servers;
    let sandbox = servers.iter().find(|ident| ident.to_string().starts_with("Sandbox"));
    let environment = match (sandbox, default_server(context)) {
        (Some(sandbox), _) => Some(sandbox),
        (None, Some(_)) => None,
        (None, None) => servers.first(),
    };
    let needs_base = environment.is_none() && servers.is_empty();
    match environment {
        Some(ident) => calls.push(format!("environment({name}::Environment::{ident})")),
        None if needs_base => calls.push("base_url(base_url)".to_owned()),
        None => {}
    }
    // Where the call needs no credentials, others do.
    let sets = [&operation.security, &context.api.security];
    let set = sets.into_iter().find_map(|sets| sets.first());
    for index in set.into_iter().flatten() {
        let Some(SchemeNames { method, .. }) = &context.names.schemes[*index] else {
            continue;
        };
        let variables = context.names.env.schemes[*index].iter();
        let variables = variables.map(|name| format!("{read}(\"{name}\")?"));
        let arguments = variables.collect::<Vec<_>>().join(", ");
        calls.push(format!("{method}({arguments})"));
    }
    calls.push("build()?".to_owned());
    (calls, needs_base)
}

/// The environment variable for something that a program is given.
pub fn variable(name: &str, context: Context<'_>) -> String {
    format!("{}_{}", context.names.crate_name(), name.trim_start_matches("r#")).to_uppercase()
}

/// The statement that makes a client, broken as rustfmt breaks it.
pub fn client(name: &str, calls: &[String], indent: &str) -> Vec<String> {
    let head = format!("{indent}let {name} = {name}::Client::builder()");
    let line = format!("{head}.{};", calls.join("."));
    // rustfmt leaves a chain no room for the `?;` at its end.
    if line.len() + 2 <= LINE {
        return vec![line];
    }
    let line = format!("{indent}    {name}::Client::builder().{};", calls.join("."));
    if line.len() + 2 <= LINE {
        return vec![format!("{indent}let {name} ="), line];
    }
    let calls = calls.iter().map(|call| format!("{indent}    .{call}"));
    let mut lines = [head].into_iter().chain(calls).collect::<Vec<_>>();
    if let Some(last) = lines.last_mut() {
        last.push(';');
    }
    lines
}

/// The statement that makes the body, broken as rustfmt breaks it.
pub fn body(new: &str, given: &[String], indent: &str, longest: usize) -> Vec<String> {
    let line = format!("{indent}let body = {new}({});", given.join(", "));
    if line.len() <= longest {
        return vec![line];
    }
    let line = format!("{indent}    {new}({});", given.join(", "));
    if line.len() <= longest {
        return vec![format!("{indent}let body ="), line];
    }
    let given = given.iter().map(|argument| format!("{indent}    {argument},"));
    let head = [format!("{indent}let body = {new}(")];
    head.into_iter().chain(given).chain([format!("{indent});")]).collect()
}

/// The longest line of rustfmt.
pub const LINE: usize = 100;

/// The longest line that a page of rustdoc shows whole.
pub const PAGE: usize = 80;

/// The position of the operation that is shown first.
pub fn first(context: Context<'_>) -> usize {
    let mut operations = context.api.operations.iter();
    operations.position(|operation| !operation.deprecated).unwrap_or_default()
}
