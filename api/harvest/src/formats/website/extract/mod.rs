//! Reading a page: bytes and an address become what the page says.
//!
//! What shows the directory's own records is cut out first ([`own`]). The main content is told from what is around it
//! ([`outline`]) and becomes a row of blocks ([`block`]), of which some tell of things that the page lists ([`lists`]), and
//! the others of what it is about. What it marks up by schema.org counts first ([`things`]).

mod block;
mod change;
mod facts;
mod found;
mod head;
mod inline;
mod label;
mod lists;
mod outline;
pub(crate) mod own;
mod signs;
mod subject;
mod things;
mod words;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use model::alignment::{Heading, Link, Page};
use normalize::{text, website::Website};
use serde_json::Value;
use url::Url;

use self::{
    block::{Block, Kind},
    found::Found,
    head::Head,
    lists::Listed,
    own::IsOwn,
};
use crate::formats::pages::{graph, html, microdata};

pub(super) use self::subject::Told;

/// The longest text that is kept of a page, in bytes.
const LONGEST_TEXT: usize = 100_000;
/// How many links of a page are kept.
const MOST_LINKS: usize = 2_000;

/// What a reading of pages knows beside the page.
pub(super) struct Around<'a> {
    /// Which addresses are of the site.
    pub(super) site: &'a Website,
    /// Which ids are the directory's own.
    pub(super) is_own: &'a IsOwn<'a>,
}

/// What was read of a page.
#[derive(Debug)]
pub(super) struct Read {
    /// What it says; its listings have no records yet.
    pub(super) page: Page,
    /// The things it tells of.
    pub(super) told: Vec<Told>,
    /// The address by which it wants to be known.
    pub(super) canonical: Option<Url>,
    /// Whether it says in words that nothing is there.
    pub(super) is_missing: bool,
    /// Every page of the site that it leads to, from anywhere on it.
    pub(super) leads_to: BTreeSet<String>,
}

/// Reads a page. `None` for one that is nested so deep that it can only be meant to take for ever.
pub(super) fn read(
    bytes: &[u8],
    content_type: Option<&str>,
    address: &Url,
    around: &Around<'_>,
) -> Option<Read> {
    let mut page = html::Page::read(bytes, content_type, address.clone())?;
    let mut own = own::cut(&mut page, around.is_own);
    let documents: Vec<Value> = page.json_ld().into_iter().flatten().collect();
    let documents: Vec<Value> = documents
        .into_iter()
        .filter_map(|document| own::cut_nodes(document, around.is_own, &mut own, 0))
        .collect();
    let head = head::read(&page, &documents);
    let mut roots: Vec<Value> = documents.into_iter().map(|document| graph::plain(document, 0)).collect();
    roots.extend(microdata::read(&page).into_iter().map(|item| graph::plain(item, 0)));
    let blocks = outline::main(&page).map(|main| block::blocks(main, &page.url)).unwrap_or_default();
    let leads_to = leads_to(&page, around.site);
    let things = things::read(&roots, around.site);
    Some(assembled(head, blocks, things, own, (address, around.site, leads_to)))
}

fn assembled(
    head: Head,
    blocks: Vec<Block>,
    things: Vec<things::Thing>,
    own: BTreeSet<uuid::Uuid>,
    (address, site, leads_to): (&Url, &Website, BTreeSet<String>),
) -> Read {
    let places = places(&blocks, &head.title);
    let listed = Listed::of(&blocks, &places, site);
    let all = facts::of_blocks(blocks.iter().zip(places.iter().map(String::as_str)), site);
    let is_news = is_news(&head, address);
    let told = subject::told(&head.title, &listed, things, is_news);
    let text = text_of(&blocks);
    let is_missing = is_missing(&head.title, &text);
    let mut facts = Found::default();
    told.iter().for_each(|told| facts.extend(told.found.clone()));
    let mut page_facts = all;
    page_facts.extend(facts);
    let page = Page {
        address: address.to_string(),
        title: head.title,
        headings: blocks.iter().filter_map(heading).collect(),
        description: head.description,
        language: head.language,
        breadcrumbs: head.breadcrumbs,
        published: head.published,
        modified: head.modified,
        text,
        links: links(&blocks),
        facts: page_facts.facts,
        own: own.into_iter().collect(),
        edit: head.edit,
        noindex: head.noindex,
        news: is_news,
        ..Page::default()
    };
    Read { page, told, canonical: head.canonical, is_missing, leads_to }
}

fn heading(block: &Block) -> Option<Heading> {
    match block.kind {
        Kind::Heading(level) => Some(Heading { level, text: block.text.replace('\n', " ") }),
        _ => None,
    }
}

/// Where each block stands: the headings above it, then its row or item.
fn places(blocks: &[Block], title: &str) -> Vec<String> {
    let mut above: Vec<(u8, String)> = vec![(1, title.to_owned())];
    let mut counted = (0, 0);
    let mut places = Vec::with_capacity(blocks.len());
    for block in blocks {
        if let Kind::Heading(level) = block.kind {
            above.retain(|(known, _)| *known < level);
            above.push((level, block.text.replace('\n', " ")));
        }
        counted = if block.list == counted.0 && block.list > 0 {
            (counted.0, counted.1 + 1)
        } else {
            (block.list, 1)
        };
        let path = above
            .iter()
            .map(|(_, text)| text.as_str())
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>()
            .join(" › ");
        places.push(match block.kind {
            Kind::Row => format!("{path} › row {}", counted.1),
            Kind::Item => format!("{path} › item {}", counted.1),
            _ => path,
        });
    }
    places
}

fn text_of(blocks: &[Block]) -> String {
    let mut text = String::new();
    for block in blocks {
        let line = block.text.replace('\n', ", ");
        if text.len() + line.len() + 1 > LONGEST_TEXT {
            break;
        }
        text.push_str(&line);
        text.push('\n');
    }
    text.truncate(text.trim_end().len());
    text
}

fn links(blocks: &[Block]) -> Vec<Link> {
    let web = blocks.iter().flat_map(|block| &block.links).filter(|link| link.address.starts_with("http"));
    let mut seen = BTreeSet::new();
    web.filter(|link| seen.insert((&link.address, &link.text))).take(MOST_LINKS).cloned().collect()
}

/// The addresses of the site that a page leads to, without what stands behind `#`.
fn leads_to(page: &html::Page, site: &Website) -> BTreeSet<String> {
    let anchors = page.elements().filter(|element| element.value().name() == "a");
    let wanted = anchors.filter(|anchor| !anchor.attr("rel").is_some_and(|rel| rel.contains("nofollow")));
    let addresses = wanted.filter_map(|anchor| {
        let mut address = page.url.join(anchor.attr("href")?.trim()).ok()?;
        address.set_fragment(None);
        Some(address.to_string()).filter(|address| site.key(address).is_some())
    });
    addresses.take(MOST_LINKS).collect()
}

/// Whether a page is dated news.
fn is_news(head: &Head, address: &Url) -> bool {
    let path = address.path().to_ascii_lowercase();
    let is_there =
        path.split('/').any(|part| matches!(part, "news" | "blog" | "press-releases" | "newsroom"));
    let names_day = path
        .split(['/', '-'])
        .any(|part| part.len() == 4 && part.starts_with("20") && part.parse::<u16>().is_ok());
    head.is_article
        || is_there
            && (head.published.is_some()
                || names_day
                || NaiveDate::default() < head.modified.unwrap_or_default())
}

/// Whether a page says in words that it is not there.
fn is_missing(title: &str, text: &str) -> bool {
    const LONGEST: usize = 1_500;
    const SIGNS: [&str; 9] = [
        "page not found",
        "not found",
        "404",
        "error 404",
        "page can t be found",
        "page cannot be found",
        "page could not be found",
        "page doesn t exist",
        "page does not exist",
    ];
    let phrase = text::phrase(title);
    let is_told = SIGNS
        .iter()
        .any(|sign| phrase == *sign || sign.contains(' ') && phrase.contains(sign) && *sign != "not found")
        || phrase.starts_with("404 ")
        || phrase.starts_with("sorry we can t find");
    is_told && text.len() < LONGEST
}
