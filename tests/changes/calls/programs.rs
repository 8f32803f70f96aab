//# group-added group coming
fn _program(client: &Client) { let _ = client.away().away(); }

//# group-removed group leaving
fn _program(client: &Client) { let _ = client.leaving(); }

//# operation-added GET /came
fn _program(client: &Client) { let _ = client.away().away(); }

//# operation-removed GET /gone
fn _program(client: &Client) { let _ = client.gone().list(); }

//# operation-renamed GET /renamed
fn _program(client: &Client) { let _ = client.renamed().before(); }

//# operation-id-changed GET /id
fn _program(client: &Client) { let _ = client.id().list(); }

//# deprecated GET /deprecated
fn _program(client: &Client) { let _ = client.deprecated().outdated(); }

//# undeprecated GET /fresh
fn _program(client: &Client) { let _ = client.fresh().fresh(); }

//# operation-server-changed GET /away
fn _program(client: &Client) { let _ = client.away().away(); }

//# operation-moved POST /there
fn _program(client: &Client) { let _ = client.moves().stay(); }

//# retry-changed GET /retry
fn _program(client: &Client) { let _ = client.retry().again(); }

//# parameter-added-optional GET /p/added ?a
fn _program(client: &Client) { let _ = client.p().added(); }

//# parameter-added-required GET /p/required ?a
fn _program(client: &Client) { let _ = client.p().required(); }

//# parameter-removed GET /p/removed ?a
fn _program(client: &Client) { let _ = client.p().removed().a("a"); }

//# parameter-made-required GET /p/must ?a
fn _program(client: &Client) { let _ = client.p().must().a("a"); }

//# parameter-made-optional GET /p/may ?a
fn _program(client: &Client) { let _ = client.p().may("a"); }

//# parameter-moved GET /p/moved ?x-a
fn _program(client: &Client) { let _ = client.p().moved("a"); }

//# parameter-renamed GET /p/named/{two} ?two
fn _program(client: &Client) { let _ = client.p().named("a"); }

//# parameter-style-changed GET /p/styled ?a
fn _program(client: &Client) { let _ = client.p().styled().a(["a".to_owned()]); }

//# type-changed GET /p/typed ?a
fn _program(client: &Client) { let _ = client.p().typed(1); }

//# body-added-optional PUT /b/may body
fn _program(client: &Client) { let _ = client.b().may(); }

//# body-added-required PUT /b/must body
fn _program(client: &Client) { let _ = client.b().must(); }

//# body-removed PUT /b/gone body
fn _program(client: &Client) { let _ = client.b().gone(Thing::new("a")); }

//# body-made-required PUT /b/required body
fn _program(client: &Client) { let _ = client.b().required().body(Thing::new("a")); }

//# body-made-optional PUT /b/optional body
fn _program(client: &Client) { let _ = client.b().optional(Thing::new("a")); }

//# body-media-changed PUT /b/media body
fn _program(client: &Client) { let _ = client.b().media(Thing::new("a")); }

//# body-media-added PUT /b/more body
fn _program(client: &Client) { let _ = client.b().more("a"); }

//# body-media-removed PUT /b/less body
fn _program(client: &Client) { let _ = client.b().less("a"); }

//# body-encoding-changed PUT /b/form body
fn _program(client: &Client) { let _ = client.b().form(Listed::new(["a".to_owned(), "b".to_owned()])); }
