//! Words: a name of the document, taken apart and spelled with letters and digits.
//!
//! In: any text. Out: text that holds nothing but what an identifier can hold, in the case
//! that its place asks for. Knows nothing of keywords or of other names.

use heck::{ToSnakeCase, ToUpperCamelCase};

/// The text in snake case; empty where nothing of it can be spelled.
#[must_use]
pub fn snake(text: &str) -> String {
    spell(&plain_plurals(text)).to_snake_case()
}

/// The text in upper camel case; empty where nothing of it can be spelled.
#[must_use]
pub fn camel(text: &str) -> String {
    let text = plain_plurals(text);
    let camel = spell(&text).to_upper_camel_case();
    keep_digits_apart(&camel, &text)
}

/// `IDs` is one word: capitals with the `s` of a plural become a word like others.
fn plain_plurals(text: &str) -> String {
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
    plain
}

/// Makes a text speakable: symbols that are all there is, and signs before digits, become
/// words; other characters that no identifier can hold become gaps.
fn spell(text: &str) -> String {
    let speakable = text.chars().any(|c| c != '_' && is_word(c));
    let mut spelled = String::new();
    let mut characters = text.chars().peekable();
    let mut start = true;
    while let Some(character) = characters.next() {
        let number = characters.peek().is_some_and(char::is_ascii_digit);
        let sign = start && number && matches!(character, '+' | '-');
        if speakable && is_word(character) {
            spelled.push(character);
        } else if !speakable || sign {
            spelled.push(' ');
            spelled.push_str(symbol(character));
            spelled.push(' ');
        } else {
            spelled.push(' ');
        }
        start = false;
    }
    spelled
}

/// `1.0` and `10` are different words: digits that a gap held apart stay apart.
fn keep_digits_apart(camel: &str, text: &str) -> String {
    let parts =
        text.split(|c: char| !is_word(c)).filter(|part| !part.is_empty()).collect::<Vec<_>>();
    let clash = parts.windows(2).any(|pair| {
        pair[0].ends_with(|c: char| c.is_ascii_digit())
            && pair[1].starts_with(|c: char| c.is_ascii_digit())
    });
    if !clash {
        return camel.to_owned();
    }
    let mut joined = String::new();
    for part in spell(text).split_whitespace() {
        for part in part.split('_').filter(|part| !part.is_empty()) {
            let digits = joined.ends_with(|c: char| c.is_ascii_digit())
                && part.starts_with(|c: char| c.is_ascii_digit());
            if digits {
                joined.push('_');
            }
            joined.push_str(&part.to_upper_camel_case());
        }
    }
    joined
}

fn is_word(character: char) -> bool {
    character == '_' || unicode_ident::is_xid_continue(character)
}

fn symbol(character: char) -> &'static str {
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
            ("*", "star", "Star"),
            ("<=", "less_equals", "LessEquals"),
            ("1.0", "1_0", "1_0"),
            ("10", "10", "10"),
            ("v4.1", "v4_1", "V4_1"),
            ("a.b", "a_b", "AB"),
            ("_", "underscore", "Underscore"),
            ("_id", "id", "Id"),
            ("accountIDs", "account_ids", "AccountIds"),
            ("URLs", "urls", "Urls"),
            ("URLsAllowed", "urls_allowed", "UrlsAllowed"),
            ("HTTPserver", "htt_pserver", "HttPserver"),
            ("IDs2", "ids2", "Ids2"),
            ("", "", ""),
            ("größe", "größe", "Größe"),
            ("名前", "名前", "名前"),
        ];
        for (text, in_snake, in_camel) in cases {
            assert_eq!(snake(text), in_snake, "{text:?} in snake case");
            assert_eq!(camel(text), in_camel, "{text:?} in camel case");
        }
    }
}
