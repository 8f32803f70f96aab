//! Answers that are files, read while they arrive.

use crate::runtime::{Call, Error};
use crate::server::{Server, answer};
use crate::streams::{File, half};

#[tokio::test]
async fn a_download_that_breaks_off_is_told_to_whom_it_is_written_for() {
    struct Full;
    impl std::io::Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let long = "x".repeat(100_000);
    let server = Server::start([answer("200 OK", &[], &long), half("half"), half("half")]).await;
    let client = server.builder().max_response_bytes(10).build().unwrap();
    let mut file = Vec::new();
    let call = || async { Call::<File>::new(&client).await.unwrap() };
    assert_eq!(call().await.copy_to(&mut file).await.unwrap(), 100_000);
    assert_eq!(file, long.as_bytes());
    file.clear();
    let error = call().await.copy_to(&mut file).await.unwrap_err();
    let inside = error.get_ref().and_then(|inside| inside.downcast_ref::<Error>());
    assert!(matches!(inside, Some(Error::Transport(_))), "{error}");
    let error = call().await.copy_to(&mut Full as &mut dyn std::io::Write).await.unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::StorageFull);
}

#[tokio::test]
async fn a_download_says_what_its_headers_say() {
    let name = r#"content-disposition: attachment; filename="..\\a;b/old.pdf"; filename*=UTF-8''%E2%82%AC%2Fnew.pdf"#;
    let server = Server::start([
        answer("200 OK", &["content-type: application/pdf", name], "abc"),
        answer("200 OK", &["content-disposition: inline; FileName=\"a \\\"b\\\".txt\""], ""),
        answer("200 OK", &["content-disposition: attachment; filename=\"/etc/..\""], ""),
        answer("200 OK", &["content-disposition: attachment"], ""),
        answer("200 OK", &["content-disposition: attachment; filename=\"C:log: 12:30\""], ""),
    ])
    .await;
    let client = server.client();
    let mut file = Call::<File>::new(&client).await.unwrap();
    assert_eq!((file.content_type(), file.content_length()), (Some("application/pdf"), Some(3)));
    assert_eq!(file.file_name().as_deref(), Some("new.pdf"));
    assert!(format!("{file:?}").contains("application/pdf"));
    let mut bytes = Vec::new();
    while let Some(chunk) = file.chunk().await {
        bytes.extend(chunk.unwrap());
    }
    assert_eq!(bytes, b"abc");
    assert!(file.chunk().await.is_none());
    for expected in [Some("a \"b\".txt"), None, None, Some("C_log_ 12_30")] {
        let file = Call::<File>::new(&client).await.unwrap();
        assert_eq!(file.file_name().as_deref(), expected);
    }
}

#[tokio::test]
async fn raw_reads_to_the_end_what_would_be_handed_over() {
    let server =
        Server::start([answer("200 OK", &["content-type: application/pdf"], "%PDF-")]).await;
    let answer = Call::<File>::new(&server.client()).raw().await.unwrap();
    assert_eq!((answer.status, answer.body.as_slice()), (200, &b"%PDF-"[..]));
}
