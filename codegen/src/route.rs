//! Routes: the paths of operations, taken apart.
//!
//! In: a path. Out: the parts of it that tell one thing from another. Makes no name of them.

/// Literal segments of a path that tell one thing from another.
pub fn telling_segments(path: &str) -> Vec<&str> {
    let telling = |segment: &&str| {
        let version = segment
            .strip_prefix('v')
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        !(segment.is_empty() || segment.starts_with('{') || version || *segment == "api")
    };
    path.split('/').filter(telling).collect()
}
