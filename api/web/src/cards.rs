//! Entities read out of a snapshot, with what is said of them in words.

use catalog::{Entry, ListKind};
use model::hsds::{Location, Organization, Schedule, Service, ServiceAtLocation};
use normalize::recurrence::{self, Held};
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::{Site, about::About, contact::Reach, hours, notice::Notice, words};

/// How many characters of a description make a summary.
const SUMMARY: usize = 280;

/// A service with all that is nested in it.
#[derive(Debug)]
pub(crate) struct ServiceCard<'a> {
    pub(crate) site: Site<'a>,
    pub(crate) entry: &'a Entry,
    pub(crate) service: Service,
    pub(crate) notice: Notice,
    pub(crate) about: About,
}

/// The next time of a service.
#[derive(Debug)]
pub(crate) struct Next {
    pub(crate) held: Held,
    /// Where, if at one of several places.
    pub(crate) place: Option<String>,
}

/// When a service is given, and where if the place has its own times.
#[derive(Debug)]
pub(crate) struct Times {
    pub(crate) place: Option<String>,
    pub(crate) lines: Vec<String>,
    pub(crate) links: Vec<String>,
}

impl<'a> ServiceCard<'a> {
    pub(crate) fn of(site: Site<'a>, entry: &'a Entry) -> Option<Self> {
        let service: Service = read(&site.snapshot.full(entry))?;
        Some(Self { site, entry, notice: Notice::of(&service), about: About::of(&site, entry), service })
    }

    pub(crate) fn address(&self) -> String {
        self.site.address(ListKind::Service, self.entry.id).unwrap_or_default()
    }

    pub(crate) fn name(&self) -> &str {
        self.entry.name()
    }

    /// The first words of its description.
    pub(crate) fn summary(&self) -> Option<String> {
        summary(self.service.description.as_ref())
    }

    /// The organization that gives it: its address and its name.
    pub(crate) fn organization(&self) -> Option<(String, &str)> {
        let organization = self.service.organization.as_ref()?;
        let address = self.site.address(ListKind::Organization, self.entry.organization_id()?)?;
        Some((address, organization.name.as_deref()?))
    }

    /// Where it is given: the part of it there, the location and its address on the web.
    pub(crate) fn places(&self) -> impl Iterator<Item = (&ServiceAtLocation, &Location, String)> {
        self.service.service_at_locations.iter().filter_map(|part| {
            let location = part.location.as_deref()?;
            let id: Uuid = location.id.parse().ok()?;
            Some((part, location, self.site.address(ListKind::Location, id)?))
        })
    }

    /// The next time, unless it does not run.
    pub(crate) fn next(&self) -> Option<Next> {
        let now = self.site.wall_clock();
        let next = |schedules: &[Schedule], place: Option<String>| {
            let held = recurrence::next_of(schedules, now, self.site.snapshot.calendar())?;
            Some(Next { held, place })
        };
        let anywhere = next(&self.service.schedules, None);
        let has_several = self.service.service_at_locations.len() > 1;
        let somewhere = self.places().filter_map(|(part, location, _)| {
            next(&part.schedules, has_several.then(|| crate::place::name(location)))
        });
        let all = anywhere.into_iter().chain(somewhere).filter(|_| self.notice.is_running());
        all.min_by_key(|next| (next.held.occurrence.opens, next.held.occurrence))
    }

    /// Its times, and those of the places that have their own.
    pub(crate) fn times(&self) -> Vec<Times> {
        let own = times(&self.service.schedules, None);
        let has_several = self.service.service_at_locations.len() > 1;
        let there = self.places().map(|(part, location, _)| {
            times(&part.schedules, has_several.then(|| crate::place::name(location)))
        });
        [own]
            .into_iter()
            .chain(there)
            .filter(|times| !times.lines.is_empty() || !times.links.is_empty())
            .collect()
    }

    /// How to reach those who give it; their organization where the service says nothing.
    pub(crate) fn reach(&self) -> Reach {
        let service = &self.service;
        let mut reach = Reach::default()
            .with_phones(&service.phones)
            .with_email(service.email.as_ref())
            .with_website(service.url.as_ref(), None)
            .with_people(&service.contacts);
        for url in &service.additional_urls {
            reach = reach.with_website(url.url.as_ref(), url.label.as_ref());
        }
        for part in &service.service_at_locations {
            reach = reach.with_phones(&part.phones).with_people(&part.contacts);
        }
        match &service.organization {
            Some(organization) if reach.phone().is_none() && reach.email().is_none() => reach
                .with_phones(&organization.phones)
                .with_email(organization.email.as_ref())
                .with_website(organization.website.as_ref(), None),
            _ => reach,
        }
    }
}

/// Schedules in words, and the pages that have the times.
pub(crate) fn times(schedules: &[Schedule], place: Option<String>) -> Times {
    let links = schedules.iter().filter_map(|schedule| schedule.schedule_link.clone()).collect();
    Times { place, lines: hours::lines(schedules), links }
}

/// An organization with what is its own.
#[derive(Debug)]
pub(crate) struct OrganizationCard<'a> {
    pub(crate) site: Site<'a>,
    pub(crate) entry: &'a Entry,
    pub(crate) organization: Organization,
    pub(crate) about: About,
}

impl<'a> OrganizationCard<'a> {
    pub(crate) fn of(site: Site<'a>, entry: &'a Entry) -> Option<Self> {
        Some(Self { site, entry, organization: read(&entry.nested())?, about: About::of(&site, entry) })
    }

    pub(crate) fn reach(&self) -> Reach {
        let organization = &self.organization;
        let reach = Reach::default()
            .with_phones(&organization.phones)
            .with_email(organization.email.as_ref())
            .with_website(organization.website.as_ref(), None)
            .with_people(&organization.contacts);
        let more = organization.additional_websites.iter();
        more.fold(reach, |reach, url| reach.with_website(url.url.as_ref(), url.label.as_ref()))
    }
}

/// A location with what is its own.
#[derive(Debug)]
pub(crate) struct LocationCard<'a> {
    pub(crate) site: Site<'a>,
    pub(crate) entry: &'a Entry,
    pub(crate) location: Location,
    pub(crate) about: About,
}

impl<'a> LocationCard<'a> {
    pub(crate) fn of(site: Site<'a>, entry: &'a Entry) -> Option<Self> {
        Some(Self { site, entry, location: read(&entry.nested())?, about: About::of(&site, entry) })
    }

    pub(crate) fn reach(&self) -> Reach {
        Reach::default()
            .with_phones(&self.location.phones)
            .with_website(self.location.url.as_ref(), None)
            .with_people(&self.location.contacts)
    }
}

/// The first words of a description.
pub(crate) fn summary(description: Option<&String>) -> Option<String> {
    description.map(|text| words::beginning(text, SUMMARY)).filter(|text| !text.is_empty())
}

/// What the catalog wrote, which it wrote of the very type that is read.
fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_str(text).ok()
}
