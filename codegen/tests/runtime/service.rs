//! A crate as the generator writes it, by hand: if this compiles, generated code does.

use std::collections::BTreeMap;

use crate::runtime::{
    Call, Client, ClientBuilder, Constant, Credential, Error, Operation, Patch, Reply, Scheme,
    Secret, Service, Variable,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Environment {
    Regional,
    Tenant,
    Account,
}

impl Environment {
    pub const fn base_url(self) -> &'static str {
        match self {
            Self::Regional => "https://api.{region}.example.com/v2/",
            Self::Tenant => "https://{tenant}.example.com",
            Self::Account => "https://{account}.example.com",
        }
    }
}

static SERVICE: Service = Service {
    base_url: None,
    base_url_hint: "environment(Environment::…) or base_url(…)",
    variables: &[
        Variable {
            server: "https://api.{region}.example.com/v2/",
            name: "region",
            default: Some("us"),
            allowed: &["us", "eu"],
            method: "region(..)",
        },
        Variable {
            server: "https://{tenant}.example.com",
            name: "tenant",
            default: Some("demo"),
            allowed: &[],
            method: "tenant(..)",
        },
        Variable {
            server: "https://{account}.example.com",
            name: "account",
            default: None,
            allowed: &[],
            method: "account(..)",
        },
    ],
    security: &[&["apiKeyAuth"], &["clientId", "secret", "version"], &["basicAuth"], &["bearer"]],
    schemes: &[
        Scheme { id: "apiKeyAuth", method: "api_key(..)" },
        Scheme { id: "clientId", method: "client_id(..)" },
        Scheme { id: "secret", method: "secret(..)" },
        Scheme { id: "basicAuth", method: "basic_auth(..)" },
        Scheme { id: "bearer", method: "bearer_token(..)" },
        Scheme { id: "inQuery", method: "key_in_query(..)" },
        Scheme { id: "inCookie", method: "session(..)" },
        Scheme { id: "digest", method: "digest(..)" },
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
        self.credential("apiKeyAuth", Credential::header("x-vital-api-key", key.into()))
    }

    pub fn client_id(self, id: impl Into<Secret>) -> Self {
        self.credential("clientId", Credential::header("PLAID-CLIENT-ID", id.into()))
    }

    pub fn secret(self, secret: impl Into<Secret>) -> Self {
        self.credential("secret", Credential::header("PLAID-SECRET", secret.into()))
    }

    pub fn basic_auth(self, username: impl Into<String>, password: impl Into<Secret>) -> Self {
        self.credential("basicAuth", Credential::basic(username.into(), password.into()))
    }

    pub fn bearer_token(self, token: impl Into<Secret>) -> Self {
        self.credential("bearer", Credential::bearer(token.into()))
    }

    pub fn key_in_query(self, key: impl Into<Secret>) -> Self {
        self.credential("inQuery", Credential::query("api_key", key.into()))
    }

    pub fn session(self, key: impl Into<Secret>) -> Self {
        self.credential("inCookie", Credential::cookie("sid", key.into()))
    }

    pub fn digest(self, value: impl Into<Secret>) -> Self {
        self.credential("digest", Credential::scheme("Digest", value.into()))
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
crate::runtime::string_enum!(Kind open {
    Cat: "cat",
    Dog: "dog",
});

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
            fn success(reply: &Reply) -> Result<Self::Output, Error> {
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
    fn success(reply: &Reply) -> Result<(), Error> {
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
    fn success(reply: &Reply) -> Result<(), Error> {
        reply.empty()
    }
}
