// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: bytes, cut anywhere. Out: what they say, frame by frame: server-sent events, lines, or the
//! records of a JSON sequence. It reads no connection and decodes no JSON.

use std::collections::VecDeque;

/// How a body is cut into frames.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Framing {
    /// `text/event-stream`.
    Events,
    /// One JSON text a line.
    Lines,
    /// `application/json-seq`: a record separator before each JSON text.
    Sequence,
}

/// An event, or a line or record as its data.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Frame {
    pub(crate) event: Option<String>,
    pub(crate) data: String,
    /// The last id that was said, here or before.
    pub(crate) id: Option<String>,
    /// The milliseconds after which to ask again.
    pub(crate) retry: Option<u64>,
}

/// Cuts bytes into frames.
pub(crate) struct Frames {
    framing: Framing,
    /// The bytes of a line that has not ended.
    line: Vec<u8>,
    /// Whether the last byte was a carriage return, of which a line feed would be a part.
    returned: bool,
    first: bool,
    event: Frame,
    /// Whether the event has data, be it empty.
    some: bool,
    ready: VecDeque<Frame>,
    /// The id of the last event that is complete.
    said: Option<String>,
    /// The milliseconds that the service last asked for before it is called again.
    retry: Option<u64>,
}

impl Frames {
    pub(crate) fn new(framing: Framing) -> Self {
        Self {
            framing,
            line: Vec::new(),
            returned: false,
            first: true,
            event: Frame::default(),
            some: false,
            ready: VecDeque::new(),
            said: None,
            retry: None,
        }
    }

    pub(crate) fn push(&mut self, bytes: &[u8]) {
        for byte in bytes {
            let second = std::mem::take(&mut self.returned) && *byte == b'\n';
            match (self.framing, *byte) {
                (Framing::Events | Framing::Lines, b'\n') if second => {}
                (Framing::Events | Framing::Lines, b'\n' | b'\r') => {
                    self.returned = *byte == b'\r';
                    self.end_of_line();
                }
                (Framing::Sequence, 0x1E) => self.end_of_line(),
                _ => self.line.push(*byte),
            }
        }
    }

    /// The next frame that is complete.
    pub(crate) fn pop(&mut self) -> Option<Frame> {
        self.ready.pop_front()
    }

    /// The frame that the end of the body completes. Many services leave out its last line break.
    pub(crate) fn end(&mut self) -> Option<Frame> {
        self.end_of_line();
        if self.framing == Framing::Events {
            self.end_of_event();
        }
        self.pop()
    }

    /// Where to go on after a connection is lost: behind the event with this id, after so many
    /// milliseconds.
    pub(crate) fn resumption(&self) -> Option<(&str, Option<u64>)> {
        let id = self.said.as_deref().filter(|id| !id.is_empty());
        id.map(|id| (id, self.retry))
    }

    /// Forgets what of an event had arrived when the connection was lost.
    pub(crate) fn restart(&mut self) {
        let (ready, retry) = (std::mem::take(&mut self.ready), self.retry);
        let said = self.said.take();
        let event = Frame { id: said.clone(), ..Frame::default() };
        *self = Self { event, ready, said, retry, ..Self::new(self.framing) };
    }

    /// How many bytes are kept of what is not complete.
    pub(crate) fn held(&self) -> usize {
        self.line.len().saturating_add(self.event.data.len())
    }

    fn end_of_line(&mut self) {
        let mut line = std::mem::take(&mut self.line);
        if std::mem::take(&mut self.first) && line.starts_with(b"\xEF\xBB\xBF") {
            line.drain(..3);
        }
        let line = String::from_utf8_lossy(&line);
        match self.framing {
            Framing::Events if line.is_empty() => self.end_of_event(),
            Framing::Events => self.field(&line),
            Framing::Lines | Framing::Sequence if line.trim().is_empty() => {}
            Framing::Lines | Framing::Sequence => {
                let data = line.trim().to_owned();
                self.ready.push_back(Frame { data, ..Frame::default() });
            }
        }
    }

    fn field(&mut self, line: &str) {
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match name {
            "data" => {
                if self.some {
                    self.event.data.push('\n');
                }
                self.event.data.push_str(value);
                self.some = true;
            }
            "event" => self.event.event = Some(value.to_owned()),
            "id" if !value.contains('\0') => self.event.id = Some(value.to_owned()),
            "retry" => {
                self.event.retry = value.parse().ok().or(self.event.retry);
                self.retry = self.event.retry.or(self.retry);
            }
            // A comment, or a field that nobody knows.
            _ => {}
        }
    }

    /// An event without data says nothing, but its id counts for those that follow.
    fn end_of_event(&mut self) {
        let id = self.event.id.clone();
        self.said.clone_from(&id);
        let event = std::mem::replace(&mut self.event, Frame { id, ..Frame::default() });
        if std::mem::take(&mut self.some) {
            self.ready.push_back(event);
        }
    }
}
