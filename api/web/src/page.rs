//! The page of an entity, and the pages that tell that there is none.

use catalog::{Entry, ListKind};
use maud::{Markup, html};

use crate::{
    Site, about,
    cards::{LocationCard, OrganizationCard, ServiceCard, summary, times},
    contact::Reach,
    facts, hours,
    layout::Page,
    linked_data::{self, linked_data},
    markup::{self, Level},
    place,
    report_form::ReportForm,
    words,
};

/// How many services an organization's or a location's page names.
const MOST_SERVICES: usize = 200;

/// The page of an entity. None where its kind has no page, or where the snapshot does not hold what it should.
pub fn show(site: Site<'_>, entry: &Entry, report: ReportForm<'_>) -> Option<String> {
    let (title, description, article) = match entry.kind {
        ListKind::Service => {
            let card = ServiceCard::of(site, entry)?;
            (card.name().to_owned(), card.summary(), of_service(&card, Level::TOP))
        }
        ListKind::Organization => {
            let card = OrganizationCard::of(site, entry)?;
            let description = summary(card.organization.description.as_ref());
            (entry.name().to_owned(), description, of_organization(&card))
        }
        ListKind::Location => {
            let card = LocationCard::of(site, entry)?;
            let description = summary(card.location.description.as_ref());
            (place::name(&card.location), description, of_location(&card))
        }
        ListKind::ServiceAtLocation | ListKind::Taxonomy | ListKind::TaxonomyTerm => return None,
    };
    let description = description.unwrap_or_else(|| title.clone());
    let body = html! {
        (article)
        section class="directory-problem" id="report" {
            h2 { "Report a problem" }
            (report.markup())
        }
    };
    Some(Page { title: &title, description: &description, head: head(&site, entry)?, body }.html())
}

fn head(site: &Site<'_>, entry: &Entry) -> Option<Markup> {
    let canonical = site.address(entry.kind, entry.id)?;
    let as_json = match entry.kind {
        ListKind::Service => Some(format!("{}/oruk/v3/services/{}", site.base, entry.id)),
        ListKind::Organization => Some(format!("{}/oruk/v3/organizations/{}", site.base, entry.id)),
        _ => None,
    };
    Some(html! {
        link rel="canonical" href=(canonical);
        @if let Some(address) = as_json { link rel="alternate" type="application/json" href=(address); }
        link rel="alternate" type="application/ld+json" href=(canonical);
        (linked_data::script(&linked_data(*site, entry)?))
    })
}

/// A service: as an article, which also stands in fragments.
pub(crate) fn of_service(card: &ServiceCard<'_>, level: Level) -> Markup {
    let service = &card.service;
    let part = |name, title: &str, content: Markup| section(level.below(), name, title, &content);
    let text = |lines: Vec<String>| {
        markup::lines("", &lines.iter().map(|line| html! { (line) }).collect::<Vec<_>>())
    };
    html! {
        article class="directory-service" data-entity=(card.entry.id) lang="en-GB" {
            (card.notice.markup())
            (heading(card, level))
            @if let Some(name) = &service.alternate_name { p class="directory-alternate" { "Also called " (name) } }
            @if let Some(text) = &service.description { (markup::paragraphs("directory-description", text)) }
            @if let Some((address, name)) = card.organization() {
                p class="directory-organization" { "Given by " a href=(address) { (name) } }
            }
            (part("directory-when", "When", when(card)))
            (part("directory-where", "Where", places(card, level)))
            (part("directory-contact", "Contact", markup::lines("", &card.reach().lines())))
            (part("directory-cost", "Cost", text(facts::costs(service))))
            (part("directory-audience", "Who it is for", text(facts::audience(service))))
            (part("directory-how", "How to get it", markup::lines("", &facts::how(service))))
            (part("directory-languages", "Languages", text(facts::languages(&service.languages))))
            (part("directory-categories", "Kinds of help", text(facts::categories(&service.attributes))))
            (part("directory-about", "About this information",
                markup::lines("", &card.about.lines(service.assured_date.as_deref()))))
        }
    }
}

/// The name: on its own page alone, elsewhere a link to it.
fn heading(card: &ServiceCard<'_>, level: Level) -> Markup {
    let name = card.name();
    match level {
        Level::TOP => level.heading("directory-name", &name),
        _ => level.heading("directory-name", &html! { a href=(card.address()) { (name) } }),
    }
}

/// A part under a heading; nothing where it would be empty.
fn section(level: Level, class: &str, title: &str, content: &Markup) -> Markup {
    html! {
        @if !content.0.is_empty() {
            section class=(class) { (level.heading("directory-title", &title)) (content) }
        }
    }
}

fn when(card: &ServiceCard<'_>) -> Markup {
    html! {
        @if let Some(next) = card.next() {
            p class="directory-next" {
                strong { "Next: " } (hours::next_markup(&next.held))
                @if let Some(place) = &next.place { ", at " (place) }
            }
        }
        @for times in card.times() {
            @if let Some(place) = &times.place { p class="directory-place" { "At " (place) ":" } }
            (of_lines("directory-hours", &times.lines))
            @for link in &times.links { p { (markup::web_link(link, "See the times")) } }
        }
    }
}

fn of_lines(class: &str, lines: &[String]) -> Markup {
    markup::lines(class, &lines.iter().map(|line| html! { (line) }).collect::<Vec<_>>())
}

fn places(card: &ServiceCard<'_>, level: Level) -> Markup {
    html! {
        @for (part, location, address) in card.places() {
            div class="directory-location" data-entity=(location.id) {
                p { a href=(address) { (place::name(location)) } }
                @if let Some(address) = place::main_address(location) { (place::of_address(address)) }
                @if let Some(page) = &location.url { p { (markup::web_link(page, page)) } }
                @if let Some(text) = &part.description { (markup::paragraphs("", text)) }
                (section(level.below().below(), "directory-access", "Access",
                    &markup::lines("", &place::access(location))))
            }
        }
    }
}

fn of_organization(card: &OrganizationCard<'_>) -> Markup {
    let (level, organization) = (Level::TOP, &card.organization);
    let locations = card.site.snapshot.locations_of(card.entry.id);
    let locations: Vec<Markup> = locations.filter_map(|location| link(&card.site, location)).collect();
    let part = |name, title: &str, content: Markup| section(level.below(), name, title, &content);
    let numbers = organization.organization_identifiers.iter().filter_map(|number| {
        let (what, number) = (number.identifier_type.as_deref()?, number.identifier.as_deref()?);
        Some(html! { (words::capital(what)) ": " (number) })
    });
    let numbers: Vec<Markup> = numbers.collect();
    html! {
        article class="directory-organization" data-entity=(card.entry.id) {
            (level.heading("directory-name", &card.entry.name()))
            @if let Some(name) = &organization.alternate_name { p class="directory-alternate" { "Also called " (name) } }
            @if let Some(text) = &organization.description { (markup::paragraphs("directory-description", text)) }
            (part("directory-contact", "Contact", markup::lines("", &card.reach().lines())))
            (services(&card.site, card.entry, "Services"))
            (part("directory-where", "Places", markup::lines("", &locations)))
            (part("directory-numbers", "Registered as", markup::lines("", &numbers)))
            (part("directory-categories", "Kinds of help", of_lines("", &facts::categories(&organization.attributes))))
            (part("directory-about", "About this information", markup::lines("", &card.about.lines(None))))
        }
    }
}

fn of_location(card: &LocationCard<'_>) -> Markup {
    let (level, location) = (Level::TOP, &card.location);
    let part = |name, title: &str, content: Markup| section(level.below(), name, title, &content);
    let open = times(&location.schedules, None);
    let runs_it = card.entry.organization_id().and_then(|id| card.site.snapshot.entry(id));
    html! {
        article class="directory-location" data-entity=(card.entry.id) {
            (level.heading("directory-name", &place::name(location)))
            @if let Some(name) = &location.alternate_name { p class="directory-alternate" { "Also called " (name) } }
            @if let Some(text) = &location.description { (markup::paragraphs("directory-description", text)) }
            @if let Some(link) = runs_it.and_then(|entry| link(&card.site, entry)) {
                p class="directory-organization" { "Run by " (link) }
            }
            (part("directory-where", "Address", html! {
                @for address in &location.addresses { (place::of_address(address)) }
            }))
            (part("directory-when", "Opening hours", html! {
                (of_lines("directory-hours", &open.lines))
                @for link in &open.links { p { (markup::web_link(link, "See the times")) } }
            }))
            (part("directory-access", "Access", markup::lines("", &place::access(location))))
            (part("directory-contact", "Contact", contact(&card.reach())))
            (part("directory-languages", "Languages", of_lines("", &facts::languages(&location.languages))))
            (services(&card.site, card.entry, "What is on here"))
            (part("directory-about", "About this information", markup::lines("", &card.about.lines(None))))
        }
    }
}

fn contact(reach: &Reach) -> Markup {
    markup::lines("", &reach.lines())
}

/// A link to the page of an entity.
fn link(site: &Site<'_>, entry: &Entry) -> Option<Markup> {
    let address = site.address(entry.kind, entry.id)?;
    Some(html! { a href=(address) data-entity=(entry.id) { (entry.name()) } })
}

/// The services of an organization, or at a location.
fn services(site: &Site<'_>, entry: &Entry, title: &str) -> Markup {
    let all: Vec<&Entry> = site.snapshot.services_of(entry.id).collect();
    let links: Vec<Markup> =
        all.iter().take(MOST_SERVICES).filter_map(|service| link(site, service)).collect();
    let more = all.len().saturating_sub(MOST_SERVICES);
    let content = html! {
        (markup::lines("directory-services", &links))
        @if more > 0 { p { "And " (more) " more." } }
    };
    section(Level::TOP.below(), "directory-offers", title, &content)
}

/// Why there is no page.
#[derive(Clone, Copy, Debug)]
pub struct Refusal<'a> {
    /// What it is, in a few words.
    pub title: &'a str,
    /// What that means, in sentences.
    pub words: &'a str,
}

/// The page that tells that there is none.
pub fn refused(refusal: Refusal<'_>) -> String {
    let body = html! {
        (Level::TOP.heading("directory-name", &refusal.title))
        (markup::paragraphs("", refusal.words))
    };
    Page { title: refusal.title, description: refusal.title, head: html! {}, body }.html()
}

/// The page of what is found at another address now.
pub fn moved(address: &str) -> String {
    let body = html! {
        (Level::TOP.heading("directory-name", &"This entry has moved"))
        p { "It was the same as another. Both are now at " a href=(address) { (address) } "." }
    };
    let title = "This entry has moved";
    Page { title, description: title, head: html! { link rel="canonical" href=(address); }, body }.html()
}

/// The licences of what is shown, as a footer.
pub(crate) fn licences<'l>(licences: impl IntoIterator<Item = &'l model::Licence>) -> Markup {
    let lines: Vec<Markup> = licences.into_iter().map(about::terms).collect();
    markup::lines("directory-licences", &lines)
}
