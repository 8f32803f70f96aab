//! `src/runtime/`: the hand-written files, copied byte for byte, only those that are needed.

use super::needs::Needs;
use super::{Content, Draft, Item};
use crate::settings::DateLibrary;
use proc_macro2::{Ident, Span};
use quote::quote;

/// A file of the runtime.
struct File {
    module: &'static str,
    /// The feature that it is a part of, if it is one.
    feature: &'static [&'static str],
    text: &'static str,
    needed: fn(Needs) -> bool,
}

macro_rules! files {
    ($($module:literal $(=> $feature:literal)? $needed:expr,)*) => {
        [$(File {
            module: $module,
            feature: &[$($feature)?],
            text: include_str!(concat!("../../runtime/", $module, ".rs")),
            needed: $needed,
        },)*]
    };
}

const FILES: [File; 70] = files! {
    "auth" |_| true,
    "base64" |needs| needs.basic || needs.bytes || needs.signatures,
    "blocking" => "blocking" |_| true,
    "bodies" |needs| needs.bodies,
    "buffer" |needs| needs.unions || needs.flat,
    "builders" |needs| needs.builders,
    "bytes" |needs| needs.bytes,
    "call" |_| true,
    "checks" => "validate" |needs| needs.checks,
    "client" |_| true,
    "client_credentials" |needs| needs.exchange,
    "closed" |needs| needs.closed,
    "cookies" |needs| needs.cookies,
    "course" |needs| needs.pages,
    "date" |needs| needs.date,
    "declared" |needs| needs.parameters,
    "decode" |_| true,
    "download" |needs| needs.download,
    "empty" |needs| needs.empty,
    "enums" |_| true,
    "environment" |_| true,
    "error" |_| true,
    "events" |needs| needs.events,
    "features" |needs| needs.features,
    "flat" |needs| needs.flat,
    "form" |needs| needs.form,
    "frames" |needs| needs.events,
    "headers" |needs| needs.headers,
    "idle" |needs| !(needs.unions || needs.flat),
    "iterate" => "blocking" |needs| needs.pages || needs.events,
    "judge" |needs| needs.unions || needs.flat,
    "live" |needs| needs.download || needs.events,
    "loss" |_| true,
    "mock" => "test-util" |_| true,
    "mock_book" => "test-util" |_| true,
    "mock_items" => "test-util" |needs| needs.events,
    "mock_table" => "test-util" |_| true,
    "moment_chrono" |needs| needs.date_time == Some(DateLibrary::Chrono),
    "moment_jiff" |needs| needs.date_time == Some(DateLibrary::Jiff),
    "moment_time" |needs| needs.date_time == Some(DateLibrary::Time),
    "multipart" |needs| needs.multipart,
    "newtype" |needs| needs.alias,
    "options" |_| true,
    "others" |needs| needs.others,
    "pages" |needs| needs.pages,
    "patch" |needs| needs.patch,
    "patterns" => "validate" |needs| needs.patterns,
    "platform" |_| true,
    "prefixes" |needs| needs.prefixes,
    "redirect" |_| true,
    "reply" |_| true,
    "request" |_| true,
    "retry" |_| true,
    "scalars" |needs| needs.scalars,
    "secret" |_| true,
    "send" |_| true,
    "service" |_| true,
    "setters" |_| true,
    "styles" |needs| needs.styles,
    "time" |needs| needs.date || needs.date_time.is_some(),
    "trace" |_| true,
    "transport" |_| true,
    "unbase64" |needs| needs.bytes || needs.signatures,
    "undocumented" |_| true,
    "unions" |needs| needs.unions,
    "url" |_| true,
    "variables" |needs| needs.variables,
    "validate" => "validate" |needs| needs.checks,
    "webhooks" => "webhooks" |needs| needs.signatures,
    "wire" |_| true,
};

/// Drafts the copies and the module that declares them.
pub fn runtime(needs: Needs) -> Vec<Draft> {
    let files = FILES.iter().filter(|file| (file.needed)(needs));
    let files = files.collect::<Vec<_>>();
    let declared = files.iter().map(|file| {
        let module = Ident::new(file.module, Span::call_site());
        let condition = file.feature.first().map(|feature| quote!(#[cfg(feature = #feature)]));
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
        path: format!("src/runtime/{}.rs", file.module),
        content: Content::Copy(file.text),
    }));
    drafts
}

#[cfg(test)]
mod tests {
    use super::{FILES, Needs};

    /// The budget for what every consumer compiles. What only some need is a file of its own.
    const MOST_LINES: usize = 2_600;

    #[test]
    fn what_every_crate_carries_stays_small() {
        let every = FILES.iter().filter(|file| {
            let without = file.feature.is_empty();
            without && (file.needed)(Needs::default())
        });
        let code = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with("//");
        let lines = every.map(|file| file.text.lines().filter(code).count()).sum::<usize>();
        assert!(lines > 1_000, "the list is not read: {lines}");
        assert!(lines <= MOST_LINES, "{lines} lines of code");
    }
}
