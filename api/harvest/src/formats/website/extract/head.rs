//! What a page says of itself: what it is called, in which language, since when, and where it is edited.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use model::alignment::Crumb;
use normalize::{date, text};
use scraper::ElementRef;
use serde_json::Value;
use url::Url;

use super::block;
use crate::formats::pages::html::Page;

/// What a page says of itself, outside of its content.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub(super) title: String,
    pub(super) description: Option<String>,
    pub(super) language: Option<String>,
    pub(super) canonical: Option<Url>,
    pub(super) published: Option<NaiveDate>,
    pub(super) modified: Option<NaiveDate>,
    pub(super) breadcrumbs: Vec<Crumb>,
    pub(super) edit: Option<String>,
    pub(super) noindex: bool,
    /// Whether it says that it is an article of news.
    pub(super) is_article: bool,
}

/// Elements of a page that are looked at once.
#[derive(Default)]
struct Seen<'p> {
    meta: BTreeMap<String, &'p str>,
    title: Option<ElementRef<'p>>,
    heading: Option<ElementRef<'p>>,
    crumbs: Option<ElementRef<'p>>,
    time: Option<&'p str>,
    edit: Option<Url>,
    shortlink: Option<Url>,
    canonical: Option<Url>,
    language: Option<&'p str>,
}

/// Reads what a page says of itself, also by JSON-LD.
pub(super) fn read(page: &Page, documents: &[Value]) -> Head {
    let seen = seen(page);
    let meta = |names: &[&str]| names.iter().find_map(|name| seen.meta.get(*name).copied());
    let told = |name: &str| documents.iter().find_map(|document| member(document, name, 0));
    let day_of = |text: &str| {
        text.get(..10).and_then(|day| day.parse().ok()).or_else(|| date::normalize(text)?.parse().ok())
    };
    let published =
        meta(&["article:published_time", "dcterms.issued", "dc.date.issued", "date", "dcterms.date"]);
    let modified = meta(&["article:modified_time", "og:updated_time", "dcterms.modified", "last-modified"]);
    let published = published.and_then(day_of).or_else(|| told("datePublished").as_deref().and_then(day_of));
    let modified = modified.and_then(day_of).or_else(|| told("dateModified").as_deref().and_then(day_of));
    let crumbs = seen.crumbs.map(|crumbs| in_navigation(crumbs, page)).unwrap_or_default();
    let title = title(&seen, page);
    Head {
        description: meta(&["description", "og:description", "dcterms.description"])
            .map(text::line)
            .filter(|text| !text.is_empty()),
        language: seen
            .language
            .map(|language| language.trim().to_owned())
            .filter(|language| !language.is_empty()),
        published: published.or_else(|| seen.time.and_then(day_of)),
        modified,
        breadcrumbs: if crumbs.is_empty() { in_documents(documents, page) } else { crumbs },
        edit: edit(&seen),
        noindex: meta(&["robots", "directory"]).is_some_and(|words| {
            words
                .split(',')
                .any(|word| matches!(word.trim().to_ascii_lowercase().as_str(), "noindex" | "none"))
        }),
        is_article: meta(&["article:published_time"]).is_some()
            || documents.iter().any(|document| is_news(document, 0)),
        canonical: seen.canonical,
        title,
    }
}

fn seen(page: &Page) -> Seen<'_> {
    let mut seen = Seen::default();
    for element in page.elements() {
        let value = element.value();
        match value.name() {
            "html" => seen.language = value.attr("lang"),
            "meta" => {
                let name = value
                    .attr("name")
                    .or_else(|| value.attr("property"))
                    .or_else(|| value.attr("http-equiv"));
                if let Some((name, content)) = name.zip(value.attr("content")) {
                    seen.meta.entry(name.to_ascii_lowercase()).or_insert(content);
                }
            }
            "title" => seen.title = seen.title.or(Some(element)),
            "h1" => seen.heading = seen.heading.or(Some(element)),
            "time" => {
                seen.time = seen.time.or(value.attr("datetime").filter(|_| value.attr("pubdate").is_some()))
            }
            "link" => link(&mut seen, element, page),
            "a" => {
                let href = value.attr("href").filter(|href| href.trim_end_matches('/').ends_with("/edit"));
                seen.edit = seen.edit.take().or_else(|| page.url.join(href?).ok());
            }
            _ if seen.crumbs.is_none() && is_crumbs(element) => seen.crumbs = Some(element),
            _ => {}
        }
    }
    seen
}

fn link(seen: &mut Seen<'_>, element: ElementRef<'_>, page: &Page) {
    let rel = element.attr("rel").unwrap_or_default().to_ascii_lowercase();
    let target = || page.url.join(element.attr("href")?.trim()).ok();
    for word in rel.split_ascii_whitespace() {
        let place = match word {
            "canonical" => &mut seen.canonical,
            "shortlink" => &mut seen.shortlink,
            "edit" | "edit-form" => &mut seen.edit,
            _ => continue,
        };
        *place = place.take().or_else(target);
    }
}

fn is_crumbs(element: ElementRef<'_>) -> bool {
    let value = element.value();
    let is_named = |name: &str| name.to_ascii_lowercase().contains("breadcrumb");
    matches!(value.name(), "nav" | "ol" | "ul" | "div")
        && (value.attr("aria-label").is_some_and(is_named)
            || value.id().is_some_and(is_named)
            || value.classes().any(is_named))
}

/// The first heading; else the title without what every page of the site has after it.
fn title(seen: &Seen<'_>, page: &Page) -> String {
    let heading = seen
        .heading
        .map(|heading| text::line(&block::text(heading, &page.url)))
        .filter(|text| !text.is_empty());
    heading.unwrap_or_else(|| {
        let title = seen.title.map(|title| text::line(&title.text().collect::<String>())).unwrap_or_default();
        let parts = [" | ", " – ", " — ", " - ", " :: ", " · "];
        let cut = parts
            .iter()
            .filter_map(|part| title.split_once(part))
            .map(|(before, _)| before)
            .min_by_key(|before| before.len());
        cut.map(str::trim).filter(|cut| !cut.is_empty()).unwrap_or(&title).to_owned()
    })
}

fn in_navigation(navigation: ElementRef<'_>, page: &Page) -> Vec<Crumb> {
    let mut crumbs = Vec::new();
    let mut plain = None;
    for inner in navigation.descendants().filter_map(ElementRef::wrap).take(200) {
        let name = || text::line(&inner.text().collect::<String>());
        match inner.value().name() {
            "a" => {
                let address =
                    inner.attr("href").and_then(|href| page.url.join(href).ok()).map(|url| url.to_string());
                crumbs.push(Crumb { name: name(), address });
            }
            "li" => plain = Some(name()),
            _ => {}
        }
    }
    let last = plain.filter(|last| crumbs.last().is_none_or(|crumb: &Crumb| crumb.name != *last));
    crumbs.extend(last.map(|name| Crumb { name, address: None }));
    crumbs.retain(|crumb| !crumb.name.is_empty());
    crumbs
}

fn in_documents(documents: &[Value], page: &Page) -> Vec<Crumb> {
    let list = documents.iter().find_map(|document| of_type(document, "BreadcrumbList", 0));
    let items = list.and_then(|list| list.get("itemListElement")).and_then(Value::as_array);
    let crumb = |item: &Value| {
        let inner = item.get("item");
        let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
        let name = text(item.get("name")).or_else(|| text(inner?.get("name")))?;
        let address = text(inner).or_else(|| text(inner?.get("@id")));
        let address = address.and_then(|address| page.url.join(&address).ok()).map(|url| url.to_string());
        Some(Crumb { name: text::line(&name), address })
    };
    items.into_iter().flatten().take(50).filter_map(crumb).collect()
}

/// Where the page is edited: where it says so, or at its node.
fn edit(seen: &Seen<'_>) -> Option<String> {
    let of_node = || {
        let node = [&seen.shortlink, &seen.canonical].into_iter().flatten().find(|link| {
            let mut parts = link.path().trim_matches('/').split('/');
            parts.next() == Some("node")
                && parts.next().is_some_and(|id| id.parse::<u64>().is_ok())
                && parts.next().is_none()
        })?;
        node.join(&format!("{}/edit", node.path().trim_end_matches('/'))).ok()
    };
    seen.edit.clone().or_else(of_node).map(|url| url.to_string())
}

fn is_news(value: &Value, depth: usize) -> bool {
    ["NewsArticle", "BlogPosting", "ReportageNewsArticle"]
        .iter()
        .any(|name| of_type(value, name, depth).is_some())
}

/// The first node of a type.
fn of_type<'v>(value: &'v Value, name: &str, depth: usize) -> Option<&'v Value> {
    const DEEPEST: usize = 8;
    let told =
        value.get("@type").map(|told| told.as_array().map_or(std::slice::from_ref(told), Vec::as_slice));
    let is_it = |told: &Value| told.as_str().is_some_and(|told| told.rsplit(['/', ':']).next() == Some(name));
    if told.is_some_and(|told| told.iter().any(is_it)) {
        return Some(value);
    }
    match value {
        _ if depth > DEEPEST => None,
        Value::Array(list) => list.iter().find_map(|value| of_type(value, name, depth + 1)),
        Value::Object(node) => node.values().find_map(|value| of_type(value, name, depth + 1)),
        _ => None,
    }
}

/// The first text of a member of the page or article itself.
fn member(value: &Value, name: &str, depth: usize) -> Option<String> {
    const DEEPEST: usize = 4;
    match value {
        _ if depth > DEEPEST => None,
        Value::Array(list) => list.iter().find_map(|value| member(value, name, depth + 1)),
        Value::Object(node) => {
            let own = node.get(name).and_then(Value::as_str).map(str::to_owned);
            own.or_else(|| {
                ["@graph", "mainEntity", "mainEntityOfPage"]
                    .iter()
                    .find_map(|key| member(node.get(*key)?, name, depth + 1))
            })
        }
        _ => None,
    }
}
