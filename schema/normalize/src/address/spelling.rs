//! Abbreviations in addresses, spelt out by where they stand.

use std::borrow::Cow;

use super::words::{Word, is_joint};

/// Spells out the abbreviations of the words of a segment, which begins at `from`.
pub(super) fn spell_out(words: &mut Vec<Word<'_>>, from: usize) {
    let mut at = from;
    while at < words.len() {
        if let Some(spelt) = spelling(words, from, at)
            && let Some(word) = words.get_mut(at)
        {
            word.was_short = word.text != spelt;
            word.text = Cow::Borrowed(spelt);
        }
        name_by_number(words, from, at);
        if join_directions(words, from, at) {
            words.remove(at)
        } else {
            at += 1;
            continue;
        };
    }
}

/// `NW 7 Avenue` is `NW 7th Avenue`.
fn name_by_number(words: &mut [Word<'_>], from: usize, at: usize) {
    let before = at.checked_sub(1).filter(|before| *before >= from).and_then(|before| words.get(before));
    let follows_direction = before.is_some_and(Word::is_direction);
    let precedes_suffix = words.get(at + 1).is_some_and(|next| next.meaning.suffix.is_some());
    if let Some(word) = words.get_mut(at)
        && follows_direction
        && precedes_suffix
        && let Ok(number) = word.text.parse::<u32>()
    {
        word.text = Cow::Owned(ordinal(number));
    }
}

fn ordinal(number: u32) -> String {
    let ending = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

/// `south east` is one direction.
fn join_directions(words: &mut [Word<'_>], from: usize, at: usize) -> bool {
    let Some((before, rest)) = words.split_at_mut_checked(at) else { return false };
    let (Some(first), Some(second)) = (before.get_mut(from..).and_then(<[_]>::last_mut), rest.first()) else {
        return false;
    };
    let joined = match (first.text.as_ref(), second.text.as_ref()) {
        ("north", "east") => "northeast",
        ("north", "west") => "northwest",
        ("south", "east") => "southeast",
        ("south", "west") => "southwest",
        _ => return false,
    };
    first.text = Cow::Borrowed(joined);
    true
}

/// How the word at a place of a segment is spelt out, if it is an abbreviation there.
fn spelling(words: &[Word<'_>], from: usize, at: usize) -> Option<&'static str> {
    let word = words.get(at)?;
    let meaning = word.meaning;
    let before = at.checked_sub(1).filter(|before| *before >= from).and_then(|before| words.get(before));
    let after = words.get(at + 1);
    if let Some(suffix) = meaning.suffix
        && before.is_some_and(|before| !before.is_number() && !before.is_unit())
        && (!is_ambiguous(&word.text) || ends_street(words, from, at))
    {
        return Some(suffix);
    }
    if let Some(suffix) = meaning.suffix
        && word.text.starts_with("av")
        && after.is_some_and(|after| after.text.len() == 1)
    {
        return Some(suffix); // `Ave A`
    }
    if let Some(direction) = meaning.direction
        && (word.text.len() == 2 || word.text.len() > 3 || is_beside_street(words, from, at))
    {
        return Some(direction);
    }
    if let Some(ordinal) = meaning.ordinal.or(meaning.floor)
        && after.is_some_and(|after| after.meaning.suffix.is_some() || after.meaning.unit.is_some())
    {
        return Some(ordinal);
    }
    if let Some((unit, _)) = meaning.unit {
        return Some(unit);
    }
    meaning.same.or(meaning.floor)
}

/// Abbreviations of suffixes that are also words of their own: saint, la, doctor.
fn is_ambiguous(word: &str) -> bool {
    matches!(word, "st" | "la" | "dr" | "ct" | "gr" | "cl" | "pl" | "ter" | "arc" | "cr" | "prom")
}

/// Whether an ambiguous suffix ends a street here: nothing or a direction follows, or it is the only suffix behind a
/// number and a name.
fn ends_street(words: &[Word<'_>], from: usize, at: usize) -> bool {
    let Some(after) = words.get(at + 1) else { return true };
    if after.meaning.direction.is_some() || after.meaning.unit.is_some() || is_joint(&after.text) {
        return true;
    }
    let has_number = words.get(from..at.saturating_sub(1)).unwrap_or_default().iter().any(Word::is_number);
    let later = words.get(at + 1..).unwrap_or_default();
    let is_common =
        matches!(words.get(at).map(|word| word.text.as_ref()), Some("st" | "dr" | "ct" | "pl" | "cl"));
    is_common && has_number && !later.iter().any(|word| word.meaning.suffix.is_some())
}

/// Whether a single letter is a direction here: right behind a house number or a suffix, or before a street's name at
/// the beginning.
fn is_beside_street(words: &[Word<'_>], from: usize, at: usize) -> bool {
    let before = at.checked_sub(1).filter(|before| *before >= from).and_then(|before| words.get(before));
    let later = words.get(at + 1..).unwrap_or_default();
    let has_street = later.len() > 1 && later.iter().any(|word| word.meaning.suffix.is_some());
    match before {
        None => has_street,
        Some(before) if before.is_suffix() => true,
        Some(before) => before.is_number() && !later.is_empty() && !follows_unit(words, from, at - 1),
    }
}

fn follows_unit(words: &[Word<'_>], from: usize, at: usize) -> bool {
    at.checked_sub(1).filter(|before| *before >= from).and_then(|at| words.get(at)).is_some_and(Word::is_unit)
}
