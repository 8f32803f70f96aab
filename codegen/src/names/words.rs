//! Words: a name of the document, taken apart and spelled with letters and digits.
//!
//! In: any text. Out: text that holds nothing but what an identifier can hold, in the case
//! that its place asks for; and what that spelling left out, in words. Knows nothing of
//! keywords or of other names.

use std::borrow::Cow;

/// The text in snake case; empty where the text is.
#[must_use]
pub fn snake(text: &str) -> String {
    if is_snake(text) {
        return text.to_owned();
    }
    let mut snake = String::with_capacity(text.len() + text.len() / 2);
    for word in words(&spell(&plain_plurals(text))) {
        if !snake.is_empty() {
            snake.push('_');
        }
        push_lower(&mut snake, word);
    }
    snake
}

/// Whether the text is in snake case, as most are: small ASCII letters and digits, with single low
/// lines between.
fn is_snake(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let mut before = b'_';
    let fits = text.bytes().all(|byte| {
        let fits = plain(byte) || (byte == b'_' && before != b'_');
        before = byte;
        fits
    });
    fits && before != b'_'
}

/// The text in upper camel case; empty where the text is.
#[must_use]
pub fn camel(text: &str) -> String {
    let text = plain_plurals(text);
    let spelled = spell(&text);
    if digits_meet(&text) { camel_with_gaps(&spelled) } else { upper_camel(&spelled) }
}

/// Whether the text has a letter or a digit that an identifier can hold.
pub fn is_speakable(text: &str) -> bool {
    text.chars().any(is_letter)
}

/// The text with a word for each character that is no letter and no digit: `a-b` is
/// `a minus b`.
pub fn spelled(text: &str) -> String {
    replaced(text, is_letter, symbol)
}

/// The text with the number of each character that is no ASCII letter or digit: `a-é` is
/// `a u2d ue9`.
pub fn coded(text: &str) -> String {
    replaced(text, |c| c.is_ascii_alphanumeric(), code)
}

/// The text with the number of each letter outside of ASCII.
pub fn without_foreign_letters(text: &str) -> String {
    replaced(text, |c| c.is_ascii(), code)
}

/// The numbers of all characters, which different texts never share.
pub fn codes(text: &str) -> String {
    replaced(text, |_| false, code)
}

/// Which letters of the text are capitals, in words: texts that differ in nothing else differ
/// in these.
pub fn case(text: &str) -> String {
    let capitals = text.chars().enumerate().filter(|(_, c)| c.is_uppercase());
    let capitals = capitals.map(|(index, _)| index + 1).collect::<Vec<_>>();
    let small = text.chars().any(char::is_lowercase);
    match capitals.as_slice() {
        [] => "lower".to_owned(),
        _ if !small => "upper".to_owned(),
        [1] => "capital".to_owned(),
        places => {
            let places = places.iter().map(usize::to_string).collect::<Vec<_>>();
            format!("upper {}", places.join(" "))
        }
    }
}

fn replaced(text: &str, stays: impl Fn(char) -> bool, word: impl Fn(char) -> String) -> String {
    let mut replaced = String::with_capacity(text.len());
    for character in text.chars() {
        if stays(character) {
            replaced.push(character);
        } else {
            replaced.push(' ');
            replaced.push_str(&word(character));
            replaced.push(' ');
        }
    }
    replaced
}

/// The words of a text: what stands between its gaps, parted where the case says so, as in
/// `user ID` and in `HTTP Error`.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).flat_map(humps)
}

/// The words of a text without gaps: each begins with a capital that follows a small letter, or
/// with the last capital of several.
fn humps(text: &str) -> Vec<&str> {
    #[derive(Clone, Copy, PartialEq)]
    enum Case {
        Lower,
        Upper,
    }
    let mut words = Vec::new();
    let mut start = 0;
    // The case of the last letter of the word; digits have none.
    let mut before = None;
    let mut characters = text.char_indices().peekable();
    while let Some((index, character)) = characters.next() {
        let Some(&(next_index, next)) = characters.peek() else { break };
        let case = if character.is_lowercase() {
            Some(Case::Lower)
        } else if character.is_uppercase() {
            Some(Case::Upper)
        } else {
            before
        };
        let end = if case == Some(Case::Lower) && next.is_uppercase() {
            next_index
        } else if before == Some(Case::Upper) && character.is_uppercase() && next.is_lowercase() {
            index
        } else {
            before = case;
            continue;
        };
        words.push(&text[start..end]);
        start = end;
        before = None;
    }
    if start < text.len() {
        words.push(&text[start..]);
    }
    words
}

fn upper_camel(text: &str) -> String {
    let mut camel = String::with_capacity(text.len());
    words(text).for_each(|word| push_capital(&mut camel, word));
    camel
}

fn push_capital(text: &mut String, word: &str) {
    let mut rest = word.chars();
    text.extend(rest.next().into_iter().flat_map(char::to_uppercase));
    push_lower(text, rest.as_str());
}

fn push_lower(text: &mut String, word: &str) {
    if word.is_ascii() {
        let start = text.len();
        text.push_str(word);
        text[start..].make_ascii_lowercase();
    } else {
        text.push_str(&word.to_lowercase());
    }
}

/// `IDs` is one word: capitals with the `s` of a plural become a word like others.
fn plain_plurals(text: &str) -> Cow<'_, str> {
    let is_plural = |part: &[u8]| {
        matches!(part, [first, second, b's']
            if first.is_ascii_uppercase() && second.is_ascii_uppercase())
    };
    if !text.as_bytes().windows(3).any(is_plural) {
        return Cow::Borrowed(text);
    }
    let characters = text.chars().collect::<Vec<_>>();
    let mut plain = String::with_capacity(text.len());
    let mut index = 0;
    while index < characters.len() {
        let capitals = characters[index..].iter().take_while(|next| next.is_ascii_uppercase());
        let run = capitals.count();
        let end = index + run;
        let plural = characters.get(end) == Some(&'s');
        let over = characters.get(end + 1).is_none_or(|next| !next.is_lowercase());
        if run >= 2 && plural && over {
            plain.push(characters[index]);
            plain.extend(characters[index + 1..end].iter().map(char::to_ascii_lowercase));
        } else {
            plain.extend(&characters[index..end]);
        }
        plain.extend(characters.get(end));
        index = end + 1;
    }
    Cow::Owned(plain)
}

/// Makes a text speakable: symbols that are all there is, and signs before the first word, become
/// words; other characters that no identifier can hold become gaps.
fn spell(text: &str) -> Cow<'_, str> {
    let speakable = is_speakable(text);
    let sign = text.starts_with(['+', '-']);
    // Other ASCII characters are gaps as they are.
    if speakable && !sign && (text.is_ascii() || text.chars().all(is_word)) {
        return Cow::Borrowed(text);
    }
    let mut spelled = String::new();
    let mut characters = text.chars().peekable();
    let mut start = true;
    while let Some(character) = characters.next() {
        // `-created_at` is an order, as `-1` is a number.
        let word = characters.peek().copied().is_some_and(is_letter);
        let sign = start && word && matches!(character, '+' | '-');
        if speakable && is_word(character) {
            spelled.push(character);
        } else if !speakable || sign {
            spelled.push(' ');
            spelled.push_str(&symbol(character));
            spelled.push(' ');
        } else {
            spelled.push(' ');
        }
        start = false;
    }
    Cow::Owned(spelled)
}

/// Whether nothing but a gap holds two numbers apart: `1.0` is not the same as `10`.
fn digits_meet(text: &str) -> bool {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let mut parts = text.split(|c: char| !is_word(c)).filter(|part| !part.is_empty());
    let ends_in_digit = |part: &str| part.ends_with(|c: char| c.is_ascii_digit());
    let mut digit = parts.next().is_some_and(ends_in_digit);
    parts.any(|part| {
        let before = std::mem::replace(&mut digit, ends_in_digit(part));
        before && part.starts_with(|c: char| c.is_ascii_digit())
    })
}

/// Upper camel case in which digits that a gap held apart stay apart.
fn camel_with_gaps(spelled: &str) -> String {
    let mut joined = String::new();
    for part in spelled.split(|c: char| !is_letter(c)) {
        let digits = joined.ends_with(|c: char| c.is_ascii_digit())
            && part.starts_with(|c: char| c.is_ascii_digit());
        if digits {
            joined.push('_');
        }
        joined.push_str(&upper_camel(part));
    }
    joined
}

fn is_word(character: char) -> bool {
    character == '_' || is_letter(character)
}

/// Whether an identifier can hold the character in either case, and it can be seen.
fn is_letter(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_alphanumeric();
    }
    // A letter that has its case for good, such as a bold capital, breaks the case of its word.
    let fixed = character.is_lowercase() && character.to_uppercase().eq([character])
        || character.is_uppercase() && character.to_lowercase().eq([character]);
    character.is_alphanumeric()
        && unicode_ident::is_xid_continue(character)
        && !fixed
        && !is_invisible(character)
}

/// Letters that nobody sees: fillers of Hangul syllables and inherent vowels of Khmer.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{3164}' | '\u{ffa0}')
}

fn code(character: char) -> String {
    format!("u{:x}", u32::from(character))
}

/// The usual word for a character, or its number.
fn symbol(character: char) -> String {
    let word = usual(character);
    if word.is_empty() { code(character) } else { word.to_owned() }
}

fn usual(character: char) -> &'static str {
    match character {
        '+' => "plus",
        '-' => "minus",
        '_' => "underscore",
        '*' => "star",
        '/' => "slash",
        '\\' => "backslash",
        '.' => "dot",
        ',' => "comma",
        ':' => "colon",
        ';' => "semicolon",
        '#' => "hash",
        '%' => "percent",
        '&' => "and",
        '|' => "or",
        '=' => "equals",
        '<' => "less",
        '>' => "greater",
        '!' => "not",
        '?' => "question",
        '$' => "dollar",
        '@' => "at",
        '~' => "tilde",
        '^' => "caret",
        '(' => "open",
        ')' => "close",
        '[' => "open bracket",
        ']' => "close bracket",
        '{' => "open brace",
        '}' => "close brace",
        '"' => "quote",
        '\'' => "apostrophe",
        '`' => "backtick",
        ' ' => "space",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_documents_become_words() {
        let cases = [
            ("HTTPValidationError", "http_validation_error", "HttpValidationError"),
            ("user-tokens", "user_tokens", "UserTokens"),
            ("x-vital-api-key", "x_vital_api_key", "XVitalApiKey"),
            ("+1", "plus_1", "Plus1"),
            ("-1", "minus_1", "Minus1"),
            ("-created_at", "minus_created_at", "MinusCreatedAt"),
            ("*", "star", "Star"),
            ("<=", "less_equals", "LessEquals"),
            ("1.0", "1_0", "1_0"),
            ("10", "10", "10"),
            ("v4.1", "v4_1", "V4_1"),
            ("a.b", "a_b", "AB"),
            ("line_1_of2", "line_1_of2", "Line1Of2"),
            ("a__b", "a_b", "AB"),
            ("a_", "a", "A"),
            ("_", "underscore", "Underscore"),
            ("_id", "id", "Id"),
            ("accountIDs", "account_ids", "AccountIds"),
            ("URLs", "urls", "Urls"),
            ("URLsAllowed", "urls_allowed", "UrlsAllowed"),
            ("HTTPserver", "htt_pserver", "HttPserver"),
            ("IDs2", "ids2", "Ids2"),
            ("", "", ""),
            ("👍", "u1f44d", "U1f44d"),
            ("⬆\u{fe0f}", "u2b06_ufe0f", "U2b06Ufe0f"),
            ("👍 yes", "yes", "Yes"),
            ("\u{202e}", "u202e", "U202e"),
            ("a\u{3164}b", "a_b", "AB"),
            ("x𝐀", "x", "X"),
            ("größe", "größe", "Größe"),
            ("名前", "名前", "名前"),
        ];
        for (text, in_snake, in_camel) in cases {
            assert_eq!(snake(text), in_snake, "{text:?} in snake case");
            assert_eq!(camel(text), in_camel, "{text:?} in camel case");
        }
    }

    #[test]
    fn what_is_lost_can_be_said() {
        assert_eq!(camel(&spelled("a-b")), "AMinusB");
        assert_eq!(camel(&spelled("a 👍")), "ASpaceU1f44d");
        assert_eq!(camel(&coded("né-e")), "NUe9U2dE");
        assert_eq!(snake(&codes("a-")), "u61_u2d");
        let cases = ["ASC", "asc", "Asc", "aSC", "AsC"].map(case);
        assert_eq!(cases, ["upper", "lower", "capital", "upper 2 3", "upper 1 3"]);
    }
}
