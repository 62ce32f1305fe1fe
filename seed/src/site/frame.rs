//! What stands around the main content of each page, as councils' sites have it.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde_json::{Value, json};

use super::{
    Hosts,
    lists::TRIED_OUT,
    page::{self, Page, Thing},
};

const COUNCIL: &str = "Demonstration council";

const SECTIONS: [(&str, &str); 7] = [
    ("/libraries", "Libraries"),
    ("/leisure", "Leisure"),
    ("/directory", "Community directory"),
    ("/bins/collection-days", "Bins"),
    ("/council-tax/pay", "Council tax"),
    ("/planning/apply", "Planning"),
    ("/news", "News"),
];

/// A page in its frame.
pub(super) fn page(hosts: &Hosts, page: &Page, is_node: bool) -> String {
    let content = page.content.replace("{beta}", &hosts.beta).replace("{base}", &hosts.main);
    if page.head.whole {
        return content;
    }
    let address = format!("{}{}", hosts.main, page.path);
    let head = html! {
        meta name="description" content=(page.head.description);
        @if page.head.ld.is_some() || is_node || TRIED_OUT.contains(&page.path.as_str()) { link rel="canonical" href=(address); }
        link rel="shortlink" href={ (hosts.main) "/node/" (page.node) };
        link rel="edit-form" href={ (hosts.main) "/node/" (page.node) "/edit" };
        @if let Some(thing) = page.head.ld {
            script type="application/ld+json" { (PreEscaped(linked(thing, page, &address).to_string())) }
        }
    };
    let main = html! {
        h1 class="page-title" { (page.head.title) }
        (PreEscaped(&content))
        p class="last-updated" { "Page last updated: " time datetime=(page.modified()) { (page.modified()) } }
    };
    let charset = page.head.charset.as_deref().unwrap_or("utf-8");
    framed(charset, &page.head.title, &head, &crumbs(&page.path, &page.head.title), &main)
}

/// What is shown where there is no page.
pub(super) fn missing(hosts: &Hosts, path: &str) -> String {
    let main = html! {
        h1 { "Page not found" }
        p { "There is nothing at " (path) ". It may have moved when this site was made anew." }
        p { a href={ (hosts.main) "/" } { "Go to the home page" } }
    };
    framed("utf-8", "Page not found", &html! { meta name="robots" content="noindex"; }, &html! {}, &main)
}

fn framed(charset: &str, title: &str, head: &Markup, crumbs: &Markup, main: &Markup) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en-GB" {
            head {
                meta charset=(charset);
                title { (title) " | " (COUNCIL) }
                meta name="viewport" content="width=device-width, initial-scale=1";
                link rel="icon" href="data:,";
                link rel="stylesheet" href="/style.css";
                (head)
            }
            body {
                div class="cookie-banner" role="region" aria-label="Cookies" {
                    p { "We use one cookie to remember that you have read this." }
                    button type="button" { "Hide" }
                }
                a class="skip-link" href="#main-content" { "Skip to main content" }
                (header())
                (crumbs)
                div class="layout" {
                    main id="main-content" { article { (main) } }
                    (aside())
                }
                (footer())
            }
        }
    };
    page.into_string()
}

fn header() -> Markup {
    html! {
        header class="site-header" {
            a class="logo" href="/" { (COUNCIL) }
            form action="/search" role="search" { label { "Search " input type="search" name="q"; } }
            nav aria-label="Main" {
                ul { @for (path, name) in SECTIONS { li { a href=(path) { (name) } } } }
            }
        }
    }
}

fn crumbs(path: &str, title: &str) -> Markup {
    let section =
        path.trim_start_matches('/').split_once('/').and_then(|(first, _)| page::at(&format!("/{first}")));
    html! {
        @if path != "/" {
            nav class="breadcrumb" aria-label="Breadcrumb" {
                ol {
                    li { a href="/" { "Home" } }
                    @if let Some(section) = &section { li { a href=(section.path) { (section.head.title) } } }
                    li aria-current="page" { (title) }
                }
            }
        }
    }
}

fn aside() -> Markup {
    html! {
        aside class="related" aria-label="Related" {
            h2 { "Popular" }
            ul {
                li { a href="/bins/collection-days" { "Check your bin day" } }
                li { a href="/council-tax/pay" { "Pay your council tax" } }
                li { a href="/roads/potholes" { "Report a pothole" } }
            }
        }
    }
}

fn footer() -> Markup {
    html! {
        footer class="site-footer" {
            p { "Plymouth City Council, Ballard House, West Hoe Road, Plymouth, PL1 3BJ. Telephone: 01752 668000" }
            ul {
                li { a href="/privacy" { "Privacy" } }
                li { a href="/accessibility" { "Accessibility" } }
                li { a href="/contact" { "Contact us" } }
            }
            p { "A made-up site: nothing here is the word of a real council." }
        }
    }
}

/// What a page says of itself in the words of schema.org.
fn linked(thing: Thing, page: &Page, address: &str) -> Value {
    let kind = match thing {
        Thing::Library => "Library",
        Thing::Place => "LocalBusiness",
        Thing::News => "NewsArticle",
        Thing::Event => "Event",
    };
    let mut said =
        json!({ "@context": "https://schema.org", "@type": kind, "name": page.head.title, "url": address });
    let days = [("startDate", &page.head.starts), ("endDate", &page.head.ends)];
    let news = (thing == Thing::News).then(|| ("datePublished", page.modified()));
    if let Some(members) = said.as_object_mut() {
        let days = days.into_iter().filter_map(|(name, day)| Some((name, day.as_deref()?)));
        members.extend(days.chain(news).map(|(name, day)| (name.to_owned(), day.into())));
    }
    said
}
