use std::collections::{BTreeMap, BTreeSet};

use model::{IssueDraft, Kind, Severity, Visibility};
use serde::{Deserialize, de::IgnoredAny};
use serde_json::{Map, Value, value::RawValue};

use super::{
    marks::{self, Marks},
    nameless::{self, text_of},
    told::{fuller, taxonomy_of},
};
use crate::{
    fetch::{Fetch, Refused},
    formats::{JSON, oruk_1},
    issues::shown,
};

/// The edition of the standard that a feed is written in, as far as it matters for taking it apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Edition {
    /// HSDS and Open Referral UK 3.
    #[default]
    Three,
    /// Open Referral UK 1.0: its taxonomies are terms, each of which names its vocabulary.
    One,
}

/// How deep records may be nested in each other: services hold organizations and locations, which hold no more.
const DEEPEST: usize = 8;

/// What is looked for in an object without reading the rest of it.
#[derive(Deserialize)]
struct Nested<'a> {
    #[serde(borrow, default)]
    id: Option<&'a RawValue>,
    #[serde(borrow, default)]
    visibility: Option<&'a RawValue>,
    #[serde(borrow, default)]
    organization_id: Option<&'a RawValue>,
    #[serde(borrow, default)]
    organization: Option<&'a RawValue>,
    #[serde(borrow, default)]
    service_at_locations: Option<&'a RawValue>,
    #[serde(borrow, default)]
    location_id: Option<&'a RawValue>,
    #[serde(borrow, default)]
    location: Option<&'a RawValue>,
    #[serde(borrow, default)]
    locations: Option<&'a RawValue>,
}

/// Takes the objects of a feed apart into items, and puts taxonomies together.
#[derive(Default)]
pub(crate) struct Splitter {
    edition: Edition,
    /// Services that use names of an older edition than the feed is read by, and the first of them.
    outdated: u64,
    first_outdated: String,
    marks: Marks,
    taxonomies: BTreeMap<String, Map<String, Value>>,
    terms: BTreeMap<String, BTreeMap<String, Map<String, Value>>>,
}

impl Splitter {
    /// Takes feeds of an edition apart.
    pub(crate) fn of(edition: Edition) -> Self {
        Self { edition, ..Self::default() }
    }

    /// Takes a service, or an organization or location that is listed in its own right.
    pub(crate) fn listed(
        &mut self,
        fetch: &mut Fetch<'_>,
        kind: Kind,
        text: &str,
        place: &str,
    ) -> Result<(), Refused> {
        let Some(id) = own_id(text) else {
            let reason = match serde_json::from_str::<IgnoredAny>(text) {
                Ok(_) => format!("this {kind} has no id that can be used"),
                Err(error) => format!("this {kind} is no JSON: {error}"),
            };
            let action = "write it whole, with an id; until then nothing is taken to be gone";
            fetch.issues.kept_out("no-id", place, &reason, action);
            fetch.nameless += 1;
            return Ok(());
        };
        let id = format!("{kind}/{id}");
        match kind {
            Kind::Service => {
                fetch.item(&id, JSON, text.as_bytes())?;
                self.note_edition(&id, text);
            }
            _ => fetch.offer(&id, JSON, text.as_bytes())?,
        }
        self.marks.note(&id, mark_of(text).unwrap_or_default());
        self.nested(fetch, text)
    }

    /// Takes a service in full under the id that it is listed by.
    pub(crate) fn detail(&mut self, fetch: &mut Fetch<'_>, id: &str, text: &str) -> Result<(), Refused> {
        let item = format!("{}/{id}", Kind::Service);
        fetch.item(&item, JSON, text.as_bytes())?;
        self.note_edition(&item, text);
        // What is told of another service is told of when the item is read, and nothing is taken from it.
        if own_id(text).is_some_and(|own| own != id) { Ok(()) } else { self.nested(fetch, text) }
    }

    fn note_edition(&mut self, id: &str, text: &str) {
        if self.edition == Edition::Three && oruk_1::is_edition_1(text) {
            if self.outdated == 0 {
                self.first_outdated = shown(&id.replacen('/', ":", 1));
            }
            self.outdated += 1;
        }
    }

    /// Takes what is nested in an object.
    pub(crate) fn nested(&mut self, fetch: &mut Fetch<'_>, text: &str) -> Result<(), Refused> {
        self.within(fetch, text, mark_of(text).unwrap_or_default(), 0)
    }

    /// Takes what is nested in an object that is marked so, as deep as the standard nests.
    fn within(
        &mut self,
        fetch: &mut Fetch<'_>,
        text: &str,
        mark: Visibility,
        depth: usize,
    ) -> Result<(), Refused> {
        if depth > DEEPEST {
            let reason = format!("records are nested in each other more than {DEEPEST} deep in the feed");
            return Err(Refused::new("too-deep", reason, "refer to what is nested by its id"));
        }
        // An object that cannot be read is told of when its own item is.
        let Ok(nested) = serde_json::from_str::<Nested<'_>>(text) else { return Ok(()) };
        if let Some(organization) = nested.organization {
            let id = nameless::nested(Kind::Organization, organization.get(), nested.organization_id);
            self.shared(fetch, (Kind::Organization, id, organization.get()), mark, depth)?;
        }
        for place in elements(nested.service_at_locations) {
            if let Ok(Nested { location: Some(location), location_id, .. }) =
                serde_json::from_str(place.get())
            {
                let id = nameless::nested(Kind::Location, location.get(), location_id);
                self.shared(fetch, (Kind::Location, id, location.get()), mark, depth)?;
            }
        }
        for location in elements(nested.locations) {
            let id = nameless::nested(Kind::Location, location.get(), None);
            self.shared(fetch, (Kind::Location, id, location.get()), mark, depth)?;
        }
        let is_old = self.edition == Edition::One;
        if is_old || text.contains("taxonomy_term") {
            let value: Value = serde_json::from_str(text).unwrap_or_default();
            self.terms_within(&value, 0);
            let closed = value.as_object().filter(|_| is_old).map(oruk_1::closed_terms);
            closed.into_iter().flatten().for_each(|term| self.term(term));
        }
        Ok(())
    }

    fn shared(
        &mut self,
        fetch: &mut Fetch<'_>,
        (kind, id, text): (Kind, Option<String>, &str),
        around: Visibility,
        depth: usize,
    ) -> Result<(), Refused> {
        let Some(id) = id else { return Ok(()) };
        let (id, mark) = (format!("{kind}/{id}"), mark_of(text).unwrap_or(around));
        fetch.offer(&id, JSON, text.as_bytes())?;
        self.marks.note(&id, mark);
        self.within(fetch, text, mark, depth + 1)
    }

    /// Keeps the marks of what was known before and is told of again.
    pub(crate) fn keep_marks(&mut self, fetch: &mut Fetch<'_>) -> Result<(), Refused> {
        self.marks.note_known(fetch)
    }

    /// Notes the terms of all attributes of an object.
    fn terms_within(&mut self, value: &Value, depth: usize) {
        const DEEPEST: usize = 16;
        match value {
            Value::Object(object) if depth < DEEPEST => {
                let names: &[&str] = match self.edition {
                    Edition::One => &["taxonomy", "taxonomys", "taxonomies"],
                    Edition::Three => &["taxonomy_term"],
                };
                let told = names.iter().filter_map(|name| object.get(*name)).flat_map(one_or_many);
                told.filter_map(Value::as_object).for_each(|term| self.term(term.clone()));
                object.values().for_each(|value| self.terms_within(value, depth + 1));
            }
            Value::Array(list) if depth < DEEPEST => {
                list.iter().for_each(|value| self.terms_within(value, depth + 1))
            }
            _ => {}
        }
    }

    /// Notes a taxonomy, with the terms that may be in it.
    pub(crate) fn taxonomy(&mut self, mut taxonomy: Map<String, Value>) {
        if self.edition == Edition::One {
            return self.term(taxonomy);
        }
        let Some(id) = taxonomy.get("id").and_then(text_of) else { return };
        if let Some(Value::Array(terms)) = taxonomy.remove("taxonomy_terms") {
            for term in terms {
                if let Value::Object(mut term) = term {
                    term.entry("taxonomy_id").or_insert_with(|| id.clone().into());
                    self.term(term);
                }
            }
        }
        fuller(self.taxonomies.entry(id).or_default(), taxonomy);
    }

    /// Notes a term. One that names no taxonomy stays with the records that use it.
    pub(crate) fn term(&mut self, mut term: Map<String, Value>) {
        if self.edition == Edition::One {
            term = oruk_1::term(term);
        }
        let detail = match term.remove("taxonomy_detail") {
            Some(Value::Object(detail)) => Some(detail),
            _ => None,
        };
        let Some(taxonomy) = taxonomy_of(&term, detail.as_ref()) else { return };
        let Some(id) = term.get("id").and_then(text_of) else { return };
        if let Some(name) = term.get("taxonomy").filter(|name| name.is_string()) {
            let named = Map::from_iter([("name".to_owned(), name.clone())]);
            fuller(self.taxonomies.entry(taxonomy.clone()).or_default(), named);
        }
        if let Some(detail) = detail {
            fuller(self.taxonomies.entry(taxonomy.clone()).or_default(), detail);
        }
        fuller(self.terms.entry(taxonomy).or_default().entry(id).or_default(), term);
    }

    fn tell_edition(&self, fetch: &mut Fetch<'_>) {
        if self.outdated == 0 {
            return;
        }
        let reason = format!(
            "{} services use names of Open Referral UK 1, which edition 3 does not have",
            self.outdated
        );
        let action = "set `format = \"oruk-1\"`; until then what those names tell is left out";
        let issue = IssueDraft::new(Severity::Warning, "older-edition", reason, action);
        fetch.issues.push(issue.in_record(self.first_outdated.clone()));
    }

    /// The taxonomies of which something was told.
    pub(crate) fn taxonomies(&self) -> BTreeSet<String> {
        self.taxonomies.keys().chain(self.terms.keys()).cloned().collect()
    }

    /// Spools the taxonomies.
    pub(crate) fn finish(self, fetch: &mut Fetch<'_>) -> Result<(), Refused> {
        self.tell_edition(fetch);
        let Self { mut taxonomies, terms, marks, .. } = self;
        marks.write(fetch)?;
        for (id, terms) in terms {
            let taxonomy = taxonomies.entry(id).or_default();
            let terms = terms.into_values().map(Value::Object).collect();
            taxonomy.insert("taxonomy_terms".to_owned(), Value::Array(terms));
        }
        for (id, taxonomy) in taxonomies {
            let body = serde_json::to_vec(&taxonomy).unwrap_or_default();
            fetch.spool.put(&format!("{}/{}", Kind::Taxonomy, shown(&id)), JSON, &body)?;
        }
        Ok(())
    }
}

fn elements(list: Option<&RawValue>) -> Vec<&RawValue> {
    list.and_then(|list| serde_json::from_str(list.get()).ok()).unwrap_or_default()
}

/// A value, or the elements of a list.
fn one_or_many(value: &Value) -> &[Value] {
    value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice)
}

/// Who may see an object that has not been read, if it says so.
fn mark_of(text: &str) -> Option<Visibility> {
    let nested: Nested<'_> = serde_json::from_str(text).ok()?;
    marks::said(serde_json::from_str(nested.visibility?.get()).ok().as_ref())
}

/// The id of an object that has not been read.
pub(super) fn own_id(text: &str) -> Option<String> {
    let nested: Nested<'_> = serde_json::from_str(text).ok()?;
    text_of(&serde_json::from_str(nested.id?.get()).ok()?)
}
