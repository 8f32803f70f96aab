//! `src/validation.rs`: what a request is held against before it is sent, where a consumer asks for
//! that.
//!
//! In: the limits of the model. Out: a file of tables, which one feature compiles as a whole, and what
//! the methods of calls do with their arguments under that feature. Without it, no token of this is
//! read but in those methods.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::features::Features;
use super::tokens::parsed;
use super::{Content, Context, Draft, Item, Table};
use crate::api::{
    Body, Bound, Kind, Limit, Limits, Numeral, Parameter, Presence, Struct, Type, TypeDef, TypeId,
};
use crate::names::Ident;

/// Drafts the file.
pub fn checks(context: Context<'_>, features: &Features) -> Draft {
    let defs = context.api.type_defs().filter(|(_, def)| def.checked);
    let uses = quote! {
        #[allow(unused_imports, reason = "features decide which of them there are")]
        use crate::types::*;
    };
    let tables = defs.map(|(id, def)| {
        let (name, rows) = match &def.kind {
            Kind::Struct(structure) => ("checks", members(id, def, structure, context)),
            Kind::Union(_) => ("union_checks", branches(id, def, context)),
            Kind::Alias(ty) => {
                let words = words(ty, &def.limits, context);
                ("checks", vec![format!("0: required {words},")])
            }
            Kind::Enum(_) => ("checks", Vec::new()),
        };
        Item::Table(Table { name, head: head(id, def, features, context), rows })
    });
    let items = std::iter::once(Item::Tokens(uses)).chain(tables);
    Draft { path: "src/validation.rs".to_owned(), content: Content::Rust(items.collect()) }
}

/// Whether there is such a file: arguments alone are looked at where they are taken.
pub fn has_tables(context: Context<'_>) -> bool {
    context.api.types.iter().any(|def| def.checked)
}

/// Whether anything is checked, and whether patterns are.
pub fn needed(context: Context<'_>) -> (bool, bool) {
    let api = context.api;
    let parameters = api.operations.iter().flat_map(|operation| &operation.parameters);
    let bodies = api.operations.iter().filter_map(|operation| operation.body.as_ref());
    let mut limits = parameters.map(|parameter| &parameter.limits).collect::<Vec<_>>();
    limits.extend(bodies.map(|body| &body.limits));
    for def in &api.types {
        limits.push(&def.limits);
        match &def.kind {
            Kind::Struct(structure) => limits.extend(structure.fields.iter().map(|f| &f.limits)),
            Kind::Union(union) => limits.extend(union.branches.iter().map(|b| &b.limits)),
            Kind::Enum(_) | Kind::Alias(_) => {}
        }
    }
    (limits.iter().any(|limits| !limits.is_empty()), limits.iter().any(|limits| patterns(limits)))
}

fn patterns(limits: &Limits) -> bool {
    limits.0.iter().any(|limit| match limit {
        Limit::Pattern(_) => true,
        Limit::Items(inner) | Limit::Position(_, inner) | Limit::Values(inner) => patterns(inner),
        Limit::MinLength(_)
        | Limit::MaxLength(_)
        | Limit::Minimum(_)
        | Limit::Maximum(_)
        | Limit::MultipleOf(_)
        | Limit::MinItems(_)
        | Limit::MaxItems(_)
        | Limit::UniqueItems
        | Limit::MinProperties(_)
        | Limit::MaxProperties(_) => false,
    })
}

/// What looks at a parameter.
pub fn of_parameter(parameter: &Parameter, ident: &Ident, context: Context<'_>) -> Option<Look> {
    let words = words(&parameter.ty, &parameter.limits, context);
    let wire = &parameter.wire;
    let step = quote!(#wire,);
    (!words.is_empty()).then(|| Look { step: Some(step), ident: ident.clone(), words })
}

/// What looks at a body.
pub fn of_body(body: &Body, context: Context<'_>) -> Option<Look> {
    let words = words(body.ty()?, &body.limits, context);
    (!words.is_empty()).then(|| Look { step: None, ident: Ident::known("body"), words })
}

/// What looks at an argument.
pub struct Look {
    /// The step to it, if it is one.
    step: Option<TokenStream>,
    ident: Ident,
    words: String,
}

/// A call that has been looked at, where there is anything to look at. What is called so here, no
/// argument is: the document's words end in no such sign.
pub fn call(call: &TokenStream, looks: &[Look]) -> TokenStream {
    let look = match looks {
        [] => return call.clone(),
        // Most calls that have anything to look at have just that.
        [Look { step: None, ident, words }] if words == NESTED => quote!(check_body(&#ident)),
        looks => {
            let looks = looks.iter().map(|Look { step, ident, words }| {
                let words = parsed(words);
                quote!(crate::runtime::check!(at_, #step required #ident => #words);)
            });
            quote!(check(|at_| { #(#looks)* }))
        }
    };
    quote! {
        let call_ = #call;
        #[cfg(feature = "validate")]
        let call_ = call_.#look;
        call_
    }
}

/// The word for a type with a table of its own.
const NESTED: &str = "nested()";

/// The features that the type needs, its name, and what is asked of how many members it has.
fn head(id: TypeId, def: &TypeDef, features: &Features, context: Context<'_>) -> String {
    let names = features.of_type(def.root).map(|name| format!("{name:?}")).collect::<Vec<_>>();
    let names = (!names.is_empty()).then(|| format!("[{}]", names.join(" ")));
    let whole = match &def.kind {
        Kind::Struct(_) => def.limits.0.iter().filter_map(whole).collect(),
        Kind::Enum(_) | Kind::Union(_) | Kind::Alias(_) => Vec::new(),
    };
    let ident = context.names.of(id).ident.to_string();
    names.into_iter().chain([ident]).chain(whole).collect::<Vec<_>>().join(" ")
}

/// What is asked of a structure as a whole.
fn whole(limit: &Limit) -> Option<String> {
    match limit {
        Limit::MinProperties(least) => Some(format!("min_members({least})")),
        Limit::MaxProperties(most) => Some(format!("max_members({most})")),
        Limit::MinLength(_)
        | Limit::MaxLength(_)
        | Limit::Pattern(_)
        | Limit::Minimum(_)
        | Limit::Maximum(_)
        | Limit::MultipleOf(_)
        | Limit::MinItems(_)
        | Limit::MaxItems(_)
        | Limit::UniqueItems
        | Limit::Items(_)
        | Limit::Position(..)
        | Limit::Values(_) => None,
    }
}

fn members(id: TypeId, def: &TypeDef, structure: &Struct, context: Context<'_>) -> Vec<String> {
    let names = context.names.of(id);
    let mut rows = Vec::new();
    for (field, ident) in structure.fields.iter().zip(&names.members) {
        let words = words(&field.ty, &field.limits, context);
        if !words.is_empty() {
            let wire = Literal::string(&field.wire);
            let presence = match field.presence {
                Presence::Required => "required",
                Presence::Optional | Presence::Nullable => "optional",
                Presence::Patch => "patch",
            };
            rows.push(format!("{ident}: {wire} {presence} {words},"));
        }
    }
    for (flat, ident) in structure.flats.iter().zip(&names.flats) {
        let (ty, nullable) = flat.ty.clone().split_null();
        let words = words(&ty, &Limits::default(), context);
        if !words.is_empty() {
            let presence = if nullable { "optional" } else { "required" };
            rows.push(format!("{ident}: {presence} {words},"));
        }
    }
    if let Some(rest) = &structure.rest {
        let words = words(rest, &def.limits.of_values(), context);
        if !words.is_empty() {
            rows.push(format!("extra: required values({words}),"));
        }
    }
    rows
}

fn branches(id: TypeId, def: &TypeDef, context: Context<'_>) -> Vec<String> {
    let Kind::Union(union) = &def.kind else { return Vec::new() };
    let branches = union.branches.iter().zip(&context.names.of(id).members);
    let rows = branches.filter_map(|(branch, variant)| {
        let words = words(&branch.ty, &branch.limits, context);
        (!words.is_empty()).then(|| format!("{variant}: {words},"))
    });
    rows.collect()
}

/// What is asked of a value of a type, as the words of the table; none where nothing is.
fn words(ty: &Type, limits: &Limits, context: Context<'_>) -> String {
    let mut all = limits.0.iter().filter_map(word).collect::<Vec<_>>();
    let inside = |ty: &Type, limits: &Limits| {
        let words = words(ty, limits, context);
        Some(words).filter(|words| !words.is_empty())
    };
    match ty {
        Type::Named(id) => {
            let def = context.api.type_def(*id);
            all.extend(def.checked.then(|| NESTED.to_owned()));
        }
        Type::List(inner) => {
            let words = inside(inner, &limits.of_items());
            all.extend(words.map(|words| format!("items({words})")));
        }
        Type::Map(inner) => {
            let words = inside(inner, &limits.of_values());
            all.extend(words.map(|words| format!("values({words})")));
        }
        Type::Tuple(elements) => {
            for (index, element) in elements.iter().enumerate() {
                let words = inside(element, &limits.of_position(index));
                all.extend(words.map(|words| format!("position({index} {words})")));
            }
        }
        Type::Nullable(inner) => {
            let words = inside(inner, limits);
            return words.map(|words| format!("some({words})")).unwrap_or_default();
        }
        Type::Boolean
        | Type::Integer(_)
        | Type::Number
        | Type::Text
        | Type::Secret
        | Type::Bytes
        | Type::Uuid
        | Type::Date
        | Type::DateTime
        | Type::File
        | Type::Any => {}
    }
    all.join(" ")
}

/// What is asked of the value itself.
fn word(limit: &Limit) -> Option<String> {
    Some(match limit {
        Limit::MinLength(least) => format!("min_length({least})"),
        Limit::MaxLength(most) => format!("max_length({most})"),
        Limit::Pattern(pattern) if pattern.asked == pattern.written => {
            format!("pattern({})", Literal::string(&pattern.asked))
        }
        Limit::Pattern(pattern) => {
            let (asked, written) =
                (Literal::string(&pattern.asked), Literal::string(&pattern.written));
            format!("pattern({asked} {written})")
        }
        Limit::Minimum(bound) => bounded("minimum", "above", *bound),
        Limit::Maximum(bound) => bounded("maximum", "below", *bound),
        Limit::MultipleOf(of) => format!("multiple_of({})", number(*of)),
        Limit::MinItems(least) => format!("min_items({least})"),
        Limit::MaxItems(most) => format!("max_items({most})"),
        Limit::UniqueItems => "unique_items()".to_owned(),
        Limit::MinProperties(least) => format!("min_properties({least})"),
        Limit::MaxProperties(most) => format!("max_properties({most})"),
        Limit::Items(_) | Limit::Position(..) | Limit::Values(_) => return None,
    })
}

fn bounded(inclusive: &str, exclusive: &str, bound: Bound) -> String {
    let word = if bound.exclusive { exclusive } else { inclusive };
    format!("{word}({})", number(bound.number))
}

fn number(number: Numeral) -> String {
    match number {
        Numeral::Integer(integer) => integer.to_string(),
        Numeral::Number(number) => format!("{number:?}"),
    }
}
