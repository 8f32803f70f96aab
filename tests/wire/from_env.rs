//! In: environment variables. Out: what the three clients say that are built from them alone, a line
//! each. A program of its own, as the variables of a test are those of all tests.

fn main() {
    let clients = [
        argyle::Client::from_env().map_or_else(|e| e.to_string(), |client| format!("{client:?}")),
        junction::Client::from_env().map_or_else(|e| e.to_string(), |client| format!("{client:?}")),
        plaid::Client::from_env().map_or_else(|e| e.to_string(), |client| format!("{client:?}")),
    ];
    println!("{}", clients.join("\n"));
}
