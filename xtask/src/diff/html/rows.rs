//! Two texts side by side, line by line.
//!
//! In: the lines of both. Out: [`Row`]s: what is the same stands beside itself, what was replaced
//! beside what is most like it, and what is only on one side alone. Cuts nothing.

use similar::{Algorithm, DiffOp, DiffTag, capture_diff_slices};

/// A line of one side or of both, counted from zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    pub old: Option<usize>,
    pub new: Option<usize>,
    pub same: bool,
}

/// Up to how many pairs of replaced lines are held against one another.
const PAIRS: usize = 4096;
/// How long a line may be to be looked into.
const LONGEST: usize = 2000;
/// How much of two lines has to be alike for them to stand in one row, of a hundred.
const ALIKE: usize = 40;
/// How many words of a line are held against those of another.
const WORDS: usize = 200;

/// Puts the lines of two texts side by side.
pub fn rows(old: &[&str], new: &[&str]) -> Vec<Row> {
    let mut rows = Vec::with_capacity(old.len().max(new.len()));
    let both = |old, new, same| Row { old: Some(old), new: Some(new), same };
    for op in capture_diff_slices(Algorithm::Patience, old, new) {
        match op {
            DiffOp::Equal { old_index, new_index, len } => {
                rows.extend((0..len).map(|step| both(old_index + step, new_index + step, true)));
            }
            DiffOp::Delete { old_index, old_len, .. } => {
                rows.extend((old_index..old_index + old_len).map(left));
            }
            DiffOp::Insert { new_index, new_len, .. } => {
                rows.extend((new_index..new_index + new_len).map(right));
            }
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                let were = old.get(old_index..old_index + old_len).unwrap_or_default();
                let are = new.get(new_index..new_index + new_len).unwrap_or_default();
                let pairs = pairs(were, are);
                let (mut was, mut is) = (0, 0);
                for (left_at, right_at) in pairs.into_iter().chain([(old_len, new_len)]) {
                    rows.extend((was..left_at).map(|at| left(old_index + at)));
                    rows.extend((is..right_at).map(|at| right(new_index + at)));
                    if left_at < old_len && right_at < new_len {
                        rows.push(both(old_index + left_at, new_index + right_at, false));
                    }
                    (was, is) = (left_at + 1, right_at + 1);
                }
            }
        }
    }
    rows
}

fn left(old: usize) -> Row {
    Row { old: Some(old), new: None, same: false }
}

fn right(new: usize) -> Row {
    Row { old: None, new: Some(new), same: false }
}

/// Which replaced lines stand beside which: those whose likeness is greatest in sum, in order.
fn pairs(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    if old.len() * new.len() > PAIRS {
        return (0..old.len().min(new.len())).map(|at| (at, at)).collect();
    }
    let width = new.len() + 1;
    // The best sum for what follows a pair of positions.
    let mut best = vec![0; (old.len() + 1) * width];
    let mut found = vec![0; old.len() * new.len()];
    let at = |table: &[usize], row: usize, column: usize| {
        table.get(row * width + column).copied().unwrap_or_default()
    };
    let [were, are] = [old, new].map(|lines| lines.iter().map(Line::of).collect::<Vec<_>>());
    for (row, was) in were.iter().enumerate().rev() {
        for (column, is) in are.iter().enumerate().rev() {
            let like = Some(likeness(was, is)).filter(|like| *like >= ALIKE).unwrap_or_default();
            let taken = if like > 0 { like + at(&best, row + 1, column + 1) } else { 0 };
            let passed = at(&best, row + 1, column).max(at(&best, row, column + 1));
            if let Some(sum) = best.get_mut(row * width + column) {
                *sum = taken.max(passed);
            }
            if let Some(slot) = found.get_mut(row * new.len() + column) {
                *slot = like;
            }
        }
    }
    let (mut row, mut column, mut pairs) = (0, 0, Vec::new());
    while row < old.len() && column < new.len() {
        let like = found.get(row * new.len() + column).copied().unwrap_or_default();
        let sum = at(&best, row, column);
        if like > 0 && sum == like + at(&best, row + 1, column + 1) {
            pairs.push((row, column));
            (row, column) = (row + 1, column + 1);
        } else if sum == at(&best, row + 1, column) {
            row += 1;
        } else {
            column += 1;
        }
    }
    pairs
}

/// How much of two lines is the same, of a hundred: from both ends, or word by word.
fn likeness(old: &Line<'_>, new: &Line<'_>) -> usize {
    let (was, is) = (old.text.as_bytes(), new.text.as_bytes());
    let longest = was.len().max(is.len());
    let front = was.iter().zip(is).take_while(|(was, is)| was == is).count();
    let rest = was.len().min(is.len()) - front;
    let ends = was.iter().rev().zip(is.iter().rev());
    let back = ends.take(rest).take_while(|(was, is)| was == is).count();
    let ends = ((front + back) * 100).checked_div(longest).unwrap_or(100);
    let (mut one, mut other, mut common) = (0, 0, 0);
    while let (Some(was), Some(is)) = (old.words.get(one), new.words.get(other)) {
        if was == is {
            common += 2 * was.len();
        }
        one += usize::from(was <= is);
        other += usize::from(is <= was);
    }
    let all = old.words.iter().chain(&new.words).map(|word| word.len()).sum();
    ends.max((common * 100).checked_div(all).unwrap_or(0))
}

/// A line made ready to be held against others.
struct Line<'a> {
    text: &'a str,
    /// Its words, sorted.
    words: Vec<&'a str>,
}

impl<'a> Line<'a> {
    fn of(text: &&'a str) -> Self {
        let text = text.trim();
        let mut words = tokens(text);
        words.retain(|word| word.starts_with(char::is_alphanumeric));
        words.sort_unstable();
        words.truncate(WORDS);
        Self { text, words }
    }
}

/// Words, and each sign between them.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
        let is_blank = char::is_whitespace;
        let end = if is_word(first) {
            rest.find(|letter| !is_word(letter))
        } else if is_blank(first) {
            rest.find(|letter| !is_blank(letter))
        } else {
            Some(first.len_utf8())
        };
        let (token, after) = rest.split_at(end.unwrap_or(rest.len()));
        tokens.push(token);
        rest = after;
    }
    tokens
}

/// The pieces of a line that stands beside another one, each with whether it is the other's too.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Words<'a> {
    pub old: Vec<(&'a str, bool)>,
    pub new: Vec<(&'a str, bool)>,
}

/// Which words of two lines are not the same; nothing where it would show no more than that the
/// lines are others.
pub fn words<'a>(old: &'a str, new: &'a str) -> Option<Words<'a>> {
    if old.len().max(new.len()) > LONGEST {
        return None;
    }
    let mut words = Words::default();
    let (mut same, mut all) = (0, 0);
    let (were, are) = (tokens(old), tokens(new));
    for op in capture_diff_slices(Algorithm::Myers, &were, &are) {
        let is_same = op.tag() == DiffTag::Equal;
        let mut take = |words: &[&'a str], pieces: &mut Vec<(&'a str, bool)>| {
            pieces.extend(words.iter().map(|word| (*word, is_same)));
            let visible = words.iter().filter(|word| !word.trim().is_empty());
            let visible = visible.map(|word| word.len()).sum::<usize>();
            all += visible;
            same += if is_same { visible } else { 0 };
        };
        take(were.get(op.old_range()).unwrap_or_default(), &mut words.old);
        take(are.get(op.new_range()).unwrap_or_default(), &mut words.new);
    }
    (same * 100 >= all * ALIKE / 2).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(old: &str, new: &str) -> Vec<String> {
        let (old, new) = (old.lines().collect::<Vec<_>>(), new.lines().collect::<Vec<_>>());
        let side = |lines: &[&str], at: Option<usize>| {
            at.and_then(|at| lines.get(at)).copied().unwrap_or("·").trim().to_owned()
        };
        let line = |row: &Row| {
            let between = if row.same { "=" } else { "|" };
            format!("{} {between} {}", side(&old, row.old), side(&new, row.new))
        };
        rows(&old, &new).iter().map(line).collect()
    }

    #[test]
    fn a_replaced_line_stands_beside_the_one_that_is_like_it() {
        let old = "struct\n name: String,\nend";
        let new = "struct\n /// Words of no likeness.\n name: Option<String>,\nend";
        let rows = shown(old, new);
        let same = [
            "struct = struct",
            "· | /// Words of no likeness.",
            "name: String, | name: Option<String>,",
            "end = end",
        ];
        assert_eq!(rows, same);
    }

    #[test]
    fn every_line_is_there_once() {
        let old = (0..100).map(|line| format!("{}", line % 7)).collect::<Vec<_>>();
        let new = (0..90).map(|line| format!("{}", line * 3 % 11)).collect::<Vec<_>>();
        let [old, new] =
            [&old, &new].map(|side| side.iter().map(String::as_str).collect::<Vec<_>>());
        let rows = rows(&old, &new);
        let were = rows.iter().filter_map(|row| row.old).collect::<Vec<_>>();
        let are = rows.iter().filter_map(|row| row.new).collect::<Vec<_>>();
        assert_eq!(were, (0..100).collect::<Vec<_>>());
        assert_eq!(are, (0..90).collect::<Vec<_>>());
    }

    #[test]
    fn words_are_told_apart_only_where_lines_have_some_in_common() {
        let found = words("pub name: String,", "pub name: Option<String>,").unwrap_or_default();
        let others = |words: &[(&str, bool)]| {
            words
                .iter()
                .filter(|(_, same)| !same)
                .map(|(text, _)| (*text).to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(others(&found.old), [""; 0]);
        assert_eq!(others(&found.new), ["Option", "<", ">"]);
        assert_eq!(words("alpha beta", "gamma delta"), None);
    }
}
