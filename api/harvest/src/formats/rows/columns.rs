//! The names of columns.

use std::collections::BTreeSet;

use crate::spreadsheet::plain;

/// The names of the columns, each once, from what the header says: those without a name or with another's are given
/// one by their number, which begins with the one told.
pub(crate) fn names(written: impl IntoIterator<Item = String>, first: usize) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let numbered = (first..).zip(written);
    let named = numbered.map(|(number, written)| {
        // Programs that join files leave the mark of a beginning within.
        let written = written.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        let written = plain(written);
        let mut name = if written.is_empty() { unnamed(number) } else { written.to_owned() };
        while !taken.insert(name.clone()) {
            name = format!("{name} (column {number})");
        }
        name
    });
    named.collect()
}

/// The name of a column that has none.
pub(crate) fn unnamed(number: usize) -> String {
    format!("column {number}")
}
