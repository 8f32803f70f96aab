//! Where the values of a YAML text stand.
//!
//! In: the text. Out: an [`Index`]. The keys are the texts that the parse stage makes of
//! them. Stops at what is no YAML and keeps what came before.

use saphyr_parser::{Event, Marker, Parser};

use super::index::Index;

/// What the walk is inside of.
enum Frame {
    List,
    /// A mapping, and the key that was read when its value comes next.
    Mapping(Option<Key>),
    /// A key that is no text: nothing in it has an address.
    Key(usize),
}

struct Key {
    text: String,
    line: usize,
    column: usize,
}

pub(super) fn index(text: &str) -> Index {
    let mut walk = Walk { index: Index::default(), frames: Vec::new() };
    for event in Parser::new_from_str(text) {
        let Ok((event, span)) = event else { break };
        walk.step(&event, span.start);
    }
    while !walk.frames.is_empty() {
        walk.leave();
    }
    walk.index
}

struct Walk {
    index: Index,
    frames: Vec<Frame>,
}

impl Walk {
    fn step(&mut self, event: &Event<'_>, at: Marker) {
        match event {
            Event::Scalar(text, ..) => self.leaf(text, at),
            // The name of an alias is not told; its text could only matter as a key.
            Event::Alias(_) => self.leaf("*", at),
            Event::SequenceStart(..) => self.enter(Frame::List, at),
            Event::MappingStart(..) => self.enter(Frame::Mapping(None), at),
            Event::SequenceEnd | Event::MappingEnd => self.leave(),
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd => {}
        }
    }

    fn leaf(&mut self, text: &str, at: Marker) {
        match self.frames.last_mut() {
            Some(Frame::Key(_)) => {}
            Some(Frame::Mapping(key @ None)) => *key = Some(key_at(text, at)),
            Some(Frame::Mapping(Some(_)) | Frame::List) | None => {
                self.open(at);
                self.index.close();
            }
        }
    }

    fn enter(&mut self, frame: Frame, at: Marker) {
        match self.frames.last_mut() {
            Some(Frame::Key(depth)) => *depth += 1,
            Some(Frame::Mapping(None)) => self.frames.push(Frame::Key(1)),
            Some(Frame::Mapping(Some(_)) | Frame::List) | None => {
                self.open(at);
                self.frames.push(frame);
            }
        }
    }

    fn leave(&mut self) {
        match self.frames.last_mut() {
            Some(Frame::Key(depth)) if *depth > 1 => *depth -= 1,
            Some(Frame::Key(_)) => {
                self.frames.pop();
                if let Some(Frame::Mapping(key)) = self.frames.last_mut() {
                    *key = Some(Key { text: String::new(), line: 1, column: 1 });
                }
            }
            Some(Frame::List | Frame::Mapping(_)) => {
                self.frames.pop();
                self.index.close();
            }
            None => {}
        }
    }

    /// A value starts: a member stands where its key stands, an element where it starts.
    fn open(&mut self, at: Marker) {
        let key = match self.frames.last_mut() {
            Some(Frame::Mapping(key)) => key.take(),
            Some(Frame::List | Frame::Key(_)) | None => None,
        };
        match key {
            Some(key) => self.index.open(Some(key.text), key.line, key.column),
            None => self.index.open(None, at.line(), at.col() + 1),
        }
    }
}

fn key_at(text: &str, at: Marker) -> Key {
    Key { text: text.to_owned(), line: at.line(), column: at.col() + 1 }
}
