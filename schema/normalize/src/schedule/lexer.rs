//! Splits a text about opening hours into tokens; a character or word that is not known ends it.

use super::issue::Issue;
use super::{remarks, words};

/// What a text about opening hours is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A day of the week, 0 for Monday.
    Day(usize),
    /// Several days under one word, from the first to the last: `weekdays`, `daily`.
    Days(usize, usize),
    /// A time of day.
    Time(Time),
    /// Which days of one name in a month: `first`, `2nd`, `last`, `[1,3]`.
    Nth(Weeks),
    /// `of`, `in`.
    Of,
    /// `month`.
    Month,
    /// `day`: every one of them, behind `every`.
    AnyDay,
    /// From one to another: `-`, `to`, `until`.
    To,
    /// `between`, whose other end follows `and`.
    Between,
    /// A remark stood here.
    Remark,
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
    /// Words that change nothing where times or days are expected: `from`, `on`.
    Filler,
    /// `every`, `each`.
    Every,
    /// `weekly`: what is taken for granted.
    Weekly,
}

/// Which of the days of one name in a month: a bit for each of the first five, and one for the last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Weeks(u8);

impl Weeks {
    const LAST: u8 = 1 << 7;

    /// One of them: 1 to 5, or -1 for the last.
    pub(super) fn of(week: i8) -> Option<Self> {
        match week {
            -1 => Some(Self(Self::LAST)),
            1..=5 => Some(Self(1 << (week - 1))),
            _ => None,
        }
    }

    /// Both.
    pub(super) fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether it is every week.
    pub(super) fn is_every(self) -> bool {
        self.0 == 0
    }

    /// The weeks in order, the last as -1.
    pub(super) fn list(self) -> Vec<i8> {
        (1..=5).chain([-1]).filter(|week| Self::of(*week).is_some_and(|one| self.0 & one.0 != 0)).collect()
    }
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
    pub(super) const NOON: Self = Self { hour: 12, minute: Some(0), half: Some(Half::Pm) };
    pub(super) const MIDNIGHT: Self = Self { hour: 12, minute: Some(0), half: Some(Half::Am) };

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

/// The tokens of a text, or the first word or sign of it that is not known.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, Issue> {
    let lower = text.to_lowercase();
    let mut rest = lower.as_str();
    let mut out = Vec::new();
    while let Some(first) = rest.chars().next() {
        let read = if first.is_ascii_digit() { number(rest) } else { symbol_or_word(rest, first) };
        let (token, after) = read.ok_or_else(|| unknown(rest))?;
        out.extend(token);
        rest = after;
    }
    if out.is_empty() { Err(Issue::Empty) } else { Ok(out) }
}

/// The issue of a text that begins with what is not known.
fn unknown(rest: &str) -> Issue {
    let is_end = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '/' | remarks::MARK);
    let word = rest.trim_start_matches(is_end).split(is_end).next().unwrap_or_default();
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
    if words::is_limiting(bare) { Issue::NotWeekly(bare.to_owned()) } else { Issue::Unknown(word.to_owned()) }
}

type Read<'a> = (Option<Token>, &'a str);

fn symbol_or_word(rest: &str, first: char) -> Option<Read<'_>> {
    let token = match first {
        '\n' | ';' | '|' | '•' | '·' | '*' => Token::End,
        ',' => Token::Comma,
        '/' => Token::Slash,
        ':' => Token::Colon,
        '&' | '+' => Token::And,
        '-' | '–' | '—' | '‒' | '−' | '‐' | '‑' | '―' | '~' | '→' => Token::To,
        remarks::MARK => Token::Remark,
        '"' | '“' | '”' | '.' | '!' | '\u{fe0f}' => return Some((None, rest.get(first.len_utf8()..)?)),
        '[' => return weeks(rest),
        c if c.is_whitespace() => return Some((None, rest.get(first.len_utf8()..)?)),
        c if c.is_alphabetic() || matches!(c, '\'' | '’') => return word(rest),
        _ => return None,
    };
    Some((Some(token), rest.get(first.len_utf8()..)?))
}

/// `[1,3]` and `[-1]` behind a day, as OpenStreetMap writes them.
fn weeks(rest: &str) -> Option<Read<'_>> {
    let (inner, after) = rest.strip_prefix('[')?.split_once(']')?;
    let weeks = inner.split(',').map(|week| Weeks::of(week.trim().parse().ok()?));
    let weeks = weeks.reduce(|all, week| Some(all?.and(week?)))??;
    Some((Some(Token::Nth(weeks)), after))
}

fn word(rest: &str) -> Option<Read<'_>> {
    let end = rest.find(|c: char| !c.is_alphabetic() && c != '\'' && c != '’').unwrap_or(rest.len());
    let (word, after) = rest.split_at_checked(end)?;
    Some((Some(words::known(word)?), after))
}

/// Reads a time, or `24 hours` and `24/7`. Any other number, such as a date or `1st`, is not known.
fn number(rest: &str) -> Option<Read<'_>> {
    for all_day in ["24 hours a day", "24/7", "24 hours", "24hours", "24 hour", "24hour", "24 hrs", "24hrs"] {
        if let Some(after) = rest.strip_prefix(all_day) {
            return Some((Some(Token::AllDay), after));
        }
    }
    for all_week in ["7 days a week", "7 days per week", "7 days"] {
        if let Some(after) = rest.strip_prefix(all_week) {
            return Some((Some(Token::Days(0, 6)), after));
        }
    }
    let (hour, after) = digits(rest)?;
    if let Some(read) = ordinal(hour, after) {
        return Some(read);
    }
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

/// `1st` to `5th`: which day of its name in a month.
fn ordinal<'a>(number: &str, after: &'a str) -> Option<Read<'a>> {
    let rest = ["st", "nd", "rd", "th"].iter().find_map(|ending| after.strip_prefix(ending))?;
    let weeks = Weeks::of(number.parse().ok()?)?;
    (!rest.starts_with(char::is_alphabetic)).then_some((Some(Token::Nth(weeks)), rest))
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

/// The hour before which a night ends that is counted on from the day it began.
const LATEST: u16 = 36;

fn is_time(time: Time) -> bool {
    let minute = time.minute.unwrap_or(0);
    let is_next_day = time.hour < LATEST && time.minute.is_some();
    minute < 60 && (time.hour < 24 || time.hour == 24 && minute == 0 || is_next_day)
}
