use model::hsds::Location;
use serde_json::Value;

use crate::{Entry, ListKind, Snapshot, entry::Part};

/// What an entry can be found by, from what names it to what only describes it.
#[derive(Debug, Default)]
pub(crate) struct Words {
    pub(crate) name: String,
    pub(crate) terms: String,
    pub(crate) organization: String,
    pub(crate) place: String,
    pub(crate) description: String,
}

/// The fields that describe; the others are codes, addresses on the web and the like.
const DESCRIBING: &[&str] = &[
    "description",
    "eligibility_description",
    "application_process",
    "fees_description",
    "interpretation_services",
    "accreditations",
    "transportation",
    "alert",
];

impl Words {
    pub(crate) fn of(snapshot: &Snapshot, entry: &Entry) -> Self {
        let mut words = Self { name: entry.name().to_owned(), ..Self::default() };
        words.describe(&entry.value());
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

    fn describe(&mut self, value: &Value) {
        let text = |name: &str| value.get(name).and_then(Value::as_str);
        text("alternate_name").into_iter().for_each(|name| push(&mut self.name, name));
        for name in DESCRIBING {
            text(name).into_iter().for_each(|text| push(&mut self.description, text));
        }
        // The code of a term and the number of a body are how experts look for them.
        text("code").into_iter().for_each(|code| push(&mut self.terms, code));
        let identifiers = value.get("organization_identifiers").and_then(Value::as_array);
        for identifier in identifiers.into_iter().flatten().filter_map(|one| one.get("identifier")?.as_str())
        {
            push(&mut self.terms, identifier);
        }
    }

    /// The name and the addresses of a location; postcodes with and without their space.
    fn place(&mut self, entry: &Entry) {
        push(&mut self.place, entry.name());
        // The entry was encoded from this very type.
        let location: Location = serde_json::from_str(&entry.nested()).unwrap_or_default();
        for address in &location.addresses {
            let lines = [&address.address_1, &address.address_2, &address.city, &address.postal_code];
            lines.into_iter().flatten().for_each(|line| push(&mut self.place, line));
            let compact = address.postal_code.as_ref().map(|postcode| postcode.replace(' ', ""));
            compact.into_iter().for_each(|postcode| push(&mut self.place, &postcode));
        }
    }
}

fn push(words: &mut String, more: &str) {
    if !words.is_empty() {
        words.push('\n');
    }
    words.push_str(more);
}
