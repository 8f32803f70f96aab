//! `src/runtime/`: the hand-written files, copied byte for byte, only those that are needed.

use Compiled::{Always, Native, Web, With, Without};

use super::needs::Needs;
use super::{Content, Draft, Item};
use crate::settings::DateLibrary;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

/// A file of the runtime.
struct File {
    /// Its folder in `codegen/runtime/`, and its module, which stands in no folder in a crate.
    path: &'static str,
    compiled: Compiled,
    text: &'static str,
    needed: fn(Needs) -> bool,
}

/// Where a file that is there is compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Compiled {
    Always,
    /// Where a feature is on.
    With(&'static str),
    /// Where it is off.
    Without(&'static str),
    /// On WebAssembly without an operating system.
    Web,
    /// Everywhere else.
    Native,
}

impl Compiled {
    fn condition(self) -> Option<TokenStream> {
        let web = quote!(all(target_family = "wasm", target_os = "unknown"));
        match self {
            Self::Always => None,
            Self::With(feature) => Some(quote!(#[cfg(feature = #feature)])),
            Self::Without(feature) => Some(quote!(#[cfg(not(feature = #feature))])),
            Self::Web => Some(quote!(#[cfg(#web)])),
            Self::Native => Some(quote!(#[cfg(not(#web))])),
        }
    }
}

impl File {
    fn module(&self) -> &'static str {
        self.path.rsplit('/').next().unwrap_or(self.path)
    }
}

macro_rules! files {
    ($($path:literal: $compiled:expr, $needed:expr;)*) => {
        [$(File {
            path: $path,
            compiled: $compiled,
            text: include_str!(concat!("../../runtime/", $path, ".rs")),
            needed: $needed,
        },)*]
    };
}

const FILES: [File; 75] = files! {
    "call/blocking": With("blocking"), |_| true;
    "call/call": Always, |_| true;
    "call/redirect": Always, |_| true;
    "call/retry": Always, |_| true;
    "call/send": Always, |_| true;
    "call/trace": With("tracing"), |_| true;
    "call/untraced": Without("tracing"), |_| true;
    "call/native": Native, |_| true;
    "call/web": Web, |_| true;
    "call/fetch": Web, |_| true;
    "call/transport": Always, |_| true;
    "call/undocumented": Always, |_| true;
    "client/client": Always, |_| true;
    "client/environment": Always, |_| true;
    "values/features": Always, |needs| needs.features;
    "client/prefixes": Always, |needs| needs.prefixes;
    "client/service": Always, |_| true;
    "client/variables": Always, |needs| needs.variables;
    "credentials/auth": Always, |_| true;
    "credentials/client_credentials": Always, |needs| needs.exchange;
    "credentials/secret": Always, |_| true;
    "outgoing/bodies": Always, |needs| needs.bodies;
    "outgoing/cookies": Always, |needs| needs.cookies;
    "outgoing/declared": Always, |needs| needs.parameters;
    "outgoing/form": Always, |needs| needs.form;
    "outgoing/multipart": Always, |needs| needs.multipart;
    "outgoing/options": Always, |_| true;
    "outgoing/request": Always, |_| true;
    "outgoing/styles": Always, |needs| needs.styles;
    "outgoing/url": Always, |_| true;
    "incoming/course": Always, |needs| needs.pages;
    "incoming/decode": Always, |_| true;
    "incoming/download": Always, |needs| needs.download;
    "incoming/error": Always, |_| true;
    "incoming/events": Always, |needs| needs.events;
    "incoming/frames": Always, |needs| needs.events;
    "incoming/headers": Always, |needs| needs.headers;
    "incoming/iterate": With("blocking"), |needs| needs.pages || needs.events;
    "incoming/live": Always, |needs| needs.download || needs.events;
    "incoming/loss": Always, |_| true;
    "incoming/pages": Always, |needs| needs.pages;
    "incoming/reply": Always, |_| true;
    "incoming/webhooks": With("webhooks"), |needs| needs.signatures;
    "values/base64": Always, |needs| needs.basic || needs.bytes;
    "values/base64": With("webhooks"), |needs| needs.signatures && !(needs.basic || needs.bytes);
    "values/buffer": Always, |needs| needs.unions || needs.flat;
    "values/builders": Always, |needs| needs.builders;
    "values/bytes": Always, |needs| needs.bytes;
    "values/closed": Always, |needs| needs.closed;
    "values/date": Always, |needs| needs.date;
    "values/empty": Always, |needs| needs.empty;
    "values/enums": Always, |_| true;
    "values/flat": Always, |needs| needs.flat;
    "values/idle": Always, |needs| !(needs.unions || needs.flat);
    "values/judge": Always, |needs| needs.unions || needs.flat;
    "values/moment_chrono": Always, |needs| needs.date_time == Some(DateLibrary::Chrono);
    "values/moment_jiff": Always, |needs| needs.date_time == Some(DateLibrary::Jiff);
    "values/moment_time": Always, |needs| needs.date_time == Some(DateLibrary::Time);
    "values/newtype": Always, |needs| needs.alias;
    "values/others": Always, |needs| needs.others;
    "values/patch": Always, |needs| needs.patch;
    "values/scalars": Always, |needs| needs.scalars;
    "values/setters": Always, |_| true;
    "values/time": Always, |needs| needs.date || needs.date_time.is_some();
    "values/unbase64": Always, |needs| needs.bytes;
    "values/unbase64": With("webhooks"), |needs| needs.signatures && !needs.bytes;
    "values/unions": Always, |needs| needs.unions;
    "values/wire": Always, |_| true;
    "checks/checks": With("validate"), |needs| needs.checks;
    "checks/patterns": With("validate"), |needs| needs.patterns;
    "checks/validate": With("validate"), |needs| needs.checks;
    "testing/mock": With("test-util"), |_| true;
    "testing/mock_book": With("test-util"), |_| true;
    "testing/mock_items": With("test-util"), |needs| needs.events;
    "testing/mock_table": With("test-util"), |_| true;
};

/// Drafts the copies and the module that declares them.
pub fn runtime(needs: Needs) -> Vec<Draft> {
    let mut files: Vec<_> = FILES.iter().filter(|file| (file.needed)(needs)).collect();
    files.sort_by_key(|file| file.module());
    let declared = files.iter().map(|file| {
        let module = Ident::new(file.module(), Span::call_site());
        let condition = file.compiled.condition();
        Item::Tokens(quote! {
            #condition
            mod #module;
            #condition
            pub use #module::*;
        })
    });
    let mut drafts = vec![Draft {
        path: "src/runtime/mod.rs".to_owned(),
        content: Content::Rust(declared.collect()),
    }];
    drafts.extend(files.iter().map(|file| Draft {
        path: format!("src/runtime/{}.rs", file.module()),
        content: Content::Copy(file.text),
    }));
    drafts
}
