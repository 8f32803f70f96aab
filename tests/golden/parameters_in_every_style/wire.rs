//! Parameters as they stand in the request.

use parameters_in_every_style::{Client, Filter, Span};
use socket::{Act, Socket};

#[tokio::test]
async fn each_style_has_its_spelling() {
    let server = Socket::start([Act::answer("204 No Content", &[], "")]).await;
    let client = Client::builder().base_url(server.url()).build().unwrap();
    let texts = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect::<Vec<_>>();
    let span = || Span::new(1).to(2);
    let filter = Filter::new().height(span()).kinds(texts(&["oak", "elm"]));
    client
        .trees()
        .find(span(), span(), texts(&["a/b", "c"]), 5, filter)
        .members(span())
        .joined(span())
        .spaces(texts(&["a b", "c"]))
        .pipes(texts(&["a|b", "c"]))
        .each(texts(&["d", "e"]))
        .deep_list(texts(&["f", "g"]))
        .address("/a?b=c&d#e")
        .x_span(span())
        .x_spread(span())
        .await
        .unwrap();
    let seen = server.seen().remove(0);
    let target = seen.line.strip_prefix("GET ").unwrap().strip_suffix(" HTTP/1.1").unwrap();
    let (path, query) = target.split_once('?').unwrap();
    assert_eq!(path, "/trees/from,1,to,2/from=1,to=2/.a%2Fb.c/;named=5");
    assert_eq!(
        query.split('&').collect::<Vec<_>>(),
        [
            "deep%5Bheight%5D%5Bfrom%5D=1",
            "deep%5Bheight%5D%5Bto%5D=2",
            "deep%5Bkinds%5D%5B0%5D=oak",
            "deep%5Bkinds%5D%5B1%5D=elm",
            "from=1",
            "to=2",
            "joined=from,1,to,2",
            "spaces=a%20b%20c",
            "pipes=a%7Cb%7Cc",
            "each=d",
            "each=e",
            "deepList%5B0%5D=f",
            "deepList%5B1%5D=g",
            "address=/a?b=c%26d%23e",
        ]
    );
    assert_eq!(seen.header("x-span"), Some("from,1,to,2"));
    assert_eq!(seen.header("x-spread"), Some("from=1,to=2"));
}
