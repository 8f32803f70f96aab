// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: an answer that is a sequence of items and still arriving. Out: the items, one by one. How
//! bytes are cut into items stands in `frames`.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::mem;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use reqwest::Body;
use reqwest::header::{CONTENT_TYPE, HeaderValue};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::call::Parts;
use super::error::excerpt;
use super::frames::{Frame, Frames, Framing};
use super::options::Options;
use super::{Boxed, Client, Error, Live, Reply, decode, random, retry, send, sleep};

/// What of a frame an item is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Item {
    /// Its data, which is JSON.
    Json,
    /// Its data, which is text.
    Text,
    /// The whole event as an object, with its data as text.
    Event,
    /// The whole event as an object, with its data as JSON.
    JsonEvent,
}

/// Items that are read while they arrive. It is a [`Stream`] too.
///
/// The limit of time of the call is then for the time between two parts of the answer, not
/// for all of it.
///
/// A connection that is lost is an error, unless the service gives its events ids and the call is
/// safe to repeat: then the call is made again with `Last-Event-ID`, after the time that the service
/// asked for by `retry`, as often as `max_retries` allows between one event and the next.
pub struct EventStream<T> {
    /// Nothing while the next frame is waited for.
    source: Option<Box<Source>>,
    /// Waits for the next frame, also when nobody waits for the item. Only its owner looks into
    /// it, so the lock is never taken: it lets other threads see the rest.
    pending: Mutex<Option<Pending>>,
    item: Item,
    /// What an error about an item needs.
    reply: Reply,
    last: Frame,
    items: PhantomData<fn() -> T>,
}

type Pending = Boxed<'static, (Box<Source>, Option<Result<Frame, Error>>)>;

impl<T: DeserializeOwned> EventStream<T> {
    /// The next item; nothing after the last.
    ///
    /// An item that does not decode is an error after which others can follow. Where the
    /// connection is lost or too slow, nothing follows the error.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// The items as an iterator, for a thread that waits for each.
    #[cfg(feature = "blocking")]
    pub fn blocking(self) -> super::BlockingIterator<Self> {
        super::BlockingIterator::new(self)
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        let pending = self.pending.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Some(mut source) = self.source.take() {
            *pending = Some(Box::pin(async move {
                let frame = source.next().await;
                (source, frame)
            }));
        }
        let Some(future) = pending else { return Poll::Ready(None) };
        let (source, frame) = ready!(future.as_mut().poll(context));
        *pending = None;
        self.source = Some(source);
        Poll::Ready(frame.map(|frame| {
            self.last = frame?;
            self.decode()
        }))
    }

    fn decode(&mut self) -> Result<T, Error> {
        let frame = &self.last;
        let json = match self.item {
            Item::Json => frame.data.clone().into_bytes(),
            Item::Text => Value::from(frame.data.as_str()).to_string().into_bytes(),
            Item::Event => envelope(frame, false).to_string().into_bytes(),
            Item::JsonEvent => envelope(frame, true).to_string().into_bytes(),
        };
        serde_json::from_slice(&json).map_err(|error| {
            // The media type is that of the stream, and says nothing of an item.
            let (path, message) = decode::explain(&json, &error);
            self.reply.bytes = json;
            self.reply.misfit(path, message)
        })
    }
}

impl<T> EventStream<T> {
    /// What the service calls the event that the last item came with.
    pub fn event(&self) -> Option<&str> {
        self.last.event.as_deref()
    }

    /// The id of the last event that had one, by which a service may be asked for what follows it.
    pub fn last_event_id(&self) -> Option<&str> {
        self.last.id.as_deref()
    }
}

impl<T: DeserializeOwned> Stream for EventStream<T> {
    type Item = Result<T, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(context)
    }
}

impl<T> fmt::Debug for EventStream<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let over = self.source.as_ref().is_some_and(|source| source.over);
        formatter.debug_struct("EventStream").field("over", &over).finish_non_exhaustive()
    }
}

/// Where the frames come from, the same type for all items.
struct Source {
    client: Client,
    live: Live,
    /// The call that asks for the same again, where it may be sent twice.
    parts: Option<Box<Parts>>,
    frames: Frames,
    over: bool,
    /// What the connection was lost by, until it is there again.
    lost: Option<Error>,
    /// How often it was tried to get it back since the last event.
    tried: u32,
}

impl Source {
    /// The next frame; nothing after the last.
    async fn next(&mut self) -> Option<Result<Frame, Error>> {
        while !self.over {
            if self.lost.is_some() && !self.resume().await {
                self.over = true;
                return self.lost.take().map(Err);
            }
            let frame = match self.frames.pop() {
                Some(frame) => frame,
                None => match self.live.chunk().await {
                    Some(Ok(bytes)) => {
                        self.frames.push(&bytes);
                        let largest = self.client.shared.max_response_bytes;
                        if self.frames.held() > largest {
                            self.over = true;
                            return Some(Err(self.live.too_large(largest)));
                        }
                        continue;
                    }
                    Some(Err(error)) => {
                        self.lost = Some(error);
                        continue;
                    }
                    None => {
                        self.over = true;
                        self.frames.end()?
                    }
                },
            };
            // The mark by which many services say that there is nothing more.
            if frame.data.trim() == "[DONE]" {
                self.over = true;
                self.live.end();
                return None;
            }
            self.tried = 0;
            return Some(Ok(frame));
        }
        None
    }

    /// Calls again for what follows the last event. Whether the stream goes on: if not, `lost` is
    /// why, or nothing where the service says that there is no more.
    async fn resume(&mut self) -> bool {
        loop {
            let Some((mut parts, wait)) = self.next_try() else { return false };
            sleep(wait).await;
            self.tried = self.tried.saturating_add(1);
            // The tries are counted here.
            parts.options.max_retries = Some(0);
            let mut reply = match send(self.client.clone(), parts).await {
                Ok(reply) if reply.status() == 204 => {
                    self.lost = None;
                    return false;
                }
                Ok(reply) => reply,
                Err(error) => {
                    self.lost = Some(error);
                    continue;
                }
            };
            if !reply.code.is_success() {
                self.lost = Some(reply.into_error(|_| None));
                continue;
            }
            match reply.events() {
                Ok(live) => self.live = live,
                Err(error) => {
                    self.lost = Some(error);
                    continue;
                }
            }
            self.frames.restart();
            self.lost = None;
            return true;
        }
    }

    /// The next try to go on, and how long to wait before it; none where there is none.
    fn next_try(&self) -> Option<(Box<Parts>, Duration)> {
        let (id, told) = self.frames.resumption()?;
        let parts = self.parts.as_ref().filter(|parts| parts.options.fault.is_none())?;
        let most = parts.options.max_retries(&self.client.shared.options);
        if self.tried >= most || !self.lost.as_ref()?.is_retryable() {
            return None;
        }
        let mut parts = again(parts);
        parts.options.headers.insert("last-event-id", HeaderValue::from_bytes(id.as_bytes()).ok()?);
        let wait = retry::delay(self.tried, told.map(Duration::from_millis), random())?;
        self.client.shared.budget.spend().then_some((parts, wait))
    }
}

impl Reply {
    /// A body of items, while it arrives.
    pub(crate) fn items<T>(
        &mut self,
        framing: Framing,
        item: Item,
    ) -> Result<EventStream<T>, Error> {
        let live = if framing == Framing::Events { self.events()? } else { self.live()? };
        let head = self.parts.head();
        let parts = mem::replace(&mut self.parts, head);
        let [own, usual] = [&parts.options, &self.client.shared.options].map(Options::has_key);
        let resumable = (parts.retry || own || usual) && framing == Framing::Events;
        let source = Source {
            client: self.client.clone(),
            live,
            parts: Some(parts).filter(|_| resumable),
            frames: Frames::new(framing),
            over: false,
            lost: None,
            tried: 0,
        };
        Ok(EventStream {
            source: Some(Box::new(source)),
            pending: Mutex::new(None),
            item,
            reply: self.without_body(),
            last: Frame::default(),
            items: PhantomData,
        })
    }

    /// A body of events. In one that calls itself something else, such as the page of a proxy, there
    /// would be none, and it would pass for a stream that is over.
    fn events(&mut self) -> Result<Live, Error> {
        let kind = self.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let kind = kind.and_then(|kind| kind.split(';').next()).unwrap_or_default();
        let kind = kind.trim().to_ascii_lowercase();
        if ["html", "json", "xml"].iter().any(|other| kind.contains(other)) {
            let message = format!("the body is {}, not a stream of events", excerpt(&kind));
            return Err(self.misfit(String::new(), message));
        }
        self.live()
    }
}

/// The same call, to be made once more.
fn again(parts: &Parts) -> Box<Parts> {
    let body = parts.body.as_ref();
    let bytes = |body: &Body| Some(body.as_bytes()?.to_vec().into());
    Box::new(Parts {
        site: parts.site.clone(),
        path: parts.path.clone(),
        options: Options { fault: None, ..parts.options.clone() },
        cookies: parts.cookies.clone(),
        body: body.and_then(|(media, body)| Some((media.clone(), bytes(body)?))),
        fields: parts.fields.clone(),
        base_url: parts.base_url.clone(),
        next: parts.next.clone(),
        ..*parts
    })
}

/// An event as the object that describes it.
fn envelope(frame: &Frame, json: bool) -> Value {
    let mut members = Map::new();
    let text = |text: &Option<String>| text.as_deref().map(Value::from);
    let data = if json { serde_json::from_str(&frame.data).ok() } else { None };
    let data = data.unwrap_or_else(|| Value::from(frame.data.as_str()));
    let described = [
        ("event", text(&frame.event)),
        ("data", Some(data)),
        ("id", text(&frame.id)),
        ("retry", frame.retry.map(Value::from)),
    ];
    members.extend(described.into_iter().filter_map(|(name, value)| Some((name.into(), value?))));
    Value::Object(members)
}
