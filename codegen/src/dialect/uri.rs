//! URIs of schemas and documents, as far as names go.
//!
//! In: what a document or a schema calls itself, and a reference that stands in it. Out: the
//! URI that is meant (RFC 3986, 5.2). Fetches nothing: a URI is only ever compared.

/// The URI that a reference means where it stands in something that is called `base`.
pub(super) fn resolve(base: &str, reference: &str) -> String {
    if reference.is_empty() {
        return base.to_owned();
    }
    let base = base.split(['?', '#']).next().unwrap_or_default();
    let (origin, path) = split(base);
    if base.is_empty() || has_scheme(reference) || (has_scheme(base) && origin.is_none()) {
        return reference.to_owned();
    }
    let origin = origin.unwrap_or_default();
    if reference.starts_with("//") {
        let scheme = origin.split("//").next().unwrap_or_default();
        return format!("{scheme}{reference}");
    }
    if reference.starts_with('/') {
        return format!("{origin}{}", plain(reference));
    }
    let folder = path.rfind('/').map_or("", |end| &path[..=end]);
    let folder = if folder.is_empty() && !origin.is_empty() { "/" } else { folder };
    format!("{origin}{}", plain(&format!("{folder}{reference}")))
}

/// Scheme and authority, where there are any, and the path behind them.
fn split(uri: &str) -> (Option<&str>, &str) {
    let Some(start) = uri.find("//").filter(|start| uri[..*start].ends_with(':')) else {
        return (None, uri);
    };
    let end = uri[start + 2..].find('/').map_or(uri.len(), |end| start + 2 + end);
    (Some(&uri[..end]), &uri[end..])
}

fn has_scheme(uri: &str) -> bool {
    let Some((scheme, _)) = uri.split_once(':') else { return false };
    scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.chars().all(|sign| sign.is_ascii_alphanumeric() || "+-.".contains(sign))
}

/// The path without its `.` and `..`.
fn plain(path: &str) -> String {
    let mut steps: Vec<&str> = Vec::new();
    for step in path.split('/') {
        match step {
            "." => {}
            ".." => {
                if steps.len() > 1 || steps.first().is_some_and(|first| !first.is_empty()) {
                    steps.pop();
                }
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_relative_to_where_they_stand() {
        for (base, reference, expected) in [
            ("", "a.json", "a.json"),
            ("https://x/d/a.json", "b.json", "https://x/d/b.json"),
            ("https://x/d/a.json", "../b.json", "https://x/b.json"),
            ("https://x/d/a.json", "../../../b.json", "https://x/b.json"),
            ("https://x/d/a.json", "./c/b.json", "https://x/d/c/b.json"),
            ("https://x/d/a.json", "/b.json", "https://x/b.json"),
            ("https://x/d/a.json", "//y/b.json", "https://y/b.json"),
            ("https://x/d/a.json?q#f", "b.json", "https://x/d/b.json"),
            ("https://x/d/a.json", "urn:b", "urn:b"),
            ("https://x/d/a.json", "", "https://x/d/a.json"),
            ("https://x", "b.json", "https://x/b.json"),
            ("urn:a", "b.json", "b.json"),
            ("d/a.json", "b.json", "d/b.json"),
            ("a.json", "b.json", "b.json"),
        ] {
            assert_eq!(resolve(base, reference), expected, "{reference} in {base}");
        }
    }
}
