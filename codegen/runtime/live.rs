// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: an answer of which only the headers have arrived. Out: its body, part by part, or the error
//! that ended it. It neither retries nor decodes.

use std::time::Duration;

use super::Error;
use super::call::Parts;
use super::error::Site;
use super::loss::Loss;

/// A body that is still arriving.
pub(crate) struct Live {
    /// Nothing once the body has ended, well or not.
    response: Option<reqwest::Response>,
    site: Site,
    attempts: u32,
    limit: Duration,
    /// The call that asks for the same again, where it may be sent twice.
    pub(crate) again: Option<Box<Parts>>,
}

impl Live {
    pub(crate) fn new(
        response: reqwest::Response,
        site: Site,
        attempts: u32,
        limit: Duration,
        again: Option<Box<Parts>>,
    ) -> Self {
        Self { response: Some(response), site, attempts, limit, again }
    }

    /// The next part of the body. The limit of time is for each part, not for the whole.
    pub(crate) async fn chunk(&mut self) -> Option<Result<Vec<u8>, Error>> {
        // It is put back only when there may be more of it. Where the caller stops waiting, it has
        // to stay, so it is not taken out before the part is there.
        let response = self.response.as_mut()?;
        let loss = match tokio::time::timeout(self.limit, response.chunk()).await {
            Ok(Ok(Some(chunk))) => return Some(Ok(chunk.into())),
            Ok(Ok(None)) => None,
            Ok(Err(error)) => Some(error.into()),
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
