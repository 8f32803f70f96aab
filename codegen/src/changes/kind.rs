//! What sort of sentence a change is told in.
//!
//! In: a [`Rule`]. Out: its [`Kind`]; a rule that is new does not compile before it has one. The
//! sentences themselves stand in `words`.

use super::Rule;

/// The shape of what is said.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Something has one thing more.
    Gained,
    /// Something has one thing more that cannot be left out.
    Required,
    /// Something has one thing less.
    Lost,
    /// A whole item is new.
    New,
    /// A whole item is gone.
    Gone,
    /// An item should not be used any more.
    Deprecated,
    /// It is called otherwise.
    Renamed,
    /// It is something else.
    Turned,
    /// The rule's own words say it best.
    Said,
}

#[expect(clippy::too_many_lines, reason = "a line for each rule")]
pub(super) fn kind(rule: Rule) -> Kind {
    match rule {
        Rule::PropertyAddedOptional
        | Rule::ParameterAddedOptional
        | Rule::BodyAddedOptional
        | Rule::ValueAdded
        | Rule::ClosedValueAdded
        | Rule::TaggedBranchAdded
        | Rule::BranchAdded
        | Rule::AmongAdded => Kind::Gained,
        Rule::PropertyAddedRequired | Rule::ParameterAddedRequired | Rule::BodyAddedRequired => {
            Kind::Required
        }
        Rule::PropertyRemovedOptional
        | Rule::PropertyRemovedRequired
        | Rule::NullablePropertyRemoved
        | Rule::ParameterRemoved
        | Rule::BodyRemoved
        | Rule::ValueRemoved
        | Rule::BranchRemoved
        | Rule::AmongRemoved => Kind::Lost,
        Rule::OperationAdded
        | Rule::GroupAdded
        | Rule::SchemeAdded
        | Rule::ServerAdded
        | Rule::VariableAdded
        | Rule::WebhookAdded
        | Rule::SchemaAdded => Kind::New,
        Rule::OperationRemoved
        | Rule::GroupRemoved
        | Rule::SchemeRemoved
        | Rule::ServerRemoved
        | Rule::VariableRemoved
        | Rule::WebhookRemoved
        | Rule::SchemaRemoved => Kind::Gone,
        Rule::Deprecated => Kind::Deprecated,
        Rule::OperationMoved
        | Rule::OperationRenamed
        | Rule::SchemeRenamed
        | Rule::ServerRenamed
        | Rule::ParameterRenamed
        | Rule::SchemaRenamed
        | Rule::RustRenamed
        | Rule::CrateRenamed
        | Rule::EnvironmentVariableRenamed => Kind::Renamed,
        Rule::KindChanged
        | Rule::TypeChanged
        | Rule::TypeWidened
        | Rule::TypeLoosened
        | Rule::TypeNarrowed
        | Rule::TypeTightened
        | Rule::TypeReplaced
        | Rule::AnswerKindChanged
        | Rule::PropertyMadeRequired
        | Rule::PropertyMadeOptional
        | Rule::NullablePropertyMadeOptional
        | Rule::PropertyMadeNullable
        | Rule::OptionalPropertyMadeNullable
        | Rule::PropertyMadeNotNullable
        | Rule::OptionalPropertyMadeNotNullable => Kind::Turned,
        Rule::OperationIdChanged
        | Rule::RetryChanged
        | Rule::OrderChanged
        | Rule::BranchOrderChanged
        | Rule::OperationServerChanged
        | Rule::Undeprecated
        | Rule::SecurityTightened
        | Rule::SecurityNarrowed
        | Rule::SecurityRelaxed
        | Rule::SchemeChanged
        | Rule::TokenSourceChanged
        | Rule::ScopesChanged
        | Rule::PrefixesChanged
        | Rule::ServerUrlChanged
        | Rule::DefaultServerChanged
        | Rule::VariableChanged
        | Rule::ParameterMadeRequired
        | Rule::ParameterMadeOptional
        | Rule::ParameterMoved
        | Rule::ParameterStyleChanged
        | Rule::BodyMadeRequired
        | Rule::BodyMadeOptional
        | Rule::BodyMediaChanged
        | Rule::BodyMediaAdded
        | Rule::BodyMediaRemoved
        | Rule::BodyEncodingChanged
        | Rule::AnswerStatusAdded
        | Rule::AnswerStatusRemoved
        | Rule::AnswerStatusChanged
        | Rule::AnswerBodyAdded
        | Rule::AnswerBodyRemoved
        | Rule::AnswerFramingChanged
        | Rule::AnswerMadeOptional
        | Rule::AnswerMadeCertain
        | Rule::AnswerMediaChanged
        | Rule::HeadersDescribed
        | Rule::HeadersUndescribed
        | Rule::HeaderReadingChanged
        | Rule::ErrorStatusAdded
        | Rule::ErrorStatusRemoved
        | Rule::ErrorBodyAdded
        | Rule::ErrorBodyRemoved
        | Rule::PagesRecognised
        | Rule::PagesLost
        | Rule::PagesChanged
        | Rule::PropertyMadeReadOnly
        | Rule::PropertyMadeWritable
        | Rule::PropertyMadeWriteOnly
        | Rule::PropertyMadeReadable
        | Rule::DefaultChanged
        | Rule::LimitTightened
        | Rule::LimitLoosened
        | Rule::LimitChanged
        | Rule::OthersDescribed
        | Rule::OthersUndescribed
        | Rule::ValuesOpened
        | Rule::ValuesClosed
        | Rule::TagChanged
        | Rule::TagValueAdded
        | Rule::TagValueRemoved
        | Rule::TypeNowSent
        | Rule::TypeSentNoMore
        | Rule::RustChanged
        | Rule::RustAdded
        | Rule::RustRemoved
        | Rule::DatesChanged
        | Rule::Documentation => Kind::Said,
    }
}
