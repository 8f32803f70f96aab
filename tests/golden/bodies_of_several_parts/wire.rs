//! The parts of a body as they go onto the wire.

use bodies_of_several_parts::{About, AddScanMultipart, Client, FilePart, ScanMultipart};
use socket::{Act, Seen, Socket};

/// The parts, each its headers and its content.
fn parts(seen: &Seen) -> Vec<(Vec<String>, String)> {
    let media = seen.header("content-type").unwrap();
    let boundary = media.strip_prefix("multipart/form-data; boundary=").unwrap();
    let (start, end) = (format!("--{boundary}\r\n"), format!("\r\n--{boundary}--\r\n"));
    let body = seen.body.strip_suffix(&end).unwrap();
    let parts = body.split(&start).skip(1).map(|part| {
        let (head, content) = part.split_once("\r\n\r\n").unwrap();
        let mut headers: Vec<_> = head.lines().map(str::to_lowercase).collect();
        headers.sort();
        (headers, content.trim_end_matches("\r\n").to_owned())
    });
    parts.collect()
}

fn part(headers: &[&str], content: &str) -> (Vec<String>, String) {
    (headers.iter().map(|&header| header.to_owned()).collect(), content.to_owned())
}

#[tokio::test]
async fn each_part_has_its_name_its_type_and_its_content() {
    let server = Socket::start([Act::answer("204 No Content", &[], "")]).await;
    let client = Client::builder().base_url(server.url()).build().unwrap();
    let body = AddScanMultipart::new(FilePart::new("PNG").file_name("a\"b.png"))
        .pages([FilePart::new("1"), FilePart::new("2").content_type("image/jpeg")])
        .title("two\r\nlines")
        .about(About::new().author("Ada"));
    client.scans().add(body).await.unwrap();
    let seen = server.seen();
    assert_eq!(
        parts(&seen[0]),
        [
            part(
                &[
                    "content-disposition: form-data; name=\"scan\"; filename=\"a%22b.png\"",
                    "content-type: image/png",
                ],
                "PNG"
            ),
            part(
                &[
                    "content-disposition: form-data; name=\"pages\"; filename=\"pages\"",
                    "content-type: application/octet-stream",
                ],
                "1"
            ),
            part(
                &[
                    "content-disposition: form-data; name=\"pages\"; filename=\"pages\"",
                    "content-type: image/jpeg",
                ],
                "2"
            ),
            part(&["content-disposition: form-data; name=\"title\""], "two\r\nlines"),
            part(
                &[
                    "content-disposition: form-data; name=\"about\"",
                    "content-type: application/vnd.harbour.about+json",
                    "x-kind: about",
                ],
                r#"{"author":"Ada"}"#
            ),
        ]
    );
}

#[tokio::test]
async fn an_optional_body_stays_away() {
    let server = Socket::start([Act::answer("204 No Content", &[], "")]).await;
    let client = Client::builder().base_url(server.url()).build().unwrap();
    client.scans().replace().await.unwrap();
    let body = ScanMultipart::new("n", 7, "h", "b", FilePart::new("f"));
    client.scans().replace().body(body).await.unwrap();
    let seen = server.seen();
    assert_eq!((seen[0].header("content-type"), seen[0].body.as_str()), (None, ""));
    let found = parts(&seen[1]);
    let contents: Vec<_> = found.iter().map(|(_, content)| content.as_str()).collect();
    assert_eq!(contents, ["n", "7", "h", "b", "f"]);
}
