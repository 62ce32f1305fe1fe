//! The columns that a mapping reads.

use model::{Kind, Noun, Visibility, hsds::FieldKind};

use super::{
    TemplateColumn,
    words::{self, Words},
};
use crate::{
    Mapping,
    mapping::{Cell, Form, Taken},
};

/// The kinds in the order in which people think of them, and of each the fields that come first.
const ORDER: [(Kind, &[&str]); 3] = [
    (
        Kind::Service,
        &[
            "name",
            "alternate_name",
            "description",
            "terms",
            "status",
            "url",
            "email",
            "phone",
            "hours",
            "eligibility_description",
            "minimum_age",
            "maximum_age",
            "fees_description",
            "application_process",
        ],
    ),
    (
        Kind::Location,
        &[
            "id",
            "name",
            "address",
            "attention",
            "address_1",
            "address_2",
            "city",
            "region",
            "state_province",
            "postal_code",
            "country",
            "latitude",
            "longitude",
            "uprn",
        ],
    ),
    (Kind::Organization, &["id", "name", "description", "website", "email", "phone"]),
];

/// The columns with usual names that a template without a mapping has, as people write them.
const USUAL: [(Kind, &str, &str); 18] = [
    (Kind::Service, "name", "Name"),
    (Kind::Service, "description", "Description"),
    (Kind::Service, "url", "Website"),
    (Kind::Service, "email", "Email"),
    (Kind::Service, "phone", "Telephone"),
    (Kind::Service, "hours", "Opening hours"),
    (Kind::Location, "name", "Venue"),
    (Kind::Location, "address_1", "Address line 1"),
    (Kind::Location, "address_2", "Address line 2"),
    (Kind::Location, "city", "Town"),
    (Kind::Location, "state_province", "County"),
    (Kind::Location, "postal_code", "Postcode"),
    (Kind::Location, "latitude", "Latitude"),
    (Kind::Location, "longitude", "Longitude"),
    (Kind::Location, "uprn", "UPRN"),
    (Kind::Organization, "name", "Organisation"),
    (Kind::Organization, "charity_number", "Charity number"),
    (Kind::Organization, "company_number", "Company number"),
];

/// The usual column of ids.
const USUAL_ID: &str = "Reference";

/// The columns of a source without a mapping: see [`Mapping::usual`].
pub(super) fn usual() -> Vec<TemplateColumn> {
    let id = column(USUAL_ID, words::of_usual_id());
    let named = USUAL.iter().map(|(kind, key, name)| {
        let mut column = column(name, words::of(*kind, key));
        column.is_needed = (*kind, *key) == (Kind::Service, "name");
        column
    });
    [id].into_iter().chain(named).collect()
}

/// The columns of a mapping.
pub(super) fn mapped(mapping: &Mapping) -> Vec<TemplateColumn> {
    let mut columns = Columns::default();
    if let Some(id) = &mapping.id {
        columns.add(&[id], words::of_id(), |_| ());
    }
    for (kind, first) in ORDER {
        let mut cells: Vec<(&String, &Cell)> = mapping.of(kind).iter().collect();
        cells.sort_by_key(|(key, _)| first.iter().position(|known| known == key).unwrap_or(first.len()));
        cells.into_iter().for_each(|(key, cell)| columns.add_cell(kind, key, cell));
    }
    for (column, value) in &mapping.only {
        let only = |found: &mut TemplateColumn| found.allowed = vec![value.clone()];
        columns.add(&[column], words::of_constant(value), only);
    }
    if let Some(Cell { form: Form::One(taken), .. }) = &mapping.visibility {
        let marks =
            [Visibility::Public, Visibility::Partner, Visibility::Private].map(|mark| mark.to_string());
        columns.add_taken(taken, &words::of_visibility(), &marks);
    }
    let needed = mapping.key_columns().into_iter().chain(mapping.only.keys().map(|name| vec![name.as_str()]));
    needed.for_each(|group| columns.need(&group));
    columns.0
}

/// Columns as they are found, each once.
#[derive(Default)]
struct Columns(Vec<TemplateColumn>);

impl Columns {
    fn add_cell(&mut self, kind: Kind, key: &str, cell: &Cell) {
        let allowed: Vec<String> = choices(kind, key).iter().map(|word| (*word).to_owned()).collect();
        match &cell.form {
            Form::One(taken) => self.add_taken(taken, &words::of(kind, key), &allowed),
            Form::Many(list) => {
                list.iter().for_each(|taken| self.add_taken(taken, &words::of(kind, key), &allowed));
            }
            Form::Days(days) => {
                days.iter().for_each(|(day, taken)| self.add_taken(taken, &words::of_day(day), &[]));
            }
        }
    }

    fn add_taken(&mut self, taken: &Taken, words: &Words, allowed: &[String]) {
        // The publisher's own words, where they are told; as an example the one that stands for the first of the standard.
        let values = taken.values.iter().flatten().filter(|(word, _)| !word.is_empty());
        let usual =
            values.clone().find(|(_, meant)| Some(*meant) == allowed.first()).map(|(word, _)| word.clone());
        let own: Vec<String> = values.map(|(word, _)| word.clone()).collect();
        let allowed = if taken.values.is_some() { own } else { allowed.to_vec() };
        let example = usual.or_else(|| allowed.first().cloned()).unwrap_or_default();
        let is_alone = taken.groups().len() == 1;
        let separator = taken.separator.clone().filter(|_| taken.is_split());
        for group in taken.groups() {
            self.add(&group, words.clone(), |column| {
                column.separator = column.separator.take().or_else(|| separator.clone());
                if is_alone && column.allowed.is_empty() && !allowed.is_empty() {
                    column.example.clone_from(&example);
                    column.allowed.clone_from(&allowed);
                }
            });
        }
    }

    /// The first column of a group of which one is enough, with what goes there, also where it goes to several fields;
    /// and what else is to be said of it.
    fn add(&mut self, group: &[&str], words: Words, more: impl FnOnce(&mut TemplateColumn)) {
        let at = self.find(group).unwrap_or_else(|| {
            let name = group.first().copied().unwrap_or_default();
            let without = Words { holds: String::new(), ..words.clone() };
            self.0.push(column(name, without));
            self.0.len() - 1
        });
        let Some(found) = self.0.get_mut(at) else { return };
        if !found.holds.contains(&words.holds) {
            let gap = if found.holds.is_empty() { "" } else { " " };
            found.holds = format!("{}{gap}{}", found.holds, words.holds);
        }
        more(found);
    }

    fn need(&mut self, group: &[&str]) {
        let words = if self.find(group).is_some() { Words::default() } else { words::of_key() };
        self.add(group, words, |column| column.is_needed = true);
    }

    /// Where one of these columns is. Upper and lower case do not count, as they do not where rows are read.
    fn find(&self, group: &[&str]) -> Option<usize> {
        let is_one =
            |column: &TemplateColumn| group.iter().any(|name| name.eq_ignore_ascii_case(&column.name));
        self.0.iter().position(is_one)
    }
}

fn column(name: &str, words: Words) -> TemplateColumn {
    TemplateColumn {
        name: name.to_owned(),
        is_needed: false,
        holds: words.holds,
        example: words.example,
        allowed: Vec::new(),
        separator: None,
    }
}

/// The words that a field of a closed list may have.
fn choices(kind: Kind, key: &str) -> &'static [&'static str] {
    match Noun::noun_type(kind).field(key).map(|field| field.kind) {
        Some(FieldKind::Choice(words)) => words,
        _ => &[],
    }
}
