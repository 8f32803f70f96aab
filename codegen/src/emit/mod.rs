//! The model and its names become drafts of files.
//!
//! In: [`Api`] and [`Names`]. Out: [`Job`]s that draft the files, one [`Draft`] each: items as
//! tokens and tables, or text. One module here for each kind of output file; `structs` and `enums` fill the files
//! of `types`. Formats nothing and decides nothing that the model has not decided.

mod alias;
mod answers;
mod bodies;
mod builders;
mod checks;
mod client;
mod credentials;
mod docs;
mod enums;
mod example;
mod features;
mod fixtures;
mod group;
mod lib_rs;
mod manifest;
pub mod markdown;
mod mocks;
mod needs;
mod pages;
mod parameters;
mod payloads;
mod program;
mod readme;
mod runtime;
mod structs;
pub mod surface;
mod tokens;
mod types;
mod unions;
mod usage;
mod uses;

use std::sync::Arc;

use proc_macro2::TokenStream;

use crate::api::Api;
use crate::names::Names;
use crate::settings::Settings;

pub use docs::Docs;
use features::Features;

/// A file that is not formatted yet.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Where it stands in the crate, with `/` between the parts.
    pub path: String,
    /// What stands in it.
    pub content: Content,
}

/// What stands in a [`Draft`].
#[derive(Clone, Debug)]
pub enum Content {
    /// Rust, item by item.
    Rust(Vec<Item>),
    /// Text that needs a header.
    Text(String),
    /// Text that is copied as it is.
    Copy(&'static str),
}

/// An item of a Rust file.
#[derive(Clone, Debug)]
pub enum Item {
    /// One or more items as tokens.
    Tokens(TokenStream),
    /// A structure or an enumeration.
    Declaration(Declaration),
    /// The function that makes a structure.
    Constructor(Constructor),
    /// A table: the call of a macro, one row a line.
    Table(Table),
    /// The call of a macro without rows: its name, and its arguments as in [`Table::head`].
    Call(&'static str, String),
}

/// The declaration of a structure or an enumeration. Lines and no tokens: these are most of a
/// large crate, and to read them again would take longer than all that is done before.
#[derive(Clone, Debug)]
pub struct Declaration {
    /// What is said of it.
    pub docs: Docs,
    /// The attributes; made of words of the generator only.
    pub attributes: Vec<&'static str>,
    /// What stands before the members, as in `pub struct Pet`.
    pub head: String,
    /// The fields or the variants.
    pub members: Vec<Line>,
}

/// A field or a variant.
#[derive(Clone, Debug)]
pub struct Line {
    /// What is said of it.
    pub docs: Docs,
    /// Whether it is outdated.
    pub deprecated: bool,
    /// The member without its comma; made of identifiers and types only.
    pub text: String,
}

/// The function `new` of a structure. Lines for the same reason.
#[derive(Clone, Debug)]
pub struct Constructor {
    /// The structure.
    pub ident: String,
    /// `name: Type` for what is needed.
    pub arguments: Vec<String>,
    /// `name: value` for all members.
    pub fields: Vec<String>,
}

/// The call of a macro of the runtime with one row a line.
#[derive(Clone, Debug)]
pub struct Table {
    /// The macro.
    pub name: &'static str,
    /// What stands before the rows.
    pub head: String,
    /// The rows; made of identifiers, types and escaped literals only.
    pub rows: Vec<String>,
}

/// What every emitter reads.
#[derive(Clone, Copy)]
struct Context<'a> {
    api: &'a Api,
    names: &'a Names,
    settings: &'a Settings,
}

/// Makes some of the files of a crate, on whatever thread it is asked to.
pub type Job<'a> = Box<dyn Fn() -> Vec<Draft> + Send + Sync + 'a>;

/// The jobs that draft every file of the crate. None depends on another one.
#[must_use]
pub fn emit<'a>(api: &'a Api, names: &'a Names, settings: &'a Settings) -> Vec<Job<'a>> {
    let context = Context { api, names, settings };
    let needs = needs::needs(context);
    let features = Arc::new(features::features(context));
    let mut jobs: Vec<Job<'a>> = vec![
        with(&features, move |features| manifest::manifest(context, needs, features)),
        with(&features, move |features| readme::readme(context, needs, features)),
        with(&features, move |features| lib_rs::lib_rs(context, needs, features)),
        with(&features, move |features| client::client(context, features)),
        with(&features, move |features| mocks::mocks(context, features)),
        with(&features, move |features| fixtures::fixtures(context, features)),
        with(&features, move |features| builders::builders(context, features)),
        Box::new(move || program::file(context).into_iter().collect()),
        Box::new(move || payloads::payloads(context).into_iter().collect()),
        Box::new(move || runtime::runtime(needs)),
    ];
    if checks::has_tables(context) {
        jobs.push(with(&features, move |features| checks::checks(context, features)));
    }
    jobs.extend(group::groups(context));
    jobs.extend(types::types(context, &features));
    jobs
}

/// The job of a file in which features stand, if there is such a file.
fn with<'a, D: Into<Option<Draft>>>(
    features: &Arc<Features>,
    draft: impl Fn(&Features) -> D + Send + Sync + 'a,
) -> Job<'a> {
    let features = Arc::clone(features);
    Box::new(move || draft(&features).into().into_iter().collect())
}
