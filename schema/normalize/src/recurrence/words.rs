//! The words beside a schedule, read clause by clause. What is understood is applied; what limits and is not understood is a
//! doubt.

use std::sync::LazyLock;

use chrono::NaiveDate;

use super::provisos::{Provisos, Rule, SEASONS, Terms};
use crate::table::Table;

/// Words that leave open whether something holds.
static UNSETTLING: LazyLock<Table> =
    LazyLock::new(|| Table::of(include_str!("../../data/unsettling_words.txt")));

/// Words that take days out.
const NEGATING: [&str; 15] = [
    "closed",
    "closes",
    "except",
    "excepting",
    "excluding",
    "excludes",
    "excl",
    "exc",
    "exclude",
    "not",
    "no",
    "never",
    "outside",
    "unless",
    "without",
];

/// Words that take days in.
const INCLUDING: [&str; 10] =
    ["open", "opens", "including", "includes", "incl", "inc", "even", "also", "and", "as"];

/// Words by which a statement is none.
const HEDGING: [&str; 18] = [
    "may",
    "might",
    "some",
    "most",
    "certain",
    "check",
    "confirm",
    "vary",
    "varies",
    "usually",
    "normally",
    "generally",
    "different",
    "reduced",
    "contact",
    "ring",
    "call",
    "phone",
];

/// Words of which a phrase is made that says nothing but whether something is held in term time.
const OF_TERMS: [&str; 26] = [
    "term",
    "terms",
    "time",
    "times",
    "termtime",
    "school",
    "schools",
    "holiday",
    "holidays",
    "half",
    "only",
    "during",
    "in",
    "the",
    "of",
    "not",
    "no",
    "except",
    "excluding",
    "exc",
    "excl",
    "outside",
    "closed",
    "open",
    "and",
    "on",
];

/// Whether a phrase says nothing but that something is held in term time only, or in the school holidays only.
pub(crate) fn is_of_terms(phrase: &str) -> bool {
    let lower = phrase.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut reading = Reading::default();
    reading.read(phrase);
    let is_understood = reading.rest.terms != Terms::Unsaid && !reading.rest.is_unsettled;
    is_understood && words.all(|word| OF_TERMS.contains(&word))
}

/// The days of a list with commas between. None where one of them is none.
pub(super) fn days_in(list: Option<&str>) -> Option<Vec<NaiveDate>> {
    let each = list.unwrap_or_default().split(',').map(str::trim).filter(|one| !one.is_empty());
    each.map(day).collect()
}

/// A day, also one with a time behind it.
fn day(text: &str) -> Option<NaiveDate> {
    crate::date::normalize(text)?.parse().ok()
}

/// Words under reading.
#[derive(Debug, Default)]
pub(super) struct Reading {
    pub(super) except: Vec<NaiveDate>,
    pub(super) cancelled: Vec<NaiveDate>,
    rest: Provisos,
    /// Whether the clause before took days out.
    was_negated: bool,
}

/// What the days that follow are.
#[derive(Clone, Copy)]
enum Sense {
    Except,
    Cancelled,
}

impl Reading {
    pub(super) fn finish(self) -> Provisos {
        let sorted = |mut days: Vec<NaiveDate>| {
            days.sort_unstable();
            days.dedup();
            days.into_boxed_slice()
        };
        Provisos { except: sorted(self.except), cancelled: sorted(self.cancelled), ..self.rest }
    }

    pub(super) fn read(&mut self, text: &str) {
        let mut lower = text.to_lowercase();
        for short in ["excl.", "exc.", "incl.", "inc."] {
            lower = lower.replace(short, short.trim_end_matches('.'));
        }
        for line in lower.lines() {
            self.rest.names_place |= line.starts_with("at ");
            if self.take_months(line) {
                continue;
            }
            let mut sense = None;
            self.was_negated = false;
            for clause in line.split([',', ';', '.', '(', ')']) {
                sense = self.clause(clause.trim(), sense);
            }
        }
    }

    /// Takes `only in months 5, 6, 7`, as harvests write it.
    fn take_months(&mut self, line: &str) -> bool {
        let Some(list) = line.trim().strip_prefix("only in months ") else { return false };
        let months: Option<Vec<u16>> =
            list.split(',').map(|one| one.trim().parse().ok().filter(|one| (1..=12).contains(one))).collect();
        let Some(months) = months else { return false };
        self.rest.months = months.into_iter().fold(0, |all, month| all | 1 << (month - 1));
        true
    }

    /// Reads a clause. Days alone continue the sense of the clause before.
    fn clause(&mut self, clause: &str, before: Option<Sense>) -> Option<Sense> {
        let sense = before.filter(|_| clause.is_empty() || self.take_days(clause, before));
        if sense.is_some() {
            return sense;
        }
        let sense =
            [("cancelled on ", Sense::Cancelled), ("not on ", Sense::Except), ("closed on ", Sense::Except)];
        for (words, sense) in sense {
            if clause.strip_prefix(words).is_some_and(|days| self.take_days(days, Some(sense))) {
                return Some(sense);
            }
        }
        self.words(clause);
        None
    }

    /// Takes a day, or days with `and` between.
    fn take_days(&mut self, text: &str, sense: Option<Sense>) -> bool {
        let days: Option<Vec<NaiveDate>> = text.split(" and ").map(|one| day(one.trim())).collect();
        match (days, sense) {
            (Some(days), Some(Sense::Except)) => self.except.extend(days),
            (Some(days), Some(Sense::Cancelled)) => self.cancelled.extend(days),
            _ => return false,
        }
        true
    }

    fn words(&mut self, clause: &str) {
        let words: Vec<&str> =
            clause.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let phrase = format!(" {} ", words.join(" "));
        let has = |list: &[&str]| words.iter().any(|word| list.contains(word));
        // `closed at weekends, including bank holidays` may mean either.
        let is_open = self.was_negated && words.first().is_some_and(|word| word.starts_with("inc"));
        let says =
            Says { negates: has(&NEGATING), includes: has(&INCLUDING), hedges: is_open || has(&HEDGING) };
        self.was_negated = says.negates;
        let is_term = self.terms(&phrase, says);
        if self.bank_holidays(&phrase, says) || is_term {
            return;
        }
        let seasons =
            SEASONS.iter().enumerate().filter(|(_, (name, ..))| phrase.contains(&format!(" {name} ")));
        let seasons = seasons.fold(0, |all, (index, _)| all | 1 << index);
        self.rest.seasons |= seasons;
        self.rest.is_unsettled |= seasons == 0 && words.iter().any(|word| UNSETTLING.has(word));
    }

    /// Reads what is said of bank holidays, if anything is.
    fn bank_holidays(&mut self, phrase: &str, says: Says) -> bool {
        let names = [" bank holiday", " public holiday", " bank hol ", " bank hols "];
        if !names.iter().any(|name| phrase.contains(name)) {
            return false;
        }
        self.rest.bank_holidays = match says {
            Says { hedges: true, .. } => Rule::Unsaid,
            Says { negates: true, .. } => Rule::Without,
            _ if phrase.contains(" only ") => Rule::Only,
            Says { includes: true, .. } => Rule::With,
            _ => Rule::Unsaid,
        };
        true
    }

    /// Reads what is said of school terms and holidays, if anything is.
    fn terms(&mut self, phrase: &str, says: Says) -> bool {
        let is_half = [" half term", " half terms "].iter().any(|name| phrase.contains(name));
        let is_term = [" term time", " termtime ", " during term", " in term", " school term"];
        let is_term = is_term.iter().any(|name| phrase.contains(name));
        let is_holidays = phrase.contains(" school holiday");
        let terms = match (is_term, is_holidays, is_half) {
            (false, false, false) => return false,
            (true, true, _) if !says.negates => Terms::Unsaid,
            (true, true, _) => Terms::InTerm,
            _ if says.hedges => {
                self.rest.is_unsettled = true;
                return true;
            }
            (true, ..) if says.negates => Terms::InHolidays,
            (true, ..) => Terms::InTerm,
            (false, true, _) if says.negates => Terms::InTerm,
            (false, true, _) if says.includes => Terms::Unsaid,
            (false, true, _) => Terms::InHolidays,
            _ if says.negates => Terms::NotHalfTerm,
            _ => Terms::Unsaid,
        };
        // That a half term is none is said with more by term time.
        let is_less =
            terms == Terms::Unsaid || terms == Terms::NotHalfTerm && self.rest.terms != Terms::Unsaid;
        if !is_less {
            self.rest.terms = terms;
        }
        true
    }
}

/// How a clause speaks.
#[derive(Clone, Copy)]
struct Says {
    negates: bool,
    includes: bool,
    hedges: bool,
}
