//! Text that stays text in HTML, whatever a document holds.
//!
//! In: text. Out: the same, good between tags and in a quoted attribute. The only way in which
//! anything that is not ours comes onto a page.

use std::fmt::{self, Write as _};

use crate::screen::printable;

/// Text for between tags or for an attribute in double quotes.
pub struct Escaped<'a>(pub &'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What turns the direction of text would show a reviewer something else than what is there.
        for character in printable(&self.0.replace('\t', "    ")).chars() {
            match character {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                other => f.write_char(other)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_its_tag_or_its_attribute() {
        let text = Escaped("</td><script>\"a\" & 'b'\u{202e}\u{0}\t.").to_string();
        let same = "&lt;/td&gt;&lt;script&gt;&quot;a&quot; &amp; &#39;b&#39;\\u{202e}\\u{0}    .";
        assert_eq!(text, same);
    }
}
