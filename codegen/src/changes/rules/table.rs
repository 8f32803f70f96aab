//! The rules themselves, an entry for each: what it is called, what sort of sentence tells of it,
//! what happened, and what that does on the wire, with the reason.
//!
//! In: the macro of the room. Out: [`Rule`]. Does nothing. It is as long as there are rules: they are
//! one enumeration, and nothing else is in here.

use super::{Kind, Sides, Wire};

rules! {
    OperationAdded New "operation-added" "an operation is new" {
        always Safe "a program that was built before does not call it"
    }
    OperationRemoved Gone "operation-removed" "an operation is gone" {
        always Breaks "the service is not said to answer the call any more, and the method is gone"
    }
    OperationMoved Renamed "operation-moved" "an operation has another method or path" {
        always Breaks "a program that was built before still calls the old place"
    }
    OperationRenamed Renamed "operation-renamed" "an operation has another name in Rust" {
        always Safe "names of methods are not sent"
    }
    OperationIdChanged Said "operation-id-changed" "an operation has another id" {
        always Safe "ids are not sent, and the name in Rust stays"
    }
    RetryChanged Said "retry-changed" "repeating an operation is harmless, or no longer" {
        always Safe "the service does the same; the new crate repeats other calls by itself"
    }
    OperationServerChanged Said "operation-server-changed" "an operation has another server" {
        always Tolerated "calls of a program that was built before still go to the old place"
    }
    OrderChanged Said "order-changed" "the document lists things in another order" {
        always Safe "the order of members, values and operations is not sent"
    }
    BranchOrderChanged Said "branch-order-changed" "the types of a union are tried in another order" {
        always Safe "the old crate goes on as it did; the new one may read a value that fits several of them as another"
    }
    GroupAdded New "group-added" "a group of operations is new" {
        always Safe "groups are not sent"
    }
    GroupRemoved Gone "group-removed" "a group of operations is gone" {
        always Safe "groups are not sent; its operations say for themselves what became of them"
    }
    GroupRenamed Renamed "group-renamed" "a group of operations has another name" {
        always Safe "groups are not sent"
    }
    Deprecated Deprecated "deprecated" "it is deprecated" {
        always Safe "it works as before; the compiler warns of it"
    }
    Undeprecated Said "undeprecated" "it is no longer deprecated" {
        always Safe "it works as before"
    }

    SecurityTightened Said "security-tightened" "other credentials are needed" {
        always Breaks "what was enough to be let in is not any more"
    }
    SecurityNarrowed Said "security-narrowed" "there are fewer ways to be let in" {
        always Tolerated "some credentials that were enough are not any more"
    }
    SecurityRelaxed Said "security-relaxed" "there are more ways to be let in" {
        always Safe "what was enough to be let in still is"
    }
    SchemeAdded New "scheme-added" "a security scheme is new" {
        always Safe "whether a call needs it is said by the call"
    }
    SchemeRemoved Gone "scheme-removed" "a security scheme is gone" {
        always Breaks "the service is not said to take such credentials any more"
    }
    SchemeChanged Said "scheme-changed" "a credential is sent in another way" {
        always Breaks "a program that was built before sends it where the service does not look"
    }
    SchemeRenamed Renamed "scheme-renamed" "a security scheme has another name" {
        always Safe "names of schemes are not sent"
    }
    TokenSourceChanged Said "token-source-changed" "tokens are had elsewhere" {
        always Tolerated "a program that was built before asks for them at the old place"
    }
    ScopesChanged Said "scopes-changed" "tokens are good for other things" {
        always Tolerated "a scope that is asked for may not be known any more"
    }
    PrefixesChanged Said "prefixes-changed" "other beginnings of credentials are held against the environment" {
        always Safe "only the new crate looks at them"
    }

    ServerAdded New "server-added" "a server is new" {
        always Safe "a program that was built before does not call it"
    }
    ServerRemoved Gone "server-removed" "a server is gone" {
        always Breaks "a program that was built before may still call it"
    }
    ServerUrlChanged Said "server-url-changed" "a server has another URL" {
        always Tolerated "a program that was built before still calls the old one"
    }
    ServerRenamed Renamed "server-renamed" "a server has another name" {
        always Safe "names of servers are not sent"
    }
    DefaultServerChanged Said "default-server-changed" "calls go to another server where nothing is said" {
        always Safe "a program that was built before goes where it went"
    }
    VariableAdded New "variable-added" "a URL has another part to choose" {
        always Safe "a program that was built before does not fill it"
    }
    VariableRemoved Gone "variable-removed" "a part of a URL cannot be chosen any more" {
        always Tolerated "what was chosen may lead nowhere"
    }
    VariableChanged Said "variable-changed" "a part of a URL has other values" {
        always Tolerated "what was chosen may lead nowhere"
    }

    WebhookAdded New "webhook-added" "the service sends something new by itself" {
        always Tolerated "a receiver gets what it does not know"
    }
    WebhookRemoved Gone "webhook-removed" "the service does not send something any more" {
        always Tolerated "a receiver waits for what does not come"
    }

    ParameterAddedOptional Gained "parameter-added-optional" "an optional parameter is new" {
        always Safe "it can be left out"
    }
    ParameterAddedRequired Required "parameter-added-required" "a required parameter is new" {
        always Breaks "calls without it are refused"
    }
    ParameterRemoved Lost "parameter-removed" "a parameter is gone" {
        always Tolerated "what is still sent is ignored or refused"
    }
    ParameterMadeRequired Said "parameter-made-required" "a parameter is required now" {
        always Breaks "calls without it are refused"
    }
    ParameterMadeOptional Said "parameter-made-optional" "a parameter is optional now" {
        always Safe "it can still be sent"
    }
    ParameterMoved Said "parameter-moved" "a parameter travels elsewhere" {
        always Breaks "a program that was built before sends it where the service does not look"
    }
    ParameterRenamed Renamed "parameter-renamed" "a part of the path has another name" {
        always Safe "the path is the same with the value in it"
    }
    ParameterStyleChanged Said "parameter-style-changed" "a parameter is written in another way" {
        always Breaks "what a program that was built before sends is read otherwise"
    }

    BodyAddedOptional Gained "body-added-optional" "there can be a body" {
        always Safe "it can be left out"
    }
    BodyAddedRequired Required "body-added-required" "there has to be a body" {
        always Breaks "calls without it are refused"
    }
    BodyRemoved Lost "body-removed" "the body is gone" {
        always Tolerated "what is still sent is ignored or refused"
    }
    BodyMadeRequired Said "body-made-required" "the body is required now" {
        always Breaks "calls without it are refused"
    }
    BodyMadeOptional Said "body-made-optional" "the body is optional now" {
        always Safe "it can still be sent"
    }
    BodyMediaChanged Said "body-media-changed" "the body has another media type" {
        always Breaks "what a program that was built before sends is not taken any more"
    }
    BodyMediaAdded Said "body-media-added" "the body can have another media type" {
        always Safe "the old one is still taken"
    }
    BodyMediaRemoved Said "body-media-removed" "the body can have one media type less" {
        always Tolerated "who chose it is refused; it was not what is sent by itself"
    }
    BodyEncodingChanged Said "body-encoding-changed" "the members of the body are written in another way" {
        always Breaks "what a program that was built before sends is read otherwise"
    }

    AnswerStatusAdded Said "answer-status-added" "a good answer has another status, with a body of its own" {
        always Tolerated "an answer that was not described is read as the first that was"
    }
    AnswerStatusRemoved Said "answer-status-removed" "a status of good answers is gone" {
        always Safe "what does not come is not read"
    }
    AnswerStatusChanged Said "answer-status-changed" "good answers have another status" {
        always Safe "any status of success is read as the answer"
    }
    AnswerBodyAdded Said "answer-body-added" "the answer has a body" {
        always Safe "a program that was built before does not read it"
    }
    AnswerBodyRemoved Said "answer-body-removed" "the answer has no body any more" {
        always Breaks "there is nothing to read where a value is expected"
    }
    AnswerKindChanged Turned "answer-kind-changed" "the answer is of another kind" {
        always Breaks "it cannot be read as what it was"
    }
    AnswerFramingChanged Said "answer-framing-changed" "the items of the answer are told apart otherwise" {
        always Breaks "they cannot be told apart as before"
    }
    AnswerMadeOptional Said "answer-made-optional" "the answer may have no body" {
        always Breaks "an answer without a body is not read as a value"
    }
    AnswerMadeCertain Said "answer-made-certain" "the answer always has a body" {
        always Safe "an answer that may be empty can be full"
    }
    AnswerMediaChanged Said "answer-media-changed" "another media type of the answer is asked for" {
        always Tolerated "a program that was built before asks for the old one"
    }
    HeadersDescribed Said "headers-described" "the headers of the answer are described" {
        always Safe "a program that was built before does not read them"
    }
    HeadersUndescribed Said "headers-undescribed" "the headers of the answer are not described any more" {
        always Tolerated "headers that are still read may be missing"
    }
    HeaderReadingChanged Said "header-reading-changed" "a header is written in another way" {
        always Breaks "it is not read as what it was"
    }
    ErrorStatusAdded Said "error-status-added" "a failure is described" {
        always Safe "any failure was an error before"
    }
    ErrorStatusRemoved Said "error-status-removed" "a failure is not described any more" {
        always Safe "any failure is an error"
    }
    ErrorBodyAdded Said "error-body-added" "the body of a failure is described" {
        always Safe "a program that was built before has it as raw text"
    }
    ErrorBodyRemoved Said "error-body-removed" "the body of a failure is not described any more" {
        always Tolerated "what does not fit the old description is left in the raw body"
    }
    PagesRecognised Said "pages-recognised" "the answer has pages" {
        always Safe "a program that was built before asks for each itself"
    }
    PagesLost Said "pages-lost" "the answer has no pages any more" {
        always Tolerated "what is asked for may be the only page"
    }
    PagesChanged Said "pages-changed" "pages are asked for in another way" {
        always Breaks "a program that was built before does not find the next page"
    }

    SchemaAdded New "schema-added" "a type is new" {
        always Safe "nothing that was built before speaks of it"
    }
    SchemaRemoved Gone "schema-removed" "a type is gone" {
        always Safe "what used it says for itself what became of it"
    }
    SchemaRenamed Renamed "schema-renamed" "a type has another name" {
        always Safe "names of types are not sent"
    }
    KindChanged Turned "kind-changed" "a type is of another kind" {
        sent Breaks "what a program that was built before sends is not taken any more"
        read Breaks "what comes is not read as what it was"
    }
    TypeChanged Turned "type-changed" "a value has another type" {
        sent Breaks "what a program that was built before sends is not taken any more"
        read Breaks "what comes is not read as what it was"
    }
    TypeWidened Turned "type-widened" "a value can be more than before" {
        sent Safe "what was good before still is"
        read Breaks "what is new is not read as the old type"
    }
    TypeLoosened Turned "type-loosened" "a value is not held to a list any more" {
        sent Safe "what was good before still is"
        read Tolerated "what is new is read as an unknown value"
    }
    TypeNarrowed Turned "type-narrowed" "a value can be less than before" {
        sent Breaks "some of what was good before is refused"
        read Safe "what comes was good before"
    }
    TypeTightened Turned "type-tightened" "a value is held to more by another type" {
        sent Tolerated "some of what was good before may be refused"
        read Safe "what comes was good before"
    }
    TypeReplaced Turned "type-replaced" "a value has another type that means the same" {
        always Safe "what is sent and what comes are the same as before"
    }

    PropertyAddedOptional Gained "property-added-optional" "an optional property is new" {
        sent Safe "it can be left out"
        read Tolerated "a program that was built before skips it"
    }
    PropertyAddedRequired Required "property-added-required" "a required property is new" {
        sent Breaks "values without it are refused"
        read Tolerated "a program that was built before skips it"
    }
    PropertyRemovedOptional Lost "property-removed-optional" "an optional property is gone" {
        sent Tolerated "what is still sent is ignored or refused"
        read Tolerated "it could be missing before"
    }
    PropertyRemovedRequired Lost "property-removed-required" "a required property is gone" {
        sent Tolerated "what is still sent is ignored or refused"
        read Breaks "a value without it is not read"
    }
    NullablePropertyRemoved Lost "nullable-property-removed" "a required property that could be null is gone" {
        sent Tolerated "what is still sent is ignored or refused"
        read Tolerated "where it is missing it is read as null"
    }
    PropertyMadeRequired Turned "property-made-required" "a property is required now" {
        sent Breaks "values without it are refused"
        read Safe "it could be there before"
    }
    PropertyMadeOptional Turned "property-made-optional" "a property is optional now" {
        sent Safe "it can still be sent"
        read Breaks "a value without it is not read"
    }
    NullablePropertyMadeOptional Turned "nullable-property-made-optional" "a property that can be null is optional now" {
        sent Safe "it can still be sent"
        read Safe "where it is missing it is read as null"
    }
    PropertyMadeNullable Turned "property-made-nullable" "a required property can be null now" {
        sent Safe "a value can still be sent"
        read Breaks "null is not read as a value"
    }
    OptionalPropertyMadeNullable Turned "optional-property-made-nullable" "an optional property can be null now" {
        sent Safe "a value can still be sent, or nothing"
        read Safe "null is read as nothing"
    }
    PropertyMadeNotNullable Turned "property-made-not-nullable" "a property cannot be null any more" {
        sent Breaks "null is refused"
        read Safe "a value could come before"
    }
    OptionalPropertyMadeNotNullable Turned "optional-property-made-not-nullable" "an optional property cannot be null any more" {
        sent Safe "null was not sent for it"
        read Safe "a value could come before, or nothing"
    }
    PropertyMadeReadOnly Said "property-made-read-only" "only the service sets a property" {
        sent Tolerated "what is still sent is ignored or refused"
        read Safe "it comes as before"
    }
    PropertyMadeWritable Said "property-made-writable" "callers can set a property" {
        sent Safe "it can be left out"
        read Safe "it comes as before"
    }
    PropertyMadeWriteOnly Said "property-made-write-only" "the service does not show a property any more" {
        sent Safe "it can still be sent"
        read Tolerated "it does not come any more"
    }
    PropertyMadeReadable Said "property-made-readable" "the service shows a property" {
        sent Safe "it can still be sent"
        read Safe "it could come before"
    }
    DefaultChanged Said "default-changed" "another value stands for what is left out" {
        sent Tolerated "who leaves it out gets something else"
        read Safe "the service fills in what it means"
    }
    LimitTightened Said "limit-tightened" "a value is held to more" {
        sent Tolerated "some of what was good before may be refused"
        read Safe "what comes is not held to it"
    }
    LimitLoosened Said "limit-loosened" "a value is held to less" {
        sent Safe "what was good before still is"
        read Safe "what comes is not held to it"
    }
    LimitChanged Said "limit-changed" "a value is held to something else" {
        sent Tolerated "some of what was good before may be refused"
        read Safe "what comes is not held to it"
    }
    OthersDescribed Said "others-described" "members of any name are described" {
        sent Safe "they need not be sent"
        read Safe "a program that was built before skips them"
    }
    OthersUndescribed Said "others-undescribed" "members of any name are not described any more" {
        sent Tolerated "what is still sent is ignored or refused"
        read Safe "there may be none of them"
    }
    AmongAdded Gained "among-added" "the members of another type stand among those of a type" {
        sent Breaks "values without them are refused"
        read Tolerated "a program that was built before skips them"
    }
    AmongRemoved Lost "among-removed" "the members of another type stand no longer among those of a type" {
        sent Tolerated "what is still sent is ignored or refused"
        read Breaks "a value without them is not read"
    }

    ValueAdded Gained "value-added" "a list of values that may grow has another one" {
        sent Safe "what was good before still is"
        read Tolerated "it is read as an unknown value"
    }
    ClosedValueAdded Gained "closed-value-added" "a list of values that is said to be whole has another one" {
        sent Safe "what was good before still is"
        read Breaks "it is not read as one of the old values"
    }
    ValueRemoved Lost "value-removed" "a value is not listed any more" {
        sent Breaks "it is refused"
        read Safe "what does not come is not read"
    }
    ValuesOpened Said "values-opened" "a list of values may grow now" {
        sent Safe "what was good before still is"
        read Breaks "what is not listed is not read as one of the old values"
    }
    ValuesClosed Said "values-closed" "a list of values is said to be whole now" {
        sent Tolerated "what is not listed may be refused"
        read Safe "what is listed was read before"
    }
    TaggedBranchAdded Gained "tagged-branch-added" "a union that is told apart by a tag has another type" {
        sent Safe "what was good before still is"
        read Tolerated "it is read as an unknown value"
    }
    BranchAdded Gained "branch-added" "a union has another type" {
        sent Safe "what was good before still is"
        read Breaks "it may be read as none of the old types"
    }
    BranchRemoved Lost "branch-removed" "a union has one type less" {
        sent Breaks "values of it are refused"
        read Safe "what does not come is not read"
    }
    TagChanged Said "tag-changed" "the types of a union are told apart otherwise" {
        sent Breaks "values are sent without what tells them apart"
        read Breaks "values cannot be told apart as before"
    }
    TagValueAdded Said "tag-value-added" "a type of a union has another tag" {
        sent Safe "what was good before still is"
        read Tolerated "values with the new tag are read as unknown ones"
    }
    TagValueRemoved Said "tag-value-removed" "a type of a union has one tag less" {
        sent Breaks "values with it are refused"
        read Safe "what does not come is not read"
    }

    TypeNowSent Said "type-now-sent" "a type that was only read is sent now" {
        always Safe "no call that was there before sends it"
    }
    TypeSentNoMore Said "type-sent-no-more" "a type that was sent is sent no more" {
        always Safe "what sent it says for itself what became of it"
    }
    RustRenamed Renamed "rust-renamed" "something has another name in Rust" {
        always Safe "names in Rust are not sent"
    }
    RustChanged Said "rust-changed" "something has another signature in Rust" {
        always Safe "the service means the same as before"
    }
    RustAdded Said "rust-added" "something is new in Rust" {
        always Safe "the service means the same as before"
    }
    RustRemoved Said "rust-removed" "something is gone in Rust" {
        always Safe "the service means the same as before"
    }
    CrateRenamed Renamed "crate-renamed" "the crate has another name" {
        always Safe "it is not sent"
    }
    DatesChanged Said "dates-changed" "dates and times are those of another library" {
        always Safe "they are written as before"
    }
    EnvironmentVariableRenamed Renamed "environment-variable-renamed" "a client is configured by another environment variable" {
        always Safe "a program that was built before reads the old one"
    }
    Documentation Said "documentation" "words of the document are others" {
        always Safe "words are neither sent nor compiled"
    }
}
