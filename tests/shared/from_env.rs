//! In: environment variables, and the name of a call. Out: what comes of it with a client that is made of
//! them alone, as JSON; with `build` after the name, the client as `Debug` shows it. A program of its
//! own, as the variables of a test are those of all tests.

#![expect(clippy::panic, clippy::unwrap_used, reason = "what a test started badly stops")]

use link_tests::calls::{self, plaid_request};
use link_tests::clients::{Failed, Made};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match *arguments {
        [name, "build"] => build(name),
        [name] => call(name).await,
        _ => panic!("which call is it?"),
    };
    println!("{}", calls::serde_json::to_string(&result.map(made)).unwrap());
}

fn made(token: String) -> Made {
    Made { token, ..Made::default() }
}

#[expect(clippy::result_large_err, reason = "it is made once")]
fn build(name: &str) -> Result<String, Failed> {
    Ok(match name {
        "argyle-token" => format!("{:?}", argyle::Client::from_env()?),
        "junction" => format!("{:?}", junction::Client::from_env()?),
        _ => format!("{:?}", plaid::Client::from_env()?),
    })
}

async fn call(name: &str) -> Result<String, Failed> {
    Ok(match name {
        "argyle-token" => {
            let token = argyle::Client::from_env()?.user_tokens().create(calls::user()).await?;
            token.user_token.expose().to_owned()
        }
        "junction" => {
            let token = junction::Client::from_env()?.link().token(calls::user()).await?;
            token.link_token.expose().to_owned()
        }
        _ => {
            let token = plaid::Client::from_env()?.link().token_create(plaid_request()).await?;
            token.link_token.expose().to_owned()
        }
    })
}
