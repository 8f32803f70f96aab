//! In: a text of a case. Out: the text for one call, its words in braces replaced:
//!
//! | word | what it stands for |
//! |---|---|
//! | `{answer}`, `{media}` | a documented body of success, and its media type |
//! | `{open}` | the same without its last brace, to add members to |
//! | `{chunks}`, `{chunks_then}` | the body in chunks, and the same before what follows the chunks |
//! | `{token}` | the token in it |
//! | `{token_member}`, `{first_member}` | the member with the token, and the first that is required |
//! | `{secret}` | one of its credentials |
//! | `{operation}` | `POST /…`, as errors name it |
//! | `{template}` | the path in that |
//! | `{method}`, `{path}` | the same on the wire |
//! | `{package}`, `{version}` | the crate, as `User-Agent` tells it |
//! | `{url}`, `{host}`, `{other}` | the server, its host and port, and the URL of the other server |
//! | `{tokens}` | the host and the port of the server that gives tokens |
//! | `{in_2_seconds}`, `{in_an_hour}` | moments as `Retry-After` writes them |

use std::time::{Duration, SystemTime};

use link_tests::clients::{Target, planted, version};
use link_tests::socket::Socket;

/// What the words stand for.
#[derive(Clone, Debug)]
pub struct Words(Vec<(&'static str, String)>);

impl Words {
    pub fn new(target: &Target, [server, other, tokens]: [&Socket; 3]) -> Self {
        let answer = target.answer;
        let moment = |seconds| {
            let moment = SystemTime::now() + Duration::from_secs(seconds);
            httpdate::fmt_http_date(moment)
        };
        let text = str::to_owned;
        let mut words = vec![
            ("{answer}", text(answer)),
            ("{media}", text(target.media)),
            ("{token}", text(planted::TOKEN)),
            ("{operation}", text(target.operation)),
            ("{template}", text(target.operation.split(' ').next_back().unwrap_or_default())),
            ("{method}", text(target.method())),
            ("{path}", text(target.path)),
            ("{package}", text(target.package)),
            ("{version}", text(version(target.package))),
            ("{url}", server.url()),
            ("{host}", server.address()),
            ("{other}", other.url()),
            ("{tokens}", tokens.address()),
            ("{in_2_seconds}", moment(2)),
            ("{in_an_hour}", moment(3600)),
        ];
        words.extend(own(target).into_iter().filter_map(|(word, text)| Some((word, text?))));
        Self(words)
    }

    /// Whether a call has all that a text speaks of.
    pub fn suit(target: &Target, text: &str) -> bool {
        own(target).iter().all(|(word, meaning)| meaning.is_some() || !text.contains(word))
    }

    pub fn fill(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, (word, value)| text.replace(word, value))
    }
}

/// What only some calls have.
fn own(target: &Target) -> [(&'static str, Option<String>); 6] {
    let answer = target.answer;
    let open = answer.strip_suffix('}').filter(|open| open.starts_with('{'));
    // Line breaks become those of HTTP.
    let chunks = (!answer.contains('\n')).then(|| chunks(answer));
    let text = |text: Option<&str>| text.map(str::to_owned);
    [
        ("{open}", text(open)),
        ("{chunks}", chunks.as_ref().map(|chunks| chunks.clone() + "\n")),
        ("{chunks_then}", chunks),
        ("{token_member}", text(target.token_member)),
        ("{first_member}", text(target.first_member)),
        ("{secret}", text(target.secret)),
    ]
}

/// A body in two chunks, and the last, which is empty.
fn chunks(body: &str) -> String {
    let (one, two) = body.split_at(body.len() / 2);
    format!("{:x}\n{one}\n{:X};extension=1\n{two}\n0\n", one.len(), two.len())
}
