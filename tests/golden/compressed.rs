//! Answers that are compressed, with a client that is compiled for them. It is no part of the test
//! that compiles the golden crates: it runs in a crate of its own there, as these features would
//! change what all other clients send.

use std::iter;
use std::time::Duration;

use media_types_of_json::{Client, Error, Plan};
use socket::{Act, End, Socket};

const GZIP: &str = "1f8b0800000000000203ab56ca4bcc4d55b252724c4954aa05000572fa290e000000";
const BROTLI: &str = "8b06807b226e616d65223a22416461227d03";
const ZSTD: &str = "28b52ffd00587100007b226e616d65223a22416461227d";

/// 100 MiB of zeros.
const BROTLI_BOMB: &str = "
    cbffff3ff82700e2b14020f7fe8fffff7ff04f00c4611180eefd1fffffffe09f0088c30200ddfb3ffeffffc13f01
    10870500baf77ffcffff837f02200e0b0074effff8ffff07ff04401c1600e8defff1ffff0ffe0980382c00d0bdff
    e3ffff1ffc1300715800a07bffc7ffff3ff82700e2b00040f7fe8fffff7ff04f00c4610180eefd1fffffffe09f00
    88c30200ddfb3ffeffffc13f0110870500baf77ff9ffff837f02200e0b0074ef7f00";

/// The head of a block in which each zero byte stands for four matches of 258 zeros.
const GZIP_HEAD: &str = "1f8b0800000000000203ecc101010000008090feafee080a";

/// A block of 128 KiB, all of them zero.
const ZSTD_BLOCK: [u8; 4] = [0x02, 0x00, 0x10, 0x00];

/// Each encoding with what unpacks to 100 MiB.
fn bombs() -> [(&'static str, Vec<u8>); 3] {
    let zstd = [unhex("28b52ffd0038"), iter::repeat_n(ZSTD_BLOCK, 800).flatten().collect()];
    let gzip = [unhex(GZIP_HEAD), vec![0; 100_000]];
    [("gzip", gzip.concat()), ("br", unhex(BROTLI_BOMB)), ("zstd", zstd.concat())]
}

fn unhex(hex: &str) -> Vec<u8> {
    let digits: Vec<char> = hex.chars().filter(|digit| !digit.is_whitespace()).collect();
    let bytes = digits.chunks(2).map(|pair| u8::from_str_radix(&String::from_iter(pair), 16));
    bytes.map(Result::unwrap).collect()
}

/// An answer of which so much more is said to come than is there.
fn answer(status: u16, encoding: &str, body: &[u8], missing: usize, end: End) -> Act {
    let length = body.len() + missing;
    let head = format!(
        "HTTP/1.1 {status} Word\r\ncontent-type: application/json\r\n\
         content-encoding: {encoding}\r\ncontent-length: {length}\r\n\r\n"
    );
    Act::new([head.into_bytes(), body.to_vec()].concat(), end)
}

async fn fetch(act: Act) -> (Result<Plan, Error>, Socket) {
    let server = Socket::start([act]).await;
    let client = Client::builder().base_url(server.url()).timeout(Duration::from_secs(60));
    (client.build().unwrap().plans().list_any().await, server)
}

#[tokio::test]
async fn an_answer_may_be_compressed() {
    for (encoding, body) in [("gzip", GZIP), ("br", BROTLI), ("zstd", ZSTD)] {
        let (plan, server) = fetch(answer(200, encoding, &unhex(body), 0, End::Keep)).await;
        assert_eq!(plan.unwrap().name.as_deref(), Some("Ada"), "{encoding}");
        let seen = server.seen();
        let asked = seen[0].header("accept-encoding").unwrap();
        assert!(asked.split([',', ' ']).any(|word| word == encoding), "{asked}");
    }
}

#[tokio::test]
async fn the_limit_counts_what_an_answer_unpacks_to() {
    for (encoding, bomb) in bombs() {
        // Who waits for the end of it waits for longer than a call may take.
        let (plan, server) = fetch(answer(200, encoding, &bomb, 1, End::Hang)).await;
        let error = plan.unwrap_err().to_string();
        assert!(error.contains("is larger than 8388608 bytes"), "{encoding}: {error}");
        assert_eq!(server.seen().len(), 1, "{encoding}");
    }
}

#[tokio::test]
async fn of_an_error_no_more_is_kept_than_of_any_other() {
    for (encoding, bomb) in bombs() {
        let (plan, _server) = fetch(answer(400, encoding, &bomb, 1, End::Hang)).await;
        let error = plan.unwrap_err();
        let kept = error.raw().map(str::len);
        assert_eq!((error.status(), kept), (Some(400), Some(16 * 1024)), "{encoding}");
    }
}

#[tokio::test]
async fn half_of_it_is_a_loss() {
    let half = &unhex(GZIP)[..20];
    let (plan, server) = fetch(answer(200, "gzip", half, 0, End::Close)).await;
    let error = plan.unwrap_err();
    assert!(matches!(error, Error::Transport(_)), "{error}");
    assert_eq!((error.attempts(), server.seen().len()), (3, 3));
}
