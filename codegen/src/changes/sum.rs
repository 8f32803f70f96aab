//! How far a version has to go.
//!
//! In: changes. Out: [`Bump`], and the version after it by Cargo's rules.

use super::{Change, Effect, Wire};

/// How far a version has to go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bump {
    /// Nothing changed.
    #[default]
    None,
    /// Nothing that a program can tell.
    Patch,
    /// Something new, or something that behaves otherwise.
    Minor,
    /// Programs may not compile.
    Major,
}

impl Bump {
    /// What one change asks for.
    #[must_use]
    pub fn of(change: &Change) -> Self {
        match (change.source, change.wire) {
            (Effect::Major, _) => Self::Major,
            // Who takes the new crate gets another behaviour with it.
            (Effect::Minor, _) | (Effect::None, Wire::Breaks) => Self::Minor,
            (Effect::None, Wire::Safe | Wire::Tolerated) => Self::Patch,
        }
    }

    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }

    /// The version after it. Cargo takes the first number that is not zero for the one that
    /// breaks: `0.3.1` goes to `0.4.0` where something breaks and to `0.3.2` otherwise.
    #[must_use]
    pub const fn next(self, (major, minor, patch): (u64, u64, u64)) -> (u64, u64, u64) {
        match (self, major, minor) {
            (Self::None, _, _) => (major, minor, patch),
            (Self::Major, 0, 0) => (0, 0, patch + 1),
            (Self::Major, 0, _) => (0, minor + 1, 0),
            (Self::Major, _, _) => (major + 1, 0, 0),
            (Self::Minor, 1.., _) => (major, minor + 1, 0),
            (Self::Minor, 0, _) | (Self::Patch, _, _) => (major, minor, patch + 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_follow_the_rules_of_cargo() {
        let next = |bump: Bump, version| bump.next(version);
        assert_eq!(next(Bump::Major, (1, 2, 3)), (2, 0, 0));
        assert_eq!(next(Bump::Minor, (1, 2, 3)), (1, 3, 0));
        assert_eq!(next(Bump::Patch, (1, 2, 3)), (1, 2, 4));
        assert_eq!(next(Bump::Major, (0, 2, 3)), (0, 3, 0));
        assert_eq!(next(Bump::Minor, (0, 2, 3)), (0, 2, 4));
        assert_eq!(next(Bump::Major, (0, 0, 3)), (0, 0, 4));
        assert_eq!(next(Bump::None, (0, 2, 3)), (0, 2, 3));
    }
}
