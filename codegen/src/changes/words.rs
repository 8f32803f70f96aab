//! A change in the words of who uses the crate.
//!
//! In: a [`Change`]. Out: a [`Sentence`], the [`Section`] of a changelog that it stands in, and what
//! to write in place of what no longer compiles. All of it is Markdown that nothing of the document
//! can break out of: names and values stand in code spans, and words of the document nowhere.

use std::fmt;

use super::rules::Kind;
use super::{Area, Change, Direction, Effect, Rule, Wire};
use crate::emit::markdown::code_span;

/// Where a change stands in a changelog: the groups of Keep a Changelog, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// What is new.
    Added,
    /// What is otherwise.
    Changed,
    /// What will go.
    Deprecated,
    /// What is gone.
    Removed,
    /// What was wrong.
    Fixed,
    /// Who is let in, and how.
    Security,
}

impl Section {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Added, Self::Changed, Self::Deprecated, Self::Removed, Self::Fixed, Self::Security];

    /// Its heading.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Added => "Added",
            Self::Changed => "Changed",
            Self::Deprecated => "Deprecated",
            Self::Removed => "Removed",
            Self::Fixed => "Fixed",
            Self::Security => "Security",
        }
    }
}

/// What happened, in a sentence without its full stop. Sentences that differ in the thing alone can
/// be said as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// What comes before the thing.
    pub start: String,
    /// What it is about: a member, a value, or a whole item.
    pub thing: String,
    /// What comes after the thing.
    pub end: String,
}

impl fmt::Display for Sentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { start, thing, end } = self;
        write!(f, "{start}{thing}{end}")
    }
}

/// Sentences, with those that differ in the thing alone said as one: "`Region` gains `Ar`, `Cl` and
/// `Co`".
#[must_use]
pub fn joined(sentences: impl IntoIterator<Item = Sentence>) -> Vec<String> {
    let mut groups: Vec<(Sentence, Vec<String>)> = Vec::new();
    for sentence in sentences {
        let same = |group: &&mut (Sentence, Vec<String>)| {
            // Whole items have lines of their own, as what is said of them is long.
            let alike = group.0.start == sentence.start && group.0.end == sentence.end;
            alike && !sentence.start.is_empty()
        };
        match groups.iter_mut().find(same) {
            Some((_, things)) if things.contains(&sentence.thing) => {}
            Some((_, things)) => things.push(sentence.thing),
            None => {
                let thing = sentence.thing.clone();
                groups.push((sentence, vec![thing]));
            }
        }
    }
    let said = groups.into_iter().map(|(Sentence { start, end, .. }, things)| {
        let thing = match things.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, before)) => format!("{} and {last}", before.join(", ")),
            None => String::new(),
        };
        format!("{start}{thing}{end}")
    });
    said.collect()
}

/// What was written before, and what to write now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Migration {
    /// What no longer compiles, or means something else.
    pub before: String,
    /// What takes its place, or that nothing does.
    pub now: String,
}

impl Change {
    /// Where it stands in a changelog.
    #[must_use]
    pub fn section(&self) -> Section {
        match (self.area, self.rule.kind()) {
            (_, Kind::Deprecated) => Section::Deprecated,
            (Area::Auth, _) => Section::Security,
            (_, Kind::Gained | Kind::New | Kind::Required) => Section::Added,
            (_, Kind::Lost | Kind::Gone) => Section::Removed,
            (_, Kind::Renamed | Kind::Turned | Kind::Said) => Section::Changed,
        }
    }

    /// What happened, for who uses the crate: "`LinkTokenExchange` gains `on_close`".
    #[must_use]
    pub fn sentence(&self) -> Sentence {
        let (owner, member) = self.owner_and_member();
        let whole = self.what();
        let sentence = |start: String, thing: String, end: &str| Sentence {
            start,
            thing,
            end: format!("{end}{}", self.felt_on_the_wire()),
        };
        match (self.rule.kind(), owner) {
            (Kind::Gained, Some(owner)) => sentence(format!("{owner} gains "), member, ""),
            (Kind::Required, Some(owner)) => {
                let end = if self.is_sent() { ", required" } else { ", always there" };
                sentence(format!("{owner} gains "), member, end)
            }
            (Kind::Lost, Some(owner)) => sentence(format!("{owner} loses "), member, ""),
            (Kind::Gained | Kind::New, _) => {
                sentence(String::new(), whole, &format!(" is new{}", self.call()))
            }
            (Kind::Required, None) => sentence(String::new(), whole, " is new, and required"),
            (Kind::Lost | Kind::Gone, _) => {
                sentence(String::new(), whole, &format!(" is gone{}", self.call()))
            }
            (Kind::Deprecated, _) => sentence(String::new(), whole, " is deprecated"),
            (Kind::Renamed, _) => {
                let was = self.was.as_deref().map_or_else(|| whole.clone(), shown);
                let is = self.is.as_deref().map_or(whole, shown);
                let called = if self.rule == Rule::OperationMoved { "" } else { "called " };
                sentence(String::new(), was, &format!(" is {called}{is} now"))
            }
            (Kind::Turned, _) => {
                let turned = match (self.was.as_deref(), self.is.as_deref()) {
                    (Some(was), Some(is)) => {
                        format!(" was {} and is {} now", shown(was), shown(is))
                    }
                    (None, Some(is)) => format!(" is {} now", shown(is)),
                    (Some(was), None) => format!(" is no longer {}", shown(was)),
                    (None, None) => format!(": {}", self.rule.title()),
                };
                sentence(String::new(), whole, &turned)
            }
            (Kind::Said, _) => {
                let values = match (self.was.as_deref(), self.is.as_deref()) {
                    (Some(was), Some(is)) => format!(" (was {}, is {})", shown(was), shown(is)),
                    (None, Some(is)) => format!(" ({})", shown(is)),
                    (Some(was), None) => format!(" (was {})", shown(was)),
                    (None, None) => String::new(),
                };
                sentence(String::new(), whole, &format!(": {}{values}", self.rule.title()))
            }
        }
    }

    /// What to write in place of what no longer compiles; none where all does.
    #[must_use]
    pub fn migration(&self) -> Option<Migration> {
        if self.source != Effect::Major {
            return None;
        }
        let (owner, member) = self.owner_and_member();
        let was = self.was.as_deref().map(shown);
        let is = self.is.as_deref().map(shown);
        let what = self.what();
        let (before, now) = match self.rule.kind() {
            Kind::Turned if self.is_option_now() == Some(true) => (
                format!("{what} taken as a value"),
                "it is an `Option`: say what to do where there is none".to_owned(),
            ),
            Kind::Turned if self.is_option_now() == Some(false) => (
                format!("{what} taken as an `Option`"),
                "it is always there: take and give the value itself".to_owned(),
            ),
            Kind::Required => {
                let (made, given) = match owner {
                    Some(owner) => (format!("{owner} without {member}"), member),
                    None => (format!("calls without {what}"), what),
                };
                (
                    made,
                    format!("give {given}{}", is.map(|is| format!(", {is}")).unwrap_or_default()),
                )
            }
            Kind::Lost => (what, "nothing: leave it out".to_owned()),
            Kind::Gone => (what, "nothing takes its place".to_owned()),
            Kind::Renamed => (was.unwrap_or_else(|| what.clone()), is.unwrap_or(what)),
            Kind::Turned | Kind::Said => {
                let at = |value: Option<String>, nothing: &str| match value {
                    Some(value) => format!("{what} with {value}"),
                    None => format!("{what} {nothing}"),
                };
                (at(was, "as it was"), at(is, "as it is now"))
            }
            Kind::Gained | Kind::New => (
                format!("code that lists all of {}", owner.unwrap_or(what)),
                format!("add {member}"),
            ),
            Kind::Deprecated => (what.clone(), what),
        };
        Some(Migration { before, now })
    }

    /// Whether a member has become an `Option`, or is one no longer.
    fn is_option_now(&self) -> Option<bool> {
        let may_lack = matches!(self.rule, Rule::PropertyMadeOptional | Rule::PropertyMadeNullable);
        let never_lacks =
            matches!(self.rule, Rule::PropertyMadeRequired | Rule::PropertyMadeNotNullable);
        (may_lack || never_lacks).then_some(may_lack)
    }

    /// Whether who uses the crate can notice it at all.
    #[must_use]
    pub fn is_noticed(&self) -> bool {
        self.rust.is_some() || self.source > Effect::None || self.wire > Wire::Safe
    }

    /// The item as its user knows it; what the document calls it where it has none.
    fn what(&self) -> String {
        let rust = self.rust.as_deref().unwrap_or(&self.subject);
        let part = self.subject.strip_prefix(&self.item).unwrap_or_default().trim();
        // What the document does not explain is told by the part of the crate.
        let felt = matches!(self.rule, Rule::RustAdded | Rule::RustRemoved | Rule::RustChanged);
        if felt && !part.is_empty() {
            format!("{} ({})", shown(rust), shown(part))
        } else {
            shown(rust)
        }
    }

    /// A member, and what it belongs to: `Pet::name`, or `pets().list().limit(..)`.
    fn owner_and_member(&self) -> (Option<String>, String) {
        let rust = self.rust.as_deref().unwrap_or_default();
        let split = match rust.strip_suffix("(..)").and_then(|call| call.rsplit_once('.')) {
            Some((owner, member)) => Some((owner, format!(".{member}(..)"))),
            None => rust.rsplit_once("::").map(|(owner, member)| (owner, member.to_owned())),
        };
        match split {
            Some((owner, member)) => (Some(shown(owner)), shown(&member)),
            None => (None, self.what()),
        }
    }

    /// The operation behind a method.
    fn call(&self) -> String {
        match (self.rule, &self.rust) {
            (Rule::OperationAdded | Rule::OperationRemoved, Some(_)) => {
                format!(": {}", shown(&self.item))
            }
            (_, _) => String::new(),
        }
    }

    /// Whether the user makes such values, and not only reads them.
    fn is_sent(&self) -> bool {
        match self.direction {
            Direction::Request | Direction::Both => true,
            Direction::Response | Direction::Error | Direction::Webhook | Direction::None => false,
        }
    }

    /// What programs that run already have to do with it, where they fail.
    fn felt_on_the_wire(&self) -> String {
        if self.wire == Wire::Breaks {
            format!(" — programs built before this version fail: {}", self.reason())
        } else {
            String::new()
        }
    }
}

/// As much of a value as a line can hold.
const LONG: usize = 120;

/// A name or a value of the document as code, which cannot be taken for anything else.
#[must_use]
pub fn shown(text: &str) -> String {
    match text.char_indices().nth(LONG) {
        Some((end, _)) => code_span(&format!("{}…", text.get(..end).unwrap_or_default())),
        None => code_span(text),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Fingerprint;
    use super::*;

    fn change(rule: Rule, rust: &str, was: Option<&str>, is: Option<&str>) -> Change {
        Change {
            rule,
            area: Area::Types,
            item: "Pet".to_owned(),
            subject: "Pet.toy".to_owned(),
            rust: Some(rust.to_owned()),
            old_file: None,
            new_file: None,
            old: None,
            new: None,
            was: was.map(str::to_owned),
            is: is.map(str::to_owned),
            direction: Direction::Request,
            wire: rule.wire(Direction::Request),
            source: Effect::Major,
            operations: Vec::new(),
            fingerprint: Fingerprint::default(),
            accepted: None,
        }
    }

    #[test]
    fn changes_are_said_as_their_user_would() {
        let cases = [
            (Rule::PropertyAddedOptional, "Pet::toy", None, "`Pet` gains `toy`"),
            (
                Rule::ParameterAddedOptional,
                "pets().list().limit(..)",
                None,
                "`pets().list()` gains `.limit(..)`",
            ),
            (Rule::PropertyRemovedOptional, "Pet::toy", None, "`Pet` loses `toy`"),
            (Rule::SchemaAdded, "Pet", None, "`Pet` is new"),
            (Rule::SchemaRenamed, "Pet", Some(("Dog", "Pet")), "`Dog` is called `Pet` now"),
            (
                Rule::OptionalPropertyMadeNullable,
                "Pet::toy",
                Some(("a", "b`c")),
                "`Pet::toy` was `a` and is `` b`c `` now",
            ),
            (Rule::LimitLoosened, "Pet::toy", None, "`Pet::toy`: a value is held to less"),
        ];
        for (rule, rust, values, expected) in cases {
            let change = change(rule, rust, values.map(|v| v.0), values.map(|v| v.1));
            assert_eq!(change.sentence().to_string(), expected);
        }
        let required = change(Rule::PropertyAddedRequired, "Pet::toy", None, Some("String"));
        let said = required.sentence().to_string();
        assert!(said.starts_with("`Pet` gains `toy`, required — programs"), "{said}");
        let migration = required.migration().map(|m| (m.before, m.now));
        let expected = ("`Pet` without `toy`".to_owned(), "give `toy`, `String`".to_owned());
        assert_eq!(migration, Some(expected));
    }

    #[test]
    fn what_became_an_option_is_told_as_one() {
        let step = |rule| change(rule, "Pet::toy", None, None).migration().map(|step| step.now);
        let now = step(Rule::PropertyMadeNullable).unwrap_or_default();
        assert!(now.starts_with("it is an `Option`"), "{now}");
        let now = step(Rule::PropertyMadeRequired).unwrap_or_default();
        assert!(now.starts_with("it is always there"), "{now}");
    }

    #[test]
    fn what_differs_in_the_thing_alone_is_said_once() {
        let gains = |rust| change(Rule::ValueAdded, rust, None, None).sentence();
        let said = joined([gains("A::B"), gains("X::Y"), gains("A::C"), gains("A::D")]);
        assert_eq!(said, ["`A` gains `B`, `C` and `D`", "`X` gains `Y`"]);
        let new = |rust| change(Rule::SchemaAdded, rust, None, None).sentence();
        assert_eq!(joined([new("A"), new("B")]).len(), 2);
    }

    #[test]
    fn nothing_breaks_out_of_its_line() {
        let odd = "x`\n## [9.9.9]\n<script>\u{202e}";
        let said = change(Rule::TypeChanged, odd, Some(odd), Some(odd)).sentence().to_string();
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(said.contains("`` x` ## [9.9.9] <script>\\u{202e} ``"), "{said}");
        let long = "ä".repeat(500);
        assert_eq!(shown(&long).chars().count(), LONG + 3);
    }
}
