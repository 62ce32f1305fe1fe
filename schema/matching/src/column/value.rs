//! The values of columns: how they are read, and how far two of them agree.

use normalize::{date, text};
use rapidfuzz::distance::{jaro_winkler, osa};
use smallvec::SmallVec;

use super::Measure;
use crate::compare_name::{self, overlap};
use crate::frequency::{Frequencies, Hashed};
use crate::match_model::Level;
use crate::name::{Names, Term};
use crate::word::Word;

/// A column's value, ready to be compared.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    Exact(Hashed),
    Date(Word),
    Year(i32),
    Number(f64),
    Text(Text),
    Name(Names),
    Set(Vec<Word>),
}

/// Running words, as a whole and one by one.
#[derive(Clone, Debug)]
pub(crate) struct Text {
    whole: Box<str>,
    terms: Box<[Term]>,
}

impl Value {
    /// Reads a value; `None` where it is empty, or not what the measure compares.
    pub(crate) fn of(measure: Measure, value: &str, frequencies: &Frequencies) -> Option<Self> {
        let words = text::words(value);
        if words.is_empty() {
            return None;
        }
        Some(match measure {
            Measure::Exact => Self::Exact(Hashed::column(0, words.join(" ").as_bytes())),
            Measure::Date => Self::Date(day(value)?),
            Measure::Year => Self::Year(words.iter().find_map(|word| word.parse().ok())?),
            Measure::Number => Self::Number(number(value)?),
            Measure::Text => Self::Text(Text::of(&words, frequencies)),
            Measure::Name => {
                let mut names = Names::default();
                names.add(Some(value), frequencies);
                Self::Name(names)
            }
            Measure::Set => Self::Set(members(value)),
        })
    }

    /// Weighs its words by other frequencies.
    pub(crate) fn weigh(&mut self, frequencies: &Frequencies) {
        match self {
            Self::Text(text) => {
                text.terms.iter_mut().for_each(|term| *term = Term::of_text(term.word, frequencies));
            }
            Self::Name(names) => names.weigh(frequencies),
            Self::Exact(_) | Self::Date(_) | Self::Year(_) | Self::Number(_) | Self::Set(_) => {}
        }
    }

    /// How far two values agree.
    pub(crate) fn compare(&self, other: &Self) -> Level {
        match (self, other) {
            (Self::Exact(a), Self::Exact(b)) => either(a == b),
            (Self::Date(a), Self::Date(b)) => compare_days(a.bytes(), b.bytes()),
            (Self::Year(a), Self::Year(b)) => match a.abs_diff(*b) {
                0 => Level::Same,
                1 => Level::Near,
                _ => Level::Different,
            },
            (Self::Number(a), Self::Number(b)) => compare_numbers(*a, *b),
            (Self::Text(a), Self::Text(b)) => compare_texts(a, b),
            (Self::Name(a), Self::Name(b)) => simple(compare_name::compare(a, b)),
            (Self::Set(a), Self::Set(b)) => compare_sets(a, b),
            _ => Level::Different,
        }
    }

    /// The whole value, for counting and for blocks.
    pub(crate) fn hashed(&self, column: usize) -> Hashed {
        match self {
            Self::Exact(value) => Hashed::column(column, &value.0.to_le_bytes()),
            Self::Date(day) => Hashed::column(column, day.bytes()),
            Self::Year(year) => Hashed::column(column, &year.to_le_bytes()),
            Self::Number(number) => Hashed::column(column, &number.to_bits().to_le_bytes()),
            Self::Text(text) => Hashed::column(column, text.whole.as_bytes()),
            Self::Name(names) => {
                Hashed::column(column, &names.hashed().map_or(0, |hashed| hashed.0).to_le_bytes())
            }
            Self::Set(members) => {
                let all: Vec<u8> = members.iter().flat_map(|member| member.bytes().to_vec()).collect();
                Hashed::column(column, &all)
            }
        }
    }

    /// The words in it, for blocks; those that tell most first.
    pub(crate) fn words(&self) -> SmallVec<[Word; 12]> {
        match self {
            Self::Text(text) => {
                let mut terms: Vec<&Term> = text.terms.iter().collect();
                terms.sort_by(|a, b| b.weight.cmp(&a.weight).then(a.word.cmp(&b.word)));
                terms.into_iter().map(|term| term.word).collect()
            }
            Self::Name(names) => names.telling_words(),
            Self::Set(members) => members.iter().copied().collect(),
            Self::Exact(_) | Self::Date(_) | Self::Year(_) | Self::Number(_) => SmallVec::new(),
        }
    }
}

impl Text {
    fn of(words: &[String], frequencies: &Frequencies) -> Self {
        let term = |word: &String| Term::of_text(Word::new(word), frequencies);
        let mut terms: Vec<Term> = words.iter().map(term).collect();
        terms.sort_by_key(|term| term.word);
        terms.dedup_by_key(|term| term.word);
        Self { whole: words.join(" ").into_boxed_str(), terms: terms.into_boxed_slice() }
    }
}

fn either(is_same: bool) -> Level {
    if is_same { Level::Same } else { Level::Different }
}

/// The day as eight digits.
fn day(value: &str) -> Option<Word> {
    let digits: String = value.trim().chars().filter(char::is_ascii_digit).collect();
    let iso = date::normalize(value).map(|day| day.replace('-', ""));
    iso.or_else(|| (digits.len() == 8).then_some(digits)).map(|digits| Word::new(&digits))
}

fn compare_days(a: &[u8], b: &[u8]) -> Level {
    if a == b {
        return Level::Same;
    }
    let parts = |day: &[u8]| -> Option<[Vec<u8>; 3]> {
        Some([day.get(..4)?.to_vec(), day.get(4..6)?.to_vec(), day.get(6..)?.to_vec()])
    };
    let (Some([year, month, day]), Some([other_year, other_month, other_day])) = (parts(a), parts(b)) else {
        return Level::Different;
    };
    let is_exchanged = year == other_year && month == other_day && day == other_month;
    let alike = [year == other_year, month == other_month, day == other_day];
    if is_exchanged || osa::distance(a.iter().copied(), b.iter().copied()) <= 1 {
        Level::Near
    } else if alike.into_iter().filter(|alike| *alike).count() == 2 {
        Level::Partial
    } else {
        Level::Different
    }
}

fn number(value: &str) -> Option<f64> {
    let plain: String = value.chars().filter(|c| c.is_ascii_digit() || matches!(c, '.' | '-')).collect();
    plain.parse().ok().filter(|number: &f64| number.is_finite())
}

fn compare_numbers(a: f64, b: f64) -> Level {
    let apart = (a - b).abs() / a.abs().max(b.abs()).max(f64::MIN_POSITIVE);
    match apart {
        0.0 => Level::Same,
        apart if apart <= 0.02 => Level::Near,
        apart if apart <= 0.1 => Level::Partial,
        _ => Level::Different,
    }
}

fn compare_texts(a: &Text, b: &Text) -> Level {
    const LONGEST_SPELT: usize = 32;
    let (x, y) = (a.whole.as_bytes(), b.whole.as_bytes());
    if x == y {
        return Level::Same;
    }
    let shared = overlap(&a.terms, &b.terms).shared;
    let longest = x.len().max(y.len());
    let (slips, likeness) = if longest <= LONGEST_SPELT {
        let slips = osa::distance(x.iter().copied(), y.iter().copied());
        (slips, jaro_winkler::similarity(x.iter().copied(), y.iter().copied()))
    } else {
        (longest, 0.0)
    };
    if (slips <= 1 && longest >= 3) || likeness >= 0.94 || shared >= 900 {
        Level::Near
    } else if (slips <= 2 && longest >= 6) || likeness >= 0.88 || shared >= 650 {
        Level::Partial
    } else if likeness >= 0.78 || shared >= 350 {
        Level::Weak
    } else {
        Level::Different
    }
}

/// The five levels that columns tell apart.
fn simple(level: Option<Level>) -> Level {
    match level {
        Some(Level::Same) => Level::Same,
        Some(level) if level >= Level::Near => Level::Near,
        Some(level) if level >= Level::Partial => Level::Partial,
        Some(Level::Weak) => Level::Weak,
        _ => Level::Different,
    }
}

/// The members of a set: of each its last word with the first letter of its first one, so that `D. Scott Mackay` and
/// `Douglas Mackay` are one.
fn members(value: &str) -> Vec<Word> {
    let parted = value.replace(" and ", ",");
    let member = |part: &str| {
        let words = text::words(part);
        let (first, last) = (words.first()?, words.last()?);
        let initial = first.chars().next()?;
        Some(Word::new(&format!("{last} {initial}")))
    };
    let mut members: Vec<Word> = parted.split([',', ';', '|', '&']).filter_map(member).collect();
    members.sort_unstable();
    members.dedup();
    members
}

fn compare_sets(a: &[Word], b: &[Word]) -> Level {
    if a == b {
        return Level::Same;
    }
    let is_in = |member: &&Word, others: &[Word]| {
        others.iter().any(|other| *member == other || member.is_slip_of(other))
    };
    let shared = a.iter().filter(|member| is_in(member, b)).count();
    let (fewer, all) = (a.len().min(b.len()).max(1), (a.len() + b.len()).saturating_sub(shared).max(1));
    match (shared * 100 / all, shared * 100 / fewer) {
        (75.., _) => Level::Near,
        (40.., _) | (_, 100..) => Level::Partial,
        (1.., _) => Level::Weak,
        _ => Level::Different,
    }
}
