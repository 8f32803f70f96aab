//! Where the service runs.
//!
//! In: the servers of the document, and those of a path or an operation. Out: the servers that a
//! consumer can choose from, and the one that an operation has to itself. A URL that no call can
//! go to is said and dropped.

use openapiv3::{Server as ServerObject, ServerVariable};

use super::Lowering;
use crate::api::{Server, Variable};
use crate::diagnostics::Code;
use crate::document;
use crate::source::Pointer;

/// The longest description of a server that can be its name, in words.
const NAME_WORDS: usize = 3;

impl Lowering<'_> {
    /// The servers of the document, in order.
    pub(super) fn servers(&mut self) -> Vec<Server> {
        let document = self.document;
        let mut servers = Vec::new();
        for (index, server) in document.servers().iter().enumerate() {
            let pointer = Pointer::root().child("servers").child(index);
            let Some(url) = self.url(&pointer, server) else { continue };
            if !url.contains("://") {
                let message = format!(
                    "the server `{}` has no host, so the caller has to give the base URL",
                    server.url
                );
                self.diagnostics.note(Code::Ignored, &pointer, message);
                continue;
            }
            let variables = self.variables(&pointer, &url, server);
            if self.is_sendable(&pointer, &url, &variables) {
                servers.push(lower_server(pointer, url, variables, server));
            }
        }
        servers
    }

    /// The server that an operation has to itself, with the defaults of its variables; none where
    /// it goes to the one that the consumer chose.
    pub(super) fn own_server(&mut self, piece: &document::Operation) -> Option<String> {
        let here = piece.pointer.child("servers");
        let own = piece.operation.servers.iter().enumerate();
        let own = own.map(|(index, server)| (here.child(index), server)).collect::<Vec<_>>();
        let path = piece.path_servers.iter().map(|(at, server)| (at.clone(), server));
        let own = if own.is_empty() { path.collect() } else { own };
        let (at, server) = own.first()?;
        let beside = self.beside_shared(&own);
        let (taken, many) = match beside {
            Beside::Same | Beside::At(_) => ("chosen", self.document.servers().len()),
            Beside::Elsewhere => ("first", 1),
        };
        if own.len() > many {
            let message = format!("calls go to the {taken} server: others of these are left out");
            self.diagnostics.note(Code::Ignored, at.parent().as_ref().unwrap_or(at), message);
        }
        match beside {
            Beside::Same => return None,
            Beside::At(path) => return Some(path),
            Beside::Elsewhere => {}
        }
        let url = self.url(at, server)?;
        let variables = self.variables(at, &url, server);
        if !self.is_sendable(at, &url, &variables) {
            return None;
        }
        let filled = filled(&url, &variables);
        if filled.contains(['{', '}']) {
            let message = "not all variables of this server have a default: it is ignored";
            self.diagnostics.warning(Code::Malformed, at, message);
            return None;
        }
        Some(filled)
    }

    /// Where the servers of an operation are, beside those of the document. As far as they are the
    /// same ones, or the same hosts, it is the consumer who has chosen one of them.
    fn beside_shared(&self, own: &[(Pointer, &ServerObject)]) -> Beside {
        let own = own.iter().map(|(_, server)| trimmed(&server.url)).collect::<Vec<_>>();
        let shared = self.document.servers().iter().map(|server| trimmed(&server.url));
        let shared = shared.collect::<Vec<_>>();
        if own.is_empty() || shared.is_empty() {
            return Beside::Elsewhere;
        }
        // Where there is nothing to choose, an operation's first server is not left for another.
        let choice = shared.len() > 1 || own.iter().all(|url| shared.contains(url));
        if choice && shared.iter().all(|url| own.contains(url)) {
            return Beside::Same;
        }
        let paths = shared.iter().map(|url| {
            let (origin, _) = origin_and_path(url)?;
            let mut own = own.iter().filter_map(|url| origin_and_path(url));
            own.find_map(|(other, path)| (other == origin).then_some(path))
        });
        let Some(paths) = paths.collect::<Option<Vec<_>>>() else {
            return Beside::Elsewhere;
        };
        match paths.split_first() {
            Some((first, others)) if others.iter().all(|path| path == first) => {
                // What a variable of the path stands for is not known here.
                let plain = !first.contains(['{', '}', '?', '#']);
                let path = if first.is_empty() { "/" } else { first };
                if plain { Beside::At(path.to_owned()) } else { Beside::Elsewhere }
            }
            Some(_) | None => Beside::Elsewhere,
        }
    }

    /// The URL of a server, without what would be there twice in the URL of a call.
    fn url(&mut self, at: &Pointer, server: &ServerObject) -> Option<String> {
        let url = trimmed(&server.url);
        if url.starts_with("//") {
            let message = format!("the server `{url}` has no scheme: `https` is taken");
            self.diagnostics.warning(Code::Malformed, &at.child("url"), message);
            return Some(format!("https:{url}"));
        }
        let ends = ['?', '#'].iter().find(|end| url.contains(**end));
        if let Some(end) = ends {
            let message = format!("a server's URL has no `{end}`: this server is dropped");
            self.diagnostics.warning(Code::Malformed, &at.child("url"), message);
            return None;
        }
        Some(url.to_owned())
    }

    /// The variables that stand in the URL, in its order.
    fn variables(&mut self, at: &Pointer, url: &str, server: &ServerObject) -> Vec<Variable> {
        let declared = server.variables.iter().flatten().collect::<Vec<_>>();
        for (name, _) in &declared {
            if !url.contains(&format!("{{{name}}}")) {
                let message = format!("the URL does not name `{{{name}}}`: it has no effect");
                self.diagnostics.note(Code::Ignored, &at.join(&["variables", name]), message);
            }
        }
        let mut variables: Vec<Variable> = Vec::new();
        let declared_first = declared.iter().map(|(name, _)| name.as_str());
        let names = declared_first.chain(template_names(url)).collect::<Vec<_>>();
        for name in names {
            let known = variables.iter().any(|known| known.name == name);
            if known || !url.contains(&format!("{{{name}}}")) {
                continue;
            }
            let pointer = at.join(&["variables", name]);
            if let Some((_, variable)) = declared.iter().find(|(declared, _)| *declared == name) {
                variables.push(self.variable(pointer, name, variable));
                continue;
            }
            let message = format!(
                "the URL names `{{{name}}}`, but no variable describes it: it has no default"
            );
            self.diagnostics.warning(Code::Malformed, &at.child("url"), message);
            let (name, allowed) = (name.to_owned(), Vec::new());
            variables.push(Variable { pointer, name, default: None, allowed, doc: None });
        }
        variables
    }

    fn variable(&mut self, pointer: Pointer, name: &str, variable: &ServerVariable) -> Variable {
        let mut allowed = variable.enumeration.clone();
        if !allowed.is_empty() && !allowed.contains(&variable.default) {
            let message = format!(
                "the default `{}` is none of the values of `{name}`: it is taken as one",
                variable.default
            );
            self.diagnostics.warning(Code::Malformed, &pointer.child("default"), message);
            allowed.insert(0, variable.default.clone());
        }
        Variable {
            pointer,
            name: name.to_owned(),
            default: Some(variable.default.clone()),
            allowed,
            doc: variable.description.clone(),
        }
    }

    /// Whether calls can go to a URL.
    fn is_sendable(&mut self, at: &Pointer, url: &str, variables: &[Variable]) -> bool {
        let filled = filled(url, variables);
        let Some((scheme, rest)) = filled.split_once("://") else { return true };
        let scheme = scheme.to_ascii_lowercase();
        let host = rest.split('/').next().unwrap_or_default();
        let fault = if !matches!(scheme.as_str(), "http" | "https") && !scheme.starts_with('{') {
            "this server takes no HTTP"
        } else if host.is_empty() || host.contains([' ', '@', '<', '>']) {
            "this server has no host that calls can go to"
        } else {
            return true;
        };
        let message = format!("{fault}: it is dropped");
        self.diagnostics.warning(Code::Unsupported, &at.child("url"), message);
        false
    }
}

/// Where the servers of an operation are, beside those of the document.
enum Beside {
    /// They are those of the document.
    Same,
    /// They are at this path of each of them.
    At(String),
    /// They are others.
    Elsewhere,
}

/// The scheme and host of a URL, and what follows; nothing where it has no host.
fn origin_and_path(url: &str) -> Option<(&str, &str)> {
    let host = url.find("://")? + 3;
    let end = url.get(host..)?.find('/').map_or(url.len(), |slash| host + slash);
    url.split_at_checked(end)
}

fn trimmed(url: &str) -> &str {
    let url = url.trim();
    if url == "/" { url } else { url.trim_end_matches('/') }
}

/// A URL with the defaults of its variables.
fn filled(url: &str, variables: &[Variable]) -> String {
    let defaults =
        variables.iter().filter_map(|variable| Some((variable, variable.default.as_ref()?)));
    defaults.fold(url.to_owned(), |url, (variable, default)| {
        url.replace(&format!("{{{}}}", variable.name), default)
    })
}

/// The names between braces, in order.
pub(super) fn template_names(template: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut rest = template;
    while let Some((_, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            break;
        };
        names.push(name);
        rest = after;
    }
    names
}

fn lower_server(
    pointer: Pointer,
    url: String,
    variables: Vec<Variable>,
    server: &ServerObject,
) -> Server {
    let description = server.description.as_deref().map(str::trim);
    let short = description.filter(|text| {
        let words = text.split_whitespace().count();
        (1..=NAME_WORDS).contains(&words) && !text.contains("://")
    });
    // OpenAPI 3.2 has a name for servers, which 3.0 cannot say: the dialect carries it over.
    let named = |key: &str| server.extensions.get(key);
    let extension = named("x-fern-server-name").or(named("x-link-name"));
    let name = extension.and_then(|name| name.as_str()).or(short);
    let doc = description.filter(|text| !text.is_empty() && Some(*text) != name);
    Server { url, name: name.map(str::to_owned), doc: doc.map(str::to_owned), variables, pointer }
}
