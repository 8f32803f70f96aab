//# answer-status-added GET /a/status answer 202
async fn _program(client: &Client) -> Result<Thing, Error> { client.a().status().await }

//# answer-status-removed GET /a/fewer answer 202
async fn _program(client: &Client) -> Result<bool, Error> { Ok(matches!(client.a().fewer().await?, a::FewerOutput::Accepted(_))) }

//# answer-status-changed GET /a/other answer
async fn _program(client: &Client) -> Result<Thing, Error> { client.a().other().await }

//# answer-body-added GET /a/body answer
async fn _program(client: &Client) -> Result<(), Error> { client.a().body().await }

//# answer-body-removed GET /a/none answer
async fn _program(client: &Client) -> Result<Thing, Error> { client.a().none().await }

//# answer-kind-changed GET /a/kind answer
async fn _program(client: &Client) -> Result<Thing, Error> { client.a().kind().await }

//# answer-framing-changed GET /a/framing answer
async fn _program(client: &Client) -> Result<(), Error> { let _ = client.a().framing().await?.next().await; Ok(()) }

//# answer-made-optional GET /a/maybe answer
async fn _program(client: &Client) -> Result<Thing, Error> { client.a().maybe().await }

//# answer-made-certain GET /a/surely answer
async fn _program(client: &Client) -> Result<Option<Thing>, Error> { client.a().surely().await }

//# answer-media-changed GET /a/media
async fn _program(client: &Client) -> Result<String, Error> { client.a().media().await }

//# headers-described GET /h/told headers
async fn _program(client: &Client) -> Result<Thing, Error> { client.h().told().await }

//# headers-undescribed GET /h/silent headers
fn _program(value: h::SilentHeaders) {}

//# header-reading-changed X-List Headers.X-List
fn _program(value: h::ReadHeaders) -> Option<Vec<String>> { value.x_list }

//# error-status-added GET /e/status 409
fn _program(error: Error) -> bool { matches!(error.body(), Some(ErrorBody::Fault(_))) }

//# error-status-removed GET /e/gone 404
fn _program(error: Error) -> bool { matches!(error.body(), Some(ErrorBody::Fault(_))) }

//# error-body-added GET /e/told 404
fn _program(error: Error) -> bool { matches!(error.body(), Some(ErrorBody::Fault(_))) }

//# error-body-removed GET /e/silent 404
fn _program(error: Error) -> bool { matches!(error.body(), Some(ErrorBody::Fault(_))) }

//# rust-added crate error Found
fn _program(error: Error) -> bool { matches!(error.body(), Some(ErrorBody::Fault(_))) }

//# rust-removed crate error Lost
fn _program(error: Error) -> bool { matches!(error.body(), Some(ErrorBody::Lost(_))) }

//# type-changed Wrong.code
fn _program(value: Wrong) -> i64 { value.code }

//# pages-recognised GET /g/new answer
fn _program(client: &Client) { let _ = client.g().new_call(); }

//# pages-lost GET /g/gone answer
fn _program(client: &Client) { let _ = client.g().gone().items(); }

//# pages-changed GET /g/other answer
fn _program(client: &Client) { let _ = client.g().other().items(); }
