//! Cookies of parameters and of credentials in one header.

use parameters_in_cookies::{Client, ListVisitsTheme};
use socket::{Act, Socket};

#[tokio::test]
async fn all_cookies_are_one_header() {
    let server = Socket::start([Act::answer("204 No Content", &[], "")]).await;
    let client = Client::builder().base_url(server.url()).api_key("planted-key").build().unwrap();
    let flags = ["a b".to_owned(), "c;d".to_owned()];
    let theme = ListVisitsTheme::new().dark(true);
    client.visits().list(true).flags(flags).theme(theme).cookie_param("q").await.unwrap();
    let seen = server.seen().remove(0);
    assert_eq!(seen.line, "GET /visits?cookie=q HTTP/1.1");
    let cookies = seen.header("cookie").unwrap();
    let cookies: Vec<_> = cookies.split("; ").collect();
    assert_eq!(cookies, ["consent=true", "flags=a%20b,c%3Bd", "dark=true", "SID=planted-key"]);
    assert!(!format!("{client:?}").contains("planted"));
}
