//! Tables of words, kept as text files in `data/`.
//!
//! A line is `kept: form, form`, or a word alone that is kept as it is; forms may have spaces. `#` begins a comment;
//! each file begins with one on its origin.

use rustc_hash::FxHashMap;

/// Words, and what each is to be written as.
pub(crate) struct Table(FxHashMap<&'static str, &'static str>);

impl Table {
    /// Reads a table. A form that stands in two lines keeps the first.
    pub(crate) fn of(text: &'static str) -> Self {
        let mut table = FxHashMap::default();
        for (form, kept) in rows(text) {
            table.entry(form).or_insert(kept);
        }
        Self(table)
    }

    /// What a word is written as, where the table holds it.
    pub(crate) fn get(&self, word: &str) -> Option<&'static str> {
        self.0.get(word).copied()
    }

    /// Whether the table holds a word.
    pub(crate) fn has(&self, word: &str) -> bool {
        self.0.contains_key(word)
    }
}

/// The forms of a table with what each is written as, row by row.
pub(crate) fn rows(text: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let rows = text.lines().map(|row| row.split('#').next().unwrap_or_default().trim());
    rows.filter(|row| !row.is_empty()).flat_map(|row| {
        let (kept, forms) = row.split_once(':').unwrap_or((row, ""));
        let (kept, forms) = (kept.trim(), forms.split(',').map(str::trim).filter(|form| !form.is_empty()));
        std::iter::once(kept).chain(forms).map(move |form| (form, kept))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_names_what_is_kept_and_its_other_forms() {
        let table = Table::of("# origin\nstreet: st, str # a note\nmews\n\n");
        assert_eq!((table.get("st"), table.get("street")), (Some("street"), Some("street")));
        assert!(table.has("mews") && !table.has("origin") && !table.has(""));
    }
}
