//! Bodies that are no JSON, as they go onto the wire.

use bodies_of_text_and_bytes::{Client, Line};
use socket::{Act, Socket};

#[tokio::test]
async fn bodies_are_sent_as_they_are_with_their_media_type() {
    let server = Socket::start([Act::answer("204 No Content", &[], "")]).await;
    let client = Client::builder().base_url(server.url()).build().unwrap();
    client.log().replace("two\nlines \u{f6}").await.unwrap();
    client.log().add_to_log("<line>a</line>").await.unwrap();
    client.log().patch([Line::new().text("a")]).await.unwrap();
    let lines = [Line::new().text("a"), Line::new()];
    client.log().import_lines(lines).await.unwrap();
    client.chart().replace(vec![0x41, 0x42]).await.unwrap();
    client.chart().add().await.unwrap();
    client.chart().add().body("PNG").header("content-type", "image/png").await.unwrap();
    let seen = server.seen();
    let sent = seen.iter().map(|seen| (seen.header("content-type"), seen.body.as_str()));
    assert_eq!(
        sent.collect::<Vec<_>>(),
        [
            (Some("text/plain"), "two\nlines \u{f6}"),
            (Some("application/xml"), "<line>a</line>"),
            (Some("application/json-patch+json"), r#"[{"text":"a"}]"#),
            (Some("application/x-ndjson"), "{\"text\":\"a\"}\n{}\n"),
            (Some("application/octet-stream"), "AB"),
            (None, ""),
            (Some("image/png"), "PNG"),
        ]
    );
}
