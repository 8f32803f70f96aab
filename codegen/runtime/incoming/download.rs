// link-sdk: runtime, copied whole into every generated crate from codegen/runtime.
//! In: an answer whose headers have arrived. Out: its bytes, while they arrive or all at once, and
//! what the headers say about them. It writes no file.

use std::fmt;
use std::io::{self, Write};

use percent_encoding::percent_decode_str;
use reqwest::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE, HeaderName};

use super::{Error, Live, Reply};

/// A body of bytes that is read while it arrives.
///
/// The limit of time of the call is then for each part of the body, not for all of it, and
/// the largest size of answers concerns only what is read at once.
pub struct Download {
    live: Live,
    /// The answer without its body.
    reply: Reply,
}

impl Download {
    /// The next bytes; nothing after the last. An error ends the body.
    pub async fn chunk(&mut self) -> Option<Result<Vec<u8>, Error>> {
        self.live.chunk().await
    }

    /// All bytes that are still to come.
    ///
    /// # Errors
    ///
    /// Where the body breaks off, or is larger than `max_response_bytes` allows.
    pub async fn bytes(mut self) -> Result<Vec<u8>, Error> {
        self.rest().await
    }

    /// Writes all bytes that are still to come, whatever their number, and says how many they were.
    /// A body that ends before its length is an error, so a file that was written without one is
    /// whole.
    ///
    /// # Errors
    ///
    /// What the writer says, or an [`Error`] inside of an [`io::Error`] where the body breaks off.
    pub async fn copy_to(mut self, writer: &mut (impl Write + ?Sized)) -> io::Result<u64> {
        let mut count = 0_u64;
        while let Some(chunk) = self.chunk().await {
            let chunk = chunk.map_err(io::Error::other)?;
            writer.write_all(&chunk)?;
            count = count.saturating_add(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
        }
        writer.flush()?;
        Ok(count)
    }

    /// All that is still to come, as text.
    ///
    /// # Errors
    ///
    /// Where the body breaks off, is larger than `max_response_bytes` allows, or is not UTF-8.
    pub async fn text(mut self) -> Result<String, Error> {
        self.reply.bytes = self.rest().await?;
        self.reply.text()
    }

    /// The media type, as the service names it.
    pub fn content_type(&self) -> Option<&str> {
        self.header(CONTENT_TYPE)
    }

    /// How many bytes there are in all, where the service says so.
    pub fn content_length(&self) -> Option<u64> {
        self.header(CONTENT_LENGTH)?.parse().ok()
    }

    /// What the service would call the file: a name, never a path.
    pub fn file_name(&self) -> Option<String> {
        file_name(self.header(CONTENT_DISPOSITION)?)
    }

    fn header(&self, name: HeaderName) -> Option<&str> {
        self.reply.headers.get(name)?.to_str().ok()
    }

    async fn rest(&mut self) -> Result<Vec<u8>, Error> {
        let largest = self.reply.client.shared.max_response_bytes;
        let mut bytes = Vec::new();
        while let Some(chunk) = self.live.chunk().await {
            let chunk = chunk?;
            if chunk.len() > largest.saturating_sub(bytes.len()) {
                return Err(self.live.too_large(largest));
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Download")
            .field("content_type", &self.content_type())
            .field("content_length", &self.content_length())
            .finish_non_exhaustive()
    }
}

impl Reply {
    /// A body of bytes, while it arrives.
    pub(crate) fn download(&mut self) -> Result<Download, Error> {
        Ok(Download { live: self.live()?, reply: self.without_body() })
    }
}

/// The name in a `Content-Disposition`: that in UTF-8, or the plain one.
fn file_name(disposition: &str) -> Option<String> {
    let mut plain = None;
    for (name, value) in parameters(disposition) {
        if name.eq_ignore_ascii_case("filename*") {
            let encoded = value.splitn(3, '\'').nth(2);
            let decoded = encoded.and_then(|text| percent_decode_str(text).decode_utf8().ok());
            if let Some(name) = decoded.and_then(|name| without_path(&name)) {
                return Some(name);
            }
        } else if name.eq_ignore_ascii_case("filename") {
            plain = plain.or_else(|| without_path(&value));
        }
    }
    plain
}

/// The parameters of a header's value, with quotes and escapes taken off.
fn parameters(value: &str) -> Vec<(String, String)> {
    let mut parameters = Vec::new();
    let mut characters = value.chars();
    // The type comes before the first parameter.
    characters.by_ref().find(|character| *character == ';');
    loop {
        let name: String = characters.by_ref().take_while(|character| *character != '=').collect();
        let mut value = String::new();
        let mut quoted = false;
        while let Some(character) = characters.next() {
            match character {
                '"' => quoted = !quoted,
                '\\' if quoted => value.extend(characters.next()),
                ';' if !quoted => break,
                other => value.push(other),
            }
        }
        if name.trim().is_empty() {
            return parameters;
        }
        parameters.push((name.trim().to_owned(), value.trim().to_owned()));
    }
}

/// The last part of what may be a path, so that no service writes where it likes. On Windows, what
/// stands before a colon names a drive, or a file of which the rest is a hidden part.
fn without_path(name: &str) -> Option<String> {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default().replace(':', "_");
    let last: String = last.chars().filter(|character| !character.is_control()).collect();
    let last = last.trim();
    (!matches!(last, "" | "." | "..")).then(|| last.to_owned())
}
