//! What is wrong, where, and what to do: collected by every stage, sorted, shown once.
//!
//! In: [`Diagnostic`]s, each with the place it is about. Out: the same, sorted by place and
//! rendered as text with `file:line:col`. Does not stop anything: the pipeline asks
//! [`Diagnostics::has_errors`] between stages.

use std::fmt::Write as _;

use serde_json::Value;

use crate::source::{Era, History, Location, Locator, Origin, Pointer, Source};

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is generated.
    Error,
    /// The crate is generated, but a part of what the document says is not in it.
    Warning,
    /// Worth knowing, nothing to do.
    Note,
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])* $code:ident: $text:literal,)*) => {
        /// What kind of diagnostic it is. The text of a code never changes its meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Code { $($(#[doc = $doc])* $code,)* }

        impl Code {
            /// Every code.
            pub const ALL: &[Self] = &[$(Self::$code),*];

            /// The code as it is printed, for example `name-clash`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$code => $text,)* }
            }
        }
    };
}

codes! {
    /// The text is not YAML or JSON, or holds what neither allows (a key twice).
    Syntax: "syntax",
    /// The text can be read, but is no OpenAPI 3.x document; or a page holds none.
    NotOpenApi: "not-openapi",
    /// A part of the document does not have the shape that OpenAPI gives it.
    Malformed: "malformed",
    /// `provider.toml` is not what it should be.
    Settings: "settings",
    /// An entry of `provider.toml` names something that is not in the document.
    UnusedSetting: "unused-setting",
    /// The overlay is not an OpenAPI Overlay, or one of its targets is no `JSONPath`.
    Overlay: "overlay",
    /// An action of the overlay matches nothing.
    OverlayNoMatch: "overlay-no-match",
    /// A `$ref` leads nowhere.
    DanglingRef: "dangling-ref",
    /// `$ref`s lead in a circle.
    RefCycle: "ref-cycle",
    /// A `$ref` leads out of the document.
    ExternalRef: "external-ref",
    /// A construct that the generator does not handle.
    Unsupported: "unsupported",
    /// A keyword that has no effect on the generated code.
    Ignored: "ignored",
    /// Parts of an `allOf`, or pages that are imported together, contradict one another.
    Conflict: "conflict",
    /// The settings give the same name to two things.
    NameClash: "name-clash",
    /// A name of the settings is no Rust identifier.
    NoName: "no-name",
    /// A name is not what its words say, because that one is taken or cannot be spelled.
    Renamed: "renamed",
    /// The generator itself is wrong: please report it.
    Internal: "internal",
}

/// Which text a diagnostic is about, and where in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// A value of the document; where an overlay put it in, the overlay's action is shown.
    Document(Pointer),
    /// A value of the overlay.
    Overlay(Pointer),
    /// A key of `provider.toml`, outermost first.
    Settings(Vec<String>),
    /// A known position, as parsers report it.
    At(Location),
}

/// One thing to say about the input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How much it matters.
    pub severity: Severity,
    /// What kind it is.
    pub code: Code,
    /// What is wrong, in a sentence without a full stop.
    pub message: String,
    /// Where.
    pub place: Place,
    /// Other places that have to do with it, each with its part in it.
    pub related: Vec<(Place, String)>,
    /// What to do, perhaps with lines to paste.
    pub help: Option<String>,
}

impl Diagnostic {
    /// Adds a second place.
    pub fn with_related(&mut self, place: Place, what: impl Into<String>) -> &mut Self {
        self.related.push((place, what.into()));
        self
    }

    /// Adds what to do about it.
    pub fn with_help(&mut self, help: impl Into<String>) -> &mut Self {
        self.help = Some(help.into());
        self
    }

    /// The diagnostic as text: severity, code, message, `file:line:col`, help.
    #[must_use]
    pub fn render(&self, source: &Source) -> String {
        self.render_with(&Locator::new(source))
    }

    fn render_with(&self, locator: &Locator<'_>) -> String {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        let mut text = format!("{severity}[{}]: {}\n", self.code.as_str(), self.message);
        let _ = writeln!(text, "  --> {}", locator.describe(&self.place));
        for (place, what) in &self.related {
            let _ = writeln!(text, "  --> {}: {what}", locator.describe(place));
        }
        if let Some(help) = &self.help {
            for (index, line) in help.lines().enumerate() {
                let lead = if index == 0 { "  = help: " } else { "          " };
                let _ = writeln!(text, "{}", format!("{lead}{line}").trim_end());
            }
        }
        text
    }
}

/// Many diagnostics as text: the source is read through once and not once for each.
#[must_use]
pub fn render(diagnostics: &[Diagnostic], source: &Source) -> String {
    let locator = Locator::new(source);
    let texts: Vec<_> = diagnostics.iter().map(|d| d.render_with(&locator)).collect();
    texts.join("\n")
}

/// Everything that the stages had to say, and what is needed to say where.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    // Each with the era that its places belong to: later stages move values about.
    list: Vec<(Era, Diagnostic)>,
    history: History,
}

impl Diagnostics {
    /// Records an error about a value of the document.
    pub fn error(
        &mut self,
        code: Code,
        pointer: &Pointer,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        self.push(Severity::Error, code, Place::Document(pointer.clone()), message)
    }

    /// Records a warning about a value of the document.
    pub fn warning(
        &mut self,
        code: Code,
        pointer: &Pointer,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        self.push(Severity::Warning, code, Place::Document(pointer.clone()), message)
    }

    /// Records a note about a value of the document.
    pub fn note(
        &mut self,
        code: Code,
        pointer: &Pointer,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        self.push(Severity::Note, code, Place::Document(pointer.clone()), message)
    }

    /// Records a diagnostic about any place.
    pub fn push(
        &mut self,
        severity: Severity,
        code: Code,
        place: Place,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        let diagnostic = Diagnostic {
            severity,
            code,
            message: message.into(),
            place,
            related: Vec::new(),
            help: None,
        };
        self.list.push((self.history.now(), diagnostic));
        let last = self.list.len() - 1;
        &mut self.list[last].1
    }

    /// Remembers that the overlay's value at `action` put in what stands at `pointer`.
    pub fn overlaid(&mut self, pointer: Pointer, action: Pointer) {
        self.history.overlaid(pointer, action);
    }

    /// Remembers that what stands at `now` was copied from `before`, where it still is.
    pub fn copied(&mut self, now: Pointer, before: Pointer) {
        self.history.copied(now, before);
    }

    /// Remembers that what stands at `now` stood at `before` in the document's text.
    pub fn moved(&mut self, now: Pointer, before: Pointer) {
        self.history.moved([(now, before)]);
    }

    /// Remembers moves of one moment: none of them starts where another one ended.
    pub fn moved_together(&mut self, moves: impl IntoIterator<Item = (Pointer, Pointer)>) {
        self.history.moved(moves);
    }

    /// Takes over what was recorded apart, about places as they are now.
    pub fn absorb(&mut self, apart: Self) {
        let now = self.history.now();
        self.list.extend(apart.list.into_iter().map(|(_, diagnostic)| (now, diagnostic)));
    }

    /// Where values were and are.
    #[must_use]
    pub const fn history(&self) -> &History {
        &self.history
    }

    /// Where a reader finds what stands at this pointer after all stages that have run.
    #[must_use]
    pub fn place(&self, pointer: &Pointer) -> Place {
        let mut place = Place::Document(pointer.clone());
        settle(&self.history, self.history.now(), &mut place);
        place
    }

    /// Whether anything was recorded that keeps the crate from being generated.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|(_, d)| d.severity == Severity::Error)
    }

    /// The diagnostics, each at the place where its reader will find it, sorted.
    #[must_use]
    pub fn finish(self) -> Vec<Diagnostic> {
        let Self { list, history } = self;
        let mut list: Vec<_> = list
            .into_iter()
            .map(|(era, mut diagnostic)| {
                settle(&history, era, &mut diagnostic.place);
                for (place, _) in &mut diagnostic.related {
                    settle(&history, era, place);
                }
                diagnostic
            })
            .collect();
        list.sort_by_cached_key(|d| (d.severity, order(&d.place), d.code, d.message.clone()));
        list.dedup();
        list
    }
}

/// What messages call a value.
#[must_use]
pub const fn shape_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "a truth value",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// A place so that elements of a list stand in their order: 2 before 10.
fn order(place: &Place) -> (usize, Vec<(usize, String)>, Option<Location>) {
    let step = |step: &str| (step.parse().unwrap_or(usize::MAX), step.to_owned());
    let steps = |pointer: &Pointer| pointer.steps().map(|text| step(&text)).collect();
    match place {
        Place::Document(pointer) => (0, steps(pointer), None),
        Place::Overlay(pointer) => (1, steps(pointer), None),
        Place::Settings(path) => (2, path.iter().map(|text| step(text)).collect(), None),
        Place::At(location) => (3, Vec::new(), Some(location.clone())),
    }
}

/// Follows a place back through the dialect's moves and the overlay's additions.
fn settle(history: &History, era: Era, place: &mut Place) {
    if let Place::Document(pointer) = place {
        *place = match history.back(pointer, era) {
            Origin::Document(pointer) => Place::Document(pointer),
            Origin::Overlay(pointer) => Place::Overlay(pointer),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_explained_and_none_that_does_not_exist() {
        let text = include_str!("../DIAGNOSTICS.md");
        let rows = text.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
        let codes = Code::ALL.iter().map(|code| code.as_str());
        assert_eq!(rows.collect::<Vec<_>>(), codes.collect::<Vec<_>>());
    }
}
