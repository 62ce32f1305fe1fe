//! Cells of CSV as programs for spreadsheets take them.

/// What spreadsheets take for the beginning of a formula.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// A cell of CSV that no spreadsheet takes for a formula.
pub fn inert(cell: &str) -> String {
    if cell.starts_with(FORMULA) { format!("'{cell}") } else { cell.to_owned() }
}

/// The cell without the mark that made it inert.
pub fn plain(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| rest.starts_with(FORMULA)).unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_be_a_formula_is_text_and_reads_back_as_it_was() {
        for cell in
            ["=1+1", "+44 1752 555010", "-5", "@SUM(A1)", "\t=1", "\n=1", "＝1+1", "plain", "'quoted'", ""]
        {
            assert!(!inert(cell).starts_with(FORMULA), "{cell}");
            assert_eq!(plain(&inert(cell)), cell);
        }
    }
}
