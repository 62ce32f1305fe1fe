use std::borrow::Cow;

use serde::Deserialize;

use crate::{Entry, ListKind, Snapshot, entry::Part, packed::own};

/// What an entry can be found by, from what names it to what only describes it.
#[derive(Debug, Default)]
pub(crate) struct Words {
    pub(crate) name: String,
    pub(crate) terms: String,
    pub(crate) organization: String,
    pub(crate) place: String,
    pub(crate) description: String,
}

/// The fields that name and describe, and the codes by which experts look for things; whatever else an entity has is
/// passed over.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Described<'a> {
    #[serde(borrow)]
    alternate_name: Option<Cow<'a, str>>,
    #[serde(borrow)]
    description: Option<Cow<'a, str>>,
    #[serde(borrow)]
    eligibility_description: Option<Cow<'a, str>>,
    #[serde(borrow)]
    application_process: Option<Cow<'a, str>>,
    #[serde(borrow)]
    fees_description: Option<Cow<'a, str>>,
    #[serde(borrow)]
    interpretation_services: Option<Cow<'a, str>>,
    #[serde(borrow)]
    accreditations: Option<Cow<'a, str>>,
    #[serde(borrow)]
    transportation: Option<Cow<'a, str>>,
    #[serde(borrow)]
    alert: Option<Cow<'a, str>>,
    #[serde(borrow)]
    code: Option<Cow<'a, str>>,
    #[serde(borrow)]
    organization_identifiers: Vec<Identifier<'a>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Identifier<'a> {
    #[serde(borrow)]
    identifier: Cow<'a, str>,
}

impl Words {
    pub(crate) fn of(snapshot: &Snapshot, entry: &Entry) -> Self {
        let mut words = Self { name: entry.name().to_owned(), ..Self::default() };
        words.describe(&entry.nested());
        if entry.part == Part::Whole && entry.kind != ListKind::Taxonomy {
            entry.body.terms.iter().for_each(|term| push(&mut words.terms, &term.name));
        }
        if matches!(entry.kind, ListKind::Service | ListKind::Location) {
            let organization = snapshot.organization_of(entry);
            organization.into_iter().for_each(|one| push(&mut words.organization, one.name()));
        }
        match entry.kind {
            ListKind::Location => words.place(entry),
            _ => {
                entry.location_ids().filter_map(|id| snapshot.entry(id)).for_each(|place| words.place(place))
            }
        }
        words
    }

    fn describe(&mut self, text: &str) {
        let told: Described<'_> = own("an encoded entity", serde_json::from_str(text));
        told.alternate_name.iter().for_each(|name| push(&mut self.name, name));
        let describing = [
            told.description,
            told.eligibility_description,
            told.application_process,
            told.fees_description,
            told.interpretation_services,
            told.accreditations,
            told.transportation,
            told.alert,
        ];
        describing.iter().flatten().for_each(|text| push(&mut self.description, text));
        told.code.iter().for_each(|code| push(&mut self.terms, code));
        told.organization_identifiers.iter().for_each(|one| push(&mut self.terms, &one.identifier));
    }

    /// The name and the addresses of a location.
    fn place(&mut self, entry: &Entry) {
        push(&mut self.place, entry.name());
        entry.body.location().into_iter().for_each(|location| self.place.push_str(&location.words));
    }
}

fn push(words: &mut String, more: &str) {
    if !words.is_empty() {
        words.push('\n');
    }
    words.push_str(more);
}
