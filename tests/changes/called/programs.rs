//# crate-renamed crate
// alone
fn _program() -> acme::Error { todo!() }

//# environment-variable-renamed env ACME_BASE_URL
// alone
fn _program() {}
