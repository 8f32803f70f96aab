//! Which server an operation goes to. What is called has names, so a transport stands in for it.

use std::sync::{Arc, Mutex};

use servers_of_paths_and_operations::reqwest::Request;
use servers_of_paths_and_operations::{Client, Sending, Transport};

#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Vec<String>>>);

impl Transport for Seen {
    fn send(&self, request: Request, _path: &str) -> Sending {
        self.0.lock().unwrap().push(request.url().to_string());
        // Nothing answers, and trying again would not help.
        Box::pin(async { Err(std::io::Error::from(std::io::ErrorKind::InvalidInput).into()) })
    }
}

async fn urls(base_url: Option<&str>) -> Vec<String> {
    let seen = Seen::default();
    let mut builder = Client::builder().transport(seen.clone());
    if let Some(url) = base_url {
        builder = builder.base_url(url);
    }
    let client = builder.build().unwrap();
    client.files().list().await.unwrap_err();
    client.files().upload().await.unwrap_err();
    client.more().list().await.unwrap_err();
    client.same().list().await.unwrap_err();
    client.newer().list().await.unwrap_err();
    seen.0.lock().unwrap().clone()
}

#[tokio::test]
async fn the_closest_server_counts_unless_the_caller_names_one() {
    assert_eq!(
        urls(None).await,
        [
            "https://eu.files.example.com/files",
            "https://up.example.com/files",
            "https://api.example.com/private/more",
            "https://api.example.com/v1/same",
            "https://api.example.com/v2/newer",
        ]
    );
    assert_eq!(
        urls(Some("http://127.0.0.1:1/test")).await,
        [
            "http://127.0.0.1:1/test/files",
            "http://127.0.0.1:1/test/files",
            "http://127.0.0.1:1/private/more",
            "http://127.0.0.1:1/test/same",
            "http://127.0.0.1:1/v2/newer",
        ]
    );
}
