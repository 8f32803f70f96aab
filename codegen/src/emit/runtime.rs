//! `src/runtime/`: the hand-written files, copied byte for byte, only those that are needed.

use super::needs::Needs;
use super::{Content, Draft, Item};
use proc_macro2::{Ident, Span};
use quote::quote;

/// A file of the runtime.
struct File {
    module: &'static str,
    text: &'static str,
    needed: fn(Needs) -> bool,
}

macro_rules! files {
    ($($module:literal $needed:expr,)*) => {
        [$(File {
            module: $module,
            text: include_str!(concat!("../../runtime/", $module, ".rs")),
            needed: $needed,
        },)*]
    };
}

const FILES: [File; 37] = files! {
    "auth" |_| true,
    "base64" |_| true,
    "bodies" |needs| needs.bodies,
    "buffer" |needs| needs.unions || needs.flat,
    "call" |_| true,
    "client" |_| true,
    "decode" |_| true,
    "download" |needs| needs.download,
    "enums" |_| true,
    "error" |_| true,
    "events" |needs| needs.events,
    "features" |needs| needs.features,
    "flat" |needs| needs.flat,
    "form" |needs| needs.form,
    "frames" |needs| needs.events,
    "headers" |needs| needs.headers,
    "judge" |_| true,
    "live" |_| true,
    "multipart" |needs| needs.multipart,
    "newtype" |needs| needs.alias,
    "pages" |needs| needs.pages,
    "parameters" |_| true,
    "patch" |needs| needs.patch,
    "redirect" |_| true,
    "reply" |_| true,
    "request" |_| true,
    "retry" |_| true,
    "secret" |_| true,
    "send" |_| true,
    "service" |_| true,
    "setters" |_| true,
    "styles" |needs| needs.styles,
    "time" |needs| needs.time,
    "unions" |needs| needs.unions,
    "url" |_| true,
    "webhooks" |needs| needs.signatures,
    "wire" |_| true,
};

/// Files that are there only with the feature of the same name.
const OPTIONAL: [&str; 1] = ["webhooks"];

/// Drafts the copies and the module that declares them.
pub fn runtime(needs: Needs) -> Vec<Draft> {
    let files = FILES.iter().filter(|file| (file.needed)(needs));
    let files = files.collect::<Vec<_>>();
    let declared = files.iter().map(|file| {
        let module = Ident::new(file.module, Span::call_site());
        let feature = OPTIONAL.contains(&file.module).then_some(file.module);
        let feature = feature.map(|feature| quote!(#[cfg(feature = #feature)]));
        Item::Tokens(quote! {
            #feature
            mod #module;
            #feature
            pub use #module::*;
        })
    });
    let mut drafts = vec![Draft {
        path: "src/runtime/mod.rs".to_owned(),
        content: Content::Rust(declared.collect()),
    }];
    drafts.extend(files.iter().map(|file| Draft {
        path: format!("src/runtime/{}.rs", file.module),
        content: Content::Copy(file.text),
    }));
    drafts
}
