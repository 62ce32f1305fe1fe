//! The match model: what each level of agreement weighs, for each subject.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};

use crate::column::Column;
use crate::frequency::Frequencies;
use crate::{Subject, shipped};

/// A property by which two records are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Property {
    /// What it is called.
    Name,
    /// Its web identifier.
    Uri,
    /// Its numbers in registers.
    Identifier,
    /// Its postcode.
    Postcode,
    /// Its house number and street.
    Street,
    /// Its position on the map.
    Position,
    /// Its telephone numbers.
    Phone,
    /// Its e-mail addresses.
    Email,
    /// Its web site.
    Site,
    /// What is said about it.
    Description,
    /// The organization it belongs to.
    Organization,
    /// The locations where it is given.
    Location,
    /// One of the columns that the match model compares besides, by its number.
    Column(u8),
    /// A rule that holds whatever the evidence: see [`crate::Explanation::rules`].
    Rule,
}

/// How far two values agree. The greater, the more alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Not at all; positions: more than two kilometres apart.
    Different,
    /// A name or text shares common words only; positions: up to two kilometres apart.
    Weak,
    /// The same street with another house number.
    NumberDiffers,
    /// Two postcodes of one post town district: the same outward half.
    SameDistrict,
    /// A name or text shares half of what it tells; a street agrees, a house number is missing; positions: up to 600
    /// metres; postcodes: all but one letter or digit; e-mail: the same domain; dates: two of year, month and day.
    Partial,
    /// A name is the initials of the other.
    Acronym,
    /// The name of one stands in the address of the other.
    InAddress,
    /// One name is part of the other.
    Contained,
    /// Nearly the same; positions: up to 200 metres apart; postcodes: the same, of a kind that thousands share; dates: one
    /// digit, or day and month exchanged; years: one apart; numbers: within a fiftieth.
    Near,
    /// One is called by its address, and the other has that address.
    SameAddress,
    /// The same words but for names of towns, or all of them common.
    SameCommon,
    /// The same.
    Same,
}

impl Level {
    /// Every level, the least alike first.
    pub const ALL: [Self; 12] = [
        Self::Different,
        Self::Weak,
        Self::NumberDiffers,
        Self::SameDistrict,
        Self::Partial,
        Self::Acronym,
        Self::InAddress,
        Self::Contained,
        Self::Near,
        Self::SameAddress,
        Self::SameCommon,
        Self::Same,
    ];
}

/// Weights in thousandths of a bit (log2 of odds), value frequencies, and the scores from which a pair is linked or
/// shown to a person.
///
/// It changes only when somebody fits another one: scores never depend on the order of arrival.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MatchModel {
    /// Names the weights. Scores of different versions do not compare.
    pub version: String,
    /// The least score that links.
    pub link: i32,
    /// The least average score of the pairs of two clusters that joins them.
    pub join: i32,
    /// The least score that is shown to a person.
    pub review: i32,
    /// The most records that a block may hold. A larger block tells nothing and proposes nothing.
    pub block_cap: usize,
    subjects: BTreeMap<Subject, Weights>,
}

/// What the levels weigh for one subject.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    /// The log2 odds that a candidate pair is one thing, before anything is compared.
    pub prior: i32,
    /// What each level of each property weighs. A level that is not named weighs nothing.
    pub levels: BTreeMap<Property, BTreeMap<Level, i32>>,
    /// The columns that are compared besides.
    #[serde(default)]
    pub columns: Vec<Column>,
    /// How often values occur.
    #[serde(default)]
    pub frequencies: Frequencies,
}

impl MatchModel {
    /// The match model that ships with the directory.
    pub fn shipped() -> &'static Arc<Self> {
        static SHIPPED: OnceLock<Arc<MatchModel>> = OnceLock::new();
        SHIPPED.get_or_init(|| {
            Arc::new(Self {
                version: shipped::VERSION.to_owned(),
                link: 3_000,
                join: 0,
                review: -2_000,
                block_cap: 60,
                subjects: Subject::ALL
                    .into_iter()
                    .map(|subject| (subject, Weights::shipped(subject)))
                    .collect(),
            })
        })
    }

    /// What the levels weigh for a subject.
    pub fn weights(&self, subject: Subject) -> &Weights {
        static NONE: OnceLock<Weights> = OnceLock::new();
        self.subjects.get(&subject).unwrap_or_else(|| NONE.get_or_init(Weights::default))
    }

    /// The same model with other weights for a subject.
    #[must_use]
    pub fn with(mut self, subject: Subject, weights: Weights) -> Self {
        self.subjects.insert(subject, weights);
        self
    }
}

impl Weights {
    fn shipped(subject: Subject) -> Self {
        let mut levels: BTreeMap<Property, BTreeMap<Level, i32>> = BTreeMap::new();
        for (property, level, weight) in shipped::weights(subject) {
            levels.entry(property).or_default().insert(level, weight);
        }
        Self { prior: shipped::PRIOR, levels, ..Self::default() }
    }

    /// What a level of agreement weighs; nothing where the subject does not compare by that property.
    pub fn weight(&self, property: Property, level: Level) -> i32 {
        self.levels.get(&property).and_then(|levels| levels.get(&level)).copied().unwrap_or_default()
    }

    /// What an agreement weighs, given how many records hold the value agreed upon: what many share tells less.
    pub(crate) fn weigh(&self, property: Property, level: Level, held: u32) -> i32 {
        if let Property::Column(number) = property {
            let column = self.columns.get(usize::from(number));
            return column.map_or(0, |column| column.weight(level, held, self.frequencies.records()));
        }
        Self::for_held(self.weight(property, level), held)
    }

    /// What is left of a level's weight where so many records hold the value agreed upon.
    pub(crate) fn for_held(weight: i32, held: u32) -> i32 {
        if weight <= 0 || held <= EXPECTED { weight } else { weight - commonness(held).min(weight / 2) }
    }
}

/// How many records hold one value where nothing but one thing's records share it.
const EXPECTED: u32 = 2;

/// What is lost when many records share a value, in thousandths of a bit: half a bit for each doubling, since the parts
/// of a value that many share are seldom independent.
fn commonness(held: u32) -> i32 {
    crate::frequency::thousandths(0.5 * (f64::from(held) / f64::from(EXPECTED)).log2())
}
