//! The report as one page that needs nothing else: no network, no second file, and no script to
//! be read.
//!
//! In: comparisons with their sources and crates. Out: HTML. Its policy allows our own script and
//! style and nothing else, so that text of a document could do nothing even as a tag.

mod cards;
mod escape;
mod items;
mod pane;
mod report;
mod rows;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use super::Report;
use super::sections::Kind;
use escape::Escaped;
use pane::Room;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// How many lines of texts a page holds.
const LINES: usize = 24_000;

/// The page.
pub fn html(reports: &[Report]) -> String {
    let mut room = Room { lines: LINES, ids: BTreeSet::new(), left_out: 0 };
    let bodies = reports.iter().enumerate();
    let bodies = bodies.map(|(number, report)| report::render(number, report, &mut room));
    let bodies = bodies.collect::<Vec<_>>().concat();
    let names = reports.iter().map(|report| report.label.as_str()).collect::<Vec<_>>().join(", ");
    let mut html = head(&names);
    html.push_str(
        "<body>\n<nav class=skip aria-label=Skip><a href=\"#changes\">To the changes</a> \
         <a href=\"#filter\" id=to-filter hidden>To the filter</a>",
    );
    let texts = (0..reports.len()).map(|number| format!("p{number}-texts"));
    if let Some(id) = texts.into_iter().find(|id| bodies.contains(&format!("<div id={id}"))) {
        let _ = write!(html, " <a href=\"#{id}\">To the texts</a>");
    }
    html.push_str(
        "</nav>\n<header><h1>What changed</h1><button type=button id=theme hidden>Dark</button>\
         </header>\n",
    );
    filter(&mut html, reports);
    html.push_str("<main id=changes tabindex=-1>\n");
    html.push_str(&bodies);
    if room.left_out > 0 {
        let _ = writeln!(
            html,
            "<p class=gap>{} changed lines had no room on this page.</p>",
            room.left_out
        );
    }
    let _ = write!(html, "</main>\n<script>{SCRIPT}</script>\n</body>\n</html>\n");
    html
}

fn head(names: &str) -> String {
    let hash = |text: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)));
    format!(
        "<!DOCTYPE html>\n<html lang=en>\n<head>\n<meta charset=utf-8>\n\
         <meta http-equiv=Content-Security-Policy content=\"default-src 'none'; img-src data:; \
         style-src {}; script-src {}; base-uri 'none'; form-action 'none'\">\n\
         <meta name=viewport content=\"width=device-width, initial-scale=1\">\n\
         <meta name=referrer content=no-referrer>\n<link rel=icon href=\"data:,\">\n\
         <title>What changed: {}</title>\n<style>{STYLE}</style>\n</head>\n",
        hash(STYLE),
        hash(SCRIPT),
        Escaped(names),
    )
}

/// What chooses among the changes. It is of no use without the script, which shows it.
fn filter(html: &mut String, reports: &[Report]) {
    html.push_str(
        "<search id=filter hidden tabindex=-1><form>\
         <label for=words>Filter</label> <input type=search id=words autocomplete=off \
         spellcheck=false aria-keyshortcuts=\"/\" placeholder=\"path, type, rule, fingerprint\">\n\
         <fieldset><legend class=vh>Effects</legend>",
    );
    for kind in Kind::ALL {
        let compared = reports.iter().filter_map(Report::compared);
        let count = compared.map(|one| kind.count(&one.comparison)).sum::<usize>();
        let word = kind.as_str();
        if count > 0 {
            let _ = writeln!(
                html,
                "<label class=\"tag {word}\"><input type=checkbox name=kind value={word} checked> \
                 {} {count}</label>",
                kind.label()
            );
        }
    }
    html.push_str(
        "</fieldset>\n<output id=shown aria-live=polite></output>\n\
         <span class=steps><button type=button id=previous aria-keyshortcuts=k>Previous</button>\
         <button type=button id=next aria-keyshortcuts=j>Next</button>\
         <label><input type=checkbox id=keys checked> keys <kbd>j</kbd> <kbd>k</kbd> \
         <kbd>o</kbd> <kbd>/</kbd></label></span></form></search>\n",
    );
}
