//# group-renamed group links
async fn _program(client: &Client) -> Result<link::ListOutput, Error> { client.link().list().await }

//# group-renamed group links
fn _program(headers: link::ReadHeaders) {}

//# group-removed group coin
fn _program(client: &Client) { let _ = client.coin(); }

//# operation-renamed GET /till
async fn _program(client: &Client) -> Result<till::CountOutput, Error> { client.till().count().await }

//# operation-renamed GET /coins
fn _program(client: &Client) { let _ = client.coin().coins(); }

//# schema-renamed ShopKey
fn _program(value: Shop) -> String { value.id }

//# schema-renamed Lines
fn _program(value: Shop) -> Option<Vec<String>> { value.rows }

//# schema-removed Left
fn _program(value: Shop) -> Option<bool> { value.left }

//# schema-removed Size
fn _program(value: Shop) -> Option<String> { value.size }
