//! What two lists of lines do not share.
//!
//! In: the lines that should be there, and those that are. Out: a text of the lines that only
//! one side has, in order, each after `-` or `+`; empty where the lists are equal.

use std::fmt::Write as _;

/// Compares along a longest common subsequence, so that one more line is one line of text.
pub fn difference(expected: &[&str], found: &[String]) -> String {
    let mut common = vec![vec![0_usize; found.len() + 1]; expected.len() + 1];
    for (i, left) in expected.iter().enumerate().rev() {
        for (j, right) in found.iter().enumerate().rev() {
            common[i][j] = if left == right {
                common[i + 1][j + 1] + 1
            } else {
                common[i + 1][j].max(common[i][j + 1])
            };
        }
    }
    let (mut i, mut j, mut report) = (0, 0, String::new());
    while i < expected.len() || j < found.len() {
        if i < expected.len() && j < found.len() && expected[i] == found[j] {
            (i, j) = (i + 1, j + 1);
        } else if j == found.len() || i < expected.len() && common[i + 1][j] >= common[i][j + 1] {
            let _ = writeln!(report, "- {}", expected[i]);
            i += 1;
        } else {
            let _ = writeln!(report, "+ {}", found[j]);
            j += 1;
        }
    }
    report
}
