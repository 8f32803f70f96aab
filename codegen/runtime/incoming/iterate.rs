// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: a stream of pages, items or events. Out: the same as an iterator, for a thread that waits. How
//! it waits stands in `blocking`.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;

use futures_core::Stream;

use super::{Error, block_on};

/// A stream as an iterator, for a thread that waits for each item.
///
/// Within an async runtime, whose thread it would stop, it gives one [`Error::Config`].
#[must_use = "nothing is called for before it is asked for"]
pub struct BlockingIterator<S> {
    /// None after the end.
    stream: Option<S>,
}

impl<S> BlockingIterator<S> {
    pub(crate) fn new(stream: S) -> Self {
        Self { stream: Some(stream) }
    }
}

impl<T, S: Stream<Item = Result<T, Error>> + Unpin> Iterator for BlockingIterator<S> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let stream = self.stream.as_mut()?;
        let next = block_on(poll_fn(|context| Pin::new(&mut *stream).poll_next(context)));
        if !matches!(next, Ok(Some(_))) {
            self.stream = None;
        }
        next.unwrap_or_else(|error| Some(Err(error)))
    }
}

impl<S: fmt::Debug> fmt::Debug for BlockingIterator<S> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("BlockingIterator").field(&self.stream).finish()
    }
}
