//! Words of closed lists, and days.

use model::hsds::WEEKDAYS;

/// The allowed word that a text stands for, whatever its case and the characters between its words.
pub(super) fn find(allowed: &[&'static str], text: &str) -> Option<&'static str> {
    let plain = |word: &str| word.trim().to_lowercase().replace(['_', '-'], " ");
    let wanted = plain(text);
    allowed.iter().find(|word| plain(word) == wanted).copied()
}

/// Days as iCalendar writes them, from `MO,2TU`, `Monday` or `Mon; Tues`. Every word must be a day.
pub(super) fn days(text: &str) -> Option<String> {
    let words = text.split([',', ';', ' ']).map(str::trim).filter(|word| !word.is_empty());
    let days: Option<Vec<String>> = words.map(day).collect();
    days.filter(|days| !days.is_empty()).map(|days| days.join(","))
}

/// One day, with the ordinal before it if there is one: the second Tuesday is `2TU`.
fn day(word: &str) -> Option<String> {
    let letters = word.find(|c: char| c.is_alphabetic())?;
    let (ordinal, name) = word.split_at(letters);
    let is_ordinal = ordinal.is_empty() || ordinal.parse::<i8>().is_ok_and(|ordinal| ordinal != 0);
    let name = name.to_uppercase();
    let full = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"];
    let position = full.iter().position(|full| name.len() >= 2 && full.starts_with(&name));
    let day = WEEKDAYS.get(position.or_else(|| short(&name))?)?;
    is_ordinal.then(|| format!("{ordinal}{day}"))
}

/// Short forms that are not the beginning of the full name.
fn short(name: &str) -> Option<usize> {
    match name {
        "WEDS" => Some(2),
        "THUR" | "THURS" => Some(3),
        _ => None,
    }
}
