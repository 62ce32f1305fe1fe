//! The grammar of opening hours: which tokens may follow which, and what the times mean.
//!
//! ```text
//! timetable = rule (separator* rule)*          all rules in the same order: days first, or times first
//! rule      = days joint* times | "closed" days         days first
//!           | times (","? "on")? days                   times first
//! days      = which? range (joiner range)* ("of the month")?;   range = day ("to" day)?
//! which     = nth (joiner nth)*;   joiner = "," | "&" | "and" | "/"
//! times     = span (joiner span)* | "closed" | "24 hours";   span = time "to" time | "between" time "and" time
//! ```
//!
//! A remark may stand before a rule, before its times and behind them: it makes the rule a session of its own.

use super::lexer::{Token, Weeks};
use super::week::{DAY, Days, Interval, Week};
use super::{Opening, Recurring, span};

/// Reads a whole timetable.
pub(super) fn timetable(tokens: &[Token]) -> Option<Vec<Recurring>> {
    let telling = |token: &&Token| {
        !OPENERS.contains(token) && !matches!(token, Token::Remark | Token::End | Token::Every)
    };
    let mut first = tokens.iter().filter(telling);
    let mut week = Week::default();
    let days_first = match (first.next()?, first.next()) {
        (Token::Closed, None) => return Some(Vec::new()),
        (Token::AllDay, None) => {
            week.open_on(&Days::every(), &[(0, DAY)], false)?;
            return Some(week.openings());
        }
        (token, _) => {
            matches!(token, Token::Day(_) | Token::Days(..) | Token::Closed | Token::Nth(_) | Token::AnyDay)
        }
    };
    let mut reader = Reader::new(tokens);
    reader.skip(OPENERS);
    while reader.peek().is_some() {
        reader.rule(days_first, &mut week)?;
        reader.skip(SEPARATORS);
    }
    Some(week.openings())
}

/// Reads the times of one day.
pub(super) fn day(day: usize, tokens: &[Token]) -> Option<Vec<Opening>> {
    let mut reader = Reader::new(tokens);
    reader.skip(OPENERS);
    let times = reader.times()?;
    reader.skip(&[Token::End, Token::Weekly]);
    if reader.peek().is_some() {
        return None;
    }
    let mut week = Week::default();
    week.open_on(&Days { days: vec![day], weeks: Weeks::default() }, &times, false)?;
    Some(week.openings().into_iter().map(|opening| opening.opening).collect())
}

/// What may stand before the first rule.
const OPENERS: &[Token] = &[Token::Open, Token::Filler, Token::Colon, Token::Weekly, Token::Comma];

/// What may stand between two rules.
const SEPARATORS: &[Token] =
    &[Token::End, Token::Comma, Token::And, Token::Slash, Token::Weekly, Token::Colon, Token::Open];

/// What may stand between days and their times.
const JOINTS: &[Token] =
    &[Token::Colon, Token::Comma, Token::End, Token::Filler, Token::Weekly, Token::Slash];

/// What joins days to days and times to times.
const JOINERS: &[Token] = &[Token::Comma, Token::And, Token::Slash];

const FILLERS: &[Token] = &[Token::Filler, Token::Every];

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

    /// Skips remarks and these; whether there was a remark.
    fn remarked(&mut self, tokens: &[Token]) -> bool {
        let mut is_remarked = false;
        loop {
            self.skip(tokens);
            if self.peek() != Some(Token::Remark) {
                return is_remarked;
            }
            is_remarked = true;
            self.next();
        }
    }

    fn rule(&mut self, days_first: bool, week: &mut Week) -> Option<()> {
        let is_named = self.remarked(&[Token::Filler, Token::Colon]);
        if days_first {
            self.rule_with_days_first(week, is_named)
        } else {
            self.rule_with_times_first(week, is_named)
        }
    }

    fn rule_with_days_first(&mut self, week: &mut Week, is_named: bool) -> Option<()> {
        if self.peek() == Some(Token::Closed) {
            self.next();
            self.skip(&[Token::Filler, Token::Colon, Token::Every]);
            return week.open_on(&self.days()?, &[], is_named);
        }
        let days = self.days()?;
        if let [Token::Colon, Token::Open, rest @ ..] = self.rest {
            self.rest = rest;
        }
        self.skip_empty_half();
        let is_named = self.remarked(JOINTS) | is_named;
        self.skip_dash_before_time();
        self.skip_empty_half();
        let times = self.times()?;
        self.skip_empty_half();
        self.of_month(&days)?;
        let is_named = self.remarked(&[]) | is_named;
        week.open_on(&days, &times, is_named)
    }

    fn rule_with_times_first(&mut self, week: &mut Week, is_named: bool) -> Option<()> {
        self.skip(FILLERS);
        let times = self.times()?;
        let is_named = self.remarked(&[Token::Comma, Token::Filler, Token::Colon]) | is_named;
        let days = self.days()?;
        let is_named = self.remarked(&[]) | is_named;
        week.open_on(&days, &times, is_named)
    }

    /// A half of the day that is left blank beside a slash: `- / 14:00 - 16:00`, `09:00 - 12:00 / -`.
    fn skip_empty_half(&mut self) {
        match self.rest {
            [Token::To, Token::Slash, rest @ ..] | [Token::Slash, Token::To, rest @ ..] => self.rest = rest,
            _ => {}
        }
    }

    /// `Thursday - 1.30pm - 5.30pm`.
    fn skip_dash_before_time(&mut self) {
        if let [Token::To, Token::Time(_), ..] = self.rest {
            self.next();
        }
    }

    /// Days, and in which weeks of a month. `every third Monday` may mean every three weeks: it must say `of the month`.
    fn days(&mut self) -> Option<Days> {
        let is_each =
            self.rest.iter().take_while(|token| FILLERS.contains(token)).any(|token| *token == Token::Every);
        self.skip(FILLERS);
        let before = self.nth();
        let mut days = Days { days: self.day_range()?, weeks: before.and(self.nth()) };
        while let Some(more) = self.joined_days() {
            days.days.extend(more);
        }
        let says_month = self.of_month(&days)?;
        (before.is_every() || says_month || !is_each).then_some(days)
    }

    /// More days behind a joiner.
    fn joined_days(&mut self) -> Option<Vec<usize>> {
        let before = self.rest;
        self.skip(JOINERS);
        self.skip(FILLERS);
        let is_day = matches!(self.peek(), Some(Token::Day(_) | Token::Days(..)));
        let more = if is_day { self.day_range() } else { None };
        if more.is_none() {
            self.rest = before;
        }
        more
    }

    /// `first and third`.
    fn nth(&mut self) -> Weeks {
        let mut weeks = Weeks::default();
        while let Some(more) = self.joined_nth(weeks.is_every()) {
            weeks = weeks.and(more);
        }
        weeks
    }

    fn joined_nth(&mut self, is_first: bool) -> Option<Weeks> {
        let before = self.rest;
        if !is_first {
            self.skip(JOINERS);
            self.skip(FILLERS);
        }
        if let Some(Token::Nth(weeks)) = self.peek() {
            self.next();
            return Some(weeks);
        }
        self.rest = before;
        None
    }

    /// `of the month`, `of each month`; whether it is said. `None` where no day of the month is meant.
    fn of_month(&mut self, days: &Days) -> Option<bool> {
        if !matches!(self.peek(), Some(Token::Of)) {
            return Some(false);
        }
        self.next();
        self.skip(FILLERS);
        (self.next()? == Token::Month && !days.weeks.is_every()).then_some(true)
    }

    /// One day, or from one to another; a range may run over the end of the week.
    fn day_range(&mut self) -> Option<Vec<usize>> {
        let first = match self.next()? {
            Token::Day(day) => day,
            Token::Days(first, last) => return Some((first..=last).collect()),
            Token::AnyDay => return Some((0..7).collect()),
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
            self.skip(JOINERS);
            self.skip(&[Token::Filler]);
            if !matches!(self.peek(), Some(Token::Time(_) | Token::Between)) {
                self.rest = before;
                return Some(times);
            }
            times.push(self.span()?);
        }
    }

    fn span(&mut self) -> Option<Interval> {
        self.skip(&[Token::Filler]);
        let is_between = self.peek() == Some(Token::Between);
        self.skip(&[Token::Between]);
        let Token::Time(opens) = self.next()? else { return None };
        let joint = if is_between { Token::And } else { Token::To };
        if self.peek() != Some(joint) && self.peek() != Some(Token::To) {
            return None;
        }
        self.skip(&[joint, Token::To]);
        let Token::Time(closes) = self.next()? else { return None };
        span::between(opens, closes, self.is_24_hour)
    }
}
