use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::{
    fetch::{Fetch, Refused},
    formats::{TakeRows, leaves},
    mapping::Row,
};

/// How many rows are looked at.
const ROWS: usize = 500;

/// The code of the refusal by which a full sample ends the reading.
pub(super) const FULL: &str = "sample-full";

/// The first rows of a file, by columns.
#[derive(Debug, Default)]
pub(super) struct Sample {
    pub(super) columns: Vec<Column>,
    pub(super) rows: usize,
}

/// A column: its name and its filled cells.
#[derive(Debug)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) cells: Vec<String>,
}

impl Column {
    /// How many different cells it has.
    pub(super) fn different(&self) -> usize {
        self.cells.iter().collect::<BTreeSet<_>>().len()
    }

    /// The mean length of its cells, in characters.
    pub(super) fn length(&self) -> usize {
        let total: usize = self.cells.iter().map(|cell| cell.chars().count()).sum();
        total.checked_div(self.cells.len()).unwrap_or_default()
    }

    /// The share of its filled cells that are something, in hundredths.
    pub(super) fn share(&self, is: impl Fn(&str) -> bool) -> usize {
        let yes = self.cells.iter().filter(|cell| is(cell)).count();
        (yes * 100).checked_div(self.cells.len()).unwrap_or_default()
    }
}

impl Sample {
    pub(super) fn is_full(&self) -> bool {
        self.rows >= ROWS
    }

    /// Adds a cell, if it is filled, to the column of a name.
    fn add(&mut self, name: &str, cell: Option<String>) {
        match self.columns.iter_mut().find(|column| column.name == name) {
            Some(column) => column.cells.extend(cell),
            None => self.columns.push(Column { name: name.to_owned(), cells: cell.into_iter().collect() }),
        }
    }
}

impl TakeRows for Sample {
    fn header(&mut self, names: &[String]) {
        for name in names {
            self.add(name, None);
        }
    }

    fn row(
        &mut self,
        _fetch: &mut Fetch<'_>,
        _place: &str,
        _body: Vec<u8>,
        object: &Map<String, Value>,
    ) -> Result<(), Refused> {
        if self.is_full() {
            return Err(Refused::new(FULL, "enough was read", "nothing needs doing"));
        }
        self.rows += 1;
        for path in leaves(object, "") {
            let text = Row(object).text(&path).map(std::borrow::Cow::into_owned);
            self.add(&path, text);
        }
        Ok(())
    }
}
