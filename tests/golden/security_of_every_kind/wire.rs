//! Which credentials of several kinds go along with a call.

use security_of_every_kind::{Client, ClientBuilder};
use socket::{Act, Socket};

/// What stands in the headers `authorization` and `cookie` of the two calls.
async fn sent(configure: impl FnOnce(ClientBuilder) -> ClientBuilder) -> [[Option<String>; 2]; 2] {
    let server = Socket::start([Act::answer("204 No Content", &[], "")]).await;
    let client = configure(Client::builder().base_url(server.url())).build().unwrap();
    client.doors().list().await.unwrap();
    client.doors().open().await.unwrap();
    let seen = server.seen();
    [0, 1].map(|call: usize| {
        ["authorization", "cookie"].map(|name| seen[call].header(name).map(str::to_owned))
    })
}

#[tokio::test]
async fn the_first_alternative_that_is_complete_counts() {
    let cookie = || Some("session=s".to_owned());
    let digest = || Some("Digest d".to_owned());
    assert_eq!(
        sent(|builder| builder.api_key("s").digest("d").oauth("o")).await,
        [[None, cookie()], [digest(), cookie()]]
    );
    assert_eq!(sent(|builder| builder.digest("d")).await, [[digest(), None], [None, None]]);
    let bearer = |token: &str| Some(format!("Bearer {token}"));
    assert_eq!(
        sent(|builder| builder.openid("i").oauth("o")).await,
        [[bearer("o"), None], [None, None]]
    );
    assert_eq!(sent(|builder| builder.openid("i")).await, [[bearer("i"), None], [None, None]]);
}

#[test]
fn without_any_there_is_no_client() {
    let error = Client::builder().build().unwrap_err().to_string();
    for method in ["api_key(..)", "digest(..)", "oauth(..)", "openid(..)"] {
        assert!(error.contains(method), "{error}");
    }
}
