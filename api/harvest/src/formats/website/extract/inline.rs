//! The text of an element as people see it, and what in it stands out or leads somewhere.

use model::alignment::Link;
use scraper::{ElementRef, Node};
use url::Url;

use super::{
    block::{DEEPEST, is_block},
    outline,
};

/// The text of an element with everything in it, blocks as lines.
pub(super) fn capture(element: ElementRef<'_>, page: &Url) -> Pending {
    let mut pending = Pending::default();
    inline(element, page, &mut pending, 0);
    pending
}

/// Text as it comes together.
#[derive(Default)]
pub(super) struct Pending {
    pub(super) text: String,
    pub(super) links: Vec<Link>,
    pub(super) strong: Option<String>,
}

impl Pending {
    pub(super) fn push(&mut self, text: &str) {
        for character in text.chars() {
            match character.is_whitespace() {
                true if self.text.ends_with([' ', '\n']) || self.text.is_empty() => {}
                true => self.text.push(' '),
                false if character.is_control() || character == '\u{200b}' || character == '\u{ad}' => {}
                false => self.text.push(character),
            }
        }
    }

    pub(super) fn line_break(&mut self) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    pub(super) fn lines(&self) -> String {
        let lines = self.text.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.collect::<Vec<_>>().join("\n")
    }

    /// What was added since a place in the text.
    fn since(&self, start: usize) -> String {
        self.text.get(start..).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

fn inline(element: ElementRef<'_>, page: &Url, pending: &mut Pending, depth: usize) {
    for child in element.children() {
        if let Node::Text(text) = child.value() {
            pending.push(text);
        }
        let Some(inner) =
            ElementRef::wrap(child).filter(|inner| depth < DEEPEST && !outline::is_aside(*inner))
        else {
            continue;
        };
        let name = inner.value().name();
        if name == "br" || is_block(name) {
            pending.line_break();
        }
        let start = pending.text.len();
        inline(inner, page, pending, depth + 1);
        note(inner, page, pending, start);
        if is_block(name) {
            pending.line_break();
        }
    }
}

/// Notes an element that stands out, or leads somewhere.
pub(super) fn note(element: ElementRef<'_>, page: &Url, pending: &mut Pending, start: usize) {
    let name = element.value().name();
    let is_strong = matches!(name, "strong" | "b" | "a");
    if !is_strong {
        return;
    }
    let text = pending.since(start);
    if pending.strong.is_none() && !text.is_empty() {
        pending.strong = Some(text.clone());
    }
    let address = element.attr("href").filter(|_| name == "a").and_then(|href| page.join(href.trim()).ok());
    if let Some(address) = address.filter(|address| !matches!(address.scheme(), "javascript" | "data")) {
        pending.links.push(Link { address: address.to_string(), text });
    }
}
