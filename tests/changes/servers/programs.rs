//# server-added servers.New
fn _program() -> Environment { Environment::Sandbox }

//# server-removed servers.Gone
fn _program() -> Environment { Environment::Gone }

//# server-url-changed servers.Sandbox
fn _program() -> Environment { Environment::Sandbox }

//# server-renamed servers.After
fn _program() -> Environment { Environment::Before }

//# default-server-changed servers
fn _program() -> Environment { Environment::default() }

//# variable-added servers.Regional.new
fn _program() { let _ = Client::builder().region("eu"); }

//# variable-removed servers.Regional.old
fn _program() { let _ = Client::builder().old("v1"); }

//# variable-changed servers.Regional.region
fn _program() { let _ = Client::builder().region("eu"); }
