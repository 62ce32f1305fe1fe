//! Puts the encodings of entities together. Nothing is serialised here: segments are copied, in their order, with
//! what depends on the rest of the snapshot (who is nested, which references hold) between them.

use std::fmt::Write;

use chrono::SecondsFormat;
use uuid::Uuid;

use crate::{Entry, ListKind, Snapshot, entry::Part};

impl Entry {
    /// Appends what [`Entry::nested`] returns.
    pub fn write_nested(&self, out: &mut String) {
        object(out, |out| self.write_own(out));
    }

    /// Writes the one-to-one fields, without braces.
    pub(crate) fn write_scalars(&self, out: &mut String) {
        match self.part {
            Part::ServiceAtLocation(index) => out.push_str(self.body.part_scalars(index)),
            Part::Term(index) => out.push_str(self.body.term(index)),
            Part::Whole => {
                out.push_str(self.body.scalars());
                self.write_references(out);
            }
        }
    }

    /// Writes the one-to-one fields and the entity's own lists, without braces.
    pub(crate) fn write_own(&self, out: &mut String) {
        self.write_scalars(out);
        let lists = match self.part {
            Part::ServiceAtLocation(index) => self.body.part_lists(index),
            Part::Term(_) => "",
            Part::Whole => self.body.lists(),
        };
        segment(out, lists);
        if self.kind == ListKind::Service {
            list(out, "service_at_locations", self.shown_parts(), |out, (index, _)| {
                out.push_str(self.body.part_scalars(index));
                segment(out, self.body.part_lists(index));
            });
        }
    }

    /// Writes the fields that hold only while the thing referred to is published, and the last change.
    fn write_references(&self, out: &mut String) {
        let name = match self.kind {
            ListKind::Organization => "parent_organization_id",
            _ => "organization_id",
        };
        if let Some(id) = self.organization {
            reference(out, name, id);
        }
        if self.kind == ListKind::Service {
            let moment = self.modified.to_rfc3339_opts(SecondsFormat::Millis, true);
            segment(out, "\"last_modified\":\"");
            out.push_str(&moment);
            out.push('"');
        }
    }
}

impl Snapshot {
    /// The entry as a list shows it: one-to-one fields, and the things that the standard nests even there.
    pub fn item(&self, entry: &Entry) -> String {
        let mut out = String::new();
        self.write_item(entry, &mut out);
        out
    }

    /// The entry with everything nested in it; an organization with the one-to-one fields of its services.
    pub fn full(&self, entry: &Entry) -> String {
        let mut out = String::new();
        self.write_full(entry, &mut out);
        out
    }

    /// Appends what [`Snapshot::item`] returns.
    pub fn write_item(&self, entry: &Entry, out: &mut String) {
        object(out, |out| {
            entry.write_scalars(out);
            match entry.kind {
                ListKind::Service => {
                    nest(out, "organization", self.organization_of(entry), Entry::write_scalars);
                }
                ListKind::ServiceAtLocation => {
                    nest(out, "location", self.location_of(entry), Entry::write_scalars);
                    if let Some(service) = self.entry(entry.body.id) {
                        segment(out, "\"service\":");
                        self.write_item(service, out);
                    }
                }
                _ => {}
            }
        });
    }

    /// Appends what [`Snapshot::full`] returns.
    pub fn write_full(&self, entry: &Entry, out: &mut String) {
        match entry.kind {
            ListKind::Service => object(out, |out| self.write_service(entry, true, out)),
            ListKind::Organization => self.write_organization_full(entry, false, out),
            ListKind::ServiceAtLocation => self.write_sal_full(entry, out),
            ListKind::Taxonomy => object(out, |out| {
                entry.write_own(out);
                let terms = self.list(ListKind::TaxonomyTerm).linked(entry.id);
                let terms = terms.filter(|term| term.is_term_of(entry.id));
                list(out, "taxonomy_terms", terms, |out, term| term.write_own(out));
            }),
            ListKind::Location | ListKind::TaxonomyTerm => object(out, |out| entry.write_own(out)),
        }
    }

    /// An organization with its locations in full and its services: in full, or only their one-to-one fields.
    pub fn organization_full(&self, organization: &Entry, full_service: bool) -> String {
        let mut out = String::new();
        self.write_organization_full(organization, full_service, &mut out);
        out
    }

    /// Appends what [`Snapshot::organization_full`] returns.
    pub fn write_organization_full(&self, entry: &Entry, full_service: bool, out: &mut String) {
        let own = |other: &&Entry| other.organization == Some(entry.id);
        object(out, |out| {
            entry.write_own(out);
            let locations = self.list(ListKind::Location).linked(entry.id).filter(own);
            list(out, "locations", locations, |out, location| location.write_own(out));
            let services = self.list(ListKind::Service).linked(entry.id).filter(own);
            list(out, "services", services, |out, service| {
                if full_service {
                    self.write_service(service, false, out)
                } else {
                    service.write_scalars(out)
                }
            });
        });
    }

    fn write_sal_full(&self, entry: &Entry, out: &mut String) {
        object(out, |out| {
            entry.write_own(out);
            nest(out, "location", self.location_of(entry), Entry::write_own);
            if let Some(service) = self.entry(entry.body.id) {
                segment(out, "\"service\":");
                object(out, |out| {
                    service.write_scalars(out);
                    segment(out, service.body.lists());
                    nest(out, "organization", self.organization_of(service), Entry::write_own);
                });
            }
        });
    }

    /// All of a service, without braces; its organization may be left out where it stands around the service.
    fn write_service(&self, entry: &Entry, organization: bool, out: &mut String) {
        entry.write_scalars(out);
        segment(out, entry.body.lists());
        if organization {
            nest(out, "organization", self.organization_of(entry), Entry::write_own);
        }
        list(out, "service_at_locations", entry.shown_parts(), |out, (index, part)| {
            out.push_str(entry.body.part_scalars(index));
            segment(out, entry.body.part_lists(index));
            nest(out, "location", self.entry(part.location), Entry::write_own);
        });
    }

    fn location_of(&self, at_location: &Entry) -> Option<&Entry> {
        at_location.location_ids().find_map(|id| self.entry(id))
    }
}

fn object(out: &mut String, fields: impl FnOnce(&mut String)) {
    out.push('{');
    fields(out);
    out.push('}');
}

/// Appends fields to those already there; nothing where there are none.
fn segment(out: &mut String, fields: &str) {
    if !fields.is_empty() {
        if !out.ends_with('{') {
            out.push(',');
        }
        out.push_str(fields);
    }
}

fn reference(out: &mut String, name: &str, id: Uuid) {
    // Writing to a String cannot fail.
    let _ = write!(out, ",\"{name}\":\"{id}\"");
}

fn nest(out: &mut String, name: &str, entry: Option<&Entry>, write: impl FnOnce(&Entry, &mut String)) {
    if let Some(entry) = entry {
        let _ = write!(out, ",\"{name}\":");
        object(out, |out| write(entry, out));
    }
}

/// Appends a list of objects; nothing where it would be empty, which the UK profile wants left out.
fn list<T>(out: &mut String, name: &str, items: impl Iterator<Item = T>, write: impl Fn(&mut String, T)) {
    let mut items = items.peekable();
    if items.peek().is_none() {
        return;
    }
    let _ = write!(out, ",\"{name}\":[");
    for (index, item) in items.enumerate() {
        if index > 0 {
            out.push(',');
        }
        object(out, |out| write(out, item));
    }
    out.push(']');
}
