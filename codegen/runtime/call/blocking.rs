// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: a call, or something else to wait for. Out: what comes of it, to a thread that waits. The work is
//! done on one thread for the whole crate, so that connections stay alive between calls.

use std::sync::OnceLock;

use tokio::runtime::{Builder, Handle};

use super::{Call, ConfigError, Error, Operation, Response, WithResponse};

impl<O: Operation> Call<O> {
    /// Sends the call and waits for its answer, where there is no async runtime. It needs the feature
    /// `blocking`.
    ///
    /// # Errors
    ///
    /// Those of the call, and [`Error::Config`] within an async runtime, whose thread it would stop. On
    /// a thread of `spawn_blocking`, `Handle::current().block_on(call.into_future())` waits instead.
    pub fn send_blocking(self) -> Result<O::Output, Error> {
        block_on(self)?
    }
}

impl<O: Operation> WithResponse<O> {
    /// Sends the call and waits for its answer, where there is no async runtime. It needs the feature
    /// `blocking`.
    ///
    /// # Errors
    ///
    /// Those of the call, and [`Error::Config`] within an async runtime, whose thread it would stop. On
    /// a thread of `spawn_blocking`, `Handle::current().block_on(call.into_future())` waits instead.
    pub fn send_blocking(self) -> Result<Response<O::Output>, Error> {
        block_on(self)?
    }
}

/// Waits for anything that this crate makes a future of, such as the next item of a stream:
/// `while let Some(item) = block_on(events.next())? { .. }`.
///
/// # Errors
///
/// [`Error::Config`] within an async runtime, where the future has to be awaited.
pub fn block_on<F: IntoFuture>(future: F) -> Result<F::Output, Error> {
    if Handle::try_current().is_ok() {
        let message = "a blocking call would stop the async runtime that it is made in: await it";
        return Err(ConfigError::new(message).into());
    }
    match HANDLE.get_or_init(|| start().map_err(|error| error.to_string())) {
        Ok(handle) => Ok(handle.block_on(future.into_future())),
        Err(error) => {
            Err(ConfigError::new(format!("the thread for blocking calls: {error}")).into())
        }
    }
}

static HANDLE: OnceLock<Result<Handle, String>> = OnceLock::new();

fn start() -> std::io::Result<Handle> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let handle = runtime.handle().clone();
    let work = move || runtime.block_on(std::future::pending::<()>());
    std::thread::Builder::new().name(env!("CARGO_PKG_NAME").to_owned()).spawn(work)?;
    Ok(handle)
}
