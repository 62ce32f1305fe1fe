//! The grammar of opening hours: which tokens may follow which, and what the times mean.
//!
//! ```text
//! timetable = rule (separator* rule)*          all rules in the same order: days first, or times first
//! rule      = days (":" | "," | "from")? times | "closed" days          days first
//!           | times (","? "on")? days                                   times first
//! days      = range (("," | "&" | "and" | "/") range)*;   range = day ("to" day)?
//! times     = span (("," | "&" | "and" | "/") span)* | "closed" | "24 hours";   span = time "to" time
//! ```

use super::Opening;
use super::lexer::{Time, Token};
use super::week::{DAY, Interval, Week};

/// The longest opening that crosses midnight and is believed, in minutes.
const LONGEST_NIGHT: u16 = 16 * 60;

/// Reads a whole timetable.
pub(super) fn timetable(tokens: &[Token]) -> Option<Vec<Opening>> {
    if let [Token::Closed] = tokens {
        return Some(Vec::new());
    }
    let mut reader = Reader::new(tokens);
    reader.skip(&[Token::Open, Token::Filler, Token::Colon]);
    let days_first = matches!(reader.peek()?, Token::Day(_) | Token::Days(..) | Token::Closed);
    let mut week = Week::default();
    while reader.peek().is_some() {
        if days_first {
            reader.rule_with_days_first(&mut week)?
        } else {
            reader.rule_with_times_first(&mut week)?
        }
        reader.skip(SEPARATORS);
    }
    Some(week.openings())
}

/// Reads the times of one day.
pub(super) fn day(day: usize, tokens: &[Token]) -> Option<Vec<Opening>> {
    let mut reader = Reader::new(tokens);
    reader.skip(&[Token::Open, Token::Filler]);
    let times = reader.times()?;
    reader.skip(&[Token::End, Token::Weekly]);
    if reader.peek().is_some() {
        return None;
    }
    let mut week = Week::default();
    week_with(&mut week, &[day], &times)?;
    Some(week.openings())
}

/// What may stand between two rules.
const SEPARATORS: &[Token] = &[Token::End, Token::Comma, Token::And, Token::Slash, Token::Weekly];

/// What may stand between days and their times.
const JOINTS: &[Token] = &[Token::Colon, Token::Comma, Token::End, Token::Filler];

fn week_with(week: &mut Week, days: &[usize], times: &[Interval]) -> Option<()> {
    for &day in days {
        if times.is_empty() {
            week.close(day)?;
        }
        for &interval in times {
            week.add(day, interval)?;
        }
    }
    Some(())
}

struct Reader<'a> {
    rest: &'a [Token],
    /// Whether some time in the text can only be on a 24-hour clock.
    is_24_hour: bool,
}

impl<'a> Reader<'a> {
    fn new(tokens: &'a [Token]) -> Self {
        let shows = |token: &Token| matches!(token, Token::Time(time) if time.half.is_none() && (time.hour > 12 || time.hour == 0));
        Self { rest: tokens, is_24_hour: tokens.iter().any(shows) }
    }

    fn peek(&self) -> Option<Token> {
        self.rest.first().copied()
    }

    fn next(&mut self) -> Option<Token> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn skip(&mut self, tokens: &[Token]) {
        while self.peek().is_some_and(|token| tokens.contains(&token)) {
            self.next();
        }
    }

    fn rule_with_days_first(&mut self, week: &mut Week) -> Option<()> {
        if self.peek() == Some(Token::Closed) {
            self.next();
            self.skip(&[Token::Filler, Token::Colon]);
            return week_with(week, &self.days()?, &[]);
        }
        self.skip(&[Token::Filler]);
        let days = self.days()?;
        if let [Token::Colon, Token::Open, rest @ ..] = self.rest {
            self.rest = rest;
        }
        self.skip(JOINTS);
        self.skip_empty_half();
        let times = self.times()?;
        self.skip_empty_half();
        week_with(week, &days, &times)
    }

    fn rule_with_times_first(&mut self, week: &mut Week) -> Option<()> {
        self.skip(&[Token::Filler]);
        let times = self.times()?;
        self.skip(&[Token::Comma, Token::Filler]);
        let days = self.days()?;
        week_with(week, &days, &times)
    }

    /// A half of the day that is left blank beside a slash: `- / 14:00 - 16:00`, `09:00 - 12:00 / -`.
    fn skip_empty_half(&mut self) {
        match self.rest {
            [Token::To, Token::Slash, rest @ ..] | [Token::Slash, Token::To, rest @ ..] => self.rest = rest,
            _ => {}
        }
    }

    fn days(&mut self) -> Option<Vec<usize>> {
        let mut days = self.day_range()?;
        loop {
            let before = self.rest;
            self.skip(&[Token::Comma, Token::And, Token::Slash]);
            if !matches!(self.peek(), Some(Token::Day(_) | Token::Days(..))) {
                self.rest = before;
                return Some(days);
            }
            days.extend(self.day_range()?);
        }
    }

    /// One day, or from one to another; a range may run over the end of the week.
    fn day_range(&mut self) -> Option<Vec<usize>> {
        let first = match self.next()? {
            Token::Day(day) => day,
            Token::Days(first, last) => return Some((first..=last).collect()),
            _ => return None,
        };
        let [Token::To, Token::Day(last), ..] = *self.rest else { return Some(vec![first]) };
        self.rest = self.rest.get(2..)?;
        let length = (last + 7 - first) % 7;
        (length > 0).then(|| (0..=length).map(|step| (first + step) % 7).collect())
    }

    /// The times of a rule; none where it is closed.
    fn times(&mut self) -> Option<Vec<Interval>> {
        match self.peek()? {
            Token::Closed => {
                self.next();
                return Some(Vec::new());
            }
            Token::AllDay => {
                self.next();
                return Some(vec![(0, DAY)]);
            }
            _ => {}
        }
        let mut times = vec![self.span()?];
        loop {
            let before = self.rest;
            self.skip(&[Token::Comma, Token::And, Token::Slash, Token::Filler]);
            if !matches!(self.peek(), Some(Token::Time(_))) {
                self.rest = before;
                return Some(times);
            }
            times.push(self.span()?);
        }
    }

    fn span(&mut self) -> Option<Interval> {
        self.skip(&[Token::Filler]);
        let Token::Time(opens) = self.next()? else { return None };
        if self.peek() != Some(Token::To) {
            return None;
        }
        self.skip(&[Token::To]);
        let Token::Time(closes) = self.next()? else { return None };
        let is_clear = self.is_24_hour || opens.half.is_some() || closes.half.is_some();
        let (opens, closes) = resolve(opens, closes)?;
        believable(opens, closes, is_clear)
    }
}

/// What two times mean together. One that names no half of the day leans on the other, as people write it:
/// `9-5pm` begins in the morning, `1-4pm` after noon, `9am-5` ends after noon. Two bare numbers say nothing.
fn resolve(opens: Time, closes: Time) -> Option<Interval> {
    match (opens.half, closes.half) {
        (None, Some(_)) => {
            let closes = closes.minutes_if_clear()?;
            let Some(either) = opens.either() else { return Some((opens.minutes_if_clear()?, closes)) };
            let end = if closes == 0 { DAY } else { closes };
            Some((either.into_iter().filter(|at| *at < end).max()?, closes))
        }
        (Some(_), None) => {
            let opens = opens.minutes_if_clear()?;
            let Some(either) = closes.either() else { return Some((opens, closes.minutes_if_clear()?)) };
            Some((opens, either.into_iter().filter(|at| *at > opens).min()?))
        }
        _ => Some((opens.minutes_if_clear()?, closes.minutes_if_clear()?)),
    }
}

/// The interval, with closing on the next day where it is not after opening. Not believed: a night that is too
/// long, and one written without halves of the day where nothing shows a 24-hour clock (`09:30 - 01:30`).
fn believable(opens: u16, closes: u16, is_clear: bool) -> Option<Interval> {
    if opens < closes {
        return Some((opens, closes));
    }
    let is_midnight = closes == 0;
    let closes = closes + DAY;
    let is_night = is_midnight || (opens + DAY != closes && closes - opens <= LONGEST_NIGHT);
    (is_clear && is_night && opens < DAY).then_some((opens, closes))
}
