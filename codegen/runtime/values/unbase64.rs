// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: a text in base64. Out: the bytes that it stands for.

/// The bytes of a text in either alphabet; `None` where it is not base64.
pub(crate) fn unbase64(text: &str) -> Option<Vec<u8>> {
    let text = text.trim_end_matches(|last: char| last == '=' || last.is_ascii_whitespace());
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 2);
    // The bits that do not make a whole byte yet, and how many they are.
    let (mut bits, mut count) = (0_u32, 0_u32);
    for letter in text.bytes().filter(|letter| !letter.is_ascii_whitespace()) {
        bits = (bits << 6 | sextet(letter)?) & 0xFFFF;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xFF).ok()?);
        }
    }
    // A letter that is left over alone cannot hold a byte.
    (count < 6).then_some(bytes)
}

fn sextet(letter: u8) -> Option<u32> {
    let value = match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    };
    Some(u32::from(value))
}
