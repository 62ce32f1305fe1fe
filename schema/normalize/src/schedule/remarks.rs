//! Remarks and periods beside the hours: taken out, kept in their own words, and refused where they limit the hours in a
//! way that is not understood.

use super::issue::Issue;
use super::{dates, lexer, words};
use crate::recurrence::is_of_terms;

/// Stands where a remark was taken out.
pub(super) const MARK: char = '\u{1}';

/// The most words of a line that is a remark.
const LONGEST_LINE: usize = 12;

/// What was said beside the hours, and the hours alone.
#[derive(Debug, Default)]
pub(super) struct Noted {
    /// The text without remarks and periods.
    pub(super) rest: String,
    pub(super) remarks: Vec<String>,
    pub(super) from: Option<String>,
    pub(super) to: Option<String>,
}

/// Takes remarks and periods out of a text.
pub(super) fn take(text: &str) -> Result<Noted, Issue> {
    let mut noted = Noted::default();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let line = noted.take_brackets(line)?;
        let line = noted.take_label(&line);
        if noted.take_line(&line)? {
            continue;
        }
        let line = noted.take_edges(&line)?;
        noted.rest.push_str(&line);
        noted.rest.push('\n');
    }
    if noted.rest.trim_matches(|c: char| c.is_whitespace() || c == MARK).is_empty() {
        return Err(noted.remarks.pop().map_or(Issue::Empty, Issue::Unknown));
    }
    Ok(noted)
}

impl Noted {
    /// Takes what stands in brackets, unless it is part of the hours.
    fn take_brackets(&mut self, line: &str) -> Result<String, Issue> {
        let mut out = String::with_capacity(line.len());
        let mut rest = line;
        while let Some((before, inner, after)) = bracketed(rest) {
            out.push_str(before);
            if is_hours(inner) {
                out.push(' ');
                out.push_str(inner);
                out.push(' ');
            } else if !self.take_period(inner)? {
                self.remark(inner)?;
                out.push(MARK);
            }
            rest = after;
        }
        out.push_str(rest);
        Ok(out)
    }

    /// Takes a name of a session with a colon before the hours: `Coffee morning: Wednesday …`.
    fn take_label(&mut self, line: &str) -> String {
        let Some((label, rest)) = line.split_once(':') else { return line.to_owned() };
        let is_name =
            !holds_time(label) && !is_hours(label) && limit(label).is_none() && !rest.trim().is_empty();
        if !is_name || label.starts_with(MARK) {
            return line.to_owned();
        }
        self.remarks.push(label.trim().to_owned());
        format!("{MARK}{rest}")
    }

    /// Takes a line that is nothing but a period or a remark.
    fn take_line(&mut self, line: &str) -> Result<bool, Issue> {
        if is_hours(line) {
            return Ok(false);
        }
        if self.take_period(line)? {
            return Ok(true);
        }
        let words = line.split_whitespace().count();
        let is_remark = !holds_time(line) && !line.contains(MARK) && words <= LONGEST_LINE;
        if is_remark {
            self.remark(line)?;
        }
        Ok(is_remark)
    }

    /// Takes what stands before the first day or time of a line and behind the last: a period or a remark.
    fn take_edges(&mut self, line: &str) -> Result<String, Issue> {
        if is_hours(line) {
            return Ok(line.to_owned());
        }
        let line = self.take_holidays(line)?;
        let line = self.take_last_period(&line)?;
        let words: Vec<&str> = line.split_whitespace().collect();
        let tells = |word: &&str| holds_time(word) || is_half(word) || word.contains(MARK);
        let (Some(first), Some(last)) = (words.iter().position(&tells), words.iter().rposition(tells)) else {
            return Ok(line);
        };
        let head = self.take_edge(words.get(..first).unwrap_or_default())?;
        let tail = self.take_edge(words.get(last + 1..).unwrap_or_default())?;
        let hours = words.get(first..=last).unwrap_or_default().join(" ");
        Ok([head, hours, tail].join(" "))
    }

    /// Takes words that are not all of hours.
    fn take_edge(&mut self, words: &[&str]) -> Result<String, Issue> {
        let phrase = words.join(" ");
        if words.is_empty() || words.len() > LONGEST_LINE || is_hours(&phrase) {
            return Ok(phrase);
        }
        self.remark(
            phrase.trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | ',' | ':' | '.')),
        )?;
        Ok(MARK.to_string())
    }

    /// Takes what is said of public holidays at the end of a line: `closed on bank holidays`.
    fn take_holidays(&mut self, line: &str) -> Result<String, Issue> {
        let splits = line.match_indices(char::is_whitespace).filter_map(|(at, _)| line.split_at_checked(at));
        let is_told = |phrase: &str| is_public_holiday(phrase) && !phrase.contains(char::is_numeric);
        let Some((before, phrase)) = splits.into_iter().find(|(_, phrase)| is_told(phrase)) else {
            return Ok(line.to_owned());
        };
        self.remark(phrase.trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ',')))?;
        Ok(before.trim_end_matches([',', ' ', '-', '.']).to_owned())
    }

    /// Takes a period that ends a line.
    fn take_last_period(&mut self, line: &str) -> Result<String, Issue> {
        for (at, _) in line.match_indices(char::is_whitespace) {
            let (before, phrase) = line.split_at_checked(at).unwrap_or_default();
            if self.take_period(phrase)? {
                return Ok(before.trim_end_matches([',', ' ', '-', '.']).to_owned());
            }
        }
        Ok(line.to_owned())
    }

    /// Takes a period. A second one leaves open which hours hold when.
    fn take_period(&mut self, phrase: &str) -> Result<bool, Issue> {
        let Some((from, to)) = dates::period(phrase) else { return Ok(false) };
        if self.from.is_some() || self.to.is_some() {
            return Err(Issue::NotWeekly(phrase.to_owned()));
        }
        let written = |day: chrono::NaiveDate| day.format("%Y-%m-%d").to_string();
        (self.from, self.to) = (from.map(written), to.map(written));
        Ok(true)
    }

    fn remark(&mut self, phrase: &str) -> Result<(), Issue> {
        let phrase = phrase.trim();
        if let Some(word) = limit(phrase).filter(|_| !is_public_holiday(phrase) && !is_of_terms(phrase)) {
            return Err(Issue::NotWeekly(word));
        }
        self.remarks.push(phrase.to_owned());
        Ok(())
    }
}

/// What stands before, in and after the first pair of brackets.
fn bracketed(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('(')?;
    let (inner, after) = rest.split_once(')')?;
    (!inner.contains('(')).then_some((before, inner, after))
}

/// Whether a word is the half of the day of a number before it.
fn is_half(word: &str) -> bool {
    let letters: String = word.to_lowercase().chars().filter(|c| c.is_alphabetic()).collect();
    matches!(letters.as_str(), "am" | "pm" | "hrs" | "hours")
}

/// Whether every word of a phrase is one of hours.
fn is_hours(phrase: &str) -> bool {
    lexer::tokens(phrase).is_ok()
}

/// Whether a phrase holds a digit, a day or a time.
fn holds_time(phrase: &str) -> bool {
    let is_time = |word: &str| {
        use lexer::Token::{Closed, Day, Days, Time};
        matches!(words::known(word), Some(Day(_) | Days(..) | Time(_) | Closed))
    };
    let lower = phrase.to_lowercase();
    lower.contains(|c: char| c.is_numeric()) || lower.split(|c: char| !c.is_alphabetic()).any(is_time)
}

/// The first word that limits the hours, or a digit.
fn limit(phrase: &str) -> Option<String> {
    let lower = phrase.to_lowercase();
    let is_limit = |word: &&str| {
        words::is_limiting(word) || word.contains(|c: char| c.is_numeric()) || words::day(word).is_some()
    };
    lower.split(|c: char| !c.is_alphanumeric()).find(is_limit).map(str::to_owned)
}

/// `except bank holidays`, `closed on public holidays`: then as nearly everywhere.
fn is_public_holiday(phrase: &str) -> bool {
    let lower = phrase.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
    let first = words
        .first()
        .is_some_and(|word| matches!(*word, "closed" | "except" | "excluding" | "not" | "excl" | "exc"));
    let others = words.iter().skip(1).all(|word| {
        matches!(
            *word,
            "on" | "for" | "bank" | "public" | "holidays" | "holiday" | "and" | "all" | "including" | "open"
        )
    });
    first && others && words.iter().any(|word| word.starts_with("holiday"))
}
