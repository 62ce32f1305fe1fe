//! Pieces of markup that a website puts into its own pages: without a page around them, without style and script.

use std::collections::BTreeSet;

use catalog::Entry;
use maud::{Markup, html};

use crate::{
    Site,
    cards::{ServiceCard, Times},
    hours, linked_data,
    markup::{self, Level},
    page, place,
};

/// A part of a list of services.
#[derive(Clone, Debug)]
pub struct Fragments<'a> {
    /// The services.
    pub entries: Vec<&'a Entry>,
    /// How many there are on all pages.
    pub total: usize,
    /// The level that the name of each is a heading of.
    pub level: Level,
}

/// One service with everything that is known of it. None where the snapshot does not hold what it should.
pub fn fragment(site: Site<'_>, entry: &Entry, level: Level) -> Option<String> {
    let card = ServiceCard::of(site, entry)?;
    let data = linked_data::linked_data(site, entry)?;
    let markup = html! { (page::of_service(&card, level)) (linked_data::script(&data)) };
    Some(markup.into_string())
}

/// A list of services, each with what people ask first.
pub fn fragments(site: Site<'_>, list: &Fragments<'_>) -> Option<String> {
    let cards: Option<Vec<_>> = list.entries.iter().map(|entry| ServiceCard::of(site, entry)).collect();
    let cards = cards?;
    let licences: BTreeSet<_> = cards.iter().flat_map(|card| &card.about.licences).collect();
    let markup = html! {
        div class="directory-list" lang="en-GB" data-total=(list.total) {
            @for card in &cards { (brief(card, list.level)) }
            @if cards.is_empty() { p class="directory-empty" { "Nothing was found." } }
            (page::licences(licences))
            (linked_data::script(&linked_data::of_all(&cards)))
        }
    };
    Some(markup.into_string())
}

fn brief(card: &ServiceCard<'_>, level: Level) -> Markup {
    html! {
        article class="directory-service" data-entity=(card.entry.id) {
            (level.heading("directory-name", &html! { a href=(card.address()) { (card.name()) } }))
            (card.notice.markup())
            @if let Some(text) = card.summary() { p class="directory-summary" { (text) } }
            @if let Some(next) = card.next() {
                p class="directory-next" {
                    strong { "Next: " } (hours::next_markup(&next.held))
                    @if let Some(place) = &next.place { ", at " (place) }
                }
            }
            @for times in card.times() { (of_times(&times)) }
            @for (_, location, address) in card.places() {
                p class="directory-location" data-entity=(location.id) {
                    a href=(address) { (place::name(location)) }
                    @if let Some(address) = place::main_address(location) {
                        ", " (place::address_lines(address).join(", "))
                    }
                }
            }
            (markup::lines("directory-contact", &card.reach().lines()))
        }
    }
}

fn of_times(times: &Times) -> Markup {
    html! {
        @if let Some(place) = &times.place { p class="directory-place" { "At " (place) ":" } }
        (markup::lines("directory-hours", &times.lines.iter().map(|line| html! { (line) }).collect::<Vec<_>>()))
    }
}
