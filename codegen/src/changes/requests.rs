//! What calls take: parameters and bodies.
//!
//! In: those of an operation in both versions. Out: their changes, all of which travel to the
//! service.

use std::collections::BTreeSet;

use super::comparer::Comparer;
use super::felt::Felt;
use super::log::{Spot, both};
use super::matching::{At, Matched, matched};
use super::operations::shape;
use super::side::Side;
use super::{Direction, Effect, Rule};
use crate::api::{Body, Content, Location, Operation, Parameter, PartEncoding, Style};
use crate::emit::surface::Surface;
use crate::names::Ident;

/// A parameter with its name.
type Named<'a> = (&'a Parameter, Option<&'a Ident>);

impl Comparer<'_> {
    /// Compares the parameters of an operation.
    pub fn parameters(
        &mut self,
        (before, old): At<'_, Operation>,
        (after, new): At<'_, Operation>,
        spot: &Spot,
        felt: &mut Felt,
    ) {
        let Matched { pairs, gone, added } = same_parameters(old, new);
        for ((one, was), (other, is)) in pairs {
            self.parameter(
                (was, ident(self.old, before, one)),
                (is, ident(self.new, after, other)),
                spot,
                felt,
            );
        }
        for (index, parameter) in added {
            let named = (parameter, ident(self.new, after, index));
            let spot = self.parameter_spot(spot, None, Some(named));
            let rule = if parameter.required {
                Rule::ParameterAddedRequired
            } else {
                Rule::ParameterAddedOptional
            };
            let source = felt.effect(&keys(named));
            let words = (None, Some(placed(parameter, self.spoken().1)));
            self.log.push(&spot, rule, words, source);
        }
        for (index, parameter) in gone {
            let named = (parameter, ident(self.old, before, index));
            let spot = self.parameter_spot(spot, Some(named), None);
            let source = felt.effect(&keys(named));
            let words = (Some(placed(parameter, self.spoken().0)), None);
            self.log.push(&spot, Rule::ParameterRemoved, words, source);
        }
    }

    fn parameter_spot(&self, spot: &Spot, old: Option<Named<'_>>, new: Option<Named<'_>>) -> Spot {
        let one = new.or(old);
        let wire = one.map(|(parameter, _)| parameter.wire.as_str()).unwrap_or_default();
        let call = spot.rust.as_deref().unwrap_or_default();
        let rust = one.and_then(|(parameter, ident)| {
            let ident = ident?;
            Some(if parameter.required {
                format!("{}(..) {ident}", call.strip_suffix("()").unwrap_or(call))
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

    fn parameter(&mut self, was: Named<'_>, is: Named<'_>, spot: &Spot, felt: &mut Felt) {
        let spot = self.parameter_spot(spot, Some(was), Some(is));
        let old = was.0;
        // Whether the value has a structure follows from its type.
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
        let keys_of_both = [keys(was), keys(is)].concat();
        if old.wire != *wire {
            let source = felt.effect(&keys_of_both);
            self.log.push(&spot, Rule::ParameterRenamed, both(&old.wire, wire), source);
        } else if was.1 != is.1 && !required && !old.required {
            let words = (was.1.map(ToString::to_string), is.1.map(ToString::to_string));
            let source = felt.effect(&keys_of_both);
            self.log.push(&spot, Rule::RustRenamed, words, source);
        }
        let rules = (Rule::ParameterMadeRequired, Rule::ParameterMadeOptional);
        self.required((old.required, *required), rules, &spot, felt, &keys_of_both);
        if old.location != *location {
            // Arguments stand in the order of the document, those of the path first.
            let source = felt.effect(&keys_of_both);
            let words = both(place(old.location), place(*location));
            self.log.push(&spot, Rule::ParameterMoved, words, source);
        } else if old.style != *style {
            let words = both(written(old.style), written(*style));
            self.log.push(&spot, Rule::ParameterStyleChanged, words, Effect::None);
        }
        self.value(&spot, &old.ty, ty, felt, &keys_of_both);
        self.default(&spot, old.default.as_deref(), default.as_deref());
        let key = format!("deprecated {}", is.1.map(ToString::to_string).unwrap_or_default());
        self.deprecation(&spot, old.deprecated, *deprecated, felt, &key);
        self.limits(&spot, &old.limits, limits);
        self.log.words(&spot, &[old.doc.as_deref()], &[doc.as_deref()]);
    }

    /// Says that something has to be given now, or no longer.
    fn required(
        &mut self,
        (was, is): (bool, bool),
        (made_required, made_optional): (Rule, Rule),
        spot: &Spot,
        felt: &mut Felt,
        keys: &[String],
    ) {
        let (rule, words) = match (was, is) {
            (false, true) => (made_required, both("optional", "required")),
            (true, false) => (made_optional, both("required", "optional")),
            (true, true) | (false, false) => return,
        };
        let source = felt.effect(keys);
        self.log.push(spot, rule, words, source);
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
        let Body { content, media, others: _, required, doc, limits } = new;
        let rules = (Rule::BodyMadeRequired, Rule::BodyMadeOptional);
        self.required((old.required, *required), rules, &spot, felt, &keys);
        if old.media != *media || kind(&old.content) != kind(content) {
            let taken = new.others.contains(&old.media);
            let rule = if taken { Rule::BodyMediaAdded } else { Rule::BodyMediaChanged };
            let source = felt.effect(&keys);
            self.log.push(&spot, rule, both(described(old), described(new)), source);
        }
        self.other_media(old, new, &spot);
        if kind(&old.content) == kind(content) && encoded(&old.content) != encoded(content) {
            let words = both(encoded(&old.content), encoded(content));
            self.log.push(&spot, Rule::BodyEncodingChanged, words, Effect::None);
        }
        if let (Some(old), Some(new)) = (old.ty(), new.ty()) {
            self.value(&spot, old, new, felt, &keys);
        }
        self.limits(&spot, &old.limits, limits);
        self.log.words(&spot, &[old.doc.as_deref()], &[doc.as_deref()]);
    }

    /// The media types that callers can choose beside the one that is sent by itself.
    fn other_media(&mut self, old: &Body, new: &Body, spot: &Spot) {
        let (was, is) = (&old.others, &new.others);
        for added in is.iter().filter(|other| !was.contains(other) && **other != old.media) {
            let words = (None, Some(added.clone()));
            self.log.push(spot, Rule::BodyMediaAdded, words, Effect::None);
        }
        for gone in was.iter().filter(|other| !is.contains(other) && **other != new.media) {
            let words = (Some(gone.clone()), None);
            self.log.push(spot, Rule::BodyMediaRemoved, words, Effect::None);
        }
    }
}

/// What says that two parameters are the same, the surest first.
#[derive(Clone, Copy)]
enum Same {
    /// They have one name, at the same place.
    NameAndPlace,
    /// They have one name.
    Name,
    /// They are the same part of the same path.
    Part,
}

fn same_parameters<'a>(old: &'a Operation, new: &'a Operation) -> Matched<'a, Parameter> {
    let names = (names(&old.path), names(&new.path));
    let one_route = shape(&old.path) == shape(&new.path);
    let steps = [Same::NameAndPlace, Same::Name, Same::Part];
    matched(&old.parameters, &new.parameters, &steps, |step, (_, one), (_, other)| match step {
        Same::NameAndPlace => one.wire == other.wire && one.location == other.location,
        Same::Name => one.wire == other.wire,
        Same::Part => {
            let part = |names: &[&str], parameter: &Parameter| {
                names.iter().position(|name| *name == parameter.wire)
            };
            let path = (one.location, other.location) == (Location::Path, Location::Path);
            let part = (part(&names.0, one), part(&names.1, other));
            one_route && path && part.0.is_some() && part.0 == part.1
        }
    })
}

/// The name of a parameter of an operation.
fn ident<'a>(side: &Side<'a>, operation: usize, index: usize) -> Option<&'a Ident> {
    side.names().operations.get(operation)?.parameters.get(index)
}

/// The names of a path's parameters, in order.
fn names(path: &str) -> Vec<&str> {
    path.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect()
}

fn keys((parameter, ident): Named<'_>) -> Vec<String> {
    if parameter.required {
        return vec!["arguments".to_owned()];
    }
    let ident = ident.map(ToString::to_string).unwrap_or_default();
    vec![format!("setter {ident}"), format!("deprecated {ident}")]
}

/// Where a parameter stands, and what it is.
fn placed(parameter: &Parameter, spoken: &Surface<'_>) -> String {
    format!("{}: {}", place(parameter.location), spoken.ty(&parameter.ty))
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
            styles.iter().map(|(name, style)| format!("{name}: {style:?}")).collect()
        }
        Content::Parts { ty: _, encodings } => {
            let lines = encodings.iter().map(|encoding| {
                let PartEncoding { name, media, headers } = encoding;
                let media = media.as_deref().unwrap_or("any media type");
                let headers = headers.iter().map(|(name, value)| format!(", {name}: {value}"));
                format!("{name}: {media}{}", headers.collect::<String>())
            });
            lines.collect::<BTreeSet<_>>()
        }
        Content::Json(_) | Content::Lines(_) | Content::Text | Content::Bytes => BTreeSet::new(),
    };
    if lines.is_empty() {
        "as usual".to_owned()
    } else {
        lines.into_iter().collect::<Vec<_>>().join("; ")
    }
}
