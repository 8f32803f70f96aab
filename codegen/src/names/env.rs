//! Names of environment variables, from which a client can be configured.
//!
//! In: the package and the builder's methods. Out: a name for each, `PACKAGE_METHOD` unless
//! `provider.toml` gives another, no two of them the same.

use std::collections::BTreeMap;

use super::{Ident, Namer, SchemeNames, unraw};
use crate::api::SchemeKind;
use crate::diagnostics::{Code, Place, Severity};

/// The environment variables of a client.
#[derive(Clone, Debug, Default)]
pub struct Env {
    /// It names a variant of `Environment`.
    pub environment: String,
    /// It holds a base URL.
    pub base_url: String,
    /// What they hold is a credential, by position of the scheme.
    pub schemes: Vec<Vec<String>>,
    /// What they hold is exchanged for a token, by position of the scheme.
    pub exchanges: Vec<Vec<String>>,
    /// It holds the variable of a server, by its name.
    pub variables: BTreeMap<String, String>,
}

impl Namer<'_> {
    /// Environment variables for all that a client needs.
    pub(super) fn env(
        &mut self,
        package: &str,
        schemes: &[Option<SchemeNames>],
        variables: &BTreeMap<String, Ident>,
    ) -> Env {
        let mut claim =
            Claim { prefix: package.to_uppercase().replace('-', "_"), taken: Vec::new() };
        let mut env = Env {
            environment: claim.one("environment"),
            base_url: claim.one("base_url"),
            ..Env::default()
        };
        for (name, method) in variables {
            env.variables.insert(name.clone(), claim.one(unraw(method)));
        }
        // Methods have names of their own. What else there is gives way to them.
        let kinds = self.api.schemes.iter().map(|scheme| &scheme.kind).zip(schemes);
        env.schemes.extend(kinds.clone().map(|(kind, names)| match (kind, names) {
            (SchemeKind::Basic, _) | (_, None) => Vec::new(),
            (_, Some(names)) => vec![claim.one(unraw(&names.method))],
        }));
        for (index, (kind, names)) in kinds.enumerate() {
            let Some(names) = names else {
                env.exchanges.push(Vec::new());
                continue;
            };
            if *kind == SchemeKind::Basic {
                let method = unraw(&names.method);
                let owner = if method == "basic_auth" { "" } else { method };
                env.schemes[index] = claim.pair(method, owner, ["username", "password"]);
            }
            let exchange = names.exchange.as_ref().map(|exchange| {
                let method = unraw(exchange);
                let owner = method.strip_suffix("client_credentials").unwrap_or(method);
                let owner = owner.trim_end_matches('_');
                claim.pair(method, owner, ["client_id", "client_secret"])
            });
            env.exchanges.push(exchange.unwrap_or_default());
        }
        self.given(&mut env);
        env
    }

    /// Puts the names of the settings in.
    fn given(&mut self, env: &mut Env) {
        let schemes = env.schemes.iter_mut().chain(&mut env.exchanges).flatten();
        let all = [&mut env.environment, &mut env.base_url].into_iter();
        let all = all.chain(schemes).chain(env.variables.values_mut());
        let mut all = all.collect::<Vec<_>>();
        for (old, new) in &self.settings.env {
            let place = Place::Settings(vec!["env".to_owned(), old.clone()]);
            let taken = all.iter().any(|name| *name == new);
            let fault = match all.iter_mut().find(|name| **name == old) {
                None => (Code::UnusedSetting, format!("no variable is called `{old}`")),
                Some(_) if !is_variable(new) => {
                    (Code::NoName, format!("`{new}` can be no environment variable"))
                }
                Some(_) if taken && old != new => {
                    (Code::NameClash, format!("another variable is called `{new}`"))
                }
                Some(name) => {
                    new.clone_into(name);
                    continue;
                }
            };
            self.diagnostics.push(Severity::Error, fault.0, place, fault.1);
        }
    }
}

/// Names that are given away.
struct Claim {
    prefix: String,
    taken: Vec<String>,
}

impl Claim {
    fn one(&mut self, words: &str) -> String {
        let mut name = format!("{}_{}", self.prefix, words.to_uppercase());
        while self.taken.contains(&name) {
            name.push('_');
        }
        self.taken.push(name.clone());
        name
    }

    /// Two names that belong to each other, both with more words where one of them is taken.
    fn pair(&mut self, method: &str, owner: &str, tails: [&str; 2]) -> Vec<String> {
        let words = |owner: &str| {
            let dash = if owner.is_empty() { "" } else { "_" };
            tails.map(|tail| format!("{owner}{dash}{tail}"))
        };
        let free = words(owner).iter().all(|words| {
            !self.taken.contains(&format!("{}_{}", self.prefix, words.to_uppercase()))
        });
        let words = words(if free { owner } else { method });
        words.iter().map(|words| self.one(words)).collect()
    }
}

fn is_variable(name: &str) -> bool {
    !name.starts_with(|sign: char| sign.is_ascii_digit())
        && !name.is_empty()
        && name.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '_')
}
