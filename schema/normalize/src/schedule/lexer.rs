//! Splits a text about opening hours into tokens; a character or word that is not known ends it.

/// What a text about opening hours is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A day of the week, 0 for Monday.
    Day(usize),
    /// Several days under one word, from the first to the last: `weekdays`, `daily`.
    Days(usize, usize),
    /// A time of day.
    Time(Time),
    /// From one to another: `-`, `to`, `until`.
    To,
    /// `and`, `&`, `+`.
    And,
    /// A comma.
    Comma,
    /// `;`, or the end of a line.
    End,
    /// `/`, which separates alternatives or the halves of a day.
    Slash,
    /// `:` after a word.
    Colon,
    /// `closed`, `off`.
    Closed,
    /// `24 hours`, `24/7`.
    AllDay,
    /// `open`.
    Open,
    /// Words that change nothing where times or days are expected: `from`, `on`, `every`.
    Filler,
    /// `weekly`: what is taken for granted.
    Weekly,
}

/// A time of day as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Time {
    /// The hour as written, 0 to 24.
    pub(super) hour: u16,
    /// The minute, where it is written.
    pub(super) minute: Option<u16>,
    /// Which half of the day, where it is written.
    pub(super) half: Option<Half>,
}

/// A half of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Half {
    /// Before noon.
    Am,
    /// After noon.
    Pm,
}

impl Time {
    const NOON: Self = Self { hour: 12, minute: Some(0), half: Some(Half::Pm) };
    const MIDNIGHT: Self = Self { hour: 12, minute: Some(0), half: Some(Half::Am) };

    /// Minutes since midnight, where the half of the day is written or the clock has 24 hours; a time on the
    /// 24-hour clock has its minutes written.
    pub(super) fn minutes_if_clear(self) -> Option<u16> {
        let minute = self.minute.unwrap_or(0);
        match self.half {
            Some(half) => Some(on_half(self.hour, half) * 60 + minute),
            None => self.minute.map(|minute| self.hour * 60 + minute),
        }
    }

    /// Minutes since midnight in either half of the day, for an hour that could be in both.
    pub(super) fn either(self) -> Option<[u16; 2]> {
        let fits = self.half.is_none() && (1..=12).contains(&self.hour);
        let at = |half| on_half(self.hour, half) * 60 + self.minute.unwrap_or(0);
        fits.then(|| [at(Half::Am), at(Half::Pm)])
    }
}

fn on_half(hour: u16, half: Half) -> u16 {
    match half {
        Half::Am => hour % 12,
        Half::Pm => hour % 12 + 12,
    }
}

/// The tokens of a text, or `None` where it holds anything else.
pub(super) fn tokens(text: &str) -> Option<Vec<Token>> {
    let lower = text.to_lowercase();
    let mut rest = lower.as_str();
    let mut out = Vec::new();
    while let Some(first) = rest.chars().next() {
        let (token, after) =
            if first.is_ascii_digit() { number(rest)? } else { symbol_or_word(rest, first)? };
        out.extend(token);
        rest = after;
    }
    Some(out)
}

type Read<'a> = (Option<Token>, &'a str);

fn symbol_or_word(rest: &str, first: char) -> Option<Read<'_>> {
    let token = match first {
        '\n' | ';' => Token::End,
        ',' => Token::Comma,
        '/' => Token::Slash,
        ':' => Token::Colon,
        '&' | '+' => Token::And,
        '-' | '–' | '—' | '‒' | '−' | '‐' | '‑' | '~' => Token::To,
        '"' | '“' | '”' | '.' => return Some((None, rest.get(first.len_utf8()..)?)),
        c if c.is_whitespace() => return Some((None, rest.get(first.len_utf8()..)?)),
        c if c.is_alphabetic() => return word(rest),
        _ => return None,
    };
    Some((Some(token), rest.get(first.len_utf8()..)?))
}

fn word(rest: &str) -> Option<Read<'_>> {
    let end = rest.find(|c: char| !c.is_alphabetic() && c != '\'' && c != '’').unwrap_or(rest.len());
    let (word, after) = rest.split_at_checked(end)?;
    Some((Some(known_word(word)?), after))
}

fn known_word(word: &str) -> Option<Token> {
    Some(match word {
        "to" | "until" | "till" | "til" | "through" | "thru" => Token::To,
        "and" => Token::And,
        "closed" | "off" | "shut" => Token::Closed,
        "open" | "opens" | "opening" => Token::Open,
        "from" | "on" | "every" | "each" | "hours" | "times" => Token::Filler,
        "weekly" => Token::Weekly,
        "noon" | "midday" => Token::Time(Time::NOON),
        "midnight" => Token::Time(Time::MIDNIGHT),
        "daily" | "everyday" => Token::Days(0, 6),
        "weekday" | "weekdays" => Token::Days(0, 4),
        "weekend" | "weekends" => Token::Days(5, 6),
        _ => Token::Day(day(word)?),
    })
}

/// The days in full and in two letters, from Monday.
const DAYS: [(&str, &str); 7] = [
    ("monday", "mo"),
    ("tuesday", "tu"),
    ("wednesday", "we"),
    ("thursday", "th"),
    ("friday", "fr"),
    ("saturday", "sa"),
    ("sunday", "su"),
];

/// The day that a word means: two letters, at least three from its beginning, the plural of these, or its name with
/// one letter left out (`wednesdy`).
fn day(word: &str) -> Option<usize> {
    let word: String = word.chars().filter(|c| c.is_alphabetic()).collect();
    let singular = word.strip_suffix('s').filter(|stem| stem.len() >= 3).unwrap_or(&word);
    let means = |(name, short): &(&str, &str)| {
        let is_short = singular.len() >= 3 && name.starts_with(singular);
        let is_slip = singular.len() + 1 == name.len() && is_subsequence(singular, name);
        word == *short || name.starts_with(&word) && word.len() >= 3 || is_short || is_slip
    };
    DAYS.iter().position(means)
}

fn is_subsequence(part: &str, whole: &str) -> bool {
    let mut letters = whole.chars();
    part.chars().all(|c| letters.any(|letter| letter == c))
}

/// Reads a time, or `24 hours` and `24/7`. Any other number, such as a date or `1st`, is not known.
fn number(rest: &str) -> Option<Read<'_>> {
    for all_day in ["24/7", "24 hours", "24hours", "24 hrs", "24hrs"] {
        if let Some(after) = rest.strip_prefix(all_day) {
            return Some((Some(Token::AllDay), after));
        }
    }
    let (hour, after) = digits(rest)?;
    let (time, after) = match hour.len() {
        4 => (
            Time {
                hour: hour.get(..2)?.parse().ok()?,
                minute: Some(hour.get(2..)?.parse().ok()?),
                half: None,
            },
            after,
        ),
        1 | 2 => {
            let (minute, after) = minutes(after)?;
            (Time { hour: hour.parse().ok()?, minute, half: None }, after)
        }
        _ => return None,
    };
    let (time, after) = half_of_day(time, after)?;
    (is_time(time) && !after.starts_with(|c: char| c.is_ascii_digit()))
        .then_some((Some(Token::Time(time)), after))
}

fn digits(text: &str) -> Option<(&str, &str)> {
    text.split_at_checked(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()))
}

/// `:30`, `.30`, and seconds that are zero.
fn minutes(text: &str) -> Option<(Option<u16>, &str)> {
    let Some(after) =
        text.strip_prefix([':', '.']).filter(|after| after.starts_with(|c: char| c.is_ascii_digit()))
    else {
        return Some((None, text));
    };
    let (minute, after) = digits(after)?;
    let after = after.strip_prefix(":00").unwrap_or(after);
    (minute.len() == 2).then_some((Some(minute.parse().ok()?), after))
}

/// `am`, `p.m.`, `noon` and their like after a number.
fn half_of_day(time: Time, text: &str) -> Option<(Time, &str)> {
    let spaced = text.trim_start_matches([' ', '\u{a0}']);
    for (word, half) in [
        ("a.m.", Half::Am),
        ("p.m.", Half::Pm),
        ("a.m", Half::Am),
        ("p.m", Half::Pm),
        ("am", Half::Am),
        ("pm", Half::Pm),
    ] {
        if let Some(after) = spaced.strip_prefix(word) {
            return (1..=12).contains(&time.hour).then_some((Time { half: Some(half), ..time }, after));
        }
    }
    for (word, whole) in [("noon", Time::NOON), ("midday", Time::NOON), ("midnight", Time::MIDNIGHT)] {
        if let Some(after) = spaced.strip_prefix(word) {
            let is_twelve = time.hour == 12 && time.minute.unwrap_or(0) == 0;
            return is_twelve.then_some((whole, after));
        }
    }
    let after = ["hrs", "hours", "h"].iter().find_map(|word| spaced.strip_prefix(word));
    match after {
        Some(after) if time.minute.is_some() => Some((time, after)),
        _ => Some((time, text)),
    }
}

fn is_time(time: Time) -> bool {
    let minute = time.minute.unwrap_or(0);
    minute < 60 && (time.hour < 24 || (time.hour == 24 && minute == 0))
}
