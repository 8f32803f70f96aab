//! The rules: what each kind of change does to a program that is built already, and why.
//!
//! In: nothing. Out: [`Rule`], with its code, its words, and its effect by the way that the thing
//! travels. `CHANGES.md` is the same as a table for readers; a test holds the two together. What
//! a change does to the source of a program depends on the Rust that comes of it and is found
//! where it is found.

use super::{Direction, Wire};

/// What a rule says by the way that the thing travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sides {
    /// The same always.
    Always(Wire, &'static str),
    /// One thing where it is sent to the service, another where it is read from it.
    Either {
        /// Sent.
        sent: (Wire, &'static str),
        /// Read.
        read: (Wire, &'static str),
    },
}

macro_rules! rules {
    ($($rule:ident $code:literal $title:literal { $($sides:tt)* })*) => {
        /// What kind of change it is. The text of a code never changes its meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Rule { $(#[doc = $title] $rule,)* }

        impl Rule {
            /// Every rule.
            pub const ALL: &[Self] = &[$(Self::$rule),*];

            /// The code as it is printed, for example `property-added-required`.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$rule => $code,)* }
            }

            /// What happened, in a few words without a verb's subject: `a required property is
            /// new`.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$rule => $title,)* }
            }

            /// What it does on the wire, and why.
            #[must_use]
            pub const fn sides(self) -> Sides {
                match self { $(Self::$rule => sides!($($sides)*),)* }
            }
        }
    };
}

macro_rules! sides {
    (always $wire:ident $why:literal) => {
        Sides::Always(Wire::$wire, $why)
    };
    (sent $sent:ident $why_sent:literal read $read:ident $why_read:literal) => {
        Sides::Either { sent: (Wire::$sent, $why_sent), read: (Wire::$read, $why_read) }
    };
}

rules! {
    OperationAdded "operation-added" "an operation is new" {
        always Safe "a program that was built before does not call it"
    }
    OperationRemoved "operation-removed" "an operation is gone" {
        always Breaks "the service is not said to answer the call any more, and the method is gone"
    }
    OperationMoved "operation-moved" "an operation has another method or path" {
        always Breaks "a program that was built before still calls the old place"
    }
    OperationRenamed "operation-renamed" "an operation has another name in Rust" {
        always Safe "names of methods are not sent"
    }
    OperationIdChanged "operation-id-changed" "an operation has another id" {
        always Safe "ids are not sent, and the name in Rust stays"
    }
    RetryChanged "retry-changed" "repeating an operation is harmless, or no longer" {
        always Safe "the service does the same; the new crate repeats other calls by itself"
    }
    OperationServerChanged "operation-server-changed" "an operation has another server" {
        always Tolerated "calls of a program that was built before still go to the old place"
    }
    OrderChanged "order-changed" "the document lists things in another order" {
        always Safe "the order of members, values and operations is not sent"
    }
    BranchOrderChanged "branch-order-changed" "the types of a union are tried in another order" {
        always Safe "the old crate goes on as it did; the new one may read a value that fits several of them as another"
    }
    GroupAdded "group-added" "a group of operations is new" {
        always Safe "groups are not sent"
    }
    GroupRemoved "group-removed" "a group of operations is gone" {
        always Safe "groups are not sent; its operations say for themselves what became of them"
    }
    Deprecated "deprecated" "it is deprecated" {
        always Safe "it works as before; the compiler warns of it"
    }
    Undeprecated "undeprecated" "it is no longer deprecated" {
        always Safe "it works as before"
    }

    SecurityTightened "security-tightened" "other credentials are needed" {
        always Breaks "what was enough to be let in is not any more"
    }
    SecurityNarrowed "security-narrowed" "there are fewer ways to be let in" {
        always Tolerated "some credentials that were enough are not any more"
    }
    SecurityRelaxed "security-relaxed" "there are more ways to be let in" {
        always Safe "what was enough to be let in still is"
    }
    SchemeAdded "scheme-added" "a security scheme is new" {
        always Safe "whether a call needs it is said by the call"
    }
    SchemeRemoved "scheme-removed" "a security scheme is gone" {
        always Breaks "the service is not said to take such credentials any more"
    }
    SchemeChanged "scheme-changed" "a credential is sent in another way" {
        always Breaks "a program that was built before sends it where the service does not look"
    }
    SchemeRenamed "scheme-renamed" "a security scheme has another name" {
        always Safe "names of schemes are not sent"
    }
    TokenSourceChanged "token-source-changed" "tokens are had elsewhere" {
        always Tolerated "a program that was built before asks for them at the old place"
    }
    ScopesChanged "scopes-changed" "tokens are good for other things" {
        always Tolerated "a scope that is asked for may not be known any more"
    }
    PrefixesChanged "prefixes-changed" "other beginnings of credentials are held against the environment" {
        always Safe "only the new crate looks at them"
    }

    ServerAdded "server-added" "a server is new" {
        always Safe "a program that was built before does not call it"
    }
    ServerRemoved "server-removed" "a server is gone" {
        always Breaks "a program that was built before may still call it"
    }
    ServerUrlChanged "server-url-changed" "a server has another URL" {
        always Tolerated "a program that was built before still calls the old one"
    }
    ServerRenamed "server-renamed" "a server has another name" {
        always Safe "names of servers are not sent"
    }
    DefaultServerChanged "default-server-changed" "calls go to another server where nothing is said" {
        always Safe "a program that was built before goes where it went"
    }
    VariableAdded "variable-added" "a URL has another part to choose" {
        always Safe "a program that was built before does not fill it"
    }
    VariableRemoved "variable-removed" "a part of a URL cannot be chosen any more" {
        always Tolerated "what was chosen may lead nowhere"
    }
    VariableChanged "variable-changed" "a part of a URL has other values" {
        always Tolerated "what was chosen may lead nowhere"
    }

    WebhookAdded "webhook-added" "the service sends something new by itself" {
        always Tolerated "a receiver gets what it does not know"
    }
    WebhookRemoved "webhook-removed" "the service does not send something any more" {
        always Tolerated "a receiver waits for what does not come"
    }

    ParameterAddedOptional "parameter-added-optional" "an optional parameter is new" {
        always Safe "it can be left out"
    }
    ParameterAddedRequired "parameter-added-required" "a required parameter is new" {
        always Breaks "calls without it are refused"
    }
    ParameterRemoved "parameter-removed" "a parameter is gone" {
        always Tolerated "what is still sent is ignored or refused"
    }
    ParameterMadeRequired "parameter-made-required" "a parameter is required now" {
        always Breaks "calls without it are refused"
    }
    ParameterMadeOptional "parameter-made-optional" "a parameter is optional now" {
        always Safe "it can still be sent"
    }
    ParameterMoved "parameter-moved" "a parameter travels elsewhere" {
        always Breaks "a program that was built before sends it where the service does not look"
    }
    ParameterRenamed "parameter-renamed" "a part of the path has another name" {
        always Safe "the path is the same with the value in it"
    }
    ParameterStyleChanged "parameter-style-changed" "a parameter is written in another way" {
        always Breaks "what a program that was built before sends is read otherwise"
    }

    BodyAddedOptional "body-added-optional" "there can be a body" {
        always Safe "it can be left out"
    }
    BodyAddedRequired "body-added-required" "there has to be a body" {
        always Breaks "calls without it are refused"
    }
    BodyRemoved "body-removed" "the body is gone" {
        always Tolerated "what is still sent is ignored or refused"
    }
    BodyMadeRequired "body-made-required" "the body is required now" {
        always Breaks "calls without it are refused"
    }
    BodyMadeOptional "body-made-optional" "the body is optional now" {
        always Safe "it can still be sent"
    }
    BodyMediaChanged "body-media-changed" "the body has another media type" {
        always Breaks "what a program that was built before sends is not taken any more"
    }
    BodyMediaAdded "body-media-added" "the body can have another media type" {
        always Safe "the old one is still taken"
    }
    BodyMediaRemoved "body-media-removed" "the body can have one media type less" {
        always Tolerated "who chose it is refused; it was not what is sent by itself"
    }
    BodyEncodingChanged "body-encoding-changed" "the members of the body are written in another way" {
        always Breaks "what a program that was built before sends is read otherwise"
    }

    AnswerStatusAdded "answer-status-added" "a good answer has another status, with a body of its own" {
        always Tolerated "an answer that was not described is read as the first that was"
    }
    AnswerStatusRemoved "answer-status-removed" "a status of good answers is gone" {
        always Safe "what does not come is not read"
    }
    AnswerStatusChanged "answer-status-changed" "good answers have another status" {
        always Safe "any status of success is read as the answer"
    }
    AnswerBodyAdded "answer-body-added" "the answer has a body" {
        always Safe "a program that was built before does not read it"
    }
    AnswerBodyRemoved "answer-body-removed" "the answer has no body any more" {
        always Breaks "there is nothing to read where a value is expected"
    }
    AnswerKindChanged "answer-kind-changed" "the answer is of another kind" {
        always Breaks "it cannot be read as what it was"
    }
    AnswerFramingChanged "answer-framing-changed" "the items of the answer are told apart otherwise" {
        always Breaks "they cannot be told apart as before"
    }
    AnswerMadeOptional "answer-made-optional" "the answer may have no body" {
        always Breaks "an answer without a body is not read as a value"
    }
    AnswerMadeCertain "answer-made-certain" "the answer always has a body" {
        always Safe "an answer that may be empty can be full"
    }
    AnswerMediaChanged "answer-media-changed" "another media type of the answer is asked for" {
        always Tolerated "a program that was built before asks for the old one"
    }
    HeadersDescribed "headers-described" "the headers of the answer are described" {
        always Safe "a program that was built before does not read them"
    }
    HeadersUndescribed "headers-undescribed" "the headers of the answer are not described any more" {
        always Tolerated "headers that are still read may be missing"
    }
    HeaderReadingChanged "header-reading-changed" "a header is written in another way" {
        always Breaks "it is not read as what it was"
    }
    ErrorStatusAdded "error-status-added" "a failure is described" {
        always Safe "any failure was an error before"
    }
    ErrorStatusRemoved "error-status-removed" "a failure is not described any more" {
        always Safe "any failure is an error"
    }
    ErrorBodyAdded "error-body-added" "the body of a failure is described" {
        always Safe "a program that was built before has it as raw text"
    }
    ErrorBodyRemoved "error-body-removed" "the body of a failure is not described any more" {
        always Tolerated "what does not fit the old description is left in the raw body"
    }
    PagesRecognised "pages-recognised" "the answer has pages" {
        always Safe "a program that was built before asks for each itself"
    }
    PagesLost "pages-lost" "the answer has no pages any more" {
        always Tolerated "what is asked for may be the only page"
    }
    PagesChanged "pages-changed" "pages are asked for in another way" {
        always Breaks "a program that was built before does not find the next page"
    }

    SchemaAdded "schema-added" "a type is new" {
        always Safe "nothing that was built before speaks of it"
    }
    SchemaRemoved "schema-removed" "a type is gone" {
        always Safe "what used it says for itself what became of it"
    }
    SchemaRenamed "schema-renamed" "a type has another name" {
        always Safe "names of types are not sent"
    }
    KindChanged "kind-changed" "a type is of another kind" {
        sent Breaks "what a program that was built before sends is not taken any more"
        read Breaks "what comes is not read as what it was"
    }
    TypeChanged "type-changed" "a value has another type" {
        sent Breaks "what a program that was built before sends is not taken any more"
        read Breaks "what comes is not read as what it was"
    }
    TypeWidened "type-widened" "a value can be more than before" {
        sent Safe "what was good before still is"
        read Breaks "what is new is not read as the old type"
    }
    TypeLoosened "type-loosened" "a value is not held to a list any more" {
        sent Safe "what was good before still is"
        read Tolerated "what is new is read as an unknown value"
    }
    TypeNarrowed "type-narrowed" "a value can be less than before" {
        sent Breaks "some of what was good before is refused"
        read Safe "what comes was good before"
    }
    TypeTightened "type-tightened" "a value is held to more by another type" {
        sent Tolerated "some of what was good before may be refused"
        read Safe "what comes was good before"
    }
    TypeReplaced "type-replaced" "a value has another type that means the same" {
        always Safe "what is sent and what comes are the same as before"
    }

    PropertyAddedOptional "property-added-optional" "an optional property is new" {
        sent Safe "it can be left out"
        read Tolerated "a program that was built before skips it"
    }
    PropertyAddedRequired "property-added-required" "a required property is new" {
        sent Breaks "values without it are refused"
        read Tolerated "a program that was built before skips it"
    }
    PropertyRemovedOptional "property-removed-optional" "an optional property is gone" {
        sent Tolerated "what is still sent is ignored or refused"
        read Tolerated "it could be missing before"
    }
    PropertyRemovedRequired "property-removed-required" "a required property is gone" {
        sent Tolerated "what is still sent is ignored or refused"
        read Breaks "a value without it is not read"
    }
    NullablePropertyRemoved "nullable-property-removed" "a required property that could be null is gone" {
        sent Tolerated "what is still sent is ignored or refused"
        read Tolerated "where it is missing it is read as null"
    }
    PropertyMadeRequired "property-made-required" "a property is required now" {
        sent Breaks "values without it are refused"
        read Safe "it could be there before"
    }
    PropertyMadeOptional "property-made-optional" "a property is optional now" {
        sent Safe "it can still be sent"
        read Breaks "a value without it is not read"
    }
    NullablePropertyMadeOptional "nullable-property-made-optional" "a property that can be null is optional now" {
        sent Safe "it can still be sent"
        read Safe "where it is missing it is read as null"
    }
    PropertyMadeNullable "property-made-nullable" "a required property can be null now" {
        sent Safe "a value can still be sent"
        read Breaks "null is not read as a value"
    }
    OptionalPropertyMadeNullable "optional-property-made-nullable" "an optional property can be null now" {
        sent Safe "a value can still be sent, or nothing"
        read Safe "null is read as nothing"
    }
    PropertyMadeNotNullable "property-made-not-nullable" "a property cannot be null any more" {
        sent Breaks "null is refused"
        read Safe "a value could come before"
    }
    OptionalPropertyMadeNotNullable "optional-property-made-not-nullable" "an optional property cannot be null any more" {
        sent Safe "null was not sent for it"
        read Safe "a value could come before, or nothing"
    }
    PropertyMadeReadOnly "property-made-read-only" "only the service sets a property" {
        sent Tolerated "what is still sent is ignored or refused"
        read Safe "it comes as before"
    }
    PropertyMadeWritable "property-made-writable" "callers can set a property" {
        sent Safe "it can be left out"
        read Safe "it comes as before"
    }
    PropertyMadeWriteOnly "property-made-write-only" "the service does not show a property any more" {
        sent Safe "it can still be sent"
        read Tolerated "it does not come any more"
    }
    PropertyMadeReadable "property-made-readable" "the service shows a property" {
        sent Safe "it can still be sent"
        read Safe "it could come before"
    }
    DefaultChanged "default-changed" "another value stands for what is left out" {
        sent Tolerated "who leaves it out gets something else"
        read Safe "the service fills in what it means"
    }
    LimitTightened "limit-tightened" "a value is held to more" {
        sent Tolerated "some of what was good before may be refused"
        read Safe "what comes is not held to it"
    }
    LimitLoosened "limit-loosened" "a value is held to less" {
        sent Safe "what was good before still is"
        read Safe "what comes is not held to it"
    }
    LimitChanged "limit-changed" "a value is held to something else" {
        sent Tolerated "some of what was good before may be refused"
        read Safe "what comes is not held to it"
    }
    OthersDescribed "others-described" "members of any name are described" {
        sent Safe "they need not be sent"
        read Safe "a program that was built before skips them"
    }
    OthersUndescribed "others-undescribed" "members of any name are not described any more" {
        sent Tolerated "what is still sent is ignored or refused"
        read Safe "there may be none of them"
    }
    AmongAdded "among-added" "the members of another type stand among those of a type" {
        sent Breaks "values without them are refused"
        read Tolerated "a program that was built before skips them"
    }
    AmongRemoved "among-removed" "the members of another type stand no longer among those of a type" {
        sent Tolerated "what is still sent is ignored or refused"
        read Breaks "a value without them is not read"
    }

    ValueAdded "value-added" "a list of values that may grow has another one" {
        sent Safe "what was good before still is"
        read Tolerated "it is read as an unknown value"
    }
    ClosedValueAdded "closed-value-added" "a list of values that is said to be whole has another one" {
        sent Safe "what was good before still is"
        read Breaks "it is not read as one of the old values"
    }
    ValueRemoved "value-removed" "a value is not listed any more" {
        sent Breaks "it is refused"
        read Safe "what does not come is not read"
    }
    ValuesOpened "values-opened" "a list of values may grow now" {
        sent Safe "what was good before still is"
        read Breaks "what is not listed is not read as one of the old values"
    }
    ValuesClosed "values-closed" "a list of values is said to be whole now" {
        sent Tolerated "what is not listed may be refused"
        read Safe "what is listed was read before"
    }
    TaggedBranchAdded "tagged-branch-added" "a union that is told apart by a tag has another type" {
        sent Safe "what was good before still is"
        read Tolerated "it is read as an unknown value"
    }
    BranchAdded "branch-added" "a union has another type" {
        sent Safe "what was good before still is"
        read Breaks "it may be read as none of the old types"
    }
    BranchRemoved "branch-removed" "a union has one type less" {
        sent Breaks "values of it are refused"
        read Safe "what does not come is not read"
    }
    TagChanged "tag-changed" "the types of a union are told apart otherwise" {
        sent Breaks "values are sent without what tells them apart"
        read Breaks "values cannot be told apart as before"
    }
    TagValueAdded "tag-value-added" "a type of a union has another tag" {
        sent Safe "what was good before still is"
        read Tolerated "values with the new tag are read as unknown ones"
    }
    TagValueRemoved "tag-value-removed" "a type of a union has one tag less" {
        sent Breaks "values with it are refused"
        read Safe "what does not come is not read"
    }

    TypeNowSent "type-now-sent" "a type that was only read is sent now" {
        always Safe "no call that was there before sends it"
    }
    TypeSentNoMore "type-sent-no-more" "a type that was sent is only read now" {
        always Safe "what sent it says for itself what became of it"
    }
    RustRenamed "rust-renamed" "something has another name in Rust" {
        always Safe "names in Rust are not sent"
    }
    RustChanged "rust-changed" "something has another signature in Rust" {
        always Safe "the service means the same as before"
    }
    RustAdded "rust-added" "something is new in Rust" {
        always Safe "the service means the same as before"
    }
    RustRemoved "rust-removed" "something is gone in Rust" {
        always Safe "the service means the same as before"
    }
    CrateRenamed "crate-renamed" "the crate has another name" {
        always Safe "it is not sent"
    }
    DatesChanged "dates-changed" "dates and times are those of another library" {
        always Safe "they are written as before"
    }
    EnvironmentVariableRenamed "environment-variable-renamed" "a client is configured by another environment variable" {
        always Safe "a program that was built before reads the old one"
    }
    Documentation "documentation" "words of the document are others" {
        always Safe "words are neither sent nor compiled"
    }
}

/// Why nothing happens to a failure whose body cannot be read.
const FAILURE: &str = "a failure is told by its status; what does not fit is left in its raw body";

/// Why nothing happens to what no operation uses.
const UNUSED: &str = "no operation sends or reads it";

impl Rule {
    /// What a change by this rule does on the wire to what travels this way.
    #[must_use]
    pub fn wire(self, direction: Direction) -> Wire {
        self.effect(direction).0
    }

    /// Why.
    #[must_use]
    pub fn reason(self, direction: Direction) -> &'static str {
        self.effect(direction).1
    }

    fn effect(self, direction: Direction) -> (Wire, &'static str) {
        let (sent, read) = match self.sides() {
            Sides::Always(wire, why) => return (wire, why),
            Sides::Either { sent, read } => (sent, read),
        };
        match direction {
            Direction::Error if read.0 == Wire::Breaks => (Wire::Tolerated, FAILURE),
            Direction::Both if read.0 > sent.0 => read,
            Direction::Request | Direction::Both => sent,
            Direction::Response | Direction::Webhook | Direction::Error => read,
            Direction::None => (Wire::Safe, UNUSED),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The rows of the table for readers.
    fn rows() -> Vec<String> {
        let rows = Rule::ALL.iter().map(|rule| {
            let (wire, why) = match rule.sides() {
                Sides::Always(wire, why) => (wire.as_str().to_owned(), why.to_owned()),
                Sides::Either { sent, read } => (
                    format!("sent: {}; read: {}", sent.0.as_str(), read.0.as_str()),
                    format!("sent: {}; read: {}", sent.1, read.1),
                ),
            };
            format!("| `{}` | {} | {wire} | {why} |", rule.code(), rule.title())
        });
        rows.collect()
    }

    #[test]
    fn the_table_says_what_the_rules_say() {
        let text = include_str!("../../CHANGES.md");
        let found = text.lines().filter(|line| line.starts_with("| `")).collect::<Vec<_>>();
        let wanted = rows();
        assert_eq!(found, wanted, "the rows should be:\n{}", wanted.join("\n"));
    }

    #[test]
    fn codes_are_told_apart() {
        let codes = Rule::ALL.iter().map(|rule| rule.code());
        assert_eq!(codes.collect::<std::collections::BTreeSet<_>>().len(), Rule::ALL.len());
    }

    #[test]
    fn failures_that_do_not_fit_break_nothing() {
        assert_eq!(Rule::TypeChanged.wire(Direction::Response), Wire::Breaks);
        assert_eq!(Rule::TypeChanged.wire(Direction::Error), Wire::Tolerated);
        assert_eq!(Rule::TypeChanged.wire(Direction::None), Wire::Safe);
        assert_eq!(Rule::PropertyAddedRequired.wire(Direction::Both), Wire::Breaks);
        assert_eq!(Rule::PropertyMadeOptional.wire(Direction::Both), Wire::Breaks);
    }
}
