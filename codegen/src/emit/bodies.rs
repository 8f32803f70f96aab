//! Bodies of a call: how they are taken and what is sent.
//!
//! In: bodies of the model. Out: arguments of methods, and the part of the expression that puts
//! them into a call.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::Context;
use super::markdown::code_span;
use super::parameters::argument;
use crate::api::{Body, Content, Form, FormStyle, Kind, PartEncoding, Struct, Type};
use crate::names::Ident;

/// How a body is taken and sent.
pub struct Taken {
    /// The argument.
    pub argument: TokenStream,
    /// What brings it to its type.
    pub binding: Option<TokenStream>,
    /// What puts it into the call.
    pub part: TokenStream,
}

/// How a body is taken and sent.
pub fn body(body: &Body, context: Context<'_>) -> Taken {
    let ident = Ident::known("body");
    let media = &body.media;
    let typed = |ty: &Type, part: TokenStream| {
        let (argument, binding) = argument(&ident, ty, context);
        Taken { argument, binding, part }
    };
    match &body.content {
        Content::Json(ty) if media == "application/json" => typed(ty, quote!(.json(&#ident))),
        Content::Json(ty) => typed(ty, quote!(.json_as(#media, &#ident))),
        Content::Lines(ty) => typed(ty, quote!(.json_lines(#media, &#ident))),
        Content::Form { ty, styles } => {
            let styles = styles.iter().filter(|(name, style)| matters(ty, name, *style, context));
            let styles = styles.map(|(name, style)| {
                let style = form_style(*style);
                quote!((#name, crate::runtime::FormStyle::#style))
            });
            let styles = styles.collect::<Vec<_>>();
            typed(ty, quote!(.form_body(&#ident, &[#(#styles),*])))
        }
        Content::Parts { ty, encodings } => {
            let encodings = encodings.iter().map(encoding).collect::<Vec<_>>();
            let encodings = quote!(&[#(#encodings),*]);
            if has_files(ty, context) {
                typed(ty, quote!(.multipart_body(#media, #ident, #encodings)))
            } else {
                typed(ty, quote!(.multipart_value(#media, &#ident, #encodings)))
            }
        }
        Content::Text => Taken {
            argument: quote!(#ident: impl Into<String>),
            binding: None,
            part: quote!(.text_body(#media, #ident.into())),
        },
        Content::Bytes => Taken {
            argument: quote!(#ident: impl Into<reqwest::Body>),
            binding: None,
            part: quote!(.bytes_body(#media, #ident.into())),
        },
    }
}

/// What a caller has to know about a body that has no type.
pub fn words(body: &Body) -> Option<String> {
    let media = code_span(&body.media);
    let words = match &body.content {
        Content::Json(_) | Content::Lines(_) | Content::Form { .. } | Content::Parts { .. } => {
            return None;
        }
        Content::Text => format!("The body is text of the type {media}."),
        Content::Bytes => format!("The body is bytes of the type {media}."),
    };
    if body.others.is_empty() {
        return Some(words);
    }
    let others = body.others.iter().map(|other| code_span(other)).collect::<Vec<_>>();
    let others = others.join(", ");
    Some(format!("{words} `.header(\"content-type\", ..)` makes another of it: {others}."))
}

/// Whether the body is a structure whose members can be files.
pub fn has_files(ty: &Type, context: Context<'_>) -> bool {
    structure(ty, context).is_some_and(|structure| structure.form == Form::Parts)
}

fn structure<'a>(ty: &Type, context: Context<'a>) -> Option<&'a Struct> {
    let Type::Named(id) = ty else { return None };
    match &context.api.type_def(*id).kind {
        Kind::Struct(structure) => Some(structure),
        Kind::Enum(_) | Kind::Union(_) | Kind::Alias(_) => None,
    }
}

/// Structures are written with brackets anyway, and scalars know no style.
fn matters(ty: &Type, name: &str, style: FormStyle, context: Context<'_>) -> bool {
    let Some(structure) = structure(ty, context) else { return true };
    let mut fields = structure.fields.iter();
    let Some(field) = fields.find(|field| field.wire == name) else {
        // It may be a member of a type among the members.
        return !structure.flats.is_empty();
    };
    if style != FormStyle::Deep {
        return true;
    }
    match &field.ty {
        Type::List(_) | Type::Tuple(_) | Type::Any | Type::Nullable(_) => true,
        Type::Named(id) => match context.api.type_def(*id).kind {
            Kind::Union(_) | Kind::Alias(_) => true,
            Kind::Struct(_) | Kind::Enum(_) => false,
        },
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
        | Type::Map(_) => false,
    }
}

fn form_style(style: FormStyle) -> proc_macro2::Ident {
    match style {
        FormStyle::Deep => format_ident!("Deep"),
        FormStyle::Comma => format_ident!("Comma"),
        FormStyle::Space => format_ident!("Space"),
        FormStyle::Pipe => format_ident!("Pipe"),
        FormStyle::Spread => format_ident!("Spread"),
        FormStyle::Json => format_ident!("Json"),
    }
}

fn encoding(encoding: &PartEncoding) -> TokenStream {
    let (name, media) = (&encoding.name, encoding.media.as_deref().unwrap_or_default());
    let headers = encoding.headers.iter().map(|(name, value)| quote!((#name, #value)));
    let headers = headers.collect::<Vec<_>>();
    quote! {
        crate::runtime::PartEncoding {
            name: #name,
            content_type: #media,
            headers: &[#(#headers),*],
        }
    }
}
