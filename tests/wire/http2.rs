//! HTTP/2, by an HTTP client of the consumer's that knows of it beforehand.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use link_tests::clients::{Mint, Setup, Told, planted, reqwest};
use tokio::net::TcpListener;
use tokio::sync::Barrier;
use tokio::task::JoinSet;

/// How many calls are under way at once.
const CALLS: usize = 8;

#[tokio::test]
async fn calls_at_once_share_a_connection() {
    for mint in Mint::ALL {
        let connections = Arc::new(AtomicUsize::new(0));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let server = tokio::spawn(accept(listener, mint.answer(), Arc::clone(&connections)));
        let http = reqwest::Client::builder().http2_prior_knowledge().no_proxy().build();
        let setup = Setup { http_client: http.ok(), ..Setup::plain(url) };
        let call = mint.ready(&setup);
        let calls: JoinSet<_> = (0..CALLS).map(|_| call(Told::default())).collect();
        for made in calls.join_all().await {
            assert_eq!(made.unwrap().token, planted::TOKEN, "{mint:?}");
        }
        assert_eq!(connections.load(Ordering::SeqCst), 1, "{mint:?}");
        server.abort();
    }
}

async fn accept(listener: TcpListener, answer: &'static str, connections: Arc<AtomicUsize>) {
    // None is answered before all are there.
    let all = Arc::new(Barrier::new(CALLS));
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        connections.fetch_add(1, Ordering::SeqCst);
        let mut connection = h2::server::handshake(stream).await.unwrap();
        let all = Arc::clone(&all);
        tokio::spawn(async move {
            while let Some(request) = connection.accept().await {
                let (_, mut respond) = request.unwrap();
                let all = Arc::clone(&all);
                tokio::spawn(async move {
                    all.wait().await;
                    let head = http::Response::builder().header("content-type", "application/json");
                    let mut body = respond.send_response(head.body(()).unwrap(), false).unwrap();
                    body.send_data(answer.into(), true).unwrap();
                });
            }
        });
    }
}
