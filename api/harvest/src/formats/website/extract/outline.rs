//! Which part of a page is its own, and which is around it on every page.

use scraper::ElementRef;

use crate::formats::pages::html::Page;

/// What classes and ids of parts begin with, or hold as a word, that are no content.
const ASIDE: [&str; 21] = [
    "breadcrumb",
    "breadcrumbs",
    "cookie",
    "cookies",
    "cookiebanner",
    "feedback",
    "footer",
    "menu",
    "nav",
    "navbar",
    "navigation",
    "pager",
    "pagination",
    "related",
    "share",
    "sharing",
    "sidebar",
    "skip",
    "skiplink",
    "social",
    "toolbar",
];

/// The main content: what is marked as such, else the element that most of the text is in.
pub(super) fn main(page: &Page) -> Option<ElementRef<'_>> {
    let (mut main, mut article, mut named, mut body) = (None, None, None, None);
    for element in page.elements() {
        let value = element.value();
        let is_content = || {
            value.id().is_some_and(|id| {
                ["content", "main-content", "main", "maincontent", "page-content"].contains(&id)
            })
        };
        match value.name() {
            "main" => main = main.or(Some(element)),
            "body" => body = body.or(Some(element)),
            _ if value.attr("role") == Some("main") => main = main.or(Some(element)),
            "article" => {
                article = article.map_or(Some((element, 1)), |(first, count)| Some((first, count + 1)))
            }
            _ if is_content() => named = named.or(Some(element)),
            _ => {}
        }
    }
    let single = article.filter(|(_, count)| *count == 1).map(|(article, _)| article);
    let marked = [main, single, named].into_iter().flatten();
    marked.into_iter().find(|element| has_text(*element)).or_else(|| body.map(densest))
}

fn has_text(element: ElementRef<'_>) -> bool {
    element.text().any(|text| !text.trim().is_empty())
}

/// The smallest element that holds nearly all of the text outside of lists of links.
fn densest(body: ElementRef<'_>) -> ElementRef<'_> {
    const DEEPEST: usize = 64;
    let whole = weight(body);
    let mut here = body;
    for _ in 0..DEEPEST {
        let children = here.children().filter_map(ElementRef::wrap).filter(|inner| !is_aside(*inner));
        let heaviest = children.map(|inner| (weight(inner), inner)).max_by_key(|(weight, _)| *weight);
        match heaviest {
            Some((inner_weight, inner)) if inner_weight * 10 >= whole * 9 && inner_weight > 0 => here = inner,
            _ => break,
        }
    }
    here
}

/// How much text an element has that is no link.
fn weight(element: ElementRef<'_>) -> usize {
    const MOST: usize = 4_000;
    let mut weight = 0;
    for node in element.descendants().take(MOST) {
        let Some(text) = node.value().as_text() else { continue };
        let is_link = |around: ElementRef<'_>| around.value().name() == "a" || is_aside(around);
        let mut around = node.ancestors().take(6).filter_map(ElementRef::wrap);
        if !around.any(is_link) {
            weight += text.trim().len();
        }
    }
    weight
}

/// Whether an element is no content: navigation, a header or footer of the page, a cookie banner and the like.
pub(super) fn is_aside(element: ElementRef<'_>) -> bool {
    let value = element.value();
    match value.name() {
        "script" | "style" | "template" | "noscript" | "nav" | "aside" | "footer" | "svg" | "iframe"
        | "button" | "select" | "textarea" | "object" | "dialog" | "head" => return true,
        "header" => return is_of_page(element),
        "main" | "body" | "html" | "p" | "td" | "th" | "tr" | "li" | "a" | "span" | "strong" | "em"
        | "br" => {
            return value.attr("hidden").is_some();
        }
        _ => {}
    }
    let role = value.attr("role").unwrap_or_default();
    let is_role =
        matches!(role, "navigation" | "banner" | "contentinfo" | "complementary" | "search" | "dialog");
    let names = || value.id().into_iter().chain(value.classes());
    is_role || value.attr("hidden").is_some() || names().any(is_aside_name)
}

/// Whether a header is that of the page, not of its content.
fn is_of_page(header: ElementRef<'_>) -> bool {
    let mut around = header.ancestors().filter_map(ElementRef::wrap);
    !around.any(|around| {
        matches!(around.value().name(), "main" | "article" | "section")
            || around.value().attr("role") == Some("main")
    })
}

fn is_aside_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let mut words = name.split(['-', '_']).filter(|word| !word.is_empty());
    let block = name.split("__").next().unwrap_or_default();
    if block.starts_with("has") || name.starts_with("with") {
        return false;
    }
    words.any(|word| ASIDE.contains(&word)) && !name.contains("content") && !name.contains("main")
}
