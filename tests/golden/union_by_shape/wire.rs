//! Unions whose branches are told apart by what is there.

use serde_json::json;
use socket::{Act, Socket};
use union_by_shape::{
    Answer, AnswerDated, AnswerFree, AnswerNamed, AnswerScalar, AnswerShaped, AnswerTyped, Client,
    serde_json,
};

async fn read(answer: &serde_json::Value) -> Result<Answer, union_by_shape::Error> {
    let server = Socket::start([Act::json("200 OK", &answer.to_string())]).await;
    let client = Client::builder().base_url(server.url()).build().unwrap();
    let body = Answer::new(AnswerScalar::Boolean(true), AnswerTyped::Integer(1));
    let read = client.answers().replace(body).await;
    assert_eq!(server.seen()[0].body, r#"{"scalar":true,"typed":1}"#);
    read
}

#[tokio::test]
async fn each_value_finds_its_branch() {
    let answer = json!({
        "scalar": 1.5,
        "typed": ["a"],
        "dated": "2026-01-31",
        "shaped": { "x": 1, "y": 2 },
        "free": { "z": 1 },
        "named": [{ "x": 3 }],
    });
    let found = read(&answer).await.unwrap();
    assert_eq!(found.scalar, AnswerScalar::Number(1.5));
    assert_eq!(found.typed, AnswerTyped::ListOfString(vec!["a".to_owned()]));
    assert!(matches!(found.dated, Some(AnswerDated::Date(_))), "{found:?}");
    assert!(matches!(found.shaped, Some(AnswerShaped::WithX(_))), "{found:?}");
    assert!(matches!(found.free, Some(AnswerFree::Json(_))), "{found:?}");
    assert!(matches!(found.named, Some(AnswerNamed::ListOfPoint(_))), "{found:?}");
    let answer = json!({
        "scalar": 1,
        "typed": "a",
        "dated": "soon",
        "shaped": { "x": "one" },
        "free": { "x": 1 },
        "named": 7,
    });
    let found = read(&answer).await.unwrap();
    assert_eq!(found.scalar, AnswerScalar::Integer(1));
    assert_eq!(found.dated, Some(AnswerDated::Text("soon".to_owned())));
    assert!(matches!(found.shaped, Some(AnswerShaped::Map(_))), "{found:?}");
    assert!(matches!(found.free, Some(AnswerFree::Point(_))), "{found:?}");
    assert_eq!(found.named, Some(AnswerNamed::ByNumber(7)));
}

#[tokio::test]
async fn an_error_says_why_no_branch_fits() {
    let error = read(&json!({ "scalar": [], "typed": 1 })).await.unwrap_err().to_string();
    assert!(error.contains("scalar: "), "{error}");
    let error = read(&json!({ "scalar": 1, "typed": 1, "named": { "nome": "x" } })).await;
    let error = error.unwrap_err().to_string();
    assert!(error.contains("named: ") && error.contains("name"), "{error}");
}
