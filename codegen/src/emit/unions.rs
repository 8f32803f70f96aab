//! Unions: an enum with a type in each variant, and its table. Aliases: a type around another.
//!
//! In: a union or an alias of the model. Out: items for its file.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs::Docs;
use super::tokens::{Home, type_text, type_tokens};
use super::{Context, Declaration, Item, Line, Table};
use crate::api::{Tag, Type, TypeDef, TypeId, Union};
use crate::names::Ident;

/// The items of a union.
pub fn union(
    id: TypeId,
    def: &TypeDef,
    union: &Union,
    docs: Docs,
    context: Context<'_>,
) -> Vec<Item> {
    let names = context.names.of(id);
    let (ident, variants) = (&names.ident, &names.members);
    let mut items = vec![Item::Declaration(declaration(id, def, union, docs, context))];
    items.push(Item::Table(match &union.tag {
        Some(tag) => by_tag(union, tag, ident, variants),
        None => by_shape(union, ident, variants),
    }));
    if def.usage.request {
        items.extend(conversions(union, ident, variants, context).map(Item::Tokens));
    }
    items
}

/// The items of an alias.
pub fn alias(id: TypeId, def: &TypeDef, ty: &Type, docs: &Docs, context: Context<'_>) -> Vec<Item> {
    let ident = &context.names.of(id).ident;
    let docs = docs.tokens();
    let deprecated = def.deprecated.then(|| quote!(#[deprecated]));
    let inner = type_tokens(ty, Home::Types, context);
    let declaration = quote! {
        #docs
        #deprecated
        #[derive(Clone, Debug, PartialEq)]
        pub struct #ident(pub #inner);
    };
    let head = format!("{ident}({})", type_text(ty, Home::Types, context));
    vec![Item::Tokens(declaration), Item::Call("newtype", head)]
}

fn declaration(
    id: TypeId,
    def: &TypeDef,
    union: &Union,
    docs: Docs,
    context: Context<'_>,
) -> Declaration {
    let (ident, variants) = (&context.names.of(id).ident, &context.names.of(id).members);
    let branches = union.branches.iter().zip(variants).map(|(branch, variant)| {
        let ty = type_text(&branch.ty, Home::Types, context);
        let ty = if branch.boxed { format!("Box<{ty}>") } else { ty };
        let docs = Docs::default().words(branch.doc.as_deref());
        Line { docs, deprecated: false, text: format!("{variant}({ty})") }
    });
    let unknown = union.tag.is_some().then(|| Line {
        docs: Docs::default().own("A value that the document does not list, as it came."),
        deprecated: false,
        text: "Unknown(serde_json::Value)".to_owned(),
    });
    let deprecated = def.deprecated.then_some("#[deprecated]");
    let always = ["#[derive(Clone, Debug, PartialEq)]", "#[non_exhaustive]"];
    Declaration {
        docs,
        attributes: deprecated.into_iter().chain(always).collect(),
        head: format!("pub enum {ident}"),
        members: branches.chain(unknown).collect(),
    }
}

fn by_tag(union: &Union, tag: &Tag, ident: &Ident, variants: &[Ident]) -> Table {
    let rows = union.branches.iter().zip(variants).map(|(branch, variant)| {
        let values = branch.tags.iter().map(|value| format!(" {}", Literal::string(value)));
        let values = values.collect::<String>();
        let untagged = if branch.tagged { "" } else { " untagged" };
        format!("{variant}:{values}{untagged},")
    });
    let default = tag.default.and_then(|index| variants.get(index));
    let default = default.map_or_else(String::new, |variant| format!(" else {variant}"));
    let head = format!("{ident} {}{default}", Literal::string(&tag.wire));
    Table { name: "tagged_union", head, rows: rows.collect() }
}

fn by_shape(union: &Union, ident: &Ident, variants: &[Ident]) -> Table {
    let rows = union.order.iter().filter_map(|index| Some(format!("{},", variants.get(*index)?)));
    Table { name: "union", head: ident.to_string(), rows: rows.collect() }
}

/// The types that a union can be made of, each with the position of its branch: those that say
/// alone which variant it is.
pub fn made_of(union: &Union, home: Home<'_>, context: Context<'_>) -> Vec<(usize, String)> {
    let texts = union.branches.iter().map(|branch| type_text(&branch.ty, home, context));
    let texts = texts.collect::<Vec<_>>();
    let alone = |text: &String| texts.iter().filter(|other| *other == text).count() == 1;
    let texts = texts.iter().enumerate().filter(|(_, text)| alone(text));
    texts.map(|(index, text)| (index, text.clone())).collect()
}

/// What a union can be made of, where the type alone says which variant it is.
fn conversions(
    union: &Union,
    ident: &Ident,
    variants: &[Ident],
    context: Context<'_>,
) -> Option<TokenStream> {
    let made_of = made_of(union, Home::Types, context);
    let branches = made_of
        .iter()
        .filter_map(|(index, _)| Some((union.branches.get(*index)?, variants.get(*index)?)));
    let branches = branches.map(|(branch, variant)| {
        let ty = type_tokens(&branch.ty, Home::Types, context);
        let value = if branch.boxed { quote!(Box::new(value)) } else { quote!(value) };
        let from_str = (branch.ty == Type::Text).then(|| {
            quote! {
                impl From<&str> for #ident {
                    fn from(value: &str) -> Self {
                        Self::#variant(value.to_owned())
                    }
                }
            }
        });
        quote! {
            impl From<#ty> for #ident {
                fn from(value: #ty) -> Self {
                    Self::#variant(#value)
                }
            }

            #from_str
        }
    });
    let impls = branches.collect::<TokenStream>();
    (!impls.is_empty()).then_some(impls)
}
