//! What each style makes of each kind of value. The expected texts are those of the tables of OpenAPI
//! 3.2 and RFC 6570, for other names and values.

use serde_json::{Value, json};

use crate::runtime::{Call, Client, Error, Json, Secret, Style};
use crate::server::{Seen, Server, answer, json as answer_json};
use crate::service::GetPet;

const PET: &str = r#"{"id":1,"type":"cat"}"#;

/// Gives a call its parameter.
type Given = Box<dyn Fn(Call<GetPet>) -> Call<GetPet>>;

/// What a server sees of calls that were each given one parameter.
async fn seen(calls: Vec<Given>) -> Vec<Seen> {
    let server = Server::start(calls.iter().map(|_| answer_json("200 OK", PET))).await;
    let pets = server.client().pets();
    for call in &calls {
        call(pets.get("x")).await.unwrap();
    }
    server.seen()
}

fn offline() -> Client {
    Client::builder().base_url("http://127.0.0.1:1").api_key("key-123456").build().unwrap()
}

/// A text, a list and an object that need no encoding, and the same with what does.
fn values() -> [Value; 6] {
    [
        json!("deep"),
        json!(["oak", "elm"]),
        json!({"x": 4, "y": true}),
        json!("a/b c"),
        json!(["1,2", "&"]),
        json!({"k=": "v;", "gone": null}),
    ]
}

#[tokio::test]
async fn paths() {
    let table = [
        (Style::simple(), ["deep", "oak,elm", "x,4,y,true", "a%2Fb%20c", "1%2C2,%26", "k%3D,v%3B"]),
        (
            Style::simple().exploded(),
            ["deep", "oak,elm", "x=4,y=true", "a%2Fb%20c", "1%2C2,%26", "k%3D=v%3B"],
        ),
        (
            Style::label(),
            [".deep", ".oak,elm", ".x,4,y,true", ".a%2Fb%20c", ".1%2C2,%26", ".k%3D,v%3B"],
        ),
        (
            Style::label().exploded(),
            [".deep", ".oak.elm", ".x=4.y=true", ".a%2Fb%20c", ".1%2C2.%26", ".k%3D=v%3B"],
        ),
        (
            Style::matrix(),
            [
                ";pet_id=deep",
                ";pet_id=oak,elm",
                ";pet_id=x,4,y,true",
                ";pet_id=a%2Fb%20c",
                ";pet_id=1%2C2,%26",
                ";pet_id=k%3D,v%3B",
            ],
        ),
        (
            Style::matrix().exploded(),
            [
                ";pet_id=deep",
                ";pet_id=oak;pet_id=elm",
                ";x=4;y=true",
                ";pet_id=a%2Fb%20c",
                ";pet_id=1%2C2;pet_id=%26",
                ";k%3D=v%3B",
            ],
        ),
    ];
    for (style, expected) in table {
        let calls = values().map(|value| -> Given {
            Box::new(move |call| call.path_styled("pet_id", style, &value))
        });
        let lines = seen(calls.into()).await;
        let lines: Vec<&str> =
            lines.iter().map(|seen| seen.line.strip_prefix("GET /pets/").unwrap()).collect();
        assert_eq!(lines, expected, "{style:?}");
    }
}

#[tokio::test]
async fn queries() {
    let table = [
        (
            Style::form(),
            ["q=deep", "q=oak,elm", "q=x,4,y,true", "q=a%2Fb%20c", "q=1%2C2,%26", "q=k%3D,v%3B"],
        ),
        (
            Style::form().exploded(),
            ["q=deep", "q=oak&q=elm", "x=4&y=true", "q=a%2Fb%20c", "q=1%2C2&q=%26", "k%3D=v%3B"],
        ),
        (
            Style::spaces(),
            [
                "q=deep",
                "q=oak%20elm",
                "q=x%204%20y%20true",
                "q=a%2Fb%20c",
                "q=1%2C2%20%26",
                "q=k%3D%20v%3B",
            ],
        ),
        (
            Style::pipes(),
            [
                "q=deep",
                "q=oak%7Celm",
                "q=x%7C4%7Cy%7Ctrue",
                "q=a%2Fb%20c",
                "q=1%2C2%7C%26",
                "q=k%3D%7Cv%3B",
            ],
        ),
        (
            Style::deep_object(),
            [
                "q=deep",
                "q%5B0%5D=oak&q%5B1%5D=elm",
                "q%5Bx%5D=4&q%5By%5D=true",
                "q=a%2Fb%20c",
                "q%5B0%5D=1%2C2&q%5B1%5D=%26",
                "q%5Bk%3D%5D=v%3B",
            ],
        ),
        (
            Style::form().exploded().reserved(),
            ["q=deep", "q=oak&q=elm", "x=4&y=true", "q=a/b%20c", "q=1,2&q=%26", "k%3D=v;"],
        ),
    ];
    for (style, expected) in table {
        let calls = values()
            .map(|value| -> Given { Box::new(move |call| call.query_styled("q", style, &value)) });
        let lines = seen(calls.into()).await;
        let lines: Vec<&str> =
            lines.iter().map(|seen| seen.line.strip_prefix("GET /pets/x?").unwrap()).collect();
        assert_eq!(lines, expected, "{style:?}");
    }
}

#[tokio::test]
async fn headers() {
    let table = [
        (Style::simple(), ["deep", "oak,elm", "x,4,y,true", "a/b c", "1,2,&", "k=,v;"]),
        (Style::simple().exploded(), ["deep", "oak,elm", "x=4,y=true", "a/b c", "1,2,&", "k==v;"]),
    ];
    for (style, expected) in table {
        let calls = values().map(|value| -> Given {
            Box::new(move |call| call.header_styled("X-Trees", style, &value))
        });
        let seen = seen(calls.into()).await;
        let headers: Vec<&str> = seen.iter().map(|seen| seen.header("x-trees").unwrap()).collect();
        assert_eq!(headers, expected, "{style:?}");
    }
}

#[tokio::test]
async fn structure_below_the_first_level() {
    let value = json!({"a": {"b": [1, {"c": "d"}]}, "list": [1, 2], "none": null});
    let table = [
        (
            Style::deep_object(),
            "q%5Ba%5D%5Bb%5D%5B0%5D=1&q%5Ba%5D%5Bb%5D%5B1%5D%5Bc%5D=d&q%5Blist%5D%5B0%5D=1&q%5Blist%5D%5B1%5D=2",
        ),
        (
            Style::form().exploded(),
            "a=%7B%22b%22%3A%5B1%2C%7B%22c%22%3A%22d%22%7D%5D%7D&list=1&list=2",
        ),
        (Style::form(), "q=a,%7B%22b%22%3A%5B1%2C%7B%22c%22%3A%22d%22%7D%5D%7D,list,%5B1%2C2%5D"),
    ];
    for (style, expected) in table {
        let value = value.clone();
        let seen = seen(vec![Box::new(move |call| call.query_styled("q", style, &value))]).await;
        assert_eq!(seen[0].line, format!("GET /pets/x?{expected}"), "{style:?}");
    }
}

#[tokio::test]
async fn json_in_any_place_and_whole_queries() {
    let filter = json!({"a": ["b"]});
    let (one, two, three, four) = (filter.clone(), filter.clone(), filter.clone(), filter);
    let seen = seen(vec![
        Box::new(move |call| {
            call.query("filter", &Json(&one)).header_parameter("x-f", &Json(&one))
        }),
        Box::new(move |call| call.path("pet_id", &Json(&two)).query("none", &Json(&Value::Null))),
        Box::new(move |call| call.query_string(&three)),
        Box::new(move |call| call.query_string(&Json(&four)).query_string(&Json(&four))),
    ])
    .await;
    let lines: Vec<&str> = seen.iter().map(|seen| seen.line.as_str()).collect();
    let text = "%7B%22a%22%3A%5B%22b%22%5D%7D";
    assert_eq!(
        lines,
        [
            format!("GET /pets/x?filter={text}"),
            format!("GET /pets/{text}?none=null"),
            "GET /pets/x?a=b".to_owned(),
            format!("GET /pets/x?{text}"),
        ]
    );
    assert_eq!(seen[0].header("x-f"), Some(r#"{"a":["b"]}"#));
}

#[tokio::test]
async fn nothing_is_left_out_and_the_last_word_counts() {
    let seen = seen(vec![Box::new(|call| {
        call.query_styled("a", Style::pipes(), &json!([1, 2]))
            .query_styled("b", Style::form().exploded(), &json!({}))
            .query_styled("c", Style::form(), &json!([]))
            .query_styled("d", Style::deep_object(), &Value::Null)
            .query_styled("a", Style::pipes(), &json!([3, null]))
            .header_styled("x-none", Style::simple(), &json!([]))
            .header_styled("x-one", Style::simple(), &json!("a"))
    })])
    .await;
    assert_eq!(seen[0].line, "GET /pets/x?a=3");
    assert_eq!((seen[0].header("x-none"), seen[0].header("x-one")), (None, Some("a")));
}

#[tokio::test]
async fn reserved_characters_stay_within_their_place() {
    let text = "https://a.b/c?d=e&f#g+h%20%zz[1]%2e";
    let style = Style::simple().reserved();
    let seen = seen(vec![
        Box::new(move |call| call.query_styled("q", Style::form().reserved(), &text)),
        Box::new(move |call| call.path_styled("pet_id", style, &"a:b/../%2e%2e/c?d#e")),
    ])
    .await;
    assert_eq!(seen[0].line, "GET /pets/x?q=https://a.b/c?d=e%26f%23g%2Bh%20%25zz[1]%2e");
    assert_eq!(seen[1].line, "GET /pets/a:b%2F..%2F%252e%252e%2Fc%3Fd%23e");
}

#[tokio::test]
async fn a_path_is_never_empty_or_another_one() {
    let pets = offline().pets();
    let empty = [json!(null), json!([]), json!({}), json!([""]), json!("")];
    for value in empty {
        let error = pets.get("x").path_styled("pet_id", Style::simple(), &value).await.unwrap_err();
        assert_eq!(error.to_string(), "the path parameter `pet_id` is empty", "{value}");
    }
    for value in [json!([]), json!({}), json!(null)] {
        let error = pets.get("x").path_styled("pet_id", Style::matrix(), &value).await.unwrap_err();
        assert_eq!(error.to_string(), "the path parameter `pet_id` is empty", "{value}");
    }
    for value in ["", "."] {
        let error = pets.get("x").path_styled("pet_id", Style::label(), &value).await.unwrap_err();
        assert!(error.to_string().contains("would reach another endpoint"), "{error}");
    }
}

#[tokio::test]
async fn secrets_in_parameters_are_not_shown() {
    let body = "no such token: hush/hush, hush%2Fhush";
    let server = Server::start((0..3).map(|_| answer("400 Bad Request", &[], body))).await;
    let pets = server.client().pets();
    let secret = Secret::new("hush/hush");
    let calls = [
        pets.get("x").query("token", &secret),
        pets.get("x").path("pet_id", &secret),
        pets.get("x").query("filter", &Json(&[&secret])),
    ];
    for call in calls {
        assert!(!format!("{call:?}").contains("hush"));
        let error = call.await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "GET /pets/{pet_id} answered 400 Bad Request: no such token: [redacted], [redacted]"
        );
        assert!(!format!("{error:?}").contains("hush"));
    }
    let lines: Vec<String> = server.seen().into_iter().map(|seen| seen.line).collect();
    assert_eq!(lines[0], "GET /pets/x?token=hush%2Fhush");
}

#[tokio::test]
async fn what_cannot_be_written_is_refused() {
    let odd = std::collections::BTreeMap::from([(vec![1], 1)]);
    let error = offline().pets().get("x").query_styled("q", Style::form(), &odd).await.unwrap_err();
    assert!(matches!(error, Error::Config(_)));
    assert_eq!(error.to_string(), "the parameter `q` cannot be written: key must be a string");
}
