//! The columns of the queue as a sheet, the same in a workbook and in CSV.

use ::harvest::spreadsheet::plain;
use ::reconcile::review::{Doubt, Row};

use crate::waterfall::{CARD, word};

/// The columns that are filled in, and those that say which pair a row is about.
pub(super) const VERDICT: &str = "verdict";
pub(super) const REASON: &str = "reason";
const A: &str = "record_a";
const B: &str = "record_b";
const FINGERPRINT: &str = "fingerprint";

/// The headings, in order: what to decide first, what it is decided by, and the names that lead back to the pair.
pub(super) fn headings() -> Vec<String> {
    let card = CARD.iter().flat_map(|(label, _)| [format!("{label}_a"), format!("{label}_b")]);
    let first = [VERDICT, REASON].map(str::to_owned);
    let last = ["source_a", "source_b", "score", "probability", "why", A, B, FINGERPRINT].map(str::to_owned);
    first.into_iter().chain(card).chain(last).collect()
}

/// The cells of a doubt, under those headings.
pub(super) fn cells(doubt: &Doubt) -> Vec<String> {
    let (found, explained) = (&doubt.matched, &doubt.matched.explanation);
    let card = CARD.iter().flat_map(|(_, show)| [show(&doubt.a), show(&doubt.b)]);
    let weights = explained.comparisons.iter().map(|compared| {
        let weight = f64::from(compared.weight) / 1000.0;
        format!("{} {} {weight:+.1}", word(&compared.property), word(&compared.level))
    });
    let why: Vec<_> = weights.chain(explained.rules.iter().cloned()).collect();
    let last = [
        found.a.source.clone(),
        found.b.source.clone(),
        format!("{:.3}", f64::from(explained.score) / 1000.0),
        format!("{:.4}", explained.probability),
        why.join("; "),
        found.a.record.to_string(),
        found.b.record.to_string(),
        doubt.fingerprint.clone(),
    ];
    [String::new(), String::new()].into_iter().chain(card).chain(last).collect()
}

/// Where a sheet has the columns that come back. Others may be moved, added or removed.
#[derive(Clone, Copy)]
pub(super) struct Columns {
    a: usize,
    b: usize,
    fingerprint: usize,
    verdict: usize,
    reason: usize,
}

impl Columns {
    /// Finds the columns by their headings, or names the one that is missing.
    pub(super) fn find(headings: &[String]) -> Result<Self, String> {
        let find = |name: &str| {
            let at = headings.iter().position(|heading| heading.trim().eq_ignore_ascii_case(name));
            at.ok_or_else(|| format!("the sheet has no column `{name}`; use the columns of the export"))
        };
        Ok(Self {
            a: find(A)?,
            b: find(B)?,
            fingerprint: find(FINGERPRINT)?,
            verdict: find(VERDICT)?,
            reason: find(REASON)?,
        })
    }

    /// The row that these cells make.
    pub(super) fn row(self, cells: &[String]) -> Row {
        let cell = |at: usize| cells.get(at).map(|cell| plain(cell).to_owned()).unwrap_or_default();
        Row {
            a: cell(self.a),
            b: cell(self.b),
            fingerprint: cell(self.fingerprint),
            verdict: cell(self.verdict),
            reason: cell(self.reason),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_found_wherever_they_stand() {
        let mut names = headings();
        names.reverse();
        let columns = Columns::find(&names).unwrap();
        let cells: Vec<_> = names.iter().map(|name| format!("the {name}")).collect();
        let row = columns.row(&cells);
        assert_eq!((row.a.as_str(), row.verdict.as_str()), ("the record_a", "the verdict"));
        let missing = Columns::find(&["verdict".to_owned()]).err().unwrap();
        assert!(missing.contains("record_a"), "{missing}");
    }
}
