//! Value to text.
//!
//! In: a value. Out: YAML or JSON that reads back as the same value, with its keys in their order.
//! Knows nothing of how the value was written before: comments and quotes are gone.

use serde_json::Value;

use super::{Text, parse};
use crate::diagnostics::Diagnostics;

/// A value as YAML.
#[must_use]
pub fn to_yaml(value: &Value) -> String {
    let yaml = serde_yaml::to_string(value).ok();
    // JSON is YAML too: it is the way out for what the printer and the reader see differently.
    yaml.filter(|yaml| read(yaml).as_ref() == Some(value)).unwrap_or_else(|| to_json(value))
}

/// A value as JSON.
#[must_use]
pub fn to_json(value: &Value) -> String {
    format!("{value:#}\n")
}

fn read(yaml: &str) -> Option<Value> {
    let text = Text { name: "printed.yaml".to_owned(), text: yaml.to_owned() };
    parse(&text, &mut Diagnostics::default())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn odd_texts_and_keys_read_back_as_they_were() {
        let odd = [
            "",
            "yes",
            "No",
            "on",
            "null",
            "~",
            "true",
            "1",
            "1.0",
            "1e3",
            "0x1f",
            "0o17",
            "1_000",
            "2026-01-01",
            "12:30:45",
            "<<",
            "=",
            "- a",
            "a: b",
            "a #b",
            "#a",
            "!a",
            "&a",
            "*a",
            "@a",
            "%a",
            "`a",
            "'a'",
            "\"a\"",
            "a\nb",
            "a\n",
            "\na\n\n",
            " a",
            "a ",
            "  a\nb",
            "a\tb",
            "\ta",
            "a\r\nb",
            "\u{85}",
            "\u{2028}",
            "\u{feff}",
            "\u{7}",
            "\u{1b}[31m",
            "größe",
            "👍",
            "{a}",
            "[a]",
            "a,b",
            "?",
            "? a",
            "|",
            ">",
            "...",
            "---",
            ".inf",
            "-.inf",
            ".nan",
            "-",
            ":",
            "a:",
        ];
        for text in odd {
            // As a key this one merges, quoted or not.
            let key = if text == "<<" { "key" } else { text };
            let value = json!({ key: text, "list": [text, { key: [text] }], "end": text });
            let yaml = to_yaml(&value);
            assert_eq!(read(&yaml), Some(value), "{text:?}: {yaml}");
        }
    }

    #[test]
    fn numbers_read_back_as_they_were_and_keys_keep_their_order() {
        let value = json!({
            "z": [0, -1, 1.0, 0.1, 1e300, -1e-300, u64::MAX, i64::MIN, true, null, {}, []],
            "a": { "y": 1, "b": 2 },
        });
        let yaml = to_yaml(&value);
        assert_eq!(read(&yaml).map(|value| value.to_string()), Some(value.to_string()));
        assert!(yaml.starts_with("z:\n"), "{yaml}");
        assert_eq!(to_json(&json!({ "b": 1, "a": [] })), "{\n  \"b\": 1,\n  \"a\": []\n}\n");
    }
}
