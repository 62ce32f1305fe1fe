//! How lists write things otherwise: shortened, misspelt, in capitals, in another form.

use super::{
    dice::Dice,
    words::{DROPPED, SHORTENED},
    world::Times,
};

/// A name as a second list may have it. Chance decides which slips are made; often none is.
pub(super) fn renamed(name: &str, dice: &mut Dice) -> String {
    let mut name = name.to_owned();
    if dice.chance(35) {
        name = shortened(&name);
    }
    if dice.chance(15) {
        name = without_last_word(&name, DROPPED);
    }
    if dice.chance(6) {
        name = misspelt(&name, dice);
    }
    if dice.chance(6) {
        name = format!("The {name}");
    }
    if dice.chance(5) {
        name = format!("{name} (Plymouth)");
    }
    if dice.chance(8) { name.to_uppercase() } else { name }
}

/// With the words that lists shorten shortened.
pub(super) fn shortened(name: &str) -> String {
    let short =
        |word: &str| SHORTENED.iter().find(|(long, _)| *long == word).map(|(_, short)| (*short).to_owned());
    let words: Vec<String> =
        name.split(' ').map(|word| short(word).unwrap_or_else(|| word.to_owned())).collect();
    words.join(" ")
}

pub(super) fn without_last_word(name: &str, words: &[&str]) -> String {
    match name.rsplit_once(' ') {
        Some((rest, last)) if words.contains(&last) => rest.to_owned(),
        _ => name.to_owned(),
    }
}

/// With two neighbouring letters changed over, never the first.
pub(super) fn misspelt(name: &str, dice: &mut Dice) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    let inner = letters.len().saturating_sub(2) as u64;
    if let Ok(at) = usize::try_from(1 + dice.below(inner))
        && at + 1 < letters.len()
    {
        letters.swap(at, at + 1);
    }
    letters.into_iter().collect()
}

/// A national number, such as `0113 496 0123`, in one of four forms.
pub(super) fn phone(national: &str, form: u64) -> String {
    let (area, rest) = national.split_once(' ').unwrap_or((national, ""));
    match form % 4 {
        0 => national.to_owned(),
        1 => format!("({area}) {rest}"),
        2 => format!("+44 {} {rest}", area.trim_start_matches('0')),
        _ => national.replace(' ', ""),
    }
}

/// Times in words: `Monday: 10:00-12:00; Tuesday: 09:30-11:30`.
pub(super) fn hours(times: &[Times]) -> String {
    let intervals = times.iter().flat_map(|(days, opens, closes)| {
        days.split(',').map(move |day| format!("{}: {opens}-{closes}", day_name(day)))
    });
    intervals.collect::<Vec<_>>().join("; ")
}

fn day_name(day: &str) -> &'static str {
    match day {
        "MO" => "Monday",
        "TU" => "Tuesday",
        "WE" => "Wednesday",
        "TH" => "Thursday",
        "FR" => "Friday",
        "SA" => "Saturday",
        _ => "Sunday",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_number_has_four_forms() {
        let forms: Vec<String> = (0..4).map(|form| phone("0113 496 0123", form)).collect();
        assert_eq!(forms, ["0113 496 0123", "(0113) 496 0123", "+44 113 496 0123", "01134960123"]);
    }

    #[test]
    fn hours_name_every_day() {
        let times = [("MO,WE", "09:00", "17:00"), ("SU", "14:00", "16:00")];
        assert_eq!(hours(&times), "Monday: 09:00-17:00; Wednesday: 09:00-17:00; Sunday: 14:00-16:00");
    }

    #[test]
    fn lists_shorten_and_drop_words() {
        assert_eq!(shortened("Venn Green Community Association"), "Venn Green Comm. Assoc.");
        assert_eq!(
            without_last_word("Venn Green Housing Support Ltd", DROPPED),
            "Venn Green Housing Support"
        );
        assert_eq!(without_last_word("Ltd", DROPPED), "Ltd");
    }
}
