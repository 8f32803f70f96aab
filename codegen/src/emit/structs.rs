//! Structures: a plain struct, its wire table, and what it takes to make one.
//!
//! In: a structure of the model. Out: items for its file.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs::Docs;
use super::tokens::{Home, converts, parsed, type_text};
use super::{Constructor, Context, Declaration, Item, Line, Table, alias};
use crate::api::{Field, Flat, Form, Presence, Reading, Struct, Type, TypeDef, TypeId};
use crate::names::Ident;
use crate::names::TypeNames;

/// More required members than this are given by name, with a builder.
const NEW_ARGUMENTS: usize = 4;

/// A member with the names that it has in Rust.
struct Member<'a> {
    field: &'a Field,
    ident: &'a Ident,
    setter: &'a Ident,
}

impl Member<'_> {
    /// Whether a value cannot be made without it.
    fn needed(&self) -> bool {
        self.field.presence.is_required()
    }

    /// The word for its presence in tables.
    fn presence(&self) -> &'static str {
        match self.field.presence {
            Presence::Required => "required",
            Presence::Optional => "optional",
            Presence::Nullable => "nullable",
            Presence::Patch => "patch",
        }
    }
}

/// The items of a structure.
pub fn structure(
    id: TypeId,
    def: &TypeDef,
    structure: &Struct,
    docs: Docs,
    context: Context<'_>,
) -> Vec<Item> {
    let names = context.names.of(id);
    let members = members(structure, names);
    let needed = members.iter().filter(|member| member.needed()).count();
    let mut items = vec![
        Item::Declaration(declaration(def, structure, docs, names, &members, context)),
        Item::Table(match &structure.form {
            Form::Json => wire(structure, names, &members),
            Form::Parts => parts(structure, names, &members),
            Form::Headers(readings) => headers(names, &members, readings),
        }),
    ];
    if matches!(structure.form, Form::Headers(_)) {
        // Nobody makes them but an answer.
        return items;
    }
    let flats = structure.flats.iter().zip(&names.flats).collect::<Vec<_>>();
    if has_builder(structure, needed) {
        if def.usage.request {
            items.push(Item::Table(builder(structure, names, Home::Types, context)));
        }
        return items;
    }
    items.push(Item::Constructor(constructor(structure, &names.ident, &members, &flats, context)));
    if def.usage.request {
        items.extend(setters(&names.ident, &members, context).map(Item::Table));
        if flats.is_empty() {
            items.extend(
                conversion(id, &names.ident, structure, &members, context).map(Item::Tokens),
            );
        }
    }
    items
}

/// Whether a structure has no members on the wire.
pub fn is_empty(structure: &Struct) -> bool {
    let Struct { fields, rest, flats, form, .. } = structure;
    *form == Form::Json && fields.is_empty() && rest.is_none() && flats.is_empty()
}

fn members<'a>(structure: &'a Struct, names: &'a TypeNames) -> Vec<Member<'a>> {
    let members = structure.fields.iter().zip(&names.members).zip(&names.setters);
    members.map(|((field, ident), setter)| Member { field, ident, setter }).collect()
}

/// Whether the table of a structure has a row for other members. Flat structures and bodies of
/// several parts keep them in a way of their own.
pub fn keeps_others(structure: &Struct) -> bool {
    structure.rest.is_some() && structure.flats.is_empty() && structure.form == Form::Json
}

/// Whether a structure is made by a builder.
pub fn is_built(structure: &Struct) -> bool {
    let needed = structure.fields.iter().filter(|field| field.presence.is_required()).count();
    has_builder(structure, needed)
}

/// Whether required members are given by name. The table of a builder has no place for a map
/// of other members or for a type among them, and it is cloned, which files cannot be.
pub fn has_builder(structure: &Struct, needed: usize) -> bool {
    let plain =
        structure.rest.is_none() && structure.flats.is_empty() && structure.form != Form::Parts;
    needed > NEW_ARGUMENTS && plain
}

fn declaration(
    def: &TypeDef,
    structure: &Struct,
    docs: Docs,
    names: &TypeNames,
    members: &[Member<'_>],
    context: Context<'_>,
) -> Declaration {
    let needed = members.iter().any(Member::needed) || structure.flats.iter().any(is_needed);
    // A file may be a stream, which is neither cloned nor compared.
    let derive = match (structure.form == Form::Parts, needed) {
        (true, true) => "#[derive(Debug)]",
        (true, false) => "#[derive(Debug, Default)]",
        (false, true) => "#[derive(Clone, Debug, PartialEq)]",
        (false, false) => "#[derive(Clone, Debug, PartialEq, Default)]",
    };
    let deprecated = def.deprecated.then_some("#[deprecated]");
    let fields = members.iter().map(|member| Line {
        docs: Docs::default()
            .words(member.field.doc.as_deref())
            .default_value(member.field.default.as_deref()),
        deprecated: member.field.deprecated,
        text: format!(
            "{}pub {}: {}",
            alias::prefix(&member.field.wire, member.ident),
            member.ident,
            field_type(member.field, Home::Types, context)
        ),
    });
    let flats = structure.flats.iter().zip(&names.flats).map(|(flat, ident)| Line {
        docs: Docs::default().words(flat.doc.as_deref()),
        deprecated: false,
        text: format!("pub {ident}: {}", flat_type(flat, Home::Types, context)),
    });
    let rest = structure.rest.iter().map(|rest| {
        let ty = type_text(rest, Home::Types, context);
        let text = format!("pub extra: std::collections::BTreeMap<String, {ty}>");
        Line { docs: Docs::default().own("All other members."), deprecated: false, text }
    });
    Declaration {
        docs,
        attributes: deprecated.into_iter().chain([derive, "#[non_exhaustive]"]).collect(),
        head: format!("pub struct {}", names.ident),
        members: fields.chain(flats).chain(rest).collect(),
    }
}

/// Whether a value cannot be made without one of this type among its members.
pub fn is_needed(flat: &Flat) -> bool {
    !matches!(flat.ty, Type::Nullable(_))
}

/// The type of a field whose members stand among those of the structure.
pub fn flat_type(flat: &Flat, home: Home<'_>, context: Context<'_>) -> String {
    let (inner, nullable) = flat.ty.clone().split_null();
    let ty = type_text(&inner, home, context);
    let ty = if flat.boxed { format!("Box<{ty}>") } else { ty };
    if nullable { format!("Option<{ty}>") } else { ty }
}

fn wire(structure: &Struct, names: &TypeNames, members: &[Member<'_>]) -> Table {
    let rows = members.iter().map(|member| {
        let wire = Literal::string(&member.field.wire);
        format!("{}: {wire} {},", member.ident, member.presence())
    });
    let mut rows = rows.collect::<Vec<_>>();
    rows.extend(structure.flats.iter().zip(&names.flats).map(|(flat, ident)| {
        let kind = if is_needed(flat) { "flat" } else { "flat_optional" };
        format!("{ident}: {kind},")
    }));
    if structure.rest.is_some() {
        rows.push("extra: rest,".to_owned());
    }
    let name = match rows.as_slice() {
        [] => "empty",
        [..] if names.flats.is_empty() => "wire",
        [..] => "wire_flat",
    };
    Table { name, head: names.ident.to_string(), rows }
}

/// The table of a structure whose members are the parts of a body.
fn parts(structure: &Struct, names: &TypeNames, members: &[Member<'_>]) -> Table {
    let files = |ty: &Type| *ty == Type::File || *ty == Type::List(Box::new(Type::File));
    let rows = members.iter().map(|member| {
        let wire = Literal::string(&member.field.wire);
        let kind = if files(&member.field.ty) { "files" } else { "value" };
        format!("{}: {wire} {kind},", member.ident)
    });
    let mut rows = rows.collect::<Vec<_>>();
    rows.extend(names.flats.iter().map(|ident| format!("{ident}: flat,")));
    if structure.rest.is_some() {
        rows.push("extra: rest,".to_owned());
    }
    Table { name: "multipart", head: names.ident.to_string(), rows }
}

/// The table of a structure whose members are headers.
fn headers(names: &TypeNames, members: &[Member<'_>], readings: &[Reading]) -> Table {
    let rows = members.iter().zip(readings).map(|(member, reading)| {
        let wire = Literal::string(&member.field.wire);
        let reading = match reading {
            Reading::Simple => "Simple",
            Reading::Exploded => "Exploded",
            Reading::Lines => "Lines",
            Reading::Json => "Json",
        };
        // Null has no form of its own in a header: there it is as good as no value.
        let presence = if member.field.nullable { "nullable" } else { member.presence() };
        format!("{}: {wire} {presence} {reading},", member.ident)
    });
    Table { name: "headers", head: names.ident.to_string(), rows: rows.collect() }
}

fn constructor(
    structure: &Struct,
    ident: &Ident,
    members: &[Member<'_>],
    flats: &[(&Flat, &Ident)],
    context: Context<'_>,
) -> Constructor {
    let mut arguments = Vec::new();
    let mut fields = Vec::new();
    for member in members {
        let name = member.ident;
        fields.push(initial(member, context));
        if member.needed() {
            let ty = value_type(member.field, Home::Types, context);
            arguments.push(if is_converted(member.field, context) {
                format!("{name}: impl Into<{ty}>")
            } else {
                format!("{name}: {ty}")
            });
        }
    }
    for (flat, name) in flats {
        fields.push(match (is_needed(flat), flat.boxed) {
            (false, _) => format!("{name}: None"),
            (true, true) => format!("{name}: Box::new({name}.into())"),
            (true, false) => format!("{name}: {name}.into()"),
        });
        if is_needed(flat) {
            let ty = type_text(&flat.ty, Home::Types, context);
            arguments.push(format!("{name}: impl Into<{ty}>"));
        }
    }
    if structure.rest.is_some() {
        fields.push("extra: std::collections::BTreeMap::new()".to_owned());
    }
    Constructor { ident: ident.to_string(), arguments, fields }
}

/// `name: value` with what the member has in a new structure.
fn initial(member: &Member<'_>, context: Context<'_>) -> String {
    let (name, field) = (member.ident, member.field);
    match field.presence {
        Presence::Patch => return format!("{name}: crate::Patch::Absent"),
        Presence::Optional => return format!("{name}: None"),
        Presence::Required | Presence::Nullable => {}
    }
    match (is_converted(field, context), field.boxed) {
        (true, true) if field.presence == Presence::Nullable => {
            let ty = value_type(field, Home::Types, context);
            format!("{name}: Into::<{ty}>::into({name}).map(Box::new)")
        }
        (true, true) => format!("{name}: Box::new({name}.into())"),
        (true, false) => format!("{name}: {name}.into()"),
        (false, true) => format!("{name}: Box::new({name})"),
        (false, false) => name.to_string(),
    }
}

/// Whether a needed field is given as something that becomes its type.
pub fn is_converted(field: &Field, context: Context<'_>) -> bool {
    converts(&field.ty, context) || field.presence == Presence::Nullable
}

fn setters(ident: &Ident, members: &[Member<'_>], context: Context<'_>) -> Option<Table> {
    let optional = members.iter().filter(|member| !member.needed());
    let rows = optional.map(|member| row(member, Home::Types, context)).collect::<Vec<_>>();
    (!rows.is_empty()).then(|| Table { name: "setters", head: ident.to_string(), rows })
}

/// The table of the builder of a structure, for a file that stands here.
pub fn builder(
    structure: &Struct,
    names: &TypeNames,
    home: Home<'_>,
    context: Context<'_>,
) -> Table {
    let members = members(structure, names);
    Table {
        name: "builder",
        head: format!("{} {}", names.ident, names.builder),
        rows: members.iter().map(|member| row(member, home, context)).collect(),
    }
}

/// `field: presence => Type,` with the type that the setter takes.
fn row(member: &Member<'_>, home: Home<'_>, context: Context<'_>) -> String {
    let ty = type_text(&member.field.ty, home, context);
    let (boxed, ty) = match (member.field.boxed, member.field.presence) {
        (false, _) => ("", ty),
        // A value that may be missing in two ways is boxed by the caller.
        (true, Presence::Patch) => ("", format!("Box<{ty}>")),
        (true, Presence::Required | Presence::Optional | Presence::Nullable) => (" boxed", ty),
    };
    let deprecated = if member.field.deprecated { "#[deprecated] " } else { "" };
    let setter = if member.setter == member.ident {
        String::new()
    } else {
        format!(" as {}", member.setter)
    };
    let presence = member.presence();
    format!("{deprecated}{}{setter}: {presence}{boxed} => {ty},", member.ident)
}

/// The needed member of a structure that has but one, if it can be made of that alone.
pub fn only_needed(id: TypeId, structure: &Struct) -> Option<&Field> {
    let mut needed = structure.fields.iter().filter(|field| field.presence.is_required());
    let field = needed.next()?;
    (needed.next().is_none() && field.ty != Type::Named(id)).then_some(field)
}

/// A structure with one needed member can be made of that member alone, so that a call can
/// be given just that.
fn conversion(
    id: TypeId,
    ident: &Ident,
    structure: &Struct,
    members: &[Member<'_>],
    context: Context<'_>,
) -> Option<TokenStream> {
    only_needed(id, structure)?;
    let member = members.iter().find(|member| member.needed())?;
    let name = member.ident;
    let ty = parsed(&value_type(member.field, Home::Types, context));
    let from_str = (member.field.ty == Type::Text && member.field.presence == Presence::Required)
        .then(|| {
            quote! {
                impl From<&str> for #ident {
                    fn from(#name: &str) -> Self {
                        Self::new(#name)
                    }
                }
            }
        });
    Some(quote! {
        impl From<#ty> for #ident {
            fn from(#name: #ty) -> Self {
                Self::new(#name)
            }
        }

        #from_str
    })
}

/// The type of a field as it stands in the struct.
pub fn field_type(field: &Field, home: Home<'_>, context: Context<'_>) -> String {
    let ty = type_text(&field.ty, home, context);
    let ty = if field.boxed { format!("Box<{ty}>") } else { ty };
    match field.presence {
        Presence::Required => ty,
        Presence::Optional | Presence::Nullable => format!("Option<{ty}>"),
        Presence::Patch => format!("crate::Patch<{ty}>"),
    }
}

/// The type that a caller gives for a needed field.
pub fn value_type(field: &Field, home: Home<'_>, context: Context<'_>) -> String {
    let ty = type_text(&field.ty, home, context);
    match field.presence {
        Presence::Nullable => format!("Option<{ty}>"),
        Presence::Required | Presence::Optional | Presence::Patch => ty,
    }
}
