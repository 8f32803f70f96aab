//! `Base64`: bytes as a string.

use serde_json::{from_str, to_string};

use crate::runtime::{Base64, base64, explain};

#[test]
fn bytes_are_written_with_padding() {
    // The examples of RFC 4648, and the two letters in which the alphabets differ.
    let cases: [(&[u8], &str); 8] = [
        (b"", ""),
        (b"f", "Zg=="),
        (b"fo", "Zm8="),
        (b"foo", "Zm9v"),
        (b"foob", "Zm9vYg=="),
        (b"fooba", "Zm9vYmE="),
        (b"foobar", "Zm9vYmFy"),
        (b"\xfb\xff\xbf", "+/+/"),
    ];
    for (bytes, text) in cases {
        assert_eq!(base64(bytes), text);
        assert_eq!(to_string(&Base64::from(bytes)).unwrap(), format!("\"{text}\""));
        for read in
            [text.to_owned(), text.replace('=', ""), text.replace('+', "-").replace('/', "_")]
        {
            let read: Base64 = from_str(&format!("\"{read}\"")).unwrap();
            assert_eq!(read.as_ref(), bytes);
        }
    }
}

#[test]
fn every_byte_survives() {
    let bytes: Vec<u8> = (0..=255).chain(7..=9).collect();
    let read: Base64 = from_str(&to_string(&Base64::from(bytes.clone())).unwrap()).unwrap();
    assert_eq!(read.clone().into_vec(), bytes);
    assert_eq!(Vec::from(read), bytes);
}

#[test]
fn lines_are_joined() {
    let read: Base64 = from_str(r#"" Zm9v\r\n\tYmFy Zg== \n""#).unwrap();
    assert_eq!(read, Base64::from(b"foobarf"));
}

#[test]
fn what_is_not_base64_says_so_and_is_not_repeated() {
    for text in [r#"["a"]"#, r#"["ab c=d"]"#, r#"["a.b?"]"#, r#"["Zm9vé"]"#, r#"["Zm9vY"]"#] {
        let error = from_str::<Vec<Base64>>(text).unwrap_err();
        let explained = explain(text.as_bytes(), &error);
        assert_eq!(
            explained,
            ("[0]".to_owned(), "expected a string in base64".to_owned()),
            "{text}"
        );
    }
    assert!(from_str::<Base64>("[1,2]").is_err());
}

#[test]
fn bytes_are_not_shown() {
    assert_eq!(format!("{:?}", Base64::from(b"hunter2")), "Base64(7 bytes)");
}
