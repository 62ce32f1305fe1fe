//! Which column holds which field.

use std::collections::BTreeSet;

use model::Kind;
use normalize::{schedule, text};
use serde_json::{Map, Value, json};

use super::{
    Certainty, LeftOver, ProposedField,
    property::Property,
    sample::{Column, Sample},
};
use crate::mapping::{IDS, NAMES};

/// Names of columns that hold terms of a classification.
const CATEGORIES: [&str; 7] =
    ["category", "categories", "type", "service type", "activity", "activities", "theme"];

/// Days as columns begin to name them, and as a mapping and the standard do.
pub(super) const DAYS: [(&str, &str, &str); 7] = [
    ("mon", "monday", "MO"),
    ("tue", "tuesday", "TU"),
    ("wed", "wednesday", "WE"),
    ("thu", "thursday", "TH"),
    ("fri", "friday", "FR"),
    ("sat", "saturday", "SA"),
    ("sun", "sunday", "SU"),
];

/// The column of ids, the fields, and the columns that are left over.
pub(super) fn assign(sample: &Sample) -> (Option<String>, Vec<ProposedField>, Vec<LeftOver>) {
    let mut assignment = Assignment { sample, used: BTreeSet::new(), fields: Vec::new() };
    let id = assignment.id();
    assignment.days();
    for certainty in [Certainty::Sure, Certainty::Likely, Certainty::Guess] {
        assignment.by_name_and_cells(certainty);
    }
    assignment.terms();
    assignment.name();
    assignment.description();
    assignment.name_of_place();
    let Assignment { used, mut fields, .. } = assignment;
    let rank = |field: &ProposedField| {
        NAMES.iter().position(|(kind, key, _)| *kind == field.kind && *key == field.field)
    };
    fields.sort_by_key(|field| rank(field).unwrap_or(usize::MAX));
    let left = sample.columns.iter().filter(|column| !used.contains(column.name.as_str()));
    let left =
        left.map(|column| LeftOver { column: column.name.clone(), example: column.cells.first().cloned() });
    (id, fields, left.collect())
}

struct Assignment<'s> {
    sample: &'s Sample,
    used: BTreeSet<&'s str>,
    fields: Vec<ProposedField>,
}

impl<'s> Assignment<'s> {
    fn free(&self) -> impl Iterator<Item = &'s Column> {
        self.sample.columns.iter().filter(|column| !self.used.contains(column.name.as_str()))
    }

    fn has(&self, kind: Kind, field: &str) -> bool {
        self.fields.iter().any(|known| known.kind == kind && known.field == field)
    }

    fn propose(&mut self, kind: Kind, field: &str, from: Value, certainty: Certainty, reason: String) {
        self.fields.push(ProposedField { kind, field: field.to_owned(), from, certainty, reason });
    }

    fn take(&mut self, kind: Kind, field: &str, column: &'s Column, certainty: Certainty, reason: String) {
        self.used.insert(&column.name);
        self.propose(kind, field, json!(column.name), certainty, reason);
    }

    /// A column with a usual name of ids whose cells are all there and all different.
    fn id(&mut self) -> Option<String> {
        let rows = self.sample.rows;
        let is_id = |column: &&Column| rows > 0 && column.cells.len() == rows && column.different() == rows;
        let found = self.free().filter(is_id).find(|column| named(column, &IDS).is_some())?;
        self.used.insert(&found.name);
        Some(found.name.clone())
    }

    /// Opening times with a column for each day.
    fn days(&mut self) {
        const FEWEST: usize = 3;
        let of_day = |(start, day, code): &(&str, &'static str, &'static str)| {
            let names_it =
                |column: &&Column| text::key(&column.name).split('-').any(|word| word.starts_with(start));
            let is_read =
                |column: &&Column| column.share(|cell| schedule::parse_day(code, cell).is_some()) >= 50;
            self.free().filter(names_it).find(is_read).map(|column| (*day, column))
        };
        let days: Vec<_> = DAYS.iter().filter_map(of_day).collect();
        if days.len() < FEWEST {
            return;
        }
        let columns: Map<String, Value> =
            days.iter().map(|(day, column)| ((*day).to_owned(), json!(column.name))).collect();
        self.used.extend(days.iter().map(|(_, column)| column.name.as_str()));
        let reason = format!("{} columns are named by days and hold times", days.len());
        self.propose(Kind::Service, "hours", Value::Object(columns), Certainty::Sure, reason);
    }

    /// Fields that are found with a certainty, by the usual names of columns and by what cells hold.
    fn by_name_and_cells(&mut self, certainty: Certainty) {
        for (kind, field, names) in NAMES {
            if self.has(*kind, field) {
                continue;
            }
            let candidates = self.free().filter_map(|column| Some((column, evidence(column, field, names)?)));
            let as_sure = candidates.filter(|(_, evidence)| evidence.certainty == certainty);
            if let Some((column, evidence)) = as_sure.min_by_key(|(_, evidence)| evidence.rank) {
                self.take(*kind, field, column, certainty, evidence.reason);
            }
        }
    }

    /// Columns that are named like a classification and have few different cells.
    fn terms(&mut self) {
        const MOST: usize = 50;
        let is_list = |column: &&Column| column.different() > 0 && column.different() <= MOST;
        let found = self.free().filter(is_list).find(|column| named(column, &CATEGORIES).is_some());
        if let Some(column) = found {
            let separator =
                [";", "|"].into_iter().find(|sign| column.cells.iter().any(|cell| cell.contains(sign)));
            let mut from = json!({ "column": column.name, "taxonomy": column.name });
            if let (Some(table), Some(separator)) = (from.as_object_mut(), separator) {
                table.insert("separator".to_owned(), separator.into());
            }
            self.used.insert(&column.name);
            let reason = format!("its name, and {} different words", column.different());
            self.propose(Kind::Service, "terms", from, Certainty::Likely, reason);
        }
    }

    /// No row is anything without a name: else the first column whose cells could be names, else the first.
    fn name(&mut self) {
        const LONGEST: usize = 80;
        if self.has(Kind::Service, "name") {
            return;
        }
        let is_name = |column: &&Column| {
            let letters = column.share(|cell| cell.chars().any(char::is_alphabetic));
            letters > 90 && column.length() <= LONGEST && column.different() * 2 > column.cells.len()
        };
        let found = self.free().find(is_name).or_else(|| self.sample.columns.first());
        if let Some(column) = found {
            let reason = "no column has a usual name of names; its cells could be names".to_owned();
            self.take(Kind::Service, "name", column, Certainty::Guess, reason);
        }
    }

    fn description(&mut self) {
        const SHORTEST: usize = 60;
        if self.has(Kind::Service, "description") {
            return;
        }
        let longest =
            self.free().filter(|column| column.length() >= SHORTEST).max_by_key(|column| column.length());
        if let Some(column) = longest {
            let reason = format!("its cells have {} characters on average", column.length());
            self.take(Kind::Service, "description", column, Certainty::Guess, reason);
        }
    }

    /// A place without a name of its own has that of its service.
    fn name_of_place(&mut self) {
        let has_place = self.fields.iter().any(|field| field.kind == Kind::Location);
        let name = self.fields.iter().find(|field| field.kind == Kind::Service && field.field == "name");
        if let Some(from) =
            name.filter(|_| has_place && !self.has(Kind::Location, "name")).map(|name| name.from.clone())
        {
            let reason = "no column names the place".to_owned();
            self.propose(Kind::Location, "name", from, Certainty::Guess, reason);
        }
    }
}

/// What speaks for a column to hold a field.
struct Evidence {
    certainty: Certainty,
    reason: String,
    /// Of equally sure columns the one with the least counts.
    rank: usize,
}

fn evidence(column: &Column, field: &str, names: &[&str]) -> Option<Evidence> {
    let usual = named(column, names);
    // The postcode of an address often has a column of its own.
    let speaks = |property: &Property| *property != Property::Address || usual.is_none();
    let property = Property::of_field(field).filter(speaks);
    let partly = usual.is_some() || names_partly(column, names);
    let cells = property.map(|property| (property, property.share(column)));
    let counted =
        |(property, share): (Property, usize)| format!("{share} in 100 cells are {}", property.plural());
    let told = |certainty, reason| Some(Evidence { certainty, reason, rank: usual.unwrap_or(names.len()) });
    match (usual, cells) {
        (Some(_), None) => told(Certainty::Sure, "a usual name".to_owned()),
        (Some(_), Some(_)) if column.cells.is_empty() => {
            told(Certainty::Likely, "a usual name; its cells are empty".to_owned())
        }
        (Some(_), Some(cells)) if cells.0.is_in(column) => {
            told(Certainty::Sure, format!("a usual name, and {}", counted(cells)))
        }
        (Some(_), Some(cells)) => {
            told(Certainty::Likely, format!("a usual name, but only {}", counted(cells)))
        }
        (None, Some(cells)) if cells.0.is_told_by(column) || partly && cells.0.is_in(column) => {
            told(Certainty::Likely, counted(cells))
        }
        (None, None) if partly => told(Certainty::Guess, "its name holds a usual one".to_owned()),
        (None, _) => None,
    }
}

/// The position among usual names that a column has one of.
fn named(column: &Column, names: &[&str]) -> Option<usize> {
    let key = text::key(&column.name);
    names.iter().position(|name| text::key(name) == key)
}

/// Whether the words of a column's name hold those of a usual one, side by side.
fn names_partly(column: &Column, names: &[&str]) -> bool {
    let key = format!("-{}-", text::key(&column.name));
    names.iter().any(|name| key.contains(&format!("-{}-", text::key(name))))
}
