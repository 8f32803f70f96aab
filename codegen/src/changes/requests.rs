//! What calls take: parameters and bodies.
//!
//! In: those of an operation in both versions. Out: their changes, all of which travel to the
//! service.

use super::comparer::Comparer;
use super::felt::Felt;
use super::log::Spot;
use super::{Direction, Effect, Rule};
use crate::api::{Body, Content, Location, Parameter, Style};
use crate::names::Ident;

/// Parameters with their names.
type Named<'a> = (&'a [Parameter], &'a [Ident]);

impl Comparer<'_> {
    /// Compares the parameters of an operation.
    pub fn parameters(
        &mut self,
        old: Named<'_>,
        new: Named<'_>,
        paths: (&str, &str),
        spot: &Spot,
        felt: &mut Felt,
    ) {
        let (pairs, gone, added) = same_parameters(old.0, new.0, paths);
        for (before, after) in pairs {
            let (Some(one), Some(other)) = (old.0.get(before), new.0.get(after)) else { continue };
            let idents = (old.1.get(before), new.1.get(after));
            self.parameter((one, idents.0), (other, idents.1), spot, felt);
        }
        for index in added {
            let (Some(one), ident) = (new.0.get(index), new.1.get(index)) else { continue };
            let spot = self.parameter_spot(spot, None, Some((one, ident)));
            let rule = if one.required {
                Rule::ParameterAddedRequired
            } else {
                Rule::ParameterAddedOptional
            };
            let source = felt.effect(&keys(one, ident));
            let words = Some(format!("{}: {}", place(one.location), self.spoken().1.ty(&one.ty)));
            self.log.push(&spot, rule, (None, words), source);
        }
        for index in gone {
            let (Some(one), ident) = (old.0.get(index), old.1.get(index)) else { continue };
            let spot = self.parameter_spot(spot, Some((one, ident)), None);
            let source = felt.effect(&keys(one, ident));
            let words = Some(format!("{}: {}", place(one.location), self.spoken().0.ty(&one.ty)));
            self.log.push(&spot, Rule::ParameterRemoved, (words, None), source);
        }
    }

    fn parameter_spot(
        &self,
        spot: &Spot,
        old: Option<(&Parameter, Option<&Ident>)>,
        new: Option<(&Parameter, Option<&Ident>)>,
    ) -> Spot {
        let one = new.or(old);
        let wire = one.map(|(parameter, _)| parameter.wire.as_str()).unwrap_or_default();
        let call = spot.rust.as_deref().unwrap_or_default();
        let rust = one.and_then(|(parameter, ident)| {
            let ident = ident?;
            Some(if parameter.required {
                format!("{} {ident}", call.replace("()", "(..)"))
            } else {
                format!("{call}.{ident}(..)")
            })
        });
        let spot = spot.inside(&format!(" ?{wire}")).going(Direction::Request).at(
            old.map(|(parameter, _)| self.old.place(&parameter.pointer)),
            new.map(|(parameter, _)| self.new.place(&parameter.pointer)),
        );
        Spot { rust, ..spot }
    }

    fn parameter(
        &mut self,
        was: (&Parameter, Option<&Ident>),
        is: (&Parameter, Option<&Ident>),
        spot: &Spot,
        felt: &mut Felt,
    ) {
        let spot = self.parameter_spot(spot, Some(was), Some(is));
        // Whether the value has a structure follows from its type.
        let Parameter {
            pointer: _,
            wire: old_wire,
            location: old_location,
            style: old_style,
            doc: old_doc,
            deprecated: old_deprecated,
            default: old_default,
            ty: old_ty,
            structured: _,
            required: old_required,
            limits: old_limits,
        } = was.0;
        let Parameter {
            pointer: _,
            wire,
            location,
            style,
            doc,
            deprecated,
            default,
            ty,
            structured: _,
            required,
            limits,
        } = is.0;
        let both = [keys(was.0, was.1), keys(is.0, is.1)].concat();
        if old_wire != wire {
            let words = (Some(old_wire.clone()), Some(wire.clone()));
            let source = felt.effect(&both);
            self.log.push(&spot, Rule::ParameterRenamed, words, source);
        } else if was.1 != is.1 && !required && !old_required {
            let words = (was.1.map(ToString::to_string), is.1.map(ToString::to_string));
            let source = felt.effect(&both);
            self.log.push(&spot, Rule::RustRenamed, words, source);
        }
        if old_required != required {
            let (rule, words) = if *required {
                (Rule::ParameterMadeRequired, ("optional", "required"))
            } else {
                (Rule::ParameterMadeOptional, ("required", "optional"))
            };
            let source = felt.effect(&both);
            let words = (Some(words.0.to_owned()), Some(words.1.to_owned()));
            self.log.push(&spot, rule, words, source);
        }
        if old_location != location {
            let words = (Some(place(*old_location).to_owned()), Some(place(*location).to_owned()));
            // Arguments stand in the order of the document, those of the path first.
            let source = felt.effect(&both);
            self.log.push(&spot, Rule::ParameterMoved, words, source);
        } else if old_style != style {
            let words = (Some(written(*old_style)), Some(written(*style)));
            self.log.push(&spot, Rule::ParameterStyleChanged, words, Effect::None);
        }
        self.value(&spot, old_ty, ty, felt, &both);
        self.default(&spot, old_default.as_deref(), default.as_deref());
        let key = format!("deprecated {}", is.1.map(ToString::to_string).unwrap_or_default());
        self.deprecation(&spot, *old_deprecated, *deprecated, felt, &key);
        self.limits(&spot, old_limits, limits);
        self.log.words(&spot, &[old_doc.as_deref()], &[doc.as_deref()]);
    }

    /// Compares the bodies of an operation.
    pub fn bodies(&mut self, old: Option<&Body>, new: Option<&Body>, spot: &Spot, felt: &mut Felt) {
        let spot = spot.inside(" body").going(Direction::Request);
        let keys = ["arguments".to_owned(), "setter body".to_owned()];
        let (old, new) = match (old, new) {
            (None, None) => return,
            (None, Some(body)) => {
                let rule =
                    if body.required { Rule::BodyAddedRequired } else { Rule::BodyAddedOptional };
                let source = felt.effect(&keys);
                self.log.push(&spot, rule, (None, Some(described(body))), source);
                return;
            }
            (Some(body), None) => {
                let source = felt.effect(&keys);
                self.log.push(&spot, Rule::BodyRemoved, (Some(described(body)), None), source);
                return;
            }
            (Some(old), Some(new)) => (old, new),
        };
        let Body {
            content: old_content,
            media: old_media,
            others: was,
            required: old_required,
            doc: old_doc,
            limits: old_limits,
        } = old;
        let Body { content, media, others: is, required, doc, limits } = new;
        if old_required != required {
            let (rule, words) = if *required {
                (Rule::BodyMadeRequired, ("optional", "required"))
            } else {
                (Rule::BodyMadeOptional, ("required", "optional"))
            };
            let source = felt.effect(&keys);
            let words = (Some(words.0.to_owned()), Some(words.1.to_owned()));
            self.log.push(&spot, rule, words, source);
        }
        if old_media != media || kind(old_content) != kind(content) {
            let words = (Some(described(old)), Some(described(new)));
            let rule =
                if is.contains(old_media) { Rule::BodyMediaAdded } else { Rule::BodyMediaChanged };
            let source = felt.effect(&keys);
            self.log.push(&spot, rule, words, source);
        }
        for added in is.iter().filter(|other| !was.contains(other) && *other != old_media) {
            let words = (None, Some(added.clone()));
            self.log.push(&spot, Rule::BodyMediaAdded, words, Effect::None);
        }
        for gone in was.iter().filter(|other| !is.contains(other) && *other != media) {
            let words = (Some(gone.clone()), None);
            self.log.push(&spot, Rule::BodyMediaRemoved, words, Effect::None);
        }
        if kind(old_content) == kind(content) && encoded(old_content) != encoded(content) {
            let words = (Some(encoded(old_content)), Some(encoded(content)));
            self.log.push(&spot, Rule::BodyEncodingChanged, words, Effect::None);
        }
        if let (Some(old), Some(new)) = (old.ty(), new.ty()) {
            self.value(&spot, old, new, felt, &keys);
        }
        self.limits(&spot, old_limits, limits);
        self.log.words(&spot, &[old_doc.as_deref()], &[doc.as_deref()]);
    }
}

/// Parameters that are the same, by their positions; then those that are gone, and the new ones.
type Pairing = (Vec<(usize, usize)>, Vec<usize>, Vec<usize>);

fn same_parameters(old: &[Parameter], new: &[Parameter], paths: (&str, &str)) -> Pairing {
    let mut pairs = Vec::new();
    let mut left = (0..old.len()).collect::<Vec<_>>();
    let mut right = (0..new.len()).collect::<Vec<_>>();
    let routes = (names(paths.0), names(paths.1));
    let one_route = super::operations::shape(paths.0) == super::operations::shape(paths.1);
    for step in 0..3 {
        left.retain(|&index| {
            let Some(one) = old.get(index) else { return false };
            let found = right.iter().position(|&other| {
                let Some(other) = new.get(other) else { return false };
                match step {
                    0 => one.wire == other.wire && one.location == other.location,
                    1 => one.wire == other.wire,
                    _ => {
                        let position = |names: &[&str], parameter: &Parameter| {
                            names.iter().position(|name| *name == parameter.wire)
                        };
                        let place = position(&routes.0, one);
                        let path = (one.location, other.location);
                        one_route
                            && path == (Location::Path, Location::Path)
                            && place.is_some()
                            && place == position(&routes.1, other)
                    }
                }
            });
            let Some(found) = found else { return true };
            pairs.push((index, right.remove(found)));
            false
        });
    }
    pairs.sort_by_key(|(_, new)| *new);
    (pairs, left, right)
}

/// The names of a path's parameters, in order.
fn names(path: &str) -> Vec<&str> {
    path.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect()
}

fn keys(parameter: &Parameter, ident: Option<&Ident>) -> Vec<String> {
    if parameter.required {
        return vec!["arguments".to_owned()];
    }
    let ident = ident.map(ToString::to_string).unwrap_or_default();
    vec![format!("setter {ident}"), format!("deprecated {ident}")]
}

fn place(location: Location) -> &'static str {
    match location {
        Location::Path => "in the path",
        Location::Query => "in the query",
        Location::QueryString => "as the query",
        Location::Header => "in a header",
        Location::Cookie => "in a cookie",
    }
}

fn written(style: Style) -> String {
    let Style { notation, exploded, reserved } = style;
    let exploded = if exploded { ", each part on its own" } else { "" };
    let reserved = if reserved { ", with reserved characters" } else { "" };
    format!("{notation:?}{exploded}{reserved}")
}

fn kind(content: &Content) -> &'static str {
    match content {
        Content::Json(_) => "JSON",
        Content::Lines(_) => "lines of JSON",
        Content::Form { .. } => "a form",
        Content::Parts { .. } => "parts",
        Content::Text => "text",
        Content::Bytes => "bytes",
    }
}

fn described(body: &Body) -> String {
    format!("{} ({})", kind(&body.content), body.media)
}

/// What is said of how members are written.
fn encoded(content: &Content) -> String {
    let lines = match content {
        Content::Form { ty: _, styles } => {
            let mut lines = styles.iter().map(|(name, style)| format!("{name}: {style:?}"));
            let mut lines = lines.by_ref().collect::<Vec<_>>();
            lines.sort();
            lines
        }
        Content::Parts { ty: _, encodings } => {
            let lines = encodings.iter().map(|encoding| {
                let crate::api::PartEncoding { name, media, headers } = encoding;
                let media = media.as_deref().unwrap_or("any media type");
                let headers = headers.iter().map(|(name, value)| format!(", {name}: {value}"));
                format!("{name}: {media}{}", headers.collect::<String>())
            });
            let mut lines = lines.collect::<Vec<_>>();
            lines.sort();
            lines
        }
        Content::Json(_) | Content::Lines(_) | Content::Text | Content::Bytes => Vec::new(),
    };
    if lines.is_empty() { "as usual".to_owned() } else { lines.join("; ") }
}
