//! What bytes that arrive in pieces are taken apart into.

use crate::runtime::{Frame, Frames, Framing};

fn frames(framing: Framing, pieces: &[&[u8]]) -> Vec<Frame> {
    let mut frames = Frames::new(framing);
    let mut found = Vec::new();
    for piece in pieces {
        frames.push(piece);
        found.extend(std::iter::from_fn(|| frames.pop()));
    }
    found.extend(frames.end());
    found
}

fn frame(event: Option<&str>, data: &str, id: Option<&str>, retry: Option<u64>) -> Frame {
    let text = |text: Option<&str>| text.map(str::to_owned);
    Frame { event: text(event), data: data.to_owned(), id: text(id), retry }
}

#[test]
fn events_are_the_same_wherever_the_bytes_are_cut() {
    let body = "\u{FEFF}: hello\r\n\r\nevent: add\rdata: ä1\r\ndata\r\ndata:2\nid: 7\nretry: 50\nodd: x\n\ndata:  {}\r\rid: 8\n\nretry: soon\nid: a\0b\ndata: last";
    let expected = [
        frame(Some("add"), "ä1\n\n2", Some("7"), Some(50)),
        frame(None, " {}", Some("7"), None),
        frame(None, "last", Some("8"), None),
    ];
    let body = body.as_bytes();
    assert_eq!(frames(Framing::Events, &[body]), expected);
    for cut in 0..=body.len() {
        let (one, other) = body.split_at(cut);
        assert_eq!(frames(Framing::Events, &[one, other]), expected, "cut at {cut}");
    }
    let single: Vec<&[u8]> = body.chunks(1).collect();
    assert_eq!(frames(Framing::Events, &single), expected);
}

#[test]
fn lines_and_records_are_frames() {
    let data = |framing, body: &str| {
        let frames = frames(framing, &[body.as_bytes()]).into_iter();
        frames.map(|frame| frame.data).collect::<Vec<_>>()
    };
    assert_eq!(
        data(Framing::Lines, "1\r\n\n 2 \n{\"a\":\n\"\u{1e}\"}"),
        ["1", "2", "{\"a\":", "\"\u{1e}\"}"]
    );
    assert_eq!(
        data(Framing::Sequence, "\u{1e}{\n\"a\": 1}\n\u{1e}\u{1e}2\n"),
        ["{\n\"a\": 1}", "2"]
    );
    assert_eq!(data(Framing::Events, ""), [""; 0]);
}
