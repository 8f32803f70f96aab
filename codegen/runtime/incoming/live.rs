// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: an answer of which only the headers have arrived. Out: its body, part by part, or the error
//! that ended it. It neither retries nor decodes.

use std::time::Duration;

use super::auth::BoxError;
use super::error::Site;
use super::loss::Loss;
use super::{Error, Incoming, Reply, timeout};

/// A body that is still arriving.
pub(crate) struct Live {
    /// Nothing once the body has ended, well or not.
    response: Option<Box<Incoming>>,
    site: Site,
    attempts: u32,
    limit: Duration,
}

impl Reply {
    /// A body that is still arriving, to be taken once.
    pub(crate) fn live(&mut self) -> Result<Live, Error> {
        let Some(response) = self.rest.take() else {
            return Err(self.misfit(String::new(), "the body is read already".to_owned()));
        };
        let limit = self.parts.options.timeout(&self.client.shared.options);
        let (site, attempts) = (self.parts.site.clone(), self.attempts);
        Ok(Live { response: Some(response), site, attempts, limit })
    }

    /// The same answer without its body, for whoever reads that.
    pub(crate) fn without_body(&self) -> Self {
        Self {
            client: self.client.clone(),
            parts: self.parts.head(),
            attempts: self.attempts,
            code: self.code,
            headers: self.headers.clone(),
            bytes: Vec::new(),
            rest: None,
        }
    }
}

impl Live {
    /// The next part of the body. The limit of time is for each part, not for the whole.
    pub(crate) async fn chunk(&mut self) -> Option<Result<Vec<u8>, Error>> {
        // It is put back only when there may be more of it. Where the caller stops waiting, it has
        // to stay, so it is not taken out before the part is there.
        let response = self.response.as_mut()?;
        let loss = match timeout(self.limit, response.chunk()).await {
            Ok(Ok(Some(chunk))) => return Some(Ok(chunk.into())),
            Ok(Ok(None)) => None,
            Ok(Err(error)) => Some(BoxError::from(error).into()),
            Err(_) => Some(Loss::Timeout(Some(self.limit))),
        };
        self.response = None;
        loss.map(|loss| Err(self.lost(loss)))
    }

    /// Ends the body, because it is larger than allowed.
    pub(crate) fn too_large(&mut self, limit: usize) -> Error {
        self.response = None;
        self.lost(Loss::TooLarge(limit))
    }

    /// Ends the body, because there is nothing more of interest in it.
    pub(crate) fn end(&mut self) {
        self.response = None;
    }

    fn lost(&self, loss: Loss) -> Error {
        Error::lost(self.site.clone(), self.attempts, loss)
    }
}
