use std::{fmt, sync::Arc};

use chrono::{DateTime, Utc};
use model::{Kind, Licence, SourceId};
use serde_json::Value;
use uuid::Uuid;

use crate::{body::Body, licensing::Licences, packed::own, term::Term};

/// The lists that the directory keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ListKind {
    /// Services, by name.
    Service,
    /// Organizations, by name.
    Organization,
    /// Locations, by name.
    Location,
    /// Services at locations, by name of the service and then of the location.
    ServiceAtLocation,
    /// Taxonomies, by name.
    Taxonomy,
    /// Terms of taxonomies, by name.
    TaxonomyTerm,
}

impl ListKind {
    /// Every list.
    pub const ALL: [Self; 6] = [
        Self::Service,
        Self::Organization,
        Self::Location,
        Self::ServiceAtLocation,
        Self::Taxonomy,
        Self::TaxonomyTerm,
    ];

    /// The noun in the standard's words, singular.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Organization => "organization",
            Self::Location => "location",
            Self::ServiceAtLocation => "service_at_location",
            Self::Taxonomy => "taxonomy",
            Self::TaxonomyTerm => "taxonomy_term",
        }
    }

    /// The list whose words its entries are found by.
    pub(crate) const fn indexed_as(self) -> Self {
        match self {
            Self::ServiceAtLocation => Self::Service,
            other => other,
        }
    }
}

impl fmt::Display for ListKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl From<Kind> for ListKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Taxonomy => Self::Taxonomy,
            Kind::Organization => Self::Organization,
            Kind::Location => Self::Location,
            Kind::Service => Self::Service,
        }
    }
}

/// What an id stands for.
#[derive(Clone, Copy, Debug)]
pub enum Lookup<'a> {
    /// Something that is published.
    Found(&'a Entry),
    /// A former id of something that is published under this one.
    Moved(Uuid),
    /// Something that was published and is no longer.
    Gone,
    /// Nothing that was ever published.
    Unknown,
}

/// One thing in a list. Cheap to clone: the encodings are shared.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The canonical id.
    pub id: Uuid,
    /// The list it stands in.
    pub kind: ListKind,
    /// When anything shown with it last changed: itself, or an organization, location or service nested in it.
    pub modified: DateTime<Utc>,
    pub(crate) version: u64,
    pub(crate) body: Arc<Body>,
    pub(crate) licences_shown: Licences,
    pub(crate) part: Part,
    /// The published organization that gives the service, runs the location or is the organization's parent.
    pub(crate) organization: Option<Uuid>,
    /// Which of the service's parts stay out, because their location is not published.
    pub(crate) withheld: Box<[usize]>,
}

/// Which part of a body an entry stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Whole,
    ServiceAtLocation(usize),
    Term(usize),
}

impl Entry {
    /// Its name; for a service at a location that of the service, for a nameless location its first address line.
    pub fn name(&self) -> &str {
        match self.part {
            Part::Term(index) => self.body.terms.get(index).map_or("", |term| &term.name),
            Part::Whole | Part::ServiceAtLocation(_) => &self.body.name,
        }
    }

    /// An opaque mark that moves whenever anything shown with it does. The same on every server of one build.
    pub fn etag(&self) -> String {
        format!("{:016x}", self.version)
    }

    /// The JSON object with its one-to-one fields only.
    pub fn scalars(&self) -> String {
        let mut text = String::from("{");
        self.write_scalars(&mut text);
        text.push('}');
        text
    }

    /// The JSON object with all its own lists too; other entities stand in it by id only.
    pub fn nested(&self) -> String {
        let mut text = String::from("{");
        self.write_own(&mut text);
        text.push('}');
        text
    }

    /// The JSON object of [`Entry::nested`], parsed.
    pub fn value(&self) -> Value {
        own("an encoded entity", serde_json::from_str(&self.nested()))
    }

    /// Who said each field: a JSON object of field name to claims, the published one first. For a part of an
    /// entity this is the entity's.
    pub fn provenance(&self) -> String {
        self.body.provenance()
    }

    /// The licences of what is said of it, sorted.
    pub fn licences(&self) -> &[Licence] {
        &self.body.licences
    }

    /// The licences of it and of what is nested in its full form, sorted.
    pub fn licences_shown(&self) -> &[Licence] {
        &self.licences_shown
    }

    /// The sources that say at least one of its published fields, sorted. For a part of an entity these are the entity's.
    pub fn sources(&self) -> &[SourceId] {
        &self.body.sources
    }

    /// Its former ids, sorted. Parts of entities have none.
    pub fn referents(&self) -> &[Uuid] {
        if self.part == Part::Whole { &self.body.referents } else { &[] }
    }

    /// The published organization that gives the service or runs the location, or is the organization's parent.
    pub fn organization_id(&self) -> Option<Uuid> {
        self.organization
    }

    /// The published locations of a service, or the one of a service at a location; none for other kinds.
    pub fn location_ids(&self) -> impl Iterator<Item = Uuid> {
        self.shown_parts().map(|(_, part)| part.location)
    }

    /// The term that it stands for, if it does for one.
    pub(crate) fn term(&self) -> Option<&Term> {
        let Part::Term(index) = self.part else { return None };
        self.body.terms.get(index)
    }

    /// The broader term of a term, or the published organization that it belongs to.
    pub(crate) fn parent(&self) -> Option<Uuid> {
        match self.part {
            Part::Term(index) => self.body.terms.get(index).and_then(|term| term.parent),
            _ => self.organization,
        }
    }

    /// The same locations, each once.
    pub fn places(&self) -> Vec<Uuid> {
        let mut places = Vec::new();
        for id in self.location_ids() {
            if !places.contains(&id) {
                places.push(id);
            }
        }
        places
    }

    /// Whether it is a term of this taxonomy.
    pub(crate) fn is_term_of(&self, taxonomy: Uuid) -> bool {
        self.term().is_some_and(|term| term.taxonomy == Some(taxonomy))
    }

    /// The services at locations that are shown: all of a service, or the one that the entry stands for.
    pub(crate) fn shown_parts(&self) -> impl Iterator<Item = (usize, &crate::body::AtLocation)> {
        let only = if let Part::ServiceAtLocation(index) = self.part { Some(index) } else { None };
        let shown = move |index: usize| match only {
            Some(one) => one == index,
            None => self.part == Part::Whole && !self.withheld.contains(&index),
        };
        self.body.parts.iter().enumerate().filter(move |(index, _)| shown(*index))
    }
}
