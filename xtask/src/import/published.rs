//! Where providers publish their whole documents.
//!
//! In: the hosts that a page speaks of, and what the providers of this workspace say of
//! themselves. Out: advice for somebody whose page holds no document. Fetches nothing.

use link_codegen::Text;

/// Hosts and the addresses of documents, a line each.
const KNOWN: &str = include_str!("published.tsv");

/// What is known of where documents are.
#[derive(Debug, Default)]
pub struct Published {
    /// The provider that is imported into.
    pub provider: String,
    /// Names of hosts, and where the document is that is about them.
    places: Vec<(String, String)>,
}

impl Published {
    /// What everybody knows, and what the settings of the workspace's providers say.
    pub fn new(provider: &str, settings: &[Text]) -> Self {
        let lines = KNOWN.lines().filter(|line| !line.starts_with('#'));
        let known = lines.filter_map(|line| line.split_once('\t'));
        let mut places: Vec<_> =
            known.map(|(host, place)| (host.to_owned(), place.to_owned())).collect();
        for text in settings {
            let mut urls =
                ["document", "url"].into_iter().filter_map(|key| setting(&text.text, key));
            let place = urls.find(|url| is_document(url));
            places.extend(place.and_then(|url| Some((domain(host(&url)?), url))));
        }
        Self { provider: provider.to_owned(), places }
    }
}

/// Where to get what a page does not hold.
pub fn advice(published: &Published, page: &Text) -> String {
    let mut hosts: Vec<_> = urls(&page.text).filter_map(host).map(domain).collect();
    hosts.extend(host(&page.name).map(domain));
    let named = |name: &str| name.split('.').next() == Some(&published.provider);
    let place = published.places.iter().find(|(name, _)| hosts.contains(name) || named(name));
    match place {
        Some((name, place)) => {
            format!("the whole document of {name} is published: bring it in from {place}")
        }
        None => "look for the published document: in the provider's repositories, at \
                 `/openapi.json` beside the documentation, or where its `docs.json` says"
            .to_owned(),
    }
}

/// An address of `[source]`. Settings that are wrong are somebody else's business.
pub fn setting(text: &str, key: &str) -> Option<String> {
    let settings: toml::Table = text.parse().ok()?;
    Some(settings.get("source")?.get(key)?.as_str()?.to_owned())
}

fn is_document(url: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    [".json", ".yaml", ".yml"].iter().any(|end| path.ends_with(end))
}

/// The addresses that a text holds.
fn urls(text: &str) -> impl Iterator<Item = &str> {
    text.split("https://").skip(1).take(1000)
}

/// The host of an address, with or without what stands before it.
fn host(url: &str) -> Option<&str> {
    let url = url.strip_prefix("https://").unwrap_or(url);
    let is_end = |c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '.');
    let host = url.split(is_end).next()?;
    (host.contains('.') && !host.starts_with('.')).then_some(host)
}

/// The last two labels of a host: what lies below belongs to the same provider.
fn domain(host: &str) -> String {
    let mut labels: Vec<_> = host.trim_end_matches('.').rsplit('.').take(2).collect();
    labels.reverse();
    labels.join(".").to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_found_by_hosts_and_by_names() {
        let text = |name: &str, text: &str| Text { name: name.to_owned(), text: text.to_owned() };
        let own = "[crate]\nurl = \"https://wrong.example/a.json\"\n[source]\nurl = \"https://api.pets.example/a.json?b\"\n";
        let guide = "[source]\nurl = \"https://docs.cats.example/guide\"\n";
        let settings = [text("a", own), text("b", guide)];
        let published = Published::new("dogs", &settings);
        let page = |words: &str| advice(&published, &text("x.md", words));
        assert!(page("see https://x.pets.example/b").contains("https://api.pets.example/a.json?b"));
        assert!(page("- https://sandbox.plaid.com\n").contains("github.com/plaid/plaid-openapi"));
        assert!(page("https://cats.example, https://wrong.example").starts_with("look for"));
        let by_name = advice(&Published::new("stripe", &[]), &text("x.md", ""));
        assert!(by_name.contains("github.com/stripe/openapi"), "{by_name}");
    }

    #[test]
    fn every_known_place_has_a_domain() {
        for line in KNOWN.lines().filter(|line| !line.starts_with('#')) {
            let (name, place) = line.split_once('\t').unwrap_or_default();
            assert_eq!(domain(name), name, "{line}");
            assert!(host(place).is_some() && place.starts_with("https://"), "{line}");
        }
    }
}
