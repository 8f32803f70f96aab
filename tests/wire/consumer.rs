//! What a consumer writes: a program of ten lines for each provider. They are those of the README,
//! with the address of a server in place of an environment and credentials in place of variables.

use std::error::Error;

use argyle::uuid::Uuid;

use crate::server::{Server, json};
use link_tests::clients::{KEY_ID, Mint, planted, user};

#[tokio::test]
async fn argyle() {
    async fn program(base_url: String, user_id: Uuid) -> Result<String, Box<dyn Error>> {
        let argyle = argyle::Client::builder()
            .base_url(base_url)
            .basic_auth(KEY_ID, planted::KEY_SECRET)
            .build()?;
        let token = argyle.user_tokens().create(user_id).await?;
        Ok(token.user_token.expose().to_owned())
    }
    let server = Server::start([json(200, Mint::ArgyleToken.answer())]).await;
    assert_eq!(program(server.url(), user()).await.unwrap(), planted::TOKEN);
}

#[tokio::test]
async fn junction() {
    use junction::{LinkTokenExchange, Providers};

    async fn program(base_url: String, user_id: Uuid) -> Result<String, Box<dyn Error>> {
        let junction =
            junction::Client::builder().base_url(base_url).api_key(planted::API_KEY).build()?;
        let request = LinkTokenExchange::new(user_id).provider(Providers::Oura);
        let token = junction.link().token(request).await?;
        Ok(token.link_token.expose().to_owned())
    }
    let server = Server::start([json(200, Mint::Junction.answer())]).await;
    assert_eq!(program(server.url(), user()).await.unwrap(), planted::TOKEN);
}

#[tokio::test]
async fn plaid() {
    use plaid::{CountryCode, LinkTokenCreateRequest, LinkTokenCreateRequestUser, Products};

    async fn program(base_url: String) -> Result<String, Box<dyn Error>> {
        let plaid = plaid::Client::builder()
            .base_url(base_url)
            .client_id(planted::CLIENT_ID)
            .secret(planted::SECRET)
            .build()?;
        let user = LinkTokenCreateRequestUser::new("the id that you know the user by");
        let request = LinkTokenCreateRequest::new("My application", [CountryCode::Us], "en", user)
            .products([Products::Auth]);
        let token = plaid.link().token_create(request).await?;
        Ok(token.link_token.expose().to_owned())
    }
    let server = Server::start([json(200, Mint::Plaid.answer())]).await;
    assert_eq!(program(server.url()).await.unwrap(), planted::TOKEN);
}
