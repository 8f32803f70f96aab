//! Turns an OpenAPI document into a typed Rust client crate.
//!
//! One entry, [`generate`]: text in, texts out. The library touches no file, clock, network
//! or environment, so it can be called from anywhere: this project's `xtask`, somebody
//! else's, or a `build.rs`.
//!
//! ```
//! use link_codegen::{Source, Text, generate};
//!
//! let source = Source {
//!     document: Text {
//!         name: "ping.yaml".to_owned(),
//!         text: r#"
//! openapi: 3.1.0
//! info: { title: Ping, version: "1" }
//! servers: [{ url: "https://ping.example" }]
//! paths:
//!   /ping:
//!     get:
//!       responses:
//!         "200":
//!           description: It is there.
//!           content:
//!             application/json:
//!               schema: { type: string }
//! "#
//!         .to_owned(),
//!     },
//!     command: "cargo xtask clients".to_owned(),
//!     ..Source::default()
//! };
//! let outcome = generate(&source);
//! for diagnostic in &outcome.diagnostics {
//!     eprintln!("{}", diagnostic.render(&source));
//! }
//! let files = outcome.files.ok_or("the document has errors")?;
//! assert!(files["src/ping.rs"].contains("pub fn list(&self"));
//! // Write each of them: `for (path, text) in files { … }`.
//! # Ok::<(), &str>(())
//! ```

pub mod api;
mod beside;
pub mod changes;
pub mod diagnostics;
mod dialect;
mod document;
mod emit;
mod lower;
mod names;
mod overlay;
mod render;
pub mod report;
mod route;
pub mod settings;
mod source;

pub use changes::compare;
pub use diagnostics::{Code, Diagnostic, Place, Severity};
pub use document::METHODS;
pub use overlay::{Correction, Deed};
pub use render::{FileSet, MARK};
pub use report::Report;
pub use source::{Location, Locator, Pointer, Source, Spot, Text, references, to_json, to_yaml};

use beside::beside;
use diagnostics::Diagnostics;
use serde_json::Value;

/// The version of the generator.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What came of a document.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// The files of the crate; none where there are errors.
    pub files: Option<FileSet>,
    /// Everything there is to say about the input, sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// How much of the document is in the crate.
    pub report: Report,
    /// What the overlay did, in the order of its actions.
    pub corrections: Vec<Correction>,
}

/// Generates the crate for a document. Never panics; the same source gives the same bytes.
#[must_use]
pub fn generate(source: &Source) -> Outcome {
    generate_observed(source, &mut |_| {})
}

/// [`generate`], telling `observe` the name of each stage when it ends.
///
/// The library has no clock; a caller that wants to know how long stages take looks at its
/// own.
#[must_use]
pub fn generate_observed(source: &Source, observe: &mut dyn FnMut(&'static str)) -> Outcome {
    let mut run = Run::new(observe);
    let files = run.pipeline(source);
    let Run { diagnostics, mut report, corrections, .. } = run;
    let diagnostics = diagnostics.finish();
    report::collect(&mut report, &diagnostics);
    Outcome { files, diagnostics, report, corrections }
}

/// A document with its corrections, as the generator reads it.
#[derive(Clone, Debug, Default)]
pub struct Effective {
    /// The document after the overlay, in the version that it is written in, with the files that it
    /// is spread over under `components`; none where there are errors.
    pub value: Option<Value>,
    /// What the overlay did, in the order of its actions.
    pub corrections: Vec<Correction>,
    /// What there is to say about the input up to here, sorted.
    pub diagnostics: Vec<Diagnostic>,
}

/// Applies the overlay of a source to its document, and goes no further.
#[must_use]
pub fn effective(source: &Source) -> Effective {
    let mut ignore = |_| {};
    let mut run = Run::new(&mut ignore);
    let settings = run.stage("settings", |d| settings::read(source, d));
    let value = settings.and_then(|settings| run.value(source, &settings));
    let Run { diagnostics, corrections, .. } = run;
    Effective { value, corrections, diagnostics: diagnostics.finish() }
}

/// Reads a text as the first stage does: `None` where it holds no object, which is then said.
///
/// For callers that make a document before it is generated from.
pub fn read(text: &Text, diagnostics: &mut Diagnostics) -> Option<Value> {
    source::parse(text, diagnostics)
}

/// What the pipeline knows before any Rust is written.
struct Model {
    settings: settings::Settings,
    api: api::Api,
    names: names::Names,
}

/// Reads a source; nothing comes of one with errors.
fn model(source: &Source) -> (Option<Model>, Diagnostics) {
    let mut ignore = |_| {};
    let mut run = Run::new(&mut ignore);
    (run.model(source), run.diagnostics)
}

/// One run of the pipeline.
struct Run<'a> {
    diagnostics: Diagnostics,
    report: Report,
    corrections: Vec<Correction>,
    observe: &'a mut dyn FnMut(&'static str),
}

impl<'a> Run<'a> {
    fn new(observe: &'a mut dyn FnMut(&'static str)) -> Self {
        let (diagnostics, report) = (Diagnostics::default(), Report::default());
        Self { diagnostics, report, corrections: Vec::new(), observe }
    }

    fn pipeline(&mut self, source: &Source) -> Option<FileSet> {
        let Model { settings, api, names } = self.model(source)?;
        let jobs = self.stage("emit", |_| Some(emit::emit(&api, &names, &settings)))?;
        self.stage("render", |d| Some(render::render(&jobs, &source.command, d)))
    }

    fn model(&mut self, source: &Source) -> Option<Model> {
        let settings = self.stage("settings", |d| settings::read(source, d))?;
        let value = self.value(source, &settings)?;
        let value = self.stage("dialect", |d| dialect::normalise(value, d))?;
        let document = self.stage("document", |d| document::read(value, d))?;
        let api = self.stage("lower", |d| Some(lower::lower(&document, &settings, d)))?;
        let begun = std::mem::take(&mut self.report);
        // After that, the document is of no use, and a large one takes its time to go.
        let measure = |d: &mut Diagnostics| {
            let report = report::measure(begun, &document, &api, d);
            drop(document);
            report
        };
        let name = |d: &mut Diagnostics| names::name(&api, &settings, d);
        let (names, report) = self.stage("names", |d| Some(beside(name, measure, d)))?;
        self.report = report;
        Some(Model { settings, api, names })
    }

    /// The document as a value, after the overlay.
    fn value(&mut self, source: &Source, settings: &settings::Settings) -> Option<Value> {
        let value = self.stage("source", |d| source::parse(&source.document, d))?;
        let value = self.stage("files", |d| source::bundle(value, source, d))?;
        self.report = report::begin(&value);
        let origins = settings.source.addresses();
        let mut corrections = Vec::new();
        let value =
            self.stage("overlay", |d| overlay::apply(value, source, &origins, &mut corrections, d));
        self.corrections = corrections;
        value
    }

    /// Runs one stage; one that recorded an error is the last.
    fn stage<T>(
        &mut self,
        name: &'static str,
        stage: impl FnOnce(&mut Diagnostics) -> Option<T>,
    ) -> Option<T> {
        let result = stage(&mut self.diagnostics);
        (self.observe)(name);
        result.filter(|_| !self.diagnostics.has_errors())
    }
}
