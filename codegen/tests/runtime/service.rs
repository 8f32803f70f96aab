//! A crate as the generator writes it, by hand: if this compiles, generated code does.

use std::collections::BTreeMap;

use crate::runtime::{
    Call, Client, ClientBuilder, ClientCredentials, Constant, Credential, Error, Operation, Patch,
    Place, Prefix, Reply, Scheme, Secret, Service, TokenSource, Variable, basic, cookies,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Environment {
    Regional,
    Tenant,
    Account,
}

crate::runtime::environments!(Environment {
    Regional: "regional" "https://api.{region}.example.com/v2/",
    Tenant: "tenant" "https://{tenant}.example.com",
    Account: "account" "https://{account}.example.com",
});

/// Relative, so that it is at the server of a test.
const TOKEN_URL: &str = "/oauth/token";

const fn scheme(
    id: &'static str,
    method: &'static str,
    sent: Place,
    env: &'static [&'static str],
) -> Scheme {
    Scheme { id, method, sent, env }
}

const VARIABLES: [Variable; 3] = [
    Variable {
        server: "https://api.{region}.example.com/v2/",
        name: "region",
        default: Some("us"),
        allowed: &["us", "eu"],
        method: "region(..)",
        env: "PETS_REGION",
    },
    Variable {
        server: "https://{tenant}.example.com",
        name: "tenant",
        default: Some("demo"),
        allowed: &[],
        method: "tenant(..)",
        env: "PETS_TENANT",
    },
    Variable {
        server: "https://{account}.example.com",
        name: "account",
        default: None,
        allowed: &[],
        method: "account(..)",
        env: "PETS_ACCOUNT",
    },
];

const PREFIXES: [Prefix; 2] = [
    Prefix { scheme: "apiKeyAuth", text: "live_", environments: &["account"] },
    Prefix { scheme: "apiKeyAuth", text: "live_all_", environments: &["account", "tenant"] },
];

static SERVICE: Service = Service {
    base_url: None,
    base_url_hint: "environment(Environment::…) or base_url(…)",
    environments: Environment::ALL,
    environment_env: "PETS_ENVIRONMENT",
    base_url_env: "PETS_BASE_URL",
    expand: |builder, url| builder.filled(url, &VARIABLES),
    fit: |builder| builder.fit(&PREFIXES),
    cookies: Some(cookies),
    security: &[&["apiKeyAuth"], &["clientId", "secret", "version"], &["basicAuth"], &["bearer"]],
    schemes: &[
        scheme("apiKeyAuth", "api_key(..)", Place::Header("x-vital-api-key"), &["PETS_API_KEY"]),
        scheme("clientId", "client_id(..)", Place::Header("PLAID-CLIENT-ID"), &["PETS_TEAM"]),
        scheme("secret", "secret(..)", Place::Header("PLAID-SECRET"), &["PETS_SECRET"]),
        scheme(
            "basicAuth",
            "basic_auth(..)",
            Place::Basic(basic),
            &["PETS_USERNAME", "PETS_PASSWORD"],
        ),
        scheme("bearer", "bearer_token(..)", Place::Bearer, &["PETS_BEARER_TOKEN"]),
        scheme(
            "bearer",
            "client_credentials(..)",
            Place::Exchanged(|id, secret| ClientCredentials::new(id, secret).at(TOKEN_URL)),
            &["PETS_CLIENT_ID", "PETS_CLIENT_SECRET"],
        ),
        scheme("inQuery", "key_in_query(..)", Place::Query("api_key"), &["PETS_KEY_IN_QUERY"]),
        scheme("inCookie", "session(..)", Place::Cookie("sid"), &["PETS_SESSION"]),
        scheme("digest", "digest(..)", Place::Http("Digest"), &["PETS_DIGEST"]),
    ],
    constants: &[Constant { scheme: "version", header: "Plaid-Version", value: "2020-09-14" }],
};

impl Client {
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new(&SERVICE)
    }

    pub fn pets(&self) -> Pets {
        Pets::new(self)
    }
}

impl ClientBuilder {
    pub fn environment(self, environment: Environment) -> Self {
        self.server(environment.base_url())
    }

    pub fn region(self, region: impl Into<String>) -> Self {
        self.variable("region", region.into())
    }

    pub fn tenant(self, tenant: impl Into<String>) -> Self {
        self.variable("tenant", tenant.into())
    }

    pub fn account(self, account: impl Into<String>) -> Self {
        self.variable("account", account.into())
    }

    pub fn api_key(self, key: impl Into<Secret>) -> Self {
        self.credential("apiKeyAuth", [key.into()])
    }

    pub fn client_id(self, id: impl Into<Secret>) -> Self {
        self.credential("clientId", [id.into()])
    }

    pub fn secret(self, secret: impl Into<Secret>) -> Self {
        self.credential("secret", [secret.into()])
    }

    pub fn basic_auth(self, username: impl Into<Secret>, password: impl Into<Secret>) -> Self {
        self.credential("basicAuth", [username.into(), password.into()])
    }

    pub fn bearer_token(self, token: impl Into<Secret>) -> Self {
        self.credential("bearer", [token.into()])
    }

    pub fn bearer_token_source(self, source: impl TokenSource) -> Self {
        self.authorize("bearer", Credential::source(source))
    }

    pub fn client_credentials(self, credentials: ClientCredentials) -> Self {
        self.authorize("bearer", credentials.at(TOKEN_URL))
    }

    pub fn key_in_query(self, key: impl Into<Secret>) -> Self {
        self.credential("inQuery", [key.into()])
    }

    pub fn session(self, key: impl Into<Secret>) -> Self {
        self.credential("inCookie", [key.into()])
    }

    pub fn digest(self, value: impl Into<Secret>) -> Self {
        self.credential("digest", [value.into()])
    }
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ErrorBody {
    HttpValidationError(HttpValidationError),
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct HttpValidationError {
    pub detail: Vec<String>,
}
crate::runtime::wire!(HttpValidationError {
    detail: "detail" required,
});

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Pet {
    pub id: i64,
    pub r#type: Kind,
    pub name: Option<String>,
    pub owner: Option<String>,
    #[deprecated]
    pub age: Patch<i64>,
    pub parent: Option<Box<Pet>>,
    pub extra: BTreeMap<String, serde_json::Value>,
}
crate::runtime::wire!(Pet {
    id: "id" required,
    r#type: "type" required,
    name: "naïve \"name\"\n" optional,
    owner: "owner" nullable,
    age: "age" patch,
    parent: "parent" optional,
    extra: rest,
});

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    Cat,
    Dog,
    Unknown(String),
}
crate::runtime::string_enum!(Kind { Cat: "cat", Dog: "dog" });

#[derive(Clone, Debug)]
pub struct Pets {
    client: Client,
}

impl Pets {
    pub(crate) fn new(client: &Client) -> Self {
        Self { client: client.clone() }
    }

    pub fn create(&self, body: impl Into<Pet>) -> Call<CreatePet> {
        Call::new(&self.client).json(&body.into())
    }

    pub fn token(&self, body: impl Into<Pet>) -> Call<Token> {
        Call::new(&self.client).json(&body.into())
    }

    pub fn get(&self, pet_id: impl Into<String>) -> Call<GetPet> {
        Call::new(&self.client).path("pet_id", &pet_id.into())
    }

    pub fn delete(&self, pet_id: impl Into<i64>) -> Call<DeletePet> {
        Call::new(&self.client).path("pet_id", &pet_id.into())
    }

    pub fn find(&self) -> Call<FindPet> {
        Call::new(&self.client)
    }

    pub fn status(&self) -> Call<Status> {
        Call::new(&self.client)
    }
}

impl Call<GetPet> {
    pub fn verbose(self, verbose: bool) -> Self {
        self.query("verbose", &verbose)
    }

    pub fn tags<T: Into<String>>(self, tags: impl IntoIterator<Item = T>) -> Self {
        self.query("tag[]", &tags.into_iter().map(Into::into).collect::<Vec<String>>())
    }

    pub fn nothing(self, nothing: Option<i64>) -> Self {
        self.query("verbose", &nothing)
    }

    pub fn structured(self) -> Self {
        self.query("filter", &serde_json::json!({ "a": 1 }))
    }

    pub fn trace(self, trace: &[i64]) -> Self {
        self.header_parameter("X-Trace", trace)
    }
}

macro_rules! operation {
    ($name:ident $method:literal $path:literal retry $retry:literal $security:expr, $read:ident -> $output:ty) => {
        #[derive(Debug)]
        pub enum $name {}
        impl Operation for $name {
            type Output = $output;
            const METHOD: &'static str = $method;
            const PATH: &'static str = $path;
            const SECURITY: &'static [&'static [&'static str]] = $security;
            const RETRY: bool = $retry;
            fn success(reply: &mut Reply) -> Result<Self::Output, Error> {
                reply.$read()
            }
            fn error(reply: &Reply) -> Option<ErrorBody> {
                match reply.status() {
                    422 => reply.error_body(ErrorBody::HttpValidationError),
                    _ => None,
                }
            }
        }
    };
}

operation!(CreatePet "POST" "/pets" retry false &[&["apiKeyAuth"], &["basicAuth"], &["bearer"]], json -> Pet);
operation!(Token "POST" "/v2/link/token" retry true &[&["clientId", "secret", "version"], &["apiKeyAuth"]], json -> Pet);
operation!(GetPet "GET" "/pets/{pet_id}" retry true &[&["inQuery"], &["apiKeyAuth"], &["basicAuth"], &["bearer"]], json -> Pet);
operation!(DeletePet "DELETE" "/pets/{pet_id}" retry true &[&["inQuery"], &["apiKeyAuth"]], empty -> ());
operation!(FindPet "GET" "/pet" retry true &[&[], &["apiKeyAuth"]], json_or_empty -> Option<Pet>);
operation!(Visit "GET" "/visit#again" retry true &[&["inCookie"], &["digest"], &["apiKeyAuth"]], json_or_empty -> Option<Pet>);
operation!(Status "GET" "/status" retry true &[], text -> String);

#[derive(Debug)]
pub enum Upload {}
impl Operation for Upload {
    type Output = ();
    const METHOD: &'static str = "POST";
    const PATH: &'static str = "/files";
    const SECURITY: &'static [&'static [&'static str]] = &[];
    const RETRY: bool = false;
    const SERVER: Option<&'static str> = Some("http://127.0.0.1:1/v3");
    fn success(reply: &mut Reply) -> Result<(), Error> {
        reply.empty()
    }
}

#[derive(Debug)]
pub enum Aside {}
impl Operation for Aside {
    type Output = ();
    const METHOD: &'static str = "GET";
    const PATH: &'static str = "/aside";
    const SECURITY: &'static [&'static [&'static str]] = &[];
    const RETRY: bool = false;
    const SERVER: Option<&'static str> = Some("/private");
    fn success(reply: &mut Reply) -> Result<(), Error> {
        reply.empty()
    }
}
