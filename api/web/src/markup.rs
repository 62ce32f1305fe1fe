//! Small pieces of markup.

use maud::{Markup, PreEscaped, Render, html};

/// The level of a heading, 1 to 6.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Level(u8);

impl Level {
    /// That of a page's own heading.
    pub(crate) const TOP: Self = Self(1);

    /// A level that a fragment may begin with: 2 to 6.
    pub fn new(level: u8) -> Option<Self> {
        (2..=6).contains(&level).then_some(Self(level))
    }

    /// The level below it; there is none below 6.
    pub(crate) fn below(self) -> Self {
        Self((self.0 + 1).min(6))
    }

    /// A heading.
    pub(crate) fn heading(self, class: &str, content: &impl Render) -> Markup {
        let (level, class, content) = (self.0, class.render(), content.render().into_string());
        PreEscaped(format!("<h{level} class=\"{}\">{content}</h{level}>", class.into_string()))
    }
}

/// A text as paragraphs: one for each of its own, lines within them kept.
pub(crate) fn paragraphs(class: &str, text: &str) -> Markup {
    let unified = text.replace("\r\n", "\n").replace('\r', "\n");
    let each = unified.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty());
    let class = Some(class).filter(|class| !class.is_empty());
    html! {
        @for paragraph in each {
            p class=[class] {
                @for (at, line) in paragraph.lines().enumerate() { @if at > 0 { br; } (line.trim()) }
            }
        }
    }
}

/// Whether an address is one of the web, so that a link to it does nothing but lead there.
pub(crate) fn is_web(address: &str) -> bool {
    let begins =
        |scheme: &&str| address.get(..scheme.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(scheme));
    ["http://", "https://"].iter().any(begins)
}

/// A link where the address is one of the web; otherwise the words alone.
pub(crate) fn web_link(address: &str, words: &str) -> Markup {
    html! { @if is_web(address) { a href=(address.trim()) { (words) } } @else { (words) } }
}

/// A list of lines; a paragraph where there is only one.
pub(crate) fn lines(class: &str, lines: &[Markup]) -> Markup {
    let class = Some(class).filter(|class| !class.is_empty());
    html! {
        @match lines {
            [] => {},
            [one] => p class=[class] { (one) },
            many => ul class=[class] { @for line in many { li { (line) } } },
        }
    }
}
