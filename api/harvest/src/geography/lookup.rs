use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
};

use super::{
    intake::{GeographyError, Intake},
    table::Table,
};

/// Which columns of a lookup tell the smaller and the greater area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookupColumns {
    /// That of the smaller area, such as `lsoa21_code`.
    pub from: String,
    /// That of the greater one, such as `ward24_code`.
    pub to: String,
    /// That of a weight, such as how many people live in both; every row counts the same where there is none.
    pub weight: Option<String>,
}

/// Smaller areas, each with the greater ones that it lies in, and how much of it.
pub(super) struct Lookup(HashMap<String, BTreeMap<String, f64>>);

const NO_CODES: (&str, &str) = ("lacks a code", "fill both codes in");
const NO_WEIGHT: (&str, &str) = ("has a weight that is no number above nought", "correct it");

impl Lookup {
    pub(super) fn of(&self, area: &str) -> Option<&BTreeMap<String, f64>> {
        self.0.get(area)
    }
}

/// Rows that say the same again add up: with a list of postcodes for a lookup, an area counts in each of those that it lies
/// in by the number of its postcodes there.
pub(super) fn read(
    file: &Path,
    columns: &LookupColumns,
    intake: &mut Intake,
) -> Result<Lookup, GeographyError> {
    let mut table = Table::open(file)?;
    let from = table.named(Some(&columns.from), &[], "--from")?;
    let to = table.named(Some(&columns.to), &[], "--to")?;
    let weigh = |name: &String| table.named(Some(name), &[], "--lookup-weight");
    let weight = columns.weight.as_ref().map(weigh).transpose()?;
    let (mut lookup, since) = (HashMap::<_, BTreeMap<_, f64>>::new(), intake.refusals.len());
    while table.next(intake)? {
        let (from, to) = (table.cell(from), table.cell(to));
        let share = if weight.is_some() { table.number(weight) } else { Some(1.0) };
        match share.filter(|share| *share > 0.0) {
            _ if from.is_empty() || to.is_empty() => {
                intake.refuse(table.line(), format!("{from},{to}"), NO_CODES);
            }
            None => {
                let text = table.filled(weight).unwrap_or_default().to_owned();
                intake.refuse(table.line(), text, NO_WEIGHT);
            }
            Some(share) => {
                *lookup.entry(from.to_owned()).or_default().entry(to.to_owned()).or_default() += share;
            }
        }
    }
    intake.in_file(&file.display().to_string(), since);
    if lookup.is_empty() { Err(GeographyError::empty(file)) } else { Ok(Lookup(lookup)) }
}
