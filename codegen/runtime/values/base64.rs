// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: bytes. Out: the text that they are in base64. The other way: `unbase64`.

/// Bytes in the standard alphabet, with padding.
pub(crate) fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3).saturating_mul(4));
    for chunk in bytes.chunks(3) {
        let byte = |index| chunk.get(index).copied().map_or(0, usize::from);
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for (index, shift) in [18, 12, 6, 0].into_iter().enumerate() {
            let letter = ALPHABET.get(bits >> shift & 63).filter(|_| index <= chunk.len());
            text.push(letter.map_or('=', |letter| char::from(*letter)));
        }
    }
    text
}

/// User name and password as one token.
pub(crate) fn basic(username: &str, password: &str) -> String {
    base64(format!("{username}:{password}").as_bytes())
}
