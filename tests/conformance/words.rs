//! In: a text of a case. Out: the text for one call, its words in braces replaced:
//!
//! | word | what it stands for |
//! |---|---|
//! | `{answer}` | a documented body of success |
//! | `{open}` | the same without its last brace, to add members to |
//! | `{chunks}`, `{chunks_then}` | the body in chunks, and the same before what follows the chunks |
//! | `{token}` | the token in it |
//! | `{token_member}`, `{first_member}` | the member with the token, and the first that is required |
//! | `{operation}`, `{path}` | `POST /…`, as errors name it, and its path |
//! | `{package}`, `{version}` | the crate, as `User-Agent` tells it |
//! | `{url}`, `{host}`, `{other}` | the server, its host and port, and the URL of the other server |
//! | `{in_2_seconds}`, `{in_an_hour}` | moments as `Retry-After` writes them |

use std::time::{Duration, SystemTime};

use link_tests::clients::{Mint, planted};
use link_tests::socket::Socket;

/// What the words stand for.
#[derive(Clone, Debug)]
pub struct Words(Vec<(&'static str, String)>);

impl Words {
    pub fn new(mint: Mint, server: &Socket, other: &Socket) -> Self {
        let answer = mint.answer();
        let (package, first) = match mint {
            Mint::ArgyleToken => ("argyle", "user_token"),
            Mint::ArgyleUser => ("argyle", "id"),
            Mint::Junction => ("junction", "link_token"),
            Mint::Plaid => ("plaid", "link_token"),
        };
        let moment = |seconds| {
            let moment = SystemTime::now() + Duration::from_secs(seconds);
            httpdate::fmt_http_date(moment)
        };
        let text = str::to_owned;
        Self(vec![
            ("{answer}", text(answer)),
            ("{open}", text(answer.trim_end_matches('}'))),
            ("{chunks}", chunks(answer) + "\n"),
            ("{chunks_then}", chunks(answer)),
            ("{token}", text(planted::TOKEN)),
            ("{token_member}", text(mint.token_member())),
            ("{first_member}", text(first)),
            ("{operation}", text(mint.operation())),
            ("{path}", text(mint.operation().trim_start_matches("POST "))),
            ("{package}", text(package)),
            ("{version}", text(version(package))),
            ("{url}", server.url()),
            ("{host}", server.address()),
            ("{other}", other.url()),
            ("{in_2_seconds}", moment(2)),
            ("{in_an_hour}", moment(3600)),
        ])
    }

    pub fn fill(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, (word, value)| text.replace(word, value))
    }
}

/// A body in two chunks, and the last, which is empty.
fn chunks(body: &str) -> String {
    let (one, two) = body.split_at(body.len() / 2);
    format!("{:x}\n{one}\n{:X};extension=1\n{two}\n0\n", one.len(), two.len())
}

/// The headers that hold a provider's credentials, and what they hold.
pub fn credentials(mint: Mint) -> Vec<String> {
    let headers: &[(&str, &str)] = match mint {
        Mint::ArgyleToken | Mint::ArgyleUser => &[("authorization: Basic", planted::BASIC)],
        Mint::Junction => &[("x-vital-api-key:", planted::API_KEY)],
        Mint::Plaid => &[
            ("plaid-client-id:", planted::CLIENT_ID),
            ("plaid-secret:", planted::SECRET),
            ("plaid-version:", "2020-09-14"),
        ],
    };
    headers.iter().map(|(start, value)| format!("{start} {value}")).collect()
}

/// The version in the manifest of a generated crate.
fn version(package: &str) -> &'static str {
    let manifest = match package {
        "argyle" => include_str!("../../generated/argyle/Cargo.toml"),
        "junction" => include_str!("../../generated/junction/Cargo.toml"),
        _ => include_str!("../../generated/plaid/Cargo.toml"),
    };
    let line = manifest.lines().find_map(|line| line.strip_prefix("version = "));
    line.unwrap_or_default().trim_matches('"')
}
