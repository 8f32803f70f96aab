//! YAML that is nested beyond reason.
//!
//! In: a text. Out: where it is too deep, said before the parser proper looks at it, for
//! that one takes time by the square of the depth. Lets almost all texts pass unread.

use saphyr_parser::{Event, Marker, Parser};

use super::Failure;
use super::build::{DEPTH, TOO_DEEP};

/// Says where values stand too deep in one another, if the text looks as if they did.
pub(super) fn check(content: &str) -> Result<(), Failure> {
    if !looks_deep(content) {
        return Ok(());
    }
    let mut depth = 0_usize;
    for event in Parser::new_from_str(content) {
        let (event, span) = event.map_err(|error| broken(*error.marker(), error.info()))?;
        match event {
            Event::SequenceStart(..) | Event::MappingStart(..) => depth += 1,
            Event::SequenceEnd | Event::MappingEnd => depth = depth.saturating_sub(1),
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd
            | Event::Alias(_)
            | Event::Scalar(..) => {}
        }
        if depth > DEPTH {
            return Err(failure(span.start, TOO_DEEP.to_owned()));
        }
    }
    Ok(())
}

/// Whether there are ever many more opening brackets than closing ones. Those in texts
/// count too: such a text is read once more, and that is all.
fn looks_deep(content: &str) -> bool {
    let mut open = 0_usize;
    content.bytes().any(|byte| {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        open > DEPTH
    })
}

/// This parser has a limit of its own, beyond ours.
fn broken(at: Marker, message: &str) -> Failure {
    match message {
        "recursion limit exceeded" => failure(at, TOO_DEEP.to_owned()),
        other => failure(at, format!("this is not YAML: {other}")),
    }
}

fn failure(at: Marker, message: String) -> Failure {
    Failure { message, line: at.line(), column: at.col() + 1, help: None }
}
