//! In: what the service sends by itself, as a case has it. Out: the request as it arrives at a server of
//! the consumer's, signed, over a socket.

use std::time::{Duration, SystemTime};

use link_tests::clients::reqwest::header::HeaderName;
use link_tests::clients::{self, Delivery};
use link_tests::socket::{Act, End, Socket};

use crate::case;
use crate::words::Words;

/// What requests of the service are signed with.
const SECRET: &str = "whsec_cGxhbnRlZC13ZWJob29rLWtleQ==";

/// A request of the service, after its way through a server of the consumer's.
pub async fn delivered(delivery: &case::Delivery, words: &Words) -> Delivery {
    let body = words.fill(&delivery.body);
    let signed =
        delivery.signed_body.as_ref().map_or_else(|| body.clone(), |text| words.fill(text));
    let now = SystemTime::now();
    let ago = Duration::from_secs(delivery.seconds_ago.unsigned_abs());
    let sent = if delivery.seconds_ago < 0 { now + ago } else { now - ago };
    let mut headers = clients::sign(SECRET, "msg_1", sent, signed.as_bytes());
    for header in &delivery.headers {
        let (name, value) = header.split_once(": ").unwrap();
        let name: HeaderName = name.parse().unwrap();
        headers.insert(name, value.parse().unwrap());
    }
    for name in &delivery.without {
        headers.remove(name.as_str());
    }
    let consumer = Socket::start([Act::new("HTTP/1.1 204 Word\r\n\r\n", End::Keep)]).await;
    let client = clients::without_certificates(clients::reqwest::Client::builder().no_proxy());
    let request = client.build().unwrap().post(consumer.url()).headers(headers).body(body);
    request.send().await.unwrap();
    let seen = &consumer.seen()[0];
    let arrived = seen.headers.iter().filter_map(|header| header.split_once(": "));
    let header =
        |(name, value): (&str, &str)| (name.parse::<HeaderName>().unwrap(), value.parse().unwrap());
    Delivery {
        headers: arrived.map(header).collect(),
        body: seen.body.clone().into_bytes(),
        secret: delivery.secret.clone().unwrap_or_else(|| SECRET.to_owned()),
        tolerance: delivery.tolerance_s.map(Duration::from_secs),
        at: delivery.at.map(|seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)),
    }
}
