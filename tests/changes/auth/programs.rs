//# security-tightened GET /tightened security
fn _program(client: &Client) { let _ = client.doors().tightened(); }

//# security-narrowed GET /narrowed security
fn _program(client: &Client) { let _ = client.doors().narrowed(); }

//# security-relaxed GET /relaxed security
fn _program(client: &Client) { let _ = client.doors().relaxed(); }

//# scheme-added security.coming
fn _program() { let _ = Client::builder().one("key"); }

//# scheme-removed security.leaving
fn _program() { let _ = Client::builder().leaving("key"); }

//# scheme-changed security.changed
fn _program() { let _ = Client::builder().changed("key"); }

//# scheme-renamed security.after
fn _program() { let _ = Client::builder().before("key"); }

//# token-source-changed security.tokens
fn _program() { let _ = Client::builder().tokens("token"); }

//# scopes-changed security.scoped
fn _program() { let _ = Client::builder().scoped("token"); }

//# prefixes-changed security.held
fn _program() { let _ = Client::builder().held("k_1"); }
