//! Words that are taken: by Rust, by the runtime, by the files and features of every crate.
//!
//! In: nothing. Out: a list for each place where a name can stand. What becomes of a name that is
//! one of these is told in `ident`.

/// Words that no identifier can be, not even a raw one.
pub const NEVER_RAW: [&str; 5] = ["self", "super", "crate", "Self", "_"];

/// Words that some edition of Rust keeps for itself.
pub const KEYWORDS: [&str; 52] = [
    "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue",
    "crate", "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if",
    "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub",
    "ref", "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Types that generated code names by their short names.
pub const TAKEN_TYPES: [&str; 13] = [
    "Option", "Some", "None", "Vec", "Box", "String", "Result", "Ok", "Err", "Self", "Into",
    "From", "Default",
];

/// Methods that a setter of the same name would hide.
pub const TAKEN_SETTERS: [&str; 25] = [
    "new",
    "builder",
    "build",
    "clone",
    "into",
    "try_into",
    "from",
    "try_from",
    "default",
    "eq",
    "ne",
    "fmt",
    "to_owned",
    "to_string",
    "borrow",
    "borrow_mut",
    "type_id",
    "as_ref",
    "as_mut",
    "serialize",
    "deserialize",
    "read",
    "write",
    "hash",
    "validate",
];

/// What a group has, and what the prelude gives to every value: a method that takes the value itself
/// comes before one that borrows it.
pub const TAKEN_METHODS: [&str; 3] = ["new", "into", "try_into"];

/// Methods of every call.
pub const TAKEN_CALL_METHODS: [&str; 42] = [
    "new",
    "timeout",
    "header",
    "max_retries",
    "with_response",
    "body_field",
    "base_url",
    "idempotency_key",
    "deadline",
    "raw",
    "send_blocking",
    "from_parts",
    "send_parts",
    "into_future",
    "path",
    "query",
    "query_list",
    "header_parameter",
    "path_styled",
    "query_styled",
    "query_string",
    "header_styled",
    "cookie",
    "json",
    "json_as",
    "json_lines",
    "form_body",
    "multipart_body",
    "multipart_value",
    "text_body",
    "bytes_body",
    "body",
    "check",
    "check_body",
    "clone",
    "into",
    "try_into",
    "from",
    "fmt",
    "type_id",
    "borrow",
    "borrow_mut",
];

/// Methods of the client.
pub const TAKEN_CLIENT_METHODS: [&str; 11] = [
    "new", "builder", "from_env", "request", "clone", "into", "try_into", "from", "fmt", "type_id",
    "borrow",
];

/// Methods of a mock.
pub const TAKEN_MOCK_METHODS: [&str; 15] = [
    "new",
    "client",
    "builder",
    "request",
    "requests",
    "verify",
    "drop",
    "default",
    "into",
    "try_into",
    "from",
    "fmt",
    "type_id",
    "borrow",
    "borrow_mut",
];

/// Methods of the client's builder.
pub const TAKEN_BUILDER_METHODS: [&str; 31] = [
    "new",
    "build",
    "base_url",
    "environment",
    "http_client",
    "transport",
    "header",
    "query",
    "timeout",
    "deadline",
    "max_retries",
    "max_response_bytes",
    "server",
    "variable",
    "credential",
    "told",
    "base",
    "authorize",
    "from_env",
    "env",
    "fill",
    "filled",
    "fit",
    "validate_requests",
    "clone",
    "into",
    "try_into",
    "from",
    "fmt",
    "type_id",
    "borrow",
];

/// Modules and crates that stand at the top of a generated crate.
pub const TAKEN_MODULES: [&str; 26] = [
    "client",
    "test_util",
    "payloads",
    "validation",
    "types",
    "runtime",
    "lib",
    "main",
    "mod",
    "std",
    "core",
    "alloc",
    "serde",
    "serde_json",
    "reqwest",
    "tokio",
    "uuid",
    "chrono",
    "jiff",
    "time",
    "httpdate",
    "zeroize",
    "futures_core",
    "hmac",
    "regex_lite",
    "sha2",
];

/// Names that no file can have on some systems, whatever follows after a dot.
pub const TAKEN_FILES: [&str; 4] = ["aux", "con", "nul", "prn"];

/// The same, with a digit after them.
pub const TAKEN_PORTS: [&str; 2] = ["com", "lpt"];

/// Features that crates have for other reasons.
pub const TAKEN_FEATURES: [&str; 15] = [
    "all-groups",
    "blocking",
    "brotli",
    "default",
    "gzip",
    "native-tls",
    "other-types",
    "payloads",
    "rustls",
    "stream",
    "test-util",
    "tracing",
    "validate",
    "webhooks",
    "zstd",
];

#[cfg(test)]
mod tests {
    use super::{
        TAKEN_BUILDER_METHODS, TAKEN_CALL_METHODS, TAKEN_CLIENT_METHODS, TAKEN_MOCK_METHODS,
    };

    const RUNTIME: [&str; 13] = [
        include_str!("../../runtime/call/blocking.rs"),
        include_str!("../../runtime/outgoing/bodies.rs"),
        include_str!("../../runtime/call/call.rs"),
        include_str!("../../runtime/client/client.rs"),
        include_str!("../../runtime/outgoing/declared.rs"),
        include_str!("../../runtime/client/environment.rs"),
        include_str!("../../runtime/outgoing/form.rs"),
        include_str!("../../runtime/testing/mock.rs"),
        include_str!("../../runtime/outgoing/multipart.rs"),
        include_str!("../../runtime/client/prefixes.rs"),
        include_str!("../../runtime/outgoing/styles.rs"),
        include_str!("../../runtime/checks/validate.rs"),
        include_str!("../../runtime/client/variables.rs"),
    ];

    /// The names of all functions in the inherent implementations that begin like this.
    fn methods(start: &str) -> Vec<&'static str> {
        let blocks = RUNTIME.iter().flat_map(|text| text.split(start).skip(1));
        let blocks = blocks.map(|block| block.split("\n}\n").next().unwrap_or_default());
        let names = blocks.flat_map(|block| block.split("\n    ").filter_map(name));
        names.collect()
    }

    fn name(line: &'static str) -> Option<&'static str> {
        let line = line.strip_prefix("pub(crate) ").or(line.strip_prefix("pub ")).unwrap_or(line);
        line.strip_prefix("fn ")?.split(['(', '<']).next()
    }

    #[test]
    fn every_method_of_the_runtime_is_taken() {
        for (start, taken, some) in [
            ("\nimpl<O: Operation> Call<O> {", &TAKEN_CALL_METHODS[..], "send_blocking"),
            ("\nimpl Client {", &TAKEN_CLIENT_METHODS[..], "request"),
            ("\nimpl ClientBuilder {", &TAKEN_BUILDER_METHODS[..], "max_retries"),
            ("\nimpl Mock {", &TAKEN_MOCK_METHODS[..], "verify"),
        ] {
            let methods = methods(start);
            assert!(methods.contains(&some), "{methods:?}");
            for method in methods {
                assert!(taken.contains(&method), "`{method}` of {start}");
            }
        }
    }
}
