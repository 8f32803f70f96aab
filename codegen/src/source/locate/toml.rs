//! Where the keys of a TOML text stand.
//!
//! In: the text and a path of keys. Out: the line and column of the last key that is there.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

pub(super) fn locate(text: &str, path: &[String]) -> (usize, usize) {
    // What stands before an error is still there to be found.
    let (table, _) = DeTable::parse_recoverable(text);
    let mut steps = path.iter();
    let Some((mut span, mut value)) = steps.next().and_then(|key| in_table(table.get_ref(), key))
    else {
        return (1, 1);
    };
    for step in steps {
        match below(value, step) {
            Some(found) => (span, value) = found,
            None => break,
        }
    }
    position(text, span.start)
}

fn below<'a, 'i>(value: &'a DeValue<'i>, step: &str) -> Option<(Range<usize>, &'a DeValue<'i>)> {
    if let Some(table) = value.as_table() {
        return in_table(table, step);
    }
    let element = value.as_array()?.get(step.parse::<usize>().ok()?)?;
    Some((element.span(), element.get_ref()))
}

fn in_table<'a, 'i>(table: &'a DeTable<'i>, key: &str) -> Option<(Range<usize>, &'a DeValue<'i>)> {
    let (name, value): (&Spanned<_>, _) = table.iter().find(|(name, _)| name.get_ref() == key)?;
    Some((name.span(), value.get_ref()))
}

pub(super) fn position(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (line, column)
}
