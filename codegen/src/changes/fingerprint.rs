//! What a change is known by, in whichever commit.
//!
//! In: the rule, the subject and the values. Out: twelve hexadecimal digits. Knows no places, so
//! that a change keeps its fingerprint when the text around it moves.

use std::fmt;

/// What a change is known by: twelve hexadecimal digits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fingerprint(u64);

impl Fingerprint {
    /// The fingerprint of these words, told apart from those of other words in the same order.
    #[must_use]
    pub fn of(words: &[&str]) -> Self {
        // FNV-1a, which is short and stays the same; 48 of its bits, folded as its authors say.
        let bytes = words.iter().flat_map(|word| word.bytes().chain([0xff]));
        let number = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |number, byte| {
            (number ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        Self((number >> 48) ^ (number & 0xffff_ffff_ffff))
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:012x}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_do_not_run_together() {
        assert_ne!(Fingerprint::of(&["ab", "c"]), Fingerprint::of(&["a", "bc"]));
        assert_eq!(Fingerprint::of(&["a"]).to_string().len(), 12);
    }

    #[test]
    fn a_fingerprint_stays_what_it_is() {
        let known = Fingerprint::of(&["operation-removed", "GET /pets", ""]);
        assert_eq!(known.to_string(), "d3303c5de277");
    }
}
