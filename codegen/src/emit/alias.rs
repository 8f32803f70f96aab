//! What a thing is called in the document, for the search of rustdoc.
//!
//! In: the document's name and ours. Out: a `#[doc(alias)]`, where the search would not find the one
//! under the other. Capitals and underscores make no difference to it.

use proc_macro2::TokenStream;
use quote::quote;

use crate::names::{Ident, unraw};

/// The attribute, where it is needed.
pub fn attribute(name: Option<&str>, ident: &Ident) -> Option<TokenStream> {
    let name = needed(name?, ident)?;
    Some(quote!(#[doc(alias = #name)]))
}

/// The same before the line of a field or a variant.
pub fn prefix(name: &str, ident: &Ident) -> String {
    needed(name, ident).map_or_else(String::new, |name| format!("#[doc(alias = {name:?})] "))
}

/// The longest name that anybody would type.
const LONGEST: usize = 80;

/// The document's name, where it is another one and can be searched for.
fn needed<'a>(name: &'a str, ident: &Ident) -> Option<&'a str> {
    let plain = |sign: char| sign.is_ascii_alphanumeric() || "_-+@".contains(sign);
    let fits = name.len() <= LONGEST && name.chars().all(plain);
    (fits && differs(name, ident) && !name.is_empty()).then_some(name)
}

/// Whether a name says more than ours does in another case.
pub fn differs(name: &str, ident: &Ident) -> bool {
    let folded = |text: &str| text.replace(['_', '-'], "").to_lowercase();
    folded(name) != folded(unraw(ident))
}
