// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: the items that a mock is to answer with. Out: the body that brings them. How they are read
//! stands in `events` and `frames`.

use serde::Serialize;
use serde_json::Value;

use super::mock_table::Prepared;
use super::{EventStream, Framing, Item};

/// What arrives item by item.
pub trait Streamed {
    /// One of them.
    type Item;
}

impl<T> Streamed for EventStream<T> {
    type Item = T;
}

/// Items as the body of an answer.
pub(crate) fn prepared_items<T: Serialize>(
    framing: Framing,
    item: Item,
    items: Vec<T>,
) -> Prepared {
    let media = match framing {
        Framing::Events => "text/event-stream",
        Framing::Lines => "application/x-ndjson",
        Framing::Sequence => "application/json-seq",
    };
    let frame = |value: Value| match framing {
        Framing::Events => event(item, &value),
        Framing::Lines => format!("{}\n", plain(item, &value)),
        Framing::Sequence => format!("\u{1e}{}\n", plain(item, &value)),
    };
    let frames = items.into_iter().map(|item| serde_json::to_value(item).map(frame));
    let body = frames.collect::<serde_json::Result<String>>().map(String::into_bytes);
    Prepared { status: None, media, body }
}

fn plain(item: Item, value: &Value) -> String {
    match (item, value) {
        (Item::Text, Value::String(text)) => text.clone(),
        (Item::Text | Item::Json | Item::Event | Item::JsonEvent, _) => value.to_string(),
    }
}

fn event(item: Item, value: &Value) -> String {
    match item {
        Item::Json | Item::Text => field("data", value) + "\n",
        Item::Event | Item::JsonEvent => {
            let members = value.as_object().into_iter().flatten();
            let known = members.filter(|(name, value)| *name != "comment" && !value.is_null());
            known.map(|(name, value)| field(name, value)).collect::<String>() + "\n"
        }
    }
}

/// A field of an event, each line of a text as one of its own.
fn field(name: &str, value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let lines = text.split('\n').flat_map(|line| [name, ": ", line, "\n"]);
    lines.collect()
}
