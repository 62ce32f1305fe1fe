use std::{
    hash::{DefaultHasher, Hash, Hasher},
    sync::Arc,
};

use chrono::{DateTime, Utc};
use model::{
    Freshness, Kind, Noun, SourceId,
    hsds::{Field, FieldKind, HsdsNoun, Location, ServiceAtLocation, TaxonomyTerm},
};
use normalize::identifier::Identifier;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use store::Published;
use uuid::Uuid;

use crate::{
    encode::Encoder,
    facts::{Facts, LocationFacts, ServiceFacts},
    identifiers,
    licensing::Licences,
    opening::Opening,
    packed::Packed,
    repeated::Repeated,
    span::Span,
    term::Term,
};

/// One version of a published entity: its encoding in segments, and the facts that lists and filters need.
///
/// Nothing in it depends on other entities, so that a change to them never makes it anew: what refers to another
/// entity stays out of the text and is written when the entity is put together.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Body {
    pub(crate) id: Uuid,
    pub(crate) kind: Kind,
    pub(crate) name: Box<str>,
    /// The name as the lists sort by it.
    pub(crate) order: Box<str>,
    #[serde(with = "chrono::serde::ts_microseconds")]
    pub(crate) modified: DateTime<Utc>,
    text: Box<str>,
    scalars: Span,
    lists: Span,
    provenance: Packed,
    /// Kept apart: few sets serve all.
    #[serde(skip)]
    pub(crate) licences: Licences,
    pub(crate) referents: Box<[Uuid]>,
    pub(crate) sources: Arc<[SourceId]>,
    /// The organization it refers to, published or not.
    pub(crate) organization: Option<Uuid>,
    pub(crate) terms: Box<[Term]>,
    pub(crate) parts: Box<[AtLocation]>,
    pub(crate) facts: Facts,
    /// The numbers that public registers give it.
    pub(crate) identifiers: Box<[Identifier]>,
    /// Whether nobody confirmed in time what is said of it.
    pub(crate) overdue: bool,
    /// A hash of all that is shown of it.
    pub(crate) fingerprint: u64,
}

/// A service at a location as it stands in the service's body. The location may or may not be published.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct AtLocation {
    pub(crate) id: Uuid,
    pub(crate) location: Uuid,
    /// Its schedules; where it has none the service's apply.
    pub(crate) openings: Box<[Opening]>,
    scalars: Span,
    lists: Span,
}

impl Body {
    pub(crate) fn of(entity: Published, repeated: &Repeated) -> Self {
        let value = entity.noun.to_value();
        let empty = Map::new();
        let object = value.as_object().unwrap_or(&empty);
        let mut encoder = Encoder::default();
        let kind = entity.noun.kind();
        let noun = Noun::noun_type(kind);
        let scalars = encoder.fields(noun, object, true, |field| is_scalar(field) && !is_composed(field));
        let lists = encoder.fields(noun, object, false, |field| !is_scalar(field) && !is_composed(field));
        let parts = encode_parts(&mut encoder, &entity.noun, object, repeated);
        encode_terms(&mut encoder, object);
        let name = name_of(&entity.noun);
        let facts = facts_of(&entity, repeated);
        Self {
            id: entity.id,
            kind,
            order: normalize::text::key(&name).into(),
            name: name.into(),
            modified: entity.modified,
            fingerprint: fingerprint(&entity, &encoder.text),
            scalars: scalars.into(),
            lists: lists.into(),
            sources: repeated.sources.of(entity.sources),
            provenance: Packed::of(&entity.provenance, &encoder.text),
            licences: repeated.licensing.set(entity.licences),
            referents: entity.referents.into(),
            organization: organization_of(&entity.noun),
            terms: Term::distinct(encoder.terms, repeated),
            parts,
            facts,
            identifiers: identifiers::of(&entity.noun),
            overdue: entity.freshness != Freshness::Current,
            text: encoder.text.into(),
        }
    }

    /// Whether it is told to lie where another version of it lies.
    pub(crate) fn lies_like(&self, other: &Self) -> bool {
        let (one, other) = (self.location(), other.location());
        one.map(|one| (one.point, &one.addresses)) == other.map(|other| (other.point, &other.addresses))
    }

    /// The same with licences, which are kept apart, and with what repeats kept once.
    pub(crate) fn shared(mut self, licences: Licences, repeated: &Repeated) -> Self {
        self.openings_mut().for_each(|opening| opening.share(repeated));
        let terms = self.terms.into_iter().map(|term| term.shared(repeated)).collect();
        Self { licences, terms, sources: repeated.sources.of(self.sources), ..self }
    }

    /// Every schedule: its own and those of its parts.
    fn openings_mut(&mut self) -> impl Iterator<Item = &mut Opening> {
        let own = if let Facts::Service(facts) = &mut self.facts { &mut *facts.openings } else { &mut [] };
        own.iter_mut().chain(self.parts.iter_mut().flat_map(|part| &mut part.openings))
    }

    /// Who said each field, as JSON.
    pub(crate) fn provenance(&self) -> String {
        self.provenance.text(&self.text)
    }

    /// The one-to-one fields without braces, references to other entities left out.
    pub(crate) fn scalars(&self) -> &str {
        self.scalars.of(&self.text).unwrap_or_default()
    }

    /// The lists without braces, those of other entities left out.
    pub(crate) fn lists(&self) -> &str {
        self.lists.of(&self.text).unwrap_or_default()
    }

    /// The one-to-one fields of a service at a location, without braces.
    pub(crate) fn part_scalars(&self, index: usize) -> &str {
        self.parts.get(index).and_then(|part| part.scalars.of(&self.text)).unwrap_or_default()
    }

    /// The lists of a service at a location, without braces.
    pub(crate) fn part_lists(&self, index: usize) -> &str {
        self.parts.get(index).and_then(|part| part.lists.of(&self.text)).unwrap_or_default()
    }

    /// All of a term, without braces.
    pub(crate) fn term(&self, index: usize) -> &str {
        let object = self.terms.get(index).and_then(|term| term.span.of(&self.text));
        object.and_then(|object| object.strip_prefix('{')?.strip_suffix('}')).unwrap_or_default()
    }

    pub(crate) fn service(&self) -> Option<&ServiceFacts> {
        if let Facts::Service(facts) = &self.facts { Some(facts) } else { None }
    }

    pub(crate) fn location(&self) -> Option<&LocationFacts> {
        if let Facts::Location(facts) = &self.facts { Some(facts) } else { None }
    }
}

fn is_scalar(field: &Field) -> bool {
    !matches!(field.kind, FieldKind::List(_))
}

/// Whether the field is written when the entity is put together, because it depends on what else is published.
fn is_composed(field: &Field) -> bool {
    matches!(
        field.name,
        "organization_id"
            | "parent_organization_id"
            | "organization"
            | "last_modified"
            | "locations"
            | "service_at_locations"
            | "taxonomy_terms"
    )
}

fn encode_parts(
    encoder: &mut Encoder,
    noun: &Noun,
    object: &Map<String, Value>,
    repeated: &Repeated,
) -> Box<[AtLocation]> {
    let values = object.get("service_at_locations").and_then(Value::as_array);
    let parts = noun.as_service().map_or(&[][..], |service| &service.service_at_locations);
    let both = parts.iter().zip(values.into_iter().flatten().filter_map(Value::as_object));
    let encoded = both.filter_map(|(part, object)| {
        let id = part.id.parse().ok()?;
        let location = part.location_id.as_deref()?.parse().ok()?;
        let noun = ServiceAtLocation::noun_type();
        let scalars =
            encoder.fields(noun, object, true, |field| is_scalar(field) && field.name != "location");
        let lists = encoder.fields(noun, object, false, |field| !is_scalar(field));
        let openings = part.schedules.iter().map(|one| Opening::of(one, repeated)).collect();
        Some(AtLocation { id, location, openings, scalars: scalars.into(), lists: lists.into() })
    });
    encoded.collect()
}

/// Writes the terms of a taxonomy behind everything else, for the list of terms to point at.
fn encode_terms(encoder: &mut Encoder, object: &Map<String, Value>) {
    let terms = object.get("taxonomy_terms").and_then(Value::as_array);
    for term in terms.into_iter().flatten().filter_map(Value::as_object) {
        encoder.object(TaxonomyTerm::noun_type(), term);
    }
}

fn name_of(noun: &Noun) -> String {
    let address = |location: &Location| {
        location.addresses.first().and_then(|address| address.address_1.clone()).unwrap_or_default()
    };
    let fallback = || noun.as_location().map(address).unwrap_or_default();
    noun.name().map_or_else(fallback, str::to_owned)
}

fn organization_of(noun: &Noun) -> Option<Uuid> {
    let id = match noun {
        Noun::Service(service) => service.organization_id.as_deref(),
        Noun::Location(location) => location.organization_id.as_deref(),
        Noun::Organization(organization) => organization.parent_organization_id.as_deref(),
        Noun::Taxonomy(_) => None,
    };
    id.and_then(|id| id.parse().ok())
}

fn facts_of(entity: &Published, repeated: &Repeated) -> Facts {
    let is_derived = entity.derived.iter().any(|field| field == "latitude");
    match &entity.noun {
        Noun::Service(service) => Facts::Service(Box::new(ServiceFacts::of(service, repeated))),
        Noun::Location(location) => Facts::Location(Box::new(LocationFacts::of(location, is_derived))),
        Noun::Organization(_) | Noun::Taxonomy(_) => Facts::Other,
    }
}

fn fingerprint(entity: &Published, text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (entity.id, text, &entity.provenance, &entity.licences, &entity.referents, entity.modified)
        .hash(&mut hasher);
    hasher.finish()
}
