// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: a call of an operation that answers in pages, and how one of them leads to the next. Out: its
//! pages, and the items in them, one after the other. Each page is a call like any other, with the
//! credentials, limits and retries of the first. Where the next page is: `course`.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::call::output;
use super::course::Course;
use super::send::GONE;
use super::{Call, Error, Operation};

/// An operation that answers in pages.
///
/// Only this crate implements it.
pub trait Paged: Operation {
    /// What a page is a list of.
    type Item: Send + 'static;
    #[doc(hidden)]
    const PAGES: Pages;
    #[doc(hidden)]
    fn items(page: Self::Output) -> Vec<Self::Item>;
}

/// How one page leads to the next.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Pages {
    pub(crate) next: Next,
    /// The members that lead to the items.
    pub(crate) items: &'static [&'static str],
    /// The members that lead to a flag that is false on the last page; none where there is no flag.
    pub(crate) more: &'static [&'static str],
}

/// Where it stands what comes next.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Next {
    /// In the body, at these members: what to send, or a URL to go to.
    Cursor(&'static [&'static str], PagePlace),
    /// In the header `Link`: a URL to go to.
    Link,
    /// Nowhere: the next page has the next number.
    Page(PagePlace, u64),
    /// Nowhere: the next page begins after as many items as there were.
    Offset(PagePlace),
}

/// Where a call says which page it wants.
#[derive(Clone, Copy, Debug)]
pub(crate) enum PagePlace {
    /// A parameter of the query.
    Query(&'static str),
    /// A member of the body.
    Body(&'static str),
    /// Nowhere: it goes to a URL.
    Url,
}

impl Pages {
    pub(crate) const fn cursor(
        items: &'static [&'static str],
        from: &'static [&'static str],
        place: PagePlace,
    ) -> Self {
        Self { next: Next::Cursor(from, place), items, more: &[] }
    }

    pub(crate) const fn link(items: &'static [&'static str]) -> Self {
        Self { next: Next::Link, items, more: &[] }
    }

    pub(crate) const fn page(items: &'static [&'static str], place: PagePlace, first: u64) -> Self {
        Self { next: Next::Page(place, first), items, more: &[] }
    }

    pub(crate) const fn offset(items: &'static [&'static str], place: PagePlace) -> Self {
        Self { next: Next::Offset(place), items, more: &[] }
    }

    pub(crate) const fn more(self, more: &'static [&'static str]) -> Self {
        Self { more, ..self }
    }
}

impl<O: Paged> Call<O> {
    /// Calls page after page, beginning with the one that this call asks for.
    ///
    /// Each page is a call with the same options, but for an idempotency key, which is for the first
    /// alone. Nothing follows an error. A service that leads back to a page, or to another server, is
    /// such an error; where pages have numbers, one that repeats the page before it is the end.
    pub fn pages(mut self) -> PageStream<O> {
        if self.parts.body.as_ref().is_some_and(|(_, body)| body.as_bytes().is_none()) {
            self.parts.options.fault(GONE.to_owned());
        }
        PageStream {
            course: Course::new(self.client, self.parts, O::PAGES),
            operation: PhantomData,
        }
    }

    /// The items of all [`pages`](Call::pages), each page being called when the one before it has
    /// been read.
    pub fn items(self) -> ItemStream<O> {
        ItemStream { pages: self.pages(), items: VecDeque::new() }
    }
}

/// The pages of an answer. It is a [`Stream`] too.
#[must_use = "a page is called only when it is asked for"]
pub struct PageStream<O: Paged> {
    course: Course,
    operation: PhantomData<fn() -> O>,
}

impl<O: Paged> PageStream<O> {
    /// The next page; nothing after the last, and nothing after an error.
    pub async fn next(&mut self) -> Option<Result<O::Output, Error>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// The pages as an iterator, for a thread that waits for each.
    #[cfg(feature = "blocking")]
    pub fn blocking(self) -> super::BlockingIterator<Self> {
        super::BlockingIterator::new(self)
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<O::Output, Error>>> {
        let page = ready!(self.course.poll(context));
        let page = page.map(|reply| output::<O>(reply?).map(|(page, _)| page));
        if matches!(page, Some(Err(_))) {
            self.course.end();
        }
        Poll::Ready(page)
    }
}

/// The items of all pages of an answer. It is a [`Stream`] too.
#[must_use = "a page is called only when it is asked for"]
pub struct ItemStream<O: Paged> {
    pages: PageStream<O>,
    items: VecDeque<O::Item>,
}

impl<O: Paged> ItemStream<O> {
    /// The next item; nothing after the last, and nothing after an error.
    pub async fn next(&mut self) -> Option<Result<O::Item, Error>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// The items as an iterator, for a thread that waits for each.
    #[cfg(feature = "blocking")]
    pub fn blocking(self) -> super::BlockingIterator<Self> {
        super::BlockingIterator::new(self)
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<O::Item, Error>>> {
        loop {
            if let Some(item) = self.items.pop_front() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll(context)) {
                Some(Ok(page)) => self.items = O::items(page).into(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<O: Paged> Stream for PageStream<O> {
    type Item = Result<O::Output, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(context)
    }
}

// Nothing of it is pinned: what it holds is moved as ever.
impl<O: Paged> Unpin for ItemStream<O> {}

impl<O: Paged> Stream for ItemStream<O> {
    type Item = Result<O::Item, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(context)
    }
}

impl<O: Paged> fmt::Debug for PageStream<O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let over = self.course.is_over();
        formatter.debug_struct("PageStream").field("over", &over).finish_non_exhaustive()
    }
}

impl<O: Paged> fmt::Debug for ItemStream<O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let read = &self.items.len();
        formatter.debug_struct("ItemStream").field("read", read).finish_non_exhaustive()
    }
}

/// The items of a map of lists, each with its key.
pub(crate) fn grouped<T>(lists: BTreeMap<String, Vec<T>>) -> Vec<(String, T)> {
    let items = lists
        .into_iter()
        .flat_map(|(key, list)| list.into_iter().map(move |item| (key.clone(), item)));
    items.collect()
}
