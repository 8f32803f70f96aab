//! The backend itself, as a consumer would write it: one route, three providers.
//!
//! In: one HTTP client and the client of each provider. Out: `POST /link-token?provider=…`, which
//! answers with a token for the front end, or with a status that says who is at fault.

use argyle::uuid::Uuid;
use axum::Json;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{Router, post};
use serde::{Deserialize, Serialize};

/// The clients. Cloning them is cheap.
#[derive(Clone, Debug)]
pub struct Providers {
    pub argyle: argyle::Client,
    pub junction: junction::Client,
    pub plaid: plaid::Client,
}

pub fn router(providers: Providers) -> Router {
    Router::new().route("/link-token", post(link_token)).with_state(providers)
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Provider {
    Argyle,
    Junction,
    Plaid,
}

#[derive(Debug, Deserialize)]
struct Wanted {
    provider: Provider,
}

#[derive(Debug, Serialize)]
struct Minted {
    token: String,
}

/// What a provider can fail with. All three crates answer the same questions about it.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("nobody is signed in")]
    SignedOut,
    #[error("argyle: {0}")]
    Argyle(#[from] argyle::Error),
    #[error("junction: {0}")]
    Junction(#[from] junction::Error),
    #[error("plaid: {0}")]
    Plaid(#[from] plaid::Error),
}

async fn link_token(
    State(providers): State<Providers>,
    Query(Wanted { provider }): Query<Wanted>,
    headers: HeaderMap,
) -> Result<Json<Minted>, Failure> {
    let user = signed_in(&headers)?;
    // Each crate has a secret of its own; all of them are exposed in the same way.
    let token = match provider {
        Provider::Argyle => {
            providers.argyle.user_tokens().create(user).await?.user_token.expose().to_owned()
        }
        Provider::Junction => {
            providers.junction.link().token(user).await?.link_token.expose().to_owned()
        }
        Provider::Plaid => {
            let user = user.to_string();
            let countries = [plaid::CountryCode::Us];
            let request =
                plaid::LinkTokenCreateRequest::new("My app", countries, "en", user.as_str());
            providers.plaid.link().token_create(request).await?.link_token.expose().to_owned()
        }
    };
    Ok(Json(Minted { token }))
}

/// Stands for a session.
fn signed_in(headers: &HeaderMap) -> Result<Uuid, Failure> {
    let user = headers.get("x-user").and_then(|user| user.to_str().ok());
    user.and_then(|user| user.parse().ok()).ok_or(Failure::SignedOut)
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        // To the log goes all of it, which holds no credential and no token; to the browser, nothing.
        eprintln!("{self}");
        let status = match &self {
            Self::SignedOut => StatusCode::UNAUTHORIZED,
            failure if failure.is_timeout() => StatusCode::GATEWAY_TIMEOUT,
            failure if failure.is_retryable() => StatusCode::SERVICE_UNAVAILABLE,
            Self::Argyle(_) | Self::Junction(_) | Self::Plaid(_) => StatusCode::BAD_GATEWAY,
        };
        status.into_response()
    }
}

impl Failure {
    fn is_timeout(&self) -> bool {
        match self {
            Self::SignedOut => false,
            Self::Argyle(error) => error.is_timeout(),
            Self::Junction(error) => error.is_timeout(),
            Self::Plaid(error) => error.is_timeout(),
        }
    }

    fn is_retryable(&self) -> bool {
        match self {
            Self::SignedOut => false,
            Self::Argyle(error) => error.is_retryable(),
            Self::Junction(error) => error.is_retryable(),
            Self::Plaid(error) => error.is_retryable(),
        }
    }
}
