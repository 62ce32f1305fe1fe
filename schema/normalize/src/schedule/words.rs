//! The words of opening hours.

use std::sync::LazyLock;

use super::lexer::{Time, Token, Weeks};
use crate::table::Table;

/// Days of the week.
static WEEKDAYS: LazyLock<Table> = LazyLock::new(|| Table::of(include_str!("../../data/weekdays.txt")));

/// Words that say that hours do not hold every week.
static LIMITING: LazyLock<Table> = LazyLock::new(|| Table::of(include_str!("../../data/limiting_words.txt")));

/// The days in full, from Monday.
const NAMES: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Whether a word says that hours do not hold every week, or may not.
pub(super) fn is_limiting(word: &str) -> bool {
    LIMITING.has(word)
}

/// What a word in lower case means.
pub(super) fn known(word: &str) -> Option<Token> {
    Some(match word {
        "to" | "until" | "till" | "til" | "'til" | "’til" | "through" | "thru" => Token::To,
        "between" => Token::Between,
        "and" | "then" => Token::And,
        "closed" | "off" | "shut" => Token::Closed,
        "open" | "opens" | "opening" => Token::Open,
        "every" | "each" => Token::Every,
        "from" | "on" | "hours" | "times" | "only" | "the" | "at" | "time" | "dydd" | "a" => Token::Filler,
        "weekly" | "week" | "inclusive" => Token::Weekly,
        "of" | "in" => Token::Of,
        "month" => Token::Month,
        "first" => Token::Nth(Weeks::of(1)?),
        "second" => Token::Nth(Weeks::of(2)?),
        "third" => Token::Nth(Weeks::of(3)?),
        "fourth" => Token::Nth(Weeks::of(4)?),
        "last" => Token::Nth(Weeks::of(-1)?),
        "noon" | "midday" => Token::Time(Time::NOON),
        "midnight" => Token::Time(Time::MIDNIGHT),
        "daily" | "everyday" => Token::Days(0, 6),
        "day" => Token::AnyDay,
        "weekday" | "weekdays" => Token::Days(0, 4),
        "weekend" | "weekends" => Token::Days(5, 6),
        _ => Token::Day(day(word)?),
    })
}

/// The day that a word means: a short form, at least three letters from its beginning, the plural of these, or its name
/// with one slip of the keyboard (`wednesdy`, `thrusday`).
pub(super) fn day(word: &str) -> Option<usize> {
    const SHORTEST_SLIP: usize = 5;
    if !word.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’')) {
        return None;
    }
    let word: String = word.chars().filter(|c| c.is_alphabetic()).collect();
    if let Some(name) = WEEKDAYS.get(&word) {
        return NAMES.iter().position(|known| *known == name);
    }
    let singular = word.strip_suffix('s').filter(|stem| stem.len() >= 3).unwrap_or(&word);
    let begins = |name: &&str| word.len() >= 3 && (name.starts_with(&word) || name.starts_with(singular));
    if let Some(day) = NAMES.iter().position(begins) {
        return Some(day);
    }
    let is_slip = |name: &str| {
        singular.len() >= SHORTEST_SLIP
            && name.chars().next() == singular.chars().next()
            && is_one_slip(singular, name)
    };
    let mut slips = NAMES.iter().enumerate().filter(|(_, name)| is_slip(name));
    let (day, _) = slips.next()?;
    slips.next().is_none().then_some(day)
}

/// Whether one letter is left out, added, replaced or swapped with the next.
fn is_one_slip(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let same = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let (a, b) = (a.get(same..).unwrap_or_default(), b.get(same..).unwrap_or_default());
    match (a, b) {
        ([_, a @ ..], [_, b @ ..]) if a.len() == b.len() && a == b => true,
        ([x, y, a @ ..], [v, w, b @ ..]) if (x, y) == (w, v) => a == b,
        ([_, a @ ..], b) if a.len() == b.len() => a == b,
        (a, [_, b @ ..]) => a == b,
        _ => false,
    }
}
