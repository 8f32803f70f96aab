//! What two texts do not share.
//!
//! In: the text that should be there, and the one that is. Out: the lines that only one side
//! has, after `-` or `+`, with a few of the lines around them.

use std::fmt::Write as _;

/// How many lines around a difference are shown.
const CONTEXT: usize = 3;
/// How many lines are shown of one file.
const LONGEST: usize = 80;

/// A line, and which of the texts have it: ` `, `-` or `+`.
type Line<'a> = (char, &'a str);

/// The difference of two texts, line by line.
pub fn difference(expected: &str, found: &str) -> String {
    let expected: Vec<_> = expected.split_inclusive('\n').collect();
    let found: Vec<_> = found.split_inclusive('\n').collect();
    let lines = align(&expected, &found);
    let near = |index: usize| {
        let around = index.saturating_sub(CONTEXT)..lines.len().min(index + CONTEXT + 1);
        lines[around].iter().any(|(side, _)| *side != ' ')
    };
    let mut report = String::new();
    let shown = (0..lines.len()).filter(|index| near(*index)).collect::<Vec<_>>();
    let mut last = None;
    for &index in shown.iter().take(LONGEST) {
        if last.is_some_and(|last| last + 1 != index) {
            report.push_str("  …\n");
        }
        last = Some(index);
        let (side, line) = lines[index];
        let end = if line.ends_with('\n') { "\n" } else { "⏎ is missing\n" };
        let _ = write!(report, "{side} {}{end}", line.trim_end_matches('\n'));
    }
    if shown.len() > LONGEST {
        let _ = writeln!(report, "  … and {} lines more", shown.len() - LONGEST);
    }
    report
}

/// Puts the lines of both texts in one order, along a longest common subsequence.
fn align<'a>(expected: &[&'a str], found: &[&'a str]) -> Vec<Line<'a>> {
    // Texts differ in a few places: what they begin and end with need not be searched.
    let pairs = || expected.iter().zip(found);
    let front = pairs().take_while(|(left, right)| left == right).count();
    let backwards = expected[front..].iter().rev().zip(found[front..].iter().rev());
    let back = backwards.take_while(|(left, right)| left == right).count();
    let (left, right) =
        (&expected[front..expected.len() - back], &found[front..found.len() - back]);
    let common = common(left, right);
    let mut lines: Vec<Line<'a>> = expected[..front].iter().map(|line| (' ', *line)).collect();
    let (mut i, mut j) = (0, 0);
    while i < left.len() || j < right.len() {
        if i < left.len() && j < right.len() && left[i] == right[j] {
            lines.push((' ', left[i]));
            (i, j) = (i + 1, j + 1);
        } else if j == right.len() || i < left.len() && common[i + 1][j] >= common[i][j + 1] {
            lines.push(('-', left[i]));
            i += 1;
        } else {
            lines.push(('+', right[j]));
            j += 1;
        }
    }
    lines.extend(expected[expected.len() - back..].iter().map(|line| (' ', *line)));
    lines
}

/// How many lines the ends of both lists share, for each pair of places where they begin.
fn common(left: &[&str], right: &[&str]) -> Vec<Vec<usize>> {
    let mut common = vec![vec![0; right.len() + 1]; left.len() + 1];
    for (i, one) in left.iter().enumerate().rev() {
        for (j, other) in right.iter().enumerate().rev() {
            common[i][j] = if one == other {
                common[i + 1][j + 1] + 1
            } else {
                common[i + 1][j].max(common[i][j + 1])
            };
        }
    }
    common
}

#[test]
fn a_difference_shows_the_lines_around_it() {
    let lines = |tenth: &str| format!("5\n6\n7\n8\n9\n{tenth}11\n12\n13\n14\n15\n");
    let report = difference(&lines("10\n"), &lines("ten\n"));
    assert_eq!(report, "  7\n  8\n  9\n- 10\n+ ten\n  11\n  12\n  13\n");
    assert_eq!(difference("a\n", "a\n"), "");
    assert_eq!(difference("a\n", "a"), "- a\n+ a⏎ is missing\n");
}
