//! The headers of an answer in their types.

use ferry::crossings::{ListErrorHeaders, ListHeaders};
use ferry::{Client, ListCrossingsXWeatherHeader};
use socket::{Act, Socket};

#[tokio::test]
async fn headers_are_read_as_they_are_described() {
    let headers = [
        "content-type: application/json",
        "x-total-count: 3",
        "x-weather: rough",
        "x-ports: a, b",
        "x-tide: height=1.5,rising=true",
        "x-captain: {\"name\":\"Ada\"}",
        "x-session: planted-in-a-header",
    ];
    let short = ["content-type: application/json", "x-weather: calm"];
    let late = ["content-type: application/json", "retry-after: 7"];
    let server = Socket::start([
        Act::answer("200 OK", &headers, "[]"),
        Act::answer("200 OK", &short, "[]"),
        Act::answer("429 Too Many Requests", &late, r#"{"message":"later"}"#),
    ])
    .await;
    let client = Client::builder().base_url(server.url()).max_retries(0).build().unwrap();
    let call = || client.crossings().list().with_response();
    let read = ListHeaders::try_from(&call().await.unwrap().headers).unwrap();
    assert_eq!(read.x_total_count, 3);
    assert_eq!(read.x_weather, Some(ListCrossingsXWeatherHeader::Rough));
    assert_eq!(read.x_ports, Some(vec!["a".to_owned(), "b".to_owned()]));
    let tide = read.x_tide.clone().unwrap();
    assert_eq!((tide.height, tide.rising), (Some(1.5), Some(true)));
    assert_eq!(read.x_captain.clone().unwrap().name.as_deref(), Some("Ada"));
    assert!(!format!("{read:?}").contains("planted"), "{read:?}");
    let error = ListHeaders::try_from(&call().await.unwrap().headers).unwrap_err();
    assert_eq!(error.name(), "X-Total-Count");
    let error = call().await.unwrap_err();
    let read = ListErrorHeaders::try_from(error.headers().unwrap()).unwrap();
    assert_eq!(read.retry_after, Some(7));
}
