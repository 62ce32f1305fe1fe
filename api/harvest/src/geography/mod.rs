//! Areas, indicators and postcodes: what is known of places beside what partners say.
//!
//! Each import reads a file once from its beginning to its end, row by row, and puts what it could use in the place of
//! what was there, in one transaction. What cannot be used is refused by line and value; where nothing is left, or the
//! file cannot be read to its end, nothing is replaced. The same file again comes to the same.

mod areas;
mod boundary;
mod grid;
mod indicators;
mod intake;
mod lookup;
mod postcodes;
mod table;

use std::path::Path;

use model::{Dataset, Licence};
use store::Store;

pub use areas::{AreaColumns, areas_of};
pub use grid::wgs84;
pub use indicators::{IndicatorColumns, indicators_of};
pub use intake::{GeographyError, Intake, Refusal};
pub use lookup::LookupColumns;

/// What goes with an import: whose the data are, and what they are called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// The name of the data for people; made of what they are where there is none.
    pub name: Option<String>,
    /// How they were made.
    pub description: Option<String>,
    /// The licence, with the words that must go with it.
    pub licence: Licence,
}

impl Terms {
    fn dataset(&self, part: String, name: impl FnOnce() -> String) -> Dataset {
        let name = self.name.clone().unwrap_or_else(name);
        let (description, licence) = (self.description.clone(), self.licence.clone());
        Dataset { part, name, description, licence, lower_is_worse: false }
    }
}

/// Imports the areas of one kind from a file of GeoJSON or CSV: they take the place of all areas of that kind.
pub fn import_areas(
    store: &Store,
    file: &Path,
    kind: &str,
    columns: &AreaColumns,
    terms: &Terms,
) -> Result<Intake, GeographyError> {
    let kind = intake::code(kind)?;
    let dataset = terms.dataset(Dataset::areas(&kind), || format!("Areas: {kind}"));
    let mut intake = Intake::default();
    let mut rows =
        intake::handing(&mut intake, |intake, take| areas::read(file, &kind, columns, intake, take));
    let taken = store.replace_areas(&kind, &dataset, &mut rows);
    drop(rows);
    intake.settle(file, taken)
}

/// Imports one indicator from a file of CSV: it takes the place of what was there of that indicator. With a lookup the
/// figures are of smaller areas, and are put together.
pub fn import_indicator(
    store: &Store,
    file: &Path,
    code: &str,
    columns: &IndicatorColumns,
    lookup: Option<(&Path, &LookupColumns)>,
    (terms, lower_is_worse): (&Terms, bool),
) -> Result<Intake, GeographyError> {
    let code = intake::code(code)?;
    let dataset = terms.dataset(Dataset::indicator(&code), || code.clone());
    let dataset = Dataset { lower_is_worse, ..dataset };
    let mut intake = Intake::default();
    let mut rows = intake::handing(&mut intake, |intake, take| {
        let lookup = lookup.map(|(file, columns)| lookup::read(file, columns, intake)).transpose()?;
        indicators::read(file, &code, columns, lookup.as_ref(), intake, take)
    });
    let taken = store.replace_indicator(&code, &dataset, &mut rows);
    drop(rows);
    intake.settle(file, taken)
}

/// Imports a register of postcodes in the form of the ONS Postcode Directory or of Code-Point Open, as CSV or in a zip:
/// it takes the place of the one that was there. Postcodes that are no longer in use are left out.
pub fn import_postcodes(store: &Store, file: &Path, terms: &Terms) -> Result<Intake, GeographyError> {
    let dataset = terms.dataset(Dataset::POSTCODES.to_owned(), || "Postcodes".to_owned());
    let mut intake = Intake::default();
    let mut rows = intake::handing(&mut intake, |intake, take| postcodes::read(file, intake, take));
    let taken = store.replace_postcodes(&dataset, &mut rows);
    drop(rows);
    intake.settle(file, taken)
}
