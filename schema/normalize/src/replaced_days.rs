//! Words that a careless "replace all" of the days of the week has spoilt.

/// The days of the week and what stood in a word before a careless "replace all" spelt it out: `BeauMondayt Road`.
const REPLACED_DAYS: &[(&str, &str)] = &[
    ("monday", "mon"),
    ("tuesday", "tue"),
    ("wednesday", "wed"),
    ("thursday", "thu"),
    ("friday", "fri"),
    ("saturday", "sat"),
    ("sunday", "sun"),
];

/// A text in lower case in which no day of the week stands within a longer word, other than in its plural.
pub(crate) fn undo(lower: &str) -> String {
    let mut out = lower.to_owned();
    for (day, short) in REPLACED_DAYS {
        while let Some(at) =
            out.match_indices(day).map(|(at, _)| at).find(|at| is_within_word(&out, *at, day.len()))
        {
            out.replace_range(at..at + day.len(), short);
        }
    }
    out
}

/// Whether letters stand before a day of the week, or after it more than its plural.
fn is_within_word(text: &str, at: usize, length: usize) -> bool {
    let is_letter = |c: char| c.is_ascii_alphabetic();
    let before = text.get(..at).unwrap_or_default();
    let after = text.get(at + length..).unwrap_or_default();
    let tail = after.strip_prefix('s').unwrap_or(after);
    before.ends_with(is_letter) || tail.starts_with(is_letter)
}
