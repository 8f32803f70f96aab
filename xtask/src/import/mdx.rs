//! MDX as Markdown.
//!
//! In: the text of a description, in which documentation tools allow components. Out: the same
//! words without them: notes are quotes, titles are bold, what a component has no Markdown for
//! leaves its text. Code keeps its signs, and a text without components is not touched. Plain
//! HTML stays, since Markdown allows it.

mod scan;

use std::collections::BTreeMap;

use scan::{Attributes, Token, scan};

/// How deep components are told apart; those further in leave their text.
const DEPTH: usize = 16;

/// The text without components.
pub fn to_markdown(text: &str) -> String {
    if !text.contains(['<', '{']) {
        return text.to_owned();
    }
    let tokens = scan(text);
    if tokens.iter().all(|token| matches!(token, Token::Text(_) | Token::Verbatim(_))) {
        return text.to_owned();
    }
    let partners = partners(&tokens);
    let mut writer = Writer::default();
    for (index, token) in tokens.iter().enumerate() {
        writer.write(token, partners.contains_key(&index));
    }
    let written = writer.finish();
    let end = if text.ends_with('\n') { "\n" } else { "" };
    format!("{}{end}", written.trim_end())
}

/// Which tags that open and close belong together.
fn partners(tokens: &[Token<'_>]) -> BTreeMap<usize, usize> {
    let mut open = Vec::new();
    let mut number = BTreeMap::<&str, usize>::new();
    let mut partners = BTreeMap::new();
    for (index, token) in tokens.iter().enumerate() {
        match token {
            Token::Open { name, .. } => {
                open.push((*name, index));
                *number.entry(name).or_default() += 1;
            }
            Token::Close { name, .. } if number.get(name).is_some_and(|number| *number > 0) => {
                while let Some((opened, at)) = open.pop() {
                    if let Some(number) = number.get_mut(opened) {
                        *number -= 1;
                    }
                    if opened == *name {
                        partners.insert(at, index);
                        partners.insert(index, at);
                        break;
                    }
                }
            }
            Token::Close { .. }
            | Token::Alone { .. }
            | Token::Text(_)
            | Token::Verbatim(_)
            | Token::Words(_)
            | Token::Nothing => {}
        }
    }
    partners
}

/// What becomes of a component.
enum Shape {
    /// A quote that begins with this word.
    Callout(&'static str),
    /// What its title says, and its text.
    Titled,
    /// A numbered item.
    Step,
    /// Its text.
    Plain,
}

fn shape(name: &str) -> Option<Shape> {
    Some(match name.rsplit('.').next().unwrap_or_default() {
        "Note" | "Callout" | "Admonition" | "Alert" => Shape::Callout("Note"),
        "Info" => Shape::Callout("Info"),
        "Tip" | "Success" => Shape::Callout("Tip"),
        "Check" => Shape::Callout("Check"),
        "Warning" | "Caution" | "Important" => Shape::Callout("Warning"),
        "Danger" | "Error" => Shape::Callout("Danger"),
        "Card" | "Accordion" | "Expandable" | "Tab" | "ParamField" | "ResponseField" | "Update" => {
            Shape::Titled
        }
        "Step" => Shape::Step,
        "Steps" | "Tabs" | "AccordionGroup" | "CardGroup" | "Columns" | "Column" | "CodeGroup"
        | "Frame" | "Tooltip" | "Icon" | "Badge" | "RequestExample" | "ResponseExample"
        | "Snippet" | "Panel" => Shape::Plain,
        _ => return None,
    })
}

/// One component that is being written, or the text around all.
#[derive(Default)]
struct Frame<'a> {
    name: &'a str,
    attributes: &'a [(&'a str, String)],
    text: String,
    steps: usize,
}

#[derive(Default)]
struct Writer<'a> {
    outer: Frame<'a>,
    /// The components that are open, outermost first.
    open: Vec<Frame<'a>>,
    /// How many are open beyond the depth that is told apart.
    deeper: usize,
}

impl<'a> Writer<'a> {
    fn write(&mut self, token: &'a Token<'a>, has_partner: bool) {
        match token {
            Token::Text(text) | Token::Verbatim(text) => self.inline(text),
            Token::Words(text) => self.inline(text),
            Token::Nothing => {}
            Token::Open { name, attributes, .. } if has_partner => {
                if self.open.len() == DEPTH {
                    self.deeper += 1;
                } else {
                    self.open.push(Frame { name, attributes, ..Frame::default() });
                }
            }
            Token::Close { .. } if has_partner => self.close(),
            Token::Alone { name, attributes, raw } => match shape(name) {
                Some(Shape::Plain) => {}
                Some(Shape::Callout(_) | Shape::Titled | Shape::Step) => {
                    self.open.push(Frame { name, attributes, ..Frame::default() });
                    self.end();
                }
                None if is_component(name) => {}
                None => self.inline(raw),
            },
            // A tag that is not whole: what we know of is one all the same.
            Token::Open { name, raw, .. } | Token::Close { name, raw } => {
                if shape(name).is_none() {
                    self.inline(raw);
                }
            }
        }
    }

    fn top(&mut self) -> &mut Frame<'a> {
        self.open.last_mut().unwrap_or(&mut self.outer)
    }

    fn inline(&mut self, text: &str) {
        let frame = self.top();
        if frame.text.ends_with("\n\n") {
            frame.text.push_str(text.trim_start_matches(['\n', '\r']));
        } else {
            frame.text.push_str(text);
        }
    }

    /// Appends what stands in paragraphs of its own.
    fn block(&mut self, text: &str) {
        let frame = self.top();
        let kept = frame.text.trim_end().len();
        frame.text.truncate(kept);
        if text.is_empty() {
            return;
        }
        if !frame.text.is_empty() {
            frame.text.push_str("\n\n");
        }
        frame.text.push_str(text);
        frame.text.push_str("\n\n");
    }

    fn close(&mut self) {
        if self.deeper > 0 {
            self.deeper -= 1;
        } else {
            self.end();
        }
    }

    /// The innermost component becomes text of what is around it.
    fn end(&mut self) {
        let Some(frame) = self.open.pop() else { return };
        let title = title(frame.attributes);
        match shape(frame.name) {
            Some(Shape::Callout(label)) => {
                let text = callout(title.as_deref().unwrap_or(label), &dedent(&frame.text));
                self.block(&text);
            }
            Some(Shape::Titled) => {
                let text = titled(title.as_deref(), &dedent(&frame.text));
                self.block(&text);
            }
            Some(Shape::Step) => {
                let top = self.top();
                top.steps += 1;
                let number = format!("{}. ", top.steps);
                let text = titled(title.as_deref(), &dedent(&frame.text));
                let indent = " ".repeat(number.len());
                self.block(&(number + &prefixed(&text, &indent)));
            }
            Some(Shape::Plain) | None => {
                if frame.text.trim().contains('\n') || frame.text.starts_with('\n') {
                    self.block(&dedent(&frame.text));
                } else {
                    self.inline(&frame.text);
                }
            }
        }
    }

    fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.end();
        }
        self.outer.text
    }
}

/// Whether a tag alone is a component: `<TOKEN/>` may be meant as it stands.
fn is_component(name: &str) -> bool {
    name.contains(|c: char| c.is_ascii_lowercase())
}

/// What a component is called, as Markdown; with a link where it leads somewhere.
fn title(attributes: &Attributes<'_>) -> Option<String> {
    let value = |names: &[&str]| {
        let found = attributes.iter().find(|(name, _)| names.contains(name));
        found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    };
    let title = value(&["title", "label", "name", "path", "query", "body", "header"])?;
    let mut escaped = String::new();
    for c in title.chars() {
        if matches!(c, '*' | '_' | '`' | '[' | ']' | '<' | '\\') {
            escaped.push('\\');
        }
        escaped.push(if c.is_whitespace() { ' ' } else { c });
    }
    let href = value(&["href"]).filter(|href| !href.contains([' ', '(', ')', '<', '>', '\n']));
    Some(href.map_or_else(|| escaped.clone(), |href| format!("[{escaped}]({href})")))
}

/// A quote whose first words say what it is.
fn callout(label: &str, text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    // A list, a fence or a table begins in a line of its own.
    let is_prose = text.starts_with(|c: char| c.is_alphanumeric() || "[(\"'`*_$".contains(c))
        && !text.starts_with("```")
        && !text.starts_with("* ");
    let gap = if is_prose { " " } else { "\n\n" };
    let text = format!("**{label}:**{gap}{text}");
    format!("> {}", prefixed(&text, "> "))
}

fn titled(title: Option<&str>, text: &str) -> String {
    match title {
        Some(title) if text.is_empty() => format!("**{title}**"),
        Some(title) => format!("**{title}**\n\n{text}"),
        None => text.to_owned(),
    }
}

/// All lines but the first with something in front.
fn prefixed(text: &str, prefix: &str) -> String {
    let mut lines = Vec::new();
    for (index, line) in text.lines().enumerate() {
        lines.push(match (index, line.is_empty()) {
            (0, _) => line.to_owned(),
            (_, true) => prefix.trim_end().to_owned(),
            (_, false) => format!("{prefix}{line}"),
        });
    }
    lines.join("\n")
}

/// The text without the white space that all of its lines begin with: a component is often
/// indented, and Markdown would take that for code.
fn dedent(text: &str) -> String {
    let text = text.trim_end();
    // What stands behind the tag in its line has no indentation to take away.
    let begins = text.starts_with(['\n', '\r']);
    let lines: Vec<_> = text.lines().collect();
    let indents = lines.iter().enumerate().filter(|(index, _)| begins || *index > 0);
    let indents = indents.filter(|(_, line)| !line.trim().is_empty());
    let indents = indents.map(|(_, line)| line.len() - line.trim_start_matches(' ').len());
    let common = indents.min().unwrap_or(0);
    let cut = lines.iter().enumerate().map(|(index, line)| {
        if index == 0 && !begins {
            return line.trim_start();
        }
        line.get(common..).unwrap_or_default()
    });
    cut.collect::<Vec<_>>().join("\n").trim_matches('\n').to_owned()
}

#[cfg(test)]
mod tests;
